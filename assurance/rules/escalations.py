"""
Escalation of a dispute between members, by the process of Section 11 of the Arrangements.

Source: SAAS ToR 6.1 (R43, R44). The stages are rows the Partnership configures: none is invented here (C10).
"""

from enum import StrEnum
from types import MappingProxyType


class EscalationState(StrEnum):
    """Where an escalation stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class EscalationMove(StrEnum):
    """One step in an escalation's life."""

    OPEN = "open"
    ADVANCE = "advance"
    NAME_ARBITER = "name_arbiter"
    NOTE = "note"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


STATE_WORDS = MappingProxyType(
    {
        EscalationState.OPEN: "Open",
        EscalationState.RESOLVED: "Resolved",
        EscalationState.WITHDRAWN: "Withdrawn",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        EscalationMove.OPEN: "Opened",
        EscalationMove.ADVANCE: "Taken to the next stage",
        EscalationMove.NAME_ARBITER: "Arbiter named",
        EscalationMove.NOTE: "Noted",
        EscalationMove.RESOLVE: "Resolved",
        EscalationMove.WITHDRAW: "Withdrawn",
        EscalationMove.REOPEN: "Reopened",
    }
)
MOVES = MappingProxyType(
    {
        (EscalationState.OPEN, EscalationMove.ADVANCE): EscalationState.OPEN,
        (EscalationState.OPEN, EscalationMove.NAME_ARBITER): EscalationState.OPEN,
        (EscalationState.OPEN, EscalationMove.NOTE): EscalationState.OPEN,
        (EscalationState.OPEN, EscalationMove.RESOLVE): EscalationState.RESOLVED,
        (EscalationState.OPEN, EscalationMove.WITHDRAW): EscalationState.WITHDRAWN,
        (EscalationState.RESOLVED, EscalationMove.REOPEN): EscalationState.OPEN,
        (EscalationState.WITHDRAWN, EscalationMove.REOPEN): EscalationState.OPEN,
    }
)


def after(state: EscalationState, move: EscalationMove) -> EscalationState | None:
    """The state a move leads to, or None when the escalation may not make that move now."""
    return MOVES.get((state, move))
