"""Where an audit's findings go: named meetings by date, "audit November, Executive December" (R113)."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import Meeting, PartnershipGroup, User
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.wording import LONDON, local_date
from assurance.services import activity
from audits.models import Audit, AuditRouting
from audits.rules.audits import STATE_WORDS, AuditState
from audits.rules.programme import may_change_team
from audits.services.audits import demand_no_identifiers
from audits.services.moves import demand_running

SAY_WHERE = "Choose a meeting of the calendar, or say which group it is and when it meets."
TWICE = "The findings go to this group on that day already."


@transaction.atomic
def route_findings(
    *,
    audit: Audit,
    by: User,
    now: datetime,
    meeting: Meeting | None = None,
    group: PartnershipGroup | None = None,
    on: date | None = None,
    purpose: str = "",
    routing: AuditRouting | None = None,
) -> AuditRouting:
    """
    Send the findings to a meeting of the calendar, or to a group on a day; `routing` is changed so, if it is given.

    A day on which the group has a meeting in the calendar is linked with it.
    """
    locked = _routed(audit, by)
    if meeting:
        group, on = meeting.group, local_date(meeting.starts_at)
    if group is None or on is None:
        raise ValidationError(SAY_WHERE)
    demand_no_identifiers(purpose)
    others = locked.routings.exclude(pk=routing.pk) if routing else locked.routings.all()
    if others.filter(group=group, on=on).exists():
        raise ValidationError(TWICE)
    row = routing or AuditRouting(audit=locked)
    row.group, row.on, row.purpose, row.meeting = group, on, purpose, meeting or _meeting_of(group, on)
    row.save()
    detail = {"routing": str(row.pk), "group": group.slug, "on": on.isoformat()}
    activity.record(actor=by, action="audit.route", subject=locked, detail=detail, now=now)
    return row


@transaction.atomic
def remove_routing(*, routing: AuditRouting, by: User, now: datetime) -> None:
    """Take a meeting out of those the findings go to."""
    locked = _routed(routing.audit, by)
    AuditRouting.objects.filter(pk=routing.pk).delete()
    detail = {"routing": str(routing.pk), "group": routing.group.slug, "on": routing.on.isoformat()}
    activity.record(actor=by, action="audit.unroute", subject=locked, detail=detail, now=now)


def _meeting_of(group: PartnershipGroup, on: date) -> Meeting | None:
    """The group's meeting of that day that stands, if the calendar has one."""
    day = (datetime.combine(on, time.min, LONDON), datetime.combine(on, time.max, LONDON))
    found = Meeting.objects.filter(group=group, starts_at__range=day).exclude(state=MeetingState.CANCELLED)
    found = found.exclude(kind=MeetingKind.WORKING_GROUP)
    return found.order_by("starts_at").first()


def _routed(audit: Audit, by: User) -> Audit:
    demand_running(by, audit)
    locked = Audit.objects.select_for_update().get(pk=audit.pk)
    if not may_change_team(AuditState(locked.state)):
        raise ValidationError(f"Nothing is routed now: the audit is “{STATE_WORDS[AuditState(locked.state)]}”.")
    return locked
