"""
What a version of an audit tool holds: sections, standards, questions, variants and the scale of grades, as values.

Pages, prints, workbooks and the tools shipped as data are all made of it (R111).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from audits.rules.tools import DEFAULT_GRADES, GradeRule, Purpose, QuestionKind


@dataclass(frozen=True)
class Variant:
    """What one agency (by its slug) is asked instead: other words, or nothing. Blank guidance is the question's own."""

    agency: str
    text: str = ""
    guidance: str = ""
    is_asked: bool = True
    agency_name: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Question:
    """
    One question. `number` ("2.3") is section and place in the section, the same for every agency.

    `pk` is the key of its row and None before there is one; `standard` the identity of the standard it stands under.
    """

    kind: QuestionKind
    text: str
    purpose: Purpose = Purpose.STANDARD
    guidance: str = ""
    needs_evidence: bool = False
    is_required: bool = True
    variants: tuple[Variant, ...] = ()
    number: str = ""
    standard: UUID | None = None
    pk: UUID | None = None


@dataclass(frozen=True)
class Standard:
    """One standard with its questions. `identity` is that of every version; `topic` the slug of a theme, or blank."""

    text: str
    questions: tuple[Question, ...] = ()
    source: str = ""
    topic: str = ""
    topic_title: str = ""
    identity: UUID | None = None
    pk: UUID | None = None


@dataclass(frozen=True)
class Section:
    """One section with its standards."""

    title: str
    standards: tuple[Standard, ...] = ()
    guidance: str = ""
    number: int = 0
    pk: UUID | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its questions in their order."""
        return tuple(question for standard in self.standards for question in standard.questions)


@dataclass(frozen=True)
class ToolContent:
    """All of a version, in the order of its pages; grades best first."""

    sections: tuple[Section, ...] = ()
    grades: tuple[GradeRule, ...] = DEFAULT_GRADES

    @property
    def standards(self) -> tuple[Standard, ...]:
        """Every standard in order."""
        return tuple(standard for section in self.sections for standard in section.standards)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in order."""
        return tuple(question for section in self.sections for question in section.questions)


def numbered(content: ToolContent) -> ToolContent:
    """The same with its sections numbered from one and each question by section and place in it: "2.3"."""
    sections = tuple(_numbered_section(section, place) for place, section in enumerate(content.sections, start=1))
    return replace(content, sections=sections)


def asked_of(content: ToolContent, agency: str) -> ToolContent:
    """
    What the agency with this slug is asked: its own wording, without what it is not asked and what that leaves empty.

    Numbers stay those of the whole tool, so that everybody speaks of the same question 2.3.
    """
    sections = (
        replace(section, standards=tuple(_standards_asked(section.standards, agency))) for section in content.sections
    )
    return replace(content, sections=tuple(section for section in sections if section.standards))


def _numbered_section(section: Section, number: int) -> Section:
    places = iter(range(1, len(section.questions) + 1))
    standards = tuple(
        replace(
            standard,
            questions=tuple(
                replace(question, number=f"{number}.{next(places)}", standard=standard.identity)
                for question in standard.questions
            ),
        )
        for standard in section.standards
    )
    return replace(section, number=number, standards=standards)


def _standards_asked(standards: Iterable[Standard], agency: str) -> Iterator[Standard]:
    for standard in standards:
        asked = tuple(question for one in standard.questions for question in _question_asked(one, agency))
        if asked:
            yield replace(standard, questions=asked)


def _question_asked(question: Question, agency: str) -> tuple[Question, ...]:
    variant = next((one for one in question.variants if one.agency == agency), None)
    if variant is None:
        return (replace(question, variants=()),)
    if not variant.is_asked:
        return ()
    return (replace(question, text=variant.text, guidance=variant.guidance or question.guidance, variants=()),)
