"""The rows of a workbook's sheet, read by python-calamine once `inspection` has found it safe to open (trust.md 8)."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from typing import BinaryIO, cast

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from indicators.rules.importing.inspection import Place, look_inside
from indicators.rules.importing.problems import quoted, refuse

MOST_PACKED = 50 * 1024 * 1024
# What Excel itself keeps of a number: 0.1 + 0.2 is 0.3 there.
EXCEL_DIGITS = 15
MOST_EXACT = 10**EXCEL_DIGITS
# Fewer rows at a time than wake the collector of garbage: it would look through all there is in the process.
BLOCK = 500
UNREADABLE = "The workbook cannot be read. Open it in Excel, save it again as .xlsx or CSV, and send that."

Value = int | float | str | bool | time | date | datetime | timedelta


Row = Sequence[str]


def rows_of(file: BinaryIO, sheet: str) -> Iterator[Row]:
    """The rows of the sheet called `sheet`, or of the first. Raises FileRefused with a sentence."""
    content = file.read(MOST_PACKED + 1)
    if len(content) > MOST_PACKED:
        refuse(f"A workbook may have {MOST_PACKED >> 20}MB. Save a larger table as CSV.")
    found = look_inside(content, sheet)
    return rows_as_text(_open(found.content, sheet), found.errors)


def _open(content: bytes, sheet: str) -> CalamineSheet:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if sheet and sheet not in workbook.sheet_names:
            refuse(f"The workbook has no sheet {quoted(sheet)}.")
        return workbook.get_sheet_by_name(sheet) if sheet else workbook.get_sheet_by_index(0)
    except (CalamineError, IndexError, UnicodeDecodeError):
        refuse(UNREADABLE)


def rows_as_text(sheet: CalamineSheet, errors: Mapping[Place, str]) -> Iterator[Row]:
    """The sheet's rows, every cell as text; `errors` stand where the reader left a blank."""
    left = sheet.start[1] if sheet.start else 0
    wrong: dict[int, list[Place]] = defaultdict(list)
    for row, column in errors:
        wrong[row - (row - 1) % BLOCK].append((row, column))
    shown, rows = _Shown(), sheet.iter_rows()
    for first in count(1, BLOCK):
        columns: list[Sequence[str]] = [[""] * BLOCK] * left
        columns += [_texts(values, shown) for values in zip(*islice(rows, BLOCK), strict=True)]
        if len(columns) == left:
            return
        for row, column in wrong[first]:
            if column < len(columns) and row - first < len(columns[-1]):
                # The reader leaves out what Excel could not work out; a blank would be a guess.
                mended = list(columns[column])
                mended[row - first] = errors[row, column]
                columns[column] = mended
        yield from zip(*columns, strict=False)


class _Shown(dict[Value, str]):
    """Cells as text: the same is written once. Kept small, so that memory stays flat."""

    MOST = 100_000

    def __missing__(self, value: Value) -> str:
        if len(self) >= self.MOST:
            self.clear()
        shown = self[value] = _number(value) if value.__class__ is float else as_text(value)
        return shown


def _texts(values: tuple[Value, ...], shown: _Shown) -> Sequence[str]:
    """Some cells of one column as text: together where they are of one kind, as most are."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return cast("tuple[str, ...]", values)
    if kinds == {float}:
        numbers = np.array(values, dtype=np.float64)
        if np.abs(numbers).max() < MOST_EXACT and np.array_equal(whole := numbers.astype(np.int64), numbers):
            return list(map(str, whole.tolist()))
    # True equals 1 as a key: where it stands among numbers nothing is looked up.
    return list(map(as_text if bool in kinds else shown.__getitem__, values))


def as_text(value: Value) -> str:
    """A cell as text: a number as Excel shows it, a date in ISO order."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    """The number as Excel shows it: fifteen digits, never as 1e-07."""
    shown = repr(value)
    if shown[-2:] == ".0":
        shown = shown[:-2]
    if len(shown) <= EXCEL_DIGITS and "e" not in shown:
        return shown
    shown = f"{value:.{EXCEL_DIGITS}g}"
    return f"{value:.{EXCEL_DIGITS}f}".rstrip("0").rstrip(".") if "e" in shown else shown
