"""The chart as plain values, of which everything shown is made."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.rules.chart_spec import chart_spec
from indicators.rules.finding import find
from indicators.rules.series import Decision
from indicators.rules.vocabulary import ChartDecisionKind, Meaning, Polarity, Unit
from tests.factories.findings import CALM, OUTLIER, RECORDED, facts_of, month, monthly, point, yearly


def spec_of(facts, **options):
    return chart_spec(facts, find(facts), **options)


def decided(kind, number, reason="A new definition"):
    return Decision(kind=kind, on=month(number)[0], reason=reason, by="A. Person", decided_at=RECORDED)


def column(spec, head):
    place = spec.columns.index(head)
    return [cells[place] for _, cells in spec.rows]


def test_title_and_paragraph_are_those_of_the_finding():
    facts = monthly(*CALM)
    spec, finding = spec_of(facts), find(facts)
    assert (spec.title, spec.paragraph, spec.reason) == (finding.headline, finding.paragraph, finding.chart_reason)


def test_a_point_beyond_the_limit_says_so_by_meaning_and_rule():
    spec = spec_of(monthly(*CALM, 16, *CALM, OUTLIER))
    assert {point.meaning for point in spec.points[:-1]} == {Meaning.COMMON}
    assert (spec.points[-1].meaning, spec.points[-1].because) == (Meaning.CONCERNING, "above the upper limit")
    assert column(spec, "What it means")[:2] == ["Concerning: above the upper limit", "No change beyond chance"]


@pytest.mark.parametrize(
    ("polarity", "meaning"),
    [
        (Polarity.HIGHER_IS_BETTER, Meaning.IMPROVING),
        (Polarity.HIGHER_IS_WORSE, Meaning.CONCERNING),
        (Polarity.NO_JUDGEMENT, Meaning.NEITHER),
        (None, Meaning.NEITHER),
    ],
)
def test_what_a_point_means_follows_from_which_direction_is_better(polarity, meaning):
    assert spec_of(monthly(*CALM, OUTLIER, polarity=polarity)).points[-1].meaning == meaning


def test_limits_have_one_decimal_more_than_values():
    spec = spec_of(monthly(*CALM))
    assert (spec.points[0].mean, spec.points[0].lower, spec.points[0].upper) == (
        Decimal("11.50"),
        Decimal("6.42"),
        Decimal("16.58"),
    )
    assert column(spec, "Mean")[0] == "11.50%"


def test_too_few_figures_have_no_limits_and_no_meaning():
    spec = spec_of(monthly(*CALM[:11]))
    assert not spec.has_limits
    assert spec.meanings == ()
    assert spec.columns == ("Value",)
    assert spec.key == (("common", "A measure"),)


def test_of_a_short_series_the_step_to_the_latest_figure_is_marked():
    spec = spec_of(
        yearly((1000, 10_000), (1010, 10_000), (1000, 10_000), (1005, 10_000), (995, 10_000), (1500, 10_000))
    )
    assert [point.meaning for point in spec.points] == [None] * 5 + [Meaning.CONCERNING]
    assert spec.points[-1].says == "Concerning: against the figure before, beyond what chance would explain"


def test_a_stretch_too_short_for_limits_has_none_while_the_one_before_keeps_its_own():
    facts = monthly(*CALM, 20, 21, 20, decisions=(decided(ChartDecisionKind.REBASE, 12),))
    spec = spec_of(facts)
    assert [point.mean is not None for point in spec.points] == [True] * 12 + [False] * 3
    assert len({point.stretch for point in spec.points}) == 2
    assert [(note.words, note.reason, note.by) for note in spec.notes] == [
        ("New limits from this day", "A new definition", "A. Person")
    ]
    assert ("rebase", "New limits") in spec.key


def test_a_point_kept_out_of_the_limits_is_marked_and_does_not_widen_them():
    ghost = Decision(
        kind=ChartDecisionKind.GHOST, on=month(12)[1], reason="A strike", by="A. Person", decided_at=RECORDED
    )
    spec = spec_of(monthly(*CALM, OUTLIER, *CALM, decisions=(ghost,)))
    assert [number for number, point in enumerate(spec.points) if point.is_ghost] == [12]
    assert spec.points[12].says.startswith("Kept out of the limits")
    assert spec.points[0].upper < OUTLIER
    assert ("ghost", "Kept out of the limits") in spec.key


def test_a_withheld_figure_is_a_row_with_its_reason_and_no_value():
    spec = spec_of(monthly(10, None, 12))
    assert [point.value for point in spec.points] == [Decimal("10.0"), None, Decimal("12.0")]
    assert column(spec, "Value") == ["12.0%", "Suppressed by the publisher (c)", "10.0%"]


def test_where_figures_are_missing_the_next_one_follows_a_gap():
    facts = facts_of([point(1, month(number)) for number in (0, 1, 5, 6)])
    assert [point.follows_gap for point in spec_of(facts).points] == [False, False, True, False]


def test_parts_are_columns_where_there_are_any():
    spec = spec_of(yearly((5, 10), (6, 12)))
    assert spec.columns[:3] == ("Value", "Numerator", "Denominator")
    assert column(spec, "Denominator") == ["12", "10"]


@pytest.mark.parametrize(("typed", "words"), [("9.2500000", "9.25%"), ("9.0000000", "9.0%"), ("20", "20.0%")])
def test_the_target_has_the_decimals_it_was_typed_with_and_no_fewer_than_the_values(typed, words):
    spec = spec_of(monthly(*CALM, target=Decimal(typed)))
    assert (f"{spec.target}%", spec.key[-1]) == (words, ("target", f"Target {words}"))
    assert f"The target is {words}" in spec.paragraph


def test_lines_beside_the_series_follow_its_periods():
    facts = monthly(1, 2, 3)
    spec = spec_of(facts, lines={"England": {month(0): Decimal("4.0"), month(2): Decimal("4.1")}, "Nothing": {}})
    assert [(line.label, line.values) for line in spec.lines] == [("England", (Decimal("4.0"), None, Decimal("4.1")))]
    assert column(spec, "England") == ["4.1%", "", "4.0%"]
    assert ("line-1", "England") in spec.key


def test_sources_are_named_once_and_stand_beside_each_point():
    facts = facts_of([point(1, month(0), observation=7), point(2, month(1), observation=8)])
    spec = spec_of(facts, sources={7: ("A source", "Its licence"), 8: ("A source", "Its licence")})
    assert (spec.sources, spec.attributions) == (("A source",), ("Its licence",))
    assert spec.points[0].source == "A source"


def test_a_chart_of_gaps_between_events_shows_no_limits_beside_the_counts():
    values = [0, 0, 1] * 14
    spec = spec_of(monthly(*values, unit=Unit.COUNT, decimals=0))
    assert spec.kind == "g"
    assert not spec.has_limits


def test_the_last_update_is_the_day_the_newest_figure_was_recorded():
    assert spec_of(monthly(1, 2)).updated == date(2026, 11, 20)
