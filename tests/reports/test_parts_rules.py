"""Which sections are laid out together, and what is said meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.parts import TOGETHER_CHARACTERS, laying_out_in_words, shared_out

LIMIT = TOGETHER_CHARACTERS


@pytest.mark.parametrize(
    ("lengths", "parts"),
    [
        ([], []),
        ([0], [range(1)]),
        ([LIMIT * 9], [range(1)]),
        ([LIMIT - 1, 1], [range(2)]),
        ([LIMIT, 1], [range(1), range(1, 2)]),
        ([10, LIMIT * 2, 10, 10], [range(1), range(1, 2), range(2, 4)]),
    ],
)
def test_short_sections_that_follow_each_other_share_a_part(lengths, parts):
    assert shared_out(lengths) == parts


@given(st.lists(st.integers(0, 3 * LIMIT), max_size=40))
def test_every_section_is_in_one_part_in_its_place_and_no_two_are_too_long_together(lengths):
    parts = shared_out(lengths)
    assert [number for part in parts for number in part] == list(range(len(lengths)))
    assert all(len(part) == 1 or sum(lengths[part.start : part.stop]) <= LIMIT for part in parts)


def test_how_far_the_pages_are_is_told_in_sections():
    assert laying_out_in_words(7, 18) == "Laying out the pages: 7 of 18 sections"
    assert laying_out_in_words(1, 1) == "Laying out the pages: 1 of 1 section"
