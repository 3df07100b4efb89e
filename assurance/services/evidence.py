"""Files uploaded as evidence for a statement."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.models import EvidenceFile, ReturnItem, StatusReturn, User
from assurance.permissions import demand
from assurance.rules.canonical import sha256_of
from assurance.rules.evidence import KINDS, MAX_BYTES, MAX_FILES, extension_of, file_problem
from assurance.rules.roles import Permission
from assurance.services import activity


def lock_for_writing(return_id: int, by: User) -> StatusReturn:
    """The return, locked until the transaction ends, if `by` may write in it now. Raises otherwise, with a sentence."""
    status_return = StatusReturn.objects.select_for_update().get(pk=return_id)
    demand(by, Permission.DRAFT_RETURN, status_return.owner)
    if not status_return.is_editable:
        raise ValidationError(
            "This return has been submitted, so nothing more can be saved in it. "
            "Your text is still on this page: recall the return, or ask its lead to, and save again."
        )
    return status_return


@transaction.atomic
def attach_file(*, item: ReturnItem, upload: UploadedFile, by: User, now: datetime) -> EvidenceFile:
    """Keep an uploaded file with a statement. Raises ValidationError with one sentence when it cannot be taken."""
    status_return = lock_for_writing(item.section.status_return_id, by)
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
    lock_for_writing(file.status_return_id, by)
    activity.record(actor=by, action="evidence.remove", subject=file, detail={"sha256": file.sha256}, now=now)
    drop_file(file)


def drop_file(file: EvidenceFile) -> None:
    """Delete a file, once that is certain; one that a signed version names only leaves its statement."""
    if file.submissions.exists():
        EvidenceFile.objects.filter(pk=file.pk).update(item=None)
        return
    storage, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))
