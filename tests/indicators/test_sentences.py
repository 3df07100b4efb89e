"""What a series says, in words."""

from decimal import Decimal

import pytest

from indicators.rules.finding import SPARK_POINTS, find
from indicators.rules.vocabulary import Frequency, Meaning, Unit
from tests.factories.findings import CALM, OUTLIER, facts_of, month, monthly, point, year_to_march

RISING = (*CALM, OUTLIER)


def test_the_paragraph_says_everything():
    years = [24.2, 26.5, None, 20.8]
    points = [point(value, year_to_march(2013 + number)) for number, value in enumerate(years)]
    found = find(facts_of(points, title="Re-referrals", frequency=Frequency.ANNUAL, target=Decimal(20)))
    assert found.headline == "Re-referrals fell to 20.8%: cannot tell chance from change"
    assert found.sentences[:3] == (
        "Re-referrals, Kent: 3 figures, from 24.2% (year ending March 2013) to 20.8% (year ending March 2016).",
        "The latest is 3.4 percentage points lower than the first, "
        "and 5.7 percentage points lower than the one before, 26.5% (year ending March 2014).",
        "The target is 20.0%: the latest figure does not meet it.",
    )
    assert found.sentences[-1] == "1 figure is suppressed by the publisher."
    assert found.paragraph == " ".join(found.sentences)


@pytest.mark.parametrize(
    ("values", "fields", "sentence"),
    [
        ((10, 10), {}, "The latest is the same as the first."),
        ((10, 11), {"decimals": 0}, "The latest is 1 percentage point higher than the first."),
        ((10, 9), {}, "The latest is 1.0 percentage points lower than the first."),
        ((5, 6), {"unit": Unit.DAYS, "decimals": 0}, "The latest is 1 day higher than the first."),
        ((1, 2500), {"unit": Unit.COUNT, "decimals": 0}, "The latest is 2,499 higher than the first."),
        ((10.04, 10.06), {}, "The latest is 0.1 percentage points higher than the first."),
        ((10.01, 10.04), {}, "The latest is the same as the first."),
    ],
)
def test_a_change_is_that_of_the_values_shown(values, fields, sentence):
    assert sentence in find(monthly(*values, **fields)).sentences


def test_a_series_of_one_figure_and_of_none():
    one = find(monthly(26.4))
    assert one.headline == "A measure is 26.4%: the first figure there is"
    assert one.sentences[0] == "A measure, Kent: one figure, 26.4% (September 2025)."
    none = find(monthly(None))
    assert none.headline == "A measure: no figure yet"
    assert none.sentences == (
        "A measure, Kent: there is no figure yet.",
        "1 figure is suppressed by the publisher.",
    )
    assert (none.latest, none.points, none.meaning) == (None, 0, Meaning.CANNOT_TELL)
    assert find(monthly()).spark == ()


def test_gaps_are_named_while_they_are_few():
    def with_gaps(count):
        return find(facts_of([point(10, month(2 * number)) for number in range(count + 1)])).sentences

    assert with_gaps(1)[-1] == "There are no figures from 1 October 2025 to 31 October 2025."
    assert with_gaps(4)[-1] == "There are 4 gaps between the figures."


def test_limits_are_shown_with_one_decimal_more():
    found = find(monthly(*CALM))
    sentence = "On the XmR chart the mean is 11.50% and the control limits are 6.42% and 16.58%."
    assert sentence in found.sentences
    assert [round(number, 2) for number in (found.mean, found.lower_limit, found.upper_limit)] == [11.5, 6.42, 16.58]


def test_the_small_picture_has_the_last_figures_as_they_are_shown():
    found = find(monthly(*range(30), None, 10.06))
    assert len(found.spark) == SPARK_POINTS
    assert found.spark[-3:] == (29.0, None, 10.1)


def test_a_long_title_leaves_a_headline_that_fits():
    assert len(find(monthly(*RISING, title="A" * 200)).headline) <= 300
