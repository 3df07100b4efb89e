"""The themes of the demonstration, lived through over the few groups, people and Board meetings they need."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assurance.models import Theme, User
from assurance.permissions import sync_grants
from assurance.queries.themes import rows, themes_visible_to, with_history
from assurance.rules.meetings import MeetingState, MinutesState
from assurance.services.activity import chain_problems
from assurance.services.demo_themes import PLANS, themes_steps
from tests.factories.assurance import TopicFactory
from tests.factories.demo_people import board_calendar, demo_people, live_through, the_people
from tests.factories.meetings import a_group, a_meeting
from tests.factories.minutes import a_held_meeting, some_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_world(db):
    """Seven Board meetings with circulated minutes, a quarter apart, and one to come."""
    now = timezone.now()
    met = [now - timedelta(days=65 + 91 * number) for number in reversed(range(7))]
    for moment in met:
        meeting = a_held_meeting(group="board", starts_at=moment)
        some_minutes(MinutesState.CIRCULATED, meeting=meeting, now=moment + timedelta(days=5))
    coming = now + timedelta(days=26)
    a_meeting(MeetingState.PLANNED, group="board", starts_at=coming)
    for plan in PLANS:
        a_group(plan.group)
        for slug in plan.topics:
            TopicFactory(slug=slug)
    demo_people()
    for user in User.objects.filter(email__endswith="@demo.example"):
        sync_grants(user, today=timezone.localdate())
    return now, board_calendar(*met, coming=coming)


def test_one_is_closed_one_evaluated_one_before_the_board_and_one_waits(a_world):
    now, calendar = a_world
    live_through(themes_steps(calendar, the_people(), now), now=now)
    states = dict(Theme.objects.values_list("title", "state"))
    assert [states[plan.title] for plan in PLANS] == ["closed", "evaluating", "proposing", "planned"]
    team = User.objects.get(email="business.team@demo.example")
    waits = {row.theme.title: row.waits for row in rows(with_history(themes_visible_to(team)), team)}
    assert "waits for the meeting of" in waits[PLANS[2].title][0]
    assert "the next theme begins when it reaches" in waits[PLANS[3].title][0]
    assert chain_problems() == []


def test_without_meetings_of_the_board_there_are_no_themes():
    now = timezone.now()
    assert list(themes_steps(board_calendar(coming=now), {}, now)) == []
