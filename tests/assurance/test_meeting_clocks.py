"""The clocks of a meeting: papers 7 working days before, minutes 10 after (SAAS ToR 3.2, 3.3; R24 to R26)."""

from datetime import date, timedelta

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.clocks import lateness, minutes_clock, papers_clock, why_skipped
from assurance.rules.working_days import (
    bank_holiday,
    is_working_day,
    working_days_after,
    working_days_before,
    working_days_between,
)

FIRST, LAST = date(2019, 1, 1), date(2030, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
DAY = timedelta(days=1)
# Days proclaimed for one year alone, and days that were moved in it.
PROCLAIMED = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
EARLY_MAY_MOVED = {2020: date(2020, 5, 8)}  # the 75th anniversary of VE Day
SPRING_MOVED = {2022: date(2022, 6, 2)}  # the Platinum Jubilee


# A second method, which shares nothing with the portal's: bank holidays by the rules of the Banking and Financial
# Dealings Act 1971 and of the calendar of Easter, working days by NumPy.


def easter(year):
    """Easter Sunday by the anonymous Gregorian algorithm (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def monday_on_or_after(day):
    return day + timedelta(days=-day.weekday() % 7)


def moved_off_the_weekend(days):
    """Each day, or where that is a weekend or taken the next weekday."""
    found = []
    for day in days:
        while day.weekday() >= 5 or day in found:
            day += DAY
        found.append(day)
    return found


def bank_holidays_by_rule(year):
    sunday = easter(year)
    last_monday_of_may = monday_on_or_after(date(year, 5, 25))
    return {
        *moved_off_the_weekend([date(year, 1, 1)]),
        sunday - 2 * DAY,
        sunday + DAY,
        EARLY_MAY_MOVED.get(year, monday_on_or_after(date(year, 5, 1))),
        SPRING_MOVED.get(year, last_monday_of_may),
        monday_on_or_after(date(year, 8, 25)),
        *moved_off_the_weekend([date(year, 12, 25), date(year, 12, 26)]),
        *(day for day in PROCLAIMED if day.year == year),
    }


BY_RULE = sorted({day for year in range(2018, 2032) for day in bank_holidays_by_rule(year)})
NUMPY_CALENDAR = numpy.busdaycalendar(holidays=[numpy.datetime64(day) for day in BY_RULE])


def by_numpy(days, count):
    """The working day `count` working days after (or, negative, before) each of `days`, as NumPy counts them."""
    # Counting forward starts from the last working day up to the day, backward from the first one after it.
    roll = "preceding" if count > 0 else "following"
    found = numpy.busday_offset(numpy.array(days, "datetime64[D]"), count, roll=roll, busdaycal=NUMPY_CALENDAR)
    return [day.astype(object) for day in found]


def test_the_second_method_knows_the_bank_holidays_of_a_year_by_heart():
    """As the Government publishes them for England and Wales."""
    assert [day for day in BY_RULE if day.year == 2026] == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),
    ]
    assert {date(2022, 1, 3), date(2022, 12, 26), date(2022, 12, 27)} <= set(BY_RULE)


def test_every_day_of_2019_to_2030_is_a_working_day_by_both_methods_or_by_neither():
    by_both = numpy.is_busday(numpy.array(EVERY_DAY, "datetime64[D]"), busdaycal=NUMPY_CALENDAR)
    assert len(EVERY_DAY) == 4383
    differing = [day for day, works in zip(EVERY_DAY, by_both, strict=True) if is_working_day(day) != works]
    assert differing == []


@pytest.mark.parametrize("count", [1, 7, 10, 15, 30])
def test_counting_agrees_with_the_second_method_from_every_day_of_2019_to_2030(count):
    assert [working_days_after(day, count) for day in EVERY_DAY] == by_numpy(EVERY_DAY, count)
    assert [working_days_before(day, count) for day in EVERY_DAY] == by_numpy(EVERY_DAY, -count)


def test_both_clocks_agree_with_the_second_method_from_every_day_of_2019_to_2030():
    assert [papers_clock(day).due_on for day in EVERY_DAY] == by_numpy(EVERY_DAY, -7)
    assert [minutes_clock(day).due_on for day in EVERY_DAY] == by_numpy(EVERY_DAY, 10)


def test_working_days_between_two_days_agree_with_the_second_method():
    for start in EVERY_DAY[:-60:7]:
        ends = [start + timedelta(days=number) for number in range(60)]
        begins = numpy.datetime64(start + DAY)
        counts = numpy.busday_count(
            begins, numpy.array([end + DAY for end in ends], "datetime64[D]"), busdaycal=NUMPY_CALENDAR
        )
        assert [working_days_between(start, end) for end in ends[1:]] == counts.tolist()[1:]


# R24, R26


def test_papers_for_14_april_2026_are_due_on_1_april_over_easter():
    clock = papers_clock(date(2026, 4, 14))
    assert clock.due_on == date(2026, 4, 1)
    assert [day.words for day in clock.skipped] == [
        "Friday 3 April 2026: Good Friday, a bank holiday",
        "Saturday 4 April 2026: weekend",
        "Sunday 5 April 2026: weekend",
        "Monday 6 April 2026: Easter Monday, a bank holiday",
        "Saturday 11 April 2026: weekend",
        "Sunday 12 April 2026: weekend",
    ]
    assert clock.words == "7 working days before 14 April 2026; 6 days in between are not counted"


def test_minutes_of_26_march_2026_are_due_on_13_april_over_easter():
    clock = minutes_clock(date(2026, 3, 26))
    assert clock.due_on == date(2026, 4, 13)
    assert [(day.day, day.why) for day in clock.skipped] == [
        (date(2026, 3, 28), "weekend"),
        (date(2026, 3, 29), "weekend"),
        (date(2026, 4, 3), "Good Friday, a bank holiday"),
        (date(2026, 4, 4), "weekend"),
        (date(2026, 4, 5), "weekend"),
        (date(2026, 4, 6), "Easter Monday, a bank holiday"),
        (date(2026, 4, 11), "weekend"),
        (date(2026, 4, 12), "weekend"),
    ]
    assert clock.words == "10 working days after 26 March 2026; 8 days in between are not counted"


@given(st.dates(FIRST, LAST))
def test_each_day_between_is_counted_or_skipped_with_its_reason(day):
    for clock in (papers_clock(day), minutes_clock(day)):
        start, end = sorted((clock.due_on, day))
        between = [start + timedelta(days=number) for number in range(1, (end - start).days)]
        skipped = [each.day for each in clock.skipped]
        assert [each for each in between if not is_working_day(each)] == skipped
        assert all(each.why for each in clock.skipped)
        assert len(between) - len(skipped) == clock.working_days - 1


def test_one_day_skipped_is_told_in_the_singular_and_none_not_at_all():
    assert "is not counted" not in papers_clock(date(2026, 7, 16)).words
    assert papers_clock(date(2020, 5, 14)).words.endswith("3 days in between are not counted")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 20), ""),
        (date(2026, 11, 21), "weekend"),
        (date(2026, 12, 25), "Christmas Day, a bank holiday"),
        (date(2026, 12, 26), "weekend"),  # Boxing Day, a Saturday
        (date(2026, 12, 28), "Boxing Day (substitute day), a bank holiday"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II, a bank holiday"),
    ],
)
def test_a_day_is_skipped_for_the_reason_that_holds(day, why):
    assert why_skipped(day) == why
    assert (why != "") is not is_working_day(day)


def test_a_bank_holiday_has_its_name():
    assert bank_holiday(date(2026, 4, 6)) == "Easter Monday"
    assert bank_holiday(date(2026, 4, 7)) == ""


# Lateness: R25, R26

DUE = date(2026, 4, 1)  # a Wednesday


@pytest.mark.parametrize(
    ("today", "done_on", "words", "is_late"),
    [
        (date(2026, 3, 27), None, "3 working days left", False),
        (date(2026, 3, 31), None, "1 working day left", False),
        (DUE, None, "due today", False),
        (date(2026, 4, 2), None, "1 working day overdue", True),
        (date(2026, 4, 7), None, "2 working days overdue", True),
        (date(2026, 5, 1), date(2026, 3, 20), "on time", False),
        (date(2026, 5, 1), DUE, "on time", False),
        (date(2026, 5, 1), date(2026, 4, 2), "1 working day late", True),
        (date(2026, 5, 1), date(2026, 4, 7), "2 working days late", True),
    ],
)
def test_a_circulation_is_on_time_up_to_its_day_and_late_after_it(today, done_on, words, is_late):
    stand = lateness(DUE, today, done_on)
    assert (stand.words, stand.is_late) == (words, is_late)


def test_what_goes_out_on_the_weekend_after_its_day_is_late():
    friday = date(2026, 11, 20)
    stand = lateness(friday, date(2026, 11, 25), friday + DAY)
    assert (stand.words, stand.is_late) == ("late", True)
    assert lateness(friday, friday + DAY, None).words == "overdue"
