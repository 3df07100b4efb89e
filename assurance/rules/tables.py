"""Tables as CSV, with nothing in them that a spreadsheet would run (trust.md 9)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | datetime | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def neutral(cell: Cell) -> Cell:
    """
    `cell` such that a spreadsheet shows it and never runs it.

    Text that starts like a formula gets an apostrophe in front, unless it is a plain number such as "-3.5".
    """
    if not isinstance(cell, str) or not cell.lstrip(" ").startswith(FORMULA_STARTS):
        return cell
    return cell if PLAIN_NUMBER.fullmatch(cell.strip(" ")) else f"'{cell}"


def plain(cell: Cell) -> str:
    """`cell` as text: numbers without thousands or exponent, days as 2025-03-31, moments with offset, None as ""."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def to_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as CSV (RFC 4180, lines ended by CR LF), every cell neutral."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([plain(neutral(header)) for header in headers])
    writer.writerows([plain(neutral(cell)) for cell in row] for row in rows)
    return text.getvalue()
