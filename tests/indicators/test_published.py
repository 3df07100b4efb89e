"""Reading the file of published figures, and what is impossible about a figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.rules.published import PublishedFigure, problems_of, read_figures
from indicators.rules.vocabulary import Status

HEADER = "source,measure,area,period_start,period_end,numerator,denominator,value,symbol,note\n"
SOUND = PublishedFigure(
    "s", "M", "E10000016", date(2024, 4, 1), date(2025, 3, 31), Decimal(5194), Decimal(24035), Decimal("21.6"),
    Status.PUBLISHED, "", "",
)  # fmt: skip


def test_rows_are_read_as_they_are_written():
    found = read_figures(
        HEADER + "s,M,E10000016,2024-04-01,2025-03-31,5194,24035,21.6,,\n"
        's,M,E10000017,2024-04-01,2025-03-31,,120,,c,"A note, with a comma"\n'
        "s,M,E10000020,2024-04-01,2025-03-31,0,120,0,,\n"
    )
    assert found[0] == SOUND
    assert (found[1].value, found[1].status, found[1].symbol) == (None, Status.SUPPRESSED, "c")
    assert found[1].note == "A note, with a comma"
    assert (found[2].value, found[2].status) == (Decimal(0), Status.PUBLISHED)


@pytest.mark.parametrize(
    "row",
    [
        "s,M,A,2024-13-01,2025-03-31,,,1,,",
        "s,M,A,2024-04-01,2025-03-31,,,1%,,",
        "s,M,A,2024-04-01,2025-03-31,many,,1,,",
    ],
)
def test_the_line_of_a_cell_that_cannot_be_read_is_named(row):
    with pytest.raises(ValueError, match="Line 2 "):
        read_figures(HEADER + row + "\n")


def test_a_sound_figure_has_no_problems():
    assert problems_of(SOUND) == []
    assert problems_of(replace(SOUND, value=None, numerator=None, status=Status.SUPPRESSED, symbol="c")) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"period_end": date(2024, 3, 31)}, "The period ends before it starts."),
        ({"value": None}, "A published figure needs a value."),
        ({"symbol": "c"}, "A figure with a value has no symbol."),
        ({"status": Status.SUPPRESSED}, "A figure that is withheld has neither value nor numerator."),
        ({"numerator": Decimal(-1)}, "A numerator or denominator cannot be negative."),
        ({"value": Decimal("NaN")}, "A number is too long to be kept."),
        ({"value": Decimal(10**8)}, "A number is too long to be kept."),
        ({"value": Decimal("0.12345678")}, "A number is too long to be kept."),
        ({"denominator": Decimal(10**13)}, "A number is too long to be kept."),
    ],
)
def test_what_is_impossible_is_said_in_a_sentence(changes, problem):
    assert problems_of(replace(SOUND, **changes)) == [problem]
