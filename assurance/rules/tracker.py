"""How something stands against its due date, in words."""

from datetime import date

from assurance.rules.wording import date_words
from assurance.rules.working_days import working_days_between


def lateness_in_words(due_on: date, today: date, working_days_late: int | None) -> str:
    """
    How a return stands: before or after its due date, in working days.

    `working_days_late` is None while it is outstanding, else how late it was when it came (nought: on time).
    """
    if working_days_late is not None:
        return "On time" if working_days_late == 0 else f"{_days(working_days_late)} late"
    left = working_days_between(today, due_on)
    if today <= due_on:
        return "Due today" if today == due_on else f"{_days(left)} left"
    return f"{_days(-left)} overdue" if left else "Overdue"


def due_in_words(due_on: date, today: date, lead: str = "Due") -> str:
    """A date and how it stands: "Due today, 4 December 2026", "Due 4 December 2026: 9 working days left"."""
    if today == due_on:
        return f"{lead} today, {date_words(due_on)}"
    return f"{lead} {date_words(due_on)}: {lateness_in_words(due_on, today, None).lower()}"


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"
