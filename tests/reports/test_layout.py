"""When returns stand side by side, and which statements are kept together."""

import pytest

from reports.rules.layout import is_long, is_side_by_side


@pytest.mark.parametrize(
    ("lengths", "beside"),
    [
        ([], True),
        ([0, 0, 0], True),
        ([900, 1_000, 40], True),
        ([900, 1_001, 40], False),
        ([300, 0, 0], True),
        ([301, 0, 0], False),
        ([0, 301, 5], True),
    ],
)
def test_side_by_side(lengths, beside):
    assert is_side_by_side(lengths) is beside


@pytest.mark.parametrize(("characters", "long"), [(1_000, False), (1_001, True)])
def test_long_statements_may_run_over_the_end_of_a_page(characters, long):
    assert is_long(characters) is long
