"""Final audit reports as a paper of the meeting they go to: each overall result, finding and recommendation (R113)."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from assurance.models import Meeting, User
from assurance.permissions import may
from assurance.queries.papers import LivePaper
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from audits.models import AuditReport, AuditRouting
from audits.queries.audits import reports_visible_to
from audits.rules.report import ReportTask, ReportWords, read_report


def _reports(user: User, meeting: Meeting, now: datetime) -> Table:
    headers = ["Audit", "What it is", "What the report says", "Who does what about it"]
    rows = [row for report in _going_to(meeting, user) for row in _rows(read_report(report.content))]
    return headers, list(rows)


def _going_to(meeting: Meeting, user: User) -> list[AuditReport]:
    """The version that stands of each final audit that is to go to this meeting, or to its group on that day."""
    of_the_day = Q(meeting=None, group=meeting.group_id, on=local_date(meeting.starts_at))
    routed = AuditRouting.objects.filter(Q(meeting=meeting) | of_the_day)
    found = reports_visible_to(user).filter(audit__in=routed.values("audit")).order_by("audit__title", "-number")
    newest: dict[int, AuditReport] = {}
    for report in found:
        newest.setdefault(report.audit_id, report)
    return list(newest.values())


def _rows(words: ReportWords) -> list[list[str]]:
    overall = [[words.title, "Overall", words.overall_words, ""]] if words.overall_words else []
    findings = [[words.title, one.kind_words, one.text, ""] for one in words.findings]
    advised = [
        [words.title, f"Recommendation {one.number}", one.text, "\n".join(_task_words(task) for task in one.tasks)]
        for one in words.recommendations
    ]
    return overall + findings + advised


def _task_words(task: ReportTask) -> str:
    return f"{task.holder}: {task.title}, by {task.due_words}"


REPORTS = LivePaper(
    title="Final audit reports for this meeting",
    what="The overall result, findings and recommendations of each final audit that goes to this meeting",
    may_read=lambda user, meeting: may(user, Permission.READ_AUDIT),
    table=_reports,
    link=lambda user: reverse("audits:audit_list"),
)
