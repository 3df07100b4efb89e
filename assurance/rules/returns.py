"""
The quarterly status return: its headings, what each asks for, its life, and when it may be submitted.

Source: Scrutiny and Assurance Framework, section 7 (R45 to R51).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Section(StrEnum):
    """The parts of a return: the Framework's three headings first, then what the Partnership also asks."""

    GOING_WELL = "going-well"
    NOT_GOING_WELL = "not-going-well"
    MULTI_AGENCY_CONCERNS = "multi-agency-concerns"
    HELP_WANTED = "help-wanted"
    NEWS = "news"
    VOICE = "voice"


class Change(StrEnum):
    """How a statement stands against last quarter."""

    NEW = "new"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    CLOSED = "closed"


CHANGE_LABELS = MappingProxyType(
    {
        Change.NEW: "New this quarter",
        Change.BETTER: "Better than last quarter",
        Change.SAME: "The same as last quarter",
        Change.WORSE: "Worse than last quarter",
        Change.CLOSED: "Closed: no longer reported",
    }
)


@dataclass(frozen=True)
class Heading:
    """What a section is called, what it asks, and which fields its statements have."""

    title: str
    guidance: str
    statement_label: str
    fields: tuple[str, ...]
    needs_action: bool = False
    framework: bool = False


FULL = ("statement", "evidence", "topic", "action", "owner", "due_on", "change")
SHORT = ("statement", "evidence", "topic")

HEADINGS = MappingProxyType(
    {
        Section.GOING_WELL: Heading(
            "What is going well",
            "Say what works in how your agency delivers its safeguarding responsibilities, and how you know.",
            "What is going well",
            ("statement", "evidence", "topic", "change"),
            framework=True,
        ),
        Section.NOT_GOING_WELL: Heading(
            "What is not going well, and what is being done about it",
            "Say what does not work as it should, what you are doing about it, who is responsible and by when.",
            "What is not going well",
            FULL,
            needs_action=True,
            framework=True,
        ),
        Section.MULTI_AGENCY_CONCERNS: Heading(
            "Concerns about multi-agency working",
            "Say where working together gets in the way of keeping children safe, and what would change it.",
            "The concern",
            FULL,
            framework=True,
        ),
        Section.HELP_WANTED: Heading(
            "Help wanted from partners",
            "Say what you need another partner, or the Executive Board, to do.",
            "The help you need, and from whom",
            SHORT,
        ),
        Section.NEWS: Heading(
            "Inspection or restructure news",
            "Tell partners of an inspection, a new duty or a change in your organisation that they should know of.",
            "The news",
            SHORT,
        ),
        Section.VOICE: Heading(
            "Voice of children and families",
            "Say what children and families told you this quarter, and what it changed.",
            "What they told you, and what changed",
            SHORT,
        ),
    }
)


class ReturnState(StrEnum):
    """Where a return stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


STATE_LABELS = MappingProxyType(
    {
        ReturnState.DRAFT: "Not submitted",
        ReturnState.SUBMITTED: "Submitted",
        ReturnState.RETURNED: "Returned for changes",
        ReturnState.ACCEPTED: "Accepted",
    }
)


class Move(StrEnum):
    """What can happen to a return as a whole."""

    SUBMIT = "submit"
    RECALL = "recall"
    RETURN_FOR_CHANGES = "return_for_changes"
    ACCEPT = "accept"
    REOPEN = "reopen"


MOVE_LABELS = MappingProxyType(
    {
        Move.SUBMIT: "Signed and submitted",
        Move.RECALL: "Recalled",
        Move.RETURN_FOR_CHANGES: "Returned for changes",
        Move.ACCEPT: "Accepted",
        Move.REOPEN: "Reopened",
    }
)

MOVES = MappingProxyType(
    {
        (ReturnState.DRAFT, Move.SUBMIT): ReturnState.SUBMITTED,
        (ReturnState.RETURNED, Move.SUBMIT): ReturnState.SUBMITTED,
        (ReturnState.SUBMITTED, Move.RECALL): ReturnState.DRAFT,
        (ReturnState.SUBMITTED, Move.RETURN_FOR_CHANGES): ReturnState.RETURNED,
        (ReturnState.SUBMITTED, Move.ACCEPT): ReturnState.ACCEPTED,
        (ReturnState.ACCEPTED, Move.REOPEN): ReturnState.RETURNED,
    }
)

EDITABLE = frozenset({ReturnState.DRAFT, ReturnState.RETURNED})
STANDING = frozenset({ReturnState.SUBMITTED, ReturnState.ACCEPTED})


def after(state: ReturnState, move: Move) -> ReturnState | None:
    """The state a move leads to, or None when the return may not make that move now."""
    return MOVES.get((state, move))


@dataclass(frozen=True)
class DraftItem:
    """What the submission rule needs to know of one statement. `identity` is what it keeps from quarter to quarter."""

    statement: str
    action: str = ""
    change: str = Change.NEW
    identity: str = ""

    @property
    def label(self) -> str:
        """The first words of the statement, to name it to its writer."""
        words = self.statement.split()
        return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


@dataclass(frozen=True)
class DraftSection:
    """What the submission rule needs to know of one section."""

    section: Section
    items: tuple[DraftItem, ...] = field(default=())
    nothing_to_report: str = ""


@dataclass(frozen=True)
class Problem:
    """One reason why a return cannot be submitted: the section, the statement's place in it or None, and a sentence."""

    section: Section
    position: int | None
    sentence: str


def submission_problems(
    sections: Iterable[DraftSection], open_last_quarter: Iterable[DraftSection] = ()
) -> list[Problem]:
    """
    Every reason why a return with these sections cannot be submitted, in the order of the form; empty when it can.

    `open_last_quarter` holds what the last standing return left open: each such statement must be here again, if only
    to be closed, or a concern could vanish without a word (SAF 7; KSCB 2011).
    """
    given = {part.section: part for part in sections}
    before = {part.section: part.items for part in open_last_quarter}
    problems: list[Problem] = []
    for section, heading in HEADINGS.items():
        part = given.get(section, DraftSection(section))
        left_behind = _left_behind(section, part.items, before.get(section, ()))
        if heading.framework and not part.items and not left_behind and not part.nothing_to_report.strip():
            problems.append(
                Problem(
                    section, None, f"“{heading.title}” is empty: add a statement, or say why there is nothing to report"
                )
            )
        for position, item in enumerate(part.items, start=1):
            problems += _item_problems(section, heading, position, item)
        problems += left_behind
    return problems


def is_open(section: Section, change: str) -> bool:
    """Whether a statement has to be taken up again next quarter: what is not going well and concerns, until closed."""
    return section in (Section.NOT_GOING_WELL, Section.MULTI_AGENCY_CONCERNS) and change != Change.CLOSED


def _left_behind(section: Section, items: tuple[DraftItem, ...], before: tuple[DraftItem, ...]) -> list[Problem]:
    here = {item.identity for item in items}
    return [
        Problem(section, None, f"“{item.label}” was open last quarter: bring it forward, and close it if it is over")
        for item in before
        if item.identity not in here
    ]


def _item_problems(section: Section, heading: Heading, position: int, item: DraftItem) -> list[Problem]:
    place = f"“{heading.title}”, statement {position}"
    if not item.statement.strip():
        return [Problem(section, position, f"{place}, is blank: write it or remove it")]
    problems = []
    if heading.needs_action and not item.action.strip():
        problems.append(Problem(section, position, f"{place} (“{item.label}”): say what you are doing about it"))
    if "change" in heading.fields and not item.change:
        problems.append(
            Problem(section, position, f"{place} (“{item.label}”): say how it has changed since last quarter")
        )
    return problems
