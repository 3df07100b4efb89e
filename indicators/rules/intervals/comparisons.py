"""Two figures beside each other: exact rate ratio, two proportions, and an area against a benchmark."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import betainc, betaincinv, chdtrc, gammaln, xlog1py, xlogy

from indicators.rules.intervals.counts import Interval, normal_quantile, share_of, wilson
from indicators.rules.vocabulary import Polarity

# Two outcomes of equal probability may differ by as much in the last digits.
ALIKE = 1e-7


class Outcome(StrEnum):
    """What an area is beside its benchmark."""

    BETTER = "better"
    WORSE = "worse"
    SIMILAR = "similar"
    HIGHER = "higher"
    LOWER = "lower"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True)
class RateRatio:
    """A ratio of two rates, None over nought, with exact limits and the probability of as much by chance."""

    ratio: float | None
    lower: float
    upper: float
    p_value: float


@dataclass(frozen=True)
class TwoProportions:
    """The difference of two shares with its limits, and the chi-squared test of it."""

    difference: float
    lower: float
    upper: float
    chi2: float
    p_value: float


def rate_ratio(x1: float, n1: float, x2: float, n2: float, *, confidence: float = 0.95) -> RateRatio:
    """
    The rate x1/n1 over the rate x2/n2, exact: given all events, those of the first are binomial.

    Raises ValueError for negative counts or populations not above nought.
    """
    if min(x1, x2) < 0 or min(n1, n2) <= 0:
        raise ValueError("Counts cannot be negative, and populations must be above nought.")
    tail, events = (1 - share_of(confidence)) / 2, x1 + x2
    if events == 0:
        return RateRatio(None, 0.0, math.inf, 1.0)
    lower = float(betaincinv(x1, x2 + 1, tail)) if x1 else 0.0
    upper = float(betaincinv(x1 + 1, x2, 1 - tail)) if x2 else 1.0
    odds = n2 / n1
    return RateRatio(
        ratio=x1 / x2 * odds if x2 else None,
        lower=lower / (1 - lower) * odds,
        upper=upper / (1 - upper) * odds if upper < 1 else math.inf,
        p_value=_as_unlikely(x1, events, n1 / (n1 + n2)),
    )


def two_proportions(x1: float, n1: float, x2: float, n2: float, *, confidence: float = 0.95) -> TwoProportions:
    """The share x1/n1 less the share x2/n2, chi-squared without correction. Raises ValueError for no shares."""
    if not (0 <= x1 <= n1 and 0 <= x2 <= n2) or min(n1, n2) <= 0:
        raise ValueError("A share needs a count between nought and a whole that is above nought.")
    p1, p2, pooled = x1 / n1, x2 / n2, (x1 + x2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    chi2 = (p1 - p2) ** 2 / variance if variance else 0.0
    reach = normal_quantile(confidence) * math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return TwoProportions(
        difference=p1 - p2,
        lower=max(p1 - p2 - reach, -1.0),
        upper=min(p1 - p2 + reach, 1.0),
        chi2=chi2,
        p_value=float(chdtrc(1, chi2)),
    )


def newcombe(x1: float, n1: float, x2: float, n2: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """
    The limits of the share x1/n1 less the share x2/n2, from Wilson's limits of each.

    Unlike those of `two_proportions` they hold for small counts too: nought beside nought still leaves room for chance.
    """
    p1, p2 = x1 / n1, x2 / n2
    (low1, high1), (low2, high2) = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    return p1 - p2 - math.hypot(p1 - low1, high2 - p2), p1 - p2 + math.hypot(high1 - p1, p2 - low2)


def against_benchmark(interval: Interval, benchmark: float | None, polarity: Polarity | None) -> Outcome:
    """
    An area's interval against the benchmark's value, as Fingertips does: on a limit is similar.

    An area without an interval is not compared; nor must one be compared with itself.
    """
    if interval.lower is None or interval.upper is None or benchmark is None:
        return Outcome.NOT_COMPARED
    if interval.lower <= benchmark <= interval.upper:
        return Outcome.SIMILAR
    higher = interval.lower > benchmark
    if polarity not in (Polarity.HIGHER_IS_BETTER, Polarity.HIGHER_IS_WORSE):
        return Outcome.HIGHER if higher else Outcome.LOWER
    return Outcome.BETTER if higher == (polarity == Polarity.HIGHER_IS_BETTER) else Outcome.WORSE


def _as_unlikely(count: float, events: float, share: float) -> float:
    """The probability of all outcomes no likelier than `count` of `events`, each with probability `share`."""

    def logarithm(k: float) -> float:
        ways = gammaln(events + 1) - gammaln(k + 1) - gammaln(events - k + 1)
        return float(ways + xlogy(k, share) + xlog1py(events - k, -share))

    threshold, usual = logarithm(count) + ALIKE, events * share
    if count == usual:
        return 1.0
    if count > usual:
        # The likelihood grows up to the usual count: the last outcome below it that is no likelier.
        other = _last(lambda k: logarithm(k) <= threshold, -1, math.floor(usual))
        return min(1.0, _at_most(other, events, share) + 1 - _at_most(count - 1, events, share))
    other = math.ceil(events) - _last(
        lambda k: logarithm(math.ceil(events) - k) <= threshold, -1, math.ceil(events) - math.ceil(usual)
    )
    return min(1.0, _at_most(count, events, share) + 1 - _at_most(other - 1, events, share))


def _last(holds: Callable[[float], bool], known: int, end: int) -> int:
    """The last whole number up to `end` for which it holds, where it holds for all below; `known` if for none."""
    while known < end:
        middle = (known + end + 1) // 2
        if holds(middle):
            known = middle
        else:
            end = middle - 1
    return known


def _at_most(count: float, events: float, share: float) -> float:
    """The probability of at most `count` of `events`."""
    if count < 0:
        return 0.0
    return 1.0 if count >= events else float(betainc(events - count, count + 1, 1 - share))
