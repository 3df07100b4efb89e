"""Reading decisions: of every group whose meetings one reads, with owner, date, state and outcome (R39)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from assurance.models import Decision, PartnershipGroup, User
from assurance.permissions import groups_where, may
from assurance.queries.tables import Table
from assurance.rules.meetings import DecisionState, MinutesState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import date_words, local_date

OVERDUE = "overdue"


@dataclass(frozen=True)
class DecisionFilters:
    """What the list is narrowed to: a group's slug, a state or "overdue"; blank for any."""

    group: str = ""
    state: str = ""


def decisions_visible_to(user: User) -> QuerySet[Decision]:
    """
    The decisions of the groups whose meetings `user` reads, the newest meeting first.

    Decisions in minutes that are not circulated, or are being corrected, are for those who prepare the meeting.
    """
    prepared = Q(meeting__group__in=groups_where(user, Permission.RUN_MEETING)) | Q(
        meeting__group__in=groups_where(user, Permission.CHAIR_MEETING)
    )
    circulated = Q(meeting__minutes__state=MinutesState.CIRCULATED)
    found = Decision.objects.filter(
        prepared | circulated, meeting__group__in=groups_where(user, Permission.READ_MEETING)
    )
    return found.select_related("meeting__group", "item", "agency").order_by("-meeting__starts_at", "recorded_at", "pk")


def decision_visible_to(user: User, pk: UUID) -> Decision | None:
    """One decision, or None."""
    return decisions_visible_to(user).filter(pk=pk).first()


def decisions_found(user: User, filters: DecisionFilters, today: date) -> QuerySet[Decision]:
    """The decisions that match every filter, in the same order."""
    found = decisions_visible_to(user)
    if filters.group:
        found = found.filter(meeting__group__slug=filters.group)
    if filters.state == OVERDUE:
        return found.filter(state=DecisionState.STANDS, due_on__lt=today)
    return found.filter(state=filters.state) if filters.state else found


def groups_that_decided(user: User) -> QuerySet[PartnershipGroup]:
    """The groups with a decision `user` may read, for the filter."""
    return PartnershipGroup.objects.filter(pk__in=decisions_visible_to(user).order_by().values("meeting__group"))


@dataclass(frozen=True)
class DecisionRow:
    """A decision with its date in words, where its minutes are, and where those who may say what became of it do so."""

    decision: Decision
    due_words: str
    is_late: bool
    minutes_url: str
    settle_url: str


def rows(decisions: Iterable[Decision], user: User, today: date) -> list[DecisionRow]:
    """Decisions as a list shows them."""
    return [_row(one, user, today) for one in decisions]


def _row(one: Decision, user: User, today: date) -> DecisionRow:
    waits = one.state == DecisionState.STANDS and one.due_on is not None
    runs = may(user, Permission.RUN_MEETING, one.meeting.group)
    words = f"Due {date_words(one.due_on)}" if one.due_on else "No date"
    if waits and one.due_on:
        words = due_in_words(one.due_on, today)
    return DecisionRow(
        decision=one,
        due_words=words,
        is_late=bool(waits and one.due_on and today > one.due_on),
        minutes_url=reverse("assurance:minutes_detail", args=[one.meeting.key]),
        settle_url=reverse("assurance:decision_settle", args=[one.pk]) if runs else "",
    )


def decision_table(user: User, filters: DecisionFilters, today: date) -> Table:
    """The decisions found as a table to download."""
    headers = ["Group", "Meeting on", "Agenda item", "Decision", "Dissent", "Owner", "Due", "State", "What came of it"]
    return headers, [_table_row(one) for one in decisions_found(user, filters, today)]


def _table_row(one: Decision) -> list[Cell]:
    return [
        one.meeting.group.name,
        local_date(one.meeting.starts_at),
        one.item.title if one.item else "",
        one.text,
        one.dissent,
        one.agency.name if one.agency else "",
        one.due_on,
        one.get_state_display(),
        one.outcome,
    ]
