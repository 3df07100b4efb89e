"""The risk register of the demonstration, loaded over the few agencies and people it names."""

from datetime import date

import pytest
from django.utils import timezone

from assurance.models import ControlAssurance, Support, User
from assurance.queries.risks import counts, risks_visible_to, rows, with_controls
from assurance.services.activity import chain_problems
from assurance.services.demo_risks import RISKS, risks_steps
from tests.factories.assurance import TopicFactory
from tests.factories.demo_people import demo_people, live_through, the_people
from tests.factories.risks import an_item_of

pytestmark = pytest.mark.django_db
LONG_AGO = date(2024, 9, 2)


def test_the_register_has_scores_that_moved_gaps_and_one_that_is_closed():
    demo_people()
    Support.objects.create(item=an_item_of(dated_on=LONG_AGO), topic=TopicFactory(slug=RISKS[0].topic))
    now = timezone.now()
    live_through(risks_steps(the_people(), now), now=now)
    team = User.objects.get(email="business.team@demo.example")
    figures = counts(team, timezone.localdate())
    assert figures.open == len(RISKS) - 1
    assert figures.very_high
    assert figures.overdue
    assert ControlAssurance.objects.count() == 1
    shown = rows(with_controls(risks_visible_to(team)), timezone.localdate())
    assert "No control is in place" in {row.gaps for row in shown}
    assert chain_problems() == []
