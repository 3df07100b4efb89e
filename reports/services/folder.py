"""Putting an inspection folder together: one file with everything an inspector asks for, and an index (R142)."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.template.loader import render_to_string

from assurance.models import Circulation, DocumentVersion
from assurance.rules.canonical import sha256_of
from assurance.rules.minutes import read_minutes
from assurance.rules.wording import date_time_words, local_date
from assurance.services.spreadsheets import table_file
from audits.models import AuditReport
from reports.models import ReportRun, ReportSnapshot
from reports.pdf.render import render_pdf
from reports.rules.folder import INDEX, OVERVIEW, SHELF_WORDS, TABLES, Shelf
from reports.services.assessments import assessment_html
from reports.services.audits import audit_html
from reports.services.minutes import minutes_html
from reports.services.pack_files import tables_of
from scrutiny.models import Assessment

LAID_DOWN = (2020, 1, 1, 0, 0, 0)
INDEX_HEADERS = ("File", "Shelf", "What", "Of", "SHA-256")


@dataclass(frozen=True)
class Entry:
    """One file: its path, on which shelf, what it is, of which day (ISO), and its bytes."""

    path: str
    shelf: str
    title: str
    on: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256_of(self.data)


def folder_file(run: ReportRun, snapshot: ReportSnapshot, overview: bytes) -> bytes:
    """
    The folder as a zip: the overview laid out before, its tables, every file its snapshot names, and two indexes.

    The same snapshot gives the same bytes: it names every record, and each was frozen when it was taken.
    """
    content = json.loads(snapshot.content)
    entries = list(_entries(run, snapshot, content, overview))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in [*_indexes(content, entries), *((one.path, one.data) for one in entries)]:
            folder.writestr(zipfile.ZipInfo(name, LAID_DOWN), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _entries(run: ReportRun, snapshot: ReportSnapshot, content: Mapping[str, Any], overview: bytes) -> Iterator[Entry]:
    day = local_date(snapshot.taken_at).isoformat()
    yield Entry(OVERVIEW, "Overview", "How the Partnership works and what it knows of itself", day, overview)
    yield Entry(TABLES, "Overview", "Every table of the overview", day, tables_of(run, snapshot).content)
    for one in content["files"]:
        shelf = Shelf(one["shelf"])
        yield Entry(one["path"], SHELF_WORDS[shelf], one["title"], one["on"], _BYTES[shelf](one["key"]))


def _report(key: str) -> bytes:
    with ReportRun.objects.get(pk=key).file.open("rb") as file:
        return bytes(file.read())


def _minutes(key: str) -> bytes:
    sent = Circulation.objects.select_related("meeting__group").get(pk=key)
    note = f"Circulated {date_time_words(sent.at)}, version {sent.number}. SHA-256 {sent.sha256}"
    return render_pdf(minutes_html(read_minutes(sent.content), issued_at=sent.at, note=note))


def _assessment(key: str) -> bytes:
    return render_pdf(assessment_html(Assessment.objects.get(pk=key)))


def _audit(key: str) -> bytes:
    return render_pdf(audit_html(AuditReport.objects.get(pk=key)))


def _document(key: str) -> bytes:
    version = DocumentVersion.objects.select_related("document").get(pk=key)
    return "\n".join([str(version), version.agreed_by, version.link, "", version.text]).encode()


# What a file of each shelf is made from. Who may read it was asked when the snapshot was taken.
_BYTES: Mapping[Shelf, Callable[[str], bytes]] = MappingProxyType(
    {
        Shelf.REPORTS: _report,
        Shelf.MINUTES: _minutes,
        Shelf.ASSESSMENTS: _assessment,
        Shelf.AUDITS: _audit,
        Shelf.DOCUMENTS: _document,
    }
)


def _indexes(content: Mapping[str, Any], entries: list[Entry]) -> Iterator[tuple[str, bytes]]:
    shelves = {name: [one for one in entries if one.shelf == name] for name in dict.fromkeys(e.shelf for e in entries)}
    yield INDEX, render_to_string("reports/folder_index.html", {"report": content, "shelves": shelves}).encode()
    rows = [(one.path, one.shelf, one.title, one.on, one.sha256) for one in entries]
    table = table_file(name="index", suffix="csv", title=content["title"], headers=INDEX_HEADERS, rows=rows)
    yield table.name, table.content
