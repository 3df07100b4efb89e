"""A file of figures laid out beside what stands: what it would bring, what cannot be read in it, what to ask about."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

import numpy as np

from indicators.models import Area, Measure
from indicators.queries.imports import known_to
from indicators.rules.importing.header import Header
from indicators.rules.importing.mapping import Mapping
from indicators.rules.importing.plausible import Points, doubts_about
from indicators.rules.importing.problems import Problem
from indicators.rules.importing.reading import PREFERRED_LESS, REPEATED, ReadFigure, open_figures, said_twice
from indicators.rules.importing.runs import MOST_NAMED
from indicators.rules.vocabulary import Unit
from indicators.services.landing import Row, Stage

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Change:
    """A figure that is new, or differs from the one that stands: in which row, of what, and both as stored."""

    row: int
    measure: int
    area: int
    period_start: date
    period_end: date
    value: Decimal | None
    symbol: str
    status: str
    stood: Decimal | None
    stood_symbol: str
    stood_status: str


@dataclass(frozen=True)
class Outcome:
    """
    What reading a file came to; `refused` names no more than `MOST_NAMED`, the counts are whole.

    It may land only when nothing is refused.
    """

    rows: int
    figures: int
    skipped: dict[str, int]
    refused: tuple[str, ...]
    refused_count: int


@dataclass(frozen=True)
class LaidOut:
    """The temporary table with the file's figures, what reading it came to, and what can be asked of the two."""

    stage: Stage
    outcome: Outcome

    def changes(self) -> list[Change]:
        """The figures that are new or corrected, the corrected first, no more than `MOST_NAMED`."""
        return [_change(row) for row in self.stage.fresh(MOST_NAMED)]

    def doubts(self) -> list[str]:
        """What to ask about the figures, measure by measure, so that no more than one is held at a time."""
        areas = {area.pk: area for area in Area.objects.all()}
        names = {pk: area.name for pk, area in areas.items()}
        nations = [pk for pk, area in areas.items() if area.kind == Area.Kind.NATION]
        found = []
        for measure in Measure.objects.in_bulk(self.stage.measures()).values():
            points = _points(self.stage.points(measure.pk), Unit(measure.unit), nations)
            found += [f"{measure.title}: {doubt.sentence}" for doubt in doubts_about(points, names)]
        return found


@contextmanager
def file_laid_out(
    *, file: BinaryIO, name: str, mapping: Mapping, progress: Progress | None = None
) -> Iterator[LaidOut]:
    """
    Read the file into the temporary table; nothing has landed when the block is left.

    `progress` is told how many rows have been read. Raises FileRefused when the file cannot be read at all.
    """
    known = known_to(mapping)
    opened = open_figures(file, name=name, mapping=mapping, known=known)
    measures = dict(Measure.objects.filter(code__in=known.units).values_list("code", "pk"))
    refused: list[Problem] = []
    skipped: Counter[str] = Counter()
    rows = refused_count = 0
    with Stage() as stage:
        for part in opened.parts:
            stage.add(_row(figure, measures) for figure in part.figures)
            rows += part.rows
            skipped += part.skipped
            refused_count += len(part.refused)
            refused += part.refused[: MOST_NAMED - len(refused)]
            if progress:
                progress(rows)
        contradictions = _settle(stage, opened.header, skipped)
        named = [problem.sentence for problem in [*refused, *contradictions][:MOST_NAMED]]
        count = refused_count + len(contradictions)
        yield LaidOut(stage, Outcome(rows, stage.rows, dict(skipped), tuple(named), count))


def _row(figure: ReadFigure, measures: dict[str, int]) -> Row:
    row, column, rank, measure, *rest = figure
    return Row._make((row, column, rank, measures[measure], *rest))


def _settle(stage: Stage, header: Header, skipped: Counter[str]) -> list[Problem]:
    repeats = stage.settle_repeats(MOST_NAMED)
    if repeats.repeated:
        skipped[REPEATED] += repeats.repeated
    if repeats.preferred_less:
        skipped[PREFERRED_LESS] += repeats.preferred_less
    return [said_twice(each.row, each.column, header, each.other) for each in repeats.contradictions]


def _points(rows: list[tuple[Any, ...]], unit: Unit, nations: list[int]) -> Points:
    area, fresh, starts, ends, *numbers = zip(*rows, strict=True)
    numerator, denominator, value = (np.array(column, dtype=np.float64) for column in numbers)
    areas = np.array(area, dtype=np.int64)
    return Points(
        unit=unit,
        area=areas,
        nation=np.isin(areas, nations),
        fresh=np.array(fresh, dtype=np.bool_),
        starts=[_day(each) for each in starts],
        ends=[_day(each) for each in ends],
        numerator=numerator,
        denominator=denominator,
        value=value,
    )


def _change(found: tuple[Any, ...]) -> Change:
    row, measure, area, start, end, value, status, symbol, stood, stood_status, stood_symbol = found
    return Change(
        row=row,
        measure=measure,
        area=area,
        period_start=_day(start),
        period_end=_day(end),
        value=_number(value),
        status=status,
        symbol=symbol,
        stood=_number(stood),
        stood_status=stood_status or "",
        stood_symbol=stood_symbol or "",
    )


def _day(value: date | str) -> date:
    # Where SQLite has lost a column's type it gives the text.
    return value if isinstance(value, date) else date.fromisoformat(value)


def _number(value: Decimal | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
