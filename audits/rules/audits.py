"""
Audits: their kinds, and their life from the programme to SAAS's response.

Source: KSCB (2011), Strengthening scrutiny; SAAS ToR 1.2, 1.4(b); Framework, Figure 1 (R88, R89, R110 to R115).
"""

from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission


class AuditKind(StrEnum):
    """What is audited, and by whom."""

    THEMED = "themed"
    SINGLE_AGENCY = "single_agency"
    SECTION_11 = "section_11"
    BENCHMARK = "benchmark"


class Unit(StrEnum):
    """What is graded: a child's case by every agency that knows it, or each agency as a whole."""

    CASE = "case"
    AGENCY = "agency"


class AuditState(StrEnum):
    """Where an audit stands."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    MODERATING = "moderating"
    REPORTING = "reporting"
    FINAL = "final"
    RESPONDED = "responded"
    CANCELLED = "cancelled"


class AuditMove(StrEnum):
    """One step in an audit's life."""

    PLAN = "plan"
    LAUNCH = "launch"
    MODERATE = "moderate"
    SETTLE = "settle"
    LOOK_AGAIN = "look_again"
    PUBLISH = "publish"
    RESPOND = "respond"
    REVISE = "revise"
    CANCEL = "cancel"


KIND_WORDS = MappingProxyType(
    {
        AuditKind.THEMED: "Multi-agency themed audit",
        AuditKind.SINGLE_AGENCY: "Single-agency audit",
        AuditKind.SECTION_11: "Section 11 review",
        AuditKind.BENCHMARK: "Benchmark against a published framework",
    }
)
UNIT_OF = MappingProxyType(
    {
        AuditKind.THEMED: Unit.CASE,
        AuditKind.SINGLE_AGENCY: Unit.CASE,
        AuditKind.SECTION_11: Unit.AGENCY,
        AuditKind.BENCHMARK: Unit.AGENCY,
    }
)
# The tool of SAF Figure 1 under which the final audit is kept as an item of assurance.
TOOL_OF_KIND = MappingProxyType(
    {
        AuditKind.THEMED: "multi-agency-audit",
        AuditKind.SINGLE_AGENCY: "single-agency-audits",
        AuditKind.SECTION_11: "section-11-reviews",
        AuditKind.BENCHMARK: "benchmarks",
    }
)
STATE_WORDS = MappingProxyType(
    {
        AuditState.PLANNED: "Planned",
        AuditState.COLLECTING: "Agencies are answering",
        AuditState.MODERATING: "In moderation",
        AuditState.REPORTING: "Report being written",
        AuditState.FINAL: "Final, waits for SAAS’s response",
        AuditState.RESPONDED: "Final, SAAS has responded",
        AuditState.CANCELLED: "Cancelled",
    }
)
# What happens next, for those who wait for it.
NEXT_WORDS = MappingProxyType(
    {
        AuditState.PLANNED: "It is launched once its tool, its agencies, its cases and its dates are settled.",
        AuditState.COLLECTING: (
            "Each agency answers by itself and signs. Nobody else sees its answers before moderation begins."
        ),
        AuditState.MODERATING: "The audit team compares what the agencies found, and settles each grade.",
        AuditState.REPORTING: "Findings and recommendations are written, each with who is to act on it and by when.",
        AuditState.FINAL: "SAAS records its response. The recommendations are already actions.",
        AuditState.RESPONDED: "The actions are followed to their effect. A re-audit shows whether practice changed.",
        AuditState.CANCELLED: "Nothing.",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        AuditMove.PLAN: "Put on the programme",
        AuditMove.LAUNCH: "Launched: agencies asked to answer",
        AuditMove.MODERATE: "Moderation begun",
        AuditMove.SETTLE: "Grades settled",
        AuditMove.LOOK_AGAIN: "Moderation taken up again",
        AuditMove.PUBLISH: "Report made final",
        AuditMove.RESPOND: "SAAS responded",
        AuditMove.REVISE: "Report taken back to be revised",
        AuditMove.CANCEL: "Cancelled",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        AuditMove.LAUNCH: "Launch this audit",
        AuditMove.MODERATE: "Begin moderation",
        AuditMove.SETTLE: "Finish moderation",
        AuditMove.LOOK_AGAIN: "Take moderation up again",
        AuditMove.PUBLISH: "Make the report final",
        AuditMove.RESPOND: "Record SAAS’s response",
        AuditMove.REVISE: "Take the report back to revise it",
        AuditMove.CANCEL: "Cancel this audit",
    }
)
MOVES = MappingProxyType(
    {
        (AuditState.PLANNED, AuditMove.LAUNCH): AuditState.COLLECTING,
        (AuditState.COLLECTING, AuditMove.MODERATE): AuditState.MODERATING,
        (AuditState.MODERATING, AuditMove.SETTLE): AuditState.REPORTING,
        (AuditState.REPORTING, AuditMove.LOOK_AGAIN): AuditState.MODERATING,
        (AuditState.REPORTING, AuditMove.PUBLISH): AuditState.FINAL,
        (AuditState.FINAL, AuditMove.RESPOND): AuditState.RESPONDED,
        (AuditState.FINAL, AuditMove.REVISE): AuditState.REPORTING,
        (AuditState.RESPONDED, AuditMove.REVISE): AuditState.REPORTING,
        (AuditState.PLANNED, AuditMove.CANCEL): AuditState.CANCELLED,
        (AuditState.COLLECTING, AuditMove.CANCEL): AuditState.CANCELLED,
        (AuditState.MODERATING, AuditMove.CANCEL): AuditState.CANCELLED,
    }
)
# What has to be said with a move, and what a person reads who has left it out. Beginning moderation needs a reason
# only while agencies have not signed, which `problems_of_move` is told.
NEEDS = MappingProxyType(
    {
        AuditMove.LAUNCH: MappingProxyType({}),
        AuditMove.MODERATE: MappingProxyType({}),
        AuditMove.SETTLE: MappingProxyType({}),
        AuditMove.LOOK_AGAIN: MappingProxyType({"text": "Say why moderation is taken up again"}),
        AuditMove.PUBLISH: MappingProxyType({}),
        AuditMove.RESPOND: MappingProxyType({"text": "Write SAAS’s response"}),
        AuditMove.REVISE: MappingProxyType({"text": "Say why the report is revised"}),
        AuditMove.CANCEL: MappingProxyType({"text": "Say why it is cancelled"}),
    }
)
MISSING_AGENCIES = "Not every agency has signed. Say why moderation begins without them"
# Whose move it is: the response is SAAS's, taking a final report back is the Business Team's, for what it set in
# motion is in the tracker; all others are made by whoever runs the audit.
RIGHTS = MappingProxyType({AuditMove.RESPOND: Permission.RESPOND_AUDIT, AuditMove.REVISE: Permission.MANAGE_AUDIT})
# The moves that undo what was done: offered last.
GOES_BACK = frozenset({AuditMove.LOOK_AGAIN, AuditMove.REVISE, AuditMove.CANCEL})

# The states in which agencies' signed answers are read beside each other by the audit team.
SIDE_BY_SIDE = frozenset({AuditState.MODERATING, AuditState.REPORTING, AuditState.FINAL, AuditState.RESPONDED})
HAS_REPORT = frozenset({AuditState.FINAL, AuditState.RESPONDED})
# The states in which what was asked, of whom and about which cases can no longer change.
LAUNCHED = SIDE_BY_SIDE | {AuditState.COLLECTING}
IS_OPEN = frozenset(AuditState) - HAS_REPORT - {AuditState.CANCELLED}


def after(state: AuditState, move: AuditMove) -> AuditState | None:
    """The state a move leads to, or None when the audit may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: AuditState) -> list[AuditMove]:
    """The moves an audit in this state may make: what it waits for first."""
    return [move for move in AuditMove if (state, move) in MOVES]


def problems_of_move(move: AuditMove, text: str, *, unsigned: int = 0) -> list[str]:
    """Every reason, a sentence each, why a move with these words is refused; empty when it is not."""
    if move == AuditMove.MODERATE and unsigned and not text.strip():
        return [f"{MISSING_AGENCIES}."]
    return [f"{sentence}." for sentence in NEEDS[move].values() if not text.strip()]
