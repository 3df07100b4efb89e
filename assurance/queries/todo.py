"""What needs a person, by when: the first thing they see."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.urls import reverse

from assurance.models import StatusReturn, User
from assurance.permissions import may, may_somewhere
from assurance.queries.actions import MY_AGENCY, OPEN, awaiting_effect, due_of_my_agency
from assurance.queries.agendas import agendas_waiting
from assurance.queries.attendance import meeting_words, meetings_to_answer
from assurance.queries.minutes import due_on, uncirculated
from assurance.queries.returns import returns_drafted_by
from assurance.queries.tracker import latest_period
from assurance.queries.warnings import Standing, standings
from assurance.rules.actions import ActionState
from assurance.rules.clocks import papers_clock
from assurance.rules.returns import EDITABLE, Reporter, ReturnState
from assurance.rules.roles import Permission
from assurance.rules.tracker import due_in_words
from assurance.rules.warnings import WarningState
from assurance.rules.wording import counted, date_words, local_date
from assurance.rules.working_days import working_days_after

# How many working days before its date an action is on its holder's first page.
ACTIONS_DUE_WITHIN = 10
# What an agency and a group write each quarter, and about what (SAF 7; SAF 5).
RETURN_WORDS = MappingProxyType({Reporter.AGENCY: "status return", Reporter.GROUP: "report"})
RETURN_ASKS = MappingProxyType(
    {
        Reporter.AGENCY: (
            "What is going well, what is not and what you are doing about it, and concerns about multi-agency working."
        ),
        Reporter.GROUP: "What your group knows of practice and of the lives of children, under five headings.",
    }
)
# How many working days before a meeting its agenda is: the 7 of its papers' clock, and 8 to put it together.
AGENDAS_DUE_WITHIN = 15


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
    rows += _agendas_waiting(user, today)
    rows += _meetings_to_answer(user, today)
    return rows + _minutes_waiting(user, today) + _warnings_waiting(user) + _actions_waiting(user, today)


def _agendas_waiting(user: User, today: date) -> list[Todo]:
    """The agendas whose papers are due soon: to be agreed by the chair, put together and circulated by others."""
    rows = []
    for meeting, is_chair in agendas_waiting(user, today=today, until=working_days_after(today, AGENDAS_DUE_WITHIN)):
        due = papers_clock(local_date(meeting.starts_at)).due_on
        what = "Agree the agenda" if is_chair else "Agenda and papers"
        rows.append(
            Todo(
                f"{what}, {meeting.group.short_name}, {date_words(meeting.starts_at)}",
                reverse("assurance:agenda_edit", args=[meeting.key]),
                meeting.get_state_display(),
                due_in_words(due, today, "Papers due"),
                today > due,
            )
        )
    return rows


def _returns_to_write(user: User, today: date) -> list[Todo]:
    open_returns = (
        returns_drafted_by(user).filter(state__in=EDITABLE, period__closed_at__isnull=True).order_by("due_on")
    )
    return [
        Todo(
            f"{row.period.short_words} {RETURN_WORDS[row.reporter]}, {row.owner.name}",
            reverse("assurance:return_detail", args=[row.pk]),
            _note(row),
            due_in_words(row.due_on, today),
            today > row.due_on,
        )
        for row in open_returns
        if row.is_required or row.state == ReturnState.RETURNED
    ]


def _meetings_to_answer(user: User, today: date) -> list[Todo]:
    return [
        Todo(
            f"Say whether you are coming to {meeting_words(meeting)}",
            reverse("assurance:attendance_reply", args=[meeting.key]),
            "The agenda and papers are out.",
            f"Meets {date_words(meeting.starts_at)}",
            False,
        )
        for meeting in meetings_to_answer(user, today)
    ]


def _note(status_return: StatusReturn) -> str:
    if status_return.state == ReturnState.RETURNED:
        return "The Business Team asks for changes."
    return RETURN_ASKS[Reporter(status_return.reporter)]


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
            due_in_words(period.due_on, today),
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


def _minutes_waiting(user: User, today: date) -> list[Todo]:
    return [
        Todo(
            f"Minutes of {meeting.group.short_name}, {date_words(meeting.starts_at)}",
            reverse("assurance:minutes_detail", args=[meeting.key]),
            "Write them, have the chair approve them, and circulate them.",
            due_in_words(due_on(meeting), today),
            today > due_on(meeting),
        )
        for meeting in uncirculated(user)
    ]


def _actions_waiting(user: User, today: date) -> list[Todo]:
    rows, tracker = [], reverse("assurance:action_list")
    if may_somewhere(user, Permission.UPDATE_ACTION):
        due = due_of_my_agency(user, today, working_days_after(today, ACTIONS_DUE_WITHIN))
        if due.number and due.first:
            title = f"{counted(due.number, 'action')} of your agency or group due soon or overdue"
            note = (
                f"{due.overdue} overdue. Tell of progress, or say what was done."
                if due.overdue
                else "Tell of progress."
            )
            url = f"{tracker}?whose={MY_AGENCY}&state={OPEN}"
            rows.append(Todo(title, url, note, f"First due {date_words(due.first)}", bool(due.overdue)))
    if may(user, Permission.MANAGE_ACTION) and (number := awaiting_effect(user)):
        title = f"{counted(number, 'action')} done, effect not yet seen"
        note = "Close each with what changed for children, or reopen it."
        rows.append(Todo(title, f"{tracker}?state={ActionState.DONE}", note, "", False))
    return rows
