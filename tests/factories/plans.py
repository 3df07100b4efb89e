"""Factories of plans: one in any state, brought there by the services."""

from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import localdate

from assurance.models import Decision, Plan
from assurance.permissions import sync_grants
from assurance.rules.meetings import MeetingState
from assurance.rules.plans import PlanKind, PlanMove, PlanState, Progress
from assurance.rules.roles import Role
from assurance.services.plans import draw_up_plan, move_plan, review_priority, save_priority
from tests.factories.assurance import PartnershipGroupFactory, UserFactory, partnership, person_with
from tests.factories.meetings import a_meeting

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
STARTS_ON, ENDS_ON = date(2026, 4, 1), date(2029, 3, 31)
WORDS = {
    PlanMove.AGREE: {},
    PlanMove.CLOSE: {"text": "Children are seen sooner, say three dip-samples"},
    PlanMove.REOPEN: {"text": "The lead has changed"},
}
WAY_TO = {
    PlanState.DRAFT: (),
    PlanState.AGREED: (PlanMove.AGREE,),
    PlanState.CLOSED: (PlanMove.AGREE, PlanMove.CLOSE),
}


def the_team(team=None):
    """The Business Team with rights on every group there is by now."""
    partnership()
    team = team or person_with(Role.BUSINESS_TEAM)
    sync_grants(team, today=localdate())
    return team


def a_board_decision(*, state=MeetingState.HELD, group="board", starts_at=datetime(2026, 3, 19, 10, tzinfo=UTC)):
    """A decision of a meeting of the Executive Board that was held, unless told otherwise."""
    meeting = a_meeting(state, group=group, starts_at=starts_at)
    return Decision.objects.create(
        meeting=meeting, text="The plan is agreed", recorded_by=UserFactory(), recorded_at=starts_at
    )


def a_plan(kind=PlanKind.WORK, state=PlanState.DRAFT, *, group=None, team=None, now=NOW, priorities=1, **details):
    """A plan in this state with so many priorities; a group's, or for a strategic plan the Partnership's."""
    group = group or (partnership() if kind == PlanKind.STRATEGIC else PartnershipGroupFactory())
    team = the_team(team)
    details = {"title": f"{kind} plan", "starts_on": STARTS_ON, "ends_on": ENDS_ON} | details
    plan = draw_up_plan(kind=kind, group=group, by=team, now=now, **details)
    for number in range(1, priorities + 1):
        a_priority(plan, team=team, now=now, title=f"Priority {number}")
    for number, move in enumerate(WAY_TO[state], start=1):
        make(move, plan, team, now=now + timedelta(minutes=number))
    return Plan.objects.select_related("group").get(pk=plan.pk)


def a_priority(plan, *, team=None, now=NOW, **details):
    """A priority of a draft."""
    details = {"title": "Children are seen", "outcome": "Children are seen within a day", "lead": "Head of X"} | details
    return save_priority(plan=plan, by=team or the_team(), now=now, **details)


def make(move, plan, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the plan again."""
    words = {**WORDS[move], **words}
    if move == PlanMove.AGREE and plan.kind == PlanKind.STRATEGIC:
        words.setdefault("decision", Decision.objects.filter(meeting__group__level="board").first())
        words["decision"] = words["decision"] or a_board_decision()
    state = PlanState(Plan.objects.get(pk=plan.pk).state)
    move_plan(plan=plan, move=move, seen=state, by=by, now=now, **words)
    plan.refresh_from_db()
    return plan


def a_review(priority, *, team=None, now=None, **details):
    """A review of a priority of an agreed plan, in its first month unless told otherwise."""
    details = {"month": STARTS_ON, "progress": Progress.ON_COURSE, "done": "The first files are read"} | details
    now = now or datetime(details["month"].year, details["month"].month, 28, 10, tzinfo=UTC)
    return review_priority(priority=priority, by=team or the_team(), now=now, **details)
