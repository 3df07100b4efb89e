"""
Assessments: who makes them, their life from a secret draft to a frozen record, and who may read them for what.

Source: Pearce, J (2019) Six Steps, sections 5 and 6, questions 13 and 14; section 2, paragraph 32 (R127, R130).
"""

from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission


class AssessmentKind(StrEnum):
    """In which capacity an assessment is made; the three are kept apart and comparable (R127)."""

    SCRUTINY = "scrutiny"
    JOINT = "joint"
    AGENCY = "agency"


class DraftState(StrEnum):
    """Where a draft stands. Only its authors know of it, but for the parts shared to be checked for accuracy."""

    WRITING = "writing"
    CHECKING = "checking"
    PUBLISHED = "published"
    DROPPED = "dropped"


class DraftMove(StrEnum):
    """One step of a draft."""

    BEGIN = "begin"
    SHARE = "share"
    CLOSE_CHECK = "close_check"
    PUBLISH = "publish"
    DROP = "drop"


class Readers(StrEnum):
    """Who may read an assessment once it is published: set by its authors and shown at its head (R130)."""

    PARTNERSHIP = "partnership"
    ASSURANCE = "assurance"
    BOARD = "board"


class Voice(StrEnum):
    """Whose voice an answer carries."""

    CHILDREN = "children"
    FAMILIES = "families"
    PRACTITIONERS = "practitioners"


class EvidenceKind(StrEnum):
    """What illustrates an answer."""

    ITEM = "item"
    INDICATOR = "indicator"
    AUDIT = "audit"
    RETURN = "return"
    PAPER = "paper"
    OTHER = "other"


class Response(StrEnum):
    """What a partner makes of a recommendation; that it is declined is settled when a scrutineer accepts that."""

    NONE = ""
    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"
    SETTLED = "settled"


class LogKind(StrEnum):
    """What scrutiny did, for its log."""

    MEETING = "meeting"
    VISIT = "visit"
    CHILDREN = "children"
    FAMILIES = "families"
    PRACTITIONERS = "practitioners"
    READING = "reading"


KIND_WORDS = MappingProxyType(
    {
        AssessmentKind.SCRUTINY: "Independent scrutiny",
        AssessmentKind.JOINT: "Joint self-assessment of the three partners",
        AssessmentKind.AGENCY: "Self-assessment of one agency",
    }
)
STATE_WORDS = MappingProxyType(
    {
        DraftState.WRITING: "Being written",
        DraftState.CHECKING: "Parts are being checked for accuracy",
        DraftState.PUBLISHED: "Published",
        DraftState.DROPPED: "Dropped",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        DraftMove.BEGIN: "Begun",
        DraftMove.SHARE: "Parts shared to be checked for accuracy",
        DraftMove.CLOSE_CHECK: "Accuracy check closed",
        DraftMove.PUBLISH: "Published",
        DraftMove.DROP: "Dropped",
    }
)
MOVES = MappingProxyType(
    {
        (DraftState.WRITING, DraftMove.SHARE): DraftState.CHECKING,
        (DraftState.CHECKING, DraftMove.CLOSE_CHECK): DraftState.WRITING,
        (DraftState.WRITING, DraftMove.PUBLISH): DraftState.PUBLISHED,
        (DraftState.WRITING, DraftMove.DROP): DraftState.DROPPED,
    }
)
READERS_WORDS = MappingProxyType(
    {
        Readers.PARTNERSHIP: "Everybody who works in the Partnership",
        Readers.ASSURANCE: "SAAS, the Executive Board, the Business Team, scrutineers and inspectors",
        Readers.BOARD: "The Executive Board, the Business Team, scrutineers and inspectors",
    }
)
# The right on the partnership that opens a published assessment to each circle of readers.
OPENS_TO = MappingProxyType(
    {
        Readers.PARTNERSHIP: Permission.READ_PLAN,
        Readers.ASSURANCE: Permission.READ_ASSURANCE,
        Readers.BOARD: Permission.READ_REVIEW,
    }
)
VOICE_WORDS = MappingProxyType(
    {
        Voice.CHILDREN: "The voice of children",
        Voice.FAMILIES: "The voice of families",
        Voice.PRACTITIONERS: "The voice of practitioners",
    }
)
EVIDENCE_WORDS = MappingProxyType(
    {
        EvidenceKind.ITEM: "Item of assurance",
        EvidenceKind.INDICATOR: "Indicator, as it stood",
        EvidenceKind.AUDIT: "Audit report",
        EvidenceKind.RETURN: "Status return",
        EvidenceKind.PAPER: "Meeting paper",
        EvidenceKind.OTHER: "Held elsewhere",
    }
)
RESPONSE_WORDS = MappingProxyType(
    {
        Response.NONE: "No response yet",
        Response.ACCEPTED: "Accepted",
        Response.PARTLY: "Accepted in part",
        Response.DECLINED: "Declined",
        Response.SETTLED: "Declined, which scrutiny accepts",
    }
)
LOG_WORDS = MappingProxyType(
    {
        LogKind.MEETING: "Meeting observed",
        LogKind.VISIT: "Visit to a service",
        LogKind.CHILDREN: "Conversation with children",
        LogKind.FAMILIES: "Conversation with families",
        LogKind.PRACTITIONERS: "Conversation with practitioners",
        LogKind.READING: "Documents read",
    }
)


def after(state: DraftState, move: DraftMove) -> DraftState | None:
    """The state a move leads to, or None when the draft may not make that move now."""
    return MOVES.get((state, move))
