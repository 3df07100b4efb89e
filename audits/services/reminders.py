"""
Reminding agencies that have not submitted their answers (R49): by a button at any time while they are asked, and by
itself shortly before the answers are due and daily once they are overdue.
"""

from collections.abc import Iterable
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from assurance.models import User
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import is_working_day, working_days_after
from assurance.services import activity
from audits.models import Audit, Participant
from audits.rules.answers import ParticipantState
from audits.rules.audits import STATE_WORDS, AuditState
from audits.rules.programme import may_be_reminded
from audits.services.audit_notices import reminder_words, tell_agency
from audits.services.moves import demand_running

# How many working days before answers are due the portal reminds of them by itself.
SOON = 3


@transaction.atomic
def remind_agencies(*, audit: Audit, by: User, now: datetime) -> int:
    """
    Remind the agencies of one audit that have not submitted, once a day each; how many that were.

    The notice says that there is an audit to answer, and nothing of what is in it.
    """
    demand_running(by, audit)
    if not may_be_reminded(AuditState(audit.state)):
        raise ValidationError(f"Nobody is asked now: the audit is “{STATE_WORDS[AuditState(audit.state)]}”.")
    return _remind(_not_reminded_today(now).filter(audit=audit), by, now)


@transaction.atomic
def remind_due(*, now: datetime) -> int:
    """
    Remind every agency whose answers are due in three working days, and once a working day each whose are overdue.

    Returns how many times that was.
    """
    today = local_date(now)
    if not is_working_day(today):
        return 0
    soon, later = (working_days_after(today, days) for days in (SOON, SOON + 1))
    due = Q(audit__answers_due_on__gte=soon, audit__answers_due_on__lt=later)
    return _remind(_not_reminded_today(now).filter(due | Q(audit__answers_due_on__lt=today)), None, now)


def _not_reminded_today(now: datetime) -> QuerySet[Participant]:
    midnight = datetime.combine(local_date(now), time(), LONDON)
    return Participant.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=midnight),
        state=ParticipantState.WRITING,
        audit__state=AuditState.COLLECTING,
    )


def _remind(waiting: QuerySet[Participant], by: User | None, now: datetime) -> int:
    found: Iterable[Participant] = waiting.select_related("agency", "audit").select_for_update(of=("self",))
    participants = list(found)
    Participant.objects.filter(pk__in=[one.pk for one in participants]).update(reminded_at=now)
    for participant in participants:
        words = reminder_words(participant.audit.answers_due_on, local_date(now))
        tell_agency(participant, words, by, now)
        detail = {"agency": participant.agency.slug}
        activity.record(actor=by, action="audit.remind", subject=participant.audit, detail=detail, now=now)
    return len(participants)
