"""How a return stands against its due date, in words."""

from datetime import date

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


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"
