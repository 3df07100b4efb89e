"""The row of a file that names its columns, and where in it each column of a mapping stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.rules.importing.mapping import Column, Mapping, MeasureColumns
from indicators.rules.importing.problems import column_index, column_letter, quoted, refuse

SEARCHED = 50
Names = Sequence[str]


@dataclass(frozen=True)
class Header:
    """The row that names the columns: its number, and the names, one blank for another."""

    row: int
    names: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.names)

    def label(self, index: int) -> tuple[str, str]:
        """The letter and the name of a column, by its place from nought."""
        return column_letter(index), self.names[index] or "no name"

    def place(self, column: Column) -> int:
        """Where the column stands, from nought. Raises FileRefused when it stands nowhere, or in several places."""
        if column.letter:
            index = column_index(column.letter)
            if index >= self.width:
                refuse(f"The mapping names column {column.letter}; the file ends at {column_letter(self.width - 1)}.")
            return index
        for name in column.names:
            found = [index for index, each in enumerate(self.names) if each == name]
            if len(found) > 1 and not column.occurrence:
                letters = ", ".join(column_letter(index) for index in found)
                refuse(f"The column {quoted(name)} stands in the header more than once: {letters}. Say which is meant.")
            if len(found) >= (column.occurrence or 1):
                return found[(column.occurrence or 1) - 1]
        refuse(f"Row {self.row}, taken to name the columns, has no {' or '.join(map(quoted, column.names))}.")


def find_header(rows: Sequence[Sequence[str]], mapping: Mapping) -> Header:
    """
    The header among the first rows of a file: the row the mapping states, or the first that has every name it needs.

    Raises FileRefused naming the columns that are missing from the likeliest row.
    """
    if mapping.header_row:
        if mapping.header_row > len(rows):
            refuse(f"The file has no row {mapping.header_row}, which should name its columns.")
        return Header(mapping.header_row, _names(rows[mapping.header_row - 1]))
    needed = [column.names for column in columns_of(mapping) if column.names]
    headers = [Header(number, _names(row)) for number, row in enumerate(rows[:SEARCHED], start=1)]
    if not headers or not needed:
        refuse("The file has no row that names its columns." if needed else "The mapping must say where the header is.")
    best = max(headers, key=lambda header: sum(_has(header.names, names) for names in needed))
    missing = [" or ".join(map(quoted, names)) for names in needed if not _has(best.names, names)]
    if missing:
        refuse(f"The columns {', '.join(dict.fromkeys(missing))} are missing: row {best.row} comes closest.")
    return best


def columns_of(mapping: Mapping) -> list[Column]:
    """Every column the mapping reads, in no order that matters."""
    period, area = mapping.period, mapping.area
    found = [period.column, period.year_column, period.end, area.column, area.level]
    found += [column for column in area.levels.values() if isinstance(column, Column)]
    found += [mapping.measure_column, mapping.note]
    found += [rule.column for rule in (*mapping.skip, *mapping.require)]
    found += [mapping.prefer.column] if mapping.prefer else []
    for measure in mapping.measures:
        found += numbers_of(measure)
    return [column for column in found if column is not None]


def numbers_of(measure: MeasureColumns) -> list[Column | None]:
    """The columns of a measure's value, numerator and denominator."""
    return [measure.value, measure.numerator, measure.denominator]


def _names(row: Names) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in row)


def _has(names: Names, wanted: Names) -> bool:
    return any(name in names for name in wanted)
