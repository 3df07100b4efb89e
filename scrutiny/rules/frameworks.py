"""
Frameworks of scrutiny: steps, questions and ratings, in versions, and how an adapted one is to be cited.

Source: Pearce, J (2019) Six Steps for Independent Scrutiny, sections 1, 4, 5 and 6 (R117 to R129).
"""

from enum import StrEnum
from types import MappingProxyType

ADAPTED = (
    "Adapted from Pearce, J (2019) Six Steps for Independent Scrutiny: Safeguarding children arrangements. "
    "Institute of Applied Social Research, Luton, University of Bedfordshire"
)


class Rating(StrEnum):
    """The answers of Six Steps, section 5, and none yet."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NOT_RATED = "not_rated"


class Area(StrEnum):
    """The parts of the arrangements that scrutiny has to cover (Six Steps, section 2, paragraphs 31 and 33; R134)."""

    SERIOUS_CASES = "serious_cases"
    CHILDREN_AND_FAMILIES = "children_and_families"
    PRACTITIONERS = "practitioners"
    LEAD_PARTNERS = "lead_partners"


class VersionState(StrEnum):
    """The first version is its author's and never changes; a later one can until somebody says it is ready for use."""

    DRAFT = "draft"
    FROZEN = "frozen"


RATING_WORDS = MappingProxyType(
    {Rating.RED: "Red", Rating.AMBER: "Amber", Rating.GREEN: "Green", Rating.NOT_RATED: "Not yet rated"}
)
# From worst to best, so that movement has a direction.
RANK = MappingProxyType({Rating.RED: 1, Rating.AMBER: 2, Rating.GREEN: 3})
NEEDS_EVIDENCE = frozenset({Rating.AMBER, Rating.GREEN})
AREA_WORDS = MappingProxyType(
    {
        Area.SERIOUS_CASES: "Arrangements to identify and review serious cases",
        Area.CHILDREN_AND_FAMILIES: "How the arrangements work for children and families",
        Area.PRACTITIONERS: "How the arrangements work for practitioners",
        Area.LEAD_PARTNERS: "The leadership of the three partners",
    }
)
VERSION_WORDS = MappingProxyType({VersionState.DRAFT: "Can be changed", VersionState.FROZEN: "Ready for use"})


def attribution(reference: str, *, is_adapted: bool) -> str:
    """How a framework is cited on every screen and print: an adapted Six Steps as its author asks (section 5)."""
    if not is_adapted:
        return reference
    return ADAPTED if "Pearce" in reference else f"Adapted from {reference}"
