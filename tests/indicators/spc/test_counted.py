"""Charts of shares, rates, counts and gaps, their limits worked out again by hand."""

import math
from datetime import date, timedelta
from statistics import fmean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.spc import (
    ChartKind,
    NoLimits,
    SpecialCause,
    c_chart,
    control_chart,
    g_chart,
    gaps_between_events,
    p_chart,
    run_chart,
    t_chart,
    u_chart,
)

START = date(2024, 1, 31)
pairs = st.lists(
    st.integers(1, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))), min_size=2, max_size=40
)
EVENTS = [12, 15, 9, 14, 30, 11, 13, 8, 12, 16, 10, 14]
WHOLES = [100, 120, 90, 110, 105, 95, 100, 80, 100, 130, 90, 100]


def some_days(count):
    return [START + timedelta(days=30 * month) for month in range(count)]


def by_hand(events, wholes, *, of_share, prime=False):
    """Centre, and lower and upper limit of each point, before they are cut off."""
    centre = sum(events) / sum(wholes)
    one = centre * (1 - centre) if of_share else centre
    errors = [math.sqrt(one / whole) for whole in wholes]
    if prime:
        z = [(event / whole - centre) / error for event, whole, error in zip(events, wholes, errors, strict=True)]
        sigma = fmean(abs(one - other) for one, other in zip(z[1:], z[:-1], strict=True)) / 1.128
        errors = [error * sigma for error in errors]
    return centre, [centre - 3 * error for error in errors], [centre + 3 * error for error in errors]


@pytest.mark.parametrize("prime", [False, True])
@pytest.mark.parametrize(("draw", "of_share", "multiplier"), [(p_chart, True, 100), (u_chart, False, 1000)])
def test_limits_follow_the_size_of_each_whole(draw, of_share, multiplier, prime):
    chart = draw(
        some_days(12), EVENTS, WHOLES, prime=prime, multiplier=multiplier, improvement_direction="decrease", target=50
    )
    centre, lower, upper = by_hand(EVENTS, WHOLES, of_share=of_share, prime=prime)
    assert chart.value == pytest.approx([multiplier * x / n for x, n in zip(EVENTS, WHOLES, strict=True)])
    assert chart.mean == pytest.approx([centre * multiplier] * 12)
    assert chart.upl == pytest.approx([min(limit, 1 if of_share else math.inf) * multiplier for limit in upper])
    assert chart.lpl == pytest.approx([max(limit, 0) * multiplier for limit in lower])
    near = [centre + 2 / 3 * (limit - centre) for limit in upper]
    assert chart.nupl == pytest.approx([limit * multiplier for limit in near])
    if not prime:
        assert chart.special_cause_type[4] == SpecialCause.ABOVE_LIMIT
        assert [place for place, outside in enumerate(chart.outside_limits) if outside] == [4]


def test_the_kind_says_what_was_drawn():
    column = some_days(12), EVENTS, WHOLES
    drawn = [
        draw(*column, prime=prime, improvement_direction="neutral").kind
        for draw in (p_chart, u_chart)
        for prime in (False, True)
    ]
    assert drawn == [ChartKind.P, ChartKind.P_PRIME, ChartKind.U, ChartKind.U_PRIME]


@settings(max_examples=40, deadline=None)
@given(pairs, st.booleans())
def test_limits_of_shares_stay_between_nought_and_all(column, prime):
    events, wholes = zip(*column, strict=True)
    chart = p_chart(some_days(len(events)), events, wholes, prime=prime, improvement_direction="increase")
    for centre, lower, upper in zip(chart.mean, chart.lpl, chart.upl, strict=True):
        assert lower is upper is None or 0 <= lower <= centre <= upper <= 100


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_chance_alone_makes_a_p_chart_of_wide_limits_where_wholes_are_small(column):
    events, wholes = zip(*column, strict=True)
    chart = p_chart(some_days(len(events)), events, wholes, improvement_direction="increase")
    widths = [
        (whole, upper - centre)
        for whole, upper, centre in zip(wholes, chart.upl, chart.mean, strict=True)
        if upper is not None and upper < 100
    ]
    assert [width for _, width in sorted(widths)] == pytest.approx(sorted((width for _, width in widths), reverse=True))


@pytest.mark.parametrize(("events", "centre"), [([0] * 12, 0), ([50] * 12, 100)])
def test_shares_of_nothing_and_of_all_do_not_vary(events, centre):
    chart = p_chart(some_days(12), events, [50] * 12, improvement_direction="increase", target=90)
    assert set(chart.mean) == {centre}
    assert set(chart.upl) == {None}
    assert chart.groups[0].why_no_limits == NoLimits.CONSTANT
    assert (chart.variation_icon, chart.assurance_type) == ("common_cause", None)


def test_primed_limits_need_shares_that_vary_and_neighbours():
    same = p_chart(some_days(3), [5, 10, 20], [10, 20, 40], prime=True, improvement_direction="increase")
    assert same.groups[0].why_no_limits == NoLimits.CONSTANT
    lone = p_chart(some_days(3), [5, None, 9], [10, 20, 40], prime=True, improvement_direction="increase")
    assert lone.groups[0].why_no_limits == NoLimits.TOO_FEW


def test_holes_ghosts_rebases_and_order_are_those_of_every_chart():
    days = some_days(12)
    events, wholes = [*EVENTS[:2], None, *EVENTS[3:]], [*WHOLES[:5], 0, *WHOLES[6:]]
    asked = {"improvement_direction": "decrease", "rebase": [days[8]], "ghosts": [days[4]]}
    chart = p_chart(days, events, wholes, **asked)
    assert chart == p_chart(days[::-1], events[::-1], wholes[::-1], **asked)
    assert chart.value[2] is chart.value[5] is chart.outside_limits[4] is None
    first = [place for place in range(8) if place not in (2, 4, 5)]
    centre, _, upper = by_hand([events[at] for at in first], [wholes[at] for at in first], of_share=True)
    assert chart.mean[0] == pytest.approx(100 * centre)
    assert [chart.upl[at] for at in first] == pytest.approx([100 * limit for limit in upper])
    assert chart.rebase_group == (0,) * 8 + (1,) * 4
    assert chart.groups[1].mean == pytest.approx(100 * sum(EVENTS[8:]) / sum(WHOLES[8:]))


def test_a_c_chart_is_of_counts():
    chart = c_chart(some_days(12), EVENTS, improvement_direction="decrease")
    assert chart.kind == ChartKind.C
    assert chart.mean[0] == pytest.approx(fmean(EVENTS))
    assert chart.upl[0] == pytest.approx(fmean(EVENTS) + 3 * math.sqrt(fmean(EVENTS)))
    assert chart.special_cause_type[4] == SpecialCause.ABOVE_LIMIT


def test_a_g_chart_stands_on_its_median_and_reaches_up_alone():
    gaps = [3, 0, 5, 2, 7, 1, 4, 3, 60, 2, 6, 0, 3]
    chart = g_chart(some_days(13), gaps, improvement_direction="increase")
    mean = fmean(gaps)
    assert set(chart.mean) == {median(gaps)}
    assert chart.upl[0] == pytest.approx(mean + 3 * math.sqrt(mean * (mean + 1)))
    assert set(chart.lpl) == {0}
    assert chart.special_cause_type[8] == SpecialCause.ABOVE_LIMIT
    assert chart.point_type[8] == "special_cause_improvement"
    assert not any(chart.outside_limits[:8])


def test_gaps_that_are_all_nought_have_no_limits():
    chart = g_chart(some_days(3), [0, 0, 0], improvement_direction="increase")
    assert chart.groups[0].why_no_limits == NoLimits.CONSTANT


def test_a_t_chart_is_an_xmr_chart_of_the_root():
    waits = [12.0, 30, 4, 55, 21, 9, 300, 17, 26, 41, 8, 33]
    chart = t_chart(some_days(12), waits, improvement_direction="increase")
    roots = control_chart(
        some_days(12), [wait ** (1 / 3.6) for wait in waits], improvement_direction="increase", screen_outliers=False
    )
    assert chart.upl[0] == pytest.approx(roots.upl[0] ** 3.6)
    assert chart.mean[0] == pytest.approx(roots.mean[0] ** 3.6)
    assert chart.lpl[0] == pytest.approx(max(roots.lpl[0], 0) ** 3.6)
    assert chart.special_cause_type == roots.special_cause_type
    assert chart.value == tuple(waits)


def test_a_run_chart_has_a_median_and_sees_trends_alone():
    chart = run_chart(some_days(9), [9, 1, 2, 3, 4, 5, 6, 7, 40], improvement_direction="increase", target=3)
    assert set(chart.mean) == {5}
    assert set(chart.upl) == {None}
    assert chart.special_cause_type == (SpecialCause.COMMON_CAUSE, *[SpecialCause.RISING] * 8)
    assert chart.assurance_type is None


def test_gaps_are_the_periods_without_an_event_between_events():
    counts = [0, 1, 0, 0, 2, 1, None, 0, 1, 0, 0, 0, 1, 0]
    days = some_days(len(counts))
    dates, gaps = gaps_between_events(days[::-1], counts[::-1])
    assert dates.tolist() == [days[at] for at in (4, 5, 8, 12)]
    assert [None if math.isnan(gap) else gap for gap in gaps] == [2, 0, None, 3]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=40))
def test_gaps_and_events_make_up_all_periods(counts):
    _, gaps = gaps_between_events(some_days(len(counts)), counts)
    events = [place for place, count in enumerate(counts) if count]
    assert sum(gaps) + len(gaps) == (events[-1] - events[0] if events else 0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda days: p_chart(days, [1, 2, 9], [5, 5, 5], improvement_direction="increase"), "above its denominator"),
        (lambda days: u_chart(days, [1, 2, -1], [5, 5, 5], improvement_direction="increase"), "cannot be negative"),
        (lambda days: p_chart(days, [1, 2], [5, 5, 5], improvement_direction="increase"), "needs a denominator"),
        (lambda days: g_chart(days, [1, 2, -1], improvement_direction="increase"), "A gap cannot be negative"),
        (lambda days: t_chart(days, [1, 2, 0], improvement_direction="increase"), "must be above nought"),
        (lambda days: run_chart(days, [1, 2, 0], improvement_direction="up"), "increase, decrease or neutral"),
    ],
)
def test_what_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(some_days(3))
