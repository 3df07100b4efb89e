"""
How much assurance the figures of an indicator give, and how sure one can be of it (SAF 4, R81 to R85).

The strength is what the chart says of the latest figure; the confidence is how close the figures are to the item, and
whether a control chart speaks. Both follow from the stored finding alone.
"""

from types import MappingProxyType

from assurance.rules.evidence_tiers import Confidence, Strength
from indicators.rules.spc import Assurance
from indicators.rules.vocabulary import Meaning, Relation

CLOSENESS = MappingProxyType(
    {Relation.DIRECT: Confidence.HIGH, Relation.NEAR: Confidence.MEDIUM, Relation.PROXY: Confidence.LOW}
)
LESS_SURE = MappingProxyType(
    {Confidence.HIGH: Confidence.MEDIUM, Confidence.MEDIUM: Confidence.LOW, Confidence.LOW: Confidence.LOW}
)


def strength_of(meaning: Meaning, assurance: Assurance | None) -> Strength:
    """
    What a chart’s reading is worth as assurance.

    Getting worse beyond chance, or a target that will be missed while nothing changes, gives little; both give none.
    Getting better, or a target that will be met, gives substantial assurance; figures that cannot tell give little.
    """
    if meaning == Meaning.CONCERNING:
        return Strength.NONE if assurance == Assurance.FAILS else Strength.LITTLE
    if assurance == Assurance.FAILS or meaning == Meaning.CANNOT_TELL:
        return Strength.LITTLE
    if assurance == Assurance.PASSES or meaning == Meaning.IMPROVING:
        return Strength.SUBSTANTIAL
    return Strength.PARTIAL


def confidence_in(relation: Relation, *, a_chart_speaks: bool) -> Confidence:
    """How sure one can be that figures with this relation say how the item itself stands; background says nothing."""
    closeness = CLOSENESS.get(relation, Confidence.LOW)
    return closeness if a_chart_speaks else LESS_SURE[closeness]
