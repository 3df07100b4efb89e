"""Periods as publishers write them. The mapping says which ways a column may use and what a year means."""

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterable
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import NamedTuple

from indicators.rules.importing.problems import quoted


class PeriodKind(StrEnum):
    """A way to write a period."""

    YEAR = "year"
    SPLIT_YEAR = "split_year"
    POOLED_YEARS = "pooled_years"
    WEEK = "week"
    MONTH = "month"
    DAY = "day"


class Year(StrEnum):
    """What a year means: from which day to which, or the one day a count was taken."""

    FINANCIAL = "financial"
    ACADEMIC = "academic"
    CALENDAR = "calendar"
    AT_MID_YEAR = "at_mid_year"
    AT_31_MARCH = "at_31_march"


class Day(StrEnum):
    """What a date in a period's column stands for."""

    ITSELF = "itself"
    MONTH = "month"


KIND_WORDS = {
    PeriodKind.YEAR: "a year, as 2025",
    PeriodKind.SPLIT_YEAR: "a year over two, as 202425, 2024/25 or 2024-25",
    PeriodKind.POOLED_YEARS: "years pooled, as 2013/14-15/16",
    PeriodKind.WEEK: "a week, as Week 37",
    PeriodKind.MONTH: "a month, as July 2025",
    PeriodKind.DAY: "a date, day first",
}
YEAR_WORDS = {
    Year.FINANCIAL: "April to March; a single year is the one it ends in",
    Year.ACADEMIC: "September to August; a single year is the one it ends in",
    Year.CALENDAR: "January to December",
    Year.AT_MID_YEAR: "the count on 30 June",
    Year.AT_31_MARCH: "the count on 31 March",
}
DAY_WORDS = {Day.ITSELF: "the day itself", Day.MONTH: "the month that begins on it"}
OVER_TWO_YEARS = frozenset({Year.FINANCIAL, Year.ACADEMIC})
WEEK_LENGTHS = (5, 7)
MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
FIRST_YEAR = 1900

MARKED = re.compile(r"(.*\S)\s*\(([^()]+)\)")
ONE_YEAR = re.compile(r"[0-9]{4}")
TWO_YEARS = re.compile(r"([0-9]{4})\s*[/-]?\s*([0-9]{2}(?:[0-9]{2})?)")
POOLED = re.compile(r"([0-9]{4}/[0-9]{2})\s*-\s*((?:[0-9]{2})?[0-9]{2}/[0-9]{2})")
WEEK = re.compile(r"(?:week\s*)?([0-9]{1,2})", re.IGNORECASE)
MONTH = re.compile(r"([A-Za-z]+)[\s_-]+([0-9]{4})")
DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
MONTH_IN_NAME = re.compile(
    rf"(?<![A-Za-z])({'|'.join(sorted(MONTHS, key=len, reverse=True))})[\s_-]*([0-9]{{4}})(?![0-9])", re.IGNORECASE
)


class Period(NamedTuple):
    """The first and last day, both counted, and what the publisher marked it with: "prov", "Rev"."""

    start: date
    end: date
    mark: str = ""


class PeriodRules(NamedTuple):
    """Which ways of writing a period a column may use, and what they mean."""

    kinds: frozenset[PeriodKind]
    year: Year | None = None
    day: Day = Day.ITSELF
    week_days: int = 7
    prefix: str = ""
    marks: frozenset[str] = frozenset()


def read_period(text: str, rules: PeriodRules, year: str = "") -> Period:
    """
    The period of a cell; `year` is the text of the year's column, where a week needs one.

    Raises ValueError with a sentence when the text is none of the ways the rules allow.
    """
    stripped, mark = _without_mark(text.strip(), rules.marks)
    bare = _without_prefix(stripped, rules.prefix)
    for kind, reader in READERS.items():
        if kind in rules.kinds and (found := reader(bare, rules, year.strip())):
            return Period(*found, mark)
    ways = " or ".join(KIND_WORDS[kind] for kind in PeriodKind if kind in rules.kinds)
    raise ValueError(f"{quoted(text.strip())} is not {ways}." if bare else "There is no period.")


def read_day(text: str) -> date:
    """The date of a cell, day first (03/04/2025 is 3 April) or ISO. Raises ValueError with a sentence."""
    found = _date(text.strip())
    if not found:
        raise ValueError(f"{quoted(text.strip())} is not a date." if text.strip() else "There is no date.")
    return found


def month_in_file_name(name: str) -> Period:
    """The one month a file's name gives: "July-2025". Raises ValueError when there is none, or more than one."""
    found = {_month(int(year), MONTHS[month.lower()]) for month, year in MONTH_IN_NAME.findall(name)}
    if len(found) != 1 or None in found:
        raise ValueError(f"The name of the file, {quoted(name)}, does not give one month as July-2025 does.")
    return Period(*next(span for span in found if span))


Span = tuple[date, date]


def _without_mark(text: str, marks: Iterable[str]) -> tuple[str, str]:
    match = MARKED.fullmatch(text)
    if match and match[2] in marks:
        return match[1], match[2]
    return text, ""


def _without_prefix(text: str, prefix: str) -> str:
    return text[len(prefix) :] if prefix and text.startswith(prefix) else text


def _year(text: str, rules: PeriodRules, _: str) -> Span | None:
    if not ONE_YEAR.fullmatch(text) or rules.year is None:
        return None
    return _span(int(text), rules.year)


def _split_year(text: str, rules: PeriodRules, _: str) -> Span | None:
    match = TWO_YEARS.fullmatch(text)
    if not match or rules.year not in OVER_TWO_YEARS:
        return None
    end = _year_after(int(match[1]), match[2])
    return _span(end, rules.year) if end else None


def _pooled_years(text: str, rules: PeriodRules, _: str) -> Span | None:
    match = POOLED.fullmatch(text)
    if not match or rules.year not in OVER_TWO_YEARS:
        return None
    first = _split_year(match[1], rules, "")
    century = "" if len(match[2]) > len("15/16") else match[1][:2]
    last = _split_year(century + match[2], rules, "")
    return (first[0], last[1]) if first and last and first[0] < last[0] else None


def _week(text: str, rules: PeriodRules, year: str) -> Span | None:
    match = WEEK.fullmatch(text)
    if not match or not ONE_YEAR.fullmatch(year) or not FIRST_YEAR <= int(year) < MAXYEAR:
        return None
    try:
        monday = date.fromisocalendar(int(year), int(match[1]), 1)
    except ValueError:
        return None
    return monday, monday + timedelta(days=rules.week_days - 1)


def _month_by_name(text: str, *_: object) -> Span | None:
    match = MONTH.fullmatch(text)
    if not match or match[1].lower() not in MONTHS:
        return None
    return _month(int(match[2]), MONTHS[match[1].lower()])


def _day(text: str, rules: PeriodRules, _: str) -> Span | None:
    found = _date(text)
    if not found:
        return None
    if rules.day == Day.ITSELF:
        return found, found
    return _month(found.year, found.month) if found.day == 1 else None


READERS: dict[PeriodKind, Callable[[str, PeriodRules, str], Span | None]] = {
    PeriodKind.YEAR: _year,
    PeriodKind.SPLIT_YEAR: _split_year,
    PeriodKind.POOLED_YEARS: _pooled_years,
    PeriodKind.WEEK: _week,
    PeriodKind.MONTH: _month_by_name,
    PeriodKind.DAY: _day,
}


def _span(year: int, means: Year) -> Span | None:
    """The days of the year that ends in `year`, or is it."""
    if not FIRST_YEAR < year < MAXYEAR:
        return None
    return {
        Year.FINANCIAL: (date(year - 1, 4, 1), date(year, 3, 31)),
        Year.ACADEMIC: (date(year - 1, 9, 1), date(year, 8, 31)),
        Year.CALENDAR: (date(year, 1, 1), date(year, 12, 31)),
        Year.AT_MID_YEAR: (date(year, 6, 30), date(year, 6, 30)),
        Year.AT_31_MARCH: (date(year, 3, 31), date(year, 3, 31)),
    }[means]


def _year_after(first: int, second: str) -> int | None:
    """The year that follows `first`, if that is what `second` says in two digits or four."""
    following = first + 1
    return following if str(following)[-len(second) :] == second else None


def _month(year: int, month: int) -> Span | None:
    if not FIRST_YEAR <= year < MAXYEAR:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _date(text: str) -> date | None:
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    if not FIRST_YEAR <= year < MAXYEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
