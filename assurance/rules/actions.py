"""
Actions: one tracker for every origin, closed only with what changed for children.

Source: SAAS ToR 3.7; Six Steps, section 3: "actions are tracked and delivery held to account" (R39).
"""

from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission


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
        ActionOrigin.PLAN: "Strategic plan",
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


def after(state: ActionState, move: ActionMove) -> ActionState | None:
    """The state a move leads to, or None when the action may not make that move now."""
    return MOVES.get((state, move))
