"""The scrutiny log: what scrutiny did, its author's alone until it is shared (issue 6; Six Steps, section 2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from assurance.models import Meeting, User
from assurance.permissions import may
from assurance.queries.challenges import meeting_name
from assurance.queries.meetings import meetings_visible_to
from assurance.queries.scrutineers import scrutineers
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import counted
from scrutiny.models import Assessment, LogEntry
from scrutiny.queries.scope import log_entries_visible_to
from scrutiny.rules.assessments import LOG_WORDS, LogKind
from scrutiny.rules.frameworks import AREA_WORDS, Area

MINE, SHARED, UNSHARED = "mine", "shared", "unshared"
MEETINGS_OFFERED = 60
MET = frozenset({LogKind.VISIT, LogKind.CHILDREN, LogKind.FAMILIES, LogKind.PRACTITIONERS})
OFFERED_FOR = timedelta(days=540)
FIELDS = ("kind", "on", "title", "learned", "covers", "number")


@dataclass(frozen=True)
class LogFilters:
    """What the log is narrowed to: a kind, an Area, a year, "mine", "shared" or "unshared"; blank for any."""

    kind: str = ""
    area: str = ""
    year: str = ""
    standing: str = ""


@dataclass(frozen=True)
class LogRow:
    """An entry with what it covers in words; the meeting is named where its reader may open it."""

    entry: LogEntry
    covers: tuple[str, ...]
    meeting: Meeting | None
    meeting_words: str
    is_mine: bool

    @property
    def meets_people(self) -> bool:
        """Whether people take part in such a thing whom one counts."""
        return self.entry.kind in MET


def entry_visible_to(user: User, pk: UUID) -> LogEntry | None:
    """One entry, or None."""
    return log_entries_visible_to(user).filter(pk=pk).first()


def entry_of(user: User, pk: UUID) -> LogEntry | None:
    """One entry of `user`'s own, or None."""
    found = log_entries_visible_to(user).filter(author=user) if may(user, Permission.SCRUTINISE) else None
    return found.filter(pk=pk).first() if found is not None else None


def entries_found(user: User, filters: LogFilters) -> list[LogEntry]:
    """The entries that match every filter, the newest first."""
    found = log_entries_visible_to(user).order_by("-on", "pk")
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year.isdecimal():
        found = found.filter(on__year=int(filters.year))
    if filters.standing == MINE:
        found = found.filter(author=user)
    elif filters.standing:
        found = found.filter(shared_at__isnull=filters.standing == UNSHARED)
    return [one for one in found if not filters.area or filters.area in one.covers]


def shared_in(user: User, year: int) -> QuerySet[LogEntry]:
    """The shared entries of a calendar year that `user` may read: what feeds the annual report."""
    return log_entries_visible_to(user).filter(shared_at__isnull=False, on__year=year).order_by("on", "pk")


def years_of_log(user: User) -> list[int]:
    """The years of the entries `user` may read, the newest first."""
    days = log_entries_visible_to(user).order_by().values_list("on", flat=True)
    return sorted({day.year for day in days}, reverse=True)


def rows(entries: Sequence[LogEntry], user: User) -> list[LogRow]:
    """Entries as a list shows them. One query."""
    named = {one.meeting_id for one in entries if one.meeting_id}
    readable = {meeting.pk: meeting for meeting in meetings_visible_to(user).filter(pk__in=named)} if named else {}
    return [_row(one, readable.get(one.meeting_id), user) for one in entries]


def _row(entry: LogEntry, meeting: Meeting | None, user: User) -> LogRow:
    return LogRow(
        entry=entry,
        covers=tuple(AREA_WORDS[Area(area)] for area in entry.covers),
        meeting=meeting,
        meeting_words=meeting_name(meeting) if meeting else "",
        is_mine=entry.author_id == user.pk,
    )


def log_figures(entries: Iterable[LogEntry]) -> list[tuple[str, int, str]]:
    """What was done, by kind: its words, how often, and with how many people where that is known."""
    found = list(entries)
    figures = []
    for kind in LogKind:
        ours = [one for one in found if one.kind == kind]
        people = sum(one.number or 0 for one in ours)
        figures.append((LOG_WORDS[kind], len(ours), counted(people, "person", "people") if people else ""))
    return figures


def is_cited(entry: LogEntry) -> bool:
    """Whether a published assessment gives it as evidence. Drafts are not asked: nobody may learn that one exists."""
    return Assessment.objects.filter(content__contains=str(entry.pk)).exists()


def meetings_offered(user: User, today: date) -> dict[str, Meeting]:
    """The latest meetings `user` reads, by key."""
    found = meetings_visible_to(user).filter(starts_at__date__range=(today - OFFERED_FOR, today))
    return {str(meeting.key): meeting for meeting in found.order_by("-starts_at")[:MEETINGS_OFFERED]}


def fields_of(entry: LogEntry) -> dict[str, object]:
    """What an entry says, by the names of its form's fields."""
    meeting = {"meeting": str(entry.meeting.key) if entry.meeting else "", "version": entry.version}
    return {name: getattr(entry, name) for name in FIELDS} | meeting


def says_now(entry: LogEntry) -> list[tuple[str, str]]:
    """What an entry says, line by line."""
    return [("What it was", entry.title), ("What was learned", entry.learned)]


def independence_warnings(today: date) -> list[str]:
    """A sentence for each thing that touches the independence of a scrutineer of today (R16)."""
    return [f"{each.person}: {warning}" for each in scrutineers(today) for warning in each.warnings]


def log_table(user: User, filters: LogFilters) -> Table:
    """The entries found as a table to download."""
    headers = ["Day", "What it was", "Kind", "What was learned", "Covers", "Meeting", "People", "By", "Shared"]
    return headers, [_cells(row) for row in rows(entries_found(user, filters), user)]


def _cells(row: LogRow) -> list[Cell]:
    one = row.entry
    return [
        one.on,
        one.title,
        one.get_kind_display(),
        one.learned,
        "; ".join(row.covers),
        row.meeting_words,
        one.number,
        str(one.author),
        "Yes" if one.shared_at else "No",
    ]
