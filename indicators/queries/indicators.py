"""One indicator, or one measure: what it was defined to be and when, its figures, and what was made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from assurance.models import User
from assurance.rules.wording import date_words
from indicators.models import Indicator, IndicatorDefinition, Measure
from indicators.queries.areas import areas_of
from indicators.queries.as_known import as_known
from indicators.queries.charts import chart_of
from indicators.queries.figures import measures_visible_to, newest_figures, newest_of
from indicators.queries.items import Item, domains_of, indicators_visible_to, with_definition
from indicators.queries.judgements import Judgements, latest_judgements
from indicators.queries.measure_parts import MeasurePart, measure_part
from indicators.queries.moments import Moment
from indicators.queries.said import facts_as_known, said_of, said_today
from indicators.rules.area_chart import AreaChart
from indicators.rules.chart_spec import ChartSpec
from indicators.rules.dashboard import Said
from indicators.rules.judgements import QUESTIONS
from indicators.rules.sparkline import Spark, sparkline
from indicators.rules.vocabulary import NOT_YET_AGREED, RELATION_WORDS, Kind, Relation


@dataclass(frozen=True)
class OtherFigure:
    """A further measure of an item: its finding as a sentence, leading to its own page."""

    code: str
    title: str
    relation: str
    said: Said | None
    spark: Spark | None


@dataclass(frozen=True)
class Definition:
    """What an indicator was defined to be for a time; `fields` pairs what is asked with what is agreed."""

    in_effect: str
    document: str
    wording: str
    wording_to_be_confirmed: bool
    fields: tuple[tuple[str, str], ...]
    data_notes: str
    reason: str
    recorded_by: str
    challenge_questions: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorPage:
    """Everything the page of an indicator shows. `measure` is the closest; `question` is what is judged of it."""

    domain: str
    item: Item
    is_in_use: bool
    objectives: tuple[str, ...]
    definition: Definition | None
    definitions: tuple[Definition, ...]
    measure: MeasurePart | None
    others: tuple[OtherFigure, ...]
    question: str
    judgements: Judgements


@dataclass(frozen=True)
class MeasurePage:
    """Everything the page of a measure shows; `item` and `slug` are blank for one that belongs to no item."""

    item: str
    slug: str
    measure: MeasurePart


def indicator_visible_to(user: User, slug: str, *, today: date, then: Moment | None = None) -> IndicatorPage | None:
    """The page of the indicator called `slug`, or None when there is none that `user` may see."""
    day, at = (then.day, then.at) if then else (today, None)
    indicator = with_definition(indicators_visible_to(user), day, at).filter(slug=slug).first()
    if indicator is None:
        return None
    measures = list(measures_visible_to(user).filter(indicator=indicator))
    if then is not None:
        as_known(measures, then.at)
    facts = facts_as_known(measures, then) if then else {}
    newest = newest_of(measures, facts.values()) if then else newest_figures(measures)
    domain = domains_of([indicator], measures, newest, today=day, at=at)[0]
    item = domain.items[0]
    others = [measure for measure in item.measures if measure != item.measure]
    wanted = {measure.pk for measure in others}
    said = said_of(one for key, one in facts.items() if key[0] in wanted) if then else said_today(wanted)
    return IndicatorPage(
        domain=domain.title,
        item=item,
        is_in_use=bool(indicator.definitions_today),
        objectives=tuple(indicator.objectives.values_list("title", flat=True)),
        definition=next((_definition(indicator, row, then) for row in indicator.definitions_today), None),
        definitions=_definitions(indicator, then),
        measure=measure_part(user, item.measure, today=today, then=then) if item.measure else None,
        others=tuple(_other(measure, said.get(measure.pk)) for measure in others),
        question=QUESTIONS[Kind(indicator.kind)],
        judgements=latest_judgements(user, [indicator], as_at=day)[indicator.pk],
    )


def measure_visible_to(user: User, code: str, *, today: date, then: Moment | None = None) -> MeasurePage | None:
    """The page of one measure, or None when there is none that `user` may see."""
    measure = _measure(user, code, then)
    if measure is None:
        return None
    indicator = measure.indicator
    return MeasurePage(
        item=_wording(indicator, then) if indicator else "",
        slug=indicator.slug if indicator else "",
        measure=measure_part(user, measure, today=today, then=then),
    )


def series_visible_to(user: User, code: str, *, today: date, then: Moment | None = None) -> ChartSpec | None:
    """The chart of one measure, or None when there is none that `user` may see or it has no figures."""
    measure = _measure(user, code, then)
    return chart_of(measure, today=today, then=then) if measure else None


def areas_visible_to(user: User, code: str, *, today: date, then: Moment | None = None) -> AreaChart | None:
    """One measure across areas, or None when there is none that `user` may see or nothing to compare."""
    measure = _measure(user, code, then)
    chart = chart_of(measure, today=today, then=then) if measure else None
    return areas_of(measure, chart, today=today, then=then)[0] if measure and chart else None


def _measure(user: User, code: str, then: Moment | None) -> Measure | None:
    """The measure of this code, as it is or as it was at a moment."""
    measure = measures_visible_to(user).select_related("indicator__topic").filter(code=code).first()
    if measure and then:
        as_known([measure], then.at)
    return measure


def _wording(indicator: Indicator, then: Moment | None) -> str:
    """What the indicator is called, or was at a moment."""
    if then is None:
        return indicator.wording
    found = with_definition(Indicator.objects.filter(pk=indicator.pk), then.day, then.at).get().definitions_today
    return found[0].wording if found else indicator.wording


def _other(measure: Measure, said: Said | None) -> OtherFigure:
    return OtherFigure(
        code=measure.code,
        title=measure.title,
        relation=RELATION_WORDS[Relation(measure.relation)],
        said=said,
        spark=sparkline(said.spark) if said else None,
    )


def _definitions(indicator: Indicator, then: Moment | None) -> tuple[Definition, ...]:
    """Every definition there has been, or had been at a moment, the newest first."""
    rows = indicator.definitions.select_related("source_agency", "recorded_by")
    if then is not None:
        rows = rows.filter(Q(recorded_at=None) | Q(recorded_at__lte=then.at), starts_on__lte=then.day)
    return tuple(_definition(indicator, row, then) for row in rows)


def _definition(indicator: Indicator, definition: IndicatorDefinition, then: Moment | None) -> Definition:
    first = date_words(definition.starts_on)
    has_ended = definition.ends_on is not None and (then is None or definition.ends_on < then.day)
    return Definition(
        in_effect=f"{first} to {date_words(definition.ends_on)}" if has_ended else f"From {first}",
        document=definition.document,
        wording=definition.wording,
        wording_to_be_confirmed=definition.wording_to_be_confirmed,
        fields=tuple((label, value or NOT_YET_AGREED) for label, value in _fields(indicator, definition)),
        data_notes=definition.data_notes,
        reason=definition.reason,
        recorded_by=str(definition.recorded_by or ""),
        challenge_questions=tuple(line for line in definition.challenge_questions.splitlines() if line.strip()),
    )


def _fields(indicator: Indicator, definition: IndicatorDefinition) -> Sequence[tuple[str, str]]:
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
