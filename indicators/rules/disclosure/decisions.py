"""Sums of counts, and what is decided by them, as linear inequalities."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Inequality:
    """The sum of coefficient times count, plus `constant`, is not negative."""

    coefficients: tuple[tuple[int, int], ...]
    constant: int


@dataclass
class Sum:
    """A sum under construction: its value for the table at hand, and the coefficient of each cell and a constant."""

    value: int = 0
    constant: int = 0
    coefficients: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add_cell(self, cell: int, times: int, count: int) -> None:
        """Add `times` the count of a cell."""
        self.coefficients[cell] += times
        self.value += times * count

    def add_constant(self, number: int) -> None:
        """Add a number that is the same in every table."""
        self.constant += number
        self.value += number

    def at_least(self, bound: int) -> Inequality:
        """That the sum is not below `bound`."""
        return Inequality(tuple(sorted(self.coefficients.items())), self.constant - bound)

    def at_most(self, bound: int) -> Inequality:
        """That the sum is not above `bound`."""
        negative = tuple((cell, -times) for cell, times in sorted(self.coefficients.items()))
        return Inequality(negative, bound - self.constant)
