"""Asking agencies for their figures, and chasing them (R52)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from assurance.models import Agency, ReportingPeriod, User
from assurance.permissions import demand, people_who_may
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from assurance.rules.working_days import is_working_day
from assurance.services import activity
from assurance.services.notices import notify
from indicators.models import DataRequest, Measure, RequestEvent
from indicators.queries.requests import requests_to_make
from indicators.rules.requests import RequestMove
from indicators.rules.vocabulary import RequestState


@transaction.atomic
def ask_for_figures(*, period: ReportingPeriod, by: User | None, now: datetime, today: date) -> list[DataRequest]:
    """
    Ask every source agency for the figures of its measures, due with the period's returns; the requests made.

    Twice is once: what has been asked is not asked again. Whoever sends an agency's figures is told. Without `by` it is
    the portal's own doing.
    """
    if by is not None:
        demand(by, Permission.MANAGE_INDICATORS)
    locked = ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if locked.closed_at:
        raise ValidationError(f"{locked.short_words} is closed: nothing more is asked for it.")
    made = DataRequest.objects.bulk_create(requests_to_make(locked, today))
    if made:
        detail = {"requests": [str(asked.pk) for asked in made]}
        activity.record(actor=by, action="request.ask", subject=locked, detail=detail, now=now)
    for agency in {asked.agency for asked in made}:
        _tell(agency, f"Figures are asked for, due {date_words(locked.due_on)}", now)
    return made


@transaction.atomic
def remind_agencies(*, period: ReportingPeriod, by: User, now: datetime) -> list[Agency]:
    """Remind everybody who sends figures that are outstanding; the agencies reminded, by name. Each is logged."""
    demand(by, Permission.MANAGE_INDICATORS)
    unsent = DataRequest.objects.filter(period=period, state=RequestState.DRAFT, sent_at__isnull=True)
    outstanding = list(unsent.select_related("agency"))
    agencies = sorted({asked.agency for asked in outstanding}, key=lambda agency: agency.name)
    for agency in agencies:
        _tell(agency, f"Figures for {period.short_words} are outstanding", now)
    for asked in outstanding:
        activity.record(actor=by, action="request.remind", subject=asked, now=now)
    DataRequest.objects.filter(pk__in=[asked.pk for asked in outstanding]).update(reminded_at=now)
    return agencies


@transaction.atomic
def change_due_date(*, asked: DataRequest, due_on: date, reason: str, by: User, now: datetime) -> None:
    """Give one request another due date, with the reason, kept in its history; its agency is told."""
    demand(by, Permission.MANAGE_INDICATORS)
    locked = locked_request(asked)
    if locked.sent_at:
        raise ValidationError("The figures have been sent: there is no date to change.")
    _refuse_withdrawn(locked)
    if due_on == locked.due_on:
        raise ValidationError("They are due on that day already.")
    if not is_working_day(due_on):
        raise ValidationError(f"{date_words(due_on)} is not a working day in England: choose another due date.")
    _note(locked, RequestMove.CHANGE_DATE, reason, by, now, due_on=due_on)
    DataRequest.objects.filter(pk=locked.pk).update(due_on=due_on)
    activity.record(
        actor=by, action="request.change_date", subject=locked, detail={"due_on": due_on.isoformat()}, now=now
    )
    _tell(locked.agency, "The date your figures are due has changed", now)


@transaction.atomic
def ask_for_correction(*, asked: DataRequest, reason: str, by: User, now: datetime) -> None:
    """
    Ask an agency to correct what it has sent, with the reason; it is told.

    What was sent stands until the correction comes. A correction it is writing already stays as it is.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    locked = locked_request(asked)
    if locked.sent_at is None:
        raise ValidationError("Nothing has been sent yet, so there is nothing to correct.")
    if locked.correction_asked_at:
        raise ValidationError("A correction has been asked for already.")
    _note(locked, RequestMove.ASK_CORRECTION, reason, by, now)
    rows = DataRequest.objects.filter(pk=locked.pk)
    rows.filter(state=RequestState.SENT).update(state=RequestState.DRAFT, version=F("version") + 1)
    rows.update(correction_asked_at=now)
    activity.record(actor=by, action="request.ask_correction", subject=locked, now=now)
    _tell(locked.agency, "A correction of figures you sent is asked for", now)


@transaction.atomic
def withdraw_request(*, asked: DataRequest, reason: str, by: User, now: datetime) -> None:
    """Ask for a figure no more that has not been sent, with the reason; its agency is told. Its draft is left alone."""
    demand(by, Permission.MANAGE_INDICATORS)
    locked = locked_request(asked)
    if locked.sent_at:
        raise ValidationError("The figures have been sent: there is nothing to withdraw.")
    _refuse_withdrawn(locked)
    _note(locked, RequestMove.WITHDRAW, reason, by, now)
    rows = DataRequest.objects.filter(pk=locked.pk)
    rows.update(state=RequestState.WITHDRAWN, version=F("version") + 1)
    activity.record(actor=by, action="request.withdraw", subject=locked, now=now)
    _tell(locked.agency, "A figure you were asked for is no longer needed", now)


def withdraw_requests_for(*, measure: Measure, reason: str, by: User, now: datetime) -> None:
    """Withdraw whatever is still asked for of a measure that is no longer in use. Call it in that transaction."""
    for asked in DataRequest.objects.filter(measure=measure, state=RequestState.DRAFT, sent_at__isnull=True):
        withdraw_request(asked=asked, reason=reason, by=by, now=now)


def _refuse_withdrawn(asked: DataRequest) -> None:
    if asked.state == RequestState.WITHDRAWN:
        raise ValidationError("This request has been withdrawn.")


def locked_request(asked: DataRequest) -> DataRequest:
    """The request, locked until the transaction ends."""
    related = ("agency", "period", "measure__home_area")
    return DataRequest.objects.select_for_update(of=("self",)).select_related(*related).get(pk=asked.pk)


def _note(
    asked: DataRequest, move: RequestMove, reason: str, by: User, now: datetime, *, due_on: date | None = None
) -> None:
    if not reason.strip():
        raise ValidationError("Say why, so that the agency knows.")
    RequestEvent.objects.create(request=asked, move=move, reason=reason, due_on=due_on, by=by, at=now)


def _tell(agency: Agency, text: str, now: datetime) -> None:
    for person in people_who_may(Permission.SEND_FIGURES, agency):
        notify(
            person=person,
            text=text,
            url=reverse("indicators:request_list"),
            permission=Permission.SEND_FIGURES,
            on=agency,
            now=now,
        )
