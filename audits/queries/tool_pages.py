"""The pages of audit tools: the list, one tool with its versions, one version with all it asks (R111)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from assurance.models import Agency, User
from assurance.permissions import may
from assurance.rules.roles import Permission
from audits.models import Audit, AuditTool, ToolGrade, ToolVersion
from audits.queries.audits import audits_visible_to
from audits.queries.tools import tool_content, tools_visible_to, versions_edited_by, versions_visible_to
from audits.rules.audits import UNIT_OF, AuditKind, Unit
from audits.rules.tool_content import Question, Section, Standard, ToolContent, asked_of
from audits.rules.tool_problems import problems_of_tool
from audits.rules.tools import KIND_WORDS, PURPOSE_WORDS, Purpose


@dataclass(frozen=True)
class VersionRow:
    """One version in a list, with the audits that use it as far as the reader may know of them."""

    version: ToolVersion
    audits: tuple[Audit, ...]


@dataclass(frozen=True)
class ToolRow:
    """One tool with its versions, the newest first."""

    tool: AuditTool
    versions: tuple[VersionRow, ...]

    @property
    def latest(self) -> ToolVersion:
        """Its newest version."""
        return self.versions[0].version


@dataclass(frozen=True)
class ToolList:
    """Every tool, those in use before those put aside; whether the reader keeps them."""

    in_use: tuple[ToolRow, ...]
    put_aside: tuple[ToolRow, ...]
    keeps: bool


@dataclass(frozen=True)
class ToldGrade:
    """A grade, and what it says in words."""

    grade: ToolGrade
    words: str


@dataclass(frozen=True)
class Told:
    """What is said of a question beside its text: how it is answered, what it is for, and whether it must be."""

    question: Question

    @property
    def words(self) -> str:
        """The same in one line."""
        question = self.question
        parts = [KIND_WORDS[question.kind]]
        parts += [PURPOSE_WORDS[question.purpose]] if question.purpose != Purpose.STANDARD else []
        parts += ["Evidence has to be given"] if question.needs_evidence else []
        parts += [] if question.is_required else ["May be left blank"]
        return " · ".join(parts)


@dataclass(frozen=True)
class BuilderStandard:
    """One standard as the builder shows it."""

    standard: Standard
    questions: tuple[Told, ...]


@dataclass(frozen=True)
class BuilderSection:
    """One section as the builder shows it."""

    section: Section
    standards: tuple[BuilderStandard, ...]


@dataclass(frozen=True)
class VersionPage:
    """
    One version with all it asks.

    `problems` is what still keeps an audit from being launched with it; `may_edit` whether the reader can change it,
    `keeps` whether they make new versions and tools.
    """

    row: VersionRow
    content: ToolContent
    sections: tuple[BuilderSection, ...]
    grades: tuple[ToldGrade, ...]
    problems: tuple[str, ...]
    may_edit: bool
    keeps: bool


def tool_list(user: User) -> ToolList:
    """The tools `user` reads; the tools of one kind together."""
    rows = [_row(tool, user) for tool in _with_versions(user).order_by("kind", "title")]
    rows = [row for row in rows if row.versions]
    in_use, aside = ([row for row in rows if row.tool.is_current is current] for current in (True, False))
    return ToolList(tuple(in_use), tuple(aside), keeps_tools(user))


def keeps_tools(user: User) -> bool:
    """Whether `user` makes tools and new versions of them."""
    return may(user, Permission.MANAGE_AUDIT)


def tool_visible_to(user: User, slug: str) -> ToolRow | None:
    """The tool with this slug, or None."""
    tool = _with_versions(user).filter(slug=slug).first()
    return _row(tool, user) if tool else None


def version_visible_to(user: User, pk: object) -> ToolVersion | None:
    """The version with this key, or None."""
    return versions_visible_to(user).filter(pk=pk).first()


def version_page(version: ToolVersion, user: User) -> VersionPage:
    """All there is to see of a version."""
    content = tool_content(version)
    row = VersionRow(version, tuple(audits_visible_to(user).filter(tool=version)))
    may_edit = versions_edited_by(user).filter(pk=version.pk).exists()
    problems = tuple(problems_of_tool(content))
    return VersionPage(row, content, _sections(content), _grades(version), problems, may_edit, keeps_tools(user))


def asked_content(version: ToolVersion, agency: Agency | None) -> ToolContent:
    """What an agency is asked; without one, what those are that have no words of their own."""
    content = tool_content(version)
    return asked_of(content, agency.slug if agency else "")


def has_cases(version: ToolVersion) -> bool:
    """Whether children's cases are graded with a version, and not agencies."""
    return UNIT_OF[AuditKind(version.tool.kind)] == Unit.CASE


def _sections(content: ToolContent) -> tuple[BuilderSection, ...]:
    """The sections with what is said of each question in words."""
    return tuple(
        BuilderSection(
            section,
            tuple(BuilderStandard(one, tuple(map(Told, one.questions))) for one in section.standards),
        )
        for section in content.sections
    )


def _grades(version: ToolVersion) -> tuple[ToldGrade, ...]:
    """The scale of a version, best first, with what each grade says in words."""
    return tuple(ToldGrade(grade, _says(grade)) for grade in version.grades.order_by("position", "pk"))


def _says(grade: ToolGrade) -> str:
    if grade.is_neutral:
        return "Says nothing about practice"
    if grade.meets:
        return "The standard is met"
    return "The standard is not met" + (", and the child’s team is told first" if grade.needs_route else "")


def _with_versions(user: User) -> Iterable[AuditTool]:
    audits = Prefetch("audits", audits_visible_to(user), to_attr="seen_audits")
    versions = versions_visible_to(user).prefetch_related(audits).order_by("-number")
    return tools_visible_to(user).prefetch_related(Prefetch("versions", versions))


def _row(tool: AuditTool, user: User) -> ToolRow:
    return ToolRow(tool, tuple(VersionRow(one, tuple(one.seen_audits)) for one in tool.versions.all()))
