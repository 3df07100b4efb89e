"""Reviews of priorities: by the month, corrected by a later one, achieved only with what changed (R98, R108)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import Priority
from assurance.queries.plan_pages import due_plans, plan_row, priority_page
from assurance.queries.plans import (
    reporters_offered,
)
from assurance.rules.plans import PlanKind, PlanMove, PlanState, Progress
from assurance.rules.roles import Role
from tests.factories.assurance import PartnershipGroupFactory, partnership, person_with
from tests.factories.plans import (
    a_plan,
    a_priority,
    a_review,
    make,
)

pytestmark = pytest.mark.django_db
STRATEGIC, WORK, IMPROVEMENT = PlanKind
DRAFT, AGREED, CLOSED = PlanState
TODAY = date(2026, 7, 20)


@pytest.fixture
def team():
    partnership()
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def group():
    return PartnershipGroupFactory(slug="emerging-themes", name="Emerging Themes", short_name="Themes")


@pytest.fixture
def chair(group):
    return person_with(Role.GROUP_CHAIR, group=group, post_title="Director of a partner")


# Reviewing


def test_a_later_review_of_a_month_corrects_the_earlier(team):
    priority = a_plan(state=AGREED, team=team).priorities.get()
    a_review(priority, team=team, month=date(2026, 5, 1))
    a_review(priority, team=team, progress=Progress.AT_RISK)
    a_review(priority, team=team, progress=Progress.OFF_COURSE, now=datetime(2026, 6, 5, 9, tzinfo=UTC))
    shown = priority_page(priority, team, TODAY)
    assert [(one.progress, month, corrected) for one, month, corrected in shown.reviews] == [
        ("on_course", "May 2026", False),
        ("off_course", "April 2026", False),
        ("at_risk", "April 2026", True),
    ]
    assert (shown.row.progress, shown.row.month) == (Progress.ON_COURSE, "May 2026")


def test_achieved_needs_what_changed_and_a_review_needs_a_plan_that_runs(team):
    plan = a_plan(state=AGREED, team=team)
    priority = plan.priorities.get()
    with pytest.raises(ValidationError, match="only with what changed for children"):
        a_review(priority, team=team, progress=Progress.ACHIEVED)
    a_review(priority, team=team, progress=Progress.ACHIEVED, difference="Seen within a day, say two audits")
    with pytest.raises(ValidationError, match="Choose a group for which you report"):
        a_review(priority, team=team, group=PartnershipGroupFactory())
    make(PlanMove.REOPEN, plan, team)
    with pytest.raises(ValidationError, match="of a plan that is agreed"):
        a_review(Priority.objects.get(), team=team)


def test_saas_reports_against_the_strategic_plan_and_on_no_other_groups(team, group):
    saas = PartnershipGroupFactory(slug="saas", name="SAAS")
    saas_chair, member = person_with(Role.SAAS_CHAIR, group=saas), person_with(Role.SAAS_MEMBER, group=saas)
    strategic = a_plan(STRATEGIC, AGREED, team=team)
    work = a_plan(state=AGREED, group=group, team=team)
    assert list(reporters_offered(saas_chair, strategic)) == [saas]
    review = a_review(strategic.priorities.get(), team=saas_chair, group=saas)
    assert (review.group, review.by) == (saas, saas_chair)
    for person, plan in ((saas_chair, work), (member, strategic)):
        with pytest.raises(PermissionDenied):
            a_review(plan.priorities.get(), team=person)
    with pytest.raises(PermissionDenied):
        make(PlanMove.CLOSE, strategic, saas_chair)


def test_a_month_without_a_review_of_an_improvement_plan_is_flagged(team):
    plan = a_plan(IMPROVEMENT, AGREED, team=team, priorities=2)
    first, second = plan.priorities.all()
    for month in (4, 5, 6):
        a_review(first, team=team, month=date(2026, month, 1))
    a_review(second, team=team, month=date(2026, 5, 1))
    row = plan_row(plan, team, TODAY)
    assert row.missing == (("April 2026", "Priority 2"), ("June 2026", "Priority 2"))
    assert row.missing_words == "April 2026 and June 2026"
    assert plan_row(a_plan(state=AGREED, team=team), team, TODAY).missing == ()
    make(PlanMove.CLOSE, plan, team, now=datetime(2026, 5, 20, 9, tzinfo=UTC))
    assert plan_row(plan, team, TODAY).missing_words == "April 2026"


def test_a_priority_added_later_is_asked_for_from_then_on(team):
    plan = a_plan(IMPROVEMENT, AGREED, team=team)
    a_review(plan.priorities.get(), team=team)
    later = datetime(2026, 6, 1, 9, tzinfo=UTC)
    make(PlanMove.REOPEN, plan, team, now=later)
    a_priority(plan, team=team, title="Added")
    make(PlanMove.AGREE, plan, team, now=later + timedelta(hours=1))
    found = {row.priority.title: row.missing_words for row in plan_row(plan, team, TODAY).priorities}
    assert found == {"Priority 1": "May 2026 and June 2026", "Added": "June 2026"}


def test_what_waits_for_those_who_keep_a_plan(team, group, chair):
    plan = a_plan(IMPROVEMENT, AGREED, group=group, team=team, title="After the inspection")
    over = a_plan(state=AGREED, group=group, team=team, ends_on=date(2026, 6, 30))
    assert [(due.plan, due.what, due.is_late) for due in due_plans(chair, TODAY)] == [
        (plan, "Not reviewed for April 2026, May 2026 and June 2026", True),
        (over, "Ended 30 June 2026, not yet closed: say what came of it", False),
    ]
    assert len(due_plans(team, TODAY)) == 2
    assert due_plans(person_with(Role.SAAS_MEMBER), TODAY) == []
