"""A tool written to a workbook is read as the same tool; whatever is wrong with a workbook is named by its place."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from assurance.rules.workbooks import sheets_of
from assurance.services.spreadsheets import Sheet, workbook_bytes
from audits.rules.tool_content import Question, Section, Standard, ToolContent, Variant, numbered
from audits.rules.tool_sheets import GRADES, HEADERS, QUESTIONS, WORDINGS, read_tool, sheets_of_tool
from audits.rules.tools import QuestionKind
from tests.audits.tool_strategies import AGENCIES, TOPICS, contents

KNOWN = {"agencies": {slug: slug for slug in AGENCIES}, "topics": {slug: slug for slug in TOPICS}}
ASKED = (
    Question(QuestionKind.GRADE, "How well?", variants=(Variant("police", "How well in custody?"),)),
    Question(QuestionKind.TEXT, "How do you know?"),
)
TOOL = numbered(ToolContent((Section("Assessment", (Standard("The child is seen", ASKED, "Working Together"),)),)))


def through_a_workbook(sheets):
    book = workbook_bytes([Sheet(name, head, rows) for name, (head, rows) in sheets.items()], title="A tool")
    return read_tool(sheets_of(book), **KNOWN)


def in_order(content):
    """The same with the variants of each question in the order in which a workbook is read."""
    return replace(
        content,
        sections=tuple(
            replace(section, standards=tuple(replace(one, questions=_sorted(one)) for one in section.standards))
            for section in content.sections
        ),
    )


def _sorted(standard):
    def by_agency(question):
        return replace(question, variants=tuple(sorted(question.variants, key=lambda one: one.agency)))

    return tuple(map(by_agency, standard.questions))


@settings(max_examples=150)
@given(contents())
def test_an_exported_tool_is_read_as_the_same_tool(content):
    read = through_a_workbook(sheets_of_tool(content))
    assert read.problems == ()
    assert read.content == in_order(content)


def changed(sheet, row, header, value, tool=TOOL):
    """The sheets of a tool with one cell changed; rows as Excel counts them."""
    sheets = sheets_of_tool(tool)
    head, rows = sheets[sheet]
    if row == 1:
        head = [value if one == header else one for one in head]
        return sheets | {sheet: (head, rows)}
    rows = [list(cells) for cells in rows]
    rows[row - 2][HEADERS[sheet].index(header)] = value
    return sheets | {sheet: (head, rows)}


WRONG = [
    (QUESTIONS, 2, "Section", "", "say which section the row belongs to."),
    (QUESTIONS, 2, "Standard", "", "say which standard the question stands under."),
    (QUESTIONS, 3, "Question", "", "the row has an answer and no question."),
    (QUESTIONS, 3, "Answered with", "Grad", "is none of “A grade”"),
    (QUESTIONS, 3, "Asks for", "Everything", "is none of “The standard it stands under”"),
    (QUESTIONS, 3, "Asks for", "The grade of the whole", "so it is answered with a grade."),
    (QUESTIONS, 3, "Evidence needed", "perhaps", "is neither Yes nor No."),
    (QUESTIONS, 3, "Number", "1.1", "there are several questions 1.1."),
    (QUESTIONS, 2, "Key of the standard", "abc", "this is not a key."),
    (QUESTIONS, 2, "Theme", "Nothing", "the portal knows no theme called “Nothing”."),
    (QUESTIONS, 3, "Laid down in", "Elsewhere", "the row above says something else of the same standard."),
    (QUESTIONS, 3, "About the section", "More", "the row above says something else of the same section."),
    (WORDINGS, 2, "Number", "9.9", "there is no question 9.9 on the first sheet."),
    (WORDINGS, 2, "Agency", "Nobody", "the portal knows no agency called “Nobody”."),
    (WORDINGS, 2, "Question", "", "say what the agency is asked instead, or that it is not asked."),
    (GRADES, 2, "Grade", "", "A grade has no name."),
    (GRADES, 2, "Says nothing", "Yes", "neither meets a standard nor needs a route."),
    (GRADES, 3, "Key", "outstanding", "another grade has this key."),
    (QUESTIONS, 1, "Question", "Fragen", "this column is missing."),
    (QUESTIONS, 1, "Question", "Section", "this column is missing."),
]


@pytest.mark.parametrize(("sheet", "row", "header", "value", "sentence"), WRONG)
def test_what_is_wrong_is_named_with_its_place(sheet, row, header, value, sentence):
    problems = through_a_workbook(changed(sheet, row, header, value)).problems
    found = [one for one in problems if sentence in one.problem]
    assert (sheet, row, "Grade" if header == "Says nothing" else header) in [
        (one.sheet, one.row, one.header) for one in found
    ]


def test_rows_of_one_section_stand_together():
    sheets = sheets_of_tool(TOOL)
    head, rows = sheets[QUESTIONS]
    other = ["Another", *rows[0][1:2], "Something else", *[""] * 10]
    problems = through_a_workbook(sheets | {QUESTIONS: (head, [rows[0], other, rows[1]])}).problems
    assert [(one.row, one.header) for one in problems] == [(4, "Section"), (4, "Standard")]
    assert "put its rows together" in problems[0].problem


def test_a_sheet_that_is_missing_and_cells_beside_the_columns_are_named():
    sheets = sheets_of_tool(TOOL)
    head, rows = sheets[GRADES]
    read = read_tool({GRADES: [head, [*rows[0], "beside"]], WORDINGS: [HEADERS[WORDINGS]]}, **KNOWN)
    assert [(one.sheet, one.row) for one in read.problems] == [(QUESTIONS, 0), (GRADES, 2)]


def test_a_row_may_leave_blank_what_goes_without_saying():
    sheets = sheets_of_tool(TOOL)
    head, _ = sheets[QUESTIONS]
    row = ["Assessment", "", "The child is seen", "", "", "", "", "What was seen?", "", "", "", "", ""]
    read = through_a_workbook(sheets | {QUESTIONS: (head, [row]), WORDINGS: (HEADERS[WORDINGS], [])})
    assert read.problems == ()
    (question,) = read.content.questions
    assert (question.kind, question.is_required, question.needs_evidence, question.number) == (
        QuestionKind.TEXT,
        True,
        False,
        "1.1",
    )
