"""The points of many series as flat arrays: sorted by series and day, cut into groups where a series is rebased."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Signs = NDArray[np.int8]
Bools = NDArray[np.bool_]
Days = NDArray[np.datetime64]
Objects = NDArray[np.object_]
Column = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True)
class Marks:
    """Days of series that mean something to their charts, in parallel: positions in the keys, and days."""

    series: Ints
    date: Days


@dataclass(frozen=True)
class Points:
    """
    The points of the series `keys`, a row each.

    `order` is where each row stood in the input. A group is a stretch between rebases; nothing crosses its borders.
    """

    keys: pd.Index
    order: Ints
    series: Ints
    date: Days
    value: Floats
    ghost: Bools
    first_of_series: Ints
    first_of_group: Ints
    rebase_group: Ints
    waiting: Marks

    @cached_property
    def counted(self) -> Floats:
        """The values that count: a ghost is a hole here."""
        return np.where(self.ghost, np.nan, self.value)

    @cached_property
    def group_sizes(self) -> Ints:
        """The rows of each group, missing values included."""
        return np.diff(self.first_of_group, append=len(self.value))

    @cached_property
    def group(self) -> Ints:
        """The number of the group of a row, counted over all series."""
        numbered: Ints = self.spread(np.arange(len(self.first_of_group)))
        return numbered

    @cached_property
    def starts_group(self) -> Bools:
        """Whether a row is the first of its group."""
        starts = np.zeros(len(self.value), dtype=bool)
        starts[self.first_of_group] = True
        return starts

    @cached_property
    def position(self) -> Ints:
        """How many rows of its group stand before a row."""
        rows: Ints = np.arange(len(self.value)) - self.spread(self.first_of_group)
        return rows

    def spread(self, of_groups: NDArray[Any]) -> NDArray[Any]:
        """A number a group as a number a row."""
        spread: NDArray[Any] = np.repeat(of_groups, self.group_sizes)
        return spread

    def largest(self, of_rows: Floats) -> Floats:
        """The largest size of a number of each group, 0 where all are missing."""
        found: Floats = np.maximum.reduceat(np.where(np.isnan(of_rows), 0.0, np.abs(of_rows)), self.first_of_group)
        return found

    def total(self, of_rows: NDArray[Any]) -> Floats:
        """The sum over each group."""
        return np.add.reduceat(of_rows, self.first_of_group, dtype=np.float64)


def numbers(values: Column) -> Floats:
    """Numbers of any kind as floats, None as a hole. Raises ValueError for what is infinite or no number."""
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise ValueError("A value is not a number.") from problem
    if np.isinf(found).any():
        raise ValueError("A value is infinite.")
    return found


def days(dates: Column) -> Days:
    """Dates of any kind as days. Raises ValueError for what is missing or no date."""
    try:
        found = np.asarray(dates, dtype="datetime64[us]").astype("datetime64[D]")
    except (TypeError, ValueError) as problem:
        raise ValueError("A date is not a date.") from problem
    if np.isnat(found).any():
        raise ValueError("A date is missing.")
    return found


def arrange(keys: pd.Index, series: Ints, date: Days, value: Floats, *, rebase: Marks, ghosts: Marks) -> Points:
    """
    The rows, given in any order, as `Points`.

    A rebase takes the first point on its date or after it. Without such a point it waits: it will take effect when
    one lands, so a decision may be written down before the figures it is about. Raises ValueError when a series has
    two points on one day.
    """
    order = _order(series, date)
    if order is not None:
        series, date, value = series[order], date[order], value[order]
    starts = _changes(series)
    _refuse_doubles(keys, series, date, starts)
    rebased, ghost = np.zeros((2, len(value)), dtype=bool)
    rows, found = _rows_at_or_after(series, date, rebase)
    rebased[rows[found]] = True
    ghost_rows, has_row = _rows_at_or_after(series, date, ghosts)
    ghost[ghost_rows[has_row & (date[ghost_rows] == ghosts.date)]] = True
    first_of_series = np.flatnonzero(starts)
    return Points(
        keys=keys,
        order=np.arange(len(value)) if order is None else order,
        series=series,
        date=date,
        value=value,
        ghost=ghost,
        first_of_series=first_of_series,
        first_of_group=np.flatnonzero(starts | rebased),
        rebase_group=_rebases_before(rebased, first_of_series),
        waiting=Marks(rebase.series[~found], rebase.date[~found]),
    )


def _rebases_before(rebased: Bools, first_of_series: Ints) -> Ints:
    """How many rebases a row has had in its series, its own included."""
    if not rebased.any():
        return np.zeros(len(rebased), dtype=np.int64)
    counted = np.cumsum(rebased)
    earlier: Ints = np.repeat((counted - rebased)[first_of_series], np.diff(first_of_series, append=len(rebased)))
    return counted - earlier


def _order(series: Ints, date: Days) -> Ints | None:
    """Where each row of the sorted input stands; None when it is sorted already."""
    same = series[1:] == series[:-1]
    if ((series[1:] > series[:-1]) | (same & (date[1:] >= date[:-1]))).all():
        return None
    return np.lexsort((date, series)).astype(np.int64)


def _changes(series: Ints) -> Bools:
    starts = np.ones(len(series), dtype=bool)
    np.not_equal(series[1:], series[:-1], out=starts[1:])
    return starts


def _refuse_doubles(keys: pd.Index, series: Ints, date: Days, starts: Bools) -> None:
    double = np.flatnonzero((date[1:] == date[:-1]) & ~starts[1:])
    if len(double):
        row = double[0]
        raise ValueError(f"{date[row]} stands twice in the series {keys[series[row]]}.")


def _rows_at_or_after(series: Ints, date: Days, marks: Marks) -> tuple[Ints, Bools]:
    """The first row on each mark's day or after it, and whether its series has such a row."""
    if not len(marks.series):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    # Series and day as one number that grows from row to row.
    first = date.min()
    width = int((date.max() - first).astype(np.int64)) + 2
    since = np.clip((marks.date - first).astype(np.int64), 0, width - 1)
    rows = np.searchsorted(series * width + (date - first).astype(np.int64), marks.series * width + since)
    within = np.minimum(rows, len(series) - 1)
    return within, (rows < len(series)) & (series[within] == marks.series)
