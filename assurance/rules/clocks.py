"""
The two clocks of a meeting: papers 7 working days before it, minutes 10 working days after it.

Source: SAAS ToR 3.2 ("no more than 10 working days after the meeting"), 3.3 ("not less than 7 working days before").
Working days are Monday to Friday without the bank holidays of England (R24 to R26).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from assurance.rules.wording import counted, date_words
from assurance.rules.working_days import (
    bank_holiday,
    is_working_day,
    working_days_after,
    working_days_before,
    working_days_between,
)

PAPERS_BEFORE = 7
MINUTES_AFTER = 10


@dataclass(frozen=True)
class Skipped:
    """A day that is not counted, and why: "weekend", or the bank holiday by its name."""

    day: date
    why: str

    @property
    def words(self) -> str:
        """The day with its reason: "Friday 3 April 2026: Good Friday, a bank holiday"."""
        return f"{self.day:%A} {date_words(self.day)}: {self.why}"


@dataclass(frozen=True)
class Clock:
    """A day something is due, counted from a meeting, and the days that were skipped on the way, the earliest first."""

    meeting_on: date
    working_days: int
    due_on: date
    skipped: tuple[Skipped, ...]

    @property
    def words(self) -> str:
        """How it was counted: "7 working days before 14 April 2026; 6 days in between are not counted"."""
        side = "before" if self.due_on < self.meeting_on else "after"
        left_out = f"; {_are(len(self.skipped))} not counted" if self.skipped else ""
        return f"{counted(self.working_days, 'working day')} {side} {date_words(self.meeting_on)}{left_out}"


def papers_clock(meeting_on: date) -> Clock:
    """The last day on which agenda and papers are on time (SAAS ToR 3.3): 1 April 2026 for 14 April 2026."""
    due_on = working_days_before(meeting_on, PAPERS_BEFORE)
    return Clock(meeting_on, PAPERS_BEFORE, due_on, _skipped(due_on, meeting_on))


def minutes_clock(meeting_on: date) -> Clock:
    """The last day on which the minutes are on time (SAAS ToR 3.2): 13 April 2026 for 26 March 2026."""
    due_on = working_days_after(meeting_on, MINUTES_AFTER)
    return Clock(meeting_on, MINUTES_AFTER, due_on, _skipped(meeting_on, due_on))


def review_clock(notified_on: date, working_days: int) -> Clock:
    """
    The last day on which a rapid review is decided on time (KCC 3.5, C7): so many working days after it was notified.

    Of a clock the day it counts from is `meeting_on`; here it is the day of the notification.
    """
    due_on = working_days_after(notified_on, working_days)
    return Clock(notified_on, working_days, due_on, _skipped(notified_on, due_on))


@dataclass(frozen=True)
class Lateness:
    """How something stands against its day, in words, and whether it is late."""

    words: str
    is_late: bool


def lateness(due_on: date, today: date, done_on: date | None) -> Lateness:
    """
    How a circulation stands against the day it was due (R25, R26).

    `done_on` is the day it went out, or None while it has not. What was due on a Friday and goes out on the Saturday is
    late, though no working day has passed.
    """
    measured_on = done_on or today
    late = -working_days_between(measured_on, due_on)
    if done_on is None and today <= due_on:
        return Lateness("due today" if today == due_on else f"{counted(-late, 'working day')} left", is_late=False)
    if measured_on <= due_on:
        return Lateness("on time", is_late=False)
    by = f"{counted(late, 'working day')} " if late else ""
    return Lateness(f"{by}{'late' if done_on else 'overdue'}", is_late=True)


def _skipped(start: date, end: date) -> tuple[Skipped, ...]:
    days = (start + timedelta(days=step) for step in range(1, (end - start).days))
    return tuple(Skipped(day, why_skipped(day)) for day in days if not is_working_day(day))


def why_skipped(day: date) -> str:
    """Why `day` is not a working day in England; blank for one that is."""
    holiday = bank_holiday(day)
    if holiday and day.weekday() < 5:
        return f"{holiday}, a bank holiday"
    return "weekend" if day.weekday() >= 5 else ""


def _are(count: int) -> str:
    return f"{counted(count, 'day')} in between {'is' if count == 1 else 'are'}"
