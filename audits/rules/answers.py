"""An agency's part in an audit: written by it alone, signed, taken back only until moderation begins (R17, R111)."""

from enum import StrEnum
from types import MappingProxyType

from audits.rules.audits import AuditState


class ParticipantState(StrEnum):
    """Where an agency stands; the only thing about its answers that others may know before moderation."""

    WRITING = "writing"
    SIGNED = "signed"


class ParticipantMove(StrEnum):
    """One step of an agency's part."""

    SIGN = "sign"
    RECALL = "recall"


class TextPart(StrEnum):
    """The parts of the report that are written by hand."""

    SUMMARY = "summary"
    METHOD = "method"
    LIMITS = "limits"
    BRIEFING = "briefing"


class FindingKind(StrEnum):
    """What a finding is."""

    STRENGTH = "strength"
    IMPROVE = "improve"
    PRACTICE = "practice"


STATE_WORDS = MappingProxyType({ParticipantState.WRITING: "Not submitted", ParticipantState.SIGNED: "Submitted"})
MOVE_WORDS = MappingProxyType({ParticipantMove.SIGN: "Signed and submitted", ParticipantMove.RECALL: "Taken back"})
MOVES = MappingProxyType(
    {
        (ParticipantState.WRITING, ParticipantMove.SIGN): ParticipantState.SIGNED,
        (ParticipantState.SIGNED, ParticipantMove.RECALL): ParticipantState.WRITING,
    }
)
TEXT_WORDS = MappingProxyType(
    {
        TextPart.SUMMARY: "Summary",
        TextPart.METHOD: "How the audit was done",
        TextPart.LIMITS: "What the audit cannot say",
        TextPart.BRIEFING: "Learning briefing for practitioners",
    }
)
FINDING_WORDS = MappingProxyType(
    {
        FindingKind.STRENGTH: "Strength",
        FindingKind.IMPROVE: "Area to improve",
        FindingKind.PRACTICE: "Good practice to share",
    }
)
SIGNED_ALREADY = (
    "Your agency has signed these answers, so nothing more can be saved in them. Take them back first: that can be "
    "done until moderation begins."
)
TOO_LATE = (
    "Moderation has begun, so nothing more can be saved here. What your agency wrote is kept. Ask whoever leads the "
    "audit if something in it is wrong."
)


def why_closed(audit: AuditState, state: ParticipantState) -> str:
    """Why an agency cannot write its answers, fit for its people to read; blank while it can."""
    if audit != AuditState.COLLECTING:
        return TOO_LATE
    return SIGNED_ALREADY if state == ParticipantState.SIGNED else ""


def can_recall(audit: AuditState, state: ParticipantState) -> bool:
    """Whether an agency may take its signed answers back: only until moderation begins."""
    return audit == AuditState.COLLECTING and (state, ParticipantMove.RECALL) in MOVES
