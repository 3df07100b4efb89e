"""
Meetings: their kinds, their life from planned to held, and the life of their minutes.

Source: SAAS ToR 2.3, 3.1 to 3.8; Scrutiny and Assurance Framework, sections 1 and 8 (R20 to R28, R34).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.roles import Permission


class MeetingKind(StrEnum):
    """What sort of meeting it is (SAAS ToR 3.1, 3.8)."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    WORKING_GROUP = "working_group"


class Held(StrEnum):
    """How people come together (SAAS ToR 3.1: "either face to face or virtually")."""

    NOT_DECIDED = ""
    FACE_TO_FACE = "face_to_face"
    VIRTUAL = "virtual"
    BOTH = "both"


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    AGREED = "agreed"
    CIRCULATED = "circulated"
    HELD = "held"
    CANCELLED = "cancelled"


class MeetingMove(StrEnum):
    """One step in a meeting's life."""

    PLAN = "plan"
    MOVE = "move"
    AGREE = "agree"
    CHANGE_AGENDA = "change_agenda"
    CIRCULATE = "circulate"
    HOLD = "hold"
    CANCEL = "cancel"
    REARRANGE = "rearrange"


class MinutesState(StrEnum):
    """Where the minutes of a meeting stand. They are drafts until the chair approves them (SAAS ToR 2.3)."""

    DRAFT = "draft"
    APPROVED = "approved"
    CIRCULATED = "circulated"


class MinutesMove(StrEnum):
    """One step in the life of minutes."""

    BEGIN = "begin"
    APPROVE = "approve"
    CORRECT = "correct"
    CIRCULATE = "circulate"


class DecisionState(StrEnum):
    """What has become of a decision (R39)."""

    STANDS = "stands"
    CARRIED_OUT = "carried_out"
    OVERTAKEN = "overtaken"


class Circulated(StrEnum):
    """What is circulated: the agenda with its papers, or the minutes (SAAS ToR 3.2, 3.3)."""

    PAPERS = "papers"
    MINUTES = "minutes"


KIND_WORDS = MappingProxyType(
    {
        MeetingKind.ORDINARY: "Ordinary meeting",
        MeetingKind.EXTRAORDINARY: "Extraordinary meeting",
        MeetingKind.WORKING_GROUP: "Working group",
    }
)
HELD_WORDS = MappingProxyType(
    {
        Held.NOT_DECIDED: "Not yet decided",
        Held.FACE_TO_FACE: "Face to face",
        Held.VIRTUAL: "Virtual",
        Held.BOTH: "Face to face and virtual",
    }
)
STATE_WORDS = MappingProxyType(
    {
        MeetingState.PLANNED: "Planned",
        MeetingState.AGREED: "Agenda agreed",
        MeetingState.CIRCULATED: "Papers circulated",
        MeetingState.HELD: "Held",
        MeetingState.CANCELLED: "Cancelled",
    }
)
MOVE_WORDS = MappingProxyType(
    {
        MeetingMove.PLAN: "Planned",
        MeetingMove.MOVE: "Moved to another time or place",
        MeetingMove.AGREE: "Agenda agreed by the chair",
        MeetingMove.CHANGE_AGENDA: "Agenda opened for changes",
        MeetingMove.CIRCULATE: "Agenda and papers circulated",
        MeetingMove.HOLD: "Held",
        MeetingMove.CANCEL: "Cancelled",
        MeetingMove.REARRANGE: "Rearranged",
    }
)
MINUTES_STATE_WORDS = MappingProxyType(
    {
        MinutesState.DRAFT: "Draft",
        MinutesState.APPROVED: "Approved by the chair",
        MinutesState.CIRCULATED: "Circulated",
    }
)
MINUTES_MOVE_WORDS = MappingProxyType(
    {
        MinutesMove.BEGIN: "Begun",
        MinutesMove.APPROVE: "Approved by the chair",
        MinutesMove.CORRECT: "Opened for correction",
        MinutesMove.CIRCULATE: "Circulated",
    }
)
DECISION_WORDS = MappingProxyType(
    {
        DecisionState.STANDS: "Not yet carried out",
        DecisionState.CARRIED_OUT: "Carried out",
        DecisionState.OVERTAKEN: "Overtaken by a later decision",
    }
)
CIRCULATED_WORDS = MappingProxyType({Circulated.PAPERS: "Agenda and papers", Circulated.MINUTES: "Minutes"})

# A move as a button, to those who may make it. Agreeing and circulating stand with the agenda.
MOVE_ASKS = MappingProxyType(
    {
        MeetingMove.HOLD: "Mark as held",
        MeetingMove.MOVE: "Change its time or place",
        MeetingMove.REARRANGE: "Rearrange to another date",
        MeetingMove.CANCEL: "Cancel this meeting",
    }
)
# What happens next, for those who wait for it.
NEXT_WORDS = MappingProxyType(
    {
        MeetingState.PLANNED: "The Business Team builds the agenda, and the chair agrees it.",
        MeetingState.AGREED: "The Business Team circulates the agenda with its papers.",
        MeetingState.CIRCULATED: "Members read the papers, reply and send their input. Then the meeting takes place.",
        MeetingState.HELD: "The Business Team drafts the minutes, the chair approves them, and they are circulated.",
        MeetingState.CANCELLED: "Nothing. What was prepared for it is kept.",
    }
)
# What has to be said with a move, and what a person reads who has left it out.
NEEDS = MappingProxyType(
    {
        MeetingMove.MOVE: "Say why its time or place changes.",
        MeetingMove.CANCEL: "Say why it is cancelled.",
        MeetingMove.REARRANGE: "Say why it is rearranged.",
    }
)

# Where each move leads. Only an agreed agenda is circulated (SAAS ToR 2.3, R27); one that is changed is agreed again.
# A meeting may have been held though its papers never went out: that is shown, not hidden. A meeting that was held and
# was not quorate is rearranged too (SAAS ToR 3.5), and stays held.
MOVES = MappingProxyType(
    {
        (MeetingState.PLANNED, MeetingMove.MOVE): MeetingState.PLANNED,
        (MeetingState.PLANNED, MeetingMove.AGREE): MeetingState.AGREED,
        (MeetingState.PLANNED, MeetingMove.HOLD): MeetingState.HELD,
        (MeetingState.PLANNED, MeetingMove.CANCEL): MeetingState.CANCELLED,
        (MeetingState.PLANNED, MeetingMove.REARRANGE): MeetingState.CANCELLED,
        (MeetingState.AGREED, MeetingMove.MOVE): MeetingState.AGREED,
        (MeetingState.AGREED, MeetingMove.CHANGE_AGENDA): MeetingState.PLANNED,
        (MeetingState.AGREED, MeetingMove.CIRCULATE): MeetingState.CIRCULATED,
        (MeetingState.AGREED, MeetingMove.HOLD): MeetingState.HELD,
        (MeetingState.AGREED, MeetingMove.CANCEL): MeetingState.CANCELLED,
        (MeetingState.AGREED, MeetingMove.REARRANGE): MeetingState.CANCELLED,
        (MeetingState.CIRCULATED, MeetingMove.MOVE): MeetingState.CIRCULATED,
        (MeetingState.CIRCULATED, MeetingMove.CHANGE_AGENDA): MeetingState.PLANNED,
        (MeetingState.CIRCULATED, MeetingMove.HOLD): MeetingState.HELD,
        (MeetingState.CIRCULATED, MeetingMove.CANCEL): MeetingState.CANCELLED,
        (MeetingState.CIRCULATED, MeetingMove.REARRANGE): MeetingState.CANCELLED,
        (MeetingState.HELD, MeetingMove.REARRANGE): MeetingState.HELD,
    }
)
MINUTES_MOVES = MappingProxyType(
    {
        (MinutesState.DRAFT, MinutesMove.APPROVE): MinutesState.APPROVED,
        (MinutesState.APPROVED, MinutesMove.CORRECT): MinutesState.DRAFT,
        (MinutesState.APPROVED, MinutesMove.CIRCULATE): MinutesState.CIRCULATED,
        (MinutesState.CIRCULATED, MinutesMove.CORRECT): MinutesState.DRAFT,
    }
)

# What a decision may be said to have become (R39). One that is over may have its outcome put right, or stand again.
DECISION_BECOMES = MappingProxyType(
    {
        DecisionState.STANDS: frozenset({DecisionState.CARRIED_OUT, DecisionState.OVERTAKEN}),
        DecisionState.CARRIED_OUT: frozenset(DecisionState),
        DecisionState.OVERTAKEN: frozenset(DecisionState),
    }
)

# Who makes a move. The chair's agreement and approval may be recorded by the secretariat as well, with how and when the
# chair gave it: the record says which it was.
RIGHTS = MappingProxyType(
    {
        MeetingMove.PLAN: (Permission.RUN_MEETING, Permission.CHAIR_MEETING),
        MeetingMove.MOVE: (Permission.RUN_MEETING,),
        MeetingMove.AGREE: (Permission.CHAIR_MEETING, Permission.RUN_MEETING),
        MeetingMove.CHANGE_AGENDA: (Permission.RUN_MEETING, Permission.CHAIR_MEETING),
        MeetingMove.CIRCULATE: (Permission.RUN_MEETING,),
        MeetingMove.HOLD: (Permission.RUN_MEETING,),
        MeetingMove.CANCEL: (Permission.RUN_MEETING, Permission.CHAIR_MEETING),
        MeetingMove.REARRANGE: (Permission.RUN_MEETING, Permission.CHAIR_MEETING),
    }
)
# The year's ordinary meetings are the secretariat's to plan (SAAS ToR 3.4); an extraordinary one is convened by the
# chair (3.1), and a working group is called by either (3.8).
PLAN_RIGHTS = MappingProxyType(
    {
        MeetingKind.ORDINARY: (Permission.RUN_MEETING,),
        MeetingKind.EXTRAORDINARY: RIGHTS[MeetingMove.PLAN],
        MeetingKind.WORKING_GROUP: RIGHTS[MeetingMove.PLAN],
    }
)
MINUTES_RIGHTS = MappingProxyType(
    {
        MinutesMove.BEGIN: (Permission.RUN_MEETING,),
        MinutesMove.APPROVE: (Permission.CHAIR_MEETING, Permission.RUN_MEETING),
        MinutesMove.CORRECT: (Permission.RUN_MEETING, Permission.CHAIR_MEETING),
        MinutesMove.CIRCULATE: (Permission.RUN_MEETING,),
    }
)


def after(state: MeetingState, move: MeetingMove) -> MeetingState | None:
    """The state a move leads to, or None when the meeting may not make that move now."""
    return MOVES.get((state, move))


def state_from_outside(state: MeetingState) -> MeetingState:
    """A state as those see it who do not read the group's meetings: planned until it is held or cancelled."""
    return state if state in (MeetingState.HELD, MeetingState.CANCELLED) else MeetingState.PLANNED


def minutes_after(state: MinutesState, move: MinutesMove) -> MinutesState | None:
    """The same of minutes."""
    return MINUTES_MOVES.get((state, move))


def problem_of_settling(seen: DecisionState, state: DecisionState, outcome: str) -> str:
    """Why a decision cannot be said to have become this, as a sentence; blank when it can (R39)."""
    if state not in DECISION_BECOMES[seen]:
        return f"It is “{DECISION_WORDS[seen]}” now: choose what has become of it, or go back."
    if state != DecisionState.STANDS and not outcome.strip():
        return "Say what came of the decision."
    return ""


def has_clocks(kind: MeetingKind) -> bool:
    """Whether the days for papers and minutes bind a meeting: they bind the group's, not its working groups'."""
    return kind != MeetingKind.WORKING_GROUP


@dataclass(frozen=True)
class Occasion:
    """When and where a meeting takes place."""

    starts_at: datetime
    minutes_long: int = 120
    held: Held = Held.NOT_DECIDED
    place: str = ""

    @property
    def ends_at(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes_long)

    def overlaps(self, other: "Occasion") -> bool:
        """Whether the two take any time in common; one that begins when the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def problems_of_plan(kind: MeetingKind, *, title: str, why: str, has_parent: bool) -> list[str]:
    """
    Every reason, a sentence each, why a meeting of this kind cannot be planned with these words; empty when it can.

    An extraordinary meeting says what calls for it (SAAS ToR 3.1); a working group, what it is to do, and for which
    meeting (3.8).
    """
    problems = []
    if kind == MeetingKind.EXTRAORDINARY and not why.strip():
        problems.append("Say why an extraordinary meeting is called.")
    if kind == MeetingKind.WORKING_GROUP and not title.strip():
        problems.append("Say what the working group is about.")
    if kind == MeetingKind.WORKING_GROUP and not has_parent:
        problems.append("Choose the meeting that the working group prepares.")
    return problems


def problem_of_hold(starts_at: datetime, now: datetime) -> str:
    """Why a meeting cannot be marked as held now: it has not begun. Blank when it can."""
    return "" if starts_at <= now else "A meeting can be marked as held once it has begun."
