"""What a printed picture is made of: lines, marks and words with their places, ready for a template to write as SVG."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules.drawing import (
    BLUE,
    GREY,
    INK,
    LIMIT_DASH,
    LINE_DASHES,
    MANY_POINTS,
    ORANGE,
    PALE,
    PURPLE,
    TARGET_DASH,
    TEAL,
)
from indicators.rules.vocabulary import Meaning

COMMON, GHOST = "common", "ghost"
GRID, AXIS, LEADER, VALUES, REBASE = "grid", "axis", "leader", "values", "rebase"
UPPER, LOWER, MEAN, TARGET = "upper", "lower", "mean", "target"
# Colour, width and dash of each line: those of the browser's drawing.
LOOKS = {
    GRID: (PALE, "1", ""),
    AXIS: (GREY, "1", ""),
    LEADER: (GREY, "0.6", ""),
    UPPER: (GREY, "1.2", LIMIT_DASH),
    LOWER: (GREY, "1.2", LIMIT_DASH),
    MEAN: (GREY, "1.2", ""),
    TARGET: (PURPLE, "1.4", TARGET_DASH),
    VALUES: (BLUE, "1.6", ""),
    REBASE: (INK, "1", "1px,3px"),
} | {f"line-{number}": (TEAL, "1.6", dash) for number, dash in enumerate(LINE_DASHES, start=1)}
# How far a mark reaches from its middle, its ground and its edge: a shape as well as a colour for each meaning.
MARKS = {
    COMMON: (Decimal("3.2"), BLUE, "#ffffff"),
    Meaning.IMPROVING: (Decimal("4.4"), TEAL, INK),
    Meaning.CONCERNING: (Decimal("6.2"), ORANGE, INK),
    Meaning.NEITHER: (Decimal("5.6"), PURPLE, INK),
    GHOST: (Decimal("4.2"), "#ffffff", GREY),
}
CORNERS = {
    Meaning.IMPROVING: ("-1 -1", "1 -1", "1 1", "-1 1"),
    Meaning.CONCERNING: ("0 -1", "1 0", "0 1", "-1 0"),
    Meaning.NEITHER: ("0 -1", "0.866 -0.5", "0.866 0.5", "0 1", "-0.866 0.5", "-0.866 -0.5"),
}
CROWDED = Decimal("0.65")
Place = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Stroke:
    """A line: what it shows, its path, and its look."""

    role: str
    path: str
    colour: str
    width: str
    dash: str


@dataclass(frozen=True)
class Shape:
    """The marks of one meaning, all in one path."""

    role: str
    path: str
    fill: str
    edge: str


@dataclass(frozen=True)
class Words:
    """Words at a place; `anchor` says which part of them lies there: start, middle or end."""

    role: str
    x: str
    y: str
    text: str
    anchor: str


@dataclass(frozen=True)
class ChartPicture:
    """A picture: its size, what is said to those who do not see it, and what is drawn, the hindmost first."""

    width: str
    height: str
    alternative: str
    strokes: tuple[Stroke, ...]
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]


def at(number: Decimal) -> str:
    """A place as it is written: to a tenth of a unit, so that the same chart is the same picture to the letter."""
    return f"{number:.1f}"


def words_at(role: str, place: Place, text: str, anchor: str = "start") -> Words:
    """Words at a place."""
    return Words(role, at(place[0]), at(place[1]), text, anchor)


def path(places: Iterable[Place]) -> str:
    """The path through some places."""
    return "M" + "L".join(f"{at(x)} {at(y)}" for x, y in places)


def stroke(role: str, *runs: Iterable[Place]) -> Stroke:
    """A line of one or more runs, with the look of what it shows."""
    colour, width, dash = LOOKS[role]
    return Stroke(role, "".join(path(run) for run in runs), colour, width, dash.replace("px", ""))


def marks(role: str, places: Iterable[Place], *, among: int = 0) -> Shape:
    """A mark at each of the places; smaller among very many points."""
    reach, fill, edge = MARKS[role]
    reach *= CROWDED if among > MANY_POINTS else 1
    return Shape(role, "".join(_outline(role, reach, place) for place in places), fill, edge)


def _outline(role: str, reach: Decimal, place: Place) -> str:
    x, y = place
    if role in CORNERS:
        corners = (map(Decimal, corner.split()) for corner in CORNERS[Meaning(role)])
        return path((x + reach * right, y + reach * down) for right, down in corners) + "Z"
    half = f"A{at(reach)} {at(reach)} 0 1 1 "
    left, right = f"{at(x - reach)} {at(y)}", f"{at(x + reach)} {at(y)}"
    return f"M{left}{half}{right}{half}{left}Z"
