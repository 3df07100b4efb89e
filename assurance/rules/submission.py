"""
A return as it was signed: the shape of a submission's content, and how to read it back.

The content is canonical JSON, so the same return has the same hash, and a reader never depends on today's tables.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from assurance.rules.canonical import canonical_json
from assurance.rules.returns import HEADINGS, DraftItem, DraftSection, Section, heading_in, is_open
from assurance.rules.wording import date_words


@dataclass(frozen=True)
class FrozenFile:
    """An evidence file as signed: its row, its name, its size in bytes and its SHA-256."""

    id: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class FrozenItem:
    """A statement as signed. `due_on` is an ISO date or blank; `topic` and its title are blank where it names none."""

    identity: str
    statement: str
    evidence: str = ""
    topic: str = ""
    topic_title: str = ""
    action: str = ""
    owner: str = ""
    due_on: str = ""
    change: str = ""
    files: tuple[FrozenFile, ...] = field(default=())

    @property
    def due_words(self) -> str:
        """The day by which it will be done, "31 March 2027"; blank where none was given."""
        return date_words(date.fromisoformat(self.due_on)) if self.due_on else ""


@dataclass(frozen=True)
class FrozenSection:
    """A section as signed, in the words it then had."""

    section: str
    title: str
    nothing_to_report: str = ""
    items: tuple[FrozenItem, ...] = field(default=())


@dataclass(frozen=True)
class FrozenReturn:
    """A whole return as signed: whose, under which name, for which quarter, its sections in the order of the form."""

    owner: str
    owner_name: str
    category: str
    period: str
    number: int
    sections: tuple[FrozenSection, ...] = field(default=())

    def content(self) -> str:
        """The return as canonical JSON."""
        return canonical_json(asdict(self))

    def section(self, section: Section) -> FrozenSection:
        """One section, empty where the return has none."""
        found = [part for part in self.sections if part.section == section]
        return found[0] if found else FrozenSection(section, HEADINGS[section].title)

    def taken_up(self, form: tuple[Section, ...], section: Section) -> FrozenSection:
        """
        What this return said that the next one takes up under `section` of its `form`.

        That is the same section, but where the form has other headings than this return had.
        """
        same = self.section(section)
        moved = [part for part in self.sections if Section(part.section) not in form]
        here = [part for part in moved if heading_in(form, Section(part.section)) == section]
        items = (*same.items, *(item for part in here for item in part.items))
        nothing = "\n".join(filter(None, [same.nothing_to_report, *(part.nothing_to_report for part in here)]))
        return FrozenSection(section, same.title, nothing, items)

    def items(self) -> Iterator[tuple[FrozenSection, FrozenItem]]:
        """Every statement with its section."""
        for part in self.sections:
            for item in part.items:
                yield part, item

    def left_open(self) -> list[DraftSection]:
        """What next quarter's return has to take up again, as the submission rule wants it."""
        return [
            DraftSection(
                Section(part.section),
                tuple(
                    DraftItem(item.statement, item.action, item.change, item.identity)
                    for item in part.items
                    if is_open(Section(part.section), item.change, item.action)
                ),
            )
            for part in self.sections
        ]


def read_submission(content: str) -> FrozenReturn:
    """The return a submission's content holds. Raises KeyError or ValueError when it is not such content."""
    value = json.loads(content)
    sections = tuple(_section(part) for part in value.pop("sections"))
    return FrozenReturn(**value, sections=sections)


def _section(value: dict[str, Any]) -> FrozenSection:
    items = tuple(
        FrozenItem(**{**item, "files": tuple(FrozenFile(**file) for file in item["files"])}) for item in value["items"]
    )
    return FrozenSection(**{**value, "items": items})
