"""Cells with numbers, and the symbols that stand in their place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.importing.cells import BLANK, SYMBOLS, Cells, kept, read_cell, to_digits


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("12834", "12834"),
        ("12,834", "12834"),
        ("1,012,834.50", "1012834.5"),
        (" 21.6 ", "21.6"),
        ("21.6\N{NO-BREAK SPACE}", "21.6"),
        ("-3", "-3"),
        ("-0", "0"),
        ("007", "7"),
        ("452.72131147541", "452.72131147541"),
    ],
)
def test_numbers_as_publishers_write_them(text, number):
    cell = read_cell(text)
    assert (cell.number, cell.symbol, cell.problem, cell.percent) == (Decimal(number), "", "", False)


@pytest.mark.parametrize(("text", "number"), [("73.10%", "73.10"), ("74 %", "74"), ("0%", "0")])
def test_a_percentage_is_a_number_that_says_so(text, number):
    assert (read_cell(text).number, read_cell(text).percent) == (Decimal(number), True)


@pytest.mark.parametrize("symbol", ["c", "x", "z", "u", "k", "*", "-", ":"])
def test_a_symbol_is_kept_and_is_no_number(symbol):
    cell = read_cell(f" {symbol} ")
    assert (cell.symbol, cell.number, cell.problem) == (symbol, None, "")
    assert symbol in SYMBOLS


def test_nought_is_never_a_symbol():
    assert read_cell("0").number == 0
    assert read_cell("0").symbol == ""


@pytest.mark.parametrize("text", ["", "  ", "\N{NO-BREAK SPACE}"])
def test_a_blank_says_nothing(text):
    assert read_cell(text) is BLANK


@pytest.mark.parametrize(
    "text",
    [
        "12O",
        "1,23",
        "1.234,5",
        "12,3456",
        "1e5",
        "<5",
        "+4",
        "(4)",
        "4 5",
        "£4",
        "nan",
        "inf",
        "1.",
        ".5",
        "٣",
        "--",
        "C",
    ]
    + ["1" * 41, "5%%", "%", "=1+1", "1_000", "0x10"],
)
def test_whatever_else_is_named_and_not_guessed(text):
    cell = read_cell(text)
    assert cell.number is None
    assert cell.symbol == ""
    assert cell.problem.endswith("is not a number.")


def test_a_problem_shows_the_cell_without_what_does_not_print():
    assert read_cell("a\x07b").problem == "“a\N{REPLACEMENT CHARACTER}b” is not a number."
    assert len(read_cell("x" * 5000).problem) < 80


def test_a_value_keeps_seven_places_and_a_count_two():
    cell = read_cell("452.72131147541")
    assert (cell.as_value, cell.as_count) == (Decimal("452.7213115"), Decimal("452.72"))


@pytest.mark.parametrize("text", ["-1", "5%", "10000000000000"])
def test_what_cannot_be_a_count_is_none(text):
    assert read_cell(text).as_count is None


@pytest.mark.parametrize(
    ("number", "places", "found"),
    [
        ("1.25", 1, "1.3"),
        ("-1.25", 1, "-1.3"),
        ("99999999", 7, "99999999"),
        ("100000000", 7, None),
        ("0.00000001", 7, "0"),
    ],
)
def test_a_number_is_kept_to_its_places_or_not_at_all(number, places, found):
    assert kept(Decimal(number), places) == (None if found is None else Decimal(found))


def test_digits_are_kept_as_the_figures_so_far_were():
    assert to_digits(Decimal("9.140625"), 6) == Decimal("9.14062")
    assert to_digits(Decimal("1234567"), 3) == 1_230_000
    assert to_digits(Decimal("75.04175"), 6) == Decimal("75.0417")
    assert to_digits(Decimal(0), 6) == 0


@given(st.decimals(0, 10**7, places=2))
def test_every_number_reads_as_itself_with_or_without_thousands_marked(number):
    assert read_cell(f"{number:,}").number == read_cell(f"{number}").number == number


@given(st.text(max_size=60))
def test_any_text_is_one_thing_and_never_an_error(text):
    cell = read_cell(text)
    assert [cell.number is not None, bool(cell.symbol), bool(cell.problem), cell is BLANK].count(True) == 1


def test_cells_read_before_are_forgotten_in_time():
    cells = Cells()
    cells.MOST = 3
    assert [cells[str(number)].number for number in range(10)] == [Decimal(number) for number in range(10)]
    assert len(cells) <= 3
