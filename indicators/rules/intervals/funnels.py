"""
Funnels: how far areas of each size may be from the whole by chance.

Two limits either side: 2s leaves 0.025 beyond, 3s leaves 0.001 (PHEindicatormethods 2.1.0). Limits of proportions are
kept between nought and all before they are multiplied; the reference keeps them below 100 whatever the multiplier.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from indicators.rules.intervals.counts import count_limits

Floats = NDArray[np.float64]
TAIL_2S, TAIL_3S = 0.025, 0.001
AXIS_POINTS = 100
FEWEST_EVENTS = 10


class FunnelKind(StrEnum):
    """What is compared: shares, observed over expected events, crude or directly standardised rates."""

    PROPORTION = "proportion"
    RATIO = "ratio"
    CRUDE_RATE = "crude"
    STANDARDISED_RATE = "dsr"


class Significance(StrEnum):
    """Where an area lies, with the probability of lying as far out on that side by chance."""

    HIGH_3S = "High (0.001)"
    HIGH_2S = "High (0.025)"
    LOW_3S = "Low (0.001)"
    LOW_2S = "Low (0.025)"
    NONE = "Not significant"
    TOO_FEW = "Not applicable for events less than 10 for dsrs"


@dataclass(frozen=True)
class FunnelArea:
    """An area: its events, and its population, or the events expected of it in a ratio."""

    events: float
    size: float


@dataclass(frozen=True)
class FunnelLine:
    """A limit as a line: sizes, and the value at each."""

    size: Floats
    value: Floats


@dataclass(frozen=True)
class Funnel:
    """The whole's value and the four limits. The lines of ratios and rates each have their own sizes."""

    baseline: float
    lower_2s: FunnelLine
    upper_2s: FunnelLine
    lower_3s: FunnelLine
    upper_3s: FunnelLine


def funnel_axis(largest: int) -> Floats:
    """At most 100 growing whole numbers from 1 to `largest`, as dense among the small as among the large."""
    places = [1]
    while len(places) < AXIS_POINTS and places[-1] < largest:
        ratio = (largest / places[-1]) ** (1 / (AXIS_POINTS - len(places)))
        places.append(max(round(places[-1] * ratio), places[-1] + 1))
    return np.array(places, dtype=np.float64)


def funnel_limits(kind: FunnelKind, areas: Sequence[FunnelArea], at: Floats, *, multiplier: float = 1) -> Funnel:
    """
    The funnel of the areas, at populations `at` for proportions and at numbers of events `at` for the others.

    Raises ValueError when the areas have no population between them.
    """
    baseline = _baseline(kind, areas)
    if kind == FunnelKind.PROPORTION:
        limits = [
            FunnelLine(at, np.clip(proportion_limit(baseline, at, tail, high=high), 0, 1) * multiplier)
            for tail in (TAIL_2S, TAIL_3S)
            for high in (False, True)
        ]
    else:
        # Few events below many expected: the lower limit is where the exact interval of the events reaches up to.
        expected = [expected_events(at, tail, high=not high) for tail in (TAIL_2S, TAIL_3S) for high in (False, True)]
        limits = [FunnelLine(events / baseline, at / events * baseline * multiplier) for events in expected]
    return Funnel(baseline * multiplier, *limits)


def proportion_limit(baseline: float, population: float | Floats, tail: float, *, high: bool) -> Floats:
    """The share whose one-sided Wilson limit is the baseline, as the formula gives it: it may leave nought to one."""
    n, a, q = np.asarray(population, dtype=np.float64), baseline, float(ndtri(1 - tail)) ** 2
    root = np.sqrt(64 * (a * (n / q + 1)) ** 2 - 64 * (1 / q + 1 / n) * a * (n * (a * (n / q + 2) - 1) + q * (a - 1)))
    found: Floats = (a * (n / q + 1) + (root if high else -root) / 8) / ((1 / q + 1 / n) * n)
    return found


def expected_events(observed: float | Floats, tail: float, *, high: bool) -> Floats:
    """The expected events of which `observed` are as few (high) or as many as the tail allows, exact Poisson."""
    count = np.asarray(observed, dtype=np.float64)
    found: Floats = gammaincinv(count + 1, 1 - tail) if high else gammaincinv(count, tail)
    return found


def funnel_significance(kind: FunnelKind, areas: Sequence[FunnelArea]) -> list[Significance]:
    """Where each area lies beside the whole; on a limit is inside."""
    baseline = _baseline(kind, areas)
    return [_significance(kind, area, baseline) for area in areas]


def population_behind(events: float, rate: float, *, multiplier: float) -> float:
    """The population that would have had so many events at this rate. Raises ValueError for a rate of nought."""
    if rate <= 0:
        raise ValueError("A rate of nought does not tell the population.")
    return events / rate * multiplier


def _baseline(kind: FunnelKind, areas: Sequence[FunnelArea]) -> float:
    if kind == FunnelKind.RATIO:
        return 1.0
    population = math.fsum(area.size for area in areas)
    if population <= 0:
        raise ValueError("A funnel needs areas with a population.")
    return math.fsum(area.events for area in areas) / population


def _significance(kind: FunnelKind, area: FunnelArea, baseline: float) -> Significance:
    if kind == FunnelKind.STANDARDISED_RATE and area.events < FEWEST_EVENTS:
        return Significance.TOO_FEW
    for tail, low, high in (
        (TAIL_3S, Significance.LOW_3S, Significance.HIGH_3S),
        (TAIL_2S, Significance.LOW_2S, Significance.HIGH_2S),
    ):
        side = _side(kind, area, baseline, tail)
        if side:
            return high if side > 0 else low
    return Significance.NONE


def _side(kind: FunnelKind, area: FunnelArea, baseline: float, tail: float) -> int:
    """1 above what the tail allows, -1 below, else 0."""
    if kind == FunnelKind.PROPORTION:
        share = area.events / area.size
        below, above = (float(proportion_limit(baseline, area.size, tail, high=high)) for high in (False, True))
        return int(share > above) - int(share < below)
    lower, upper, _ = count_limits(area.events, 1 - 2 * tail)
    expected = baseline * area.size
    return int(lower is not None and lower > expected) - int(upper < expected)
