"""The suite as it is kept: every indicator with its definition and measures, and the page of one (R54, R60, R68)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Q, QuerySet

from assurance.models import Agency, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words
from indicators.models import Domain, Indicator, IndicatorDefinition, Measure, Objective, SuiteChange
from indicators.queries.figures import measures_visible_to
from indicators.queries.items import agreed_fields, code_of, indicators_visible_to, with_definition
from indicators.queries.suite_texts import DOCUMENT, definition_texts, in_words
from indicators.rules.changes import Text
from indicators.rules.figures import definition_state
from indicators.rules.vocabulary import NOT_YET_AGREED, RELATION_WORDS, Kind, Relation

# What an item that is judged and not counted is not asked for.
OF_FIGURES = frozenset(
    {
        "Numerator",
        "Denominator",
        "What is counted",
        "Unit",
        "Better when",
        "How shorter periods make a longer one",
        "Source agency",
        "Smallest count that may leave the Partnership",
    }
)


# What the table has of each measure, and of the definition in effect: the columns' names with those of the fields.
MEASURE_TEXTS = ("Numerator", "Denominator", "Data note", "Decimal places shown")
ITEM_TEXTS = {
    "Main objectives": "Objectives",
    "Definition in effect": "In effect",
    "Definition from": DOCUMENT,
    "Definition: numerator": "Numerator",
    "Definition: denominator": "Denominator",
    "Definition: what is counted": "What is counted",
    "Definition: unit": "Unit",
    "Definition: better when": "Better when",
    "Definition: how often": "How often",
    "Wording to be confirmed": "Wording to be confirmed",
    "How shorter periods make a longer one": "How shorter periods make a longer one",
    "Smallest count that may leave the Partnership": "Smallest count that may leave the Partnership",
    "Challenge questions": "Challenge questions",
    "Data notes": "Data notes",
    "Why it is defined so": "Reason",
}


@dataclass(frozen=True)
class SuiteItem:
    """An indicator as the overview lists it, with the measures still in use, the closest first."""

    slug: str
    code: str
    wording: str
    is_part: bool
    has_number: bool
    state: str
    owner: str
    is_early_warning: bool
    wording_to_be_confirmed: bool
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class SuiteDomain:
    """A domain with its items in order, parts after what they are parts of."""

    number: int
    title: str
    items: tuple[SuiteItem, ...]


@dataclass(frozen=True)
class Suite:
    """The suite of a day: its domains, the measures of no item, and what has been retired."""

    domains: tuple[SuiteDomain, ...]
    background: tuple[Measure, ...]
    retired: tuple[Indicator, ...]
    retired_measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Version:
    """A definition with its time in words and its fields; a blank one mostly reads "Not yet agreed"."""

    in_effect: str
    definition: IndicatorDefinition
    fields: tuple[Text, ...]


@dataclass(frozen=True)
class SuiteItemPage:
    """All that is kept of one indicator."""

    indicator: Indicator
    item: SuiteItem
    last_day: date | None
    objectives: tuple[str, ...]
    versions: tuple[Version, ...]
    parts: tuple[SuiteItem, ...]
    retired_measures: tuple[Measure, ...]
    changes: tuple[SuiteChange, ...]

    @property
    def newest(self) -> Version:
        """The definition in effect or, of a retired indicator, the last there was."""
        return self.versions[0]


def suite_visible_to(user: User, *, today: date) -> Suite:
    """The suite on a day. The number of queries does not grow with the rows."""
    measures = list(measures_visible_to(user).select_related("indicator", "source_agency"))
    in_use = with_definition(indicators_visible_to(user).in_use_on(today), today)
    items = _items(in_use, measures)
    domains = Domain.objects.all() if may(user, Permission.READ_INDICATORS) else Domain.objects.none()
    return Suite(
        domains=tuple(SuiteDomain(row.number, row.title, tuple(items[row.number])) for row in domains),
        background=tuple(measure for measure in measures if measure.indicator_id is None and measure.is_current),
        retired=tuple(indicators_visible_to(user).exclude(pk__in=[row.pk for row in in_use])),
        retired_measures=tuple(measure for measure in measures if not measure.is_current),
    )


def suite_table(user: User, *, today: date) -> Table:
    """The suite as a table to download: a row a measure, and one for an indicator that has none."""
    headers = ["Domain", "Item", "Wording", "Definition", "Owner", "Early warning indicator", "Measure", "Code"]
    headers += ["How close it is", "Unit", "How often", "Better when", "Agency asked", *MEASURE_TEXTS, *ITEM_TEXTS]
    rows: list[list[Cell]] = []
    suite = suite_visible_to(user, today=today)
    said = _definitions_in_effect(today)
    for domain in suite.domains:
        for item in domain.items:
            first: list[Cell] = [domain.title, item.code, item.wording, item.state, item.owner]
            first.append("Yes" if item.is_early_warning else "No")
            last = [said.get(item.slug, {}).get(name, "") for name in ITEM_TEXTS.values()]
            measures = [_measure_cells(measure) for measure in item.measures] or [[""] * (7 + len(MEASURE_TEXTS))]
            rows += [[*first, *measure, *last] for measure in measures]
    no_item = [""] * len(ITEM_TEXTS)
    rows += [["Background", "", "", "", "", "", *_measure_cells(measure), *no_item] for measure in suite.background]
    return headers, rows


def _definitions_in_effect(today: date) -> dict[str, dict[str, str]]:
    """What the definition of each indicator in effect on a day says, field by field, with why it was recorded."""
    found = IndicatorDefinition.objects.on(today).select_related("indicator", "source_agency")
    return {
        one.indicator.slug: dict(definition_texts(one))
        | {
            "Reason": one.reason,
            "In effect": in_effect(one),
            "Objectives": "; ".join(objective.title for objective in one.indicator.objectives.all()),
        }
        for one in found.prefetch_related("indicator__objectives")
    }


def in_effect(definition: IndicatorDefinition) -> str:
    """The time a definition holds, in words."""
    first = date_words(definition.starts_on)
    return f"{first} to {date_words(definition.ends_on)}" if definition.ends_on else f"From {first}"


def suite_item_page(user: User, indicator: Indicator, *, today: date) -> SuiteItemPage:
    """The page of one indicator of `indicators_visible_to`."""
    measures = list(measures_visible_to(user).filter(indicator=indicator).select_related("source_agency"))
    versions = indicator.definitions.select_related("source_agency", "recorded_by").order_by("-starts_on")
    parts = with_definition(indicators_visible_to(user).filter(parent=indicator).in_use_on(today), today)
    whole = with_definition(indicators_visible_to(user).filter(pk=indicator.pk), today).get()
    of_parts = measures_visible_to(user).filter(indicator__in=parts)
    return SuiteItemPage(
        indicator=indicator,
        item=_item(whole, [measure for measure in measures if measure.is_current]),
        last_day=versions[0].ends_on,
        objectives=tuple(indicator.objectives.values_list("title", flat=True)),
        versions=tuple(_version(indicator, definition) for definition in versions),
        parts=tuple(_items(parts, of_parts)[indicator.domain.number]),
        retired_measures=tuple(measure for measure in measures if not measure.is_current),
        changes=tuple(changes_visible_to(user).filter(Q(indicator=indicator) | Q(measure__indicator=indicator))),
    )


def changes_visible_to(user: User) -> QuerySet[SuiteChange]:
    """The history of the suite, the newest first, for those who read indicators."""
    if not may(user, Permission.READ_INDICATORS):
        return SuiteChange.objects.none()
    return SuiteChange.objects.select_related("changed_by", "indicator__topic", "measure", "area")


def changes_table(user: User) -> Table:
    """The history as a table to download: a row for each thing that became different."""
    headers = ["When", "Who", "Change", "Of what", "Field", "Before", "After", "Why"]
    rows: list[list[Cell]] = []
    for change in changes_visible_to(user):
        about = change.indicator.wording if change.indicator else str(change.measure or change.area)
        first: list[Cell] = [change.changed_at, str(change.changed_by), change.get_kind_display(), about]
        rows += [[*first, *difference, change.reason] for difference in change.what or [("", "", "")]]
    return headers, rows


def objectives_offered() -> QuerySet[Objective]:
    """The four main objectives, to choose from."""
    return Objective.objects.all()


def domains_offered() -> QuerySet[Domain]:
    """The domains, to add an indicator to."""
    return Domain.objects.all()


def agencies_offered(today: date, *chosen: Agency | None) -> QuerySet[Agency]:
    """The agencies of today, and those chosen before although they have ended."""
    kept = [agency.pk for agency in chosen if agency]
    current = Agency.objects.on(today).values("pk")
    return Agency.objects.filter(Q(pk__in=current) | Q(pk__in=kept))


def indicators_offered(user: User, *, today: date) -> list[tuple[str, str]]:
    """The indicators in use with their places, to hang a measure below: pairs of slug and words."""
    rows = sorted(indicators_visible_to(user).in_use_on(today), key=attrgetter("place"))
    return [(row.slug, f"{code_of(row)} {row.wording}") for row in rows]


def _items(indicators: Iterable[Indicator], measures: Iterable[Measure]) -> dict[int, list[SuiteItem]]:
    of_indicator = defaultdict(list)
    for measure in measures:
        if measure.is_current:
            of_indicator[measure.indicator_id].append(measure)
    found = defaultdict(list)
    for indicator in sorted(indicators, key=attrgetter("place")):
        found[indicator.domain.number].append(_item(indicator, of_indicator[indicator.pk]))
    return found


def _item(indicator: Indicator, measures: Sequence[Measure]) -> SuiteItem:
    definition = next(iter(indicator.definitions_today), None)
    closeness = list(Relation)
    return SuiteItem(
        slug=indicator.slug,
        code=code_of(indicator),
        wording=indicator.wording,
        is_part=indicator.parent_id is not None,
        has_number=indicator.kind == Kind.NUMBER_AND_JUDGEMENT,
        state=definition_state(agreed_fields(indicator, definition)),
        owner=definition.owner if definition and definition.owner else NOT_YET_AGREED,
        is_early_warning=bool(definition and definition.is_early_warning),
        wording_to_be_confirmed=bool(definition and definition.wording_to_be_confirmed),
        measures=tuple(sorted(measures, key=lambda one: (closeness.index(Relation(one.relation)), one.position))),
    )


def _version(indicator: Indicator, definition: IndicatorDefinition) -> Version:
    fields = [
        in_words((label, text))
        for label, text in definition_texts(definition)
        if indicator.kind == Kind.NUMBER_AND_JUDGEMENT or label not in OF_FIGURES
    ]
    return Version(
        in_effect=in_effect(definition),
        definition=definition,
        fields=tuple(fields),
    )


def _measure_cells(measure: Measure) -> list[Cell]:
    texts: dict[str, Cell] = {
        "Numerator": measure.numerator,
        "Denominator": measure.denominator,
        "Data note": measure.data_note,
        "Decimal places shown": measure.decimals,
    }
    return [
        measure.title,
        measure.code,
        RELATION_WORDS[Relation(measure.relation)],
        measure.get_unit_display(),
        measure.get_frequency_display(),
        measure.get_polarity_display(),
        measure.source_agency.name if measure.source_agency else "",
        *[texts[name] for name in MEASURE_TEXTS],
    ]
