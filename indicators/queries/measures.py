"""The page of one measure: what it is, its targets and benchmarks, the decisions about its charts, its history."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from assurance.models import User
from indicators.models import (
    Area,
    Benchmark,
    ChartDecision,
    CurrentObservation,
    LatestFigure,
    Measure,
    SuiteChange,
    Target,
)
from indicators.queries.figures import measures_visible_to
from indicators.queries.suite import changes_visible_to
from indicators.queries.suite_texts import in_words, measure_texts, value_in_words
from indicators.rules.changes import Text
from indicators.rules.figures import figure_in_words
from indicators.rules.periods import period_in_words
from indicators.rules.vocabulary import Status, Unit


@dataclass(frozen=True)
class DatedValue:
    """A target or benchmark with its value in words; `holds` while nothing has ended it."""

    row: Target | Benchmark
    words: str
    holds: bool


@dataclass(frozen=True)
class MeasurePage:
    """All that is kept of one measure."""

    measure: Measure
    fields: tuple[Text, ...]
    targets: tuple[DatedValue, ...]
    benchmarks: tuple[DatedValue, ...]
    decisions: tuple[ChartDecision, ...]
    changes: tuple[SuiteChange, ...]
    has_figures: bool


def measure_rows_visible_to(user: User) -> QuerySet[Measure]:
    """The measures `user` may see, with all that their pages name."""
    return measures_visible_to(user).select_related(
        "indicator__topic", "indicator__domain", "indicator__parent", "source_agency"
    )


def measure_page(user: User, measure: Measure) -> MeasurePage:
    """The page of one measure of `measure_rows_visible_to`."""
    return MeasurePage(
        measure=measure,
        fields=tuple(in_words(text) for text in measure_texts(measure)),
        targets=_dated(measure, measure.targets.select_related("set_by")),
        benchmarks=_dated(measure, measure.benchmarks.select_related("set_by")),
        decisions=tuple(measure.chart_decisions.select_related("area", "decided_by", "ended_by")),
        changes=tuple(changes_visible_to(user).filter(measure=measure)),
        has_figures=LatestFigure.objects.filter(measure=measure).exists(),
    )


def targets_visible_to(user: User) -> QuerySet[Target]:
    """The targets of the measures `user` may see."""
    return Target.objects.filter(measure__in=measures_visible_to(user)).select_related("measure__home_area")


def benchmarks_visible_to(user: User) -> QuerySet[Benchmark]:
    """The benchmarks of the measures `user` may see."""
    return Benchmark.objects.filter(measure__in=measures_visible_to(user)).select_related("measure__home_area")


def decisions_visible_to(user: User) -> QuerySet[ChartDecision]:
    """The decisions about charts of the measures `user` may see."""
    rows = ChartDecision.objects.filter(measure__in=measures_visible_to(user))
    return rows.select_related("measure", "area")


def areas_with_figures(measure: Measure) -> QuerySet[Area]:
    """The areas a measure has figures for, by name."""
    return Area.objects.filter(pk__in=LatestFigure.objects.filter(measure=measure).values("area"))


def points_offered(measure: Measure, area: Area) -> list[tuple[str, str]]:
    """The points of a series that a decision can be about, the newest first: last day of the period, and its words."""
    rows = (
        CurrentObservation.objects.filter(measure=measure, area=area, observation__status=Status.PUBLISHED)
        .select_related("observation")
        .order_by("-period_end", "-period_start")
    )
    unit = Unit(measure.unit)
    offered: dict[date, str] = {}
    for row in rows:
        value = figure_in_words(row.observation.value, unit, measure.decimals)
        offered.setdefault(row.period_end, f"{period_in_words(row.period_start, row.period_end)}: {value}")
    return [(day.isoformat(), words) for day, words in offered.items()]


def _dated(measure: Measure, rows: QuerySet[Target] | QuerySet[Benchmark]) -> tuple[DatedValue, ...]:
    return tuple(DatedValue(row, value_in_words(measure, row.value), row.ends_on is None) for row in rows)
