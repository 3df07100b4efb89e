"""
Files of figures on their way in: uploaded, read, confirmed, landed; dropped before, or undone after.

Whoever works on one holds a lease; every write of a worker names the owner of the lease in its WHERE clause, so that
who has lost it changes nothing (ADR 4, ADR 12).
"""

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.notices import notify
from indicators.models import Batch, ImportMapping, ImportRun, Source
from indicators.rules.importing.files import first_rows
from indicators.rules.importing.problems import FileRefused
from indicators.rules.importing.runs import (
    LEASE,
    MAX_ATTEMPTS,
    MOST_BYTES,
    NOTHING_CHANGED,
    WENT_WRONG,
    WORKING,
    Move,
    after,
    before,
)
from indicators.services.landing import Landing, Stage

MOVED_ON = "This file has moved on since you opened the page. Load the page again to see where it stands."
NOTHING_TO_UNDO = "This file brought nothing in, so there is nothing to undo."
NOT_WHOLE = "A file is brought in whole or not at all, and parts of this one cannot be read."


class LeaseLost(Exception):
    """The run is no longer this worker's: its lease ran out and another has it, or it has ended."""


@transaction.atomic
def upload_file(*, upload: UploadedFile, source: Source, by: User, now: datetime) -> ImportRun:
    """Keep a file to be read. Raises ValidationError with one sentence when it is no table of figures."""
    demand(by, Permission.MANAGE_INDICATORS)
    name = PurePath(upload.name or "figures.csv").name[-200:]
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError(
            f"{name} is larger than {MOST_BYTES >> 20}MB. Split it, or have it brought in by command."
        )
    kept = ContentFile(content, name=name)
    try:
        first_rows(kept, 1)
    except FileRefused as problem:
        raise ValidationError(str(problem)) from problem
    run = ImportRun(
        source=source,
        file_name=name,
        sha256=sha256_of(content),
        size=len(content),
        uploaded_by=by,
        uploaded_at=now,
    )
    # The name a person gave it is data, and no path.
    run.file.save(f"imports/{run.pk}", ContentFile(content), save=True)
    activity.record(actor=by, action="import.upload", subject=run, detail={"sha256": run.sha256}, now=now)
    return run


@transaction.atomic
def request_reading(*, run: ImportRun, mapping: ImportMapping, by: User, now: datetime) -> None:
    """Have the file read by this mapping. Raises ValidationError when it is being worked on, or has landed."""
    demand(by, Permission.MANAGE_INDICATORS)
    cleared = {"preview": None, "error": "", "attempts": 0, "done": 0, "total": 0, "step_words": ""}
    _move(run, Move.READ, mapping=mapping, columns=mapping.columns, source=mapping.source, **cleared)
    activity.record(actor=by, action="import.read", subject=run, detail={"mapping": mapping.pk}, now=now)


@transaction.atomic
def confirm_import(*, run: ImportRun, by: User, now: datetime) -> None:
    """Have the figures brought in as they were shown. Raises ValidationError when there is something against it."""
    demand(by, Permission.MANAGE_INDICATORS)
    shown = run.preview or {}
    if shown.get("refused_count"):
        raise ValidationError(NOT_WHOLE)
    if not shown.get("added") and not shown.get("corrected"):
        raise ValidationError(NOTHING_CHANGED)
    _move(run, Move.CONFIRM, attempts=0, done=0, step_words="")
    activity.record(actor=by, action="import.confirm", subject=run, now=now)


@transaction.atomic
def drop_import(*, run: ImportRun, by: User, now: datetime) -> None:
    """Do not bring the file in, and keep it no longer."""
    demand(by, Permission.MANAGE_INDICATORS)
    storage, name = run.file.storage, run.file.name
    _move(run, Move.DROP, file="", preview=None, finished_at=now)
    activity.record(actor=by, action="import.drop", subject=run, now=now)
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def undo_import(*, run: ImportRun, by: User, now: datetime) -> Landing:
    """
    Put back what stood before the file, as a batch that supersedes its figures.

    A figure corrected since stays as it is; one that had none before is withdrawn. Raises ValidationError.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    undone = run.batch
    if undone is None:
        raise ValidationError(NOTHING_TO_UNDO)
    _move(run, Move.UNDO)
    batch = Batch.objects.create(
        source=undone.source,
        file_name=undone.file_name,
        sha256=undone.sha256,
        recorded_at=now,
        recorded_by=by,
        undoes=undone,
    )
    with Stage() as stage:
        stage.add_previous(undone)
        landing = stage.land(batch)
    activity.record(actor=by, action="import.undo", subject=run, detail={"batch": batch.pk}, now=now)
    return landing


@transaction.atomic
def claim_import(*, run_id: UUID, owner: str, now: datetime) -> ImportRun | None:
    """The run, now leased to `owner`; or None when there is nothing to do, or another does it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    claimable = ImportRun.objects.filter(free, pk=run_id, state__in=WORKING, attempts__lt=MAX_ATTEMPTS)
    claimed = claimable.update(lease_owner=owner, lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not claimed:
        return None
    return ImportRun.objects.select_related("source", "uploaded_by").get(pk=run_id)


def report_progress(*, run: ImportRun, words: str, done: int, now: datetime, lease: timedelta = LEASE) -> None:
    """Say how far the work is, and put the end of the lease off. Raises LeaseLost."""
    _write_as_owner(run, step_words=words, done=done, lease_until=now + lease)


@transaction.atomic
def show_preview(*, run: ImportRun, preview: dict[str, Any], now: datetime) -> None:
    """Keep what reading found, for somebody to confirm, and tell who uploaded the file. Raises LeaseLost."""
    _leave(run, Move.SHOW, preview=preview, total=preview["rows"])
    _tell(run, "A file of figures has been read and waits to be confirmed", now)


@transaction.atomic
def finish_import(*, run: ImportRun, batch: Batch | None, now: datetime) -> None:
    """The figures are in: say so, in the transaction that brought them in. Raises LeaseLost."""
    _leave(run, Move.LAND, batch=batch, finished_at=now)
    activity.record(actor=run.uploaded_by, action="import.land", subject=run, now=now)
    _tell(run, "The figures of a file have been brought in", now)


@transaction.atomic
def fail_import(*, run: ImportRun, error: str, now: datetime) -> None:
    """End the work with a sentence; nothing has been brought in. Raises LeaseLost."""
    _leave(run, Move.FAIL, error=error, finished_at=now)
    activity.record(actor=run.uploaded_by, action="import.fail", subject=run, now=now)
    _tell(run, "A file of figures could not be brought in", now)


@transaction.atomic
def put_back_or_fail(*, run: ImportRun, now: datetime) -> None:
    """After an error: leave the run for another attempt, or after the last one fail it. Raises LeaseLost."""
    if run.attempts >= MAX_ATTEMPTS:
        fail_import(run=run, error=WENT_WRONG, now=now)
    else:
        _write_as_owner(run, lease_owner="", lease_until=None, step_words="")


@transaction.atomic
def sweep_imports(*, now: datetime) -> list[UUID]:
    """The ids of the runs left behind, to be sent again; those that have had their attempts are failed instead."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    left = ImportRun.objects.filter(free, state__in=WORKING)
    for run in left.filter(attempts__gte=MAX_ATTEMPTS).select_for_update(of=("self",)):
        fail_import(run=run, error=WENT_WRONG, now=now)
    return list(left.filter(attempts__lt=MAX_ATTEMPTS).order_by("uploaded_at").values_list("pk", flat=True))


def _move(run: ImportRun, move: Move, **values: object) -> None:
    possible = ImportRun.objects.filter(pk=run.pk, state__in=before(move))
    if not possible.update(state=after(move), **values):
        raise ValidationError(MOVED_ON)
    run.refresh_from_db()


def _leave(run: ImportRun, move: Move, **values: object) -> None:
    _write_as_owner(run, state=after(move), lease_owner="", lease_until=None, step_words="", **values)


def _write_as_owner(run: ImportRun, **values: object) -> None:
    """Write to the row while the lease is still that of `run.lease_owner`; `run` stays as claimed."""
    mine = ImportRun.objects.filter(pk=run.pk, state=run.state, lease_owner=run.lease_owner)
    if not mine.update(**values):
        raise LeaseLost(f"Import run {run.pk} is no longer this worker's.")


def _tell(run: ImportRun, text: str, now: datetime) -> None:
    url = reverse("indicators:import_detail", args=[run.pk])
    notify(person=run.uploaded_by, text=text, url=url, permission=Permission.MANAGE_INDICATORS, on=None, now=now)
