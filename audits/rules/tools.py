"""
Audit tools: what is asked, in what way it is answered, and the scale of grades.

Source: KSCB (2011), Strengthening scrutiny: "audit tools"; the four grades are those of the inspectorates (R111).
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class QuestionKind(StrEnum):
    """How a question is answered."""

    GRADE = "grade"
    JUDGEMENT = "judgement"
    TEXT = "text"
    NUMBER = "number"


class Purpose(StrEnum):
    """What a question is for, beyond its standard: every tool has one of each but the first."""

    STANDARD = ""
    OVERALL = "overall"
    VOICE = "voice"
    IMPACT = "impact"


class Judgement(StrEnum):
    """The answers to a question of judgement; the last two are neutral."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT = "insufficient"


class VersionState(StrEnum):
    """A version of a tool can be changed until an audit is launched with it, and never after."""

    DRAFT = "draft"
    FROZEN = "frozen"


KIND_WORDS = MappingProxyType(
    {
        QuestionKind.GRADE: "A grade",
        QuestionKind.JUDGEMENT: "Yes, partly or no",
        QuestionKind.TEXT: "Words",
        QuestionKind.NUMBER: "A number",
    }
)
PURPOSE_WORDS = MappingProxyType(
    {
        Purpose.STANDARD: "The standard it stands under",
        Purpose.OVERALL: "The grade of the whole",
        Purpose.VOICE: "The voice of the child",
        Purpose.IMPACT: "The difference it made for the child",
    }
)
JUDGEMENT_WORDS = MappingProxyType(
    {
        Judgement.YES: "Yes",
        Judgement.PARTLY: "Partly",
        Judgement.NO: "No",
        Judgement.NOT_APPLICABLE: "Not applicable",
        Judgement.INSUFFICIENT: "Insufficient evidence",
    }
)
VERSION_WORDS = MappingProxyType(
    {VersionState.DRAFT: "Can be changed", VersionState.FROZEN: "Frozen: an audit was launched with it"}
)


@dataclass(frozen=True)
class GradeRule:
    """
    One grade of a scale, best first.

    A neutral grade says nothing about practice. `meets` is whether a standard so graded is met; `needs_route` whether
    the child's own team must be told before anything else (R116).
    """

    slug: str
    label: str
    meaning: str
    meets: bool = False
    is_neutral: bool = False
    needs_route: bool = False


DEFAULT_GRADES = (
    GradeRule(
        "outstanding",
        "Outstanding",
        "Practice is of the highest standard and makes a lasting difference for the child.",
        meets=True,
    ),
    GradeRule("good", "Good", "Practice meets the standard, and the child is safer for it.", meets=True),
    GradeRule(
        "requires-improvement",
        "Requires improvement to be good",
        "The child is not left at risk, but practice does not yet meet the standard.",
    ),
    GradeRule(
        "inadequate",
        "Inadequate",
        "Practice falls so far short that the child may be, or may have been, left at risk of harm.",
        needs_route=True,
    ),
    GradeRule(
        "not-applicable", "Not applicable", "The standard does not apply to this child or agency.", is_neutral=True
    ),
    GradeRule(
        "insufficient-evidence", "Insufficient evidence", "There is not enough on record to say.", is_neutral=True
    ),
)
# The questions every new tool begins with besides its standards.
ALWAYS_ASKED = MappingProxyType(
    {
        Purpose.VOICE: (
            QuestionKind.TEXT,
            "What did the child say, show or wish for, and what did that change?",
        ),
        Purpose.IMPACT: (QuestionKind.TEXT, "What difference did your agency’s work make for the child?"),
        Purpose.OVERALL: (QuestionKind.GRADE, "How do you grade your agency’s practice overall?"),
    }
)
