"""
The scrutiny log: entries are written and changed by their author, shared, and taken back until something cites them.

Nothing about an entry is written into the activity log before it is shared: others read that log.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from assurance.models import Meeting, User
from assurance.permissions import demand, refusal
from assurance.queries.meetings import meetings_visible_to
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from audits.queries.identifiers import identifiers_refused, looked_at
from scrutiny.models import LogEntry
from scrutiny.queries.log import is_cited, says_now
from scrutiny.rules.assessments import LogKind

IS_SHARED = "Others read this entry. Take it back first, then change it."
CITED = "A published assessment cites this entry, so it stays shared."
CHANGED = "It was changed on another page in the meantime. What it says now stands below; what you wrote is still here."


class Entry(TypedDict):
    """What an entry says, by the names of its fields."""

    kind: LogKind
    on: date
    title: str
    learned: str
    covers: Sequence[str]
    meeting: Meeting | None
    number: int | None


@transaction.atomic
def add_entry(*, by: User, now: datetime, **said: Unpack[Entry]) -> LogEntry:
    """A new entry, its author's alone. Raises ValidationError."""
    demand(by, Permission.SCRUTINISE)
    entry = LogEntry(author=by)
    _write(entry, said, by, now)
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def change_entry(*, entry: LogEntry, version: int, by: User, now: datetime, **said: Unpack[Entry]) -> LogEntry:
    """
    Change an entry that is not shared, if it is still the `version` that was seen.

    Raises ValidationError, after a conflict with the code "conflict" and what it says now in `params`.
    """
    locked = _own(entry, by)
    if locked.shared_at:
        raise ValidationError(IS_SHARED)
    if locked.version != version:
        raise ValidationError(CHANGED, code="conflict", params={"seen": locked.version, "now": says_now(locked)})
    _write(locked, said, by, now)
    locked.version = version + 1
    locked.save()
    return locked


@transaction.atomic
def share_entry(*, entry: LogEntry, by: User, now: datetime) -> None:
    """Let those who read assurance read it. Raises ValidationError when it could tell which child it is about."""
    locked = _own(entry, by)
    if refused := identifiers_refused(looked_at(locked.title, locked.learned)):
        raise ValidationError(refused)
    if not LogEntry.objects.filter(pk=locked.pk, shared_at=None).update(shared_at=now, version=F("version") + 1):
        raise ValidationError("It is shared already.")
    activity.record(actor=by, action="scrutiny_log.share", subject=locked, now=now)


@transaction.atomic
def unshare_entry(*, entry: LogEntry, by: User, now: datetime) -> None:
    """Take it back. Raises ValidationError once a published assessment cites it."""
    locked = _own(entry, by)
    if is_cited(locked):
        raise ValidationError(CITED)
    if not LogEntry.objects.filter(pk=locked.pk, shared_at__isnull=False).update(shared_at=None):
        raise ValidationError("It is not shared.")
    activity.record(actor=by, action="scrutiny_log.unshare", subject=locked, now=now)


@transaction.atomic
def remove_entry(*, entry: LogEntry, by: User, now: datetime) -> None:
    """Remove an entry that is not shared."""
    locked = _own(entry, by)
    if locked.shared_at:
        raise ValidationError(IS_SHARED)
    locked.delete()


def _own(entry: LogEntry, by: User) -> LogEntry:
    """The entry, held until the transaction ends. Raises PermissionDenied unless it is `by`'s own."""
    demand(by, Permission.SCRUTINISE)
    locked = LogEntry.objects.select_for_update().filter(pk=entry.pk, author=by).first()
    if locked is None:
        raise PermissionDenied(refusal(Permission.SCRUTINISE))
    return locked


def _write(entry: LogEntry, said: Entry, by: User, now: datetime) -> None:
    if said["on"] > local_date(now):
        raise ValidationError("The day cannot be in the future.")
    meeting = said["meeting"]
    kept = meeting is not None and meeting.pk == entry.meeting_id
    if meeting is not None and not kept and not meetings_visible_to(by).filter(pk=meeting.pk).exists():
        raise ValidationError("Choose a meeting you may read.")
    for name, value in said.items():
        setattr(entry, name, sorted(value) if isinstance(value, list) else value)
