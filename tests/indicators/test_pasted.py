"""A grid pasted from a spreadsheet: read cell by cell, or named (R52, experience.md "Behaviour")."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.figures import SYMBOL_WORDS
from indicators.rules.pasted import MOST_ROWS, REASONS, Askable, read_grid
from indicators.rules.requests import Answer
from indicators.rules.vocabulary import Unit

MISSING = Askable("1", "Children missing", "MISSING", Unit.COUNT, Answer(value=D(9), analysis="Kept"))
SEEN = Askable("2", "Seen in time", "SEEN", Unit.PERCENT, Answer())
GONE = Askable("3", "Sent before", "GONE", Unit.PERCENT, Answer(), is_sent=True)
ALL = (MISSING, SEEN, GONE)


def read(*rows):
    """The grid of rows of cells."""
    return read_grid("\r\n".join("\t".join(row) for row in rows), ALL)


def answers(grid):
    """What was understood, by the key of the request."""
    assert grid.problems == ()
    return {filled.key: filled.answer for filled in grid.filled}


def sentences(grid):
    """What was not understood."""
    return [problem.sentence for problem in grid.problems]


def test_a_plain_grid():
    """By title or code, in any case, with thousands, percent signs and odd spaces."""
    grid = read(
        ("  seen  IN time ", "1,234", "2,000", "61.7%", "Words"), ("", ""), ("missing", "", "", "1,200", "New words")
    )
    assert answers(grid) == {
        "2": Answer(value=D("61.7"), numerator=D(1234), denominator=D(2000), analysis="Words"),
        "1": Answer(value=D(1200), analysis="New words"),
    }
    assert [filled.row for filled in grid.filled] == [1, 3]


def test_a_first_row_that_names_the_columns_gives_their_order():
    """And columns that are not needed can be left out."""
    grid = read(("Value", "MEASURE", "Analysis"), ("12", "Seen in time", "Words"))
    assert answers(grid) == {"2": Answer(value=D(12), analysis="Words")}
    assert grid.filled[0].row == 2


def test_a_cell_may_have_several_lines():
    """As a spreadsheet quotes them."""
    grid = read_grid('SEEN\t\t\t12\t"First\r\nsecond ""so"""', ALL)
    assert answers(grid)["2"].analysis == 'First\nsecond "so"'


def test_blank_cells_leave_the_words_and_words_leave_the_figures():
    """The figures of a row are taken together."""
    assert answers(read(("MISSING", "", "", "12")))["1"] == Answer(value=D(12), analysis="Kept")
    assert answers(read(("MISSING", "", "", "", "New")))["1"] == Answer(value=D(9), analysis="New")


def test_nought_is_a_figure():
    """And not a symbol."""
    assert answers(read(("MISSING", "", "", "0")))["1"].value == 0


@pytest.mark.parametrize("symbol", sorted(SYMBOL_WORDS))
def test_a_symbol_says_why_there_is_no_figure(symbol):
    """It takes the place of the figures, and the words stay."""
    assert answers(read(("MISSING", "", "", symbol)))["1"] == Answer(not_available=REASONS[symbol], analysis="Kept")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("SEEN", "", "", "12O"), "Row 1, column D (value): “12O” is not a number."),
        (("SEEN", "1,23", "5"), "Row 1, column B (numerator): “1,23” is not a number."),
        (("SEEN", "5%", "5"), "Row 1, column B (numerator): A percentage cannot stand here."),
        (("MISSING", "", "", "5%"), "Row 1, column D (value): A percentage cannot stand here."),
        (("MISSING", "5"), "Row 1, column B (numerator): This measure is a plain number: give it as the value."),
        (("SEEN", "", "", "9" * 12), "Row 1, column D (value): The number is too large to be kept."),
        (("SEEN", "-4", "5"), "Row 1, column B (numerator): The number is less than nought."),
        (("SEEN", "4", "5", "c"), "Row 1: A row has figures, or one symbol that says why there are none: not both."),
        (("SEEN", "c", "x"), "Row 1: A row has figures, or one symbol that says why there are none: not both."),
        (("SEEN",), "Row 1: Nothing is given but the name of the measure."),
        (("", "4", "5"), "Row 1, column A (measure): No measure is named."),
        (("Other", "4"), "Row 1, column A (measure): “Other” is not one of the measures you are asked for."),
        (("GONE", "4"), "Row 1, column A (measure): “GONE” has been sent already. Correct it on its own page."),
        (("SEEN", "", "", "4", "Words", "More"), "Row 1: There are more than 5 columns."),
    ],
)
def test_what_cannot_be_read_is_named(row, said):
    """With its row and column; the row is not understood in part."""
    grid = read(row)
    assert sentences(grid) == [said]
    assert grid.filled == ()


def test_every_cell_is_named_in_the_order_of_the_grid():
    """Not the first alone."""
    grid = read(("SEEN", "a", "b", "d"), ("Other",), ("MISSING", "", "", "1"), ("Children missing", "", "", "2"))
    assert [(problem.row, problem.letter) for problem in grid.problems] == [
        (1, "B"), (1, "C"), (1, "D"), (2, "A"), (4, "A")
    ]  # fmt: skip
    assert [filled.key for filled in grid.filled] == ["1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [('SEEN\t"open', "quotation mark"), ("SEEN\t1\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} rows")],
)
def test_a_grid_that_is_no_grid_is_refused_whole(text, said):
    """In a sentence."""
    grid = read_grid(text, ALL)
    assert said in sentences(grid)[0]
    assert grid.filled == ()


@given(st.text(st.sampled_from('SEENMISSING\t\r\n"0,.%c-x \x00é'), max_size=60))
def test_nothing_pasted_breaks_it(text):
    """Whatever comes is understood or named, and a row never both."""
    grid = read_grid(text, ALL)
    assert not {filled.row for filled in grid.filled} & {problem.row for problem in grid.problems if problem.letter}
