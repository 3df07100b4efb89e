"""The evidence of the demonstration, loaded over the framework and the few people it names."""

import pytest
from django.utils import timezone

from assurance.models import AssuranceItem, Topic
from assurance.rules.evidence_tiers import Element, Tier, Voice
from assurance.services.activity import chain_problems
from assurance.services.demo_items import ITEMS, items_steps
from tests.factories.demo_people import demo_people, live_through, the_people

pytestmark = pytest.mark.django_db


def test_every_tier_element_and_voice_has_items_and_some_are_stale(framework):
    demo_people()
    for slug in {slug for plan in ITEMS for slug in plan.topics} - set(Topic.objects.values_list("slug", flat=True)):
        Topic.objects.create(slug=slug, title=slug, kind="indicator")
    now = timezone.now()
    live_through(items_steps(the_people(), now), now=now)
    items = AssuranceItem.objects.filter(withdrawn_at=None)
    assert {item.tier for item in items} == set(Tier)
    assert {item.element for item in items} == set(Element)
    assert {item.voice for item in items} == set(Voice)
    assert items.filter(current_until__lt=timezone.localdate()).exists()
    assert items.count() == len(ITEMS) - 1
    assert chain_problems() == []
