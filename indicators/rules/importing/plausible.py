"""Figures that can be read and are hard to believe: each is a question, and blocks nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.rules.figures import is_comparable
from indicators.rules.importing.numbers import PER
from indicators.rules.periods import period_in_words
from indicators.rules.vocabulary import Unit

TENFOLD = 10.0
COLLAPSE = 1 / 3
BEYOND_ITS_PARTS = 3.0
# Below so many events a tenfold jump is what chance does.
FEW = 20
ENOUGH_AREAS = 5
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Points:
    """
    The points of one measure, ordered by area and period: those that are to land (`fresh`), and those they join.

    `area` numbers the areas, `nation` says which points are England's; a number that is not there is NaN.
    """

    unit: Unit
    area: NDArray[np.int64]
    nation: Flags
    fresh: Flags
    starts: list[date]
    ends: list[date]
    numerator: Floats
    denominator: Floats
    value: Floats


class Doubt(NamedTuple):
    """A point, by its place among the points, and what is hard to believe about it."""

    place: int
    sentence: str


def doubts_about(points: Points, names: Mapping[int, str]) -> list[Doubt]:
    """What to ask about the fresh points, in their order, a sentence each. `names` are those of the areas."""
    found = [
        *_parts_over_whole(points),
        *_not_from_its_parts(points),
        *_jumps(points),
        *_collapses(points),
        *_nation_beyond_its_parts(points),
    ]
    return [Doubt(place, _sentence(points, names, place, doubt)) for place, doubt in sorted(found)]


def _sentence(points: Points, names: Mapping[int, str], place: int, doubt: str) -> str:
    period = period_in_words(points.starts[place], points.ends[place])
    return f"{names[int(points.area[place])]} ({period}): {doubt}"


def _places(points: Points, condition: Flags) -> list[int]:
    return [int(place) for place in np.flatnonzero(condition & points.fresh).tolist()]


def _parts_over_whole(points: Points) -> Iterator[Doubt]:
    above, below = points.numerator, points.denominator
    for place in _places(points, above > below):
        yield Doubt(place, f"the numerator ({above[place]:,.15g}) is more than the denominator ({below[place]:,.15g}).")
    if points.unit == Unit.PERCENT:
        for place in _places(points, (points.value > 100) & ~(above > below)):
            yield Doubt(place, f"{points.value[place]:,.7g}% is more than a whole.")


def _not_from_its_parts(points: Points) -> Iterator[Doubt]:
    """A rate per 1,000 taken for one per 10,000, and the like. Rounding alone makes no such difference."""
    if not is_comparable(points.unit) or points.unit == Unit.DAYS:
        return
    worked_out = _divided(points.numerator, points.denominator) * PER[points.unit]
    ratio = _divided(points.value, worked_out)
    for place in _places(points, ((ratio > 2) | (ratio < 1 / 2)) & (points.numerator >= FEW)):
        yield Doubt(place, f"the value is {points.value[place]:,.7g}, its parts make {worked_out[place]:,.7g}.")


def _jumps(points: Points) -> Iterator[Doubt]:
    before = _before(points, ~np.isnan(points.value))
    known = before >= 0
    previous = np.where(known, points.value[before], np.nan)
    ratio = _divided(points.value, previous)
    size = points.value if points.unit == Unit.COUNT else points.numerator
    largest = np.fmax(size, np.where(known, size[before], np.nan))
    few = largest < FEW
    for place in _places(points, ((ratio >= TENFOLD) | (ratio <= 1 / TENFOLD)) & ~few):
        moved = "rose" if ratio[place] > 1 else "fell"
        values = f"{previous[place]:,.7g}, then {points.value[place]:,.7g}"
        yield Doubt(place, f"the value {moved} tenfold or more: {values}.")


def _collapses(points: Points) -> Iterator[Doubt]:
    before = _before(points, ~np.isnan(points.denominator))
    previous = np.where(before >= 0, points.denominator[before], np.nan)
    for place in _places(points, _divided(points.denominator, previous) < COLLAPSE):
        yield Doubt(place, f"the denominator fell from {previous[place]:,.15g} to {points.denominator[place]:,.15g}.")


def _nation_beyond_its_parts(points: Points) -> Iterator[Doubt]:
    """England's rate lies among those of its areas; one that is far from all of them is in other units."""
    if not is_comparable(points.unit):
        return
    of_areas: dict[tuple[date, date], list[float]] = {}
    for place in np.flatnonzero(~points.nation & ~np.isnan(points.value)).tolist():
        of_areas.setdefault((points.starts[place], points.ends[place]), []).append(float(points.value[place]))
    for place in _places(points, points.nation & (points.value > 0)):
        others = of_areas.get((points.starts[place], points.ends[place]), [])
        if len(others) < ENOUGH_AREAS:
            continue
        value = points.value[place]
        if value > max(others) * BEYOND_ITS_PARTS or value * BEYOND_ITS_PARTS < min(others):
            yield Doubt(
                place,
                f"{value:,.7g} is far from the areas within, which have {min(others):,.7g} to {max(others):,.7g}.",
            )


def _before(points: Points, known: Flags) -> NDArray[np.int64]:
    """For each point the place of the known point before it of the same area; -1 where there is none."""
    places = np.arange(len(known))
    last = np.maximum.accumulate(np.where(known, places, -1))
    before = np.concatenate(([-1], last[:-1])) if len(known) else last
    same = (before >= 0) & (points.area[before] == points.area)
    return np.where(same, before, -1)


def _divided(above: Floats, below: Floats) -> Floats:
    """The ratio; NaN where there is nothing to divide by."""
    result = np.full(len(above), np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result
