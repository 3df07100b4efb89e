"""
Settling a grade in moderation: when it needs a reason, what has to be settled, and what still is not.

The agencies' own grades are never touched; the settled grade stands beside them with why it differs (R112).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assurance.rules.wording import counted
from audits.rules.agreement import Scale, label_of, rated
from audits.rules.audits import Unit

UNITS_NAMED = 10
# What needs a reason, by what is graded: said of a case by every agency, or by an agency of itself.
CHANGED_WORDS = MappingProxyType(
    {Unit.CASE: "not what every agency gave", Unit.AGENCY: "not what the agency gave itself"}
)
REASON_NEEDED = "Say why it is settled so"
NOT_A_GRADE = "Choose one of the grades of this question"


def reason_needed(value: str, given: Iterable[str], scale: Scale) -> bool:
    """
    Whether a settled grade needs a reason: wherever an agency that graded practice gave another.

    Where all answers are neutral, or there is none, it needs one unless it is what they say.
    """
    answers = list(given)
    telling = rated(answers, scale) or answers
    return not telling or any(one != value for one in telling)


def problems_of_settling(value: str, reason: str, given: Iterable[str], scale: Scale) -> list[str]:
    """Every reason, a sentence each, why a grade cannot be settled like this; empty when it can."""
    if not label_of(value, scale):
        return [f"{NOT_A_GRADE}."]
    if reason_needed(value, given, scale) and not reason.strip():
        return [f"{REASON_NEEDED}."]
    return []


@dataclass(frozen=True)
class Settled:
    """How far a case, or an agency, is settled: its name, how many of how many grades, and the numbers of the rest."""

    name: str
    done: int
    of: int
    left: tuple[str, ...] = ()


def settled_so_far(name: str, asked: Iterable[tuple[str, bool, bool]], overall: str = "") -> Settled:
    """
    What is settled of a case, or of an agency.

    `asked` holds for each question its number, whether an agency graded it, and whether it is settled. `overall` is the
    number of the grade of the whole: it has to be settled wherever anything was answered.
    """
    rows = list(asked)
    wanted = [(number, done) for number, was_graded, done in rows if was_graded or number == overall] if rows else []
    left = tuple(number for number, done in wanted if not done)
    return Settled(name, len(wanted) - len(left), len(wanted), left)


def problems_of_finishing(units: Sequence[Settled]) -> list[str]:
    """Every reason, a sentence each, why moderation cannot be finished: what is not settled; empty when all is."""
    open_ones = [unit for unit in units if unit.left]
    named = [f"{unit.name}: {_left_words(unit.left)} not settled." for unit in open_ones[:UNITS_NAMED]]
    more = len(open_ones) - len(named)
    return [*named, f"{counted(more, 'more has', 'more have')} grades that are not settled."] if more else named


def _left_words(numbers: tuple[str, ...]) -> str:
    if len(numbers) > UNITS_NAMED:
        return f"{len(numbers)} grades are"
    if len(numbers) == 1:
        return f"{numbers[0]} is"
    return f"{', '.join(numbers[:-1])} and {numbers[-1]} are"
