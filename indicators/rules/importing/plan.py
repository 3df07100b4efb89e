"""A mapping laid over the header of one file: where everything stands, and how a row's area and period are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from itertools import repeat
from operator import itemgetter
from typing import Generic, TypeVar, cast

from indicators.rules.importing.cells import Cells
from indicators.rules.importing.header import Header
from indicators.rules.importing.mapping import AreaColumns, Column, Mapping, PeriodColumns, Rule, Unknown
from indicators.rules.importing.numbers import Numbers, Wrong
from indicators.rules.importing.periods import Period, month_in_file_name, read_day, read_period
from indicators.rules.importing.problems import quoted, refuse
from indicators.rules.vocabulary import Unit

NOT_FOLLOWED = "about an area the portal does not follow"
MOST_KEPT = 50_000
UNREAD = object()
Row = Sequence[str]
Told = TypeVar("Told")
Measures = Sequence[Numbers] | Wrong
# Of a row: its area, or why it is left out, or what is wrong; its period; its measures; what should not stand in it;
# its note, and how early it is taken among those about the same point.
OfRow = tuple[int | str | Wrong, Period | Wrong, Measures, Wrong | None, tuple[str, int]]


class Plan:
    """How to read the rows of one file. Raises FileRefused when the mapping does not fit it."""

    def __init__(
        self, mapping: Mapping, header: Header, areas: Table[str, int], units: Table[str, Unit], file_name: str
    ) -> None:
        self.header = header
        self.width = header.width
        self._skip = [_rule(rule, header) for rule in mapping.skip]
        self._require = [_rule(rule, header) for rule in mapping.require]
        self._note = None if mapping.note is None else header.place(mapping.note)
        self._named = None if mapping.measure_column is None else header.place(mapping.measure_column)
        self._prefer = None if mapping.prefer is None else header.place(mapping.prefer.column)
        self._ranks = {} if mapping.prefer is None else {value: n for n, value in enumerate(mapping.prefer.values)}
        self._area = _AreaReader(mapping.area, header, areas)
        period = _PeriodReader(mapping.period, header, file_name)
        self._measures = _measures(mapping, header, units)
        self._areas = _Teller([*(index for index, _, _ in self._skip), *self._area.places], self._area_of)
        self._periods = _Teller(period.places, period)
        self._measured = _Teller(_there(self._named), self._measures_of)
        self._unexpected = _Teller([index for index, _, _ in self._require], self._unexpected_in)
        self._said = _Teller(_there(self._note, self._prefer), self._said_in)

    def of_rows(self, rows: Sequence[Row]) -> Iterator[OfRow]:
        """What each of the rows is about, all of them at once: as each is as wide as the header."""
        tellers = self._areas(rows), self._periods(rows), self._measured(rows), self._unexpected(rows), self._said(rows)
        return zip(*tellers, strict=True)

    def _area_of(self, row: Row) -> int | str | Wrong:
        """The area of the row, as the portal knows it; why a rule or the area leaves the row out; or what is wrong."""
        for index, values, because in self._skip:
            if row[index].strip() in values:
                return because or f"{self.header.names[index]} is {row[index].strip()}"
        return self._area(row)

    def _unexpected_in(self, row: Row) -> Wrong | None:
        """The first cell that is not what the mapping requires of its column."""
        for index, values, _ in self._require:
            if row[index].strip() not in values:
                return Wrong(index, f"{quoted(row[index].strip())} is not what this file should hold.")
        return None

    def _measures_of(self, row: Row) -> Measures:
        """The measures the row holds a figure of."""
        if self._named is None:
            return self._measures[""]
        found = self._measures.get(row[self._named].strip())
        return found or Wrong(self._named, f"{quoted(row[self._named].strip())} is not a measure of the mapping.")

    def _said_in(self, row: Row) -> tuple[str, int]:
        """The publisher's note on the row, and how early it is taken; the first is nought."""
        note = " ".join(row[self._note].split()) if self._note is not None else ""
        rank = 0 if self._prefer is None else self._ranks.get(row[self._prefer].strip(), len(self._ranks))
        return note, rank


class _Teller(Generic[Told]):
    """What the texts in some places of a row tell, by `read`, which looks nowhere else. The same is read once."""

    def __init__(self, places: Sequence[int], read: Callable[[Row], Told]) -> None:
        self._key = itemgetter(*places) if places else None
        self._read = read
        self._kept: dict[object, Told] = {}

    def __call__(self, rows: Sequence[Row]) -> list[Told]:
        """What each of the rows tells."""
        if self._key is None:
            return [self._read(rows[0])] * len(rows) if rows else []
        keys = list(map(self._key, rows))
        found: list[Told | object] = list(map(self._kept.get, keys, repeat(UNREAD)))
        if UNREAD in found:
            self._read_fresh(keys, rows, found)
        return cast("list[Told]", found)

    def _read_fresh(self, keys: Iterable[object], rows: Sequence[Row], found: list[Told | object]) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        for place, key in enumerate(keys):
            if found[place] is UNREAD:
                if key not in self._kept:
                    self._kept[key] = self._read(rows[place])
                found[place] = self._kept[key]


def _measures(mapping: Mapping, header: Header, units: Table[str, Unit]) -> dict[str, list[Numbers]]:
    """The measures by what names them in a row; by nothing where every row holds all."""
    cells = Cells()
    found: dict[str, list[Numbers]] = {}
    for columns in mapping.measures:
        if columns.code not in units:
            refuse(f"The mapping names the measure {quoted(columns.code)}, which the portal does not have.")
        numbers = Numbers(columns, units[columns.code], header, mapping.blank, cells)
        found.setdefault(columns.named if mapping.measure_column else "", []).append(numbers)
    return found


def _there(*places: int | None) -> list[int]:
    return [place for place in places if place is not None]


class _AreaReader:
    """The area of a row by its code: as the portal knows it, why it is left out, or what is wrong."""

    def __init__(self, columns: AreaColumns, header: Header, known: Table[str, int]) -> None:
        self._columns = columns
        self._known = known
        self._column = None if columns.column is None else header.place(columns.column)
        self._level = None if columns.level is None else header.place(columns.level)
        self._levels = {
            name: header.place(where) if isinstance(where, Column) else where for name, where in columns.levels.items()
        }
        levels = (where for where in self._levels.values() if isinstance(where, int))
        self.places = _there(self._column, self._level, *levels)

    def __call__(self, row: Row) -> int | str | Wrong:
        where: int | str | None = self._column
        if self._level is not None:
            where = self._levels.get(row[self._level].strip())
            if where is None:
                return Wrong(self._level, f"{quoted(row[self._level].strip())} is not a level of the mapping.")
        code = row[where].strip() if isinstance(where, int) else where or ""
        area = self._known.get(code)
        if area is not None:
            return area
        index = where if isinstance(where, int) else self._level or 0
        if not code:
            return Wrong(index, "there is no code of an area.")
        if self._columns.unknown == Unknown.SKIP:
            return NOT_FOLLOWED
        return Wrong(index, f"{quoted(code)} is not the code of an area the portal knows.")


class _PeriodReader:
    """The period of a row, or what is wrong with it."""

    def __init__(self, columns: PeriodColumns, header: Header, file_name: str) -> None:
        self._rules = columns.rules
        self._of_file: Period | None = None
        if columns.column is None:
            try:
                self._of_file = month_in_file_name(file_name)
            except ValueError as problem:
                refuse(str(problem))
        self._first = 0 if columns.column is None else header.place(columns.column)
        self._year = None if columns.year_column is None else header.place(columns.year_column)
        self._end = None if columns.end is None else header.place(columns.end)
        self._second = self._year if self._end is None else self._end
        self.places = [] if self._of_file else _there(self._first, self._second)

    def __call__(self, row: Row) -> Period | Wrong:
        if self._of_file is not None:
            return self._of_file
        return self._fresh(row[self._first], "" if self._second is None else row[self._second])

    def _fresh(self, text: str, second: str) -> Period | Wrong:
        try:
            if self._end is None:
                return read_period(text, self._rules, second)
            start = read_day(text)
        except ValueError as problem:
            return Wrong(self._first, str(problem))
        try:
            period = Period(start, read_day(second))
        except ValueError as problem:
            return Wrong(self._end, str(problem))
        return period if period.start <= period.end else Wrong(self._end, "the period ends before it starts.")


def _rule(rule: Rule, header: Header) -> tuple[int, frozenset[str], str]:
    return header.place(rule.column), rule.values, rule.because
