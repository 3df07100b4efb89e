"""
One chart as plain values: the sentence, the picture, the table and the files are made of it, so they cannot disagree.

Every number is rounded here, once, as it is shown: a value to the decimals of its measure, a mean or limit to one more.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from assurance.rules.wording import local_date
from indicators.rules.figures import count_in_words, figure_in_words, rounded
from indicators.rules.finding import Finding
from indicators.rules.reading import MEANINGS
from indicators.rules.sentences import CHART_WORDS
from indicators.rules.series import Decision, SeriesFacts, SeriesPoint
from indicators.rules.spc import FEWEST_POINTS, ChartKind, ControlChart, SpecialCause
from indicators.rules.vocabulary import (
    CHART_DECISION_WORDS,
    MEANING_WORDS,
    UNIT_WORDS,
    ChartDecisionKind,
    Meaning,
    Unit,
)

CAUSE_WORDS = {
    SpecialCause.COMMON_CAUSE: "",
    SpecialCause.ABOVE_LIMIT: "above the upper limit",
    SpecialCause.BELOW_LIMIT: "below the lower limit",
    SpecialCause.RISING: "one of seven points rising",
    SpecialCause.FALLING: "one of seven points falling",
    SpecialCause.TWO_OF_THREE_ABOVE: "two of three points near the upper limit",
    SpecialCause.TWO_OF_THREE_BELOW: "two of three points near the lower limit",
    SpecialCause.RUN_ABOVE: "one of seven points above the mean",
    SpecialCause.RUN_BELOW: "one of seven points below the mean",
}
OUT_OF_LIMITS = "Kept out of the limits"
STEP = "against the figure before, beyond what chance would explain"
TREND = "the last of seven figures that went one way"
Period = tuple[date, date]


def as_set(value: Decimal, decimals: int) -> Decimal:
    """A target or benchmark with every decimal that was typed, and no fewer than `decimals`."""
    return rounded(value, max(decimals, _places(value.normalize())))


def as_set_words(value: Decimal, unit: Unit) -> str:
    """A value that is rounded already, with its unit."""
    return figure_in_words(value, unit, _places(value))


@dataclass(frozen=True)
class ChartPoint:
    """
    One figure: its period, its value as shown or the words why there is none, and what the chart says of it.

    `meaning` is None where the chart cannot tell; `because` names the rule in words.
    """

    period: str
    start: date
    end: date
    value: Decimal | None
    words: str
    numerator: Decimal | None
    denominator: Decimal | None
    meaning: Meaning | None
    because: str
    mean: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    stretch: int
    is_ghost: bool
    follows_gap: bool
    note: str
    source: str
    attribution: str

    @property
    def says(self) -> str:
        """What the point means, in words: "Concerning: above the upper limit"."""
        words = [OUT_OF_LIMITS] * self.is_ghost
        if self.meaning:
            words.append(MEANING_WORDS[self.meaning] + (f": {self.because}" if self.because else ""))
        return ". ".join(words)


@dataclass(frozen=True)
class ChartLine:
    """What else is drawn beside the series: another area's values, or a benchmark that is the same throughout."""

    label: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class ChartNote:
    """A decision about how the chart is read: from which day, why, by whom."""

    kind: ChartDecisionKind
    on: date
    reason: str
    by: str
    decided_on: date

    @property
    def words(self) -> str:
        """What was decided: "New limits from this day"."""
        return CHART_DECISION_WORDS[self.kind]


@dataclass(frozen=True)
class ChartSpec:
    """A chart: `title` is its finding as a sentence, `paragraph` says the rest; `as_at` when it is not of today."""

    code: str
    title: str
    paragraph: str
    reason: str
    measure: str
    area: str
    unit: Unit
    decimals: int
    kind: ChartKind
    meaning: Meaning
    points: tuple[ChartPoint, ...]
    target: Decimal | None
    lines: tuple[ChartLine, ...]
    notes: tuple[ChartNote, ...]
    sources: tuple[str, ...]
    attributions: tuple[str, ...]
    updated: date | None
    as_at: date | None

    def in_words(self, value: Decimal) -> str:
        """A value of the chart with its unit."""
        return as_set_words(value, self.unit)

    @property
    def kind_words(self) -> str:
        """What kind of chart it is: "XmR chart"."""
        return CHART_WORDS[self.kind]

    @property
    def unit_words(self) -> str:
        """What its values are in."""
        return UNIT_WORDS[self.unit]

    @property
    def has_limits(self) -> bool:
        """Whether any point has limits."""
        return any(point.mean is not None for point in self.points)

    @property
    def has_values(self) -> bool:
        """Whether there is anything to draw."""
        return any(point.value is not None for point in self.points)

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """The meanings its points have, each once."""
        found = {point.meaning for point in self.points if not point.is_ghost}
        return tuple(meaning for meaning in Meaning if meaning in found)

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What its marks and lines mean: the name of each mark with its words."""
        key: list[tuple[str, str]] = [(meaning, MEANING_WORDS[meaning]) for meaning in self.meanings]
        if Meaning.COMMON not in self.meanings:
            key.insert(0, ("common", self.measure))
        if any(point.is_ghost for point in self.points):
            key.append(("ghost", OUT_OF_LIMITS))
        if self.has_limits:
            key += [("mean", "Mean"), ("limit", "Control limits")]
        if self.target is not None:
            key.append(("target", f"Target {self.in_words(self.target)}"))
        key += [(f"line-{number}", line.label) for number, line in enumerate(self.lines, start=1)]
        if any(note.kind == ChartDecisionKind.REBASE for note in self.notes):
            key.append(("rebase", "New limits"))
        return tuple(key)

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of its table after the period: those of which any point has something."""
        return tuple(head for head, _ in self._table)

    @property
    def rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rows of its table, the newest first: the period and a cell a column."""
        cells = zip(*(texts for _, texts in self._table), strict=True)
        return tuple(zip((point.period for point in self.points), cells, strict=True))[::-1]

    @property
    def _table(self) -> list[tuple[str, list[str]]]:
        points = self.points
        table = [
            ("Value", [point.words for point in points]),
            ("Numerator", [count_in_words(point.numerator) for point in points]),
            ("Denominator", [count_in_words(point.denominator) for point in points]),
            ("Mean", [self._limit(point.mean) for point in points]),
            ("Lower limit", [self._limit(point.lower) for point in points]),
            ("Upper limit", [self._limit(point.upper) for point in points]),
            ("What it means", [point.says for point in points]),
        ]
        table += [(line.label, [self._limit(value) for value in line.values]) for line in self.lines]
        table.append(("Note", [point.note for point in points]))
        return [(head, texts) for head, texts in table if head == "Value" or any(texts)]

    def _limit(self, value: Decimal | None) -> str:
        return "" if value is None else self.in_words(value)


def chart_spec(
    facts: SeriesFacts,
    finding: Finding,
    *,
    sources: Mapping[int, tuple[str, str]] = MappingProxyType({}),
    lines: Mapping[str, Mapping[Period, Decimal]] = MappingProxyType({}),
    as_at: date | None = None,
) -> ChartSpec:
    """
    The chart of a series and its finding.

    `sources` gives source and attribution of each observation; `lines` what else is drawn,
    by label and period, as it is shown.
    """
    of_points = [sources.get(point.observation, ("", "")) for point in facts.points]
    spoken = _spoken(finding)
    after_gaps = {bisect_left([point.period_start for point in facts.points], last) for _, last in facts.gaps}
    return ChartSpec(
        code=facts.code,
        title=finding.headline,
        paragraph=finding.paragraph,
        reason=finding.chart_reason,
        measure=facts.title,
        area=facts.area,
        unit=facts.unit,
        decimals=facts.decimals,
        kind=finding.chart_kind,
        meaning=finding.meaning,
        points=tuple(
            _point(facts, point, spoken.get(number, SILENT), source, follows_gap=number in after_gaps)
            for number, (point, source) in enumerate(zip(facts.points, of_points, strict=True))
        ),
        target=None if facts.target is None else as_set(facts.target, facts.decimals),
        lines=tuple(_line(facts, label, values) for label, values in lines.items() if values),
        notes=tuple(_note(decision) for decision in facts.decisions),
        sources=_each_once([source for source, _ in of_points]),
        attributions=_each_once([attribution for _, attribution in of_points]),
        updated=max((local_date(point.recorded_at) for point in facts.points), default=None),
        as_at=as_at,
    )


@dataclass(frozen=True)
class Spoken:
    """What is said of one point: its meaning and the limits around it, where there are any."""

    meaning: Meaning | None = None
    because: str = ""
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    stretch: int = 0
    is_ghost: bool = False


SILENT = Spoken()


def _spoken(finding: Finding) -> dict[int, Spoken]:
    """
    What is said of each point, by its place in the series.

    The control chart speaks of the stretches that have figures enough; of a series that is too short the step to its
    latest figure is all there is to say.
    """
    said = _by_chart(finding)
    if finding.change is not None and finding.latest is not None:
        place = finding.facts.points.index(finding.latest)
        if finding.meaning not in (Meaning.COMMON, Meaning.CANNOT_TELL):
            because = STEP if finding.change_sentence in finding.rules_met else TREND
            said[place] = replace(said.get(place, SILENT), meaning=finding.meaning, because=because)
    return said


def _by_chart(finding: Finding) -> dict[int, Spoken]:
    chart = finding.chart
    if chart is None:
        return {}
    counted = zip(chart.value, chart.ghost, chart.rebase_group, strict=True)
    figures = Counter(stretch for value, ghost, stretch in counted if value is not None and not ghost)
    return {
        place: _by_row(chart, row, finding.chart_kind)
        if figures[chart.rebase_group[row]] >= FEWEST_POINTS
        else Spoken(stretch=chart.rebase_group[row], is_ghost=chart.ghost[row])
        for row, place in enumerate(finding.chart_index)
        if place is not None
    }


def _by_row(chart: ControlChart, row: int, kind: ChartKind) -> Spoken:
    # The limits of a g chart are periods between events, not values of the series: they are not drawn beside these.
    of_values = kind != ChartKind.G
    return Spoken(
        meaning=None if chart.value[row] is None else MEANINGS[chart.point_type[row]],
        because=CAUSE_WORDS[chart.special_cause_type[row]],
        mean=chart.mean[row] if of_values else None,
        lower=chart.lpl[row] if of_values else None,
        upper=chart.upl[row] if of_values else None,
        stretch=chart.rebase_group[row],
        is_ghost=chart.ghost[row],
    )


def _point(
    facts: SeriesFacts, point: SeriesPoint, spoken: Spoken, source: tuple[str, str], *, follows_gap: bool
) -> ChartPoint:
    return ChartPoint(
        period=point.period,
        start=point.period_start,
        end=point.period_end,
        value=None if point.value is None else facts.shown(point.value),
        words=point.words(facts.unit, facts.decimals),
        numerator=point.numerator,
        denominator=point.denominator,
        meaning=spoken.meaning,
        because=spoken.because,
        mean=_limit(spoken.mean, facts.decimals),
        lower=_limit(spoken.lower, facts.decimals),
        upper=_limit(spoken.upper, facts.decimals),
        stretch=spoken.stretch,
        is_ghost=spoken.is_ghost,
        follows_gap=follows_gap,
        note=point.note,
        source=source[0],
        attribution=source[1],
    )


def _limit(value: float | None, decimals: int) -> Decimal | None:
    return None if value is None else rounded(Decimal(repr(value)), decimals + 1)


def _line(facts: SeriesFacts, label: str, values: Mapping[Period, Decimal]) -> ChartLine:
    found = [values.get((point.period_start, point.period_end)) for point in facts.points]
    return ChartLine(label, tuple(found))


def _note(decision: Decision) -> ChartNote:
    return ChartNote(decision.kind, decision.on, decision.reason, decision.by, local_date(decision.decided_at))


def _each_once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
