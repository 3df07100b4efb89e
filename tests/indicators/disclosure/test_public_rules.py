"""The figures of a measure as tables, and what of them may be printed."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from indicators.rules.disclosure import HIDDEN, Equation
from indicators.rules.public import Counts, Group, PublicFigure, PublicRow, counts_behind, public_row, release_figures
from indicators.rules.vocabulary import Unit
from tests.indicators.disclosure.attackers import Reader, narrowed
from tests.indicators.disclosure.tables import count

QUARTERS = [
    (date(2025, 4, 1), date(2025, 6, 30)),
    (date(2025, 7, 1), date(2025, 9, 30)),
    (date(2025, 10, 1), date(2025, 12, 31)),
    (date(2026, 1, 1), date(2026, 3, 31)),
]
FIRST, SECOND = QUARTERS[:2]
HALF = (FIRST[0], SECOND[1])
YEAR = (date(2025, 4, 1), date(2026, 3, 31))


def figure(value, numerator=None, denominator=None, *, area="kent", within=None, period=YEAR, **fields):
    """A count, or a percentage where there is a denominator, that an agency sent."""
    numbers = [None if number is None else Decimal(number) for number in (numerator, denominator)]
    unit = Unit.COUNT if denominator is None else Unit.PERCENT
    fields = {"unit": unit, "is_open": False} | fields
    return PublicFigure(Group(area, *period), within, Decimal(value), *numbers, **fields)


def printed(figures, *, threshold=6, adds_up=True):
    """What is printed of each figure, in their order; None for one that is not published at all."""
    released = release_figures(figures, threshold=threshold, adds_up=adds_up)
    return [public_row(released[one.group], one.group) if one.group in released else None for one in figures]


@pytest.mark.parametrize(
    ("made_of", "counts"),
    [
        ({"value": "7"}, (7, None)),
        ({"value": "7.5"}, None),
        ({"value": "12.5", "numerator": 3, "denominator": 24}, (3, 24)),
        ({"value": "12.5", "numerator": "2.5", "denominator": 20}, None),
        ({"value": "300", "numerator": 3, "denominator": 100, "unit": Unit.PER_10000}, (3, 100)),
        ({"value": "12.5", "numerator": 3, "denominator": None, "unit": Unit.PERCENT}, None),
        ({"value": "30", "numerator": 3, "denominator": 24, "unit": Unit.DAYS}, None),
        # Without a numerator: the fewest it could be, of either kind.
        ({"value": "10", "denominator": 50}, (5, 50)),
        ({"value": "10", "denominator": 500}, (48, 500)),
        ({"value": "0", "denominator": 20}, (0, 20)),
        ({"value": "0", "denominator": 500}, (1, 500)),
        ({"value": "98", "denominator": 300}, (295, 300)),
        ({"value": "100", "denominator": 20}, (20, 20)),
        ({"value": "100", "denominator": 500}, (499, 500)),
    ],
)
def test_the_counts_behind_a_figure(made_of, counts):
    assert counts_behind(figure(**made_of)) == (None if counts is None else Counts(*counts))


def test_a_figure_of_many_is_printed_as_it_is():
    assert printed([figure("25.0", 50, 200), figure("70", area="surrey")]) == [
        PublicRow(Decimal("25.0"), 50, 200, ""),
        PublicRow(70, 70, None, ""),
    ]


@pytest.mark.parametrize("numerator", [1, 5, 195, 199])
def test_a_percentage_of_few_is_not_printed_nor_of_nearly_all(numerator):
    (row,) = printed([figure("2.5", numerator, 200)])
    assert row.value == HIDDEN
    assert row.numerator == HIDDEN
    assert row.held_back == "c: a count from 1 to 5, or one from which such a count could be worked out."


def test_what_the_districts_leave_over_of_the_county_is_a_count_too():
    """197 in the county and 194 in the districts there are figures of: 3 elsewhere."""
    within = {"within": "kent", "period": YEAR}
    county, *districts = printed(
        [figure("197"), figure("90", area="ashford", **within), figure("104", area="dover", **within)]
    )
    assert [row.value for row in (county, *districts)].count(HIDDEN) == 1


def test_the_year_to_date_less_a_quarter_is_a_count_too():
    quarter, to_date = printed([figure("40", period=FIRST), figure("43", period=HALF)])
    assert (quarter.value, to_date.value) == (40, HIDDEN)


def test_a_child_counted_in_two_quarters_makes_the_year_no_safer():
    """12 in the half year, 10 in the first quarter: at least 2 in the second, whoever was counted twice."""
    rows = printed([figure("10", period=FIRST), figure("3", period=SECOND), figure("12", period=HALF)])
    assert [row.value for row in rows] == [10, HIDDEN, HIDDEN]


def test_figures_at_a_day_do_not_add_up():
    rows = printed([figure("40", period=FIRST), figure("43", period=HALF)], adds_up=False)
    assert [row.value for row in rows] == [40, 43]


def test_the_next_edition_agrees_with_the_last():
    random = Random(4)  # noqa: S311
    figures = [
        figure(str(count(random)), area=area, within="kent" if area != "kent" else None, period=period)
        for period in (*QUARTERS, YEAR)
        for area in ("ashford", "dover", "swale")
    ]
    before = [one for one in figures if one.group.end <= QUARTERS[2][1]]
    assert printed(before) == printed(figures)[: len(before)]
    assert HIDDEN in {row.value for row in printed(before)}


def test_what_others_have_published_is_quoted_where_no_count_is_known():
    rows = printed([figure("12.5", unit=Unit.PERCENT, is_open=True), figure("12.5", unit=Unit.PERCENT, area="surrey")])
    assert rows == [PublicRow(Decimal("12.5"), None, None, ""), None]


def test_a_count_others_have_published_is_held_back_all_the_same():
    (row,) = printed([figure("3", is_open=True)])
    assert row.value == HIDDEN


def test_the_threshold_is_the_definitions():
    assert printed([figure("7")], threshold=10)[0].value == HIDDEN


def test_no_figures_make_no_edition():
    assert release_figures([], threshold=6, adds_up=True) == {}


@pytest.mark.parametrize("table", [{}, {Group("kent", *YEAR): 3}, None])
def test_nothing_is_printed_that_is_no_safe_table(table):
    with pytest.raises(TypeError, match="Only a SafeTable may be published."):
        public_row(table, Group("kent", *YEAR))


# Readers of an edition


def a_year(random):
    """A year of percentages by district and for the county, quarter by quarter, with the year to date."""
    districts = ("ashford", "dover", "swale")[: random.randint(2, 3)]
    of = {}
    for quarter in range(4):
        for area in districts:
            of[area, quarter] = (count(random), count(random))
        of["kent", quarter] = tuple(map(sum, zip(*(of[area, quarter] for area in districts), strict=True)))
    for area in (*districts, "kent"):
        for last in (1, 2, 3):
            of[area, "to", last] = tuple(
                map(sum, zip(*(of[area, quarter] for quarter in range(last + 1)), strict=True))
            )
    return districts, of


@pytest.mark.parametrize("seed", range(12))
def test_a_reader_of_an_edition_narrows_no_count(seed):
    districts, of = a_year(Random(seed))  # noqa: S311
    figures = {}
    for name, (numerator, rest) in of.items():
        start, end = QUARTERS[name[-1]]
        period = (QUARTERS[0][0] if "to" in name else start, end)
        within = None if name[0] == "kent" else "kent"
        figures[name] = figure("1", numerator, numerator + rest, area=name[0], within=within, period=period)
    rows = dict(zip(figures, printed(list(figures.values())), strict=True))
    cells = {}
    for name, row in rows.items():
        numerator, denominator = (HIDDEN if number is None else number for number in row[1:3])
        both = HIDDEN not in (numerator, denominator)
        cells[name, "n"], cells[name, "d"] = numerator, denominator
        cells[name, "rest"] = denominator - numerator if both else HIDDEN
        assert (row.value in (HIDDEN, None)) == (not both)
    reader = Reader(cells, list(sums_of(districts, of)), 6, least=0)
    few = {name for name, (_, rest) in of.items() if 0 < rest < 6}
    assert [(name, what) for name, what in narrowed([reader])[0] if what != "rest" or name in few] == []


def sums_of(districts, of):
    """Every sum there is in such a year."""
    for name in of:
        yield Equation((name, "d"), ((name, "n"), (name, "rest")))
        for what in ("n", "d", "rest"):
            if name[0] == "kent":
                yield Equation((name, what), tuple(((area, *name[1:]), what) for area in districts))
            if "to" in name:
                yield Equation((name, what), tuple(((name[0], quarter), what) for quarter in range(name[-1] + 1)))
