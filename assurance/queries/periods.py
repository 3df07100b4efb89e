"""Reading reporting periods."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from assurance.models import PeriodEvent, ReportingPeriod, User
from assurance.permissions import may
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.periods import Quarter, quarter_containing, quarter_of
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell


def periods_visible_to(user: User) -> QuerySet[ReportingPeriod]:
    """Every reporting period, newest first, for those who may read the directory."""
    periods = ReportingPeriod.objects.select_related("meeting__group")
    return periods if may(user, Permission.READ_DIRECTORY) else periods.none()


def period_visible_to(user: User, code: str) -> ReportingPeriod | None:
    """The period with this code ("2026Q2"), with its history, or None."""
    try:
        quarter = quarter_of(code)
    except ValueError:
        return None
    events = Prefetch("events", PeriodEvent.objects.select_related("by"))
    periods = periods_visible_to(user).prefetch_related(events)
    return periods.filter(financial_year=quarter.financial_year, quarter=quarter.number).first()


@dataclass(frozen=True)
class PeriodLine:
    """A period as the list shows it, with where it stands in words."""

    period: ReportingPeriod
    standing: str


def periods_listed(user: User, today: date) -> list[PeriodLine]:
    """The periods, newest first, each with where it stands today."""
    events = Prefetch("events", PeriodEvent.objects.select_related("by"))
    return [PeriodLine(one, standing(one, today)) for one in periods_visible_to(user).prefetch_related(events)]


def standing(period: ReportingPeriod, today: date) -> str:
    """Where a period stands: closed, not yet open, open, or past its due date."""
    if period.closed_at:
        return "Closed"
    if today < period.opens_on:
        return "Not yet open"
    return "Open" if today <= period.due_on else "Open, past its due date"


def quarters_offered(today: date) -> list[Quarter]:
    """Quarters that have no period yet: from a year ago to a year ahead."""
    quarter = quarter_containing(today)
    for _ in range(4):
        quarter = quarter.previous
    opened = set(ReportingPeriod.objects.values_list("financial_year", "quarter"))
    offered = []
    for _ in range(9):
        if (quarter.financial_year, quarter.number) not in opened:
            offered.append(quarter)
        quarter = quarter.next
    return offered


def period_table(user: User, today: date) -> Table:
    """The periods as a table to download."""
    headers = [
        "Period",
        "Quarter from",
        "Quarter to",
        "Returns open",
        "Returns due",
        "Board meets",
        "Standing",
        HISTORY,
    ]
    rows: list[list[Cell]] = [
        [
            line.period.code,
            line.period.as_quarter.starts_on,
            line.period.as_quarter.ends_on,
            line.period.opens_on,
            line.period.due_on,
            line.period.meeting.starts_at,
            line.standing,
            history_cell(line.period.events.all()),
        ]
        for line in periods_listed(user, today)
    ]
    return headers, rows
