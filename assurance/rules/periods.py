"""Reporting periods: quarters of the financial year, and the dates a return is asked for and due."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assurance.rules.working_days import working_days_before

OPENS_BEFORE_MEETING = 30
DUE_BEFORE_MEETING = 15


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year: Quarter(2026, 2) is July to September 2026."""

    financial_year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError("A quarter is 1, 2, 3 or 4.")

    @property
    def code(self) -> str:
        """The short name used in addresses and commands: "2026Q2"."""
        return f"{self.financial_year}Q{self.number}"

    @property
    def starts_on(self) -> date:
        """The first day of the quarter."""
        if self.number == 4:
            return date(self.financial_year + 1, 1, 1)
        return date(self.financial_year, 1 + 3 * self.number, 1)

    @property
    def ends_on(self) -> date:
        """The last day of the quarter."""
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.financial_year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.financial_year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def words(self) -> str:
        """The quarter as people say it: "Quarter 2 2026/27 (July to September 2026)"."""
        return f"{self.short_words} ({self.starts_on:%B} to {self.ends_on:%B %Y})"

    @property
    def short_words(self) -> str:
        """The quarter in few words: "Quarter 2 2026/27"."""
        return f"Quarter {self.number} {self.financial_year}/{(self.financial_year + 1) % 100:02d}"


def quarter_of(code: str) -> Quarter:
    """The quarter named by a code such as "2026Q2". Raises ValueError for anything else."""
    match = re.fullmatch(r"(20\d\d)Q([1-4])", code)
    if not match:
        raise ValueError(f"{code!r} is not a quarter: write it like 2026Q2.")
    return Quarter(int(match[1]), int(match[2]))


def quarter_containing(day: date) -> Quarter:
    """The quarter of the financial year in which `day` lies."""
    year = day.year - (day.month < 4)
    return Quarter(year, (day.month - 4) % 12 // 3 + 1)


def latest_quarters(today: date, count: int) -> list[Quarter]:
    """The quarter in which `today` lies and those before it, the newest first."""
    quarters = [quarter_containing(today)]
    while len(quarters) < count:
        quarters.append(quarters[-1].previous)
    return quarters


def proposed_opening(meeting_on: date) -> date:
    """The day returns are asked for: 30 working days before the Board meets, unless changed."""
    return working_days_before(meeting_on, OPENS_BEFORE_MEETING)


def proposed_due(meeting_on: date) -> date:
    """The day returns are due: 15 working days before the Board meets, so that papers can go out 7 days before."""
    return working_days_before(meeting_on, DUE_BEFORE_MEETING)
