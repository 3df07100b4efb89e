"""
What groups owe and are owed: annual reviews, commissions awaiting ratification, and what comes into their inbox.

Source: SAAS ToR 5.3; Scrutiny and Assurance Framework, sections 6 and 8 (R101, R102, R104).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission
from assurance.rules.wording import date_words


class CommissionState(StrEnum):
    """Where a piece of commissioned work stands (SAAS ToR 5.3)."""

    AWAITING = "awaiting"
    RATIFIED = "ratified"
    REFUSED = "refused"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class CommissionMove(StrEnum):
    """One step in a commission's life."""

    ASK = "ask"
    RATIFY = "ratify"
    REFUSE = "refuse"
    FINISH = "finish"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """On which group the right to a move of a commission is held."""

    FROM = "from_group"
    TO = "to_group"
    BOARD = "board"


class MessageKind(StrEnum):
    """What flows back to a group (SAF 6: "relevant information, learning, tasking and feedback")."""

    TASK = "task"
    LEARNING = "learning"
    FEEDBACK = "feedback"


COMMISSION_WORDS = MappingProxyType(
    {
        CommissionState.AWAITING: "Awaiting ratification",
        CommissionState.RATIFIED: "Ratified, under way",
        CommissionState.REFUSED: "Not ratified",
        CommissionState.DONE: "Done",
        CommissionState.WITHDRAWN: "Withdrawn",
    }
)
COMMISSION_MOVE_WORDS = MappingProxyType(
    {
        CommissionMove.ASK: "Commissioned",
        CommissionMove.RATIFY: "Ratified by the Executive Board",
        CommissionMove.REFUSE: "Not ratified by the Executive Board",
        CommissionMove.FINISH: "Done",
        CommissionMove.WITHDRAW: "Withdrawn",
    }
)
MESSAGE_WORDS = MappingProxyType(
    {MessageKind.TASK: "Task", MessageKind.LEARNING: "Learning", MessageKind.FEEDBACK: "Feedback"}
)
COMMISSION_MOVES = MappingProxyType(
    {
        (CommissionState.AWAITING, CommissionMove.RATIFY): CommissionState.RATIFIED,
        (CommissionState.AWAITING, CommissionMove.REFUSE): CommissionState.REFUSED,
        (CommissionState.AWAITING, CommissionMove.WITHDRAW): CommissionState.WITHDRAWN,
        (CommissionState.RATIFIED, CommissionMove.FINISH): CommissionState.DONE,
        (CommissionState.RATIFIED, CommissionMove.WITHDRAW): CommissionState.WITHDRAWN,
    }
)
# What happens next, for those who wait for it.
COMMISSION_NEXT = MappingProxyType(
    {
        CommissionState.AWAITING: "The Executive Board decides whether to ratify it. Until then no work is asked for.",
        CommissionState.RATIFIED: "The group that was asked does the work, and says what came of it.",
        CommissionState.REFUSED: "Nothing: the Executive Board did not ratify it.",
        CommissionState.DONE: "Nothing: what came of it is below.",
        CommissionState.WITHDRAWN: "Nothing: it was withdrawn.",
    }
)
# A move as a button, to those who may make it.
COMMISSION_ASKS = MappingProxyType(
    {
        CommissionMove.ASK: "Commission work from another group",
        CommissionMove.RATIFY: "Record that it was ratified",
        CommissionMove.REFUSE: "Record that it was not ratified",
        CommissionMove.FINISH: "Say what came of it",
        CommissionMove.WITHDRAW: "Withdraw this commission",
    }
)
# Who makes a move: those who asked, those who were asked, and for the Board's decision its secretariat.
CHAIR_OR_SECRETARIAT = (Permission.CHAIR_MEETING, Permission.RUN_MEETING)
COMMISSION_RIGHTS = MappingProxyType(
    {
        CommissionMove.ASK: (Side.FROM, CHAIR_OR_SECRETARIAT),
        CommissionMove.RATIFY: (Side.BOARD, (Permission.RUN_MEETING,)),
        CommissionMove.REFUSE: (Side.BOARD, (Permission.RUN_MEETING,)),
        CommissionMove.FINISH: (Side.TO, CHAIR_OR_SECRETARIAT),
        CommissionMove.WITHDRAW: (Side.FROM, CHAIR_OR_SECRETARIAT),
    }
)
# What has to be said with a move, and what a person reads who has left it out.
COMMISSION_NEEDS = MappingProxyType(
    {
        CommissionMove.RATIFY: MappingProxyType({"decision": "Choose the Executive Board’s decision"}),
        CommissionMove.REFUSE: MappingProxyType(
            {"decision": "Choose the Executive Board’s decision", "text": "Say why it was not ratified"}
        ),
        CommissionMove.FINISH: MappingProxyType({"result": "Say what came of the work"}),
        CommissionMove.WITHDRAW: MappingProxyType({"text": "Say why it is withdrawn"}),
    }
)
ASK_NEEDS = MappingProxyType({"title": "Say in a few words what is commissioned", "what": "Say what is asked, and why"})
COMMISSION_OPEN = (CommissionState.AWAITING, CommissionState.RATIFIED)
# The moves by which the Executive Board's decision is recorded.
BY_THE_BOARD = (CommissionMove.RATIFY, CommissionMove.REFUSE)
NOT_THE_BOARDS = "Only a decision of a meeting of the Executive Board that has been held can ratify it, or refuse to."


def commission_after(state: CommissionState, move: CommissionMove) -> CommissionState | None:
    """The state a move leads to, or None when the commission may not make that move now."""
    return COMMISSION_MOVES.get((state, move))


def commission_moves_from(state: CommissionState) -> list[CommissionMove]:
    """The moves a commission in this state may make, in the order of its life."""
    return [move for move in CommissionMove if (state, move) in COMMISSION_MOVES]


@dataclass(frozen=True)
class DecisionFacts:
    """What the rules ask of a decision: whether it is the Executive Board's, and its meeting was held."""

    is_the_boards: bool
    was_held: bool


@dataclass(frozen=True)
class Said:
    """What is said with a move; a move takes of it what it needs."""

    text: str = ""
    result: str = ""
    decision: DecisionFacts | None = None


def problems_of_commission(title: str, what: str, due_on: date, today: date) -> list[str]:
    """Every reason, a sentence each, why work cannot be commissioned in these words; empty when it can."""
    said = {"title": title, "what": what}
    problems = [f"{sentence}." for name, sentence in ASK_NEEDS.items() if not said[name].strip()]
    return problems + (["The date by which it is done cannot be in the past."] if due_on < today else [])


def problems_of_commission_move(move: CommissionMove, said: Said) -> list[str]:
    """Every reason, a sentence each, why a move with these words is refused (SAAS ToR 5.3); empty when it is not."""
    problems = [f"{sentence}." for name, sentence in COMMISSION_NEEDS[move].items() if not _given(getattr(said, name))]
    decision = said.decision
    if move in BY_THE_BOARD and decision and not (decision.is_the_boards and decision.was_held):
        problems.append(NOT_THE_BOARDS)
    return problems


def _given(value: str | DecisionFacts | None) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def is_commission_late(state: CommissionState, due_on: date, today: date) -> bool:
    """Whether ratified work should have been done by now: what waits for the Board is not late."""
    return state == CommissionState.RATIFIED and today > due_on


# Annual reviews (SAF 8)


def review_due(last: date | None, starts_on: date) -> date:
    """
    When a group is next to be reviewed: "annually", a year after its last review, or after it began.

    A year after 29 February is 28 February.
    """
    day = last or starts_on
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def is_review_overdue(due_on: date, today: date) -> bool:
    """Whether a group should have been reviewed by now."""
    return today > due_on


def problems_of_review(reviewed_on: date, findings: str, starts_on: date, today: date) -> list[str]:
    """Every reason, a sentence each, why a review cannot be recorded; empty when it can."""
    problems = [] if findings.strip() else ["Say what the review found."]
    if reviewed_on > today:
        problems.append("The day of the review cannot be in the future.")
    if reviewed_on < starts_on:
        problems.append(f"The group began on {date_words(starts_on)}: the review cannot be before that.")
    return problems


def problems_of_report(reviewed_on: date, met_on: date, said: DecisionFacts) -> list[str]:
    """Why a review cannot have been reported to this meeting (SAF 8); empty when it can."""
    if not said.is_the_boards or not said.was_held:
        return ["A review is reported to a meeting of the Executive Board that has been held."]
    if met_on < reviewed_on:
        return [f"The Executive Board met before the review of {date_words(reviewed_on)}: choose a later meeting."]
    return []
