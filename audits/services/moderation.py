"""Moderation: settling grades beside the agencies' own, and recording what was said (R112). Two people lose nothing."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from assurance.models import User
from assurance.services import activity
from assurance.services.drafts import SaveOutcome
from audits.models import Audit, AuditCase, Discussion, SettledGrade
from audits.queries.identifiers import identifiers_refused, looked_at
from audits.queries.moderation import GradedUnit, unit_in, units_of
from audits.queries.moderation_pages import Ground, ground_of, unit_page
from audits.rules.audits import STATE_WORDS, AuditState
from audits.rules.settling import problems_of_settling
from audits.services.moves import demand_running

NOT_IN_IT = "This is not part of the audit any more."
DISCUSSED = ("practitioners", "good_practice")


def lock_for_moderating(audit: UUID, by: User) -> Audit:
    """The audit, locked until the transaction ends, if `by` may settle its grades now. Raises with a sentence."""
    found = Audit.objects.select_for_update(of=("self",)).select_related("tool__tool").get(pk=audit)
    demand_running(by, found)
    if found.state != AuditState.MODERATING:
        raise ValidationError(
            f"Grades are settled during moderation alone: the audit is now “{STATE_WORDS[AuditState(found.state)]}”. "
            "What you wrote is still here."
        )
    return found


@transaction.atomic
def settle_grade(
    *,
    audit: Audit,
    unit: GradedUnit,
    question: UUID,
    value: str,
    reason: str,
    version: int,
    by: User,
    now: datetime,
) -> SaveOutcome:
    """
    Settle one grade of a case (or agency), unless somebody settled it since `version` (0 while it was not settled).

    The agencies' own grades stay as they are. Raises ValidationError for what is not a grade of the question, for a
    missing reason, and for a reason that would identify a child.
    """
    ground = _ground(lock_for_moderating(audit.pk, by), unit, question)
    refused = [one for one in [identifiers_refused(looked_at(reason))] if one]
    if problems := problems_of_settling(value, reason, ground.given, ground.scale) + refused:
        raise ValidationError(problems)
    stored = ground.settled.version if ground.settled else 0
    if stored != version:
        return SaveOutcome(False, stored)
    if ground.settled is None:
        _new_grade(audit, unit, question, value, reason, by, now)
        return SaveOutcome(True, 1)
    SettledGrade.objects.filter(pk=ground.settled.pk, version=version).update(
        value=value, reason=reason, version=F("version") + 1, settled_by=by, settled_at=now
    )
    _log(ground.settled, version + 1, by, now)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def accept_agreed(*, audit: Audit, unit: GradedUnit, by: User, now: datetime) -> int:
    """Settle every grade of a case that is not settled yet and on which all who graded it agree; how many that was."""
    page = unit_page(lock_for_moderating(audit.pk, by), unit.pk, by)
    if page is None:
        raise ValidationError(NOT_IN_IT)
    agreed = [board for board in page.boards if board.agreed and board.settled is None]
    for board in agreed:
        _new_grade(audit, unit, board.question.pk, board.agreed, "", by, now)
    return len(agreed)


@transaction.atomic
def save_discussion(
    *, audit: Audit, unit: GradedUnit, version: int, values: dict[str, str], by: User, now: datetime
) -> SaveOutcome:
    """
    Save what was said of a case (or agency), as far as `values` names it, unless it changed since `version`.

    `version` is 0 while nothing was written. Raises ValidationError for words that would identify a child.
    """
    locked = lock_for_moderating(audit.pk, by)
    changes = {name: values[name] for name in DISCUSSED if name in values}
    if refused := identifiers_refused(looked_at(*changes.values())):
        raise ValidationError(refused)
    row, _ = Discussion.objects.get_or_create(audit=locked, **_of(unit), defaults={"version": 0, "changed_at": now})
    saved = Discussion.objects.filter(pk=row.pk, version=version).update(
        **changes, version=F("version") + 1, changed_at=now
    )
    if not saved:
        return SaveOutcome(False, row.version)
    activity.record(actor=by, action="audit.record_discussion", subject=row, detail={"version": version + 1}, now=now)
    return SaveOutcome(True, version + 1)


def _ground(audit: Audit, unit: GradedUnit, question: UUID) -> Ground:
    if unit_in(units_of(audit), unit.pk) is None:
        raise ValidationError(NOT_IN_IT)
    ground = ground_of(audit, unit, question)
    if ground is None:
        raise ValidationError("This question is not graded in this audit.")
    return ground


def _of(unit: GradedUnit) -> dict[str, GradedUnit]:
    return {"case" if isinstance(unit, AuditCase) else "participant": unit}


def _new_grade(
    audit: Audit, unit: GradedUnit, question: UUID, value: str, reason: str, by: User, now: datetime
) -> None:
    row = SettledGrade.objects.create(
        audit=audit,
        question_id=question,
        value=value,
        reason=reason,
        settled_by=by,
        settled_at=now,
        **_of(unit),
    )
    _log(row, row.version, by, now)


def _log(row: SettledGrade, version: int, by: User, now: datetime) -> None:
    activity.record(actor=by, action="audit.settle_grade", subject=row, detail={"version": version}, now=now)
