"""A series as its finding needs it: its points in order, what is missing between them, and what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from indicators.rules.figures import figure_in_words, reason_in_words, rounded
from indicators.rules.periods import period_in_words
from indicators.rules.spc import Direction
from indicators.rules.vocabulary import ChartDecisionKind, Frequency, Polarity, Relation, Status, Unit

SeriesKey = tuple[int, int]

DAYS_OF = {
    Frequency.WEEKLY: 7,
    Frequency.FORTNIGHTLY: 14,
    Frequency.MONTHLY: 30,
    Frequency.QUARTERLY: 91,
    Frequency.ACADEMIC_YEAR: 365,
    Frequency.ANNUAL: 365,
}
DIRECTIONS = {Polarity.HIGHER_IS_BETTER: Direction.INCREASE, Polarity.HIGHER_IS_WORSE: Direction.DECREASE}
# How the words of a period begin that does not begin with the name of a month or a number.
NOT_NAMES = ("Academic", "Three", "Week", "Year")
# A period is missing where the ends of two neighbours lie this many periods apart, and this much of one lies between.
APART, UNCOVERED = 1.5, 0.75
# A figure is news while its period ended no longer ago than two of its periods and half a year for publishing it.
PERIODS_OF_NEWS, DAYS_TO_PUBLISH = 2, 183


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One figure of a series: a value, not rounded, or the reason why there is none."""

    period_start: date
    period_end: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: Status
    symbol: str
    note: str
    observation: int
    recorded_at: datetime

    @property
    def known(self) -> Decimal:
        """The value of a point that has one. Raises ValueError for one that is withheld."""
        if self.value is None:
            raise ValueError("This point has no value.")
        return self.value

    @property
    def period(self) -> str:
        """The period in words."""
        return period_in_words(self.period_start, self.period_end)

    @property
    def period_inside(self) -> str:
        """The period in words inside a sentence: "year ending March 2025", "March 2026"."""
        words = self.period
        return words[0].lower() + words[1:] if words.startswith(NOT_NAMES) else words

    def words(self, unit: Unit, decimals: int) -> str:
        """The value with its unit, or why there is none."""
        if self.value is None:
            return reason_in_words(self.status, self.symbol).capitalize()
        return figure_in_words(self.value, unit, decimals)


@dataclass(frozen=True)
class Decision:
    """New limits from a day on, or a point kept out of them: with its reason and the name under it."""

    kind: ChartDecisionKind
    on: date
    reason: str
    by: str
    decided_at: datetime


@dataclass(frozen=True)
class SeriesFacts:
    """
    A measure in one area: its figures, the oldest first and without those withdrawn, its target and the decisions.

    `polarity` and `frequency` are None while none is agreed.
    """

    key: SeriesKey
    code: str
    title: str
    unit: Unit
    decimals: int
    polarity: Polarity | None
    frequency: Frequency | None
    relation: Relation
    area: str
    area_slug: str
    is_home: bool
    points: tuple[SeriesPoint, ...]
    target: Decimal | None = None
    decisions: tuple[Decision, ...] = ()

    def shown(self, value: Decimal) -> Decimal:
        """The value with the decimals it is shown with everywhere."""
        return rounded(value, self.decimals)

    def in_words(self, value: Decimal) -> str:
        """The value with its unit."""
        return figure_in_words(value, self.unit, self.decimals)

    @property
    def target_words(self) -> str:
        """The target with its unit and every decimal it was set with; nothing without one."""
        if self.target is None:
            return ""
        exponent = self.target.normalize().as_tuple().exponent
        return figure_in_words(self.target, self.unit, max(self.decimals, -int(exponent)))

    @property
    def direction(self) -> Direction:
        """Which direction is improvement."""
        return DIRECTIONS.get(self.polarity, Direction.NEUTRAL) if self.polarity else Direction.NEUTRAL

    @cached_property
    def values(self) -> tuple[SeriesPoint, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def latest(self) -> SeriesPoint | None:
        """The newest point that has a value."""
        return self.values[-1] if self.values else None

    @property
    def before(self) -> SeriesPoint | None:
        """The newest point that counts and has a value, and had ended before the latest began."""
        return self.values_before(len(self.values) - 1)

    def values_before(self, index: int) -> SeriesPoint | None:
        """The newest point that counts and has a value, and had ended before the value at `index` began."""
        if index < 1:
            return None
        start = self.values[index].period_start
        earlier = (point for point in reversed(self.values[:index]) if point.period_end < start and self.counts(point))
        return next(earlier, None)

    def counts(self, point: SeriesPoint) -> bool:
        """Whether a point is not kept out of the limits by decision."""
        return point.period_end not in {ghost.on for ghost in self.decided(ChartDecisionKind.GHOST)}

    @cached_property
    def overlap(self) -> bool:
        """Whether periods of neighbouring points share days: such points depend on each other."""
        return any(later.period_start <= earlier.period_end for earlier, later in pairwise(self.points))

    @cached_property
    def gaps(self) -> tuple[tuple[date, date], ...]:
        """The first and last day of each stretch in which at least one figure should have come and none did."""
        return tuple(self._gaps())

    def _gaps(self) -> Iterator[tuple[date, date]]:
        if self.frequency is None:
            return
        length = DAYS_OF[self.frequency]
        for earlier, later in pairwise(self.points):
            apart = (later.period_end - earlier.period_end).days
            uncovered = (later.period_start - earlier.period_end).days - 1
            if apart >= APART * length and uncovered >= UNCOVERED * length:
                yield earlier.period_end + timedelta(days=1), later.period_start - timedelta(days=1)

    def is_news(self, today: date) -> bool:
        """Whether the latest figure is young enough to warn of: older ones are history when they land."""
        if self.latest is None:
            return False
        length = DAYS_OF[self.frequency] if self.frequency else DAYS_OF[Frequency.ANNUAL]
        return (today - self.latest.period_end).days <= PERIODS_OF_NEWS * length + DAYS_TO_PUBLISH

    def decided(self, kind: ChartDecisionKind) -> tuple[Decision, ...]:
        """The decisions of one kind."""
        return tuple(decision for decision in self.decisions if decision.kind == kind)


def origin_of(code: str, area_slug: str) -> str:
    """The name under which warnings of a series are kept together: "REREF_12M/kent"."""
    return f"{code}/{area_slug}"
