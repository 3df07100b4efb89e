"""
Agendas: the ten standing areas of SAAS, where an item comes from, what papers are, and requests between groups.

Source: SAAS ToR 2.3, 3.3, 3.7, 5.4 (R38, R42).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.meetings import MeetingState


class StandingArea(StrEnum):
    """The ten areas SAAS ToR 3.7 lists, in its order."""

    NONE = ""
    PRIORITIES = "priorities"
    DASHBOARDS = "dashboards"
    REPORTING = "reporting"
    STRENGTHS = "strengths"
    INSPECTION_READINESS = "inspection_readiness"
    INSPECTION_FEEDBACK = "inspection_feedback"
    PRACTICE_REVIEWS = "practice_reviews"
    POLICIES = "policies"
    VOICE = "voice"
    SCRUTINY = "scrutiny"


class ItemOrigin(StrEnum):
    """Where an agenda item comes from."""

    OWN = "own"
    STANDING = "standing"
    FORWARD_PLAN = "forward_plan"
    CARRIED_ACTIONS = "carried_actions"
    REQUEST = "request"


class ItemPurpose(StrEnum):
    """What the meeting is asked to do with an item."""

    TO_DISCUSS = "to_discuss"
    TO_DECIDE = "to_decide"
    TO_NOTE = "to_note"


class PaperKind(StrEnum):
    """A paper is an uploaded file, or taken live from the portal until circulation freezes it."""

    FILE = "file"
    LIVE = "live"


class PlanState(StrEnum):
    """Where an item of a forward plan stands."""

    PLANNED = "planned"
    ON_AGENDA = "on_agenda"
    COVERED = "covered"
    DROPPED = "dropped"


class PlanMove(StrEnum):
    """One step of an item of a forward plan."""

    PLACE = "place"
    TAKE_OFF = "take_off"
    COVER = "cover"
    DROP = "drop"
    TAKE_UP = "take_up"
    CARRY_OVER = "carry_over"


class RequestState(StrEnum):
    """Where a request between groups stands (SAAS ToR 5.4)."""

    ASKED = "asked"
    PLACED = "placed"
    DECLINED = "declined"


class RequestMove(StrEnum):
    """One step of a request between groups."""

    PLACE = "place"
    TAKE_OFF = "take_off"
    DECLINE = "decline"


class RequestKind(StrEnum):
    """What one group asks of another's meeting (SAAS ToR 2.3, 5.4)."""

    ITEM = "item"
    CHAIR_ATTENDS = "chair_attends"


AREA_WORDS = MappingProxyType(
    {
        StandingArea.NONE: "None of the standing areas",
        StandingArea.PRIORITIES: "Reporting against the agreed KSCMP priorities and Strategic Plan",
        StandingArea.DASHBOARDS: (
            "Reviewing the KSCMP data dashboards to understand trends, statistically valid variations and analysis of "
            "the performance across the safeguarding system"
        ),
        StandingArea.REPORTING: (
            "Pro-active timely reporting to the Safeguarding Partners, on the above, including recommendations for "
            "action"
        ),
        StandingArea.STRENGTHS: "Identification of Partnership strengths",
        StandingArea.INSPECTION_READINESS: (
            "A focus on performance relevant to the preparation for single and joint agency inspection, including "
            "pro-active benchmarking against Joint Targeted Area Inspection frameworks when published"
        ),
        StandingArea.INSPECTION_FEEDBACK: (
            "Utilisation of feedback from national and local inspection and review of Safeguarding Partner and "
            "Relevant Agencies"
        ),
        StandingArea.PRACTICE_REVIEWS: (
            "Receiving and acting on updates on the lessons learned from local and national Child Safeguarding "
            "Practice Reviews"
        ),
        StandingArea.POLICIES: (
            "Quality assurance of policies and procedures developed by the Policy & Procedures Group, including "
            "activity to measure efficacy and impact on practice"
        ),
        StandingArea.VOICE: (
            "Through existing fora, hearing the views of children and their families in regard of the support they "
            "receive and in respect of their “lived experience” of the safeguarding system and using this information "
            "to inform analysis of performance across the system"
        ),
        StandingArea.SCRUTINY: (
            "Support for the work of the Independent Scrutineer in appraising the safeguarding system and formulating "
            "the yearly KSCMP scrutiny report"
        ),
    }
)
# The same in a few words, for an agenda and a grid.
AREA_SHORT = MappingProxyType(
    {
        StandingArea.NONE: "Other business",
        StandingArea.PRIORITIES: "Priorities and Strategic Plan",
        StandingArea.DASHBOARDS: "Data dashboards",
        StandingArea.REPORTING: "Reporting to the Safeguarding Partners",
        StandingArea.STRENGTHS: "Partnership strengths",
        StandingArea.INSPECTION_READINESS: "Preparation for inspection",
        StandingArea.INSPECTION_FEEDBACK: "Feedback from inspection and review",
        StandingArea.PRACTICE_REVIEWS: "Lessons from practice reviews",
        StandingArea.POLICIES: "Quality of policies and procedures",
        StandingArea.VOICE: "Views of children and families",
        StandingArea.SCRUTINY: "Work of the Independent Scrutineer",
    }
)
ORIGIN_WORDS = MappingProxyType(
    {
        ItemOrigin.OWN: "Added for this meeting",
        ItemOrigin.STANDING: "Standing area",
        ItemOrigin.FORWARD_PLAN: "Forward plan",
        ItemOrigin.CARRIED_ACTIONS: "Actions carried forward",
        ItemOrigin.REQUEST: "Requested by another group",
    }
)
PURPOSE_WORDS = MappingProxyType(
    {
        ItemPurpose.TO_DISCUSS: "To discuss",
        ItemPurpose.TO_DECIDE: "To decide",
        ItemPurpose.TO_NOTE: "To note",
    }
)
PAPER_KIND_WORDS = MappingProxyType({PaperKind.FILE: "File", PaperKind.LIVE: "From the portal"})
PLAN_STATE_WORDS = MappingProxyType(
    {
        PlanState.PLANNED: "Planned",
        PlanState.ON_AGENDA: "On an agenda",
        PlanState.COVERED: "Covered",
        PlanState.DROPPED: "Dropped",
    }
)
REQUEST_STATE_WORDS = MappingProxyType(
    {
        RequestState.ASKED: "Asked",
        RequestState.PLACED: "On the agenda",
        RequestState.DECLINED: "Declined",
    }
)
REQUEST_KIND_WORDS = MappingProxyType(
    {
        RequestKind.ITEM: "An item on its agenda",
        RequestKind.CHAIR_ATTENDS: "Its chair attends our meeting",
    }
)

# Where each step leads. What was covered stays covered, unless its meeting was not quorate and another meets instead
# (SAAS ToR 3.5); what was dropped may be taken up again (R38, R99).
PLAN_MOVES = MappingProxyType(
    {
        (PlanState.PLANNED, PlanMove.PLACE): PlanState.ON_AGENDA,
        (PlanState.PLANNED, PlanMove.DROP): PlanState.DROPPED,
        (PlanState.ON_AGENDA, PlanMove.TAKE_OFF): PlanState.PLANNED,
        (PlanState.ON_AGENDA, PlanMove.COVER): PlanState.COVERED,
        (PlanState.DROPPED, PlanMove.TAKE_UP): PlanState.PLANNED,
        (PlanState.PLANNED, PlanMove.CARRY_OVER): PlanState.ON_AGENDA,
        (PlanState.COVERED, PlanMove.CARRY_OVER): PlanState.ON_AGENDA,
    }
)
REQUEST_MOVES = MappingProxyType(
    {
        (RequestState.ASKED, RequestMove.PLACE): RequestState.PLACED,
        (RequestState.ASKED, RequestMove.DECLINE): RequestState.DECLINED,
        (RequestState.PLACED, RequestMove.TAKE_OFF): RequestState.ASKED,
    }
)
NOT_AGREED = "The chair has not agreed this agenda, so it cannot be circulated yet."
AREAS = tuple(area for area in StandingArea if area)
LONGEST_ITEM = 480
# Why an agenda cannot be changed in this state, and what to do; it can while the meeting is planned.
CLOSED_BECAUSE = MappingProxyType(
    {
        MeetingState.AGREED: "The chair has agreed this agenda. Open it for changes first, and say why.",
        MeetingState.CIRCULATED: "This agenda has been circulated. Open it for changes first, and say why.",
        MeetingState.HELD: "The meeting has been held: its agenda stays as it was.",
        MeetingState.CANCELLED: "The meeting was cancelled: its agenda stays as it was.",
    }
)


@dataclass(frozen=True)
class ItemWords:
    """What an agenda item says."""

    title: str
    area: StandingArea = StandingArea.NONE
    purpose: ItemPurpose = ItemPurpose.TO_DISCUSS
    lead: str = ""
    minutes_allotted: int | None = None
    note: str = ""


def item_problem(words: ItemWords) -> str:
    """Why an agenda cannot have an item with these words, as a sentence; blank when it can."""
    if not words.title.strip():
        return "Say in a few words what the item is."
    if words.minutes_allotted is not None and not 1 <= words.minutes_allotted <= LONGEST_ITEM:
        return f"The time for an item is between 1 and {LONGEST_ITEM} minutes."
    return ""


def plan_after(state: PlanState, move: PlanMove) -> PlanState | None:
    """The state a step leads to, or None when an item of a forward plan may not make it now."""
    return PLAN_MOVES.get((state, move))


def request_after(state: RequestState, move: RequestMove) -> RequestState | None:
    """The same of a request between groups."""
    return REQUEST_MOVES.get((state, move))


def agenda_problem(state: MeetingState) -> str:
    """Why the agenda of a meeting in this state cannot be changed, as a sentence; blank when it can."""
    return CLOSED_BECAUSE.get(state, "")


def agreement_problem(*, is_chair: bool, items: int, how: str) -> str:
    """
    Why the chair's agreement cannot be recorded, as a sentence; blank when it can (SAAS ToR 2.3, R27).

    Whoever is not a chair records it with how and when the chair gave it.
    """
    if not items:
        return "There is nothing on this agenda yet: add its items, then have it agreed."
    if not is_chair and not how.strip():
        return "Say how and when the chair agreed, for example “By e-mail on 24 November 2026”."
    return ""


def moved(order: Sequence[str], which: str, *, up: bool) -> list[str]:
    """`order` with one entry a place nearer the start, or the end; the same at either end, or when it has no such."""
    places = list(order)
    if which not in places:
        return places
    at = places.index(which)
    to = at - 1 if up else at + 1
    if 0 <= to < len(places):
        places[at], places[to] = places[to], places[at]
    return places


@dataclass(frozen=True)
class Taken:
    """A standing area taken up, or to be, at one meeting: by an agenda item or an item of the forward plan."""

    area: str
    meeting: int
    state: PlanState


# The furthest an area has come at a meeting: what was covered counts before what is on the agenda or only planned.
FURTHEST = (PlanState.COVERED, PlanState.ON_AGENDA, PlanState.PLANNED)


def coverage(taken: Iterable[Taken], meetings: Sequence[int]) -> dict[StandingArea, tuple[PlanState | None, ...]]:
    """For each of the ten standing areas, how far it has come at each meeting in turn; None where it is blank (R38)."""
    found = {(StandingArea(one.area), one.meeting, one.state) for one in taken}
    return {
        area: tuple(
            next((state for state in FURTHEST if (area, meeting, state) in found), None) for meeting in meetings
        )
        for area in AREAS
    }
