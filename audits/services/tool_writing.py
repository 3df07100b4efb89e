"""Writing all of a version at once: a copy, a workbook's, one shipped with the portal."""

import re
from collections.abc import Iterable
from uuid import uuid4

from django.utils.text import slugify

from assurance.models import Agency, Topic
from audits.models import QuestionVariant, ToolGrade, ToolQuestion, ToolSection, ToolStandard, ToolVersion
from audits.rules.tool_content import Question, Section, ToolContent
from audits.rules.tools import GradeRule

LONGEST_SLUG = 40
A_SLUG = re.compile(rf"[-a-zA-Z0-9_]{{1,{LONGEST_SLUG}}}")


def write_content(version: ToolVersion, content: ToolContent) -> None:
    """
    Make the rows of all a version holds; a standard without an identity is a new one.

    Themes the portal does not know are left out, and so is what agencies it does not know are asked otherwise.
    """
    topics = dict(Topic.objects.values_list("slug", "pk"))
    sections = [_section(version, section, place) for place, section in enumerate(content.sections, start=1)]
    standards = [
        ToolStandard(
            section=row,
            identity=standard.identity or uuid4(),
            text=standard.text,
            source=standard.source,
            topic_id=topics.get(standard.topic),
            position=place,
        )
        for row, section in zip(sections, content.sections, strict=True)
        for place, standard in enumerate(section.standards, start=1)
    ]
    questions = [
        (_question(row, question, place), question)
        for row, standard in zip(standards, content.standards, strict=True)
        for place, question in enumerate(standard.questions, start=1)
    ]
    ToolSection.objects.bulk_create(sections)
    ToolStandard.objects.bulk_create(standards)
    ToolQuestion.objects.bulk_create(row for row, _ in questions)
    _write_variants(questions)
    _write_grades(version, content.grades)


def free_grade_slug(label: str, taken: Iterable[str]) -> str:
    """A slug for a grade of this name that none of its scale has."""
    base = slugify(label)[: LONGEST_SLUG - 3] or "grade"
    names = [base, *(f"{base}-{number}" for number in range(2, 100))]
    used = set(taken)
    return next(name for name in names if name not in used)


def _section(version: ToolVersion, section: Section, place: int) -> ToolSection:
    return ToolSection(version=version, title=section.title, guidance=section.guidance, position=place)


def _question(standard: ToolStandard, question: Question, place: int) -> ToolQuestion:
    return ToolQuestion(
        standard=standard,
        kind=question.kind,
        purpose=question.purpose,
        text=question.text,
        guidance=question.guidance,
        needs_evidence=question.needs_evidence,
        is_required=question.is_required,
        position=place,
    )


def _write_variants(questions: Iterable[tuple[ToolQuestion, Question]]) -> None:
    agencies = dict(Agency.objects.values_list("slug", "pk"))
    QuestionVariant.objects.bulk_create(
        QuestionVariant(
            question=row,
            agency_id=agencies[variant.agency],
            text=variant.text,
            guidance=variant.guidance,
            is_asked=variant.is_asked,
        )
        for row, question in questions
        for variant in question.variants
        if variant.agency in agencies
    )


def _write_grades(version: ToolVersion, grades: Iterable[GradeRule]) -> None:
    taken: list[str] = []
    for place, grade in enumerate(grades, start=1):
        keeps = A_SLUG.fullmatch(grade.slug) and grade.slug not in taken
        taken.append(grade.slug if keeps else free_grade_slug(grade.label, taken))
        ToolGrade.objects.create(
            version=version,
            slug=taken[-1],
            label=grade.label,
            meaning=grade.meaning,
            position=place,
            meets=grade.meets,
            is_neutral=grade.is_neutral,
            needs_route=grade.needs_route,
        )
