"""Figures in words, and what figures say about an item."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.figures import (
    average,
    count_as_number,
    count_in_words,
    definition_state,
    figure_in_words,
    is_comparable,
    reason_in_words,
    rounded,
    status_of,
    worth_of,
)
from indicators.rules.vocabulary import Kind, Relation, Status, Unit, Worth

decimals = st.decimals(-(10**8), 10**8, allow_nan=False, allow_infinity=False, places=7)


@pytest.mark.parametrize(
    ("value", "unit", "places", "words"),
    [
        ("21.6", Unit.PERCENT, 1, "21.6%"),
        ("23", Unit.PERCENT, 1, "23.0%"),
        ("0.025830", Unit.PERCENT, 2, "0.03%"),
        ("8", Unit.PERCENT, 0, "8%"),
        ("1234", Unit.COUNT, 0, "1,234"),
        ("2617822", Unit.COUNT, 0, "2,617,822"),
        ("676.299", Unit.PER_10000, 1, "676.3 per 10,000"),
        ("148", Unit.PER_100000, 0, "148 per 100,000"),
        ("206", Unit.DAYS, 0, "206 days"),
        ("1", Unit.DAYS, 0, "1 day"),
        ("0", Unit.PERCENT, 1, "0.0%"),
        ("2.45", Unit.PERCENT, 1, "2.5%"),
        ("-0.04", Unit.PERCENT, 1, "0.0%"),
    ],
)
def test_a_figure_in_words(value, unit, places, words):
    assert figure_in_words(Decimal(value), unit, places) == words


@given(decimals, st.integers(0, 7))
def test_rounding_keeps_within_half_a_unit_of_the_last_place(value, places):
    assert abs(rounded(value, places) - value) <= Decimal(1).scaleb(-places) / 2


@given(decimals, st.integers(0, 7))
def test_the_words_say_the_rounded_value_and_nothing_else(value, places):
    words = figure_in_words(value, Unit.PERCENT, places)
    assert Decimal(words.removesuffix("%").replace(",", "")) == rounded(value, places)
    assert not words.startswith("-0%")


@pytest.mark.parametrize(
    ("number", "words", "plain"),
    [(None, "", None), ("5194.00", "5,194", 5194), ("0.00", "0", 0), ("452.73", "452.73", Decimal("452.73"))],
)
def test_a_count_is_whole_where_it_is_whole(number, words, plain):
    number = None if number is None else Decimal(number)
    assert count_in_words(number) == words
    assert count_as_number(number) == plain


@pytest.mark.parametrize(
    ("value", "symbol", "status"),
    [
        (Decimal(0), "", Status.PUBLISHED),
        (None, "c", Status.SUPPRESSED),
        (None, "*", Status.SUPPRESSED),
        (None, "x", Status.NOT_AVAILABLE),
        (None, "u", Status.NOT_AVAILABLE),
        (None, "", Status.NOT_AVAILABLE),
    ],
)
def test_nought_is_a_value_and_a_symbol_never_is(value, symbol, status):
    assert status_of(value, symbol) == status


@pytest.mark.parametrize(
    ("status", "symbol", "words"),
    [
        (Status.SUPPRESSED, "c", "suppressed by the publisher (c)"),
        (Status.SUPPRESSED, "*", "suppressed by the publisher (*)"),
        (Status.SUPPRESSED, "", "suppressed by the publisher"),
        (Status.NOT_AVAILABLE, "x", "not available from the publisher (x)"),
        (Status.NOT_AVAILABLE, "z", "not applicable (z)"),
        (Status.NOT_AVAILABLE, "u", "too unreliable to publish (u)"),
        (Status.NOT_AVAILABLE, "?", "not available (?)"),
        (Status.NOT_AVAILABLE, "", "not available"),
        (Status.WITHDRAWN, "", "withdrawn"),
    ],
)
def test_why_there_is_no_value(status, symbol, words):
    assert reason_in_words(status, symbol) == words


@pytest.mark.parametrize(
    ("kind", "relations", "worth"),
    [
        (Kind.NUMBER_AND_JUDGEMENT, [Relation.PROXY, Relation.DIRECT, Relation.NEAR], Worth.MEASURED),
        (Kind.NUMBER_AND_JUDGEMENT, [Relation.CONTEXT, Relation.PROXY, Relation.NEAR], Worth.NEARBY),
        (Kind.NUMBER_AND_JUDGEMENT, [Relation.CONTEXT, Relation.PROXY], Worth.PROXY),
        (Kind.NUMBER_AND_JUDGEMENT, [Relation.CONTEXT], Worth.NOTHING),
        (Kind.NUMBER_AND_JUDGEMENT, [], Worth.NOTHING),
        (Kind.JUDGEMENT, [], Worth.JUDGED),
        (Kind.JUDGEMENT, [Relation.DIRECT], Worth.JUDGED),
    ],
)
def test_what_figures_are_worth_to_an_item(kind, relations, worth):
    assert worth_of(kind, relations) == worth


@given(st.lists(st.sampled_from([Relation.NEAR, Relation.PROXY, Relation.CONTEXT])))
def test_an_item_without_a_direct_measure_is_never_called_measured(relations):
    assert worth_of(Kind.NUMBER_AND_JUDGEMENT, relations) != Worth.MEASURED


@pytest.mark.parametrize(
    ("agreed", "state"),
    [
        ([], "Not yet agreed"),
        (["", None], "Not yet agreed"),
        (["children", ""], "Partly agreed"),
        (["children", 0], "Agreed"),
    ],
)
def test_the_state_of_a_definition(agreed, state):
    assert definition_state(agreed) == state


def test_only_rates_and_the_like_are_compared():
    assert [unit for unit in Unit if not is_comparable(unit)] == [Unit.COUNT]


@pytest.mark.parametrize(("values", "result"), [([], None), (["1", "2"], "1.5"), (["21.6"], "21.6")])
def test_an_average_weighs_every_area_alike(values, result):
    found = average(Decimal(value) for value in values)
    assert found == (None if result is None else Decimal(result))
