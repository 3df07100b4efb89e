"""What short series say: the period before, England and neighbours, and where it cannot be told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.change import Figure, Verdict, compare_with_area, compare_with_before, interval_of
from indicators.rules.vocabulary import Unit

RATES = [Unit.PER_10000, Unit.PER_100000]
counts = st.integers(0, 20_000)
wholes = st.integers(1, 3_000_000)
units = st.sampled_from([Unit.PERCENT, *RATES, Unit.COUNT])
OPPOSITE = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}


def figure(numerator, denominator, value=None):
    return Figure(value, numerator, denominator)


@st.composite
def figures(draw):
    numerator, more = draw(counts), draw(wholes)
    return Figure(Decimal(numerator), Decimal(numerator), Decimal(numerator + more))


@pytest.mark.parametrize(
    ("latest", "before", "unit", "sentence"),
    [
        (
            figure(2240, 100_000),
            figure(2000, 100_000),
            Unit.PER_10000,
            "Higher than the year before, beyond what chance would explain (ratio 1.12, 95% interval 1.05 to 1.19).",
        ),
        (
            figure(90, 51_000),
            figure(140, 52_000),
            Unit.PER_100000,
            "Lower than the year before, beyond what chance would explain (ratio 0.66, 95% interval 0.50 to 0.86).",
        ),
        (
            figure(102, 5000),
            figure(100, 5000),
            Unit.PER_10000,
            "No different from the year before beyond what chance would explain "
            "(ratio 1.02, 95% interval 0.77 to 1.36).",
        ),
        (
            figure(450, 1000),
            figure(400, 1000),
            Unit.PERCENT,
            "Higher than the year before, beyond what chance would explain "
            "(difference 5.0 percentage points, 95% interval 0.7 to 9.3).",
        ),
        (
            figure(40, 1000),
            figure(45, 1000),
            Unit.PERCENT,
            "No different from the year before beyond what chance would explain "
            "(difference −0.5 percentage points, 95% interval −2.3 to 1.3).",
        ),
        (
            figure(0, 300),
            figure(0, 200),
            Unit.PERCENT,
            "No different from the year before beyond what chance would explain "
            "(difference 0.0 percentage points, 95% interval −1.9 to 1.3).",
        ),
        # The test alone would say so, the interval would not.
        (
            figure(3, 100),
            figure(10, 100),
            Unit.PERCENT,
            "At the edge of what chance would explain beside the year before "
            "(difference −7.0 percentage points, 95% interval −14.7 to 0.1).",
        ),
        (
            Figure(30),
            Figure(12),
            Unit.COUNT,
            "Higher than the year before, beyond what chance would explain (ratio 2.50, 95% interval 1.24 to 5.36).",
        ),
        (
            Figure(9),
            Figure(0),
            Unit.COUNT,
            "Higher than the year before, beyond what chance would explain "
            "(ratio without end, 95% interval 1.97 to without end).",
        ),
        (Figure(0), Figure(0), Unit.COUNT, "No events in this period, and none in the year before."),
    ],
)
def test_beside_the_year_before(latest, before, unit, sentence):
    assert compare_with_before(latest, before, unit=unit).sentence == sentence


@pytest.mark.parametrize(
    ("latest", "unit", "independent", "because"),
    [
        (Figure(3), Unit.PERCENT, True, "come without their numerators and denominators"),
        (Figure(3, 4), Unit.PER_10000, True, "come without their numerators and denominators"),
        (Figure(None), Unit.COUNT, True, "come without their numerators and denominators"),
        (Figure(31, 4, 5), Unit.DAYS, True, "they are averages"),
        (figure(5, 4), Unit.PERCENT, True, "not whole counts"),
        (figure(Decimal("4.5"), 9), Unit.PERCENT, True, "not whole counts"),
        (figure(0, 0), Unit.PERCENT, True, "not whole counts"),
        (figure(3, 40), Unit.PERCENT, False, "the same children many times over"),
    ],
)
def test_where_it_cannot_be_told(latest, unit, independent, because):
    before = compare_with_before(latest, figure(1, 30), unit=unit, independent=independent)
    assert before.verdict == Verdict.CANNOT_TELL
    assert before.sentence.startswith("Cannot tell whether this differs from the year before: ")
    assert because in before.sentence
    assert before.estimate is before.lower is before.upper is None
    if unit != Unit.COUNT:
        area = compare_with_area(latest, 5, unit=unit, independent=independent)
        assert (area.verdict, because in area.sentence) == (Verdict.CANNOT_TELL, True)


@pytest.mark.parametrize(
    ("kent", "unit", "england", "decimals", "sentence"),
    [
        (
            figure(216, 1000),
            Unit.PERCENT,
            18,
            1,
            "Higher than England (18.0%), beyond what chance would explain (95% interval 19.2% to 24.3%).",
        ),
        (
            figure(216, 1000),
            Unit.PERCENT,
            Decimal("21.9"),
            1,
            "No different from England (21.9%) beyond what chance would explain (95% interval 19.2% to 24.3%).",
        ),
        (
            figure(300, 100_000),
            Unit.PER_10000,
            40,
            0,
            "Lower than England (40 per 10,000), beyond what chance would explain "
            "(95% interval 27 per 10,000 to 34 per 10,000).",
        ),
        (
            figure(0, 100),
            Unit.PERCENT,
            0,
            1,
            "No different from England (0.0%) beyond what chance would explain (95% interval 0.0% to 3.7%).",
        ),
        # With no decimals the limit would look like England's own figure.
        (
            figure(300, 100_000),
            Unit.PER_10000,
            34,
            0,
            "Lower than England (34.0 per 10,000), beyond what chance would explain "
            "(95% interval 26.7 per 10,000 to 33.6 per 10,000).",
        ),
    ],
)
def test_beside_an_area(kent, unit, england, decimals, sentence):
    assert compare_with_area(kent, england, unit=unit, decimals=decimals).sentence == sentence


def test_counts_of_areas_are_not_compared_and_nothing_is_compared_with_nothing():
    assert compare_with_area(Figure(4, 4, 1), 5, unit=Unit.COUNT).verdict == Verdict.CANNOT_TELL
    assert "no figure to compare with" in compare_with_area(figure(3, 9), None, unit=Unit.PERCENT).sentence
    assert interval_of(Figure(4), Unit.PERCENT) is None
    assert interval_of(Figure(4, 4, 1), Unit.COUNT) is None


@given(figures(), figures(), units)
def test_turned_round_the_verdict_is_the_opposite(one, other, unit):
    there, back = (compare_with_before(*pair, unit=unit).verdict for pair in ((one, other), (other, one)))
    assert back == OPPOSITE.get(there, there)


@given(figures(), figures(), units)
def test_the_verdict_is_on_the_side_of_the_estimate_and_of_its_interval(one, other, unit):
    found = compare_with_before(one, other, unit=unit)
    neutral = 0 if unit == Unit.PERCENT else 1
    if found.verdict == Verdict.HIGHER:
        assert found.lower > neutral
        assert found.estimate is None or found.estimate > neutral
    if found.verdict == Verdict.LOWER:
        assert found.estimate <= found.upper < neutral


@given(figures(), st.sampled_from([Unit.PERCENT, *RATES]))
def test_a_figure_is_no_different_from_itself(one, unit):
    found = interval_of(one, unit)
    assert compare_with_before(one, one, unit=unit).verdict == Verdict.NO_DIFFERENCE
    assert compare_with_area(one, found.value, unit=unit).verdict == Verdict.NO_DIFFERENCE


@given(figures(), st.floats(0, 1e5), st.sampled_from([Unit.PERCENT, *RATES]))
def test_beside_an_area_the_verdict_is_the_interval_s(one, other, unit):
    found = compare_with_area(one, other, unit=unit)
    if found.verdict == Verdict.HIGHER:
        assert found.lower > other
    elif found.verdict == Verdict.LOWER:
        assert found.upper < other
    else:
        assert found.lower <= other <= found.upper
