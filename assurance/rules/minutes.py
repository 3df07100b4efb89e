"""
Minutes as they were circulated: the shape of their content, how to read it back, and what each move needs.

The content is canonical JSON, so the same minutes have the same hash, and a reader never depends on today's tables.
Source: SAAS ToR 2.3, 3.2, 3.5, 3.7, 6.1 (R26, R28, R39, R43).
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from assurance.rules.canonical import canonical_json
from assurance.rules.meetings import MINUTES_MOVES, MINUTES_STATE_WORDS, MeetingState, MinutesMove, MinutesState
from assurance.rules.wording import date_time_words, date_words

BESIDES = "Besides the agenda"
NOTHING_MINUTED = "Nothing was minuted."
NEXT_WORDS = MappingProxyType(
    {
        MinutesState.DRAFT: "The chair approves them. Until then they are a draft, read by those who write them alone.",
        MinutesState.APPROVED: "The Business Team circulates them to the members.",
        MinutesState.CIRCULATED: "Nothing, unless something in them has to be put right.",
    }
)
# A move as a button, to those who may make it.
MOVE_ASKS = MappingProxyType(
    {
        MinutesMove.BEGIN: "Begin the minutes",
        MinutesMove.APPROVE: "Approve the minutes",
        MinutesMove.CORRECT: "Open the minutes for correction",
        MinutesMove.CIRCULATE: "Circulate the minutes",
    }
)


def problem_of_begin(state: MeetingState, starts_at: datetime, now: datetime) -> str:
    """Why the minutes of a meeting cannot be begun now, as a sentence; blank when they can."""
    if state == MeetingState.CANCELLED:
        return "The meeting was cancelled: there is nothing to minute."
    if state != MeetingState.HELD and now < starts_at:
        return "The minutes can be begun once the meeting has begun."
    return ""


def problem_of_writing(state: MinutesState) -> str:
    """Why nothing can be written in minutes in this state, as a sentence; blank while they are a draft (R29)."""
    if state == MinutesState.DRAFT:
        return ""
    return f"The minutes are {MINUTES_STATE_WORDS[state].lower()}: open them for correction before you change them."


def problem_of_comment(state: MinutesState, *, is_newest: bool) -> str:
    """Why nobody can comment on a circulated version, as a sentence; blank while it is the one that stands (R13)."""
    if not is_newest:
        return "A later version of these minutes has been circulated: comment on that one."
    if state != MinutesState.CIRCULATED:
        return "These minutes are being corrected. You can comment once they have been circulated again."
    return ""


@dataclass(frozen=True)
class FrozenPerson:
    """Somebody who was expected, by post: whom they represent, in what standing, and a note on a substitute."""

    post: str
    agency: str
    standing: str
    note: str = ""


@dataclass(frozen=True)
class FrozenDecision:
    """A decision as minuted. `due_on` is an ISO date or blank."""

    text: str
    owner: str = ""
    due_on: str = ""
    dissent: str = ""

    @property
    def due_words(self) -> str:
        """The day by which it is to be carried out; blank where none was set."""
        return day_words(self.due_on)


@dataclass(frozen=True)
class FrozenAction:
    """An action as minuted: what, who holds it, who sees to it, by when."""

    title: str
    what: str
    holder: str
    owner: str
    due_on: str

    @property
    def due_words(self) -> str:
        """The day by which it is to be done."""
        return day_words(self.due_on)


@dataclass(frozen=True)
class FrozenEntry:
    """What was said to one agenda item, and what came of it."""

    number: str
    title: str
    lead: str = ""
    discussion: str = ""
    decisions: tuple[FrozenDecision, ...] = field(default=())
    actions: tuple[FrozenAction, ...] = field(default=())
    disputes: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was minuted."""
        return not (self.discussion or self.decisions or self.actions or self.disputes)

    @property
    def heading(self) -> str:
        """The item with its number: "2. Data dashboards"."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class FrozenMinutes:
    """Whole minutes: of which meeting, who was there, whether it was quorate, each item, and who approved them."""

    group: str
    title: str
    starts_at: str
    place: str
    version: int
    present: tuple[FrozenPerson, ...] = field(default=())
    absent: tuple[FrozenPerson, ...] = field(default=())
    quorum: tuple[str, ...] = field(default=())
    entries: tuple[FrozenEntry, ...] = field(default=())
    approved: str = ""

    def content(self) -> str:
        """The minutes as canonical JSON."""
        return canonical_json(asdict(self))

    @property
    def when(self) -> str:
        """The time of the meeting in words."""
        return date_time_words(datetime.fromisoformat(self.starts_at))

    @property
    def subject(self) -> str:
        """Whose minutes they are, of which day: "Executive Board, 10 December 2026"."""
        return f"{self.group}, {date_words(datetime.fromisoformat(self.starts_at))}"

    @property
    def is_draft(self) -> bool:
        """Whether nobody has approved them: they then show "draft" (R28)."""
        return not self.approved


def day_words(day: str) -> str:
    """An ISO date in words; blank for blank."""
    return date_words(date.fromisoformat(day)) if day else ""


def read_minutes(content: str) -> FrozenMinutes:
    """The minutes a circulation's content holds. Raises KeyError or ValueError when it is not such content."""
    value = json.loads(content)
    present, absent = (tuple(FrozenPerson(**one) for one in value.pop(name)) for name in ("present", "absent"))
    entries = tuple(_entry(one) for one in value.pop("entries"))
    quorum = tuple(value.pop("quorum"))
    return FrozenMinutes(**value, present=present, absent=absent, entries=entries, quorum=quorum)


def _entry(value: dict[str, Any]) -> FrozenEntry:
    return FrozenEntry(
        **{
            **value,
            "decisions": tuple(FrozenDecision(**one) for one in value["decisions"]),
            "actions": tuple(FrozenAction(**one) for one in value["actions"]),
            "disputes": tuple(value["disputes"]),
        }
    )


def moves_from(state: MinutesState) -> list[MinutesMove]:
    """The moves minutes in this state may make, in the order of their life."""
    return [move for move in MinutesMove if (state, move) in MINUTES_MOVES]


def problems_of_move(move: MinutesMove, text: str, *, is_chair: bool) -> list[str]:
    """
    Every reason, a sentence each, why a move with these words is refused; empty when it is not.

    The chair approves on their own account; whoever records the chair's approval says how and when it came (R28).
    """
    if move == MinutesMove.APPROVE and not is_chair and not text.strip():
        return ["Say how and when the chair approved the minutes."]
    if move == MinutesMove.CORRECT and not text.strip():
        return ["Say what has to be put right, and why."]
    return []


def approval_words(by: str, at: datetime, text: str) -> str:
    """Who approved the minutes and when (R28): "Approved by SAAS chair on 2 April 2026 at 9am. By e-mail." """
    return f"Approved by {by} on {date_time_words(at)}." + (f" {text}" if text else "")
