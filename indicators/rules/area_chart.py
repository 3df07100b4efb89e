"""
A figure of Kent beside those of other areas for the same period: sentences, table, picture and funnel of one thing.

Intervals are 95%, and only where the figure is of whole counts that do not depend on each other. A funnel shows how far
an authority of each size may lie from all of them together by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np

from indicators.rules.change import MULTIPLIERS, Figure, Verdict, compare_with_area, interval_of
from indicators.rules.chart_spec import as_set, as_set_words
from indicators.rules.figures import average, count_in_words, figure_in_words, is_comparable, rounded
from indicators.rules.intervals.funnels import (
    FunnelArea,
    FunnelKind,
    Significance,
    funnel_axis,
    funnel_limits,
    funnel_significance,
)
from indicators.rules.vocabulary import Unit

FEWEST_IN_A_FUNNEL = 8
# Half-day sessions count one child hundreds of times: no interval can be worked out of them.
NOT_CHILDREN = "session"


class Role(StrEnum):
    """What an area is to the one it is compared with."""

    HOME = "home"
    NATION = "nation"
    REGION = "region"
    AVERAGE = "average"
    NEIGHBOUR = "neighbour"
    OTHER = "other"
    BENCHMARK = "benchmark"


ROLE_WORDS = {
    Role.HOME: "",
    Role.NATION: "",
    Role.REGION: "",
    Role.AVERAGE: "Plain average",
    Role.NEIGHBOUR: "Statistical neighbour",
    Role.OTHER: "",
    Role.BENCHMARK: "Benchmark",
}
# In the order they are listed; those of one role by value.
COMPARED = (Role.HOME, Role.NATION, Role.REGION, Role.AVERAGE, Role.BENCHMARK, Role.NEIGHBOUR)
BESIDE_WORDS = {
    Verdict.HIGHER: "{} is higher",
    Verdict.LOWER: "{} is lower",
    Verdict.NO_DIFFERENCE: "No difference beyond chance",
    Verdict.CANNOT_TELL: "Cannot tell",
}
FUNNEL_WORDS = {
    Significance.HIGH_3S: "Above the outer limit",
    Significance.HIGH_2S: "Above the inner limit",
    Significance.LOW_3S: "Below the outer limit",
    Significance.LOW_2S: "Below the inner limit",
    Significance.NONE: "Within the funnel",
    Significance.TOO_FEW: "Too few to tell",
}


@dataclass(frozen=True)
class AreaValue:
    """What is known of an area for the period; `value` None with the reason in words."""

    name: str
    role: Role
    value: Decimal | None
    reason: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class AreaRow:
    """An area in the table: its value as shown, its interval, how the home area stands beside it, its funnel."""

    name: str
    role: Role
    note: str
    value: Decimal | None
    words: str
    numerator: Decimal | None
    denominator: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    interval: str
    beside: str
    funnel: str

    @property
    def is_home(self) -> bool:
        """Whether it is the area the others are compared with."""
        return self.role == Role.HOME


@dataclass(frozen=True)
class FunnelLines:
    """Limits by size: the line of the whole, and two limits either side."""

    size: tuple[float, ...]
    whole: float
    lower_2s: tuple[float, ...]
    upper_2s: tuple[float, ...]
    lower_3s: tuple[float, ...]
    upper_3s: tuple[float, ...]


@dataclass(frozen=True)
class AreaChart:
    """One period of a measure across areas. `of` is what is counted out of, `sentences` how the home area stands."""

    code: str
    measure: str
    home: str
    period: str
    unit: Unit
    decimals: int
    of: str
    sentences: tuple[str, ...]
    rows: tuple[AreaRow, ...]
    funnel: FunnelLines | None
    source: str

    @property
    def title(self) -> str:
        """What the picture shows."""
        return f"{self.measure}, {self.period}: {self.home} beside other areas"

    @property
    def compared(self) -> tuple[AreaRow, ...]:
        """The rows of the comparison, without the authorities that are only in the funnel."""
        return tuple(row for row in self.rows if row.role != Role.OTHER)

    @property
    def in_funnel(self) -> tuple[AreaRow, ...]:
        """The rows that are points of the funnel."""
        return tuple(row for row in self.rows if row.funnel)

    @property
    def has_intervals(self) -> bool:
        """Whether any area has an interval."""
        return any(row.interval for row in self.rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of its table after the area."""
        return tuple(head for head, _ in self._table)

    @property
    def table(self) -> tuple[tuple[AreaRow, tuple[str, ...]], ...]:
        """The rows of its table: the row, and a cell a column."""
        return tuple(zip(self.rows, zip(*(texts for _, texts in self._table), strict=True), strict=True))

    @property
    def _table(self) -> list[tuple[str, list[str]]]:
        table = [
            ("Value", [row.words for row in self.rows]),
            ("95% interval", [row.interval for row in self.rows]),
            ("Numerator", [count_in_words(row.numerator) for row in self.rows]),
            ("Denominator", [count_in_words(row.denominator) for row in self.rows]),
            (f"{self.home} beside it", [row.beside for row in self.rows]),
            ("In the funnel", [row.funnel for row in self.rows]),
        ]
        return [(head, texts) for head, texts in table if any(texts)]


def area_chart(
    values: Sequence[AreaValue],
    *,
    code: str,
    measure: str,
    period: str,
    unit: Unit,
    decimals: int,
    of: str,
    source: str,
) -> AreaChart | None:
    """
    The chart of a period; None where there is nothing to compare the home area with. `of` says what is counted out of.

    The plain average of the neighbours is worked out here, for no area of it weighs more than another.
    """
    home = next((value for value in values if value.role == Role.HOME), None)
    if home is None or home.value is None or not is_comparable(unit) or len(values) < 2:
        return None
    told = [*values, *_average(values)]
    is_counted = NOT_CHILDREN not in of
    funnel = _funnel([value for value in values if _has_counts(value)], unit) if is_counted else None
    places = _places_in_funnel(values, unit) if funnel else {}
    rows = [_row(value, home, unit, decimals, places.get(value.name, ""), is_counted=is_counted) for value in told]
    return AreaChart(
        code=code,
        measure=measure,
        home=home.name,
        period=period,
        unit=unit,
        decimals=decimals,
        of=of,
        sentences=tuple(_sentences(told, home, unit, decimals, is_counted=is_counted)),
        rows=tuple(sorted(rows, key=_order)),
        funnel=funnel,
        source=source,
    )


def district_rows(values: Sequence[AreaValue], *, unit: Unit, decimals: int, of: str) -> tuple[AreaRow, ...]:
    """The districts with their intervals, the highest value first."""
    rows = [_row(value, value, unit, decimals, "", is_counted=NOT_CHILDREN not in of) for value in values]
    return tuple(sorted(rows, key=_order))


def _order(row: AreaRow) -> tuple[int, Decimal, str]:
    place = COMPARED.index(row.role) if row.role in COMPARED else len(COMPARED)
    return place, -(row.value if row.value is not None else Decimal("-Infinity")), row.name


def _average(values: Sequence[AreaValue]) -> list[AreaValue]:
    neighbours = [value for value in values if value.role == Role.NEIGHBOUR]
    known = [value.value for value in neighbours if value.value is not None]
    note = "" if len(known) == len(neighbours) else f"{len(known)} of {len(neighbours)} areas"
    return [AreaValue("Statistical neighbours", Role.AVERAGE, average(known), note=note)] if known else []


def _row(value: AreaValue, home: AreaValue, unit: Unit, decimals: int, funnel: str, *, is_counted: bool) -> AreaRow:
    found = interval_of(_figure(value), unit) if is_counted and value.value is not None else None
    lower, upper = (_shown(limit, decimals) for limit in (found.lower, found.upper)) if found else (None, None)
    shown = None if value.value is None else _shown_value(value.value, value.role, decimals)
    return AreaRow(
        name=value.name,
        role=value.role,
        note=value.note or ROLE_WORDS[value.role],
        value=shown,
        words=value.reason if shown is None else as_set_words(shown, unit),
        numerator=value.numerator,
        denominator=value.denominator,
        lower=lower,
        upper=upper,
        interval=_interval(lower, upper, unit, decimals),
        beside=_beside(value, home, unit, decimals, is_counted=is_counted),
        funnel=funnel,
    )


def _beside(value: AreaValue, home: AreaValue, unit: Unit, decimals: int, *, is_counted: bool) -> str:
    if value is home or value.value is None:
        return ""
    found = compare_with_area(_figure(home), value.value, unit=unit, decimals=decimals, independent=is_counted)
    return BESIDE_WORDS[found.verdict].format(home.name)


def _sentences(
    values: Sequence[AreaValue], home: AreaValue, unit: Unit, decimals: int, *, is_counted: bool
) -> list[str]:
    """How the home area stands beside nation, region, the average of its neighbours, and the benchmarks."""
    wanted = [value for value in values if value.role in COMPARED[1:5] and value.value is not None]
    of_average = {Role.AVERAGE: "the average of its statistical neighbours"}
    return [
        compare_with_area(
            _figure(home),
            value.value,
            unit=unit,
            than=of_average.get(value.role, value.name),
            decimals=decimals,
            independent=is_counted,
        ).sentence
        for value in sorted(wanted, key=lambda value: COMPARED.index(value.role))
    ]


def _funnel(values: Sequence[AreaValue], unit: Unit) -> FunnelLines | None:
    areas = _funnel_areas(values)
    if unit not in MULTIPLIERS or len(areas) < FEWEST_IN_A_FUNNEL or not any(area.events for area in areas):
        return None
    kind, largest = _kind(unit), max(area.size for area in areas)
    smallest = min(area.size for area in areas)
    at = funnel_axis(int(largest * 1.1)) if kind == FunnelKind.PROPORTION else funnel_axis(_most_events(areas))
    lines = funnel_limits(kind, areas, at, multiplier=MULTIPLIERS[unit])
    sizes = np.linspace(smallest * 0.8, largest * 1.05, 60)
    limits = [
        tuple(np.interp(sizes, line.size, line.value).tolist())
        for line in (lines.lower_2s, lines.upper_2s, lines.lower_3s, lines.upper_3s)
    ]
    return FunnelLines(tuple(sizes.tolist()), lines.baseline, *limits)


def _most_events(areas: Sequence[FunnelArea]) -> int:
    """More events than the largest area would have, so that every line reaches beyond it."""
    rate = sum(area.events for area in areas) / sum(area.size for area in areas)
    return int(max(area.size for area in areas) * rate * 1.5) + 20


def _places_in_funnel(values: Sequence[AreaValue], unit: Unit) -> dict[str, str]:
    """Where each authority lies in the funnel, by name."""
    counted = [value for value in values if _has_counts(value)]
    found = funnel_significance(_kind(unit), _funnel_areas(counted))
    return {value.name: FUNNEL_WORDS[place] for value, place in zip(counted, found, strict=True)}


def _kind(unit: Unit) -> FunnelKind:
    return FunnelKind.PROPORTION if unit == Unit.PERCENT else FunnelKind.CRUDE_RATE


def _funnel_areas(values: Sequence[AreaValue]) -> list[FunnelArea]:
    return [FunnelArea(float(value.numerator or 0), float(value.denominator or 1)) for value in values]


def _has_counts(value: AreaValue) -> bool:
    """Whether an authority can be a point of the funnel. Nations and regions hold the others within them."""
    is_authority = value.role in (Role.HOME, Role.NEIGHBOUR, Role.OTHER)
    return is_authority and value.numerator is not None and bool(value.denominator)


def _shown_value(value: Decimal, role: Role, decimals: int) -> Decimal:
    """As it is shown everywhere: a benchmark as it was set, a figure with the decimals of its measure."""
    return as_set(value, decimals) if role == Role.BENCHMARK else rounded(value, decimals)


def _figure(value: AreaValue) -> Figure:
    return Figure(value.value, value.numerator, value.denominator)


def _shown(limit: float | None, decimals: int) -> Decimal | None:
    return None if limit is None else rounded(Decimal(repr(limit)), decimals)


def _interval(lower: Decimal | None, upper: Decimal | None, unit: Unit, decimals: int) -> str:
    if lower is None or upper is None:
        return ""
    return f"{figure_in_words(lower, unit, decimals)} to {figure_in_words(upper, unit, decimals)}"
