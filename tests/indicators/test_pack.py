"""The indicator table of a pack."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assurance.rules.canonical import canonical_json
from indicators.queries.pack import pack_table
from indicators.rules.vocabulary import Kind, Relation
from tests.factories.assurance import AgencyFactory
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import (
    IndicatorFactory,
    JudgementFactory,
    MeasureFactory,
    TargetFactory,
    figure,
    land,
)

pytestmark = pytest.mark.django_db
QUARTER_END = date(2026, 9, 30)


def test_only_periods_that_had_ended_are_in():
    measure = MeasureFactory(relation=Relation.PROXY)
    land(
        figure(measure, "21.6", start=date(2025, 10, 1), end=QUARTER_END),
        figure(measure, "50", start=date(2025, 10, 2), end=date(2026, 10, 1)),
    )
    row = pack_table(period_end=QUARTER_END).domains[0].rows[0]
    assert (row.value, row.period) == ("21.6%", "Year ending September 2026")
    assert row.measured == "Not measured: proxies are shown, which do not measure the item itself."
    earlier = pack_table(period_end=date(2026, 9, 29)).domains[0].rows[0]
    assert (earlier.value, earlier.figure) == ("", "")


def test_an_item_without_figures_has_its_row():
    indicator = IndicatorFactory()
    rows = pack_table(period_end=QUARTER_END).domains[0].rows
    assert [(row.wording, row.measured) for row in rows] == [
        (indicator.wording, "No figures yet: not published; this needs partner returns.")
    ]


def test_the_table_is_text_that_a_snapshot_can_hold_and_the_clock_does_not_change_it(monkeypatch):
    land(figure(MeasureFactory(), "21.6"))
    first = canonical_json(asdict(pack_table(period_end=QUARTER_END)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    assert canonical_json(asdict(pack_table(period_end=QUARTER_END))) == first


def test_variation_target_and_judgement_are_in_words():
    measure = monthly_measure()
    TargetFactory(measure=measure, value=Decimal(5), starts_on=date(2026, 4, 1))
    JudgementFactory(indicator=measure.indicator)
    land_months(measure, *CALM, OUTLIER)
    row = pack_table(period_end=QUARTER_END).domains[0].rows[0]
    assert (row.value, row.variation, row.method) == ("40.0%", "Concerning", "Control chart of 13 figures")
    assert (row.target, row.outlook) == ("5.0%", "Will be missed")
    assert (row.judgement, row.judged_on) == ("Partly sighted (Amber)", "1 November 2026")


def test_what_the_chart_said_at_the_end_of_the_quarter_is_in_the_pack():
    measure = monthly_measure()
    land_months(measure, *CALM, OUTLIER)
    row = pack_table(period_end=date(2026, 8, 31)).domains[0].rows[0]
    assert (row.value, row.variation) == ("13.0%", "No change beyond chance")


def test_a_partners_own_judgement_is_in_no_pack():
    indicator = IndicatorFactory()
    JudgementFactory(indicator=indicator, agency=AgencyFactory())
    assert pack_table(period_end=QUARTER_END).domains[0].rows[0].judgement == ""


def test_an_item_that_is_judged_says_how():
    indicator = IndicatorFactory(kind=Kind.JUDGEMENT)
    JudgementFactory(indicator=indicator)
    assert pack_table(period_end=QUARTER_END).domains[0].rows[0].measured == "Partly in place"


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries):
    def count(expected):
        with django_assert_num_queries(expected):
            pack_table(period_end=QUARTER_END)

    land(figure(MeasureFactory(), "1"))
    count(12)
    land(*[figure(measure, "2") for measure in MeasureFactory.create_batch(5)])
    count(12)
