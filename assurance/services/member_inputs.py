"""What a member writes for the others before a meeting: drafted, saved by itself, sent (SAAS ToR 4.3; R40, R41)."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from assurance.models import Agency, Meeting, MemberInput, User
from assurance.permissions import may, refusal
from assurance.queries.attendance import own_attendee
from assurance.rules.attendance import INPUT_WORDS, problem_of_input
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.drafts import SaveOutcome

SENT = "You have sent your input: it is with those who read the papers, and stays as it is."


@transaction.atomic
def save_input(*, meeting: Meeting, version: int, values: Mapping[str, str], by: User, now: datetime) -> SaveOutcome:
    """
    Save the texts that `values` names in one's own draft, unless it changed since `version`; 0 begins it.

    Nobody but its author ever reads a draft. Raises ValidationError when the meeting has been held, or it was sent.
    """
    agency = _check(meeting, by)
    changes = {name: values[name] for name in INPUT_WORDS if name in values}
    own = MemberInput.objects.filter(meeting=meeting, author=by)
    if version == 0 or not own.exists():
        return _begin(meeting, agency, changes, by, now)
    saved = own.filter(version=version, sent_at__isnull=True).update(
        **changes, version=F("version") + 1, changed_at=now
    )
    if not saved:
        return _not_saved(meeting, by)
    activity.record(actor=by, action="input.save", subject=own.get(), detail={"version": version + 1}, now=now)
    return SaveOutcome(True, version + 1)


def _begin(meeting: Meeting, agency: Agency | None, changes: Mapping[str, str], by: User, now: datetime) -> SaveOutcome:
    try:
        with transaction.atomic():
            draft = MemberInput.objects.create(
                meeting=meeting, author=by, agency=agency, version=1, changed_at=now, **changes
            )
    except IntegrityError:
        return _not_saved(meeting, by)
    activity.record(actor=by, action="input.save", subject=draft, detail={"version": 1}, now=now)
    return SaveOutcome(True, 1)


def _not_saved(meeting: Meeting, by: User) -> SaveOutcome:
    stored = MemberInput.objects.get(meeting=meeting, author=by)
    if stored.sent_at:
        raise ValidationError(SENT)
    return SaveOutcome(False, stored.version)


@transaction.atomic
def send_input(*, meeting: Meeting, by: User, now: datetime) -> None:
    """Send one's own draft to whoever reads the meeting's papers. It cannot be taken back, or changed."""
    agency = _check(meeting, by)
    draft = MemberInput.objects.select_for_update(of=("self",)).filter(meeting=meeting, author=by).first()
    if draft is None or not any(getattr(draft, name).strip() for name in INPUT_WORDS):
        raise ValidationError("Write something under at least one heading before you send it.")
    if draft.sent_at:
        raise ValidationError(SENT)
    MemberInput.objects.filter(pk=draft.pk).update(sent_at=now, agency=agency)
    activity.record(actor=by, action="input.send", subject=draft, now=now)


def _check(meeting: Meeting, by: User) -> Agency | None:
    """The agency for which `by` writes. Only who is on the meeting's list writes to it, and only before it is held."""
    own = own_attendee(meeting, by)
    if own is None or not may(by, Permission.READ_MEETING, meeting.group):
        raise PermissionDenied(refusal(Permission.RUN_MEETING))
    state = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk).state
    if problem := problem_of_input(MeetingState(state)):
        raise ValidationError(problem)
    return own.agency
