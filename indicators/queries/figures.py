"""The newest figure of each measure, beside those of England, the region and similar areas for the same period."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from indicators.models import Area, Batch, CurrentObservation, LatestFigure, Measure, Observation, StatisticalNeighbour
from indicators.rules import figures as rules
from indicators.rules.gaps import is_stale
from indicators.rules.periods import age_in_words, period_in_words
from indicators.rules.series import SeriesFacts
from indicators.rules.vocabulary import (
    POLARITY_WORDS,
    RELATION_SENTENCES,
    RELATION_WORDS,
    Frequency,
    Polarity,
    Relation,
    Status,
    Unit,
)

NATION, REGION, NEIGHBOURS = "England", "South East", "Statistical neighbours"
NO_FIGURE = "No figure"
NOT_COMPARED = "Not compared"


@dataclass(frozen=True)
class Comparison:
    """Another area's figure for the same period; `note` says when an average is not of every area."""

    label: str
    value: Decimal | None
    words: str
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """
    The newest figure of a measure, ready to be read.

    `value` has the decimals shown; `words` is the value with its unit, or the reason why there is none, and `before` is
    then the last value there was.
    """

    code: str
    title: str
    relation: str
    relation_sentence: str
    area: str
    is_elsewhere: bool
    unit: str
    value: Decimal | None
    words: str
    before: str
    period: str
    period_start: date
    period_end: date
    age: str
    is_stale: bool
    nation: Comparison
    region: Comparison
    neighbours: Comparison
    polarity: str
    source: str
    attribution: str
    updated: date
    data_note: str
    note: str

    @property
    def comparisons(self) -> tuple[Comparison, Comparison, Comparison]:
        """England, the South East and the statistical neighbours, in the order of every table."""
        return self.nation, self.region, self.neighbours

    @property
    def has_ever_had_a_value(self) -> bool:
        """Whether there is a value, or was one before."""
        return self.value is not None or bool(self.before)


@dataclass(frozen=True)
class Newest:
    """The newest observation of a series with its area, and the newest that has a value."""

    area: Area
    observation: Observation
    published: Observation | None


def measures_visible_to(user: User) -> QuerySet[Measure]:
    """Every measure with its area, for those who may read indicators (the figures are published); none for others."""
    return every_measure() if may(user, Permission.READ_INDICATORS) else Measure.objects.none()


def every_measure() -> QuerySet[Measure]:
    """Every measure with its areas and agency, for papers that are scoped by their readers. Pages ask the other one."""
    return Measure.objects.select_related("home_area__within__within", "source_agency")


def newest_figures(measures: Sequence[Measure], area: Area | None = None) -> dict[int, Newest]:
    """The newest standing observation of each measure in an area, or in its own, by measure. Three queries."""
    rows = LatestFigure.objects.filter(measure__in=[measure.pk for measure in measures])
    rows = rows.filter(area=area or F("measure__home_area")).order_by()
    found = {measure: pks for measure, *pks in rows.values_list("measure", "observation", "published")}
    observations = observations_of({pk for pks in found.values() for pk in pks if pk})
    areas = {measure.pk: area or measure.home_area for measure in measures}
    return {
        measure: Newest(areas[measure], observations[newest], observations.get(published))
        for measure, (newest, published) in found.items()
    }


def observations_of(pks: Collection[int]) -> dict[int, Observation]:
    """The observations with their sources, by key. Two queries: a batch is read once for all that it brought."""
    found = Observation.objects.in_bulk(pks)
    batches = Batch.objects.select_related("source").in_bulk({row.batch_id for row in found.values()})
    for row in found.values():
        row.batch = batches[row.batch_id]
    return found


def newest_of(measures: Sequence[Measure], facts: Iterable[SeriesFacts]) -> dict[int, Newest]:
    """The newest observation of each series among its own points, by measure. Two queries."""
    areas = {measure.pk: measure.home_area for measure in measures}
    series = [one for one in facts if one.points]
    wanted = {point.observation for one in series for point in (one.points[-1], one.latest) if point}
    observations = observations_of(wanted)
    return {
        one.key[0]: Newest(
            areas[one.key[0]],
            observations[one.points[-1].observation],
            observations[one.latest.observation] if one.latest else None,
        )
        for one in series
    }


def figures_of(
    measures: Sequence[Measure],
    newest: Mapping[int, Newest],
    *,
    today: date,
    at: datetime | None = None,
) -> dict[int, Figure]:
    """
    The newest figure of each measure that has one, beside the figures to compare it with. Two queries.

    With `at`, what it is compared with is what was known at that moment.
    """
    having = {measure.pk: newest[measure.pk] for measure in measures if measure.pk in newest}
    neighbours = neighbours_of({found.area.pk for found in having.values()})
    values = _same_period_values(having, neighbours, at)
    return {
        measure.pk: _figure(measure, having[measure.pk], neighbours.get(having[measure.pk].area.pk, []), values, today)
        for measure in measures
        if measure.pk in having
    }


def neighbours_of(areas: Iterable[int]) -> dict[int, list[int]]:
    """The statistical neighbours of each area in its newest model, by rank. One query."""
    rows = StatisticalNeighbour.objects.filter(area__in=areas).order_by("rank")
    models: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for area, model, neighbour in rows.values_list("area", "model", "neighbour"):
        models[area][model].append(neighbour)
    return {area: of_area[max(of_area)] for area, of_area in models.items()}


def _same_period_values(
    newest: Mapping[int, Newest], neighbours: Mapping[int, list[int]], at: datetime | None
) -> dict[tuple[int, int], Decimal]:
    """What other areas have for the period of each measure's newest figure, by measure and area."""
    areas = {area.pk for found in newest.values() for area in surroundings(found.area)}
    areas.update(neighbour for of_area in neighbours.values() for neighbour in of_area)
    by_period: dict[tuple[date, date], list[int]] = defaultdict(list)
    for pk, found in newest.items():
        by_period[found.observation.period_start, found.observation.period_end].append(pk)
    same_period = Q(pk__in=[])
    for (start, end), pks in by_period.items():
        same_period |= Q(measure__in=pks, area__in=areas, period_end=end, period_start=start)
    rows, value = published_then(at)
    found_values = rows.filter(same_period).order_by().values_list("measure", "area", value)
    return {(measure, area): number for measure, area, number in found_values}


def published_then(at: datetime | None) -> tuple[QuerySet[Any], str]:
    """The figures with a value that stand, or stood at a moment, and the name of the value in their rows."""
    if at is None:
        return CurrentObservation.objects.filter(observation__status=Status.PUBLISHED), "observation__value"
    known = Observation.objects.filter(status=Status.PUBLISHED, batch__recorded_at__lte=at)
    return known.exclude(superseded_by__batch__recorded_at__lte=at), "value"


def surroundings(area: Area) -> list[Area]:
    """What the area lies within, the nearest first."""
    around = []
    while area.within is not None:
        area = area.within
        around.append(area)
    return around


def _figure(
    measure: Measure,
    newest: Newest,
    neighbours: list[int],
    values: Mapping[tuple[int, int], Decimal],
    today: date,
) -> Figure:
    observation = newest.observation
    relation = Relation(measure.relation)
    around = {area.kind: area.pk for area in surroundings(newest.area)}
    return Figure(
        code=measure.code,
        title=measure.title,
        relation=RELATION_WORDS[relation],
        relation_sentence=RELATION_SENTENCES[relation],
        area=newest.area.name,
        is_elsewhere=newest.area.kind != Area.Kind.COUNTY,
        unit=measure.get_unit_display(),
        value=shown_value(measure, observation.value),
        words=words_of(measure, observation),
        before=_before(measure, newest),
        period=period_in_words(observation.period_start, observation.period_end),
        period_start=observation.period_start,
        period_end=observation.period_end,
        age=age_in_words(observation.period_end, today),
        is_stale=is_stale(Frequency(measure.frequency) if measure.frequency else None, observation.period_end, today),
        nation=_compared(NATION, measure, values.get((measure.pk, around.get(Area.Kind.NATION, 0)))),
        region=_compared(REGION, measure, values.get((measure.pk, around.get(Area.Kind.REGION, 0)))),
        neighbours=_average(measure, neighbours, values),
        polarity=POLARITY_WORDS[Polarity(measure.polarity)] if measure.polarity else "",
        source=str(observation.batch.source),
        attribution=observation.batch.source.attribution,
        updated=local_date(observation.batch.recorded_at),
        data_note=measure.data_note,
        note=observation.note,
    )


def words_of(measure: Measure, observation: Observation) -> str:
    """The value with its unit, or why there is none."""
    if observation.value is None:
        return rules.reason_in_words(Status(observation.status), observation.symbol).capitalize()
    return rules.figure_in_words(observation.value, Unit(measure.unit), measure.decimals)


def shown_value(measure: Measure, value: Decimal | None) -> Decimal | None:
    """The value with the decimals it is shown with, so that page, file and pack agree to the last digit."""
    return None if value is None else rules.rounded(value, measure.decimals)


def _before(measure: Measure, newest: Newest) -> str:
    published = newest.published
    if published is None or published.pk == newest.observation.pk:
        return ""
    period = period_in_words(published.period_start, published.period_end)
    return f"{words_of(measure, published)}, {period}"


def _compared(label: str, measure: Measure, value: Decimal | None, note: str = "") -> Comparison:
    if not rules.is_comparable(Unit(measure.unit)):
        return Comparison(label, None, NOT_COMPARED)
    if value is None:
        return Comparison(label, None, NO_FIGURE, note)
    return Comparison(
        label, shown_value(measure, value), rules.figure_in_words(value, Unit(measure.unit), measure.decimals), note
    )


def _average(measure: Measure, neighbours: list[int], values: Mapping[tuple[int, int], Decimal]) -> Comparison:
    known = [values[measure.pk, area] for area in neighbours if (measure.pk, area) in values]
    note = f"{len(known)} of {len(neighbours)} areas" if 0 < len(known) < len(neighbours) else ""
    return _compared(NEIGHBOURS, measure, rules.average(known), note)


def attributions_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    """What the licences of the figures' sources ask to be printed, each once."""
    return tuple(sorted({figure.attribution for figure in figures if figure.attribution}))
