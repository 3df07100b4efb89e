"""The audit programme through a financial year: each audit's dates by quarter, and what the programme leaves out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Prefetch, Q, QuerySet
from django.urls import reverse

from assurance.models import Topic, User
from assurance.queries.plans import priorities_shown
from assurance.queries.tables import Table
from assurance.rules.calendars import quarters_of, year_words
from assurance.rules.periods import Quarter, quarter_containing
from assurance.rules.tables import Cell
from audits.models import Audit, AuditRouting
from audits.queries.audits import audits_visible_to
from audits.queries.programme import years_of_programme
from audits.rules.audits import LAUNCHED, AuditState
from audits.rules.programme import STAGES, Span, gap_words, is_left_out, left_out_words, quarters_without


@dataclass(frozen=True)
class Mark:
    """One day of an audit in the calendar: what falls on it. A routing is the meeting its findings go to."""

    on: date
    words: str
    is_routing: bool = False


@dataclass(frozen=True)
class YearCell:
    """One quarter of one audit: what falls in it, and whether the audit is under way without anything falling in it."""

    quarter: Quarter
    marks: tuple[Mark, ...]
    runs_through: bool


@dataclass(frozen=True)
class YearRow:
    """One audit through the year."""

    audit: Audit
    cells: tuple[YearCell, ...]


@dataclass(frozen=True)
class Gap:
    """A quarter in which no audit is under way."""

    quarter: Quarter
    words: str


@dataclass(frozen=True)
class AuditYear:
    """A financial year of the programme: its quarters, a row an audit, and the quarters without one."""

    financial_year: int
    quarters: tuple[Quarter, ...]
    rows: tuple[YearRow, ...]
    gaps: tuple[Gap, ...]

    @property
    def words(self) -> str:
        """The year as people say it: "2026/27"."""
        return year_words(self.financial_year)


def audit_year(user: User, financial_year: int, today: date) -> AuditYear:
    """The year as far as `user` may know of its audits; what was cancelled is not in it."""
    quarters = quarters_of(financial_year)
    first, last = quarters[0].starts_on, quarters[-1].ends_on
    within = Q(starts_on__lte=last, report_due_on__gte=first) | Q(
        pk__in=AuditRouting.objects.filter(on__range=(first, last)).values("audit")
    )
    found = audits_visible_to(user).filter(within).exclude(state=AuditState.CANCELLED).order_by("starts_on", "title")
    audits = list(found.prefetch_related(Prefetch("routings", AuditRouting.objects.select_related("group"))))
    missing = quarters_without([_span(audit) for audit in audits], quarters)
    return AuditYear(
        financial_year=financial_year,
        quarters=quarters,
        rows=tuple(YearRow(audit, tuple(_cells(audit, quarters))) for audit in audits),
        gaps=tuple(Gap(quarter, gap_words(quarter, today)) for quarter in missing),
    )


def _span(audit: Audit) -> Span:
    return Span(audit.starts_on, audit.report_due_on)


def _cells(audit: Audit, quarters: Iterable[Quarter]) -> Iterable[YearCell]:
    marks = [Mark(getattr(audit, stage.name), stage.falls) for stage in STAGES]
    marks += [Mark(one.on, one.group.short_name, is_routing=True) for one in audit.routings.all()]
    for quarter in quarters:
        within = sorted(
            (mark for mark in marks if quarter_containing(mark.on) == quarter), key=lambda mark: (mark.on, mark.words)
        )
        yield YearCell(quarter, tuple(within), not within and _span(audit).touches(quarter))


def years_offered(user: User, today: date) -> list[int]:
    """The financial years with an audit, this one and the next, the latest first."""
    now = quarter_containing(today).financial_year
    years = [now, now + 1, *years_of_programme(user)]
    return list(range(max(years), min(years) - 1, -1))


@dataclass(frozen=True)
class LeftOut:
    """A theme or a priority of which no audit was begun for two years."""

    title: str
    words: str
    is_planned: bool
    plan_url: str


def left_out(user: User, today: date) -> tuple[list[LeftOut], list[LeftOut]]:
    """
    The themes, and the priorities in force, that no audit was begun of for two years, as far as `user` may know.

    For those who know the whole programme: to others it would say less than there is.
    """
    themes = _last_and_planned(Topic.objects.filter(is_current=True, kind=Topic.Kind.THEME), user)
    priorities = _last_and_planned(priorities_shown(user, today), user)
    return _of(themes, "topic", "slug", today), _of(priorities, "priority", "pk", today)


def _last_and_planned(found: QuerySet, user: User) -> QuerySet:
    """Each with `last` and `planned`: when an audit of it was last launched, and when the next is to be."""
    known = Q(audits__in=audits_visible_to(user).order_by().values("pk"))
    launched = known & Q(audits__state__in=[str(state) for state in LAUNCHED])
    planned = known & Q(audits__state=AuditState.PLANNED)
    return found.annotate(
        last=Max("audits__starts_on", filter=launched), planned=Min("audits__starts_on", filter=planned)
    )


def _of(found: QuerySet, name: str, key: str, today: date) -> list[LeftOut]:
    plan = reverse("audits:audit_plan")
    return [
        LeftOut(
            one.title,
            left_out_words(one.last, one.planned),
            one.planned is not None,
            f"{plan}?{name}={getattr(one, key)}",
        )
        for one in found
        if is_left_out(one.last, today)
    ]


def year_table(year: AuditYear) -> Table:
    """The year as a table to download: a row for each day on which something falls, and for each gap."""
    headers = ["Quarter", "Date", "Audit", "What falls on it", "State", "Led by"]
    days = [_day(row.audit, cell, mark) for row in year.rows for cell in row.cells for mark in cell.marks]
    days.sort(key=lambda cells: (str(cells[1]), str(cells[2])))
    return headers, days + [[gap.quarter.short_words, None, "", gap.words, "", ""] for gap in year.gaps]


def _day(audit: Audit, cell: YearCell, mark: Mark) -> list[Cell]:
    words = f"Findings go to {mark.words}" if mark.is_routing else mark.words
    return [cell.quarter.short_words, mark.on, audit.title, words, audit.get_state_display(), audit.lead]
