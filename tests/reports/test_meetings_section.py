"""The meetings of the year: quorate and in time, in words, and who was represented, as far as every reader may know."""

from datetime import UTC, datetime, timedelta

import pytest

from assurance.models import AgendaItem, Circulation, Decision
from assurance.rules.attendance import Reply
from assurance.rules.meetings import MeetingKind, MeetingState, MinutesState
from reports.rules.kinds import Kind
from reports.sections import meetings
from tests.factories.attendance import a_listed_meeting, a_saas, answers, takes
from tests.factories.meetings import a_group, a_meeting
from tests.factories.minutes import some_minutes
from tests.reports.about import ToldAbout, queries_about

pytestmark = pytest.mark.django_db
SEPTEMBER = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)
BEGINS = SEPTEMBER - timedelta(days=120)
KNOWN = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)
AFTER = SEPTEMBER + timedelta(hours=3)
PARTNERS = "Meetings at which each partner was represented"


@pytest.fixture
def saas(db):
    """SAAS with its people."""
    a_group("saas")
    return a_saas()


def annual(**more):
    """The section in the annual scrutiny report, which SAAS makes to the Board."""
    return ToldAbout(meetings, Kind.ANNUAL_SCRUTINY_REPORT, **{"since": BEGINS, "known_at": KNOWN} | more)


def of_saas(**more):
    """The same in papers that SAAS alone reads."""
    told = {"since": BEGINS, "known_at": KNOWN, "group": a_group("saas")} | more
    return ToldAbout(meetings, Kind.SAAS_PAPERS, **told)


def held(saas, *, present, starts_at=SEPTEMBER, chair=None):
    """A meeting that was held, to which these came."""
    meeting = a_listed_meeting(MeetingState.HELD, starts_at=starts_at, listed_at=starts_at - timedelta(days=20))
    takes(meeting, saas.team, present=present, chair=chair or saas.chair, now=starts_at + timedelta(hours=3))
    return meeting


def sent(meeting, what, at):
    """Papers or minutes went out."""
    Circulation.objects.create(
        meeting=meeting,
        what=what,
        number=1,
        content="{}",
        sha256="0" * 64,
        due_on=at.date(),
        by=meeting.events.first().by,
        at=at,
    )


def everybody(saas):
    return [saas.chair, saas.police, saas.health, saas.council]


def test_without_a_meeting_it_says_so():
    a_group("saas")
    assert annual().blocks == [{"kind": "lead", "text": "SAAS did not meet in the year."}]


def test_each_meeting_says_whether_it_was_quorate_and_in_time(saas):
    good = held(saas, present=everybody(saas))
    sent(good, "papers", SEPTEMBER - timedelta(days=14))
    sent(good, "minutes", SEPTEMBER + timedelta(days=7))
    bad = held(saas, present=[saas.chair, saas.police], starts_at=SEPTEMBER + timedelta(days=28))
    sent(bad, "papers", SEPTEMBER + timedelta(days=25))
    said = annual()
    assert said.lead == ("SAAS met twice in the year. One of the two was quorate. Papers were late once, minutes once.")
    first, second = said.tables["Meetings of SAAS"]
    assert first[0] == "10 September 2026"
    assert first[1:] == ["Quorate", "On time", "On time"]
    assert second[:2] == ["8 October 2026 [Health and Local Authority were not represented.]", "Not quorate"]
    assert second[2].endswith("working days late")
    assert second[3].endswith("working days overdue")


def test_papers_that_never_went_out_are_late_and_what_was_not_held_has_no_minutes(saas):
    a_meeting(MeetingState.AGREED, starts_at=SEPTEMBER)
    said = annual()
    assert said.tables["Meetings of SAAS"] == [
        ["10 September 2026", "Attendance is not recorded", "Never circulated", "Not marked as held"]
    ]
    assert PARTNERS not in said.tables


def test_only_meetings_of_the_group_in_the_year_that_were_not_cancelled_are_told(saas):
    held(saas, present=everybody(saas))
    a_meeting(MeetingState.HELD, starts_at=BEGINS - timedelta(days=1))
    a_meeting(MeetingState.PLANNED, starts_at=KNOWN + timedelta(days=1))
    a_meeting(MeetingState.CANCELLED, starts_at=SEPTEMBER + timedelta(days=1))
    a_meeting(MeetingState.HELD, starts_at=SEPTEMBER + timedelta(days=2), kind=MeetingKind.WORKING_GROUP)
    a_meeting(MeetingState.HELD, starts_at=SEPTEMBER + timedelta(days=3), group="board")
    assert [row[0] for row in annual().tables["Meetings of SAAS"]] == ["10 September 2026"]


def test_to_the_board_it_tells_of_partners_and_neither_of_agencies_nor_of_decisions(saas):
    meeting = held(saas, present=[saas.chair, saas.police, saas.health, saas.probation])
    decided(meeting, "SAAS-DECISION")
    said = annual()
    assert said.tables[PARTNERS] == [["Health", "1 of 1"], ["Local Authority", "0 of 1"], ["Police", "1 of 1"]]
    assert "Attendance by agency" not in said.tables
    assert saas.probation.memberships.get().representing.name not in said.text
    assert {"kind": "prose", "text": meetings.NOT_READ} in said.blocks
    assert [column["title"] for column in said.of("table")[0]["columns"]] == ["Meeting", "Quorate", "Papers", "Minutes"]


def decided(meeting, text):
    """A decision in minutes that have gone round."""
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Data")
    minutes = some_minutes(MinutesState.CIRCULATED, meeting=meeting)
    return Decision.objects.create(
        meeting=minutes.meeting, item=item, text=text, recorded_by=meeting.events.first().by, recorded_at=AFTER
    )


def test_to_saas_itself_it_counts_decisions_and_attendance_by_agency(saas):
    meeting = held(saas, present=[saas.chair, saas.police, saas.health])
    decided(meeting, "SAAS-DECISION")
    said = of_saas()
    assert said.tables["Meetings of SAAS"][0][4] == "1"
    assert "SAAS-DECISION" not in said.text
    attended = {row[0]: row[1:] for row in said.tables["Attendance by agency"]}
    police, probation = (one.memberships.get().representing.name for one in (saas.police, saas.probation))
    assert attended[police] == ["1", "1", "0"]
    assert attended[probation] == ["1", "0", "0"]
    assert said.blocks[-1]["kind"] == "table"


def test_an_agency_that_sent_a_substitute_came_by_a_substitute(saas):
    meeting = a_listed_meeting(starts_at=SEPTEMBER, listed_at=SEPTEMBER - timedelta(days=20))
    substitute = answers(
        meeting, saas.police, Reply.SENDS_SUBSTITUTE, now=SEPTEMBER - timedelta(days=5),
        agency=saas.police.memberships.get().representing,
    )  # fmt: skip
    takes(meeting, saas.team, present=[saas.chair, saas.health, substitute], chair=saas.chair, now=AFTER)
    said = of_saas()
    attended = {row[0]: row[1:] for row in said.tables["Attendance by agency"]}
    assert attended[saas.police.memberships.get().representing.name] == ["1", "1", "1"]
    # Nobody has confirmed the substitute, and so the meeting was not quorate for that as well.
    assert "Detective Superintendent, substitute for Police member, is not confirmed" in said.text
    assert "Local Authority was not represented." in said.text


def test_a_group_whose_meetings_not_every_reader_may_know_of_is_not_told_of(saas):
    forum = a_group("forum")
    a_meeting(MeetingState.HELD, starts_at=SEPTEMBER, group=forum)
    said = annual(by_group=forum)
    assert said.blocks == [
        {"kind": "lead", "text": "Not every reader of this report may know of the meetings of Forum."}
    ]


def test_however_many_meetings_there_are_the_queries_are_as_many(saas):
    def needed(number, begins):
        for place in range(number):
            held(saas, present=everybody(saas), starts_at=begins + timedelta(hours=place))
        about = {"since": BEGINS, "known_at": KNOWN, "group": a_group("saas")}
        return queries_about(meetings, Kind.SAAS_PAPERS, **about)

    assert needed(3, SEPTEMBER) == needed(27, SEPTEMBER + timedelta(days=1))
