"""The small picture of a series."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.sparkline import EDGE, HEIGHT, WIDTH, sparkline

VALUES = st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30)


@pytest.mark.parametrize("values", [(), (1.0,), (None, 2.0, None)])
def test_fewer_than_two_values_make_no_picture(values):
    assert sparkline(values) is None


def test_the_line_runs_from_edge_to_edge_the_highest_value_on_top():
    assert sparkline((1.0, 3.0, 2.0)).path == "M4.0 24.0L48.0 4.0L92.0 14.0"


def test_the_line_breaks_where_a_value_is_missing_and_ends_at_the_last_one():
    spark = sparkline((1.0, 2.0, None, 2.0, 1.0, None))
    assert re.sub(r"[\d. ]", "", spark.path) == "MLML"
    assert spark.path.endswith(f"L{spark.x} {spark.y}")


def test_equal_values_lie_in_the_middle():
    assert sparkline((5.0, 5.0)).y == "14.0"


@given(VALUES)
def test_no_point_leaves_the_box(values):
    spark = sparkline(values)
    for x, y in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", spark.path if spark else ""):
        assert EDGE <= float(x) <= WIDTH - EDGE
        assert EDGE <= float(y) <= HEIGHT - EDGE
