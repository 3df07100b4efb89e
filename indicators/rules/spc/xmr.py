"""
XmR charts: each value against the mean and the mean moving range of its series.

The method is that of NHSRplotthedots 0.2.2, the reference of Making Data Count, but for what ADR 10 lists.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.rules.spc.charts import ControlChart, ControlCharts, charts_of
from indicators.rules.spc.judging import ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE, Limits
from indicators.rules.spc.points import (
    Bools,
    Column,
    Floats,
    Ints,
    Marks,
    Objects,
    Points,
    Signs,
    arrange,
    days,
    numbers,
)
from indicators.rules.spc.vocabulary import SIGNS, ChartKind, Direction, NoLimits

LIMIT_RANGES = 2.66
NEAR_LIMIT_RANGES = 2 * LIMIT_RANGES / 3
SCREENED_RANGES = 3.267
FEWEST_FIXED = 12
REASONS: Objects = np.array(list(NoLimits), dtype=object)
HAS_LIMITS, TOO_FEW, CONSTANT, NEARLY_CONSTANT, RUN_CHART = range(len(NoLimits))
ONE_KEY = pd.Index(["of the chart"])


def control_chart(
    dates: Column,
    values: Column,
    *,
    improvement_direction: str,
    screen_outliers: bool = True,
    fix_after_n_points: int | None = None,
    target: float | None = None,
    rebase: Iterable[Any] = (),
    trajectory: Column | None = None,
    ghosts: Iterable[Any] = (),
) -> ControlChart:
    """
    The XmR chart of one series.

    A missing value is a hole: it breaks runs and is not judged. A point on a date of `ghosts` is shown and treated as a
    hole. A rebase takes the first point on its date or after it; without one it waits. Raises ValueError, with a
    sentence, for two points on one day, no points, an unknown direction, or fewer than 12 points to fix limits by.
    """
    points = one_series(dates, numbers(values), rebase=rebase, ghosts=ghosts)
    path = numbers([None] * len(points.value) if trajectory is None else trajectory)
    if len(path) != len(points.value):
        raise ValueError("The trajectory needs a value for every date.")
    fix = np.array([np.nan if fix_after_n_points is None else fix_after_n_points], dtype=np.float64)
    limits = xmr_limits(points, np.array([screen_outliers]), fix)
    return judged(ChartKind.XMR, points, limits, [improvement_direction], numbers([target]), path[points.order]).chart(
        points.keys[0]
    )


def control_charts(
    frame: pd.DataFrame,
    options: pd.DataFrame,
    *,
    rebase: pd.DataFrame | None = None,
    ghosts: pd.DataFrame | None = None,
) -> ControlCharts:
    """
    The XmR charts of thousands of series in one calculation, each equal to what `control_chart` makes of it.

    `frame` has the columns series, date and value, and maybe trajectory, in any order of rows. `options` has a row for
    each series, by its key: improvement_direction, and maybe target, screen_outliers and fix_after_n_points. `rebase`
    and `ghosts` have the columns series and date. Raises ValueError as `control_chart` does, and for a series without
    options or with two.
    """
    codes, keys = pd.factorize(frame["series"])
    keys = pd.Index(keys)
    if (codes < 0).any():
        raise ValueError("A row has no series.")
    if not options.index.is_unique:
        raise ValueError("A series has options twice.")
    places = options.index.get_indexer(keys)
    if (places < 0).any():
        raise ValueError(f"The series {keys[np.flatnonzero(places < 0)[0]]} has no options.")
    chosen = options.iloc[places]
    points = arrange(
        keys,
        codes.astype(np.int64),
        days(frame["date"].to_numpy()),
        numbers(frame["value"].to_numpy()),
        rebase=_marks(keys, rebase),
        ghosts=_marks(keys, ghosts),
    )
    screened = _column(chosen, "screen_outliers", True).astype(bool)
    limits = xmr_limits(points, screened, numbers(_column(chosen, "fix_after_n_points", np.nan)))
    path = numbers(_column(frame, "trajectory", np.nan))[points.order]
    target = numbers(_column(chosen, "target", np.nan))
    return judged(ChartKind.XMR, points, limits, chosen["improvement_direction"].to_numpy(), target, path)


def one_series(dates: Column, values: Floats, *, rebase: Iterable[Any], ghosts: Iterable[Any]) -> Points:
    """The points of a single series. Raises ValueError when there is none, or not a value for every date."""
    if not len(values) or len(dates) != len(values):
        raise ValueError("A chart needs at least one point, and a value for every date.")
    series = np.zeros(len(values), dtype=np.int64)
    marks = [Marks(np.zeros(len(dated), dtype=np.int64), dated) for dated in (days(list(rebase)), days(list(ghosts)))]
    return arrange(ONE_KEY, series, days(dates), values, rebase=marks[0], ghosts=marks[1])


def judged(
    kind: ChartKind, points: Points, limits: Limits, directions: Column, target: Floats, path: Floats
) -> ControlCharts:
    """The charts of points and limits, given a direction and a target a series. Raises ValueError for no direction."""
    codes, words = pd.factorize(np.asarray(directions, dtype=object))
    try:
        known = [Direction(word) for word in words]
    except ValueError as problem:
        raise ValueError("The direction of improvement is increase, decrease or neutral.") from problem
    if (codes < 0).any():
        raise ValueError("A series has no direction of improvement.")
    sign: Signs = np.array([SIGNS[word] for word in known], dtype=np.int8)[codes]
    direction: Objects = np.array(known, dtype=object)[codes]
    return charts_of(kind, points, limits, direction=direction, sign=sign, target=target, path=path)


def baseline(points: Points, fix: Floats) -> Bools:
    """Whether a row counts towards the limits; `fix` is after how many points of a group they are fixed, or NaN."""
    if (fix < FEWEST_FIXED).any():
        raise ValueError(f"Limits can be fixed by at least {FEWEST_FIXED} points.")
    return ~(points.position >= fix[points.series]) & ~points.ghost


def moving_ranges(points: Points, values: Floats) -> Floats:
    """How far each value is from the one before, NaN for the first of a group and beside a hole."""
    ranges = np.abs(np.diff(values, prepend=np.nan))
    ranges[points.first_of_group] = np.nan
    return ranges


def mean_of(points: Points, values: Floats) -> Floats:
    """The mean over each group of what is not missing, NaN when all is."""
    present = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return points.total(np.where(present, values, 0.0)) / points.total(present)


def screened_ranges(points: Points, ranges: Floats, mean_range: Floats, screened: Bools) -> Floats:
    """The ranges without those that reach 3.267 times their mean, for the groups that are screened."""
    boundary = SCREENED_RANGES * (1 - RELATIVE_TOLERANCE) * mean_range
    boundary[~screened] = np.inf
    return np.where(ranges < points.spread(boundary), ranges, np.nan)


def xmr_limits(points: Points, screen: Bools, fix: Floats) -> Limits:
    """The limits by the mean moving range; `screen` and `fix` are a value a series."""
    in_baseline = baseline(points, fix)
    values = np.where(in_baseline, points.value, np.nan)
    screened = screen[points.series[points.first_of_group]]
    ranges = moving_ranges(points, values)
    mean, mean_range = mean_of(points, values), mean_of(points, ranges)
    used = screened_ranges(points, ranges, mean_range, screened)
    mean_used = mean_of(points, used)
    why_none = _why_none(points, values, screened, mean_range, mean_used)
    used = np.where(points.spread(screened & (mean_range == 0)), np.nan, used)
    return Limits(
        in_baseline=in_baseline,
        mean=points.spread(mean),
        **_around(points, mean, np.where(why_none == HAS_LIMITS, mean_used, np.nan)),
        mean_moving_range=points.spread(mean_used),
        moving_range_used=used,
        why_none=REASONS[why_none],
    )


def _around(points: Points, mean: Floats, mean_range: Floats) -> dict[str, Floats]:
    """The limits around the mean of each group, a value a row."""
    wide, near = LIMIT_RANGES * mean_range, NEAR_LIMIT_RANGES * mean_range
    made = {"lpl": mean - wide, "upl": mean + wide, "nlpl": mean - near, "nupl": mean + near}
    return {name: points.spread(limit) for name, limit in made.items()}


def _why_none(points: Points, values: Floats, screened: Bools, mean_range: Floats, mean_used: Floats) -> Ints:
    """Why each group has no limits, as a place in `REASONS`. Without screening, limits without width stand."""
    nothing = ABSOLUTE_TOLERANCE * points.largest(values)
    constant, collapsed = screened & (mean_range <= nothing), screened & (mean_used <= nothing)
    return np.select([np.isnan(mean_range), constant, collapsed], [TOO_FEW, CONSTANT, NEARLY_CONSTANT], HAS_LIMITS)


def _column(table: pd.DataFrame, name: str, otherwise: object) -> NDArray[Any]:
    return table[name].to_numpy() if name in table else np.full(len(table), otherwise)


def _marks(keys: pd.Index, table: pd.DataFrame | None) -> Marks:
    """The rows of decisions about series that have points."""
    if table is None or table.empty:
        return Marks(np.zeros(0, dtype=np.int64), days([]))
    series = keys.get_indexer(table["series"])
    dated = days(table["date"].to_numpy())
    return Marks(series[series >= 0].astype(np.int64), dated[series >= 0])
