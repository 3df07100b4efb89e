"""Reading audit tools: which versions a person may read and change, and what a version asks, of whom (R111)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from assurance.models import Agency, User
from assurance.permissions import may, may_somewhere
from assurance.rules.roles import Permission
from audits.models import AuditTool, QuestionVariant, ToolGrade, ToolQuestion, ToolSection, ToolStandard, ToolVersion
from audits.queries.audits import audits_run_by
from audits.rules.audits import AuditState
from audits.rules.tool_content import Question, Section, Standard, ToolContent, Variant, asked_of, numbered
from audits.rules.tools import GradeRule, Purpose, QuestionKind, VersionState

Row = TypeVar("Row")
READERS = (Permission.READ_AUDIT, Permission.MANAGE_AUDIT, Permission.ANSWER_AUDIT)


def versions_visible_to(user: User) -> QuerySet[ToolVersion]:
    """Every version of every tool, newest first in each, for those who read or answer audits: tools are no secret."""
    found = ToolVersion.objects.select_related("tool", "created_by", "copied_from__tool")
    return found if may_somewhere(user, *READERS) else found.none()


def tools_visible_to(user: User) -> QuerySet[AuditTool]:
    """The tools `user` may read."""
    return AuditTool.objects.filter(pk__in=versions_visible_to(user).order_by().values("tool"))


def versions_kept_by(user: User) -> QuerySet[ToolVersion]:
    """The versions that are for `user` to write: all for those who manage audits, a lead's those of their audits."""
    if may(user, Permission.MANAGE_AUDIT):
        return versions_visible_to(user)
    led = audits_run_by(user).exclude(state=AuditState.CANCELLED)
    return versions_visible_to(user).filter(pk__in=led.order_by().values("tool"))


def versions_edited_by(user: User) -> QuerySet[ToolVersion]:
    """Those of them that can still be changed, for no audit has been launched with them."""
    return versions_kept_by(user).filter(state=VersionState.DRAFT)


def tool_content(version: ToolVersion) -> ToolContent:
    """All a version holds, in the order of its pages, with its numbers: five queries, however long it is."""
    return contents_of([version])[version.pk]


def contents_of(versions: Collection[ToolVersion]) -> dict[UUID, ToolContent]:
    """
    The same of several versions, by their keys: as many queries for however many.

    Read as plain values, for it is read with every answer that is saved and every grade that is settled.
    """
    standards = _standards(versions)
    sections: dict[UUID, list[Section]] = {version.pk: [] for version in versions}
    rows = ToolSection.objects.filter(version__in=versions).order_by("position", "pk")
    for version, pk, title, guidance in rows.values_list("version", "pk", "title", "guidance"):
        sections[version].append(Section(title, standards.get(pk, ()), guidance, pk=pk))
    grades: dict[UUID, list[GradeRule]] = {version.pk: [] for version in versions}
    for grade in ToolGrade.objects.filter(version__in=versions).order_by("position"):
        grades[grade.version_id].append(_grade(grade))
    return {pk: numbered(ToolContent(tuple(found), tuple(grades[pk]))) for pk, found in sections.items()}


def grades_of(version: ToolVersion) -> tuple[GradeRule, ...]:
    """The scale of a version, best first."""
    return tuple(_grade(row) for row in version.grades.order_by("position"))


def _grade(row: ToolGrade) -> GradeRule:
    return GradeRule(row.slug, row.label, row.meaning, row.meets, row.is_neutral, row.needs_route)


def questions_for(version: ToolVersion, agency: Agency) -> ToolContent:
    """What one agency is asked: its variants in place, what it is not asked left out. Five queries."""
    return asked_of(tool_content(version), agency.slug)


def _standards(versions: Collection[ToolVersion]) -> dict[UUID, tuple[Standard, ...]]:
    """The standards of these versions, by section."""
    questions = _questions(versions)
    rows = ToolStandard.objects.filter(section__version__in=versions).order_by("position", "pk")
    found: dict[UUID, list[Standard]] = defaultdict(list)
    names = ("section", "pk", "text", "source", "topic__slug", "topic__title", "identity")
    for section, pk, text, source, topic, topic_title, identity in rows.values_list(*names):
        standard = Standard(text, questions.get(pk, ()), source, topic or "", topic_title or "", identity, pk)
        found[section].append(standard)
    return _fixed(found)


def _questions(versions: Collection[ToolVersion]) -> dict[UUID, tuple[Question, ...]]:
    """The questions of these versions, by standard."""
    variants = _variants(versions)
    rows = ToolQuestion.objects.filter(standard__section__version__in=versions).order_by("position", "pk")
    found: dict[UUID, list[Question]] = defaultdict(list)
    names = ("standard", "pk", "kind", "purpose", "text", "guidance", "needs_evidence", "is_required")
    for standard, pk, kind, purpose, text, guidance, needs_evidence, is_required in rows.values_list(*names):
        question = Question(
            kind=QuestionKind(kind),
            text=text,
            purpose=Purpose(purpose),
            guidance=guidance,
            needs_evidence=needs_evidence,
            is_required=is_required,
            variants=variants.get(pk, ()),
            pk=pk,
        )
        found[standard].append(question)
    return _fixed(found)


def _variants(versions: Collection[ToolVersion]) -> dict[UUID, tuple[Variant, ...]]:
    """What single agencies are asked otherwise in a version, by question."""
    rows = QuestionVariant.objects.filter(question__standard__section__version__in=versions).order_by("agency__name")
    found: dict[UUID, list[Variant]] = defaultdict(list)
    names = ("question", "agency__slug", "text", "guidance", "is_asked", "agency__name", "pk")
    for question, *values in rows.values_list(*names):
        found[question].append(Variant(*values))
    return _fixed(found)


def _fixed(found: Mapping[UUID, list[Row]]) -> dict[UUID, tuple[Row, ...]]:
    return {key: tuple(rows) for key, rows in found.items()}
