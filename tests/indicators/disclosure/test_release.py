"""What `release` shows, hides and withholds, example by example, and that nothing else makes a `SafeTable`."""

import copy
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest

from indicators.rules.disclosure import HIDDEN, Equation, Ratio, SafeTable, Table, release
from tests.indicators.disclosure.tables import adding_up, grid, sample, year

c = HIDDEN


def total_of(*counts, **fields):
    """A row of counts named 0, 1, 2 and so on, and their total."""
    return adding_up(dict(enumerate(counts)), [("total", *range(len(counts)))], **fields)


@pytest.mark.parametrize(
    ("counts", "total", "shown"),
    [
        ((7, 30, 12), 49, (7, 30, 12, 49)),
        ((0, 30, 12), 42, (0, 30, 12, 42)),
        ((2, 30, 12), 44, (c, 30, c, 44)),
        ((2, 3, 30), 35, (c, c, c, 35)),
        ((2, 0, 0), 2, (c, 0, 0, c)),
        ((1, 2, 0), 3, (c, c, 0, c)),
        # Fourteen districts of 1 to 5 children: their sum leaves each of them open, and may be known.
        ((3,) * 14, 42, (c,) * 14 + (42,)),
        # As many with one child each: the sum would say so.
        ((1,) * 14, 14, (c,) * 14 + (c,)),
    ],
)
def test_small_counts_and_what_gives_them_away_are_hidden(counts, total, shown):
    safe = release(total_of(*counts))
    assert sum(counts) == total
    assert tuple(safe.cells.values()) == shown
    assert not safe.withheld


@pytest.mark.parametrize(("threshold", "shown"), [(6, (c, 30, c, 47)), (5, (5, 30, 12, 47)), (20, (c, c, c, 47))])
def test_the_threshold_is_the_definitions(threshold, shown):
    assert tuple(release(total_of(5, 30, 12, threshold=threshold)).cells.values()) == shown


def test_a_neighbour_too_close_to_the_threshold_does_not_stand_alone():
    """Of 2 + 6 = 8 the second count, being 6 or more, would leave only 1 or 2 for the first."""
    assert tuple(release(total_of(2, 40, 30, 40)).cells.values()) == (c, 40, c, 40, 112)
    assert tuple(release(total_of(2, 30, 6, 40)).cells.values()) == (c, 30, c, c, 78)


def test_a_column_gives_nothing_away_either():
    table = adding_up(
        {
            (i, j): count
            for i, row in enumerate([[2, 30, 40], [50, 60, 70], [80, 90, 99]])
            for j, count in enumerate(row)
        },
        [
            *((("row", i), *((i, j) for j in range(3))) for i in range(3)),
            *((("column", j), *((i, j) for i in range(3))) for j in range(3)),
        ],
    )
    hidden = {name for name, cell in release(table).cells.items() if cell == HIDDEN}
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_percentages_and_rates_of_hidden_counts_are_hidden():
    ratios = (
        Ratio("of all", 0, "total", Decimal("4.5")),
        Ratio("rate", 3, "total", Decimal(0)),
        Ratio("of the small", 3, 0, Decimal("0.0")),
        Ratio("not worked out", 3, "total", None),
    )
    table = total_of(2, 30, 12, 0)
    safe = release(Table(table.counts, table.equations, ratios))
    assert dict(safe.ratios) == {"of all": c, "rate": Decimal(0), "of the small": c, "not worked out": None}


def test_the_note_says_what_c_stands_for():
    assert release(total_of(7, 8)).note == "No count had to be held back."
    assert release(total_of(2, 30)).note == (
        "c: a count from 1 to 5, or one from which such a count could be worked out."
    )


@pytest.fixture
def withheld():
    """A total that was published, and then two small counts it is made of."""
    first = release(Table({"total": 7}))
    return release(total_of(2, 5), [first])


def test_what_cannot_be_kept_is_withheld_whole(withheld):
    assert withheld.withheld
    assert (dict(withheld.cells), dict(withheld.ratios)) == ({}, {})
    assert withheld.note == "This table is not published: counts from 1 to 5 could be worked out from the rest of it."


# Releases one after the other


def test_a_year_to_date_less_its_quarters_is_no_way_in():
    quarter = Table({"first": 20})
    to_date = adding_up({"first": 20, "second": 3}, [("to second", "first", "second")])
    year_to_date = adding_up(
        {"first": 20, "second": 3, "third": 25},
        [("to second", "first", "second"), ("to third", "to second", "third")],
    )
    done = [release(quarter)]
    done.append(release(to_date, done))
    assert dict(done[-1].cells) == {"first": 20, "second": c, "to second": c}
    done.append(release(year_to_date, done))
    assert dict(done[-1].cells) == {"first": 20, "second": c, "third": c, "to second": c, "to third": 48}


@pytest.mark.parametrize("seed", range(10))
def test_what_was_published_stays_and_what_was_hidden_stays_hidden(seed):
    done = [safe for _, safe in sample(seed, year, 4) if not safe.withheld]
    for earlier, later in zip(done, done[1:], strict=False):
        assert earlier.cells.items() <= later.cells.items()


def test_earlier_releases_must_fit():
    first = release(total_of(2, 30, 12))
    second = release(total_of(2, 30, 12), [first])
    for table, published, problem in [
        (total_of(2, 31, 11), [first], "A count has changed since it was published."),
        (total_of(2, 30), [first], "The table does not hold all of an earlier release."),
        (total_of(2, 30, 12, threshold=5), [first], "An earlier release was made with another threshold."),
        (total_of(8, 30, 6), [first], "An earlier release was made of other counts."),
        (total_of(2, 30, 12), [second], "The earlier releases are not all there, or not in their order."),
    ]:
        with pytest.raises(ValueError, match=problem):
            release(table, published)


def test_a_count_hidden_by_itself_is_known_to_be_small_when_its_parts_are_published():
    """So neither part of it can be 5, and nothing is left to be hidden that would change that."""
    alone = release(Table({"total": 3}))
    assert not release(total_of(1, 2)).withheld
    assert release(total_of(1, 2), [alone]).withheld


def test_a_release_that_was_withheld_binds_nobody(withheld):
    first = withheld.after[0]
    later = adding_up({0: 2, 1: 5, 2: 60}, [("total", 0, 1), ("more", "total", 2)])
    assert release(later, [first, withheld]).withheld
    assert dict(release(Table({"total": 7, "other": 9}), [first, withheld]).cells) == {"total": 7, "other": 9}


# What goes in


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"counts": {"a": -1}}, "a is not a count."),
        ({"counts": {"a": 1.0}}, "a is not a count."),
        ({"counts": {"a": True}}, "a is not a count."),
        ({"counts": {"a": 1}, "threshold": 2}, "The threshold is at least 3."),
        ({"counts": {"a": 1}, "equations": (Equation("a", ("b",)),)}, "There is no cell b."),
        ({"counts": {"a": 1}, "ratios": (Ratio("r", "a", "b", None),)}, "There is no cell b."),
        ({"counts": {"a": 3, "b": 2}, "equations": (Equation("a", ("b",)),)}, "a is not the sum of its parts."),
        ({"counts": {"a": 4, "b": 2}, "equations": (Equation("a", ("b", "b")),)}, "a is made of a cell twice."),
        (
            {"counts": {"a": 4, "b": 4}, "equations": (Equation("a", ("b",)), Equation("b", ("a",)))},
            "[ab] is made of itself.",
        ),
    ],
)
def test_what_is_no_table_is_refused(fields, problem):
    with pytest.raises(ValueError, match=problem):
        Table(**fields)


def test_nothing_to_hide_and_nothing_at_all():
    assert dict(release(Table({"a": 3})).cells) == {"a": c}
    assert dict(release(Table({})).cells) == {}


# What comes out


def test_only_release_makes_a_safe_table():
    fields = {
        "cells": {"a": 2},
        "ratios": {},
        "withheld": False,
        "note": "",
        "threshold": 6,
        "equations": (),
        "after": (),
    }
    with pytest.raises(TypeError, match="Only release"):
        SafeTable(**fields)
    with pytest.raises(TypeError, match="Only release"):
        SafeTable(**fields, made_by=object())
    with pytest.raises((TypeError, ValueError)):
        replace(release(Table({"a": 7})), cells={"a": 2})


def test_a_safe_table_cannot_be_changed():
    counts = {"a": 3}
    safe = release(Table(counts))
    counts["a"] = 7
    with pytest.raises(FrozenInstanceError):
        safe.withheld = True
    with pytest.raises(TypeError):
        safe.cells["a"] = 3
    assert dict(copy.copy(safe).cells) == {"a": c}


def test_a_safe_table_holds_no_hidden_count():
    assert "987654" not in repr(release(total_of(2, 987654)))


@pytest.mark.parametrize("seed", range(5))
def test_the_same_table_is_always_released_alike(seed):
    assert sample(seed, grid, 3) == sample(seed, grid, 3)
