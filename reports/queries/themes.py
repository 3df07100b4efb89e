"""The actions of one theme, with what was done and what it changed, for the report about it (R98)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from assurance.models import Action, ActionUpdate, Theme, User
from assurance.queries.actions import ActionRow, actions_visible_to, rows
from assurance.rules.actions import ActionMove, ActionState


@dataclass(frozen=True)
class ThemeAction:
    """An action: its date in words, what was done, and what changed for children; both blank while not said."""

    action: Action
    due_words: str
    done: str
    difference: str


def actions_of_theme(user: User, theme: Theme, today: date) -> list[ThemeAction]:
    """What follows from a theme, as far as `user` may read it, the open ones first. A fixed number of queries."""
    updates = Prefetch("updates", ActionUpdate.objects.all())
    found = rows(actions_visible_to(user).filter(theme=theme).prefetch_related(updates), today)
    return [_theme_action(row) for row in found]


def _theme_action(row: ActionRow) -> ThemeAction:
    """What was said with a move that has been taken back since does not hold any more."""
    state = row.action.state
    last = {update.move: update for update in row.action.updates.all()}
    done = last.get(ActionMove.FINISH) if state in (ActionState.DONE, ActionState.CLOSED) else None
    closed = last.get(ActionMove.CLOSE) if state == ActionState.CLOSED else None
    return ThemeAction(row.action, row.due_words, done.text if done else "", closed.difference if closed else "")
