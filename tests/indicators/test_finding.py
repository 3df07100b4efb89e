"""What a series says: the rules of a finding. Its words are tested in test_sentences.py."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.change import Verdict
from indicators.rules.finding import find, find_all
from indicators.rules.series import Decision
from indicators.rules.spc import Assurance, ChartKind, SpecialCause, VariationIcon
from indicators.rules.steps import change_of
from indicators.rules.vocabulary import ChartDecisionKind, Frequency, Meaning, Polarity, Unit
from tests.factories.findings import CALM, OUTLIER, RECORDED, facts_of, month, monthly, point, year_to_march, yearly

RISING = (*CALM, OUTLIER)


def decision(kind, on, reason="A new form."):
    return Decision(kind=kind, on=on, reason=reason, by="A Person", decided_at=RECORDED)


# A series with a control chart


@pytest.mark.parametrize(
    ("values", "polarity", "headline", "meaning", "variation"),
    [
        (CALM, Polarity.HIGHER_IS_WORSE, "rose to 13.0%: common cause variation", "common", "common_cause"),
        (RISING, Polarity.HIGHER_IS_WORSE, "special cause variation, concerning", "concerning", "concern_high"),
        (RISING, Polarity.HIGHER_IS_BETTER, "special cause variation, improving", "improving", "improvement_high"),
        (RISING, Polarity.NO_JUDGEMENT, "rose to 40.0%: special cause variation", "neither", "neutral_high"),
        (RISING, None, "rose to 40.0%: special cause variation", "neither", "neutral_high"),
        ((*CALM, 1), Polarity.HIGHER_IS_WORSE, "fell to 1.0%: special cause variation, improving", "improving", None),
        ((*CALM, 13), Polarity.HIGHER_IS_WORSE, "stayed at 13.0%: common cause variation", "common", None),
    ],
)
def test_a_chart_says_whether_the_latest_figure_is_beyond_chance(values, polarity, headline, meaning, variation):
    found = find(monthly(*values, polarity=polarity))
    assert found.headline.endswith(headline)
    assert found.headline.startswith("A measure ")
    assert found.meaning == meaning
    assert variation in (None, found.variation)
    assert found.is_signal == (meaning != "common")
    assert (found.change, found.change_sentence) == (None, "")
    assert found.lower_limit < found.mean < found.upper_limit


def test_every_rule_that_is_met_is_named():
    found = find(monthly(*CALM, *CALM, 14, 15, 16, 17, 18, 19, 30))
    assert found.rules_met == (
        "The latest figure is above the upper control limit.",
        "The last 7 figures have each been higher than the one before.",
        "The last 7 figures are all above the mean.",
    )
    near = find(monthly(*CALM, *CALM, 16, 12, 16))
    assert near.rules_met == ("Two of the last 3 figures are close to the upper control limit.",)
    assert all(rule in found.paragraph for rule in found.rules_met)


def test_a_missing_period_breaks_a_run():
    """Six months above the mean and one more: seven in a row only when they follow each other."""
    before = [point(value, month(number)) for number, value in enumerate((*CALM, *[13.2, 13.4] * 3))]
    run = (*before, point(13.2, month(len(before))))
    broken = (*before, point(13.2, month(len(before) + 1)))
    assert find(facts_of(run)).rules_met == ("The last 7 figures are all above the mean.",)
    assert find(facts_of(broken)).rules_met == ()
    withheld = (*before, point(None, month(len(before))), point(13.2, month(len(before) + 1)))
    assert find(facts_of(withheld)).rules_met == ()
    chart = find(facts_of(broken))
    assert chart.chart_index[-3:] == (17, None, 18)
    assert chart.chart.value[-2] is None


def test_the_latest_figure_is_judged_although_a_later_one_is_withheld():
    found = find(facts_of([*monthly(*RISING).points, point(None, month(13))]))
    assert found.meaning == Meaning.CONCERNING
    assert found.latest.value == OUTLIER
    assert found.headline == find(monthly(*RISING)).headline
    assert "1 figure is suppressed by the publisher." in found.sentences


@pytest.mark.parametrize(
    ("target", "polarity", "assurance", "sentence"),
    [
        (60, "higher_is_worse", "consistent_pass", "The target is 60.0%: it will be met while nothing changes"),
        (1, "higher_is_worse", "consistent_fail", "The target is 1.0%: it will be missed while nothing changes"),
        (11, "higher_is_worse", "inconsistent", "The target is 11.0%: it lies within the control limits"),
        (60, "higher_is_better", "consistent_fail", "The target is 60.0%: it will be missed while nothing changes"),
        (60, "no_judgement", None, "The target is 60.0%."),
        (None, "higher_is_worse", None, ""),
    ],
)
def test_a_target_is_held_against_the_limits(target, polarity, assurance, sentence):
    found = find(monthly(*CALM, polarity=Polarity(polarity), target=None if target is None else Decimal(target)))
    assert found.assurance == assurance
    assert sentence in found.paragraph
    assert found.misses_target == (assurance == Assurance.FAILS)
    assert found.is_signal == found.misses_target


def test_new_limits_need_twelve_figures_to_speak():
    rebase = decision(ChartDecisionKind.REBASE, month(12)[0])
    few = find(monthly(*CALM, 50, 51, 52, 50, decisions=(rebase,)))
    assert (few.variation, few.mean, few.chart is None) == (None, None, False)
    assert few.meaning == Meaning.CANNOT_TELL
    assert few.chart_reason == "Too few figures since the limits were last set: 4 of 12."
    enough = find(monthly(*CALM, *(value + 40 for value in CALM), decisions=(rebase,)))
    assert (enough.variation, round(enough.mean, 1)) == (VariationIcon.COMMON_CAUSE, 51.5)
    assert "New limits from 1 September 2026: A new form. (A Person)" in enough.sentences
    unbroken = find(monthly(*CALM, *(value + 40 for value in CALM)))
    assert unbroken.meaning == Meaning.CONCERNING


def test_a_point_can_be_kept_out_of_the_limits():
    ghost = decision(ChartDecisionKind.GHOST, month(12)[1], "A strike.")
    values = (*RISING, 12, 11)
    assert find(monthly(*values, decisions=(ghost,))).mean < find(monthly(*values)).mean
    sentence = "The figure of the period to 30 September 2026 is kept out of the limits: A strike. (A Person)"
    assert sentence in find(monthly(*values, decisions=(ghost,))).sentences


def test_a_latest_figure_that_is_kept_out_says_nothing():
    def ghost(number):
        return (decision(ChartDecisionKind.GHOST, month(number)[1], "A strike."),)

    found = find(monthly(*RISING, decisions=ghost(12)))
    assert found.headline == "A measure rose to 40.0%: kept out of the limits by decision"
    assert (found.is_signal, found.meaning, found.variation) == (False, Meaning.CANNOT_TELL, None)
    assert found.chart.ghost[-1]
    assert found.sentences.count("The latest figure is kept out of the limits by decision.") == 1
    counts = {number: point(of / 10, month(number), counts=(of, 1000)) for number, of in enumerate((100, 300, 105))}
    assert find(facts_of(counts.values())).change == Verdict.LOWER
    assert find(facts_of(counts.values(), decisions=ghost(1))).change == Verdict.NO_DIFFERENCE
    assert find(facts_of(counts.values(), decisions=ghost(2))).change == Verdict.CANNOT_TELL


def test_periods_that_overlap_have_no_chart():
    rolling = [point(value, (month(number)[0], month(number + 2)[1])) for number, value in enumerate(RISING)]
    found = find(facts_of(rolling))
    assert (found.chart_kind, found.chart, found.variation) == (ChartKind.RUN, None, None)
    assert "The periods overlap" in found.chart_reason
    assert not found.is_signal


def test_figures_that_never_change_are_no_signal():
    found = find(monthly(*[10] * 14))
    assert (found.is_signal, found.variation) == (False, None)
    assert found.chart_reason == "The values do not vary."


def test_a_special_cause_of_the_past_is_no_signal_today():
    found = find(monthly(*CALM, OUTLIER, *CALM))
    assert SpecialCause.ABOVE_LIMIT in found.chart.special_cause_type
    assert (found.is_signal, found.meaning) == (False, Meaning.COMMON)


# A series too short for one


@pytest.mark.parametrize(
    ("counts", "verdict", "meaning", "says"),
    [
        # Small counts: the test alone.
        (
            ((10, 100), (30, 100)),
            "higher",
            "concerning",
            "higher than the year before, beyond what chance would explain",
        ),
        (((30, 100), (10, 100)), "lower", "improving", "lower than the year before, beyond what chance would explain"),
        (((10, 100), (12, 100)), "no_difference", "common", "no change beyond what chance would explain"),
        # Millions of sessions: a difference of a fiftieth is no news, one of a fifth is.
        (
            ((100_000, 1_000_000), (102_000, 1_000_000)),
            "cannot_tell",
            "cannot_tell",
            "cannot tell chance from change",
        ),
        (((100_000, 1_000_000), (120_000, 1_000_000)), "higher", "concerning", "higher than the year before"),
        # A figure that moves by thousands each year moves by thousands again, and then by twenty thousand.
        (
            tuple((100_000 + 4_000 * (year % 2), 1_000_000) for year in range(7)),
            "cannot_tell",
            "cannot_tell",
            "by no more than it usually moves",
        ),
        (
            (*((100_000 + 4_000 * (year % 2), 1_000_000) for year in range(7)), (130_000, 1_000_000)),
            "higher",
            "concerning",
            "higher than the year before",
        ),
    ],
)
def test_a_short_series_speaks_by_its_last_step(counts, verdict, meaning, says):
    found = find(yearly(*counts))
    assert (found.change, found.meaning) == (verdict, meaning)
    assert says in found.headline
    assert found.change_sentence in found.sentences
    assert found.is_signal == (verdict in ("higher", "lower"))
    assert (found.variation, found.mean, found.assurance) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "polarity", "meaning"),
    [
        (range(20, 13, -1), Polarity.HIGHER_IS_WORSE, "improving"),
        (range(20, 13, -1), Polarity.HIGHER_IS_BETTER, "concerning"),
        (range(20, 14, -1), Polarity.HIGHER_IS_BETTER, "cannot_tell"),
        ((*range(20, 13, -1), 14), Polarity.HIGHER_IS_BETTER, "cannot_tell"),
    ],
)
def test_seven_figures_one_way_are_beyond_chance_without_limits(values, polarity, meaning):
    found = find(monthly(*values, polarity=polarity))
    assert (found.meaning, found.is_signal) == (meaning, meaning != "cannot_tell")
    said = "The last 7 figures have each been lower than the one before." in found.sentences
    assert (said, found.chart) == (found.is_signal, None)


def test_rare_events_are_judged_by_the_periods_between_them():
    """Half of the months without an event, then one after two years of silence: more than chance, and better."""
    often = [0, 1] * 14
    found = find(monthly(*often, *[0] * 24, 1, unit=Unit.COUNT, decimals=0))
    assert found.chart_kind == ChartKind.G
    assert (found.meaning, found.variation) == (Meaning.IMPROVING, VariationIcon.IMPROVEMENT_HIGH)
    assert found.facts.points[found.chart_index[-1]] == found.latest
    quiet = find(monthly(*often, 0, unit=Unit.COUNT, decimals=0))
    assert (quiet.meaning, quiet.is_signal) == (Meaning.COMMON, False)


def test_percentages_with_counts_are_judged_by_what_chance_makes_of_their_size():
    found = find(yearly(*((50 + number % 3, 500) for number in range(14)), (95, 500)))
    assert found.chart_kind == ChartKind.P
    assert found.meaning == Meaning.CONCERNING
    assert found.chart.value[-1] == pytest.approx(19)


def test_without_counts_a_short_series_cannot_tell():
    found = find(monthly(10, 30))
    assert (found.change, found.meaning, found.is_signal) == (Verdict.CANNOT_TELL, Meaning.CANNOT_TELL, False)


def test_what_does_not_come_just_before_is_named():
    def says(*points):
        return find(facts_of(points, frequency=Frequency.ANNUAL)).headline.partition(": ")[2]

    few, many = {"counts": (10, 100)}, {"counts": (30, 100)}
    years = [year_to_march(year) for year in range(2023, 2026)]
    assert says(point(10, years[1], **few), point(30, years[2], **many)).startswith("higher than the year before, ")
    named = "higher than the year ending March 2023, beyond what chance would explain"
    assert says(point(10, years[0], **few), point(30, years[2], **many)) == named
    assert says(point(10, years[0], **few), point(None, years[1]), point(30, years[2], **many)) == named


def test_plain_counts_and_rates_are_compared_too():
    rising = find(monthly(1000, 1200, unit=Unit.COUNT, decimals=0))
    assert rising.headline == (
        "A measure rose to 1,200: higher than the month before, beyond what chance would explain"
    )
    found = find(yearly((100, 10_000), (200, 10_000), unit=Unit.PER_10000, polarity=Polarity.NO_JUDGEMENT))
    assert (found.change, found.meaning) == (Verdict.HIGHER, Meaning.NEITHER)


def test_a_short_series_meets_its_target_or_does_not():
    for target, words in ((20, "does not meet"), (40, "meets")):
        found = find(yearly((10, 100), (30, 100), target=Decimal(target)))
        assert f"The target is {target}.0%: the latest figure {words} it." in found.sentences


@pytest.mark.parametrize(("size", "spread"), [(500, 0), (500, 0.06), (20_000, 0.05), (1_000_000, 0.05)])
def test_false_alarms_of_short_series_are_few_whatever_their_counts(size, spread):
    """Eight years without a change, a thousand times: the test alone would call 94 in 100 of the last steps one."""
    random = np.random.default_rng(20261121)
    shares = 0.2 * (1 + spread * random.standard_normal((1_000, 8)))
    counts = random.binomial(size, shares)
    changes = [change_of(yearly(*((int(count), size) for count in row))).verdict for row in counts]
    assert sum(verdict in (Verdict.HIGHER, Verdict.LOWER) for verdict in changes) / len(changes) < 0.07


# Laws

VALUES = st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=12, max_size=40)
MONTHS = st.lists(st.integers(0, 60), min_size=1, max_size=40, unique=True)


@given(VALUES)
@settings(max_examples=60, deadline=None)
def test_a_rule_is_named_exactly_where_the_chart_labels_the_point(values):
    found = find(monthly(*values))
    if found.variation is not None:
        assert bool(found.rules_met) == (found.variation != VariationIcon.COMMON_CAUSE)


@given(st.lists(st.tuples(VALUES, st.sampled_from([None, *Polarity]), st.sampled_from([None, 5, 30])), max_size=6))
@settings(max_examples=30, deadline=None)
def test_many_series_at_once_are_found_as_each_alone(made):
    series = {
        (1, number): monthly(
            *values, key=(1, number), polarity=polarity, target=None if target is None else Decimal(target)
        )
        for number, (values, polarity, target) in enumerate(made)
    }
    assert find_all(series) == {key: find(facts) for key, facts in series.items()}


@given(MONTHS, st.data())
@settings(max_examples=60, deadline=None)
def test_every_finding_can_be_said(months, data):
    """Whatever comes, in whatever months: a headline that fits, and each figure up to the latest on the chart."""
    values = data.draw(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=len(months), max_size=len(months)))
    points = [point(value, month(number)) for number, value in zip(sorted(months), values, strict=True)]
    found = find(facts_of(points))
    assert 0 < len(found.headline) <= 300
    assert all(sentence.endswith((".", ")")) for sentence in found.sentences)
    if found.chart and found.chart_kind == ChartKind.XMR:
        last = found.facts.points.index(found.latest)
        assert [place for place in found.chart_index if place is not None] == list(range(last + 1))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), max_size=30), st.sampled_from(Unit))
@settings(max_examples=60, deadline=None)
def test_every_finding_of_counts_can_be_said(counts, unit):
    """Parts above their whole and wholes of nought too: what cannot be tested is said to be so."""
    points = [
        point(count, month(number), counts=(count, of if of else None)) for number, (count, of) in enumerate(counts)
    ]
    found = find(facts_of(points, unit=unit, decimals=0))
    assert found.headline
    assert found.is_signal == (found.meaning in (Meaning.IMPROVING, Meaning.CONCERNING, Meaning.NEITHER))


@given(st.lists(st.sampled_from([None, 0, 0, 0, 1, 2]), min_size=12, max_size=60))
@settings(max_examples=40, deadline=None)
def test_every_finding_of_rare_events_can_be_said(values):
    found = find(monthly(*values, unit=Unit.COUNT, decimals=0))
    assert found.headline
    assert found.is_signal == (found.meaning in (Meaning.IMPROVING, Meaning.CONCERNING, Meaning.NEITHER))
