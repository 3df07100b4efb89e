"""The newest figure of each measure, beside those of England, the region and similar areas for the same period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from indicators.models import Area, CurrentObservation, LatestFigure, Measure, Observation, StatisticalNeighbour
from indicators.rules import figures as rules
from indicators.rules.periods import age_in_words, period_in_words
from indicators.rules.vocabulary import (
    POLARITY_WORDS,
    RELATION_SENTENCES,
    RELATION_WORDS,
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
    """The newest observation of a series, and the newest that has a value."""

    observation: Observation
    published: Observation | None


def measures_visible_to(user: User) -> QuerySet[Measure]:
    """Every measure with its area, for those who may read indicators (the figures are published); none for others."""
    return every_measure() if may(user, Permission.READ_INDICATORS) else Measure.objects.none()


def every_measure() -> QuerySet[Measure]:
    """Every measure with its area, for papers that are scoped by their readers. Pages ask `measures_visible_to`."""
    return Measure.objects.select_related("home_area__within__within")


def newest_figures(measures: Sequence[Measure]) -> dict[int, Newest]:
    """The newest standing observation of each measure's own area, by measure. One query."""
    rows = LatestFigure.objects.filter(measure__in=measures, area=F("measure__home_area")).select_related(
        "observation__batch__source", "published"
    )
    return {row.measure_id: Newest(row.observation, row.published) for row in rows}


def newest_figures_up_to(measures: Sequence[Measure], last_day: date) -> dict[int, Newest]:
    """As `newest_figures`, of the periods that had ended by `last_day`. Two queries."""
    ended = CurrentObservation.objects.filter(
        measure=OuterRef("pk"), area=OuterRef("home_area"), period_end__lte=last_day
    ).exclude(observation__status=Status.WITHDRAWN)
    newest_first = ended.order_by("-period_end", "-period_start").values("observation")
    rows = (
        Measure.objects.filter(pk__in=[measure.pk for measure in measures])
        .annotate(
            newest=Subquery(newest_first[:1]),
            published=Subquery(newest_first.filter(observation__status=Status.PUBLISHED)[:1]),
        )
        .values_list("pk", "newest", "published")
    )
    found = {pk: (newest, published) for pk, newest, published in rows if newest}
    wanted = {key for pair in found.values() for key in pair if key}
    observations = Observation.objects.select_related("batch__source").in_bulk(wanted)
    return {
        pk: Newest(observations[newest], observations[published] if published else None)
        for pk, (newest, published) in found.items()
    }


def figures_of(measures: Sequence[Measure], newest: dict[int, Newest], *, today: date) -> dict[int, Figure]:
    """The newest figure of each measure that has one, beside the figures to compare it with. Two queries."""
    neighbours = _neighbours(measures)
    values = _same_period_values(measures, newest, neighbours)
    return {
        measure.pk: _figure(measure, newest[measure.pk], neighbours.get(measure.home_area_id, []), values, today)
        for measure in measures
        if measure.pk in newest
    }


def _neighbours(measures: Iterable[Measure]) -> dict[int, list[int]]:
    """The statistical neighbours of each home area in its newest model."""
    rows = StatisticalNeighbour.objects.filter(area__in={measure.home_area_id for measure in measures}).values_list(
        "area", "model", "neighbour"
    )
    models: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for area, model, neighbour in rows:
        models[area][model].append(neighbour)
    return {area: of_area[max(of_area)] for area, of_area in models.items()}


def _same_period_values(
    measures: Sequence[Measure], newest: dict[int, Newest], neighbours: dict[int, list[int]]
) -> dict[tuple[int, int], Decimal]:
    """What other areas have for the period of each measure's newest figure, by measure and area."""
    areas = {area.pk for measure in measures for area in _surroundings(measure.home_area)}
    areas.update(neighbour for of_area in neighbours.values() for neighbour in of_area)
    by_period: dict[tuple[date, date], list[int]] = defaultdict(list)
    for pk, found in newest.items():
        by_period[found.observation.period_start, found.observation.period_end].append(pk)
    same_period = Q(pk__in=[])
    for (start, end), pks in by_period.items():
        same_period |= Q(measure__in=pks, area__in=areas, period_end=end, period_start=start)
    rows = CurrentObservation.objects.filter(same_period, observation__status=Status.PUBLISHED)
    return {
        (measure, area): value
        for measure, area, value in rows.order_by().values_list("measure", "area", "observation__value")
    }


def _surroundings(area: Area) -> list[Area]:
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
    values: dict[tuple[int, int], Decimal],
    today: date,
) -> Figure:
    observation = newest.observation
    relation = Relation(measure.relation)
    around = {area.kind: area.pk for area in _surroundings(measure.home_area)}
    return Figure(
        code=measure.code,
        title=measure.title,
        relation=RELATION_WORDS[relation],
        relation_sentence=RELATION_SENTENCES[relation],
        area=measure.home_area.name,
        is_elsewhere=measure.home_area.kind != Area.Kind.COUNTY,
        unit=measure.get_unit_display(),
        value=shown_value(measure, observation.value),
        words=words_of(measure, observation),
        before=_before(measure, newest),
        period=period_in_words(observation.period_start, observation.period_end),
        period_start=observation.period_start,
        period_end=observation.period_end,
        age=age_in_words(observation.period_end, today),
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


def _average(measure: Measure, neighbours: list[int], values: dict[tuple[int, int], Decimal]) -> Comparison:
    known = [values[measure.pk, area] for area in neighbours if (measure.pk, area) in values]
    note = f"{len(known)} of {len(neighbours)} areas" if 0 < len(known) < len(neighbours) else ""
    return _compared(NEIGHBOURS, measure, rules.average(known), note)


def attributions_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    """What the licences of the figures' sources ask to be printed, each once."""
    return tuple(sorted({figure.attribution for figure in figures if figure.attribution}))
