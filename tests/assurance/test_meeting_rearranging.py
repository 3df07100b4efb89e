"""Meetings cancelled, and rearranged as another one that may take the agenda with it (SAAS ToR 3.5, R33, R34)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from assurance.models import Attendee, Meeting, MeetingEvent, Notice
from assurance.rules.agendas import RequestKind
from assurance.rules.attendance import Presence, Standing
from assurance.rules.meetings import Held, MeetingState, Occasion
from assurance.rules.roles import Role
from assurance.services import meetings as services
from assurance.services.agenda_requests import ask
from assurance.services.agendas import ACTIONS_TITLE, build_agenda, remove_item
from tests.factories.agendas import a_plan_item, an_item
from tests.factories.assurance import person_with
from tests.factories.meetings import STARTS_AT, a_group, a_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
THEN = Occasion(STARTS_AT, 90, Held.BOTH, "Room 2, County Hall")
LATER = replace(THEN, starts_at=STARTS_AT + timedelta(days=7))
SATURDAY = replace(THEN, starts_at=datetime(2026, 11, 28, 10, 0, tzinfo=UTC))
AFTERWARDS = STARTS_AT + timedelta(hours=3)


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


def test_a_meeting_is_cancelled_with_the_reason(chair, member):
    meeting = a_meeting()
    act = {"meeting": meeting, "seen": MeetingState.PLANNED, "by": chair, "now": NOW}
    with pytest.raises(ValidationError, match="Say why it is cancelled"):
        services.cancel_meeting(why="", **act)
    services.cancel_meeting(why="Too few can come", **act)
    assert Meeting.objects.get().state == "cancelled"
    assert meeting.events.last().text == "Too few can come"
    assert notices_of(member) == ["A meeting of SAAS is cancelled"]


def test_before_it_was_held_a_meeting_is_cancelled_and_rearranged_as_a_linked_one(chair, member):
    """SAAS ToR 3.5, R33, R34."""
    meeting = a_meeting(MeetingState.AGREED)
    new = services.rearrange_meeting(
        meeting=meeting, seen=MeetingState.AGREED, occasion=LATER, why="Health cannot come", by=chair, now=NOW
    )
    assert Meeting.objects.get(pk=meeting.pk).state == "cancelled"
    assert (new.instead_of, new.state, new.kind, new.group) == (meeting, "planned", "ordinary", meeting.group)
    assert meeting.events.last().text == "Health cannot come"
    assert new.events.get().text == "Instead of the meeting of 26 November 2026. Health cannot come"
    assert notices_of(member) == ["A meeting of SAAS is rearranged to 3 December 2026"]


def test_a_meeting_may_be_rearranged_to_another_hour_of_the_same_day(chair):
    meeting = a_meeting(minutes_long=120)
    hour_later = replace(THEN, starts_at=STARTS_AT + timedelta(hours=1))
    new = services.rearrange_meeting(
        meeting=meeting, seen=MeetingState.PLANNED, occasion=hour_later, why="Why", by=chair, now=NOW
    )
    assert new.starts_at == hour_later.starts_at


def held_with(*, is_quorate):
    """A meeting of SAAS that was held, with the partners there that make it quorate, or without."""
    meeting = a_meeting(MeetingState.HELD)
    present = ("police", "health", "local_authority") if is_quorate else ("police",)
    for category in present:
        seat = person_with(Role.PARTNER_LEAD).memberships.get().agency
        seat.category = category
        seat.save()
        Attendee.objects.create(
            meeting=meeting, post=category, agency=seat, standing=Standing.MEMBER, presence=Presence.PRESENT
        )
    Attendee.objects.create(
        meeting=meeting, post="Chair", standing=Standing.MEMBER, presence=Presence.PRESENT, is_in_chair=True
    )
    return meeting


def rearrange_held(meeting, by, **more):
    return services.rearrange_meeting(
        meeting=meeting, seen=MeetingState.HELD, occasion=LATER, why="Not quorate", by=by, now=AFTERWARDS, **more
    )


def test_a_meeting_that_was_held_and_not_quorate_is_rearranged_and_stays_held(team):
    meeting = held_with(is_quorate=False)
    new = rearrange_held(meeting, team)
    assert Meeting.objects.get(pk=meeting.pk).state == "held"
    assert new.instead_of == meeting
    with pytest.raises(ValidationError, match="has been rearranged already"):
        rearrange_held(meeting, team)


def test_a_meeting_that_was_quorate_or_whose_attendance_is_not_recorded_is_not_rearranged(team):
    for meeting in (held_with(is_quorate=True), a_meeting(MeetingState.HELD, starts_at=NOW - timedelta(days=30))):
        with pytest.raises(ValidationError, match="Only a meeting that was not quorate"):
            rearrange_held(meeting, team)


def test_an_agenda_is_carried_to_the_meeting_instead_of_one_that_was_not_quorate(team):
    meeting = held_with(is_quorate=False)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.PLANNED)
    meeting.refresh_from_db()
    planned = a_plan_item(meeting.group, team, meeting=meeting)
    build_agenda(meeting=meeting, planned=[planned], carried=True, actions_note="2 actions", by=team, now=NOW)
    an_item(meeting, team, "Own item", lead="A post", minutes_allotted=15)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CIRCULATED)
    services.hold_meeting(meeting=meeting, seen=MeetingState.CIRCULATED, by=team, now=AFTERWARDS)
    planned.refresh_from_db()
    assert planned.state == "covered"
    new = rearrange_held(meeting, team, carry=True)
    items = list(new.agenda.all())
    assert [(one.title, one.origin, one.note) for one in items] == [
        (ACTIONS_TITLE, "carried_actions", ""),
        ("A planned item", "forward_plan", ""),
        ("Own item", "own", ""),
    ]
    assert (items[2].lead, items[2].minutes_allotted, items[1].planned) == ("A post", 15, planned)
    planned.refresh_from_db()
    assert (planned.state, planned.meeting) == ("on_agenda", new)
    assert meeting.agenda.count() == 3
    remove_item(item=items[1], by=team, now=AFTERWARDS)
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_what_another_group_asked_goes_with_the_agenda_of_a_meeting_rearranged_before_it_was_held(team, chair):
    meeting, board = a_meeting(), a_group("board")
    asked = {"kind": RequestKind.ITEM, "from_group": board, "to_group": meeting.group, "title": "A", "why": "B"}
    request = ask(meeting=meeting, by=team, now=NOW, **asked)
    planned = a_plan_item(meeting.group, team, meeting=meeting)
    build_agenda(meeting=meeting, requests=[request], planned=[planned], by=team, now=NOW)
    act = {"seen": MeetingState.PLANNED, "occasion": LATER, "why": "Why", "by": chair, "now": NOW}
    new = services.rearrange_meeting(meeting=meeting, carry=True, **act)
    request.refresh_from_db()
    planned.refresh_from_db()
    assert (request.state, request.meeting, planned.state, planned.meeting) == ("placed", new, "on_agenda", new)
    assert [one.request for one in new.agenda.all()] == [request, None]


def test_a_rearranging_that_is_refused_leaves_the_meeting_as_it_was(team):
    meeting = a_meeting()
    with pytest.raises(services.Unsure):
        services.rearrange_meeting(
            meeting=meeting, seen=MeetingState.PLANNED, occasion=SATURDAY, why="Why", by=team, now=NOW
        )
    assert Meeting.objects.get().state == "planned"
    assert MeetingEvent.objects.count() == 1
