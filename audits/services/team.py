"""An audit's team: who is on it for which agency, who leads, and the training each has had (R111)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Agency, User
from assurance.permissions import people_who_may
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from audits.models import Audit, AuditTeamMember, AuditTraining
from audits.rules.audits import STATE_WORDS, AuditState
from audits.rules.programme import may_change_team
from audits.services.audit_notices import JOINED, tell_member
from audits.services.moves import demand_running

IS_ON = "{person} is on the team already."
NOT_THEIRS = "{person} does not answer for {agency} in audits, so they cannot be on the team for it."
NOT_THE_TEAM = "{person} is not of the Business Team: say which agency they are on the team for."
LEFT = "They have left the team."


@transaction.atomic
def join_team(
    *, audit: Audit, person: User, agency: Agency | None, is_lead: bool, by: User, now: datetime
) -> AuditTeamMember:
    """
    Somebody new on the team from today, for an agency they answer for, or (without one) of the Business Team.

    They are told. Raises ValidationError for somebody who is on it already or has no part in audits.
    """
    locked = _staffed(audit, by)
    if locked.team.filter(person=person, left_on=None).exists():
        raise ValidationError(IS_ON.format(person=person))
    right = Permission.ANSWER_AUDIT if agency else Permission.MANAGE_AUDIT
    if not people_who_may(right, agency).filter(pk=person.pk).exists():
        sentence = (
            NOT_THEIRS.format(person=person, agency=agency.name) if agency else NOT_THE_TEAM.format(person=person)
        )
        raise ValidationError(sentence)
    member = AuditTeamMember.objects.create(
        audit=locked, person=person, agency=agency, is_lead=is_lead, joined_on=local_date(now)
    )
    detail = {"person": person.pk, "agency": agency.slug if agency else "", "is_lead": is_lead}
    activity.record(actor=by, action="audit.join_team", subject=locked, detail=detail, now=now)
    tell_member(member, JOINED, by, now)
    return member


@transaction.atomic
def leave_team(*, member: AuditTeamMember, by: User, now: datetime) -> None:
    """Somebody leaves the team today; that they were on it stays."""
    locked = _staffed(member.audit, by)
    last = max(local_date(now), member.joined_on)
    if not AuditTeamMember.objects.filter(pk=member.pk, left_on=None).update(left_on=last):
        raise ValidationError(LEFT)
    detail = {"person": member.person_id}
    activity.record(actor=by, action="audit.leave_team", subject=locked, detail=detail, now=now)


@transaction.atomic
def set_lead(*, member: AuditTeamMember, is_lead: bool, by: User, now: datetime) -> None:
    """Let somebody on the team lead the audit, or no longer."""
    locked = _staffed(member.audit, by)
    if not AuditTeamMember.objects.filter(pk=member.pk, left_on=None).update(is_lead=is_lead):
        raise ValidationError(LEFT)
    detail = {"person": member.person_id, "is_lead": is_lead}
    activity.record(actor=by, action="audit.set_lead", subject=locked, detail=detail, now=now)


@transaction.atomic
def record_training(*, member: AuditTeamMember, title: str, on: date, by: User, now: datetime) -> AuditTraining:
    """Training to audit that somebody on the team has had. It stays with them for every audit."""
    demand_running(by, member.audit)
    if not title.strip():
        raise ValidationError("Say what training it was.")
    if on > local_date(now):
        raise ValidationError("The date of the training cannot be in the future: record it once they have had it.")
    training = AuditTraining.objects.create(person=member.person, title=title, on=on, recorded_by=by, recorded_at=now)
    detail = {"person": member.person_id, "on": on.isoformat()}
    activity.record(actor=by, action="audit.record_training", subject=member.audit, detail=detail, now=now)
    return training


def _staffed(audit: Audit, by: User) -> Audit:
    demand_running(by, audit)
    locked = Audit.objects.select_for_update().get(pk=audit.pk)
    if not may_change_team(AuditState(locked.state)):
        raise ValidationError(f"Its team cannot change now: the audit is “{STATE_WORDS[AuditState(locked.state)]}”.")
    return locked
