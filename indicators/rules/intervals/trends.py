"""The recent trend of yearly figures as Fingertips marks it: five points, weighted, and steady in direction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from indicators.rules.vocabulary import Frequency, Polarity, Unit

POINTS = 5
# The standard errors between the limits of a 95% interval, as Fingertips rounds them.
ERRORS_BETWEEN_LIMITS = 3.92
# The 99.8% point of chi-squared with one degree of freedom.
CRITICAL = 9.54953570608324


class Trend(StrEnum):
    """What a recent trend is, and how it is meant where higher has a meaning."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    INCREASING_BETTER = "increasing_and_getting_better"
    INCREASING_WORSE = "increasing_and_getting_worse"
    DECREASING_BETTER = "decreasing_and_getting_better"
    DECREASING_WORSE = "decreasing_and_getting_worse"
    NO_CHANGE = "no_significant_change"
    CANNOT_BE_CALCULATED = "cannot_be_calculated"


@dataclass(frozen=True)
class TrendPoint:
    """A yearly figure with its 95% interval."""

    date: date
    count: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None

    @property
    def is_usable(self) -> bool:
        """Whether the point has all that the test needs, and is not the whole of its denominator."""
        numbers = (self.count, self.denominator, self.value, self.lower, self.upper)
        if any(number is None for number in numbers) or not self.denominator or self.denominator < 0:
            return False
        return self.count != self.denominator and self.lower != self.upper


@dataclass(frozen=True)
class RecentTrend:
    """The trend, and the weighted slope a point and chi-squared it rests on."""

    trend: Trend
    slope: float | None
    chi2: float | None


def recent_trend(
    points: Sequence[TrendPoint], *, unit: Unit, frequency: Frequency, polarity: Polarity | None
) -> RecentTrend:
    """
    The trend of the latest five points, for yearly rates and shares; for anything else it cannot be calculated.

    There is a trend when the weighted slope differs from none at 99.8% and keeps its sign without any one point.
    """
    latest = sorted(points, key=lambda point: point.date)[-POINTS:]
    yearly = frequency in (Frequency.ANNUAL, Frequency.ACADEMIC_YEAR)
    if unit == Unit.COUNT or not yearly or len(latest) < POINTS or not all(point.is_usable for point in latest):
        return RecentTrend(Trend.CANNOT_BE_CALCULATED, None, None)
    value, lower, upper = np.array([(point.value, point.lower, point.upper) for point in latest], dtype=np.float64).T
    weight, place = (ERRORS_BETWEEN_LIMITS / (upper - lower)) ** 2, np.arange(1.0, POINTS + 1)
    slope, precision = _slope(place, value, weight)
    chi2 = slope**2 * precision
    without = [_slope(*(np.delete(column, left) for column in (place, value, weight)))[0] for left in range(POINTS)]
    steady = len({float(np.sign(one)) for one in [slope, *without]}) == 1
    if chi2 <= CRITICAL or not steady:
        return RecentTrend(Trend.NO_CHANGE, slope, chi2)
    return RecentTrend(_meant(slope > 0, polarity), slope, chi2)


def _slope(place: NDArray[np.float64], value: NDArray[np.float64], weight: NDArray[np.float64]) -> tuple[float, float]:
    """The weighted slope and its precision, one over its variance."""
    from_middle = place - np.average(place, weights=weight)
    precision = float((weight * from_middle**2).sum())
    return float((weight * from_middle * value).sum() / precision), precision


def _meant(rising: bool, polarity: Polarity | None) -> Trend:
    if polarity not in (Polarity.HIGHER_IS_BETTER, Polarity.HIGHER_IS_WORSE):
        return Trend.INCREASING if rising else Trend.DECREASING
    better = rising == (polarity == Polarity.HIGHER_IS_BETTER)
    if rising:
        return Trend.INCREASING_BETTER if better else Trend.INCREASING_WORSE
    return Trend.DECREASING_BETTER if better else Trend.DECREASING_WORSE
