"""What needs a person, by when: the first thing they see."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assurance.models import StatusReturn, User
from assurance.permissions import may, may_somewhere
from assurance.queries.returns import returns_drafted_by
from assurance.queries.tracker import latest_period
from assurance.rules.returns import EDITABLE, ReturnState
from assurance.rules.roles import Permission
from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import counted, date_words


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, where, a note, by when in words, and whether that has passed."""

    title: str
    url: str
    note: str
    when: str
    is_late: bool


def todo_for(user: User, today: date) -> list[Todo]:
    """What needs `user`, the most pressing first."""
    rows = _returns_to_write(user, today) if may_somewhere(user, Permission.DRAFT_RETURN) else []
    if may(user, Permission.REVIEW_RETURNS):
        rows += _returns_to_review()
    if may(user, Permission.TRACK_RETURNS):
        rows += _returns_to_chase(today)
    return rows


def _returns_to_write(user: User, today: date) -> list[Todo]:
    open_returns = (
        returns_drafted_by(user).filter(state__in=EDITABLE, period__closed_at__isnull=True).order_by("due_on")
    )
    return [
        Todo(
            f"{row.period.short_words} status return, {row.owner.name}",
            reverse("assurance:return_detail", args=[row.pk]),
            _note(row),
            f"Due {date_words(row.due_on)}: {lateness_in_words(row.due_on, today, None).lower()}",
            today > row.due_on,
        )
        for row in open_returns
        if row.is_required or row.state == ReturnState.RETURNED
    ]


def _note(status_return: StatusReturn) -> str:
    if status_return.state == ReturnState.RETURNED:
        return "The Business Team asks for changes."
    return "What is going well, what is not and what you are doing about it, and concerns about multi-agency working."


def _returns_to_review() -> list[Todo]:
    waiting = (
        StatusReturn.objects.filter(state=ReturnState.SUBMITTED)
        .select_related("agency", "group", "period", "standing")
        .order_by("standing__submitted_at")
    )
    return [
        Todo(
            f"Read and accept the return of {row.owner.name}",
            reverse("assurance:return_detail", args=[row.pk]),
            row.period.short_words,
            f"Submitted {date_words(row.standing.submitted_at)}",
            False,
        )
        for row in waiting
        if row.standing
    ]


def _returns_to_chase(today: date) -> list[Todo]:
    period = latest_period()
    if period is None or period.closed_at:
        return []
    outstanding = period.returns.filter(is_required=True, state__in=EDITABLE).count()
    if not outstanding:
        return []
    return [
        Todo(
            f"{counted(outstanding, 'required return')} outstanding for {period.short_words}",
            f"{reverse('assurance:tracker')}?period={period.code}",
            "See who, and remind them.",
            f"Due {date_words(period.due_on)}: {lateness_in_words(period.due_on, today, None).lower()}",
            today > period.due_on,
        )
    ]
