"""The items of Appendix 1 by domain, each with the figure nearest to it (R53 to R60)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from indicators.models import Indicator, IndicatorDefinition, Measure
from indicators.queries.figures import Figure, Newest, figures_of
from indicators.rules.figures import definition_state, worth_of
from indicators.rules.vocabulary import WORTH_SENTENCES, Kind, Relation, Worth


@dataclass(frozen=True)
class Item:
    """
    An item of Appendix 1: its wording, what is agreed about it, and the figure nearest to it.

    `measures` are those that have figures, the closest first; `measure` is the closest that is more than background,
    `headline` its figure, and `measured` says in words what they are worth. `agencies` names those they come from.
    """

    indicator: int
    topic: int
    slug: str
    code: str
    wording: str
    kind: str
    has_number: bool
    wording_to_be_confirmed: bool
    is_early_warning: bool
    definition: str
    has_owner: bool
    agencies: Mapping[str, str]
    worth: Worth
    measured: str
    measures: tuple[Measure, ...]
    measure: Measure | None
    headline: Figure | None

    @property
    def further(self) -> int:
        """How many figures there are beside the headline."""
        return len(self.measures) - bool(self.headline)


@dataclass(frozen=True)
class DomainItems:
    """A domain with its rationale and items."""

    number: int
    title: str
    rationale: str
    lead_in: str
    has_numbers: bool
    items: tuple[Item, ...]


def indicators_visible_to(user: User) -> QuerySet[Indicator]:
    """Every indicator with its topic and domain, for those who may read indicators; none for others."""
    return every_indicator() if may(user, Permission.READ_INDICATORS) else Indicator.objects.none()


def every_indicator() -> QuerySet[Indicator]:
    """Every indicator, for papers that are scoped by their readers. Pages ask `indicators_visible_to`."""
    return Indicator.objects.select_related("topic", "domain", "parent")


def with_definition(indicators: QuerySet[Indicator], day: date, at: datetime | None = None) -> QuerySet[Indicator]:
    """The indicators, each with the definition in effect on a day, as it was known at a moment."""
    definitions = IndicatorDefinition.objects.on(day).select_related("source_agency").order_by("-starts_on")
    if at is not None:
        definitions = definitions.filter(Q(recorded_at=None) | Q(recorded_at__lte=at))
    return indicators.prefetch_related(Prefetch("definitions", definitions, to_attr="definitions_today"))


def domains_of(
    indicators: Iterable[Indicator],
    measures: Iterable[Measure],
    newest: Mapping[int, Newest],
    *,
    today: date,
    at: datetime | None = None,
) -> tuple[DomainItems, ...]:
    """
    The domains of the indicators (which must come `with_definition`), items in the order of Appendix 1.

    Parts come after what they are parts of. Two queries, for what the headline figures are compared with.
    """
    ordered = sorted(indicators, key=place_of)
    of_indicator = _by_closeness(measures, newest)
    headlines = {pk: closest for pk, several in of_indicator.items() if (closest := _headline(several))}
    leading = list(headlines.values())
    figures = figures_of(leading, newest, today=today, at=at)
    by_domain: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in ordered:
        by_domain[indicator.domain.number].append(indicator)
    return tuple(_domain(rows, of_indicator, figures, newest) for rows in by_domain.values())


def _by_closeness(measures: Iterable[Measure], newest: Mapping[int, Newest]) -> dict[int | None, list[Measure]]:
    found: dict[int | None, list[Measure]] = defaultdict(list)
    for measure in sorted(
        measures, key=lambda measure: (list(Relation).index(Relation(measure.relation)), measure.position)
    ):
        if measure.pk in newest:
            found[measure.indicator_id].append(measure)
    return found


def _headline(measures: Sequence[Measure]) -> Measure | None:
    return next((measure for measure in measures if measure.relation != Relation.CONTEXT), None)


def _domain(
    indicators: list[Indicator],
    of_indicator: Mapping[int | None, list[Measure]],
    figures: Mapping[int, Figure],
    newest: Mapping[int, Newest],
) -> DomainItems:
    domain = indicators[0].domain
    items = tuple(_item(indicator, of_indicator.get(indicator.pk, []), figures, newest) for indicator in indicators)
    return DomainItems(
        number=domain.number,
        title=domain.title,
        rationale=domain.rationale,
        lead_in=domain.lead_in,
        has_numbers=any(item.has_number for item in items),
        items=items,
    )


def _item(
    indicator: Indicator, measures: Sequence[Measure], figures: Mapping[int, Figure], newest: Mapping[int, Newest]
) -> Item:
    definition = next(iter(indicator.definitions_today), None)
    relations = [Relation(measure.relation) for measure in measures if newest[measure.pk].published is not None]
    worth = worth_of(Kind(indicator.kind), relations)
    headline = _headline(measures)
    return Item(
        indicator=indicator.pk,
        topic=indicator.topic_id,
        slug=indicator.slug,
        code=code_of(indicator),
        wording=definition.wording if definition else indicator.wording,
        kind=indicator.get_kind_display(),
        has_number=indicator.kind == Kind.NUMBER_AND_JUDGEMENT,
        wording_to_be_confirmed=bool(definition and definition.wording_to_be_confirmed),
        is_early_warning=bool(definition and definition.is_early_warning),
        definition=definition_state(agreed_fields(indicator, definition)),
        has_owner=bool(definition and definition.owner),
        agencies=_agencies(definition, measures),
        worth=worth,
        measured=WORTH_SENTENCES[worth],
        measures=tuple(measures),
        measure=headline,
        headline=figures[headline.pk] if headline else None,
    )


def _agencies(definition: IndicatorDefinition | None, measures: Sequence[Measure]) -> dict[str, str]:
    """The agencies the figures of an item come from, or are to come from: name by slug."""
    asked = [measure.source_agency for measure in measures]
    asked.append(definition.source_agency if definition else None)
    return {agency.slug: agency.name for agency in asked if agency}


def agreed_fields(indicator: Indicator, definition: IndicatorDefinition | None) -> list[object]:
    """What a definition of this kind needs before the Partnership can be said to have agreed it."""
    if definition is None:
        return []
    needed: list[object] = [definition.frequency, definition.owner]
    if indicator.kind == Kind.NUMBER_AND_JUDGEMENT:
        needed += [
            definition.numerator,
            definition.denominator,
            definition.counts,
            definition.unit,
            definition.polarity,
            definition.source_agency_id,
        ]
    return needed


def code_of(indicator: Indicator) -> str:
    """The place of an item in Appendix 1, such as "2.13", and of a part of it, such as "2.13.1"."""
    return ".".join(str(number) for number in place_of(indicator))


def place_of(indicator: Indicator) -> tuple[int, ...]:
    """What the items are ordered by: domain, place in it, and place among the parts of an item."""
    if indicator.parent is None:
        return indicator.domain.number, indicator.position
    return indicator.domain.number, indicator.parent.position, indicator.position
