"""
Escalation of a dispute between members, by the process of Section 11 of the Arrangements.

Source: SAAS ToR 6.1 (R43, R44). The stages are rows the Partnership configures: none is invented here (C10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.tracker import due_in_words as due_from
from assurance.rules.working_days import working_days_after


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
# What happens next, for those who wait for it.
NEXT_WORDS = MappingProxyType(
    {
        EscalationState.OPEN: "Those named settle it, or it goes to the next stage.",
        EscalationState.RESOLVED: "Nothing, unless it comes up again.",
        EscalationState.WITHDRAWN: "Nothing, unless it comes up again.",
    }
)
NO_STAGES = (
    "The stages of Section 11 of the Arrangements are not yet recorded. An escalation can be opened, noted and "
    "resolved without them; it has no stage and no deadline until they are."
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        EscalationMove.OPEN: "Open an escalation",
        EscalationMove.ADVANCE: "Take it to the next stage",
        EscalationMove.NAME_ARBITER: "Name the arbiter",
        EscalationMove.NOTE: "Add a note",
        EscalationMove.RESOLVE: "Record how it was resolved",
        EscalationMove.WITHDRAW: "Withdraw it",
        EscalationMove.REOPEN: "Reopen it",
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
# What has to be said with a move, and what a person reads who has left it out.
NEEDS = MappingProxyType(
    {
        EscalationMove.ADVANCE: MappingProxyType({"text": "Say why it goes to the next stage"}),
        EscalationMove.NAME_ARBITER: MappingProxyType({"arbiter": "Name the post of who arbitrates"}),
        EscalationMove.NOTE: MappingProxyType({"text": "Write the note"}),
        EscalationMove.RESOLVE: MappingProxyType({"text": "Say how it was resolved, and what follows for children"}),
        EscalationMove.WITHDRAW: MappingProxyType({"text": "Say why it is withdrawn"}),
        EscalationMove.REOPEN: MappingProxyType({"text": "Say why it is reopened"}),
    }
)


def after(state: EscalationState, move: EscalationMove) -> EscalationState | None:
    """The state a move leads to, or None when the escalation may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: EscalationState) -> list[EscalationMove]:
    """The moves an escalation in this state may make, in the order of its life."""
    return [move for move in EscalationMove if (state, move) in MOVES]


@dataclass(frozen=True)
class Said:
    """What is said with a move; a move takes of it what it needs."""

    text: str = ""
    arbiter: str = ""


def problems_of_move(move: EscalationMove, said: Said, *, has_next_stage: bool = True) -> list[str]:
    """Every reason, a sentence each, why a move with these words is refused; empty when it is not."""
    problems = [f"{sentence}." for name, sentence in NEEDS[move].items() if not getattr(said, name).strip()]
    if move == EscalationMove.ADVANCE and not has_next_stage:
        problems.append("There is no further stage: record how it was resolved, or add a stage first.")
    return problems


def next_stage(positions: Sequence[int], at: int | None) -> int | None:
    """Of the positions of today's stages, the one after `at`, or the first where there is none yet; None at the end."""
    return min((position for position in positions if at is None or position > at), default=None)


def stage_due(begins_on: date, working_days: int | None) -> date | None:
    """By when a stage is to end that begins on a day; None where the Partnership has set no time for it (C10)."""
    return working_days_after(begins_on, working_days) if working_days else None


def is_overdue(state: EscalationState, due_on: date | None, today: date) -> bool:
    """Whether the stage should have ended."""
    return state == EscalationState.OPEN and due_on is not None and today > due_on


def due_in_words(state: EscalationState, due_on: date | None, today: date) -> str:
    """By when the stage is to end, and how that stands: "By 4 December 2026: 9 working days left"."""
    if due_on is None or state != EscalationState.OPEN:
        return "No deadline"
    return due_from(due_on, today, "By")
