"""One indicator: what it was defined to be and when, its measures, and each measure's series."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from assurance.models import User
from assurance.rules.wording import date_words
from indicators.models import CurrentObservation, Indicator, IndicatorDefinition, Measure
from indicators.queries.dashboard import Item, domains_of, indicators_visible_to, with_definition
from indicators.queries.figures import (
    Figure,
    attributions_of,
    figures_of,
    measures_visible_to,
    newest_figures,
    shown_value,
    words_of,
)
from indicators.rules.figures import count_in_words
from indicators.rules.periods import period_in_words
from indicators.rules.vocabulary import NOT_YET_AGREED, Kind, Status


@dataclass(frozen=True)
class Point:
    """One figure of a series; `value` has the decimals shown."""

    period: str
    period_start: date
    period_end: date
    value: Decimal | None
    words: str
    numerator: Decimal | None
    numerator_words: str
    denominator: Decimal | None
    denominator_words: str
    note: str
    source: str


@dataclass(frozen=True)
class Series:
    """A measure with its newest figure and every figure it has had, the newest first."""

    figure: Figure
    numerator_means: str
    denominator_means: str
    points: tuple[Point, ...]
    has_parts: bool
    has_notes: bool


@dataclass(frozen=True)
class Definition:
    """What an indicator was defined to be for a time; `fields` pairs what is asked with what is agreed."""

    in_effect: str
    document: str
    wording: str
    wording_to_be_confirmed: bool
    fields: tuple[tuple[str, str], ...]
    data_notes: str


@dataclass(frozen=True)
class IndicatorPage:
    """Everything the page of an indicator shows."""

    domain: str
    item: Item
    objectives: tuple[str, ...]
    definitions: tuple[Definition, ...]
    series: tuple[Series, ...]
    attributions: tuple[str, ...]


def indicator_visible_to(user: User, slug: str, *, today: date) -> IndicatorPage | None:
    """The page of the indicator called `slug`, or None when there is none that `user` may see."""
    indicator = with_definition(indicators_visible_to(user), today).filter(slug=slug).first()
    if indicator is None:
        return None
    measures = list(measures_visible_to(user).filter(indicator=indicator))
    found = figures_of(measures, newest_figures(measures), today=today)
    domain = domains_of([indicator], measures, found)[0]
    item = domain.items[0]
    series = {one.figure.code: one for one in _series(measures, found)}
    return IndicatorPage(
        domain=domain.title,
        item=item,
        objectives=tuple(indicator.objectives.values_list("title", flat=True)),
        definitions=tuple(_definition(indicator, row) for row in indicator.definitions.select_related("source_agency")),
        series=tuple(series[figure.code] for figure in item.figures),
        attributions=attributions_of(item.figures),
    )


def series_visible_to(user: User, code: str, *, today: date) -> Series | None:
    """The series of one measure, or None when there is none that `user` may see or it has no figures."""
    measures = list(measures_visible_to(user).filter(code=code))
    found = figures_of(measures, newest_figures(measures), today=today)
    return next(iter(_series(measures, found)), None)


def _series(measures: Sequence[Measure], found: dict[int, Figure]) -> list[Series]:
    """The series of the measures that have figures, in one query."""
    rows = (
        CurrentObservation.objects.filter(measure__in=found, area=F("measure__home_area"))
        .exclude(observation__status=Status.WITHDRAWN)
        .select_related("observation__batch__source")
        .order_by("measure", "-period_end", "-period_start")
    )
    of_measure: dict[int, list[CurrentObservation]] = defaultdict(list)
    for row in rows:
        of_measure[row.measure_id].append(row)
    return [
        _one_series(measure, found[measure.pk], of_measure[measure.pk]) for measure in measures if measure.pk in found
    ]


def _one_series(measure: Measure, figure: Figure, rows: list[CurrentObservation]) -> Series:
    points = tuple(_point(measure, row) for row in rows)
    return Series(
        figure=figure,
        numerator_means=measure.numerator,
        denominator_means=measure.denominator,
        points=points,
        has_parts=any(point.denominator is not None for point in points),
        has_notes=any(point.note for point in points),
    )


def _point(measure: Measure, row: CurrentObservation) -> Point:
    observation = row.observation
    return Point(
        period=period_in_words(row.period_start, row.period_end),
        period_start=row.period_start,
        period_end=row.period_end,
        value=shown_value(measure, observation.value),
        words=words_of(measure, observation),
        numerator=observation.numerator,
        numerator_words=count_in_words(observation.numerator),
        denominator=observation.denominator,
        denominator_words=count_in_words(observation.denominator),
        note=observation.note,
        source=str(observation.batch.source),
    )


def _definition(indicator: Indicator, definition: IndicatorDefinition) -> Definition:
    first = date_words(definition.starts_on)
    in_effect = f"{first} to {date_words(definition.ends_on)}" if definition.ends_on else f"From {first}"
    return Definition(
        in_effect=in_effect,
        document=definition.document,
        wording=definition.wording,
        wording_to_be_confirmed=definition.wording_to_be_confirmed,
        fields=tuple((label, value or NOT_YET_AGREED) for label, value in _fields(indicator, definition)),
        data_notes=definition.data_notes,
    )


def _fields(indicator: Indicator, definition: IndicatorDefinition) -> list[tuple[str, str]]:
    fields = [("How often", definition.get_frequency_display()), ("Owner", definition.owner)]
    if indicator.kind == Kind.JUDGEMENT:
        return fields
    threshold = definition.dissemination_threshold
    return [
        ("What is counted", definition.get_counts_display()),
        ("Numerator", definition.numerator),
        ("Denominator", definition.denominator),
        ("Unit", definition.get_unit_display()),
        ("Better when", definition.get_polarity_display()),
        ("How shorter periods make a longer one", definition.get_roll_up_display()),
        ("Source agency", definition.source_agency.name if definition.source_agency else ""),
        ("Smallest count that may leave the Partnership", "" if threshold is None else str(threshold)),
        *fields,
    ]
