"""A mapping is data: what it may say, and what is refused."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.management.commands.load_indicators import DATA, shipped_mappings
from indicators.rules.framework import read_rows, read_sources
from indicators.rules.importing.mapping import Column, read_mapping
from tests.indicators.importing.make import BASIC, refusal


def test_the_shipped_mappings_can_be_read_and_name_sources_and_measures_there_are():
    sources = {source.slug for source in read_sources((DATA / "sources.toml").read_text())}
    measures = {row["code"] for row in read_rows((DATA / "measures.csv").read_text())}
    mappings = [read_mapping(data) for data in shipped_mappings()]
    assert len(mappings) >= 7
    assert {mapping.source for mapping in mappings} <= sources
    assert {measure.code for mapping in mappings for measure in mapping.measures} <= measures


def test_each_shipped_mapping_has_the_name_of_its_file():
    for path in (DATA / "mappings").glob("*.toml"):
        assert tomllib.loads(path.read_text())["name"] == path.stem


@pytest.mark.parametrize(
    ("value", "column"),
    [
        ("Value", Column(names=("Value",))),
        (" Value  note ", Column(names=("Value note",))),
        (["old", "new"], Column(names=("old", "new"))),
        ({"name": "Type 1", "occurrence": 2}, Column(names=("Type 1",), occurrence=2)),
        ({"letter": "g"}, Column(letter="G")),
    ],
)
def test_a_column_is_named_in_one_of_three_ways(value, column):
    assert read_mapping(BASIC | {"note": value}).note == column


PERIOD, AREA = BASIC["period"], BASIC["area"]
MEASURE = BASIC["measures"][0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "The mapping needs a text for its name."),
        ({"tilte": "x"}, "The mapping has tilte, which means nothing."),
        ({"measures": []}, "The mapping must name between 1 and 200 measures."),
        ({"measures": [MEASURE, MEASURE]}, "The mapping names a measure twice."),
        ({"measures": [{"code": "SHARE"}]}, "SHARE needs a column of values, or a numerator and a denominator"),
        ({"measures": [MEASURE | {"times": "ten"}]}, "needs a number above 0 for its times."),
        ({"measures": [MEASURE | {"times": "NaN"}]}, "needs a number above 0 for its times."),
        ({"measures": [MEASURE | {"digits": 16}]}, "SHARE cannot be kept to more than 15 digits."),
        ({"measures": [MEASURE | {"value": {"letter": "7"}}]}, "is not the letter of a column."),
        ({"measures": [MEASURE | {"value": "  "}]}, "needs the name of a column."),
        ({"period": PERIOD | {"kinds": ["yaer"]}}, "The kinds of the period must be one of year, split_year"),
        ({"period": {"column": "year", "kinds": ["year"]}}, "The mapping does not say what a year means."),
        ({"period": {"column": "year", "kinds": []}}, "which ways of writing a period to expect."),
        ({"period": {"kinds": ["year"], "year": "financial"}}, "either in a column or in the name of the file."),
        ({"period": PERIOD | {"in_file_name": True}}, "either in a column or in the name of the file."),
        ({"period": PERIOD | {"kinds": ["week"]}}, "A week needs the column that holds its year."),
        ({"period": PERIOD | {"week_days": 6}}, "A week has 5 days or 7."),
        (
            {"period": PERIOD | {"kinds": ["split_year"], "year": "calendar"}},
            "A year over two can only be a financial or an academic year.",
        ),
        ({"area": {}}, "The area must stand either in one column, or in columns that follow from a level."),
        ({"area": AREA | {"level": "level"}}, "The area must stand either in one column"),
        ({"area": AREA | {"schemes": ["postcode"]}}, "a kind of area code that the portal does not know."),
        ({"blank": "noted"}, "Blank values can only be explained by a note"),
        ({"delimiter": "x"}, "The delimiter must be a comma"),
        ({"skip": [{"column": "Sex"}]}, "names no value."),
        ({"skip": [{"is": ["Male"]}]}, "does not say which column its column is."),
        ({"header_row": -1}, "needs a whole number for its header_row."),
        ({"header_row": True}, "needs a whole number for its header_row."),
        ({"prefer": {"column": "copy", "order": "first"}}, "needs a list of texts for its order."),
        ({"period": "year"}, "The period must be a table of names and values."),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_in_a_sentence(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_mapping(BASIC | changes)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(BASIC)), json)
def test_any_data_is_a_mapping_or_a_sentence(name, value):
    assert refusal(lambda: read_mapping(BASIC | {name: value})).endswith(".")


@given(json)
def test_any_part_of_a_measure_or_an_area_is_read_or_refused(value):
    assert refusal(lambda: read_mapping(BASIC | {"measures": [MEASURE | {"value": value}]})).endswith(".")
    assert refusal(lambda: read_mapping(BASIC | {"area": {"level": "level", "levels": value}})).endswith(".")
