"""
Then and now: what an audit found of a standard beside what its re-audit found, and whether chance could do that (R115).

A case (or an agency) counts once for a standard, however many questions stand under it, or the test would take one
case for several. Fisher's exact test is right for however few cases; the tests hold it against SciPy's, whose
statistics are too much to load with every process for ten lines of whole numbers.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb
from types import MappingProxyType

from audits.rules.audits import Unit
from audits.rules.report import PLURALS, share_words
from audits.rules.tools import GradeRule

SELDOM = Fraction(1, 20)


class Change(StrEnum):
    """What became of a standard between an audit and its re-audit."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


class Chance(StrEnum):
    """Whether a difference could be chance; blank where there is no difference to explain."""

    NONE = ""
    SELDOM = "seldom"
    POSSIBLE = "possible"
    TOO_FEW = "too_few"


CHANGE_WORDS = MappingProxyType(
    {
        Change.BETTER: "Better",
        Change.SAME: "No change",
        Change.WORSE: "Worse",
        Change.UNKNOWN: "Cannot be compared",
    }
)
CHANCE_WORDS = MappingProxyType(
    {
        Chance.NONE: "",
        Chance.SELDOM: "Chance alone would seldom make so large a difference",
        Chance.POSSIBLE: "This could be chance",
        Chance.TOO_FEW: "Too few to tell whether it is chance",
    }
)


@dataclass(frozen=True)
class Side:
    """
    What one audit found of a standard: how many were graded, how many of them met it, and how often each grade was
    settled, best first.
    """

    met: int
    graded: int
    grades: tuple[tuple[str, int], ...] = ()

    @property
    def grades_words(self) -> str:
        """The grades in words: "2 Good, 3 Requires improvement to be good"."""
        return ", ".join(f"{count} {label}" for label, count in self.grades)

    @property
    def fails(self) -> bool:
        """Whether fewer than half of what was graded met the standard."""
        return bool(self.graded) and 2 * self.met < self.graded

    def words(self, unit: str) -> str:
        """How many met it: "3 of 5 cases"; no percentage of fewer than twenty."""
        return share_words(self.met, self.graded, unit) if self.graded else f"No {PLURALS[Unit(unit)]} graded"


NOT_ASKED = Side(0, 0)


def side_of(units: Iterable[Sequence[GradeRule]], scale: Sequence[GradeRule]) -> Side:
    """
    One side, from the grades that were settled for a standard in each case (or of each agency); `scale` is best first.

    A case meets a standard when every grade that says something meets it; one with neutral grades alone is not graded.
    """
    met = graded = 0
    counts: Counter[GradeRule] = Counter()
    for grades in units:
        counts.update(grades)
        telling = [grade for grade in grades if not grade.is_neutral]
        graded += bool(telling)
        met += bool(telling) and all(grade.meets for grade in telling)
    return Side(met, graded, tuple((grade.label, counts[grade]) for grade in scale if counts[grade]))


@dataclass(frozen=True)
class Comparison:
    """Then and now of one standard; `p` is the p-value of Fisher's exact test, or None where it says nothing."""

    change: Change
    chance: Chance
    p: Fraction | None = None

    @property
    def change_words(self) -> str:
        """What became of it, in two or three words."""
        return CHANGE_WORDS[self.change]

    @property
    def chance_words(self) -> str:
        """Whether it could be chance, as a sentence without its stop; blank where there is no difference."""
        return CHANCE_WORDS[self.chance]

    @property
    def p_words(self) -> str:
        """The p-value to three decimals: "p = 0.048", "p < 0.001"; blank without one."""
        if self.p is None:
            return ""
        return "p < 0.001" if self.p < Fraction(1, 1000) else f"p = {float(self.p):.3f}"


def compared(then: Side, now: Side) -> Comparison:
    """Then beside now: in which direction the share that met the standard went, and whether chance could do that."""
    if not then.graded or not now.graded:
        return Comparison(Change.UNKNOWN, Chance.NONE)
    before, after = Fraction(then.met, then.graded), Fraction(now.met, now.graded)
    if before == after:
        return Comparison(Change.SAME, Chance.NONE)
    change = Change.BETTER if after > before else Change.WORSE
    if fisher_exact(0, then.graded, now.graded, now.graded) >= SELDOM:
        return Comparison(change, Chance.TOO_FEW)
    p = fisher_exact(then.met, then.graded, now.met, now.graded)
    return Comparison(change, Chance.SELDOM if p < SELDOM else Chance.POSSIBLE, p)


def fisher_exact(met: int, of: int, other_met: int, other_of: int) -> Fraction:
    """
    The two-sided p-value of Fisher's exact test on two shares, as an exact fraction.

    It is the chance, were there no difference, of a table no likelier than this one with the same totals.
    """
    successes = met + other_met
    fewest, most = max(0, successes - other_of), min(of, successes)
    ways = {here: comb(of, here) * comb(other_of, successes - here) for here in range(fewest, most + 1)}
    return Fraction(sum(number for number in ways.values() if number <= ways[met]), sum(ways.values()))


def is_unimproved(then: Side, now: Side) -> bool:
    """
    Whether a standard that fell short then falls short still: both times graded, no better share, and not wholly met.

    Better is better here even where it could be chance: nobody is asked to do again what seems to have worked.
    """
    if now.graded and now.met == now.graded:
        return False
    return compared(then, now).change in (Change.SAME, Change.WORSE)
