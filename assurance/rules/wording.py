"""Dates, times and counts in words, as GOV.UK writes them: "17 December 2019", "2:30pm", "1 day"."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def local_date(moment: date) -> date:
    """The calendar day in Europe/London; a plain date is itself, and so is the date of a naive moment."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(LONDON).date() if moment.tzinfo else moment.date()


def date_words(day: date) -> str:
    """The day in full: "17 December 2019"."""
    day = local_date(day)
    return f"{day.day} {day:%B %Y}"


def short_date_words(day: date) -> str:
    """The day where room is short: "17 Dec 2019"."""
    day = local_date(day)
    return f"{day.day} {day:%b %Y}"


def time_words(moment: datetime | time) -> str:
    """The time of day in Europe/London: "2:30pm", "9am", "midday", "midnight"."""
    if isinstance(moment, datetime) and moment.tzinfo:
        moment = moment.astimezone(LONDON)
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def date_time_words(moment: datetime) -> str:
    """The moment in full: "17 December 2019 at 2:30pm"."""
    return f"{date_words(moment)} at {time_words(moment)}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 working day", "3 working days", "1,204 children"."""
    return f"{number:,} {singular if abs(number) == 1 else plural or singular + 's'}"


def working_days_left_words(days: int) -> str:
    """Working days until something is due: "3 working days left", "Due today", "2 working days late"."""
    if days == 0:
        return "Due today"
    return f"{counted(abs(days), 'working day')} {'left' if days > 0 else 'late'}"


def file_size_words(size: int) -> str:
    """The size of a file in bytes as people read it: "340 bytes", "12KB", "4.2MB"."""
    if size < 1000:
        return counted(size, "byte")
    if size < 1_000_000:
        return f"{size / 1000:.0f}KB"
    return f"{size / 1_000_000:.1f}MB".replace(".0MB", "MB")
