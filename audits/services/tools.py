"""Audit tools and their versions: new, copied, out of a workbook; frozen at launch and never changed after (R111)."""

from datetime import datetime
from typing import NoReturn

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import slugify

from assurance.models import Agency, Topic, User
from assurance.permissions import demand, refusal
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from assurance.rules.workbooks import MOST_BYTES, WorkbookRefused, sheets_of
from assurance.services import activity
from audits.models import AuditTool, ToolVersion
from audits.queries.tools import tool_content, versions_kept_by
from audits.rules.audits import UNIT_OF, AuditKind
from audits.rules.tool_content import Question, Section, Standard, ToolContent
from audits.rules.tool_problems import LONGEST_TITLE
from audits.rules.tool_sheets import read_tool
from audits.rules.tools import ALWAYS_ASKED
from audits.services.tool_writing import write_content

KEEPS = Permission.MANAGE_AUDIT
FROZEN = "An audit was launched with this version, so it stays as it is. Make a new version of the tool to change it."
IN_USE = "An audit is planned with this version. Choose another tool for the audit first."
LAST = "A tool has at least one version. Say that the tool is no longer used instead."
TAKEN = "There is a tool of that title already."
# What an address below /audits/tools/ is called besides tools.
RESERVED = frozenset({"", "add", "versions", "sections", "standards", "questions", "grades", "variants"})
# What a new tool begins with: what every audit asks besides its standards.
BEGINS_WITH = ToolContent(
    (
        Section(
            "The child",
            (
                Standard(
                    "The child is at the centre of the work, and is better off for it.",
                    tuple(Question(kind, text, purpose) for purpose, (kind, text) in ALWAYS_ASKED.items()),
                ),
            ),
        ),
    )
)


@transaction.atomic
def add_tool(*, title: str, kind: AuditKind, note: str, by: User, now: datetime) -> ToolVersion:
    """A new tool; its first version, a draft that asks what every audit asks. Raises ValidationError."""
    demand(by, KEEPS)
    return new_version(_new_tool(title, kind, note, by, now), BEGINS_WITH, source=None, by=by, now=now)


@transaction.atomic
def edit_tool(
    *,
    tool: AuditTool,
    title: str,
    kind: AuditKind,
    note: str,
    is_starting_point: bool,
    is_current: bool,
    by: User,
    now: datetime,
) -> None:
    """Change what is said of a tool. What its audits grade cannot change under them."""
    demand(by, KEEPS)
    _demand_title(title, besides=tool)
    used = ToolVersion.objects.filter(tool=tool, audits__isnull=False).exists()
    if used and UNIT_OF[AuditKind(tool.kind)] != UNIT_OF[kind]:
        raise ValidationError("Audits use this tool. Copy it to a new tool for the other kind.")
    AuditTool.objects.filter(pk=tool.pk).update(
        title=title, kind=kind, note=note, is_starting_point=is_starting_point, is_current=is_current
    )
    activity.record(actor=by, action="tool.edit", subject=tool, now=now)


@transaction.atomic
def add_version(*, tool: AuditTool, source: ToolVersion, by: User, now: datetime) -> ToolVersion:
    """A new draft version that begins as a copy of `source`, of whatever tool: its standards stay the same ones."""
    demand(by, KEEPS)
    return new_version(tool, tool_content(source), source=source, by=by, now=now)


@transaction.atomic
def copy_to_tool(
    *, source: ToolVersion, title: str, kind: AuditKind, note: str, by: User, now: datetime
) -> ToolVersion:
    """A new tool that begins as a copy of `source`. Raises ValidationError."""
    demand(by, KEEPS)
    return new_version(_new_tool(title, kind, note, by, now), tool_content(source), source=source, by=by, now=now)


@transaction.atomic
def import_version(*, tool: AuditTool, upload: UploadedFile, by: User, now: datetime) -> ToolVersion:
    """A new draft version out of a workbook. Raises ValidationError with every problem, by row and column, or one."""
    demand(by, KEEPS)
    content = upload.read(MOST_BYTES + 1)
    try:
        read = read_tool(sheets_of(content), agencies=_agency_names(), topics=_topic_names())
    except WorkbookRefused as problem:
        raise ValidationError(str(problem)) from problem
    if read.problems:
        raise ValidationError([problem.sentence for problem in read.problems])
    return new_version(tool, read.content, source=None, by=by, now=now, detail={"sha256": sha256_of(content)})


@transaction.atomic
def discard_version(*, version: ToolVersion, by: User, now: datetime) -> None:
    """Take a draft away that no audit uses. Raises ValidationError when one does, and for the last of its tool."""
    demand(by, KEEPS)
    locked = lock_draft(version, by)
    if locked.audits.exists():
        raise ValidationError(IN_USE)
    if not ToolVersion.objects.filter(tool=locked.tool_id).exclude(pk=locked.pk).exists():
        raise ValidationError(LAST)
    ToolVersion.objects.filter(copied_from=locked).update(copied_from=locked.copied_from_id)
    activity.record(actor=by, action="tool.discard", subject=locked, detail={"number": locked.number}, now=now)
    locked.delete()


def demand_keeping(by: User, version: ToolVersion) -> None:
    """Raise PermissionDenied, with a sentence saying whom to ask, unless the version is for `by` to write."""
    if not versions_kept_by(by).filter(pk=version.pk).exists():
        raise PermissionDenied(refusal(KEEPS))


def lock_draft(version: ToolVersion, by: User) -> ToolVersion:
    """The version, held until the transaction ends. Raises PermissionDenied, or ValidationError when it is frozen."""
    locked = ToolVersion.objects.select_for_update().filter(pk=version.pk).first()
    if locked is None:
        raise ValidationError("Somebody else took this version away in the meantime.")
    demand_keeping(by, locked)
    if locked.is_frozen:
        raise ValidationError(FROZEN)
    return locked


def new_version(
    tool: AuditTool,
    content: ToolContent,
    *,
    source: ToolVersion | None,
    by: User | None,
    now: datetime,
    detail: dict[str, str] | None = None,
) -> ToolVersion:
    """The next version of a tool, a draft with this content; whether `by` may is for those who call it to ask."""
    AuditTool.objects.select_for_update().get(pk=tool.pk)
    latest = ToolVersion.objects.filter(tool=tool).order_by("-number").first()
    version = ToolVersion.objects.create(
        tool=tool, number=latest.number + 1 if latest else 1, copied_from=source, created_by=by, created_at=now
    )
    write_content(version, content)
    copied = {"copied_from": str(source.pk)} if source else {}
    activity.record(actor=by, action="tool.version", subject=version, detail=copied | (detail or {}), now=now)
    return version


def _new_tool(title: str, kind: AuditKind, note: str, by: User, now: datetime) -> AuditTool:
    slug = _demand_title(title)
    tool = AuditTool.objects.create(slug=slug, title=title, kind=kind, note=note)
    activity.record(actor=by, action="tool.add", subject=tool, detail={"slug": slug}, now=now)
    return tool


def _demand_title(title: str, besides: AuditTool | None = None) -> str:
    """The slug of a title. Raises ValidationError."""
    slug = slugify(title)[:80]
    if slug in RESERVED or len(title) > LONGEST_TITLE:
        _refuse("Enter a title that says what is audited.")
    others = AuditTool.objects.exclude(pk=besides.pk) if besides else AuditTool.objects.all()
    if others.filter(title__iexact=title).exists() or (besides is None and others.filter(slug=slug).exists()):
        _refuse(TAKEN)
    return slug


def _refuse(sentence: str) -> NoReturn:
    raise ValidationError(sentence)


def _agency_names() -> dict[str, str]:
    agencies = list(Agency.objects.values_list("slug", "name"))
    return {name.casefold(): slug for slug, name in agencies} | {slug: slug for slug, _ in agencies}


def _topic_names() -> dict[str, str]:
    topics = list(Topic.objects.named().values_list("slug", "title"))
    return {title.casefold(): slug for slug, title in topics} | {slug: slug for slug, _ in topics}
