"""
No reader narrows a hidden count down to less than the threshold interval (trust.md 6): ten thousand tables, attacked.

The readers solve linear programmes and are told which hidden counts are small; or they know the very choice by which
the cells were hidden, and try every table there could be.
"""

import functools
from random import Random

import numpy as np
import pytest

from indicators.rules.disclosure import HIDDEN, Table, release
from tests.indicators.disclosure.attackers import Reader, narrowed
from tests.indicators.disclosure.tables import adding_up, grid, hierarchy, row, sample, year

SAMPLES = [(row, 7_000), (grid, 1_500), (hierarchy, 750), (year, 750)]
# Tables withheld are no leak, but no use either.
MOST_WITHHELD = 0.03
TRIES, LIKEST = 200, 5_000


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda param: f"{param[1]} of {param[0].__name__}")
def releases(request):
    """Tables of one shape with their releases, those published alone; more than that may hardly be withheld."""
    shape, how_many = request.param
    found = sample(2026, shape, how_many)
    published = [(table, safe) for table, safe in found if not safe.withheld]
    assert len(published) >= how_many * (1 - MOST_WITHHELD)
    return published


def test_no_small_count_is_published_and_every_count_that_is_is_true(releases):
    for table, safe in releases:
        assert safe.cells.keys() == table.counts.keys()
        for name, cell in safe.cells.items():
            assert cell == HIDDEN or (cell == table.counts[name] and not 0 < cell < table.threshold)


def test_noughts_are_published(releases):
    assert all(safe.cells[name] == 0 for table, safe in releases for name, count in table.counts.items() if not count)


def test_a_reader_who_is_told_which_counts_are_small_narrows_none(releases):
    readers = [Reader(safe.cells, safe.equations, safe.threshold, told=table.counts) for table, safe in releases]
    assert [names for names in narrowed(readers) if names] == []


def plainly(table):
    """What "hide 1 to 5" publishes."""
    return {name: HIDDEN if 0 < count < table.threshold else count for name, count in table.counts.items()}


@pytest.mark.parametrize("shape", [row, grid, hierarchy, year])
def test_the_readers_see_through_plain_hiding(shape):
    tables = [table for table, _ in sample(1, shape, 40)]
    tables = [table for table in tables if HIDDEN in plainly(table).values()]
    readers = [Reader(plainly(table), table.equations, table.threshold, told=table.counts) for table in tables]
    assert sum(bool(names) for names in narrowed(readers)) > len(tables) / 2


@pytest.mark.parametrize("shape", [row, grid, hierarchy])
def test_the_readers_notice_any_hidden_count_that_is_shown_after_all(shape):
    """Nearly nothing is hidden without need: with one cell fewer hidden, a hidden count is given away."""
    needed = []
    for table, safe in sample(3, shape, 40):
        for name, cell in safe.cells.items():
            if cell == HIDDEN and table.counts[name] >= table.threshold:
                cells = {**safe.cells, name: table.counts[name]}
                needed.append(Reader(cells, safe.equations, safe.threshold, told=table.counts))
    found = narrowed(needed)
    assert sum(bool(names) for names in found) > len(found) * 0.6


# Readers who know how the choice is made


def near_the_threshold(random):
    """A count as awkward as can be."""
    return random.choice((0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 8, 9, 10, 12, 15))


def small_tables():
    """Tables small enough to try everything: rows, a square with its margins, a year to date, two levels."""
    random = Random(6)  # noqa: S311

    def counts(*names):
        return {name: near_the_threshold(random) for name in names}

    for _ in range(15):
        yield adding_up(counts(1, 2, 3, 4), [("total", 1, 2, 3, 4)])
        yield adding_up(counts(1, 2, 3), [("total", 1, 2, 3)])
        yield adding_up(
            counts("a", "b", "c", "d"), [("ab", "a", "b"), ("cd", "c", "d"), ("ac", "a", "c"), ("bd", "b", "d")]
        )
        yield adding_up(counts("q1", "q2", "q3"), [("to q2", "q1", "q2"), ("to q3", "to q2", "q3")])
        yield adding_up(counts(1, 2, 3, 4), [("east", 1, 2), ("west", 3, 4), ("all", "east", "west")])


def tables_like(table, safe):
    """
    Every table with the published cells `safe`, the same parts small and none above 20, the likest to `table` first.
    """
    totals = {equation.total for equation in table.equations}
    leaves = [name for name in table.counts if name not in totals]
    choices = [np.arange(21) if safe[name] == HIDDEN else [safe[name]] for name in leaves]
    counts = dict(zip(leaves, np.stack(np.meshgrid(*choices)).reshape(len(leaves), -1), strict=True))
    unlike = sum(abs(counts[name] - table.counts[name]) for name in leaves)
    for equation in table.equations:
        counts[equation.total] = sum(counts[part] for part in equation.parts)
    same_sizes = [(counts[name] < table.threshold) == (table.counts[name] < table.threshold) for name in leaves]
    agrees = np.all([*same_sizes, *(counts[name] == cell for name, cell in safe.items() if cell != HIDDEN)], axis=0)
    order = np.flatnonzero(agrees)[np.argsort(unlike[agrees], kind="stable")][:LIKEST]
    columns = {name: column[order] for name, column in counts.items()}
    return [dict(zip(columns, map(int, row), strict=True)) for row in zip(*columns.values(), strict=True)]


def given_away(table, safe, choose):
    """The hidden cells that, in the tables that `choose` publishes like this one, are less free than they must be."""
    others = tables_like(table, safe)
    alike = functools.cache(lambda number: choose(Table(others[number], table.equations)) == safe)
    totals = {equation.total for equation in table.equations}

    def can_be(name, count):
        with_it = [number for number, other in enumerate(others) if other[name] == count]
        return any(alike(number) for number in with_it[:TRIES])

    def is_free(name):
        own = table.counts[name]
        if name not in totals and own < table.threshold:
            return can_be(name, 1) and can_be(name, table.threshold - 1)
        wide = table.threshold - 2
        least = next((count for count in range(own, own - wide, -1) if not can_be(name, count - 1)), own - wide)
        most = next((count for count in range(own, least + wide) if not can_be(name, count + 1)), least + wide)
        return most - least >= wide

    return [name for name, cell in safe.items() if cell == HIDDEN and not is_free(name)]


def test_a_reader_who_knows_how_the_cells_were_chosen_narrows_none():
    tried = 0
    for table in small_tables():
        safe = release(table)
        if HIDDEN in safe.cells.values() and any(cell != HIDDEN and cell for cell in safe.cells.values()):
            assert given_away(table, dict(safe.cells), lambda other: dict(release(other).cells)) == [], table
            tried += 1
    assert tried > 30


def with_the_largest(table):
    """A choice often made: of a row, hide the small counts and the largest, for that has the most room."""
    parts = table.equations[0].parts
    largest = max(parts, key=table.counts.__getitem__)
    return {name: HIDDEN if name == largest else cell for name, cell in plainly(table).items()}


def test_that_reader_sees_through_a_choice_that_looks_at_sizes():
    """Of 9 in two counts the larger must be 7 or more, as a 7 is shown: so the small one is 1 or 2."""
    table = adding_up({1: 2, 2: 7, 3: 7}, [("total", 1, 2, 3)])
    cells = with_the_largest(table)
    assert cells == {1: HIDDEN, 2: HIDDEN, 3: 7, "total": 16}
    assert 1 in given_away(table, cells, with_the_largest)
