"""The year calendar of meetings on its page and as a file: gaps, order, who sees what of it (R20, R21)."""

import csv
import io
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from assurance.queries.calendar import calendar_table, coming_meetings, year_calendar, years_offered
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.assurance import UserFactory, person_with
from tests.factories.meetings import STARTS_AT, a_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]
LIST = "/meetings/"
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = {"day_day": "3", "day_month": "12", "day_year": "2026", "begins": "10am", "minutes_long": "90"}


@pytest.fixture(autouse=True)
def today():
    """Everything here happens on 10 November 2026."""
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        yield


@pytest.fixture
def outsider():
    return person_with(Role.PARTNER_LEAD)


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def address_of(meeting, move=""):
    return f"/meetings/{meeting.key}/{move}{'/' if move else ''}"


def row_of(user, slug, year=2026, group=""):
    return next(row for row in year_calendar(user, year, TODAY, group).rows if row.group.slug == slug)


def test_each_quarter_without_an_ordinary_meeting_of_a_quarterly_group_is_a_gap(member):
    a_meeting(MeetingState.HELD, starts_at=datetime(2026, 5, 28, 9, 0, tzinfo=UTC))
    a_meeting(MeetingState.CANCELLED, starts_at=datetime(2026, 8, 27, 9, 0, tzinfo=UTC))
    a_meeting(starts_at=STARTS_AT)
    a_meeting(kind=MeetingKind.EXTRAORDINARY, starts_at=datetime(2027, 2, 25, 10, 0, tzinfo=UTC))
    row = row_of(member, "saas")
    assert [cell.gap for cell in row.cells] == [
        "",
        "No ordinary meeting was held",
        "",
        "No ordinary meeting is planned",
    ]
    assert [len(cell.meetings) for cell in row.cells] == [1, 1, 1, 1]
    assert [cell.gap != "" for cell in row_of(member, "executive-board").cells] == [True] * 4
    assert year_calendar(member, 2026, TODAY).gaps == 6


def test_a_group_that_is_not_to_meet_quarterly_is_there_with_its_meetings_and_without_gaps(member):
    assert "emerging-themes" not in [row.group.slug for row in year_calendar(member, 2026, TODAY).rows]
    a_meeting(group="emerging-themes")
    assert row_of(member, "emerging-themes").number_of_gaps == 0


def test_the_page_shows_gaps_and_what_is_out_of_order(sign_in, outsider):
    a_meeting(starts_at=datetime(2026, 12, 11, 10, 0, tzinfo=UTC))
    a_meeting(group="board", starts_at=datetime(2026, 12, 10, 10, 0, tzinfo=UTC))
    shown = page(sign_in(outsider))
    assert "The year 2026/27" in shown
    assert "SAAS meets on 11 December 2026, which is not before the Executive Board of 10 December 2026" in shown
    assert "<strong>6 gaps</strong>" in shown
    assert "No ordinary meeting is planned" in shown
    a_meeting(group="emerging-themes")
    assert "is not before" not in page(sign_in(outsider), group="emerging-themes")


def test_the_calendar_can_be_narrowed_to_a_group_and_turned_to_another_year(sign_in, outsider):
    a_meeting(MeetingState.HELD, starts_at=datetime(2025, 5, 29, 9, 0, tzinfo=UTC))
    client = sign_in(outsider)
    shown = page(client, year="2025", group="saas")
    assert "The year 2025/26" in shown
    assert "29 May 2025" in shown
    assert [row.group.slug for row in year_calendar(outsider, 2025, TODAY, "saas").rows] == ["saas"]
    assert years_offered(outsider, TODAY) == [2027, 2026, 2025]
    assert "The year 2026/27" in page(client, year="no year", group="no group")


def test_everybody_sees_when_groups_meet_and_only_readers_what_it_is_about(sign_in, outsider, member):
    meeting = a_meeting(kind=MeetingKind.EXTRAORDINARY, title="One matter", place="County Hall")
    a_meeting(
        kind=MeetingKind.WORKING_GROUP, title="Counting anew", parent=meeting, starts_at=STARTS_AT - timedelta(days=9)
    )
    shown = page(sign_in(outsider))
    assert "26 Nov 2026" in shown
    assert "County Hall" in shown
    assert not any(hidden in shown for hidden in ("One matter", "Counting anew", "17 Nov 2026", address_of(meeting)))
    shown = page(sign_in(member))
    assert all(each in shown for each in ("One matter", "Counting anew", "17 Nov 2026", address_of(meeting)))


def test_who_may_not_read_the_directory_sees_no_meeting():
    a_meeting()
    nobody = UserFactory()
    assert year_calendar(nobody, 2026, TODAY).rows == ()
    assert coming_meetings(nobody, NOW) == []


def test_coming_meetings_are_those_that_stand_the_next_first(member):
    a_meeting(MeetingState.CANCELLED, starts_at=STARTS_AT - timedelta(days=1))
    a_meeting(MeetingState.HELD, starts_at=NOW - timedelta(days=1))
    board = a_meeting(group="board", starts_at=STARTS_AT - timedelta(days=2))
    saas = a_meeting()
    assert [shown.meeting for shown in coming_meetings(member, NOW)] == [board, saas]
    assert [shown.meeting for shown in coming_meetings(member, NOW, "saas")] == [saas]


def test_the_download_has_a_row_a_meeting_and_a_row_a_gap(sign_in, outsider):
    a_meeting(title="Left out", place="County Hall")
    answer = sign_in(outsider).get("/meetings/download.csv", {"group": "saas"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Group", "Quarter", "Day", "Begins"]
    assert [(row[1], row[2], row[5] or row[6]) for row in rows[1:]] == [
        ("Quarter 1 2026/27", "", "No ordinary meeting was held"),
        ("Quarter 2 2026/27", "", "No ordinary meeting was held"),
        ("Quarter 3 2026/27", "2026-11-26", "Ordinary meeting"),
        ("Quarter 4 2026/27", "", "No ordinary meeting is planned"),
    ]
    assert "Left out" not in answer.content.decode("utf-8-sig")
    assert len(calendar_table(year_calendar(outsider, 2026, TODAY, "saas"))[1]) == 4


def test_the_calendar_costs_the_same_with_3_meetings_and_60(sign_in, member):
    client = sign_in(member)
    for number in range(3):
        a_meeting(starts_at=STARTS_AT + timedelta(days=number))
    with_3 = queries_of(client, LIST)
    for number in range(3, 60):
        a_meeting(starts_at=STARTS_AT + timedelta(days=number))
    assert queries_of(client, LIST) == with_3


def test_the_calendar_leads_to_what_comes_of_meetings_for_those_who_read_it(sign_in):
    every = ["/forward-plans/", "/decisions/", "/actions/", "/escalations/"]
    for role, ways in ((Role.SAAS_MEMBER, every), (Role.PARTNER_LEAD, ["/actions/"]), (Role.SYSTEM_ADMINISTRATOR, [])):
        client = sign_in(person_with(role))
        shown = client.get(LIST).content.decode().partition("<main")[2]
        assert [way for way in every if f'href="{way}"' in shown] == ways
        assert [way for way in every if client.get(way).status_code == 200] == ways
