"""Working days in England: Monday to Friday without bank holidays (SAAS ToR 3.2, 3.3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> Mapping[date, str]:
    return MappingProxyType(dict(holidays.country_holidays("GB", subdiv="ENG", years=year)))


def is_working_day(day: date) -> bool:
    """Whether `day` is neither a weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def bank_holiday(day: date) -> str:
    """The name of the bank holiday that falls on `day`, blank where none does: "Boxing Day (substitute day)"."""
    return _bank_holidays(day.year).get(day, "").replace("(observed)", "(substitute day)")


def working_days_before(day: date, count: int) -> date:
    """The working day that lies `count` working days before `day`."""
    return _step(day, count, -1)


def working_days_after(day: date, count: int) -> date:
    """The working day that lies `count` working days after `day`."""
    return _step(day, count, 1)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))


def _step(day: date, count: int, direction: int) -> date:
    while count:
        day += timedelta(days=direction)
        count -= is_working_day(day)
    return day
