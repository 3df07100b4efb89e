"""Reading audit tools: which versions a person may read and change, and what a version asks, of whom (R111)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from assurance.models import Agency, User
from assurance.permissions import may, may_somewhere
from assurance.rules.roles import Permission
from audits.models import AuditTool, QuestionVariant, ToolGrade, ToolQuestion, ToolSection, ToolStandard, ToolVersion
from audits.queries.audits import audits_run_by
from audits.rules.audits import AuditState
from audits.rules.tool_content import Question, Section, Standard, ToolContent, Variant, asked_of, numbered
from audits.rules.tools import GradeRule, Purpose, QuestionKind, VersionState

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
    """The same of several versions, by their keys: as many queries for however many."""
    standards = ToolStandard.objects.select_related("topic").order_by("position", "pk")
    questions = ToolQuestion.objects.order_by("position", "pk")
    variants = QuestionVariant.objects.select_related("agency").order_by("agency__name")
    sections = ToolSection.objects.filter(version__in=versions).order_by("position", "pk")
    rows = sections.prefetch_related(
        Prefetch("standards", standards),
        Prefetch("standards__questions", questions),
        Prefetch("standards__questions__variants", variants),
    )
    held: dict[UUID, list[Section]] = {version.pk: [] for version in versions}
    for row in rows:
        held[row.version_id].append(_section(row))
    grades: dict[UUID, list[GradeRule]] = {version.pk: [] for version in versions}
    for grade in ToolGrade.objects.filter(version__in=versions).order_by("position"):
        grades[grade.version_id].append(_grade(grade))
    return {pk: numbered(ToolContent(tuple(found), tuple(grades[pk]))) for pk, found in held.items()}


def grades_of(version: ToolVersion) -> tuple[GradeRule, ...]:
    """The scale of a version, best first."""
    return tuple(_grade(row) for row in version.grades.order_by("position"))


def _grade(row: ToolGrade) -> GradeRule:
    return GradeRule(row.slug, row.label, row.meaning, row.meets, row.is_neutral, row.needs_route)


def questions_for(version: ToolVersion, agency: Agency) -> ToolContent:
    """What one agency is asked: its variants in place, what it is not asked left out. Five queries."""
    return asked_of(tool_content(version), agency.slug)


def _section(row: ToolSection) -> Section:
    return Section(row.title, tuple(_standard(one) for one in row.standards.all()), row.guidance, pk=row.pk)


def _standard(row: ToolStandard) -> Standard:
    return Standard(
        text=row.text,
        questions=tuple(_question(one) for one in row.questions.all()),
        source=row.source,
        topic=row.topic.slug if row.topic else "",
        topic_title=row.topic.title if row.topic else "",
        identity=row.identity,
        pk=row.pk,
    )


def _question(row: ToolQuestion) -> Question:
    return Question(
        kind=QuestionKind(row.kind),
        text=row.text,
        purpose=Purpose(row.purpose),
        guidance=row.guidance,
        needs_evidence=row.needs_evidence,
        is_required=row.is_required,
        variants=tuple(_variant(one) for one in row.variants.all()),
        pk=row.pk,
    )


def _variant(row: QuestionVariant) -> Variant:
    return Variant(row.agency.slug, row.text, row.guidance, row.is_asked, row.agency.name, row.pk)
