"""
What stands in the way of a version of an audit tool: of keeping it as it is, and of launching an audit with it.

Source: KSCB (2011), Strengthening scrutiny, "audit tools" (R111); the voice of the child and the effect on the child
are asked in every audit.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from assurance.rules.wording import counted
from audits.rules.tool_content import Question, Section, ToolContent
from audits.rules.tools import GradeRule, Purpose, QuestionKind

LONGEST_TITLE = 240
LONGEST_SOURCE = 240
LONGEST_LABEL = 80
LONGEST_TEXT = 2_000
LONGEST_GUIDANCE = 6_000
MOST_SECTIONS = 30
MOST_STANDARDS = 150
MOST_QUESTIONS = 300
MOST_GRADES = 12
FEWEST_GRADES = 2

WHAT_IS_ASKED_ONCE = MappingProxyType(
    {
        Purpose.OVERALL: "the grade of the whole",
        Purpose.VOICE: "the voice of the child",
        Purpose.IMPACT: "the difference it made for the child",
    }
)


def problems_of_draft(content: ToolContent) -> list[str]:
    """Every reason, a sentence each, why a version cannot be kept so, even as a draft; empty when it can."""
    return [
        *_problems_of_size(content),
        *_twice("section called", (section.title for section in content.sections)),
        *_twice("standard", (standard.text for standard in content.standards)),
        *_twice("grade called", (grade.label for grade in content.grades)),
        *_problems_of_length(content),
        *(sentence for question in content.questions for sentence in problems_of_question(question)),
        *(sentence for grade in content.grades for sentence in problems_of_grade(grade)),
    ]


def problems_of_tool(content: ToolContent) -> list[str]:
    """Every reason, a sentence each, why no audit can be launched with a version; empty when one can."""
    return [
        *problems_of_draft(content),
        *_problems_of_scale(content.grades),
        *_problems_of_purposes(content),
        *_empty_parts(content.sections),
        *_problems_of_standards(content),
    ]


def problems_of_question(question: Question) -> list[str]:
    """What is wrong with a question in itself, whatever stands beside it."""
    name = f"Question {question.number}" if question.number else "The question"
    problems = [] if question.text.strip() else [f"{name} asks nothing."]
    if question.purpose == Purpose.OVERALL and question.kind != QuestionKind.GRADE:
        problems.append(f"{name} asks for the grade of the whole, so it is answered with a grade.")
    if question.purpose in (Purpose.VOICE, Purpose.IMPACT) and question.kind == QuestionKind.NUMBER:
        problems.append(f"{name} asks for {WHAT_IS_ASKED_ONCE[question.purpose]}, which no number tells.")
    agencies = Counter(variant.agency for variant in question.variants)
    problems += [f"{name} is worded twice for {agency}." for agency, times in agencies.items() if times > 1]
    if any(variant.is_asked and not variant.text.strip() for variant in question.variants):
        problems.append(f"{name} has other words for an agency that say nothing.")
    return problems


def problems_of_grade(grade: GradeRule) -> list[str]:
    """What is wrong with a grade in itself."""
    if not grade.label.strip():
        return ["A grade has no name."]
    if grade.is_neutral and (grade.meets or grade.needs_route):
        return [f"“{grade.label}” says nothing about practice, so it neither meets a standard nor needs a route."]
    if grade.meets and grade.needs_route:
        return [f"“{grade.label}” cannot both meet the standard and be a reason to tell the child’s team at once."]
    return []


def _problems_of_size(content: ToolContent) -> Iterator[str]:
    for most, noun, there in (
        (MOST_SECTIONS, "section", len(content.sections)),
        (MOST_STANDARDS, "standard", len(content.standards)),
        (MOST_QUESTIONS, "question", len(content.questions)),
        (MOST_GRADES, "grade", len(content.grades)),
    ):
        if there > most:
            yield f"A tool has at most {counted(most, noun)}: this one has {there}."


def _problems_of_length(content: ToolContent) -> Iterator[str]:
    for section in content.sections:
        yield from _too_long("A section’s title", section.title, LONGEST_TITLE)
        yield from _too_long(f"What is said of section {section.number}", section.guidance, LONGEST_GUIDANCE)
        if not section.title.strip():
            yield "A section has no title."
    for standard in content.standards:
        yield from _too_long("A standard", standard.text, LONGEST_TEXT)
        yield from _too_long("Where a standard is laid down", standard.source, LONGEST_SOURCE)
        if not standard.text.strip():
            yield "A standard does not say what good practice is."
    for question in content.questions:
        yield from _too_long(f"Question {question.number}", question.text, LONGEST_TEXT)
        yield from _too_long(f"The guidance of question {question.number}", question.guidance, LONGEST_GUIDANCE)
        for variant in question.variants:
            yield from _too_long(f"Question {question.number} for {variant.agency}", variant.text, LONGEST_TEXT)
            yield from _too_long(f"Its guidance for {variant.agency}", variant.guidance, LONGEST_GUIDANCE)
    for grade in content.grades:
        yield from _too_long("A grade’s name", grade.label, LONGEST_LABEL)
        yield from _too_long(f"The meaning of “{grade.label[:LONGEST_LABEL]}”", grade.meaning, LONGEST_TEXT)


def _too_long(what: str, text: str, longest: int) -> Iterator[str]:
    if len(text) > longest:
        yield f"{what} may have {longest:,} characters: this has {len(text):,}."


def _twice(noun: str, texts: Iterable[str]) -> Iterator[str]:
    seen: dict[str, str] = {}
    said: set[str] = set()
    for text in texts:
        key = " ".join(text.split()).casefold()
        if key and key in seen and key not in said:
            said.add(key)
            yield f"There is a {noun} “{seen[key][:LONGEST_LABEL]}” already."
        seen.setdefault(key, text)


def _problems_of_scale(grades: tuple[GradeRule, ...]) -> Iterator[str]:
    telling = [grade for grade in grades if not grade.is_neutral]
    if len(telling) < FEWEST_GRADES:
        yield "The scale needs at least two grades that say something about practice."
    elif not any(grade.meets for grade in telling) or all(grade.meets for grade in telling):
        yield "The scale needs a grade that meets the standard, and one that does not."


def _problems_of_purposes(content: ToolContent) -> Iterator[str]:
    for purpose, words in WHAT_IS_ASKED_ONCE.items():
        asked = [question for question in content.questions if question.purpose == purpose]
        if not asked:
            yield f"One question has to ask for {words}. There is none."
        elif len(asked) > 1:
            numbers = ", ".join(question.number for question in asked)
            yield f"One question alone asks for {words}. These do: {numbers}."
        for question in asked:
            if not question.is_required:
                yield f"Question {question.number} asks for {words}, so it has to be answered."
            if not all(variant.is_asked for variant in question.variants):
                yield f"Question {question.number} asks for {words}, so every agency is asked it."


def _empty_parts(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        if not section.standards:
            yield f"Section {section.number}, “{section.title}”, has no standard."
        for standard in section.standards:
            if not standard.questions:
                yield f"The standard “{standard.text[:LONGEST_LABEL]}” has no question."


def _problems_of_standards(content: ToolContent) -> Iterator[str]:
    if not any(
        question.kind == QuestionKind.GRADE and question.purpose == Purpose.STANDARD for question in content.questions
    ):
        yield "At least one standard needs a question that is answered with a grade."
