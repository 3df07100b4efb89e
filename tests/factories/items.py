"""Factories of assurance items: tools, and items as the services make them."""

from datetime import UTC, date, datetime

import factory

from assurance.models import AssuranceTool, Risk
from assurance.rules.evidence_tiers import Confidence, Element, Purpose, Strength, Tier
from assurance.rules.roles import Role
from assurance.services.item_supports import Supports
from assurance.services.items import record_item
from tests.factories.assurance import TopicFactory, person_with

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
DATED = date(2026, 11, 1)


class ToolFactory(factory.django.DjangoModelFactory):
    """A first-tier tool of which items are qualitative and current for a year."""

    class Meta:
        model = AssuranceTool
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"tool-{n}")
    title = factory.Sequence(lambda n: f"Tool {n}")
    tier = Tier.OPERATIONAL
    element = Element.QUALITATIVE
    fresh_months = 12
    position = factory.Sequence(lambda n: n)


def an_indicator(**fields):
    """A topic that is an indicator."""
    return TopicFactory(**{"kind": "indicator"} | fields)


def an_objective(number, **fields):
    """The topic of a main objective, as loading the suite makes it."""
    known = {"slug": f"objective-{number}", "title": f"Objective {number}", "kind": "objective", "position": number}
    return TopicFactory(**known | fields)


def supporting(*topics, **others):
    """What an item supports: these topics, and whatever else is named."""
    return Supports(topics=frozenset(one.pk for one in topics), **others)


def an_item(*topics, by=None, now=NOW, supports=None, **details):
    """An item recorded by hand, by a member of SAAS unless told otherwise; of a topic of its own without any named."""
    details = {
        "title": "Dip sample of strategy discussions",
        "finding": "Nine in ten began within the hour",
        "dated_on": DATED,
        "strength": Strength.PARTIAL,
        "confidence": Confidence.MEDIUM,
        "purposes": {Purpose.OPERATION},
    } | details
    details["tool"] = details.get("tool") or ToolFactory(slug="single-agency-audits")
    supports = supporting(*(topics or (TopicFactory(),))) if supports is None else supports
    return record_item(supports=supports, by=by or person_with(Role.SAAS_MEMBER), now=now, **details)


def a_risk(number=1, **fields):
    """An open risk."""
    details = {
        "title": f"Risk {number}",
        "cause": "Too few staff",
        "effect": "Children wait",
        "owner": "Head of X",
        "review_on": date(2026, 12, 31),
    }
    return Risk.objects.create(number=number, **details | fields)
