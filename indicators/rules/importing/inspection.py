"""
Whether a workbook is safe to open, told from its parts before anything lays them out (trust.md 8).

A small file can unpack to gigabytes; one cell far from the others makes a reader lay out all between; one long text
can be repeated in every cell. Each is looked for here, piece by piece, and refused.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from lxml import etree  # type: ignore[import-untyped]

from indicators.rules.importing.problems import FileRefused, column_index, quoted, refuse

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_BESIDE_SHEETS = 48 * 1024 * 1024
MOST_RATIO = 200
MOST_CELLS = 3_000_000
MOST_TEXT = 200 * 1024 * 1024
MOST_ERRORS = 10_000
PIECE = 1 << 20
OVERLAP = 2_048
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SHARED = "xl/sharedStrings.xml"

# In plain XML every `=` is followed by a quotation mark; there, a part without a wide or long reference is small.
WIDE_OR_LONG = re.compile(rb'="(?:[A-Za-z]{2,}[0-9]|[A-Za-z]?[0-9]{6})')
# Elsewhere every attribute `r` is looked at, of a row or a cell, in any spelling XML has.
ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*0*([0-9]+)["']""")
COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)[0-9]+["']""")
WHOLE_NUMBER = re.compile(rb">\s*0*([0-9]{1,9})\s*</")
ERROR_TYPE = re.compile(rb"""\bt\s*=\s*["']e["']""")
ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)>(?:.{0,2000}?<(?:\w+:)?v>([^<]*)<)?""", re.DOTALL
)
CELL_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")

STRANGE = "The workbook is not one the portal opens: it is damaged, or larger inside than a table of figures is."
# What zipfile raises for archives that are broken, on purpose or not.
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError)
Place = tuple[int, int]


def look_inside(content: bytes, sheet: str) -> dict[Place, str]:
    """
    The cells of the sheet, by row from 1 and column from 0, that hold an error such as #N/A.

    Raises FileRefused when the workbook is no workbook, holds macros, or would take too much room to read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_strange(archive)
            part = _part_of(archive, sheet)
            surveys = {name: _survey(archive, name) for name in archive.namelist()}
            for name, survey in surveys.items():
                if not survey.is_small:
                    _refuse_too_far(archive, name)
            _refuse_repeated_text(archive, part, surveys[part])
            return _errors(archive, part) if surveys[part].has_errors else {}
    except FileRefused:
        raise
    except (*BAD_ARCHIVE, etree.XMLSyntaxError):
        refuse(STRANGE)


def _refuse_strange(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    beside = sum(entry.file_size for entry in entries if not entry.filename.startswith("xl/worksheets/"))
    names = [entry.filename for entry in entries]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        refuse("The workbook holds macros. Save it as .xlsx without them.")
    fits = (
        len(entries) <= MOST_ENTRIES
        and unpacked <= MOST_UNPACKED
        and beside <= MOST_BESIDE_SHEETS
        and unpacked <= max(packed * MOST_RATIO, PIECE)
        and len(set(names)) == len(names)
    )
    if not fits or "xl/workbook.xml" not in names:
        refuse(STRANGE)


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds the sheet called `sheet`, or the first."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for each in book.iter("{*}sheet"):
        if not sheet or each.get("name") == sheet:
            return posixpath.normpath(posixpath.join("/xl", targets[each.get(RELATION)])).lstrip("/")
    refuse(f"The workbook has no sheet {quoted(sheet)}." if sheet else STRANGE)


class _Survey(NamedTuple):
    """What one quick look at a part tells: whether its cells lie close together, hold errors, and how many numbers."""

    is_small: bool
    has_errors: bool
    values: int


def _survey(archive: zipfile.ZipFile, name: str) -> _Survey:
    is_small, has_errors, values = True, False, 0
    for piece in _pieces(archive, name):
        is_plain = piece.count(b"=") == piece.count(b'="')
        is_small = is_small and is_plain and not WIDE_OR_LONG.search(piece)
        has_errors = has_errors or b'="e"' in piece or (not is_plain and bool(ERROR_TYPE.search(piece)))
        values += piece.count(b"</")
    return _Survey(is_small, has_errors, values)


def _refuse_too_far(archive: zipfile.ZipFile, name: str) -> None:
    rows = columns = 0
    for piece in _pieces(archive, name):
        rows = max([rows, *(_number(each) for each in set(ROW.findall(piece)))])
        columns = max([columns, *(column_index(each.decode()) + 1 for each in set(COLUMN.findall(piece)))])
    if rows * columns > MOST_CELLS:
        refuse(f"The workbook’s cells lie too far apart: a sheet may lay out {MOST_CELLS:,} cells.")


def _number(digits: bytes) -> int:
    return int(digits) if len(digits) <= len("1048576") else MOST_CELLS + 1


def _refuse_repeated_text(archive: zipfile.ZipFile, part: str, survey: _Survey) -> None:
    if SHARED not in archive.namelist():
        return
    lengths = np.array([len(each) for each in archive.read(SHARED).split(b"<si")[1:]] or [0])
    if survey.values * int(lengths.max()) <= MOST_TEXT:
        return
    room = 0
    for piece in _pieces(archive, part):
        places = np.array(WHOLE_NUMBER.findall(piece), dtype=np.int64)
        room += int(lengths[places[places < len(lengths)]].sum())
    if room > MOST_TEXT:
        refuse("The workbook repeats a long text very often. Save it as CSV.")


def _errors(archive: zipfile.ZipFile, part: str) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for piece in _pieces(archive, part):
        for attributes, shown in ERROR_CELL.findall(piece):
            place = CELL_PLACE.search(attributes)
            if place is None or len(found) >= MOST_ERRORS:
                refuse("The sheet holds errors such as #N/A. Put them right, or leave the cells blank.")
            where = int(place[2]), column_index(place[1].decode())
            found[where] = shown.decode("utf-8", "replace") or "#ERROR"
    return found


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """What an entry holds, unpacked, a piece at a time; each repeats the end of the one before."""
    before = b""
    with archive.open(name) as entry:
        while read := entry.read(PIECE):
            yield before + read
            before = read[-OVERLAP:]
