"""The chart of one measure: its series with limits and meanings, beside England and the benchmarks set for it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from indicators.models import Area, Measure, Observation
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
    facts = finding.facts
    lines = _nation(measure, then.at if then else None) | _benchmarks(facts, day)
    return chart_spec(
        facts,
        finding,
        sources=_sources(point.observation for point in facts.points),
        lines=dict(list(lines.items())[:MOST_LINES]),
        as_at=then.day if then else None,
    )


def _sources(observations: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Source and attribution of each observation, read by batch, for a batch is of one source."""
    rows = Observation.objects.filter(pk__in=list(observations)).select_related("batch__source").only("batch__source")
    return {row.pk: (str(row.batch.source), row.batch.source.attribution) for row in rows}


def _nation(measure: Measure, at: datetime | None) -> dict[str, dict[Period, Decimal]]:
    """What England had for each period, where the figures of two areas may stand side by side."""
    nation = next((area for area in surroundings(measure.home_area) if area.kind == Area.Kind.NATION), None)
    if nation is None or not is_comparable(Unit(measure.unit)):
        return {}
    rows, value = published_then(at)
    found = rows.filter(measure=measure, area=nation).values_list("period_start", "period_end", value)
    return {NATION: {(start, end): rounded(number, measure.decimals) for start, end, number in found}}


def _benchmarks(facts: SeriesFacts, day: date) -> dict[str, dict[Period, Decimal]]:
    """The benchmarks in force, each the same for every period."""
    periods = [(point.period_start, point.period_end) for point in facts.points]
    found = benchmarks_on([facts.key[0]], day).get(facts.key[0], [])
    return {row.label: dict.fromkeys(periods, as_set(row.value, facts.decimals)) for row in found}
