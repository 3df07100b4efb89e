"""
What an agency's answers lack before they can be signed, and what is to be done before anything else (R17, R111, R116).

All of it is told of values: an agency's sheets as they stand in draft, and the tool as that agency is asked it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from assurance.rules.wording import counted
from audits.rules.identifiers import Found, found_in, identifiers_sentence
from audits.rules.tool_content import Question, Section, ToolContent
from audits.rules.tools import JUDGEMENT_WORDS, GradeRule, Judgement, Purpose, QuestionKind

NEUTRAL_JUDGEMENTS = frozenset({str(Judgement.NOT_APPLICABLE), str(Judgement.INSUFFICIENT)})
CHOSEN = frozenset({QuestionKind.GRADE, QuestionKind.JUDGEMENT})
NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?", re.ASCII)


class Place(StrEnum):
    """Where on an agency's pages something is put right."""

    ROUTE = "route"
    KNOWN = "known"
    QUESTION = "question"
    NAMES = "names"
    SURVEY = "survey"


@dataclass(frozen=True)
class Given:
    """What was answered to one question so far; `files` are the names of its files."""

    value: str = ""
    text: str = ""
    evidence: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetDraft:
    """
    One sheet as it stands: `key` its row, `reference` its case (blank where the agency answers about itself).

    `answers` are by the question's key; `has_route` whether it is recorded that the child's team was told.
    """

    key: UUID
    reference: str = ""
    is_known: bool = True
    unknown_because: str = ""
    names_checked: bool = False
    has_route: bool = False
    answers: Mapping[UUID, Given] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """ "Case A01", or "Your agency"."""
        return f"Case {self.reference}" if self.reference else "Your agency"

    def answer_to(self, question: Question) -> Given:
        """What was answered to a question; a blank one when nothing was."""
        return self.answers.get(question.pk, Given()) if question.pk else Given()


@dataclass(frozen=True)
class SurveyDraft:
    """What the staff survey is said to have found of one standard (its row's key), as far as it is words."""

    standard: UUID
    source: str


@dataclass(frozen=True)
class Looked:
    """What was found in the texts of one place of a sheet; `question` where it is an answer."""

    place: Place
    question: Question | None
    found: Found

    @property
    def where(self) -> str:
        """ "question 2.3", or "how you looked for it"."""
        return f"question {self.question.number}" if self.question else "how you looked for it"


@dataclass(frozen=True)
class Problem:
    """
    A reason why answers cannot be signed, as a sentence, and where it is put right: `key` a sheet or a standard.

    `names` are the words that somebody has to confirm to be nobody's name.
    """

    sentence: str
    place: Place
    key: UUID
    question: UUID | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far a section or sheet is: questions answered of those asked, and how many required ones are left."""

    answered: int
    asked: int
    left: int

    @property
    def words(self) -> str:
        """ "3 of 9 answered"."""
        return f"{self.answered} of {self.asked} answered"

    @property
    def is_complete(self) -> bool:
        """Whether nothing required is left."""
        return self.left == 0

    @property
    def status(self) -> str:
        """Completed, in progress or not started."""
        return "Completed" if self.is_complete else "In progress" if self.answered else "Not started"


def is_answered(question: Question, given: Given) -> bool:
    """Whether a question has its answer: words where words are asked, else a value."""
    return bool((given.text if question.kind == QuestionKind.TEXT else given.value).strip())


def progress_of(questions: Iterable[Question], sheet: SheetDraft) -> Progress:
    """How far these questions are answered on a sheet. A case that is not known has nothing to answer."""
    asked = list(questions) if sheet.is_known else []
    done = [is_answered(question, sheet.answer_to(question)) for question in asked]
    left = sum(question.is_required and not is_done for question, is_done in zip(asked, done, strict=True))
    return Progress(sum(done), len(asked), left)


def takes_evidence(question: Question) -> bool:
    """Whether a question has room for evidence: a choice always has, words and numbers where it is asked for."""
    return question.kind in CHOSEN or question.needs_evidence


def is_neutral(question: Question, value: str, grades: Iterable[GradeRule]) -> bool:
    """Whether a choice says nothing about practice, so that no evidence is asked for it."""
    if question.kind == QuestionKind.JUDGEMENT:
        return value in NEUTRAL_JUDGEMENTS
    return any(grade.slug == value and grade.is_neutral for grade in grades)


def label_of(kind: QuestionKind, value: str, grades: Iterable[GradeRule]) -> str:
    """A value in words: the grade's or the judgement's; a number is its own; blank for what is not on the scale."""
    if kind == QuestionKind.GRADE:
        return next((grade.label for grade in grades if grade.slug == value), "")
    if kind == QuestionKind.JUDGEMENT:
        return next((words for judgement, words in JUDGEMENT_WORDS.items() if judgement == value), "")
    return value if kind == QuestionKind.NUMBER else ""


def read_number(text: str) -> str | None:
    """A typed number as it is kept: "1204" for " 1,204 "; None when it is none. Not negative, four decimals at most."""
    plain = text.strip().replace(",", "").replace(" ", "")
    return plain if NUMBER.fullmatch(plain) else None


def needs_route(sheet: SheetDraft, content: ToolContent) -> bool:
    """Whether the overall grade says that the child may be at risk, so that the child's team is told first (R116)."""
    if not sheet.reference or not sheet.is_known:
        return False
    at_risk = {grade.slug for grade in content.grades if grade.needs_route}
    overall = (question for question in content.questions if question.purpose == Purpose.OVERALL)
    return any(sheet.answer_to(question).value in at_risk for question in overall)


def route_is_missing(sheet: SheetDraft, content: ToolContent) -> bool:
    """Whether the route was needed and is not recorded as taken."""
    return needs_route(sheet, content) and not sheet.has_route


def looked_through(sheet: SheetDraft, content: ToolContent, known: Iterable[str] = ()) -> list[Looked]:
    """What would identify somebody in the texts of a sheet that signing makes final, in their order (R116)."""
    terms = tuple(known)
    found = ((place, question, _found(texts, terms)) for place, question, texts in _texts(sheet, content))
    return [Looked(place, question, one) for place, question, one in found if one]


def names_of(looked: Iterable[Looked]) -> tuple[str, ...]:
    """What may be a person's name among what was found, each once."""
    return tuple(dict.fromkeys(name for one in looked for name in one.found.names))


def problems_of_signing(
    sheets: Iterable[SheetDraft],
    content: ToolContent,
    survey: Iterable[SurveyDraft] = (),
    known: Iterable[str] = (),
    *,
    identifiers_allowed: bool = False,
) -> list[Problem]:
    """
    Every reason why an agency cannot sign, a sentence each with its place; empty when it can.

    What keeps a child safe comes first: a route that was not taken. `known` are names of agencies and groups, which are
    nobody's name; `identifiers_allowed` is the policy's word that identifiers may stand (R116).
    """
    drafts, terms = list(sheets), tuple(known)
    routes = [
        Problem(
            f"{sheet.name}: tell the child’s team outside the audit, and record that you did.", Place.ROUTE, sheet.key
        )
        for sheet in drafts
        if route_is_missing(sheet, content)
    ]
    rest = [problem for sheet in drafts for problem in _problems_of_sheet(sheet, content)]
    for sheet in drafts:
        looked = looked_through(sheet, content, terms)
        rest += [] if identifiers_allowed else _identifiers(sheet, looked)
        rest += [] if sheet.names_checked else _names(sheet, looked)
    if not identifiers_allowed:
        rest += [problem for figure in survey for problem in _problems_of_survey(figure)]
    return routes + rest


def _problems_of_sheet(sheet: SheetDraft, content: ToolContent) -> Iterator[Problem]:
    if not sheet.is_known and not sheet.unknown_because.strip():
        yield Problem(f"{sheet.name}: say how you looked for it.", Place.KNOWN, sheet.key)
    for section in content.sections if sheet.is_known else ():
        yield from _problems_of_answers(sheet, section, content.grades)


def _identifiers(sheet: SheetDraft, looked: list[Looked]) -> list[Problem]:
    return [
        Problem(
            f"{sheet.name}, {one.where}: {identifiers_sentence(one.found)}",
            one.place,
            sheet.key,
            one.question.pk if one.question else None,
        )
        for one in looked
        if one.found.identifiers
    ]


def _names(sheet: SheetDraft, looked: list[Looked]) -> list[Problem]:
    names = names_of(looked)
    sentence = f"{sheet.name}: check that no person is named. {counted(len(names), 'word')} may be a name."
    return [Problem(sentence, Place.NAMES, sheet.key, names=names)] if names else []


def _problems_of_answers(sheet: SheetDraft, section: Section, grades: tuple[GradeRule, ...]) -> Iterator[Problem]:
    """One problem for all that is not answered yet in a section, and one for each answer that lacks something."""
    asked = [(question, is_answered(question, sheet.answer_to(question))) for question in section.questions]
    if missing := [question for question, is_done in asked if question.is_required and not is_done]:
        yield Problem(f"{sheet.name}, {_answer_words(missing)}", Place.QUESTION, sheet.key, missing[0].pk)
    for question in (question for question, is_done in asked if is_done):
        if sentence := _lacks(question, sheet.answer_to(question), grades):
            where = f"{sheet.name}, question {question.number}"
            yield Problem(f"{where}: {sentence}", Place.QUESTION, sheet.key, question.pk)


def _answer_words(missing: list[Question]) -> str:
    numbers = [question.number for question in missing]
    if len(numbers) == 1:
        return f"question {numbers[0]}: answer it."
    return f"questions {', '.join(numbers[:-1])} and {numbers[-1]}: answer them."


def _lacks(question: Question, given: Given, grades: tuple[GradeRule, ...]) -> str:
    if question.kind in CHOSEN and not label_of(question.kind, given.value, grades):
        return "choose an answer from those offered."
    if question.kind == QuestionKind.NUMBER and read_number(given.value) is None:
        return "enter a number."
    shown = given.evidence.strip() or given.files or is_neutral(question, given.value, grades)
    return "say how you know, or add a file." if question.needs_evidence and not shown else ""


def _texts(sheet: SheetDraft, content: ToolContent) -> Iterator[tuple[Place, Question | None, tuple[str, ...]]]:
    """The texts that signing would make final, with where they stand. What a case not known was answered is not."""
    if not sheet.is_known:
        yield Place.KNOWN, None, (sheet.unknown_because,)
        return
    for question in content.questions:
        given = sheet.answer_to(question)
        yield Place.QUESTION, question, (given.text, given.evidence, *given.files)


def _found(texts: Iterable[str], known: tuple[str, ...]) -> Found:
    return sum((found_in(text, known) for text in texts if text), Found())


def _problems_of_survey(figure: SurveyDraft) -> Iterator[Problem]:
    if sentence := identifiers_sentence(found_in(figure.source)):
        yield Problem(f"Staff survey: {sentence}", Place.SURVEY, figure.standard)
