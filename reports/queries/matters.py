"""What a new report can be about, and what is known from the ones before it."""

from statistics import median
from uuid import UUID

from django.db.models import QuerySet

from assurance.models import Theme, User
from assurance.queries.themes import themes_visible_to
from audits.models import Audit
from audits.queries.audits import audits_visible_to
from audits.rules.audits import AuditState
from reports.models import Report, ReportRun
from reports.queries.runs import reports_visible_to
from reports.rules.kinds import About
from reports.rules.life import Edition
from reports.rules.runs import RunStatus, duration_words

FINAL = (AuditState.FINAL, AuditState.RESPONDED)
LAST_RUNS = 5


def matters_of(about: About, user: User) -> QuerySet[Theme] | QuerySet[Audit] | None:
    """The themes, or the final audits, a report can be about; None where it is about neither."""
    if about == About.THEME:
        return themes_visible_to(user)
    if about == About.AUDIT:
        return audits_visible_to(user).filter(state__in=FINAL)
    return None


def report_named(user: User, key: str | None) -> Report | None:
    """The report of that key, if `user` may know of it; None for anything else."""
    try:
        return reports_visible_to(user).filter(pk=UUID(key or "")).first()
    except ValueError:
        return None


def sections_before(report: Report | None) -> list[str]:
    """The sections its last draft was asked for with; none for those its kind usually has."""
    last = report.runs.filter(edition=Edition.DRAFT).order_by("-created_at").first() if report else None
    return list(last.sections) if last else []


def usual_time(run: ReportRun) -> str:
    """How long the last runs of its kind and edition took, by their median, in words; blank before the first."""
    done = ReportRun.objects.filter(
        report__kind=run.report.kind, edition=run.edition, status=RunStatus.DONE, started_at__isnull=False
    )
    times = done.order_by("-finished_at").values_list("started_at", "finished_at")[:LAST_RUNS]
    seconds = [(finished - started).total_seconds() for started, finished in times]
    return duration_words(median(seconds)) if seconds else ""
