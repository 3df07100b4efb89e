"""Gaps in the data: the query, its page and its files."""

import csv
import io
from datetime import date

import pytest

from indicators.models import Measure
from indicators.queries.gaps import gaps_visible_to
from indicators.rules.gaps import GAP_HEADS, GAP_WORDS
from indicators.rules.vocabulary import Kind
from tests.factories.assurance import AgencyFactory
from tests.factories.indicators import DomainFactory, IndicatorFactory, JudgementFactory, MeasureFactory, figure, land
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db
EVERYTHING_AGREED = {
    "definition__frequency": "annual",
    "definition__owner": "A post",
    "definition__numerator": "those counted",
    "definition__denominator": "everybody",
    "definition__counts": "children",
    "definition__unit": "percent",
    "definition__polarity": "higher_is_worse",
}


def gaps_of(reader, indicator):
    found = [row.words for row in gaps_visible_to(reader, today=TODAY).rows if row.slug == indicator.slug]
    return found[0] if found else ()


@pytest.fixture
def complete():
    """An item that lacks nothing."""
    indicator = IndicatorFactory(**EVERYTHING_AGREED, definition__source_agency=AgencyFactory())
    land(figure(MeasureFactory(indicator=indicator), "1"))
    JudgementFactory(indicator=indicator)
    return indicator


def test_an_item_without_anything_lacks_everything_but_fresh_figures(reader):
    assert gaps_of(reader, IndicatorFactory()) == (
        "No figures",
        "Definition not yet agreed",
        "No owner",
        "No source agency",
        "Not yet judged",
    )


def test_an_item_that_is_judged_lacks_no_figures_and_no_source(reader):
    indicator = IndicatorFactory(kind=Kind.JUDGEMENT, domain=DomainFactory(number=3))
    assert gaps_of(reader, indicator) == ("Definition not yet agreed", "No owner", "Not yet judged")


def test_an_item_that_lacks_nothing_is_not_listed(reader, complete):
    gaps = gaps_visible_to(reader, today=TODAY)
    assert (gaps.rows, gaps.total) == ((), 1)
    assert set(gaps.counts) == {(words, 0) for words in GAP_WORDS.values()}


def test_old_figures_are_a_gap(reader, complete):
    [row] = gaps_visible_to(reader, today=date(2027, 11, 21)).rows
    assert (row.words, row.period, row.age) == (
        ("Figures out of date",),
        "Year ending March 2025",
        "2 years 7 months old",
    )


def test_the_agency_a_measure_is_asked_of_is_a_source(reader):
    indicator = IndicatorFactory()
    land(figure(MeasureFactory(indicator=indicator), "1"))
    assert "No source agency" in gaps_of(reader, indicator)
    Measure.objects.update(source_agency=AgencyFactory())
    assert "No source agency" not in gaps_of(reader, indicator)


def test_the_page_lists_each_item_with_what_it_lacks(reader, sign_in, complete):
    empty = IndicatorFactory()
    page = sign_in(reader).get("/indicators/gaps/").content.decode()
    assert "1 of 2 items lack something." in page
    assert f'href="/indicators/{empty.slug}/"' in page
    assert f'href="/indicators/{complete.slug}/"' not in page


def test_without_gaps_or_items_the_page_says_so(reader, sign_in, complete):
    assert "Nothing is missing" in sign_in(reader).get("/indicators/gaps/").content.decode()
    type(complete).objects.in_use_on(TODAY).get().definitions.update(ends_on=date(2020, 1, 1))
    assert "No indicators yet" in sign_in(reader).get("/indicators/gaps/").content.decode()


def test_the_file_has_a_column_a_gap(reader, sign_in):
    indicator = IndicatorFactory()
    text = sign_in(reader).get("/indicators/gaps.csv").content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["Wording"] == indicator.slug
    missing = {GAP_WORDS[gap] for gap, head in GAP_HEADS.items() if row[head] == "Missing"}
    assert missing == set(gaps_of(reader, indicator))


def test_who_may_not_read_indicators_is_refused(outsider, sign_in):
    client = sign_in(outsider)
    assert [client.get(f"/indicators/{path}").status_code for path in ("gaps/", "gaps.csv")] == [403, 403]
