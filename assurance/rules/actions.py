"""
Actions: one tracker for every origin, closed only with what changed for children.

Source: SAAS ToR 3.7; Six Steps, section 3: "actions are tracked and delivery held to account" (R39).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission
from assurance.rules.tracker import due_in_words as due_from
from assurance.rules.wording import date_words


class ActionOrigin(StrEnum):
    """What an action came from."""

    MEETING = "meeting"
    WARNING = "warning"
    CHALLENGE = "challenge"
    ESCALATION = "escalation"
    AUDIT = "audit"
    SCRUTINY = "scrutiny"
    REVIEW = "review"
    INSPECTION = "inspection"
    PLAN = "plan"
    THEME = "theme"
    RISK = "risk"
    COMMITMENT = "commitment"
    REPORT = "report"
    OTHER = "other"


class ActionState(StrEnum):
    """Where an action stands. What was done is not yet its effect: it is open until the effect is recorded."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    CLOSED = "closed"
    DROPPED = "dropped"


class ActionMove(StrEnum):
    """One step in an action's life."""

    SET = "set"
    UPDATE = "update"
    MOVE_DATE = "move_date"
    FINISH = "finish"
    CLOSE = "close"
    DROP = "drop"
    REOPEN = "reopen"


ORIGIN_WORDS = MappingProxyType(
    {
        ActionOrigin.MEETING: "Meeting",
        ActionOrigin.WARNING: "Early warning",
        ActionOrigin.CHALLENGE: "Challenge",
        ActionOrigin.ESCALATION: "Escalation",
        ActionOrigin.AUDIT: "Audit",
        ActionOrigin.SCRUTINY: "Independent scrutiny",
        ActionOrigin.REVIEW: "Practice review",
        ActionOrigin.INSPECTION: "Inspection",
        ActionOrigin.PLAN: "Plan",
        ActionOrigin.THEME: "Theme",
        ActionOrigin.RISK: "Risk",
        ActionOrigin.COMMITMENT: "Commitment of the agency",
        ActionOrigin.REPORT: "Report",
        ActionOrigin.OTHER: "Other",
    }
)
STATE_WORDS = MappingProxyType(
    {
        ActionState.OPEN: "Not started",
        ActionState.UNDER_WAY: "Under way",
        ActionState.DONE: "Done, effect not yet seen",
        ActionState.CLOSED: "Closed with its effect",
        ActionState.DROPPED: "Dropped",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        ActionMove.SET: "Set",
        ActionMove.UPDATE: "Progress",
        ActionMove.MOVE_DATE: "Given another date",
        ActionMove.FINISH: "Done",
        ActionMove.CLOSE: "Closed with its effect",
        ActionMove.DROP: "Dropped",
        ActionMove.REOPEN: "Reopened",
    }
)
# What happens next, for those who wait for it.
NEXT_WORDS = MappingProxyType(
    {
        ActionState.OPEN: "Whoever holds it tells of progress, and says what was done when it is done.",
        ActionState.UNDER_WAY: "Whoever holds it says what was done when it is done.",
        ActionState.DONE: (
            "The Business Team closes it once it is known what changed for children, or reopens it if nothing did."
        ),
        ActionState.CLOSED: "Nothing, unless it has to be taken up again.",
        ActionState.DROPPED: "Nothing, unless it has to be taken up again.",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        ActionMove.SET: "Set an action",
        ActionMove.UPDATE: "Tell of progress",
        ActionMove.MOVE_DATE: "Give it another date",
        ActionMove.FINISH: "Say what was done",
        ActionMove.CLOSE: "Close with its effect",
        ActionMove.DROP: "Drop this action",
        ActionMove.REOPEN: "Reopen this action",
    }
)
MOVES = MappingProxyType(
    {
        (ActionState.OPEN, ActionMove.UPDATE): ActionState.UNDER_WAY,
        (ActionState.OPEN, ActionMove.MOVE_DATE): ActionState.OPEN,
        (ActionState.OPEN, ActionMove.FINISH): ActionState.DONE,
        (ActionState.OPEN, ActionMove.DROP): ActionState.DROPPED,
        (ActionState.UNDER_WAY, ActionMove.UPDATE): ActionState.UNDER_WAY,
        (ActionState.UNDER_WAY, ActionMove.MOVE_DATE): ActionState.UNDER_WAY,
        (ActionState.UNDER_WAY, ActionMove.FINISH): ActionState.DONE,
        (ActionState.UNDER_WAY, ActionMove.DROP): ActionState.DROPPED,
        (ActionState.DONE, ActionMove.UPDATE): ActionState.DONE,
        (ActionState.DONE, ActionMove.CLOSE): ActionState.CLOSED,
        (ActionState.DONE, ActionMove.REOPEN): ActionState.UNDER_WAY,
        (ActionState.CLOSED, ActionMove.REOPEN): ActionState.UNDER_WAY,
        (ActionState.DROPPED, ActionMove.REOPEN): ActionState.UNDER_WAY,
    }
)
# Who makes a move: the owner tells of progress and of what was done; whether it changed anything is for others to say.
RIGHTS = MappingProxyType(
    {
        ActionMove.SET: Permission.MANAGE_ACTION,
        ActionMove.UPDATE: Permission.UPDATE_ACTION,
        ActionMove.MOVE_DATE: Permission.MANAGE_ACTION,
        ActionMove.FINISH: Permission.UPDATE_ACTION,
        ActionMove.CLOSE: Permission.MANAGE_ACTION,
        ActionMove.DROP: Permission.MANAGE_ACTION,
        ActionMove.REOPEN: Permission.MANAGE_ACTION,
    }
)
# What has to be said with a move, and what a person reads who has left it out.
NEEDS = MappingProxyType(
    {
        ActionMove.UPDATE: MappingProxyType({"text": "Say how far it is"}),
        ActionMove.MOVE_DATE: MappingProxyType({"due_on": "Enter the new date", "text": "Say why it has another date"}),
        ActionMove.FINISH: MappingProxyType({"text": "Say what was done"}),
        ActionMove.CLOSE: MappingProxyType({"difference": "Say what changed for children, and how you know"}),
        ActionMove.DROP: MappingProxyType({"text": "Say why it is dropped"}),
        ActionMove.REOPEN: MappingProxyType({"text": "Say why it is reopened"}),
    }
)
# While something is still to be done by its holder, its date counts.
WAITS_FOR_HOLDER = (ActionState.OPEN, ActionState.UNDER_WAY)
ENDED = (ActionState.CLOSED, ActionState.DROPPED)


def after(state: ActionState, move: ActionMove) -> ActionState | None:
    """The state a move leads to, or None when the action may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: ActionState) -> list[ActionMove]:
    """The moves an action in this state may make, in the order of its life."""
    return [move for move in ActionMove if (state, move) in MOVES]


@dataclass(frozen=True)
class Said:
    """What is said with a move; a move takes of it what it needs."""

    text: str = ""
    difference: str = ""
    due_on: date | None = None


def problems_of_move(
    move: ActionMove, said: Said, *, due_on: date | None = None, today: date | None = None
) -> list[str]:
    """
    Every reason, a sentence each, why a move with these words is refused; empty when it is not.

    For another date `due_on` is the date so far: the new one is another, and not before `today`.
    """
    problems = [f"{sentence}." for name, sentence in NEEDS[move].items() if not _given(getattr(said, name))]
    if said.due_on and move == ActionMove.MOVE_DATE:
        if today and said.due_on < today:
            problems.append("The new date cannot be in the past.")
        if said.due_on == due_on:
            problems.append(f"The action is due {date_words(said.due_on)} already: enter another date.")
    return problems


def is_overdue(state: ActionState, due_on: date, today: date) -> bool:
    """Whether its holder should have been done with it. What is done waits for its effect, and is not overdue."""
    return state in WAITS_FOR_HOLDER and today > due_on


def due_in_words(state: ActionState, due_on: date, today: date) -> str:
    """By when it is to be done, and how that stands: "Due 4 December 2026: 9 working days left"."""
    if state not in WAITS_FOR_HOLDER:
        return f"Was due {date_words(due_on)}" if today > due_on else f"Due {date_words(due_on)}"
    return due_from(due_on, today)


def _given(value: str | date | None) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
