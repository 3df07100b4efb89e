"""
The control chart of a series, where it may have one: which kind and why, its rows, and the rules its latest row meets.

A period that is missing becomes a row without a value, so that no run reaches across it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import isclose

import pandas as pd

from indicators.rules.series import SeriesFacts, SeriesKey, SeriesPoint
from indicators.rules.spc import ChartKind, ControlChart, choose_chart, control_charts, draw_chart
from indicators.rules.vocabulary import ChartDecisionKind

IN_A_ROW = 7
TWO_OF = 3
SAME = 1e-9
OVERLAPPING = "The periods overlap, so neighbouring figures depend on each other: no control chart can be drawn."


@dataclass(frozen=True)
class Row:
    """A row of a chart: its day, and the place of its point in the series with the point; None for a missing period."""

    date: date
    place: int | None = None
    point: SeriesPoint | None = None

    @property
    def value(self) -> float | None:
        """The value of the point."""
        return _number(self.point.value) if self.point else None


@dataclass(frozen=True)
class Drawn:
    """The kind of chart of a series and its reason, the rows it is drawn of, and the chart if it may have one."""

    kind: ChartKind
    reason: str
    rows: tuple[Row, ...] = ()
    chart: ControlChart | None = None

    @property
    def index(self) -> tuple[int | None, ...]:
        """For each row of the chart, the place of its point in the series."""
        if self.chart is None:
            return ()
        place_of = {row.date: row.place for row in self.rows}
        return tuple(place_of[day] for day in self.chart.date)

    @property
    def judges_latest(self) -> bool:
        """Whether the last row of the chart is the latest figure: a g chart shows events alone."""
        return self.chart is not None and self.chart.date[-1] == self.rows[-1].date


def rows_of(facts: SeriesFacts) -> tuple[Row, ...]:
    """The points up to the latest with a value, by the last day of their period, and a row for each gap."""
    last = facts.points.index(facts.latest) if facts.latest else -1
    rows = [Row(point.period_end, place, point) for place, point in enumerate(facts.points[: last + 1])]
    rows += [Row(end) for _, end in facts.gaps if rows and end < rows[-1].date]
    return tuple(sorted(rows, key=lambda row: row.date))


def draw_all(series: Mapping[SeriesKey, SeriesFacts]) -> dict[SeriesKey, Drawn]:
    """The chart of each series: those of plain values in one calculation, the others one by one."""
    drawn = {key: _chosen(facts) for key, facts in series.items()}
    plain = [key for key, found in drawn.items() if found.kind == ChartKind.XMR]
    drawn |= _plain([series[key] for key in plain], [drawn[key] for key in plain])
    for key, found in drawn.items():
        if found.rows and found.chart is None:
            drawn[key] = _one(series[key], found)
    return drawn


def _chosen(facts: SeriesFacts) -> Drawn:
    if facts.overlap:
        return Drawn(ChartKind.RUN, OVERLAPPING)
    rows = rows_of(facts)
    choice = choose_chart(
        [row.value for row in rows], unit=facts.unit, numerators=_numerators(rows), denominators=_denominators(rows)
    )
    return Drawn(choice.kind, choice.reason, rows)


def _plain(series: list[SeriesFacts], drawn: list[Drawn]) -> dict[SeriesKey, Drawn]:
    if not series:
        return {}
    rows = [(number, row.date, row.value) for number, found in enumerate(drawn) for row in found.rows]
    frame = pd.DataFrame(rows, columns=["series", "date", "value"]).astype({"value": "float64"})
    options = pd.DataFrame(
        {
            "improvement_direction": [facts.direction for facts in series],
            "target": [_number(facts.target) for facts in series],
        }
    ).astype({"target": "float64"})
    charts = control_charts(
        frame,
        options,
        rebase=_decided(series, ChartDecisionKind.REBASE),
        ghosts=_decided(series, ChartDecisionKind.GHOST),
    )
    return {
        facts.key: replace(found, chart=charts.chart(number))
        for number, (facts, found) in enumerate(zip(series, drawn, strict=True))
    }


def _one(facts: SeriesFacts, found: Drawn) -> Drawn:
    chart = draw_chart(
        found.kind,
        [row.date for row in found.rows],
        [row.value for row in found.rows],
        numerators=_numerators(found.rows),
        denominators=_denominators(found.rows),
        improvement_direction=facts.direction,
        target=_number(facts.target),
        rebase=[decision.on for decision in facts.decided(ChartDecisionKind.REBASE)],
        ghosts=[decision.on for decision in facts.decided(ChartDecisionKind.GHOST)],
    )
    return replace(found, chart=chart)


def _decided(series: Iterable[SeriesFacts], kind: ChartDecisionKind) -> pd.DataFrame:
    rows = [(number, decision.on) for number, facts in enumerate(series) for decision in facts.decided(kind)]
    return pd.DataFrame(rows, columns=["series", "date"])


def _numerators(rows: Iterable[Row]) -> list[float | None]:
    return [_number(row.point.numerator) if row.point else None for row in rows]


def _denominators(rows: Iterable[Row]) -> list[float | None]:
    return [_number(row.point.denominator) if row.point else None for row in rows]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def rules_met(chart: ControlChart) -> tuple[str, ...]:
    """Every rule that the latest figure meets, a sentence each. Several may hold; the chart labels it with one."""
    return tuple(_rules_met(chart)) if chart.special_cause_flag[-1] else ()


def _rules_met(chart: ControlChart) -> Iterator[str]:
    high = (chart.relative_to_mean[-1] or 0) > 0
    if chart.outside_limits[-1]:
        yield f"The latest figure is {'above the upper' if high else 'below the lower'} control limit."
    last = _last_rows(chart, IN_A_ROW)
    steps = [_step(chart.value[before], chart.value[after]) for before, after in pairwise(last)]
    if steps in ([1] * (IN_A_ROW - 1), [-1] * (IN_A_ROW - 1)):
        yield f"The last {IN_A_ROW} figures have each been {'higher' if 1 in steps else 'lower'} than the one before."
    if chart.close_to_limits[-1] and _two_of_three(chart):
        yield f"Two of the last {TWO_OF} figures are close to the {'upper' if high else 'lower'} control limit."
    sides = [chart.relative_to_mean[row] for row in last]
    if sides in ([1] * IN_A_ROW, [-1] * IN_A_ROW):
        yield f"The last {IN_A_ROW} figures are all {'above' if high else 'below'} the mean."


def _last_rows(chart: ControlChart, count: int) -> list[int]:
    """The last `count` rows, without those of an earlier group or before a hole."""
    rows: list[int] = []
    for row in range(len(chart.value) - 1, max(len(chart.value) - 1 - count, -1), -1):
        if chart.value[row] is None or chart.ghost[row] or chart.rebase_group[row] != chart.rebase_group[-1]:
            break
        rows.insert(0, row)
    return rows


def _step(before: float | None, after: float | None) -> int:
    if before is None or after is None or isclose(before, after, rel_tol=SAME, abs_tol=SAME):
        return 0
    return 1 if after > before else -1


def _two_of_three(chart: ControlChart) -> bool:
    rows = _last_rows(chart, TWO_OF)
    near = sum(bool(chart.close_to_limits[row]) for row in rows)
    one_side = len({chart.relative_to_mean[row] for row in rows}) == 1
    return len(rows) == TWO_OF and near >= TWO_OF - 1 and one_side
