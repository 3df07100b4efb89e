"""Frameworks: loaded from files, copied into versions that can be changed, frozen once they are ready (R117, R128)."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from assurance.rules.workbooks import MOST_BYTES, WorkbookRefused, sheets_of
from assurance.services import activity
from assurance.services.spreadsheets import Sheet, TableFile, workbook_file
from scrutiny.models import ContextQuestion, Framework, FrameworkQuestion, FrameworkStep, FrameworkVersion
from scrutiny.queries.framework_parts import stamp_of_version
from scrutiny.queries.frameworks import framework_known, framework_words
from scrutiny.rules.framework_content import FrameworkWords, problems_of_framework, read_framework
from scrutiny.rules.framework_sheets import read_framework_sheets, sheets_of_framework
from scrutiny.rules.frameworks import VersionState
from scrutiny.services.framework_parts import lock_draft

DATA = Path(__file__).resolve().parent.parent / "data"
MOST_TOML = 500_000
CHANGED = "Somebody else changed it in the meantime. Look at what it asks now before you say that it is ready."
ZIP = b"PK\x03\x04"


@transaction.atomic
def load_frameworks(*, now: datetime, data: Path = DATA) -> list[Framework]:
    """The shipped frameworks that are not there yet. A file is named after its slug: of one that is, none is read."""
    known = {slug.replace("-", "_") for slug in Framework.objects.values_list("slug", flat=True)}
    new = [path for path in sorted(data.glob("*.toml")) if path.stem not in known]
    return [_make(read_framework(path.read_text(encoding="utf-8")), None, now) for path in new]


@transaction.atomic
def add_framework(*, words: FrameworkWords, by: User, now: datetime) -> FrameworkVersion:
    """A framework's first version. Raises ValidationError when there is one of that name, or something is left out."""
    demand(by, Permission.MANAGE_SCRUTINY)
    if problems := problems_of_framework(words):
        raise ValidationError(problems)
    if framework_known(words.slug):
        raise ValidationError(f"There is a framework “{words.slug}” already: begin a new version of it instead.")
    return _make(words, by, now).versions.get()


@transaction.atomic
def import_framework(*, upload: UploadedFile, by: User, now: datetime) -> FrameworkVersion:
    """
    A framework out of a workbook or a TOML file: the whole of it or nothing.

    Raises ValidationError with every problem of a workbook by row and column, of a TOML file in sentences.
    """
    demand(by, Permission.MANAGE_SCRUTINY)
    content = upload.read(MOST_BYTES + 1)
    is_workbook = content.startswith(ZIP)
    return add_framework(words=_of_workbook(content) if is_workbook else _of_toml(content), by=by, now=now)


def _of_workbook(content: bytes) -> FrameworkWords:
    try:
        read = read_framework_sheets(sheets_of(content))
    except WorkbookRefused as problem:
        raise ValidationError(str(problem)) from problem
    if read.problems:
        raise ValidationError([problem.sentence for problem in read.problems])
    return read.words


def _of_toml(content: bytes) -> FrameworkWords:
    if len(content) > MOST_TOML:
        raise ValidationError(f"A TOML file of a framework may have {MOST_TOML // 1000}KB.")
    try:
        return read_framework(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise ValidationError("The file is neither an Excel workbook (.xlsx) nor a TOML file in UTF-8.") from problem
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem


@transaction.atomic
def put_aside(*, framework: Framework, by: User, now: datetime) -> None:
    """Offer a framework for no new assessment any more, or offer it again; what was made with it stays."""
    demand(by, Permission.MANAGE_SCRUTINY)
    is_current = not framework.is_current
    Framework.objects.filter(pk=framework.pk).update(is_current=is_current)
    activity.record(
        actor=by, action="framework.resume" if is_current else "framework.put_aside", subject=framework, now=now
    )


def _make(words: FrameworkWords, by: User | None, now: datetime) -> Framework:
    framework = Framework.objects.create(
        slug=words.slug,
        title=words.title,
        reference=words.reference,
        green=words.green,
        amber=words.amber,
        red=words.red,
        any_response=words.any_response,
    )
    # The first version is the author's: what an adapted one is compared with, so that it is cited as it has to be.
    version = FrameworkVersion.objects.create(framework=framework, number=1, created_by=by, created_at=now)
    write_content(version, words)
    freeze_version(version, now)
    activity.record(actor=by, action="framework.add", subject=framework, detail={"slug": words.slug}, now=now)
    return framework


def write_content(version: FrameworkVersion, words: FrameworkWords) -> None:
    """The steps and questions of a version that has none yet; what has an identity keeps it."""
    steps = [
        FrameworkStep(version=version, title=step.title, identity=step.identity or uuid4(), position=place)
        for place, step in enumerate(words.steps, start=1)
    ]
    questions = [
        FrameworkQuestion(
            step=row, text=one.text, covers=list(one.covers), identity=one.identity or uuid4(), position=place
        )
        for row, step in zip(steps, words.steps, strict=True)
        for place, one in enumerate(step.questions, start=1)
    ]
    FrameworkStep.objects.bulk_create(steps)
    FrameworkQuestion.objects.bulk_create(questions)
    ContextQuestion.objects.bulk_create(
        ContextQuestion(version=version, text=one.text, identity=one.identity or uuid4(), position=place)
        for place, one in enumerate(words.context, start=1)
    )


@transaction.atomic
def begin_version(*, version: FrameworkVersion, note: str, by: User, now: datetime) -> FrameworkVersion:
    """A new version that begins as a copy of this one. Raises ValidationError while another can still be changed."""
    demand(by, Permission.MANAGE_SCRUTINY)
    framework = Framework.objects.select_for_update().get(pk=version.framework_id)
    if framework.versions.filter(state=VersionState.DRAFT).exists():
        raise ValidationError("There is a version already that can still be changed: change that one.")
    number = (framework.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    copy = FrameworkVersion.objects.create(
        framework=framework,
        number=number,
        is_adapted=version.is_adapted,
        copied_from=version,
        note=note,
        created_by=by,
        created_at=now,
    )
    write_content(copy, framework_words(version))
    activity.record(actor=by, action="framework.copy", subject=copy, detail={"number": number}, now=now)
    return copy


@transaction.atomic
def discard_version(*, version: FrameworkVersion, by: User, now: datetime) -> None:
    """Take away a version that can still be changed. Raises ValidationError once it cannot."""
    demand(by, Permission.MANAGE_SCRUTINY)
    locked = lock_draft(version, by)
    activity.record(actor=by, action="framework.discard", subject=locked, detail={"number": locked.number}, now=now)
    locked.delete()


@transaction.atomic
def make_ready(*, version: FrameworkVersion, seen: str, by: User, now: datetime) -> None:
    """
    Say that a version is ready for use, if it still asks what was `seen`: from now on nothing of it changes.

    It is a step of its own, for what froze a version by itself would tell others that a draft is begun with it. Raises
    ValidationError with every reason why no assessment could be made with it.
    """
    locked = lock_draft(version, by)
    if stamp_of_version(locked) != seen:
        raise ValidationError(CHANGED, code="conflict", params={"seen": stamp_of_version(locked)})
    if problems := problems_of_framework(framework_words(locked)):
        raise ValidationError(problems)
    freeze_version(locked, now)
    activity.record(actor=by, action="framework.make_ready", subject=locked, detail={"number": locked.number}, now=now)


@transaction.atomic
def version_file(*, version: FrameworkVersion, by: User, now: datetime) -> TableFile:
    """All of a version as a workbook that can be read as a framework again; taking it away is logged."""
    sheets = [Sheet(name, head, rows) for name, (head, rows) in sheets_of_framework(framework_words(version)).items()]
    file = workbook_file(name=f"{version.framework.slug}-{version.number}", title=str(version), sheets=sheets)
    detail = {"sha256": sha256_of(file.content)}
    activity.record(actor=by, action="framework.download", subject=version, detail=detail, now=now)
    return file


def freeze_version(version: FrameworkVersion, now: datetime) -> None:
    """Let nothing of a version change any more. Nothing happens to a frozen one."""
    FrameworkVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT).update(
        state=str(VersionState.FROZEN), frozen_at=now
    )
