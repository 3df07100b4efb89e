"""Tables as files to take away: CSV, and XLSX by xlsxwriter. The same table makes the same bytes."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assurance.rules.tables import Cell, neutral, plain, to_csv

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
CUT_SHORT = " [cut short here: the CSV file has all of it]"
# The clock would make every copy of a table another file.
LAID_DOWN = datetime(2020, 1, 1, tzinfo=UTC)
WIDEST_COLUMN = 60
MOST_PLACES = 7


@dataclass(frozen=True)
class TableFile:
    """A file ready to be sent: its name, its type and its bytes."""

    name: str
    content_type: str
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The response headers that make a browser save it under its name."""
        return {"Content-Type": self.content_type, "Content-Disposition": f'attachment; filename="{self.name}"'}


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, its head and its rows."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def table_file(
    *, name: str, suffix: str, title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> TableFile:
    """The table as a file called `name`.`suffix`, where `suffix` is "csv" or "xlsx". Raises KeyError for another."""
    make = {"csv": _csv_bytes, "xlsx": to_xlsx}[suffix]
    content_type = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}[suffix]
    return TableFile(f"{name}.{suffix}", content_type, make(headers, rows, title=title))


def to_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """The table as a workbook of one sheet: bold frozen head, numbers with their decimals, text never as a formula."""
    return workbook_bytes([Sheet("Table", headers, rows)], title=title)


def workbook_file(*, name: str, title: str, sheets: Iterable[Sheet]) -> TableFile:
    """Several tables as one workbook called `name`.xlsx, a sheet each."""
    return TableFile(f"{name}.xlsx", XLSX_TYPE, workbook_bytes(sheets, title=title))


def workbook_bytes(sheets: Iterable[Sheet], *, title: str) -> bytes:
    """The same as bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": LAID_DOWN})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "d mmmm yyyy", "align": "left"})
        places = [book.add_format({"num_format": _number_format(count)}) for count in range(MOST_PLACES + 1)]
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, head, day, places)
    return file.getvalue()


def _fill(page: Worksheet, sheet: Sheet, head: Format, day: Format, places: Sequence[Format]) -> None:
    widths = [len(header) for header in sheet.headers]
    for column, header in enumerate(sheet.headers):
        page.write_string(0, column, str(neutral(header)), head)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, day, places)
            widths[column] = max(widths[column], len(plain(cell)))
    page.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width + 2, WIDEST_COLUMN))


def _csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    # The byte order mark is what makes Excel read the file as UTF-8.
    return to_csv(headers, rows).encode("utf-8-sig")


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format, places: Sequence[Format]) -> None:
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell), places[min(_places(cell), MOST_PLACES)])
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, date) and not isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, day)
    elif cell is not None:
        sheet.write_string(row, column, _fitting(plain(neutral(cell))))


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _number_format(places: int) -> str:
    return "0." + "0" * places if places else "0"


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT_SHORT)] + CUT_SHORT
