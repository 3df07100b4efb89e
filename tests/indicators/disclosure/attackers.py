"""
Readers who want to know a hidden count, and solve linear programmes (scipy's linprog) to narrow it down.

A reader knows what is published, which sums hold, that counts are not negative and that noughts are always shown; and,
where `told`, which of the hidden cells that are no total are small and which are large. Nothing here uses the code that
hides. Many readers share one linear programme, side by side, for speed alone.
"""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, coo_array

from indicators.rules.disclosure import HIDDEN

TOGETHER = 500


class Reader:
    """Somebody with a publication in hand: the sums and bounds of the hidden cells, and the extremes found so far."""

    def __init__(self, cells, equations, threshold, *, told=None, least=1):
        """`told` are the true counts, to tell small from large by; no hidden cell is below `least`."""
        self.names = [name for name, cell in cells.items() if cell == HIDDEN]
        self.room = threshold - 2
        self.lowest, self.highest = np.full(len(self.names), float(least)), np.full(len(self.names), np.inf)
        place = {name: number for number, name in enumerate(self.names)}
        totals = {equation.total for equation in equations}
        for name, number in place.items() if told else ():
            if name not in totals:
                small = told[name] < threshold
                self.lowest[number], self.highest[number] = (1, threshold - 1) if small else (threshold, np.inf)
        entries, self.sums = [], []
        for equation in equations:
            signed = [(equation.total, -1), *((part, 1) for part in equation.parts)]
            if any(name in place for name, _ in signed):
                entries += [(len(self.sums), place[name], sign) for name, sign in signed if name in place]
                self.sums.append(-sum(sign * cells[name] for name, sign in signed if name not in place))
        rows, columns, signs = np.array(entries, dtype=int).reshape(-1, 3).T
        self.matrix = coo_array((signs.astype(float), (rows, columns)), shape=(len(self.sums), len(self.names)))
        self.smallest, self.largest = np.full(len(self.names), np.inf), np.full(len(self.names), -np.inf)

    def doubtful(self):
        """The cells not seen yet to differ by as much as 1 and the threshold less one."""
        return np.flatnonzero(self.largest - self.smallest < self.room - 1e-6)

    def saw(self, answer):
        """Remember the extremes of a table that agrees with all the reader knows."""
        self.smallest, self.largest = np.minimum(self.smallest, answer), np.maximum(self.largest, answer)


def narrowed(readers):
    """For each reader the names of the hidden cells narrowed down to less than the threshold interval."""
    for start in range(0, len(readers), TOGETHER):
        together = [reader for reader in readers[start : start + TOGETHER] if reader.names]
        # All small cells at once to begin with: that shows most of them to be wide already.
        for sign in (1, -1):
            _ask(together, [sign * np.isfinite(reader.highest) for reader in together])
        for number in range(max((len(reader.names) for reader in together), default=0)):
            asking = [reader for reader in together if number in reader.doubtful()]
            _ask(asking, [np.arange(len(reader.names)) == number for reader in asking])
            _ask(asking, [-1 * (np.arange(len(reader.names)) == number) for reader in asking])
    return [[reader.names[cell] for cell in reader.doubtful()] for reader in readers]


def _ask(readers, aims):
    """Each reader looks for the table that minimises an aim. What is sought large is capped: wide enough is enough."""
    if not readers:
        return
    highest = [
        np.where(aim < 0, np.minimum(reader.highest, reader.smallest + 10 * reader.room), reader.highest)
        for reader, aim in zip(readers, aims, strict=True)
    ]
    found = linprog(
        np.concatenate(aims),
        A_eq=block_diag([reader.matrix for reader in readers], format="csr"),
        b_eq=np.concatenate([reader.sums for reader in readers]),
        bounds=np.column_stack([np.concatenate([reader.lowest for reader in readers]), np.concatenate(highest)]),
        method="highs",
    )
    assert found.success, found.message
    ends = np.cumsum([len(reader.names) for reader in readers])
    for reader, answer in zip(readers, np.split(found.x, ends[:-1]), strict=True):
        reader.saw(answer)
