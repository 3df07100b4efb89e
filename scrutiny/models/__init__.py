"""The rows of scrutiny, one module a noun."""

from scrutiny.models.assessments import (
    Assessment,
    LogEntry,
    PublishedRating,
    Recommendation,
    RecommendationResponse,
)
from scrutiny.models.drafts import (
    AccuracyCheck,
    AccuracyComment,
    AssessmentDraft,
    DraftAction,
    DraftAnswer,
    DraftEvent,
    DraftEvidence,
    JointAgreement,
)
from scrutiny.models.frameworks import (
    ContextAnswer,
    ContextQuestion,
    Framework,
    FrameworkQuestion,
    FrameworkStep,
    FrameworkVersion,
)

__all__ = [
    "AccuracyCheck",
    "AccuracyComment",
    "Assessment",
    "AssessmentDraft",
    "ContextAnswer",
    "ContextQuestion",
    "DraftAction",
    "DraftAnswer",
    "DraftEvent",
    "DraftEvidence",
    "Framework",
    "FrameworkQuestion",
    "FrameworkStep",
    "FrameworkVersion",
    "JointAgreement",
    "LogEntry",
    "PublishedRating",
    "Recommendation",
    "RecommendationResponse",
]
