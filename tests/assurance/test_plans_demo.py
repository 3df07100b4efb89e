"""The plans of the demonstration, loaded over the few agencies and people they name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assurance.models import Plan, User
from assurance.permissions import sync_grants
from assurance.queries.plan_pages import plan_row
from assurance.queries.plans import current_priorities
from assurance.rules.meetings import MinutesState
from assurance.services.activity import chain_problems
from assurance.services.demo_plans import plans_steps
from tests.factories.demo_people import demo_people, live_through, the_people
from tests.factories.minutes import a_held_meeting, some_minutes

pytestmark = pytest.mark.django_db


def test_there_is_one_of_each_kind_and_an_improvement_plan_with_a_gap():
    now, today = timezone.now(), timezone.localdate()
    meeting = a_held_meeting(group="board", starts_at=now - timedelta(days=1000))
    some_minutes(MinutesState.CIRCULATED, meeting=meeting, now=meeting.starts_at + timedelta(days=5))
    demo_people()
    team = User.objects.get(email="business.team@demo.example")
    sync_grants(team, today=today)
    live_through(plans_steps(the_people(), now), now=now)
    found = set(Plan.objects.values_list("kind", "state"))
    assert found == {("strategic", "agreed"), ("work", "agreed"), ("work", "draft"), ("improvement", "agreed")}
    assert current_priorities(today).count() == 3
    strategic, improvement = Plan.objects.get(kind="strategic"), Plan.objects.get(kind="improvement")
    assert plan_row(strategic, team, today).progress == "2 on course, 1 off course"
    assert len(plan_row(improvement, team, today).missing) == 1
    assert chain_problems() == []
