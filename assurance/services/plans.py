"""The life of a plan and its priorities: drawn up, agreed, reviewed, closed, opened for changes (R96 to R98, R107)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from assurance.models import (
    Agency,
    Decision,
    Inspection,
    PartnershipGroup,
    Plan,
    PlanEvent,
    Priority,
    PriorityReview,
    Topic,
    User,
)
from assurance.permissions import demand, people_who_may, refusal
from assurance.queries.plans import agreed_spans, fingerprint_of, may_report, reporters_offered, span_of
from assurance.rules.meetings import MeetingState
from assurance.rules.plans import (
    KEEPS,
    STATE_WORDS,
    Agreeing,
    PlanKind,
    PlanMove,
    PlanState,
    Progress,
    Span,
    after,
    problems_of_agreeing,
    problems_of_plan,
    problems_of_review,
    problems_of_words,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words, local_date
from assurance.services import activity
from assurance.services.notices import notify

TOLD = {
    PlanKind.STRATEGIC: "The Executive Board has agreed a strategic plan: how it stands is yours to report",
    PlanKind.WORK: "A work plan of your group has been agreed",
    PlanKind.IMPROVEMENT: "An improvement plan of your group has been agreed",
}


@transaction.atomic
def draw_up_plan(
    *,
    kind: PlanKind,
    group: PartnershipGroup,
    title: str,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
    why: str = "",
    lead: str = "",
    inspection: Inspection | None = None,
) -> Plan:
    """
    A new plan of a group, a draft that only those who keep the group's plans read.

    The chair of the group is responsible for a work plan unless another post is named (R107). Raises ValidationError.
    """
    demand(by, KEEPS, group)
    _check(kind, group, Span(title, starts_on, ends_on))
    if kind == PlanKind.WORK and not lead.strip():
        lead = f"Chair of {group.short_name or group.name}"
    plan = Plan(kind=kind, group=group, title=title, why=why, lead=lead, inspection=inspection)
    plan.starts_on, plan.ends_on = starts_on, ends_on
    plan.save(force_insert=True)
    _keep(plan, PlanMove.DRAW_UP, "", by, now)
    return plan


@transaction.atomic
def revise_plan(
    *,
    plan: Plan,
    title: str,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
    why: str = "",
    lead: str = "",
    inspection: Inspection | None = None,
    seen: str = "",
) -> None:
    """
    Give a draft other words or days. Raises ValidationError, as for a plan that is no draft.

    With the fingerprint that was `seen` it is refused when somebody else has changed the plan since.
    """
    demand(by, KEEPS, plan.group)
    _check_seen(Plan.objects.select_for_update().get(pk=plan.pk), seen)
    _check(PlanKind(plan.kind), plan.group, Span(title, starts_on, ends_on), but=plan)
    values = {"title": title, "starts_on": starts_on, "ends_on": ends_on}
    _claim(plan, PlanState.DRAFT, values | {"why": why, "lead": lead, "inspection": inspection})
    activity.record(actor=by, action="plan.revise", subject=plan, now=now)


@transaction.atomic
def move_plan(
    *,
    plan: Plan,
    move: PlanMove,
    seen: PlanState,
    by: User,
    now: datetime,
    text: str = "",
    decision: Decision | None = None,
) -> None:
    """
    Make one move from the state that was `seen`: `MOVES` says where it leads, `NEEDS` what has to be said with it.

    A strategic plan is agreed with a decision of the Executive Board. Opened for changes, a plan is a draft again: it
    has to be agreed anew. Raises ValidationError, with nothing changed, when the move cannot be made.
    """
    demand(by, KEEPS, plan.group)
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the plan is “{STATE_WORDS[seen]}”.")
    if problems := problems_of_words(move, text):
        raise ValidationError(problems)
    values: dict[str, Any] = {"state": state}
    if move == PlanMove.AGREE:
        text = _check_agreeing(plan, decision)
        values["decision"] = decision
    elif move == PlanMove.REOPEN:
        values["decision"] = None
    _claim(plan, seen, values)
    _keep(plan, move, text, by, now)
    if move == PlanMove.AGREE:
        _tell_agreed(plan, by, now)


@transaction.atomic
def save_priority(
    *,
    plan: Plan,
    title: str,
    outcome: str,
    lead: str,
    by: User,
    now: datetime,
    priority: Priority | None = None,
    agency: Agency | None = None,
    links: str = "",
    topics: Iterable[Topic] = (),
    seen: str = "",
) -> Priority:
    """
    A new priority of a draft, the last of the plan, or other words for one. Raises ValidationError.

    With the fingerprint that was `seen` it is refused when somebody else has changed the priority since.
    """
    demand(by, KEEPS, plan.group)
    _lock_draft(plan)
    if priority is not None:
        _check_seen(Priority.objects.get(pk=priority.pk), seen)
    if not title.strip() or not lead.strip():
        raise ValidationError("Say in a few words what the priority is, and which post leads it.")
    if not outcome.strip():
        raise ValidationError("Say what is to be different for children.")
    row = priority or Priority(plan=plan, position=plan.priorities.count() + 1)
    _check_once(plan, title, but=row)
    row.title, row.outcome, row.lead, row.agency, row.links = title, outcome, lead, agency, links
    row.save()
    row.topics.set(topics)
    activity.record(actor=by, action=f"priority.{'change' if priority else 'add'}", subject=row, now=now)
    return row


@transaction.atomic
def take_out_priority(*, priority: Priority, by: User, now: datetime) -> bool:
    """
    Take a priority out of a draft; whether it is kept, set aside.

    It is gone for good only while the plan has never been agreed and nothing has been linked to it.
    """
    plan = priority.plan
    demand(by, KEEPS, plan.group)
    _lock_draft(plan)
    activity.record(actor=by, action="priority.take_out", subject=priority, now=now)
    if plan.events.filter(move=PlanMove.AGREE).exists() or not _deleted(priority):
        Priority.objects.filter(pk=priority.pk).update(is_current=False)
        return True
    return False


@transaction.atomic
def put_back_priority(*, priority: Priority, by: User, now: datetime) -> None:
    """Put a priority that was set aside back into its draft. Raises ValidationError."""
    plan = priority.plan
    demand(by, KEEPS, plan.group)
    _lock_draft(plan)
    _check_once(plan, priority.title, but=priority)
    Priority.objects.filter(pk=priority.pk).update(is_current=True)
    activity.record(actor=by, action="priority.put_back", subject=priority, now=now)


@transaction.atomic
def review_priority(
    *,
    priority: Priority,
    month: date,
    progress: Progress,
    done: str,
    by: User,
    now: datetime,
    difference: str = "",
    group: PartnershipGroup | None = None,
) -> PriorityReview:
    """
    How a priority stood in a month: what was done and what changed for children (R98). A later one corrects it.

    By those who keep the plan; against the strategic plan also by the chair of SAAS (SAAS ToR 3.7). `group` is on whose
    behalf. Raises ValidationError.
    """
    plan = priority.plan
    if not may_report(by, plan):
        raise PermissionDenied(refusal(KEEPS))
    if plan.state != PlanState.AGREED or not priority.is_current:
        raise ValidationError("Only a priority of a plan that is agreed is reviewed.")
    if group is not None and not reporters_offered(by, plan).filter(pk=group.pk).exists():
        raise ValidationError("Choose a group for which you report.")
    problems = problems_of_review(
        span_of(plan), month=month, progress=progress, done=done, difference=difference, today=local_date(now)
    )
    if problems:
        raise ValidationError(problems)
    review = PriorityReview(priority=priority, month=month, progress=progress, done=done, difference=difference)
    review.group, review.by, review.at = group, by, now
    review.save(force_insert=True)
    detail = {"month": month.isoformat(), "progress": str(progress)}
    activity.record(actor=by, action="priority.review", subject=priority, detail=detail, now=now)
    return review


def _check(kind: PlanKind, group: PartnershipGroup, span: Span, but: Plan | None = None) -> None:
    of_partnership = group.level == PartnershipGroup.Level.PARTNERSHIP
    problems = problems_of_plan(kind, span, of_partnership=of_partnership, agreed=agreed_spans(but))
    if problems:
        raise ValidationError(problems)


def _check_agreeing(plan: Plan, decision: Decision | None) -> str:
    """What the history says of the agreement, once it can be; it keeps which priorities were agreed."""
    # One agreement at a time: of two strategic plans agreed at the same moment the second sees the first.
    list(PartnershipGroup.objects.select_for_update().filter(level=PartnershipGroup.Level.PARTNERSHIP))
    kind, priorities = PlanKind(plan.kind), list(plan.priorities.filter(is_current=True))
    decided = None
    if decision is not None:
        meeting = decision.meeting
        decided = meeting.group.level == PartnershipGroup.Level.BOARD and meeting.state == MeetingState.HELD
    facts = Agreeing(kind, len(priorities), lead=plan.lead, board_decided=decided)
    if problems := problems_of_agreeing(facts):
        raise ValidationError(problems)
    _check(kind, plan.group, span_of(plan), but=plan)
    said = [f"By decision of the Executive Board, {date_words(decision.meeting.starts_at)}."] if decision else []
    said.append("\n".join(f"- {one.title}" for one in priorities))
    return "\n\n".join([*said[:-1], f"{span_of(plan).words}, with:", said[-1]])


def _check_seen(row: Plan | Priority, seen: str) -> None:
    """Refuse what was written over words that somebody else has changed in the meantime (trust.md 7)."""
    if seen and seen != fingerprint_of(row):
        raise ValidationError(
            "Somebody else has changed this while you wrote. What you wrote is still here. Look at the plan in another "
            "tab, then save yours if it still holds: it takes the place of theirs.",
            code="conflict",
        )


def _check_once(plan: Plan, title: str, but: Priority) -> None:
    if plan.priorities.filter(is_current=True, title=title).exclude(pk=but.pk).exists():
        raise ValidationError(f"“{title}” is a priority of this plan already.")


def _lock_draft(plan: Plan) -> None:
    """What is in a plan changes only while it is a draft: agreed, it has to be opened for changes first."""
    state = Plan.objects.select_for_update().values_list("state", flat=True).get(pk=plan.pk)
    if state != PlanState.DRAFT:
        raise ValidationError(f"The plan is “{STATE_WORDS[PlanState(state)]}”: open it for changes first.")


def _deleted(priority: Priority) -> bool:
    try:
        with transaction.atomic():
            Priority.objects.get(pk=priority.pk).delete()
    except ProtectedError:
        return False
    return True


def _claim(plan: Plan, seen: PlanState, values: dict[str, Any]) -> None:
    if Plan.objects.filter(pk=plan.pk, state=seen).update(**values):
        plan.refresh_from_db()
        return
    now_words = STATE_WORDS[PlanState(Plan.objects.values_list("state", flat=True).get(pk=plan.pk))]
    raise ValidationError(
        f"Somebody else was first: the plan is now “{now_words}”. What you wrote is still here. Read what has changed, "
        "then send yours if it still holds.",
        code="conflict",
    )


def _keep(plan: Plan, move: PlanMove, text: str, by: User, now: datetime) -> None:
    PlanEvent.objects.create(plan=plan, move=move, text=text, by=by, at=now)
    activity.record(actor=by, action=f"plan.{move}", subject=plan, now=now)


def _tell_agreed(plan: Plan, by: User, now: datetime) -> None:
    """Tell those who answer for it: the chairs of SAAS for the strategic plan, else the chair of its group."""
    kind, secretariat = PlanKind(plan.kind), people_who_may(Permission.MANAGE_ACTION, plan.group)
    permission, on = (Permission.MANAGE_THEME, None) if kind == PlanKind.STRATEGIC else (KEEPS, plan.group)
    for person in people_who_may(permission, on).exclude(pk__in=secretariat.values("pk")).exclude(pk=by.pk):
        url = reverse("assurance:plan_detail", args=[plan.pk])
        notify(person=person, text=TOLD[kind], url=url, permission=permission, on=on, now=now)
