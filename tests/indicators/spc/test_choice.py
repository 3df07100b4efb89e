"""Which chart a series gets, and the sentence that says why."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.spc import ChartKind, choose_chart, control_chart, draw_chart, g_chart, gaps_between_events
from indicators.rules.vocabulary import Unit

NEAR = [10, 12, 9, 11, 13, 10, 8, 12, 11, 9, 10, 12]
WILD = [10, 32, 9, 41, 13, 30, 8, 32, 11, 39, 10, 32]
WIDER = [8, 14, 9, 12, 16, 10, 5, 13, 11, 6, 9, 13]
RARE = [0, 1, 0, 0, 1, 0] * 7


def some_days(count):
    return [date(2024, 1, 31) + timedelta(days=7 * week) for week in range(count)]


@pytest.mark.parametrize(
    ("values", "unit", "numerators", "denominators", "kind", "reason"),
    [
        (NEAR, Unit.PERCENT, NEAR, [100] * 12, ChartKind.P,
         "The percentages vary no more than shares of wholes of their size do: p chart."),
        (WILD, Unit.PERCENT, WILD, [100] * 12, ChartKind.P_PRIME,
         "The percentages vary 5.2 times as much as chance alone would make them: p′ chart."),
        (WIDER, Unit.PERCENT, WIDER, [100] * 12, ChartKind.P_PRIME,
         "The percentages vary 1.3 times as much as chance alone would make them: p′ chart."),
        (NEAR, Unit.PERCENT, None, None, ChartKind.XMR,
         "Not every percentage comes with its numerator and denominator, so they stand alone: XmR chart."),
        (NEAR, Unit.PERCENT, [*NEAR[:11], None], [100] * 12, ChartKind.XMR,
         "Not every percentage comes with its numerator and denominator, so they stand alone: XmR chart."),
        (NEAR, Unit.PERCENT, NEAR, [*[100] * 11, 5], ChartKind.XMR,
         "Not every percentage comes with its numerator and denominator, so they stand alone: XmR chart."),
        (NEAR, Unit.PER_10000, NEAR, [100] * 12, ChartKind.XMR,
         "Each figure is judged by how much it usually moves: XmR chart."),
        (NEAR, Unit.COUNT, None, None, ChartKind.XMR, "Each figure is judged by how much it usually moves: XmR chart."),
        (RARE, Unit.COUNT, None, None, ChartKind.G,
         "At least half of the periods have no event, so the periods between events are judged: g chart."),
        ([0] * 14 + [1, 0, 2], Unit.COUNT, None, None, ChartKind.RUN,
         "Too few events for control limits: 1 of 12 gaps between them."),
        ([0, 1] * 13, Unit.COUNT, None, None, ChartKind.G,
         "At least half of the periods have no event, so the periods between events are judged: g chart."),
        ([0, 1] * 12, Unit.COUNT, None, None, ChartKind.RUN,
         "Too few events for control limits: 11 of 12 gaps between them."),
        ([0, 1] * 12 + [1], Unit.COUNT, None, None, ChartKind.XMR,
         "Each figure is judged by how much it usually moves: XmR chart."),
        ([0] * 20, Unit.COUNT, None, None, ChartKind.RUN,
         "Too few events for control limits: 0 of 12 gaps between them."),
        (NEAR[:8], Unit.PERCENT, NEAR[:8], [100] * 8, ChartKind.RUN, "Too few points for control limits: 8 of 12."),
        ([*NEAR[:11], None, None], Unit.DAYS, None, None, ChartKind.RUN,
         "Too few points for control limits: 11 of 12."),
        ([], Unit.DAYS, None, None, ChartKind.RUN, "Too few points for control limits: 0 of 12."),
    ],
)  # fmt: skip
def test_the_chart_follows_from_the_measure(values, unit, numerators, denominators, kind, reason):
    choice = choose_chart(values, unit=unit, numerators=numerators, denominators=denominators)
    assert (choice.kind, choice.reason) == (kind, reason)


def test_a_hole_needs_no_parts_and_its_parts_are_not_shown():
    values = [*NEAR, None]
    parts = {"numerators": [*NEAR, 50], "denominators": [*[100] * 12, 100]}
    kind = choose_chart(values, unit=Unit.PERCENT, **parts).kind
    chart = draw_chart(kind, some_days(13), values, **parts, improvement_direction="increase")
    assert kind == chart.kind == ChartKind.P
    assert chart.value[-1] is None
    assert chart.mean[0] == pytest.approx(sum(NEAR) / 12)


def test_rarer_events_are_longer_gaps():
    chart = draw_chart(ChartKind.G, some_days(len(RARE)), RARE, improvement_direction="decrease", target=0)
    gaps = gaps_between_events(some_days(len(RARE)), RARE)
    assert chart == g_chart(*gaps, improvement_direction="increase")


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=40),
    st.sampled_from(list(Unit)),
    st.booleans(),
)
def test_what_is_chosen_can_be_drawn(values, unit, has_parts):
    parts = {"numerators": values, "denominators": [100] * len(values)} if has_parts else {}
    choice = choose_chart(values, unit=unit, **parts)
    chart = draw_chart(choice.kind, some_days(len(values)), values, **parts, improvement_direction="neutral")
    assert chart.kind == choice.kind
    assert choice.reason.endswith(".")
    if choice.kind == ChartKind.XMR:
        assert chart == control_chart(some_days(len(values)), values, improvement_direction="neutral")
