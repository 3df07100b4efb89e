"""
What can be said of a series too short for control limits: the latest figure against the one before.

A test of two counts asks whether chance in the counting explains the difference. Large counts make every difference
"significant", for children, sessions and recording do not vary like dice: what matters then is how far the figure
usually moves from one period to the next. So where the earlier steps are larger than chance in the counts would make
them, a step counts as a change only when it is also larger than those: an over-dispersed count, whose variance is
that of the test times the mean square of the earlier steps, against Student's t. With too few earlier steps to measure
that, it has to be a tenth of the figure before (docs/adr/0013).
"""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from scipy.special import stdtrit

from indicators.rules.change import Figure, Verdict, compare_with_before
from indicators.rules.series import SeriesFacts, SeriesPoint
from indicators.rules.vocabulary import Frequency, Unit

FEWEST_STEPS = 4
LARGE_STEP = Decimal("0.1")
# Leaves one in forty on either side.
QUANTILE = 0.975


SAYS = {
    Verdict.HIGHER: "higher than {than}, beyond what chance would explain",
    Verdict.LOWER: "lower than {than}, beyond what chance would explain",
    Verdict.NO_DIFFERENCE: "no change beyond what chance would explain",
    Verdict.CANNOT_TELL: "cannot tell chance from change",
}
THE_ONE_BEFORE = {
    Frequency.WEEKLY: "the week before",
    Frequency.FORTNIGHTLY: "the fortnight before",
    Frequency.MONTHLY: "the month before",
    Frequency.QUARTERLY: "the quarter before",
    Frequency.ACADEMIC_YEAR: "the year before",
    Frequency.ANNUAL: "the year before",
}


@dataclass(frozen=True)
class Change:
    """Whether the latest figure differs from the one before beyond chance: briefly, and as a sentence."""

    verdict: Verdict
    says: str
    sentence: str


NOTHING_BEFORE = Change(Verdict.CANNOT_TELL, "the first figure there is", "There is no earlier figure to compare with.")
KEPT_OUT = Change(
    Verdict.CANNOT_TELL,
    "kept out of the limits by decision",
    "The latest figure is kept out of the limits by decision.",
)
AS_USUAL = Change(
    Verdict.CANNOT_TELL,
    "by no more than it usually moves",
    "The difference from the figure before is more than chance in the counts alone would make, but no larger than the "
    "steps this figure usually takes: so it cannot be told from them.",
)
TOO_FEW_STEPS = Change(
    Verdict.CANNOT_TELL,
    SAYS[Verdict.CANNOT_TELL],
    "The difference from the figure before is more than chance in the counts alone would make, but it is small, and "
    "there are too few earlier figures to say how far this one usually moves.",
)


def change_of(facts: SeriesFacts) -> Change:
    """The latest figure of a series against the newest before it whose period does not overlap."""
    latest, before = facts.latest, facts.before
    if latest is None or before is None:
        return NOTHING_BEFORE
    if not facts.counts(latest):
        return KEPT_OUT
    than = _than(facts, before)
    comparison = compare_with_before(_figure(latest), _figure(before), unit=facts.unit, than=than)
    told = Change(comparison.verdict, SAYS[comparison.verdict].format(than=than), comparison.sentence)
    if comparison.verdict not in (Verdict.HIGHER, Verdict.LOWER):
        return told
    *usual, step = standard_steps(facts)
    if len(usual) < FEWEST_STEPS:
        is_large = abs(latest.known - before.known) >= LARGE_STEP * abs(before.known)
        return told if is_large else TOO_FEW_STEPS
    usual_square = sum(earlier * earlier for earlier in usual) / len(usual)
    is_unusual = abs(step) > stdtrit(len(usual), QUANTILE) * sqrt(usual_square)
    return told if usual_square <= 1 or is_unusual else AS_USUAL


def standard_steps(facts: SeriesFacts) -> list[float]:
    """Each step between neighbours that count, have counts and do not overlap, in standard errors of the counts."""
    steps = []
    for index, point in enumerate(facts.values):
        before = facts.values_before(index) if facts.counts(point) else None
        step = None if before is None else _standard_step(point, before, facts.unit)
        if step is not None:
            steps.append(step)
    return steps


def _standard_step(point: SeriesPoint, before: SeriesPoint, unit: Unit) -> float | None:
    this, that = _counts(point, unit), _counts(before, unit)
    if this is None or that is None:
        return None
    (count, of), (count_before, of_before) = this, that
    pooled = (count + count_before) / (of + of_before)
    variance = (pooled * (1 - pooled) if unit == Unit.PERCENT else pooled) * (1 / of + 1 / of_before)
    return (count / of - count_before / of_before) / sqrt(variance) if variance > 0 else None


def _counts(point: SeriesPoint, unit: Unit) -> tuple[float, float] | None:
    """What was counted, out of how many; a plain count stands for itself."""
    if unit == Unit.COUNT:
        return float(point.known if point.numerator is None else point.numerator), 1.0
    if point.numerator is None or not point.denominator:
        return None
    return float(point.numerator), float(point.denominator)


def _than(facts: SeriesFacts, before: SeriesPoint) -> str:
    """What the latest figure is compared with: "the year before", or the period where it does not come just before."""
    follows = facts.points[-2:-1] == (before,) and not any(first > before.period_end for first, _ in facts.gaps)
    if facts.frequency and follows:
        return THE_ONE_BEFORE[facts.frequency]
    inside = before.period_inside
    return f"the {inside}" if inside[0].islower() else inside


def _figure(point: SeriesPoint) -> Figure:
    return Figure(value=point.value, numerator=point.numerator, denominator=point.denominator)
