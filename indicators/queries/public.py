"""The figures of a measure in every area, for its public edition."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from indicators.models import CurrentObservation, IndicatorDefinition, Measure
from indicators.queries.figures import shown_value, words_of
from indicators.rules.disclosure import LOWEST_THRESHOLD, THRESHOLD
from indicators.rules.periods import period_in_words
from indicators.rules.public import Group, PublicFigure
from indicators.rules.vocabulary import RollUp, Status, Unit


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


def public_series_visible_to(user: User, code: str, *, today: date) -> PublicSeries | None:
    """The figures of a measure for who may publish them; None when there are none. Three queries."""
    if not may(user, Permission.MANAGE_INDICATORS):
        return None
    measure = Measure.objects.filter(code=code).first()
    if measure is None:
        return None
    rows = (
        CurrentObservation.objects.filter(measure=measure)
        .exclude(observation__status=Status.WITHDRAWN)
        .select_related("area__within", "observation__batch__source")
        .order_by("area__name", "-period_end", "-period_start")
    )
    points = tuple(_point(measure, row) for row in rows)
    definition = IndicatorDefinition.objects.on(today).filter(indicator=measure.indicator_id).first()
    threshold = definition.dissemination_threshold if definition else None
    return PublicSeries(
        measure=measure,
        threshold=max(threshold or THRESHOLD, LOWEST_THRESHOLD),
        adds_up=definition is None or definition.roll_up in ("", RollUp.TOTAL),
        points=points,
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
