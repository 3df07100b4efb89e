"""The life of an early warning: raised, handled by SAAS, answered by the Executive Board, closed (R72 to R75, R80)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assurance.models import EarlyWarning, Notice, Topic, User, WarningEvent
from assurance.permissions import demand, people_who_may
from assurance.rules.roles import Permission
from assurance.rules.warnings import (
    RIGHTS,
    STATE_WORDS,
    Said,
    WarningKind,
    WarningMove,
    WarningState,
    after,
    problems_of_move,
)
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.notices import notify

RAISED_BY_PORTAL = "The portal has raised early warnings: they wait for SAAS"
# Who else is told of a move, and in what words. Whoever raised the warning is told of each of them.
TOLD = {
    WarningMove.ESCALATE: (Permission.ANSWER_WARNING, "An early warning waits for the Executive Board’s answer"),
    WarningMove.ANSWER: (Permission.HANDLE_WARNING, "The Executive Board has answered an early warning"),
    WarningMove.REOPEN: (Permission.HANDLE_WARNING, "An early warning has been reopened"),
}
TOLD_ITS_RAISER = {
    WarningMove.ACCEPT: "SAAS has accepted an early warning you raised",
    WarningMove.EXPLAIN: "SAAS has explained an early warning you raised",
    WarningMove.ESCALATE: "An early warning you raised has gone to the Executive Board",
    WarningMove.ANSWER: "The Executive Board has answered an early warning you raised",
    WarningMove.CLOSE: "An early warning you raised has been closed",
    WarningMove.REOPEN: "An early warning you raised has been reopened",
}


@transaction.atomic
def raise_warning(
    *,
    topic: Topic,
    kind: WarningKind,
    title: str,
    what: str,
    by: User | None,
    now: datetime,
    finding: str = "",
    chart: dict[str, Any] | None = None,
    origin: str = "",
    earlier: EarlyWarning | None = None,
) -> EarlyWarning:
    """
    A new early warning, waiting for SAAS. Without `by` it is the portal's own.

    With an `origin` that has an open warning, that one, unchanged: several signals in one series are one warning. With
    one whose warnings are closed, the concern recurs: its kind is "recurring concern" and the latest is its `earlier`.
    """
    if by is not None:
        demand(by, Permission.RAISE_WARNING)
    if not title.strip() or not what.strip():
        raise ValidationError("Say in a few words what it is, and what is seen and why it matters for children.")
    before = EarlyWarning.objects.filter(origin=origin).order_by("-raised_at").first() if origin else None
    if before is not None and before.is_open:
        return before
    if before is not None:
        kind, earlier = WarningKind.RECURRING_CONCERN, before
    warning = EarlyWarning(
        topic=topic, kind=kind, title=title, what=what, finding=finding, chart=chart, origin=origin, earlier=earlier
    )
    warning.raised_by, warning.raised_at = by, now
    if not _saved(warning):
        return EarlyWarning.objects.exclude(state=WarningState.CLOSED).get(origin=origin)
    WarningEvent.objects.create(warning=warning, move=WarningMove.RAISE, by=by, at=now)
    detail = {"kind": str(kind), "topic": topic.slug, "origin": origin}
    activity.record(actor=by, action="warning.raise", subject=warning, detail=detail, now=now)
    _tell_saas(warning, by, now)
    return warning


@transaction.atomic
def move_warning(
    *,
    warning: EarlyWarning,
    move: WarningMove,
    seen: WarningState,
    by: User,
    now: datetime,
    text: str = "",
    reason: str = "",
    difference: str = "",
    answered_on: date | None = None,
) -> None:
    """
    Make one move from the state that was `seen`: `MOVES` says where it leads, `NEEDS` what has to be said with it.

    Raises ValidationError, with nothing changed, when the move cannot be made from there, when something was left
    unsaid, and when somebody else has moved the warning in the meantime.
    """
    demand(by, RIGHTS[move])
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the warning is “{STATE_WORDS[seen]}”.")
    said = Said(text=text, reason=reason, difference=difference, answered_on=answered_on)
    problems = problems_of_move(move, said, escalated_on=_escalated_on(warning), today=local_date(now))
    if problems:
        raise ValidationError(problems)
    _claim(warning, seen, _values(state, said, now))
    event = WarningEvent(warning=warning, move=move, text=text, by=by, at=now)
    event.reason, event.difference, event.answered_on = reason, difference, answered_on
    event.save(force_insert=True)
    activity.record(actor=by, action=f"warning.{move}", subject=warning, now=now)
    _tell_of_move(warning, move, by, now)


def _saved(warning: EarlyWarning) -> bool:
    """Whether it could be saved: of two raised for one series at the same moment, the second is not."""
    try:
        with transaction.atomic():
            warning.save(force_insert=True)
    except IntegrityError:
        if not warning.origin:
            raise
        return False
    return True


def _values(state: WarningState, said: Said, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"state": state, "closed_at": now if state == WarningState.CLOSED else None}
    return values | ({"escalation_reason": said.reason} if said.reason else {})


def _claim(warning: EarlyWarning, seen: WarningState, values: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            claimed = EarlyWarning.objects.filter(pk=warning.pk, state=seen).update(**values)
    except IntegrityError as clash:
        raise ValidationError(
            "A later warning about the same series is open: take this up there. It names this one as its earlier "
            "occurrence."
        ) from clash
    if not claimed:
        now_words = STATE_WORDS[WarningState(EarlyWarning.objects.values_list("state", flat=True).get(pk=warning.pk))]
        raise ValidationError(
            f"Somebody else was first: the warning is now “{now_words}”. What you wrote is still here. Read what they "
            "said, then send yours if it still holds.",
            code="conflict",
        )


def _escalated_on(warning: EarlyWarning) -> date | None:
    last = warning.events.filter(move=WarningMove.ESCALATE).last()
    return local_date(last.at) if last else None


def _tell_saas(warning: EarlyWarning, by: User | None, now: datetime) -> None:
    """Tell those who handle warnings; of what the portal raises, once until they have looked."""
    people = people_who_may(Permission.HANDLE_WARNING)
    if by is not None:
        _tell(warning, people.exclude(pk=by.pk), "An early warning has been raised", now)
        return
    waiting = Notice.objects.filter(text=RAISED_BY_PORTAL, read_at__isnull=True)
    for person in people.exclude(pk__in=waiting.values("person")):
        notify(
            person=person,
            text=RAISED_BY_PORTAL,
            url=reverse("assurance:warning_list"),
            permission=Permission.READ_WARNING,
            now=now,
        )


def _tell_of_move(warning: EarlyWarning, move: WarningMove, by: User, now: datetime) -> None:
    raiser = warning.raised_by
    if raiser is not None and raiser != by:
        _tell(warning, [raiser], TOLD_ITS_RAISER[move], now)
    if move in TOLD:
        permission, words = TOLD[move]
        told_already = {by.pk, raiser.pk if raiser else None} - {None}
        _tell(warning, people_who_may(permission).exclude(pk__in=told_already), words, now)


def _tell(warning: EarlyWarning, people: Iterable[User], text: str, now: datetime) -> None:
    url = reverse("assurance:warning_detail", args=[warning.pk])
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.READ_WARNING, now=now)
