"""Intervals, comparisons, funnels and trends beside those of the reference packages, 295 cases."""

import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.intervals import (
    FunnelArea,
    FunnelKind,
    Interval,
    Outcome,
    Trend,
    TrendPoint,
    against_benchmark,
    byar,
    directly_standardised_rate,
    exact_poisson,
    expected_events,
    funnel_axis,
    funnel_limits,
    funnel_significance,
    indirectly_standardised_ratio,
    mean,
    newcombe,
    population_behind,
    proportion,
    proportion_limit,
    rate,
    rate_ratio,
    recent_trend,
    two_proportions,
    wilson,
)
from indicators.rules.vocabulary import Frequency, Polarity, Unit

FILE = Path(__file__).parent / "vectors" / "intervals.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text())["cases"]}
POLARITIES = {
    "high_is_good": Polarity.HIGHER_IS_BETTER,
    "High is good": Polarity.HIGHER_IS_BETTER,
    "low_is_good": Polarity.HIGHER_IS_WORSE,
    "Low is good": Polarity.HIGHER_IS_WORSE,
}
# The reference finds these by halving, to seven digits in a scale of its own; ours are exact.
HALVED = {"funnel_poisson_expected": 1e-4, "funnel_limits": 1e-4}


def interval(found):
    return {"value": found.value, "lower": found.lower, "upper": found.upper, "method": found.method}


def limits(found):
    return dict(zip(("lower", "upper"), found, strict=True))


def at_each(calculate, confidence, name="interval"):
    """One interval, or both of a pair of confidences under the reference's names."""
    if not isinstance(confidence, list):
        return interval(calculate(confidence))
    found = {}
    for one, suffix in zip(confidence, ("95", "99_8"), strict=True):
        made = interval(calculate(one))
        found |= {"value": made["value"], "method": made["method"]}
        found |= {f"{end}{suffix}": made[end] for end in ("lower", "upper")}
    return found


def of_counts(calculate):
    return lambda numerator, denominator, confidence, multiplier: at_each(
        lambda one: calculate(numerator, denominator, confidence=one, multiplier=multiplier), confidence
    )


def standardised_ratio(*, confidence, **given):
    found = indirectly_standardised_ratio(**given)
    intervals = at_each(lambda one: indirectly_standardised_ratio(**given, confidence=one).interval, confidence)
    return {"observed": found.observed, "expected": found.expected} | intervals


def standardised_rate(**given):
    found = interval(directly_standardised_rate(**given))
    del found["method"]
    return found


def of_values(values, confidence):
    found = mean(values, confidence=confidence)
    return interval(found.interval) | {"stdev": found.deviation}


def benchmark(kind, numerator, denominator, benchmark, polarity, confidence, multiplier):
    calculate = {"rate": rate, "proportion": proportion}[kind]
    found = calculate(numerator, denominator, confidence=confidence, multiplier=multiplier)
    said = interval(found) | {"outcome": against_benchmark(found, benchmark, POLARITIES.get(polarity))}
    del said["method"]
    return said


def two_shares(**given):
    found = two_proportions(**given)
    return {"chi2": found.chi2, "p_value": found.p_value, "diff_lower": found.lower, "diff_upper": found.upper}


def areas_of(kind, areas):
    """Areas of a directly standardised rate bring no population of their own: it is the one behind their rate."""
    if kind != FunnelKind.STANDARDISED_RATE:
        return [FunnelArea(area["x"], area["n"]) for area in areas]
    return [FunnelArea(area["x"], population_behind(area["x"], area["rate"], multiplier=100_000)) for area in areas]


def significance(statistic, areas, rate_type="", multiplier=1):
    kind = FunnelKind(rate_type or statistic)
    return {"significance": funnel_significance(kind, areas_of(kind, areas))}


def points_of(rate_type, multiplier, years_of_data, areas):
    behind = [population_behind(area["x"], area["rate"], multiplier=multiplier) / years_of_data for area in areas]
    return {"rate_chart": [area["rate"] for area in areas], "denominator_derived": behind}


def trend(value_type, polarity, points):
    found = recent_trend(
        [TrendPoint(**point | {"date": date.fromisoformat(point["date"])}) for point in points],
        unit=Unit.COUNT if value_type == "Count" else Unit.PERCENT,
        frequency=Frequency.ANNUAL,
        polarity=POLARITIES.get(polarity, Polarity.NO_JUDGEMENT),
    )
    if found.trend == Trend.CANNOT_BE_CALCULATED:
        return {"outcome": found.trend}
    return {"outcome": found.trend, "slope": found.slope, "chi2": found.chi2}


METHODS = {
    "rate": of_counts(rate),
    "proportion": of_counts(proportion),
    "byars_raw": lambda count, confidence: limits(byar(count, confidence)),
    "poisson_exact": lambda count, confidence: limits(exact_poisson(count, confidence)),
    "indirectly_standardised_ratio": standardised_ratio,
    "directly_standardised_rate": standardised_rate,
    "mean": of_values,
    "rate_ratio_exact": lambda **given: vars(rate_ratio(**given)),
    "two_proportions_chi2": two_shares,
    "benchmark": benchmark,
    "funnel_significance": significance,
    "funnel_points": points_of,
    "funnel_proportion_limit": lambda p, population, average, side: {
        "limit": float(proportion_limit(average, population, 1 - p, high=side == "high"))
    },
    "funnel_poisson_expected": lambda observed, p, side: {
        "expected_events": float(expected_events(observed, p, high=side == "high"))
    },
    "fingertips_trend_marker": trend,
}
# What the answer repeats of the question, or says in words about it.
REPEATED = {"total_count", "total_pop", "statistic", "direction_consistent"}


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case["method"] != "funnel_limits"])
def test_a_case_is_as_the_reference_has_it(name):
    case = CASES[name]
    if "error" in case["expected"]:
        with pytest.raises(ValueError, match=r"\.$"):
            METHODS[case["method"]](**case["input"])
        return
    found = METHODS[case["method"]](**case["input"])
    expected = {key: said for key, said in case["expected"].items() if key not in REPEATED}
    assert set(found) == set(expected)
    for key, said in expected.items():
        assert_alike(found[key], said, HALVED.get(case["method"], 1e-9))


def test_all_cases_are_there():
    assert len(CASES) == 295
    assert {case["method"] for case in CASES.values()} == {*METHODS, "funnel_limits"}


@pytest.mark.parametrize("name", ["pub-funnel_limits-001", "pub-funnel_limits-002", "pub-funnel_limits-003"])
def test_funnel_limits_are_as_the_reference_has_them(name):
    given, columns = CASES[name]["input"], CASES[name]["expected"]["columns"]
    kind = FunnelKind(given.get("rate_type") or given["statistic"])
    at = np.array(next(iter(columns.values())), dtype=float)
    funnel = funnel_limits(kind, areas_of(kind, given["areas"]), at, multiplier=given["multiplier"])
    for line in ("lower_2s", "upper_2s", "lower_3s", "upper_3s"):
        found = getattr(funnel, line)
        # A ratio of "count" is shown as how far it is from one.
        shown = found.value - 1 if given.get("ratio_type") == "count" else found.value
        assert shown == pytest.approx(columns[f"{line}_limit"], rel=1e-9 if kind == FunnelKind.PROPORTION else 1e-4)
        for sizes in (f"{line}_exp_events", f"{line}_population_1_year"):
            if sizes in columns:
                assert found.size == pytest.approx(columns[sizes], rel=1e-4)
    if "baseline" in columns:
        assert funnel.baseline == pytest.approx(columns["baseline"][0], rel=1e-9)


@pytest.mark.parametrize("name", ["pub-funnel_limits-001", "pub-funnel_limits-003"])
def test_the_axis_is_as_the_reference_spaces_it(name):
    wanted = next(iter(CASES[name]["expected"]["columns"].values()))
    assert funnel_axis(wanted[-1]).tolist() == wanted


@pytest.mark.parametrize("multiplier", [1, 100, 1000])
def test_limits_of_shares_stay_shares_whatever_the_multiplier(multiplier):
    """The reference cuts at 100 whatever the multiplier: shares of 1 may pass 1, those of 1,000 stop at 100."""
    funnel = funnel_limits(FunnelKind.PROPORTION, [FunnelArea(98, 100)], funnel_axis(50), multiplier=multiplier)
    assert funnel.upper_3s.value.max() == multiplier
    assert funnel.lower_3s.value.min() >= 0


def assert_alike(found, said, tolerance):
    if isinstance(said, list):
        for one, other in zip(found, said, strict=True):
            assert_alike(one, other, tolerance)
    elif isinstance(said, float | int) and not isinstance(said, bool):
        assert math.isclose(found, said, rel_tol=tolerance, abs_tol=1e-12)
    else:
        assert found == (math.inf if said == "Infinity" else said)


counts = st.integers(0, 3000)
wholes = st.integers(1, 5_000_000)
shares = st.tuples(counts, counts).map(sorted).filter(lambda pair: pair[1] > 0)


@given(counts, wholes, st.sampled_from([0.9, 0.95, 99.8]))
def test_an_interval_holds_its_value_and_grows_with_confidence(count, population, confidence):
    narrow = rate(count, population, confidence=confidence)
    wide = rate(count, population, confidence=0.999)
    assert wide.lower <= narrow.lower <= narrow.value <= narrow.upper <= wide.upper


@given(shares)
def test_the_interval_of_a_share_is_that_of_its_complement_turned_round(pair):
    count, out_of = pair
    lower, upper = wilson(count, out_of)
    assert (1 - upper, 1 - lower) == pytest.approx(wilson(out_of - count, out_of), abs=1e-12)
    assert 0 <= lower <= count / out_of <= upper <= 1


@given(counts, wholes, counts, wholes)
def test_a_rate_ratio_turned_round_is_its_inverse(x1, n1, x2, n2):
    one, other = rate_ratio(x1, n1, x2, n2), rate_ratio(x2, n2, x1, n1)
    assert one.p_value == pytest.approx(other.p_value, abs=1e-6)
    if x1 and x2:
        assert one.ratio == pytest.approx(1 / other.ratio)
        assert (one.lower, one.upper) == pytest.approx((1 / other.upper, 1 / other.lower))
        assert one.lower <= one.ratio <= one.upper


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 50), st.integers(1, 50))
def test_the_probability_of_a_rate_ratio_is_the_sum_over_what_is_no_likelier(x1, x2, n1, n2):
    events, share = x1 + x2, n1 / (n1 + n2)
    chances = [math.comb(events, k) * share**k * (1 - share) ** (events - k) for k in range(events + 1)]
    wanted = math.fsum(chance for chance in chances if chance <= chances[x1] * (1 + 1e-7))
    assert rate_ratio(x1, n1, x2, n2).p_value == pytest.approx(wanted, rel=1e-6, abs=1e-12)


@given(shares, shares)
def test_two_shares_turned_round_differ_as_much_the_other_way(one, other):
    found, turned = two_proportions(*one, *other), two_proportions(*other, *one)
    assert found.difference == -turned.difference
    assert found.p_value == pytest.approx(turned.p_value)
    assert -1 <= found.lower <= found.difference <= found.upper <= 1


# The worked examples of Newcombe 1998 (method 10), Statistics in Medicine 17, table II.
@pytest.mark.parametrize(
    ("pair", "limits"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ],
)
def test_limits_of_a_difference_hold_for_small_counts(pair, limits):
    assert newcombe(*pair) == pytest.approx(limits, abs=5e-5)


@given(shares, shares)
def test_limits_of_a_difference_hold_the_difference(one, other):
    lower, upper = newcombe(*one, *other)
    difference = one[0] / one[1] - other[0] / other[1]
    assert -1 - 1e-12 <= lower <= difference <= upper <= 1 + 1e-12
    assert lower < upper


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: rate(1, 10, confidence=0.8), "between 90% and 100%"),
        (lambda: rate(-1, 10), "cannot be negative"),
        (lambda: rate(1, 0), "above nought"),
        (lambda: rate(None, 0), "above nought"),
        (lambda: proportion(2, 1), "cannot be above its denominator"),
        (lambda: rate_ratio(1, 0, 1, 1), "above nought"),
        (lambda: two_proportions(2, 1, 1, 1), "between nought and a whole"),
        (lambda: directly_standardised_rate([-1], [10], [10]), "cannot be negative"),
        (lambda: funnel_significance(FunnelKind.PROPORTION, []), "areas with a population"),
        (lambda: population_behind(3, 0, multiplier=1), "does not tell the population"),
    ],
)
def test_what_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_ends_that_say_little():
    assert interval(proportion(3, 9, confidence=1)) == {"value": 1 / 3, "lower": 0, "upper": 1, "method": "Wilson"}
    assert rate_ratio(0, 10, 0, 20).p_value == 1
    assert two_proportions(0, 10, 0, 20).p_value == 1
    assert mean([4]).interval.lower is None
    assert mean([]).interval.value is None
    assert directly_standardised_rate([9], [10], [10]).value is None


def test_what_has_no_interval_is_not_compared():
    nothing = Interval(4, None, None, None)
    assert against_benchmark(nothing, 3, Polarity.HIGHER_IS_BETTER) == Outcome.NOT_COMPARED
    assert against_benchmark(Interval(4, 3, 5, None), None, None) == Outcome.NOT_COMPARED
    assert against_benchmark(Interval(4, 3, 5, None), 5, None) == Outcome.SIMILAR


YEARS = [
    TrendPoint(date(2020 + year, 3, 31), 50 + 9 * year, 100, 50.0 + 9 * year, 47 + 9 * year, 53 + 9 * year)
    for year in range(5)
]


@pytest.mark.parametrize(
    ("frequency", "unit", "trend"),
    [
        (Frequency.ANNUAL, Unit.PERCENT, Trend.INCREASING_WORSE),
        (Frequency.ACADEMIC_YEAR, Unit.PERCENT, Trend.INCREASING_WORSE),
        (Frequency.QUARTERLY, Unit.PERCENT, Trend.CANNOT_BE_CALCULATED),
        (Frequency.ANNUAL, Unit.COUNT, Trend.CANNOT_BE_CALCULATED),
    ],
)
def test_trends_are_of_yearly_rates_and_shares(frequency, unit, trend):
    assert recent_trend(YEARS, unit=unit, frequency=frequency, polarity=Polarity.HIGHER_IS_WORSE).trend == trend


def test_a_trend_that_hangs_on_one_point_is_none():
    values = [50.0, 49.9, 49.8, 49.7, 60.0]
    points = [
        TrendPoint(date(2020 + year, 3, 31), 50, 100, value, value - 1, value + 1) for year, value in enumerate(values)
    ]
    found = recent_trend(points, unit=Unit.PERCENT, frequency=Frequency.ANNUAL, polarity=None)
    assert found.trend == Trend.NO_CHANGE
    assert found.chi2 > 9.6
