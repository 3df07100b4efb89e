"""Reading plans: which one may read, the priorities in force, the list by kind (R96, R97, R107, R108)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from assurance.models import Decision, Inspection, PartnershipGroup, Plan, Priority, User
from assurance.permissions import groups_where, may
from assurance.queries.decisions import decisions_visible_to
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.meetings import MeetingState
from assurance.rules.plans import KEEPS, REPORTS_ON_STRATEGY, PlanKind, PlanState, Span
from assurance.rules.roles import Permission

IN_ORDER = Case(
    *[When(kind=kind, then=Value(number)) for number, kind in enumerate(PlanKind)], output_field=IntegerField()
)


def plans_visible_to(user: User) -> QuerySet[Plan]:
    """
    The plans `user` may read, with group and decision.

    Those who keep a group's plans read them all, drafts too. Once agreed, a strategic plan or a work plan is for those
    who read plans, an improvement plan for those who read assurance. An outside reader of a group has its agreed
    improvement plans and nothing else (R108).
    """
    seen = Q(group__in=groups_where(user, KEEPS))
    once_agreed = ~Q(state=PlanState.DRAFT)
    if may(user, Permission.READ_PLAN):
        seen |= once_agreed & ~Q(kind=PlanKind.IMPROVEMENT)
    if may(user, Permission.READ_ASSURANCE):
        seen |= once_agreed & Q(kind=PlanKind.IMPROVEMENT)
    outside = groups_where(user, Permission.READ_IMPROVEMENT)
    seen |= Q(kind=PlanKind.IMPROVEMENT, state=PlanState.AGREED, group__in=outside)
    return Plan.objects.filter(seen).select_related("group", "inspection", "decision__meeting__group")


def plans_read_from_outside(user: User) -> QuerySet[Plan]:
    """The improvement plans an outside reader was asked to read; none for anybody else, who finds them in the list."""
    asked = groups_where(user, Permission.READ_IMPROVEMENT)
    return plans_visible_to(user).filter(group__in=asked).order_by("title", "pk")


def plans_of_group(user: User, group: PartnershipGroup) -> QuerySet[Plan]:
    """The plans of one group that `user` may read and that are not closed, the newest first."""
    found = plans_visible_to(user).filter(group=group).exclude(state=PlanState.CLOSED)
    return found.order_by(IN_ORDER, "-starts_on", "title", "pk")


def plan_visible_to(user: User, pk: UUID) -> Plan | None:
    """One plan, or None."""
    return plans_visible_to(user).filter(pk=pk).first()


def priorities_visible_to(user: User) -> QuerySet[Priority]:
    """The priorities of the plans `user` may read, those set aside too, with plan and agency."""
    found = Priority.objects.filter(plan__in=plans_visible_to(user).order_by().values("pk"))
    return found.select_related("plan__group", "agency").order_by("plan", "position", "pk")


def priority_visible_to(user: User, pk: UUID) -> Priority | None:
    """One priority, or None."""
    return priorities_visible_to(user).filter(pk=pk).first()


def current_priorities(today: date) -> QuerySet[Priority]:
    """
    The priorities of the strategic plan that the Executive Board has agreed and that is in force on `today`.

    To choose from, for those who may keep what they are linked to. What a page shows is `priorities_shown`.
    """
    found = Priority.objects.filter(
        is_current=True,
        plan__kind=PlanKind.STRATEGIC,
        plan__state=PlanState.AGREED,
        plan__starts_on__lte=today,
        plan__ends_on__gte=today,
    )
    return found.select_related("plan", "agency").order_by("position", "pk")


def priorities_shown(user: User, today: date) -> QuerySet[Priority]:
    """The same, for a page of `user`'s; none for somebody who does not read plans."""
    return current_priorities(today) if may(user, Permission.READ_PLAN) else Priority.objects.none()


def may_keep(user: User, plan: Plan) -> bool:
    """Whether `user` draws the plan up, has it agreed and changes it: the chair of its group, the Business Team."""
    return may(user, KEEPS, plan.group)


def may_report(user: User, plan: Plan) -> bool:
    """Whether `user` says how its priorities stand: who keeps it, and the chairs of SAAS of the strategic plan."""
    return may_keep(user, plan) or (plan.kind == PlanKind.STRATEGIC and may(user, REPORTS_ON_STRATEGY))


def span_of(plan: Plan) -> Span:
    """A plan's title and days."""
    return Span(plan.title, plan.starts_on, plan.ends_on)


def agreed_spans(but: Plan | None = None) -> list[Span]:
    """The other strategic plans that are agreed and not closed: the next may not overlap with them."""
    agreed = Plan.objects.filter(kind=PlanKind.STRATEGIC, state=PlanState.AGREED)
    return [span_of(plan) for plan in (agreed.exclude(pk=but.pk) if but else agreed)]


def board_decisions(user: User) -> QuerySet[Decision]:
    """The decisions of held meetings of the Executive Board that `user` may read, the newest meeting first."""
    held = {"meeting__group__level": PartnershipGroup.Level.BOARD, "meeting__state": MeetingState.HELD}
    return decisions_visible_to(user).filter(**held)


def groups_that_plan(user: User, kind: PlanKind, today: date) -> QuerySet[PartnershipGroup]:
    """The groups of today for which `user` may draw up a plan of this kind."""
    kept = PartnershipGroup.objects.on(today).filter(pk__in=groups_where(user, KEEPS).values("pk"))
    if kind == PlanKind.STRATEGIC:
        return kept.filter(level=PartnershipGroup.Level.PARTNERSHIP)
    return kept.exclude(level=PartnershipGroup.Level.PARTNERSHIP) if kind == PlanKind.WORK else kept


def reporters_offered(user: User, plan: Plan) -> QuerySet[PartnershipGroup]:
    """On whose behalf `user` may say how the plan stands: its group; of the strategic plan, the groups they lead."""
    if plan.kind == PlanKind.STRATEGIC:
        return groups_where(user, KEEPS).exclude(level=PartnershipGroup.Level.PARTNERSHIP)
    return PartnershipGroup.objects.filter(pk=plan.group_id)


def inspections_offered(user: User, plan: Plan | None = None) -> QuerySet[Inspection]:
    """The inspections an improvement plan may answer: those `user` reads, and the one it answers already."""
    found = Inspection.objects.all()
    return found if may(user, Permission.READ_ASSURANCE) else found.filter(pk=plan.inspection_id if plan else None)


def kinds_drawn_up_by(user: User, today: date) -> list[PlanKind]:
    """The kinds of plan `user` may draw up for some group."""
    return [kind for kind in PlanKind if groups_that_plan(user, kind, today).exists()]


@dataclass(frozen=True)
class PlanFilters:
    """What the list is narrowed to: a kind, a group's slug, a state; blank for any."""

    kind: str = ""
    group: str = ""
    state: str = ""


def plans_found(user: User, filters: PlanFilters, today: date) -> QuerySet[Plan]:
    """The plans that match every filter: by kind, the ones in force first, then the newest."""
    found = plans_visible_to(user)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.group:
        found = found.filter(group__slug=filters.group)
    if filters.state:
        found = found.filter(state=filters.state)
    in_force = Q(state=PlanState.AGREED, starts_on__lte=today, ends_on__gte=today)
    rank = Case(
        When(in_force, then=Value(0)),
        When(state=PlanState.CLOSED, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return found.order_by(IN_ORDER, rank, "-starts_on", "title", "pk")


def groups_with_a_plan(user: User) -> QuerySet[PartnershipGroup]:
    """The groups that have a plan `user` may read, for the filter."""
    return PartnershipGroup.objects.filter(pk__in=plans_visible_to(user).order_by().values("group"))


def topic_slugs_of(priority: Priority) -> list[str]:
    """The themes and indicators a priority touches, by slug."""
    return [topic.slug for topic in priority.topics.all()]


def fingerprint_of(row: Plan | Priority) -> str:
    """What a draft says, in short: another one once somebody has changed it."""
    names = ("title", "why", "lead", "starts_on", "ends_on", "inspection_id")
    if isinstance(row, Priority):
        names = ("title", "outcome", "lead", "agency_id", "links")
    words = [str(getattr(row, name)) for name in names]
    return sha256_of(canonical_json(words + (topic_slugs_of(row) if isinstance(row, Priority) else [])))
