"""Periods of figures in words, and how old a figure is."""

from calendar import monthrange
from datetime import date, timedelta

from assurance.rules.wording import counted, date_words

ACADEMIC_YEAR_STARTS = 9
WEEK = range(5, 8)


def period_in_words(start: date, end: date) -> str:
    """
    The period from `start` to `end`, both days counted, as the field says it.

    "Year ending March 2025", "Academic year 2024/25", "Three years ending March 2024", "April to June 2026",
    "March 2026", "Week beginning 14 September 2025", "31 March 2025", and otherwise the two days. Raises ValueError
    when `end` is before `start`.
    """
    if end < start:
        raise ValueError("A period cannot end before it starts.")
    if start == end:
        return date_words(end)
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        return _whole_months(start, end)
    if (end - start).days + 1 in WEEK:
        return f"Week beginning {date_words(start)}"
    return _between_days(start, end)


def age_in_words(end: date, today: date) -> str:
    """
    How long before `today` the period ended: "9 days old", "7 months old", "1 year 2 months old".

    Of a period that has not ended, "not ended yet".
    """
    if end > today:
        return "not ended yet"
    months = _months_between(end, today)
    if months == 0:
        return f"{counted((today - end).days, 'day')} old"
    years, months = divmod(months, 12)
    parts = [counted(years, "year")] * bool(years) + [counted(months, "month")] * bool(months)
    return f"{' '.join(parts)} old"


def _whole_months(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{end:%B %Y}"
    if months == 12 and start.month == ACADEMIC_YEAR_STARTS:
        return f"Academic year {start.year}/{end.year % 100:02d}"
    if months == 12:
        return f"Year ending {end:%B %Y}"
    if months == 36:
        return f"Three years ending {end:%B %Y}"
    first = f"{start:%B}" if start.year == end.year else f"{start:%B %Y}"
    return f"{first} to {end:%B %Y}"


def _between_days(start: date, end: date) -> str:
    if start.year != end.year:
        return f"{date_words(start)} to {date_words(end)}"
    if start.month != end.month:
        return f"{start.day} {start:%B} to {date_words(end)}"
    return f"{start.day} to {date_words(end)}"


def _months_between(earlier: date, later: date) -> int:
    # The last day of a month counts as a month on from the last day of any other: 31 March to 30 April is one month.
    whole = (later.year - earlier.year) * 12 + later.month - earlier.month
    last_of_its_month = (later + timedelta(days=1)).day == 1
    return whole - (later.day < earlier.day and not last_of_its_month)
