"""
What a figure says beside one other, where a series is too short for control limits (R63).

A percentage is tested against the period before by two proportions, a rate or a count by an exact rate ratio; against
an area, the figure's own interval is laid beside the area's value. The words say no more than the interval does.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.rules.figures import figure_in_words, is_comparable
from indicators.rules.intervals import Interval, newcombe, proportion, rate, rate_ratio, two_proportions
from indicators.rules.intervals.counts import Number
from indicators.rules.vocabulary import Unit

CONFIDENCE = 0.95
MULTIPLIERS = {Unit.PERCENT: 100, Unit.PER_10000: 10_000, Unit.PER_100000: 100_000}
NO_PARTS = "the figures come without their numerators and denominators"
NO_CHANCE = "they are averages, which do not tell how much chance there is in them"
NOT_COUNTS = "their numerators are not whole counts out of denominators above nought"
NOT_INDEPENDENT = "they count the same children many times over, so chance cannot be worked out from them"
NOT_COMPARABLE = "plain counts of areas of different size are not compared"
NO_OTHER = "there is no figure to compare with"
MOST_DECIMALS = 6


class Verdict(StrEnum):
    """What the comparison says."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_DIFFERENCE = "no_difference"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Figure:
    """A figure with the numerator and denominator it was made of, as far as they are known."""

    value: Number
    numerator: Number = None
    denominator: Number = None


@dataclass(frozen=True)
class Comparison:
    """
    The verdict, a sentence that says it, and the numbers it rests on.

    `estimate` is a ratio for rates and counts, percentage points for percentages, and for an area the figure itself;
    `lower` and `upper` are its 95% interval. None where it cannot be told.
    """

    verdict: Verdict
    sentence: str
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None


def compare_with_before(
    latest: Figure, before: Figure, *, unit: Unit, than: str = "the year before", independent: bool = True
) -> Comparison:
    """
    The latest figure beside the one before, called `than`.

    Not `independent` are figures whose numerators count one child many times (sessions missed): a test would take each
    for a child of its own and call everything a change. A count stands for itself when it has no numerator; both
    periods are taken to be as long.
    """
    if unit == Unit.COUNT:
        latest, before = _as_counts(latest), _as_counts(before)
    reason = _reason_against([latest, before], unit, independent)
    if reason:
        return _cannot_tell(than, reason)
    one, other = _parts(latest), _parts(before)
    if unit == Unit.PERCENT:
        return _points_apart(one, other, than)
    if one[0] == other[0] == 0:
        return Comparison(Verdict.NO_DIFFERENCE, f"No events in this period, and none in {than}.")
    found = rate_ratio(*one, *other, confidence=CONFIDENCE)
    verdict = _verdict(found.lower, found.upper, 1)
    words = _numbers_in_words([found.ratio, found.lower, found.upper], 2, 1)
    return Comparison(
        verdict,
        _sentence(verdict, than, f"ratio {words[0]}, 95% interval {words[1]} to {words[2]}"),
        found.ratio,
        found.lower,
        found.upper,
    )


def compare_with_area(
    figure: Figure,
    other: Number,
    *,
    unit: Unit,
    than: str = "England",
    decimals: int = 1,
    independent: bool = True,
) -> Comparison:
    """The interval of a figure against the value `other` of an area or average called `than`."""
    reason = "" if is_comparable(unit) else NOT_COMPARABLE
    reason = reason or (NO_OTHER if other is None else _reason_against([figure], unit, independent))
    if reason or other is None:
        return _cannot_tell(than, reason)
    found = interval_of(figure, unit)
    if found is None or found.value is None or found.lower is None or found.upper is None:
        return _cannot_tell(than, NO_PARTS)
    point = float(other)
    verdict = _verdict(found.lower, found.upper, point)
    places = _places([found.lower, found.upper], decimals, point)
    beside, low, high = (figure_in_words(Decimal(repr(one)), unit, places) for one in (point, found.lower, found.upper))
    name = f"{than} ({beside})"
    return Comparison(
        verdict, _sentence(verdict, name, f"95% interval {low} to {high}"), found.value, found.lower, found.upper
    )


def interval_of(figure: Figure, unit: Unit) -> Interval | None:
    """The 95% interval of a percentage or rate in its unit; None where it cannot be worked out."""
    if unit not in MULTIPLIERS or _reason_against([figure], unit, independent=True):
        return None
    calculate = proportion if unit == Unit.PERCENT else rate
    return calculate(figure.numerator, figure.denominator, confidence=CONFIDENCE, multiplier=MULTIPLIERS[unit])


def _as_counts(figure: Figure) -> Figure:
    return Figure(figure.value, figure.value if figure.numerator is None else figure.numerator, 1)


def _reason_against(figures: list[Figure], unit: Unit, independent: bool) -> str:
    """Why chance cannot be told from these figures, empty when it can."""
    if unit == Unit.DAYS:
        return NO_CHANCE
    if not independent:
        return NOT_INDEPENDENT
    if any(figure.numerator is None or figure.denominator is None for figure in figures):
        return NO_PARTS
    return "" if all(_is_count(*_parts(figure), unit) for figure in figures) else NOT_COUNTS


def _parts(figure: Figure) -> tuple[float, float]:
    return float(figure.numerator or 0), float(figure.denominator or 0)


def _is_count(numerator: float, denominator: float, unit: Unit) -> bool:
    fits = unit != Unit.PERCENT or numerator <= denominator
    return denominator > 0 and numerator >= 0 and numerator.is_integer() and fits


def _points_apart(one: tuple[float, float], other: tuple[float, float], than: str) -> Comparison:
    found = two_proportions(*one, *other, confidence=CONFIDENCE)
    limits = newcombe(*one, *other, confidence=CONFIDENCE)
    estimate, lower, upper = (100 * share for share in (found.difference, *limits))
    verdict = _verdict(lower, upper, 0)
    words = _numbers_in_words([estimate, lower, upper], 1, 0)
    brackets = f"difference {words[0]} percentage points, 95% interval {words[1]} to {words[2]}"
    beyond_chance = found.p_value < 1 - CONFIDENCE
    if (verdict == Verdict.NO_DIFFERENCE) == beyond_chance:
        # Interval and test disagree only at the very edge: then neither is believed.
        sentence = f"At the edge of what chance would explain beside {than} ({brackets})."
        return Comparison(Verdict.NO_DIFFERENCE, sentence, estimate, lower, upper)
    return Comparison(verdict, _sentence(verdict, than, brackets), estimate, lower, upper)


def _verdict(lower: float, upper: float, neutral: float) -> Verdict:
    if lower > neutral:
        return Verdict.HIGHER
    return Verdict.LOWER if upper < neutral else Verdict.NO_DIFFERENCE


def _sentence(verdict: Verdict, than: str, brackets: str) -> str:
    if verdict == Verdict.NO_DIFFERENCE:
        return f"No different from {than} beyond what chance would explain ({brackets})."
    return f"{verdict.capitalize()} than {than}, beyond what chance would explain ({brackets})."


def _cannot_tell(than: str, reason: str) -> Comparison:
    return Comparison(Verdict.CANNOT_TELL, f"Cannot tell whether this differs from {than}: {reason}.")


def _places(limits: list[float], fewest: int, neutral: float) -> int:
    """As many decimals as it takes for no limit to look like the number it is beyond."""
    places = fewest
    while places < MOST_DECIMALS and any(
        limit != neutral and round(limit, places) == round(neutral, places) for limit in limits
    ):
        places += 1
    return places


def _numbers_in_words(numbers: list[float | None], fewest: int, neutral: float) -> list[str]:
    """The estimate and its limits with as many decimals as they need; what is endless in words."""
    places = _places([number for number in numbers[1:] if number is not None], fewest, neutral)
    return [_number_in_words(number, places) for number in numbers]


def _number_in_words(number: float | None, places: int) -> str:
    if number is None or math.isinf(number):
        return "without end"
    return f"{number + 0:.{places}f}".replace("-", "\N{MINUS SIGN}")
