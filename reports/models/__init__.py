"""The models of reports, one module a noun."""

from reports.models.reports import Report, ReportApproval, ReportIssue, ReportPresentation, ReportShown
from reports.models.runs import ReportRun
from reports.models.snapshots import ReportSnapshot
from reports.models.templates import PackTemplate
from reports.models.written import Narrative, NarrativeVersion, ReportFinding, ReportRecommendation

__all__ = [
    "Narrative",
    "NarrativeVersion",
    "PackTemplate",
    "Report",
    "ReportApproval",
    "ReportFinding",
    "ReportIssue",
    "ReportPresentation",
    "ReportRecommendation",
    "ReportRun",
    "ReportShown",
    "ReportSnapshot",
]
