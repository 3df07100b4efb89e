"""The files kept with items of assurance: added by whoever keeps the item, taken off again, taken away (R85, R91)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.models import AssuranceItem, ItemFile, User
from assurance.permissions import demand
from assurance.queries.items import problem_of_files
from assurance.rules.canonical import sha256_of
from assurance.rules.evidence import KINDS, MAX_BYTES, MAX_FILES, extension_of, file_problem
from assurance.rules.roles import Permission
from assurance.services import activity


def demand_keeping(item: AssuranceItem, by: User) -> None:
    """Whoever recorded an item keeps it while they may record; others' are kept by those who manage assurance."""
    demand(by, Permission.RECORD_ASSURANCE if item.recorded_by_id == by.pk else Permission.MANAGE_ASSURANCE)


@transaction.atomic
def add_file(*, item: AssuranceItem, upload: UploadedFile, by: User, now: datetime) -> ItemFile:
    """
    Keep an uploaded file with an item that was recorded by hand. Raises ValidationError with one sentence.

    An item made of a record has its files with that record.
    """
    locked = AssuranceItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    demand_keeping(locked, by)
    if problem := problem_of_files(locked):
        raise ValidationError(problem)
    if locked.files.count() >= MAX_FILES:
        raise ValidationError(f"An item can have {MAX_FILES} files. Remove one before you add another.")
    content = upload.read(MAX_BYTES + 1)
    if problem := file_problem(upload.name, content):
        raise ValidationError(problem)
    extension, digest = extension_of(upload.name), sha256_of(content)
    file = ItemFile(item=locked, name=upload.name[-160:], content_type=KINDS[extension], size=len(content))
    file.sha256, file.added_by, file.added_at = digest, by, now
    file.file.save(f"{digest[:32]}{extension}", ContentFile(content), save=True)
    activity.record(actor=by, action="item.add_file", subject=locked, detail={"sha256": digest}, now=now)
    return file


@transaction.atomic
def remove_file(*, file: ItemFile, by: User, now: datetime) -> None:
    """Take a file off its item, and delete it once that is certain: what should not be here must be able to go."""
    demand_keeping(file.item, by)
    activity.record(actor=by, action="item.remove_file", subject=file.item, detail={"sha256": file.sha256}, now=now)
    storage, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def record_download(*, file: ItemFile, by: User, now: datetime) -> None:
    """Log that somebody has taken a file away (R18)."""
    activity.record(actor=by, action="item.download_file", subject=file.item, detail={"sha256": file.sha256}, now=now)
