"""The models of the ground floor, one module a noun."""

from assurance.models.actions import Action, ActionUpdate
from assurance.models.activity import ActivityEntry, ActivityHead
from assurance.models.agencies import Agency, AgencyDuty, AgencyName, PartnerCategory
from assurance.models.agendas import AgendaItem, AgendaRequest, ForwardPlanItem, ItemComment, Liaison, Paper
from assurance.models.attendance import Attendee, MemberInput
from assurance.models.escalations import Escalation, EscalationEvent, EscalationStage
from assurance.models.glossary import GlossaryTerm
from assurance.models.groups import GroupName, PartnershipGroup
from assurance.models.meetings import CalendarFeed, Circulation, Meeting, MeetingEvent
from assurance.models.memberships import Membership
from assurance.models.minutes import Decision, MinuteEntry, Minutes, MinutesEvent
from assurance.models.notices import Notice
from assurance.models.people import Post, PostHolding, ScrutineerAppointment, User
from assurance.models.periods import PeriodEvent, ReportingPeriod
from assurance.models.returns import (
    EvidenceFile,
    ReturnEvent,
    ReturnExtension,
    ReturnItem,
    ReturnSection,
    ReturnSubmission,
    StatusReturn,
)
from assurance.models.topics import Topic
from assurance.models.warnings import EarlyWarning, GoodPractice, WarningEvent

__all__ = [
    "Action",
    "ActionUpdate",
    "ActivityEntry",
    "ActivityHead",
    "Agency",
    "AgencyDuty",
    "AgencyName",
    "AgendaItem",
    "AgendaRequest",
    "Attendee",
    "CalendarFeed",
    "Circulation",
    "Decision",
    "EarlyWarning",
    "Escalation",
    "EscalationEvent",
    "EscalationStage",
    "EvidenceFile",
    "ForwardPlanItem",
    "GlossaryTerm",
    "GoodPractice",
    "GroupName",
    "ItemComment",
    "Meeting",
    "MeetingEvent",
    "Liaison",
    "MemberInput",
    "Membership",
    "MinuteEntry",
    "Minutes",
    "MinutesEvent",
    "Notice",
    "Paper",
    "PartnerCategory",
    "PartnershipGroup",
    "PeriodEvent",
    "Post",
    "PostHolding",
    "ReportingPeriod",
    "ReturnEvent",
    "ReturnExtension",
    "ReturnItem",
    "ReturnSection",
    "ReturnSubmission",
    "ScrutineerAppointment",
    "StatusReturn",
    "Topic",
    "User",
    "WarningEvent",
]
