"""Reading the activity log (R18): identifiers and actions in words, never content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db.models import QuerySet

from assurance.models import ActivityEntry, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.activity import DRAFT_ACTIONS, action_words
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import LONDON

BY_THE_PORTAL = "portal"


@dataclass(frozen=True)
class ActivityFilters:
    """What the log is narrowed to: first and last day, a person's id or "portal", an action."""

    first_day: date | None = None
    last_day: date | None = None
    person: str = ""
    action: str = ""


def entries_visible_to(user: User) -> QuerySet[ActivityEntry]:
    """The log, newest first, for those who may read it; without what is written in drafts, which is nobody else's."""
    if not may(user, Permission.READ_ACTIVITY):
        return ActivityEntry.objects.none()
    return ActivityEntry.objects.exclude(action__in=DRAFT_ACTIONS).select_related("actor")


def entries_found(user: User, filters: ActivityFilters) -> QuerySet[ActivityEntry]:
    """The entries that match every filter, newest first. Days are days in Kent."""
    entries = entries_visible_to(user)
    if filters.first_day:
        entries = entries.filter(at__gte=_midnight(filters.first_day))
    if filters.last_day:
        entries = entries.filter(at__lt=_midnight(filters.last_day + timedelta(days=1)))
    if filters.person == BY_THE_PORTAL:
        entries = entries.filter(actor=None)
    elif filters.person:
        entries = entries.filter(actor=filters.person)
    return entries.filter(action=filters.action) if filters.action else entries


def actions_recorded(user: User) -> list[tuple[str, str]]:
    """Every action the log holds, with its words, in the order of the words."""
    actions = entries_visible_to(user).order_by().values_list("action", flat=True).distinct()
    return sorted(((action, action_words(action)) for action in actions), key=lambda pair: pair[1])


def people_recorded(user: User) -> list[tuple[str, str]]:
    """Everybody the log names, by name, with their ids."""
    actors = entries_visible_to(user).order_by().exclude(actor=None).values("actor").distinct()
    return [(str(person.pk), str(person)) for person in User.objects.filter(pk__in=actors)]


@dataclass(frozen=True)
class ActivityLine:
    """An entry as a reader reads it. Its number is not shown: gaps would count the entries about drafts."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    entry_hash: str


def lines_of(entries: Iterable[ActivityEntry]) -> Iterator[ActivityLine]:
    """Entries in words."""
    for entry in entries:
        yield ActivityLine(
            at=entry.at,
            actor=str(entry.actor) if entry.actor else "The portal",
            action=action_words(entry.action),
            subject=f"{_noun(entry.subject_type)} {entry.subject_id}",
            detail="" if entry.detail == "{}" else entry.detail,
            entry_hash=entry.entry_hash,
        )


def activity_table(user: User, filters: ActivityFilters) -> Table:
    """The entries found as a table to download."""
    headers = ["Date and time", "Person", "Action", "Subject", "Detail", "Hash"]
    rows: list[list[Cell]] = [
        [line.at, line.actor, line.action, line.subject, line.detail, line.entry_hash]
        for line in lines_of(entries_found(user, filters).iterator(chunk_size=2000))
    ]
    return headers, rows


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def _noun(subject_type: str) -> str:
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name).capitalize()
    except LookupError:
        return subject_type
