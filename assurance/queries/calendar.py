"""The year calendar of the groups' meetings: by quarter, with gaps and SAAS meetings that come too late (R20, R21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from assurance.models import Meeting, PartnershipGroup, User
from assurance.permissions import groups_where, may
from assurance.queries.groups import groups_visible_to
from assurance.queries.tables import Table
from assurance.rules.calendars import (
    EXECUTIVE_BOARD,
    SAAS,
    OutOfOrder,
    gap_words,
    gaps,
    meets_quarterly,
    out_of_order,
    quarters_of,
    year_words,
)
from assurance.rules.meetings import STATE_WORDS, MeetingKind, MeetingState, Occasion, state_from_outside
from assurance.rules.periods import Quarter, quarter_containing
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import LONDON, local_date, time_words

# Either side of a meeting, what may be the meeting before it and the one it informs.
AROUND = timedelta(days=400)
COMING_SHOWN = 10


@dataclass(frozen=True)
class CalendarMeeting:
    """A meeting on the calendar. `opens` says whether its own page is the reader's to open; without that, no title."""

    meeting: Meeting
    opens: bool

    @property
    def title(self) -> str:
        """What it is about, for those who read the group's meetings."""
        return self.meeting.title if self.opens else ""

    @property
    def state(self) -> MeetingState:
        """Where it stands; how far its agenda has come is for those who read the group's meetings."""
        state = MeetingState(self.meeting.state)
        return state if self.opens else state_from_outside(state)

    @property
    def state_words(self) -> str:
        """The same in words."""
        return STATE_WORDS[self.state]

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.meeting.state == MeetingState.CANCELLED

    @property
    def is_ordinary(self) -> bool:
        """Whether it is one of the year's ordinary meetings."""
        return self.meeting.kind == MeetingKind.ORDINARY


@dataclass(frozen=True)
class CalendarCell:
    """One quarter of one group: its meetings, and the gap in words where a quarterly group has no ordinary one."""

    quarter: Quarter
    meetings: tuple[CalendarMeeting, ...]
    gap: str
    is_past: bool


@dataclass(frozen=True)
class CalendarRow:
    """One group through the year."""

    group: PartnershipGroup
    cells: tuple[CalendarCell, ...]

    @property
    def number_of_gaps(self) -> int:
        """How many quarters have no ordinary meeting and should."""
        return sum(bool(cell.gap) for cell in self.cells)


@dataclass(frozen=True)
class YearCalendar:
    """A financial year: its quarters, a row a group, what is out of order, and which years lie beside it."""

    financial_year: int
    quarters: tuple[Quarter, ...]
    rows: tuple[CalendarRow, ...]
    order: tuple[OutOfOrder, ...]
    gaps: int

    @property
    def words(self) -> str:
        """The year as people say it: "2026/27"."""
        return year_words(self.financial_year)


def meetings_on_calendar(user: User) -> QuerySet[Meeting]:
    """
    The meetings whose time, place, group and state `user` may know, the earliest first, with their group.

    Everybody who reads the directory knows when groups meet; a working group is for readers of its group's meetings.
    """
    if not may(user, Permission.READ_DIRECTORY):
        return Meeting.objects.none()
    own = Q(group__in=groups_where(user, Permission.READ_MEETING))
    return Meeting.objects.filter(own | ~Q(kind=MeetingKind.WORKING_GROUP)).select_related("group")


def groups_that_meet(user: User, today: date) -> list[PartnershipGroup]:
    """The groups on the calendar: those that are to meet quarterly today, and those with a meeting; the Board first."""
    met = set(meetings_on_calendar(user).order_by().values_list("group", flat=True))
    groups = [
        group
        for group in groups_visible_to(user)
        if group.pk in met or (meets_quarterly(group.meets) and group.starts_on <= today <= (group.ends_on or today))
    ]
    first = {EXECUTIVE_BOARD: 0, SAAS: 1}
    return sorted(groups, key=lambda group: (first.get(group.slug, 2), group.name.lower()))


def year_calendar(user: User, financial_year: int, today: date, group: str = "") -> YearCalendar:
    """The calendar of a financial year as `user` may see it, of one group (its slug) or of every group."""
    quarters = quarters_of(financial_year)
    shown = [each for each in groups_that_meet(user, today) if group in ("", each.slug)]
    found = meetings_on_calendar(user).filter(group__in=shown)
    meetings = list(found.filter(starts_at__range=_moments(quarters[0].starts_on, quarters[-1].ends_on)))
    readable = set(groups_where(user, Permission.READ_MEETING).values_list("pk", flat=True))
    rows = tuple(_row(each, meetings, quarters, today, opens=each.pk in readable) for each in shown)
    order = _order_of_year(user, quarters) if group in ("", SAAS, EXECUTIVE_BOARD) else ()
    return YearCalendar(financial_year, quarters, rows, order, sum(row.number_of_gaps for row in rows))


def _row(
    group: PartnershipGroup, meetings: Iterable[Meeting], quarters: tuple[Quarter, ...], today: date, *, opens: bool
) -> CalendarRow:
    own = [each for each in meetings if each.group_id == group.pk]
    missing: tuple[Quarter, ...] = ()
    if meets_quarterly(group.meets):
        days = [local_date(each.starts_at) for each in own if _is_standing_ordinary(each)]
        missing = gaps(days, quarters, starts_on=group.starts_on, ends_on=group.ends_on)
    cells = tuple(
        CalendarCell(
            quarter=quarter,
            meetings=tuple(
                CalendarMeeting(each, opens)
                for each in own
                if quarter_containing(local_date(each.starts_at)) == quarter
            ),
            gap=gap_words(quarter, today) if quarter in missing else "",
            is_past=quarter.ends_on < today,
        )
        for quarter in quarters
    )
    return CalendarRow(group, cells)


def _is_standing_ordinary(meeting: Meeting) -> bool:
    return meeting.kind == MeetingKind.ORDINARY and meeting.state != MeetingState.CANCELLED


def _order_of_year(user: User, quarters: tuple[Quarter, ...]) -> tuple[OutOfOrder, ...]:
    starts, ends = _moments(quarters[0].starts_on, quarters[-1].ends_on)
    ordinary = _ordinary(meetings_on_calendar(user)).filter(starts_at__range=(starts - AROUND, ends))
    saas, board = _of_both(ordinary)
    return tuple(each for each in out_of_order(saas, board) if each.board_at >= starts)


def order_problems(meeting: Meeting, occasion: Occasion) -> list[str]:
    """What is newly out of order between SAAS and the Executive Board if `meeting` takes place then, in words (R21)."""
    if meeting.kind != MeetingKind.ORDINARY or meeting.group.slug not in (SAAS, EXECUTIVE_BOARD):
        return []
    near = (occasion.starts_at - AROUND, occasion.starts_at + AROUND)
    others = _ordinary(Meeting.objects.select_related("group")).filter(starts_at__range=near)
    before = {each.words for each in out_of_order(*_of_both(others))}
    saas, board = _of_both(others.exclude(pk=meeting.pk))
    (saas if meeting.group.slug == SAAS else board).append(occasion.starts_at)
    return [each.words for each in out_of_order(saas, sorted(board)) if each.words not in before]


def _ordinary(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    both = meetings.filter(kind=MeetingKind.ORDINARY, group__slug__in=(SAAS, EXECUTIVE_BOARD))
    return both.exclude(state=MeetingState.CANCELLED)


def _of_both(meetings: Iterable[Meeting]) -> tuple[list[datetime], list[datetime]]:
    rows = [(meeting.group.slug, meeting.starts_at) for meeting in meetings]
    return [at for slug, at in rows if slug == SAAS], [at for slug, at in rows if slug == EXECUTIVE_BOARD]


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The first and the last moment of these days in Europe/London."""
    return datetime.combine(first, time.min, LONDON), datetime.combine(last, time.max, LONDON)


def coming_meetings(user: User, now: datetime, group: str = "") -> list[CalendarMeeting]:
    """The next meetings that stand, of one group (its slug) or of every group."""
    standing = meetings_on_calendar(user).exclude(state__in=(MeetingState.CANCELLED, MeetingState.HELD))
    coming = standing.filter(starts_at__gte=now - timedelta(hours=12))
    coming = coming.filter(group__slug=group) if group else coming
    readable = set(groups_where(user, Permission.READ_MEETING).values_list("pk", flat=True))
    return [CalendarMeeting(each, each.group_id in readable) for each in coming[:COMING_SHOWN]]


def years_offered(user: User, today: date) -> list[int]:
    """The financial years with a meeting, this one and the next, the latest first."""
    found = meetings_on_calendar(user).order_by("starts_at").values_list("starts_at", flat=True)
    now = quarter_containing(today).financial_year
    ends = [quarter_containing(local_date(at)).financial_year for at in (found.first(), found.last()) if at]
    return list(range(max([now + 1, *ends]), min([now, *ends]) - 1, -1))


def calendar_table(calendar: YearCalendar) -> Table:
    """The calendar as a table to download: a row a meeting, and a row a gap."""
    headers = ["Group", "Quarter", "Day", "Begins", "Minutes long", "Kind", "State", "How it is held", "Place", "About"]
    rows: list[list[Cell]] = []
    for row in calendar.rows:
        for cell in row.cells:
            start: list[Cell] = [row.group.name, cell.quarter.short_words]
            rows += [[*start, *_cells(each)] for each in cell.meetings]
            if cell.gap:
                rows.append([*start, None, "", None, "", cell.gap, "", "", ""])
    return headers, rows


def _cells(shown: CalendarMeeting) -> list[Cell]:
    meeting = shown.meeting
    return [
        local_date(meeting.starts_at),
        time_words(meeting.starts_at),
        meeting.minutes_long,
        meeting.get_kind_display(),
        shown.state_words,
        meeting.get_held_display(),
        meeting.place,
        shown.title,
    ]
