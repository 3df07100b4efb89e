"""
The quarterly status return: its headings, what each asks for, its life, and when it may be submitted.

An agency's return has the headings of the Scrutiny and Assurance Framework, section 7 (R45 to R51); a group's is its
report to the Executive Board under the five of section 5 (R100).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Section(StrEnum):
    """
    The parts of returns, an agency's and then a group's, in the order of their forms.

    An agency's are the Framework's three headings first, then what the Partnership also asks.
    """

    GOING_WELL = "going-well"
    NOT_GOING_WELL = "not-going-well"
    MULTI_AGENCY_CONCERNS = "multi-agency-concerns"
    HELP_WANTED = "help-wanted"
    NEWS = "news"
    VOICE = "voice"
    FRONTLINE_PRACTICE = "frontline-practice"
    LIVED_EXPERIENCE = "lived-experience"
    SHARED_INTELLIGENCE = "shared-intelligence"
    OPERATIONAL_DELIVERY = "operational-delivery"
    INTERCONNECTIVITY = "interconnectivity"


class Reporter(StrEnum):
    """Whose return it is."""

    AGENCY = "agency"
    GROUP = "group"


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
        Section.FRONTLINE_PRACTICE: Heading(
            "Efficacy of frontline practice",
            "Say how well practice with children and families works where your group can see it, and how you know.",
            "What your group knows of frontline practice",
            FULL,
            framework=True,
        ),
        Section.LIVED_EXPERIENCE: Heading(
            "Lived experience of child and family",
            "Say what it is like for children and families, in what they told your group or its members.",
            "What it is like for them, and what changed",
            FULL,
            framework=True,
        ),
        Section.SHARED_INTELLIGENCE: Heading(
            "Timely sharing of information and intelligence derived from the discharge of agency responsibility",
            "Say what agencies shared with your group and with each other, and whether it came in time to act on.",
            "What was shared, and what it led to",
            FULL,
            framework=True,
        ),
        Section.OPERATIONAL_DELIVERY: Heading(
            "Contextual understanding of agency operational delivery",
            "Say what in the work of agencies the Executive Board should know of: pressures, changes, what is done.",
            "What the Executive Board should understand",
            FULL,
            framework=True,
        ),
        Section.INTERCONNECTIVITY: Heading(
            "Exploration of interconnectivity between agencies",
            "Say how agencies work together in your group’s field, and where the joins between them help or fail.",
            "How agencies connect, or do not",
            FULL,
            framework=True,
        ),
    }
)
# Which parts a return has that is opened today (SAF 7; SAF 5).
HEADINGS_OF = MappingProxyType(
    {
        Reporter.AGENCY: (
            Section.GOING_WELL,
            Section.NOT_GOING_WELL,
            Section.MULTI_AGENCY_CONCERNS,
            Section.HELP_WANTED,
            Section.NEWS,
            Section.VOICE,
        ),
        Reporter.GROUP: (
            Section.FRONTLINE_PRACTICE,
            Section.LIVED_EXPERIENCE,
            Section.SHARED_INTELLIGENCE,
            Section.OPERATIONAL_DELIVERY,
            Section.INTERCONNECTIVITY,
        ),
    }
)
# Groups once wrote under an agency's headings: where what they then left open is taken up, so that it cannot vanish.
TAKEN_UP_UNDER = MappingProxyType(
    {
        Section.GOING_WELL: Section.FRONTLINE_PRACTICE,
        Section.NOT_GOING_WELL: Section.OPERATIONAL_DELIVERY,
        Section.MULTI_AGENCY_CONCERNS: Section.INTERCONNECTIVITY,
        Section.HELP_WANTED: Section.INTERCONNECTIVITY,
        Section.NEWS: Section.OPERATIONAL_DELIVERY,
        Section.VOICE: Section.LIVED_EXPERIENCE,
    }
)


def form_of(sections: Iterable[Section]) -> tuple[Section, ...]:
    """
    Every part of the form to which these parts of a draft belong, in its order; an agency's where there are none.

    A draft keeps the form it was opened with: a group's may still have an agency's headings.
    """
    held = set(sections)
    groups = HEADINGS_OF[Reporter.GROUP]
    return groups if held and held <= set(groups) else HEADINGS_OF[Reporter.AGENCY]


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
    form = form_of(given)
    before: dict[Section, tuple[DraftItem, ...]] = {}
    for part in open_last_quarter:
        place = heading_in(form, part.section)
        before[place] = before.get(place, ()) + part.items
    problems: list[Problem] = []
    for section in form:
        heading = HEADINGS[section]
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


def heading_in(form: tuple[Section, ...], section: Section) -> Section:
    """Under which heading of a form something is taken up that was said under `section`."""
    return section if section in form else TAKEN_UP_UNDER.get(section, section)


def is_concern(section: Section, action: str) -> bool:
    """
    Whether a statement tells of a trouble.

    An agency's says so by its heading; under a group's headings the good stands beside the bad, and what something is
    being done about is the trouble.
    """
    if section in HEADINGS_OF[Reporter.GROUP]:
        return bool(action.strip())
    return section in (Section.NOT_GOING_WELL, Section.MULTI_AGENCY_CONCERNS)


def is_open(section: Section, change: str, action: str = "") -> bool:
    """Whether a statement has to be taken up again next quarter: a trouble, until it is closed."""
    return is_concern(section, action) and change != Change.CLOSED


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
