"""The rows of the audits, one module a noun."""

from audits.models.answers import (
    Answer,
    AnswerFile,
    AnswerSheet,
    AnswerSubmission,
    FrozenSheet,
    RouteTaken,
    SignedGrade,
    SurveyFigure,
)
from audits.models.cases import AuditCase, CaseDraw, Participant, ParticipantEvent
from audits.models.findings import (
    AuditRecommendation,
    AuditReport,
    AuditText,
    Finding,
    RecommendationTask,
)
from audits.models.moderation import Discussion, SettledGrade
from audits.models.programme import (
    Audit,
    AuditEvent,
    AuditReason,
    AuditRouting,
    AuditTeamMember,
    AuditTraining,
)
from audits.models.tools import (
    AuditTool,
    QuestionVariant,
    ToolGrade,
    ToolQuestion,
    ToolSection,
    ToolStandard,
    ToolVersion,
)

__all__ = [
    "Answer",
    "AnswerFile",
    "AnswerSheet",
    "AnswerSubmission",
    "Audit",
    "AuditCase",
    "AuditEvent",
    "AuditReason",
    "AuditRecommendation",
    "AuditReport",
    "AuditRouting",
    "AuditTeamMember",
    "AuditText",
    "AuditTool",
    "AuditTraining",
    "CaseDraw",
    "Discussion",
    "Finding",
    "FrozenSheet",
    "Participant",
    "ParticipantEvent",
    "QuestionVariant",
    "RecommendationTask",
    "RouteTaken",
    "SettledGrade",
    "SignedGrade",
    "SurveyFigure",
    "ToolGrade",
    "ToolQuestion",
    "ToolSection",
    "ToolStandard",
    "ToolVersion",
]
