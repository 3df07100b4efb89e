"""What the database itself refuses of tools, items and supports, each constraint by its name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assurance.models import AssuranceItem, AssuranceTool, Support
from tests.factories.assurance import TopicFactory
from tests.factories.items import DATED, NOW, ToolFactory, a_risk, an_item

pytestmark = pytest.mark.django_db
ITEM = {
    "tier": "1",
    "element": "qualitative",
    "title": "An item",
    "finding": "Words",
    "strength": "partial",
    "confidence": "high",
    "origin": "record:1",
    "dated_on": DATED,
    "current_until": DATED,
    "recorded_at": NOW,
}


def refused(name, make):
    """The database refuses it by the constraint's name, or on SQLite by the columns of a unique one."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("assurance_item_tier_is_one_of_three", {"tier": "4"}),
        ("assurance_item_element_is_one_of_three", {"element": "numbers"}),
        ("assurance_item_strength_is_known", {"strength": "great"}),
        ("assurance_item_confidence_is_known", {"confidence": "sure"}),
        ("assurance_item_voice_is_known", {"voice": "other"}),
        ("assurance_item_says_something", {"finding": ""}),
        ("assurance_item_current_from_its_date", {"current_until": DATED - timedelta(days=1)}),
        ("assurance_item_by_hand_has_its_recorder", {"origin": ""}),
        ("assurance_item_withdrawn_with_a_reason", {"withdrawn_at": NOW}),
        ("assurance_item_withdrawn_with_a_reason", {"withdrawn_reason": "Words"}),
    ],
)
def test_what_an_item_cannot_be(name, values):
    tool = ToolFactory()
    refused(name, lambda: AssuranceItem.objects.create(tool=tool, **ITEM | values))
    AssuranceItem.objects.create(tool=tool, **ITEM)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("assurance_tool_tier_is_one_of_three", {"tier": "4"}),
        ("assurance_tool_element_is_one_of_three", {"element": "numbers"}),
    ],
)
def test_what_a_tool_cannot_be(name, values):
    refused(name, lambda: AssuranceTool.objects.create(**{"slug": "a", "title": "A", "tier": "1"} | values))


def test_a_record_has_one_item():
    tool = ToolFactory()
    AssuranceItem.objects.create(tool=tool, **ITEM)
    refused("origin|once_a_record", lambda: AssuranceItem.objects.create(tool=tool, **ITEM))


def test_a_support_is_of_one_thing_once():
    item, topic, risk = an_item(TopicFactory()), TopicFactory(), a_risk()
    refused("support_of_one_thing", lambda: Support.objects.create(item=item))
    refused("support_of_one_thing", lambda: Support.objects.create(item=item, topic=topic, risk=risk))
    Support.objects.create(item=item, topic=topic)
    refused("topic", lambda: Support.objects.create(item=item, topic=topic))
