"""Who came to the demonstration's meetings, as `load_demo` leaves it: real replies, real attendance."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from assurance.models import Meeting, MemberInput, User
from assurance.permissions import may
from assurance.queries.attendance import attendance_page, attendees_of, quorum_of
from assurance.queries.attendance_history import substituted_often
from assurance.rules.demo import MARK
from assurance.rules.demo_attendance import read_attendance
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.quorum import Verdict
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON

pytestmark = pytest.mark.django_db
MEMBERS = ("saas.police", "saas.health", "saas.council")


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """The whole demonstration, loaded once and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def person(key):
    return User.objects.get(email=f"{key}@demo.example")


def held():
    meetings = Meeting.objects.filter(group__slug="saas", state=MeetingState.HELD).select_related("group")
    return meetings.exclude(kind=MeetingKind.WORKING_GROUP)


def test_attendance_was_taken_of_the_board_and_of_working_groups_too():
    for meeting in Meeting.objects.filter(state=MeetingState.HELD):
        assert meeting.attendees.filter(presence="present").exists()
        assert not meeting.attendees.filter(presence="").exists()


def verdict(meeting):
    return quorum_of(meeting, list(attendees_of(meeting)), recorded=True).verdict


@pytest.mark.parametrize("key", MEMBERS)
def test_each_safeguarding_partner_has_a_member_of_saas(key):
    membership = person(key).memberships.get()
    assert membership.representing.category
    assert may(person(key), Permission.READ_MEETING, membership.group)


def test_attendance_was_taken_at_every_meeting_of_saas_that_was_held():
    meetings = held()
    assert meetings.count() >= 8
    for meeting in meetings:
        assert not meeting.attendees.filter(presence="").exists()
        assert meeting.attendees.filter(is_in_chair=True).count() == 1


def test_one_was_not_quorate_and_was_rearranged():
    """SAAS ToR 3.5, R34."""
    failed = [meeting for meeting in held() if verdict(meeting) == Verdict.NOT_QUORATE]
    assert [meeting.starts_at.astimezone(LONDON).isoformat()[:10] for meeting in failed] == ["2025-11-27"]
    page = attendance_page(failed[0], person("saas.member"), timezone.localdate())
    assert "Police is not represented (SAAS ToR 3.5)." in page.reasons
    assert page.rearranged.state == MeetingState.HELD
    assert verdict(page.rearranged) == Verdict.QUORATE


def test_the_deputy_was_in_the_chair_once():
    chairs = {attendee.person.email for meeting in held() for attendee in meeting.attendees.filter(is_in_chair=True)}
    assert chairs == {"saas.chair@demo.example", "saas.deputy@demo.example"}


def test_health_sent_substitutes_repeatedly_and_they_were_confirmed():
    (often,) = substituted_often(held().first().group)
    assert often.post.startswith("SAAS member for NHS Kent and Medway")
    for meeting in held():
        assert not meeting.attendees.filter(standing="substitute").exclude(can_contribute=True).exists()


def test_the_next_meeting_waits_for_the_police():
    """R33: what the first page of a meeting to come is for."""
    coming = Meeting.objects.select_related("group").get(starts_at=datetime(2026, 12, 3, 10, 0, tzinfo=LONDON))
    page = attendance_page(coming, person("saas.police"), timezone.localdate())
    assert page.verdict == "Not yet certain to be quorate"
    assert any(reason.startswith("Police is still needed") for reason in page.reasons)
    assert page.own.reply == ""


def test_input_that_was_sent_is_marked_as_demonstration_text():
    inputs = MemberInput.objects.all()
    assert inputs
    for one in inputs:
        texts = [one.actions_taken, one.context, one.risks, one.inspection, one.fora]
        assert one.sent_at
        assert all(text.endswith(MARK) for text in texts if text)


def test_an_input_of_a_field_that_is_none_is_refused():
    row = '[[attendance]]\nstarts_at = 2026-12-03T10:00:00\n[[attendance.input]]\nauthor = "a"\nfeelings = "b"'
    with pytest.raises(ValueError, match="no field feelings"):
        read_attendance(row)
