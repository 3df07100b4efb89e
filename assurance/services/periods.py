"""Reporting periods: opened for an Executive Board meeting, dates changed, closed and reopened (R45, R48, R51)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from assurance.models import (
    Agency,
    Meeting,
    PartnershipGroup,
    PeriodEvent,
    ReportingPeriod,
    ReturnSection,
    StatusReturn,
    User,
)
from assurance.permissions import demand, people_who_may
from assurance.rules.meetings import MeetingState
from assurance.rules.periods import Quarter
from assurance.rules.returns import HEADINGS_OF
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words, local_date
from assurance.rules.working_days import is_working_day
from assurance.services import activity
from assurance.services.attendance import keep_in_step
from assurance.services.meetings import move_with_period, note_of_period
from assurance.services.notices import notify

WHO_IS_ASKED = Q(level=PartnershipGroup.Level.FORUM) | Q(asked_each_quarter=True)


@transaction.atomic
def open_period(
    *, quarter: Quarter, meeting_at: datetime, opens_on: date, due_on: date, by: User | None, now: datetime
) -> ReportingPeriod:
    """
    A reporting period with its Executive Board meeting, and a blank return for every agency and forum of that day.

    Those asked each quarter must submit; the others may (R51). Everybody who drafts a required return is told.
    Without `by` it is the portal's own doing.
    """
    if by is not None:
        demand(by, Permission.MANAGE_PARTNERSHIP)
    if ReportingPeriod.objects.filter(financial_year=quarter.financial_year, quarter=quarter.number).exists():
        raise ValidationError(f"{quarter.words} has been opened already.")
    _check_dates(opens_on, due_on, meeting_at)
    board = PartnershipGroup.objects.get(slug="executive-board")
    period = ReportingPeriod.objects.create(
        financial_year=quarter.financial_year,
        quarter=quarter.number,
        meeting=_meeting(board, meeting_at, by, now),
        opens_on=opens_on,
        due_on=due_on,
    )
    added = _add_returns(period)
    activity.record(actor=by, action="period.open", subject=period, detail={"returns": len(added)}, now=now)
    _tell_those_asked(added, now)
    return period


@transaction.atomic
def change_period(
    *,
    period: ReportingPeriod,
    meeting_at: datetime,
    opens_on: date,
    due_on: date,
    reason: str,
    by: User,
    now: datetime,
) -> None:
    """
    Change a period's meeting and dates, with the reason.

    A return due on the old day is due on the new one; one that was given a date of its own keeps it. Agencies and
    forums that have come since are asked too.
    """
    demand(by, Permission.MANAGE_PARTNERSHIP)
    _check_dates(opens_on, due_on, meeting_at)
    meeting = period.meeting
    if meeting_at != meeting.starts_at:
        _check_meeting_is_free(meeting.group, meeting_at)
        move_with_period(meeting=meeting, starts_at=meeting_at, reason=reason, by=by, now=now)
    period.returns.filter(due_on=period.due_on, extensions__isnull=True).update(due_on=due_on)
    period.opens_on, period.due_on = opens_on, due_on
    period.save(update_fields=["opens_on", "due_on"])
    added = _add_returns(period)
    _note(period, PeriodEvent.Move.CHANGE_DATES, reason, by, now)
    _tell_those_asked(added, now)


@transaction.atomic
def close_period(*, period: ReportingPeriod, reason: str, by: User, now: datetime) -> None:
    """Close a period: drafts can still be read by their agencies, and nothing more can be submitted."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    if period.closed_at:
        raise ValidationError(f"{period.short_words} is closed already.")
    period.closed_at = now
    period.save(update_fields=["closed_at"])
    _note(period, PeriodEvent.Move.CLOSE, reason, by, now)


@transaction.atomic
def reopen_period(*, period: ReportingPeriod, reason: str, by: User, now: datetime) -> None:
    """Open a closed period again, so that returns can be submitted late."""
    demand(by, Permission.MANAGE_PARTNERSHIP)
    if not period.closed_at:
        raise ValidationError(f"{period.short_words} is open already.")
    period.closed_at = None
    period.save(update_fields=["closed_at"])
    _note(period, PeriodEvent.Move.REOPEN, reason, by, now)


def _note(period: ReportingPeriod, move: str, reason: str, by: User, now: datetime) -> None:
    if not reason.strip():
        raise ValidationError("Say why, for the record.")
    PeriodEvent.objects.create(period=period, move=move, reason=reason, by=by, at=now)
    activity.record(actor=by, action=f"period.{move}", subject=period, now=now)


def _check_dates(opens_on: date, due_on: date, meeting_at: datetime) -> None:
    if due_on < opens_on:
        raise ValidationError("Returns cannot be due before they are asked for.")
    if due_on > local_date(meeting_at):
        raise ValidationError("Returns must be due by the day the Executive Board meets.")
    if not is_working_day(due_on):
        raise ValidationError(f"{date_words(due_on)} is not a working day in England: choose another due date.")


def _meeting(board: PartnershipGroup, starts_at: datetime, by: User | None, now: datetime) -> Meeting:
    standing = Meeting.objects.exclude(state=MeetingState.CANCELLED)
    meeting, is_new = standing.get_or_create(group=board, starts_at=starts_at)
    if is_new and by is not None:
        note_of_period(meeting=meeting, by=by, now=now)
    if is_new:
        keep_in_step(meeting=meeting, by=by, now=now)
    if ReportingPeriod.objects.filter(meeting=meeting).exists():
        raise ValidationError("That meeting belongs to another reporting period already.")
    return meeting


def _check_meeting_is_free(board: PartnershipGroup, starts_at: datetime) -> None:
    if Meeting.objects.filter(group=board, starts_at=starts_at).exclude(state=MeetingState.CANCELLED).exists():
        raise ValidationError("The Executive Board has another meeting at that time already.")


def _add_returns(period: ReportingPeriod) -> list[StatusReturn]:
    asked = {"period": period, "due_on": period.due_on}
    agencies = Agency.objects.on(period.opens_on).exclude(returns__period=period)
    groups = PartnershipGroup.objects.on(period.opens_on).filter(WHO_IS_ASKED).exclude(returns__period=period)
    added = [
        *[StatusReturn(agency=agency, is_required=agency.asked_each_quarter, **asked) for agency in agencies],
        *[StatusReturn(group=group, is_required=group.asked_each_quarter, **asked) for group in groups],
    ]
    StatusReturn.objects.bulk_create(added)
    ReturnSection.objects.bulk_create(
        ReturnSection(status_return=status_return, section=section)
        for status_return in added
        for section in HEADINGS_OF[status_return.reporter]
    )
    return added


def _tell_those_asked(added: list[StatusReturn], now: datetime) -> None:
    for status_return in added:
        if not status_return.is_required:
            continue
        for person in people_who_may(Permission.DRAFT_RETURN, status_return.owner):
            notify(
                person=person,
                text=f"A status return is asked for, due {date_words(status_return.due_on)}",
                url=reverse("assurance:return_detail", args=[status_return.pk]),
                permission=Permission.DRAFT_RETURN,
                on=status_return.owner,
                now=now,
            )
