"""Good practice: recorded as readily as a warning, withdrawn with a reason (R77)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Agency, GoodPractice, Topic, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.warnings import PracticeLevel
from assurance.services import activity


@transaction.atomic
def record_practice(
    *,
    topic: Topic,
    level: PracticeLevel,
    title: str,
    what: str,
    difference: str,
    agency: Agency | None,
    by: User,
    now: datetime,
) -> GoodPractice:
    """A strength or good, best or outstanding practice; whose it is, or the partners' together without `agency`."""
    demand(by, Permission.RAISE_WARNING)
    if not (title.strip() and what.strip() and difference.strip()):
        raise ValidationError("Say what is done, and what difference it makes for children.")
    practice = GoodPractice.objects.create(
        topic=topic,
        level=level,
        title=title,
        what=what,
        difference=difference,
        agency=agency,
        recorded_by=by,
        recorded_at=now,
    )
    detail = {"level": str(level), "topic": topic.slug}
    activity.record(actor=by, action="practice.record", subject=practice, detail=detail, now=now)
    return practice


@transaction.atomic
def withdraw_practice(*, practice: GoodPractice, reason: str, by: User, now: datetime) -> None:
    """Take an entry out of the list, with the reason; it is kept, and no longer shown."""
    demand(by, Permission.RAISE_WARNING)
    if not reason.strip():
        raise ValidationError("Say why it is withdrawn.")
    standing = GoodPractice.objects.filter(pk=practice.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=reason):
        raise ValidationError("Somebody else was first: it has been withdrawn already.")
    activity.record(actor=by, action="practice.withdraw", subject=practice, now=now)
