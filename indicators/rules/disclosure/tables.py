"""Tables of counts as the disclosure boundary takes them: whole numbers, what adds up to what, what is worked out."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

THRESHOLD = 6
# Below it only a 1 would be hidden, and everybody would know what it is.
LOWEST_THRESHOLD = 3


@dataclass(frozen=True)
class Equation:
    """
    `total` is the sum of `parts`.

    Margins, levels of a hierarchy, a year to date and its quarters, a denominator as numerator and rest: all the same.
    """

    total: Hashable
    parts: tuple[Hashable, ...]


@dataclass(frozen=True)
class Ratio:
    """A percentage or rate of two cells, as it is printed. However it is rounded, it gives one away with the other."""

    name: Hashable
    numerator: Hashable
    denominator: Hashable
    value: Decimal | None


@dataclass(frozen=True)
class Quote:
    """A figure without any count behind it that others have published under an open licence: it is out already."""

    name: Hashable
    value: Decimal


@dataclass(frozen=True)
class Table:
    """
    Counts of children or events by name of the cell, with everything a reader could use to work one out from others.

    `equations` must name every sum that holds between the cells, printed or not; counts from 1 to `threshold` - 1 may
    not leave. Raises ValueError for what is no count, does not add up, or names a cell that is not there.
    """

    counts: Mapping[Hashable, int]
    equations: tuple[Equation, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    threshold: int = THRESHOLD
    quotes: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", MappingProxyType(dict(self.counts)))
        if self.threshold < LOWEST_THRESHOLD:
            raise ValueError(f"The threshold is at least {LOWEST_THRESHOLD}.")
        for name, count in self.counts.items():
            if type(count) is not int or count < 0:
                raise ValueError(f"{name} is not a count.")
        named = {name for equation in self.equations for name in (equation.total, *equation.parts)}
        named |= {name for ratio in self.ratios for name in (ratio.numerator, ratio.denominator)}
        if missing := named - self.counts.keys():
            raise ValueError(f"There is no cell {min(map(str, missing))}.")
        self._refuse_circles()
        for equation in self.equations:
            if len(set(equation.parts)) < len(equation.parts):
                raise ValueError(f"{equation.total} is made of a cell twice.")
            if self.counts[equation.total] != sum(self.counts[part] for part in equation.parts):
                raise ValueError(f"{equation.total} is not the sum of its parts.")

    def _refuse_circles(self) -> None:
        made_of: dict[Hashable, set[Hashable]] = defaultdict(set)
        for equation in self.equations:
            made_of[equation.total].update(equation.parts)
        try:
            TopologicalSorter(made_of).prepare()
        except CycleError as circle:
            raise ValueError(f"{circle.args[1][0]} is made of itself.") from None
