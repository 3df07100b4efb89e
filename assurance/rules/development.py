"""
Policies, training and funding: what is in place, whether it is taken up, and what difference it makes.

Source: SAAS ToR 3.7; Six Steps, step 1 question 1 and step 6; Framework, Appendix 1; KCC 3.4, 4.5 (R145, R146, R149).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.evidence_tiers import Strength


class Efficacy(StrEnum):
    """What quality assurance of a policy came to."""

    EFFECTIVE = "effective"
    PARTLY = "partly"
    NOT_EFFECTIVE = "not_effective"
    NOT_KNOWN = "not_known"


class CourseKind(StrEnum):
    """How a course is given."""

    FACE_TO_FACE = "face_to_face"
    E_LEARNING = "e_learning"


class Adequacy(StrEnum):
    """Whether the contributions of a year are enough, as the Executive Board judges (SAF Appendix 1, Domain 1)."""

    ADEQUATE = "adequate"
    PARTLY = "partly"
    NOT_ADEQUATE = "not_adequate"


EFFICACY_WORDS = MappingProxyType(
    {
        Efficacy.EFFECTIVE: "Effective",
        Efficacy.PARTLY: "Partly effective",
        Efficacy.NOT_EFFECTIVE: "Not effective",
        Efficacy.NOT_KNOWN: "Cannot yet be told",
    }
)
COURSE_WORDS = MappingProxyType({CourseKind.FACE_TO_FACE: "Face to face", CourseKind.E_LEARNING: "E-learning"})
ADEQUACY_WORDS = MappingProxyType(
    {
        Adequacy.ADEQUATE: "Adequate",
        Adequacy.PARTLY: "Adequate in part",
        Adequacy.NOT_ADEQUATE: "Not adequate",
    }
)

# How much assurance the quality assurance of a policy gives.
STRENGTHS = MappingProxyType(
    {
        Efficacy.EFFECTIVE: Strength.SUBSTANTIAL,
        Efficacy.PARTLY: Strength.PARTIAL,
        Efficacy.NOT_EFFECTIVE: Strength.NONE,
        Efficacy.NOT_KNOWN: Strength.LITTLE,
    }
)


def pounds(amount: Decimal | None) -> str:
    """An amount as people read it: "£12,500", "£12,500.50"; blank for None."""
    if amount is None:
        return ""
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


@dataclass(frozen=True)
class Funds:
    """A year's funding as a whole: agreed and received so far, and what the budget lacks (nought if nothing)."""

    agreed: Decimal
    received: Decimal
    budget: Decimal | None

    @property
    def short(self) -> Decimal:
        """By how much what is agreed falls short of the budget."""
        return max(self.budget - self.agreed, Decimal(0)) if self.budget is not None else Decimal(0)


def funds_of(rows: Iterable[tuple[Decimal, Decimal | None]], budget: Decimal | None) -> Funds:
    """The sums of what is agreed and received, beside the budget if one is set."""
    agreed, received = Decimal(0), Decimal(0)
    for one_agreed, one_received in rows:
        agreed += one_agreed
        received += one_received or Decimal(0)
    return Funds(agreed, received, budget)


def funds_in_words(funds: Funds) -> str:
    """What a year's funding comes to: "£90,000 is agreed, £10,000 short of the budget of £100,000."."""
    if funds.budget is None:
        return f"{pounds(funds.agreed)} is agreed; no budget is on record."
    if funds.short:
        return f"{pounds(funds.agreed)} is agreed, {pounds(funds.short)} short of the budget of {pounds(funds.budget)}."
    return f"{pounds(funds.agreed)} is agreed, which meets the budget of {pounds(funds.budget)}."
