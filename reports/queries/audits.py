"""The final reports of audits that a pack tells of, with what SAAS said and where their recommendations stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assurance.models import User
from assurance.queries.actions import actions_visible_to
from audits.models import Audit, AuditEvent, AuditReport, RecommendationTask
from audits.queries.audits import audits_reported_to, reports_visible_to
from audits.queries.reaudit import ReauditRow, matrices_of
from audits.rules.audits import AuditMove, AuditState
from audits.rules.report import ReportTask, ReportWords, read_report


@dataclass(frozen=True)
class FinalReport:
    """
    The newest version of a final report as it was frozen.

    `response` is what SAAS said to it, None while it has not. `states` says how the actions of its tasks stand, by the
    task's words, and `matrix` sets a re-audit beside the audit it repeats; empty for another.
    """

    report: AuditReport
    words: ReportWords
    response: AuditEvent | None
    states: Mapping[ReportTask, str]
    matrix: tuple[ReauditRow, ...]

    @property
    def audit(self) -> Audit:
        """The audit it is the report of."""
        found: Audit = self.report.audit
        return found


def final_reports(user: User, since: datetime | None) -> list[FinalReport]:
    """
    The reports `user` reads that were made final, or that SAAS responded to, since then; the newest first.

    Every one without `since`. A fixed number of queries.
    """
    return _told(user, _newest(user, since))


def final_report_of(user: User, audit: UUID | None) -> FinalReport | None:
    """The final report of one audit as it stands, if it has one that `user` reads; else None."""
    found = _told(user, _newest(user, None).filter(audit=audit)) if audit else []
    return found[0] if found else None


def _told(user: User, reports: QuerySet[AuditReport]) -> list[FinalReport]:
    found = list(reports.select_related("audit__tool__tool", "audit__earlier__tool__tool"))
    audits = [one.audit for one in found]
    responses = _responses(audits)
    states = _states(user, audits)
    readable = set(audits_reported_to(user).order_by().values_list("pk", flat=True))
    matrices = matrices_of([audit for audit in audits if audit.earlier_id in readable])
    return [
        FinalReport(
            report=one,
            words=read_report(one.content),
            response=responses.get(one.audit_id),
            states=states.get(one.audit_id, {}),
            matrix=tuple(matrices.get(one.audit_id, ())),
        )
        for one in found
    ]


def _newest(user: User, since: datetime | None) -> QuerySet[AuditReport]:
    versions = AuditReport.objects.filter(audit=OuterRef("audit")).order_by("-number")
    found = reports_visible_to(user).filter(number=Subquery(versions.values("number")[:1]))
    if since is not None:
        answered = AuditEvent.objects.filter(move=AuditMove.RESPOND, at__gt=since).values("audit")
        found = found.filter(Q(published_at__gt=since) | Q(audit__state=AuditState.RESPONDED, audit__in=answered))
    return found.order_by("-published_at", "audit__title", "pk")


def _responses(audits: list[Audit]) -> dict[UUID, AuditEvent]:
    """The newest response to each; one whose report was taken back since and made final again waits for another."""
    answered = [audit.pk for audit in audits if audit.state == AuditState.RESPONDED]
    events = AuditEvent.objects.filter(move=AuditMove.RESPOND, audit__in=answered).order_by("at", "pk")
    return {event.audit_id: event for event in events}


def _states(user: User, audits: list[Audit]) -> dict[UUID, dict[ReportTask, str]]:
    tasks = RecommendationTask.objects.filter(
        recommendation__audit__in=audits, action__in=actions_visible_to(user).order_by().values("pk")
    )
    states: dict[UUID, dict[ReportTask, str]] = {}
    for one in tasks.select_related("recommendation", "agency", "group", "action"):
        words = ReportTask(one.title, one.holder.name, one.owner, one.due_on.isoformat())
        states.setdefault(one.recommendation.audit_id, {})[words] = one.action.get_state_display()
    return states
