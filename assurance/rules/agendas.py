"""
Agendas: the ten standing areas of SAAS, where an item comes from, what papers are, and requests between groups.

Source: SAAS ToR 2.3, 3.3, 3.7, 5.4 (R38, R42).
"""

from enum import StrEnum
from types import MappingProxyType


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


class RequestState(StrEnum):
    """Where a request between groups stands (SAAS ToR 5.4)."""

    ASKED = "asked"
    PLACED = "placed"
    DECLINED = "declined"


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
