"""Files uploaded as evidence for an answer: told from their content, kept as long as a signed version names them."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.models import User
from assurance.rules.canonical import sha256_of
from assurance.rules.evidence import KINDS, MAX_BYTES, MAX_FILES, extension_of, file_problem
from assurance.services import activity
from audits.models import Answer, AnswerFile, AnswerSheet
from audits.services.answers import lock_for_writing


@transaction.atomic
def attach_file(*, sheet: AnswerSheet, question: UUID, upload: UploadedFile, by: User, now: datetime) -> AnswerFile:
    """Keep an uploaded file with an answer. Raises ValidationError with one sentence when it cannot be taken."""
    lock_for_writing(sheet.participant_id, by)
    answer, _ = Answer.objects.get_or_create(sheet=sheet, question_id=question, defaults={"version": 0})
    if answer.files.count() >= MAX_FILES:
        raise ValidationError(f"An answer can have {MAX_FILES} files. Remove one before you add {upload.name}.")
    name, content = upload.name or "", upload.read(MAX_BYTES + 1)
    if problem := file_problem(name, content):
        raise ValidationError(problem)
    extension, digest = extension_of(name), sha256_of(content)
    file = AnswerFile(
        sheet=sheet,
        answer=answer,
        name=name[-160:],
        content_type=KINDS[extension],
        size=len(content),
        sha256=digest,
        uploaded_by=by,
        uploaded_at=now,
    )
    file.file.save(f"{digest[:32]}{extension}", ContentFile(content), save=True)
    # Its name may be somebody's: whoever looked through the sheet before has not seen it.
    AnswerSheet.objects.filter(pk=sheet.pk).update(names_checked=False, changed_at=now)
    activity.record(actor=by, action="answer.upload", subject=file, detail={"sha256": digest}, now=now)
    return file


@transaction.atomic
def remove_file(*, file: AnswerFile, by: User, now: datetime) -> None:
    """Take a file off its answer; it is deleted unless a signed version names it."""
    lock_for_writing(file.sheet.participant_id, by)
    activity.record(actor=by, action="answer.remove_file", subject=file, detail={"sha256": file.sha256}, now=now)
    if file.frozen_in.exists():
        AnswerFile.objects.filter(pk=file.pk).update(answer=None)
        return
    storage, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))
