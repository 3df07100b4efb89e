"""Small workbooks people send back: read as text, bounded before anything is laid out, refused in a sentence."""

import io
import zipfile

import pytest

from assurance.rules.workbooks import (
    MACROS,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    STRANGE,
    TOO_LARGE,
    SheetProblem,
    WorkbookRefused,
    sheets_of,
)
from assurance.services.spreadsheets import Sheet, workbook_bytes

HEAD = ["A", "B"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def a_book(*rows, name="One"):
    return workbook_bytes([Sheet(name, HEAD, rows)], title="A book")


def changed(book, changes):
    """The workbook with parts put in or taken in place of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return made.getvalue()


def a_sheet(inside, before=""):
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


SHEET = "xl/worksheets/sheet1.xml"
BOOK = a_book(["x", "y"])
TEXTS = "xl/sharedStrings.xml"
LAUGHS = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
MANY = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 5_000))
REPEATED = {SHEET: a_sheet(MANY), TEXTS: f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'}
REFUSED = {
    "not an archive": (b"not a workbook", STRANGE),
    "nothing": (b"", STRANGE),
    "an archive of something else": (changed(BOOK, {"xl/workbook.xml": ""}), STRANGE),
    "another archive": (zipfile.ZipFile, STRANGE),
    "broken off": (BOOK[: len(BOOK) // 2], STRANGE),
    "macros": (changed(BOOK, {"xl/vbaProject.bin": "x"}), MACROS),
    "too many bytes": (b"PK" + bytes(MOST_BYTES), "A workbook may have 5MB."),
    "unpacks to far more": (changed(BOOK, {"xl/media/x.png": bytes(40 << 20)}), TOO_LARGE),
    "too many parts": (changed(BOOK, {f"xl/{n}.txt": "" for n in range(300)}), TOO_LARGE),
    "a cell far down": (changed(BOOK, {SHEET: a_sheet('<row><c r="A900000"><v>1</v></c></row>')}), TOO_LARGE),
    "a row far down": (changed(BOOK, {SHEET: a_sheet('<row r="900000"><c><v>1</v></c></row>')}), TOO_LARGE),
    "a cell far right": (changed(BOOK, {SHEET: a_sheet('<row><c r="XFD1"><v>1</v></c></row>')}), TOO_LARGE),
    "many cells without a place": (changed(BOOK, {SHEET: a_sheet(f"<row>{'<c><v>1</v></c>' * 60}</row>")}), TOO_LARGE),
    "one text again and again": (changed(BOOK, REPEATED), TOO_LARGE),
    "a sheet by another name": (changed(BOOK, {"xl/worksheets/sheet9.dat": a_sheet("")}), STRANGE),
    "a second list of texts": (changed(BOOK, {"xl/more.xml": REPEATED[TEXTS]}), STRANGE),
    "entities": (changed(BOOK, {SHEET: a_sheet("<row><c><v>&b;</v></c></row>", LAUGHS)}), STRANGE),
    "too many elements": (changed(BOOK, {"xl/styles.xml": f"<a>{'<b/>' * 500_000}</a>"}), TOO_LARGE),
    "XML that is none": (changed(BOOK, {SHEET: "<worksheet>"}), STRANGE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_small_workbook_is_refused_in_a_sentence(what):
    content, sentence = REFUSED[what]
    if content is zipfile.ZipFile:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("letter.txt", "Dear all")
        content = made.getvalue()
    with pytest.raises(WorkbookRefused, match=sentence[:40]):
        sheets_of(content)


def test_an_error_in_a_cell_is_named():
    book = changed(BOOK, {SHEET: a_sheet('<row><c r="B3" t="e"><v>#N/A</v></c></row>')})
    with pytest.raises(WorkbookRefused, match="Cell B3 holds an error"):
        sheets_of(book)


def test_every_cell_is_text_and_rows_are_alike_in_length():
    rows = [["NA", 7], ["007", 3.5], [None, "last"], ["a\nb", True]]
    assert sheets_of(a_book(*rows)) == {
        "One": [HEAD, ["NA", "7"], ["007", "3.5"], ["", "last"], ["a\nb", "Yes"]],
    }


def test_the_largest_that_may_be_sent_is_read():
    row = ["text"] * 10
    book = workbook_bytes([Sheet("One", row, [row] * (MOST_ROWS - 1))], title="Large")
    assert len(sheets_of(book)["One"]) == MOST_ROWS
    wide = ["x"] * MOST_COLUMNS
    assert sheets_of(workbook_bytes([Sheet("Wide", wide, [])], title="Wide")) == {"Wide": [wide]}


def test_a_sheet_that_starts_further_in_keeps_its_places():
    book = changed(BOOK, {SHEET: a_sheet('<row r="3"><c r="C3"><v>5</v></c></row>')})
    assert sheets_of(book)["One"] == [["", "", ""], ["", "", ""], ["", "", "5"]]


def test_a_problem_says_where_it_is():
    assert SheetProblem("Questions", 4, "Kind", "“Grad” is not one.").sentence == (
        "Questions, row 4, “Kind”: “Grad” is not one."
    )
    assert SheetProblem("Questions", 0, "", "it is missing.").sentence == "Questions: it is missing."
