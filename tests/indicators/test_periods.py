"""Periods and ages in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.periods import age_in_words, period_in_words

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-04-01", "2025-03-31", "Year ending March 2025"),
        ("2024-01-01", "2024-12-31", "Year ending December 2024"),
        ("2024-09-01", "2025-08-31", "Academic year 2024/25"),
        ("1999-09-01", "2000-08-31", "Academic year 1999/00"),
        ("2021-04-01", "2024-03-31", "Three years ending March 2024"),
        ("2026-04-01", "2026-06-30", "April to June 2026"),
        ("2024-12-01", "2025-02-28", "December 2024 to February 2025"),
        ("2023-12-01", "2024-02-29", "December 2023 to February 2024"),
        ("2026-03-01", "2026-03-31", "March 2026"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-09-14", "2025-09-20", "Week beginning 14 September 2025"),
        ("2025-11-03", "2025-11-07", "Week beginning 3 November 2025"),
        ("2025-03-31", "2025-03-31", "31 March 2025"),
        ("2025-11-03", "2025-11-06", "3 to 6 November 2025"),
        ("2026-06-29", "2026-07-10", "29 June to 10 July 2026"),
        ("2024-12-30", "2025-01-10", "30 December 2024 to 10 January 2025"),
        ("2024-04-01", "2025-03-30", "1 April 2024 to 30 March 2025"),
        ("2023-02-01", "2024-02-28", "1 February 2023 to 28 February 2024"),
    ],
)
def test_a_period_in_words(start, end, words):
    assert period_in_words(date.fromisoformat(start), date.fromisoformat(end)) == words


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        period_in_words(date(2025, 1, 2), date(2025, 1, 1))


@given(days, st.integers(0, 1500))
def test_a_period_always_names_the_year_it_ends_in(start, length):
    end = start + timedelta(days=length)
    words = period_in_words(start, end)
    ended_in = end.year if not words.startswith(("Week", "Academic")) else start.year
    assert str(ended_in) in words


@pytest.mark.parametrize(
    ("end", "today", "words"),
    [
        ("2026-11-21", "2026-11-21", "0 days old"),
        ("2026-11-20", "2026-11-21", "1 day old"),
        ("2026-10-31", "2026-11-21", "21 days old"),
        ("2026-03-31", "2026-04-30", "1 month old"),
        ("2026-03-31", "2026-04-29", "29 days old"),
        ("2024-02-29", "2024-03-31", "1 month old"),
        ("2026-03-31", "2026-11-21", "7 months old"),
        ("2025-11-21", "2026-11-21", "1 year old"),
        ("2025-03-31", "2026-11-21", "1 year 7 months old"),
        ("2024-09-30", "2026-11-21", "2 years 1 month old"),
        ("2026-11-22", "2026-11-21", "not ended yet"),
    ],
)
def test_the_age_of_a_figure_in_words(end, today, words):
    assert age_in_words(date.fromisoformat(end), date.fromisoformat(today)) == words


@given(days, st.integers(0, 4000))
def test_an_age_of_months_is_never_more_than_has_passed(end, passed):
    words = age_in_words(end, end + timedelta(days=passed))
    years = int(words.split(" year")[0]) if " year" in words else 0
    assert years * 365 <= passed
