"""
What the points of control charts say: special causes, and whether a target will be met.

Every comparison forgives what rounding may have done: two numbers closer than a thousand-millionth of themselves are
equal. So a point on a limit is inside, a point on the mean is on neither side, and equal neighbours are no step.
"""

from dataclasses import dataclass

import numpy as np

from indicators.rules.spc.points import Bools, Floats, Ints, Objects, Points, Signs
from indicators.rules.spc.vocabulary import Assurance, AssuranceIcon, NoLimits, PointType, SpecialCause

RUN_POINTS = 7
TREND_STEPS = 6
TWO_OF_THREE = 3
FEWEST_POINTS = 13
RELATIVE_TOLERANCE = 1e-9
ABSOLUTE_TOLERANCE = 1e-12
CAUSES: Objects = np.array(list(SpecialCause), dtype=object)
POINT_TYPES: Objects = np.array(list(PointType), dtype=object)
ASSURANCES: Objects = np.array([None, *Assurance], dtype=object)
ASSURANCE_ICONS: Objects = np.array([None, *AssuranceIcon], dtype=object)
UNKNOWN, PASSES, FAILS, INCONSISTENT = range(len(ASSURANCES))
_, IMPROVEMENT, CONCERN, NEUTRAL_HIGH, NEUTRAL_LOW = range(len(PointType))


@dataclass(frozen=True)
class Limits:
    """Centre and limits of each row, NaN where there are none, and why, a reason a group."""

    in_baseline: Bools
    mean: Floats
    lpl: Floats
    upl: Floats
    nlpl: Floats
    nupl: Floats
    mean_moving_range: Floats
    moving_range_used: Floats
    why_none: Objects


@dataclass(frozen=True)
class Verdicts:
    """What each row says: flags, and its place in `CAUSES` and `POINT_TYPES`."""

    outside: Bools
    close: Bools
    side: Signs
    cause: Signs
    point_type: Signs


def tolerance(points: Points) -> Floats:
    """How far each row's value may be from a number it is equal to."""
    least: Floats = points.spread(ABSOLUTE_TOLERANCE * points.largest(points.value))
    return RELATIVE_TOLERANCE * np.abs(points.value) + least


def judge(points: Points, limits: Limits, direction: Signs) -> Verdicts:
    """The special causes of all rows; `direction` is the sign of improvement of each series."""
    value, within = points.counted, tolerance(points)
    above, below = value > limits.upl + within, value < limits.lpl - within
    outside = above | below
    close = ~outside & ((value > limits.nupl + within) | (value < limits.nlpl - within))
    side = _signs(value - limits.mean, within)
    # Where nearly all values are equal each lies on the same side of the mean by construction: that is no signal.
    silent = points.spread(limits.why_none == NoLimits.NEARLY_CONSTANT)
    judged_side = np.where(silent, 0, side).astype(np.int8)
    step = np.where(silent, 0, _steps(points, value, within)).astype(np.int8)
    trend, rising = _trends(step, points.starts_group)
    two_of_three = _two_of_three(close, judged_side, points)
    run = _in_long_run(judged_side, points.starts_group, RUN_POINTS)
    rule = np.zeros(len(value), dtype=np.int8)
    # The first that holds gives the label: it is written last.
    for number, found in ((4, run), (3, two_of_three), (2, trend), (1, outside)):
        rule[found] = number
    rows = np.flatnonzero(rule)
    up = np.where(rule[rows] == 2, rising[rows], np.where(rule[rows] == 1, above[rows], side[rows] > 0))
    cause, point_type = np.zeros((2, len(value)), dtype=np.int8)
    cause[rows] = 2 * rule[rows] - up
    point_type[rows] = _point_types(np.where(up, 1, -1), direction[points.series[rows]])
    return Verdicts(outside, close, side, cause, point_type)


def assure(target: Floats, direction: Signs, lower: Floats, upper: Floats) -> Ints:
    """
    Whether each series will meet its target, from the limits of its latest point, as a place in `ASSURANCES`.

    It cannot be said without a target, without a direction, or without limits. On a limit is inside the limits.
    """
    within = RELATIVE_TOLERANCE * np.abs(target)
    beyond = np.where(target > upper + within, 1, np.where(target < lower - within, -1, 0))
    unknown = np.isnan(target) | (np.isnan(lower) & np.isnan(upper)) | (direction == 0)
    return np.where(unknown, UNKNOWN, np.where(beyond == 0, INCONSISTENT, np.where(beyond == direction, FAILS, PASSES)))


def _signs(difference: Floats, within: Floats) -> Signs:
    return (difference > within).astype(np.int8) - (difference < -within).astype(np.int8)


def _steps(points: Points, value: Floats, within: Floats) -> Signs:
    """The sign of the step into each row, 0 for the first of a group and beside a hole."""
    step = _signs(np.diff(value, prepend=np.nan), within)
    step[points.first_of_group] = 0
    return step


def _in_long_run(sign: Signs, starts: Bools, length: int) -> Bools:
    """Whether a row belongs to at least `length` neighbours of one sign, none of them 0."""
    changes = starts.copy()
    changes[1:] |= sign[1:] != sign[:-1]
    first = np.flatnonzero(changes)
    lengths = np.diff(first, append=len(sign))
    return np.repeat((lengths >= length) & (sign[first] != 0), lengths)


def _trends(step: Signs, starts: Bools) -> tuple[Bools, Bools]:
    """
    Whether a row belongs to a trend, and whether that trend rises.

    A row between two trends belongs to the later one, unless the step between them is none.
    """
    into = _in_long_run(step, starts, TREND_STEPS)
    out_of, step_out = np.zeros_like(into), np.zeros_like(step)
    out_of[:-1], step_out[:-1] = into[1:], step[1:]
    trend = into | out_of
    next_in_trend = np.zeros_like(trend)
    next_in_trend[:-1] = trend[1:]
    return trend, np.where(next_in_trend & (step_out != 0), step_out, step) > 0


def _two_of_three(close: Bools, side: Signs, points: Points) -> Bools:
    """Whether a row is close to a limit, in three neighbours on one side of the mean of which two are."""
    found = np.zeros_like(close)
    if len(close) < TWO_OF_THREE:
        return found
    near = close.astype(np.int8)
    many = near[:-2] + near[1:-1] + near[2:] >= 2
    one_side = np.abs(side[:-2] + side[1:-1] + side[2:]) == TWO_OF_THREE
    windows = many & one_side & (points.group[:-2] == points.group[2:])
    for shift in range(TWO_OF_THREE):
        found[shift : len(found) - 2 + shift] |= windows
    return found & close


def _point_types(sign: Ints, direction: Signs) -> Ints:
    """What special causes on these sides mean where these directions are improvement."""
    judged = np.where(sign == direction, IMPROVEMENT, CONCERN)
    return np.where(direction == 0, np.where(sign > 0, NEUTRAL_HIGH, NEUTRAL_LOW), judged)


def group_of_rows(points: Points) -> Ints:
    """The number of rows of the group of each row."""
    return points.spread(points.group_sizes)
