"""
An audit tool as the sheets of a workbook, and a workbook read as a tool: what is written is read as the same (R111).

A row of "Questions" is a question; one without is a section or a standard that has none yet. Rows of one section stand
together, as do those of one standard. "Other wordings" names a question by the number it has on the first sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from assurance.rules.workbooks import SheetProblem
from audits.rules.tool_content import Question, Section, Standard, ToolContent, Variant, numbered
from audits.rules.tool_problems import problems_of_draft, problems_of_grade, problems_of_question
from audits.rules.tool_texts import tidy
from audits.rules.tools import KIND_WORDS, PURPOSE_WORDS, GradeRule, Purpose, QuestionKind

QUESTIONS, WORDINGS, GRADES = "Questions", "Other wordings", "Grades"
HEADERS = MappingProxyType(
    {
        QUESTIONS: (
            "Section",
            "About the section",
            "Standard",
            "Laid down in",
            "Theme",
            "Key of the standard",
            "Number",
            "Question",
            "Answered with",
            "Asks for",
            "Guidance",
            "Evidence needed",
            "Must be answered",
        ),
        WORDINGS: ("Number", "Agency", "Is asked", "Question", "Guidance"),
        GRADES: ("Key", "Grade", "Meaning", "Meets the standard", "Says nothing", "Child’s team is told"),
    }
)
TRUTH = MappingProxyType({"yes": True, "no": False})
MOST_PROBLEMS = 100

Word = TypeVar("Word", bound=StrEnum)
SheetRows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class ToolRead:
    """What a workbook holds as a tool, or (and then it may not land) what is wrong with it, in order of its cells."""

    content: ToolContent
    problems: tuple[SheetProblem, ...]


@dataclass
class _Line:
    """One row of a sheet, by its headers; what is wrong with it goes to `problems`."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    problems: list[SheetProblem]

    def __getitem__(self, header: str) -> str:
        return self.cells[header]

    def wrong(self, header: str, problem: str) -> None:
        """Note what is wrong in one cell."""
        self.problems.append(SheetProblem(self.sheet, self.row, header, problem))

    def truth(self, header: str, default: bool) -> bool:
        """Yes or No; the default where the cell is blank."""
        if not self[header]:
            return default
        if self[header].casefold() not in TRUTH:
            self.wrong(header, f"“{self[header][:40]}” is neither Yes nor No.")
        return TRUTH.get(self[header].casefold(), default)

    def one_of(self, header: str, words: Mapping[Word, str], default: Word) -> Word:
        """The member whose words stand in the cell; the default where it is blank."""
        if not self[header]:
            return default
        named = {text.casefold(): member for member, text in words.items()}
        if self[header].casefold() not in named:
            offered = ", ".join(f"“{text}”" for text in words.values())
            self.wrong(header, f"“{self[header][:40]}” is none of {offered}.")
        return named.get(self[header].casefold(), default)


def sheets_of_tool(content: ToolContent) -> dict[str, tuple[Sequence[str], list[list[str]]]]:
    """The head and the rows of each sheet of a version's workbook, by its name."""
    wordings = [
        [question.number, variant.agency_name or variant.agency, _yes(variant.is_asked), variant.text, variant.guidance]
        for question in content.questions
        for variant in question.variants
    ]
    grades = [
        [grade.slug, grade.label, grade.meaning, _yes(grade.meets), _yes(grade.is_neutral), _yes(grade.needs_route)]
        for grade in content.grades
    ]
    rows = {QUESTIONS: list(_question_rows(content)), WORDINGS: wordings, GRADES: grades}
    return {name: (HEADERS[name], rows[name]) for name in HEADERS}


def read_tool(sheets: Mapping[str, SheetRows], *, agencies: Mapping[str, str], topics: Mapping[str, str]) -> ToolRead:
    """
    The tool a workbook holds, given the slugs of agencies and themes by every name, in lower case, they go by.

    Every problem is found, with its sheet, row and column (up to a hundred); a tool with any is not to be kept.
    """
    problems: list[SheetProblem] = []
    lines = {name: _lines(name, sheets, problems) for name in HEADERS}
    if problems:
        return ToolRead(ToolContent(), tuple(problems))
    variants = _read_wordings(lines[WORDINGS], agencies)
    sections = _read_questions(lines[QUESTIONS], variants, topics)
    _unclaimed(lines[WORDINGS], lines[QUESTIONS])
    grades = tuple(_read_grades(lines[GRADES]))
    content = numbered(ToolContent(sections, grades))
    found = problems + [problem for name in HEADERS for line in lines[name] for problem in line.problems]
    if not found:
        found = [SheetProblem("The workbook", 0, "", sentence) for sentence in problems_of_draft(content)]
    return ToolRead(content, tuple(found[:MOST_PROBLEMS]))


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _question_rows(content: ToolContent) -> Iterator[list[str]]:
    for section in content.sections:
        start = [section.title, section.guidance]
        if not section.standards:
            yield start + [""] * (len(HEADERS[QUESTIONS]) - len(start))
        for standard in section.standards:
            head = [
                *start,
                standard.text,
                standard.source,
                standard.topic_title or standard.topic,
                str(standard.identity or ""),
            ]
            if not standard.questions:
                yield head + [""] * (len(HEADERS[QUESTIONS]) - len(head))
            for question in standard.questions:
                yield head + _question_cells(question)


def _question_cells(question: Question) -> list[str]:
    return [
        question.number,
        question.text,
        KIND_WORDS[question.kind],
        PURPOSE_WORDS[question.purpose],
        question.guidance,
        _yes(question.needs_evidence),
        _yes(question.is_required),
    ]


def _lines(name: str, sheets: Mapping[str, SheetRows], problems: list[SheetProblem]) -> list[_Line]:
    """The rows of a sheet that hold anything; what is wrong with the sheet as a whole goes to `problems`."""
    rows = sheets.get(name)
    if not rows:
        problems.append(SheetProblem(name, 0, "", "there is no such sheet, or nothing in it."))
        return []
    head = [tidy(cell) for cell in rows[0]]
    while head and not head[-1]:
        head.pop()
    missing = [header for header in HEADERS[name] if header not in head]
    problems += [SheetProblem(name, 1, header, "this column is missing.") for header in missing]
    problems += [
        SheetProblem(name, 1, header or "(blank)", "the portal knows no such column, or has it already.")
        for place, header in enumerate(head)
        if header not in HEADERS[name] or header in head[:place]
    ]
    beyond = [row for row, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells[len(head) :])]
    problems += [SheetProblem(name, row, "", "there is something beside the columns.") for row in beyond]
    return [
        _Line(name, number, dict(zip(head, map(tidy, cells), strict=False)), [])
        for number, cells in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def _read_wordings(lines: Sequence[_Line], agencies: Mapping[str, str]) -> dict[str, list[Variant]]:
    """The variants by the number of their question."""
    found: dict[str, list[Variant]] = {}
    for line in lines:
        agency, is_asked = agencies.get(line["Agency"].casefold(), ""), line.truth("Is asked", True)
        others = found.setdefault(line["Number"], [])
        if not agency:
            line.wrong("Agency", f"the portal knows no agency called “{line['Agency'][:40]}”.")
        elif agency in [other.agency for other in others]:
            line.wrong("Agency", "this agency has other words for this question already.")
        if is_asked and not line["Question"]:
            line.wrong("Question", "say what the agency is asked instead, or that it is not asked.")
        others.append(Variant(agency, line["Question"], line["Guidance"], is_asked))
    return found


def _unclaimed(wordings: Sequence[_Line], questions: Sequence[_Line]) -> None:
    numbers = [line["Number"] for line in questions if line["Number"]]
    for line in questions:
        if line["Number"] and numbers.count(line["Number"]) > 1:
            line.wrong("Number", f"there are several questions {line['Number'][:20]}.")
    for line in wordings:
        if line["Number"] not in numbers:
            line.wrong("Number", f"there is no question {line['Number'][:20]} on the first sheet.")


@dataclass
class _Built:
    """A section or a standard while its rows are read."""

    line: _Line
    standards: list["_Built"] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    identity: UUID | None = None
    topic: str = ""


def _read_questions(
    lines: Sequence[_Line], variants: Mapping[str, list[Variant]], topics: Mapping[str, str]
) -> tuple[Section, ...]:
    sections: list[_Built] = []
    seen: dict[str, set[str]] = {"Section": set(), "Standard": set()}
    keys: set[UUID] = set()
    for line in lines:
        if not line["Section"]:
            line.wrong("Section", "say which section the row belongs to.")
        if not sections or sections[-1].line["Section"] != line["Section"]:
            _once(line, "Section", seen)
            sections.append(_Built(line))
        else:
            _alike(line, sections[-1].line, ("About the section",), "section")
        standards = sections[-1].standards
        if line["Standard"] and not (standards and standards[-1].line["Standard"] == line["Standard"]):
            _once(line, "Standard", seen)
            standards.append(_Built(line, identity=_identity(line, keys), topic=_topic(line, topics)))
        elif line["Standard"]:
            _alike(line, standards[-1].line, ("Laid down in", "Theme", "Key of the standard"), "standard")
        _add_question(line, standards, variants)
    return tuple(_section(built) for built in sections)


def _once(line: _Line, header: str, seen: Mapping[str, set[str]]) -> None:
    if line[header].casefold() in seen[header]:
        line.wrong(header, f"this {header.lower()} stands further up already: put its rows together.")
    seen[header].add(line[header].casefold())


def _alike(line: _Line, before: _Line, headers: tuple[str, ...], noun: str) -> None:
    for header in headers:
        if line[header] and line[header] != before[header]:
            line.wrong(header, f"the row above says something else of the same {noun}.")


def _identity(line: _Line, keys: set[UUID]) -> UUID | None:
    """The key a standard has had in every version; None for a new one."""
    written = line["Key of the standard"]
    if not written:
        return None
    try:
        key = UUID(written)
    except ValueError:
        line.wrong("Key of the standard", "this is not a key. Leave it blank for a new standard.")
        return None
    if key in keys:
        line.wrong("Key of the standard", "another standard has this key. Leave it blank for a new standard.")
    keys.add(key)
    return key


def _topic(line: _Line, topics: Mapping[str, str]) -> str:
    if line["Theme"] and line["Theme"].casefold() not in topics:
        line.wrong("Theme", f"the portal knows no theme called “{line['Theme'][:40]}”.")
    return topics.get(line["Theme"].casefold(), "")


def _add_question(line: _Line, standards: Sequence[_Built], variants: Mapping[str, list[Variant]]) -> None:
    asked = ("Number", "Question", "Answered with", "Asks for", "Guidance", "Evidence needed", "Must be answered")
    if not any(line[header] for header in asked):
        return
    if not line["Standard"]:
        line.wrong("Standard", "say which standard the question stands under.")
        return
    if not line["Question"]:
        line.wrong("Question", "the row has an answer and no question.")
        return
    question = Question(
        kind=line.one_of("Answered with", KIND_WORDS, QuestionKind.TEXT),
        text=line["Question"],
        purpose=line.one_of("Asks for", PURPOSE_WORDS, Purpose.STANDARD),
        guidance=line["Guidance"],
        needs_evidence=line.truth("Evidence needed", False),
        is_required=line.truth("Must be answered", True),
        variants=tuple(sorted(variants.get(line["Number"], []), key=lambda one: one.agency)) if line["Number"] else (),
    )
    for sentence in problems_of_question(replace(question, variants=())):
        line.wrong("Asks for", sentence)
    standards[-1].questions.append(question)


def _section(built: _Built) -> Section:
    standards = tuple(
        Standard(
            one.line["Standard"],
            tuple(one.questions),
            one.line["Laid down in"],
            one.topic,
            identity=one.identity,
        )
        for one in built.standards
    )
    return Section(built.line["Section"], standards, built.line["About the section"])


def _read_grades(lines: Sequence[_Line]) -> Iterator[GradeRule]:
    seen: set[str] = set()
    for line in lines:
        grade = GradeRule(
            line["Key"],
            line["Grade"],
            line["Meaning"],
            line.truth("Meets the standard", False),
            line.truth("Says nothing", False),
            line.truth("Child’s team is told", False),
        )
        for sentence in problems_of_grade(grade):
            line.wrong("Grade", sentence)
        if grade.slug and grade.slug in seen:
            line.wrong("Key", "another grade has this key.")
        seen.add(grade.slug)
        yield grade
