"""Reading actions: the tracker with its filters, one action with its history, what is due, what a meeting takes up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Min, Model, Prefetch, Q, QuerySet, Value, When

from assurance.models import (
    Action,
    ActionUpdate,
    Agency,
    Decision,
    Meeting,
    Membership,
    PartnershipGroup,
    Post,
    PostHolding,
    User,
)
from assurance.permissions import agencies_where, groups_where, may
from assurance.queries import action_sources
from assurance.queries.action_sources import origin_of, source_name
from assurance.queries.tables import Table
from assurance.rules.actions import (
    ENDED,
    NEXT_WORDS,
    RIGHTS,
    WAITS_FOR_HOLDER,
    ActionMove,
    ActionState,
    due_in_words,
    is_overdue,
    moves_from,
)
from assurance.rules.demo import IN_POST_TITLES
from assurance.rules.meetings import DecisionState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words, local_date

OPEN, OVERDUE = "open", "overdue"
MINE, MY_AGENCY = "mine", "agency"
OPEN_FIRST = Case(When(state__in=ENDED, then=Value(1)), default=Value(0), output_field=IntegerField())
RELATED = ("agency", "group", "topic", "set_by", *action_sources.RELATED)


@dataclass(frozen=True)
class ActionFilters:
    """
    What the tracker is narrowed to; blank for any.

    `whose` is "mine" (of my post) or "agency" (of my agency or group), `state` a state, "open" or "overdue", `origin`
    what it came from, `holder` "agency:slug" or "group:slug".
    """

    whose: str = ""
    state: str = ""
    origin: str = ""
    holder: str = ""


def actions_visible_to(user: User) -> QuerySet[Action]:
    """The actions of the agencies and groups whose actions `user` may read, the open ones first, then by date."""
    mine = Q(agency__in=agencies_where(user, Permission.READ_ACTION)) | Q(
        group__in=groups_where(user, Permission.READ_ACTION)
    )
    return Action.objects.filter(mine).select_related(*RELATED).order_by(OPEN_FIRST, "due_on", "set_at", "pk")


def action_visible_to(user: User, pk: UUID) -> Action | None:
    """One action, or None."""
    return actions_visible_to(user).filter(pk=pk).first()


def actions_found(user: User, filters: ActionFilters, today: date) -> QuerySet[Action]:
    """The actions that match every filter, in the same order."""
    found = actions_visible_to(user)
    if filters.whose == MINE:
        found = found.filter(held_by(user, today), owner__in=posts_of(user, today)).exclude(owner="")
    elif filters.whose == MY_AGENCY:
        found = found.filter(held_by(user, today))
    if filters.state == OPEN:
        found = found.exclude(state__in=ENDED)
    elif filters.state == OVERDUE:
        found = found.filter(state__in=WAITS_FOR_HOLDER, due_on__lt=today)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.origin:
        found = found.filter(origin=filters.origin)
    kind, _, slug = filters.holder.partition(":")
    return found.filter(**{f"{kind}__slug": slug}) if kind in ("agency", "group") else found


def held_by(user: User, today: date) -> Q:
    """The actions of the agencies and groups that `user` belongs to, or represents, today."""
    memberships = Membership.objects.filter(person=user).on(today)
    agencies = memberships.values("agency").exclude(agency=None)
    represented = memberships.values("representing").exclude(representing=None)
    groups = memberships.values("group").exclude(group=None)
    return Q(agency__in=agencies) | Q(agency__in=represented) | Q(group__in=groups)


def posts_of(user: User, today: date) -> list[str]:
    """The posts under which an action may name `user`: their own title, and the posts they hold today."""
    held = Post.objects.filter(holdings__in=PostHolding.objects.filter(person=user).on(today))
    title = user.post_title.removesuffix(IN_POST_TITLES)
    return [title, user.post_title, *held.values_list("title", flat=True)]


def holders_of_actions(user: User) -> list[tuple[str, str]]:
    """The agencies and groups that hold an action `user` may read, as "agency:slug" with the name, for the filter."""
    found = actions_visible_to(user).order_by()
    agencies = Agency.objects.filter(pk__in=found.values("agency")).values_list("slug", "name")
    groups = PartnershipGroup.objects.filter(pk__in=found.values("group")).values_list("slug", "name")
    return [(f"agency:{slug}", name) for slug, name in agencies] + [(f"group:{slug}", name) for slug, name in groups]


def holders_offered(today: date) -> dict[str, Agency | PartnershipGroup]:
    """The agencies and groups of today by "agency:slug" and "group:slug": who may be given an action."""
    agencies = {f"agency:{agency.slug}": agency for agency in Agency.objects.on(today)}
    return agencies | {f"group:{group.slug}": group for group in PartnershipGroup.objects.on(today)}


@dataclass(frozen=True)
class ActionRow:
    """An action with its date in words, and whether it is overdue."""

    action: Action
    due_words: str
    is_late: bool


def rows(actions: Iterable[Action], today: date) -> list[ActionRow]:
    """Actions as a list shows them."""
    return [
        ActionRow(
            action,
            due_in_words(ActionState(action.state), action.due_on, today),
            is_overdue(ActionState(action.state), action.due_on, today),
        )
        for action in actions
    ]


@dataclass(frozen=True)
class ActionCounts:
    """The figures at the head of the tracker."""

    open: int
    overdue: int
    done: int
    closed: int


def counts(user: User, today: date) -> ActionCounts:
    """How many actions `user` may read are open, overdue, done without a known effect, and closed with one."""
    overdue = Q(state__in=WAITS_FOR_HOLDER, due_on__lt=today)
    found = (
        actions_visible_to(user)
        .order_by()
        .aggregate(
            open=Count("pk", ~Q(state__in=ENDED)),
            overdue=Count("pk", overdue),
            done=Count("pk", Q(state=ActionState.DONE)),
            closed=Count("pk", Q(state=ActionState.CLOSED)),
        )
    )
    return ActionCounts(**found)


@dataclass(frozen=True)
class ActionPage:
    """One action as its page shows it: its history, what may be done now and by whom, and what it came from."""

    row: ActionRow
    updates: tuple[ActionUpdate, ...]
    moves: tuple[ActionMove, ...]
    origin: str
    origin_url: str
    next_words: str


def action_page(action: Action, user: User, today: date) -> ActionPage:
    """The page of an action `user` may read, with the moves that are theirs to make now."""
    words, url = origin_of(action, user)
    state = ActionState(action.state)
    return ActionPage(
        row=rows([action], today)[0],
        updates=tuple(action.updates.select_related("by")),
        moves=tuple(move for move in moves_from(state) if may(user, RIGHTS[move], action.holder)),
        origin=words,
        origin_url=url,
        next_words=NEXT_WORDS[state],
    )


@dataclass(frozen=True)
class Due:
    """Actions that wait for somebody: how many, how many of them are overdue, and the first date."""

    number: int
    overdue: int
    first: date | None


def due_of_my_agency(user: User, today: date, until: date) -> Due:
    """The actions of the agencies and groups of `user`, theirs to see to, that are due by `until` or overdue."""
    theirs = Q(agency__in=agencies_where(user, Permission.UPDATE_ACTION)) | Q(
        group__in=groups_where(user, Permission.UPDATE_ACTION)
    )
    found = (
        actions_visible_to(user)
        .order_by()
        .filter(theirs, held_by(user, today), state__in=WAITS_FOR_HOLDER, due_on__lte=until)
    )
    return Due(**found.aggregate(number=Count("pk"), overdue=Count("pk", Q(due_on__lt=today)), first=Min("due_on")))


def awaiting_effect(user: User) -> int:
    """How many actions are done and wait for their effect to be recorded."""
    return actions_visible_to(user).filter(state=ActionState.DONE).count()


def actions_from(user: User, subject: Model) -> QuerySet[Action]:
    """The actions that came from `subject` (one of SOURCES), as far as `user` may read them."""
    return actions_visible_to(user).filter(**{source_name(subject): subject.pk})


@dataclass(frozen=True)
class Carried:
    """What a meeting takes up from earlier ones: open actions, and decisions not yet carried out (R39)."""

    actions: tuple[ActionRow, ...]
    decisions: tuple[Decision, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take up."""
        return not self.actions and not self.decisions

    @property
    def lines(self) -> tuple[str, ...]:
        """Each in a line, for an agenda: "Action: Dip-sample files (Kent Police. Due 4 December 2026: due today)"."""
        actions = [f"Action: {row.action.title} ({row.action.holder.name}. {row.due_words})" for row in self.actions]
        return (*actions, *(f"Decision: {one.text} ({_decision_words(one)})" for one in self.decisions))


def carried_to(meeting: Meeting) -> Carried:
    """
    The open actions of a group's earlier meetings, those the group holds, and its decisions not yet carried out.

    They are for those who prepare the meeting: minutes that have not been circulated are drafts. How an action stands
    against its date is said as of the day of the meeting.
    """
    ours = Q(meeting__group=meeting.group, meeting__starts_at__lt=meeting.starts_at) | Q(group=meeting.group)
    actions = Action.objects.filter(ours, set_at__lt=meeting.starts_at).exclude(state__in=ENDED)
    decisions = Decision.objects.filter(
        meeting__group=meeting.group, meeting__starts_at__lt=meeting.starts_at, state=DecisionState.STANDS
    )
    found = actions.exclude(meeting=meeting).select_related(*RELATED).order_by("due_on", "set_at", "pk")
    return Carried(
        actions=tuple(rows(found, local_date(meeting.starts_at))),
        decisions=tuple(decisions.select_related("agency", "meeting").order_by("meeting__starts_at", "recorded_at")),
    )


def _decision_words(decision: Decision) -> str:
    owner = decision.agency.name if decision.agency else "no owner named"
    return f"{owner}, due {date_words(decision.due_on)}" if decision.due_on else owner


def action_table(user: User, filters: ActionFilters, today: date) -> Table:
    """The actions found as a table to download, with what was done and its effect."""
    headers = [
        "Action",
        "What is to be done, and what should change for children",
        "Held by",
        "Who sees to it",
        "Due",
        "State",
        "Overdue",
        "Came from",
        "About",
        "Set on",
        "Latest progress",
        "What was done",
        "What changed for children, and how we know",
    ]
    found = actions_found(user, filters, today).prefetch_related(Prefetch("updates", ActionUpdate.objects.all()))
    return headers, [_table_row(row, user) for row in rows(found, today)]


def _table_row(row: ActionRow, user: User) -> list[Cell]:
    action, updates = row.action, list(row.action.updates.all())
    return [
        action.title,
        action.what,
        action.holder.name,
        action.owner,
        action.due_on,
        action.get_state_display(),
        "Yes" if row.is_late else "No",
        origin_of(action, user)[0],
        action.topic.title if action.topic else "",
        local_date(action.set_at),
        _last(updates, ActionMove.UPDATE),
        _last(updates, ActionMove.FINISH),
        next((one.difference for one in reversed(updates) if one.difference), "") if action.state == "closed" else "",
    ]


def _last(updates: Iterable[ActionUpdate], move: ActionMove) -> str:
    return next((one.text for one in reversed(list(updates)) if one.move == move), "")
