"""A file of figures read by its mapping: every cell it asks for is either understood or named (R61, trust.md 8)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import BinaryIO, NamedTuple

from assurance.rules.wording import counted
from indicators.rules.importing.files import Rows, rows_of
from indicators.rules.importing.header import Header, find_header
from indicators.rules.importing.mapping import Mapping as FileMapping
from indicators.rules.importing.numbers import Wrong
from indicators.rules.importing.plan import OfRow, Plan
from indicators.rules.importing.problems import Problem, refuse
from indicators.rules.vocabulary import Status, Unit

BLANK_ROW = "blank row"
REPEATED = "the same again in another row"
PREFERRED_LESS = "another row is preferred for the same measure, area and period"


class ReadFigure(NamedTuple):
    """One figure of the file, the row and column it stands in, its area as the portal knows it, and its content."""

    row: int
    column: int
    rank: int
    measure: str
    area: int
    period_start: date
    period_end: date
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    status: Status
    symbol: str
    note: str

    @property
    def point(self) -> tuple[str, int, date, date]:
        """The measure, area and period it is the figure of."""
        return self.measure, self.area, self.period_start, self.period_end

    @property
    def content(self) -> tuple[object, ...]:
        """What it says of that point."""
        return self[7:]


@dataclass(frozen=True)
class Known:
    """What the portal knows when it reads a file: areas by every code they ever had, and the unit of each measure."""

    areas: Mapping[str, int]
    units: Mapping[str, Unit]


@dataclass
class Reading:
    """What a part of a file holds: figures, cells that cannot be read, rows left out by the reason, rows in all."""

    figures: list[ReadFigure] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    rows: int = 0


@dataclass(frozen=True)
class ReadResult:
    """What a whole file holds. It may land only when nothing is refused."""

    figures: tuple[ReadFigure, ...]
    refused: tuple[Problem, ...]
    skipped: Mapping[str, int]
    rows: int


@dataclass(frozen=True)
class FigureFile:
    """A file that its mapping fits: its header, and what it holds, part by part, so that memory stays flat."""

    header: Header
    parts: Iterator[Reading]


def open_figures(file: BinaryIO, *, name: str, mapping: FileMapping, known: Known) -> FigureFile:
    """
    The file read by its mapping; `name` is the file's own, which may give the period.

    Whether a point stands in it twice is for the reader of the parts to see. Raises FileRefused, now or later.
    """
    blocks = rows_of(file, sheet=mapping.sheet, delimiter=mapping.delimiter)
    first = next(blocks, None)
    if first is None:
        refuse("The file is empty.")
    header = find_header(first.cells, mapping)
    plan = Plan(mapping, header, known.areas, known.units, name)
    below = Rows(header.row + 1, first.cells[header.row :])
    return FigureFile(header, (_read(block, plan) for block in chain([below], blocks)))


def read_file(file: BinaryIO, *, name: str, mapping: FileMapping, known: Known) -> ReadResult:
    """All of the file at once, each point once. Raises FileRefused when it cannot be read at all."""
    opened = open_figures(file, name=name, mapping=mapping, known=known)
    whole = Reading()
    for part in opened.parts:
        whole.figures += part.figures
        whole.refused += part.refused
        whole.skipped += part.skipped
        whole.rows += part.rows
    once = _each_point_once(whole, opened.header)
    return ReadResult(tuple(once), tuple(whole.refused), dict(whole.skipped), whole.rows)


def said_twice(row: int, column: int, header: Header, other: int) -> Problem:
    """The problem that the figure in this row and column differs from what another row says of the same point."""
    problem = f"row {other} gives another figure for the same measure, area and period."
    return Problem(row, *header.label(column), problem)


def _read(block: Rows, plan: Plan) -> Reading:
    reading = Reading(rows=len(block.cells))
    numbers: Sequence[int] = range(block.first, block.first + len(block.cells))
    rows = block.cells
    if set(map(len, rows)) != {plan.width} or not all(map(any, rows)):
        whole = [
            (number, cells)
            for number, cells in zip(numbers, rows, strict=True)
            if _is_whole(number, cells, plan, reading)
        ]
        numbers, rows = [number for number, _ in whole], [cells for _, cells in whole]
    for number, cells, of_row in zip(numbers, rows, plan.of_rows(rows), strict=True):
        _read_row(number, cells, of_row, plan, reading)
    reading.refused.sort(key=attrgetter("row"))
    return reading


def _is_whole(number: int, cells: Sequence[str], plan: Plan, reading: Reading) -> bool:
    """Whether the row can be read on; one that is blank is counted, one that is ragged refused."""
    if len(cells) == plan.width and any(cells):
        return True
    if any(map(str.strip, cells)):
        problem = f"the row has {counted(len(cells), 'column')}, the header {plan.width}."
        reading.refused.append(Problem(number, "", "", problem))
    else:
        reading.skipped[BLANK_ROW] += 1
    return False


def _read_row(number: int, cells: Sequence[str], of_row: OfRow, plan: Plan, reading: Reading) -> None:
    area, period, measures, wrong, (note, rank) = of_row
    if isinstance(area, str):
        reading.skipped[area] += 1
        return
    if isinstance(area, Wrong) or isinstance(period, Wrong) or isinstance(measures, Wrong) or wrong:
        found = [each for each in (area, period, measures, wrong) if isinstance(each, Wrong)]
        reading.refused += [_problem(number, each, plan) for each in found]
        return
    start, end, mark = period
    if mark:
        note = f"{note} Marked “{mark}” by the publisher.".strip()
    for numbers in measures:
        content = numbers.read(cells, note)
        if isinstance(content, Wrong):
            reading.refused.append(_problem(number, content, plan))
        else:
            figure = (number, numbers.column, rank, numbers.code, area, start, end, *content)
            reading.figures.append(ReadFigure._make(figure))


def _problem(row: int, wrong: Wrong, plan: Plan) -> Problem:
    return Problem(row, *plan.header.label(wrong.place), wrong.problem)


def _each_point_once(whole: Reading, header: Header) -> list[ReadFigure]:
    """
    One figure a point: the one of the row the mapping prefers.

    Those that repeat it word for word, or are preferred less, are left out and counted; those that contradict it are
    refused.
    """
    first: dict[tuple[str, int, date, date], ReadFigure] = {}
    for figure in sorted(whole.figures, key=lambda each: (each.rank, each.row)):
        other = first.setdefault(figure.point, figure)
        if other is figure:
            continue
        if other.content == figure.content:
            whole.skipped[REPEATED] += 1
        elif other.rank < figure.rank:
            whole.skipped[PREFERRED_LESS] += 1
        else:
            whole.refused.append(said_twice(figure.row, figure.column, header, other.row))
    return list(first.values())
