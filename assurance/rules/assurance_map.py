"""
The assurance map: for each thing the Partnership must be sure of, which tiers have current assurance, and which none.

Source: Scrutiny and Assurance Framework, section 4 with Figure 1: "gaps, weaknesses and strengths against known risks"
(R85). Made of values alone; the day is given.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.evidence_tiers import Element, Freshness, Strength, Tier, freshness_of
from assurance.rules.wording import counted


class Rows(StrEnum):
    """What the rows of the map are."""

    OBJECTIVES = "objectives"
    INDICATORS = "indicators"
    PRIORITIES = "priorities"
    THEMES = "themes"
    RISKS = "risks"
    SUBJECTS = "subjects"


ROWS_WORDS = MappingProxyType(
    {
        Rows.OBJECTIVES: "Objectives",
        Rows.INDICATORS: "Indicators",
        Rows.PRIORITIES: "Priorities",
        Rows.THEMES: "Themes",
        Rows.RISKS: "Risks",
        Rows.SUBJECTS: "Subjects of returns",
    }
)
# One of them, and several, for a sentence.
ROWS_NOUNS = MappingProxyType(
    {
        Rows.OBJECTIVES: ("objective", "objectives"),
        Rows.INDICATORS: ("indicator", "indicators"),
        Rows.PRIORITIES: ("priority", "priorities"),
        Rows.THEMES: ("theme", "themes"),
        Rows.RISKS: ("risk", "risks"),
        Rows.SUBJECTS: ("subject of returns", "subjects of returns"),
    }
)


@dataclass(frozen=True)
class Subject:
    """One thing to be sure of. `topic` is the slug of its topic, if it is one, and `url` its page."""

    key: str
    title: str
    topic: str = ""
    url: str = ""


@dataclass(frozen=True)
class Held:
    """An item as far as the map shows it, for one of the subjects it supports."""

    subject: str
    item: str
    title: str
    tier: Tier
    element: Element
    strength: Strength
    dated_on: date
    current_until: date


@dataclass(frozen=True)
class Cell:
    """
    One tier and element of a subject: the newest item that is current, or else the newest there is; None for none.

    `number` counts the items of the cell, `current` those of them that are not stale.
    """

    tier: Tier
    element: Element
    held: Held | None
    freshness: Freshness | None
    number: int
    current: int

    @property
    def is_current(self) -> bool:
        """Whether there is current assurance here."""
        return self.current > 0


@dataclass(frozen=True)
class Row:
    """A subject with its cells, in the order of the columns, and the tiers that have current assurance of it."""

    subject: Subject
    cells: tuple[Cell, ...]
    tiers: frozenset[Tier]

    @property
    def is_full(self) -> bool:
        """Whether all three tiers have current assurance of it."""
        return len(self.tiers) == len(Tier)

    def cells_of(self, tier: Tier) -> tuple[Cell, ...]:
        """Its cells under one tier."""
        return tuple(cell for cell in self.cells if cell.tier == tier)


@dataclass(frozen=True)
class AssuranceMap:
    """The rows shown, what the columns are, and how many rows there are of which kind before any are left out."""

    rows: tuple[Row, ...]
    tiers: tuple[Tier, ...]
    elements: tuple[Element, ...]
    total: int
    full: int
    none: int


def map_of(
    subjects: Sequence[Subject],
    held: Iterable[Held],
    today: date,
    *,
    tiers: Collection[Tier] = (),
    elements: Collection[Element] = (),
    only_gaps: bool = False,
) -> AssuranceMap:
    """
    The map of subjects, in their order, with the columns of `tiers` and `elements` (all without any named).

    The counts are of all three tiers and every element, whatever columns are shown. With `only_gaps` a row is shown if
    one of the tiers shown has no current assurance of it under the elements shown.
    """
    columns = tuple(tier for tier in Tier if tier in tiers or not tiers)
    under = tuple(element for element in Element if element in elements or not elements)
    by_cell: dict[tuple[str, Tier, Element], list[Held]] = {}
    for one in held:
        by_cell.setdefault((one.subject, one.tier, one.element), []).append(one)
    whole = [_row(subject, by_cell, today) for subject in subjects]
    shown = [_narrowed(row, columns, under) for row in whole]
    return AssuranceMap(
        rows=tuple(row for row in shown if not only_gaps or _has_gap(row, columns)),
        tiers=columns,
        elements=under,
        total=len(whole),
        full=sum(row.is_full for row in whole),
        none=sum(not row.tiers for row in whole),
    )


def _row(subject: Subject, by_cell: dict[tuple[str, Tier, Element], list[Held]], today: date) -> Row:
    cells = tuple(
        cell_of(tier, element, by_cell.get((subject.key, tier, element), ()), today)
        for tier in Tier
        for element in Element
    )
    return Row(subject, cells, frozenset(cell.tier for cell in cells if cell.is_current))


def cell_of(tier: Tier, element: Element, held: Collection[Held], today: date) -> Cell:
    """The cell of these items: a current one goes before a stale one, then the newer before the older."""
    current = [one for one in held if freshness_of(one.current_until, today) != Freshness.STALE]
    newest = max(current or held, key=lambda one: (one.dated_on, one.current_until, one.item), default=None)
    freshness = freshness_of(newest.current_until, today) if newest else None
    return Cell(tier, element, newest, freshness, len(held), len(current))


def _narrowed(row: Row, tiers: Collection[Tier], elements: Collection[Element]) -> Row:
    cells = tuple(cell for cell in row.cells if cell.tier in tiers and cell.element in elements)
    return Row(row.subject, cells, row.tiers)


def _has_gap(row: Row, tiers: Collection[Tier]) -> bool:
    return any(not any(cell.is_current for cell in row.cells_of(tier)) for tier in tiers)


def summary_of(found: AssuranceMap, rows: Rows) -> str:
    """
    The map in a sentence: "12 of 26 indicators have current assurance from all three tiers; 5 have none."

    Blank for a map without rows.
    """
    if not found.total:
        return ""
    of_all = counted(found.total, *ROWS_NOUNS[rows])
    none = "none has none" if not found.none else f"{found.none} {'has' if found.none == 1 else 'have'} none"
    full = "None" if not found.full else str(found.full)
    verb = "has" if found.full <= 1 else "have"
    return f"{full} of {of_all} {verb} current assurance from all three tiers; {none}."


def age_words(dated_on: date, today: date) -> str:
    """How old an item is: "today", "12 days old", "5 months old", "2 years old"."""
    days = (today - dated_on).days
    if days < 1:
        return "today"
    if days < 61:
        return f"{counted(days, 'day')} old"
    months = (today.year - dated_on.year) * 12 + today.month - dated_on.month - (today.day < dated_on.day)
    return f"{counted(months, 'month')} old" if months < 24 else f"{counted(months // 12, 'year')} old"
