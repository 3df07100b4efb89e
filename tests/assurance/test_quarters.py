"""Quarters of the financial year, and the dates proposed for a return."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.periods import Quarter, proposed_due, proposed_opening, quarter_containing, quarter_of
from assurance.rules.working_days import is_working_day, working_days_between

quarters = st.builds(Quarter, st.integers(2019, 2060), st.integers(1, 4))


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on", "words"),
    [
        ("2026Q1", date(2026, 4, 1), date(2026, 6, 30), "Quarter 1 2026/27 (April to June 2026)"),
        ("2026Q2", date(2026, 7, 1), date(2026, 9, 30), "Quarter 2 2026/27 (July to September 2026)"),
        ("2026Q3", date(2026, 10, 1), date(2026, 12, 31), "Quarter 3 2026/27 (October to December 2026)"),
        ("2026Q4", date(2027, 1, 1), date(2027, 3, 31), "Quarter 4 2026/27 (January to March 2027)"),
        ("2099Q4", date(2100, 1, 1), date(2100, 3, 31), "Quarter 4 2099/00 (January to March 2100)"),
    ],
)
def test_a_quarter_has_its_days_and_words(code, starts_on, ends_on, words):
    """By its code, as people say it."""
    quarter = quarter_of(code)
    assert (quarter.starts_on, quarter.ends_on, quarter.words) == (starts_on, ends_on, words)


@given(quarters)
def test_quarters_follow_each_other_without_a_gap(quarter):
    """The day after one ends the next one starts, there and back again, in order."""
    assert quarter.next.starts_on == quarter.ends_on + timedelta(days=1)
    assert quarter.next.previous == quarter
    assert quarter < quarter.next
    assert quarter_of(quarter.code) == quarter


@given(st.dates(date(2019, 1, 1), date(2060, 12, 31)))
def test_every_day_lies_in_one_quarter(day):
    """The one that contains it."""
    quarter = quarter_containing(day)
    assert quarter.starts_on <= day <= quarter.ends_on


@pytest.mark.parametrize("code", ["2026Q0", "2026Q5", "26Q1", "2026-Q1", "", "2026Q1 ", "1999Q1"])
def test_what_is_no_quarter(code):
    """A sentence, not a guess."""
    with pytest.raises(ValueError, match="write it like 2026Q2"):
        quarter_of(code)


def test_a_fifth_quarter_is_refused():
    """By the value itself."""
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        Quarter(2026, 5)


def test_the_proposed_dates_of_a_december_board():
    """10 December 2026: due 15 working days before, asked for 30 before."""
    assert proposed_due(date(2026, 12, 10)) == date(2026, 11, 19)
    assert proposed_opening(date(2026, 12, 10)) == date(2026, 10, 29)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_proposed_dates_are_working_days_in_order(meeting):
    """Whatever the day of the meeting."""
    opens, due = proposed_opening(meeting), proposed_due(meeting)
    assert is_working_day(opens)
    assert is_working_day(due)
    assert opens < due < meeting
    assert working_days_between(opens, due) == 15
