"""The list of reports, with the newest version and the newest draft of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from assurance.models import User
from reports.models import Report, ReportRun
from reports.queries.runs import reports_visible_to, runs_visible_to
from reports.rules.kinds import Kind
from reports.rules.life import Edition


@dataclass(frozen=True)
class ReportRow:
    """A report with the newest run of an issued version and the newest draft, of those its reader may see."""

    report: Report
    version: ReportRun | None
    draft: ReportRun | None


def reports_listed(user: User, kind: Kind | None = None) -> QuerySet[Report]:
    """The reports `user` may know of, newest first, of one kind or all; their runs read with them."""
    runs = runs_visible_to(user).order_by("-created_at")
    found = reports_visible_to(user).prefetch_related(Prefetch("runs", runs, to_attr="runs_seen"))
    return found.filter(kind=kind) if kind else found


def report_rows(reports: Iterable[Report]) -> list[ReportRow]:
    """Each of the reports with its newest version and draft. Reads nothing more."""
    return [ReportRow(report, _newest(report, Edition.ISSUED), _newest(report, Edition.DRAFT)) for report in reports]


def _newest(report: Report, edition: Edition) -> ReportRun | None:
    return next((run for run in report.runs_seen if run.edition == edition), None)
