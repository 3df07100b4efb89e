"""Funding in the yearly report: contributions beside the year before, and whether they are judged enough (R149)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from assurance.rules.development import Adequacy
from assurance.rules.roles import Role
from assurance.services.funding import judge_funding, record_contribution
from reports.rules.kinds import Kind
from reports.sections import funding
from tests.factories.assurance import AgencyFactory, partnership, person_with
from tests.factories.plans import a_board_decision
from tests.reports.about import ToldAbout, queries_about

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)


@pytest.fixture
def team(db):
    partnership()
    return person_with(Role.BUSINESS_TEAM)


def given(agency, agreed, team, *, year=2026, received=None, in_kind=""):
    received = None if received is None else Decimal(received)
    words = {"agreed": Decimal(agreed), "received": received, "in_kind": in_kind, "by": team, "now": NOW}
    record_contribution(financial_year=year, agency=agency, **words)


def judged(team, adequacy=Adequacy.PARTLY, decision=None):
    words = {"adequacy": adequacy, "budget": Decimal(100_000), "text": "Training is unfunded", "decision": decision}
    judge_funding(financial_year=2026, by=team, now=NOW, **words)


def told(kind=Kind.YEARLY_REPORT):
    return ToldAbout(funding, kind)


def test_without_a_contribution_it_says_so(team):
    AgencyFactory()
    assert told().blocks == [{"kind": "lead", "text": "No contribution to the Partnership is recorded for 2026/27."}]


def test_contributions_stand_beside_those_of_the_year_before_and_are_added_up(team):
    police, health = AgencyFactory(name="Police"), AgencyFactory(name="Health")
    AgencyFactory(name="Silent")
    given(police, 60_000, team, received=10_000, in_kind="Two analysts")
    given(health, 30_000, team)
    assert told().tables["Contributions for 2026/27"][-1] == ["Together", "£90,000", "£10,000", "None recorded"]
    given(police, 50_000, team, year=2025)
    said = told()
    assert said.lead == "For 2026/27, £90,000 is agreed; no budget is on record."
    assert said.tables["Contributions for 2026/27"] == [
        ["Health", "£30,000", "None recorded", "None recorded"],
        ["Police [Two analysts]", "£60,000", "£10,000", "£50,000"],
        ["Together", "£90,000", "£10,000", "£50,000"],
    ]
    assert said.blocks[-1]["text"] == "Nothing is recorded for 2026/27 of Silent."
    assert said.entries["Whether it is enough"]["tags"][0]["text"] == "Not yet judged"


def test_the_judgement_that_holds_says_why_with_budget_and_decision(team):
    given(AgencyFactory(), 90_000, team)
    judged(team, Adequacy.NOT_ADEQUATE)
    judged(team, decision=a_board_decision())
    said, title = told(), "Whether it is enough"
    assert said.lead == "For 2026/27, £90,000 is agreed, £10,000 short of the budget of £100,000."
    assert said.entries[title]["tags"][0] == {"text": "Adequate in part", "tone": "amber"}
    assert said.entries[title]["text"] == "Training is unfunded"
    assert said.part(title, "Budget") == "£100,000"
    assert said.part(title, "Decided by") == "Partnership Executive Board, 19 March 2026"


def test_a_report_that_somebody_reads_who_may_not_know_of_funding_does_not_tell_of_it(team):
    given(AgencyFactory(), 90_000, team)
    assert told(Kind.ANNUAL_SCRUTINY_REPORT).blocks == [{"kind": "lead", "text": funding.NOT_TOLD}]


def test_however_many_agencies_contribute_the_queries_are_as_many(team):
    def more(number):
        for _ in range(number):
            given(AgencyFactory(), 1_000, team)
        judged(team)
        return queries_about(funding, Kind.YEARLY_REPORT)

    assert more(3) == more(27)
