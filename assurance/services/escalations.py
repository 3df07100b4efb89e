"""Escalations: a dispute opened, taken through the stages of the Arrangements, resolved (SAAS ToR 6.1, R43, R44)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import (
    Agency,
    AgendaItem,
    Escalation,
    EscalationEvent,
    EscalationStage,
    Meeting,
    User,
)
from assurance.permissions import demand, people_who_may
from assurance.queries.escalations import stage_after
from assurance.rules.escalations import (
    STATE_WORDS,
    EscalationMove,
    EscalationState,
    Said,
    after,
    problems_of_move,
    stage_due,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.notices import notify

TOLD = {
    EscalationMove.OPEN: "An escalation has been opened",
    EscalationMove.ADVANCE: "An escalation has gone to its next stage",
    EscalationMove.NAME_ARBITER: "An escalation has an arbiter",
    EscalationMove.RESOLVE: "An escalation has been resolved",
    EscalationMove.WITHDRAW: "An escalation has been withdrawn",
    EscalationMove.REOPEN: "An escalation has been reopened",
}


@transaction.atomic
def open_escalation(
    *,
    title: str,
    what: str,
    agencies: Iterable[Agency],
    by: User,
    now: datetime,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
) -> Escalation:
    """
    A new escalation at the first stage, if the Partnership has recorded any; its deadline by the time set for it.

    Raises ValidationError when it does not say what is in dispute, or between whom.
    """
    demand(by, Permission.HANDLE_ESCALATION)
    parties = list(agencies)
    if not title.strip() or not what.strip():
        raise ValidationError("Say in a few words what is in dispute, and what each side says.")
    if not parties:
        raise ValidationError("Choose the agencies that are in dispute.")
    stage = stage_after(None)
    escalation = Escalation(title=title, what=what, meeting=meeting, item=item, stage=stage, opened_by=by)
    escalation.opened_at = now
    escalation.due_on = stage_due(local_date(now), stage.working_days) if stage else None
    escalation.save(force_insert=True)
    escalation.agencies.set(parties)
    opened = EscalationEvent(escalation=escalation, move=EscalationMove.OPEN, stage=stage, due_on=escalation.due_on)
    _keep(opened, by, now)
    return escalation


@transaction.atomic
def move_escalation(
    *,
    escalation: Escalation,
    move: EscalationMove,
    seen: EscalationState,
    by: User,
    now: datetime,
    text: str = "",
    arbiter: str = "",
) -> None:
    """
    Make one move from the state that was `seen`: `MOVES` says where it leads, `NEEDS` what has to be said with it.

    Raises ValidationError, with nothing changed, when the move cannot be made from there, when something was left
    unsaid, and when somebody else has moved the escalation in the meantime.
    """
    demand(by, Permission.HANDLE_ESCALATION)
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the escalation is “{STATE_WORDS[seen]}”.")
    following = stage_after(escalation.stage)
    problems = problems_of_move(move, Said(text=text, arbiter=arbiter), has_next_stage=following is not None)
    if problems:
        raise ValidationError(problems)
    values = _values(move, state, escalation, following, now) | ({"arbiter": arbiter} if arbiter else {})
    if state == EscalationState.RESOLVED:
        values["outcome"] = text
    _claim(escalation, seen, values)
    event = EscalationEvent(escalation=escalation, move=move, text=text or arbiter)
    event.stage, event.due_on = values.get("stage"), values.get("due_on")
    _keep(event, by, now)


def _values(
    move: EscalationMove,
    state: EscalationState,
    escalation: Escalation,
    following: EscalationStage | None,
    now: datetime,
) -> dict[str, Any]:
    """What a move changes: a new stage, and one begun again, have the time that is set for them."""
    if state != EscalationState.OPEN:
        return {"state": state, "closed_at": now}
    values: dict[str, Any] = {"state": state, "closed_at": None}
    stage = {EscalationMove.ADVANCE: following, EscalationMove.REOPEN: escalation.stage}.get(move)
    if stage is not None:
        values |= {"stage": stage, "due_on": stage_due(local_date(now), stage.working_days)}
    return values | ({"outcome": ""} if move == EscalationMove.REOPEN else {})


@transaction.atomic
def save_stage(
    *,
    stage: EscalationStage | None,
    position: int,
    title: str,
    who: str,
    working_days: int | None,
    source: str,
    is_current: bool,
    by: User,
    now: datetime,
) -> EscalationStage:
    """
    Record a stage of the process, or change one (Arrangements, section 11; C10).

    Escalations keep their deadlines: a change holds from the next step on. A stage that no longer holds is set aside,
    never removed. Raises ValidationError when another stage has its place.
    """
    demand(by, Permission.MANAGE_PARTNERSHIP)
    row = stage or EscalationStage()
    taken = EscalationStage.objects.filter(position=position).exclude(pk=row.pk).first()
    if taken is not None:
        raise ValidationError(f"“{taken.title}” is stage {position} already: choose another number.")
    row.position, row.title, row.who, row.working_days = position, title, who, working_days
    row.source, row.is_current = source, is_current
    row.save()
    word = "change_stage" if stage else "add_stage"
    activity.record(actor=by, action=f"escalation.{word}", subject=row, detail={"position": position}, now=now)
    return row


def _claim(escalation: Escalation, seen: EscalationState, values: dict[str, Any]) -> None:
    if Escalation.objects.filter(pk=escalation.pk, state=seen, stage=escalation.stage_id).update(**values):
        return
    state = Escalation.objects.values_list("state", flat=True).get(pk=escalation.pk)
    raise ValidationError(
        f"Somebody else was first: the escalation is now “{STATE_WORDS[EscalationState(state)]}”. What you wrote is "
        "still here. Read what they said, then send yours if it still holds.",
        code="conflict",
    )


def _keep(event: EscalationEvent, by: User, now: datetime) -> None:
    """The step in its history and in the log, and a notice to those who handle escalations."""
    event.by, event.at = by, now
    event.save(force_insert=True)
    move, escalation = EscalationMove(event.move), event.escalation
    activity.record(actor=by, action=f"escalation.{move}", subject=escalation, now=now)
    if move in TOLD:
        _tell(escalation, people_who_may(Permission.HANDLE_ESCALATION).exclude(pk=by.pk), TOLD[move], now)


def _tell(escalation: Escalation, people: Iterable[User], text: str, now: datetime) -> None:
    url = reverse("assurance:escalation_detail", args=[escalation.pk])
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.READ_ESCALATION, now=now)
