"""The words of control charts. Where the reference vectors have a word for a thing, it is that word."""

from enum import StrEnum


class ChartKind(StrEnum):
    """How a series is drawn and judged."""

    XMR = "xmr"
    P = "p"
    P_PRIME = "p_prime"
    U = "u"
    U_PRIME = "u_prime"
    C = "c"
    G = "g"
    T = "t"
    RUN = "run"


class Direction(StrEnum):
    """Which direction of a series is improvement."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class SpecialCause(StrEnum):
    """Why a point is more than chance. A point has one label: the first of these that holds, common cause last."""

    COMMON_CAUSE = "Common Cause"
    ABOVE_LIMIT = "Above UCL"
    BELOW_LIMIT = "Below LCL"
    RISING = "7 Point Trend (Increasing)"
    FALLING = "7 Point Trend (Decreasing)"
    TWO_OF_THREE_ABOVE = "2 in 3 Above CL"
    TWO_OF_THREE_BELOW = "2 in 3 Below CL"
    RUN_ABOVE = "7 Points Above CL"
    RUN_BELOW = "7 Points Below CL"


class PointType(StrEnum):
    """What a point means, given which direction is improvement."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"


class Assurance(StrEnum):
    """Whether the target will be met while nothing changes."""

    PASSES = "consistent_pass"
    FAILS = "consistent_fail"
    INCONSISTENT = "inconsistent"


class VariationIcon(StrEnum):
    """The icon of the latest point. High and low say which direction is meant, not where the point lies."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class AssuranceIcon(StrEnum):
    """The icon of the target, in the order of what it says."""

    PASSES = "pass"
    FAILS = "fail"
    INCONSISTENT = "inconsistent"


class NoLimits(StrEnum):
    """Why a stretch of a series has no limits, as a sentence; an empty one when it has them."""

    HAS_LIMITS = ""
    TOO_FEW = "No two neighbouring values to measure the variation from."
    CONSTANT = "The values do not vary."
    NEARLY_CONSTANT = "Nearly all neighbouring values are equal, so limits would have no width."
    RUN_CHART = "A run chart has no limits."


SIGNS = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NEUTRAL: 0}


def variation_icon(point_type: PointType, direction: Direction) -> VariationIcon:
    """The icon of a point of this type where `direction` is improvement."""
    if point_type == PointType.IMPROVEMENT:
        rising = direction == Direction.INCREASE
        return VariationIcon.IMPROVEMENT_HIGH if rising else VariationIcon.IMPROVEMENT_LOW
    if point_type == PointType.CONCERN:
        falling = direction == Direction.INCREASE
        return VariationIcon.CONCERN_LOW if falling else VariationIcon.CONCERN_HIGH
    return {
        PointType.NEUTRAL_HIGH: VariationIcon.NEUTRAL_HIGH,
        PointType.NEUTRAL_LOW: VariationIcon.NEUTRAL_LOW,
    }.get(point_type, VariationIcon.COMMON_CAUSE)
