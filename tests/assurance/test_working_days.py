"""Working days in England: weekends and bank holidays do not count (SAAS ToR 3.2, 3.3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.working_days import (
    is_working_day,
    working_days_after,
    working_days_before,
    working_days_between,
)

DAYS = st.dates(min_value=date(2019, 9, 17), max_value=date(2035, 12, 31))


def test_papers_are_due_7_working_days_before_the_meeting():
    assert working_days_before(date(2026, 4, 14), 7) == date(2026, 4, 1)


def test_minutes_are_due_10_working_days_after_the_meeting():
    assert working_days_after(date(2026, 3, 26), 10) == date(2026, 4, 13)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 8, 31), False),  # the summer bank holiday
        (date(2026, 12, 28), False),  # in lieu of Boxing Day, a Saturday
        (date(2026, 3, 17), True),  # St Patrick's Day is no holiday in England
        (date(2022, 9, 19), False),  # the funeral of the Queen
    ],
)
def test_a_working_day_is_neither_a_weekend_nor_a_bank_holiday_in_england(day, works):
    assert is_working_day(day) is works


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_before_and_after_land_on_working_days_that_many_apart(day, count):
    before, after = working_days_before(day, count), working_days_after(day, count)
    assert is_working_day(before)
    assert is_working_day(after)
    assert working_days_between(day, after) == count
    # Counting from `before` reaches the last working day up to `day`.
    assert working_days_between(before, day) == count - (not is_working_day(day))


@given(DAYS, DAYS)
def test_days_between_count_back_as_they_count_forward(start, end):
    assert working_days_between(start, end) == -working_days_between(end, start)


@given(DAYS)
def test_no_step_stays_on_the_day(day):
    assert working_days_before(day, 0) == day == working_days_after(day, 0)
    assert working_days_between(day, day) == 0


def test_a_weekend_adds_nothing():
    friday = date(2026, 11, 20)
    assert working_days_between(friday, friday + timedelta(days=2)) == 0
    assert working_days_between(friday, friday + timedelta(days=3)) == 1
