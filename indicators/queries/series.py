"""
The points of many series, as they stand today or as they were known at any moment (R70).

Nothing here asks for a person: the jobs see every series, and pages bring the measures they may show. The number of
queries does not grow with the series.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet

from indicators.models import Area, Benchmark, ChartDecision, CurrentObservation, Measure, Observation, Target
from indicators.queries.as_known import as_known
from indicators.rules.series import Decision, SeriesFacts, SeriesKey, SeriesPoint
from indicators.rules.vocabulary import ChartDecisionKind, Frequency, Polarity, Relation, Status, Unit

CONTENT = ("value", "numerator", "denominator", "status", "symbol", "note", "pk", "batch__recorded_at")
KEY = ("measure_id", "area_id", "period_start", "period_end")

Points = dict[SeriesKey, tuple[SeriesPoint, ...]]


def series_facts(keys: Collection[SeriesKey], *, day: date, at: datetime | None = None) -> dict[SeriesKey, SeriesFacts]:
    """
    Everything the finding of each (measure, area) rests on, with the target in force on `day`. Seven queries at most.

    With `at`, the figures and decisions are those that were recorded by that moment and stood then, and the measures
    are what they were.
    """
    points = standing_points(keys) if at is None else points_as_known(keys, at)
    measures = Measure.objects.in_bulk({measure for measure, _ in keys})
    if at is not None:
        as_known(measures.values(), at)
    areas = Area.objects.in_bulk({area for _, area in keys})
    targets = targets_on(measures, day)
    decisions = decisions_at(keys, at)
    facts = {}
    for key in keys:
        measure, area = measures[key[0]], areas[key[1]]
        is_home = measure.home_area_id == area.pk
        target = targets.get(measure.pk) if is_home else None
        if target and at and target.set_at > at:
            target = None
        facts[key] = SeriesFacts(
            key=key,
            code=measure.code,
            title=measure.title,
            unit=Unit(measure.unit),
            decimals=measure.decimals,
            polarity=Polarity(measure.polarity) if measure.polarity else None,
            frequency=Frequency(measure.frequency) if measure.frequency else None,
            relation=Relation(measure.relation),
            area=area.name,
            area_slug=area.slug,
            is_home=is_home,
            points=points.get(key, ()),
            target=target.value if target else None,
            decisions=decisions.get(key, ()),
        )
    return facts


def standing_points(keys: Collection[SeriesKey]) -> Points:
    """The points of each (measure, area) as they stand today, the oldest first."""
    rows = CurrentObservation.objects.filter(_of(keys)).exclude(observation__status=Status.WITHDRAWN)
    return _points(rows, keys, content=[f"observation__{name}" for name in CONTENT])


def points_as_known(keys: Collection[SeriesKey], at: datetime) -> Points:
    """The points of each (measure, area) as they were known at a moment: recorded by then and not yet superseded."""
    rows = (
        Observation.objects.filter(_of(keys), batch__recorded_at__lte=at)
        .exclude(superseded_by__batch__recorded_at__lte=at)
        .exclude(status=Status.WITHDRAWN)
    )
    return _points(rows, keys, content=CONTENT)


def targets_on(measures: Iterable[int], day: date) -> dict[int, Target]:
    """The target in force on a day, by measure."""
    return {target.measure_id: target for target in Target.objects.on(day).filter(measure__in=list(measures))}


def benchmarks_on(measures: Iterable[int], day: date) -> dict[int, list[Benchmark]]:
    """The benchmarks in force on a day, by measure, in the order of their labels."""
    found = defaultdict(list)
    for benchmark in Benchmark.objects.on(day).filter(measure__in=list(measures)).order_by("label"):
        found[benchmark.measure_id].append(benchmark)
    return dict(found)


def decisions_at(keys: Collection[SeriesKey], at: datetime | None = None) -> dict[SeriesKey, tuple[Decision, ...]]:
    """The decisions about each chart that hold today, or held at a moment, the earliest day first."""
    rows = ChartDecision.objects.filter(_of(keys)).select_related("decided_by")
    if at is None:
        rows = rows.filter(ended_at=None)
    else:
        rows = rows.filter(Q(ended_at=None) | Q(ended_at__gt=at), decided_at__lte=at)
    found = defaultdict(list)
    for row in rows.order_by("on", "decided_at"):
        found[row.measure_id, row.area_id].append(
            Decision(
                kind=ChartDecisionKind(row.kind),
                on=row.on,
                reason=row.reason,
                by=str(row.decided_by),
                decided_at=row.decided_at,
            )
        )
    return {key: tuple(decisions) for key, decisions in found.items()}


def _of(keys: Collection[SeriesKey]) -> Q:
    """The rows of these series: one condition for all measures that are wanted in the same areas."""
    areas = defaultdict(set)
    for measure, area in keys:
        areas[measure].add(area)
    measures = defaultdict(list)
    for measure, of_measure in areas.items():
        measures[frozenset(of_measure)].append(measure)
    wanted = Q(pk__in=[])
    for of_measures, several in measures.items():
        wanted |= Q(measure__in=several, area__in=of_measures)
    return wanted


def _points(rows: QuerySet[Any], keys: Collection[SeriesKey], *, content: Collection[str]) -> Points:
    # Read at once: to have the first rows of a cursor early PostgreSQL would go through all series of the measures.
    found = rows.order_by("measure_id", "area_id", "period_end", "period_start").values_list(*KEY, *content)
    return {key: tuple(_point(row[2:]) for row in of_series) for key, of_series in groupby(found, key=itemgetter(0, 1))}


def _point(row: tuple[Any, ...]) -> SeriesPoint:
    start, end, value, numerator, denominator, status, *rest = row
    return SeriesPoint(start, end, value, numerator, denominator, Status(status), *rest)
