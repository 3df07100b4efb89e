"""Early warnings and good practice in a pack: the first thing the Executive Board reads (R74, R75, R77)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assurance.models import Meeting
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningMove, WarningState
from assurance.services.practice import withdraw_practice
from reports.queries.packs import pack_context
from reports.sections.early_warnings import lead
from reports.services.issues import withdraw_issue
from tests.factories.assurance import ReportingPeriodFactory, TopicFactory, person_with
from tests.factories.reports import NOW as PACK_MADE
from tests.factories.reports import ReportRunFactory, finished, issued
from tests.factories.warnings import NOW, GoodPracticeFactory, a_warning, make

pytestmark = pytest.mark.django_db
LAST_MEETING = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def team():
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def said(quarter, pack_of):
    """The section of early warnings, as a pack made now has it."""
    return lambda: pack_of(quarter.period)["early_warnings"]


@pytest.fixture
def earlier_draft(quarter, stored_files, team):
    """A draft of the pack for the meeting before, made at PACK_MADE."""
    before = quarter.period.as_quarter.previous
    meeting = Meeting.objects.create(group=quarter.period.meeting.group, starts_at=LAST_MEETING)
    period = ReportingPeriodFactory(financial_year=before.financial_year, quarter=before.number, meeting=meeting)
    return finished(ReportRunFactory(period=period, requested_by=team))


@pytest.fixture
def earlier_pack(earlier_draft, team):
    """That pack, issued."""
    return issued(earlier_draft, team)


def titles(warnings):
    return [one["title"] for one in warnings]


def test_without_an_open_warning_the_section_says_so(said, team):
    a_warning(WarningState.CLOSED, team=team)
    nothing = {"with_board": [], "with_saas": [], "closed": [], "headings": []}
    assert said() == {"lead": "No early warning is open."} | nothing


@pytest.mark.parametrize(
    ("still_open", "with_board", "words"),
    [
        (1, 0, "1 early warning is open. None of them waits for the Executive Board’s answer."),
        (1, 1, "1 early warning is open. It waits for the Executive Board’s answer."),
        (2, 2, "2 early warnings are open. All of them wait for the Executive Board’s answer."),
        (3, 1, "3 early warnings are open. One of them waits for the Executive Board’s answer."),
        (5, 2, "5 early warnings are open. Two of them wait for the Executive Board’s answer."),
    ],
)
def test_the_section_begins_with_how_many_wait_for_whom(still_open, with_board, words):
    assert lead(still_open, with_board) == words


def test_escalated_warnings_come_first_then_the_answered_and_the_rest_by_age(said, team):
    for state in (WarningState.EXPLAINED, WarningState.ACCEPTED, WarningState.RAISED, WarningState.ANSWERED):
        a_warning(state, title=state, team=team)
    a_warning(WarningState.ESCALATED, title="escalated later", now=NOW + timedelta(days=1), team=team)
    a_warning(WarningState.ESCALATED, title="escalated", team=team)
    section = said()
    before_the_board = ["escalated", "escalated later", "answered"]
    assert titles(section["with_board"]) == before_the_board
    assert [one["is_with_board"] for one in section["with_board"]] == [True, True, False]
    assert titles(section["with_saas"]) == ["raised", "accepted", "explained"]
    assert titles(section["headings"]) == [*before_the_board, "Warnings that SAAS is dealing with"]
    assert len({heading["anchor"] for heading in section["headings"]}) == 4


def test_a_warning_that_was_reopened_keeps_the_boards_answer(said, team):
    warning = a_warning(WarningState.ANSWERED, team=team)
    make(WarningMove.CLOSE, warning, team, now=NOW + timedelta(days=1))
    make(WarningMove.REOPEN, warning, team, now=NOW + timedelta(days=2))
    (one,) = said()["with_board"]
    assert (one["state"], one["is_with_board"], one["done"]) == ("Waiting for SAAS", False, "")
    assert one["answers"] == [{"date": "10 November 2026", "text": "The Board has agreed one budget"}]


def test_a_warning_says_what_the_board_needs_to_know(said, team):
    first = a_warning(WarningState.CLOSED, origin="s/kent", title="First time", team=team)
    warning = a_warning(
        WarningState.ANSWERED, origin="s/kent", topic=TopicFactory(title="Re-referrals"), finding="It rose", team=team
    )
    again = NOW + timedelta(hours=1)
    make(WarningMove.ESCALATE, warning, team, now=again, reason="cannot_be_resolved", text="Once more")
    (one,) = said()["with_board"]
    assert {name: one[name] for name in one if name != "anchor"} == {
        "title": "Re-referrals rise",
        "type": "Recurring concern",
        "state": "With the Executive Board",
        "is_with_board": True,
        "about": "Re-referrals",
        "since": "10 November 2026, raised by the portal",
        "finding": "It rose",
        "what": "Children come back within a year",
        "before": f"{first.title}, raised 10 November 2026",
        "escalated": "10 November 2026. It cannot be resolved by the members of SAAS.",
        "asked": "Once more",
        "answers": [{"date": "10 November 2026", "text": "The Board has agreed one budget"}],
        "done": "",
        "difference": "",
    }


def test_a_warning_raised_by_hand_names_who_raised_it(said, team):
    a_warning(by=team)
    assert said()["with_saas"][0]["since"] == f"10 November 2026, raised by {team}"


def test_a_sentence_that_is_the_title_is_said_once(said, team):
    a_warning(title="It rose to 21.6%", finding="It rose to 21.6%", team=team)
    assert [(one["title"], one["finding"]) for one in said()["with_saas"]] == [("It rose to 21.6%", "")]


def test_what_the_board_answered_and_was_closed_since_the_last_pack_is_told_with_its_effect(said, team, earlier_pack):
    for title, closed in (("Told already", PACK_MADE - timedelta(days=1)), ("News", PACK_MADE + timedelta(days=1))):
        warning = a_warning(WarningState.ANSWERED, title=title, team=team)
        make(WarningMove.CLOSE, warning, team, now=closed)
    a_warning(WarningState.CLOSED, title="Never escalated", now=PACK_MADE + timedelta(days=1), team=team)
    section = said()
    assert section["with_board"] == section["with_saas"] == []
    assert titles(section["closed"]) == ["News"]
    assert section["closed"][0]["done"] == "One duty desk was opened"
    assert section["closed"][0]["difference"] == "Strategy discussions start within an hour"
    assert section["closed"][0]["answers"][0]["text"] == "The Board has agreed one budget"


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_only_a_draft_or_a_withdrawn_pack_told_is_told_again(said, team, earlier_draft, withdrawn):
    closed = PACK_MADE - timedelta(days=1)
    make(WarningMove.CLOSE, a_warning(WarningState.ANSWERED, title="News", team=team), team, now=closed)
    if withdrawn:
        issue = issued(earlier_draft, team).issue
        assert titles(said()["closed"]) == []
        withdraw_issue(issue=issue, because="A figure was wrong.", by=team, now=PACK_MADE)
    assert titles(said()["closed"]) == ["News"]


def test_the_first_pack_tells_every_closed_one(said, team):
    make(WarningMove.CLOSE, a_warning(WarningState.ANSWERED, title="News", team=team), team)
    assert titles(said()["closed"]) == ["News"]


def test_a_pack_built_again_is_not_the_last_pack_of_its_own_meeting(quarter, said, team, stored_files):
    make(WarningMove.CLOSE, a_warning(WarningState.ANSWERED, title="News", team=team), team)
    issued(finished(ReportRunFactory(period=quarter.period, requested_by=team)), team)
    assert titles(said()["closed"]) == ["News"]


def test_the_front_sheet_alerts_the_board_first(quarter, pack_of, team):
    a_warning(WarningState.ESCALATED, title="Late calls", team=team)
    a_warning(team=team)
    front = pack_of(quarter.period)["front_sheet"]
    assert front["summary"][0].startswith("2 early warnings are open. One of them waits")
    assert front["recommendations"][:2] == [
        "ANSWER the early warning escalated to it: “Late calls”.",
        "NOTE the early warning that SAAS is dealing with.",
    ]


def test_without_warnings_the_front_sheet_says_nothing_of_them(quarter, pack_of):
    front = pack_of(quarter.period)["front_sheet"]
    assert not any("warning" in words for words in (*front["summary"], *front["recommendations"]))


def test_good_practice_since_the_last_pack_is_told(quarter, pack_of, team, earlier_pack):
    GoodPracticeFactory(title="Told already", recorded_at=PACK_MADE - timedelta(days=1))
    withdrawn = GoodPracticeFactory(recorded_at=PACK_MADE + timedelta(hours=1))
    withdraw_practice(practice=withdrawn, reason="It was not so", by=team, now=PACK_MADE)
    assert pack_of(quarter.period)["good_practice"] == {
        "lead": "No good practice has been recorded since the last pack, of 26 November 2026.",
        "entries": [],
        "headings": [],
    }
    GoodPracticeFactory(title="News", recorded_at=PACK_MADE + timedelta(hours=1), topic=TopicFactory(title="Voice"))
    section = pack_of(quarter.period)["good_practice"]
    assert section["lead"] == "What has been recorded since the last pack, of 26 November 2026."
    assert section["entries"] == [
        {
            "title": "News",
            "level": "Good practice",
            "about": "Voice",
            "owner_name": "Partners together",
            "what": "Each family has one named worker",
            "difference": "Children say that they are asked once",
        }
    ]


def test_the_first_pack_tells_all_good_practice(quarter, pack_of):
    assert pack_of(quarter.period)["good_practice"]["lead"] == "No good practice has been recorded."
    GoodPracticeFactory()
    section = pack_of(quarter.period)["good_practice"]
    assert (section["lead"], len(section["entries"])) == ("What has been recorded.", 1)


def test_the_number_of_queries_does_not_grow_with_the_warnings(quarter, team, django_assert_max_num_queries):
    a_warning(WarningState.ANSWERED, team=team)
    GoodPracticeFactory()
    with django_assert_max_num_queries(18) as few:
        pack_context(quarter.period, known_at=PACK_MADE)
    for _ in range(3):
        make(WarningMove.CLOSE, a_warning(WarningState.ANSWERED, team=team), team)
        a_warning(WarningState.ESCALATED, team=team)
        GoodPracticeFactory()
    with django_assert_max_num_queries(len(few)):
        assert len(pack_context(quarter.period, known_at=PACK_MADE).warnings.open) == 4


def test_answers_are_dated_as_they_were_given(said, team):
    warning = a_warning(WarningState.ESCALATED, team=team)
    make(WarningMove.ANSWER, warning, team, now=NOW + timedelta(days=12), answered_on=date(2026, 11, 20))
    assert said()["with_board"][0]["answers"][0]["date"] == "20 November 2026"
