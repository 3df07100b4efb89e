"""Replies, substitutes, guests, and attendance taken, with what the database refuses (R29 to R37)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, Attendee, Membership, Minutes, Notice
from assurance.permissions import sync_grants
from assurance.queries.attendance import attendees_of, quorum_of, recorded_as
from assurance.rules.attendance import Presence, Reply, Standing
from assurance.rules.meetings import MeetingState, MinutesState
from assurance.rules.quorum import Verdict
from assurance.rules.roles import Role
from assurance.services import attendance as services
from tests.factories.assurance import person_with
from tests.factories.attendance import (
    AFTER,
    BEFORE,
    MEETS_ON,
    SENT,
    a_listed_meeting,
    a_saas,
    answers,
    place_of,
    takes,
)
from tests.factories.meetings import a_meeting

pytestmark = pytest.mark.django_db
TODAY = BEFORE.date()


@pytest.fixture
def saas():
    return a_saas()


@pytest.fixture
def meeting(saas):
    return a_listed_meeting()


def posts(meeting):
    return sorted(meeting.attendees.values_list("post", flat=True))


def logged(action):
    return ActivityEntry.objects.filter(action=action).count()


def verdict(meeting):
    rows = list(attendees_of(meeting))
    return quorum_of(meeting, rows, recorded=any(row.presence for row in rows)).verdict


# Replies


def test_a_member_replies_and_may_think_again(saas, meeting):
    answers(meeting, saas.police, Reply.COMING)
    assert (place_of(meeting, saas.police).reply, place_of(meeting, saas.police).replied_at) == ("coming", BEFORE)
    answers(meeting, saas.police, Reply.APOLOGIES)
    assert place_of(meeting, saas.police).reply == "apologies"
    assert logged("attendance.reply") == 2
    assert not Notice.objects.filter(person=saas.police).exists()


def test_nobody_replies_for_another_but_the_secretariat_which_tells_them(saas, meeting):
    for stranger in (saas.health, saas.chair, person_with(Role.INSPECTOR)):
        with pytest.raises(PermissionDenied):
            answers(meeting, saas.police, by=stranger)
    answers(meeting, saas.police, by=saas.team)
    assert place_of(meeting, saas.police).reply == "coming"
    assert Notice.objects.get(person=saas.police).text == services.REPLIED_FOR_YOU


def test_who_may_no_longer_read_the_meeting_cannot_reply(saas, meeting):
    Membership.objects.filter(person=saas.police).update(ends_on=TODAY - timedelta(days=1))
    sync_grants(saas.police, today=TODAY)
    with pytest.raises(PermissionDenied):
        answers(meeting, saas.police)


def test_an_answer_is_one_of_three(saas, meeting):
    with pytest.raises(ValidationError, match="Choose"):
        answers(meeting, saas.police, Reply.NONE)


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_nobody_replies_once_it_is_held_or_cancelled(saas, meeting, state):
    meeting.state = state
    meeting.save()
    with pytest.raises(ValidationError, match=r"held|cancelled"):
        answers(meeting, saas.police)
    if state == MeetingState.CANCELLED:
        with pytest.raises(ValidationError, match="cancelled"):
            answers(meeting, saas.police, by=saas.team)
    else:
        answers(meeting, saas.police, Reply.APOLOGIES, by=saas.team)
        assert place_of(meeting, saas.police).reply == "apologies"


# Standing in for a member


def test_a_substitute_names_whom_they_stand_in_for_and_why(saas, meeting):
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    assert stands_in.substitutes_for == place_of(meeting, saas.police)
    assert (stands_in.post, stands_in.reason) == (SENT["post"], SENT["reason"])
    assert stands_in.agency == place_of(meeting, saas.police).agency
    assert (stands_in.standing, stands_in.reply, stands_in.can_contribute) == ("substitute", "coming", None)


@pytest.mark.parametrize("left_out", [{"post": " "}, {"reason": " "}])
def test_neither_post_nor_reason_is_left_out(saas, meeting, left_out):
    with pytest.raises(ValidationError, match="exceptional reason"):
        answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE, **left_out)
    assert place_of(meeting, saas.police).reply == ""


def test_only_a_member_sends_one(saas, meeting):
    with pytest.raises(ValidationError, match="Only a member"):
        answers(meeting, saas.scrutineer, Reply.SENDS_SUBSTITUTE)


@pytest.mark.parametrize("who", ["team", "chair", "deputy"])
def test_secretariat_or_chair_confirm_that_the_substitute_is_able(saas, meeting, who):
    stands_in, by = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE), getattr(saas, who)
    services.confirm_substitute(attendee=stands_in, is_able=True, by=by, now=BEFORE)
    stands_in.refresh_from_db()
    assert (stands_in.can_contribute, stands_in.confirmed_by, stands_in.confirmed_at) == (True, by, BEFORE)
    assert logged("attendance.confirm_substitute") == 1


def test_nobody_else_confirms_and_nobody_but_a_substitute_is_confirmed(saas, meeting):
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    with pytest.raises(PermissionDenied):
        services.confirm_substitute(attendee=stands_in, is_able=True, by=saas.police, now=BEFORE)
    place = place_of(meeting, saas.health)
    with pytest.raises(ValidationError, match="Only a substitute"):
        services.confirm_substitute(attendee=place, is_able=True, by=saas.team, now=BEFORE)


def test_another_substitute_is_confirmed_anew(saas, meeting):
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    services.confirm_substitute(attendee=stands_in, is_able=True, by=saas.team, now=BEFORE)
    kept = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE, reason="Ill")
    assert (kept.pk, kept.can_contribute, kept.reason) == (stands_in.pk, True, "Ill")
    other = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE, post="Chief Inspector")
    assert (other.pk, other.can_contribute, other.confirmed_by) == (stands_in.pk, None, None)


def test_who_comes_after_all_needs_no_substitute(saas, meeting):
    answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    answers(meeting, saas.police, Reply.COMING)
    assert not meeting.attendees.filter(standing=Standing.SUBSTITUTE).exists()


# Guests


def test_the_secretariat_puts_guests_on_the_list_and_takes_them_off(saas, meeting):
    words = {"meeting": meeting, "post": "Audit lead", "agency": None, "now": BEFORE}
    guest = services.add_guest(standing=Standing.IN_ATTENDANCE, by=saas.team, **words)
    assert (guest.person, guest.reply, guest.standing) == (None, "coming", "in_attendance")
    with pytest.raises(ValidationError, match="in attendance or observe"):
        services.add_guest(standing=Standing.MEMBER, by=saas.team, **words)
    with pytest.raises(ValidationError, match="post"):
        services.add_guest(standing=Standing.OBSERVER, by=saas.team, **words | {"post": " "})
    with pytest.raises(PermissionDenied):
        services.add_guest(standing=Standing.OBSERVER, by=saas.chair, **words)
    with pytest.raises(ValidationError, match="as a guest"):
        services.remove_guest(attendee=place_of(meeting, saas.police), by=saas.team, now=BEFORE)
    services.remove_guest(attendee=guest, by=saas.team, now=BEFORE)
    assert "Audit lead" not in posts(meeting)
    assert logged("attendance.add_guest") == logged("attendance.remove_guest") == 1


# Attendance taken, and the verdict


def test_attendance_is_saved_whole_with_who_was_in_the_chair(saas, meeting):
    present = [saas.chair, saas.police, saas.health, saas.council]
    takes(meeting, saas.team, present=present, chair=saas.chair)
    rows = {row.person: row for row in attendees_of(meeting)}
    assert {person for person, row in rows.items() if row.presence == "present"} == set(present)
    assert {person for person, row in rows.items() if row.is_in_chair} == {saas.chair}
    assert verdict(meeting) == Verdict.QUORATE
    takes(meeting, saas.team, present=[*present, saas.deputy], chair=saas.deputy)
    assert place_of(meeting, saas.deputy).is_in_chair
    assert not place_of(meeting, saas.chair).is_in_chair
    assert logged("attendance.take") == 2


def test_the_local_authority_only_through_the_deputy_in_the_chair_is_not_quorate(saas, meeting):
    """R31, on rows."""
    there = [saas.deputy, saas.police, saas.health]
    takes(meeting, saas.team, present=there, chair=saas.deputy)
    assert verdict(meeting) == Verdict.NOT_QUORATE
    takes(meeting, saas.team, present=[*there, saas.council], chair=saas.deputy)
    assert verdict(meeting) == Verdict.QUORATE


def test_a_substitute_nobody_confirmed_makes_it_not_quorate(saas, meeting):
    """R36, C9, on rows."""
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    takes(meeting, saas.team, present=[saas.chair, stands_in, saas.health, saas.council], chair=saas.chair)
    assert verdict(meeting) == Verdict.NOT_QUORATE
    services.confirm_substitute(attendee=stands_in, is_able=True, by=saas.chair, now=AFTER)
    assert verdict(meeting) == Verdict.QUORATE
    services.confirm_substitute(attendee=stands_in, is_able=False, by=saas.chair, now=AFTER)
    assert verdict(meeting) == Verdict.NOT_QUORATE


def test_nobody_is_left_out_and_the_chair_was_present(saas, meeting):
    with pytest.raises(ValidationError, match="in the chair"):
        takes(meeting, saas.team, present=[saas.police])
    with pytest.raises(ValidationError, match="record both"):
        takes(meeting, saas.team, present=[saas.police], chair=saas.chair)
    some = {row.pk: Presence.PRESENT for row in meeting.attendees.all()[:3]}
    more = {"in_chair": None, "seen": "", "by": saas.team, "now": AFTER, "today": MEETS_ON}
    with pytest.raises(ValidationError, match="left out"):
        services.take_attendance(meeting=meeting, presences=some, **more)
    unsaid = {row.pk: Presence.NOT_RECORDED for row in meeting.attendees.all()}
    with pytest.raises(ValidationError, match="left out"):
        services.take_attendance(meeting=meeting, presences=unsaid, **more)
    assert not meeting.attendees.exclude(presence="").exists()


def test_of_two_who_take_attendance_at_once_the_second_is_told(saas, meeting):
    rows = list(meeting.attendees.all())
    nobody = {row.pk: Presence.ABSENT for row in rows}
    act = {"meeting": meeting, "in_chair": None, "by": saas.team, "now": AFTER, "today": MEETS_ON}
    services.take_attendance(presences=nobody, seen="", **act)
    services.take_attendance(presences=nobody, seen="", **act)
    chair = place_of(meeting, saas.chair).pk
    act |= {"presences": nobody | {chair: Presence.PRESENT}, "in_chair": chair}
    with pytest.raises(ValidationError, match="meanwhile") as refused:
        services.take_attendance(seen="", **act)
    assert refused.value.code == "conflict"
    assert not meeting.attendees.filter(presence=Presence.PRESENT).exists()
    services.take_attendance(seen=recorded_as(meeting.attendees.all()), **act)
    assert place_of(meeting, saas.chair).is_in_chair


def test_nobody_replies_for_themselves_once_attendance_is_recorded(saas, meeting):
    takes(meeting, saas.team, present=[saas.chair], chair=saas.chair)
    with pytest.raises(ValidationError, match="Attendance has been recorded"):
        answers(meeting, saas.police)
    answers(meeting, saas.police, Reply.APOLOGIES, by=saas.team)


def test_a_member_is_not_there_beside_their_substitute(saas, meeting):
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    with pytest.raises(ValidationError, match="stands in for Police member"):
        takes(meeting, saas.team, present=[saas.chair, saas.police, stands_in], chair=saas.chair)


def test_only_the_secretariat_takes_attendance_and_not_before_the_day(saas, meeting):
    for person in (saas.chair, saas.police, saas.scrutineer):
        with pytest.raises(PermissionDenied):
            takes(meeting, person, present=[])
    with pytest.raises(ValidationError, match="from that day on"):
        takes(meeting, saas.team, present=[], now=BEFORE)
    takes(meeting, saas.team, present=[])
    assert verdict(meeting) == Verdict.NOT_QUORATE


def test_attendance_is_frozen_with_approved_minutes_until_they_are_opened_for_correction(saas, meeting):
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    takes(meeting, saas.team, present=[saas.chair], chair=saas.chair)
    minutes = Minutes.objects.create(meeting=meeting, state=MinutesState.APPROVED)
    for change in (
        lambda: takes(meeting, saas.team, present=[saas.chair, saas.police], chair=saas.chair),
        lambda: answers(meeting, saas.police, by=saas.team),
        lambda: services.confirm_substitute(attendee=stands_in, is_able=True, by=saas.chair, now=AFTER),
        lambda: services.add_guest(
            meeting=meeting, post="A", standing=Standing.OBSERVER, agency=None, by=saas.team, now=AFTER
        ),
    ):
        with pytest.raises(ValidationError, match="open the minutes for correction"):
            change()
    Minutes.objects.filter(pk=minutes.pk).update(state=MinutesState.DRAFT)
    takes(meeting, saas.team, present=[saas.chair, saas.health], chair=saas.chair)
    assert place_of(meeting, saas.health).presence == "present"


# What the database refuses


def refuses(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("attendee_standing_is_known", {"standing": "visitor"}),
        ("attendee_reply_is_known", {"reply": "perhaps"}),
        ("attendee_presence_is_known", {"presence": "late"}),
        ("attendee_substitute_names_whom_and_why", {"standing": "substitute", "reason": "Ill"}),
        ("attendee_only_a_substitute_stands_in", {"can_contribute": True, "confirmed": True}),
        ("attendee_confirmed_by_somebody", {"standing": "substitute", "reason": "Ill", "can_contribute": True}),
    ],
)
def test_the_database_refuses(saas, meeting, name, values):
    if values.pop("confirmed", False):
        values |= {"confirmed_by": saas.team, "confirmed_at": BEFORE}
    if name == "attendee_confirmed_by_somebody":
        values["substitutes_for"] = place_of(meeting, saas.police)
    with refuses(name), transaction.atomic():
        Attendee.objects.create(**{"meeting": meeting, "post": "A", "standing": "member"} | values)


def test_the_database_keeps_a_person_once_and_one_chair(saas, meeting):
    with refuses("attendee_once_a_meeting|meeting_id, assurance_attendee.person_id"), transaction.atomic():
        Attendee.objects.create(meeting=meeting, person=saas.police, post="A", standing="member")
    Attendee.objects.filter(meeting=meeting, person=saas.police).update(is_in_chair=True)
    with refuses("attendee_one_in_the_chair|assurance_attendee.meeting_id"), transaction.atomic():
        Attendee.objects.filter(meeting=meeting, person=saas.health).update(is_in_chair=True)


def test_nobody_stands_in_for_themselves(saas, meeting):
    stands_in = answers(meeting, saas.police, Reply.SENDS_SUBSTITUTE)
    with refuses("attendee_stands_in_for_another"), transaction.atomic():
        Attendee.objects.filter(pk=stands_in.pk).update(substitutes_for=stands_in.pk)


def test_attendance_is_not_taken_of_nobody(saas):
    meeting = a_meeting(MeetingState.HELD)
    with pytest.raises(ValidationError, match="Nobody is on the list"):
        takes(meeting, saas.team, present=[])
