"""Files uploaded as evidence for a statement."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.models import EvidenceFile, ReturnItem, User
from assurance.permissions import demand
from assurance.rules.canonical import sha256_of
from assurance.rules.evidence import KINDS, MAX_BYTES, MAX_FILES, extension_of, file_problem
from assurance.rules.roles import Permission
from assurance.services import activity


@transaction.atomic
def attach_file(*, item: ReturnItem, upload: UploadedFile, by: User, now: datetime) -> EvidenceFile:
    """Keep an uploaded file with a statement. Raises ValidationError with one sentence when it cannot be taken."""
    status_return = item.section.status_return
    demand(by, Permission.DRAFT_RETURN, status_return.owner)
    if not status_return.is_editable:
        raise ValidationError("This return has been submitted, so no file can be added to it.")
    if item.files.count() >= MAX_FILES:
        raise ValidationError(f"A statement can have {MAX_FILES} files. Remove one before you add {upload.name}.")
    content = upload.read(MAX_BYTES + 1)
    if problem := file_problem(upload.name, content):
        raise ValidationError(problem)
    extension = extension_of(upload.name)
    digest = sha256_of(content)
    file = EvidenceFile(
        status_return=status_return,
        item=item,
        name=upload.name[-160:],
        content_type=KINDS[extension],
        size=len(content),
        sha256=digest,
        uploaded_by=by,
        uploaded_at=now,
    )
    file.file.save(f"{digest[:32]}{extension}", ContentFile(content), save=True)
    activity.record(actor=by, action="evidence.upload", subject=file, detail={"sha256": digest}, now=now)
    return file


@transaction.atomic
def remove_file(*, file: EvidenceFile, by: User, now: datetime) -> None:
    """Take a file off its statement; it is deleted unless a signed version names it."""
    demand(by, Permission.DRAFT_RETURN, file.status_return.owner)
    if not file.status_return.is_editable:
        raise ValidationError("This return has been submitted, so its files cannot be removed.")
    activity.record(actor=by, action="evidence.remove", subject=file, detail={"sha256": file.sha256}, now=now)
    if file.submissions.exists():
        EvidenceFile.objects.filter(pk=file.pk).update(item=None)
        return
    storage, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))
