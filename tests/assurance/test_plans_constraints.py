"""What the database itself refuses of plans, each constraint by its name."""

import pytest
from django.db import IntegrityError, transaction

from assurance.models import Plan, PlanEvent, Priority, PriorityReview
from tests.factories.assurance import UserFactory
from tests.factories.meetings import a_group
from tests.factories.plans import ENDS_ON, NOW, STARTS_ON, a_board_decision

pytestmark = pytest.mark.django_db
MODELS = (Plan, PlanEvent, Priority, PriorityReview)
REFUSED = [
    ("plan_kind_is_known", Plan, {"kind": "nonsense"}),
    ("plan_state_is_known", Plan, {"state": "nonsense"}),
    ("plan_ends_after_it_starts", Plan, {"ends_on": STARTS_ON}),
    ("plan_strategic_agreed_by_the_board", Plan, {"kind": "strategic", "state": "agreed"}),
    ("plan_strategic_agreed_by_the_board", Plan, {"kind": "strategic", "state": "closed"}),
    ("plan_event_move_is_known", PlanEvent, {"move": "nonsense"}),
    ("priority_names_its_outcome", Priority, {"title": "Another", "outcome": ""}),
    ("priority_review_progress_is_known", PriorityReview, {"progress": "nonsense"}),
    ("priority_achieved_with_what_changed", PriorityReview, {"progress": "achieved"}),
]
ONCE = "priority_once_in_a_plan"


@pytest.fixture
def values():
    by = UserFactory()
    plan = {"kind": "work", "group": a_group("saas"), "title": "Words", "starts_on": STARTS_ON, "ends_on": ENDS_ON}
    made = {"plan": Plan.objects.create(**plan)}
    event = made | {"move": "draw_up", "by": by, "at": NOW}
    priority = made | {"position": 1, "title": "Words", "outcome": "Words", "lead": "A post"}
    first = Priority.objects.create(**priority)
    review = {"priority": first, "month": STARTS_ON, "progress": "at_risk", "done": "Words", "by": by, "at": NOW}
    PlanEvent.objects.create(**event)  # what is refused below is refused for what is wrong with it
    PriorityReview.objects.create(**review)
    return {Plan: plan, PlanEvent: event, Priority: priority, PriorityReview: review}


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_a_row(values, name, model, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values[model] | wrong)


def test_a_priority_is_in_a_plan_once_unless_it_was_set_aside(values):
    with (
        pytest.raises(IntegrityError, match=r"assurance_priority.plan_id|priority_once_in_a_plan"),
        transaction.atomic(),
    ):
        Priority.objects.create(**values[Priority])
    Priority.objects.create(**values[Priority], is_current=False)


def test_a_strategic_plan_with_the_boards_decision_is_taken(values):
    plan = values[Plan] | {"kind": "strategic", "state": "agreed", "decision": a_board_decision()}
    assert Plan.objects.create(**plan).pk


def test_every_constraint_is_tried():
    tried = {name for name, *_ in REFUSED} | {ONCE}
    assert {each.name for model in MODELS for each in model._meta.constraints} == tried
