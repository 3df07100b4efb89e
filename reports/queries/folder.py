"""
What an inspection folder holds: everything that was frozen by a moment, as far as all who read the folder may.

Only what cannot change any more is in it, and its snapshot names every record, so that the same snapshot gives the same
folder at any time, whatever was withdrawn, reopened or renamed since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from assurance.models import Circulation, DocumentVersion, User
from assurance.queries.documents import documents_visible_to
from assurance.queries.meetings import meetings_visible_to
from assurance.rules.documents import VersionState
from assurance.rules.meetings import Circulated
from assurance.rules.wording import local_date
from audits.queries.audits import reports_visible_to as audit_reports_visible_to
from reports.queries.runs import issues_readable_by
from reports.rules.folder import Shelf, file_of
from scrutiny.queries.scope import assessments_visible_to


@dataclass(frozen=True)
class FolderItem:
    """One file of the folder: its shelf, title and day, its path, and the key of the record it is made from."""

    shelf: Shelf
    title: str
    on: date
    path: str
    key: int | UUID


def folder_items(reader: User, at: datetime) -> tuple[FolderItem, ...]:
    """Everything `reader` may read that stood frozen at that moment, shelf by shelf, the oldest first."""
    found = [*_reports(reader, at), *_minutes(reader, at), *_assessments(reader, at), *_audits(reader, at)]
    found += _documents(reader, at)
    return tuple(
        FolderItem(shelf, title, on, file_of(shelf, number, on, title), key)
        for number, (shelf, title, on, key) in enumerate(found, start=1)
    )


Found = Iterator[tuple[Shelf, str, date, int | UUID]]


def _reports(reader: User, at: datetime) -> Found:
    runs = issues_readable_by(reader).filter(issue__issued_at__lte=at, finished_at__lte=at)
    for run in runs.order_by("issue__issued_at", "pk"):
        if not run.report.rule.is_folder:
            yield Shelf.REPORTS, f"{run.report}, version {run.issue.number}", local_date(run.issue.issued_at), run.pk


def _minutes(reader: User, at: datetime) -> Found:
    meetings = meetings_visible_to(reader).order_by().values("pk")
    sent = Circulation.objects.filter(meeting__in=meetings, what=Circulated.MINUTES, at__lte=at)
    for one in sent.select_related("meeting__group").order_by("at", "number"):
        title = f"Minutes of {one.meeting.group.short_name}, version {one.number}"
        yield Shelf.MINUTES, title, local_date(one.meeting.starts_at), one.pk


def _assessments(reader: User, at: datetime) -> Found:
    for one in assessments_visible_to(reader).filter(published_at__lte=at).order_by("published_at", "pk"):
        yield Shelf.ASSESSMENTS, str(one), local_date(one.published_at), one.pk


def _audits(reader: User, at: datetime) -> Found:
    found = audit_reports_visible_to(reader).filter(published_at__lte=at)
    for one in found.order_by("published_at", "pk"):
        yield Shelf.AUDITS, f"{one.audit}, version {one.number}", local_date(one.published_at), one.pk


def _documents(reader: User, at: datetime) -> Found:
    versions = DocumentVersion.objects.filter(
        document__in=documents_visible_to(reader).order_by().values("pk"), agreed_on__lte=local_date(at)
    ).exclude(state=VersionState.DRAFT)
    for one in versions.select_related("document").order_by("document__title", "number"):
        yield Shelf.DOCUMENTS, str(one), one.agreed_on, one.pk
