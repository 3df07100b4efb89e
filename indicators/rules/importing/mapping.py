"""What the columns of a publisher's file mean: data, shipped as TOML or kept for a source as JSON, never code."""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from enum import StrEnum

from indicators.rules.importing.parts import Part
from indicators.rules.importing.periods import (
    OVER_TWO_YEARS,
    WEEK_LENGTHS,
    Day,
    PeriodKind,
    PeriodRules,
    Year,
)
from indicators.rules.importing.problems import column_index

DEFAULT_SCHEMES = ("ons", "ods", "portal")
SCHEMES = frozenset({*DEFAULT_SCHEMES, "dfe"})
DELIMITERS = frozenset({",", ";", "\t", "|"})
MOST_DIGITS = 15
MOST_MEASURES = 200


class Unknown(StrEnum):
    """What becomes of a row about an area the portal does not follow."""

    SKIP = "skip"
    REFUSE = "refuse"


class Blank(StrEnum):
    """What a blank value is: a slip, or a figure that is not available (with the note beside it, where one is due)."""

    REFUSED = "refused"
    NOTED = "noted"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True)
class Column:
    """A column, by one of the names it has had, by which of several of that name it is, or by its letter."""

    names: tuple[str, ...] = ()
    occurrence: int = 0
    letter: str = ""


@dataclass(frozen=True)
class Rule:
    """The rows whose cell in `column` is one of `values`, and why they are as they are."""

    column: Column
    values: frozenset[str]
    because: str = ""


@dataclass(frozen=True)
class Preference:
    """Which of several rows about the same point is taken: the one whose cell in `column` comes first in `values`."""

    column: Column
    values: tuple[str, ...]


@dataclass(frozen=True)
class PeriodColumns:
    """Where the period stands: in one cell, in a week's and a year's, in two dates, or in the name of the file."""

    rules: PeriodRules
    column: Column | None = None
    year_column: Column | None = None
    end: Column | None = None
    in_file_name: bool = False


@dataclass(frozen=True)
class AreaColumns:
    """Where the code of the area stands: always in `column`, or as `levels` say for each level of area."""

    column: Column | None
    level: Column | None
    levels: Table[str, Column | str]
    schemes: tuple[str, ...]
    unknown: Unknown


@dataclass(frozen=True)
class MeasureColumns:
    """Where the figures of a measure stand. Without `value` it is worked out from numerator and denominator."""

    code: str
    named: str
    value: Column | None
    numerator: Column | None
    denominator: Column | None
    times: str
    digits: int


@dataclass(frozen=True)
class Mapping:
    """All that is needed to read one kind of file of one source."""

    name: str
    title: str
    source: str
    period: PeriodColumns
    area: AreaColumns
    measures: tuple[MeasureColumns, ...]
    measure_column: Column | None = None
    note: Column | None = None
    blank: Blank = Blank.REFUSED
    skip: tuple[Rule, ...] = ()
    require: tuple[Rule, ...] = ()
    prefer: Preference | None = None
    sheet: str = ""
    header_row: int = 0
    delimiter: str = ""


def read_mapping(data: object) -> Mapping:
    """The mapping that `data`, as TOML or JSON gives it, describes. Raises ValueError with a sentence."""
    part = Part(data, "mapping")
    measures = tuple(_measure(each) for each in part.parts("measures"))
    mapping = Mapping(
        name=part.text("name"),
        title=part.text("title"),
        source=part.text("source"),
        period=_period(part.part("period")),
        area=_area(part.part("area")),
        measures=measures,
        measure_column=_column_or_none(part, "measure_column"),
        note=_column_or_none(part, "note"),
        blank=part.choice("blank", Blank, Blank.REFUSED),
        skip=tuple(_rule(each) for each in part.parts("skip")),
        require=tuple(_rule(each) for each in part.parts("require")),
        prefer=_preference(part),
        sheet=part.text("sheet", ""),
        header_row=part.number("header_row", 0),
        delimiter=part.text("delimiter", ""),
    )
    part.refuse_more()
    _refuse_contradictions(mapping)
    return mapping


def _refuse_contradictions(mapping: Mapping) -> None:
    if not 0 < len(mapping.measures) <= MOST_MEASURES:
        raise ValueError(f"The mapping must name between 1 and {MOST_MEASURES} measures.")
    if mapping.delimiter and mapping.delimiter not in DELIMITERS:
        raise ValueError("The delimiter must be a comma, a semicolon, a tab or a bar.")
    if mapping.blank == Blank.NOTED and mapping.note is None:
        raise ValueError("Blank values can only be explained by a note if the mapping has a column of notes.")
    said = [measure.named if mapping.measure_column else measure.code for measure in mapping.measures]
    if len(set(said)) != len(said):
        raise ValueError("The mapping names a measure twice.")


def _column(value: object, place: str) -> Column:
    """A name, a list of names the column has had, or a table with `name` and `occurrence`, or with `letter`."""
    if isinstance(value, str):
        return Column(names=(_header(value, place),))
    if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
        return Column(names=tuple(_header(name, place) for name in value))
    part = Part(value, place)
    letter = part.text("letter", "")
    if letter:
        column_index(letter)
        column = Column(letter=letter.upper())
    else:
        column = Column(names=(part.text("name"),), occurrence=part.number("occurrence", 0))
    part.refuse_more()
    return column


def _header(name: str, place: str) -> str:
    if not name.strip():
        raise ValueError(f"The {place} needs the name of a column.")
    return " ".join(name.split())


def _column_or_none(part: Part, name: str) -> Column | None:
    value = part.take(name)
    return None if value is None else _column(value, f"{part.place}, {name}")


def _needed(part: Part, name: str) -> Column:
    column = _column_or_none(part, name)
    if column is None:
        raise ValueError(f"The {part.place} does not say which column its {name} is.")
    return column


def _rule(part: Part) -> Rule:
    rule = Rule(_needed(part, "column"), frozenset(part.texts("is")), part.text("because", ""))
    part.refuse_more()
    if not rule.values:
        raise ValueError(f"The {part.place} names no value.")
    return rule


def _preference(part: Part) -> Preference | None:
    data = part.take("prefer")
    if data is None:
        return None
    prefer = Part(data, "prefer")
    preference = Preference(_needed(prefer, "column"), tuple(prefer.texts("order")))
    prefer.refuse_more()
    return preference


def _period(part: Part) -> PeriodColumns:
    kinds = frozenset(part.choices("kinds", PeriodKind))
    rules = PeriodRules(
        kinds=kinds,
        year=part.choice("year", Year, None),
        day=part.choice("day", Day, Day.ITSELF),
        week_days=part.number("week_days", 7),
        prefix=part.text("prefix", ""),
        marks=frozenset(part.texts("marks")),
    )
    columns = PeriodColumns(
        rules=rules,
        column=_column_or_none(part, "column") or _column_or_none(part, "start"),
        year_column=_column_or_none(part, "year_column"),
        end=_column_or_none(part, "end"),
        in_file_name=part.flag("in_file_name"),
    )
    part.refuse_more()
    _refuse_unsaid(columns)
    return columns


def _refuse_unsaid(period: PeriodColumns) -> None:
    rules = period.rules
    if period.in_file_name == (period.column is not None):
        raise ValueError("The period must stand either in a column or in the name of the file.")
    if period.in_file_name or period.end is not None:
        return
    if not rules.kinds:
        raise ValueError("The mapping does not say which ways of writing a period to expect.")
    if PeriodKind.YEAR in rules.kinds and rules.year is None:
        raise ValueError("The mapping does not say what a year means.")
    if rules.kinds & {PeriodKind.SPLIT_YEAR, PeriodKind.POOLED_YEARS} and rules.year not in OVER_TWO_YEARS:
        raise ValueError("A year over two can only be a financial or an academic year.")
    if PeriodKind.WEEK in rules.kinds and period.year_column is None:
        raise ValueError("A week needs the column that holds its year.")
    if rules.week_days not in WEEK_LENGTHS:
        raise ValueError("A week has 5 days or 7.")


def _area(part: Part) -> AreaColumns:
    level = _column_or_none(part, "level")
    levels: dict[str, Column | str] = {}
    for name, value in part.table("levels").items():
        fixed = value.get("code") if isinstance(value, dict) else None
        levels[name] = fixed if isinstance(fixed, str) else _column(value, f"{part.place}, level {name}")
    columns = AreaColumns(
        column=_column_or_none(part, "column"),
        level=level,
        levels=levels,
        schemes=tuple(part.texts("schemes")) or DEFAULT_SCHEMES,
        unknown=part.choice("unknown", Unknown, Unknown.REFUSE),
    )
    part.refuse_more()
    if (columns.column is None) == (level is None) or (level is None) == bool(levels):
        raise ValueError("The area must stand either in one column, or in columns that follow from a level.")
    if not set(columns.schemes) <= SCHEMES:
        raise ValueError("The mapping names a kind of area code that the portal does not know.")
    return columns


def _measure(part: Part) -> MeasureColumns:
    code = part.text("code")
    measure = MeasureColumns(
        code=code,
        named=part.text("named", code),
        value=_column_or_none(part, "value"),
        numerator=_column_or_none(part, "numerator"),
        denominator=_column_or_none(part, "denominator"),
        times=part.decimal("times", "1"),
        digits=part.number("digits", 0),
    )
    part.refuse_more()
    if measure.value is None and (measure.numerator is None or measure.denominator is None):
        raise ValueError(f"{code} needs a column of values, or a numerator and a denominator to work them out from.")
    if measure.digits > MOST_DIGITS:
        raise ValueError(f"{code} cannot be kept to more than {MOST_DIGITS} digits.")
    return measure
