"""What a series says, in words: the headline, and the sentences of the paragraph under it."""

from collections.abc import Iterator
from decimal import Decimal

from assurance.rules.wording import counted, date_words
from indicators.rules.figures import figure_in_words, rounded
from indicators.rules.reading import TARGET_RULE, Reading
from indicators.rules.series import SeriesFacts, SeriesPoint
from indicators.rules.spc import Assurance, ChartKind, Direction
from indicators.rules.vocabulary import ChartDecisionKind, Meaning, Status, Unit

ASSURANCE_SENTENCES = {
    Assurance.PASSES: "it will be met while nothing changes, for it lies outside the control limits.",
    Assurance.FAILS: "it will be missed while nothing changes, for it lies outside the control limits.",
    Assurance.INCONSISTENT: "it lies within the control limits, so chance alone decides whether it is met.",
}
CHART_WORDS = {
    ChartKind.XMR: "XmR chart",
    ChartKind.P: "p chart",
    ChartKind.P_PRIME: "p′ chart",
    ChartKind.U: "u chart",
    ChartKind.U_PRIME: "u′ chart",
    ChartKind.C: "c chart",
    ChartKind.G: "g chart",
    ChartKind.T: "t chart",
    ChartKind.RUN: "run chart",
}
GAPS_NAMED = 3
HEADLINE_LENGTH = 300


def headline_of(reading: Reading) -> str:
    """The finding as a sentence: "Re-referrals within 12 months fell to 21.6%: common cause variation"."""
    facts = reading.facts
    if facts.latest is None:
        return f"{facts.title}: no figure yet"
    return f"{facts.title} {_moved(facts)}: {reading.says}"[:HEADLINE_LENGTH]


def sentences_of(reading: Reading) -> tuple[str, ...]:
    """The sentences of the paragraph."""
    facts = reading.facts
    if facts.latest is None:
        return (f"{facts.title}, {facts.area}: there is no figure yet.", *_withheld(facts))
    return (
        *_figures(facts, facts.latest),
        *_target(reading),
        *_says(reading),
        *_decisions(facts),
        *_gaps(facts),
        *_withheld(facts),
    )


def _moved(facts: SeriesFacts) -> str:
    latest = facts.values[-1].known
    words = facts.in_words(latest)
    if len(facts.values) == 1:
        return f"is {words}"
    step = facts.shown(latest) - facts.shown(facts.values[-2].known)
    return f"stayed at {words}" if step == 0 else f"{'rose' if step > 0 else 'fell'} to {words}"


def _figures(facts: SeriesFacts, latest: SeriesPoint) -> Iterator[str]:
    first = facts.values[0]
    if len(facts.values) == 1:
        yield f"{facts.title}, {facts.area}: one figure, {_with_period(facts, latest)}."
        return
    yield (
        f"{facts.title}, {facts.area}: {counted(len(facts.values), 'figure')}, "
        f"from {_with_period(facts, first)} to {_with_period(facts, latest)}."
    )
    before = facts.values[-2]
    since_first, since_before = _change(facts, first, latest), _change(facts, before, latest)
    if first is before:
        yield f"The latest is {since_first} the first."
    else:
        of_before = _with_period(facts, before)
        yield f"The latest is {since_first} the first, and {since_before} the one before, {of_before}."


def _with_period(facts: SeriesFacts, point: SeriesPoint) -> str:
    return f"{point.words(facts.unit, facts.decimals)} ({point.period_inside})"


def _change(facts: SeriesFacts, earlier: SeriesPoint, later: SeriesPoint) -> str:
    """How much higher or lower, in the values that are shown: "1.2 percentage points higher than"."""
    step = facts.shown(later.known) - facts.shown(earlier.known)
    if step == 0:
        return "the same as"
    if facts.unit == Unit.PERCENT:
        size = f"{abs(step):,}"
        words = f"{size} percentage {'point' if size == '1' else 'points'}"
    else:
        words = facts.in_words(abs(step))
    return f"{words} {'higher' if step > 0 else 'lower'} than"


def _target(reading: Reading) -> Iterator[str]:
    facts, latest = reading.facts, reading.facts.latest
    if facts.target is None or latest is None:
        return
    target = f"The target is {facts.target_words}"
    if reading.assurance:
        yield f"{target}: {ASSURANCE_SENTENCES[reading.assurance]}"
    elif facts.direction == Direction.NEUTRAL:
        yield f"{target}."
    else:
        short = facts.target - latest.known if facts.direction == Direction.INCREASE else latest.known - facts.target
        yield f"{target}: the latest figure {'does not meet' if short > 0 else 'meets'} it."


def _says(reading: Reading) -> Iterator[str]:
    yield reading.chart_reason
    if reading.change is not None:
        if reading.change_sentence != reading.chart_reason:
            yield reading.change_sentence
        yield from (rule for rule in reading.rules_met if rule != reading.change_sentence)
        return
    lower, upper = (_limit(reading, limit) for limit in (reading.lower_limit, reading.upper_limit))
    limits = (
        f"the control limits are {lower} and {upper}" if lower and upper else f"the control limit is {lower or upper}"
    )
    yield f"On the {CHART_WORDS[reading.chart_kind]} the mean is {_limit(reading, reading.mean)} and {limits}."
    if reading.meaning == Meaning.COMMON:
        yield "The latest figure is within what chance alone would explain."
    yield from (rule for rule in reading.rules_met if rule != TARGET_RULE)


def _limit(reading: Reading, limit: float | None) -> str:
    if limit is None:
        return ""
    if reading.chart_kind == ChartKind.G:
        return counted(round(limit), "period")
    decimals = reading.facts.decimals + 1
    return figure_in_words(rounded(Decimal(repr(limit)), decimals), reading.facts.unit, decimals)


def _decisions(facts: SeriesFacts) -> Iterator[str]:
    for decision in facts.decisions:
        day = date_words(decision.on)
        if decision.kind == ChartDecisionKind.REBASE:
            yield f"New limits from {day}: {decision.reason} ({decision.by})"
        else:
            yield f"The figure of the period to {day} is kept out of the limits: {decision.reason} ({decision.by})"


def _gaps(facts: SeriesFacts) -> Iterator[str]:
    if len(facts.gaps) > GAPS_NAMED:
        yield f"There are {len(facts.gaps)} gaps between the figures."
    for first, last in facts.gaps if len(facts.gaps) <= GAPS_NAMED else ():
        yield f"There are no figures from {date_words(first)} to {date_words(last)}."


def _withheld(facts: SeriesFacts) -> Iterator[str]:
    suppressed = sum(point.status == Status.SUPPRESSED for point in facts.points)
    missing = sum(point.status == Status.NOT_AVAILABLE for point in facts.points)
    if suppressed:
        yield f"{counted(suppressed, 'figure is', 'figures are')} suppressed by the publisher."
    if missing:
        yield f"{counted(missing, 'figure is', 'figures are')} not available."
