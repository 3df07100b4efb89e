"""`release`: the one way from a table of counts to something that may leave the partnership."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal, final

from indicators.rules.disclosure.decisions import Inequality
from indicators.rules.disclosure.pattern import Choice
from indicators.rules.disclosure.proof import possibilities
from indicators.rules.disclosure.structure import Structure
from indicators.rules.disclosure.tables import Equation, Table

HIDDEN: Final = "c"
ALL_SHOWN = "No count had to be held back."
SOME_HIDDEN = "c: a count from 1 to {highest}, or one from which such a count could be worked out."
WITHHELD = "This table is not published: counts from 1 to {highest} could be worked out from the rest of it."
_MADE_BY_RELEASE: Final = object()

SafeCount = int | Literal["c"]


@final
@dataclass(frozen=True)
class SafeTable:
    """
    What may be published of a table: each cell a count or "c", each ratio a number, None or "c", and a note for both.

    Quotes are among the ratios.

    `withheld` says that nothing may: there are then no cells. `equations` and `after` (what had been published before)
    are kept for the next release. Only `release` makes one; TypeError for whoever else tries.
    """

    cells: Mapping[Hashable, SafeCount]
    ratios: Mapping[Hashable, Decimal | Literal["c"] | None]
    withheld: bool
    note: str
    threshold: int
    equations: tuple[Equation, ...] = field(repr=False)
    after: "tuple[SafeTable, ...]" = field(repr=False)
    made_by: InitVar[object] = None

    def __post_init__(self, made_by: object) -> None:
        if made_by is not _MADE_BY_RELEASE:
            raise TypeError("Only release() makes a SafeTable.")
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))
        object.__setattr__(self, "ratios", MappingProxyType(dict(self.ratios)))


def release(table: Table, published: Sequence[SafeTable] = ()) -> SafeTable:
    """
    `table` with all counts hidden by which, or from which, a count under its threshold could be worked out.

    `published` are the releases that went before, the earliest first, each made with those before it. Their cells and
    equations must be in the table: what was published stays so, what was hidden stays hidden. Where the small counts
    cannot be kept, the whole table is withheld. Raises ValueError when an earlier release is not of this table.
    """
    plan = _Plan(table)
    for number, earlier in enumerate(published):
        if earlier.after != tuple(published[:number]):
            raise ValueError("The earlier releases are not all there, or not in their order.")
        plan.follow(earlier)
    return _safe_table(table, plan.hidden_names() if plan.is_safe() else None, tuple(published))


class _Plan:
    """What is shown and hidden so far, and every decision that was taken on the way."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.names = list(table.counts)
        self.place = {name: place for place, name in enumerate(self.names)}
        self.shown: set[int] = set()
        self.hidden: set[int] = set()
        self.decisions: list[Inequality] = []

    def follow(self, earlier: SafeTable) -> None:
        """Choose again as was chosen for an earlier release of part of the table."""
        if earlier.withheld:
            return
        if earlier.threshold != self.table.threshold:
            raise ValueError("An earlier release was made with another threshold.")
        if not earlier.cells.keys() <= self.place.keys() or not set(earlier.equations) <= set(self.table.equations):
            raise ValueError("The table does not hold all of an earlier release.")
        if any(cell not in (HIDDEN, self.table.counts[name]) for name, cell in earlier.cells.items()):
            raise ValueError("A count has changed since it was published.")
        counts = {name: self.table.counts[name] for name in earlier.cells}
        # What is a total now may have been a count by itself then.
        part = Table(counts, earlier.equations, threshold=earlier.threshold)
        self.decisions += self._choose(part, Structure(part))
        hidden = {name for name, cell in earlier.cells.items() if cell == HIDDEN}
        if {self.names[place] for place in self.hidden} & earlier.cells.keys() != hidden:
            raise ValueError("An earlier release was made of other counts.")
        self.shown |= {self.place[name] for name in earlier.cells.keys() - hidden}

    def is_safe(self) -> bool:
        """Choose for the whole table; whether every hidden cell then keeps its freedom."""
        structure = Structure(self.table)
        self._choose(self.table, structure)
        counts = list(self.table.counts.values())
        below = {place for place, count in enumerate(counts) if 0 < count < self.table.threshold}
        if not below <= self.hidden | self.shown:
            return False
        return not possibilities(structure, counts, self.table.threshold, self.hidden, self.decisions).narrow()

    def hidden_names(self) -> set[Hashable]:
        """The names of the cells hidden so far."""
        return {self.names[place] for place in self.hidden}

    def _choose(self, part: Table, structure: Structure) -> list[Inequality]:
        """Choose for part of the table; what that says of the sizes of single cells."""
        here = [self.place[name] for name in part.counts]
        choice = Choice(
            structure,
            list(part.counts.values()),
            part.threshold,
            shown=[number for number, place in enumerate(here) if place in self.shown],
            hidden=[number for number, place in enumerate(here) if place in self.hidden],
        )
        self.hidden |= {here[number] for number in choice.hidden}
        self.decisions += _renumbered(choice.decisions, here)
        return list(_renumbered(choice.sizes(), here))


def _renumbered(decisions: Sequence[Inequality], places: Sequence[int]) -> Iterator[Inequality]:
    for decision in decisions:
        coefficients = tuple((places[number], times) for number, times in decision.coefficients)
        yield Inequality(coefficients, decision.constant)


def _safe_table(table: Table, hidden: set[Hashable] | None, after: tuple[SafeTable, ...]) -> SafeTable:
    cells: dict[Hashable, SafeCount] = {}
    ratios: dict[Hashable, Decimal | Literal["c"] | None] = {}
    if hidden is None:
        note = WITHHELD
    else:
        note = SOME_HIDDEN if hidden else ALL_SHOWN
        cells = {name: HIDDEN if name in hidden else count for name, count in table.counts.items()}
        ratios = {
            ratio.name: HIDDEN if {ratio.numerator, ratio.denominator} & hidden else ratio.value
            for ratio in table.ratios
        }
        ratios |= {quote.name: quote.value for quote in table.quotes}
    return SafeTable(
        cells=cells,
        ratios=ratios,
        withheld=hidden is None,
        note=note.format(highest=table.threshold - 1),
        threshold=table.threshold,
        equations=table.equations,
        after=after,
        made_by=_MADE_BY_RELEASE,
    )
