"""
A framework as the sheets of a workbook, and a workbook read as a framework: what is written is read as the same.

"Framework" says what it is called and what its ratings mean, a line each. A row of "Questions" is a question; one
without is a step that has none yet. Rows of one step stand together. "Context questions" are answered in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assurance.rules.workbooks import SheetProblem
from audits.rules.tool_texts import tidy
from scrutiny.rules.framework_content import (
    ContextWords,
    FrameworkWords,
    QuestionWords,
    StepWords,
    placed,
    problems_of_framework,
)
from scrutiny.rules.frameworks import AREA_WORDS, Area

ABOUT, QUESTIONS, CONTEXT = "Framework", "Questions", "Context questions"
HEADERS = MappingProxyType(
    {ABOUT: ("What", "Words"), QUESTIONS: ("Step", "Question", "Covers"), CONTEXT: ("Question",)}
)
# What stands on the lines of the first sheet, by the names of a framework's words.
LINES = MappingProxyType(
    {
        "slug": "Short name",
        "title": "Title",
        "reference": "How it is cited",
        "green": "Green",
        "amber": "Amber",
        "red": "Red",
        "any_response": "Every rating requires",
    }
)
MAY_BE_BLANK = frozenset({"any_response"})
BETWEEN = "; "
MOST_PROBLEMS = 100

SheetRows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class FrameworkRead:
    """What a workbook holds as a framework, or (and then it may not land) what is wrong with it, cell by cell."""

    words: FrameworkWords
    problems: tuple[SheetProblem, ...]


@dataclass(frozen=True)
class _Line:
    row: int
    cells: Mapping[str, str]


def sheets_of_framework(words: FrameworkWords) -> dict[str, tuple[Sequence[str], list[list[str]]]]:
    """The head and the rows of each sheet of a framework's workbook, by its name."""
    about = [[label, getattr(words, name)] for name, label in LINES.items()]
    questions = [
        [step.title, one.text, BETWEEN.join(AREA_WORDS[Area(area)] for area in one.covers)]
        for step in words.steps
        for one in step.questions or (QuestionWords(""),)
    ]
    rows = {ABOUT: about, QUESTIONS: questions, CONTEXT: [[one.text] for one in words.context]}
    return {name: (HEADERS[name], rows[name]) for name in HEADERS}


def read_framework_sheets(sheets: Mapping[str, SheetRows]) -> FrameworkRead:
    """
    The framework a workbook holds.

    Every problem is found, with its sheet, row and column (up to a hundred); a framework with any is not to be kept.
    """
    problems: list[SheetProblem] = []
    lines = {name: _lines(name, sheets, problems) for name in HEADERS}
    about = _read_about(lines[ABOUT], problems)
    steps = _read_steps(lines[QUESTIONS], problems)
    context = tuple(ContextWords(line.cells["Question"]) for line in lines[CONTEXT])
    words = placed(FrameworkWords(**about, steps=steps, context=context))
    if not problems:
        problems = [SheetProblem("The workbook", 0, "", sentence) for sentence in problems_of_framework(words)]
    return FrameworkRead(words, tuple(problems[:MOST_PROBLEMS]))


def _lines(name: str, sheets: Mapping[str, SheetRows], problems: list[SheetProblem]) -> list[_Line]:
    """The rows of a sheet that hold anything; none when the sheet as a whole is wrong, which goes to `problems`."""
    rows = sheets.get(name)
    if not rows:
        problems.append(SheetProblem(name, 0, "", "there is no such sheet, or nothing in it."))
        return []
    head = [tidy(cell) for cell in rows[0]]
    while head and not head[-1]:
        head.pop()
    wrong = [SheetProblem(name, 1, header, "this column is missing.") for header in HEADERS[name] if header not in head]
    wrong += [
        SheetProblem(name, 1, header or "(blank)", "the portal knows no such column, or has it already.")
        for place, header in enumerate(head)
        if header not in HEADERS[name] or header in head[:place]
    ]
    beyond = [row for row, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells[len(head) :])]
    wrong += [SheetProblem(name, row, "", "there is something beside the columns.") for row in beyond]
    problems += wrong
    if wrong:
        return []
    return [
        _Line(number, dict(zip(head, map(tidy, cells), strict=False)))
        for number, cells in enumerate(rows[1:], start=2)
        if any(tidy(cell) for cell in cells)
    ]


def _read_about(lines: Sequence[_Line], problems: list[SheetProblem]) -> dict[str, str]:
    named = {label.casefold(): name for name, label in LINES.items()}
    found: dict[str, str] = {}
    for line in lines:
        name = named.get(line.cells["What"].casefold())
        if name is None:
            offered = ", ".join(f"“{label}”" for label in LINES.values())
            problems.append(SheetProblem(ABOUT, line.row, "What", f"this is none of {offered}."))
        elif name in found:
            problems.append(SheetProblem(ABOUT, line.row, "What", "this was said further up already."))
        elif not line.cells["Words"] and name not in MAY_BE_BLANK:
            problems.append(SheetProblem(ABOUT, line.row, "Words", f"say it: {LINES[name]}."))
        if name:
            found.setdefault(name, line.cells["Words"])
    missing = [label for name, label in LINES.items() if name not in found and name not in MAY_BE_BLANK]
    if lines:
        problems += [SheetProblem(ABOUT, 0, "What", f"the line “{label}” is missing.") for label in missing]
    return {name: found.get(name, "") for name in LINES}


def _read_steps(lines: Sequence[_Line], problems: list[SheetProblem]) -> tuple[StepWords, ...]:
    steps: list[tuple[str, list[QuestionWords]]] = []
    for line in lines:
        title, text = line.cells["Step"], line.cells["Question"]
        covers = _covers(line, problems)
        if not title:
            problems.append(SheetProblem(QUESTIONS, line.row, "Step", "say which step the row belongs to."))
        if not steps or steps[-1][0] != title:
            if title and title.casefold() in [one.casefold() for one, _ in steps]:
                sentence = "this step stands further up already: put its rows together."
                problems.append(SheetProblem(QUESTIONS, line.row, "Step", sentence))
            steps.append((title, []))
        if not text:
            problems.append(SheetProblem(QUESTIONS, line.row, "Question", "write the question, or take the row away."))
        steps[-1][1].append(QuestionWords(text, covers))
    return tuple(StepWords(title, tuple(questions)) for title, questions in steps)


def _covers(line: _Line, problems: list[SheetProblem]) -> tuple[str, ...]:
    """The parts of the arrangements a cell names, by their keys or in words, in the order of their keys."""
    named = {words.casefold(): str(area) for area, words in AREA_WORDS.items()} | {
        str(area): str(area) for area in Area
    }
    given = [part.strip() for part in line.cells["Covers"].split(BETWEEN.strip()) if part.strip()]
    for part in given:
        if part.casefold() not in named:
            offered = ", ".join(f"“{words}”" for words in AREA_WORDS.values())
            sentence = f"“{part[:40]}” is none of {offered}."
            problems.append(SheetProblem(QUESTIONS, line.row, "Covers", sentence))
    return tuple(sorted({named[part.casefold()] for part in given if part.casefold() in named}))
