"""Factories of actions: one in any state, brought there by the services."""

from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import localdate

from assurance.models import Action
from assurance.permissions import sync_grants
from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.roles import Role
from assurance.services.actions import move_action, set_action
from tests.factories.assurance import AgencyFactory, partnership, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
DUE_ON = date(2026, 12, 4)
# What each move is told, enough for it to be made.
WORDS = {
    ActionMove.UPDATE: {"text": "Twenty files are read"},
    ActionMove.MOVE_DATE: {"text": "The duty desk moves first", "due_on": date(2027, 1, 29)},
    ActionMove.FINISH: {"text": "Every file is read"},
    ActionMove.CLOSE: {"difference": "Discussions now begin within the hour, says the next dip-sample"},
    ActionMove.DROP: {"text": "Another action covers it"},
    ActionMove.REOPEN: {"text": "It has not held"},
}
WAY_TO = {
    ActionState.OPEN: (),
    ActionState.UNDER_WAY: (ActionMove.UPDATE,),
    ActionState.DONE: (ActionMove.FINISH,),
    ActionState.CLOSED: (ActionMove.FINISH, ActionMove.CLOSE),
    ActionState.DROPPED: (ActionMove.DROP,),
}


def an_action(state=ActionState.OPEN, *, holder=None, team=None, now=NOW, **details):
    """An action in this state, set and brought there by the Business Team; an agency's unless a holder is given."""
    partnership()
    holder = holder or AgencyFactory()
    team = team or person_with(Role.BUSINESS_TEAM)
    sync_grants(team, today=localdate())  # its rights reach every agency and group, the newest too
    details = {"title": "Dip-sample strategy discussions", "due_on": DUE_ON} | details
    action = set_action(holder=holder, by=team, now=now, **details)
    for number, move in enumerate(WAY_TO[state], start=1):
        make(move, action, team, now=now + timedelta(minutes=number))
    return action


def make(move, action, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the action again."""
    state = ActionState(Action.objects.get(pk=action.pk).state)
    move_action(action=action, move=move, seen=state, by=by, now=now, **{**WORDS[move], **words})
    action.refresh_from_db()
    return action
