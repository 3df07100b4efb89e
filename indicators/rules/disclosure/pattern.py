"""
Which cells are hidden, and every yes or no by which that was decided.

The choice asks of a count only whether it is nought, small (1 to the threshold less one) or large, and of a few sums
whether they leave room. Each such decision is kept as a linear inequality of the counts: so the tables from which the
same cells are hidden by the same decisions are the whole numbers of one polytope, and what somebody learns from knowing
how the choice is made is that the table lies in it, and no more.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, milp

from indicators.rules.disclosure.decisions import Inequality, Sum
from indicators.rules.disclosure.structure import Structure

HIDDEN_ALREADY = 1e-3
NOTHING = 1e-6


class Choice:
    """The choice of the cells to hide in one table: `hidden`, and the `decisions` that led to them."""

    def __init__(
        self,
        structure: Structure,
        counts: Sequence[int],
        threshold: int,
        *,
        shown: Collection[int] = (),
        hidden: Collection[int] = (),
    ) -> None:
        """`shown` are cells published already and `hidden` cells hidden already: both stay what they are."""
        self.structure = structure
        self.counts = counts
        self.threshold = threshold
        self.shown = frozenset(shown)
        small = {cell for cell in range(structure.size) if self._is_small(cell)}
        self.hidden = set(hidden) | small - self.shown
        self.decisions: list[Inequality] = []
        for cell in sorted(self.hidden):
            self._give_company(cell)
        while self._make_room():
            pass

    def sizes(self) -> list[Inequality]:
        """Of the hidden cells that are no total, that they are small, or large: what the choice went by."""
        parts = (cell for cell in sorted(self.hidden) if not self.structure.is_total(cell))
        return [
            Inequality(((cell, -1),), self.threshold - 1)
            if self._is_small(cell)
            else Inequality(((cell, 1),), -self.threshold)
            for cell in parts
        ]

    def _is_small(self, cell: int) -> bool:
        """A total is never asked: what its parts need hides it, where it is small."""
        return not self.structure.is_total(cell) and 0 < self.counts[cell] < self.threshold

    def _is_open(self, cell: int) -> bool:
        """Whether the cell is published so far and need not be."""
        return bool(self.counts[cell]) and cell not in self.shown and cell not in self.hidden

    # Company: every hidden cell can change while no published cell and no other small cell does.

    def _give_company(self, cell: int) -> None:
        """Hide the cells, as few as can be, that can make up for any change of a hidden one."""
        effect = self.structure.matrix[:, cell]
        if not effect.any() or self._is_among_its_like(cell) or self._has_company(cell):
            return
        able = [
            other
            for other in range(self.structure.size)
            if other != cell and self.counts[other] and other not in self.shown and not self._is_small(other)
        ]
        alike = [other for other in able if self.structure.equations_of[other] == self.structure.equations_of[cell]]
        if alike and np.count_nonzero(effect) == 1:
            self.hidden.add(min(alike, key=self.structure.cost.__getitem__))
        elif able:
            self.hidden.update(self._cheapest_company(able, effect))

    def _has_company(self, cell: int) -> bool:
        """Whether the cells hidden so far can make up for any change of this one."""
        equations, company = set(self.structure.equations_of[cell]), set()
        waiting = list(equations)
        while waiting:
            for other in self.structure.members[waiting.pop()]:
                if other in self.hidden and other != cell and other not in company and not self._is_small(other):
                    company.add(other)
                    waiting += set(self.structure.equations_of[other]) - equations
                    equations.update(self.structure.equations_of[other])
        if not company:
            return False
        rows = sorted(equations)
        effects, effect = self.structure.matrix[np.ix_(rows, sorted(company))], self.structure.matrix[rows, cell]
        changes = np.linalg.lstsq(effects, effect)[0]
        return bool(np.abs(effects @ changes - effect).max() < NOTHING)

    def _cheapest_company(self, able: Sequence[int], effect: NDArray[np.float64]) -> list[int]:
        effects = self.structure.matrix[:, able]
        cost = np.where([cell in self.hidden for cell in able], HIDDEN_ALREADY, self.structure.cost[able])
        up_and_down = LinearConstraint(np.hstack([effects, -effects]), -effect, -effect)
        found = milp(np.tile(cost, 2), constraints=up_and_down)
        if found.x is None:
            return []
        changes = found.x.reshape(2, -1).sum(axis=0)
        return [cell for cell, change in zip(able, changes, strict=True) if change > NOTHING]

    def _is_among_its_like(self, cell: int) -> bool:
        """Whether the cell is one of many small ones, in one sum and no other, that is neither too low nor too high."""
        equations = self.structure.equations_of[cell]
        if len(equations) > 1:
            return False
        total, parts = self.structure.equations[equations[0]]
        alike = all(
            not self.counts[part] or (self._is_small(part) and len(self.structure.equations_of[part]) == 1)
            for part in parts
        )
        return cell != total and alike and total not in self.hidden and self._has_room(equations[0])

    # Room: the sums that are published leave every small cell free to be 1 or the threshold less one.

    def _make_room(self) -> bool:
        """In the first equation that leaves its hidden cells too little room, hide one more; whether there was one."""
        for equation, members in enumerate(self.structure.members):
            if members[0] in self.hidden or self.hidden.isdisjoint(members) or self._has_room(equation):
                continue
            candidates = [cell for cell in members if self._is_open(cell)]
            if candidates:
                cell = min(candidates, key=self.structure.cost.__getitem__)
                self.hidden.add(cell)
                self._give_company(cell)
                return True
        return False

    def _has_room(self, equation: int) -> bool:
        """
        Whether any hidden part could be 1 or the threshold less one, for all that this published total says.

        One more is asked for than that takes. So where there was too little there was still as much freedom, and that
        another cell was hidden on top gives nothing away.
        """
        total, parts = self.structure.equations[equation]
        enough = self.threshold - 1
        below, above = Sum(), Sum()
        below.add_cell(total, 1, self.counts[total])
        above.add_cell(total, -1, self.counts[total])
        for part in parts:
            self._add_lowest(below, part)
        has_highest = all(self._add_highest(above, part) for part in parts)
        if has_highest and below.value + above.value < 2 * enough:
            return False
        for room in (below, above) if has_highest else (below,):
            if room.value < enough:
                self.decisions.append(room.at_most(enough - 1))
                return False
        self.decisions += [room.at_least(enough) for room in ((below, above) if has_highest else (below,))]
        return True

    def _add_lowest(self, below: Sum, cell: int) -> None:
        if cell not in self.hidden:
            below.add_cell(cell, -1, self.counts[cell])
        elif self.structure.is_total(cell):
            for part in self.structure.parts[cell]:
                self._add_lowest(below, part)
        else:
            below.add_constant(-1 if self._is_small(cell) else -self.threshold)

    def _add_highest(self, above: Sum, cell: int) -> bool:
        """Add the highest count the cell may have; whether there is one."""
        if cell not in self.hidden:
            above.add_cell(cell, 1, self.counts[cell])
        elif self.structure.is_total(cell):
            return all(self._add_highest(above, part) for part in self.structure.parts[cell])
        else:
            above.add_constant(self.threshold - 1)
            return self._is_small(cell)
        return True
