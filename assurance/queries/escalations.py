"""Reading escalations: the list, one with its history, the stages of the process, the table to take away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When
from django.urls import reverse

from assurance.models import Agency, Escalation, EscalationEvent, EscalationStage, User
from assurance.permissions import may
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.escalations import (
    NEXT_WORDS,
    EscalationMove,
    EscalationState,
    due_in_words,
    is_overdue,
    moves_from,
    next_stage,
)
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words, local_date

OVERDUE = "overdue"
OPEN_FIRST = Case(When(state=EscalationState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
NO_STAGE = "No stage"


def stages() -> QuerySet[EscalationStage]:
    """Every stage that was ever recorded, in order."""
    return EscalationStage.objects.all()


def stage_after(stage: EscalationStage | None) -> EscalationStage | None:
    """The stage of today that follows one, or the first; None at the end, and where none are recorded."""
    current = {one.position: one for one in EscalationStage.objects.filter(is_current=True)}
    position = next_stage(list(current), stage.position if stage else None)
    return current[position] if position is not None else None


def escalations_visible_to(user: User) -> QuerySet[Escalation]:
    """Every escalation, the open ones first, then the newest, for those who may read them."""
    if not may(user, Permission.READ_ESCALATION):
        return Escalation.objects.none()
    related = Escalation.objects.select_related("stage", "meeting__group", "item", "opened_by")
    return related.prefetch_related("agencies").order_by(OPEN_FIRST, "-opened_at", "pk")


def escalations_found(user: User, *, state: str, today: date) -> QuerySet[Escalation]:
    """Those in one state, or overdue; every one for a blank."""
    found = escalations_visible_to(user)
    if state == OVERDUE:
        return found.filter(state=EscalationState.OPEN, due_on__lt=today)
    return found.filter(state=state) if state else found


def escalation_visible_to(user: User, pk: UUID) -> Escalation | None:
    """One escalation, or None."""
    return escalations_visible_to(user).filter(pk=pk).first()


@dataclass(frozen=True)
class EscalationRow:
    """An escalation with its parties, stage and deadline in words, and whether it is overdue."""

    escalation: Escalation
    parties: str
    stage: str
    due_words: str
    is_late: bool


def rows(escalations: Iterable[Escalation], today: date) -> list[EscalationRow]:
    """Escalations as a list shows them."""
    return [
        EscalationRow(
            one,
            ", ".join(agency.name for agency in one.agencies.all()),
            one.stage.title if one.stage else NO_STAGE,
            due_in_words(EscalationState(one.state), one.due_on, today),
            is_overdue(EscalationState(one.state), one.due_on, today),
        )
        for one in escalations
    ]


@dataclass(frozen=True)
class EscalationPage:
    """One escalation as its page shows it: its history, what may be done now, and where it came from."""

    row: EscalationRow
    events: tuple[EscalationEvent, ...]
    moves: tuple[EscalationMove, ...]
    next_words: str
    next_stage: EscalationStage | None
    has_stages: bool
    origin: str
    origin_url: str


def escalation_page(escalation: Escalation, user: User, today: date) -> EscalationPage:
    """The page of an escalation `user` may read, with the moves that are theirs to make now."""
    following, state = stage_after(escalation.stage), EscalationState(escalation.state)
    moves = moves_from(state) if may(user, Permission.HANDLE_ESCALATION) else []
    words, url = _origin(escalation, user)
    return EscalationPage(
        row=rows([escalation], today)[0],
        events=tuple(escalation.events.select_related("by", "stage")),
        moves=tuple(move for move in moves if move != EscalationMove.ADVANCE or following),
        next_words=NEXT_WORDS[state],
        next_stage=following,
        has_stages=stages().exists(),
        origin=words,
        origin_url=url,
    )


def _origin(escalation: Escalation, user: User) -> tuple[str, str]:
    meeting = escalation.meeting
    if meeting is None:
        return "Opened by hand", ""
    words = f"{meeting.group.short_name} meeting of {date_words(meeting.starts_at)}"
    if not may(user, Permission.READ_MEETING, meeting.group):
        return words, ""
    return words, reverse("assurance:minutes_detail", args=[meeting.key])


def agencies_offered(today: date) -> QuerySet[Agency]:
    """The agencies of today: who may be party to a dispute."""
    return Agency.objects.on(today)


def escalation_table(user: User, *, state: str, today: date) -> Table:
    """The escalations found as a table to download, each with its history."""
    headers = [
        "Escalation",
        "What is in dispute",
        "Where it was opened",
        "Between",
        "State",
        "Stage",
        "Who leads it at this stage",
        "To end by",
        "Overdue",
        "Arbiter",
        "Opened on",
        "Closed on",
        "Outcome",
        HISTORY,
    ]
    events = Prefetch("events", EscalationEvent.objects.select_related("by"))
    found = escalations_found(user, state=state, today=today).prefetch_related(events)
    return headers, [_table_row(row, user) for row in rows(found, today)]


def _table_row(row: EscalationRow, user: User) -> list[Cell]:
    one = row.escalation
    return [
        one.title,
        one.what,
        _origin(one, user)[0],
        row.parties,
        one.get_state_display(),
        row.stage,
        one.stage.who if one.stage else "",
        one.due_on,
        "Yes" if row.is_late else "No",
        one.arbiter,
        local_date(one.opened_at),
        local_date(one.closed_at) if one.closed_at else None,
        one.outcome,
        history_cell(one.events.all()),
    ]
