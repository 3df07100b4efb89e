"""The life of an action: set, told of, done, closed with what changed for children (SAAS ToR 3.7, SIX s.3, R39)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from textwrap import shorten
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.urls import reverse

from assurance.models import (
    Action,
    ActionUpdate,
    Agency,
    PartnershipGroup,
    Topic,
    User,
)
from assurance.permissions import demand, people_who_may
from assurance.queries.action_sources import SET_IN, SOURCES
from assurance.rules.actions import (
    RIGHTS,
    STATE_WORDS,
    WAITS_FOR_HOLDER,
    ActionMove,
    ActionOrigin,
    ActionState,
    Said,
    after,
    problems_of_move,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import is_working_day
from assurance.services import activity
from assurance.services.notices import notify

Seat = Agency | PartnershipGroup
OVERDUE = "Your agency or group has overdue actions"
SOURCE_LENGTH = 240
# What those who hold an action are told of a move, and what those who see to it that actions have an effect are.
TOLD_HOLDERS = {
    ActionMove.SET: "An action has been set for your agency or group",
    ActionMove.MOVE_DATE: "An action of your agency or group has another date",
    ActionMove.CLOSE: "An action of your agency or group has been closed with its effect",
    ActionMove.DROP: "An action of your agency or group has been dropped",
    ActionMove.REOPEN: "An action of your agency or group has been reopened",
}
TOLD_MANAGERS = {ActionMove.FINISH: "An action is done and waits for its effect"}


@transaction.atomic
def set_action(
    *,
    title: str,
    holder: Seat,
    due_on: date,
    by: User,
    now: datetime,
    what: str = "",
    owner: str = "",
    origin: ActionOrigin | None = None,
    topic: Topic | None = None,
    **source: Model | None,
) -> Action:
    """
    A new action of an agency or a group, not yet started. Those who hold it are told at once.

    `owner` is the post that sees to it. `source` is what it came from, by the names of SOURCES, and the `meeting` and
    `item` it was set at; the origin follows from it. Raises ValidationError without a title, TypeError for a source
    that is none.
    """
    demand(by, RIGHTS[ActionMove.SET], holder)
    return make_action(
        title=title,
        holder=holder,
        due_on=due_on,
        by=by,
        now=now,
        what=what,
        owner=owner,
        origin=origin,
        topic=topic,
        **source,
    )


@transaction.atomic
def make_action(
    *,
    title: str,
    holder: Seat,
    due_on: date,
    by: User,
    now: datetime,
    what: str = "",
    owner: str = "",
    origin: ActionOrigin | None = None,
    topic: Topic | None = None,
    source_words: str = "",
    address: str = "",
    **source: Model | None,
) -> Action:
    """
    The new action itself. The service that calls this has checked the right to it.

    An upper app says what it came from with its `origin`, in `source_words` and by the `address` of the page.
    """
    if not title.strip():
        raise ValidationError("Say in a few words what is to be done.")
    if unknown := source.keys() - {*SOURCES, *SET_IN}:
        raise TypeError(f"An action does not come from {', '.join(sorted(unknown))}.")
    origin = origin or _origin_of(source)
    action = Action(title=title, what=what, owner=owner, origin=origin, due_on=due_on, topic=topic, **source)
    action.source, action.address = shorten(source_words, SOURCE_LENGTH, placeholder="…"), address
    action.agency, action.group = _seats(holder)
    action.set_by, action.set_at = by, now
    action.save(force_insert=True)
    ActionUpdate.objects.create(action=action, move=ActionMove.SET, by=by, at=now)
    detail = {"origin": str(origin), "holder": holder.slug, "due_on": due_on.isoformat()}
    activity.record(actor=by, action="action.set", subject=action, detail=detail, now=now)
    _tell_of_move(action, ActionMove.SET, by, now)
    return action


@transaction.atomic
def move_action(
    *,
    action: Action,
    move: ActionMove,
    seen: ActionState,
    by: User,
    now: datetime,
    text: str = "",
    difference: str = "",
    due_on: date | None = None,
) -> None:
    """
    Make one move from the state that was `seen`: `MOVES` says where it leads, `NEEDS` what has to be said with it.

    Raises ValidationError, with nothing changed, when the move cannot be made from there, when something was left
    unsaid, and when somebody else has moved the action in the meantime.
    """
    demand(by, RIGHTS[move], action.holder)
    _move(action, move, seen, Said(text=text, difference=difference, due_on=due_on), by, now)


@transaction.atomic
def reopen_action(*, action: Action, text: str, by: User, now: datetime) -> None:
    """Open a closed action again, with the reason. The service that calls this has checked the right to it."""
    _move(action, ActionMove.REOPEN, ActionState(action.state), Said(text=text), by, now)


@transaction.atomic
def drop_action(*, action: Action, text: str, by: User, now: datetime) -> None:
    """Drop an action that is not done yet, with the reason. The service that calls this has checked the right to it."""
    _move(action, ActionMove.DROP, ActionState(action.state), Said(text=text), by, now)


def _move(action: Action, move: ActionMove, seen: ActionState, said: Said, by: User, now: datetime) -> None:
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the action is “{STATE_WORDS[seen]}”.")
    problems = problems_of_move(move, said, due_on=action.due_on, today=local_date(now))
    if problems:
        raise ValidationError(problems)
    _claim(action, seen, {"state": state} | ({"due_on": said.due_on, "reminded_at": None} if said.due_on else {}))
    update = ActionUpdate(action=action, move=move, text=said.text, difference=said.difference, due_on=said.due_on)
    update.by, update.at = by, now
    update.save(force_insert=True)
    activity.record(actor=by, action=f"action.{move}", subject=action, now=now)
    _tell_of_move(action, move, by, now)


@transaction.atomic
def remind_overdue(*, by: User | None, now: datetime) -> int:
    """
    Remind those who hold overdue actions, once a day each; how many actions that were.

    Somebody who holds several gets one notice. Each action keeps when its holder was last reminded. Without `by` the
    portal does it by itself, on working days.
    """
    today = local_date(now)
    if by is not None:
        demand(by, Permission.MANAGE_ACTION)
    elif not is_working_day(today):
        return 0
    midnight = datetime.combine(today, time(), LONDON)
    overdue = Action.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=midnight), state__in=WAITS_FOR_HOLDER, due_on__lt=today
    ).select_related("agency", "group")
    actions = list(overdue.select_for_update(of=("self",)))
    Action.objects.filter(pk__in=[action.pk for action in actions]).update(reminded_at=now)
    told: set[int] = set()
    for holder in dict.fromkeys(action.holder for action in actions):
        people = [person for person in holders_people(holder) if person.pk not in told]
        told |= {person.pk for person in people}
        _notify(people, OVERDUE, f"{reverse('assurance:action_list')}?whose=agency&state=overdue", holder, now)
    for action in actions:
        activity.record(actor=by, action="action.remind", subject=action, now=now)
    return len(actions)


def holders_people(holder: Seat) -> list[User]:
    """Those who see to an agency's or a group's actions: who may tell of progress, and the chairs of a group."""
    people = people_who_may(Permission.UPDATE_ACTION, holder)
    if isinstance(holder, PartnershipGroup):
        people = people | people_who_may(Permission.CHAIR_MEETING, holder)
    return list(people.exclude(pk__in=people_who_may(Permission.MANAGE_ACTION, holder).values("pk")))


def _origin_of(source: dict[str, Model | None]) -> ActionOrigin:
    for name, one in SOURCES.items():
        if source.get(name):
            return one.origin
    return ActionOrigin.MEETING if source.get("meeting") else ActionOrigin.OTHER


def _seats(holder: Seat) -> tuple[Agency | None, PartnershipGroup | None]:
    return (holder, None) if isinstance(holder, Agency) else (None, holder)


def _claim(action: Action, seen: ActionState, values: dict[str, Any]) -> None:
    if Action.objects.filter(pk=action.pk, state=seen, due_on=action.due_on).update(**values):
        return
    now_words = STATE_WORDS[ActionState(Action.objects.values_list("state", flat=True).get(pk=action.pk))]
    raise ValidationError(
        f"Somebody else was first: the action is now “{now_words}”. What you wrote is still here. Read what they said, "
        "then send yours if it still holds.",
        code="conflict",
    )


def _tell_of_move(action: Action, move: ActionMove, by: User, now: datetime) -> None:
    url = reverse("assurance:action_detail", args=[action.pk])
    if move in TOLD_HOLDERS:
        people = [person for person in holders_people(action.holder) if person != by]
        _notify(people, TOLD_HOLDERS[move], url, action.holder, now)
    if move in TOLD_MANAGERS:
        managers = people_who_may(Permission.MANAGE_ACTION, action.holder).exclude(pk=by.pk)
        _notify(managers, TOLD_MANAGERS[move], url, action.holder, now)


def _notify(people: Iterable[User], text: str, url: str, holder: Seat, now: datetime) -> None:
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.READ_ACTION, on=holder, now=now)
