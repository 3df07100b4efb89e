"""The tracker: who has and has not submitted, and how long is left (R49)."""

from dataclasses import dataclass
from datetime import date, datetime

from assurance.models import PartnershipGroup, ReportingPeriod, StatusReturn
from assurance.queries.tables import Table
from assurance.rules.periods import quarter_of
from assurance.rules.returns import EDITABLE
from assurance.rules.tables import Cell
from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import local_date


def latest_period() -> ReportingPeriod | None:
    """The latest period that has been opened, or None before the first."""
    return ReportingPeriod.objects.select_related("meeting").first()


def period_of(code: str) -> ReportingPeriod | None:
    """The period with this code ("2026Q2"), or None."""
    try:
        quarter = quarter_of(code)
    except ValueError:
        return None
    periods = ReportingPeriod.objects.select_related("meeting")
    return periods.filter(financial_year=quarter.financial_year, quarter=quarter.number).first()


def periods_offered() -> list[ReportingPeriod]:
    """Every period, newest first, for choosing one."""
    return list(ReportingPeriod.objects.all())


@dataclass(frozen=True)
class TrackerRow:
    """One agency or group on the tracker. `kind` is the partner's category, "Relevant agency" or the group's level."""

    return_id: int
    owner_name: str
    kind: str
    is_required: bool
    state: str
    state_label: str
    due_on: date
    lateness: str
    is_late: bool
    extension_reason: str
    submitted_at: datetime | None
    reminded_at: datetime | None
    can_extend: bool


@dataclass(frozen=True)
class Tracker:
    """A period's tracker: the required returns, the others, and how many of the required are outstanding."""

    required: tuple[TrackerRow, ...]
    others: tuple[TrackerRow, ...]
    outstanding: int


def tracker(period: ReportingPeriod, today: date) -> Tracker:
    """The tracker of a period: submitted or not, and never whether a draft has been begun (trust.md 3)."""
    returns = (
        StatusReturn.objects.filter(period=period)
        .select_related("agency", "group", "standing")
        .prefetch_related("extensions")
    )
    rows = sorted((_row(row, today) for row in returns), key=lambda row: row.owner_name.lower())
    required = tuple(row for row in rows if row.is_required)
    others = tuple(row for row in rows if not row.is_required)
    return Tracker(required, others, sum(row.can_extend for row in required))


def _row(status_return: StatusReturn, today: date) -> TrackerRow:
    standing = status_return.standing
    late = standing.working_days_late if standing else None
    extensions = list(status_return.extensions.all())
    return TrackerRow(
        return_id=status_return.pk,
        owner_name=status_return.owner.name,
        kind=_kind(status_return),
        is_required=status_return.is_required,
        state=status_return.state,
        state_label=status_return.state_label,
        due_on=status_return.due_on,
        lateness=lateness_in_words(status_return.due_on, today, late),
        is_late=bool(late) or (standing is None and today > status_return.due_on),
        extension_reason=extensions[0].reason if extensions else "",
        submitted_at=standing.submitted_at if standing else None,
        reminded_at=status_return.reminded_at,
        can_extend=status_return.state in EDITABLE,
    )


def _kind(status_return: StatusReturn) -> str:
    if status_return.agency:
        return status_return.agency.get_category_display() or "Relevant agency"
    return PartnershipGroup.Level(status_return.group.level).label


def tracker_table(board: Tracker) -> Table:
    """The tracker as a table to take away, required returns first."""
    headers = ["Agency or group", "Kind", "Asked", "Status", "Time", "Due", "Extended because", "Last reminded"]
    rows: list[list[Cell]] = [
        [
            row.owner_name,
            row.kind,
            "Yes" if row.is_required else "No",
            row.state_label,
            row.lateness if row.is_required or row.submitted_at else "",
            row.due_on,
            row.extension_reason,
            local_date(row.reminded_at) if row.reminded_at else None,
        ]
        for row in (*board.required, *board.others)
    ]
    return headers, rows
