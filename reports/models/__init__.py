"""The models of reports, one module a noun."""

from reports.models.runs import ReportRun
from reports.models.snapshots import ReportSnapshot
from reports.models.templates import PackTemplate

__all__ = ["PackTemplate", "ReportRun", "ReportSnapshot"]
