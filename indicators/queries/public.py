"""The figures of a measure in every area, for its public edition, and for those of reports."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from indicators.models import CurrentObservation, IndicatorDefinition, Measure
from indicators.queries.figures import every_measure, shown_value, words_of
from indicators.queries.items import code_of, every_indicator, place_of, with_definition
from indicators.rules.disclosure import LOWEST_THRESHOLD, THRESHOLD, SafeTable
from indicators.rules.periods import period_in_words
from indicators.rules.public import Group, PublicFigure, PublicRow, public_row, release_figures
from indicators.rules.vocabulary import RELATION_SENTENCES, Relation, RollUp, Status, Unit

NOT_COUNTED = "Not published: it is not known of how many children or events this figure was made."


@dataclass(frozen=True)
class PublicPoint:
    """A figure of an area and period before anything is held back; `words` say why, where there is none."""

    area: str
    period: str
    group: Group
    figure: PublicFigure | None
    words: str
    source: str
    attribution: str


@dataclass(frozen=True)
class PublicSeries:
    """A measure in every area, the threshold its definition sets, and whether its periods may add up."""

    measure: Measure
    threshold: int
    adds_up: bool
    points: tuple[PublicPoint, ...]


@dataclass(frozen=True)
class PublicItem:
    """An item of Appendix 1 with the figure it is known by: where it stands, its wording, how close the figure is."""

    domain: str
    code: str
    wording: str
    relation: str
    series: PublicSeries


def public_series_visible_to(user: User, code: str, *, today: date) -> PublicSeries | None:
    """The figures of a measure for who may publish them; None when there are none. Three queries."""
    if not may(user, Permission.MANAGE_INDICATORS):
        return None
    measure = Measure.objects.filter(code=code).first()
    return None if measure is None else _series_of([measure], today)[measure.pk]


def public_items(*, up_to: date, today: date) -> tuple[PublicItem, ...]:
    """
    The items in use on the day `up_to`, each with the closest figure that had a period ended by then in its own area.

    In the order of Appendix 1, items without a figure left out. It asks for no person: what it is for may be read by
    everybody, once it has come through the boundary. A fixed number of queries.
    """
    indicators = sorted(with_definition(every_indicator().in_use_on(up_to), up_to), key=place_of)
    closest = _closest(up_to)
    series = _series_of(closest.values(), today)
    return tuple(
        PublicItem(
            domain=indicator.domain.title,
            code=code_of(indicator),
            wording=next((one.wording for one in indicator.definitions_today), indicator.wording),
            relation=RELATION_SENTENCES[Relation(closest[indicator.pk].relation)],
            series=series[closest[indicator.pk].pk],
        )
        for indicator in indicators
        if indicator.pk in closest
    )


def _closest(up_to: date) -> dict[int | None, Measure]:
    """The measure an item is known by, as everywhere: the closest that has a figure, and is more than background."""
    ended = CurrentObservation.objects.filter(measure=OuterRef("pk"), area=OuterRef("home_area"), period_end__lte=up_to)
    having = Exists(ended.exclude(observation__status=Status.WITHDRAWN))
    measures = every_measure().filter(having, is_current=True).exclude(relation=Relation.CONTEXT)
    closeness = list(Relation)
    found: dict[int | None, Measure] = {}
    for measure in sorted(measures, key=lambda one: (closeness.index(Relation(one.relation)), one.position)):
        found.setdefault(measure.indicator_id, measure)
    return found


def public_rows(series: PublicSeries) -> list[tuple[PublicPoint, PublicRow]]:
    """Every point of a series with what may be printed of it, and why something is not there."""
    figures = [point.figure for point in series.points if point.figure]
    released = release_figures(figures, threshold=series.threshold, adds_up=series.adds_up)
    return [(point, _printed(point, released.get(point.group))) for point in series.points]


def _printed(point: PublicPoint, safe: SafeTable | None) -> PublicRow:
    if point.figure is None or safe is None:
        return PublicRow(None, None, None, point.words or NOT_COUNTED)
    row = public_row(safe, point.group)
    # One that was worked out from the percentage is nobody's figure.
    return row if point.figure.numerator is not None else row._replace(numerator=None)


def _series_of(measures: Collection[Measure], today: date) -> dict[int, PublicSeries]:
    """The series of each measure, by its key. Two queries."""
    definitions = IndicatorDefinition.objects.on(today).filter(indicator__in=[one.indicator_id for one in measures])
    held: dict[int | None, IndicatorDefinition] = {}
    for definition in definitions:
        held.setdefault(definition.indicator_id, definition)
    rows = (
        CurrentObservation.objects.filter(measure__in=[measure.pk for measure in measures])
        .exclude(observation__status=Status.WITHDRAWN)
        .select_related("area__within", "observation__batch__source")
        .order_by("area__name", "-period_end", "-period_start")
    )
    found: dict[int, list[CurrentObservation]] = {measure.pk: [] for measure in measures}
    for row in rows:
        found[row.measure_id].append(row)
    return {one.pk: _series(one, found[one.pk], held.get(one.indicator_id)) for one in measures}


def _series(
    measure: Measure, rows: Iterable[CurrentObservation], definition: IndicatorDefinition | None
) -> PublicSeries:
    threshold = definition.dissemination_threshold if definition else None
    return PublicSeries(
        measure=measure,
        threshold=max(threshold or THRESHOLD, LOWEST_THRESHOLD),
        adds_up=definition is None or definition.roll_up in ("", RollUp.TOTAL),
        points=tuple(_point(measure, row) for row in rows),
    )


def _point(measure: Measure, row: CurrentObservation) -> PublicPoint:
    observation, source = row.observation, row.observation.batch.source
    group = Group(row.area.slug, row.period_start, row.period_end)
    return PublicPoint(
        area=row.area.name,
        period=period_in_words(row.period_start, row.period_end),
        group=group,
        figure=_figure(measure, row, group, shown_value(measure, observation.value)),
        words="" if observation.value is not None else words_of(measure, observation),
        source=str(source),
        attribution=source.attribution,
    )


def _figure(measure: Measure, row: CurrentObservation, group: Group, value: Decimal | None) -> PublicFigure | None:
    if value is None:
        return None
    return PublicFigure(
        group=group,
        within=row.area.within.slug if row.area.within else None,
        value=value,
        numerator=row.observation.numerator,
        denominator=row.observation.denominator,
        unit=Unit(measure.unit),
        is_open=bool(row.observation.batch.source.licence_url),
    )
