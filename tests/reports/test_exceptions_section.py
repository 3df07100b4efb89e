"""Why an exception report is made: what is escalated or has waited too long, each as an entry (R73, R78, R137)."""

from datetime import timedelta

import pytest

from assurance.models import Action, Challenge, Escalation
from assurance.rules.actions import ActionState
from assurance.rules.challenges import ChallengeState
from assurance.rules.escalations import EscalationState
from assurance.rules.warnings import WarningState
from assurance.rules.wording import local_date
from reports.rules.kinds import Kind
from reports.sections import exceptions
from tests.factories.actions import an_action
from tests.factories.assurance import AgencyFactory, TopicFactory
from tests.factories.challenges import a_challenge
from tests.factories.minutes import a_stage, an_escalation, the_team
from tests.factories.reports import NOW
from tests.factories.warnings import a_warning
from tests.reports.about import ToldAbout, queries_about

pytestmark = pytest.mark.django_db
TODAY = local_date(NOW)
A_QUARTER = timedelta(days=91)
DAY = timedelta(days=1)


def told():
    return ToldAbout(exceptions, Kind.EXCEPTION_REPORT, subject="Four disputes")


def test_without_a_matter_it_says_so():
    assert told().blocks == [{"kind": "lead", "text": exceptions.NOTHING}]


def test_a_warning_is_told_while_it_waits_for_the_board():
    for state in WarningState:
        a_warning(state, title=f"At {state}", topic=TopicFactory(title="Referrals"))
    said = told()
    assert list(said.entries) == ["At escalated"]
    entry = said.entries["At escalated"]
    assert entry["about"].startswith("Declining performance: Referrals. Raised on ")
    assert entry["text"] == "Children come back within a year"
    assert said.part("At escalated", "What the Executive Board is told") == (
        "The Board is asked to bring three budgets together"
    )
    assert said.part("At escalated", "Why it is escalated")
    assert said.lead == "This report is made because of 1 early warning before the Executive Board."


def test_an_open_dispute_names_its_stage_sides_and_deadline():
    a_stage()
    for state in EscalationState:
        an_escalation(state, title=f"At {state}", agencies=[AgencyFactory(name="Police"), AgencyFactory(name="Health")])
    Escalation.objects.update(due_on=TODAY - DAY, arbiter="Independent Scrutineer")
    said = told()
    assert list(said.entries) == ["At open"]
    assert said.entries["At open"]["tags"] == [{"text": "Stage 1", "tone": "red"}]
    about = said.entries["At open"]["about"]
    assert about.startswith(("Between Police and Health. Opened on ", "Between Health and Police. Opened on "))
    assert "overdue" in said.part("At open", "This stage")
    assert said.part("At open", "Arbiter") == "Independent Scrutineer"


def test_a_challenge_is_told_once_its_answer_is_late():
    for state in ChallengeState:
        a_challenge(state, title=f"At {state}")
    Challenge.objects.update(answer_due_on=TODAY)
    assert told().entries == {}
    Challenge.objects.update(answer_due_on=TODAY - DAY)
    said = told()
    assert list(said.entries) == ["At raised"]
    assert said.part("At raised", "What should be different for children").startswith("Decisions about children")
    assert "overdue" in said.part("At raised", "Its answer")


def test_an_action_is_told_once_it_is_overdue_by_a_quarter():
    for state in ActionState:
        an_action(state, title=f"At {state}", owner="Head of X")
    Action.objects.update(due_on=TODAY - A_QUARTER + DAY)
    assert told().entries == {}
    Action.objects.update(due_on=TODAY - A_QUARTER)
    said = told()
    assert set(said.entries) == {"At open", "At under_way"}
    assert said.entries["At open"]["about"].endswith(", Head of X. From: other")
    assert said.part("At open", "How far it is") == "Not started"


def test_matters_stand_under_what_they_are_and_the_lead_counts_them():
    a_warning(WarningState.ESCALATED)
    for number in range(2):
        a_challenge(title=f"Challenge {number}")
    Challenge.objects.update(answer_due_on=TODAY - DAY)
    said = told()
    assert [block["title"] for block in said.of("subheading")] == [
        "Early warnings that wait for the Executive Board", "Challenges without an answer in time",
    ]  # fmt: skip
    assert said.lead == (
        "This report is made because of 1 early warning before the Executive Board and 2 challenges without an answer "
        "in time."
    )


def test_however_many_matters_there_are_the_queries_are_as_many():
    agency, team, topic = AgencyFactory(), the_team(), TopicFactory()

    def more(number):
        for _ in range(number):
            a_warning(WarningState.ESCALATED, topic=topic, team=team)
            a_challenge(of=agency, by=team)
            an_action(holder=agency, team=team)
            an_escalation(agencies=[agency], team=team)
        Challenge.objects.update(answer_due_on=TODAY - DAY)
        Action.objects.update(due_on=TODAY - A_QUARTER)
        return queries_about(exceptions, Kind.EXCEPTION_REPORT, subject="Much")

    assert more(3) == more(27)
