"""
Early warnings: their types, their life, and the two reasons for which one goes to the Executive Board.

Source: SAAS ToR 1.4(c); Scrutiny and Assurance Framework, sections 5 and 6 (R72 to R75, R77, R80).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from assurance.rules.roles import Permission
from assurance.rules.wording import date_words


class WarningKind(StrEnum):
    """What a warning is about (SAAS ToR 1.4(c), SAF 5)."""

    WEAK_PERFORMANCE = "weak_performance"
    DECLINING_PERFORMANCE = "declining_performance"
    EMERGING_RISK = "emerging_risk"
    EMERGING_ISSUE = "emerging_issue"
    LATENT_CONCERN = "latent_concern"
    RECURRING_CONCERN = "recurring_concern"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"


class WarningState(StrEnum):
    """Where a warning stands. It is open until it is closed with what was done."""

    RAISED = "raised"
    ACCEPTED = "accepted"
    EXPLAINED = "explained"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    CLOSED = "closed"


class WarningMove(StrEnum):
    """One step in a warning's life."""

    RAISE = "raise"
    ACCEPT = "accept"
    EXPLAIN = "explain"
    ESCALATE = "escalate"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"


class EscalationReason(StrEnum):
    """Why a warning goes to the Executive Board (SAAS ToR 1.4(c), R73). There is no third reason."""

    CANNOT_BE_RESOLVED = "cannot_be_resolved"
    NEEDS_STRATEGIC_LEADERSHIP = "needs_strategic_leadership"


class PracticeLevel(StrEnum):
    """How good a strength or practice is (SAAS ToR 1.4(d), R77)."""

    STRENGTH = "strength"
    GOOD = "good"
    BEST = "best"
    OUTSTANDING = "outstanding"


KIND_WORDS = MappingProxyType(
    {
        WarningKind.WEAK_PERFORMANCE: "Weak performance",
        WarningKind.DECLINING_PERFORMANCE: "Declining performance",
        WarningKind.EMERGING_RISK: "Emerging risk",
        WarningKind.EMERGING_ISSUE: "Emerging issue",
        WarningKind.LATENT_CONCERN: "Latent concern",
        WarningKind.RECURRING_CONCERN: "Recurring concern",
        WarningKind.AREA_FOR_IMPROVEMENT: "Area for improvement",
    }
)
STATE_WORDS = MappingProxyType(
    {
        WarningState.RAISED: "Waiting for SAAS",
        WarningState.ACCEPTED: "Accepted by SAAS",
        WarningState.EXPLAINED: "Explained",
        WarningState.ESCALATED: "With the Executive Board",
        WarningState.ANSWERED: "Answered by the Executive Board",
        WarningState.CLOSED: "Closed",
    }
)
# What happens next, for those who wait for it.
NEXT_WORDS = MappingProxyType(
    {
        WarningState.RAISED: (
            "The chair of SAAS accepts it, records what explains it, or escalates it to the Executive Board."
        ),
        WarningState.ACCEPTED: "SAAS acts on it, and closes it with what was done and what changed for children.",
        WarningState.EXPLAINED: (
            "SAAS closes it with what was done, or takes it up again if the explanation does not hold."
        ),
        WarningState.ESCALATED: "The Executive Board answers, with a date, and the answer goes back to SAAS.",
        WarningState.ANSWERED: (
            "SAAS acts on the answer, and closes it with what was done and what changed for children."
        ),
        WarningState.CLOSED: "Nothing, unless it comes up again.",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        WarningMove.RAISE: "Raised",
        WarningMove.ACCEPT: "Accepted",
        WarningMove.EXPLAIN: "Explained",
        WarningMove.ESCALATE: "Escalated to the Executive Board",
        WarningMove.ANSWER: "Answered by the Executive Board",
        WarningMove.CLOSE: "Closed",
        WarningMove.REOPEN: "Reopened",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        WarningMove.ACCEPT: "Accept this warning",
        WarningMove.EXPLAIN: "Record what explains it",
        WarningMove.ESCALATE: "Escalate to the Executive Board",
        WarningMove.ANSWER: "Record the Executive Board’s answer",
        WarningMove.CLOSE: "Close with what was done",
        WarningMove.REOPEN: "Reopen this warning",
    }
)
REASON_WORDS = MappingProxyType(
    {
        EscalationReason.CANNOT_BE_RESOLVED: "It cannot be resolved by the members of SAAS",
        EscalationReason.NEEDS_STRATEGIC_LEADERSHIP: "It needs strategic leadership",
    }
)
LEVEL_WORDS = MappingProxyType(
    {
        PracticeLevel.STRENGTH: "Strength",
        PracticeLevel.GOOD: "Good practice",
        PracticeLevel.BEST: "Best practice",
        PracticeLevel.OUTSTANDING: "Outstanding practice",
    }
)


# Where each move leads. The Executive Board’s answer closes nothing: an escalated warning goes back to SAAS, and
# is closed there with what was done (R75).
MOVES = MappingProxyType(
    {
        (WarningState.RAISED, WarningMove.ACCEPT): WarningState.ACCEPTED,
        (WarningState.RAISED, WarningMove.EXPLAIN): WarningState.EXPLAINED,
        (WarningState.RAISED, WarningMove.ESCALATE): WarningState.ESCALATED,
        (WarningState.ACCEPTED, WarningMove.EXPLAIN): WarningState.EXPLAINED,
        (WarningState.ACCEPTED, WarningMove.ESCALATE): WarningState.ESCALATED,
        (WarningState.ACCEPTED, WarningMove.CLOSE): WarningState.CLOSED,
        (WarningState.EXPLAINED, WarningMove.ACCEPT): WarningState.ACCEPTED,
        (WarningState.EXPLAINED, WarningMove.ESCALATE): WarningState.ESCALATED,
        (WarningState.EXPLAINED, WarningMove.CLOSE): WarningState.CLOSED,
        (WarningState.ESCALATED, WarningMove.ANSWER): WarningState.ANSWERED,
        (WarningState.ANSWERED, WarningMove.ESCALATE): WarningState.ESCALATED,
        (WarningState.ANSWERED, WarningMove.CLOSE): WarningState.CLOSED,
        (WarningState.CLOSED, WarningMove.REOPEN): WarningState.RAISED,
    }
)

# Who makes a move. A warning is raised in other ways, too: by the portal itself.
RIGHTS = MappingProxyType(
    {
        WarningMove.ACCEPT: Permission.HANDLE_WARNING,
        WarningMove.EXPLAIN: Permission.HANDLE_WARNING,
        WarningMove.ESCALATE: Permission.HANDLE_WARNING,
        WarningMove.ANSWER: Permission.ANSWER_WARNING,
        WarningMove.CLOSE: Permission.HANDLE_WARNING,
        WarningMove.REOPEN: Permission.HANDLE_WARNING,
    }
)

# What has to be said with a move, and what a person reads who has left it out.
NEEDS = MappingProxyType(
    {
        WarningMove.ACCEPT: MappingProxyType({}),
        WarningMove.EXPLAIN: MappingProxyType({"text": "Say what explains it"}),
        WarningMove.ESCALATE: MappingProxyType(
            {
                "reason": "Choose why it goes to the Executive Board",
                "text": "Say what the Executive Board needs to know, and what you ask of it",
            }
        ),
        WarningMove.ANSWER: MappingProxyType(
            {
                "answered_on": "Enter the date of the Executive Board’s answer",
                "text": "Write the Executive Board’s answer",
            }
        ),
        WarningMove.CLOSE: MappingProxyType(
            {"text": "Say what was done", "difference": "Say what changed for children"}
        ),
        WarningMove.REOPEN: MappingProxyType({"text": "Say why it is reopened"}),
    }
)


def after(state: WarningState, move: WarningMove) -> WarningState | None:
    """The state a move leads to, or None when the warning may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: WarningState) -> list[WarningMove]:
    """The moves a warning in this state may make, in the order of its life."""
    return [move for move in WarningMove if (state, move) in MOVES]


@dataclass(frozen=True)
class Said:
    """What is said with a move; a move takes of it what it needs."""

    text: str = ""
    reason: str = ""
    difference: str = ""
    answered_on: date | None = None


def problems_of_move(
    move: WarningMove, said: Said, *, escalated_on: date | None = None, today: date | None = None
) -> list[str]:
    """
    Every reason, a sentence each, why a move with these words is refused; empty when it is not.

    For an answer `escalated_on` and `today` bound its date: the Executive Board cannot answer before it was told, nor
    tomorrow.
    """
    problems = [f"{sentence}." for name, sentence in NEEDS[move].items() if not _given(getattr(said, name))]
    if said.reason.strip() and said.reason not in {str(reason) for reason in EscalationReason}:
        problems.append("A warning goes to the Executive Board for one of two reasons: choose one of them.")
    if said.answered_on and today and said.answered_on > today:
        problems.append("The date of the answer cannot be in the future.")
    if said.answered_on and escalated_on and said.answered_on < escalated_on:
        problems.append(
            f"The date of the answer cannot be before the warning was escalated, on {date_words(escalated_on)}."
        )
    return problems


def _given(value: str | date | None) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def occurrences(one: UUID, earlier: Mapping[UUID, UUID]) -> tuple[list[UUID], list[UUID]]:
    """
    The occurrences of a recurring concern before `one`, the nearest first, and after it, the nearest first (R80).

    `earlier` names the occurrence before each that has one. A concern may have come up again more than once.
    """
    before, after = [], []
    at = one
    while at in earlier:
        at = earlier[at]
        before.append(at)
    generation = {one}
    while generation:
        generation = {key for key, previous in earlier.items() if previous in generation}
        after += [key for key in earlier if key in generation]
    return before, after
