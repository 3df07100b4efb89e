"""The dashboard and the charts of a pack: figures up to the end of its quarter, as whoever reads it may know them."""

from datetime import date

import pytest

from assurance.models import User
from assurance.rules.roles import Role
from indicators.models import Measure
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.pack import pack_table
from indicators.queries.pack_charts import item_charts
from indicators.rules.vocabulary import Relation
from indicators.services.findings import refresh_findings
from tests.factories.assurance import person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import NOW, IndicatorFactory, MeasureFactory, figure, land
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db
BEFORE, QUARTER_END = date(2026, 8, 31), date(2026, 9, 30)


@pytest.fixture
def member():
    return person_with(Role.BOARD_MEMBER)


def charts(reader, up_to=QUARTER_END):
    return item_charts(reader, up_to=up_to, today=TODAY)


def rows(reader, **options):
    return [row for domain in dashboard_visible_to(reader, today=TODAY, **options).domains for row in domain.rows]


def told(row):
    """What a row says that does not depend on the day it is read."""
    return row.said, row.outlook, row.spark, row.judgements, row.item.headline.words


def test_a_later_figure_is_neither_in_the_row_nor_in_the_chart(member):
    land_months(monthly_measure(), *CALM, OUTLIER)
    refresh_findings(now=NOW)
    assert [row.said.icon for row in rows(member)] == ["concerning-high"]
    assert [row.said.icon for row in rows(member, up_to=BEFORE)] == ["common"]
    (shown,), _ = charts(member, up_to=BEFORE)
    assert (shown.row.item.headline.words, len(shown.chart.points)) == ("13.0%", 12)
    assert shown.chart.title == shown.row.said.headline


def test_without_a_later_figure_the_rows_are_those_of_the_dashboard(member):
    land_months(monthly_measure(), *CALM, OUTLIER)
    refresh_findings(now=NOW)
    assert [told(row) for row in rows(member, up_to=QUARTER_END)] == [told(row) for row in rows(member)]


def test_an_item_is_shown_by_its_closest_figure_and_the_others_are_said(member):
    near = monthly_measure(title="What comes near", relation=Relation.NEAR)
    direct = monthly_measure(title="The thing itself", relation=Relation.DIRECT, indicator=near.indicator)
    for measure in (near, direct):
        land_months(measure, 10, 12)
    (shown,), without = charts(member)
    assert shown.chart.measure == "The thing itself"
    assert [(one.relation, one.headline.split(" rose")[0]) for one in shown.further] == [("Near", "What comes near")]
    assert without == ()


def test_items_without_figures_and_those_with_background_alone_have_no_chart(member):
    nothing, background = IndicatorFactory(), monthly_measure(relation=Relation.CONTEXT)
    land_months(background, 10, 12)
    shown, without = charts(member)
    assert shown == ()
    assert {row.item.slug for row in without} == {nothing.slug, background.indicator.slug}


def test_a_measure_no_longer_in_use_is_in_no_part_of_a_pack(member):
    land(figure(MeasureFactory(relation=Relation.DIRECT), "21.6"))
    assert pack_table(period_end=QUARTER_END).domains[0].rows[0].value == "21.6%"
    Measure.objects.update(is_current=False)
    assert pack_table(period_end=QUARTER_END).domains[0].rows[0].value == ""
    assert charts(member)[0] == ()


def test_who_may_read_no_indicators_gets_none():
    land_months(monthly_measure(), 10, 12)
    assert charts(User(pk=0)) == ((), ())


def test_however_many_measures_there_are_the_queries_are_as_many(member, django_assert_num_queries):
    def land_for(measures):
        land(*[figure(measure, "2") for measure in measures])

    land_for(monthly_measure() for _ in range(3))
    charts(member)  # What somebody may do is read once.
    with django_assert_num_queries(22):
        assert len(charts(member)[0]) == 3
    land_for(monthly_measure() for _ in range(27))
    with django_assert_num_queries(22):
        assert len(charts(member)[0]) == 30
