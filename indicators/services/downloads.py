"""Tables of figures to take away. Who took which is logged (R18)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from assurance.models import User
from assurance.rules.tables import Cell
from assurance.services import activity
from assurance.services.spreadsheets import TableFile, table_file
from indicators.queries.dashboard import Dashboard, dashboard_visible_to
from indicators.queries.figures import Figure, measures_visible_to
from indicators.queries.indicators import Point, Series, series_visible_to
from indicators.rules.figures import count_as_number

DASHBOARD_HEADERS = (
    "Domain",
    "Item",
    "Wording",
    "What the figures say about the item",
    "Figure",
    "How close it is",
    "Area",
    "Value",
    "Unit",
    "Reason for no value",
    "Period",
    "First day",
    "Last day",
    "England",
    "South East",
    "Statistical neighbours",
    "Statistical neighbours: how many",
    "Source",
    "Licence",
)
SERIES_HEADERS = (
    "Figure",
    "Area",
    "Period",
    "First day",
    "Last day",
    "Value",
    "Unit",
    "Reason for no value",
    "Numerator",
    "Denominator",
    "Note",
    "Source",
    "Licence",
)


@transaction.atomic
def dashboard_file(*, by: User, suffix: str, today: date, now: datetime) -> TableFile:
    """Every figure of the dashboard, one a row; an item without a figure has a row of its own."""
    dashboard = dashboard_visible_to(by, today=today)
    detail = {"table": "indicators", "suffix": suffix}
    activity.record(actor=by, action="indicator.download", subject=by, detail=detail, now=now)
    return table_file(
        name="indicators",
        suffix=suffix,
        title="Indicators of Appendix 1",
        headers=DASHBOARD_HEADERS,
        rows=_dashboard_rows(dashboard),
    )


@transaction.atomic
def series_file(*, by: User, code: str, suffix: str, today: date, now: datetime) -> TableFile | None:
    """Every figure of one measure, the newest first; None when there is none that the person may see."""
    series = series_visible_to(by, code, today=today)
    if series is None:
        return None
    measure = measures_visible_to(by).get(code=code)
    activity.record(actor=by, action="measure.download", subject=measure, detail={"suffix": suffix}, now=now)
    return table_file(
        name=code.lower().replace("_", "-"),
        suffix=suffix,
        title=series.figure.title,
        headers=SERIES_HEADERS,
        rows=[_series_row(series, point) for point in series.points],
    )


def _dashboard_rows(dashboard: Dashboard) -> Iterator[tuple[Cell, ...]]:
    for domain in dashboard.domains:
        for item in domain.items:
            about = (domain.title, item.code, item.wording, item.measured)
            for figure in item.figures:
                yield about + _figure_cells(figure)
            if not item.figures:
                yield about + ("",) * (len(DASHBOARD_HEADERS) - len(about))
    for figure in dashboard.background:
        yield ("", "", "", "Background: belongs to no item.", *_figure_cells(figure))


def _figure_cells(figure: Figure) -> tuple[Cell, ...]:
    return (
        figure.title,
        figure.relation_sentence,
        figure.area,
        figure.value,
        figure.unit,
        "" if figure.value is not None else figure.words,
        figure.period,
        figure.period_start,
        figure.period_end,
        figure.nation.value,
        figure.region.value,
        figure.neighbours.value,
        figure.neighbours.note,
        figure.source,
        figure.attribution,
    )


def _series_row(series: Series, point: Point) -> tuple[Cell, ...]:
    return (
        series.figure.title,
        series.figure.area,
        point.period,
        point.period_start,
        point.period_end,
        point.value,
        series.figure.unit,
        "" if point.value is not None else point.words,
        count_as_number(point.numerator),
        count_as_number(point.denominator),
        point.note,
        point.source,
        series.figure.attribution,
    )
