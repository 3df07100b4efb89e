"""The figure of one measure in one row: published, worked out from its parts, or withheld with the reason."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from indicators.rules.figures import status_of
from indicators.rules.importing.cells import BLANK, Cell, Cells, kept, to_digits
from indicators.rules.importing.header import Header
from indicators.rules.importing.mapping import Blank, Column, MeasureColumns
from indicators.rules.published import VALUE_PLACES
from indicators.rules.vocabulary import Status, Unit

PER = {Unit.PERCENT: 100, Unit.PER_10000: 10_000, Unit.PER_100000: 100_000, Unit.COUNT: 1, Unit.DAYS: 1}
NOTHING_TO_DIVIDE_BY = "Not worked out: the denominator is 0."
NOT_A_PERCENTAGE = "this measure is not a percentage."
UNEXPLAINED = "the cell is blank, and no note says why."
TOO_LARGE = "the number is too large to be kept."


class Wrong(NamedTuple):
    """A cell that cannot be read, by the place of its column, and why."""

    place: int
    problem: str


class Content(NamedTuple):
    """What a row says of a measure."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    status: Status
    symbol: str
    note: str


class Numbers:
    """Reads the figure of one measure out of rows of one layout."""

    def __init__(self, columns: MeasureColumns, unit: Unit, header: Header, blank: Blank, cells: Cells) -> None:
        self.code = columns.code
        self._percent = unit == Unit.PERCENT
        self._per = PER[unit]
        self._times = Decimal(columns.times)
        self._digits = columns.digits
        self._exact = columns.times == "1" and not columns.digits
        self._blank = blank
        self._cells = cells
        self._value = _place(columns.value, header)
        self._numerator = _place(columns.numerator, header)
        self._denominator = _place(columns.denominator, header)
        # Where the figure is said to stand.
        self.column = self._numerator or 0 if self._value is None else self._value

    def read(self, row: Sequence[str], note: str) -> Content | Wrong:
        """What the row says; `note` is the publisher's, which a blank value may need."""
        numerator = BLANK if self._numerator is None else self._cells[row[self._numerator]]
        denominator = BLANK if self._denominator is None else self._cells[row[self._denominator]]
        if numerator.as_count is None and (problem := problem_of_count(numerator)):
            return Wrong(self._numerator or 0, problem)
        if denominator.as_count is None and (problem := problem_of_count(denominator)):
            return Wrong(self._denominator or 0, problem)
        if self._value is None:
            return self._worked_out(numerator, denominator, note)
        value = self._cells[row[self._value]]
        if value.problem or (value.percent and not self._percent):
            return Wrong(self._value, value.problem or NOT_A_PERCENTAGE)
        if value.number is None:
            return self._withheld(value, denominator, note)
        if not self._exact:
            return self._published(self._rounded(value.number * self._times), numerator, denominator, note)
        return self._published(value.as_value, numerator, denominator, note)

    def _worked_out(self, numerator: Cell, denominator: Cell, note: str) -> Content | Wrong:
        if numerator.number is None or denominator.number is None:
            return self._withheld(numerator if numerator.number is None else denominator, denominator, note)
        if not denominator.number:
            reason = f"{note} {NOTHING_TO_DIVIDE_BY}".strip()
            return Content(None, denominator.as_count, None, Status.NOT_AVAILABLE, "", reason)
        value = self._rounded(numerator.number * self._per / denominator.number)
        return self._published(value, numerator, denominator, note)

    def _rounded(self, value: Decimal) -> Decimal | None:
        return kept(to_digits(value, self._digits) if self._digits else value, VALUE_PLACES)

    def _published(self, value: Decimal | None, numerator: Cell, denominator: Cell, note: str) -> Content | Wrong:
        if value is None:
            return Wrong(self.column, TOO_LARGE)
        return Content(numerator.as_count, denominator.as_count, value, Status.PUBLISHED, "", note)

    def _withheld(self, cell: Cell, denominator: Cell, note: str) -> Content | Wrong:
        if cell.symbol or self._blank == Blank.NOT_AVAILABLE or (self._blank == Blank.NOTED and note):
            return Content(None, denominator.as_count, None, status_of(None, cell.symbol), cell.symbol, note)
        return Wrong(self.column, UNEXPLAINED if self._blank == Blank.NOTED else "the cell is blank.")


def _place(column: Column | None, header: Header) -> int | None:
    return None if column is None else header.place(column)


def problem_of_count(cell: Cell) -> str:
    """Why a numerator or denominator cannot be kept; blank when it can, or is not there."""
    if cell.problem or cell.number is None:
        return cell.problem
    if cell.percent:
        return "a count cannot be a percentage."
    if cell.number < 0:
        return "a count cannot be negative."
    return TOO_LARGE if cell.as_count is None else ""
