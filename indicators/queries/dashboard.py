"""The dashboard: the items of Appendix 1 by domain, each with the figures nearest to it (R53 to R60)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from indicators.models import Indicator, IndicatorDefinition, Measure, Objective
from indicators.queries.figures import (
    Figure,
    attributions_of,
    figures_of,
    measures_visible_to,
    newest_figures,
)
from indicators.rules.figures import definition_state, worth_of
from indicators.rules.vocabulary import (
    NOT_YET_AGREED,
    RELATION_SENTENCES,
    WORTH_SENTENCES,
    WORTH_TALLIES,
    Kind,
    Relation,
    Worth,
)


@dataclass(frozen=True)
class Item:
    """
    An item of Appendix 1: its wording, what is agreed about it, and its figures, the closest first.

    `headline` is the closest figure that is more than background; `measured` says in words what it is worth.
    """

    slug: str
    code: str
    wording: str
    kind: str
    has_number: bool
    wording_to_be_confirmed: bool
    is_early_warning: bool
    definition: str
    worth: Worth
    measured: str
    headline: Figure | None
    figures: tuple[Figure, ...]

    @property
    def further(self) -> int:
        """How many figures there are beside the headline."""
        return len(self.figures) - bool(self.headline)


@dataclass(frozen=True)
class DomainItems:
    """A domain with its rationale and items."""

    number: int
    title: str
    rationale: str
    lead_in: str
    has_numbers: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Dashboard:
    """The objectives, how many items are worth what, the domains, the figures of no item, and what licences ask."""

    objectives: tuple[str, ...]
    tallies: tuple[tuple[int, str], ...]
    domains: tuple[DomainItems, ...]
    background: tuple[Figure, ...]
    attributions: tuple[str, ...]
    relation_sentences: tuple[str, ...] = tuple(RELATION_SENTENCES.values())

    @property
    def item_count(self) -> int:
        """How many items there are."""
        return sum(len(domain.items) for domain in self.domains)

    @property
    def without_definition(self) -> int:
        """How many items have no agreed definition at all (R69)."""
        return sum(item.definition == NOT_YET_AGREED for domain in self.domains for item in domain.items)


def indicators_visible_to(user: User) -> QuerySet[Indicator]:
    """Every indicator with its topic and domain, for those who may read indicators; none for others."""
    return every_indicator() if may(user, Permission.READ_INDICATORS) else Indicator.objects.none()


def every_indicator() -> QuerySet[Indicator]:
    """Every indicator, for papers that are scoped by their readers. Pages ask `indicators_visible_to`."""
    return Indicator.objects.select_related("topic", "domain", "parent")


def dashboard_visible_to(user: User, *, today: date) -> Dashboard:
    """The dashboard on a day. The number of queries does not grow with the rows."""
    measures = list(measures_visible_to(user))
    found = figures_of(measures, newest_figures(measures), today=today)
    indicators = with_definition(indicators_visible_to(user), today)
    domains = domains_of(indicators, measures, found)
    background = tuple(
        found[measure.pk] for measure in measures if measure.indicator_id is None and measure.pk in found
    )
    return Dashboard(
        objectives=tuple(Objective.objects.values_list("title", flat=True)) if domains else (),
        tallies=_tallies(domains),
        domains=domains,
        background=background,
        attributions=attributions_of(found.values()),
    )


def _tallies(domains: Iterable[DomainItems]) -> tuple[tuple[int, str], ...]:
    counts = Counter(item.worth for domain in domains for item in domain.items)
    return tuple((counts[worth], words) for worth, words in WORTH_TALLIES.items() if counts[worth])


def with_definition(indicators: QuerySet[Indicator], today: date) -> QuerySet[Indicator]:
    """The indicators, each with the definition in effect today as `definitions_today`."""
    return indicators.prefetch_related(
        Prefetch("definitions", IndicatorDefinition.objects.on(today), to_attr="definitions_today")
    )


def domains_of(
    indicators: Iterable[Indicator], measures: Iterable[Measure], found: dict[int, Figure]
) -> tuple[DomainItems, ...]:
    """The domains of the indicators, items in the order of Appendix 1, parts after what they are parts of."""
    of_indicator: dict[int | None, list[Measure]] = defaultdict(list)
    for measure in measures:
        if measure.pk in found:
            of_indicator[measure.indicator_id].append(measure)
    by_domain: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in sorted(indicators, key=_place):
        by_domain[indicator.domain.number].append(indicator)
    return tuple(_domain(rows, of_indicator, found) for rows in by_domain.values())


def _domain(
    indicators: list[Indicator], of_indicator: dict[int | None, list[Measure]], found: dict[int, Figure]
) -> DomainItems:
    domain = indicators[0].domain
    items = tuple(_item(indicator, of_indicator[indicator.pk], found) for indicator in indicators)
    return DomainItems(
        number=domain.number,
        title=domain.title,
        rationale=domain.rationale,
        lead_in=domain.lead_in,
        has_numbers=any(item.has_number for item in items),
        items=items,
    )


def _item(indicator: Indicator, measures: list[Measure], found: dict[int, Figure]) -> Item:
    definition = next(iter(indicator.definitions_today), None)
    ordered = sorted(measures, key=lambda measure: (list(Relation).index(Relation(measure.relation)), measure.position))
    relations = [Relation(measure.relation) for measure in measures if found[measure.pk].has_ever_had_a_value]
    worth = worth_of(Kind(indicator.kind), relations)
    closest = [measure for measure in ordered if measure.relation != Relation.CONTEXT]
    return Item(
        slug=indicator.slug,
        code=code_of(indicator),
        wording=indicator.wording,
        kind=indicator.get_kind_display(),
        has_number=indicator.kind == Kind.NUMBER_AND_JUDGEMENT,
        wording_to_be_confirmed=bool(definition and definition.wording_to_be_confirmed),
        is_early_warning=bool(definition and definition.is_early_warning),
        definition=definition_state(agreed_fields(indicator, definition)),
        worth=worth,
        measured=WORTH_SENTENCES[worth],
        headline=found[closest[0].pk] if closest else None,
        figures=tuple(found[measure.pk] for measure in ordered),
    )


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
    return ".".join(str(number) for number in _place(indicator))


def _place(indicator: Indicator) -> tuple[int, ...]:
    if indicator.parent is None:
        return indicator.domain.number, indicator.position
    return indicator.domain.number, indicator.parent.position, indicator.position
