"""
The figures of a measure as tables for the disclosure boundary (trust.md 6).

Every sum that somebody could make is an equation: an area and the areas within it, a period and the periods it is made
of, a denominator as numerator and rest. Where parts do not make up the whole, what is left over is a count too, though
nobody prints it: it could be had by taking away.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from indicators.rules.disclosure import HIDDEN, Equation, Quote, Ratio, SafeTable, Table, release
from indicators.rules.vocabulary import Unit

PER = {Unit.PERCENT: 100, Unit.PER_10000: 10_000, Unit.PER_100000: 100_000}
NUMERATOR, DENOMINATOR, REST = "numerator", "denominator", "rest"


class Group(NamedTuple):
    """The children (or events) of an area and a period, less those of the groups in `without`."""

    area: str
    start: date
    end: date
    without: "tuple[Group, ...]" = ()


class Count(NamedTuple):
    """The name of a cell: what is counted, of which group."""

    of: str
    group: Group


class Counts(NamedTuple):
    """The numerator of a group, and its denominator where it has one."""

    numerator: int
    denominator: int | None


@dataclass(frozen=True)
class PublicFigure:
    """
    A figure as it is shown: its group, the area around it, and what it is made of as far as that is known.

    `is_open` says that its publisher has published it under an open licence.
    """

    group: Group
    within: str | None
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    unit: Unit
    is_open: bool


Printed = Decimal | int | str | None


class PublicRow(NamedTuple):
    """A figure as it is printed: numbers or "c", and why one is not there."""

    value: Printed
    numerator: Printed
    denominator: Printed
    held_back: str


class Split(NamedTuple):
    """A group and groups in it that have no one in common."""

    whole: Group
    parts: tuple[Group, ...]


def counts_behind(figure: PublicFigure) -> Counts | None:
    """
    The counts a figure is made of, or that could be worked out from it; None where it is no count and has none.

    Of a percentage printed without its numerator, the numerator that rounds to it and is nearest to giving away a few.
    """
    numerator, denominator = figure.numerator, figure.denominator
    if figure.unit == Unit.COUNT:
        numerator, denominator = figure.value, None
    elif figure.unit not in PER or denominator is None:
        return None
    elif numerator is None:
        numerator = _numerator_behind(figure.value, denominator, figure.unit)
    if any(count is not None and (count < 0 or count % 1) for count in (numerator, denominator)):
        return None
    return Counts(int(numerator), None if denominator is None else int(denominator))


def _numerator_behind(value: Decimal, denominator: Decimal, unit: Unit) -> Decimal:
    if unit == Unit.PERCENT and value > 50:
        return denominator - _fewest_behind(100 - value, denominator, 100)
    return _fewest_behind(value, denominator, PER[unit])


def _fewest_behind(value: Decimal, denominator: Decimal, per: int) -> Decimal:
    """The least count that rounds to the value as printed; 1 rather than 0 where both do."""
    exponent = value.as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    least = ((value - half) * denominator / per).to_integral_value(ROUND_CEILING)
    most = ((value + half) * denominator / per).to_integral_value(ROUND_FLOOR)
    return max(least, min(most, Decimal(1)), Decimal(0))


def release_figures(figures: Iterable[PublicFigure], *, threshold: int, adds_up: bool) -> dict[Group, SafeTable]:
    """
    The release each figure is in: the newest one, and one that was withheld where all of them were.

    A figure without counts is in none, unless its publisher has published it.

    Periods are released one after the other, each with all before it that it is linked to, so that the edition of
    today agrees with those before. `adds_up` says that a period may be the sum of shorter ones.
    """
    behind = [(figure, counts_behind(figure)) for figure in figures]
    quoted = [figure for figure, counts in behind if counts is None and figure.is_open]
    quotes = release(Table({}, quotes=tuple(Quote(figure.group, figure.value) for figure in quoted)))
    found = {figure.group: quotes for figure in quoted}
    counted = [(figure, counts) for figure, counts in behind if counts is not None]
    for family in _families(counted, adds_up):
        done: list[SafeTable] = []
        for end in sorted({figure.group.end for figure, _ in family}):
            known = [(figure, counts) for figure, counts in family if figure.group.end <= end]
            done.append(release(_table(known, threshold, adds_up), done))
        for figure, _ in family:
            name = Count(NUMERATOR, figure.group)
            found[figure.group] = next((safe for safe in reversed(done) if name in safe.cells), done[-1])
    return found


Counted = tuple[PublicFigure, Counts]


def _families(counted: Sequence[Counted], adds_up: bool) -> Iterator[list[Counted]]:
    """The figures by period; where periods add up, those whose periods overlap together."""
    family: list[Counted] = []
    until = date.min
    for figure, counts in sorted(counted, key=lambda pair: (pair[0].group.start, -pair[0].group.end.toordinal())):
        linked = figure.group.start <= until if adds_up else family and family[0][0].group[1:3] == figure.group[1:3]
        if family and not linked:
            yield family
            family = []
        family.append((figure, counts))
        until = max(until, figure.group.end)
    if family:
        yield family


def _table(known: Sequence[Counted], threshold: int, adds_up: bool) -> Table:
    cells: dict[Hashable, int] = {}
    equations: list[Equation] = []
    for figure, counts in known:
        _add_group(figure.group, counts, figure.unit, cells, equations)
    splits = list(_splits_by_area([figure for figure, _ in known]))
    if adds_up:
        splits += _splits_by_period([figure.group for figure, _ in known])
    for split in splits:
        _add_split(split, cells, equations)
    ratios = tuple(
        Ratio(figure.group, Count(NUMERATOR, figure.group), Count(DENOMINATOR, figure.group), figure.value)
        for figure, counts in known
        if counts.denominator is not None
    )
    return Table(cells, tuple(dict.fromkeys(equations)), ratios, threshold)


def _add_group(group: Group, counts: Counts, unit: Unit, cells: dict[Hashable, int], equations: list[Equation]) -> None:
    numerator, denominator, rest = (Count(of, group) for of in (NUMERATOR, DENOMINATOR, REST))
    cells[numerator] = counts.numerator
    if counts.denominator is None:
        return
    cells[denominator] = counts.denominator
    if unit == Unit.PERCENT and counts.denominator >= counts.numerator:
        cells[rest] = counts.denominator - counts.numerator
        equations.append(Equation(denominator, (numerator, rest)))


def _add_split(split: Split, cells: dict[Hashable, int], equations: list[Equation]) -> None:
    """
    The equations of a split: the whole is the parts and what is left over; or the parts are the whole and what they
    have in common, where they come to more (a child counted in each of two quarters is counted once in the year).
    """
    left_over = Group(*split.whole[:3], without=split.parts)
    for of in (NUMERATOR, DENOMINATOR, REST):
        whole, *parts = [Count(of, group) for group in (split.whole, *split.parts)]
        if not {whole, *parts} <= cells.keys():
            continue
        left = cells[whole] - sum(cells[part] for part in parts)
        if left >= 0:
            cells[Count(of, left_over)] = left
            equations.append(Equation(whole, (*parts, Count(of, left_over))))
        else:
            together, twice = Count(f"{of}, together", left_over), Count(f"{of}, twice", left_over)
            cells |= {together: cells[whole] - left, twice: -left}
            equations += [Equation(together, tuple(parts)), Equation(together, (whole, twice))]
    numerator, denominator, rest = (Count(of, left_over) for of in (NUMERATOR, DENOMINATOR, REST))
    if {numerator, denominator, rest} <= cells.keys():
        equations.append(Equation(denominator, (numerator, rest)))


def _splits_by_area(figures: Sequence[PublicFigure]) -> Iterator[Split]:
    """Each area with the areas within it, of the same period."""
    for whole in figures:
        parts = [
            figure.group
            for figure in figures
            if figure.within == whole.group.area and figure.group[1:] == whole.group[1:]
        ]
        if parts:
            yield Split(whole.group, tuple(sorted(parts)))


def _splits_by_period(groups: Sequence[Group]) -> Iterator[Split]:
    """Each period with those within it, of the same area: the fewest and longest, and the most and shortest."""
    for whole in groups:
        inside = [
            group
            for group in groups
            if group != whole and group.area == whole.area and whole.start <= group.start and group.end <= whole.end
        ]
        for sign in (-1, 1):
            parts = _apart(sorted(inside, key=lambda group: (sign * (group.end - group.start), group)))
            if parts:
                yield Split(whole, parts)


def _apart(groups: Iterable[Group]) -> tuple[Group, ...]:
    """The groups, in their order, without any that overlaps one before it; sorted."""
    chosen: list[Group] = []
    for group in groups:
        if all(group.end < other.start or other.end < group.start for other in chosen):
            chosen.append(group)
    return tuple(sorted(chosen))


def public_row(safe: SafeTable, group: Group) -> PublicRow:
    """What may be printed of a figure: from a `SafeTable` and from nothing else (TypeError)."""
    if not isinstance(safe, SafeTable):
        raise TypeError("Only a SafeTable may be published.")
    if safe.withheld:
        return PublicRow(None, None, None, safe.note)
    numerator, denominator = (safe.cells.get(Count(of, group)) for of in (NUMERATOR, DENOMINATOR))
    value = safe.ratios.get(group, numerator)
    hides = HIDDEN in (value, numerator, denominator)
    return PublicRow(value, numerator, denominator, safe.note if hides else "")
