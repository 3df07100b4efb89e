"""The work of the groups at a glance: inbox, next review, commissions, work plan, forward plan (R99 to R104, R107)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from assurance.models import PartnershipGroup, Plan, User
from assurance.queries.commissions import commissions_visible_to
from assurance.queries.forward_plan import groups_with_plans
from assurance.queries.group_reviews import next_reviews
from assurance.queries.inbox import InboxCounts, inbox_counts, may_send
from assurance.queries.plans import plans_visible_to
from assurance.queries.tables import Table
from assurance.rules.group_work import COMMISSION_OPEN, is_review_overdue
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.tables import Cell
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import counted, date_words

NO_WORK_PLAN = "No work plan"


@dataclass(frozen=True)
class GroupWork:
    """A group with what it owes and is owed; words are blank where there is nothing of the kind for it."""

    group: PartnershipGroup
    inbox: InboxCounts
    review_due_on: date | None
    review_words: str
    review_is_late: bool
    asked_of_it: int
    asked_by_it: int
    plan_words: str
    plan_url: str
    forward_items: int

    @property
    def commission_words(self) -> str:
        """Its open commissions: "2 asked of it, 1 asked by it"."""
        parts = [(self.asked_of_it, "asked of it"), (self.asked_by_it, "asked by it")]
        return ", ".join(f"{number} {words}" for number, words in parts if number) or "None"


def group_work(user: User, today: date) -> list[GroupWork]:
    """The groups of today whose meetings `user` reads, by name, with the work of each. A fixed number of queries."""
    groups = list(groups_with_plans(user).exclude(level=PartnershipGroup.Level.BUSINESS_SUPPORT).on(today))
    inboxes, reviews, plans = inbox_counts(user, groups), next_reviews(today), _work_plans(user, groups, today)
    received, made = _open_commissions(user, "to_group"), _open_commissions(user, "from_group")
    return [
        _row(group, inboxes[group.pk], reviews.get(group.pk), plans.get(group.pk), today, received, made)
        for group in groups
    ]


def _row(
    group: PartnershipGroup,
    inbox: InboxCounts,
    review_due_on: date | None,
    plan: Plan | None,
    today: date,
    received: dict[int, int],
    made: dict[int, int],
) -> GroupWork:
    return GroupWork(
        group=group,
        inbox=inbox,
        review_due_on=review_due_on,
        review_words=due_in_words(review_due_on, today) if review_due_on else "",
        review_is_late=bool(review_due_on and is_review_overdue(review_due_on, today)),
        asked_of_it=received.get(group.pk, 0),
        asked_by_it=made.get(group.pk, 0),
        plan_words=f"Agreed, until {date_words(plan.ends_on)}" if plan else NO_WORK_PLAN,
        plan_url=reverse("assurance:plan_detail", args=[plan.pk]) if plan else "",
        forward_items=group.open_items,
    )


def _work_plans(user: User, groups: list[PartnershipGroup], today: date) -> dict[int, Plan]:
    """The work plan in force of each group, agreed and of today: a draft is none yet."""
    in_force = Q(kind=PlanKind.WORK, state=PlanState.AGREED, starts_on__lte=today, ends_on__gte=today)
    plans = plans_visible_to(user).filter(in_force, group__in=groups).order_by("ends_on")
    return {plan.group_id: plan for plan in plans}


def _open_commissions(user: User, side: str) -> dict[int, int]:
    found = commissions_visible_to(user).filter(state__in=COMMISSION_OPEN).order_by()
    return dict(found.values_list(side).annotate(number=Count("pk")))


def group_work_table(user: User, today: date) -> Table:
    """The work of the groups as a table to download."""
    headers = [
        "Group",
        "Waiting in its inbox",
        "Next yearly review due",
        "Review overdue",
        "Open commissions asked of it",
        "Open commissions asked by it",
        "Work plan",
        "Open items of its forward plan",
    ]
    return headers, [_table_row(row) for row in group_work(user, today)]


def _table_row(row: GroupWork) -> list[Cell]:
    return [
        row.group.name,
        row.inbox.all,
        row.review_due_on,
        "Yes" if row.review_is_late else "No",
        row.asked_of_it,
        row.asked_by_it,
        row.plan_words,
        row.forward_items,
    ]


@dataclass(frozen=True)
class GroupLinks:
    """For a group's own page: its inbox with what waits in it, and where it is sent something; blank where not open."""

    inbox_url: str
    inbox_words: str
    send_url: str


def group_links(group: PartnershipGroup, user: User, *, reads: bool) -> GroupLinks:
    """The links a group's page has for `user`; `reads` says whether they read the group's meetings."""
    waiting = inbox_counts(user, [group])[group.pk].all if reads else 0
    send = reverse("assurance:group_message_send", args=[group.slug]) if may_send(user, group) else ""
    return GroupLinks(
        inbox_url=reverse("assurance:group_inbox", args=[group.slug]) if reads else "",
        inbox_words=counted(waiting, "thing waits", "things wait") if waiting else "nothing waits",
        send_url=send,
    )
