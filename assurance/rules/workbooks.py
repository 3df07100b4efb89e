"""
Small workbooks people fill in and send back, read without trusting them (trust.md 8).

Every part is counted before python-calamine lays anything out: a small file can unpack to gigabytes, one cell far from
the others makes a reader lay out all between, and one long text can be repeated in every cell. What is refused is
refused in a sentence. For tables of figures, which may be large, `indicators` has a reader of its own.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from lxml import etree  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = 5 * 1024 * 1024
MOST_ENTRIES = 200
MOST_UNPACKED = 16 * 1024 * 1024
MOST_ELEMENTS = 400_000
MOST_ROWS = 5_000
MOST_COLUMNS = 50
MOST_CELLS = 50_000
MOST_SHEETS = 20
MOST_TEXT = 40 * 1024 * 1024
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A sheet or the list of shared texts in a part that does not look like one.
IN_DISGUISE = re.compile(rb"[<:](?:sst|sheetData)[\s/>]")
STRANGE = "The file is not a workbook the portal can open. Open it in Excel, save it again as .xlsx, and send that."
TOO_LARGE = "The workbook is larger inside than such a form is. Take away the sheets and rows that are not part of it."
MACROS = "The workbook holds macros. Save it as .xlsx without them."
# What zipfile, lxml and calamine raise for archives that are broken, on purpose or not.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeError,
    ValueError,
    etree.LxmlError,
    CalamineError,
)

Row = Sequence[str]


class WorkbookRefused(Exception):
    """A file that cannot be read at all; its message is a sentence fit for whoever sent it."""


@dataclass(frozen=True)
class SheetProblem:
    """What is wrong in one cell, or in a row or a whole sheet where `row` is 0 or `header` blank. Rows as in Excel."""

    sheet: str
    row: int
    header: str
    problem: str

    @property
    def sentence(self) -> str:
        """The problem with its place: "Questions, row 4, “Kind”: “Grad” is not a kind of answer."."""
        parts = [self.sheet, f"row {self.row}" if self.row else "", f"“{self.header}”" if self.header else ""]
        return f"{', '.join(part for part in parts if part)}: {self.problem}"


def sheets_of(content: bytes) -> dict[str, list[Row]]:
    """The rows of every sheet by its name, alike in length, each cell as text. Raises WorkbookRefused."""
    if len(content) > MOST_BYTES:
        _refuse(f"A workbook may have {MOST_BYTES >> 20}MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _count(_unpacked(archive))
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(book.sheet_names) > MOST_SHEETS:
            _refuse(TOO_LARGE)
        return {name: _rows(book, name) for name in book.sheet_names}
    except BROKEN:
        _refuse(STRANGE)


def _refuse(sentence: str) -> NoReturn:
    raise WorkbookRefused(sentence)


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Every part of the archive, read no further than the bound, whatever its own table of contents says."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or len({entry.filename for entry in entries}) < len(entries):
        _refuse(TOO_LARGE)
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for entry in entries:
        with archive.open(entry) as part:
            read = part.read(left + 1)
        left -= len(read)
        if left < 0:
            _refuse(TOO_LARGE)
        parts[entry.filename] = read
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        _refuse(MACROS)
    if "xl/workbook.xml" not in parts:
        _refuse(STRANGE)
    return parts


def _count(parts: Mapping[str, bytes]) -> None:
    """
    Refuse what would take too much room once it is laid out, and cells that hold an error such as #N/A.

    What a part is called says nothing of what it holds, so each is looked at.
    """
    written = [part for name, part in parts.items() if name.lower().endswith(".xml")]
    others = [part for name, part in parts.items() if not name.lower().endswith(".xml")]
    if any(IN_DISGUISE.search(part) for part in others):
        _refuse(STRANGE)
    texts = [lengths for lengths in map(_text_lengths, written) if lengths]
    if len(texts) > 1:
        _refuse(STRANGE)
    if sum(_room(part, texts[0] if texts else []) for part in written) > MOST_TEXT:
        _refuse(TOO_LARGE)


def _elements(part: bytes) -> Iterator[tuple[str, str, etree._Element]]:
    """Each element of a part as (event, local name, element); nothing is fetched, no entity is filled in."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    for count, (event, element) in enumerate(etree.iterparse(io.BytesIO(part), events=("start", "end"), **options)):
        if not count and element.getroottree().docinfo.doctype:
            _refuse(STRANGE)
        if count > 2 * MOST_ELEMENTS:
            _refuse(TOO_LARGE)
        yield event, etree.QName(element).localname, element


def _text_lengths(part: bytes) -> list[int]:
    """How long each shared text of a part is."""
    lengths = []
    for event, name, element in _elements(part):
        if event == "end" and name == "si":
            lengths.append(sum(map(len, element.itertext())))
            element.clear()
    return lengths


def _room(part: bytes, lengths: Sequence[int]) -> int:
    """The characters of shared texts a sheet repeats. Refuses sheets that are too wide, too long or too full."""
    room = rows = cells = across = 0
    for event, name, element in _elements(part):
        if event == "start" and name == "row":
            rows, across = max(rows + 1, int(element.get("r") or 0)), 0
        elif event == "end" and name == "c":
            cells, across = cells + 1, max(across + 1, _column(element.get("r") or ""))
            room += _shared_length(element, lengths)
            element.clear()
        if rows > MOST_ROWS or across > MOST_COLUMNS or cells > MOST_CELLS:
            _refuse(TOO_LARGE)
    return room


def _shared_length(cell: etree._Element, lengths: Sequence[int]) -> int:
    if cell.get("t") == "e":
        _refuse(f"Cell {cell.get('r') or ''} holds an error such as #N/A. Put it right, or leave the cell blank.")
    if cell.get("t") != "s":
        return 0
    place = int("".join(cell.itertext()).strip() or 0)
    return lengths[place] if 0 <= place < len(lengths) else 0


def _column(reference: str) -> int:
    """The number, from one, of the column a reference such as "AB12" names; nought for none."""
    number = 0
    for letter in reference.upper():
        if letter not in LETTERS:
            break
        number = number * len(LETTERS) + LETTERS.index(letter) + 1
    if int(reference.upper().lstrip(LETTERS) or 0) > MOST_ROWS:
        _refuse(TOO_LARGE)
    return number


def _rows(book: CalamineWorkbook, name: str) -> list[Row]:
    sheet = book.get_sheet_by_name(name)
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    """A cell as text: whole numbers without decimals, as Excel shows them."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
