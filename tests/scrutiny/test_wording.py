"""
The words of the Six Steps are those of the source, all 24 questions, the 18 context questions and the definitions.

The committed copy holds sections 4 to 6 of Pearce (2019) as published, tables tab by tab; it is read here another way
than it was when the data was made.
"""

import re
from pathlib import Path

import pytest

from scrutiny.rules.framework_content import is_adapted_from, problems_of_framework, read_framework
from scrutiny.rules.frameworks import ADAPTED, attribution
from scrutiny.services.frameworks import DATA

SOURCE = (Path(__file__).resolve().parent.parent / "data/scrutiny/six_steps_sections_4_to_6.txt").read_text()
WORDS = read_framework((DATA / "six_steps.toml").read_text())


def squeezed(text):
    """The text without white space: a cell of the table is broken over two pages."""
    return re.sub(r"\s+", "", text)


def columns():
    """The six columns of the table of section 4, each with everything in it, squeezed."""
    table = SOURCE[: SOURCE.index("Section Five")]
    rows = [line.split("\t") for line in table.splitlines()]
    return [squeezed("".join(column)) for column in zip(*(row for row in rows if len(row) == 6), strict=True)]


def test_there_are_six_steps_of_four_questions_and_eighteen_context_questions():
    assert [len(step.questions) for step in WORDS.steps] == [4] * 6
    assert len(WORDS.context) == 18


@pytest.mark.parametrize("number", range(6))
def test_a_column_of_the_source_is_its_step_and_nothing_else(number):
    step, rated = WORDS.steps[number], "Red/Amber/Green"
    said = squeezed(step.title) + "".join(squeezed(question.text) + rated for question in step.questions) + "Actions"
    # The second question is broken over two pages: no rating stands between its halves.
    assert columns()[number] == said


def test_the_definitions_are_those_of_section_five():
    section = SOURCE[SOURCE.index("Section Five") : SOURCE.index("Section Six")]
    for rating, words in (("Green", WORDS.green), ("Amber", WORDS.amber), ("Red", WORDS.red)):
        assert f"{rating}: {words}" in section
    assert WORDS.any_response in section
    assert ADAPTED in section.replace("*", "")


def test_the_context_questions_are_those_of_section_six_in_their_order():
    section = SOURCE[SOURCE.index("Section Six") :]
    asked = [line.strip() for line in section.splitlines() if line.strip().endswith("?")]
    assert [question.text for question in WORDS.context] == asked


def test_the_source_is_cited_as_its_author_asks():
    assert attribution(WORDS.reference, is_adapted=False) == WORDS.reference
    assert attribution(WORDS.reference, is_adapted=True) == ADAPTED
    assert attribution("Ofsted (2024) A framework", is_adapted=True) == "Adapted from Ofsted (2024) A framework"


def test_it_can_be_used_as_it_is():
    assert problems_of_framework(WORDS) == []
    assert not is_adapted_from(WORDS, WORDS)
