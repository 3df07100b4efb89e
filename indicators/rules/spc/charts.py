"""Control charts as their readers get them: one with plain values, or many as flat arrays."""

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.rules.spc.judging import (
    ASSURANCE_ICONS,
    ASSURANCES,
    CAUSES,
    FEWEST_POINTS,
    POINT_TYPES,
    Limits,
    Verdicts,
    assure,
    group_of_rows,
    judge,
)
from indicators.rules.spc.points import Bools, Floats, Ints, Objects, Points, Signs
from indicators.rules.spc.vocabulary import (
    Assurance,
    AssuranceIcon,
    ChartKind,
    Direction,
    NoLimits,
    PointType,
    SpecialCause,
    VariationIcon,
    variation_icon,
)

# A row a point type, columns by the sign of the direction: none, up, and last, down.
DIRECTIONS = (Direction.NEUTRAL, Direction.INCREASE, Direction.DECREASE)
VARIATION_ICONS = np.array([[variation_icon(kind, way) for way in DIRECTIONS] for kind in PointType], dtype=object)
Numbers = tuple[float | None, ...]
Flags = tuple[bool | None, ...]


@dataclass(frozen=True)
class Group:
    """A stretch of a series between rebases. Its limits are those of its last point."""

    rebase_group: int
    n: int
    mean: float | None
    lpl: float | None
    upl: float | None
    common_cause: int
    special_cause_improvement: int
    special_cause_concern: int
    variation_type: PointType
    assurance_type: Assurance | None
    short_group: bool
    why_no_limits: NoLimits


@dataclass(frozen=True)
class ControlChart:
    """
    A series with its limits and what its points say, a value a point in every tuple, in order of date.

    None stands for what is missing: a value, a limit, or a flag that cannot be told. The four summary words are about
    the latest point. `rebase_waiting` are the dates of rebases that no point has reached yet.
    """

    kind: ChartKind
    direction: Direction
    date: tuple[datetime.date, ...]
    value: Numbers
    ghost: tuple[bool, ...]
    rebase_group: tuple[int, ...]
    in_baseline: tuple[bool, ...]
    mean: Numbers
    lpl: Numbers
    upl: Numbers
    nlpl: Numbers
    nupl: Numbers
    mean_moving_range: Numbers
    moving_range_used: Numbers
    outside_limits: Flags
    close_to_limits: Flags
    relative_to_mean: tuple[int | None, ...]
    special_cause_type: tuple[SpecialCause, ...]
    special_cause_flag: tuple[bool, ...]
    point_type: tuple[PointType, ...]
    short_group_warning: tuple[bool, ...]
    target: Numbers
    trajectory: Numbers
    variation_type: PointType
    variation_icon: VariationIcon
    assurance_type: Assurance | None
    assurance_icon: AssuranceIcon | None
    groups: tuple[Group, ...]
    rebase_waiting: tuple[datetime.date, ...]


@dataclass(frozen=True)
class ControlCharts:
    """
    The charts of many series at once.

    The first arrays have an item a point, sorted by series and date; `first` says where each series starts. NaN stands
    for what is missing. Flags of points that cannot be judged are False here. The last arrays have an item a series,
    in the order of `keys`, about its latest point.
    """

    kind: ChartKind
    keys: pd.Index
    points: Points
    limits: Limits
    verdicts: Verdicts
    special_cause_type: Objects
    special_cause_flag: Bools
    point_type: Objects
    short_group_warning: Bools
    trajectory: Floats
    direction: Objects
    target: Floats
    variation_type: Objects
    variation_icon: Objects
    assurance_type: Objects
    assurance_icon: Objects

    def __len__(self) -> int:
        """The number of series."""
        return len(self.keys)

    @property
    def first(self) -> Ints:
        """The row of the first point of each series."""
        return self.points.first_of_series

    @property
    def last(self) -> Ints:
        """The row of the latest point of each series."""
        return np.append(self.first[1:], len(self.points.value)) - 1 if len(self) else self.first

    def summary(self) -> pd.DataFrame:
        """The latest point of each series: date, value, limits, target, cause, and the four words and icons."""
        last = self.last
        columns = {
            "date": self.points.date[last],
            "value": self.points.value[last],
            "mean": self.limits.mean[last],
            "lpl": self.limits.lpl[last],
            "upl": self.limits.upl[last],
            "target": self.target,
        }
        words = {
            "special_cause_type": self.special_cause_type[last],
            "variation_type": self.variation_type,
            "variation_icon": self.variation_icon,
            "assurance_type": self.assurance_type,
            "assurance_icon": self.assurance_icon,
        }
        # As objects, or pandas would make None a NaN.
        said = {name: pd.Series(column, index=self.keys, dtype=object) for name, column in words.items()}
        return pd.DataFrame(columns | said, index=self.keys)

    def chart(self, key: object) -> ControlChart:
        """The chart of one series. Raises KeyError for an unknown one."""
        place = self.keys.get_loc(key)
        rows = slice(self.first[place], self.last[place] + 1)
        points, limits, verdicts = self.points, self.limits, self.verdicts
        value = points.value[rows]
        sided = ~np.isnan(points.counted[rows] - limits.mean[rows])
        judged = sided & ~(np.isnan(limits.lpl[rows]) & np.isnan(limits.upl[rows]))
        waiting = points.waiting.date[points.waiting.series == place]
        return ControlChart(
            kind=self.kind,
            direction=self.direction[place],
            date=tuple(points.date[rows].tolist()),
            value=_numbers(value),
            ghost=tuple(points.ghost[rows].tolist()),
            rebase_group=tuple(points.rebase_group[rows].tolist()),
            in_baseline=tuple(limits.in_baseline[rows].tolist()),
            mean=_numbers(limits.mean[rows]),
            lpl=_numbers(limits.lpl[rows]),
            upl=_numbers(limits.upl[rows]),
            nlpl=_numbers(limits.nlpl[rows]),
            nupl=_numbers(limits.nupl[rows]),
            mean_moving_range=_numbers(limits.mean_moving_range[rows]),
            moving_range_used=_numbers(limits.moving_range_used[rows]),
            outside_limits=_where(judged, verdicts.outside[rows]),
            close_to_limits=_where(judged, verdicts.close[rows]),
            relative_to_mean=_where(sided, verdicts.side[rows]),
            special_cause_type=tuple(self.special_cause_type[rows]),
            special_cause_flag=tuple(self.special_cause_flag[rows].tolist()),
            point_type=tuple(self.point_type[rows]),
            short_group_warning=tuple(self.short_group_warning[rows].tolist()),
            target=_numbers(np.full(len(value), self.target[place])),
            trajectory=_numbers(self.trajectory[rows]),
            variation_type=self.variation_type[place],
            variation_icon=self.variation_icon[place],
            assurance_type=self.assurance_type[place],
            assurance_icon=self.assurance_icon[place],
            groups=self._groups(rows, self.assurance_type[place]),
            rebase_waiting=tuple(np.sort(waiting).tolist()),
        )

    def _groups(self, rows: slice, assurance: Assurance | None) -> tuple[Group, ...]:
        numbers = range(int(self.points.group[rows.start]), int(self.points.group[rows.stop - 1]) + 1)
        return tuple(self._group(number, assurance if number == numbers[-1] else None) for number in numbers)

    def _group(self, number: int, assurance: Assurance | None) -> Group:
        first, size = self.points.first_of_group[number], int(self.points.group_sizes[number])
        last = first + size - 1
        types = self.point_type[first : last + 1].tolist()
        mean, lpl, upl = _numbers(np.array([self.limits.mean[last], self.limits.lpl[last], self.limits.upl[last]]))
        return Group(
            rebase_group=int(self.points.rebase_group[last]),
            n=size,
            mean=mean,
            lpl=lpl,
            upl=upl,
            common_cause=types.count(PointType.COMMON_CAUSE),
            special_cause_improvement=types.count(PointType.IMPROVEMENT),
            special_cause_concern=types.count(PointType.CONCERN),
            variation_type=types[-1],
            assurance_type=assurance,
            short_group=bool(self.short_group_warning[last]),
            why_no_limits=self.limits.why_none[number],
        )


def charts_of(
    kind: ChartKind, points: Points, limits: Limits, *, direction: Objects, sign: Signs, target: Floats, path: Floats
) -> ControlCharts:
    """The points judged against the limits; `direction`, its `sign` and `target` are a value a series."""
    verdicts = judge(points, limits, sign)
    last = np.append(points.first_of_series[1:], len(points.value)) - 1 if len(points.keys) else np.zeros(0, np.int64)
    point_type = POINT_TYPES[verdicts.point_type]
    assurance = assure(target, sign, limits.lpl[last], limits.upl[last])
    return ControlCharts(
        kind=kind,
        keys=points.keys,
        points=points,
        limits=limits,
        verdicts=verdicts,
        special_cause_type=CAUSES[verdicts.cause],
        special_cause_flag=verdicts.cause != 0,
        point_type=point_type,
        short_group_warning=group_of_rows(points) < FEWEST_POINTS,
        trajectory=path,
        direction=direction,
        target=target,
        variation_type=point_type[last],
        variation_icon=VARIATION_ICONS[verdicts.point_type[last], sign],
        assurance_type=ASSURANCES[assurance],
        assurance_icon=ASSURANCE_ICONS[assurance],
    )


def _numbers(values: Floats) -> Numbers:
    return _where(~np.isnan(values), values)


def _where(known: Bools, values: NDArray[Any]) -> tuple[Any, ...]:
    """The values as plain Python values, None where they are not known."""
    plain = values.astype(object)
    plain[~known] = None
    return tuple(plain)
