"""What sections are made of, and what is said of those without matter."""

import pytest

from reports.rules.blocks import Blocks, Cell, Entry, Lead, Prose, Subheading, Table, columns, parts
from reports.rules.plain_blocks import plain_blocks
from tests.factories.reports import quarter_of_returns

EMPTY = Table("Nothing", columns("What"), ())
ROW = Table("Something", columns("What", "How many", numeric=("How many",)), ((Cell("A"), Cell("1")),))


def test_a_table_without_rows_is_left_out():
    assert Blocks((Lead("None."), EMPTY)).body == (Lead("None."),)


@pytest.mark.parametrize("matter", [ROW, Prose("Words"), Entry("One")])
def test_a_section_is_absent_when_nothing_follows_its_first_sentence(matter):
    assert Blocks((Lead("No risk is open."), EMPTY)).absent == "No risk is open."
    assert Blocks((Lead("One risk is open."), matter)).absent == ""


def test_the_contents_lead_to_what_has_an_anchor():
    body = (Subheading("Here", "here"), Subheading("Nowhere"), Entry("There", anchor="there"), Entry("Elsewhere"))
    assert [(one.anchor, one.title) for one in Blocks(body).headings] == [("here", "Here"), ("there", "There")]


def test_a_part_without_words_is_left_out():
    assert [part.label for part in parts(("Done", "It was done"), ("Changed", ""))] == ["Done"]


def test_columns_know_which_of_them_hold_numbers():
    assert [column.is_numeric for column in ROW.columns] == [False, True]


@pytest.mark.django_db
def test_what_is_missing_begins_with_the_sections_that_have_no_matter(pack_of):
    pack = pack_of(quarter_of_returns().period)
    assert "Risks: No risk is open in the register." in pack["missing_returns"]["absent"]
    told = plain_blocks({"name": "missing_returns", "content": pack["missing_returns"]})
    assert "No risk is open in the register." in told[0]["text"]
