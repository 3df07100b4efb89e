"""Writing the report: its parts, findings, recommendations, and who does what about each (R112, R138)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet

from assurance.models import Agency, PartnershipGroup, User
from assurance.services import activity
from assurance.services.drafts import SaveOutcome
from audits.models import (
    Audit,
    AuditRecommendation,
    AuditText,
    Finding,
    RecommendationTask,
    ToolStandard,
)
from audits.queries.identifiers import identifiers_refused, looked_at
from audits.rules.answers import FindingKind, TextPart
from audits.rules.audits import STATE_WORDS, AuditState
from audits.services.moves import demand_running

CONFLICT = (
    "Somebody else changed this in the meantime. What you wrote is still here: compare it with what is there now."
)


def lock_for_report(audit: UUID, by: User) -> Audit:
    """The audit, locked until the transaction ends, if `by` may write its report now. Raises with a sentence."""
    found = Audit.objects.select_for_update().get(pk=audit)
    demand_running(by, found)
    if found.state != AuditState.REPORTING:
        raise ValidationError(
            f"The report is written after moderation and before it is final: the audit is now "
            f"“{STATE_WORDS[AuditState(found.state)]}”. What you wrote is still here."
        )
    return found


def _checked(*texts: str) -> None:
    """Raise ValidationError when a text would identify a child, unless the policy allows it (R116)."""
    if refused := identifiers_refused(looked_at(*texts)):
        raise ValidationError(refused)


@transaction.atomic
def save_text(*, audit: Audit, part: TextPart, version: int, text: str, by: User, now: datetime) -> SaveOutcome:
    """Save one part of the report, unless it changed since `version` (0 while it has none); log that, not what."""
    lock_for_report(audit.pk, by)
    row, _ = AuditText.objects.get_or_create(audit=audit, part=part, defaults={"version": 0, "changed_at": now})
    saved = AuditText.objects.filter(pk=row.pk, version=version).update(
        text=text, version=F("version") + 1, changed_at=now
    )
    if not saved:
        return SaveOutcome(False, AuditText.objects.get(pk=row.pk).version)
    activity.record(actor=by, action="audit.write_report", subject=audit, detail={"part": str(part)}, now=now)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def save_finding(
    *,
    audit: Audit,
    kind: FindingKind,
    text: str,
    by: User,
    now: datetime,
    standard: ToolStandard | None = None,
    finding: Finding | None = None,
    version: int = 0,
) -> Finding:
    """A new finding at the end, or a change of one. Raises ValidationError when somebody else changed it first."""
    lock_for_report(audit.pk, by)
    _checked(text)
    values = {"kind": str(kind), "text": text, "standard": standard}
    if finding is None:
        finding = Finding.objects.create(audit=audit, position=_next(audit.findings.all()), **values)
    else:
        _change(Finding.objects.filter(pk=finding.pk, version=version), values)
    activity.record(actor=by, action="audit.write_finding", subject=finding, now=now)
    return finding


@transaction.atomic
def remove_finding(*, finding: Finding, by: User, now: datetime) -> None:
    """Take a finding out of the report that is being written."""
    lock_for_report(finding.audit_id, by)
    activity.record(actor=by, action="audit.remove_finding", subject=finding, now=now)
    finding.delete()


@transaction.atomic
def save_recommendation(
    *,
    audit: Audit,
    text: str,
    outcome: str,
    by: User,
    now: datetime,
    standard: ToolStandard | None = None,
    recommendation: AuditRecommendation | None = None,
    version: int = 0,
) -> AuditRecommendation:
    """A new recommendation at the end, or a change of one. Raises ValidationError when somebody else was first."""
    lock_for_report(audit.pk, by)
    _checked(text, outcome)
    values = {"text": text, "outcome": outcome, "standard": standard}
    if recommendation is None:
        recommendation = AuditRecommendation.objects.create(
            audit=audit, position=_next(audit.recommendations.all()), **values
        )
    else:
        _change(AuditRecommendation.objects.filter(pk=recommendation.pk, version=version), values)
    activity.record(actor=by, action="audit.write_recommendation", subject=recommendation, now=now)
    return recommendation


@transaction.atomic
def remove_recommendation(*, recommendation: AuditRecommendation, by: User, now: datetime) -> None:
    """Take a recommendation out. One whose actions are in the tracker already stays: they are followed there."""
    lock_for_report(recommendation.audit_id, by)
    if recommendation.tasks.filter(action__isnull=False).exists():
        raise ValidationError(
            "This recommendation is already in the tracker of actions, so it cannot be taken out. "
            "Drop its actions there, with the reason."
        )
    activity.record(actor=by, action="audit.remove_recommendation", subject=recommendation, now=now)
    recommendation.delete()


@dataclass(frozen=True)
class TaskWords:
    """What one agency or group is to do: in a few words, who sees to it by post, and by when."""

    title: str
    holder: Agency | PartnershipGroup
    owner: str
    due_on: date


@transaction.atomic
def save_task(
    *,
    recommendation: AuditRecommendation,
    words: TaskWords,
    by: User,
    now: datetime,
    task: RecommendationTask | None = None,
) -> RecommendationTask:
    """A new task of a recommendation, or a change of one that is not yet an action. Raises ValidationError."""
    lock_for_report(recommendation.audit_id, by)
    _checked(words.title)
    if task is None:
        task = RecommendationTask(recommendation=recommendation)
    _not_yet_an_action(task)
    is_agency = isinstance(words.holder, Agency)
    task.title, task.owner, task.due_on = words.title, words.owner, words.due_on
    task.agency, task.group = (words.holder, None) if is_agency else (None, words.holder)
    task.save()
    activity.record(actor=by, action="audit.write_task", subject=task, detail={"holder": words.holder.slug}, now=now)
    return task


@transaction.atomic
def remove_task(*, task: RecommendationTask, by: User, now: datetime) -> None:
    """Take a task off a recommendation, while it is not yet an action."""
    lock_for_report(task.recommendation.audit_id, by)
    _not_yet_an_action(task)
    activity.record(actor=by, action="audit.remove_task", subject=task, now=now)
    task.delete()


def _not_yet_an_action(task: RecommendationTask) -> None:
    if task.action_id:
        raise ValidationError("This is already an action in the tracker: change it there, where its history is kept.")


def _change(found: QuerySet[Any], values: dict[str, Any]) -> None:
    if not found.update(**values, version=F("version") + 1):
        raise ValidationError(CONFLICT, code="conflict")


def _next(rows: QuerySet[Any]) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1
