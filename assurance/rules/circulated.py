"""
An agenda with its papers as it was circulated: the shape of a circulation's content, and what changed between two.

The content is canonical JSON, so that what members had in front of them can be shown, and proved, for ever (R25, R70).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from assurance.rules.agendas import (
    AREA_SHORT,
    ORIGIN_WORDS,
    PURPOSE_WORDS,
    ItemOrigin,
    ItemPurpose,
    PaperKind,
    StandingArea,
)
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.tables import Cell, plain
from assurance.rules.wording import date_words


@dataclass(frozen=True)
class FrozenPaper:
    """
    A paper as circulated: a file by its place and SHA-256, or the rows of a table of the portal with theirs.

    `link` leads to what the portal holds besides, such as a pack.
    """

    id: str
    kind: str
    title: str
    sha256: str
    source: str = ""
    file: str = ""
    name: str = ""
    content_type: str = ""
    size: int = 0
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    link: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is an uploaded file."""
        return self.kind == PaperKind.FILE


@dataclass(frozen=True)
class FrozenItem:
    """An agenda item as circulated."""

    id: str
    title: str
    area: str = ""
    purpose: str = ""
    origin: str = ""
    lead: str = ""
    minutes: int | None = None
    note: str = ""
    papers: tuple[FrozenPaper, ...] = field(default=())

    @property
    def area_words(self) -> str:
        """Its standing area in a few words; blank when it has none."""
        return AREA_SHORT[StandingArea(self.area)] if self.area else ""

    @property
    def purpose_words(self) -> str:
        """What the meeting is asked to do with it."""
        return PURPOSE_WORDS[ItemPurpose(self.purpose)]

    @property
    def origin_words(self) -> str:
        """Where it comes from."""
        return ORIGIN_WORDS[ItemOrigin(self.origin)]


@dataclass(frozen=True)
class FrozenInput:
    """That a member had sent input by then: whose, for which agency, and when (an ISO moment)."""

    author: str
    agency: str
    sent_at: str

    @property
    def sent(self) -> datetime:
        """When it was sent."""
        return datetime.fromisoformat(self.sent_at)


@dataclass(frozen=True)
class FrozenAgenda:
    """A whole agenda as circulated; moments are ISO, `changed_because` is blank for the first version."""

    group: str
    title: str
    starts_at: str
    minutes_long: int
    place: str
    number: int
    agreed_by: str
    agreed_at: str
    agreed_how: str
    changed_because: str = ""
    items: tuple[FrozenItem, ...] = field(default=())
    inputs: tuple[FrozenInput, ...] = field(default=())

    def content(self) -> str:
        """The agenda as canonical JSON."""
        return canonical_json(asdict(self))

    @property
    def starts(self) -> datetime:
        """When the meeting was then to begin."""
        return datetime.fromisoformat(self.starts_at)

    @property
    def agreed(self) -> datetime:
        """When the chair's agreement was recorded."""
        return datetime.fromisoformat(self.agreed_at)

    def papers(self) -> Iterator[tuple[FrozenItem, FrozenPaper]]:
        """Every paper with its item, in the order of the agenda."""
        for item in self.items:
            for paper in item.papers:
                yield item, paper

    def paper(self, pk: str) -> tuple[FrozenItem, FrozenPaper] | None:
        """One paper with its item, or None."""
        return next((found for found in self.papers() if found[1].id == pk), None)


def read_agenda(content: str) -> FrozenAgenda:
    """The agenda a circulation's content holds. Raises KeyError or ValueError when it is not such content."""
    value = json.loads(content)
    items = tuple(_item(item) for item in value.pop("items"))
    inputs = tuple(FrozenInput(**one) for one in value.pop("inputs"))
    return FrozenAgenda(**value, items=items, inputs=inputs)


def _item(value: dict[str, Any]) -> FrozenItem:
    return FrozenItem(**{**value, "papers": tuple(_paper(paper) for paper in value["papers"])})


def _paper(value: dict[str, Any]) -> FrozenPaper:
    rows = tuple(tuple(row) for row in value["rows"])
    return FrozenPaper(**{**value, "headers": tuple(value["headers"]), "rows": rows})


def texts(
    headers: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """A table as texts, days in words, such as a page shows and a circulation keeps."""
    return tuple(headers), tuple(tuple(_text(cell) for cell in row) for row in rows)


def _text(cell: Cell) -> str:
    return date_words(cell) if isinstance(cell, date) else plain(cell)


def table_sha256(headers: Sequence[str], rows: Sequence[Sequence[str]], link: str) -> str:
    """The hash of a table taken from the portal, over all a reader of it has."""
    return sha256_of(canonical_json([list(headers), [list(row) for row in rows], link]))


def differences(before: FrozenAgenda, after: FrozenAgenda) -> list[str]:
    """What is new in a later version, a sentence each: items and papers added, removed, changed or moved."""
    old, new = ({item.id: item for item in agenda.items} for agenda in (before, after))
    said = [f"Added: {item.title}" for item in after.items if item.id not in old]
    said += [f"Removed: {item.title}" for item in before.items if item.id not in new]
    said += [f"Changed: {_renamed(old[pk], item)}" for pk, item in new.items() if pk in old and _said(old[pk], item)]
    kept = [[item.id for item in agenda.items if item.id in old and item.id in new] for agenda in (before, after)]
    if kept[0] != kept[1]:
        said.append("The items are in another order")
    return said + _paper_differences(before, after) + _time_differences(before, after)


def _said(before: FrozenItem, after: FrozenItem) -> bool:
    return replace(before, papers=()) != replace(after, papers=())


def _renamed(before: FrozenItem, after: FrozenItem) -> str:
    return after.title if before.title == after.title else f"{after.title} (it was: {before.title})"


def _paper_differences(before: FrozenAgenda, after: FrozenAgenda) -> list[str]:
    old, new = ({paper.id: (item, paper) for item, paper in agenda.papers()} for agenda in (before, after))
    said = [f"Paper added to “{item.title}”: {paper.title}" for pk, (item, paper) in new.items() if pk not in old]
    said += [f"Paper removed from “{item.title}”: {paper.title}" for pk, (item, paper) in old.items() if pk not in new]
    return said + [
        f"Paper changed in “{item.title}”: {paper.title}"
        for pk, (item, paper) in new.items()
        if pk in old and (old[pk][1].sha256, old[pk][1].title) != (paper.sha256, paper.title)
    ]


def _time_differences(before: FrozenAgenda, after: FrozenAgenda) -> list[str]:
    moved = [] if before.starts == after.starts else ["The meeting is at another time"]
    return moved + ([] if before.place == after.place else ["The meeting is at another place"])
