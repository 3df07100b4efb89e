"""How an inspection folder is laid out: shelves, and a name for every file that sorts and says what it is."""

import re
from datetime import date
from enum import StrEnum
from types import MappingProxyType

LONGEST = 60
OTHERS = re.compile("[^a-z0-9]+")


class Shelf(StrEnum):
    """A folder within the folder."""

    REPORTS = "reports"
    MINUTES = "minutes"
    ASSESSMENTS = "scrutiny"
    AUDITS = "audits"
    DOCUMENTS = "documents"


SHELF_WORDS = MappingProxyType(
    {
        Shelf.REPORTS: "Issued reports",
        Shelf.MINUTES: "Circulated minutes",
        Shelf.ASSESSMENTS: "Published assessments",
        Shelf.AUDITS: "Final audit reports",
        Shelf.DOCUMENTS: "Governing and shared documents",
    }
)
SUFFIXES = MappingProxyType({Shelf.DOCUMENTS: "txt"})
OVERVIEW, TABLES, INDEX = "overview.pdf", "tables.xlsx", "index.html"


def file_of(shelf: Shelf, number: int, on: date, title: str) -> str:
    """Where a file lies: "minutes/012-2026-03-04-minutes-of-saas-version-1.pdf"."""
    name = OTHERS.sub("-", title.lower())[:LONGEST].strip("-")
    return f"{shelf}/{number:03d}-{on.isoformat()}-{name}.{SUFFIXES.get(shelf, 'pdf')}"
