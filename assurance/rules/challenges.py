"""
The challenge log: who challenged whom about what, the answer, and the effect without which it stays open.

Source: KSCB (2011), Introduction; Framework, Appendix 1, Domain 1, item 4; KCC 3.2, 3.3 (R78 to R80).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission
from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import date_words
from assurance.rules.working_days import working_days_after, working_days_between

# Working days in which a challenge is answered, unless whoever raises it gives another date.
ANSWERED_WITHIN = 10


class ChallengeState(StrEnum):
    """Where a challenge stands. An answer is not an effect: it is open until something changed for children."""

    RAISED = "raised"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class ChallengeMove(StrEnum):
    """One step in a challenge's life."""

    RAISE = "raise"
    ANSWER = "answer"
    ASK_AGAIN = "ask_again"
    ACCEPT = "accept"
    CLOSE = "close"
    REOPEN = "reopen"


STATE_WORDS = MappingProxyType(
    {
        ChallengeState.RAISED: "Waits for an answer",
        ChallengeState.ANSWERED: "Answered, not yet accepted",
        ChallengeState.ACCEPTED: "Answer accepted, effect not yet seen",
        ChallengeState.CLOSED: "Closed with its effect",
    }
)
# What happens next, for those who wait for it.
NEXT_WORDS = MappingProxyType(
    {
        ChallengeState.RAISED: "Whoever was challenged answers: what they make of it, and what they will do about it.",
        ChallengeState.ANSWERED: (
            "SAAS accepts the answer or asks again. The challenge stays open until its effect is known."
        ),
        ChallengeState.ACCEPTED: "SAAS closes it once it is known what changed for children, or asks again.",
        ChallengeState.CLOSED: "Nothing, unless the concern comes up again.",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        ChallengeMove.RAISE: "Raised",
        ChallengeMove.ANSWER: "Answered",
        ChallengeMove.ASK_AGAIN: "Answer not accepted",
        ChallengeMove.ACCEPT: "Answer accepted",
        ChallengeMove.CLOSE: "Closed with its effect",
        ChallengeMove.REOPEN: "Reopened",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        ChallengeMove.RAISE: "Raise a challenge",
        ChallengeMove.ANSWER: "Answer this challenge",
        ChallengeMove.ASK_AGAIN: "Ask again",
        ChallengeMove.ACCEPT: "Accept the answer",
        ChallengeMove.CLOSE: "Close with its effect",
        ChallengeMove.REOPEN: "Reopen this challenge",
    }
)
MOVES = MappingProxyType(
    {
        (ChallengeState.RAISED, ChallengeMove.ANSWER): ChallengeState.ANSWERED,
        (ChallengeState.ANSWERED, ChallengeMove.ASK_AGAIN): ChallengeState.RAISED,
        (ChallengeState.ANSWERED, ChallengeMove.ACCEPT): ChallengeState.ACCEPTED,
        (ChallengeState.ANSWERED, ChallengeMove.CLOSE): ChallengeState.CLOSED,
        (ChallengeState.ACCEPTED, ChallengeMove.ASK_AGAIN): ChallengeState.RAISED,
        (ChallengeState.ACCEPTED, ChallengeMove.CLOSE): ChallengeState.CLOSED,
        (ChallengeState.CLOSED, ChallengeMove.REOPEN): ChallengeState.RAISED,
    }
)
# The moves as a page offers them.
ASKED_FIRST = (
    ChallengeMove.ANSWER,
    ChallengeMove.ACCEPT,
    ChallengeMove.CLOSE,
    ChallengeMove.ASK_AGAIN,
    ChallengeMove.REOPEN,
)
# Who makes a move: the challenged answer; whether that is an answer, and had an effect, is for others to say.
RIGHTS = MappingProxyType(
    {
        ChallengeMove.RAISE: Permission.RAISE_CHALLENGE,
        ChallengeMove.ANSWER: Permission.ANSWER_CHALLENGE,
        ChallengeMove.ASK_AGAIN: Permission.SETTLE_CHALLENGE,
        ChallengeMove.ACCEPT: Permission.SETTLE_CHALLENGE,
        ChallengeMove.CLOSE: Permission.SETTLE_CHALLENGE,
        ChallengeMove.REOPEN: Permission.SETTLE_CHALLENGE,
    }
)
# The moves whose right is held on the challenged agency or group; the others' is held on the partnership.
ON_THE_CHALLENGED = frozenset({ChallengeMove.ANSWER})
# What nobody does to a challenge they have answered themselves.
NOT_BY_ITS_ANSWERER = frozenset({ChallengeMove.ACCEPT, ChallengeMove.CLOSE})
ANSWERER_MAY_NOT_SETTLE = (
    "You answered this challenge, so somebody else says whether it is settled. Ask the chair of SAAS."
)
# What has to be said with a move, and what a person reads who has left it out.
NEEDS = MappingProxyType(
    {
        ChallengeMove.ANSWER: MappingProxyType({"text": "Write the answer"}),
        ChallengeMove.ASK_AGAIN: MappingProxyType(
            {
                "text": "Say why the answer is not accepted, and what you ask now",
                "answer_due_on": "Enter the date by which it is answered",
            }
        ),
        ChallengeMove.ACCEPT: MappingProxyType({}),
        ChallengeMove.CLOSE: MappingProxyType({"effect": "Say what changed for children, and how you know"}),
        ChallengeMove.REOPEN: MappingProxyType(
            {"text": "Say why it is reopened", "answer_due_on": "Enter the date by which it is answered"}
        ),
    }
)
# What has to be said to raise one.
RAISE_NEEDS = MappingProxyType(
    {
        "title": "Say in a few words what the challenge is",
        "what": "Say what is challenged, and on what evidence",
        "asks": "Say what should be different for children",
    }
)
# Once answered, whether or not the answer is accepted.
IS_ANSWERED = (ChallengeState.ANSWERED, ChallengeState.ACCEPTED, ChallengeState.CLOSED)
# What waits for those who settle challenges.
WAITS_FOR_EFFECT = (ChallengeState.ANSWERED, ChallengeState.ACCEPTED)


def after(state: ChallengeState, move: ChallengeMove) -> ChallengeState | None:
    """The state a move leads to, or None when the challenge may not make that move now."""
    return MOVES.get((state, move))


def moves_from(state: ChallengeState) -> list[ChallengeMove]:
    """The moves a challenge in this state may make: what it waits for first."""
    return [move for move in ASKED_FIRST if (state, move) in MOVES]


def may_settle(move: ChallengeMove, person: int, answerers: Collection[int]) -> bool:
    """Whether a person may make this move of a challenge that was answered by `answerers`: nobody settles their own."""
    return move not in NOT_BY_ITS_ANSWERER or person not in answerers


def answer_due(today: date) -> date:
    """The date by which a challenge of `today` is answered, unless another is given."""
    return working_days_after(today, ANSWERED_WITHIN)


@dataclass(frozen=True)
class Said:
    """What is said with a move; a move takes of it what it needs."""

    text: str = ""
    effect: str = ""
    answer_due_on: date | None = None


def problems_of_move(move: ChallengeMove, said: Said, *, today: date | None = None) -> list[str]:
    """Every reason, a sentence each, why a move with these words is refused; empty when it is not."""
    problems = [f"{sentence}." for name, sentence in NEEDS[move].items() if not _given(getattr(said, name))]
    return problems + _problems_of_date(said.answer_due_on, today)


def problems_of_raising(title: str, what: str, asks: str, answer_due_on: date, today: date) -> list[str]:
    """Every reason, a sentence each, why a challenge cannot be raised; empty when it can."""
    said = {"title": title, "what": what, "asks": asks}
    problems = [f"{sentence}." for name, sentence in RAISE_NEEDS.items() if not said[name].strip()]
    return problems + _problems_of_date(answer_due_on, today)


def is_overdue(state: ChallengeState, answer_due_on: date, today: date) -> bool:
    """Whether it should have been answered. What is answered waits for others, and is not overdue."""
    return state == ChallengeState.RAISED and today > answer_due_on


def due_in_words(state: ChallengeState, answer_due_on: date, today: date, answered_on: date | None = None) -> str:
    """
    By when it is answered, and how that stands: "Answer due 4 December 2026: 9 working days left".

    Once it is answered, when it was: "Answered 8 December 2026: 2 working days late".
    """
    if state != ChallengeState.RAISED and answered_on:
        late = max(working_days_between(answer_due_on, answered_on), 0)
        return f"Answered {date_words(answered_on)}: {lateness_in_words(answer_due_on, today, late).lower()}"
    if state != ChallengeState.RAISED:
        return f"Answer was due {date_words(answer_due_on)}"
    return f"Answer due {date_words(answer_due_on)}: {lateness_in_words(answer_due_on, today, None).lower()}"


def _problems_of_date(due_on: date | None, today: date | None) -> list[str]:
    if due_on and today and due_on < today:
        return ["The date by which it is answered cannot be in the past."]
    return []


def _given(value: str | date | None) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
