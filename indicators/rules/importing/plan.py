"""A mapping laid over the header of one file: where everything stands, and how a row's area and period are read."""

from collections.abc import Mapping as Table
from collections.abc import Sequence

from indicators.rules.importing.cells import Cells
from indicators.rules.importing.header import Header
from indicators.rules.importing.mapping import AreaColumns, Column, Mapping, PeriodColumns, Rule, Unknown
from indicators.rules.importing.numbers import Numbers, Wrong
from indicators.rules.importing.periods import Period, month_in_file_name, read_day, read_period
from indicators.rules.importing.problems import quoted, refuse
from indicators.rules.vocabulary import Unit

NOT_FOLLOWED = "about an area the portal does not follow"
MOST_KEPT = 50_000
Row = Sequence[str]


class Plan:
    """How to read each row of one file. Raises FileRefused when the mapping does not fit it."""

    def __init__(
        self, mapping: Mapping, header: Header, areas: Table[str, int], units: Table[str, Unit], file_name: str
    ) -> None:
        cells = Cells()
        self.header = header
        self.width = header.width
        self._skip = [_rule(rule, header) for rule in mapping.skip]
        self._require = [_rule(rule, header) for rule in mapping.require]
        self._note = None if mapping.note is None else header.place(mapping.note)
        self._named = None if mapping.measure_column is None else header.place(mapping.measure_column)
        self._prefer = None if mapping.prefer is None else header.place(mapping.prefer.column)
        self._ranks = {} if mapping.prefer is None else {value: n for n, value in enumerate(mapping.prefer.values)}
        self.area_of = _AreaReader(mapping.area, header, areas)
        self.period_of = _PeriodReader(mapping.period, header, file_name)
        self._measures: dict[str, list[Numbers]] = {}
        for columns in mapping.measures:
            if columns.code not in units:
                refuse(f"The mapping names the measure {quoted(columns.code)}, which the portal does not have.")
            numbers = Numbers(columns, units[columns.code], header, mapping.blank, cells)
            self._measures.setdefault(columns.named if mapping.measure_column else "", []).append(numbers)

    def skipped_because(self, row: Row) -> str:
        """Why a rule of the mapping leaves the row out; blank when none does."""
        for index, values, because in self._skip:
            if row[index].strip() in values:
                return because or f"{self.header.names[index]} is {row[index].strip()}"
        return ""

    def unexpected(self, row: Row) -> Wrong | None:
        """The first cell that is not what the mapping requires of its column."""
        for index, values, _ in self._require:
            if row[index].strip() not in values:
                return Wrong(index, f"{quoted(row[index].strip())} is not what this file should hold.")
        return None

    def measures_of(self, row: Row) -> Sequence[Numbers] | Wrong:
        """The measures the row holds a figure of."""
        if self._named is None:
            return self._measures[""]
        found = self._measures.get(row[self._named].strip())
        return found or Wrong(self._named, f"{quoted(row[self._named].strip())} is not a measure of the mapping.")

    def note_of(self, row: Row, mark: str) -> str:
        """The publisher's note on the row, and how its period was marked."""
        note = " ".join(row[self._note].split()) if self._note is not None else ""
        marked = f"Marked “{mark}” by the publisher." if mark else ""
        return f"{note} {marked}".strip()

    def rank_of(self, row: Row) -> int:
        """How early the row is taken among those about the same point; the first is nought."""
        return 0 if self._prefer is None else self._ranks.get(row[self._prefer].strip(), len(self._ranks))


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
    """The period of a row, or what is wrong with it. The same text is read once."""

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
        self._read: dict[tuple[str, str], Period | Wrong] = {}

    def __call__(self, row: Row) -> Period | Wrong:
        if self._of_file is not None:
            return self._of_file
        key = (row[self._first], "" if self._second is None else row[self._second])
        found = self._read.get(key)
        if found is None:
            if len(self._read) >= MOST_KEPT:
                self._read.clear()
            found = self._read[key] = self._fresh(*key)
        return found

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
