"""One step in a meeting’s life, whichever service makes it: its state, its history, the activity log (R20 to R28)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from assurance.models import Meeting, MeetingEvent, User
from assurance.permissions import may, refusal
from assurance.rules.meetings import NEEDS, RIGHTS, STATE_WORDS, MeetingMove, MeetingState, after
from assurance.rules.roles import Permission
from assurance.services import activity


@transaction.atomic
def make_move(
    *, meeting: Meeting, move: MeetingMove, seen: MeetingState, by: User, now: datetime, text: str = ""
) -> MeetingState:
    """
    One move from the state that was `seen`: `MOVES` says where it leads, `RIGHTS` who makes it, `NEEDS` what is said.

    Returns the state it led to; `meeting` has it from then on. Raises PermissionDenied when `by` may not make it, and
    ValidationError, with nothing changed, when it cannot be made from there or somebody else was quicker.
    """
    demand_any(by, RIGHTS[move], meeting)
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the meeting is “{STATE_WORDS[seen]}”.")
    if move in NEEDS and not text.strip():
        raise ValidationError(NEEDS[move])
    if not Meeting.objects.filter(pk=meeting.pk, state=seen).update(state=state):
        words = STATE_WORDS[MeetingState(Meeting.objects.values_list("state", flat=True).get(pk=meeting.pk))]
        raise ValidationError(
            f"Somebody else was first: the meeting is now “{words}”. Look at it again, then decide.", code="conflict"
        )
    note(meeting=meeting, move=move, text=text, by=by, now=now)
    meeting.state = state
    return state


def note(*, meeting: Meeting, move: MeetingMove, text: str, by: User, now: datetime) -> None:
    """A step in the meeting's history, and in the activity log. Call it in the transaction of the change."""
    MeetingEvent.objects.create(meeting=meeting, move=move, text=text, by=by, at=now)
    activity.record(actor=by, action=f"meeting.{move}", subject=meeting, now=now)


def demand_any(by: User, permissions: Iterable[Permission], meeting: Meeting) -> None:
    """Raise PermissionDenied, saying whom to ask, unless `by` holds one of `permissions` on the meeting's group."""
    needed = tuple(permissions)
    if not any(may(by, permission, meeting.group) for permission in needed):
        raise PermissionDenied(refusal(needed[0]))
