"""The models of the ground floor, one module a noun."""

from assurance.models.actions import Action, ActionUpdate
from assurance.models.activity import ActivityEntry, ActivityHead
from assurance.models.agencies import Agency, AgencyDuty, AgencyName, PartnerCategory
from assurance.models.agendas import AgendaItem, AgendaRequest, ForwardPlanItem, ItemComment, Liaison, Paper
from assurance.models.attendance import Attendee, MemberInput
from assurance.models.challenges import Challenge, ChallengeEvent
from assurance.models.development import (
    Contribution,
    Course,
    CourseImpact,
    CourseTakeUp,
    FundingJudgement,
    Policy,
    PolicyAssurance,
)
from assurance.models.documents import Document, DocumentReview, DocumentVersion, SignUp
from assurance.models.escalations import Escalation, EscalationEvent, EscalationStage
from assurance.models.evidence_items import AssuranceItem, AssuranceTool, ItemFile, Support
from assurance.models.glossary import GlossaryTerm
from assurance.models.group_work import Commission, CommissionEvent, GroupMessage, GroupReview
from assurance.models.groups import GroupName, PartnershipGroup
from assurance.models.learning import (
    Inspection,
    InspectionRecommendation,
    Lesson,
    LessonChange,
    LessonGiven,
    RapidReview,
    RapidReviewEvent,
)
from assurance.models.meetings import CalendarFeed, Circulation, Meeting, MeetingEvent
from assurance.models.memberships import Membership
from assurance.models.minutes import Decision, MinuteEntry, Minutes, MinutesComment, MinutesEvent
from assurance.models.notices import Notice
from assurance.models.people import Post, PostHolding, ScrutineerAppointment, User
from assurance.models.periods import PeriodEvent, ReportingPeriod
from assurance.models.plans import Plan, PlanEvent, Priority, PriorityReview
from assurance.models.returns import (
    EvidenceFile,
    ReturnEvent,
    ReturnExtension,
    ReturnItem,
    ReturnSection,
    ReturnSubmission,
    StatusReturn,
)
from assurance.models.risks import Control, ControlAssurance, Risk, RiskEvent, RiskScore
from assurance.models.themes import Theme, ThemeEvent, ThemeReport
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
    "AssuranceItem",
    "AssuranceTool",
    "Attendee",
    "CalendarFeed",
    "Challenge",
    "ChallengeEvent",
    "Circulation",
    "Commission",
    "CommissionEvent",
    "Contribution",
    "Control",
    "ControlAssurance",
    "Course",
    "CourseImpact",
    "CourseTakeUp",
    "Decision",
    "Document",
    "DocumentReview",
    "DocumentVersion",
    "EarlyWarning",
    "Escalation",
    "EscalationEvent",
    "EscalationStage",
    "EvidenceFile",
    "ForwardPlanItem",
    "FundingJudgement",
    "GlossaryTerm",
    "GoodPractice",
    "GroupMessage",
    "GroupName",
    "GroupReview",
    "Inspection",
    "InspectionRecommendation",
    "ItemComment",
    "ItemFile",
    "Lesson",
    "LessonChange",
    "LessonGiven",
    "Liaison",
    "Meeting",
    "MeetingEvent",
    "MemberInput",
    "Membership",
    "MinuteEntry",
    "Minutes",
    "MinutesComment",
    "MinutesEvent",
    "Notice",
    "Paper",
    "PartnerCategory",
    "PartnershipGroup",
    "PeriodEvent",
    "Plan",
    "PlanEvent",
    "Policy",
    "PolicyAssurance",
    "Post",
    "PostHolding",
    "Priority",
    "PriorityReview",
    "RapidReview",
    "RapidReviewEvent",
    "ReportingPeriod",
    "ReturnEvent",
    "ReturnExtension",
    "ReturnItem",
    "ReturnSection",
    "ReturnSubmission",
    "Risk",
    "RiskEvent",
    "RiskScore",
    "ScrutineerAppointment",
    "SignUp",
    "StatusReturn",
    "Support",
    "Theme",
    "ThemeEvent",
    "ThemeReport",
    "Topic",
    "User",
    "WarningEvent",
]
