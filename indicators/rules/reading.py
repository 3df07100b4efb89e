"""
How a series is read: by its control chart, or while it is too short for one by the step from the figure before.

A chart speaks where there are 12 figures or more since its limits were last set anew (R62 to R64).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.rules.change import Verdict
from indicators.rules.charting import Drawn, draw_all, rules_met
from indicators.rules.series import SeriesFacts, SeriesKey
from indicators.rules.spc import (
    FEWEST_POINTS,
    Assurance,
    ChartKind,
    ControlChart,
    Direction,
    PointType,
    SpecialCause,
    VariationIcon,
)
from indicators.rules.steps import KEPT_OUT, change_of
from indicators.rules.vocabulary import Meaning

MEANINGS = {
    PointType.COMMON_CAUSE: Meaning.COMMON,
    PointType.IMPROVEMENT: Meaning.IMPROVING,
    PointType.CONCERN: Meaning.CONCERNING,
    PointType.NEUTRAL_HIGH: Meaning.NEITHER,
    PointType.NEUTRAL_LOW: Meaning.NEITHER,
}
BETTER_WHEN = {Direction.INCREASE: Verdict.HIGHER, Direction.DECREASE: Verdict.LOWER}
BY_CHART = {
    Meaning.COMMON: "common cause variation",
    Meaning.IMPROVING: "special cause variation, improving",
    Meaning.CONCERNING: "special cause variation, concerning",
    Meaning.NEITHER: "special cause variation",
}
BEYOND_CHANCE = (Verdict.HIGHER, Verdict.LOWER)
TRENDS = (SpecialCause.RISING, SpecialCause.FALLING)
TARGET_RULE = "The target lies beyond the control limits: it will be missed while nothing changes."


@dataclass(frozen=True)
class Reading:
    """
    What a series says at its latest figure.

    `mean` and the limits are those of the latest figure; they, `variation` and `assurance` are None where no control
    chart speaks, and `change` is None where one does. `chart` may be there to be drawn and still be too short to speak.
    `says` is all that in a few words.
    `chart_index` gives for each row of the chart the place of its point in the facts, None for a missing period.
    `rules_met` are sentences, none while nothing is beyond chance.
    """

    facts: SeriesFacts
    chart_kind: ChartKind
    chart_reason: str
    chart: ControlChart | None
    chart_index: tuple[int | None, ...]
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    variation: VariationIcon | None
    assurance: Assurance | None
    meaning: Meaning
    change: Verdict | None
    change_sentence: str
    says: str
    rules_met: tuple[str, ...]


def readings_of(series: Mapping[SeriesKey, SeriesFacts]) -> dict[SeriesKey, Reading]:
    """The reading of each series, in one calculation."""
    drawn = draw_all(series)
    return {
        key: _by_chart(facts, drawn[key], chart) if (chart := _speaking(drawn[key])) else _by_step(facts, drawn[key])
        for key, facts in series.items()
    }


def _speaking(drawn: Drawn) -> ControlChart | None:
    """The chart, if its latest point counts, and its latest group has limits and figures enough for them."""
    chart = drawn.chart
    if chart is None or chart.ghost[-1] or (chart.lpl[-1] is None and chart.upl[-1] is None):
        return None
    return chart if _counted(chart) >= FEWEST_POINTS else None


def _counted(chart: ControlChart) -> int:
    """How many figures the limits of the latest group rest on."""
    group = chart.rebase_group[-1]
    rows = zip(chart.value, chart.ghost, chart.rebase_group, strict=True)
    return sum(value is not None and not ghost and of == group for value, ghost, of in rows)


def _why_silent(drawn: Drawn) -> str:
    """Why no control chart speaks, as a sentence."""
    if drawn.chart is None or drawn.kind == ChartKind.RUN:
        return drawn.reason
    if drawn.chart.ghost[-1]:
        return KEPT_OUT.sentence
    few = f"Too few figures since the limits were last set: {_counted(drawn.chart)} of {FEWEST_POINTS}."
    return str(drawn.chart.groups[-1].why_no_limits) or few


def _by_chart(facts: SeriesFacts, drawn: Drawn, chart: ControlChart) -> Reading:
    meaning = MEANINGS[chart.variation_type] if drawn.judges_latest else Meaning.COMMON
    met = rules_met(chart) if drawn.judges_latest else ()
    if chart.assurance_type == Assurance.FAILS:
        met += (TARGET_RULE,)
    return Reading(
        facts=facts,
        chart_kind=drawn.kind,
        chart_reason=drawn.reason,
        chart=chart,
        chart_index=drawn.index,
        mean=chart.mean[-1],
        lower_limit=chart.lpl[-1],
        upper_limit=chart.upl[-1],
        variation=chart.variation_icon if drawn.judges_latest else VariationIcon.COMMON_CAUSE,
        assurance=chart.assurance_type,
        meaning=meaning,
        change=None,
        change_sentence="",
        says=BY_CHART[meaning],
        rules_met=met,
    )


def _by_step(facts: SeriesFacts, drawn: Drawn) -> Reading:
    change = change_of(facts)
    trend = MEANINGS[drawn.chart.variation_type] if drawn.chart and _ends_in_trend(drawn) else None
    met = rules_met(drawn.chart) if drawn.chart and trend else ()
    return Reading(
        facts=facts,
        chart_kind=drawn.kind,
        chart_reason=_why_silent(drawn),
        chart=None if drawn.kind == ChartKind.RUN else drawn.chart,
        chart_index=() if drawn.kind == ChartKind.RUN else drawn.index,
        mean=None,
        lower_limit=None,
        upper_limit=None,
        variation=None,
        assurance=None,
        meaning=trend or meaning_of(change.verdict, facts.direction),
        change=change.verdict,
        change_sentence=change.sentence,
        says=BY_CHART[trend] if trend else change.says,
        rules_met=(*met, change.sentence) if change.verdict in BEYOND_CHANCE else met,
    )


def _ends_in_trend(drawn: Drawn) -> bool:
    """Whether figures too few for limits have gone one way often enough: that takes no limit."""
    chart = drawn.chart
    return chart is not None and drawn.judges_latest and chart.special_cause_type[-1] in TRENDS


def meaning_of(verdict: Verdict, direction: Direction) -> Meaning:
    """What a step means for children, given which direction is improvement."""
    if verdict == Verdict.CANNOT_TELL:
        return Meaning.CANNOT_TELL
    if verdict == Verdict.NO_DIFFERENCE:
        return Meaning.COMMON
    if direction == Direction.NEUTRAL:
        return Meaning.NEITHER
    return Meaning.IMPROVING if verdict == BETTER_WHEN[direction] else Meaning.CONCERNING
