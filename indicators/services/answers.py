"""An agency's answers to data requests: drafted, sent for good, corrected (R52, R66, trust.md 3, 4, 7)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from assurance.models import User
from assurance.permissions import demand, people_who_may
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.drafts import SaveOutcome
from assurance.services.notices import notify
from indicators.models import Batch, Commentary, DataRequest, RequestEvent, Source
from indicators.queries.answers import answer_of, problems_before_sending, question_of
from indicators.rules.published import PublishedFigure
from indicators.rules.requests import Answer, Question, RequestMove, figure_of, frozen_content, thawed
from indicators.rules.vocabulary import RequestState, Status
from indicators.services.observations import record_sent
from indicators.services.requests import locked_request

ANSWER_FIELDS = (
    "value",
    "numerator",
    "denominator",
    "not_available",
    "analysis",
    "change_reason",
    "correction_reason",
)
STALE = "Somebody changed this answer after you opened it. Check it again, then send it."
SENT_ALREADY = (
    "These figures have been sent, so nothing more can be saved here. Your text is still on this page: "
    "select “Send a correction” on the page of what was sent, and save again."
)
NOT_ASKED_ANY_MORE = (
    "This figure is no longer asked for, so nothing can be saved or sent here. Your text is still on this page."
)
NOT_FOR_PUBLICATION = "Not for publication"


@transaction.atomic
def save_answer(*, asked: DataRequest, version: int, values: dict[str, Any], by: User, now: datetime) -> SaveOutcome:
    """Save the fields of a draft that `values` names, unless it changed since `version`; log that, not what."""
    _for_writing(asked, by)
    changes = {name: values[name] for name in ANSWER_FIELDS if name in values}
    saved = DataRequest.objects.filter(pk=asked.pk, version=version).update(
        **changes, version=F("version") + 1, changed_by=by, changed_at=now
    )
    if not saved:
        return SaveOutcome(False, DataRequest.objects.get(pk=asked.pk).version)
    activity.record(actor=by, action="request.save", subject=asked, detail={"version": version + 1}, now=now)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def fill_answers(*, rows: Sequence[tuple[DataRequest, Answer]], by: User, now: datetime) -> None:
    """
    Fill several drafts at once from a pasted grid, all or none.

    Raises ValidationError when one of them was changed since the requests were read.
    """
    for asked, answer in rows:
        outcome = save_answer(asked=asked, version=asked.version, values=asdict(answer), by=by, now=now)
        if not outcome.saved:
            raise ValidationError("Somebody changed one of these drafts in the meantime. Look at the preview again.")


@transaction.atomic
def send_answer(*, asked: DataRequest, version: int, by: User, now: datetime) -> RequestEvent:
    """
    Send the draft as it stood at `version`: frozen, and landed as an observation with the agency's words beside it.

    Raises ValidationError with a sentence for every reason why it cannot be sent. Late is recorded, not refused.
    """
    locked = _for_writing(asked, by)
    if locked.version != version:
        raise ValidationError(STALE)
    question, answer = question_of(locked), answer_of(locked)
    problems = problems_before_sending(locked, question)
    if problems:
        raise ValidationError([problem.sentence for problem in problems])
    event = _freeze(locked, answer, by, now)
    record_sent(batch=event.batch, measure=locked.measure, figure=_figure(locked, question, answer))
    _comment(locked, answer, event)
    DataRequest.objects.filter(pk=locked.pk).update(
        state=RequestState.SENT,
        version=F("version") + 1,
        sent_by=by,
        sent_at=locked.sent_at or now,
        correction_asked_at=None,
        correction_reason="",
    )
    detail = {"batch": event.batch_id, "sha256": event.batch.sha256}
    activity.record(actor=by, action=f"request.{event.move}", subject=locked, detail=detail, now=now)
    _tell_business_team(locked, event, now)
    return event


@transaction.atomic
def open_correction(*, asked: DataRequest, reason: str, by: User, now: datetime) -> None:
    """Open a draft of what was sent, to correct it, with the reason. What was sent stands until the draft is sent."""
    locked = _demanded(asked, by)
    if locked.state == RequestState.WITHDRAWN:
        raise ValidationError(NOT_ASKED_ANY_MORE)
    if locked.state != RequestState.SENT:
        raise ValidationError("There is a draft already: what was sent can be corrected there.")
    if not reason.strip():
        raise ValidationError("Say why the figures are corrected.")
    DataRequest.objects.filter(pk=locked.pk).update(
        state=RequestState.DRAFT, version=F("version") + 1, correction_reason=reason, changed_by=by, changed_at=now
    )
    activity.record(actor=by, action="request.open_correction", subject=locked, now=now)


@transaction.atomic
def drop_correction(*, asked: DataRequest, by: User, now: datetime) -> None:
    """Give up the draft of a correction nobody asked for: what was sent stands, and is what the request holds again."""
    locked = _for_writing(asked, by)
    if locked.sent_at is None:
        raise ValidationError("Nothing has been sent yet, so there is no correction to drop.")
    if locked.correction_asked_at:
        raise ValidationError("The Business Team has asked for this correction, so it cannot be dropped.")
    last = locked.events.exclude(content="").first()
    DataRequest.objects.filter(pk=locked.pk).update(
        state=RequestState.SENT, version=F("version") + 1, correction_reason="", **asdict(thawed(last.content))
    )
    activity.record(actor=by, action="request.drop_correction", subject=locked, now=now)


def _demanded(asked: DataRequest, by: User) -> DataRequest:
    locked = locked_request(asked)
    demand(by, Permission.SEND_FIGURES, locked.agency)
    return locked


def _for_writing(asked: DataRequest, by: User) -> DataRequest:
    locked = _demanded(asked, by)
    if locked.state == RequestState.WITHDRAWN:
        raise ValidationError(NOT_ASKED_ANY_MORE)
    if locked.state != RequestState.DRAFT:
        raise ValidationError(SENT_ALREADY)
    return locked


def _freeze(asked: DataRequest, answer: Answer, by: User, now: datetime) -> RequestEvent:
    """The sending as an insert-only row, with the batch its figure lands in."""
    move = RequestMove.SEND_CORRECTION if asked.sent_at else RequestMove.SEND
    number = asked.events.exclude(content="").count() + 1
    content = frozen_content(answer, request=str(asked.pk), number=number)
    batch = Batch.objects.create(
        source=_source(asked),
        file_name=f"Data request {asked.period.code}, {asked.measure.code}",
        sha256=sha256_of(content),
        recorded_at=now,
        recorded_by=by,
    )
    reason = asked.correction_reason if asked.sent_at else ""
    return RequestEvent.objects.create(
        request=asked, move=move, reason=reason, content=content, batch=batch, by=by, at=now
    )


def _source(asked: DataRequest) -> Source:
    agency = asked.agency
    source, _ = Source.objects.get_or_create(
        slug=f"partner-{agency.slug}",
        defaults={"publisher": agency.name, "title": "Partner returns", "licence": NOT_FOR_PUBLICATION},
    )
    return source


def _figure(asked: DataRequest, question: Question, answer: Answer) -> PublishedFigure:
    value = None if answer.not_available else figure_of(question, answer)
    return PublishedFigure(
        source=f"partner-{asked.agency.slug}",
        measure=asked.measure.code,
        area=asked.measure.home_area.slug,
        period_start=asked.period_start,
        period_end=asked.period_end,
        numerator=answer.numerator,
        denominator=answer.denominator,
        value=value,
        status=Status.NOT_AVAILABLE if value is None else Status.PUBLISHED,
        symbol="",
        note=answer.not_available,
    )


def _comment(asked: DataRequest, answer: Answer, event: RequestEvent) -> None:
    if not answer.analysis:
        return
    Commentary.objects.create(
        measure=asked.measure,
        area=asked.measure.home_area,
        period_start=asked.period_start,
        period_end=asked.period_end,
        agency=asked.agency,
        batch=event.batch,
        analysis=answer.analysis,
        change_reason=answer.change_reason,
        written_by=event.by,
        written_at=event.at,
    )


def _tell_business_team(asked: DataRequest, event: RequestEvent, now: datetime) -> None:
    text = "A correction of figures has been sent" if event.reason else "Figures have been sent"
    for person in people_who_may(Permission.MANAGE_INDICATORS):
        notify(
            person=person,
            text=text,
            url=reverse("indicators:request_detail", args=[asked.pk]),
            permission=Permission.MANAGE_INDICATORS,
            now=now,
        )
