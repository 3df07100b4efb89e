"""The life of a return: submitted, recalled, returned for changes, accepted, reopened (SAF 7, R47, R48)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from assurance.models import (
    EvidenceFile,
    ReturnEvent,
    ReturnItem,
    ReturnSubmission,
    StatusReturn,
    User,
)
from assurance.permissions import demand, people_who_may
from assurance.queries.returns import problems_of, sections_of
from assurance.rules.canonical import sha256_of
from assurance.rules.returns import STATE_LABELS, Move, ReturnState, after
from assurance.rules.roles import Permission
from assurance.rules.submission import FrozenFile, FrozenItem, FrozenReturn, FrozenSection
from assurance.rules.working_days import working_days_between
from assurance.services import activity
from assurance.services.notices import notify
from assurance.services.return_items import keep_item_of_return, take_out_item_of_return


@transaction.atomic
def submit_return(*, status_return: StatusReturn, by: User, now: datetime) -> ReturnSubmission:
    """
    Sign the draft: a frozen, hashed, numbered version that from now on stands for the agency.

    Late is recorded, not refused. Raises ValidationError with a sentence for every reason why it cannot be submitted.
    """
    locked = _locked(status_return)
    demand(by, Permission.SIGN_RETURN, locked.owner)
    if locked.period.closed_at:
        raise ValidationError(
            f"Returns for {locked.period.short_words} are closed. Nothing you wrote is lost: ask the Business Team to "
            "reopen the period, then submit."
        )
    state = _next_state(locked, Move.SUBMIT)
    problems = problems_of(locked)
    if problems:
        raise ValidationError([problem.sentence for problem in problems])
    submission = _freeze(locked, by, now)
    _move(locked, Move.SUBMIT, state, by, now, standing=submission)
    keep_item_of_return(locked, submission, now)
    detail = {"version": submission.number, "sha256": submission.sha256}
    activity.record(actor=by, action="return.submit", subject=locked, detail=detail, now=now)
    _tell(locked, people_who_may(Permission.REVIEW_RETURNS), "A status return has been submitted", now)
    return submission


@transaction.atomic
def recall_return(*, status_return: StatusReturn, by: User, now: datetime) -> None:
    """Take a submitted return back into draft, until it is accepted. The signed version is kept."""
    locked = _locked(status_return)
    demand(by, Permission.SIGN_RETURN, locked.owner)
    _move(locked, Move.RECALL, _next_state(locked, Move.RECALL), by, now)
    activity.record(actor=by, action="return.recall", subject=locked, now=now)
    _tell(locked, people_who_may(Permission.REVIEW_RETURNS), "A status return has been recalled", now)


@transaction.atomic
def return_for_changes(*, status_return: StatusReturn, reason: str, by: User, now: datetime) -> None:
    """Send a submitted return back to its lead, with the reason."""
    locked = _locked(status_return)
    demand(by, Permission.REVIEW_RETURNS)
    _needs_reason(reason)
    _move(locked, Move.RETURN_FOR_CHANGES, _next_state(locked, Move.RETURN_FOR_CHANGES), by, now, reason=reason)
    activity.record(actor=by, action="return.return_for_changes", subject=locked, now=now)
    _tell(locked, people_who_may(Permission.DRAFT_RETURN, locked.owner), "Your status return needs changes", now)


@transaction.atomic
def accept_return(*, status_return: StatusReturn, by: User, now: datetime) -> None:
    """Accept a submitted return. From then on it can only be reopened, with a reason."""
    locked = _locked(status_return)
    demand(by, Permission.REVIEW_RETURNS)
    _move(locked, Move.ACCEPT, _next_state(locked, Move.ACCEPT), by, now, standing=locked.standing)
    activity.record(actor=by, action="return.accept", subject=locked, now=now)
    _tell(locked, people_who_may(Permission.SIGN_RETURN, locked.owner), "Your status return has been accepted", now)


@transaction.atomic
def reopen_return(*, status_return: StatusReturn, reason: str, by: User, now: datetime) -> None:
    """Reopen an accepted return for a new version, with the reason (R48)."""
    locked = _locked(status_return)
    demand(by, Permission.REVIEW_RETURNS)
    _needs_reason(reason)
    _move(locked, Move.REOPEN, _next_state(locked, Move.REOPEN), by, now, reason=reason)
    activity.record(actor=by, action="return.reopen", subject=locked, now=now)
    _tell(locked, people_who_may(Permission.DRAFT_RETURN, locked.owner), "Your status return has been reopened", now)


def _locked(status_return: StatusReturn) -> StatusReturn:
    return (
        StatusReturn.objects.select_for_update(of=("self",))
        .select_related("agency", "group", "period", "standing")
        .get(pk=status_return.pk)
    )


def _next_state(status_return: StatusReturn, move: Move) -> ReturnState:
    state = after(ReturnState(status_return.state), move)
    if state is None:
        label = STATE_LABELS[ReturnState(status_return.state)].lower()
        raise ValidationError(
            f"That cannot be done now: the return is “{label}”. Somebody may have been quicker than you."
        )
    return state


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError("Say why, so that the people who wrote the return know what to change.")


def _move(
    status_return: StatusReturn,
    move: Move,
    state: ReturnState,
    by: User,
    now: datetime,
    *,
    reason: str = "",
    standing: ReturnSubmission | None = None,
) -> None:
    StatusReturn.objects.filter(pk=status_return.pk).update(state=state, standing=standing)
    ReturnEvent.objects.create(status_return=status_return, move=move, reason=reason, by=by, at=now)
    if standing is None:
        take_out_item_of_return(status_return, now)


def _freeze(status_return: StatusReturn, by: User, now: datetime) -> ReturnSubmission:
    number = status_return.submissions.count() + 1
    frozen = _frozen(status_return, number)
    content = frozen.content()
    submission = ReturnSubmission.objects.create(
        status_return=status_return,
        number=number,
        content=content,
        sha256=sha256_of(content),
        submitted_by=by,
        submitted_at=now,
        working_days_late=max(0, working_days_between(status_return.due_on, localdate(now))),
    )
    submission.files.set([file.id for _, item in frozen.items() for file in item.files])
    return submission


def _frozen(status_return: StatusReturn, number: int) -> FrozenReturn:
    owner = status_return.owner
    sections = tuple(
        FrozenSection(
            part.section,
            part.heading.title,
            part.nothing_to_report,
            tuple(_frozen_item(item) for item in part.items.all()),
        )
        for part in sections_of(status_return)
    )
    category = status_return.agency.category if status_return.agency else ""
    return FrozenReturn(owner.slug, owner.name, category, status_return.period.code, number, sections)


def _frozen_item(item: ReturnItem) -> FrozenItem:
    return FrozenItem(
        identity=str(item.identity),
        statement=item.statement,
        evidence=item.evidence,
        topic=item.topic.slug if item.topic else "",
        topic_title=item.topic.title if item.topic else "",
        action=item.action,
        owner=item.owner,
        due_on=item.due_on.isoformat() if item.due_on else "",
        change=item.change,
        files=tuple(_frozen_file(file) for file in item.files.all()),
    )


def _frozen_file(file: EvidenceFile) -> FrozenFile:
    return FrozenFile(str(file.pk), file.name, file.size, file.sha256)


def _tell(status_return: StatusReturn, people: Iterable[User], text: str, now: datetime) -> None:
    url = reverse("assurance:return_detail", args=[status_return.pk])
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.READ_RETURN, on=status_return.owner, now=now)
