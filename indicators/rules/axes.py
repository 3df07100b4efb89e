"""The axes of a drawing: how far they reach, and which round numbers and months are named along them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from indicators.rules.figures import rounded

ROUND_NUMBERS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
# Years between the names below an axis, in months: the first that leaves room for them is taken.
MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240)
YEAR = 12
AIR = Decimal("0.06")
FEWEST_DAYS_OF_AIR, DAYS_OF_AIR = 2, 15
MOST_VALUES, MOST_MONTHS = 7, 8


@dataclass(frozen=True)
class Scale:
    """From numbers between `low` and `high` to places between `start` and `end`; `low` is less than `high`."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def place(self, value: Decimal) -> Decimal:
        """Where a number lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def reach_of_values(values: Sequence[Decimal], decimals: int) -> tuple[Decimal, Decimal]:
    """How far an axis reaches that shows these values: below nought only if one of them is."""
    low, high = min(values), max(values)
    air = max((high - low) * AIR, Decimal(1).scaleb(-decimals))
    return (max(low - air, Decimal(0)) if low >= 0 else low - air), high + air


def round_values(low: Decimal, high: Decimal, decimals: int, most: int = MOST_VALUES) -> tuple[Decimal, ...]:
    """The round numbers from `low` to `high`, with no more decimals than the values have."""
    smallest = Decimal(1).scaleb(-decimals)
    step = next(step for step in _steps(smallest) if step % smallest == 0 and (high - low) // step <= most - 1)
    first = int((low / step).to_integral_value(ROUND_CEILING))
    places = 0 if step % 1 == 0 else decimals
    count = int((high - first * step) // step) + 1
    return tuple(rounded((first + number) * step, places) for number in range(count))


def _steps(smallest: Decimal) -> Iterator[Decimal]:
    power = smallest.adjusted()
    while True:
        yield from (number.scaleb(power) for number in ROUND_NUMBERS)
        power += 1


def reach_of_days(days: Sequence[date]) -> tuple[Decimal, Decimal]:
    """How far an axis of time reaches that shows these days, as ordinals, with some air at both ends."""
    first, last = min(days).toordinal(), max(days).toordinal()
    air = max((last - first) * AIR / 2, Decimal(FEWEST_DAYS_OF_AIR)) if last > first else Decimal(DAYS_OF_AIR)
    return first - air, last + air


def named_days(days: Sequence[date], most: int = MOST_MONTHS) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """
    The days named below an axis that shows these: firsts of months, "Apr" over "2024", or "2024" if years are enough.

    Of a time too short for two such the first and the last day are named.
    """
    low, high = reach_of_days(days)
    for apart in MONTHS_APART:
        found = [day for day in _months(min(days).year, max(days).year + 1, apart) if low <= day.toordinal() <= high]
        if len(found) <= most:
            break
    if len(found) < 2:
        return tuple((day, (f"{day.day} {day:%b}", str(day.year))) for day in sorted({min(days), max(days)}))
    return tuple((day, (str(day.year),) if apart >= YEAR else (f"{day:%b}", str(day.year))) for day in found)


def _months(first: int, last: int, apart: int) -> Iterator[date]:
    for month in range(first * YEAR, (last + 1) * YEAR):
        if month % apart == 0:
            yield date(month // YEAR, month % YEAR + 1, 1)
