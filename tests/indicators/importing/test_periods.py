"""Periods as publishers write them, and what a mapping allows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.importing.periods import (
    Day,
    Period,
    PeriodKind,
    PeriodRules,
    Year,
    month_in_file_name,
    read_day,
    read_period,
)
from tests.indicators.importing.make import refusal

ALL = PeriodRules(
    kinds=frozenset(PeriodKind),
    year=Year.FINANCIAL,
    day=Day.MONTH,
    prefix="MSitAE-",
    marks=frozenset({"OT", "prov", "Rev"}),
)
YEAR_25 = (date(2024, 4, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2025", YEAR_25),
        (" 2025 ", YEAR_25),
        ("202425", YEAR_25),
        ("2024/25", YEAR_25),
        ("2024-25", YEAR_25),
        ("2024/2025", YEAR_25),
        ("1999/00", (date(1999, 4, 1), date(2000, 3, 31))),
        ("2013/14-15/16", (date(2013, 4, 1), date(2016, 3, 31))),
        ("2013/14 - 2015/16", (date(2013, 4, 1), date(2016, 3, 31))),
        ("MSitAE-JULY-2025", (date(2025, 7, 1), date(2025, 7, 31))),
        ("July 2025", (date(2025, 7, 1), date(2025, 7, 31))),
        ("Feb-2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("01/07/2024", (date(2024, 7, 1), date(2024, 7, 31))),
        ("2024-07-01", (date(2024, 7, 1), date(2024, 7, 31))),
    ],
)
def test_the_ways_to_write_a_period(text, span):
    assert read_period(text, ALL) == Period(*span)


@pytest.mark.parametrize(
    ("text", "mark"), [("2024-25 (OT)", "OT"), ("2025 (prov)", "prov"), ("2025 (Rev)", "Rev"), ("2025(prov)", "prov")]
)
def test_a_mark_the_mapping_knows_is_kept(text, mark):
    assert read_period(text, ALL) == Period(*YEAR_25, mark)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "25",
        "2024/26",
        "202426",
        "2024-23",
        "2025 (x)",
        "2025 ()",
        "2015/16-13/14",
        "2013/15-15/16",
        "Junly 2025",
    ]
    + [
        "July",
        "July 25",
        "13/2024",
        "02/07/2024",
        "31/02/2024",
        "2024-02-30",
        "1/1/1",
        "9999",
        "99999999",
        "٢٠٢٥",
        "0001",
    ],
)
def test_what_is_none_of_them_is_refused(text):
    with pytest.raises(ValueError, match="is not a|There is no period"):
        read_period(text, ALL)


def test_only_the_ways_the_mapping_allows_are_read():
    years = PeriodRules(kinds=frozenset({PeriodKind.YEAR}), year=Year.FINANCIAL)
    with pytest.raises(ValueError, match="“202425” is not a year, as 2025."):
        read_period("202425", years)


@pytest.mark.parametrize(
    ("year", "span"),
    [
        (Year.FINANCIAL, YEAR_25),
        (Year.ACADEMIC, (date(2024, 9, 1), date(2025, 8, 31))),
        (Year.CALENDAR, (date(2025, 1, 1), date(2025, 12, 31))),
        (Year.AT_MID_YEAR, (date(2025, 6, 30), date(2025, 6, 30))),
        (Year.AT_31_MARCH, (date(2025, 3, 31), date(2025, 3, 31))),
    ],
)
def test_a_year_means_what_the_mapping_says(year, span):
    assert read_period("2025", ALL._replace(year=year)) == Period(*span)


def test_a_date_may_be_the_day_itself_day_first():
    itself = ALL._replace(day=Day.ITSELF)
    assert read_period("03/04/2025", itself) == Period(date(2025, 4, 3), date(2025, 4, 3))


@pytest.mark.parametrize(("text", "days", "end"), [("Week 37", 5, 12), ("week 37", 7, 14), ("37", 7, 14)])
def test_a_week_is_that_of_iso_in_the_year_beside_it(text, days, end):
    assert read_period(text, ALL._replace(week_days=days), "2025") == Period(date(2025, 9, 8), date(2025, 9, end))


@pytest.mark.parametrize(("text", "year"), [("Week 53", "2025"), ("Week 0", "2025"), ("Week 37", ""), ("Week 37", "x")])
def test_a_week_that_is_not_in_its_year_is_refused(text, year):
    with pytest.raises(ValueError, match="is not a"):
        read_period(text, ALL, year)


def test_a_year_of_53_weeks_has_its_last():
    assert read_period("Week 53", ALL, "2020").start == date(2020, 12, 28)


@pytest.mark.parametrize(
    "name",
    ["July-2025.csv", "Monthly AE July 2025 revised.xlsx", "ae_july_2025_x.csv", "jul2025.csv", "JULY-2025-JULY-2025"],
)
def test_the_month_may_stand_in_the_name_of_the_file(name):
    assert month_in_file_name(name) == Period(date(2025, 7, 1), date(2025, 7, 31))


@pytest.mark.parametrize(
    "name", ["figures.csv", "July-2025-to-August-2025.csv", "2025-07.csv", "smarch-2025.csv", "may.csv"]
)
def test_a_name_without_one_month_is_refused(name):
    with pytest.raises(ValueError, match="does not give one month"):
        month_in_file_name(name)


@pytest.mark.parametrize("text", ["", "3 April", "2025", "32/01/2025", "01/01/0999"])
def test_a_day_is_a_date_or_refused(text):
    with pytest.raises(ValueError, match="is not a date|There is no date"):
        read_day(text)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_every_date_is_read_day_first_and_in_iso_order(day):
    assert read_day(f"{day:%d/%m/%Y}") == read_day(day.isoformat()) == day


@given(st.text(max_size=30), st.text(max_size=6))
def test_any_text_is_a_period_or_a_sentence(text, year):
    assert refusal(lambda: read_period(text, ALL, year)).endswith(".")
