"""What flows back to a group, on one page: messages, actions, commissions, lessons, requests (SAF 6, R104)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When

from assurance.models import Action, AgendaRequest, GroupMessage, LessonGiven, PartnershipGroup, User
from assurance.permissions import groups_where, may
from assurance.queries import commissions
from assurance.queries.actions import ActionRow, actions_visible_to
from assurance.queries.actions import rows as action_rows
from assurance.queries.commissions import CommissionRow, boards, commissions_visible_to
from assurance.queries.forward_plan import may_plan
from assurance.queries.lessons import given_visible_to
from assurance.queries.tables import Table
from assurance.rules.actions import ENDED
from assurance.rules.agendas import RequestState
from assurance.rules.group_work import COMMISSION_OPEN, CommissionState
from assurance.rules.learning import GivenState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import local_date

UNANSWERED_FIRST = Case(When(answered_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())


def inboxes_of(user: User) -> QuerySet[PartnershipGroup]:
    """The groups whose inbox `user` reads: those whose meetings they read; by name."""
    groups = groups_where(user, Permission.READ_MEETING)
    return groups.exclude(level=PartnershipGroup.Level.PARTNERSHIP).order_by("name")


def inbox_group(user: User, slug: str) -> PartnershipGroup | None:
    """One group whose inbox `user` reads, or None."""
    return inboxes_of(user).filter(slug=slug).first()


def sends_to_all(user: User) -> bool:
    """Whether `user` sends to every group: a member of the Executive Board does."""
    return any(may(user, Permission.DECIDE, board) for board in boards())


def may_send(user: User, group: PartnershipGroup) -> bool:
    """Whether `user` sends the group tasks, learning and feedback: its secretariat, and any member of the Board."""
    if group.level == PartnershipGroup.Level.PARTNERSHIP:
        return False
    return may(user, Permission.RUN_MEETING, group) or sends_to_all(user)


def messages_visible_to(user: User) -> QuerySet[GroupMessage]:
    """The messages to the groups whose meetings `user` reads, and what they sent as a member of the Executive Board."""
    seen = Q(group__in=inboxes_of(user).order_by().values("pk"))
    if sends_to_all(user):
        seen |= Q(sent_by=user)
    found = GroupMessage.objects.filter(seen).select_related("group", "topic", "sent_by", "answered_by")
    return found.order_by(UNANSWERED_FIRST, "-sent_at", "-pk")


def message_visible_to(user: User, pk: UUID) -> GroupMessage | None:
    """One message, or None."""
    return messages_visible_to(user).filter(pk=pk).first()


@dataclass(frozen=True)
class InboxCounts:
    """What waits for a group: unanswered messages, open actions, ratified work, lessons without change, requests."""

    messages: int = 0
    actions: int = 0
    commissions: int = 0
    lessons: int = 0
    requests: int = 0

    @property
    def all(self) -> int:
        """All of it together."""
        return self.messages + self.actions + self.commissions + self.lessons + self.requests


def inbox_counts(user: User, groups: Sequence[PartnershipGroup]) -> dict[int, InboxCounts]:
    """What waits for each of these groups, by its key, as far as `user` may read it. Five queries for any number."""
    keys = [group.pk for group in groups]
    parts = {
        "messages": _number(messages_visible_to(user).filter(answered_at=None), "group", keys),
        "actions": _number(actions_visible_to(user).exclude(state__in=ENDED), "group", keys),
        "commissions": _number(commissions_visible_to(user).filter(state=CommissionState.RATIFIED), "to_group", keys),
        "lessons": _number(given_visible_to(user).exclude(state=GivenState.CHANGED), "group", keys),
        "requests": _number(AgendaRequest.objects.filter(state=RequestState.ASKED), "to_group", keys),
    }
    return {key: InboxCounts(**{name: found.get(key, 0) for name, found in parts.items()}) for key in keys}


def _number(found: QuerySet[Any], name: str, keys: list[int]) -> dict[int, int]:
    rows = found.filter(**{f"{name}__in": keys}).order_by().values_list(name).annotate(number=Count("pk"))
    return dict(rows)


@dataclass(frozen=True)
class LessonRow:
    """A lesson the group was given, with its date in words."""

    given: LessonGiven
    due_words: str
    is_late: bool


@dataclass(frozen=True)
class Inbox:
    """A group's inbox but for its messages, which go by pages."""

    group: PartnershipGroup
    counts: InboxCounts
    actions: tuple[ActionRow, ...]
    commissions: tuple[CommissionRow, ...]
    lessons: tuple[LessonRow, ...]
    requests: tuple[AgendaRequest, ...]
    may_send: bool
    may_ask: bool
    may_answer: bool


def inbox(group: PartnershipGroup, user: User, today: date) -> Inbox:
    """The inbox of a group whose meetings `user` reads. A fixed number of queries."""
    asked = AgendaRequest.objects.filter(to_group=group, state=RequestState.ASKED)
    work = commissions_visible_to(user).filter(to_group=group, state__in=COMMISSION_OPEN)
    return Inbox(
        group=group,
        counts=inbox_counts(user, [group])[group.pk],
        actions=tuple(action_rows(_open_actions(user, group), today)),
        commissions=tuple(commissions.rows(work, today)),
        lessons=tuple(_lessons(user, group, today)),
        requests=tuple(asked.select_related("from_group", "meeting__group").order_by("meeting__starts_at")),
        may_send=may_send(user, group),
        may_ask=may_plan(user, group),
        may_answer=may(user, Permission.CHAIR_MEETING, group),
    )


def messages_of(group: PartnershipGroup, user: User) -> QuerySet[GroupMessage]:
    """The group's messages, the unanswered first, then the newest."""
    return messages_visible_to(user).filter(group=group)


def _open_actions(user: User, group: PartnershipGroup) -> QuerySet[Action]:
    return actions_visible_to(user).filter(group=group).exclude(state__in=ENDED)


def _lessons(user: User, group: PartnershipGroup, today: date) -> Iterable[LessonRow]:
    given = given_visible_to(user).filter(group=group).exclude(state=GivenState.CHANGED).order_by("due_on", "pk")
    return [LessonRow(one, due_in_words(one.due_on, today), today > one.due_on) for one in given]


def inbox_table(group: PartnershipGroup, user: User, today: date) -> Table:
    """All of a group's inbox as a table to download."""
    headers = ["What", "In a few words", "From", "Sent or set on", "Due", "State", "All it says", "Answer", "About"]
    page = inbox(group, user, today)
    rows = [_action_cells(row) for row in page.actions]
    rows += [_commission_cells(row) for row in page.commissions]
    rows += [_lesson_cells(row.given) for row in page.lessons]
    rows += [_request_cells(one) for one in page.requests]
    messages = [[*_message_cells(one), one.topic.title if one.topic else ""] for one in messages_of(group, user)]
    return headers, messages + [[*row, ""] for row in rows]


def _message_cells(one: GroupMessage) -> list[Cell]:
    state = "Answered" if one.answered_at else "Not answered"
    sent = local_date(one.sent_at)
    return [one.get_kind_display(), one.title, str(one.sent_by), sent, None, state, one.text, one.answer]


def _action_cells(row: ActionRow) -> list[Cell]:
    one = row.action
    state, set_on = one.get_state_display(), local_date(one.set_at)
    return ["Action", one.title, one.get_origin_display(), set_on, one.due_on, state, one.what, ""]


def _commission_cells(row: CommissionRow) -> list[Cell]:
    one = row.commission
    return ["Commission", one.title, one.from_group.name, None, one.due_on, one.get_state_display(), one.what, ""]


def _lesson_cells(one: LessonGiven) -> list[Cell]:
    given = local_date(one.given_at)
    return ["Lesson", one.lesson.title, "", given, one.due_on, one.get_state_display(), one.lesson.change, ""]


def _request_cells(one: AgendaRequest) -> list[Cell]:
    asked, meets = local_date(one.asked_at), local_date(one.meeting.starts_at)
    return ["Request", one.title, one.from_group.name, asked, meets, one.get_state_display(), one.why, ""]


@dataclass(frozen=True)
class DueMessages:
    """Messages that wait for an answer of the groups a person chairs: how many, and since when."""

    number: int
    since: date | None


def due_messages(user: User, today: date) -> DueMessages:
    """The unanswered messages of the groups `user` chairs, sent by today."""
    chaired = groups_where(user, Permission.CHAIR_MEETING)
    waiting = messages_visible_to(user).filter(group__in=chaired, answered_at=None, sent_at__date__lte=today)
    found = waiting.order_by().aggregate(number=Count("pk"), since=Min("sent_at"))
    return DueMessages(found["number"], local_date(found["since"]) if found["since"] else None)
