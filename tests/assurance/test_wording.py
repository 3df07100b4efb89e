"""Dates, times and counts in words."""

from datetime import UTC, date, datetime, time

import pytest

from assurance.rules import wording


def test_a_date_is_written_in_full():
    assert wording.date_words(date(2019, 12, 17)) == "17 December 2019"
    assert wording.short_date_words(date(2019, 12, 7)) == "7 Dec 2019"


def test_a_moment_is_dated_by_the_clock_of_london():
    just_before_midnight_utc = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert wording.date_words(just_before_midnight_utc) == "1 July 2026"
    assert wording.date_time_words(just_before_midnight_utc) == "1 July 2026 at 12:30am"


def test_a_moment_without_zone_is_taken_as_it_is():
    naive = datetime.combine(date(2026, 6, 30), time(23, 30))
    assert wording.date_words(naive) == "30 June 2026"
    assert wording.time_words(naive) == "11:30pm"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(0, 0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(9, 0), "9am"),
        (time(12, 0), "midday"),
        (time(12, 1), "12:01pm"),
        (time(14, 30), "2:30pm"),
        (time(23, 59), "11:59pm"),
    ],
)
def test_times_of_day(moment, words):
    assert wording.time_words(moment) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "3 working days left"),
        (1, "1 working day left"),
        (0, "Due today"),
        (-1, "1 working day late"),
        (-12, "12 working days late"),
    ],
)
def test_working_days_left(days, words):
    assert wording.working_days_left_words(days) == words


def test_counts_agree_with_their_nouns():
    assert wording.counted(1, "child", "children") == "1 child"
    assert wording.counted(1204, "child", "children") == "1,204 children"
    assert wording.counted(0, "statement") == "0 statements"


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (12_000, "12KB"), (4_200_000, "4.2MB"), (10_000_000, "10MB")],
)
def test_file_sizes(size, words):
    assert wording.file_size_words(size) == words
