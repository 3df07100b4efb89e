"""The challenges of the demonstration, loaded over the few agencies and people they name."""

import pytest
from django.utils import timezone

from assurance.models import Challenge, User
from assurance.queries.challenges import counts
from assurance.services.activity import chain_problems
from assurance.services.demo_challenges import CHALLENGES, OUT_OF_HOURS, challenges_steps
from tests.factories.demo_people import demo_people, live_through, the_people

pytestmark = pytest.mark.django_db


def test_there_is_one_in_every_state_and_a_concern_that_came_up_again():
    demo_people()
    now = timezone.now()
    live_through(challenges_steps(the_people(), now), now=now)
    assert set(Challenge.objects.values_list("state", flat=True)) == {"raised", "answered", "accepted", "closed"}
    assert Challenge.objects.get(earlier__title=OUT_OF_HOURS).state == "raised"
    figures = counts(User.objects.get(email="business.team@demo.example"), timezone.localdate())
    assert (figures.raised, figures.with_effect, figures.overdue) == (len(CHALLENGES), 1, 1)
    assert chain_problems() == []
