"""A pack to annotate in Word, and its tables in Excel: from the snapshot alone, the same bytes every time (R142)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from assurance.models import User
from assurance.rules.canonical import sha256_of
from assurance.rules.tables import Cell
from assurance.services import activity
from assurance.services.spreadsheets import Sheet, TableFile, workbook_file
from reports.models import ReportRun, ReportSnapshot
from reports.queries.snapshots import read_snapshot
from reports.rules.life import Edition
from reports.rules.plain_blocks import plain_blocks
from reports.services.word import WORD_TYPE, WordFile

Section = Mapping[str, Any]
Block = Mapping[str, Any]
# What Excel allows in a sheet's name, and how long it may be.
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
LONGEST_NAME = 31
NO_PICTURE = "The picture is in the PDF and on the page; every figure it shows is in the Excel file."


@transaction.atomic
def pack_file(*, run: ReportRun, suffix: str, by: User, now: datetime) -> TableFile:
    """The pack as "docx" or "xlsx"; that it was taken away is logged. Raises KeyError for another suffix."""
    file = {"docx": _word, "xlsx": _excel}[suffix](run)
    detail = {"sha256": sha256_of(file.content), "kind": suffix}
    activity.record(actor=by, action="report.download", subject=run, detail=detail, now=now)
    return file


def _sections(run: ReportRun, snapshot: ReportSnapshot) -> tuple[dict[str, Any], list[Section]]:
    report = read_snapshot(snapshot.content, templates="", edition=Edition(run.edition))
    return report, [report["front"], *report["sections"]]


def _word(run: ReportRun) -> TableFile:
    report, sections = _sections(run, run.snapshot)
    title = f"{report['title']}: {report['period']}"
    file = WordFile(title=title, subject=report["subject"], made_at=run.snapshot.taken_at)
    file.line(report["partnership"])
    file.line(report["classification"])
    file.line(run.version_words)
    for section in sections:
        file.heading(section["title"])
        for block in plain_blocks(section):
            _write(file, block)
    return TableFile(f"{Path(run.download_name).stem}.docx", WORD_TYPE, file.content())


def _write(file: WordFile, block: Block) -> None:
    match block["kind"]:
        case "table":
            file.line(block["caption"])
            file.table(
                [column["title"] for column in block["columns"]], [list(map(_cell, row)) for row in block["rows"]]
            )
        case "subheading":
            file.heading(block["title"], level=2)
        case "entry":
            _entry(file, block)
        case "chart":
            _chart(file, block)
        case _:
            file.prose(block["text"])


def _entry(file: WordFile, block: Block) -> None:
    file.heading(block["title"], level=3)
    standing = ". ".join(filter(None, (*(tag["text"] for tag in block["tags"]), block["about"])))
    if standing:
        file.line(standing)
    file.prose(block["text"])
    for part in block["parts"]:
        file.line(f"{part['label']}:")
        file.prose(part["text"])


def _chart(file: WordFile, block: Block) -> None:
    """A chart in words and figures: a Word file has no picture of it, and says where there is one."""
    file.line(block["title"])
    file.prose(block["text"])
    file.line(block["caption"])
    file.line(NO_PICTURE)
    headers = [column["title"] for column in block["columns"]]
    file.table(headers, [[reading["text"] for reading in row] for row in block["rows"]])


def _cell(cell: Mapping[str, str]) -> str:
    return "\n".join(filter(None, (cell["text"], cell["note"])))


def _excel(run: ReportRun) -> TableFile:
    return tables_of(run, run.snapshot)


def tables_of(run: ReportRun, snapshot: ReportSnapshot) -> TableFile:
    """Every table of a snapshot as a workbook, named after the run, and of no other edition than the run is."""
    report, sections = _sections(run, snapshot)
    sheets = list(_sheets(sections))
    title = f"{report['title']}: {report['period']}"
    return workbook_file(name=Path(run.download_name).stem, title=title, sheets=sheets)


def _sheets(sections: Iterable[Section]) -> Iterator[Sheet]:
    """A sheet a table, one a section for the figures of its charts, and one for what it tells at length."""
    number = 0
    for section in sections:
        blocks = plain_blocks(section)
        for block in blocks:
            if block["kind"] == "table":
                number += 1
                headers = [column["title"] for column in block["columns"]]
                yield Sheet(_name(number, block["caption"]), headers, [list(map(_cell, row)) for row in block["rows"]])
        if charts := [block for block in blocks if block["kind"] == "chart"]:
            number += 1
            yield _figures(_name(number, f"{section['title']} figures"), charts)
        if rows := [_told(block) for block in blocks if block["kind"] == "entry"]:
            number += 1
            yield Sheet(_name(number, section["title"]), ["What", "How it stands", "In words"], rows)


def _figures(name: str, charts: Sequence[Block]) -> Sheet:
    """Every figure of the charts of a section, one below the other: a column for whatever any of them has."""
    headers = list(dict.fromkeys(column["title"] for chart in charts for column in chart["columns"]))
    rows = []
    for chart in charts:
        titles = [column["title"] for column in chart["columns"]]
        for row in (*chart["rows"], *chart["earlier"]):
            found = dict(zip(titles, row, strict=True))
            rows.append([chart["measure"], *(_reading(found.get(header)) for header in headers)])
    return Sheet(name, ["Chart", *headers], rows)


def _reading(reading: Mapping[str, str] | None) -> Cell:
    if reading is None:
        return None
    return Decimal(reading["number"]) if reading["number"] else reading["text"]


def _told(block: Block) -> list[str]:
    standing = ". ".join(filter(None, (*(tag["text"] for tag in block["tags"]), block["about"])))
    said = [block["text"], *(f"{part['label']}: {part['text']}" for part in block["parts"])]
    return [block["title"], standing, "\n".join(filter(None, said))]


def _name(number: int, title: str) -> str:
    return f"{number} {title.translate(FORBIDDEN)}"[:LONGEST_NAME].rstrip()
