"""Chasing returns: reminders and extensions (R49)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import ReportingPeriod, ReturnExtension, StatusReturn, User
from assurance.permissions import demand, people_who_may
from assurance.rules.returns import EDITABLE
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.notices import notify


@transaction.atomic
def remind_outstanding(*, period: ReportingPeriod, by: User, now: datetime) -> list[StatusReturn]:
    """
    Remind everybody who drafts or signs a required return still outstanding; the returns reminded of.

    The notice and its mail say what kind of thing is due, with a link, and nothing of what is in it.
    """
    demand(by, Permission.TRACK_RETURNS)
    outstanding = list(
        StatusReturn.objects.select_related("agency", "group").filter(
            period=period, is_required=True, state__in=EDITABLE
        )
    )
    for status_return in outstanding:
        url = reverse("assurance:return_detail", args=[status_return.pk])
        for person in people_who_may(Permission.DRAFT_RETURN, status_return.owner):
            notify(
                person=person,
                text=f"Your status return for {period.short_words} is outstanding",
                url=url,
                permission=Permission.DRAFT_RETURN,
                on=status_return.owner,
                now=now,
            )
        activity.record(actor=by, action="return.remind", subject=status_return, now=now)
    StatusReturn.objects.filter(pk__in=[row.pk for row in outstanding]).update(reminded_at=now)
    return outstanding


@transaction.atomic
def extend_return(
    *, status_return: StatusReturn, due_on: date, reason: str, by: User, now: datetime
) -> ReturnExtension:
    """Give one return a later due date, with the reason, kept in its history."""
    demand(by, Permission.TRACK_RETURNS)
    if not reason.strip():
        raise ValidationError("Say why the date is extended.")
    locked = StatusReturn.objects.select_for_update(of=("self",)).get(pk=status_return.pk)
    if not locked.is_editable:
        raise ValidationError("This return has been submitted: there is nothing to extend.")
    if due_on <= locked.due_on:
        raise ValidationError("The new date must be later than the date it is due now.")
    extension = ReturnExtension.objects.create(status_return=status_return, due_on=due_on, reason=reason, by=by, at=now)
    StatusReturn.objects.filter(pk=status_return.pk).update(due_on=due_on)
    activity.record(
        actor=by, action="return.extend", subject=status_return, detail={"due_on": due_on.isoformat()}, now=now
    )
    url = reverse("assurance:return_detail", args=[status_return.pk])
    for person in people_who_may(Permission.DRAFT_RETURN, status_return.owner):
        notify(
            person=person,
            text="The date your status return is due has been extended",
            url=url,
            permission=Permission.DRAFT_RETURN,
            on=status_return.owner,
            now=now,
        )
    return extension
