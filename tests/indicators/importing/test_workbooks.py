"""Workbooks: every cell as text, errors named, and what is not safe to open refused before it is."""

import io
import resource
import sys
import zipfile
from datetime import date, datetime

import pytest

from indicators.rules.importing import inspection, workbooks
from indicators.rules.importing.files import rows_of
from indicators.rules.importing.problems import FileRefused
from tests.indicators.importing.make import workbook


def rows(content, sheet=""):
    """All rows of a workbook's sheet."""
    return [list(row) for block in rows_of(io.BytesIO(content), sheet=sheet) for row in block.cells]


def rewritten(content, part, change):
    """The workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("E10000016", "E10000016"),
        (886, "886"),
        (21.6, "21.6"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (0.0000001, "0.0000001"),
        (12_345_678_901, "12345678901"),
        (-0.5, "-0.5"),
        (True, "TRUE"),
        ("NA", "NA"),
    ],
)
def test_every_cell_is_text_as_excel_shows_it(cell, text):
    assert rows(workbook([["head"], [cell]])) == [["head"], [text]]


def test_true_beside_one_stays_itself():
    assert rows(workbook([[1, True, 1, 0, False]])) == [["1", "TRUE", "1", "0", "FALSE"]]


@pytest.mark.parametrize(
    ("cell", "shape", "text"),
    [(45_748, "dd/mm/yyyy", "2025-04-01"), (45_748.5, "dd/mm/yyyy hh:mm", "2025-04-01 12:00:00")],
)
def test_a_date_is_written_in_iso_order(cell, shape, text):
    assert rows(workbook([[cell]], formats={0: shape})) == [[text]]


def test_rows_and_columns_keep_their_places_when_the_first_are_empty():
    assert rows(workbook([[None], [None, None, "x"], [None, None, 5]])) == [["", "", ""], ["", "", "x"], ["", "", "5"]]


def test_a_sheet_is_found_by_its_name():
    assert rows(workbook([["x"]], sheet="Table 1"), "Table 1") == [["x"]]
    with pytest.raises(FileRefused, match="no sheet “Other”"):
        rows(workbook([["x"]]), "Other")


def with_errors():
    """A workbook in which Excel could not work out two cells."""
    as_error = b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    return rewritten(
        workbook([["a", "b"], [1, 2]]), SHEET, lambda xml: xml.replace(b'<c r="B2"><v>2</v></c>', as_error)
    )


def test_an_error_is_no_blank():
    assert rows(with_errors()) == [["a", "b"], ["1", "#DIV/0!"]]


def test_more_errors_than_a_table_has_are_refused(monkeypatch):
    monkeypatch.setattr(inspection, "MOST_ERRORS", 0)
    with pytest.raises(FileRefused, match="holds errors"):
        rows(with_errors())


def far(reference, quote=b'"', space=b""):
    """A workbook with one cell at a distance, its attribute written in some way."""
    cell = b"<c r" + space + b"=" + space + quote + reference + quote + b"><v>1</v></c></row>"
    return rewritten(workbook([["a"]]), SHEET, lambda xml: xml.replace(b"</row>", cell, 1))


@pytest.mark.parametrize("reference", [b"XFD1048576", b"A1048576000", b"xfd9999", b"ABCDEFGH1048576"])
@pytest.mark.parametrize(("quote", "space"), [(b'"', b""), (b"'", b""), (b'"', b" "), (b'"', b"\n"), (b'"', b"\t")])
def test_one_cell_far_away_does_not_make_a_sheet_of_millions(reference, quote, space):
    with pytest.raises(FileRefused, match="too far apart"):
        rows(far(reference, quote, space))


def test_a_long_narrow_table_and_a_wide_short_one_are_read():
    assert len(rows(far(b"B150000"))) == 150_000
    assert len(rows(workbook([["a"] * 300] * 3))[0]) == 300


def padded(**parts):
    """A workbook with more parts."""
    out = io.BytesIO(workbook([["a"]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return out.getvalue()


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    with pytest.raises(FileRefused, match="larger inside"):
        rows(padded(bomb=b"0" * 60_000_000))


def test_an_archive_that_says_less_than_it_holds_is_refused():
    book = bytearray(padded(bomb=b"0" * 1000))
    size = (1000).to_bytes(4, "little")
    where = book.rfind(size)
    book[where : where + 4] = (10).to_bytes(4, "little")
    with pytest.raises(FileRefused):
        rows(bytes(book))


def test_too_many_parts_macros_and_parts_twice_are_refused(monkeypatch):
    with pytest.raises(FileRefused, match="macros"):
        rows(padded(**{"xl/vbaProject.bin": b"x"}))
    monkeypatch.setattr(inspection, "MOST_ENTRIES", 3)
    with pytest.raises(FileRefused, match="not one the portal opens"):
        rows(workbook([["a"]]))


def test_a_long_text_repeated_in_every_cell_is_refused(monkeypatch):
    monkeypatch.setattr(inspection, "MOST_TEXT", 100_000)
    with pytest.raises(FileRefused, match="repeats a long text"):
        rows(workbook([["x" * 30_000]] * 50))
    assert len(rows(workbook([["y" * 30_000], *[["short"]] * 50]))) == 51


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</t></si>", b"<![CDATA[<si></si><si></si>]]></t></si>"),
        (b"</t></si>", b"</t><si></t></si>"),
        (b"si>", b"x:si>"),
        (b"</t></si>", b"</t><!-- <si></si> --></si>"),
    ],
)
def test_a_long_text_is_not_hidden_by_how_the_list_of_texts_is_written(monkeypatch, old, new):
    monkeypatch.setattr(inspection, "MOST_TEXT", 100_000)
    book = workbook([["x" * 30_000]] * 50)
    with pytest.raises(FileRefused, match="repeats a long text"):
        rows(rewritten(book, "xl/sharedStrings.xml", lambda xml: xml.replace(old, new)))


@pytest.mark.parametrize("most", [0, 32 * 1024 * 1024])
def test_a_workbook_is_read_alike_unpacked_beforehand_or_not(monkeypatch, most):
    monkeypatch.setattr(inspection, "MOST_UNPACKED_AT_ONCE", most)
    assert rows(with_errors()) == [["a", "b"], ["1", "#DIV/0!"]]
    with pytest.raises(FileRefused, match="too far apart"):
        rows(far(b"XFD1048576"))


@pytest.mark.parametrize("length", range(40))
def test_a_far_cell_is_found_wherever_a_piece_ends(monkeypatch, length):
    book = far(b"XFD1048576")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        where = archive.read(SHEET).find(b"XFD1048576")
    monkeypatch.setattr(inspection, "PIECE", where - 20 + length)
    with pytest.raises(FileRefused, match="too far apart"):
        rows(book)


def test_more_rows_than_are_turned_into_text_at_once_keep_their_places(monkeypatch):
    monkeypatch.setattr(workbooks, "BLOCK", 2)
    book = rewritten(
        workbook([[None, "a"], [None, 1], [None, 2.5], [None, True], [None, 9]]),
        SHEET,
        lambda xml: xml.replace(b'<c r="B5"><v>9</v></c>', b'<c r="B5" t="e"><v>#N/A</v></c>'),
    )
    assert [row[-1] for row in rows(book)] == ["a", "1", "2.5", "TRUE", "#N/A"]


def test_a_workbook_too_large_to_be_sent_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_PACKED", 100)
    with pytest.raises(FileRefused, match="Save a larger table as CSV"):
        rows(workbook([["a"]]))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/sharedStrings.xml"])
@pytest.mark.parametrize(
    "change", [lambda _: b"", lambda _: b"<x", lambda xml: xml[: len(xml) // 2], lambda _: b"\xff" * 99]
)
def test_a_damaged_part_is_refused_or_read_but_never_an_error(part, change):
    try:
        rows(rewritten(workbook([["a", "b"], ["c", 1]]), part, change))
    except FileRefused as problem:
        assert str(problem).endswith(".")  # noqa: PT017


def test_no_entity_is_looked_up(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    book = rewritten(
        workbook([["a"]]),
        "xl/workbook.xml",
        lambda xml: xml.replace(
            b"<workbook", b'<!DOCTYPE w [<!ENTITY e SYSTEM "file://' + str(secret).encode() + b'">]><workbook', 1
        ).replace(b'name="Table"', b'name="&e;"'),
    )
    with pytest.raises(FileRefused):
        rows(book, "secret")


def test_reading_the_largest_sheet_there_may_be_keeps_within_memory():
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = far(b"Z115000")
    assert sum(len(block.cells) for block in rows_of(io.BytesIO(content))) == 115_000
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit < 400


def test_dates_of_python_are_dates_of_excel():
    day = datetime(2025, 4, 1)  # noqa: DTZ001
    assert rows(workbook([[(day.date() - date(1899, 12, 30)).days]], formats={0: "d mmm yyyy"})) == [["2025-04-01"]]
