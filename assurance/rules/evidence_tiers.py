"""
Items of assurance: three tiers, three elements, strength, confidence, freshness, and whose voice is heard.

Source: Scrutiny and Assurance Framework, section 4 with Figure 1, section 6 with Figure 2 (R81 to R86, R90, R91).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.wording import date_words, short_date_words


class Tier(StrEnum):
    """The three tiers of defence (SAF 4, Figure 1)."""

    OPERATIONAL = "1"
    STRATEGIC = "2"
    INDEPENDENT = "3"


class Element(StrEnum):
    """The three elements of information (SAF 6, Figure 2)."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"
    JUDGEMENT = "judgement"


class Strength(StrEnum):
    """How much assurance an item gives of what it supports."""

    SUBSTANTIAL = "substantial"
    PARTIAL = "partial"
    LITTLE = "little"
    NONE = "none"


class Confidence(StrEnum):
    """How sure one can be of what an item says."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Voice(StrEnum):
    """Whose voice an item carries (SAF Figure 2): separate sources, never mixed."""

    NONE = ""
    CHILD_AND_FAMILY = "child_and_family"
    PRACTITIONER = "practitioner"


class Purpose(StrEnum):
    """What an item assures of (SAF 4, three bullets; R86)."""

    OPERATION = "operation"
    SYSTEM = "system"
    STANDARDS = "standards"


TIER_WORDS = MappingProxyType(
    {
        Tier.OPERATIONAL: "First tier: operational",
        Tier.STRATEGIC: "Second tier: strategic",
        Tier.INDEPENDENT: "Third tier: independent",
    }
)
ELEMENT_WORDS = MappingProxyType(
    {
        Element.QUANTITATIVE: "Quantitative",
        Element.QUALITATIVE: "Qualitative",
        Element.JUDGEMENT: "Professional judgement",
    }
)
STRENGTH_WORDS = MappingProxyType(
    {
        Strength.SUBSTANTIAL: "Substantial assurance",
        Strength.PARTIAL: "Partial assurance",
        Strength.LITTLE: "Little assurance",
        Strength.NONE: "No assurance",
    }
)
# Where a line has no room for more.
STRENGTH_SHORT = MappingProxyType(
    {
        Strength.SUBSTANTIAL: "Substantial",
        Strength.PARTIAL: "Partial",
        Strength.LITTLE: "Little",
        Strength.NONE: "No assurance",
    }
)
CONFIDENCE_WORDS = MappingProxyType({Confidence.HIGH: "High", Confidence.MEDIUM: "Medium", Confidence.LOW: "Low"})
VOICE_WORDS = MappingProxyType(
    {
        Voice.NONE: "Neither",
        Voice.CHILD_AND_FAMILY: "Voice of the child and family",
        Voice.PRACTITIONER: "Voice of practitioners",
    }
)
PURPOSE_WORDS = MappingProxyType(
    {
        Purpose.OPERATION: "The operational delivery of safeguarding activity",
        Purpose.SYSTEM: (
            "The overall effectiveness of the whole system in protecting and meeting the needs of vulnerable children"
        ),
        Purpose.STANDARDS: (
            "The efficacy of the safeguarding system in meeting regulatory or statutory standards and requirements"
        ),
    }
)


class Freshness(StrEnum):
    """Whether an item still says how things are."""

    CURRENT = "current"
    DUE_SOON = "due_soon"
    STALE = "stale"


FRESHNESS_WORDS = MappingProxyType(
    {Freshness.CURRENT: "Current", Freshness.DUE_SOON: "Due soon", Freshness.STALE: "Stale"}
)
DUE_SOON = timedelta(days=60)


def freshness_of(current_until: date, today: date) -> Freshness:
    """Whether an item that is current until a day, that day included, is current, to be renewed soon, or stale."""
    if today > current_until:
        return Freshness.STALE
    return Freshness.DUE_SOON if current_until - today <= DUE_SOON else Freshness.CURRENT


def freshness_words(current_until: date, today: date) -> str:
    """The same in words: "Current until 3 May 2027", "Due soon: current until 3 May 2027", "Stale since 4 May 2027"."""
    freshness = freshness_of(current_until, today)
    if freshness == Freshness.STALE:
        return f"Stale since {date_words(current_until + timedelta(days=1))}"
    until = f"urrent until {date_words(current_until)}"
    return f"Due soon: c{until}" if freshness == Freshness.DUE_SOON else f"C{until}"


def fresh_in_short(current_until: date, today: date) -> str:
    """The same where there is little room: "until 3 May 2027", "due soon: 3 May 2027", "stale since 4 May 2027"."""
    freshness = freshness_of(current_until, today)
    if freshness == Freshness.STALE:
        return f"stale since {short_date_words(current_until + timedelta(days=1))}"
    return f"{'due soon:' if freshness == Freshness.DUE_SOON else 'until'} {short_date_words(current_until)}"


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class TierText:
    """What Figure 1 says of a tier, word for word (R82)."""

    nature: str
    focus: str
    value: str


TIER_TEXTS = MappingProxyType(
    {
        Tier.OPERATIONAL: TierText(
            nature="Operational – from those delivering the frontline",
            focus=("Assures performance is monitored, risks identified and addressed, and objectives are achieved."),
            value=(
                "Bottom up subjective assurance – grounded in the business, its culture and challenges faced by front "
                "line staff."
            ),
        ),
        Tier.STRATEGIC: TierText(
            nature="Strategic – an agency/Board overview of the activity of objectives of the partnership.",
            focus=(
                "Assures as to how well work is being carried out in line with set expectations, policy, regulatory or "
                "statutory requirements and standards."
            ),
            value=(
                "Top down overview that is a mixture of subjective and objective assurance - provides insight to how "
                "well an organisation is achieving against set expectations and requirements including whether "
                "standards are being met."
            ),
        ),
        Tier.INDEPENDENT: TierText(
            nature="Independent – of managerial or agency responsibilities.",
            focus=(
                "Assures performance of the whole safeguarding system, highlighting gaps, weaknesses and strengths."
            ),
            value=("Objective overview that gives the “big picture” supporting whole system development and review."),
        ),
    }
)
# The name of a tier in the address of its page, and where a line has no room for more.
TIER_SLUGS = MappingProxyType(
    {Tier.OPERATIONAL: "operational", Tier.STRATEGIC: "strategic", Tier.INDEPENDENT: "independent"}
)
TIER_SHORT = MappingProxyType(
    {Tier.OPERATIONAL: "First tier", Tier.STRATEGIC: "Second tier", Tier.INDEPENDENT: "Third tier"}
)
# What an item of a tier assures of where nobody has said otherwise: each tier’s focus in Figure 1 beside the three
# purposes of section 4 (R86).
PURPOSES_OF_TIER = MappingProxyType(
    {
        Tier.OPERATIONAL: frozenset({Purpose.OPERATION}),
        Tier.STRATEGIC: frozenset({Purpose.STANDARDS}),
        Tier.INDEPENDENT: frozenset({Purpose.SYSTEM}),
    }
)
PURPOSE_SHORT = MappingProxyType(
    {
        Purpose.OPERATION: "Operational delivery",
        Purpose.SYSTEM: "Effectiveness of the whole system",
        Purpose.STANDARDS: "Standards and requirements",
    }
)
