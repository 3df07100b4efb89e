"""
Charts of shares, rates and counts, of the time between rare events, and the run chart of a short series.

Limits are 3 standard errors either side of the centre and near limits 2, cut off where no value can be. The rules are
those of XmR charts, the moving ranges are None. Numbers as qicharts2 and Laney define them.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Required, TypedDict, Unpack

import numpy as np

from indicators.rules.spc.charts import ControlChart
from indicators.rules.spc.judging import Limits
from indicators.rules.spc.points import Bools, Column, Days, Floats, Ints, Points, days, numbers
from indicators.rules.spc.vocabulary import ChartKind
from indicators.rules.spc.xmr import (
    CONSTANT,
    HAS_LIMITS,
    REASONS,
    RUN_CHART,
    TOO_FEW,
    baseline,
    judged,
    mean_of,
    moving_ranges,
    one_series,
    xmr_limits,
)

LIMIT_ERRORS, NEAR_LIMIT_ERRORS = 3, 2
# The mean range of two draws from a normal distribution, in standard deviations.
RANGE_OF_TWO = 1.128
T_POWER = 3.6


class Options(TypedDict, total=False):
    """What every chart may be asked for, as in `control_chart`."""

    improvement_direction: Required[str]
    target: float | None
    rebase: Iterable[Any]
    ghosts: Iterable[Any]
    fix_after_n_points: int | None


def p_chart(
    dates: Column,
    numerators: Column,
    denominators: Column,
    *,
    prime: bool = False,
    multiplier: float = 100,
    **options: Unpack[Options],
) -> ControlChart:
    """
    Shares of a whole with the limits chance gives each; p′ (`prime`) widens them by how much they really vary.

    Raises ValueError as `control_chart` does, and for numerators that are no part of their denominators.
    """
    events, wholes = parts(numerators, denominators)
    if (events > wholes).any():
        raise ValueError("A numerator is above its denominator.")
    return _of_parts(ChartKind.P_PRIME if prime else ChartKind.P, dates, events, wholes, multiplier, options)


def u_chart(
    dates: Column,
    numerators: Column,
    denominators: Column,
    *,
    prime: bool = False,
    multiplier: float = 1,
    **options: Unpack[Options],
) -> ControlChart:
    """Events a unit of population, as `p_chart` for what may happen more than once; u′ with `prime`."""
    events, wholes = parts(numerators, denominators)
    return _of_parts(ChartKind.U_PRIME if prime else ChartKind.U, dates, events, wholes, multiplier, options)


def c_chart(dates: Column, counts: Column, **options: Unpack[Options]) -> ControlChart:
    """Counts of events in stretches of equal size."""
    events, wholes = parts(counts, [1] * len(counts))
    return _of_parts(ChartKind.C, dates, events, wholes, 1, options)


def g_chart(dates: Column, gaps: Column, **options: Unpack[Options]) -> ControlChart:
    """
    How many cases or periods lie between rare events. The centre is the median; a gap can be too long, never too short.

    The direction of improvement is that of the gaps: `increase` where events are to become rarer.
    """
    between = numbers(gaps)
    if (between < 0).any():
        raise ValueError("A gap cannot be negative.")
    points = _points(dates, between, options)
    in_baseline = _baseline(points, options)
    used = np.where(in_baseline, points.value, np.nan)
    mean = mean_of(points, used)
    # Without a single event-free period between events nothing varies.
    why = np.select([np.isnan(mean), mean == 0], [TOO_FEW, CONSTANT], HAS_LIMITS)
    errors = points.spread(np.where(why == HAS_LIMITS, np.sqrt(mean * (mean + 1)), np.nan))
    limits = _limits(points, in_baseline, points.spread(mean), errors, np.inf, why)
    return _judged(ChartKind.G, points, replace(limits, mean=points.spread(_medians(points, used))), options)


def t_chart(dates: Column, waits: Column, **options: Unpack[Options]) -> ControlChart:
    """
    The time between rare events, judged as an XmR chart of its 3.6th root, which is about normal.

    Raises ValueError for a time that is not above nought: two events at once belong on a g chart.
    """
    times = numbers(waits)
    if (times <= 0).any():
        raise ValueError("A time between events must be above nought.")
    points = _points(dates, times, options)
    made = xmr_limits(replace(points, value=points.value ** (1 / T_POWER)), np.array([False]), _fix(options))
    back = {name: np.maximum(getattr(made, name), 0) ** T_POWER for name in ("mean", "lpl", "upl", "nlpl", "nupl")}
    nothing = np.full(len(points.value), np.nan)
    limits = replace(made, **back, mean_moving_range=nothing, moving_range_used=nothing)
    return _judged(ChartKind.T, points, limits, options)


def run_chart(dates: Column, values: Column, **options: Unpack[Options]) -> ControlChart:
    """A series too short for limits around its median: runs and trends are seen, and nothing else."""
    points = _points(dates, numbers(values), options)
    in_baseline = _baseline(points, options)
    why = np.full(len(points.first_of_group), RUN_CHART)
    nothing = np.full(len(points.value), np.nan)
    medians = points.spread(_medians(points, np.where(in_baseline, points.value, np.nan)))
    return _judged(ChartKind.RUN, points, _limits(points, in_baseline, medians, nothing, np.inf, why), options)


def gaps_between_events(dates: Column, counts: Column) -> tuple[Days, Floats]:
    """
    The periods with events, and how many periods without one lie before each: what a g chart of rare counts shows.

    Several events in one period are one. The first event has no gap, and one with a hole before it a missing gap.
    """
    dated, events = days(dates), numbers(counts)
    order = np.argsort(dated)
    dated, events = dated[order], events[order]
    rows = np.flatnonzero(events > 0)
    holes = np.cumsum(np.isnan(events))[rows]
    gaps = np.where(np.diff(holes) > 0, np.nan, np.diff(rows) - 1.0)
    return dated[rows[1:]], gaps


def parts(numerators: Column, denominators: Column) -> tuple[Floats, Floats]:
    """Both as numbers, holes where either is missing or the whole is nought. Raises ValueError below nought."""
    events, wholes = numbers(numerators), numbers(denominators)
    if len(events) != len(wholes):
        raise ValueError("Every numerator needs a denominator.")
    if (events < 0).any() or (wholes < 0).any():
        raise ValueError("Numerators and denominators cannot be negative.")
    holes = np.isnan(events) | np.isnan(wholes) | (wholes == 0)
    return np.where(holes, np.nan, events), np.where(holes, np.nan, wholes)


def spread_beyond_chance(events: Floats, wholes: Floats, errors: Floats, centre: Floats, points: Points) -> Floats:
    """Laney's sigma z of each group: how many times as much its shares vary as chance alone would make them."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return mean_of(points, moving_ranges(points, (events / wholes - centre) / errors)) / RANGE_OF_TWO


def _of_parts(
    kind: ChartKind, dates: Column, events: Floats, wholes: Floats, multiplier: float, options: Options
) -> ControlChart:
    points = _points(dates, multiplier * events / wholes, options)
    events, wholes, in_baseline = events[points.order], wholes[points.order], _baseline(points, options)
    counted = in_baseline & ~np.isnan(events)
    with np.errstate(invalid="ignore"):
        centre = points.total(np.where(counted, events, 0)) / points.total(np.where(counted, wholes, 0))
    is_share = kind in (ChartKind.P, ChartKind.P_PRIME)
    of_one = centre * (1 - centre) if is_share else centre
    middle, errors = points.spread(centre), np.sqrt(points.spread(of_one) / wholes)
    why = np.select([np.isnan(of_one), of_one == 0], [TOO_FEW, CONSTANT], HAS_LIMITS)
    if kind in (ChartKind.P_PRIME, ChartKind.U_PRIME):
        sigma = spread_beyond_chance(np.where(counted, events, np.nan), wholes, errors, middle, points)
        nothing = (why == HAS_LIMITS) & ~(sigma > 0)
        why = np.where(nothing, np.where(np.isnan(sigma), TOO_FEW, CONSTANT), why)
        errors = errors * points.spread(sigma)
    errors = np.where(points.spread(why) == HAS_LIMITS, errors, np.nan)
    ceiling = multiplier if is_share else np.inf
    limits = _limits(points, in_baseline, middle * multiplier, errors * multiplier, ceiling, why)
    return _judged(kind, points, limits, options)


def _limits(points: Points, in_baseline: Bools, centre: Floats, errors: Floats, ceiling: float, why: Ints) -> Limits:
    wide, near = LIMIT_ERRORS * errors, NEAR_LIMIT_ERRORS * errors
    nothing = np.full(len(points.value), np.nan)
    return Limits(
        in_baseline=in_baseline,
        mean=centre,
        lpl=np.maximum(centre - wide, 0),
        upl=np.minimum(centre + wide, ceiling),
        nlpl=np.maximum(centre - near, 0),
        nupl=np.minimum(centre + near, ceiling),
        mean_moving_range=nothing,
        moving_range_used=nothing,
        why_none=REASONS[why],
    )


def _points(dates: Column, values: Floats, options: Options) -> Points:
    return one_series(dates, values, rebase=options.get("rebase", ()), ghosts=options.get("ghosts", ()))


def _fix(options: Options) -> Floats:
    return numbers([options.get("fix_after_n_points")])


def _baseline(points: Points, options: Options) -> Bools:
    return baseline(points, _fix(options))


def _judged(kind: ChartKind, points: Points, limits: Limits, options: Options) -> ControlChart:
    directions, target = [options["improvement_direction"]], numbers([options.get("target")])
    return judged(kind, points, limits, directions, target, np.full(len(points.value), np.nan)).chart(points.keys[0])


def _medians(points: Points, values: Floats) -> Floats:
    """The median of each group of what is not missing, NaN when all is."""
    groups = np.split(values, points.first_of_group[1:])
    present = (group[~np.isnan(group)] for group in groups)
    return np.array([np.median(group) if len(group) else np.nan for group in present])
