"""Rows read by a mapping: figures, refusals by row and column, rows left out by a stated rule."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.rules.importing.problems import FileRefused, column_index, column_letter
from indicators.rules.vocabulary import Status
from tests.indicators.importing.make import BASIC, HEADER, KENT, MEDWAY, read, sentences, workbook

RATIO = [{"code": "SHARE", "numerator": "above", "denominator": "below"}]


def test_a_row_becomes_a_figure():
    (figure,) = read("2025,E10000016,5194,24035,21.6").figures
    assert figure.point == ("SHARE", KENT, date(2024, 4, 1), date(2025, 3, 31))
    assert figure.content == (Decimal(5194), Decimal(24035), Decimal("21.6"), Status.PUBLISHED, "", "")
    assert figure.row == 2


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2025,E10000016,1,2,12O", "Row 2, column E (value): “12O” is not a number."),
        ("2025,E10000016,1x,2,1", "Row 2, column C (above): “1x” is not a number."),
        ("2025,E10000016,1,-2,1", "Row 2, column D (below): a count cannot be negative."),
        ("2025,E10000016,1%,2,1", "Row 2, column C (above): a count cannot be a percentage."),
        ("2025,E10000016,1,2,", "Row 2, column E (value): the cell is blank."),
        ("2025,E10000016,1,2,900000000", "Row 2, column E (value): the number is too large to be kept."),
        ("2025,E99,1,2,3", "Row 2, column B (code): “E99” is not the code of an area the portal knows."),
        ("2025,,1,2,3", "Row 2, column B (code): there is no code of an area."),
        ("202425,E10000016,1,2,3", "Row 2, column A (year): “202425” is not a year, as 2025."),
        ("2025,E10000016,1,2", "Row 2: the row has 4 columns, the header 5."),
        ("2025,E10000016,1,2,3,4", "Row 2: the row has 6 columns, the header 5."),
    ],
)
def test_whatever_cannot_be_read_is_named_by_row_and_column(row, sentence):
    result = read(row)
    assert sentences(result) == [sentence]
    assert result.figures == ()


def test_every_wrong_cell_of_a_file_is_named_at_once():
    result = read("2025,E10000016,1,2,x1\n25,E99,1,2,3\n2025,E06000035,1,2,50\n2025,E10000016,1,2")
    assert [(problem.row, problem.letter) for problem in result.refused] == [(2, "E"), (3, "B"), (3, "A"), (5, "")]
    assert len(result.figures) == 1


@pytest.mark.parametrize(
    ("symbol", "status"),
    [("c", Status.SUPPRESSED), ("*", Status.SUPPRESSED)] + [(s, Status.NOT_AVAILABLE) for s in "xzuk-:"],
)
def test_a_symbol_withholds_the_figure_and_keeps_its_denominator(symbol, status):
    (figure,) = read(f"2025,E10000016,{symbol},24035,{symbol}").figures
    assert figure.content == (None, Decimal(24035), None, status, symbol, "")


def test_a_value_stands_though_its_count_is_suppressed():
    (figure,) = read("2025,E10000016,c,24035,21.6").figures
    assert figure.content == (None, Decimal(24035), Decimal("21.6"), Status.PUBLISHED, "", "")


def test_nought_is_a_figure():
    (figure,) = read("2025,E10000016,0,24035,0").figures
    assert (figure.value, figure.status) == (0, Status.PUBLISHED)


@pytest.mark.parametrize(("cell", "value"), [("73.10%", "73.1"), ('"1,000"', "1000"), (" 74.0 ", "74")])
def test_percentages_and_thousands_are_numbers(cell, value):
    (figure,) = read(f"2025,E10000016,1,2,{cell}").figures
    assert figure.value == Decimal(value)


def test_a_percentage_of_a_measure_that_is_none_is_refused():
    measures = [{"code": "RATE", "value": "value"}]
    assert sentences(read("2025,E10000016,1,2,5%", measures=measures)) == [
        "Row 2, column E (value): this measure is not a percentage."
    ]


@pytest.mark.parametrize(
    ("code", "digits", "value"),
    [("SHARE", 0, "33.3333333"), ("SHARE", 6, "33.3333"), ("RATE", 3, "3330"), ("HEADS", 2, "0.33")],
)
def test_a_value_is_worked_out_in_the_unit_of_its_measure(code, digits, value):
    measures = [{"code": code, "numerator": "above", "denominator": "below", "digits": digits}]
    (figure,) = read("2025,E10000016,1,3,", measures=measures).figures
    assert figure.value == Decimal(value)


@pytest.mark.parametrize(
    ("above", "below", "symbol", "denominator", "note"),
    [
        ("c", "10", "c", Decimal(10), ""),
        ("5", "x", "x", None, ""),
        ("0", "0", "", Decimal(0), "Not worked out: the denominator is 0."),
    ],
)
def test_what_cannot_be_worked_out_is_withheld_with_the_reason(above, below, symbol, denominator, note):
    (figure,) = read(f"2025,E10000016,{above},{below},", measures=RATIO).figures
    assert (figure.value, figure.numerator) == (None, None)
    assert (figure.symbol, figure.denominator, figure.note) == (symbol, denominator, note)


def test_a_rate_in_other_units_is_brought_into_ours():
    measures = [{"code": "RATE", "value": "value", "times": "10"}]
    (figure,) = read("2025,E10000016,1,2,31.2", measures=measures).figures
    assert figure.value == Decimal(312)


@pytest.mark.parametrize(
    ("blank", "note", "outcome"),
    [
        ("not_available", "", Status.NOT_AVAILABLE),
        ("noted", "Not presented.", Status.NOT_AVAILABLE),
        ("noted", "", "Row 2, column E (value): the cell is blank, and no note says why."),
    ],
)
def test_a_blank_means_what_the_mapping_says(blank, note, outcome):
    text = f"{HEADER},note\n2025,E10000016,,,,{note}".encode()
    result = read(text, blank=blank, note="note")
    assert [figure.status for figure in result.figures] + sentences(result) == [outcome]
    assert [figure.note for figure in result.figures] == ([note] if result.figures else [])


def test_a_note_and_a_mark_are_kept_with_the_figure():
    period = BASIC["period"] | {"marks": ["prov"]}
    result = read(f"{HEADER},note\n2025 (prov),E10000016,1,2,50, See  text. ".encode(), period=period, note="note")
    assert result.figures[0].note == "See text. Marked “prov” by the publisher."


def test_an_earlier_code_is_the_same_area_and_names_are_never_asked():
    assert [figure.area for figure in read("2024,E0,1,2,50\n2025,E10000016,1,2,50").figures] == [KENT, KENT]


def test_areas_not_followed_are_left_out_and_counted_if_the_mapping_says_so():
    result = read("2025,E99,1,2,zzz\n2025,E10000016,1,2,50", area={"column": "code", "unknown": "skip"})
    assert dict(result.skipped) == {"about an area the portal does not follow": 1}
    assert (len(result.figures), result.refused) == (1, ())


LEVELS = {
    "level": "level",
    "levels": {"National": {"code": "E92000001"}, "Local authority": "code"},
}


def test_the_area_may_follow_from_the_level():
    text = b"year,level,code,above,below,value\n2025,National,,1,2,50\n2025,Local authority,E06000035,1,2,50\n"
    assert [figure.area for figure in read(text, area=LEVELS).figures] == [3, MEDWAY]


def test_a_level_outside_the_mapping_is_refused_unless_a_rule_leaves_it_out():
    text = b"year,level,code,above,below,value\n2025,Regional,,1,2,50\n"
    assert sentences(read(text, area=LEVELS)) == ["Row 2, column B (level): “Regional” is not a level of the mapping."]
    skip = [{"column": "level", "is": ["Regional"], "because": "a region"}]
    assert dict(read(text, area=LEVELS, skip=skip).skipped) == {"a region": 1}


def test_totals_are_left_out_only_by_a_stated_rule():
    text = "TOTAL,TOTAL,TOTAL,TOTAL,TOTAL\n2025,E10000016,1,2,50"
    assert len(sentences(read(text))) == 2
    result = read(text, skip=[{"column": "code", "is": ["TOTAL"]}])
    assert (dict(result.skipped), len(result.figures)) == ({"code is TOTAL": 1}, 1)


def test_what_the_mapping_requires_of_a_column_is_required():
    require = [{"column": "below", "is": ["2"]}]
    assert sentences(read("2025,E10000016,1,3,50", require=require)) == [
        "Row 2, column D (below): “3” is not what this file should hold."
    ]


def test_blank_rows_are_left_out_and_counted():
    result = read("2025,E10000016,1,2,50\n,,,,\n\n  \n2024,E10000016,1,2,50\n")
    assert (dict(result.skipped), len(result.figures)) == ({"blank row": 3}, 2)


def test_a_row_said_twice_is_taken_once_and_a_contradiction_is_refused():
    assert dict(read("2025,E10000016,1,2,50\n2025,E10000016,1,2,50.0").skipped) == {"the same again in another row": 1}
    assert sentences(read("2025,E10000016,1,2,50\n2025,E0,1,2,51")) == [
        "Row 3, column E (value): row 2 gives another figure for the same measure, area and period."
    ]


def test_of_contradictions_the_preferred_row_is_taken_wherever_it_stands():
    text = f"{HEADER},copy\n2025,E10000016,1,2,51,old\n2025,E10000016,1,2,50,new\n2025,E10000016,1,2,52,other".encode()
    result = read(text, prefer={"column": "copy", "order": ["new", "old"]})
    assert [figure.value for figure in result.figures] == [50]
    assert sum(result.skipped.values()) == 2
    assert result.refused == ()


def test_a_tidy_file_names_its_measures():
    text = b"what,year,code,value\nShare,2025,E10000016,50\nHeads,2025,E10000016,7\nOther,2025,E10000016,1\n"
    measures = [
        {"code": "SHARE", "named": "Share", "value": "value"},
        {"code": "HEADS", "named": "Heads", "value": "value"},
    ]
    result = read(text, measure_column="what", measures=measures)
    assert [(figure.measure, figure.value) for figure in result.figures] == [("SHARE", 50), ("HEADS", 7)]
    assert sentences(result) == ["Row 4, column A (what): “Other” is not a measure of the mapping."]


def test_a_wide_file_has_several_measures_in_a_row():
    measures = [{"code": "SHARE", "value": "value"}, {"code": "HEADS", "value": "below"}]
    assert [figure.value for figure in read("2025,E10000016,1,2,50", measures=measures).figures] == [50, 2]


def test_the_order_of_columns_is_free_and_their_names_may_have_changed():
    measures = [{"code": "SHARE", "value": ["value", "Value now"]}]
    (figure,) = read(b"  Value   now ,code,year\n50,E10000016,2025\n", measures=measures).figures
    assert figure.value == 50


DOUBLE = b"year,code,Type 1,Type 2,Type 1\n2025,E10000016,1,2,3\n"


@pytest.mark.parametrize(
    ("column", "value"), [({"name": "Type 1", "occurrence": 2}, 3), ({"letter": "C"}, 1), ("Type 2", 2)]
)
def test_a_flattened_double_header_is_read_by_occurrence_or_letter(column, value):
    (figure,) = read(DOUBLE, measures=[{"code": "HEADS", "value": column}]).figures
    assert figure.value == value


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ("Type 1", "“Type 1” stands in the header more than once: C, E. Say which is meant."),
        ({"name": "Type 1", "occurrence": 3}, "Row 1, taken to name the columns, has no “Type 1”."),
        ({"letter": "F"}, "The mapping names column F; the file ends at E."),
    ],
)
def test_a_column_that_could_be_several_or_none_is_refused(column, sentence):
    with pytest.raises(FileRefused, match="^.*" + sentence.replace(".", r"\.") + "$"):
        read(DOUBLE, measures=[{"code": "HEADS", "value": column}])


def test_the_header_is_found_below_titles_or_where_it_is_said_to_be():
    text = f"A title,,,,\n,,,,\n{HEADER}\n2025,E10000016,1,2,50".encode()
    assert read(text).figures[0].row == 4
    assert read(text, header_row=3).figures[0].row == 4
    with pytest.raises(FileRefused, match="The file has no row 9"):
        read(text, header_row=9)


def test_missing_columns_are_named():
    with pytest.raises(FileRefused, match="The columns “value” are missing: row 1 comes closest."):
        read(b"year,code,above,below\n2025,E10000016,1,2\n")


def test_a_measure_the_portal_does_not_have_is_named():
    with pytest.raises(FileRefused, match="the measure “OTHER”, which the portal does not have"):
        read("", measures=[{"code": "OTHER", "value": "value"}])


def test_the_period_may_stand_in_the_name_of_the_file():
    result = read("x,E10000016,1,2,50", name="AE July-2025.csv", period={"in_file_name": True})
    assert result.figures[0].period_end == date(2025, 7, 31)
    with pytest.raises(FileRefused, match="does not give one month"):
        read("", name="AE.csv", period={"in_file_name": True})


def test_a_period_may_be_two_dates():
    text = (
        b"from,to,code,value\n2022-09-12,2022-09-16,E10000016,5\n16/09/2022,12/09/2022,E10000016,5\n1,2,E10000016,5\n"
    )
    measures = [{"code": "SHARE", "value": "value"}]
    result = read(text, period={"start": "from", "end": "to"}, measures=measures)
    assert (result.figures[0].period_start, result.figures[0].period_end) == (date(2022, 9, 12), date(2022, 9, 16))
    assert sentences(result) == [
        "Row 3, column B (to): the period ends before it starts.",
        "Row 4, column A (from): “1” is not a date.",
    ]


def test_a_week_takes_its_year_from_beside_it():
    text = b"week,of,code,value\nWeek 37,2025,E10000016,5\n"
    period = {"column": "week", "year_column": "of", "kinds": ["week"], "week_days": 5}
    (figure,) = read(text, period=period, measures=[{"code": "SHARE", "value": "value"}]).figures
    assert (figure.period_start, figure.period_end) == (date(2025, 9, 8), date(2025, 9, 12))


def test_a_workbook_reads_as_its_csv_does():
    book = workbook([HEADER.split(","), [2025, "E10000016", 5194, 24035, 21.6], [2025, "E06000035", "c", 10, "c"]])
    assert read(book).figures == read("2025,E10000016,5194,24035,21.6\n2025,E06000035,c,10,c").figures


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(index, letter):
    assert (column_letter(index), column_index(letter)) == (letter, index)
