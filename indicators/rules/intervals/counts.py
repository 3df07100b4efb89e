"""
Intervals of counts, rates and proportions, by the methods of PHEindicatormethods 2.1.0.

A missing numerator or denominator gives a missing value. The confidence is a share (0.95) or per cent (99.8).
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from scipy.special import gammaincinv, ndtri

Number = float | Decimal | None
EXACT_BELOW = 10


@dataclass(frozen=True)
class Interval:
    """A value with the limits it lies between at the confidence asked for, None where there are none."""

    value: float | None
    lower: float | None
    upper: float | None
    method: str | None

    def times(self, factor: float) -> "Interval":
        """The same interval in another unit."""
        value, lower, upper = (
            None if number is None else number * factor for number in (self.value, self.lower, self.upper)
        )
        return Interval(value, lower, upper, self.method)


def share_of(confidence: float) -> float:
    """The confidence as a share. Raises ValueError below 90% or above 100%."""
    share = confidence / 100 if confidence >= 90 else confidence
    if not 0.9 <= share <= 1:
        raise ValueError("The confidence must be between 90% and 100%.")
    return share


def normal_quantile(confidence: float) -> float:
    """How many standard errors either side the confidence takes."""
    share = share_of(confidence)
    return float(ndtri(share + (1 - share) / 2))


def byar(count: float, confidence: float = 0.95) -> tuple[float | None, float]:
    """Byar's limits of a count. There is no lower one where the formula gives none: for nought, or below nought."""
    z = normal_quantile(confidence)
    upper = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * math.sqrt(count + 1))) ** 3
    if count == 0:
        return None, upper
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    return (lower if lower >= 0 else None), upper


def exact_poisson(count: float, confidence: float = 0.95) -> tuple[float, float]:
    """The exact limits of a count that comes from a Poisson process."""
    share = share_of(confidence)
    lower = float(gammaincinv(count, (1 - share) / 2)) if count else 0.0
    return lower, float(gammaincinv(count + 1, share + (1 - share) / 2))


def count_limits(count: float, confidence: float) -> tuple[float | None, float, str]:
    """The limits of a count and the method: exact below 10, Byar's from there on."""
    if count < EXACT_BELOW:
        return *exact_poisson(count, confidence), "Exact"
    return *byar(count, confidence), "Byars"


def rate(numerator: Number, denominator: Number, *, confidence: float = 0.95, multiplier: float = 100_000) -> Interval:
    """
    Events a unit of population, times `multiplier`.

    Raises ValueError for a negative numerator or a denominator that is not above nought.
    """
    share_of(confidence)
    counted = parts(numerator, denominator)
    if counted is None:
        return Interval(None, None, None, None)
    events, population = counted
    lower, upper, method = count_limits(events, confidence)
    return Interval(events, lower, upper, method).times(multiplier / population)


def proportion(numerator: Number, denominator: Number, *, confidence: float = 0.95, multiplier: float = 1) -> Interval:
    """
    The share that the numerator is of the denominator, times `multiplier`, by Wilson's method.

    Raises ValueError for what `rate` refuses, and for a numerator above its denominator.
    """
    share_of(confidence)
    counted = parts(numerator, denominator)
    if counted is None:
        return Interval(None, None, None, "Wilson")
    events, population = counted
    lower, upper = wilson(events, population, confidence)
    return Interval(events / population, lower, upper, "Wilson").times(multiplier)


def wilson(count: float, out_of: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's limits of a share. Raises ValueError for a count above what it is out of."""
    if count > out_of:
        raise ValueError("The numerator of a proportion cannot be above its denominator.")
    z = normal_quantile(confidence)
    if math.isinf(z):
        return 0.0, 1.0
    spread = z * math.sqrt(z**2 + 4 * count * (1 - count / out_of))
    middle, divisor = 2 * count + z**2, 2 * (out_of + z**2)
    # At the ends the formula gives nought and one but for rounding.
    lower = 0.0 if count == 0 else (middle - spread) / divisor
    return lower, 1.0 if count == out_of else (middle + spread) / divisor


def parts(numerator: Number, denominator: Number) -> tuple[float, float] | None:
    """Both as floats, None when either is missing. Raises ValueError for what cannot be part of a rate."""
    if numerator is not None and numerator < 0:
        raise ValueError("A numerator cannot be negative.")
    if denominator is not None and denominator <= 0:
        raise ValueError("A denominator must be above nought.")
    if numerator is None or denominator is None:
        return None
    return float(numerator), float(denominator)
