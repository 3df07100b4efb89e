"""Reading the assurance map: its rows and cells with their words, what each blank leads to, the table (R85)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from assurance.models import PartnershipGroup, Priority, Risk, Support, Theme, Topic, User
from assurance.permissions import may
from assurance.queries.forward_plan import may_plan
from assurance.queries.items import items_visible_to, topic_url
from assurance.queries.plans import priorities_shown
from assurance.queries.tables import Table
from assurance.queries.themes import themes_visible_to
from assurance.rules.assurance_map import AssuranceMap, Cell, Held, Row, Rows, Subject, age_words, map_of, summary_of
from assurance.rules.evidence_tiers import (
    ELEMENT_WORDS,
    STRENGTH_SHORT,
    STRENGTH_WORDS,
    TIER_SHORT,
    TIER_WORDS,
    Element,
    Strength,
    Tier,
    fresh_in_short,
    freshness_words,
)
from assurance.rules.risks import RiskState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell as TableCell
from assurance.rules.themes import ENDED
from assurance.rules.wording import date_words

PLANNING_GROUP = "saas"
TITLE_LENGTH = 240
OF_ITEM = ("item", "item__title", "item__tier", "item__element", "item__strength", "item__dated_on")
LINKS: Mapping[Rows, str] = {Rows.PRIORITIES: "priority", Rows.THEMES: "theme", Rows.RISKS: "risk"}
KINDS: Mapping[Rows, Topic.Kind] = {
    Rows.OBJECTIVES: Topic.Kind.OBJECTIVE,
    Rows.INDICATORS: Topic.Kind.INDICATOR,
    Rows.SUBJECTS: Topic.Kind.THEME,
}
# What else counts for a row than what supports it itself, as the page says it; blank for nothing.
THROUGH: Mapping[Rows, str] = {
    Rows.OBJECTIVES: "an indicator that serves the objective",
    Rows.PRIORITIES: "an indicator or subject the priority names",
    Rows.THEMES: "an indicator or subject the theme names",
    Rows.RISKS: "an indicator or subject the risk names",
}


@dataclass(frozen=True)
class MapFilters:
    """What the map shows: what its rows are, one tier or element or all (blank), and whether gaps alone."""

    rows: Rows = Rows.INDICATORS
    tier: str = ""
    element: str = ""
    gaps: bool = False


@dataclass(frozen=True)
class ShownCell:
    """A cell in words: how much assurance, how old, how fresh; where a gap can be put on the forward plan."""

    cell: Cell
    element: str
    url: str
    title: str
    strength: str
    age: str
    fresh: str
    others: int
    plan_url: str


@dataclass(frozen=True)
class ShownTier:
    """
    The cells of a row under one tier.

    In a list the blank ones are one line: the `blank` elements in words, and one place to put them on the forward plan.
    """

    short: str
    cells: tuple[ShownCell, ...]
    blank: str
    plan_url: str

    @property
    def held(self) -> tuple[ShownCell, ...]:
        """The cells with an item."""
        return tuple(cell for cell in self.cells if cell.cell.held)


@dataclass(frozen=True)
class ShownRow:
    """A row of the map in words."""

    row: Row
    tiers: tuple[ShownTier, ...]


@dataclass(frozen=True)
class MapPage:
    """The map as its page shows it; `tiers` and `elements` head the columns."""

    found: AssuranceMap
    summary: str
    tiers: tuple[tuple[str, str], ...]
    elements: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    through: str


def map_page(user: User, filters: MapFilters, today: date) -> MapPage:
    """The map for those who may read assurance; empty for others. A fixed number of queries."""
    found = _map(user, filters, today)
    group = PartnershipGroup.objects.filter(slug=PLANNING_GROUP).first()
    plan = reverse("assurance:plan_add", args=[PLANNING_GROUP]) if group and may_plan(user, group) else ""
    return MapPage(
        found=found,
        summary=summary_of(found, filters.rows),
        tiers=tuple((TIER_SHORT[tier], TIER_WORDS[tier]) for tier in found.tiers),
        elements=tuple(ELEMENT_WORDS[element] for element in found.elements),
        rows=tuple(_shown(row, found, plan, today) for row in found.rows),
        through=THROUGH.get(filters.rows, ""),
    )


def _map(user: User, filters: MapFilters, today: date) -> AssuranceMap:
    if not may(user, Permission.READ_ASSURANCE):
        return map_of((), (), today)
    subjects, held = _of_topics(user, filters.rows) if filters.rows not in LINKS else _of_links(user, filters, today)
    return map_of(
        subjects,
        held,
        today,
        tiers=[Tier(filters.tier)] if filters.tier else (),
        elements=[Element(filters.element)] if filters.element else (),
        only_gaps=filters.gaps,
    )


def _of_topics(user: User, rows: Rows) -> tuple[list[Subject], list[Held]]:
    """The topics of a kind, and what supports them; for an objective also what supports an indicator that serves it."""
    topics = Topic.objects.filter(is_current=True, kind=KINDS[rows]).order_by("position", "title")
    if rows == Rows.OBJECTIVES:
        # The forward plan takes no objective for its topic, and an objective has no page.
        return [Subject(str(one.pk), one.title) for one in topics], _of_objectives(user, [one.pk for one in topics])
    subjects = [Subject(str(one.pk), one.title, one.slug, topic_url(one, user)) for one in topics]
    return subjects, _held(user, "topic", Q(topic__in=[one.pk for one in topics]))


def _of_objectives(user: User, keys: Sequence[int]) -> list[Held]:
    serving: Mapping[int, Sequence[int]] = import_string(settings.TOPICS_SERVING)(keys)
    by_topic: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for topic in (key, *serving.get(key, ())):
            by_topic[str(topic)].append(str(key))
    return _spread(_held(user, "topic", Q(topic__in=[int(topic) for topic in by_topic])), by_topic)


def _spread(held: Iterable[Held], by_topic: Mapping[str, Sequence[str]], direct: Iterable[Held] = ()) -> list[Held]:
    """What supports topics, for each of the rows of these; with what supports rows themselves. Each item once a row."""
    through = [_for(one, subject) for one in held for subject in by_topic[one.subject]]
    return list({(one.subject, one.item): one for one in [*through, *direct]}.values())


def _of_links(user: User, filters: MapFilters, today: date) -> tuple[list[Subject], list[Held]]:
    """
    The priorities, themes or risks, and what supports them: themselves, or one of the topics they name.

    An item that supports both counts once.
    """
    name = LINKS[filters.rows]
    listed = list(_linked(user, filters.rows, today))
    keys = [one.pk for one in listed]
    model: Any = type(listed[0]) if listed else Priority
    by_topic: dict[str, list[str]] = defaultdict(list)
    for key, topic in model.objects.filter(pk__in=keys, topics__isnull=False).order_by().values_list("pk", "topics"):
        by_topic[str(topic)].append(str(key))
    through = _held(user, "topic", Q(topic__in=[int(topic) for topic in by_topic]))
    direct = _held(user, name, Q(**{f"{name}__in": keys}))
    page = f"assurance:{name}_detail"
    subjects = [Subject(str(one.pk), str(one), "", reverse(page, args=[one.pk])) for one in listed]
    return subjects, _spread(through, by_topic, direct)


def _linked(user: User, rows: Rows, today: date) -> Iterable[Model]:
    if rows == Rows.PRIORITIES:
        return priorities_shown(user, today)
    themes: QuerySet[Theme] = themes_visible_to(user)
    return themes.exclude(state__in=ENDED) if rows == Rows.THEMES else Risk.objects.filter(state=RiskState.OPEN)


def _held(user: User, name: str, of: Q) -> list[Held]:
    standing = items_visible_to(user).order_by().values("pk")
    found = Support.objects.filter(of, item__in=standing).order_by()
    return [
        Held(str(key), str(item), title, Tier(tier), Element(element), Strength(strength), dated_on, until)
        for key, item, title, tier, element, strength, dated_on, until in found.values_list(
            name, *OF_ITEM, "item__current_until"
        )
    ]


def _for(held: Held, subject: str) -> Held:
    return Held(
        subject, held.item, held.title, held.tier, held.element, held.strength, held.dated_on, held.current_until
    )


def _shown(row: Row, found: AssuranceMap, plan: str, today: date) -> ShownRow:
    return ShownRow(row, tuple(_tier(row, tier, plan, today) for tier in found.tiers))


def _tier(row: Row, tier: Tier, plan: str, today: date) -> ShownTier:
    cells = tuple(_cell(cell, row.subject, plan, today) for cell in row.cells_of(tier))
    blank = [cell.element.lower() for cell in cells if not cell.cell.held]
    return ShownTier(
        short=TIER_SHORT[tier],
        cells=cells,
        blank=", ".join(blank),
        plan_url=_plan_url(plan, tier, blank, row.subject) if plan and blank else "",
    )


def _cell(cell: Cell, subject: Subject, plan: str, today: date) -> ShownCell:
    held, element = cell.held, ELEMENT_WORDS[cell.element]
    return ShownCell(
        cell=cell,
        element=element,
        url=reverse("assurance:item_detail", args=[held.item]) if held else "",
        title=held.title if held else "",
        strength=STRENGTH_SHORT[held.strength] if held else "",
        age=age_words(held.dated_on, today) if held else "",
        fresh=fresh_in_short(held.current_until, today) if held else "",
        others=max(cell.number - 1, 0),
        plan_url=_plan_url(plan, cell.tier, [element.lower()], subject) if plan and not cell.is_current else "",
    )


def _plan_url(plan: str, tier: Tier, elements: Sequence[str], subject: Subject) -> str:
    """Where SAAS puts it on its forward plan, its title and topic written already."""
    words = f"{TIER_SHORT[tier]} assurance ({', '.join(elements)}): {subject.title}"
    asked = {"title": shorten(words, TITLE_LENGTH, placeholder="…")}
    return f"{plan}?{urlencode(asked | ({'topic': subject.topic} if subject.topic else {}))}"


def map_table(user: User, filters: MapFilters, today: date) -> Table:
    """The map as a table to download, a column a tier and element."""
    page = map_page(user, filters, today)
    heads = [f"{words}, {element.lower()}" for _, words in page.tiers for element in page.elements]
    return ["For", *heads, "Tiers with current assurance"], [_table_row(row, today) for row in page.rows]


def _table_row(shown: ShownRow, today: date) -> list[TableCell]:
    cells = [_table_words(cell, today) for tier in shown.tiers for cell in tier.cells]
    return [shown.row.subject.title, *cells, len(shown.row.tiers)]


def _table_words(shown: ShownCell, today: date) -> str:
    held = shown.cell.held
    if held is None:
        return "None"
    fresh = freshness_words(held.current_until, today)
    return f"{STRENGTH_WORDS[held.strength]}. {fresh}. {held.title}, {date_words(held.dated_on)}"
