"""How the cells of a table hang together: the equations as numbers and as a matrix."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indicators.rules.disclosure.tables import Table

# Hiding a total costs more than hiding a part. The fractions come from the names and are all different, so that of two
# ways to hide as many cells one is always the better, whatever solver looks for it and whatever else is in the table.
PART, TOTAL = 1.0, 2.5
FRACTION = 1e-2 / 2**32


class Structure:
    """
    Cells 0 to `size` - 1, the equations as (total, parts), and what follows from them.

    `parts` are those of a total by the first equation that makes it; `equations_of` says where a cell occurs; `matrix`
    has a row an equation, with 1 for a part and -1 for the total; `cost` is what it costs to hide a cell.
    """

    def __init__(self, table: Table) -> None:
        size = self.size = len(table.counts)
        number_of = {name: number for number, name in enumerate(table.counts)}
        equations = self.equations = [
            (number_of[equation.total], tuple(number_of[part] for part in equation.parts))
            for equation in table.equations
        ]
        self.members = [(total, *parts) for total, parts in equations]
        self.parts: dict[int, tuple[int, ...]] = {}
        self.equations_of: list[list[int]] = [[] for _ in range(size)]
        self.matrix: NDArray[np.float64] = np.zeros((len(equations), size))
        for number, (total, parts) in enumerate(equations):
            self.parts.setdefault(total, parts)
            self.matrix[number, total] = -1
            self.matrix[number, list(parts)] = 1
            for cell in self.members[number]:
                self.equations_of[cell].append(number)
        fractions = np.array([crc32(repr(name).encode()) for name in table.counts]) * FRACTION
        self.cost = np.where([cell in self.parts for cell in range(size)], TOTAL, PART) + fractions

    def is_total(self, cell: int) -> bool:
        """Whether the cell is the sum of others."""
        return cell in self.parts
