"""The models of reports, one module a noun."""

from reports.models.runs import ReportRun
from reports.models.snapshots import ReportSnapshot

__all__ = ["ReportRun", "ReportSnapshot"]
