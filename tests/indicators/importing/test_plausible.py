"""Figures that are hard to believe are asked about, and nothing else is."""

from datetime import date

import numpy as np
import pytest

from indicators.rules.importing.plausible import Points, doubts_about
from indicators.rules.vocabulary import Unit

NAMES = {1: "Kent", 2: "Medway", 9: "England", **{number: f"Area {number}" for number in range(20, 30)}}


def points(*rows, unit=Unit.PERCENT, fresh=None):
    """Points by area and year: (area, year, numerator, denominator, value)."""
    area, year, *numbers = zip(*rows, strict=True)
    above, below, value = (np.array([np.nan if n is None else n for n in column], dtype=float) for column in numbers)
    return Points(
        unit=unit,
        area=np.array(area),
        nation=np.array(area) == 9,
        fresh=np.ones(len(rows), dtype=bool) if fresh is None else np.array(fresh),
        starts=[date(each - 1, 4, 1) for each in year],
        ends=[date(each, 3, 31) for each in year],
        numerator=above,
        denominator=below,
        value=value,
    )


def asked(*rows, **options):
    """The sentences about these points."""
    return [doubt.sentence for doubt in doubts_about(points(*rows, **options), NAMES)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [(1, 2024, 200, 1000, 20), (1, 2025, 2000, 1000, 200)],
            "Kent (Year ending March 2025): the numerator (2,000) is more than the denominator (1,000).",
        ),
        ([(1, 2025, None, None, 104.5)], "Kent (Year ending March 2025): 104.5% is more than a whole."),
        (
            [(1, 2024, 200, 10000, 2), (1, 2025, 2500, 10000, 25)],
            "Kent (Year ending March 2025): the value rose tenfold or more: 2, then 25.",
        ),
        (
            [(1, 2024, 2500, 10000, 25), (1, 2025, 0, 10000, 0)],
            "Kent (Year ending March 2025): the value fell tenfold or more: 25, then 0.",
        ),
        (
            [(1, 2024, 1000, 7447, 13.4), (1, 2025, 68, 509, 13.4)],
            "Kent (Year ending March 2025): the denominator fell from 7,447 to 509.",
        ),
        (
            [(1, 2025, 200, 1000, 2)],
            "Kent (Year ending March 2025): the value is 2, its parts make 20.",
        ),
    ],
)
def test_what_is_hard_to_believe_is_asked_in_a_sentence(rows, sentence):
    assert sentence in asked(*rows)


@pytest.mark.parametrize(
    "rows",
    [
        [(1, 2024, 200, 1000, 20), (1, 2025, 260, 1000, 26)],
        [(1, 2024, 1, 1000, 0.1), (1, 2025, 12, 1000, 1.2)],
        [(1, 2024, None, 1000, None), (1, 2025, 260, 1000, 26)],
        [(1, 2024, 200, 1000, 20), (2, 2025, 2, 100, 2)],
        [(1, 2025, 5, 7, 71)],
        [(1, 2024, 0, 0, 0), (1, 2025, 0, 10, 0)],
    ],
)
def test_what_chance_rounding_and_gaps_do_is_not(rows):
    assert asked(*rows) == []


def test_a_gap_does_not_hide_a_jump():
    assert len(asked((1, 2023, 200, 10000, 2), (1, 2024, None, None, None), (1, 2025, 3000, 10000, 30))) == 1


def test_england_ten_times_too_high_is_asked_about():
    areas = [(20 + number, 2025, None, None, 150 + number) for number in range(6)]
    rows = [(9, 2025, None, None, 1258), *areas]
    assert asked(*rows, unit=Unit.PER_100000) == [
        "England (Year ending March 2025): 1,258 is far from the areas within, which have 150 to 155."
    ]
    assert asked((9, 2025, None, None, 152), *areas, unit=Unit.PER_100000) == []
    assert asked(*rows[:4], unit=Unit.PER_100000) == []
    assert asked(*rows, unit=Unit.COUNT) == []


def test_only_figures_that_are_to_land_are_asked_about():
    rows = [(1, 2024, 200, 10000, 2), (1, 2025, 3000, 10000, 30)]
    assert asked(*rows, fresh=[True, False]) == []
    assert len(asked(*rows, fresh=[False, True])) == 1


def test_counts_jump_only_when_they_are_not_few():
    assert asked((1, 2024, None, None, 1), (1, 2025, None, None, 12), unit=Unit.COUNT) == []
    assert len(asked((1, 2024, None, None, 30), (1, 2025, None, None, 400), unit=Unit.COUNT)) == 1
