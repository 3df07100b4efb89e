"""The page of an indicator and its query."""

from datetime import date
from decimal import Decimal

import pytest

from assurance.models import Agency
from indicators.queries.indicators import indicator_visible_to, series_visible_to
from indicators.rules.vocabulary import Kind, Relation, Status
from tests.factories.assurance import AgencyFactory
from tests.factories.indicators import IndicatorFactory, MeasureFactory, figure, land
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db


def _page(reader, indicator):
    return indicator_visible_to(reader, indicator.slug, today=TODAY)


def test_a_series_is_listed_newest_first_with_its_parts(reader):
    measure = MeasureFactory()
    land(
        figure(measure, "23.3", start=date(2023, 4, 1), end=date(2024, 3, 31)),
        figure(measure, "21.6", numerator=Decimal(5194), denominator=Decimal(24035)),
    )
    series = _page(reader, measure.indicator).series[0]
    assert [point.words for point in series.points] == ["21.6%", "23.3%"]
    assert (series.points[0].numerator_words, series.points[0].denominator_words) == ("5,194", "24,035")
    assert (series.has_parts, series.has_notes) == (True, False)


def test_a_withheld_point_is_listed_with_its_reason_and_note(reader):
    measure = MeasureFactory()
    land(figure(measure, symbol="c", note="Fewer than 6."))
    series = _page(reader, measure.indicator).series[0]
    assert (series.points[0].words, series.points[0].note) == ("Suppressed by the publisher (c)", "Fewer than 6.")
    assert series.has_notes


def test_a_withdrawn_point_is_not_listed(reader):
    measure = MeasureFactory()
    land(figure(measure, "1"), figure(measure, "2", start=date(2023, 4, 1), end=date(2024, 3, 31)))
    land(figure(measure, status=Status.WITHDRAWN))
    assert [point.words for point in _page(reader, measure.indicator).series[0].points] == ["2.0%"]


def test_a_corrected_point_is_listed_once_as_it_stands(reader):
    measure = MeasureFactory()
    land(figure(measure, "1"))
    land(figure(measure, "2"))
    assert [point.words for point in _page(reader, measure.indicator).series[0].points] == ["2.0%"]


def test_only_the_figures_of_this_indicator_are_shown(reader):
    mine, other = MeasureFactory(), MeasureFactory()
    land(figure(mine, "1"), figure(other, "2"))
    assert [series.figure.code for series in _page(reader, mine.indicator).series] == [mine.code]


def test_the_closest_series_comes_first(reader):
    indicator = IndicatorFactory()
    proxy = MeasureFactory(indicator=indicator, relation=Relation.PROXY, position=1)
    near = MeasureFactory(indicator=indicator, relation=Relation.NEAR, position=2)
    land(figure(proxy, "1"), figure(near, "2"))
    assert [series.figure.code for series in _page(reader, indicator).series] == [near.code, proxy.code]


def test_what_is_not_agreed_says_so_and_what_is_agreed_is_shown(reader):
    agency = AgencyFactory(name="Kent Police")
    indicator = IndicatorFactory(
        definition__source_agency=Agency.objects.get(pk=agency.pk),
        definition__polarity="higher_is_worse",
        definition__dissemination_threshold=6,
    )
    fields = dict(_page(reader, indicator).definitions[0].fields)
    assert fields["Source agency"] == "Kent Police"
    assert fields["Better when"] == "Higher is worse"
    assert fields["Smallest count that may leave the Partnership"] == "6"
    assert fields["Numerator"] == fields["Owner"] == "Not yet agreed"


def test_a_judgement_is_not_asked_for_a_numerator(reader):
    fields = dict(_page(reader, IndicatorFactory(kind=Kind.JUDGEMENT)).definitions[0].fields)
    assert set(fields) == {"How often", "Owner"}


def test_definitions_are_listed_newest_first_with_their_dates(reader, suite):
    page = indicator_visible_to(reader, "repeat-referrals", today=TODAY)
    assert [(one.in_effect, one.wording) for one in page.definitions] == [
        ("From 17 September 2019", "Repeat referrals (within 12 months)"),
        ("22 May 2019 to 16 September 2019", "Repeat re-referrals within 12 months"),
    ]


def test_the_number_of_queries_does_not_grow_with_the_rows(reader, django_assert_num_queries):
    indicator = IndicatorFactory()

    def count(expected):
        reader.__dict__.pop("_grants_held", None)
        with django_assert_num_queries(expected):
            _page(reader, indicator)

    land(figure(MeasureFactory(indicator=indicator), "1"))
    count(10)
    for measure in MeasureFactory.create_batch(4, indicator=indicator):
        land(figure(measure, "1"), figure(measure, "2", start=date(2023, 4, 1), end=date(2024, 3, 31)))
    count(10)


def test_who_may_not_read_indicators_finds_none(outsider):
    measure = MeasureFactory()
    land(figure(measure, "1"))
    assert _page(outsider, measure.indicator) is None
    assert series_visible_to(outsider, measure.code, today=TODAY) is None


def test_the_page_shows_figures_definition_and_series(reader, sign_in):
    measure = MeasureFactory(
        relation=Relation.NEAR, numerator="those counted", denominator="everybody", data_note="Handle with care."
    )
    land(figure(measure, "21.6", numerator=Decimal(5194), denominator=Decimal(24035)))
    page = sign_in(reader).get(f"/indicators/{measure.indicator.slug}/").content.decode()
    for words in (
        "Not measured directly",
        "Near: close to the item, not the same.",
        "those counted, out of everybody",
        "5,194",
        "24,035",
        "Handle with care.",
        "Last update 20 November 2026",
        "Not yet agreed",
        "From 17 September 2019",
        f"/indicators/measures/{measure.code}.csv",
        f"/indicators/measures/{measure.code}.xlsx",
    ):
        assert words in page, words


def test_an_item_without_figures_says_what_it_needs(reader, sign_in):
    page = sign_in(reader).get(f"/indicators/{IndicatorFactory().slug}/").content.decode()
    assert "No figures yet" in page
    assert "It needs returns from the partners" in page


def test_a_judgement_says_none_is_recorded(reader, sign_in):
    page = sign_in(reader).get(f"/indicators/{IndicatorFactory(kind=Kind.JUDGEMENT).slug}/").content.decode()
    assert "No judgement recorded yet" in page
    assert "Newest figures" not in page


def test_an_unknown_indicator_is_not_found(reader, sign_in):
    assert sign_in(reader).get("/indicators/nothing/").status_code == 404


def test_who_may_not_read_indicators_is_refused(outsider, sign_in):
    assert sign_in(outsider).get(f"/indicators/{IndicatorFactory().slug}/").status_code == 403
