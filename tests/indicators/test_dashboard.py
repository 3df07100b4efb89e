"""The dashboard: its query, its page, and who may see it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Area, Indicator
from indicators.queries.dashboard import dashboard_visible_to
from indicators.rules.vocabulary import Kind, Relation, Unit
from tests.factories.indicators import (
    AreaFactory,
    DomainFactory,
    IndicatorFactory,
    MeasureFactory,
    figure,
    land,
    neighbours_of,
)
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db
URL = "/indicators/"


@pytest.fixture
def kent():
    """Kent within the South East within England, with three statistical neighbours."""
    england = AreaFactory(name="England", kind=Area.Kind.NATION)
    south_east = AreaFactory(name="South East", kind=Area.Kind.REGION, within=england)
    kent = AreaFactory(name="Kent", within=south_east)
    neighbours_of(kent, AreaFactory.create_batch(3))
    return kent


def _item(reader, indicator):
    domains = dashboard_visible_to(reader, today=TODAY).domains
    return next(item for domain in domains for item in domain.items if item.slug == indicator.slug)


def test_the_newest_figure_stands_beside_those_of_the_same_period(reader, kent):
    measure = MeasureFactory(home_area=kent)
    region, nation = kent.within, kent.within.within
    one, two, three = (row.neighbour for row in kent.statistical_neighbours.all())
    land(
        figure(measure, "21.6"),
        figure(measure, "22.6", area=nation),
        figure(measure, "28.4", area=region),
        figure(measure, "20.1", area=one),
        figure(measure, "20.4", area=two),
        figure(measure, "21.0", area=three),
        figure(measure, "50.0", area=nation, start=date(2023, 4, 1), end=date(2024, 3, 31)),
    )
    headline = _item(reader, measure.indicator).headline
    assert (headline.words, headline.period, headline.age) == ("21.6%", "Year ending March 2025", "1 year 7 months old")
    assert [comparison.words for comparison in headline.comparisons] == ["22.6%", "28.4%", "20.5%"]
    assert headline.neighbours.note == ""


def test_a_neighbour_without_a_figure_is_said(reader, kent):
    measure = MeasureFactory(home_area=kent)
    one, two, three = (row.neighbour for row in kent.statistical_neighbours.all())
    land(
        figure(measure, "1"),
        figure(measure, "2", area=one),
        figure(measure, "4", area=two),
        figure(measure, symbol="c", area=three),
    )
    neighbours = _item(reader, measure.indicator).headline.neighbours
    assert (neighbours.value, neighbours.note) == (Decimal("3.0"), "2 of 3 areas")


def test_the_neighbours_are_those_of_the_newest_model(reader, kent):
    measure = MeasureFactory(home_area=kent)
    old = AreaFactory()
    neighbours_of(kent, [old], model=2021)
    land(figure(measure, "1"), figure(measure, "50", area=old))
    assert _item(reader, measure.indicator).headline.neighbours.words == "No figure"


@pytest.mark.parametrize(
    ("start", "end"), [(date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 3, 31))]
)
def test_another_period_is_never_compared(reader, kent, start, end):
    measure = MeasureFactory(home_area=kent)
    land(figure(measure, "21.6"), figure(measure, "22", area=kent.within, start=start, end=end))
    assert _item(reader, measure.indicator).headline.region.words == "No figure"


def test_plain_numbers_are_not_compared(reader, kent):
    measure = MeasureFactory(home_area=kent, unit=Unit.COUNT, decimals=0)
    land(figure(measure, "85439"), figure(measure, "2617822", area=kent.within))
    headline = _item(reader, measure.indicator).headline
    assert headline.words == "85,439"
    assert {comparison.value for comparison in headline.comparisons} == {None}


def test_a_withheld_figure_says_why_and_what_was_last_known(reader, kent):
    measure = MeasureFactory(home_area=kent)
    land(figure(measure, symbol="c"), figure(measure, "23.3", start=date(2023, 4, 1), end=date(2024, 3, 31)))
    headline = _item(reader, measure.indicator).headline
    assert headline.words == "Suppressed by the publisher (c)"
    assert headline.before == "23.3%, Year ending March 2024"


def test_the_closest_measure_leads_and_background_never_does(reader):
    indicator = IndicatorFactory()
    context = MeasureFactory(indicator=indicator, relation=Relation.CONTEXT, position=1)
    proxy = MeasureFactory(indicator=indicator, relation=Relation.PROXY, position=2)
    near = MeasureFactory(indicator=indicator, relation=Relation.NEAR, position=3)
    land(figure(context, "1"))
    assert (_item(reader, indicator).headline, _item(reader, indicator).further) == (None, 1)
    land(figure(proxy, "2"))
    assert _item(reader, indicator).headline.code == proxy.code
    land(figure(near, "3"))
    item = _item(reader, indicator)
    assert [one.code for one in item.figures] == [near.code, proxy.code, context.code]
    assert item.measured == "Not measured directly: the nearest published figures are shown."


def test_a_direct_measure_that_never_had_a_value_does_not_make_an_item_measured(reader):
    measure = MeasureFactory(relation=Relation.DIRECT)
    land(figure(measure, symbol="x"))
    assert _item(reader, measure.indicator).measured == "No figures yet: not published; this needs partner returns."


@pytest.mark.parametrize(
    ("agreed", "state"),
    [
        ({}, "Not yet agreed"),
        ({"owner": "A post"}, "Partly agreed"),
        ({"owner": "A post", "frequency": "annual"}, "Agreed"),
    ],
)
def test_the_definition_of_a_judgement_needs_an_owner_and_a_frequency(reader, agreed, state):
    indicator = IndicatorFactory(
        kind=Kind.JUDGEMENT, **{f"definition__{name}": value for name, value in agreed.items()}
    )
    assert _item(reader, indicator).definition == state


def test_the_definition_of_a_number_needs_more(reader):
    indicator = IndicatorFactory(definition__owner="A post", definition__frequency="annual")
    assert _item(reader, indicator).definition == "Partly agreed"


def test_only_the_definition_in_effect_counts(reader):
    indicator = IndicatorFactory(definition__starts_on=date(2030, 1, 1), definition__wording_to_be_confirmed=True)
    assert _item(reader, indicator).wording_to_be_confirmed is False


def test_parts_follow_what_they_are_parts_of(reader):
    domain = DomainFactory()
    first = IndicatorFactory(domain=domain, position=1)
    second = IndicatorFactory(domain=domain, position=2)
    IndicatorFactory(domain=domain, position=2, parent=first)
    IndicatorFactory(domain=domain, position=1, parent=first)
    items = dashboard_visible_to(reader, today=TODAY).domains[0].items
    assert [item.code for item in items] == ["2.1", "2.1.1", "2.1.2", "2.2"]
    assert items[-1].slug == second.slug


def test_domains_come_in_order_with_items_counted_by_worth(reader):
    third = DomainFactory(number=3, title="Innovation and Improvement")
    IndicatorFactory(domain=third, kind=Kind.JUDGEMENT)
    IndicatorFactory()
    dashboard = dashboard_visible_to(reader, today=TODAY)
    assert [domain.number for domain in dashboard.domains] == [2, 3]
    assert [domain.has_numbers for domain in dashboard.domains] == [True, False]
    assert dashboard.tallies == ((1, "without any figure"), (1, "judged and not counted"))
    assert (dashboard.item_count, dashboard.without_definition) == (2, 2)


def test_figures_of_no_item_are_background(reader):
    measure = MeasureFactory(indicator=None, relation=Relation.CONTEXT)
    land(figure(measure, "53"))
    dashboard = dashboard_visible_to(reader, today=TODAY)
    assert [one.code for one in dashboard.background] == [measure.code]
    assert dashboard.attributions == ("Contains figures of a publisher.",)


def test_the_number_of_queries_does_not_grow_with_the_rows(reader, kent, django_assert_num_queries):
    def count(expected):
        reader.__dict__.pop("_grants_held", None)
        with django_assert_num_queries(expected):
            dashboard_visible_to(reader, today=TODAY)

    land(figure(MeasureFactory(home_area=kent), "1"))
    count(9)
    measures = MeasureFactory.create_batch(6, home_area=kent)
    rows = [
        figure(measure, "1", start=date(year, 4, 1), end=date(year + 1, 3, 31))
        for measure in measures
        for year in (2022, 2023)
    ]
    land(*rows)
    count(9)


def test_who_may_not_read_indicators_gets_nothing(outsider, kent):
    land(figure(MeasureFactory(home_area=kent), "1"))
    dashboard = dashboard_visible_to(outsider, today=TODAY)
    assert (dashboard.domains, dashboard.background, dashboard.objectives) == ((), (), ())


def test_the_page_shows_domains_figures_and_what_is_missing(reader, sign_in, kent):
    measure = MeasureFactory(home_area=kent, relation=Relation.PROXY, title="A proxy figure")
    land(figure(measure, "21.6"))
    IndicatorFactory(definition__wording_to_be_confirmed=True)
    page = sign_in(reader).get(URL).content.decode()
    for words in (
        "A proxy figure",
        "Proxy: stands in for the item, does not measure it.",
        "21.6%",
        "Year ending March 2025",
        "A publisher: A release",
        "No figures yet: not published; this needs partner returns.",
        "Wording to be confirmed",
        "2 of 2 definitions not yet agreed",
        "Contains figures of a publisher.",
    ):
        assert words in page, words


def test_the_page_escapes_what_people_wrote(reader, sign_in, kent):
    land(figure(MeasureFactory(home_area=kent, title="<script>alert(1)</script>"), "1"))
    page = sign_in(reader).get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_without_indicators_the_page_says_when_there_will_be_some(reader, sign_in):
    assert "No indicators yet" in sign_in(reader).get(URL).content.decode()


def test_who_may_not_read_indicators_is_refused_in_words(outsider, sign_in):
    answer = sign_in(outsider).get(URL)
    assert answer.status_code == 403
    assert "ask the Business Team" in answer.content.decode()


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(URL).status_code == 302


def test_the_page_cannot_be_posted_to(reader, sign_in):
    assert sign_in(reader).post(URL).status_code == 405


def test_every_item_leads_to_its_page(reader, sign_in, suite):
    page = sign_in(reader).get(URL).content.decode()
    for slug in Indicator.objects.values_list("slug", flat=True):
        assert f'href="{reverse("indicators:indicator_detail", args=[slug])}"' in page
