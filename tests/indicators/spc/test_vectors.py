"""Our control charts beside those of the reference package, and where ours differ, why."""

import math
from dataclasses import dataclass

import pytest

from tests.indicators.spc.vectors import Series, all_series

NUMBERS = ("value", "mean", "lpl", "upl", "nlpl", "nupl", "mean_moving_range", "moving_range_used", "target")
FLAGS = ("rebase_group", "in_baseline", "outside_limits", "close_to_limits", "relative_to_mean", "short_group_warning")
WORDS = ("special_cause_type", "special_cause_flag", "point_type")
SUMMARY = ("variation_type", "variation_icon", "assurance_type", "assurance_icon")
GROUP_NUMBERS = ("mean", "lpl", "upl")
COMMON, IMPROVEMENT, CONCERN = "common_cause", "special_cause_improvement", "special_cause_concern"


@dataclass(frozen=True)
class Deviation:
    """Where our answer differs from the reference's: why, and the answers that are ours. All others are the same."""

    reason: str
    points: dict
    summary: dict


DEVIATIONS = {
    "pub-019-trend_plateau": Deviation(
        "A trend, an equal neighbour, a trend: the step to the equal neighbour is none, so the last point before it "
        "belongs to the trend that led to it. The reference calls a step of nought a fall.",
        {
            "special_cause_type": ["Below LCL"] * 4 + ["7 Point Trend (Increasing)"] * 6 + ["Above UCL"] * 4,
            "point_type": [CONCERN] * 4 + [IMPROVEMENT] * 10,
        },
        {},
    ),
    "pub-040-rare_event": Deviation(
        "Without the ranges beside the one event nothing varies. Limits of no width would call every ordinary point "
        "special; so there are none, and no signal. Rare events belong on a g or t chart.",
        dict.fromkeys(("lpl", "upl", "nlpl", "nupl", "outside_limits", "close_to_limits"), [None] * 20)
        | {
            "special_cause_type": ["Common Cause"] * 20,
            "special_cause_flag": [False] * 20,
            "point_type": [COMMON] * 20,
        },
        {"variation_type": COMMON, "variation_icon": COMMON},
    ),
    "pub-053-missing_error": Deviation(
        "A hole breaks a run or a trend and is not judged. The reference stops with an error.",
        {
            "mean": [855 / 17] * 18,
            "upl": [855 / 17 + 2.66 * 25 / 15] * 18,
            "lpl": [855 / 17 - 2.66 * 25 / 15] * 18,
            "moving_range_used": [None, 1, 1, 1, 1, 1, 1, None, None, 1, 3, 4, 1, 3, 3, 1, 2, 1],
            "outside_limits": [True] * 7 + [None] + [True] * 10,
            "close_to_limits": [False] * 7 + [None] + [False] * 10,
            "relative_to_mean": [1] * 7 + [None] + [-1] * 10,
            "special_cause_type": ["Above UCL"] * 7 + ["Common Cause"] + ["Below LCL"] * 10,
            "special_cause_flag": [True] * 7 + [False] + [True] * 10,
            "point_type": [IMPROVEMENT] * 7 + [COMMON] + [CONCERN] * 10,
        },
        {"variation_type": CONCERN, "variation_icon": "concern_low", "assurance_type": None, "assurance_icon": None},
    ),
    "pub-060-rebase_single_point_group": Deviation(
        "The last group is one point and has no limits: whether the target will be met cannot be told.",
        {},
        {"assurance_type": None, "assurance_icon": None},
    ),
    "pub-061-rebase_not_in_data": Deviation(
        "A rebase between two points takes the next one. The reference ignores it without a word.",
        {
            "rebase_group": [0] * 10 + [1] * 14,
            "short_group_warning": [True] * 10 + [False] * 14,
            "mean": [49.41] * 10 + [50.35] * 14,
            "lpl": [49.41 - 2.66 * 15.5 / 9] * 10 + [50.35 - 2.66 * 26.6 / 13] * 14,
            "upl": [49.41 + 2.66 * 15.5 / 9] * 10 + [50.35 + 2.66 * 26.6 / 13] * 14,
            "nlpl": [49.41 - 2.66 * 31 / 27] * 10 + [50.35 - 2.66 * 53.2 / 39] * 14,
            "nupl": [49.41 + 2.66 * 31 / 27] * 10 + [50.35 + 2.66 * 53.2 / 39] * 14,
            "mean_moving_range": [15.5 / 9] * 10 + [26.6 / 13] * 14,
            "relative_to_mean": [1, 1] + [-1] * 6 + [1] * 2 + [-1, -1] + [1] * 5 + [-1] + [1] * 3 + [-1] * 3,
            "close_to_limits": [False] * 19 + [True] + [False] * 2 + [True] * 2,
            "special_cause_type": ["Common Cause"] * 9
            + ["Above UCL"]
            + ["Common Cause"] * 12
            + ["2 in 3 Below CL"] * 2,
            "special_cause_flag": [False] * 9 + [True] + [False] * 12 + [True] * 2,
            "point_type": [COMMON] * 9 + [IMPROVEMENT] + [COMMON] * 12 + [CONCERN] * 2,
        },
        {"variation_type": CONCERN, "variation_icon": "concern_low"},
    ),
    "pub-089-facets/C": Deviation(
        "A series without a target has no assurance.", {}, {"assurance_type": None, "assurance_icon": None}
    ),
}
SERIES = {series.name: series for series in all_series()}
REFUSED = [name for name, series in SERIES.items() if series.points is None and name not in DEVIATIONS]


def test_every_vector_is_there():
    assert len({name.partition("/")[0] for name in SERIES}) == 121
    assert set(SERIES) >= set(DEVIATIONS)
    assert REFUSED == ["pub-090-error_duplicate_date", "pub-091-error_bad_direction"]


@pytest.mark.parametrize("name", sorted(set(SERIES) - set(REFUSED)))
def test_a_chart_is_the_reference_chart(name):
    series, ours = SERIES[name], DEVIATIONS.get(name, Deviation("", {}, {}))
    expected, chart = (series.points or {}) | ours.points, series.chart()
    scale = max((abs(value) for value in series.values if value is not None), default=0)
    for column in set(NUMBERS + ("trajectory",)) & set(expected):
        assert_near(getattr(chart, column), expected[column], scale, column)
    for column in set(FLAGS + WORDS) & set(expected):
        assert list(getattr(chart, column)) == expected[column], column
    for word, said in (series.summary | ours.summary).items():
        assert word == "facet" or getattr(chart, word) == said, word


@pytest.mark.parametrize("name", sorted(set(SERIES) - set(REFUSED) - set(DEVIATIONS)))
def test_the_groups_are_the_reference_groups(name):
    series = SERIES[name]
    scale = max((abs(value) for value in series.values if value is not None), default=0)
    for group, expected in zip(series.chart().groups, series.groups, strict=True):
        numbers = [[getattr(group, column), expected[column]] for column in GROUP_NUMBERS]
        assert_near(*zip(*numbers, strict=True), scale, "groups")
        others = set(expected) - {"facet", *GROUP_NUMBERS}
        assert {column: getattr(group, column) for column in others} == {column: expected[column] for column in others}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_reference_refuses_is_refused_with_a_sentence(name):
    with pytest.raises(ValueError, match=r"\.$"):
        SERIES[name].chart()


@pytest.mark.parametrize("name", sorted(DEVIATIONS))
def test_a_deviation_deviates(name):
    """A deviation that says what the reference says too would be none."""
    series: Series = SERIES[name]
    said = {column: list(getattr(series.chart(), column)) for column in FLAGS + WORDS}
    summary = {word: getattr(series.chart(), word) for word in SUMMARY}
    reference = {column: (series.points or {}).get(column) for column in FLAGS + WORDS}
    assert said != reference or summary != {word: series.summary.get(word) for word in SUMMARY}


def assert_near(found, expected, scale, column):
    for one, other in zip(found, expected, strict=True):
        same = one is None and other is None
        assert same or (None not in (one, other) and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12 * scale)), (
            column
        )
