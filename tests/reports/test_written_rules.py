"""Who writes what in a report, and what changed from one wording to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.blocks import Entry, Part, Prose, Subheading
from reports.rules.kinds import Kind, commentary_on
from reports.rules.kinds import Part as Written
from reports.rules.told import commentary, told
from reports.rules.written import (
    WRITERS,
    Writer,
    by_headings,
    changed_lines,
    is_written_by,
    text_titles,
    usual_parts,
)

SCRUTINEER, CHAIR, TEAM = Writer.SCRUTINEER, Writer.CHAIR, Writer.BUSINESS_TEAM
texts = st.lists(st.sampled_from(["", "a", "b", "- c", "# d", "#e", "#  "]), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("name", "writers"),
    [
        (Written.STATEMENT, {SCRUTINEER}),
        (Written.FOREWORD, {CHAIR, TEAM}),
        (Written.IMPACT, {TEAM}),
        (commentary_on("risks"), {TEAM}),
    ],
)
def test_who_writes_what(name, writers):
    assert {writer for writer in Writer if is_written_by(name, {writer})} == writers
    assert not is_written_by(name, frozenset())


def test_every_part_has_its_writers():
    assert set(WRITERS) == set(Written)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (Kind.ANNUAL_SCRUTINY_REPORT, (Written.FOREWORD, Written.STATEMENT)),
        (Kind.YEARLY_REPORT, (Written.FOREWORD, Written.IMPACT, Written.STATEMENT)),
        (Kind.EXECUTIVE_BOARD_PACK, ()),
    ],
)
def test_the_parts_a_kind_usually_has(kind, parts):
    assert usual_parts(kind) == parts


def test_sections_that_people_write_have_no_commentary_beside():
    titles = text_titles([("risks", "Risks"), ("foreword", "Foreword"), ("findings", "Findings")])
    assert titles == {
        "foreword": "Foreword",
        "impact": "What changed for children",
        "statement": "Statement of the Independent Scrutineer",
        "on_risks": "Commentary on “Risks”",
    }


def test_what_changed_is_told_line_by_line():
    lines = changed_lines("One\nTwo\nThree", "One\n2\nThree\nFour")
    assert [(line.change, line.text) for line in lines] == [
        ("same", "One"),
        ("removed", "Two"),
        ("added", "2"),
        ("same", "Three"),
        ("added", "Four"),
    ]


@given(texts, texts)
def test_both_wordings_can_be_told_from_the_comparison(before, after):
    lines = changed_lines(before, after)
    assert [line.text for line in lines if line.change != "added"] == before.splitlines()
    assert [line.text for line in lines if line.change != "removed"] == after.splitlines()


def test_a_line_that_begins_with_a_sign_is_a_heading():
    assert by_headings("Before\n\n# The year\nWords\n- item\n#not one\n# \n# Last") == (
        ("", "Before"),
        ("The year", "Words\n- item\n#not one\n# "),
        ("Last", ""),
    )


@given(texts)
def test_no_word_is_lost_in_headings(text):
    told = " ".join(" ".join(piece) for piece in by_headings(text))
    assert [word for word in told.split() if word != "#"] == [word for word in text.split() if word != "#"]


def test_a_text_is_told_under_its_headings():
    assert told("Before\n# The year\n- item") == (Prose("Before"), Subheading("The year"), Prose("- item"))
    assert told(" \n") == ()


def test_a_commentary_has_its_headings_as_labels():
    assert commentary("Before\n# Why\nWords\n# Last") == Entry(
        "Commentary", text="Before", parts=(Part("Why", "Words"), Part("Last", ""))
    )
