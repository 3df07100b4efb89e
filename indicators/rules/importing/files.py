"""A file as rows of text: CSV in the encodings publishers use, or one sheet of an Excel workbook (trust.md 8)."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from indicators.rules.importing import workbooks
from indicators.rules.importing.problems import refuse

BLOCK = 4_000
SCANNED = 1 << 20
MOST_ROWS = 5_000_000
MOST_COLUMNS = 702
SNIFFED_LINES = 20
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Rows:
    """Rows that follow each other, and the number of the first, counted from 1 as Excel does."""

    first: int
    cells: list[Sequence[str]]


def rows_of(file: BinaryIO, *, sheet: str = "", delimiter: str = "") -> Iterator[Rows]:
    """
    The rows of a CSV file or of a workbook's sheet, every cell as text, a block at a time.

    `sheet` is the first when none is named; a `delimiter` that is not stated is found. Which of the two it is follows
    from the content. Raises FileRefused when the file is neither, or is larger or stranger than a table of figures is.
    """
    file.seek(0)
    start = file.read(len(ZIP))
    file.seek(0)
    if start == ZIP:
        return _bounded(workbooks.rows_of(file, sheet))
    if start == OLD_EXCEL:
        refuse("The file is a workbook of Excel before 2007, or has a password. Save it as .xlsx or CSV without one.")
    return _bounded(_csv_rows(file, delimiter))


def first_rows(file: BinaryIO, count: int) -> list[Sequence[str]]:
    """The first rows of a file, to look at what it is. Raises FileRefused."""
    block = next(rows_of(file), None)
    return block.cells[:count] if block else []


def _bounded(rows: Iterator[Sequence[str]]) -> Iterator[Rows]:
    first = 1
    while block := list(islice(rows, BLOCK)):
        if first + len(block) > MOST_ROWS + 1:
            refuse(f"The file has more than {MOST_ROWS:,} rows.")
        if max(map(len, block)) > MOST_COLUMNS:
            refuse(f"The file has more than {MOST_COLUMNS} columns.")
        yield Rows(first, block)
        first += len(block)


def _csv_rows(file: BinaryIO, delimiter: str) -> Iterator[Sequence[str]]:
    encoding = _encoding(file)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        delimiter = delimiter or _delimiter(text)
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            yield from reader
        except csv.Error:
            refuse(f"Line {reader.line_num} is not CSV: a quotation mark is missing, or stands in the wrong place.")
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    """UTF-8, with or without its mark, when the whole file is; else the Western encoding of Windows."""
    file.seek(0)
    decoders = {
        "utf-8-sig": codecs.getincrementaldecoder("utf-8")(),
        "cp1252": codecs.getincrementaldecoder("cp1252")(),
    }
    beginning = True
    while content := file.read(SCANNED):
        if beginning and content.startswith(UTF_16):
            refuse("The file is saved as UTF-16. Save it as “CSV UTF-8” and send that.")
        beginning = False
        if b"\0" in content:
            refuse("The file is not a table: it holds bytes that are no text. Send CSV or .xlsx.")
        for name in list(decoders):
            if not _decodes(decoders[name], content):
                del decoders[name]
        if not decoders:
            break
    if beginning:
        refuse("The file is empty.")
    file.seek(0)
    if "utf-8-sig" in decoders and _decodes(decoders["utf-8-sig"], b"", final=True):
        return "utf-8-sig"
    if "cp1252" in decoders:
        return "cp1252"
    refuse("The file’s letters cannot be read. Save it as “CSV UTF-8” and send that.")


def _decodes(decoder: codecs.IncrementalDecoder, content: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(content, final)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: io.TextIOWrapper) -> str:
    """The character that parts the first lines into most columns, alike in number; the comma when none does."""
    lines = [line for line in (text.readline(SCANNED) for _ in range(SNIFFED_LINES)) if line.strip()]
    widths = {each: _usual_width(lines, each) for each in DELIMITERS}
    return max(DELIMITERS, key=lambda each: widths[each])


def _usual_width(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines part into the same number of columns, two or more, and into how many."""
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0, 0
    return max(((counts.count(width), width) for width in set(counts) if width > 1), default=(0, 0))
