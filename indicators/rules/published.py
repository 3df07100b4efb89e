"""The file of published figures (`indicators/data/figures.csv`) read into plain values."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.rules.figures import status_of
from indicators.rules.vocabulary import Status

# What the table of observations keeps: fifteen digits, of which a double holds every one (SQLite stores doubles).
DIGITS = 15
VALUE_PLACES = 7
COUNT_PLACES = 2


@dataclass(frozen=True)
class PublishedFigure:
    """One row: the codes of its source, measure and area, its period, and a value or the reason why there is none."""

    source: str
    measure: str
    area: str
    period_start: date
    period_end: date
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    status: Status
    symbol: str
    note: str


def read_figures(text: str) -> list[PublishedFigure]:
    """Every row of the file. Raises ValueError with the line of the first cell that cannot be read."""
    reader = csv.DictReader(io.StringIO(text))
    figures = []
    for row in reader:
        try:
            figures.append(_figure(row))
        except (ArithmeticError, ValueError, KeyError) as problem:
            raise ValueError(f"Line {reader.line_num} of the figures cannot be read: {problem!r}.") from problem
    return figures


def _figure(row: dict[str, str]) -> PublishedFigure:
    value = _number(row["value"])
    return PublishedFigure(
        source=row["source"],
        measure=row["measure"],
        area=row["area"],
        period_start=date.fromisoformat(row["period_start"]),
        period_end=date.fromisoformat(row["period_end"]),
        numerator=_number(row["numerator"]),
        denominator=_number(row["denominator"]),
        value=value,
        status=status_of(value, row["symbol"]),
        symbol=row["symbol"],
        note=row["note"],
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def problems_of(figure: PublishedFigure) -> list[str]:
    """What is impossible about a figure, a sentence each; empty when nothing is. Plausibility is not asked here."""
    problems = []
    if figure.period_end < figure.period_start:
        problems.append("The period ends before it starts.")
    if figure.status == Status.PUBLISHED and figure.value is None:
        problems.append("A published figure needs a value.")
    if figure.status == Status.PUBLISHED and figure.symbol:
        problems.append("A figure with a value has no symbol.")
    if figure.status != Status.PUBLISHED and (figure.value is not None or figure.numerator is not None):
        problems.append("A figure that is withheld has neither value nor numerator.")
    if any(number is not None and number < 0 for number in (figure.numerator, figure.denominator)):
        problems.append("A numerator or denominator cannot be negative.")
    if any(number is not None and not _fits(number, places) for number, places in _numbers(figure)):
        problems.append("A number is too long to be kept.")
    return problems


def _numbers(figure: PublishedFigure) -> list[tuple[Decimal | None, int]]:
    return [(figure.value, VALUE_PLACES), (figure.numerator, COUNT_PLACES), (figure.denominator, COUNT_PLACES)]


def _fits(number: Decimal, places: int) -> bool:
    return number.is_finite() and abs(number) < Decimal(10) ** (DIGITS - places) and -_exponent(number) <= places


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
