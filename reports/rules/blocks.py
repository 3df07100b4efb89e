"""
What a section of a report is made of: a list of blocks, each of one kind, which every form of the report can show.

The page has a template for each kind in `reports/blocks/`, the PDF one in `reports/pdf/blocks/`; Word and Excel have a
function each. A section that says what it has to say in blocks needs no template of its own.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from indicators.rules.picture import ChartPicture
from reports.rules.contents import Heading


class Tone(StrEnum):
    """What a tag's colour says beside its word."""

    GREY = "grey"
    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Lead:
    """The finding the section begins with, in a sentence."""

    text: str
    kind: str = field(default="lead", init=False)


@dataclass(frozen=True)
class Prose:
    """Plain prose: a paragraph a line, lines that begin with "- " as a list."""

    text: str
    kind: str = field(default="prose", init=False)


@dataclass(frozen=True)
class Subheading:
    """A heading within the section. With an anchor the contents can lead to it."""

    title: str
    anchor: str = ""
    kind: str = field(default="subheading", init=False)


@dataclass(frozen=True)
class Cell:
    """
    What stands in a cell of a table: words, what is added to them in small print, and a tag's tone if it is one.

    `icon` names a picture before the words, which say the same (`static/img/icons/`).
    """

    text: str
    note: str = ""
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: str
    is_numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names it. Without a row it is left out."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Tag:
    """A word on a coloured ground."""

    text: str
    tone: str = Tone.GREY


@dataclass(frozen=True)
class Part:
    """A label with its words."""

    label: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One thing told at length: its title, how it stands, whose it is, what there is to say, and more under labels."""

    title: str
    tags: tuple[Tag, ...] = ()
    about: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()
    anchor: str = ""
    kind: str = field(default="entry", init=False)


@dataclass(frozen=True)
class Reading:
    """A figure of a chart as it is read, and as a plain number if it is one."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Chart:
    """
    A chart: its finding as a sentence, what else there is to say, the picture, where it is from, and its figures.

    `rows` are the newest figures, the newest first; the PDF and the Word file have those alone, page and workbook the
    `earlier` ones too.
    """

    title: str
    text: str
    picture: ChartPicture
    caption: str
    measure: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Reading, ...], ...]
    earlier: tuple[tuple[Reading, ...], ...] = ()
    kind: str = field(default="chart", init=False)


Block = Lead | Prose | Subheading | Table | Entry | Chart


@dataclass(frozen=True)
class Blocks:
    """A section made of blocks, tables without a row left out; `headings` are those that the contents lead to."""

    body: tuple[Block, ...]
    headings: tuple[Heading, ...] = field(init=False)

    @property
    def absent(self) -> str:
        """Why the section has no matter, in a sentence; blank if it has."""
        leads = [one.text for one in self.body if isinstance(one, Lead)]
        return " ".join(leads) if len(leads) == len(self.body) else ""

    @property
    def lead(self) -> str:
        """The sentence the section begins with; blank without one."""
        return next((one.text for one in self.body if isinstance(one, Lead)), "")

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", tuple(one for one in self.body if not isinstance(one, Table) or one.rows))
        led_to = (one for one in self.body if isinstance(one, Subheading | Entry) and one.anchor)
        object.__setattr__(self, "headings", tuple(Heading(one.anchor, one.title) for one in led_to))


def columns(*titles: str, numeric: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns with these titles; those named in `numeric` hold numbers."""
    return tuple(Column(title, title in numeric) for title in titles)


def parts(*pairs: tuple[str, str]) -> tuple[Part, ...]:
    """The parts of an entry that have words."""
    return tuple(Part(label, text) for label, text in pairs if text)
