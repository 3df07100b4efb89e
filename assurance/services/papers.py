"""The papers of an agenda: uploaded, or taken live from the portal until circulation freezes them (SAAS ToR 3.3)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.models import AgendaItem, Circulation, Meeting, Paper, User
from assurance.permissions import refusal
from assurance.queries.papers import live_papers, may_read_source
from assurance.rules.agendas import PaperKind
from assurance.rules.canonical import sha256_of
from assurance.rules.circulated import FrozenPaper
from assurance.rules.evidence import KINDS, MAX_BYTES, MAX_FILES, extension_of, file_problem
from assurance.rules.meetings import Circulated
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.agenda_lock import lock_agenda


@transaction.atomic
def upload_paper(*, item: AgendaItem, upload: UploadedFile, title: str = "", by: User, now: datetime) -> Paper:
    """Keep an uploaded file with an item. Raises ValidationError with one sentence when it cannot be taken."""
    _room(item, by)
    content = upload.read(MAX_BYTES + 1)
    if problem := file_problem(upload.name, content):
        raise ValidationError(problem)
    extension, digest = extension_of(upload.name), sha256_of(content)
    paper = Paper(item=item, kind=str(PaperKind.FILE), title=title.strip() or upload.name[:240])
    paper.name, paper.content_type, paper.size = upload.name[-160:], KINDS[extension], len(content)
    paper.sha256, paper.added_by, paper.added_at = digest, by, now
    paper.file.save(f"{digest[:32]}{extension}", ContentFile(content), save=True)
    activity.record(actor=by, action="paper.upload", subject=paper, detail={"sha256": digest}, now=now)
    return paper


@transaction.atomic
def take_live_paper(*, item: AgendaItem, source: str, by: User, now: datetime) -> Paper:
    """Put a table of the portal among an item's papers; what it shows is frozen when the agenda is circulated."""
    _room(item, by)
    if source not in live_papers():
        raise ValidationError("Choose what to take from the portal.")
    if not may_read_source(by, item.meeting, source):
        raise PermissionDenied(refusal(Permission.RUN_MEETING))
    if item.papers.filter(source=source).exists():
        raise ValidationError("That is among the papers of this item already.")
    title = live_papers()[source].title
    paper = Paper.objects.create(
        item=item, kind=str(PaperKind.LIVE), title=title, source=source, added_by=by, added_at=now
    )
    activity.record(actor=by, action="paper.take_live", subject=paper, detail={"source": source}, now=now)
    return paper


@transaction.atomic
def remove_paper(*, paper: Paper, by: User, now: datetime) -> None:
    """Take a paper off its item. A file that was circulated is kept, for those who had it."""
    lock_agenda(paper.item.meeting, by)
    activity.record(actor=by, action="paper.remove", subject=paper, detail={"sha256": paper.sha256}, now=now)
    drop_files(paper.item.meeting, [paper])
    paper.delete()


def drop_files(meeting: Meeting, papers: list[Paper]) -> None:
    """Delete the files of papers that go, once that is certain; not those a circulation of the meeting names."""
    circulated = Circulation.objects.filter(meeting=meeting, what=Circulated.PAPERS)
    for paper in papers:
        if paper.kind == PaperKind.FILE and not circulated.filter(content__contains=str(paper.pk)).exists():
            storage, name = paper.file.storage, paper.file.name
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))


@transaction.atomic
def record_download(*, meeting: Meeting, paper: FrozenPaper, by: User, now: datetime) -> None:
    """Log that somebody has taken a paper away (R18)."""
    detail = {"paper": paper.id, "sha256": paper.sha256}
    activity.record(actor=by, action="paper.download", subject=meeting, detail=detail, now=now)


def _room(item: AgendaItem, by: User) -> None:
    lock_agenda(item.meeting, by)
    if item.papers.count() >= MAX_FILES:
        raise ValidationError(f"An item can have {MAX_FILES} papers. Remove one before you add another.")
