"""The chart of one measure: its series with limits and meanings, beside England and the benchmarks set for it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal

from indicators.models import Area, Benchmark, Measure, Observation
from indicators.queries.figures import NATION, published_then, surroundings
from indicators.queries.moments import Moment
from indicators.queries.series import benchmarks_on, series_facts
from indicators.rules.chart_spec import ChartSpec, Period, as_set, chart_spec
from indicators.rules.figures import is_comparable, rounded
from indicators.rules.finding import Finding, find
from indicators.rules.series import SeriesFacts
from indicators.rules.vocabulary import Unit

# A drawing holds no more than four series: Kent's, and these.
MOST_LINES = 3


def chart_of(measure: Measure, *, today: date, then: Moment | None = None) -> ChartSpec | None:
    """
    The chart of a measure in its own area, today or as it was known at a moment; None while it has no figures.

    Asks for no person: call it with a measure from `measures_visible_to`. A fixed number of queries.
    """
    day, at = (then.day, then.at) if then else (today, None)
    key = (measure.pk, measure.home_area_id)
    facts = series_facts([key], day=day, at=at)[key]
    return chart_of_finding(measure, find(facts), day=day, then=then) if facts.points else None


def chart_of_finding(measure: Measure, finding: Finding, *, day: date, then: Moment | None = None) -> ChartSpec:
    """The chart of what was found of a measure in its own area, with the benchmarks in force on `day`."""
    return charts_of_findings([(measure, finding)], day=day, then=then)[measure.pk]


def charts_of_findings(
    found: Collection[tuple[Measure, Finding]], *, day: date, then: Moment | None = None
) -> dict[int, ChartSpec]:
    """The charts of what was found of several measures, by measure. Four queries, however many there are."""
    sources = _sources(point.observation for _, finding in found for point in finding.facts.points)
    nation = _nation([measure for measure, _ in found], then.at if then else None)
    benchmarks = benchmarks_on([measure.pk for measure, _ in found], day)
    return {
        measure.pk: chart_spec(
            finding.facts,
            finding,
            sources=sources,
            lines=_lines(finding.facts, nation.get(measure.pk, {}), benchmarks.get(measure.pk, [])),
            as_at=then.day if then else None,
        )
        for measure, finding in found
    }


def _lines(
    facts: SeriesFacts, nation: dict[Period, Decimal], benchmarks: Iterable[Benchmark]
) -> dict[str, dict[Period, Decimal]]:
    """What is drawn beside a series: England, and the benchmarks in force, each the same for every period."""
    periods = [(point.period_start, point.period_end) for point in facts.points]
    lines = {NATION: nation}
    lines |= {row.label: dict.fromkeys(periods, as_set(row.value, facts.decimals)) for row in benchmarks}
    return dict([(label, values) for label, values in lines.items() if values][:MOST_LINES])


def _sources(observations: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Source and attribution of each observation, read by batch, for a batch is of one source."""
    rows = Observation.objects.filter(pk__in=list(observations)).select_related("batch__source").only("batch__source")
    return {row.pk: (str(row.batch.source), row.batch.source.attribution) for row in rows}


def _nation(measures: Iterable[Measure], at: datetime | None) -> dict[int, dict[Period, Decimal]]:
    """What England had for each period, by measure, where the figures of two areas may stand side by side."""
    nations = {
        measure.pk: (measure, area.pk)
        for measure in measures
        if is_comparable(Unit(measure.unit))
        for area in surroundings(measure.home_area)
        if area.kind == Area.Kind.NATION
    }
    rows, value = published_then(at)
    rows = rows.filter(measure__in=nations, area__in={area for _, area in nations.values()}) if nations else rows.none()
    found: dict[int, dict[Period, Decimal]] = defaultdict(dict)
    for pk, of, start, end, number in rows.values_list("measure", "area", "period_start", "period_end", value):
        measure, area = nations[pk]
        if of == area:
            found[pk][start, end] = rounded(number, measure.decimals)
    return found
