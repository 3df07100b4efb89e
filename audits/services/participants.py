"""Which agencies an audit asks (R111, R114)."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Agency, User
from assurance.services import activity
from audits.models import Audit, Participant
from audits.rules.audits import STATE_WORDS, AuditKind, AuditState
from audits.services.moves import demand_running

ONE_AGENCY = "A single-agency audit is of one agency. Choose one."


@transaction.atomic
def choose_agencies(*, audit: Audit, agencies: Collection[Agency], by: User, now: datetime) -> None:
    """
    Let an audit ask exactly these agencies.

    Raises ValidationError once it is launched, for then they have been asked, and when a single-agency audit would be
    of several.
    """
    locked = lock_before_launch(audit, by)
    if locked.kind == AuditKind.SINGLE_AGENCY and len(agencies) > 1:
        raise ValidationError(ONE_AGENCY)
    before = set(locked.participants.values_list("agency", flat=True))
    chosen = {agency.pk: agency for agency in agencies}
    locked.participants.exclude(agency__in=chosen).delete()
    Participant.objects.bulk_create(
        Participant(audit=locked, agency=agency) for pk, agency in chosen.items() if pk not in before
    )
    if before != set(chosen):
        detail = {"agencies": sorted(agency.slug for agency in chosen.values())}
        activity.record(actor=by, action="audit.choose_agencies", subject=locked, detail=detail, now=now)


def lock_before_launch(audit: Audit, by: User) -> Audit:
    """The audit, locked until the transaction ends, if `by` may plan it now. Raises with a sentence."""
    locked = Audit.objects.select_for_update().get(pk=audit.pk)
    demand_running(by, locked)
    if locked.state != AuditState.PLANNED:
        raise ValidationError(
            f"This can be changed until the audit is launched: it is now “{STATE_WORDS[AuditState(locked.state)]}”."
        )
    return locked
