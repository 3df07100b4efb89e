"""XmR charts beyond the reference vectors: our own rules, many series at once, and what is refused."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.spc import NoLimits, SpecialCause, control_chart, control_charts
from tests.indicators.spc import plainly

START = date(2024, 1, 31)
# Few different numbers, so that ties, runs, trends and points on the mean are common; and some of any size.
values = st.one_of(
    st.none(),
    st.integers(0, 8),
    st.integers(0, 80).map(lambda tenths: tenths / 10),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
)
directions = st.sampled_from(["increase", "decrease", "neutral"])


def some_days(count):
    return [START + timedelta(days=7 * week) for week in range(count)]


@st.composite
def series(draw, longest=45):
    """The arguments of a chart: dates in any order, holes, rebases on, between and after the points, ghosts."""
    ramps = st.integers(3, 9).map(lambda length: list(range(length)))
    levels = st.tuples(st.integers(3, 14), st.integers(0, 9)).map(lambda level: [level[1]] * level[0])
    stretches = draw(st.lists(st.one_of(st.lists(values, max_size=12), ramps, levels), min_size=1, max_size=5))
    column = [value for stretch in stretches for value in stretch][:longest] or [draw(values)]
    dates = some_days(len(column))
    order = draw(st.permutations(range(len(column))))
    marks = st.lists(st.integers(-3, 7 * len(column) + 9).map(lambda day: START + timedelta(days=day)), max_size=3)
    return {
        "dates": [dates[place] for place in order],
        "values": [column[place] for place in order],
        "improvement_direction": draw(directions),
        "screen_outliers": draw(st.booleans()),
        "fix_after_n_points": draw(st.one_of(st.none(), st.integers(12, 20))),
        "target": draw(st.one_of(st.none(), st.integers(0, 9))),
        "rebase": draw(marks),
        "ghosts": draw(st.lists(st.sampled_from(dates), max_size=2)),
    }


def many(asked):
    """The charts of all of these in one calculation, keyed by place, rows and options in mixed order."""
    rows = [
        {"series": key, "date": day, "value": value}
        for key, one in enumerate(asked)
        for day, value in zip(one["dates"], one["values"], strict=True)
    ]
    frame = pd.DataFrame(rows).astype({"value": float}).sample(frac=1, random_state=0)
    columns = ["improvement_direction", "screen_outliers", "fix_after_n_points", "target"]
    options = pd.DataFrame([{column: one[column] for column in columns} for one in asked])[::-1]
    marks = {
        name: pd.DataFrame(
            [(key, day) for key, one in enumerate(asked) for day in one[name]], columns=["series", "date"]
        )
        for name in ("rebase", "ghosts")
    }
    return control_charts(frame, options, **marks)


@settings(max_examples=50, deadline=None)
@given(st.lists(series(), min_size=1, max_size=4))
def test_many_charts_at_once_are_the_charts_one_by_one(asked):
    charts = many(asked)
    assert len(charts) == len(asked)
    summary = charts.summary()
    for key, one in enumerate(asked):
        chart = control_chart(**one)
        assert charts.chart(key) == chart
        assert summary.loc[key, "variation_icon"] == chart.variation_icon
        assert summary.loc[key, "assurance_type"] == chart.assurance_type
        assert summary.loc[key, "special_cause_type"] == chart.special_cause_type[-1]
        assert summary.loc[key, "date"].date() == chart.date[-1]


@settings(deadline=None)
@given(series())
def test_labels_are_those_found_by_hand(asked):
    chart = control_chart(**asked)
    wanted = plainly.labels(
        asked["dates"],
        asked["values"],
        screen=asked["screen_outliers"],
        fix=asked["fix_after_n_points"],
        rebase=asked["rebase"],
        ghosts=asked["ghosts"],
    )
    assert list(chart.special_cause_type) == [label for label, _, _ in wanted]
    for found, number in zip(
        chart.mean + chart.upl, [row[1] for row in wanted] + [row[2] for row in wanted], strict=True
    ):
        assert found is number is None or found == pytest.approx(number, rel=1e-9, abs=1e-6)


@settings(deadline=None)
@given(series())
def test_a_series_upside_down_says_the_opposite(asked):
    opposite = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}
    turned = asked | {
        "values": [value if value is None else -value for value in asked["values"]],
        "improvement_direction": opposite[asked["improvement_direction"]],
        "target": None if asked["target"] is None else -asked["target"],
    }
    chart, mirror = control_chart(**asked), control_chart(**turned)
    assert chart.special_cause_flag == mirror.special_cause_flag
    assert chart.assurance_type == mirror.assurance_type
    if asked["improvement_direction"] != "neutral":
        assert chart.point_type == mirror.point_type


@pytest.mark.parametrize("value", [7, 0, 0.1, 100])
def test_a_constant_series_has_no_limits_and_no_signal(value):
    chart = control_chart(some_days(20), [value] * 20, improvement_direction="increase", target=value + 1)
    assert set(chart.upl) == {None}
    assert set(chart.special_cause_type) == {SpecialCause.COMMON_CAUSE}
    assert chart.assurance_type is None
    assert chart.groups[0].why_no_limits == NoLimits.CONSTANT


def test_rounding_is_no_variation():
    chart = control_chart(some_days(14), [0.3, 0.1 + 0.2] * 7, improvement_direction="increase")
    assert set(chart.upl) == {None}
    assert set(chart.relative_to_mean) == {0}


def test_rare_events_get_no_limits_and_no_signal():
    counts = [0] * 9 + [3] + [0] * 14 + [2] + [0] * 8
    chart = control_chart(some_days(33), counts, improvement_direction="decrease")
    assert set(chart.special_cause_flag) == {False}
    assert chart.groups[0].why_no_limits == NoLimits.NEARLY_CONSTANT


def test_a_fall_from_a_constant_level_is_still_seen():
    chart = control_chart(
        some_days(22), [100] * 14 + [96, 97] * 4, improvement_direction="increase", fix_after_n_points=12
    )
    assert set(chart.upl) == {None}
    assert chart.special_cause_type[14:] == (SpecialCause.RUN_BELOW,) * 8


def test_a_rebase_after_the_last_point_waits():
    later = START + timedelta(days=900)
    chart = control_chart(some_days(3), [1, 2, 4], improvement_direction="increase", rebase=[later])
    assert chart.rebase_waiting == (later,)
    assert set(chart.rebase_group) == {0}


def test_two_rebases_before_one_point_are_one():
    days = some_days(20)
    between = [days[8] - timedelta(days=1), days[8] - timedelta(days=2), days[8]]
    chart = control_chart(days, range(20), improvement_direction="increase", rebase=between)
    assert chart.rebase_group == (0,) * 8 + (1,) * 12


def test_three_points_across_a_rebase_are_no_three():
    days = some_days(40)
    before, after = [4, 6] * 9 + [4, 10], [10, 10, 4, 6] + [4, 6] * 8
    chart = control_chart(days, before + after, improvement_direction="increase", rebase=[days[20]])
    assert chart.close_to_limits[19:22] == (True, True, True)
    assert chart.special_cause_type[19] == SpecialCause.COMMON_CAUSE
    whole = control_chart(days, before + after, improvement_direction="increase")
    assert whole.special_cause_type[19] == SpecialCause.TWO_OF_THREE_ABOVE


@pytest.mark.parametrize(("beyond", "assurance"), [(0, "inconsistent"), (1e-6, "consistent_fail")])
def test_a_target_on_a_limit_is_within_it_whatever_rounding_did(beyond, assurance):
    column = [0.1, 0.3, 0.2, 0.4, 0.1, 0.3, 0.2]
    limit = 1.6 / 7 + 2.66 * 1.1 / 6
    chart = control_chart(some_days(7), column, improvement_direction="increase", target=limit + beyond)
    assert chart.upl[-1] == pytest.approx(limit)
    assert chart.assurance_type == assurance
    just_above = control_chart(
        some_days(7), column, improvement_direction="increase", target=chart.upl[-1] * (1 + 1e-15)
    )
    assert just_above.assurance_type == "inconsistent"


def test_a_ghost_is_shown_and_counts_for_nothing():
    days, column = some_days(16), [5, 6, 4, 5, 7, 5, 4, 90, 5, 6, 5, 4, 6, 5, 4, 6]
    chart = control_chart(days, column, improvement_direction="increase", ghosts=[days[7]])
    hole = control_chart(days, column[:7] + [None] + column[8:], improvement_direction="increase")
    assert chart.value[7] == 90
    assert chart.ghost[7]
    assert (chart.mean, chart.upl, chart.special_cause_type) == (hole.mean, hole.upl, hole.special_cause_type)
    assert chart.outside_limits[7] is None
    assert not chart.in_baseline[7]


def test_a_ghost_on_a_day_without_a_point_is_nothing():
    chart = control_chart(some_days(3), [1, 2, 4], improvement_direction="increase", ghosts=[date(2020, 1, 1)])
    assert chart.ghost == (False, False, False)


DATES = some_days(3)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"dates": [], "values": []}, "at least one point"),
        ({"dates": DATES, "values": [1, 2]}, "a value for every date"),
        ({"dates": DATES, "values": [1, 2, float("inf")]}, "A value is infinite."),
        ({"dates": [*DATES[:2], None], "values": [1, 2, 3]}, "A date is missing."),
        ({"dates": [DATES[0]] * 3, "values": [1, 2, 3]}, "2024-01-31 stands twice"),
        ({"improvement_direction": "up"}, "increase, decrease or neutral"),
        ({"fix_after_n_points": 11}, "at least 12 points"),
        ({"trajectory": [1]}, "The trajectory needs a value for every date."),
        ({"values": [1, 2, {}]}, "A value is not a number."),
        ({"values": [1, 2, "c"]}, "A value is not a number."),
        ({"dates": ["2024-01-31", "2024-02-29", "March"]}, "A date is not a date."),
    ],
)
def test_what_is_refused(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        control_chart(**({"dates": DATES, "values": [1, 2, 3], "improvement_direction": "increase"} | given))


def frame_of(keys, **more):
    return pd.DataFrame({"series": keys, "date": DATES[: len(keys)], "value": 1.0} | more)


@pytest.mark.parametrize(
    ("keys", "options", "sentence"),
    [
        (
            ["a", "b"],
            pd.DataFrame({"improvement_direction": ["increase"]}, index=["a"]),
            "The series b has no options.",
        ),
        (["a", None], pd.DataFrame({"improvement_direction": ["increase"]}, index=["a"]), "A row has no series."),
        (["a"], pd.DataFrame({"improvement_direction": ["increase"] * 2}, index=["a", "a"]), "has options twice"),
        (["a"], pd.DataFrame({"improvement_direction": [None]}, index=["a"]), "no direction of improvement"),
    ],
)
def test_what_many_charts_refuse(keys, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        control_charts(frame_of(keys), options)


def test_no_series_make_no_charts():
    nothing = pd.DataFrame({"series": [], "date": np.array([], dtype="datetime64[D]"), "value": []})
    charts = control_charts(nothing, pd.DataFrame({"improvement_direction": []}), rebase=frame_of(["a"]))
    assert len(charts) == 0
    assert charts.summary().empty


def test_a_trajectory_is_carried_along_with_its_points():
    charts = control_charts(
        frame_of(["a", "a", "b"], date=DATES[::-1], trajectory=[3.0, 2.0, 1.0]),
        pd.DataFrame({"improvement_direction": ["increase"] * 2}, index=["a", "b"]),
    )
    assert charts.chart("a").trajectory == (2.0, 3.0)
    assert charts.chart("b").trajectory == (1.0,)
    with pytest.raises(KeyError):
        charts.chart("c")
