"""The indicator table of a pack."""

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from assurance.rules.canonical import canonical_json
from indicators.queries.pack import pack_table
from indicators.rules.vocabulary import Relation
from tests.factories.indicators import IndicatorFactory, MeasureFactory, figure, land

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


def test_the_figures_of_a_pack_and_of_the_dashboard_agree(reader, real_figures, sign_in):
    page = sign_in(reader).get("/indicators/").content.decode()
    table = pack_table(period_end=date(2026, 11, 21))
    shown = [row for domain in table.domains for row in domain.rows if row.value]
    assert len(shown) == 13
    for row in shown:
        for words in (row.value, row.period, row.nation, row.region, row.neighbours):
            assert words in page


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries):
    def count(expected):
        with django_assert_num_queries(expected):
            pack_table(period_end=QUARTER_END)

    land(figure(MeasureFactory(), "1"))
    count(6)
    land(*[figure(measure, "2") for measure in MeasureFactory.create_batch(5)])
    count(6)
