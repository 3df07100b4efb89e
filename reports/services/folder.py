"""Putting an inspection folder together: one file with everything an inspector asks for, and an index (R142)."""

import csv
import io
import zipfile
from collections.abc import Iterator

from django.template.loader import render_to_string

from assurance.models import Circulation, DocumentVersion
from assurance.rules.canonical import sha256_of
from assurance.rules.minutes import read_minutes
from assurance.rules.wording import date_time_words
from audits.models import AuditReport
from reports.models import ReportRun, ReportSnapshot
from reports.pdf.render import render_pdf
from reports.queries.folder import FolderItem, folder_items
from reports.queries.packs import reader_of
from reports.rules.folder import INDEX, INDEX_TABLE, OVERVIEW, SHELF_WORDS, TABLES, Shelf
from reports.services.assessments import assessment_html
from reports.services.audits import audit_html
from reports.services.minutes import minutes_html
from reports.services.pack_files import tables_of
from scrutiny.models import Assessment

LAID_DOWN = (2020, 1, 1, 0, 0, 0)
Entry = tuple[str, str, str, str, bytes]


def folder_file(run: ReportRun, snapshot: ReportSnapshot, overview: bytes) -> bytes:
    """
    The folder as a zip: the overview laid out before, its tables, every file it names, and the index in two forms.

    The same snapshot gives the same bytes: everything in it was frozen when the snapshot was taken.
    """
    entries = list(_entries(run, snapshot, overview))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in [*_indexes(run, entries), *((path, data) for path, *_, data in entries)]:
            folder.writestr(zipfile.ZipInfo(name, LAID_DOWN), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _entries(run: ReportRun, snapshot: ReportSnapshot, overview: bytes) -> Iterator[Entry]:
    day = snapshot.taken_at.date().isoformat()
    yield OVERVIEW, "Overview", "How the Partnership works and what it knows of itself", day, overview
    yield TABLES, "Overview", "Every table of the overview", day, tables_of(run, snapshot).content
    for item in folder_items(reader_of(run.report), snapshot.taken_at):
        yield item.path, SHELF_WORDS[item.shelf], item.title, item.on.isoformat(), _content(item)


def _content(item: FolderItem) -> bytes:
    """The bytes of one file, made from what was frozen."""
    match item.shelf:
        case Shelf.REPORTS:
            return _stored(item.record)
        case Shelf.MINUTES:
            return render_pdf(_minutes(item.record))
        case Shelf.ASSESSMENTS:
            return render_pdf(_assessment(item.record))
        case Shelf.AUDITS:
            return render_pdf(_audit(item.record))
        case Shelf.DOCUMENTS:
            return _text(item.record)


def _stored(run: ReportRun) -> bytes:
    with run.file.open("rb") as file:
        return bytes(file.read())


def _minutes(sent: Circulation) -> str:
    note = f"Circulated {date_time_words(sent.at)}, version {sent.number}. SHA-256 {sent.sha256}"
    return minutes_html(read_minutes(sent.content), issued_at=sent.at, note=note)


def _assessment(one: Assessment) -> str:
    return assessment_html(one)


def _audit(report: AuditReport) -> str:
    return audit_html(report)


def _text(version: DocumentVersion) -> bytes:
    said = [str(version), version.agreed_by, version.link, "", version.text]
    return "\n".join(line for line in said if line is not None).encode()


def _indexes(run: ReportRun, entries: list[Entry]) -> Iterator[tuple[str, bytes]]:
    rows = [(path, shelf, title, on, sha256_of(data)) for path, shelf, title, on, data in entries]
    shelves = {shelf: [row for row in rows if row[1] == shelf] for shelf in dict.fromkeys(row[1] for row in rows)}
    yield INDEX, render_to_string("reports/folder_index.html", {"run": run, "shelves": shelves}).encode()
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["File", "Shelf", "What", "Of", "SHA-256"])
    writer.writerows(rows)
    yield INDEX_TABLE, table.getvalue().encode("utf-8-sig")
