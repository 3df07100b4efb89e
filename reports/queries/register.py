"""The register of reports: what was issued, shown, approved, presented and withdrawn, as a file (R140)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch

from assurance.models import User
from assurance.queries.tables import Table
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date
from reports.models import Report, ReportIssue, ReportPresentation, ReportRun
from reports.queries.life import issues_visible_to
from reports.queries.runs import reports_visible_to, runs_visible_to
from reports.rules.kinds import Kind
from reports.rules.life import Edition

HEADERS = ("Report", "For", "Quarter", "Of which version", "What happened", "Who", "On", "In words")
Line = tuple[date, str, str, str, str]


def register_table(user: User, kind: Kind | None = None) -> Table:
    """
    A row for everything that happened to the reports `user` may know of, of one kind or all; newest reports first.

    Of drafts it tells whoever may read them. The number of queries does not grow with the reports.
    """
    drafts = runs_visible_to(user).filter(edition=Edition.DRAFT).prefetch_related("shown", "approvals")
    presented = Prefetch("presentations", ReportPresentation.objects.all())
    issues = issues_visible_to(user).select_related("withdrawn_by").prefetch_related(presented)
    reports = reports_visible_to(user).prefetch_related(
        Prefetch("runs", drafts, to_attr="drafts_seen"), Prefetch("issues", issues, to_attr="issues_seen")
    )
    found = reports.filter(kind=kind) if kind else reports
    return list(HEADERS), [_row(report, line) for report in found for line in sorted(_lines(report))]


def _row(report: Report, line: Line) -> list[Cell]:
    on, version, what, who, words = line
    return [str(report), report.group.name, report.period.short_words, version, what, who, on, words]


def _lines(report: Report) -> Iterator[Line]:
    for run in report.drafts_seen:
        yield from _of_draft(run)
    for issue in report.issues_seen:
        yield from _of_version(issue)


def _of_draft(run: ReportRun) -> Iterator[Line]:
    for shown in run.shown.all():
        yield local_date(shown.shown_at), run.version_words, "Shown to", shown.get_audience_display(), ""
    for approval in run.approvals.all():
        yield approval.approved_on, run.version_words, "Approved by", approval.get_approver_display(), approval.how


def _of_version(issue: ReportIssue) -> Iterator[Line]:
    yield local_date(issue.issued_at), issue.version, "Issued by", str(issue.issued_by), issue.why
    for said in issue.presentations.all():
        yield said.presented_on, issue.version, "Presented to", said.get_body_display(), said.note
    if issue.withdrawn_at:
        on, who = local_date(issue.withdrawn_at), str(issue.withdrawn_by)
        yield on, issue.version, "Withdrawn by", who, issue.withdrawn_because
