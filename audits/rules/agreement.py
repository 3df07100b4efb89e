"""
How far the agencies agree: in counts and words for one case, and for many with a measure that allows for chance.

Alpha (Krippendorff 2004) is never given for fewer cases than it needs: the rule of thumb is 2k² cases for k grades in
use (Cicchetti 1981). Its bands are Krippendorff's: from 0.8 reliable, from 0.667 tentative, below that not to be relied
on. A share of fewer than twenty is never a percentage.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module

from assurance.rules.wording import counted
from audits.rules.audits import Unit
from audits.rules.report import share_words
from audits.rules.tools import JUDGEMENT_WORDS, GradeRule, Judgement, QuestionKind

RELIABLE, TENTATIVE = 0.8, 0.667
NEUTRAL_JUDGEMENTS = (Judgement.NOT_APPLICABLE, Judgement.INSUFFICIENT)
JUDGEMENT_SCALE = tuple(
    GradeRule(str(answer), words, "", meets=answer == Judgement.YES, is_neutral=answer in NEUTRAL_JUDGEMENTS)
    for answer, words in JUDGEMENT_WORDS.items()
)
Scale = Sequence[GradeRule]


def scale_of(kind: QuestionKind, grades: Scale) -> Scale:
    """What a question of this kind can be settled at, best first; empty when it is not graded."""
    if kind == QuestionKind.GRADE:
        return grades
    return JUDGEMENT_SCALE if kind == QuestionKind.JUDGEMENT else ()


def label_of(value: str, scale: Scale) -> str:
    """A grade in words; blank for one the scale has not."""
    return next((grade.label for grade in scale if grade.slug == value), "")


def positions(scale: Scale) -> dict[str, int]:
    """The place of each grade that says something about practice, best first from 0."""
    telling = (grade.slug for grade in scale if not grade.is_neutral)
    return {slug: place for place, slug in enumerate(telling)}


def rated(given: Iterable[str], scale: Scale) -> list[str]:
    """The grades among these that say something about practice."""
    places = positions(scale)
    return [value for value in given if value in places]


def steps_apart(given: Iterable[str], scale: Scale) -> int:
    """How many steps of the scale lie between the best and the worst of these grades; 0 for fewer than two."""
    places = positions(scale)
    found = [places[value] for value in given if value in places]
    return max(found) - min(found) if found else 0


def agreed_on(given: Iterable[str], scale: Scale) -> str:
    """The one grade that two agencies or more gave, with none that gave another; blank when there is none."""
    found = rated(given, scale)
    return found[0] if len(found) > 1 and len(set(found)) == 1 else ""


def agreement_words(given: Iterable[str], scale: Scale) -> str:
    """What the grades of one case, by one agency each, have in common: "4 of 6 agencies gave the same grade"."""
    found = rated(given, scale)
    if len(found) < 2:
        return "One agency graded this: there is nothing to compare." if found else "No agency graded this."
    (value, most), *others = Counter(found).most_common()
    label, agencies = label_of(value, scale), counted(len(found), "agency", "agencies")
    if most == len(found):
        both = "Both agencies" if most == 2 else f"All {agencies}"
        return f"{both} gave the same grade: {label}."
    if most == 1:
        return f"{'The two' if len(found) == 2 else f'All {len(found)}'} agencies gave different grades."
    if others[0][1] == most:
        return f"No more than {most} of {agencies} gave the same grade."
    return f"{most} of {agencies} gave the same grade: {label}."


def apart_words(given: Iterable[str], scale: Scale) -> str:
    """How far apart the grades lie: "One step apart: Good to Requires improvement"; blank when they do not."""
    found = rated(given, scale)
    steps = steps_apart(found, scale)
    if not steps:
        return ""
    order = sorted(set(found), key=positions(scale).__getitem__)
    return f"{steps_words(steps)}: {label_of(order[0], scale)} to {label_of(order[-1], scale)}"


def steps_words(steps: int) -> str:
    """A number of steps in words: "One step apart"; blank for none."""
    if not steps:
        return ""
    return "One step apart" if steps == 1 else f"{steps} steps apart"


def own_grade_words(own: str, others: Iterable[str], scale: Scale) -> str:
    """What an agency gave itself, and how many of the others gave themselves the same."""
    if not own:
        return "The agency did not grade itself."
    found = rated(others, scale)
    words = f"Graded itself {label_of(own, scale)}."
    if not found or own not in positions(scale):
        return words
    same = sum(value == own for value in found)
    return f"{words} So did {same or 'none'} of {counted(len(found), 'other agency', 'other agencies')}."


@dataclass(frozen=True)
class Reliability:
    """
    How far agencies agree on one question over many cases.

    `compared` cases were graded by two agencies or more, in `same` of them all gave the same grade; `needed` is how
    many cases it takes to tell more; `alpha` is None with fewer, and when every grade was the same.
    """

    compared: int
    same: int
    grades_in_use: int
    needed: int
    alpha: float | None = None

    @property
    def same_words(self) -> str:
        """In how many cases all who graded gave the same grade."""
        return share_words(self.same, self.compared, Unit.CASE)

    @property
    def words(self) -> str:
        """What that says, in a sentence."""
        if not self.compared:
            return "No case was graded by two agencies."
        if self.grades_in_use == 1:
            return "Every agency gave the same grade every time, so nothing sets agreement apart from chance."
        if self.compared < self.needed:
            return (
                f"Too few cases to say how far this is more than chance: {self.compared} of the {self.needed} it takes "
                f"with {self.grades_in_use} grades in use."
            )
        return _band_words(self.alpha or 0.0)

    @property
    def figure(self) -> str:
        """The measure as a figure, for those who know it; blank when there is none."""
        return "" if self.alpha is None else f"Krippendorff’s alpha {self.alpha:.2f}".replace("-", "−")


def cases_needed(grades_in_use: int) -> int:
    """How many cases it takes before a measure of agreement says anything (Cicchetti 1981)."""
    return 2 * grades_in_use**2


def reliability(cases: Iterable[Sequence[int]]) -> Reliability:
    """How far agencies agree, from the positions on the scale that were given to each case."""
    compared = [given for given in cases if len(given) > 1]
    in_use = len({position for given in compared for position in given})
    needed, same = cases_needed(in_use), sum(len(set(given)) == 1 for given in compared)
    enough = in_use > 1 and len(compared) >= needed
    return Reliability(len(compared), same, in_use, needed, _alpha(compared) if enough else None)


def _alpha(cases: list[Sequence[int]]) -> float | None:
    # Loaded when first asked for: most audits have too few cases ever to ask, and the portal starts without it.
    found: float | None = import_module("audits.rules.krippendorff").alpha(cases)
    return found


def _band_words(alpha: float) -> str:
    if alpha >= RELIABLE:
        return "The agencies agree well: their grades can be relied on."
    if alpha >= TENTATIVE:
        return "The agencies agree in the main: what follows from their grades is tentative."
    return "The agencies do not agree well enough for their grades to be relied on as they are."
