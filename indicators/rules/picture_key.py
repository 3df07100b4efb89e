"""The key below a picture: the marks in it, and those lines that have no words at their end."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules.chart_spec import ChartSpec
from indicators.rules.picture import (
    COMMON,
    MARKS,
    REBASE,
    UPPER,
    VALUES,
    Place,
    Shape,
    Stroke,
    Words,
    marks,
    stroke,
    words_at,
)

ROW, SAMPLE, LETTER, GAP = Decimal(19), Decimal(24), Decimal("5.8"), Decimal(22)
# The upper and the lower limit are one line in the key.
LINES = {"limit": UPPER}


@dataclass(frozen=True)
class KeyMark:
    """A mark of the key with its words, and where it begins."""

    mark: str
    text: str
    place: Place


@dataclass(frozen=True)
class PictureKey:
    """The marks of the key, laid out in rows."""

    entries: tuple[KeyMark, ...]

    @property
    def height(self) -> Decimal:
        """How high it is."""
        return ROW * len({entry.place[1] for entry in self.entries})

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """Its samples of lines."""
        return tuple(_line(entry) for entry in self.entries if entry.mark not in MARKS or entry.mark == COMMON)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Its samples of marks."""
        return tuple(marks(entry.mark, [_middle(entry)]) for entry in self.entries if entry.mark in MARKS)

    @property
    def words(self) -> tuple[Words, ...]:
        """What they mean."""
        return tuple(words_at("key", _beside(entry), entry.text) for entry in self.entries)


def key_of(spec: ChartSpec, labelled: Collection[str], *, top: Decimal, width: Decimal) -> PictureKey:
    """The key of a chart, in as many rows as it needs, without the lines that are labelled at their ends."""
    wanted = [(mark, text) for mark, text in spec.key if LINES.get(mark, mark) not in labelled]
    return PictureKey(tuple(_in_rows(wanted, top, width)))


def _in_rows(wanted: list[tuple[str, str]], top: Decimal, width: Decimal) -> Iterator[KeyMark]:
    x, y = Decimal(0), top
    for mark, text in wanted:
        needed = SAMPLE + LETTER * len(text) + GAP
        if x and x + needed > width:
            x, y = Decimal(0), y + ROW
        yield KeyMark(mark, text, (x, y))
        x += needed


def _line(entry: KeyMark) -> Stroke:
    x, y = entry.place
    if entry.mark == REBASE:
        return stroke(REBASE, [(x + SAMPLE / 2, y - 7), (x + SAMPLE / 2, y + 7)])
    role = VALUES if entry.mark == COMMON else LINES.get(entry.mark, entry.mark)
    return stroke(role, [(x, y), (x + SAMPLE, y)])


def _middle(entry: KeyMark) -> Place:
    return entry.place[0] + SAMPLE / 2, entry.place[1]


def _beside(entry: KeyMark) -> Place:
    return entry.place[0] + SAMPLE + 6, entry.place[1] + 4
