"""
The score of a risk over time as a step chart of lines and words, drawn without a script.

A score holds until the next one is given, so it is drawn as steps. The table beside it says the same in figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assurance.rules.risks import BANDS, Band, Score
from assurance.rules.wording import short_date_words

# In units of the drawing's own. Words of 11 units can be read on a phone of 320.
WIDTH, HEIGHT = 320, 190
LEFT, RIGHT, TOP, BOTTOM = 70, 312, 8, 162
HIGHEST = 25


@dataclass(frozen=True)
class Stripe:
    """The ground of a band: its words, where it begins and how high it is."""

    band: Band
    words: str
    y: float
    height: float
    words_y: float


@dataclass(frozen=True)
class Mark:
    """A score where it was given."""

    x: float
    y: float


@dataclass(frozen=True)
class StepChart:
    """The drawing: stripes, the path of the current score, its marks, the target as a line, the first and last day."""

    stripes: tuple[Stripe, ...]
    path: str
    marks: tuple[Mark, ...]
    target_y: float | None
    first_words: str
    last_words: str
    finding: str
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"
    left: int = LEFT
    right: int = RIGHT
    width: int = RIGHT - LEFT
    words_y: int = BOTTOM + 18


def step_chart(points: Sequence[tuple[date, Score]], target: Score | None, until: date) -> StepChart | None:
    """The chart of scores given on their days, the earliest first, until a day; None when there is no score."""
    if not points:
        return None
    first, last = points[0][0], max(until, points[-1][0])
    days = max((last - first).days, 1)
    marks = tuple(Mark(_x((day - first).days / days), height_of(score.value)) for day, score in points)
    steps = "".join(f"H{mark.x:g}V{mark.y:g}" for mark in marks[1:])
    return StepChart(
        stripes=tuple(_stripes()),
        path=f"M{marks[0].x:g} {marks[0].y:g}{steps}H{RIGHT:g}",
        marks=marks,
        target_y=height_of(target.value) if target else None,
        first_words=short_date_words(first),
        last_words=short_date_words(last),
        finding=finding_of([score for _, score in points], target),
    )


def height_of(value: float) -> float:
    """How far from the top a score lies."""
    return round(BOTTOM - (BOTTOM - TOP) * value / HIGHEST, 1)


def finding_of(scores: Sequence[Score], target: Score | None) -> str:
    """What the chart shows, in a sentence: "The score fell from 20 to 12 (High). It is meant to be 6 (Moderate)"."""
    first, last = scores[0], scores[-1]
    now = f"{last.value} ({last.band_words})"
    if first.value == last.value:
        said = f"The score is {now}, as it was at first."
    else:
        said = f"The score {'fell' if last.value < first.value else 'rose'} from {first.value} to {now}."
    if target is None:
        return f"{said} No target is set."
    if last.value <= target.value:
        return f"{said} That is what it is meant to be, {target.value} or less."
    return f"{said} It is meant to be {target.value} ({target.band_words})."


def _x(part: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * part, 1)


def _stripes() -> list[Stripe]:
    """A band begins half a point below its lowest score, so that no score lies on a border."""
    rows = list(BANDS.items())
    starts = [0.0, *(row.starts_at - 0.5 for _, row in rows[1:]), float(HIGHEST)]
    stripes = []
    for (band, row), (start, end) in zip(rows, pairwise(starts), strict=True):
        top, low = height_of(end), height_of(start)
        stripes.append(Stripe(band, row.words, top, round(low - top, 1), round((top + low) / 2 + 4, 1)))
    return stripes
