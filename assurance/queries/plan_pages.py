"""How plans and their priorities stand, as the pages show it: reviews, milestones, months without a review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from assurance.models import Action, Membership, Plan, PlanEvent, Priority, PriorityReview, Topic, User
from assurance.permissions import may, may_somewhere
from assurance.queries.actions import OPEN_FIRST
from assurance.queries.groups import CHAIRS
from assurance.queries.plan_links import Serving, serving
from assurance.queries.plans import may_keep, may_report, plans_visible_to, span_of
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.actions import ActionState, due_in_words, is_overdue
from assurance.rules.plans import (
    KEEPS,
    NEXT_WORDS,
    PlanKind,
    PlanMove,
    PlanState,
    Progress,
    missing_months,
    month_words,
    months_asked,
    months_in_words,
    moves_from,
    progress_in_words,
    standing_in_words,
)
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words, local_date


@dataclass(frozen=True)
class Milestone:
    """
    An action of a priority as a reader of its plan sees it: what, who, by when and how far.

    Whoever reads a plan reads its milestones. What was said of one stands on its own page, to which `url` leads those
    who read the actions of its holder.
    """

    action: Action
    due_words: str
    is_late: bool
    url: str


@dataclass(frozen=True)
class PriorityRow:
    """A priority with its latest review, its milestones, and the months of which it should have been reviewed."""

    priority: Priority
    review: PriorityReview | None
    milestones: tuple[Milestone, ...]
    missing: tuple[date, ...]

    @property
    def progress(self) -> Progress | None:
        """How it stood when it was last reviewed."""
        return Progress(self.review.progress) if self.review else None

    @property
    def month(self) -> str:
        """The month it was last reviewed for, in words."""
        return month_words(self.review.month) if self.review else ""

    @property
    def missing_words(self) -> str:
        """The months without a review, in words."""
        return months_in_words(self.missing)


@dataclass(frozen=True)
class PlanRow:
    """A plan as a list shows it: its days, where it stands, how its priorities do, and months without a review."""

    plan: Plan
    days: str
    standing: str
    progress: str
    missing_words: str
    priorities: tuple[PriorityRow, ...]
    set_aside: tuple[PriorityRow, ...]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Each month without a review of every priority, with the titles of those that lack one."""
        months = sorted({month for row in self.priorities for month in row.missing})
        lacking = ([row.priority.title for row in self.priorities if month in row.missing] for month in months)
        return tuple((month_words(month), "; ".join(titles)) for month, titles in zip(months, lacking, strict=True))


def with_priorities(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The plans with all that `plan_rows` reads of them, in a fixed number of queries."""
    reviews = PriorityReview.objects.select_related("by", "group")
    actions = Action.objects.select_related("agency", "group").order_by(OPEN_FIRST, "due_on", "set_at", "pk")
    priorities = Priority.objects.select_related("agency").order_by("position", "pk")
    priorities = priorities.prefetch_related(Prefetch("reviews", reviews), Prefetch("actions", actions), "topics")
    events = PlanEvent.objects.select_related("by")
    return plans.prefetch_related(Prefetch("priorities", priorities), Prefetch("events", events))


def plan_rows(plans: Iterable[Plan], user: User, today: date) -> list[PlanRow]:
    """Plans (of `with_priorities`) as a list shows them."""
    return [_plan_row(plan, user, today) for plan in plans]


def plan_row(plan: Plan, user: User, today: date) -> PlanRow:
    """One plan `user` may read, loaded again with all that hangs on it."""
    return plan_rows(with_priorities(plans_visible_to(user)).filter(pk=plan.pk), user, today)[0]


def _plan_row(plan: Plan, user: User, today: date) -> PlanRow:
    rows = [_priority_row(one, plan, user, today) for one in plan.priorities.all()]
    current = tuple(row for row in rows if row.priority.is_current)
    return PlanRow(
        plan=plan,
        days=span_of(plan).words,
        standing=standing_in_words(PlanState(plan.state), span_of(plan), today),
        progress=progress_in_words([row.progress for row in current]),
        missing_words=months_in_words(sorted({month for row in current for month in row.missing})),
        priorities=current,
        set_aside=tuple(row for row in rows if not row.priority.is_current),
    )


def _priority_row(priority: Priority, plan: Plan, user: User, today: date) -> PriorityRow:
    reviews = list(priority.reviews.all())
    return PriorityRow(
        priority=priority,
        review=reviews[-1] if reviews else None,
        milestones=tuple(_milestone(action, user, today) for action in priority.actions.all()),
        missing=tuple(_missing(plan, reviews, today)) if priority.is_current else (),
    )


def _milestone(action: Action, user: User, today: date) -> Milestone:
    state, reads = ActionState(action.state), may(user, Permission.READ_ACTION, action.holder)
    return Milestone(
        action=action,
        due_words=due_in_words(state, action.due_on, today),
        is_late=is_overdue(state, action.due_on, today),
        url=reverse("assurance:action_detail", args=[action.pk]) if reads else "",
    )


def _missing(plan: Plan, reviews: list[PriorityReview], today: date) -> list[date]:
    """
    The months of which a priority of an improvement plan should have been reviewed and was not (R108).

    Asked from the plan's first day, or its agreement if that was later; of a priority without a review before the plan
    was last agreed, from then, for it may have been added then. Nothing is asked after the plan was closed.
    """
    agreed = [local_date(event.at) for event in plan.events.all() if event.move == PlanMove.AGREE]
    if plan.kind != PlanKind.IMPROVEMENT or not agreed:
        return []
    was_there = any(local_date(review.at) <= agreed[-1] for review in reviews)
    begins_on = max(plan.starts_on, agreed[0] if was_there else agreed[-1])
    closed = [local_date(event.at) for event in plan.events.all() if event.move == PlanMove.CLOSE]
    until = min(today, closed[-1]) if plan.state == PlanState.CLOSED else today
    return missing_months(months_asked(begins_on, plan.ends_on, until), [review.month for review in reviews])


@dataclass(frozen=True)
class PlanPage:
    """One plan as its page shows it: how it stands, its history, and what may be done now."""

    row: PlanRow
    events: tuple[PlanEvent, ...]
    moves: tuple[PlanMove, ...]
    next_words: str
    decided: str
    decided_url: str
    inspection_url: str
    chairs: tuple[str, ...]
    may_change: bool
    may_report: bool


def plan_page(plan: Plan, user: User, today: date) -> PlanPage:
    """The page of a plan `user` may read, with the moves that are theirs to make now."""
    state, keeps = PlanState(plan.state), may_keep(user, plan)
    words, url = _decided(plan, user)
    return PlanPage(
        row=plan_row(plan, user, today),
        events=tuple(plan.events.select_related("by")),
        moves=tuple(moves_from(state)) if keeps else (),
        next_words=NEXT_WORDS[state],
        decided=words,
        decided_url=url,
        inspection_url=_inspection_url(plan, user),
        chairs=tuple(_chairs(plan, today)),
        may_change=keeps and state == PlanState.DRAFT,
        may_report=may_report(user, plan) and is_running(plan, today),
    )


def is_running(plan: Plan, today: date) -> bool:
    """Whether its priorities are reviewed: it is agreed and has begun."""
    return plan.state == PlanState.AGREED and plan.starts_on <= today


def _decided(plan: Plan, user: User) -> tuple[str, str]:
    """The decision a plan was agreed with, and its minutes for those who read the meeting."""
    if plan.decision is None:
        return "", ""
    meeting = plan.decision.meeting
    words = f"{meeting.group.name}, {date_words(meeting.starts_at)}"
    reads = may(user, Permission.READ_MEETING, meeting.group)
    return words, reverse("assurance:minutes_detail", args=[meeting.key]) if reads else ""


def _inspection_url(plan: Plan, user: User) -> str:
    """The inspection a plan answers, for those who read inspections; an outside reader has its name alone."""
    reads = plan.inspection_id and may(user, Permission.READ_ASSURANCE)
    return reverse("assurance:inspection_detail", args=[plan.inspection_id]) if reads else ""


def _chairs(plan: Plan, today: date) -> QuerySet[Membership, str]:
    """The posts of those who chair a work plan's group today: they answer for its delivery (R107)."""
    chairs = Membership.objects.on(today).filter(group=plan.group, role__in=CHAIRS, person__is_active=True)
    found = chairs if plan.kind == PlanKind.WORK else chairs.none()
    return found.exclude(person__post_title="").values_list("person__post_title", flat=True).distinct()


@dataclass(frozen=True)
class PriorityPage:
    """One priority as its page shows it: every review, the newest month first, and its milestones."""

    row: PriorityRow
    topics: tuple[Topic, ...]
    serving: tuple[Serving, ...]
    reviews: tuple[tuple[PriorityReview, str, bool], ...]
    may_change: bool
    may_report: bool


def priority_page(priority: Priority, user: User, today: date) -> PriorityPage:
    """The page of a priority `user` may read. Each review comes with its month and whether a later one corrects it."""
    plan = priority.plan
    shown = plan_row(plan, user, today)
    row = next(one for one in (*shown.priorities, *shown.set_aside) if one.priority.pk == priority.pk)
    reviews = list(row.priority.reviews.all())
    last = {review.month: review.pk for review in reviews}
    return PriorityPage(
        row=row,
        topics=tuple(row.priority.topics.all()),
        serving=tuple(serving(priority, user)),
        reviews=tuple((one, month_words(one.month), last[one.month] != one.pk) for one in reversed(reviews)),
        may_change=may_keep(user, plan) and plan.state == PlanState.DRAFT,
        may_report=may_report(user, plan) and is_running(plan, today) and priority.is_current,
    )


@dataclass(frozen=True)
class Due:
    """Something a plan waits for: what, of which plan, and where it is done."""

    plan: Plan
    what: str
    url: str
    is_late: bool


def due_plans(user: User, today: date) -> list[Due]:
    """What plans wait for that `user` keeps: months of improvement plans not reviewed, plans over and not closed."""
    kept = plans_visible_to(user).filter(state=PlanState.AGREED, starts_on__lte=today)
    rows = plan_rows(with_priorities(kept), user, today) if may_somewhere(user, KEEPS) else []
    due = []
    for row in rows:
        url = reverse("assurance:plan_detail", args=[row.plan.pk])
        if may_keep(user, row.plan) and row.missing_words:
            due.append(Due(row.plan, f"Not reviewed for {row.missing_words}", url, True))
        if may_keep(user, row.plan) and today > row.plan.ends_on:
            due.append(Due(row.plan, f"{row.standing}: say what came of it", url, False))
    return due


PLAN_HEADERS = [
    "Kind",
    "Plan",
    "Group",
    "From",
    "Until",
    "State",
    "Why there is this plan",
    "Responsible for its delivery",
    "Agreed by decision of",
    "Inspection it answers",
    "How its priorities stand",
    "Months without a review",
    HISTORY,
]
PRIORITY_HEADERS = [
    "Priority",
    "What is to be different for children",
    "Responsible lead",
    "Agency",
    "Links with other strategies and boards",
    "Progress",
    "Reviewed for",
    "What was done",
    "What changed for children, and how we know",
    "Months without a review",
    "About",
    "Milestone",
    "Held by",
    "Who sees to it",
    "Due",
    "State",
    "Overdue",
]


def list_table(plans: QuerySet[Plan], user: User, today: date) -> Table:
    """The plans found as a table to download."""
    return PLAN_HEADERS, [_list_cells(row, user) for row in plan_rows(with_priorities(plans), user, today)]


def _list_cells(row: PlanRow, user: User) -> list[Cell]:
    plan = row.plan
    return [
        plan.get_kind_display(),
        plan.title,
        plan.group.name,
        plan.starts_on,
        plan.ends_on,
        row.standing,
        plan.why,
        plan.lead,
        _decided(plan, user)[0],
        str(plan.inspection or ""),
        row.progress,
        row.missing_words,
        history_cell(plan.events.all()),
    ]


def plan_table(plan: Plan, user: User, today: date) -> Table:
    """A plan as a table to download: a row for each milestone, and one for a priority that has none."""
    rows: list[list[Cell]] = []
    for row in plan_row(plan, user, today).priorities:
        rows += [_priority_cells(row) + _milestone_cells(one) for one in row.milestones or (None,)]
    return PRIORITY_HEADERS, rows


def _priority_cells(row: PriorityRow) -> list[Cell]:
    one, review = row.priority, row.review
    return [
        one.title,
        one.outcome,
        one.lead,
        one.agency.name if one.agency else "",
        one.links,
        review.get_progress_display() if review else "Not yet reviewed",
        row.month,
        review.done if review else "",
        review.difference if review else "",
        row.missing_words,
        "; ".join(topic.title for topic in one.topics.all()),
    ]


def _milestone_cells(one: Milestone | None) -> list[Cell]:
    if one is None:
        return [""] * 6
    action = one.action
    return [
        action.title,
        action.holder.name,
        action.owner,
        action.due_on,
        action.get_state_display(),
        "Yes" if one.is_late else "No",
    ]
