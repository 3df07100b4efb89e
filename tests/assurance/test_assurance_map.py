"""The assurance map’s pages: rows of every kind, blanks that lead to the forward plan, filters, lists, files."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.timezone import localdate

from assurance.models import Priority, Theme
from assurance.queries.assurance_map import MapFilters, map_page, map_table
from assurance.rules.assurance_map import Rows
from assurance.rules.evidence_tiers import Element, Tier
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import Role
from assurance.services.item_supports import Supports
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.items import NOW, ToolFactory, a_risk, an_indicator, an_item
from tests.factories.plans import a_plan

pytestmark = pytest.mark.django_db
MAP = "/assurance-map/"
DAY = timedelta(days=1)
LATER = NOW.replace(year=2090)


def page(client, **query):
    answer = client.get(MAP, query)
    assert answer.status_code == 200
    return answer.content.decode()


def current(*topics, tier=Tier.OPERATIONAL, element=Element.QUALITATIVE, **details):
    """An item that is current on the day of the test."""
    tool = ToolFactory(slug=f"tool-{tier}")
    details = {"dated_on": localdate() - 10 * DAY, "now": LATER} | details
    return an_item(*topics, tool=tool, tier=tier, element=element, **details)


def test_the_map_says_how_much_is_assured_and_where_nothing_is(chair, sign_in):
    full, half, blank = (an_indicator(title=title) for title in ("Full", "Half", "Blank"))
    for tier in Tier:
        current(full, tier=tier, by=chair)
    current(half, by=chair)
    current(half, tier=Tier.STRATEGIC, current_until=localdate() - DAY, by=chair)
    said = page(sign_in(chair))
    assert "1 of 3 indicators has current assurance from all three tiers; 1 has none." in said
    table = said.partition("app-map-narrow")[0]
    assert table.count("app-map__none") == 27 - 5
    assert table.count("app-map__stale") == 1
    assert "stale since" in table
    assert "10 days old" in table
    shown = page(sign_in(chair), show="gaps").partition("app-map-narrow")[0]
    assert ">Full" not in shown
    assert "Blank" in shown
    assert "2 of 3 shown" in shown


def test_a_blank_is_one_click_from_the_forward_plan_of_saas(chair, sign_in):
    an_indicator(slug="missing", title="Children who go missing")
    client = sign_in(chair)
    found = map_page(chair, MapFilters(), localdate())
    url = found.rows[0].tiers[2].cells[1].plan_url
    assert urlsplit(url).path == "/forward-plans/saas/add/"
    assert parse_qs(urlsplit(url).query) == {
        "title": ["Third tier assurance (qualitative): Children who go missing"],
        "topic": ["missing"],
    }
    said = client.get(url).content.decode()
    assert 'value="Third tier assurance (qualitative): Children who go missing"' in said
    assert 'value="missing" selected' in said
    assert "Plan it" not in page(sign_in(person_with(Role.BOARD_MEMBER)))


def test_priorities_and_risks_are_assured_by_their_own_items_and_by_those_of_their_topics(chair):
    topic = an_indicator()
    priority = Priority.objects.get(plan=a_plan(PlanKind.STRATEGIC, PlanState.AGREED))
    risk, theme = (
        a_risk(),
        Theme.objects.create(
            title="A theme", why="W", outcome="O", domain="leadership", group=chair.memberships.get().group, lead="Head"
        ),
    )
    for thing in (priority, risk, theme):
        thing.topics.add(topic)
    both = current(
        topic,
        by=chair,
        supports=Supports(topics=frozenset({topic.pk}), priorities=frozenset({priority.pk})),
    )
    current(by=chair, tier=Tier.STRATEGIC, supports=Supports(risks=frozenset({risk.pk})))

    def tiers(rows):
        return [
            (row.row.subject.title, set(row.row.tiers)) for row in map_page(chair, MapFilters(rows), localdate()).rows
        ]

    assert tiers(Rows.PRIORITIES) == [("Priority 1", {Tier.OPERATIONAL})]
    assert tiers(Rows.RISKS) == [("Risk 1", {Tier.OPERATIONAL, Tier.STRATEGIC})]
    assert tiers(Rows.THEMES) == [("A theme", {Tier.OPERATIONAL})]
    cell = map_page(chair, MapFilters(Rows.PRIORITIES), localdate()).rows[0].tiers[0].cells[1]
    assert (cell.cell.held.item, cell.others) == (str(both.pk), 0)


@pytest.mark.parametrize("rows", [str(rows) for rows in Rows])
def test_every_kind_of_row_opens_when_there_is_nothing(rows, chair, sign_in):
    assert "Nothing to map yet" in page(sign_in(chair), of=rows)


def test_the_columns_are_narrowed_and_nonsense_leaves_the_map_whole(chair, sign_in):
    an_indicator()
    client = sign_in(chair)
    assert page(client, tier="3", element="judgement").partition("app-map-narrow")[0].count("app-map__none") == 1
    assert page(client, tier="9").partition("app-map-narrow")[0].count("app-map__none") == 9


def test_the_map_as_lists_has_no_table(chair, sign_in):
    current(an_indicator(title="Children who go missing"), by=chair)
    said = page(sign_in(chair), **{"as": "list"})
    assert "<table" not in said
    assert "Children who go missing" in said
    assert "Show it as a table" in said
    assert "<strong>None</strong>: quantitative, professional judgement" in said
    assert said.count("<strong>None</strong>") == 3


@pytest.mark.parametrize("rows", ["indicators", "risks"])
def test_the_map_costs_the_same_however_much_there_is(rows, chair, sign_in):
    topic = an_indicator()
    a_risk(1).topics.add(topic)
    current(topic, by=chair)
    client = sign_in(chair)
    few = queries_of(client, f"{MAP}?of={rows}")
    for number in range(2, 12):
        topic = an_indicator()
        a_risk(number).topics.add(topic)
        current(topic, by=chair)
    assert queries_of(client, f"{MAP}?of={rows}") == few


def test_withdrawn_items_are_not_on_it(chair):
    item = current(an_indicator(), by=chair)
    item.withdrawn_at, item.withdrawn_reason = NOW, "Counted twice"
    item.save()
    assert map_page(chair, MapFilters(), localdate()).found.none == 1


def test_the_map_can_be_taken_away(chair, sign_in):
    current(an_indicator(title="Children who go missing"), by=chair, title="Dip sample")
    headers, (row,) = map_table(chair, MapFilters(), localdate())
    assert len(headers) == len(row) == 11
    assert row[0] == "Children who go missing"
    assert row[2].startswith("Partial assurance. Current until ")
    assert row.count("None") == 8
    for suffix in ("csv", "xlsx"):
        assert sign_in(chair).get(f"{MAP}download.{suffix}").status_code == 200
