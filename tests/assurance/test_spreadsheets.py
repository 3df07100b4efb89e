"""Tables as files to take away."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from assurance.services.spreadsheets import CUT_SHORT, LONGEST_CELL, table_file, to_xlsx

ROWS = [["Kent", Decimal("21.60"), 5194, date(2025, 3, 31), None], ["=1+1", Decimal("-3"), 0.5, None, True]]
HEADERS = ["Area", "Value", "Count", "Day", "Flag"]


def _sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_numbers_days_and_text_arrive_as_such():
    sheet = _sheet(to_xlsx(HEADERS, ROWS, title="T"))
    cells = list(sheet.iter_rows(values_only=True))
    assert cells[0] == tuple(HEADERS)
    assert cells[1][:3] == ("Kent", 21.6, 5194)
    assert cells[1][3].date() == date(2025, 3, 31)
    assert cells[2] == ("'=1+1", -3, 0.5, None, "Yes")


def test_a_decimal_shows_the_places_it_has():
    sheet = _sheet(to_xlsx(["A"], [[Decimal("21.60")], [Decimal("3")]], title="T"))
    assert [sheet["A2"].number_format, sheet["A3"].number_format] == ["0.00", "0"]


def test_no_cell_is_a_formula_or_a_link():
    rows = [["=1+1"], ["http://example.org"], ["{=SUM(A1)}"]]
    sheet = _sheet(to_xlsx(["=A"], rows, title="T"))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_the_head_stays_in_sight():
    assert _sheet(to_xlsx(HEADERS, ROWS, title="T")).freeze_panes == "A2"


def test_text_longer_than_a_cell_is_cut_in_plain_sight():
    sheet = _sheet(to_xlsx(["A"], [["x" * (LONGEST_CELL + 1)], ["y" * LONGEST_CELL]], title="T"))
    assert sheet["A2"].value.endswith(CUT_SHORT)
    assert len(sheet["A2"].value) == LONGEST_CELL
    assert sheet["A3"].value == "y" * LONGEST_CELL


def test_the_same_table_makes_the_same_bytes_whenever_it_is_made():
    assert to_xlsx(HEADERS, ROWS, title="T") == to_xlsx(HEADERS, ROWS, title="T")
    created = openpyxl.load_workbook(io.BytesIO(to_xlsx(HEADERS, ROWS, title="T"))).properties.created
    assert created.replace(tzinfo=UTC) == datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_knows_its_name_and_type(suffix, content_type):
    file = table_file(name="figures", suffix=suffix, title="T", headers=HEADERS, rows=ROWS)
    assert file.name == f"figures.{suffix}"
    assert file.headers == {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="figures.{suffix}"',
    }


def test_excel_reads_the_csv_as_utf_8():
    content = table_file(name="f", suffix="csv", title="T", headers=["Café"], rows=[]).content
    assert content == "\ufeffCafé\r\n".encode()


def test_another_kind_of_file_is_refused():
    with pytest.raises(KeyError):
        table_file(name="f", suffix="pdf", title="T", headers=[], rows=[])
