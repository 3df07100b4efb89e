"""Meetings: planned, moved, cancelled, rearranged, held; by whom, and who is told (R20 to R23, R34)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, Attendee, Meeting, MeetingEvent, Notice
from assurance.rules.attendance import Reply, Standing
from assurance.rules.meetings import Held, MeetingKind, MeetingState, Occasion
from assurance.rules.roles import Role
from assurance.services import meetings as services
from assurance.services.periods import change_period, open_period
from tests.factories.assurance import ReportingPeriodFactory, person_with
from tests.factories.attendance import a_listed_meeting, answers, place_of, takes
from tests.factories.meetings import STARTS_AT, a_group, a_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
THEN = Occasion(STARTS_AT, 90, Held.BOTH, "Room 2, County Hall")
LATER = replace(THEN, starts_at=STARTS_AT + timedelta(days=7))
SATURDAY = replace(THEN, starts_at=datetime(2026, 11, 28, 10, 0, tzinfo=UTC))
AFTERWARDS = STARTS_AT + timedelta(hours=3)


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


def plan(by, *, group="saas", kind=MeetingKind.ORDINARY, occasion=THEN, now=NOW, **said):
    return services.plan_meeting(group=a_group(group), kind=kind, occasion=occasion, by=by, now=now, **said)


# Planning


def test_the_secretariat_plans_a_meeting_and_its_readers_are_told(team, chair, member):
    outsider = person_with(Role.PARTNER_LEAD)
    meeting = plan(team)
    kept = Meeting.objects.get()
    assert kept == meeting
    assert (kept.state, kept.kind, kept.starts_at, kept.minutes_long) == ("planned", "ordinary", STARTS_AT, 90)
    assert (kept.held, kept.place) == ("both", "Room 2, County Hall")
    assert [(event.move, event.by, event.at) for event in kept.events.all()] == [("plan", team, NOW)]
    assert notices_of(chair) == notices_of(member) == ["A meeting of SAAS is planned for 26 November 2026"]
    assert notices_of(outsider) == notices_of(team) == []
    entry = ActivityEntry.objects.get(action="meeting.plan")
    assert (entry.subject_id, entry.detail) == (str(meeting.pk), "{}")


def test_the_chair_convenes_an_extraordinary_meeting_and_says_why(chair):
    """SAAS ToR 3.1, R22."""
    kind = MeetingKind.EXTRAORDINARY
    with pytest.raises(ValidationError, match="Say why an extraordinary meeting is called"):
        plan(chair, kind=kind)
    meeting = plan(chair, kind=kind, why="An inspection is announced", occasion=replace(THEN, held=Held.VIRTUAL))
    assert (meeting.kind, meeting.held) == ("extraordinary", "virtual")
    assert meeting.events.get().text == "An inspection is announced"


def test_the_year_is_the_secretariats_to_plan_and_a_member_plans_nothing(chair, member):
    with pytest.raises(PermissionDenied):
        plan(chair)
    parent = a_meeting()
    for kind in MeetingKind:
        with pytest.raises(PermissionDenied):
            plan(member, kind=kind, why="Why", title="What", parent=parent)
    assert Meeting.objects.count() == 1


def test_a_chair_convenes_no_meeting_of_another_group(chair):
    with pytest.raises(PermissionDenied, match="the chair of the group|Business Team"):
        plan(chair, group="board", kind=MeetingKind.EXTRAORDINARY, why="Why")


def test_a_working_group_is_linked_with_the_meeting_it_prepares(team, member):
    """SAAS ToR 3.8, R23."""
    parent = a_meeting()
    earlier = replace(THEN, starts_at=STARTS_AT - timedelta(days=10))
    meeting = plan(team, kind=MeetingKind.WORKING_GROUP, title="Figures", parent=parent, occasion=earlier)
    assert meeting.parent == parent
    assert list(parent.working_groups.all()) == [meeting]
    assert len(notices_of(member)) == 1


def test_a_working_group_prepares_a_meeting_of_its_own_group_and_no_working_group(team):
    for parent in (
        a_meeting(group="board"),
        a_meeting(kind=MeetingKind.WORKING_GROUP, parent=a_meeting(starts_at=NOW)),
    ):
        with pytest.raises(ValidationError, match="Choose a meeting of Scrutiny, Assurance and Audit Sub-group"):
            plan(team, kind=MeetingKind.WORKING_GROUP, title="Figures", parent=parent, occasion=LATER)


def test_an_ordinary_meeting_has_no_parent_though_one_was_chosen(team):
    assert plan(team, parent=a_meeting(), occasion=LATER).parent is None


@pytest.mark.parametrize("minutes", [-119, -90, 0, 60, 89])
def test_a_group_has_no_two_meetings_at_the_same_time(team, minutes):
    a_meeting(minutes_long=120)
    with pytest.raises(ValidationError, match="has another meeting at that time already"):
        plan(team, occasion=Occasion(STARTS_AT + timedelta(minutes=minutes), 120))


def test_meetings_one_after_the_other_of_another_group_or_instead_of_a_cancelled_one_are_free(team):
    a_meeting(minutes_long=120)
    a_meeting(MeetingState.CANCELLED, starts_at=LATER.starts_at)
    plan(team, occasion=Occasion(STARTS_AT + timedelta(minutes=120), 60))
    plan(team, occasion=LATER)
    plan(team, group="emerging-themes")
    assert Meeting.objects.count() == 5


def test_the_database_too_keeps_two_meetings_of_a_group_apart():
    meeting = a_meeting()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    a_meeting()


def test_a_weekend_and_the_past_are_kept_only_when_somebody_is_sure(team):
    for occasion in (SATURDAY, replace(THEN, starts_at=NOW - timedelta(days=1))):
        with pytest.raises(services.Unsure):
            plan(team, occasion=occasion)
        assert plan(team, occasion=occasion, sure=True).starts_at == occasion.starts_at


def test_saas_after_the_board_it_informs_is_told_before_it_is_planned(team):
    """R21."""
    a_meeting(group="board", starts_at=datetime(2026, 12, 10, 10, 0, tzinfo=UTC))
    too_late = replace(THEN, starts_at=datetime(2026, 12, 11, 10, 0, tzinfo=UTC))
    with pytest.raises(services.Unsure, match="SAAS meets on 11 December 2026, which is not before"):
        plan(team, occasion=too_late)
    assert plan(team, occasion=THEN)
    assert plan(team, occasion=too_late)


def test_a_board_without_a_saas_meeting_before_it_is_told(team):
    board = replace(THEN, starts_at=datetime(2026, 12, 10, 10, 0, tzinfo=UTC))
    with pytest.raises(services.Unsure, match="No SAAS meeting comes before the Executive Board of 10 December 2026"):
        plan(team, group="board", occasion=board)
    assert plan(team, group="board", kind=MeetingKind.EXTRAORDINARY, why="Why", occasion=board)


def test_a_group_that_has_ended_meets_no_more(team):
    group = a_group("emerging-themes")
    group.ends_on = STARTS_AT.date() - timedelta(days=1)
    group.save()
    with pytest.raises(ValidationError, match="Emerging-themes ended on 25 November 2026"):
        plan(team, group=group)


# Moving


def test_a_meeting_is_moved_with_the_reason_and_its_readers_are_told(team, member):
    meeting = a_meeting(MeetingState.CIRCULATED)
    services.move_meeting(
        meeting=meeting, seen=MeetingState.CIRCULATED, occasion=LATER, why="The room is taken", by=team, now=NOW
    )
    kept = Meeting.objects.get()
    assert (services.occasion_of(kept), kept.state) == (LATER, "circulated")
    assert (kept.events.last().move, kept.events.last().text) == ("move", "The room is taken")
    assert notices_of(member) == ["A meeting of SAAS has another time or place"]


def test_a_move_says_why_changes_something_and_asks_whether_one_is_sure(team):
    meeting = a_meeting()
    same = services.occasion_of(meeting)
    for occasion, why, problem in (
        (same, "Why", "Change the time or the place"),
        (LATER, " ", "Say why its time or place changes"),
        (SATURDAY, "Why", "not a working day"),
    ):
        with pytest.raises(ValidationError, match=problem):
            services.move_meeting(
                meeting=meeting, seen=MeetingState.PLANNED, occasion=occasion, why=why, by=team, now=NOW
            )
    assert services.occasion_of(Meeting.objects.get()) == same
    assert MeetingEvent.objects.count() == 1


def test_a_meeting_may_move_within_its_own_time_but_not_into_another(team):
    meeting = a_meeting(minutes_long=120)
    half_an_hour = replace(services.occasion_of(meeting), starts_at=STARTS_AT + timedelta(minutes=30))
    move = {"meeting": meeting, "seen": MeetingState.PLANNED, "why": "Why", "by": team, "now": NOW}
    services.move_meeting(occasion=half_an_hour, **move)
    a_meeting(starts_at=LATER.starts_at)
    with pytest.raises(ValidationError, match="another meeting at that time"):
        services.move_meeting(occasion=LATER, **move)


def test_the_chair_cannot_move_a_meeting(chair):
    with pytest.raises(PermissionDenied):
        services.move_meeting(
            meeting=a_meeting(), seen=MeetingState.PLANNED, occasion=LATER, why="Why", by=chair, now=NOW
        )


def test_to_another_time_nobody_has_replied_yet_and_those_invited_are_asked_again(team, chair, member):
    meeting = a_listed_meeting()
    stands_in = answers(meeting, member, Reply.SENDS_SUBSTITUTE)
    answers(meeting, chair)
    reader = person_with(Role.BUSINESS_TEAM)
    move = {"meeting": meeting, "seen": MeetingState.CIRCULATED, "why": "Why", "by": team, "now": NOW}
    services.move_meeting(occasion=replace(services.occasion_of(meeting), place="Room 9"), **move)
    assert place_of(meeting, chair).reply == Reply.COMING
    assert notices_of(member) == ["A meeting of SAAS has another time or place"]
    services.move_meeting(occasion=LATER, **move)
    assert {one.reply for one in meeting.attendees.filter(standing=Standing.MEMBER)} == {""}
    assert not meeting.attendees.filter(pk=stands_in.pk).exists()
    for person in (chair, member):
        assert notices_of(person)[1:] == ["A meeting of SAAS has another time: say whether you are coming"]
    assert (
        Notice.objects.get(person=member, text__contains="say whether").url
        == f"/meetings/{meeting.key}/attendance/reply/"
    )
    assert notices_of(reader) == ["A meeting of SAAS has another time or place"] * 2
    assert ActivityEntry.objects.get(action="attendance.ask_again").detail == '{"replies":2}'


def test_attendance_taken_stays_though_the_time_is_put_right(team, chair):
    meeting = a_listed_meeting()
    answers(meeting, chair)
    takes(meeting, team, present=[chair], chair=chair)
    earlier = replace(services.occasion_of(meeting), starts_at=STARTS_AT - timedelta(hours=1))
    services.move_meeting(
        meeting=meeting, seen=MeetingState.CIRCULATED, occasion=earlier, why="Why", by=team, now=AFTERWARDS, sure=True
    )
    assert (place_of(meeting, chair).reply, place_of(meeting, chair).presence) == ("coming", "present")


def test_before_the_papers_are_out_only_those_who_had_replied_are_asked_again(team, chair, member):
    meeting = a_listed_meeting(MeetingState.PLANNED)
    Attendee.objects.filter(meeting=meeting, person=chair).update(reply=Reply.COMING, replied_at=NOW)
    services.move_meeting(meeting=meeting, seen=MeetingState.PLANNED, occasion=LATER, why="Why", by=team, now=NOW)
    assert notices_of(chair) == ["A meeting of SAAS has another time: say whether you are coming"]
    assert notices_of(member) == ["A meeting of SAAS has another time or place"]


# The meeting of a reporting period


@pytest.fixture
def period():
    period = ReportingPeriodFactory()
    a_meeting()
    return period


def test_the_day_of_a_periods_meeting_changes_with_the_periods_other_dates(team, period):
    meeting = period.meeting
    act = {"meeting": meeting, "seen": MeetingState.PLANNED, "why": "Why", "by": team, "now": NOW}
    week_later = replace(services.occasion_of(meeting), starts_at=meeting.starts_at + timedelta(days=7))
    for service, more in (
        (services.move_meeting, {"occasion": week_later}),
        (services.rearrange_meeting, {"occasion": week_later}),
        (services.cancel_meeting, {}),
    ):
        with pytest.raises(ValidationError, match="on the page of that reporting period"):
            service(**act, **more)
    meeting.refresh_from_db()
    assert (meeting.state, Meeting.objects.count()) == ("planned", 2)


def test_the_place_of_a_periods_meeting_may_change(team, period):
    occasion = replace(services.occasion_of(period.meeting), place="Room 9")
    services.move_meeting(
        meeting=period.meeting, seen=MeetingState.PLANNED, occasion=occasion, why="Why", by=team, now=NOW
    )
    assert Meeting.objects.get(pk=period.meeting_id).place == "Room 9"


def change(period, by, **other):
    dates = {"opens_on": period.opens_on, "due_on": period.due_on, "meeting_at": period.meeting.starts_at, **other}
    change_period(period=period, reason="The Board meets later", by=by, now=NOW, **dates)


def test_changing_the_period_moves_its_meeting_and_says_so_in_the_meetings_history(team, period):
    board_member = person_with(Role.BOARD_MEMBER)
    later = period.meeting.starts_at + timedelta(days=7)
    change(period, team, meeting_at=later)
    meeting = Meeting.objects.get(pk=period.meeting_id)
    assert meeting.starts_at == later
    assert [(event.move, event.text) for event in meeting.events.all()] == [("move", "The Board meets later")]
    assert "A meeting of Executive Board has another time or place" in notices_of(board_member)


def test_a_meeting_that_was_held_is_not_moved_with_its_period(team, period):
    Meeting.objects.filter(pk=period.meeting_id).update(state=MeetingState.HELD)
    period.refresh_from_db()
    with pytest.raises(ValidationError, match="“Held”: its day can no longer be changed"):
        change(period, team, meeting_at=period.meeting.starts_at + timedelta(days=7))


def test_opening_a_period_begins_the_history_of_its_meeting_and_leaves_a_cancelled_one_alone(team, framework):
    starts_at = datetime(2027, 3, 18, 10, 0, tzinfo=UTC)
    cancelled = a_meeting(MeetingState.CANCELLED, group="board", starts_at=starts_at)
    quarter = ReportingPeriodFactory.build(financial_year=2026, quarter=3, meeting=cancelled).as_quarter
    dates = {"opens_on": NOW.date(), "due_on": datetime(2027, 2, 25, tzinfo=UTC).date()}
    period = open_period(quarter=quarter, meeting_at=starts_at, by=team, now=NOW, **dates)
    assert period.meeting != cancelled
    assert [(event.move, event.by) for event in period.meeting.events.all()] == [("plan", team)]


# Holding


def test_a_meeting_is_held_once_it_has_begun(team):
    meeting = a_meeting()
    act = {"meeting": meeting, "seen": MeetingState.PLANNED, "by": team}
    with pytest.raises(ValidationError, match="once it has begun"):
        services.hold_meeting(now=STARTS_AT - timedelta(minutes=1), **act)
    services.hold_meeting(now=STARTS_AT, **act)
    assert Meeting.objects.get().state == "held"
