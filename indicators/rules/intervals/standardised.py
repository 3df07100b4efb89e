"""Standardised rates and ratios, and means, with their intervals, by the methods of PHEindicatormethods 2.1.0."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from indicators.rules.intervals.counts import Interval, byar, count_limits, share_of

FEWEST_EVENTS = 10


@dataclass(frozen=True)
class StandardisedRatio:
    """Events observed beside those expected at the reference's rates, and their ratio."""

    observed: float
    expected: float
    interval: Interval


@dataclass(frozen=True)
class Mean:
    """A mean with its interval, and the standard deviation of the values."""

    interval: Interval
    deviation: float | None


def directly_standardised_rate(
    numerators: Sequence[float],
    denominators: Sequence[float],
    standard_population: Sequence[float],
    *,
    confidence: float = 0.95,
    multiplier: float = 100_000,
) -> Interval:
    """The rate an area would have with the standard's ages. Missing below 10 events."""
    events, population, weights = (
        np.asarray(column, dtype=np.float64) for column in (numerators, denominators, standard_population)
    )
    if (events < 0).any() or (population <= 0).any():
        raise ValueError("Numerators cannot be negative, and denominators must be above nought.")
    total = float(events.sum())
    if total < FEWEST_EVENTS:
        return Interval(None, None, None, None)
    rate = float((weights * events / population).sum() / weights.sum())
    variance = float((events * (weights / population) ** 2).sum() / weights.sum() ** 2)
    scale, (low, high) = math.sqrt(variance / total), byar(total, confidence)
    lower = None if low is None else rate + scale * (low - total)
    return Interval(rate, lower, rate + scale * (high - total), "Dobson").times(multiplier)


def indirectly_standardised_ratio(
    numerators: Sequence[float],
    denominators: Sequence[float],
    reference_numerators: Sequence[float],
    reference_denominators: Sequence[float],
    *,
    confidence: float = 0.95,
    refvalue: float = 1,
) -> StandardisedRatio:
    """Events observed over those the reference's rates would bring, times `refvalue`."""
    observed = float(np.sum(numerators))
    reference = np.asarray(reference_numerators, dtype=np.float64) / np.asarray(reference_denominators)
    expected = float((np.asarray(denominators, dtype=np.float64) * reference).sum())
    lower, upper, method = count_limits(observed, confidence)
    return StandardisedRatio(observed, expected, Interval(observed, lower, upper, method).times(refvalue / expected))


def mean(values: Sequence[float], *, confidence: float = 0.95) -> Mean:
    """The mean of the values, by Student's t. Without limits for a single value; missing for none."""
    share, method = share_of(confidence), "Student's t-distribution"
    if not values:
        return Mean(Interval(None, None, None, method), None)
    middle = float(np.mean(values))
    if len(values) == 1:
        return Mean(Interval(middle, None, None, method), None)
    deviation = float(np.std(values, ddof=1))
    reach = deviation / math.sqrt(len(values)) * float(stdtrit(len(values) - 1, share + (1 - share) / 2))
    return Mean(Interval(middle, middle - reach, middle + reach, method), deviation)
