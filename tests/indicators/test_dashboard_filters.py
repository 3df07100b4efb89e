"""The dashboard narrowed by its filters."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.queries.dashboard import dashboard_visible_to
from indicators.rules.dashboard import DashboardFilters
from indicators.rules.vocabulary import Kind, Meaning, Polarity
from indicators.services.findings import refresh_findings
from tests.factories.assurance import AgencyFactory
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import (
    NOW,
    DomainFactory,
    IndicatorFactory,
    MeasureFactory,
    TargetFactory,
    figure,
    land,
)
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db
URL = "/indicators/"


def slugs(reader, **filters):
    board = dashboard_visible_to(reader, today=TODAY, filters=DashboardFilters(**filters))
    return {row.item.slug for domain in board.domains for row in domain.rows}


@pytest.fixture
def suite_of_four(db):
    """Items that differ in all that can be filtered for."""
    worse = monthly_measure(indicator=IndicatorFactory(slug="worse"))
    land_months(worse, *CALM, OUTLIER)
    agency = AgencyFactory(slug="police")
    IndicatorFactory(slug="empty", definition__source_agency=agency, definition__is_early_warning=True)
    stale = MeasureFactory(indicator=IndicatorFactory(slug="stale"), polarity=Polarity.HIGHER_IS_WORSE, position=1)
    TargetFactory(measure=stale, value=Decimal(50))
    land(figure(stale, "21", start=date(2019, 4, 1), end=date(2020, 3, 31)))
    IndicatorFactory(slug="judged", domain=DomainFactory(number=3), kind=Kind.JUDGEMENT)
    refresh_findings(now=NOW)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"worse", "empty", "stale", "judged"}),
        ({"domain": "3"}, {"judged"}),
        ({"agency": "police"}, {"empty"}),
        ({"agency": "nobody"}, set()),
        ({"signal": Meaning.CONCERNING}, {"worse"}),
        ({"signal": Meaning.CANNOT_TELL}, {"stale"}),
        ({"target": "meets_now"}, {"stale"}),
        ({"target": "no_target"}, {"worse", "empty"}),
        ({"flag": "warning"}, {"worse"}),
        ({"flag": "indicator"}, {"empty"}),
        ({"data": "nothing"}, {"empty"}),
        ({"data": "stale"}, {"stale"}),
        ({"data": "figures"}, {"worse", "stale"}),
        ({"signal": Meaning.CONCERNING, "data": "stale"}, set()),
    ],
)
def test_filters_leave_the_rows_that_match_all_of_them(reader, suite_of_four, filters, expected):
    assert slugs(reader, **filters) == expected


def test_the_counts_at_the_head_are_of_every_item_whatever_is_shown(reader, suite_of_four):
    narrowed = dashboard_visible_to(reader, today=TODAY, filters=DashboardFilters(data="nothing"))
    assert narrowed.answers == dashboard_visible_to(reader, today=TODAY).answers
    assert (narrowed.shown, narrowed.total) == (1, 4)


def test_the_page_says_how_many_are_shown_and_the_files_hold_the_same(reader, sign_in, suite_of_four):
    client = sign_in(reader)
    page = client.get(f"{URL}?data=nothing").content.decode()
    assert "1 of 4 items shown." in page
    assert "/indicators/indicators.csv?data=nothing" in page
    assert client.get("/indicators/indicators.csv?data=nothing").content.decode().count("\r\n") == 2


def test_a_filter_that_is_not_offered_narrows_nothing(reader, sign_in, suite_of_four):
    page = sign_in(reader).get(f"{URL}?signal=loud").content.decode()
    assert 'href="#id_signal"' in page
    assert "Select a valid choice" in page
    assert page.count('scope="row"') == 4


def test_every_icon_pointed_at_is_drawn(reader, sign_in, suite_of_four):
    page = sign_in(reader).get(URL).content.decode()
    wanted = {part.split('"')[0] for part in page.split('<use href="#')[1:]}
    assert wanted == {"icon-concerning-high", "icon-cannot-tell", "icon-meets_now"}
    assert all(f'id="{name}"' in page for name in wanted)


@pytest.mark.parametrize(
    ("query", "prefix"),
    [("", ""), ("?signal=concerning", ""), ("?signal=nonsense", "Error: "), ("?on_day=40&on_month=1", "Error: ")],
)
def test_the_title_says_when_a_filter_is_wrong(reader, sign_in, suite_of_four, query, prefix):
    page = sign_in(reader).get(f"{URL}{query}").content.decode()
    assert f"<title>{prefix}Indicators" in page
