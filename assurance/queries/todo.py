"""What needs a person, by when: the first thing they see."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assurance.models import StatusReturn, User
from assurance.permissions import may, may_somewhere
from assurance.queries.returns import returns_drafted_by
from assurance.queries.tracker import latest_period
from assurance.queries.warnings import Standing, standings
from assurance.rules.returns import EDITABLE, ReturnState
from assurance.rules.roles import Permission
from assurance.rules.tracker import lateness_in_words
from assurance.rules.warnings import WarningState
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
    return rows + _warnings_waiting(user)


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


def _warnings_waiting(user: User) -> list[Todo]:
    handles, answers = may(user, Permission.HANDLE_WARNING), may(user, Permission.ANSWER_WARNING)
    if not handles and not answers:
        return []
    standing = standings(user)
    raised, escalated, answered = (
        standing[state] for state in (WarningState.RAISED, WarningState.ESCALATED, WarningState.ANSWERED)
    )
    rows = []
    if handles and raised.number:
        title = f"{counted(raised.number, 'early warning')} {_wait(raised)} for SAAS"
        rows.append(_warnings(title, WarningState.RAISED, "Accept, explain or escalate each.", raised))
    if answers and escalated.number:
        title = f"{counted(escalated.number, 'early warning')} {_wait(escalated)} for the Executive Board’s answer"
        rows.append(
            _warnings(title, WarningState.ESCALATED, "Record what the Board decides, with its date.", escalated)
        )
    if handles and answered.number:
        title = f"{counted(answered.number, 'early warning')} answered by the Executive Board"
        rows.append(
            _warnings(title, WarningState.ANSWERED, "Act on each answer, and close it with the effect.", answered)
        )
    return rows


def _wait(standing: Standing) -> str:
    return "waits" if standing.number == 1 else "wait"


def _warnings(title: str, state: WarningState, note: str, standing: Standing) -> Todo:
    when = f"Oldest raised {date_words(standing.since)}" if standing.since else ""
    return Todo(title, f"{reverse('assurance:warning_list')}?state={state}", note, when, False)
