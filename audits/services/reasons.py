"""Why an audit was chosen: each reason with the record that shows it (R110)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import EarlyWarning, Inspection, RapidReview, User
from assurance.services import activity
from audits.models import Audit, AuditReason
from audits.rules.audits import STATE_WORDS, AuditState
from audits.rules.programme import STANDS, may_change_plan
from audits.rules.reasons import RECORD_OF, Reason, problems_of_reason
from audits.services.audits import demand_no_identifiers
from audits.services.moves import demand_running

Record = EarlyWarning | RapidReview | Inspection | Audit
LINK_OF = {EarlyWarning: "warning", RapidReview: "review", Inspection: "inspection", Audit: "earlier"}


@transaction.atomic
def add_reason(
    *, audit: Audit, kind: Reason, text: str, by: User, now: datetime, record: Record | None = None
) -> AuditReason:
    """Another reason why the audit was chosen. Raises ValidationError once it is launched, and for a strange record."""
    locked = _planned(audit, by)
    link = LINK_OF[type(record)] if record else ""
    problems = problems_of_reason(kind, text, link)
    if isinstance(record, Audit) and record.pk == locked.pk:
        problems.append("An audit cannot be the reason for itself.")
    if problems:
        raise ValidationError(problems)
    demand_no_identifiers(text)
    links = {RECORD_OF[kind]: record} if record else {}
    reason = AuditReason.objects.create(audit=locked, kind=str(kind), text=text, **links)
    detail = {"kind": str(kind), "record": str(record.pk) if record else ""}
    activity.record(actor=by, action="audit.add_reason", subject=locked, detail=detail, now=now)
    return reason


@transaction.atomic
def remove_reason(*, reason: AuditReason, by: User, now: datetime) -> None:
    """Take a reason out, while the audit is not launched."""
    locked = _planned(reason.audit, by)
    detail = {"kind": reason.kind, "reason": str(reason.pk)}
    AuditReason.objects.filter(pk=reason.pk).delete()
    activity.record(actor=by, action="audit.remove_reason", subject=locked, detail=detail, now=now)


def _planned(audit: Audit, by: User) -> Audit:
    demand_running(by, audit)
    locked = Audit.objects.select_for_update().get(pk=audit.pk)
    if not may_change_plan(AuditState(locked.state)):
        raise ValidationError(f"The audit is “{STATE_WORDS[AuditState(locked.state)]}”. {STANDS}")
    return locked
