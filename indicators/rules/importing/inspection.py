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
from numpy.typing import NDArray

from indicators.rules.importing.problems import FileRefused, column_index, quoted, refuse

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_UNPACKED_AT_ONCE = 32 * 1024 * 1024
MOST_BESIDE_SHEETS = 48 * 1024 * 1024
MOST_RATIO = 200
MOST_CELLS = 3_000_000
MOST_TEXT = 200 * 1024 * 1024
MOST_ERRORS = 10_000
PIECE = 1 << 20
OVERLAP = 2_048
# How far a look at an `=` reaches: one nearer to the end of a piece is looked at in the next.
REACH = 16
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SHARED = "xl/sharedStrings.xml"

# Where references are spelt as every program spells them, a part without a wide or a long one is small.
WIDE_OR_LONG = re.compile(rb'="(?:[A-Za-z]{2,}[0-9]|[A-Za-z]?[0-9]{6})')
# Elsewhere every attribute `r` is looked at, of a row or a cell, in any spelling XML has.
ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*0*([0-9]+)["']""")
COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)[0-9]+["']""")
# What could make a list of texts another than it looks: names with a prefix, comments, sections, entities of its own.
SHARED_ODDLY = re.compile(rb"</\w+:|<!|<\?(?!xml )")
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


class Inspected(NamedTuple):
    """A workbook that may be opened, and its cells, by row from 1 and column from 0, with an error such as #N/A."""

    content: bytes
    errors: dict[Place, str]


def look_inside(content: bytes, sheet: str) -> Inspected:
    """
    The workbook as it may be opened: unpacked once and for all where that takes little room.

    Raises FileRefused when it is no workbook, holds macros, or would take too much room to read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_strange(archive)
            parts = _Parts(archive)
            errors = _errors_in(parts, sheet)
            return Inspected(parts.written() if parts.is_small else content, errors)
    except FileRefused:
        raise
    except (*BAD_ARCHIVE, etree.XMLSyntaxError):
        refuse(STRANGE)


class _Parts:
    """What an archive holds, by name: unpacked once and for all where that takes little room, else when asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        self.is_small = sum(self.sizes.values()) <= MOST_UNPACKED_AT_ONCE
        self._unpacked = {name: archive.read(name) for name in self.sizes} if self.is_small else {}

    def read(self, name: str) -> bytes:
        """The whole part."""
        return self._unpacked[name] if self.is_small else self._archive.read(name)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part, a piece at a time; each repeats the end of the one before. The last is spaces."""
        before = b""
        with io.BytesIO(self.read(name)) if self.is_small else self._archive.open(name) as entry:
            while read := entry.read(PIECE):
                yield before + read
                before = read[-OVERLAP:]
        yield before[-2 * REACH :] + b" " * REACH

    def written(self) -> bytes:
        """The unpacked parts: the reader then opens the very bytes that were looked at, and need not unpack again."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, part in self._unpacked.items():
                archive.writestr(zipfile.ZipInfo(name), part)
        return out.getvalue()


def _errors_in(parts: _Parts, sheet: str) -> dict[Place, str]:
    part = _part_of(parts, sheet)
    surveys = {name: _survey(parts, name) for name in parts.sizes}
    for name, survey in surveys.items():
        if not survey.is_small:
            _refuse_too_far(parts, name)
    _refuse_repeated_text(parts, part)
    return _errors(parts, part) if surveys[part].has_errors else {}


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


def _part_of(parts: _Parts, sheet: str) -> str:
    """The name of the part that holds the sheet called `sheet`, or the first."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(parts.read("xl/workbook.xml"), parser)
    relations = etree.fromstring(parts.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for each in book.iter("{*}sheet"):
        if not sheet or each.get("name") == sheet:
            return posixpath.normpath(posixpath.join("/xl", targets[each.get(RELATION)])).lstrip("/")
    refuse(f"The workbook has no sheet {quoted(sheet)}." if sheet else STRANGE)


class _Survey(NamedTuple):
    """What one quick look tells of a part, or of a piece of it: whether its cells lie close, and whether some err."""

    is_small: bool
    has_errors: bool


def _survey(parts: _Parts, name: str) -> _Survey:
    is_small, has_errors = True, False
    for piece in parts.pieces(name):
        glance = _glance(piece)
        is_small = is_small and glance.is_small
        has_errors = has_errors or glance.has_errors
    return _Survey(is_small, has_errors)


def _glance(piece: bytes) -> _Survey:
    """
    Every attribute of a piece at once, told by the letters around its `=`: `r` of rows and cells, `t` of cells.

    Where one is spelt in another way the piece is not called small, and is searched for errors in every spelling.
    """
    letters = np.frombuffer(piece, dtype=np.uint8)
    at = np.flatnonzero(letters[:-REACH] == ord("="))
    before, after = letters[at - 1], letters[at + 1]
    is_plain = after == ord('"')
    is_spaced = before <= ord(" ")
    is_ours = (before == ord("r")) | (before == ord("t"))
    is_odd = bool(np.any(is_spaced & is_plain | (is_spaced | is_ours) & ((after == ord("'")) | (after <= ord(" ")))))
    types = at[is_plain & (before == ord("t"))]
    has_errors = bool(np.any((letters[types + 2] == ord("e")) & (letters[types + 3] == ord('"'))))
    return _Survey(
        is_small=not is_odd and not _goes_far(piece, letters, at[is_plain & (before == ord("r"))]),
        has_errors=has_errors or (is_odd and bool(ERROR_TYPE.search(piece))),
    )


def _goes_far(piece: bytes, letters: NDArray[np.uint8], at: NDArray[np.int64]) -> bool:
    """Whether one of the references, the `=` of which are `at`, is wide or long: few may be, and those are read."""
    is_digit = (letters >= ord("0")) & (letters <= ord("9"))
    may_be_wide = ~is_digit[at + 2] & (letters[at + 3] >= ord("A"))
    may_be_long = is_digit[at + 3] & is_digit[at + 7] & (is_digit[at + 2] | is_digit[at + 8])
    return any(WIDE_OR_LONG.match(piece, place) for place in at[may_be_wide | may_be_long].tolist())


def _refuse_too_far(parts: _Parts, name: str) -> None:
    rows = columns = 0
    for piece in parts.pieces(name):
        rows = max([rows, *(_number(each) for each in set(ROW.findall(piece)))])
        columns = max([columns, *(column_index(each.decode()) + 1 for each in set(COLUMN.findall(piece)))])
    if rows * columns > MOST_CELLS:
        refuse(f"The workbook’s cells lie too far apart: a sheet may lay out {MOST_CELLS:,} cells.")


def _number(digits: bytes) -> int:
    return int(digits) if len(digits) <= len("1048576") else MOST_CELLS + 1


def _refuse_repeated_text(parts: _Parts, part: str) -> None:
    if SHARED not in parts.sizes:
        return
    shared = parts.read(SHARED)
    lengths = _text_lengths(shared)
    longest = len(shared) if lengths is None else int(lengths.max())
    # No value takes less room than this one.
    if parts.sizes[part] // len("<v>0</v>") * longest <= MOST_TEXT:
        return
    if sum(piece.count(b"</") for piece in parts.pieces(part)) * longest <= MOST_TEXT:
        return
    if lengths is None or _room(parts, part, lengths) > MOST_TEXT:
        refuse("The workbook repeats a long text very often. Save it as CSV.")


def _text_lengths(shared: bytes) -> NDArray[np.int64] | None:
    """The length of each shared text as it is written, or more; None when they cannot be told apart by a quick look."""
    starts = np.array([match.start() for match in re.finditer(rb"<si\b", shared)], dtype=np.int64)
    ends = np.array([match.start() for match in re.finditer(b"</si>", shared)], dtype=np.int64)
    if not len(starts) or len(starts) != len(ends) or SHARED_ODDLY.search(shared):
        return None
    if np.any(starts > ends) or np.any(starts[1:] < ends[:-1]):
        return None
    return ends - starts


def _room(parts: _Parts, part: str, lengths: NDArray[np.int64]) -> int:
    room = 0
    for piece in parts.pieces(part):
        places = np.array(WHOLE_NUMBER.findall(piece), dtype=np.int64)
        room += int(lengths[places[places < len(lengths)]].sum())
    return room


def _errors(parts: _Parts, part: str) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for piece in parts.pieces(part):
        for attributes, shown in ERROR_CELL.findall(piece):
            place = CELL_PLACE.search(attributes)
            if place is None or len(found) >= MOST_ERRORS:
                refuse("The sheet holds errors such as #N/A. Put them right, or leave the cells blank.")
            where = int(place[2]), column_index(place[1].decode())
            found[where] = shown.decode("utf-8", "replace") or "#ERROR"
    return found
