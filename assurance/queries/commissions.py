"""Reading commissions between groups: the list, one with its history, which Board decisions may ratify it (R102)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from assurance.models import Commission, CommissionEvent, Decision, Meeting, PartnershipGroup, User
from assurance.permissions import groups_where, may
from assurance.queries.decisions import decisions_visible_to
from assurance.queries.group_reviews import SAAS
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.group_work import (
    COMMISSION_NEXT,
    COMMISSION_OPEN,
    COMMISSION_RIGHTS,
    CommissionMove,
    CommissionState,
    Side,
    commission_moves_from,
    is_commission_late,
)
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import date_words, local_date

RELATED = ("from_group", "to_group", "meeting__group", "decision__meeting__group")
OPEN_FIRST = Case(When(state__in=COMMISSION_OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())


def commissions_visible_to(user: User) -> QuerySet[Commission]:
    """The commissions of the groups whose meetings `user` reads, or every one with READ_ASSURANCE; open ones first."""
    found = Commission.objects.select_related(*RELATED).order_by(OPEN_FIRST, "due_on", "title", "pk")
    if may(user, Permission.READ_ASSURANCE):
        return found
    groups = groups_where(user, Permission.READ_MEETING)
    return found.filter(Q(from_group__in=groups) | Q(to_group__in=groups))


def commissions_found(user: User, state: str) -> QuerySet[Commission]:
    """Those in one state; every one for a blank."""
    found = commissions_visible_to(user)
    return found.filter(state=state) if state else found


def commission_visible_to(user: User, pk: UUID) -> Commission | None:
    """One commission, or None."""
    return commissions_visible_to(user).filter(pk=pk).first()


def may_make(user: User, move: CommissionMove, commission: Commission) -> bool:
    """Whether a move of the commission is for `user` to make, whatever its state."""
    side, permissions = COMMISSION_RIGHTS[move]
    if side == Side.BOARD:
        return any(may(user, permission, board) for board in boards() for permission in permissions)
    group = commission.from_group if side == Side.FROM else commission.to_group
    return any(may(user, permission, group) for permission in permissions)


def boards() -> QuerySet[PartnershipGroup]:
    """The Executive Board, as a list of one: where nobody has set it up, an empty one."""
    return PartnershipGroup.objects.filter(level=PartnershipGroup.Level.BOARD)


def board_decisions(user: User) -> QuerySet[Decision]:
    """The decisions of the Executive Board's meetings that were held, as far as `user` may read them; newest first."""
    held = Q(meeting__group__level=PartnershipGroup.Level.BOARD, meeting__state=MeetingState.HELD)
    return decisions_visible_to(user).filter(held)


def meetings_asked_at(group: PartnershipGroup) -> QuerySet[Meeting]:
    """The meetings of a group that were held, the latest first: at which it may have decided to ask."""
    return Meeting.objects.filter(group=group, state=MeetingState.HELD).select_related("group").order_by("-starts_at")


@dataclass(frozen=True)
class CommissionRow:
    """A commission with its date in words, and whether the work is late."""

    commission: Commission
    due_words: str
    is_late: bool


def rows(commissions: Iterable[Commission], today: date) -> list[CommissionRow]:
    """Commissions as a list shows them."""
    return [_row(one, today) for one in commissions]


def _row(one: Commission, today: date) -> CommissionRow:
    state = CommissionState(one.state)
    waits = state == CommissionState.RATIFIED
    words = due_in_words(one.due_on, today) if waits else f"Due {date_words(one.due_on)}"
    return CommissionRow(one, words, is_commission_late(state, one.due_on, today))


@dataclass(frozen=True)
class CommissionPage:
    """One commission as its page shows it: its history, what may be done now and by whom, what comes next."""

    row: CommissionRow
    events: tuple[CommissionEvent, ...]
    moves: tuple[CommissionMove, ...]
    next_words: str
    decision: Decision | None


def commission_page(commission: Commission, user: User, today: date) -> CommissionPage:
    """
    The page of a commission `user` may read, with the moves that are theirs to make now.

    The Board's decision is shown in its own words to those who may read it.
    """
    state = CommissionState(commission.state)
    decision = commission.decision
    return CommissionPage(
        row=_row(commission, today),
        events=tuple(commission.events.select_related("by")),
        moves=tuple(move for move in commission_moves_from(state) if may_make(user, move, commission)),
        next_words=COMMISSION_NEXT[state],
        decision=board_decisions(user).filter(pk=decision.pk).first() if decision else None,
    )


def commission_table(user: User, state: str) -> Table:
    """The commissions found as a table to download, each with its history."""
    headers = [
        "Commission",
        "From",
        "Of",
        "What is asked, and why",
        "Decided to ask at the meeting of",
        "Due",
        "State",
        "Decided by the Executive Board on",
        "What came of it",
        HISTORY,
    ]
    events = Prefetch("events", CommissionEvent.objects.select_related("by"))
    return headers, [_table_row(one) for one in commissions_found(user, state).prefetch_related(events)]


def _table_row(one: Commission) -> list[Cell]:
    return [
        one.title,
        one.from_group.name,
        one.to_group.name,
        one.what,
        f"{one.meeting.group.short_name}, {date_words(one.meeting.starts_at)}" if one.meeting else "",
        one.due_on,
        one.get_state_display(),
        local_date(one.decision.meeting.starts_at) if one.decision else None,
        one.result,
        history_cell(one.events.all()),
    ]


@dataclass(frozen=True)
class DueCommissions:
    """Commissions that wait for a person: how many for the Board's decision, how many for their group, first date."""

    awaiting: int
    to_finish: int
    first: date | None


def due_commissions(user: User, today: date) -> DueCommissions:
    """What waits for `user`: to record what the Board decided, and ratified work of the groups they chair."""
    runs_board = any(may(user, Permission.RUN_MEETING, board) for board in boards())
    chaired = groups_where(user, Permission.CHAIR_MEETING)
    awaiting = Commission.objects.filter(state=CommissionState.AWAITING).count() if runs_board else 0
    work = Commission.objects.filter(state=CommissionState.RATIFIED, to_group__in=chaired).order_by("due_on")
    dates = list(work.values_list("due_on", flat=True))
    return DueCommissions(awaiting, len(dates), dates[0] if dates else None)


def groups_asking(user: User) -> QuerySet[PartnershipGroup]:
    """For which groups `user` may commission work at a click: those they chair, and SAAS for its secretariat."""
    chaired = groups_where(user, Permission.CHAIR_MEETING)
    return (chaired | groups_where(user, Permission.RUN_MEETING).filter(slug=SAAS)).distinct().order_by("name")
