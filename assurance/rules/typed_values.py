"""What people type or paste into forms, read as dates, times and plain text."""

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass
from datetime import date, time

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

MONTHS = {name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if number} | {
    "sept": 9
}

TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
NAMED_TIMES = {"midday": time(12), "noon": time(12), "midnight": time(0)}

SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
BLANK = "[ \t\u00a0]*"
SIGNS = "[\u2022\u00b7\u25aa\u25cf\u25e6\u2043\u2219\uf0b7\uf0a7\u27a2\u2713]"
# Word's second level of bullets is the letter o and a tab.
BULLET = re.compile(f"^{BLANK}(?:{SIGNS}|o(?=\t)){BLANK}", re.MULTILINE)


@dataclass(frozen=True)
class DateProblem:
    """Why a typed date cannot be read: a sentence, and which of "day", "month", "year" it is about."""

    sentence: str
    parts: tuple[str, ...]


def month_number(text: str) -> int | None:
    """The month meant by "3", "03", "March" or "mar"; None when it is none."""
    number = int(text) if text.isdecimal() else MONTHS.get(text.lower(), 0)
    return number if 1 <= number <= 12 else None


def date_problem(day: str, month: str, year: str, noun: str = "date") -> DateProblem | None:
    """The first reason why three typed texts are not a date, or None when they are one."""
    given = {"day": day, "month": month, "year": year}
    missing = tuple(part for part, text in given.items() if not text)
    if missing:
        return DateProblem(f"The {noun} must include a {' and a '.join(missing)}", missing)
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        return DateProblem("The year must have 4 numbers", ("year",))
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        return DateProblem(f"The year must be between {EARLIEST_YEAR} and {LATEST_YEAR}", ("year",))
    if month_number(month) is None:
        return DateProblem(f"The {noun} must have a real month, like 3 or March", ("month",))
    if read_date(day, month, year) is None:
        return DateProblem(f"The {noun} must be a real date", ("day", "month", "year"))
    return None


def read_date(day: str, month: str, year: str) -> date | None:
    """The date of three typed texts, or None when there is no such day."""
    try:
        return date(int(year), month_number(month) or 0, int(day))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time of day meant by "2:30pm", "14.30", "2pm" or "midday"; None when it cannot be read."""
    text = text.strip().lower()
    if text in NAMED_TIMES:
        return NAMED_TIMES[text]
    match = TIME.fullmatch(text)
    if not match or not (match[2] or match[3]):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half and not 1 <= hour <= 12 or hour > 23 or minute > 59:
        return None
    return time(hour % 12 + 12 * (half == "p"), minute) if half else time(hour, minute)


def plain_text(text: str) -> str:
    """
    Prose without what Word, Outlook and Excel leave in it.

    Bullets become "- ", every kind of space a plain one, line ends "\\n". Invisible characters go (also those
    that turn the direction of writing), and so do spaces at line ends and a second blank line in a row.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = SPACES.sub(" ", BULLET.sub("- ", INVISIBLE.sub("", text)))
    text = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
