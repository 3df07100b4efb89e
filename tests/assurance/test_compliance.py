"""Compliance: each rule as the records say, today and by quarter, traceable to the record (SAAS ToR 3, 5.3, 7.1)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assurance.models import Document, DocumentVersion, Meeting
from assurance.queries.compliance import compliance, compliance_table, fact_table, rule_row
from assurance.rules.attendance import Reply
from assurance.rules.compliance import (
    RULES,
    Fact,
    RuleKey,
    State,
    dated,
    standing_over,
    standing_today,
    within,
)
from assurance.rules.group_work import CommissionState
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.periods import Quarter, latest_quarters, quarter_containing
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningMove
from tests.assurance.counting import queries_of
from tests.factories.agendas import a_circulated_meeting
from tests.factories.assurance import AgencyFactory, partnership, person_with
from tests.factories.attendance import AFTER, a_listed_meeting, a_saas, answers, takes
from tests.factories.documents import a_document
from tests.factories.group_work import a_commission, a_forum
from tests.factories.group_work import a_review as a_group_review
from tests.factories.learning import a_review
from tests.factories.meetings import STARTS_AT, a_group, a_meeting
from tests.factories.returns import StatusReturnFactory, filled, submitted
from tests.factories.warnings import NOW, a_warning, make

DUE = date(2026, 11, 10)
TODAY = date(2026, 12, 15)


def fact(kept, on=DUE, **more):
    return Fact(RuleKey.PAPERS, on, "A meeting", kept, "", **more)


# Rules


def test_every_rule_is_in_words_with_its_source():
    assert set(RULES) == set(RuleKey)
    assert all(rule.words and rule.source for rule in RULES.values())


@pytest.mark.parametrize(
    ("kept", "state", "words"),
    [
        ([], State.NOTHING, "Nothing fell due"),
        ([None], State.WAITING, "1 not yet due"),
        ([True, None], State.KEPT, "1 of 1 kept"),
        ([True, False, None], State.NOT_KEPT, "1 of 2 kept"),
    ],
)
def test_a_rule_is_kept_only_if_it_always_was(kept, state, words):
    standing = standing_over([fact(each) for each in kept])
    assert (standing.state, standing.words) == (state, words)


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        ([fact(False, is_outstanding=True), fact(True, date(2026, 12, 1))], State.NOT_KEPT, "1 outstanding"),
        ([fact(False), fact(True, date(2026, 12, 1))], State.KEPT, "Kept last time"),
        ([fact(True), fact(False, date(2026, 12, 1)), fact(None, TODAY)], State.NOT_KEPT, "Not kept last time"),
        ([fact(None)], State.WAITING, "1 not yet due"),
        ([], State.NOTHING, "Nothing fell due"),
    ],
)
def test_today_counts_what_is_outstanding_then_the_last_time(facts, state, words):
    standing = standing_today(facts)
    assert (standing.state, standing.words) == (state, words)


@pytest.mark.parametrize(
    ("done_on", "today", "kept", "outstanding"),
    [
        (DUE, TODAY, True, False),
        (DUE + timedelta(days=1), TODAY, False, False),
        (None, TODAY, False, True),
        (None, DUE, None, False),
    ],
)
def test_what_is_due_by_a_day(done_on, today, kept, outstanding):
    made = dated(RuleKey.PAPERS, what="A meeting", due_on=DUE, done_on=done_on, today=today, how="")
    assert (made.kept, made.is_outstanding) == (kept, outstanding)


@given(st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31))))
def test_each_fact_lies_in_one_quarter(days):
    quarters = {quarter_containing(day) for day in days}
    facts = [fact(True, day) for day in days]
    assert sorted(f.on for quarter in quarters for f in within(facts, quarter)) == sorted(days)


# From the records


@pytest.fixture
def team(db):
    for name in ("saas", "board"):
        a_group(name)  # whose meetings the team then may read
    return person_with(Role.BUSINESS_TEAM)


def facts_of(key, user, today=TODAY):
    return [(one.what, one.kept, one.how) for one in rule_row(user, key, today).facts]


def test_papers_and_minutes_are_held_against_their_clocks(team):
    a_circulated_meeting(now=datetime(2026, 11, 10, 10, tzinfo=UTC))
    held = a_meeting(MeetingState.HELD, starts_at=STARTS_AT - timedelta(days=60))
    row = rule_row(team, RuleKey.PAPERS, TODAY)
    assert [(one.kept, one.how) for one in row.facts] == [(True, "On time"), (False, "63 working days overdue")]
    assert (row.today.words, row.facts[0].url) == ("1 outstanding", row.facts[0].url)
    assert facts_of(RuleKey.MINUTES, team) == [
        ("SAAS, 27 September 2026 at 11am", False, "47 working days overdue"),
    ]
    assert rule_row(team, RuleKey.MINUTES, TODAY).facts[0].url == reverse("assurance:meeting_detail", args=[held.key])


def test_quorum_and_rearranging_are_read_from_the_attendance(team):
    people = a_saas()
    meeting = a_listed_meeting(MeetingState.CIRCULATED)
    takes(meeting, people.team, present=[people.chair, people.police, people.council], chair=people.chair, now=AFTER)
    row = rule_row(team, RuleKey.QUORATE, TODAY)
    assert [one.kept for one in row.facts] == [False]
    assert "Health" in row.facts[0].how
    rearranged = rule_row(team, RuleKey.REARRANGED, TODAY)
    assert (rearranged.today.words, rearranged.facts[0].how) == ("1 outstanding", "Not yet rearranged")


def test_an_extraordinary_meeting_has_to_be_quorate_too(team):
    """SAAS ToR 3.1 lets the chair call one, and 3.5 excepts none; a working group is no meeting of SAAS."""
    people = a_saas()
    for kind in (MeetingKind.EXTRAORDINARY, MeetingKind.WORKING_GROUP):
        starts_at = STARTS_AT - timedelta(hours=3 * (kind == MeetingKind.WORKING_GROUP))
        meeting = a_listed_meeting(kind=kind, starts_at=starts_at)
        takes(meeting, people.team, present=[people.chair, people.police], chair=people.chair)
    assert [kept for _, kept, _ in facts_of(RuleKey.QUORATE, team)] == [False]
    assert [kept for _, kept, _ in facts_of(RuleKey.REARRANGED, team)] == [False]


def test_a_substitute_is_the_exception(team):
    """SAAS ToR 3.6: a second one of the same member within four meetings is seen, whoever else sends theirs once."""
    people = a_saas()
    sends = {3: [people.health], 2: [], 1: [people.police], 0: [people.health]}
    for ago, absent in sends.items():
        starts_at = STARTS_AT - timedelta(days=60 * ago)
        listed = {"starts_at": starts_at, "listed_at": starts_at - timedelta(days=9)}
        meeting = a_listed_meeting(**listed)
        sent = [answers(meeting, one, Reply.SENDS_SUBSTITUTE, now=listed["listed_at"]) for one in absent]
        there = [one for one in (people.chair, people.police, people.health, people.council) if one not in absent]
        takes(meeting, people.team, present=[*there, *sent], chair=people.chair, now=starts_at + timedelta(hours=3))
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    found = facts_of(RuleKey.SUBSTITUTES, team)
    assert [kept for _, kept, _ in found] == [False, True, True, True]
    assert found[0][2] == "Health member: 2 of the latest 4 meetings"


def test_a_quarter_without_a_meeting_is_seen_once_it_is_over(team):
    a_meeting(MeetingState.HELD, group="board", starts_at=datetime(2026, 9, 10, 10, tzinfo=UTC))
    row = rule_row(team, RuleKey.BOARD_MEETS, TODAY)
    assert [(one.kept, one.how) for one in row.facts] == [
        (None, "No ordinary meeting is planned"),
        (True, "1 in the quarter"),
        (False, "No ordinary meeting was held"),
        (False, "No ordinary meeting was held"),
    ]
    assert [standing.state for _, standing in row.quarters] == ["waiting", "kept", "not_kept", "not_kept"]
    assert facts_of(RuleKey.SAAS_FIRST, team)[0][1] is False


def test_returns_of_the_partners_are_held_against_their_date(team):
    police, health = (AgencyFactory(name=name, category=name.lower()) for name in ("Police", "Health"))
    first = StatusReturnFactory(agency=police)
    submitted(filled(first))
    StatusReturnFactory(agency=health, period=first.period)
    StatusReturnFactory(agency=AgencyFactory(name="Probation"), period=first.period)
    found = facts_of(RuleKey.RETURNS, team)
    assert [(what, kept) for what, kept, _ in found] == [
        ("Health, Quarter 2 2026/27", False),
        ("Police, Quarter 2 2026/27", True),
    ]


def test_an_unsubmitted_return_has_no_link(team):
    StatusReturnFactory(agency=AgencyFactory(category="police"))
    assert [one.url for one in rule_row(team, RuleKey.RETURNS, TODAY).facts] == [""]


def test_commissions_groups_and_documents(team):
    a_commission(CommissionState.RATIFIED)
    a_commission(title="Waits")
    found = rule_row(team, RuleKey.RATIFIED, TODAY)
    assert {one.kept for one in found.facts} == {True, None}
    forum = a_forum(name="Sector Forum", starts_on=date(2024, 6, 1))
    a_group_review(forum, reviewed_on=date(2025, 5, 1))
    reviewed = [one for one in rule_row(team, RuleKey.GROUPS_REVIEWED, TODAY).facts if one.what == "Sector Forum"]
    assert [(one.kept, one.is_outstanding) for one in reviewed] == [(False, True)]
    a_document(team=team)
    terms = Document.objects.create(slug="terms", title="Terms", kind="terms_of_reference")
    DocumentVersion.objects.create(document=terms, number=1, label="2023", state="in_force")
    documents = facts_of(RuleKey.DOCUMENTS, team)
    assert ("Terms", False, "Who agreed it is not on record") in documents
    assert ("Information-sharing protocol", None, "Review due 2 March 2027") in documents


def test_the_board_s_answers(team):
    a_warning("escalated", title="Waits")
    a_warning("answered", title="Answered")
    assert set(facts_of(RuleKey.ANSWERS, team)) == {
        ("Waits", None, "Waits since 10 November 2026"),
        ("Answered", True, "Answered 10 November 2026"),
    }
    assert [one.what for one in rule_row(team, RuleKey.ANSWERS, TODAY).facts if one.is_outstanding] == ["Waits"]


def test_a_warning_escalated_again_waits_for_another_answer(team):
    warning = a_warning("answered", title="Twice", team=team)
    make(WarningMove.ESCALATE, warning, team, now=NOW + timedelta(days=1))
    assert facts_of(RuleKey.ANSWERS, team) == [
        ("Twice", None, "Waits since 11 November 2026"),
        ("Twice", True, "Answered 10 November 2026"),
    ]


def test_what_was_asked_before_the_quarters_shown_is_there_while_it_waits(team):
    asked_at = NOW - timedelta(days=500)
    warning = a_warning("escalated", title="Long ago", team=team, now=asked_at)
    assert [one.what for one in rule_row(team, RuleKey.ANSWERS, TODAY).facts] == ["Long ago"]
    make(WarningMove.ANSWER, warning, team, now=NOW, answered_on=asked_at.date() + timedelta(days=7))
    assert rule_row(team, RuleKey.ANSWERS, TODAY).facts == ()


def test_rapid_reviews_are_for_those_who_may_know_of_them(team):
    a_review()
    member = person_with(Role.SAAS_MEMBER)
    assert rule_row(team, RuleKey.RAPID_REVIEWS, TODAY)
    assert rule_row(member, RuleKey.RAPID_REVIEWS, TODAY) is None
    assert "Rapid reviews" not in str(compliance_table(compliance(member, TODAY)))


def test_compliance_tells_nothing_of_rapid_reviews_nor_of_what_papers_say(sign_in, team):
    client, board = sign_in(person_with(Role.SAAS_MEMBER)), person_with(Role.BOARD_MEMBER)
    addresses = ("/compliance/", "/compliance/download.csv", "/compliance/rapid-reviews-decided/")
    before = [plain(client.get(address).content) for address in addresses]
    a_review(reference="RR-2026-77")
    assert [plain(client.get(address).content) for address in addresses] == before
    a_circulated_meeting(titles=("Withheld words",))
    page = sign_in(board).get("/compliance/papers-on-time/").content.decode()
    assert "SAAS, 26 November 2026" in page
    assert "Withheld words" not in page
    assert "/meetings/" not in re.sub(r"<nav.*?</nav>|<header.*?</header>", "", page, flags=re.DOTALL)


def plain(body):
    """A page without the token that is another each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|data-csrf="[^"]+"', b"", body)


# Pages


def test_the_page_and_each_rule_open(sign_in, team):
    a_circulated_meeting()
    client = sign_in(team)
    page = client.get("/compliance/").content.decode()
    for key, rule in RULES.items():
        assert rule.words in page
        assert client.get(f"/compliance/{key}/").status_code == 200
    assert client.get("/compliance/other/").status_code == 404
    assert b"SAAS ToR 3.3" in client.get("/compliance/download.csv").content
    assert client.get("/compliance/papers-on-time/download.xlsx").status_code == 200
    assert len(fact_table(rule_row(team, RuleKey.PAPERS, TODAY))[1]) == 1


@pytest.mark.parametrize(("role", "status"), [(Role.SAAS_MEMBER, 200), (Role.INSPECTOR, 200), (Role.PARTNER_LEAD, 403)])
def test_who_opens_it(sign_in, role, status, db):
    partnership()
    assert sign_in(person_with(role)).get("/compliance/").status_code == status


def test_it_asks_as_often_however_much_there_is(sign_in, team):
    client = sign_in(team)

    def add(number):
        for _ in range(number):
            start = STARTS_AT - timedelta(days=7 * len(made))
            made.append(a_listed_meeting(MeetingState.HELD, starts_at=start))
            StatusReturnFactory(agency=AgencyFactory(category="police"))
            a_document(team=team, title=f"Protocol {len(made)}")
            a_forum(slug=f"forum-{len(made)}")

    made = []
    add(2)
    few = queries_of(client, "/compliance/")
    add(5)
    assert queries_of(client, "/compliance/") == few


def test_the_four_quarters_begin_with_today_s(team):
    page = compliance(team, TODAY)
    assert page.quarters == tuple(latest_quarters(TODAY, 4))
    assert page.quarters[0] == Quarter(2026, 3)
