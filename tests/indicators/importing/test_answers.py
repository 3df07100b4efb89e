"""A mapping set out on a form."""

from indicators.rules.importing.answers import column_data, mapping_data
from indicators.rules.importing.mapping import Blank, Column, Unknown, read_mapping
from indicators.rules.importing.periods import PeriodKind, Year

NAMES = ["year", "code", "Type 1", " Type  1 ", "", "value"]


def test_a_column_is_named_as_surely_as_it_can_be():
    assert column_data("A", NAMES) == "year"
    assert column_data("D", NAMES) == {"name": "Type 1", "occurrence": 2}
    assert column_data("E", NAMES) == {"letter": "E"}
    assert column_data("Z", NAMES) == {"letter": "Z"}


def test_answers_make_a_mapping_that_can_be_read():
    answers = {
        "title": "A table",
        "header_row": 2,
        "period_column": "A",
        "kind": "year",
        "year": "academic",
        "area_column": "B",
        "unknown": "skip",
        "skip_column": "B",
        "skip_values": "TOTAL\n\n Total \n",
        "blank": "not_available",
        "measure_1": "SHARE",
        "value_1": "F",
        "measure_2": "",
        "measure_3": "HEADS",
        "numerator_3": "C",
        "denominator_3": "D",
    }
    mapping = read_mapping(mapping_data(answers, NAMES, slug="a-table", source="a-source"))
    assert (mapping.name, mapping.source, mapping.header_row) == ("a-table", "a-source", 2)
    assert mapping.period.rules.kinds == {PeriodKind.YEAR}
    assert (mapping.period.rules.year, mapping.area.unknown, mapping.blank) == (
        Year.ACADEMIC,
        Unknown.SKIP,
        Blank.NOT_AVAILABLE,
    )
    assert mapping.skip[0].values == {"TOTAL", "Total"}
    assert [measure.code for measure in mapping.measures] == ["SHARE", "HEADS"]
    assert mapping.measures[1].denominator == Column(names=("Type 1",), occurrence=2)


def test_the_period_may_stand_in_the_file_name():
    answers = {
        "title": "A table",
        "period_column": "file_name",
        "area_column": "B",
        "measure_1": "SHARE",
        "value_1": "F",
    }
    assert read_mapping(mapping_data(answers, NAMES, slug="a", source="b")).period.in_file_name
