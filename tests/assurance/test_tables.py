"""Tables as CSV, with nothing a spreadsheet would run."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.tables import neutral, plain, to_csv


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "=cmd|' /C calc'!A0", "-", "--1",
        "+44 1622", "\uff1d1", "-2+3+cmd|' /C calc'!A0", "-1e5",
    ],
)  # fmt: skip
def test_what_starts_like_a_formula_is_neutralised(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3.5", "-3", "+4", "-12.5%", "", "Kent", "a=b", "3-4", "'=1"])
def test_negative_numbers_and_plain_text_stay(text):
    assert neutral(text) == text


@pytest.mark.parametrize("cell", [None, -1, -1.5, Decimal("-2.50"), date(2025, 3, 31)])
def test_what_is_not_text_stays(cell):
    assert neutral(cell) is cell


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (1234, "1234"),
        (Decimal("21.60"), "21.60"),
        (Decimal("1E+3"), "1000"),
        (date(2025, 3, 31), "2025-03-31"),
        (datetime(2025, 3, 31, 14, 30, tzinfo=UTC), "2025-03-31T14:30:00+00:00"),
        ("Kent", "Kent"),
    ],
)
def test_a_cell_as_text(cell, text):
    assert plain(cell) == text


def test_a_table_as_csv():
    text = to_csv(["Area", "=Value"], [["Kent, county", Decimal("-1.5")], ['"Quoted"', "=1+1"]])
    assert text == 'Area,\'=Value\r\n"Kent, county",-1.5\r\n"""Quoted""",\'=1+1\r\n'


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_any_table_starts_like_a_formula(rows):
    found = list(csv.reader(io.StringIO(to_csv(["A", "B"], rows), newline="")))
    assert len(found) == len(rows) + 1
    for cell in (cell for row in found for cell in row):
        assert not cell.startswith(("=", "@", "\t", "\r")), cell
        if cell.startswith(("-", "+")):
            float(cell.removesuffix("%"))
