"""Why a theme was chosen for an audit: an indicator's signal, a review, an earlier audit, a return (R110)."""

from enum import StrEnum
from types import MappingProxyType


class Reason(StrEnum):
    """What led to the audit."""

    SIGNAL = "signal"
    REVIEW = "review"
    EARLIER_AUDIT = "earlier_audit"
    RETURN = "return"
    INSPECTION = "inspection"
    OTHER = "other"


REASON_WORDS = MappingProxyType(
    {
        Reason.SIGNAL: "A signal of an indicator, or an early warning",
        Reason.REVIEW: "A practice review",
        Reason.EARLIER_AUDIT: "An earlier audit",
        Reason.RETURN: "What partners reported in their returns",
        Reason.INSPECTION: "An inspection",
        Reason.OTHER: "Something else",
    }
)
# The link of an `AuditReason` that may show it, for the reasons of which the portal may hold the record.
RECORD_OF = MappingProxyType(
    {
        Reason.SIGNAL: "warning",
        Reason.REVIEW: "review",
        Reason.EARLIER_AUDIT: "earlier",
        Reason.INSPECTION: "inspection",
    }
)
RECORD_WORDS = MappingProxyType(
    {"warning": "Early warning", "review": "Rapid review", "earlier": "Audit", "inspection": "Inspection"}
)


def problems_of_reason(reason: Reason, text: str, record: str) -> list[str]:
    """Why a reason cannot stand so, a sentence each; `record` is the link that shows it, blank for none."""
    problems = [] if text.strip() else ["Say what led to the audit."]
    if record and RECORD_OF.get(reason) != record:
        problems.append(f"{RECORD_WORDS[record]}: choose the reason that this record shows.")
    return problems
