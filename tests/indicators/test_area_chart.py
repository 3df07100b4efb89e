"""Kent beside other areas."""

from decimal import Decimal

import pytest

from indicators.rules.area_chart import AreaValue, Role, area_chart, district_rows
from indicators.rules.vocabulary import Unit


def area(name, role, numerator=None, denominator=None, value=None, **fields):
    """An area whose value is its numerator out of its denominator, in per cent."""
    if value is None and denominator:
        value = Decimal(numerator) / denominator * 100
    parts = [None if part is None else Decimal(part) for part in (numerator, denominator)]
    return AreaValue(name, role, None if value is None else Decimal(value), "", *parts, **fields)


KENT = area("Kent", Role.HOME, 2160, 10_000)
ENGLAND = area("England", Role.NATION, 226_000, 1_000_000)


def chart(*values, **fields):
    about = {"code": "A", "measure": "Re-referrals", "period": "2025", "unit": Unit.PERCENT, "decimals": 1}
    return area_chart(values, **about | {"of": "referrals", "source": "A source"} | fields)


def test_home_comes_first_then_nation_region_average_and_neighbours_by_value():
    found = chart(
        area("Essex", Role.NEIGHBOUR, 150, 1000),
        area("Devon", Role.NEIGHBOUR, 250, 1000),
        area("South East", Role.REGION, 284, 1000),
        area("Slough", Role.OTHER, 100, 1000),
        ENGLAND,
        KENT,
    )
    names = [row.name for row in found.rows]
    assert names == ["Kent", "England", "South East", "Statistical neighbours", "Devon", "Essex", "Slough"]
    assert [row.name for row in found.compared] == names[:-1]
    assert next(row for row in found.rows if row.role == Role.AVERAGE).words == "20.0%"


def test_an_interval_stands_beside_every_figure_of_whole_counts():
    kent, england = chart(KENT, ENGLAND).rows
    assert (kent.words, kent.interval, kent.beside) == ("21.6%", "20.8% to 22.4%", "")
    assert (england.words, england.interval, england.beside) == ("22.6%", "22.5% to 22.7%", "Kent is lower")


def test_the_sentence_says_how_home_stands_beside_nation():
    assert chart(KENT, ENGLAND).sentences == (
        "Lower than England (22.6%), beyond what chance would explain (95% interval 20.8% to 22.4%).",
    )


def test_sessions_of_the_same_children_have_no_interval_and_no_funnel():
    found = chart(KENT, ENGLAND, *_others(10), of="possible sessions")
    assert not found.has_intervals
    assert found.funnel is None
    assert found.rows[1].beside == "Cannot tell"


def test_the_average_says_when_it_is_not_of_every_neighbour():
    found = chart(KENT, area("Essex", Role.NEIGHBOUR, 150, 1000), area("Devon", Role.NEIGHBOUR))
    assert next(row for row in found.rows if row.role == Role.AVERAGE).note == "1 of 2 areas"


def test_a_benchmark_is_a_row_without_interval():
    found = chart(KENT, area("National standard", Role.BENCHMARK, value="15", note="A circular"))
    row = found.rows[1]
    assert (row.words, row.interval, row.note, row.beside) == ("15.0%", "", "A circular", "Kent is higher")


def _others(count):
    return [area(f"Area {number}", Role.OTHER, 200 + number, 1000 + 50 * number) for number in range(count)]


@pytest.mark.parametrize(("others", "is_there"), [(6, False), (7, True)])
def test_a_funnel_needs_eight_authorities(others, is_there):
    assert (chart(KENT, ENGLAND, *_others(others)).funnel is not None) is is_there


@pytest.mark.parametrize(("unit", "times"), [(Unit.PERCENT, 1), (Unit.PER_10000, 100)])
def test_the_funnel_narrows_with_size_and_reaches_beyond_the_largest(unit, times):
    values = [area(f"Area {n}", Role.OTHER, 20 * n, 100 * n, value=20 * times) for n in range(1, 10)]
    home = area("Kent", Role.HOME, 300, 1000, value=30 * times)
    found = chart(home, *values, unit=unit)
    lines = found.funnel
    assert lines.size[0] <= 100
    assert lines.size[-1] >= 1000
    widths = [upper - lower for lower, upper in zip(lines.lower_2s, lines.upper_2s, strict=True)]
    assert widths == sorted(widths, reverse=True)
    assert all(outer >= inner for outer, inner in zip(lines.upper_3s, lines.upper_2s, strict=True))
    assert round(lines.whole) == round(times * 100 * (20 * 45 + 300) / (100 * 45 + 1000))
    assert [row.funnel for row in found.rows if row.is_home] == ["Above the outer limit"]


def test_the_funnel_holds_no_nation_and_nobody_without_counts():
    found = chart(KENT, ENGLAND, *_others(9), area("Nowhere", Role.OTHER, value="3"))
    assert {row.name for row in found.in_funnel} == {"Kent", *(f"Area {number}" for number in range(9))}


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        ((KENT,), Unit.PERCENT),
        ((ENGLAND, area("Essex", Role.NEIGHBOUR, 1, 2)), Unit.PERCENT),
        ((KENT, ENGLAND), Unit.COUNT),
        ((area("Kent", Role.HOME), ENGLAND), Unit.PERCENT),
    ],
)
def test_where_nothing_can_be_compared_there_is_no_chart(values, unit):
    assert chart(*values, unit=unit) is None


def test_a_withheld_area_says_why():
    found = chart(KENT, AreaValue("Essex", Role.NEIGHBOUR, None, "Suppressed by the publisher (c)"))
    assert found.rows[-1].words == "Suppressed by the publisher (c)"


def test_columns_without_anything_in_them_are_left_out():
    found = chart(area("Kent", Role.HOME, value="21"), area("England", Role.NATION, value="22"))
    assert found.columns == ("Value", "Kent beside it")
    assert [cells for _, cells in found.table] == [("21.0%", ""), ("22.0%", "Cannot tell")]


def test_districts_are_listed_by_value():
    rows = district_rows(
        [area("Dover", Role.OTHER, 10, 100), area("Thanet", Role.OTHER, 30, 100)],
        unit=Unit.PERCENT,
        decimals=0,
        of="children",
    )
    assert [(row.name, row.words, row.interval) for row in rows] == [
        ("Thanet", "30%", "22% to 40%"),
        ("Dover", "10%", "6% to 17%"),
    ]
