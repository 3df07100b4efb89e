"""The assurance map in a pack: the newest assurance of each tier in words, and where there is none (R85)."""

from datetime import timedelta

import pytest

from assurance.rules.evidence_tiers import Element, Strength, Tier
from assurance.rules.plans import PlanKind, PlanState
from assurance.services.item_supports import Supports
from reports.sections import assurance_map
from tests.factories.items import NOW, TODAY, ToolFactory, a_risk, an_indicator, an_item
from tests.factories.plans import a_plan
from tests.reports.told import Told, queries_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
INDICATORS = "Newest assurance by tier: indicators"


def of(*topics, tier=Tier.OPERATIONAL, **details):
    tool = ToolFactory(slug=f"tool-{tier}")
    return an_item(*topics, tool=tool, tier=tier, element=details.pop("element", Element.QUALITATIVE), **details)


def test_without_anything_to_be_sure_of_it_says_so():
    assert Told(assurance_map).blocks == [
        {"kind": "lead", "text": "There is no priority, indicator or risk yet to be sure of."}
    ]


def test_it_says_first_how_many_rows_lack_assurance_and_blanks_say_none():
    full, half, _ = (an_indicator(title=title, position=place) for place, title in enumerate(("Full", "Half", "Blank")))
    for tier in Tier:
        of(full, tier=tier, title=f"Item {tier}")
    of(half)
    a_risk(title="Too few staff")
    told = Told(assurance_map)
    assert (
        told.lead
        == "3 of the 4 indicators and risks lack current assurance from at least one tier; two have none at all."
    )
    assert told.of("prose")[0]["text"] == (
        "1 of 3 indicators has current assurance from all three tiers; 1 has none. "
        "Indicators without current assurance: one from the first tier, two from the second tier and two from the "
        "third tier."
    )
    until = "1 November 2026. Current until 1 November 2027]"
    assert told.tables[INDICATORS] == [
        ["Full", *(f"Partial assurance [Item {tier}, {until}" for tier in Tier)],
        ["Half", f"Partial assurance [Dip sample of strategy discussions, {until}", "None", "None"],
        ["Blank", "None", "None", "None"],
    ]
    assert told.tables["Newest assurance by tier: risks"][0][1:] == ["None", "None", "None"]
    assert [block["title"] for block in told.of("subheading")] == ["Indicators", "Risks"]


def test_a_tier_shows_its_newest_of_any_kind_and_a_current_one_before_a_stale_one():
    topic = an_indicator(title="Missing children")
    of(topic, title="Older", dated_on=TODAY - 30 * DAY)
    of(topic, title="Newer", dated_on=TODAY - 20 * DAY, element=Element.QUANTITATIVE, strength=Strength.LITTLE)
    of(topic, title="Newest, stale", dated_on=TODAY - 10 * DAY, current_until=TODAY - DAY, element=Element.JUDGEMENT)
    of(topic, tier=Tier.STRATEGIC, title="Stale alone", current_until=TODAY - DAY)
    ((_, first, second, third),) = Told(assurance_map).tables[INDICATORS]
    assert first.startswith("Little assurance [Newer, ")
    assert second == "Partial assurance [Stale alone, 1 November 2026. Stale since 21 November 2026]"
    assert third == "None"


def test_what_only_serves_other_rows_is_not_counted():
    item = an_item()
    assert item.pk
    assert Told(assurance_map).tables == {}


def test_however_much_there_is_the_queries_are_as_many():
    def several(first, number):
        for place in range(first, first + number):
            risk = a_risk(place + 1, title=f"Risk {place}")
            topic = an_indicator(title=f"Indicator {place}")
            of(topic, supports=Supports(topics=frozenset({topic.pk}), risks=frozenset({risk.pk})), now=NOW)

    a_plan(PlanKind.STRATEGIC, PlanState.AGREED, priorities=3)
    several(0, 3)
    few = queries_of(assurance_map)
    a_plan(PlanKind.WORK, PlanState.AGREED, priorities=27)
    several(3, 27)
    assert queries_of(assurance_map) == few
