"""The models of the ground floor, one module a noun."""

from assurance.models.activity import ActivityEntry, ActivityHead
from assurance.models.agencies import Agency, AgencyDuty, AgencyName, PartnerCategory
from assurance.models.glossary import GlossaryTerm
from assurance.models.groups import GroupName, PartnershipGroup
from assurance.models.memberships import Membership
from assurance.models.notices import Notice
from assurance.models.people import Post, PostHolding, ScrutineerAppointment, User
from assurance.models.periods import Meeting, PeriodEvent, ReportingPeriod
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
    "ActivityEntry",
    "ActivityHead",
    "Agency",
    "AgencyDuty",
    "AgencyName",
    "EarlyWarning",
    "EvidenceFile",
    "GlossaryTerm",
    "GoodPractice",
    "GroupName",
    "Meeting",
    "Membership",
    "Notice",
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
