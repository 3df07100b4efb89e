"""The small picture of a series: where its line runs in a box, worked out from its last values."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 96, 28
EDGE = 4
LEFT_TO_RIGHT, TOP_TO_BOTTOM = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE


@dataclass(frozen=True)
class Spark:
    """The line as an SVG path in a box of `WIDTH` by `HEIGHT`, broken where a value is missing, and its last point."""

    path: str
    x: str
    y: str


def sparkline(values: Sequence[float | None]) -> Spark | None:
    """The line through the values, the oldest first; None where fewer than two of them are there."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    lowest, spread = min(known), max(known) - min(known)
    step = LEFT_TO_RIGHT / (len(values) - 1)
    path, pen, place = [], "M", ("", "")
    for number, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        height = (value - lowest) / spread if spread else 0.5
        place = f"{EDGE + number * step:.1f}", f"{HEIGHT - EDGE - height * TOP_TO_BOTTOM:.1f}"
        path.append(f"{pen}{place[0]} {place[1]}")
        pen = "L"
    return Spark("".join(path), *place)
