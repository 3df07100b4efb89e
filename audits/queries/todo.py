"""What of the audits needs a person, by when: answers to give, audits to move on, responses to record."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from assurance.models import User
from assurance.permissions import may
from assurance.queries.todo import Todo
from assurance.rules.roles import Permission
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import counted, date_words
from assurance.rules.working_days import working_days_after
from audits.models import Audit
from audits.queries.audits import audits_run_by, audits_visible_to, participants_answered_by
from audits.rules.answers import ParticipantState
from audits.rules.audits import IS_OPEN, AuditState
from audits.rules.programme import next_stage

# How many working days before its date an audit is on the first page of those who launch it or hold its moderation.
DUE_WITHIN = 10
# How many rows of a kind the first page shows: the list has them all.
ROWS_SHOWN = 10


def audits_todo_for(user: User, today: date) -> list[Todo]:
    """What needs `user`, what their agency is asked first."""
    return [*_to_answer(user, today), *_to_run(user, today), *_to_respond(user)]


def _to_answer(user: User, today: date) -> list[Todo]:
    waiting = participants_answered_by(user).filter(state=ParticipantState.WRITING, audit__state=AuditState.COLLECTING)
    return [
        Todo(
            f"Your agency has an audit to answer: {one.audit.title}",
            reverse("audits:participant_detail", args=[one.pk]),
            f"For {one.agency.name}. Nobody else sees your answers before moderation begins.",
            due_in_words(one.audit.answers_due_on, today),
            today > one.audit.answers_due_on,
        )
        for one in waiting.order_by("audit__answers_due_on", "audit__title")[:ROWS_SHOWN]
    ]


def _to_run(user: User, today: date) -> list[Todo]:
    soon = working_days_after(today, DUE_WITHIN)
    due = Q(pk=None)
    for state in IS_OPEN:
        if stage := next_stage(state):
            due |= Q(("state", str(state)), (f"{stage.name}__lte", soon))
    unsigned = Count("participants", ~Q(participants__state=ParticipantState.SIGNED))
    ready = Q(state=AuditState.COLLECTING, unsigned=0)
    found = audits_run_by(user).annotate(unsigned=unsigned).filter(due | ready).order_by("starts_on", "title")
    return [_row(audit, today) for audit in found[:ROWS_SHOWN]]


def _row(audit: Audit, today: date) -> Todo:
    state = AuditState(audit.state)
    stage = next_stage(state)
    on = getattr(audit, stage.name) if stage else today
    title, note = _words(audit, state)
    url = reverse("audits:audit_detail", args=[audit.pk])
    falls = stage.falls if stage else ""
    return Todo(title, url, note, due_in_words(on, today, falls), today > on)


def _words(audit: Audit, state: AuditState) -> tuple[str, str]:
    unsigned = audit.unsigned  # type: ignore[attr-defined]
    if state == AuditState.PLANNED:
        return f"Launch the audit: {audit.title}", "Its page says what is still missing."
    if state == AuditState.COLLECTING and not unsigned:
        return f"Moderation can begin: {audit.title}", "Every agency has submitted its answers."
    if state == AuditState.COLLECTING:
        waiting = counted(unsigned, "agency has", "agencies have")
        return f"{waiting} not submitted: {audit.title}", "See who, and remind them."
    if state == AuditState.MODERATING:
        return f"Moderate the audit: {audit.title}", "Settle each grade with the team."
    return f"Write the report: {audit.title}", "Findings, and recommendations with who acts on each by when."


def _to_respond(user: User) -> list[Todo]:
    if not may(user, Permission.RESPOND_AUDIT):
        return []
    waiting: QuerySet[Audit] = audits_visible_to(user).filter(state=AuditState.FINAL)
    return [
        Todo(
            f"An audit waits for SAAS’s response: {audit.title}",
            reverse("audits:audit_detail", args=[audit.pk]),
            "Its report is final.",
            f"Report was due {date_words(audit.report_due_on)}",
            False,
        )
        for audit in waiting.order_by("report_due_on", "title")[:ROWS_SHOWN]
    ]
