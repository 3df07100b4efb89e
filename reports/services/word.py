"""Word files to annotate: headings, prose, facts, lists, tables. The same content makes the same bytes."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.table import _Row

from reports.pdf.characters import plain

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The clock would make every copy another file.
LAID_DOWN = (2020, 1, 1, 0, 0, 0)


class WordFile:
    """A document that grows from top to bottom; `content` gives its bytes. Text is plain: markup in it stays text."""

    def __init__(self, *, title: str, subject: str, made_at: datetime) -> None:
        self.document: Document = docx.Document()
        properties = self.document.core_properties
        properties.title, properties.subject, properties.language = plain(title)[:255], plain(subject)[:255], "en-GB"
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self.document.add_heading(plain(title), level=0)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading."""
        self.document.add_heading(plain(text), level=level)

    def line(self, text: str) -> None:
        """One paragraph."""
        self.document.add_paragraph(plain(text))

    def prose(self, text: str) -> None:
        """Plain prose: a paragraph a line, lines that begin with "- " as a list."""
        for line in filter(None, (line.strip() for line in text.splitlines())):
            if line.startswith("- "):
                self.bullets([line[2:]])
            else:
                self.line(line)

    def bullets(self, lines: Sequence[str]) -> None:
        """A list."""
        for line in lines:
            self.document.add_paragraph(plain(line), style="List Bullet")

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """A table of two columns: what, and what of it."""
        table = self.document.add_table(rows=0, cols=2, style="Table Grid")
        for key, value in rows:
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(plain(key)).bold = True
            cells[1].text = plain(value)

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table with a head that comes back on every page."""
        table = self.document.add_table(rows=1, cols=len(headers), style="Table Grid")
        for cell, header in zip(table.rows[0].cells, headers, strict=True):
            cell.paragraphs[0].add_run(plain(header)).bold = True
        _repeat(table.rows[0])
        for row in rows:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = plain(value)

    def content(self) -> bytes:
        """The bytes of the file, the same whenever they are asked for."""
        raw, fixed = io.BytesIO(), io.BytesIO()
        self.document.save(raw)
        with zipfile.ZipFile(raw) as read, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as write:
            for entry in read.infolist():
                write.writestr(zipfile.ZipInfo(entry.filename, LAID_DOWN), read.read(entry), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
