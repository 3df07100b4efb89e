"""Tables of figures to take away. Who took which is logged (R18)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from assurance.models import User
from assurance.rules.tables import Cell
from assurance.services import activity
from assurance.services.spreadsheets import TableFile, table_file
from indicators.queries.dashboard import Dashboard, dashboard_visible_to
from indicators.queries.figures import Figure, figures_of, measures_visible_to, newest_figures
from indicators.queries.indicators import areas_visible_to, series_visible_to
from indicators.queries.moments import Moment
from indicators.queries.rows import Row
from indicators.rules.area_chart import AreaChart, AreaRow
from indicators.rules.chart_spec import ChartPoint, ChartSpec
from indicators.rules.dashboard import DashboardFilters
from indicators.rules.figures import count_as_number
from indicators.rules.vocabulary import UNIT_WORDS

DASHBOARD_HEADERS = (
    "Domain",
    "Item",
    "Wording",
    "Figure",
    "How close it is",
    "Area",
    "Value",
    "Unit",
    "Reason for no value",
    "Period",
    "First day",
    "Last day",
    "Age",
    "Out of date",
    "England",
    "Variation",
    "How it was told",
    "Finding",
    "Target",
    "Whether it will be met",
    "Agreed by the partners",
    "Judged on",
    "Partners who judged",
    "Definition",
    "Early warning indicator",
    "Source",
    "Licence",
)
WARNINGS_HEADER = "Early warnings open"
FIGURES_HEADERS = (
    "Item",
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
    "Mean",
    "Lower limit",
    "Upper limit",
    "What it means",
    "Target",
    "Note",
    "Source",
    "Licence",
)
AREAS_HEADERS = (
    "Figure",
    "Period",
    "Area",
    "What it is",
    "Value",
    "Unit",
    "Reason for no value",
    "Lower limit of 95% interval",
    "Upper limit of 95% interval",
    "Numerator",
    "Denominator",
    "Kent beside it",
    "In the funnel",
    "Source",
)


@transaction.atomic
def dashboard_file(
    *, by: User, suffix: str, filters: DashboardFilters, then: Moment | None, today: date, now: datetime
) -> TableFile:
    """The dashboard as it is shown, a row an item; who may not read early warnings has no column of them."""
    dashboard = dashboard_visible_to(by, today=today, filters=filters, then=then)
    activity.record(actor=by, action="indicator.download", subject=by, detail=_detail("indicators", suffix), now=now)
    headers = DASHBOARD_HEADERS if dashboard.warned is None else (*DASHBOARD_HEADERS, WARNINGS_HEADER)
    return table_file(
        name=_named("indicators", then),
        suffix=suffix,
        title="Indicators of Appendix 1",
        headers=headers,
        rows=_dashboard_rows(dashboard),
    )


@transaction.atomic
def figures_file(*, by: User, suffix: str, today: date, now: datetime) -> TableFile:
    """The newest figure of every measure beside what it is compared with, one a row."""
    measures = list(measures_visible_to(by).select_related("indicator__topic").order_by("code"))
    figures = figures_of(measures, newest_figures(measures), today=today)
    activity.record(actor=by, action="indicator.download", subject=by, detail=_detail("figures", suffix), now=now)
    return table_file(
        name="figures",
        suffix=suffix,
        title="Newest figures",
        headers=FIGURES_HEADERS,
        rows=[
            (measure.indicator.wording if measure.indicator else "", *_figure_cells(figures[measure.pk]))
            for measure in measures
            if measure.pk in figures
        ],
    )


@transaction.atomic
def series_file(
    *, by: User, code: str, suffix: str, then: Moment | None, today: date, now: datetime
) -> TableFile | None:
    """The chart of one measure as a table, the newest first; None when there is none that the person may see."""
    chart = series_visible_to(by, code, today=today, then=then)
    if chart is None:
        return None
    measure = measures_visible_to(by).get(code=code)
    activity.record(actor=by, action="measure.download", subject=measure, detail={"suffix": suffix}, now=now)
    return table_file(
        name=_named(_file_name(code), then),
        suffix=suffix,
        title=chart.measure,
        headers=SERIES_HEADERS,
        rows=[_series_row(chart, point) for point in reversed(chart.points)],
    )


@transaction.atomic
def areas_file(
    *, by: User, code: str, suffix: str, then: Moment | None, today: date, now: datetime
) -> TableFile | None:
    """One measure across areas as a table; None when there is nothing to compare that the person may see."""
    areas = areas_visible_to(by, code, today=today, then=then)
    if areas is None:
        return None
    measure = measures_visible_to(by).get(code=code)
    detail = _detail("areas", suffix)
    activity.record(actor=by, action="measure.download", subject=measure, detail=detail, now=now)
    return table_file(
        name=_named(f"{_file_name(code)}-areas", then),
        suffix=suffix,
        title=areas.title,
        headers=AREAS_HEADERS,
        rows=[_area_row(areas, row) for row in areas.rows],
    )


def _detail(table: str, suffix: str) -> dict[str, str]:
    return {"table": table, "suffix": suffix}


def _file_name(code: str) -> str:
    return code.lower().replace("_", "-")


def _named(name: str, then: Moment | None) -> str:
    """The name of a file, with the day when it is not of today."""
    return f"{name}-as-at-{then.day.isoformat()}" if then else name


def _dashboard_rows(dashboard: Dashboard) -> Iterator[tuple[Cell, ...]]:
    for domain in dashboard.domains:
        for row in domain.rows:
            cells = (domain.title, row.item.code, row.item.wording, *_item_cells(row))
            yield cells if dashboard.warned is None else (*cells, len(row.warnings))


def _item_cells(row: Row) -> tuple[Cell, ...]:
    figure, said, judged = row.item.headline, row.said, row.judgements.agreed
    figure_cells: tuple[Cell, ...] = ("", "", "", None, "", row.item.measured, "", None, None, "", "", None)
    if figure:
        figure_cells = (
            figure.title,
            figure.relation_sentence,
            figure.area,
            figure.value,
            figure.unit,
            "" if figure.value is not None else figure.words,
            figure.period,
            figure.period_start,
            figure.period_end,
            figure.age,
            "Yes" if figure.is_stale else "No",
            figure.nation.value,
        )
    return (
        *figure_cells,
        said.words if said else "",
        said.method if said else "",
        said.headline if said else "",
        row.target,
        row.outlook_words if row.item.has_number else "",
        judged.words if judged else "",
        judged.judged_on if judged else None,
        len(row.judgements.partners),
        row.item.definition,
        "Yes" if row.item.is_early_warning else "No",
        figure.source if figure else "",
        figure.attribution if figure else "",
    )


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


def _series_row(chart: ChartSpec, point: ChartPoint) -> tuple[Cell, ...]:
    return (
        chart.measure,
        chart.area,
        point.period,
        point.start,
        point.end,
        point.value,
        chart.unit_words,
        "" if point.value is not None else point.words,
        count_as_number(point.numerator),
        count_as_number(point.denominator),
        point.mean,
        point.lower,
        point.upper,
        point.says,
        chart.target,
        point.note,
        point.source,
        point.attribution,
    )


def _area_row(areas: AreaChart, row: AreaRow) -> tuple[Cell, ...]:
    return (
        areas.measure,
        areas.period,
        row.name,
        row.note,
        row.value,
        UNIT_WORDS[areas.unit],
        "" if row.value is not None else row.words,
        row.lower,
        row.upper,
        count_as_number(row.numerator),
        count_as_number(row.denominator),
        row.beside,
        row.funnel,
        areas.source,
    )
