"""A framework written to a workbook is read as the same one; whatever is wrong is named by its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.rules.workbooks import sheets_of
from assurance.services.spreadsheets import Sheet, workbook_bytes
from scrutiny.rules.framework_content import (
    ContextWords,
    FrameworkWords,
    QuestionWords,
    StepWords,
    placed,
    read_framework,
)
from scrutiny.rules.framework_sheets import (
    ABOUT,
    CONTEXT,
    HEADERS,
    QUESTIONS,
    read_framework_sheets,
    sheets_of_framework,
)
from scrutiny.rules.frameworks import Area
from scrutiny.services.frameworks import DATA
from tests.audits.tool_strategies import texts

SIX_STEPS = read_framework((DATA / "six_steps.toml").read_text())
ASKED = (QuestionWords("Is it so?", ("lead_partners",)), QuestionWords("Is it otherwise?"))
SMALL = placed(
    FrameworkWords(
        "small", "A small one", "Somebody (2026) A small one", "g", "a", "r", "", (StepWords("One", ASKED),), ()
    )
)


@st.composite
def frameworks(draw):
    """Any framework with which an assessment can be made, its texts as the portal keeps them."""
    titles = draw(st.lists(texts(), min_size=1, max_size=4, unique_by=str.casefold))
    covers = st.sets(st.sampled_from([str(area) for area in Area])).map(lambda found: tuple(sorted(found)))
    asked = st.lists(st.builds(QuestionWords, texts(), covers), min_size=1, max_size=4).map(tuple)
    return placed(
        FrameworkWords(
            slug=draw(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)),
            title=draw(texts()),
            reference=draw(texts()),
            green=draw(texts()),
            amber=draw(texts()),
            red=draw(texts()),
            any_response=draw(st.just("") | texts()),
            steps=tuple(StepWords(title, draw(asked)) for title in titles),
            context=tuple(ContextWords(text) for text in draw(st.lists(texts(), max_size=3))),
        )
    )


def through_a_workbook(sheets):
    book = workbook_bytes([Sheet(name, head, rows) for name, (head, rows) in sheets.items()], title="A framework")
    return read_framework_sheets(sheets_of(book))


@settings(max_examples=150)
@given(frameworks())
def test_an_exported_framework_is_read_as_the_same_framework(words):
    read = through_a_workbook(sheets_of_framework(words))
    assert read.problems == ()
    assert read.words == words


def test_the_six_steps_go_out_and_come_back_as_they_were_to_the_identity_of_every_question():
    assert through_a_workbook(sheets_of_framework(SIX_STEPS)).words == SIX_STEPS


def changed(sheet, row, header, value):
    """The sheets of a small framework with one cell changed; rows as Excel counts them."""
    sheets = sheets_of_framework(SMALL)
    head, rows = sheets[sheet]
    if row == 1:
        return sheets | {sheet: ([value if one == header else one for one in head], rows)}
    rows = [list(cells) for cells in rows]
    rows[row - 2][HEADERS[sheet].index(header)] = value
    return sheets | {sheet: (head, rows)}


WRONG = [
    (ABOUT, 2, "What", "Nickname", "this is none of"),
    (ABOUT, 3, "What", "Short name", "this was said further up already."),
    (ABOUT, 5, "Words", "", "say it: Green."),
    (ABOUT, 1, "Words", "Text", "this column is missing."),
    (QUESTIONS, 2, "Step", "", "say which step the row belongs to."),
    (QUESTIONS, 3, "Question", "", "write the question, or take the row away."),
    (QUESTIONS, 2, "Covers", "Everything", "is none of “Arrangements to identify"),
    (QUESTIONS, 1, "Covers", "Step", "this column is missing."),
    (CONTEXT, 1, "Question", "Frage", "this column is missing."),
]


@pytest.mark.parametrize(("sheet", "row", "header", "value", "sentence"), WRONG)
def test_what_is_wrong_is_named_with_its_place(sheet, row, header, value, sentence):
    problems = through_a_workbook(changed(sheet, row, header, value)).problems
    assert (sheet, row, header) in [(one.sheet, one.row, one.header) for one in problems if sentence in one.problem]


def test_rows_of_one_step_stand_together():
    head, rows = sheets_of_framework(SMALL)[QUESTIONS]
    book = sheets_of_framework(SMALL) | {QUESTIONS: (head, [rows[0], ["Two", "And this?", ""], rows[1]])}
    (problem,) = through_a_workbook(book).problems
    assert (problem.sheet, problem.row, problem.header) == (QUESTIONS, 4, "Step")


def test_a_line_and_a_sheet_that_are_missing_are_named():
    sheets = sheets_of_framework(SMALL)
    head, rows = sheets[ABOUT]
    without = {name: sheet for name, sheet in sheets.items() if name != CONTEXT}
    problems = through_a_workbook(without | {ABOUT: (head, rows[:-2])}).problems
    assert [one.sentence for one in problems] == [
        "Context questions: there is no such sheet, or nothing in it.",
        "Framework, “What”: the line “Red” is missing.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("this is = = no TOML", "not TOML that can be read"),
        ("a = " + "[" * 10_000, "not TOML that can be read"),
        ("a = " + "1" * 5_000, "not TOML that can be read"),
        ('slug = "x"', "does not say “title”"),
        ('slug = 3\ntitle = "t"', "not laid out as a framework"),
        ('slug = "x"\ntitle = "t"\nreference = "r"\nratings = 7', "not laid out as a framework"),
    ],
)
def test_a_toml_file_that_cannot_be_read_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_framework(text)
