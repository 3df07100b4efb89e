"""
Proof by example that a publication gives no hidden cell away: other tables that would have been published just so.

Examples are sought by integer programming (HiGHS), in pairs that differ in the cell in question, and each is checked in
whole numbers before it counts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array
from scipy.sparse.csgraph import connected_components

from indicators.rules.disclosure.decisions import Inequality
from indicators.rules.disclosure.structure import Structure

# A search that takes more steps is given up, and the table with it. Counted in steps, not in seconds, so that the same
# table always has the same fate.
MOST_STEPS = 1_000
AT_ONCE = 64
FEW = 32

Numbers = NDArray[np.float64]
Row = tuple[tuple[tuple[int, int], ...], int]


@dataclass(frozen=True)
class Possibilities:
    """
    What the hidden cells of a publication may be, to somebody who watched the choice being made.

    Each cell lies between `lowest` and `highest`, and each row of `matrix` times the cells between `at_least` and
    `at_most`. `room` is how far apart the possible values of a cell must be.
    """

    cells: tuple[int, ...]
    lowest: Numbers
    highest: Numbers
    matrix: Numbers
    at_least: Numbers
    at_most: Numbers
    room: int

    def narrow(self) -> list[int]:
        """
        The hidden cells not proved to be free enough: to differ by as much as 1 and the threshold less one.

        A small cell that is free enough can be both.
        """
        return [cell for part in self._unconnected() for cell in part._narrow()]

    def _unconnected(self) -> "list[Possibilities]":
        """The same for the cells that some sum connects, apart from those that none does, where that pays."""
        if len(self.cells) <= FEW:
            return [self] if self.cells else []
        touching = abs(self.matrix)
        how_many, label = connected_components(csc_array(touching.T @ touching), directed=False)
        return [self._only(np.flatnonzero(label == number)) for number in range(how_many)]

    def _only(self, places: NDArray[np.int64]) -> "Possibilities":
        rows = np.flatnonzero(self.matrix[:, places].any(axis=1))
        return Possibilities(
            cells=tuple(self.cells[place] for place in places),
            lowest=self.lowest[places],
            highest=self.highest[places],
            matrix=self.matrix[np.ix_(rows, places)],
            at_least=self.at_least[rows],
            at_most=self.at_most[rows],
            room=self.room,
        )

    def _narrow(self) -> list[int]:
        places = np.arange(len(self.cells))
        chunks = [places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE)]
        differences = np.concatenate([self._differences(chunk) for chunk in chunks])
        return [cell for cell, apart in zip(self.cells, differences, strict=True) if apart < self.room]

    def _differences(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """
        For the cell at each of these places, how far apart it is in two examples; nought where none were found.

        It is as far apart as can be, but no farther than the room asked for.
        """
        pairs, width = len(places), len(self.cells)
        wanted = np.zeros((pairs, 2, width))
        wanted[np.arange(pairs), :, places] = (1, -1)
        found = milp(
            wanted.ravel(),
            integrality=np.ones(wanted.size),
            bounds=Bounds(np.tile(self.lowest, 2 * pairs), np.tile(self.highest, 2 * pairs)),
            constraints=LinearConstraint(
                self._side_by_side(places),
                np.concatenate([np.tile(self.at_least, 2 * pairs), np.zeros(pairs)]),
                np.concatenate([np.tile(self.at_most, 2 * pairs), np.full(pairs, self.room)]),
            ),
            options={"node_limit": MOST_STEPS},
        )
        if found.x is None:
            return np.zeros(pairs, np.int64)
        examples = np.rint(found.x).astype(np.int64).reshape(pairs, 2, width)
        apart = examples[np.arange(pairs), 1, places] - examples[np.arange(pairs), 0, places]
        sound: NDArray[np.int64] = apart * self._are_possible(examples).all(axis=1)
        return sound

    def _side_by_side(self, places: NDArray[np.int64]) -> csc_array:
        """The constraints of two examples for each place, and below them the difference of its cell in the two."""
        height, width = self.matrix.shape
        pairs = len(places)
        row, column = np.nonzero(self.matrix)
        copies = np.arange(2 * pairs)[:, None]
        pair = np.arange(pairs)
        rows = [(row + copies * height).ravel(), *[2 * pairs * height + pair] * 2]
        columns = [(column + copies * width).ravel(), 2 * pair * width + places, (2 * pair + 1) * width + places]
        values = [np.tile(self.matrix[row, column], 2 * pairs), -np.ones(pairs), np.ones(pairs)]
        return csc_array(
            (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))),
            shape=(2 * pairs * height + pairs, 2 * pairs * width),
        )

    def _are_possible(self, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each table (last axis) is possible."""
        sums = counts @ self.matrix.T.astype(np.int64)
        within = ((counts >= self.lowest) & (counts <= self.highest)).all(axis=-1)
        kept = ((sums >= self.at_least) & (sums <= self.at_most)).all(axis=-1)
        return np.logical_and(within, kept)


def possibilities(
    structure: Structure,
    counts: Sequence[int],
    threshold: int,
    hidden: Collection[int],
    decisions: Sequence[Inequality],
) -> Possibilities:
    """
    What the hidden cells may be, to somebody who knows all that can be known.

    That is: what is published, the equations, which hidden cells are small and which are large (of cells that are no
    total), and every decision of the choice.
    """
    cells = sorted(hidden)
    place = {cell: number for number, cell in enumerate(cells)}

    def row(coefficients: Sequence[tuple[int, int]], constant: int) -> Row:
        """A sum over the hidden cells alone, what is published having become part of the constant."""
        known = sum(times * counts[cell] for cell, times in coefficients if cell not in place)
        unknown = [(place[cell], times) for cell, times in coefficients if cell in place and times]
        return tuple(sorted(unknown)), constant + known

    sums = {row([(total, -1), *((part, 1) for part in parts)], 0) for total, parts in structure.equations}
    limits = {row(decision.coefficients, decision.constant) for decision in decisions}
    equal, least = (sorted(one for one in rows if one[0]) for rows in (sums, limits))
    at_least = np.array([-constant for _, constant in (*equal, *least)], dtype=float)
    total = np.array([structure.is_total(cell) for cell in cells], dtype=bool)
    large = np.array([counts[cell] >= threshold for cell in cells], dtype=bool)
    return Possibilities(
        cells=tuple(cells),
        lowest=np.where(large & ~total, threshold, 1.0),
        highest=np.where(large | total, np.inf, threshold - 1),
        matrix=_matrix([*equal, *least], len(cells)),
        at_least=at_least,
        at_most=np.where(np.arange(len(at_least)) < len(equal), at_least, np.inf),
        room=threshold - 2,
    )


def _matrix(rows: Sequence[Row], width: int) -> Numbers:
    matrix = np.zeros((len(rows), width))
    for number, (coefficients, _) in enumerate(rows):
        for place, times in coefficients:
            matrix[number, place] = times
    return matrix
