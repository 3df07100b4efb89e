"""A measure across areas for the period of its latest figure: Kent, its surroundings, neighbours, other authorities."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from indicators.models import Area, Benchmark, CurrentObservation, Measure, Observation
from indicators.queries.figures import neighbours_of, surroundings
from indicators.queries.moments import Moment
from indicators.queries.series import benchmarks_on
from indicators.rules.area_chart import AreaChart, AreaRow, AreaValue, Role, area_chart, district_rows
from indicators.rules.chart_spec import ChartPoint, ChartSpec
from indicators.rules.figures import reason_in_words
from indicators.rules.vocabulary import Status, Unit

AUTHORITIES = (Area.Kind.COUNTY, Area.Kind.UNITARY, Area.Kind.LONDON_BOROUGH)
CONTENT = ("value", "numerator", "denominator", "status", "symbol")


def areas_of(
    measure: Measure, chart: ChartSpec, *, today: date, then: Moment | None = None
) -> tuple[AreaChart | None, tuple[AreaRow, ...]]:
    """
    The comparison for the period of the latest figure with a value, and the districts' figures for it. Three queries.

    Asks for no person: call it with a measure from `measures_visible_to`.
    """
    latest = next((point for point in reversed(chart.points) if point.value is not None), None)
    if latest is None:
        return None, ()
    day, at = (then.day, then.at) if then else (today, None)
    home = measure.home_area
    rows = _rows(measure, latest, at)
    neighbours = set(neighbours_of([home.pk]).get(home.pk, []))
    around = {area.pk for area in surroundings(home)}
    wanted = [row for row in rows if row["area"] in {home.pk, *neighbours, *around} or row["area__kind"] in AUTHORITIES]
    values = [_value(row, _role(row, home, neighbours)) for row in wanted]
    values += _benchmarks(benchmarks_on([measure.pk], day).get(measure.pk, []))
    unit = Unit(measure.unit)
    chart_of_areas = area_chart(
        values,
        code=measure.code,
        measure=measure.title,
        period=latest.period,
        unit=unit,
        decimals=measure.decimals,
        of=measure.denominator,
        source=latest.source,
    )
    districts = [_value(row, Role.OTHER) for row in rows if row["area__within"] == home.pk]
    return chart_of_areas, district_rows(districts, unit=unit, decimals=measure.decimals, of=measure.denominator)


def _rows(measure: Measure, point: ChartPoint, at: datetime | None) -> list[dict[str, Any]]:
    """Every area's figure for a period, as it stands or stood at a moment."""
    period = Q(measure=measure, period_start=point.start, period_end=point.end)
    areas = ("area", "area__name", "area__kind", "area__within")
    if at is None:
        current = CurrentObservation.objects.filter(period).exclude(observation__status=Status.WITHDRAWN)
        named = {name: f"observation__{name}" for name in CONTENT}
        found = current.values_list(*areas, *named.values())
    else:
        known = Observation.objects.filter(period, batch__recorded_at__lte=at).exclude(status=Status.WITHDRAWN)
        found = known.exclude(superseded_by__batch__recorded_at__lte=at).values_list(*areas, *CONTENT)
    return [dict(zip((*areas, *CONTENT), row, strict=True)) for row in found.order_by("area__name")]


def _role(row: dict[str, Any], home: Area, neighbours: Iterable[int]) -> Role:
    if row["area"] == home.pk:
        return Role.HOME
    if row["area"] in neighbours:
        return Role.NEIGHBOUR
    return {Area.Kind.NATION: Role.NATION, Area.Kind.REGION: Role.REGION}.get(row["area__kind"], Role.OTHER)


def _value(row: dict[str, Any], role: Role) -> AreaValue:
    value = row["value"]
    return AreaValue(
        name=row["area__name"],
        role=role,
        value=value,
        reason="" if value is not None else reason_in_words(Status(row["status"]), row["symbol"]).capitalize(),
        numerator=row["numerator"],
        denominator=row["denominator"],
    )


def _benchmarks(benchmarks: Iterable[Benchmark]) -> list[AreaValue]:
    return [
        AreaValue(benchmark.label, Role.BENCHMARK, benchmark.value, note=benchmark.document) for benchmark in benchmarks
    ]
