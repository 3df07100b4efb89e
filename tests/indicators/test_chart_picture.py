"""The printed picture of a chart: what can be read off its axes is what the browser draws of the same chart."""

from datetime import datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators.rules.axes import named_days, reach_of_days, reach_of_values, round_values
from indicators.rules.chart_picture import chart_picture
from indicators.rules.chart_spec import chart_spec
from indicators.rules.drawing import series_figure
from indicators.rules.end_labels import end_label, moved_apart, room_for
from indicators.rules.finding import find
from indicators.rules.series import Decision
from indicators.rules.vocabulary import ChartDecisionKind, Polarity, Unit
from tests.factories.findings import CALM, OUTLIER, RECORDED, facts_of, month, monthly, point
from tests.indicators.pictures import Read, assert_agrees, assert_same, drawn_runs

VALUES = st.one_of(st.none(), st.decimals(0, 400, places=1))
MONTHS = st.integers(0, 60)


def spec_of(facts, **options):
    return chart_spec(facts, find(facts), **options)


def decided(kind, number):
    on = month(number)[0 if kind == ChartDecisionKind.REBASE else 1]
    return Decision(kind=kind, on=on, reason="Why", by="A. Person", decided_at=RECORDED)


@st.composite
def specs(draw):
    """Charts of every sort: gaps, withheld figures, points kept out, new limits, a target, lines beside them."""
    values = draw(st.lists(VALUES, min_size=2, max_size=45).filter(lambda found: any(one is not None for one in found)))
    missing = draw(st.sets(st.integers(1, len(values) - 1), max_size=3)) if len(values) > 2 else set()
    points = [point(value, month(place)) for place, value in enumerate(values) if place not in missing]
    if not any(one.value is not None for one in points):
        points = [point(1, month(0))]
    rebases = {
        ChartDecisionKind.REBASE: draw(st.sets(MONTHS, max_size=2)),
        ChartDecisionKind.GHOST: draw(st.sets(MONTHS, max_size=2)),
    }
    england = draw(st.dictionaries(MONTHS, st.decimals(0, 400, places=1), max_size=20))
    facts = facts_of(
        points,
        unit=draw(st.sampled_from([Unit.PERCENT, Unit.PER_10000, Unit.DAYS])),
        polarity=draw(st.sampled_from([*Polarity, None])),
        target=draw(st.one_of(st.none(), st.decimals(0, 400, places=2))),
        decisions=tuple(decided(kind, number) for kind, numbers in rebases.items() for number in sorted(numbers)),
    )
    lines = {
        "England": {month(number): value for number, value in england.items()},
        "A benchmark": {month(0): Decimal(7)},
    }
    return spec_of(facts, lines=lines)


@settings(max_examples=60, deadline=None)
@given(specs())
@example(spec_of(monthly(*CALM, *(20 + value for value in CALM), decisions=(decided(ChartDecisionKind.REBASE, 12),))))
@example(spec_of(monthly(*CALM, OUTLIER, *CALM, decisions=(decided(ChartDecisionKind.GHOST, 12),))))
def test_what_is_read_off_the_picture_is_what_the_browser_draws(spec):
    assert_agrees(spec)


def test_a_picture_of_other_numbers_would_not_pass():
    spec, other = spec_of(monthly(*CALM)), spec_of(monthly(*CALM[:-1], Decimal("13.5")))
    read = Read(chart_picture(other))
    values = next(trace for trace in series_figure(spec)["data"] if trace["name"] == "A measure")
    with pytest.raises(AssertionError):
        assert_same(read, read.runs("values")[0], drawn_runs(values)[0])


def test_nothing_is_drawn_of_a_chart_without_a_value():
    assert chart_picture(spec_of(monthly(None, None))) is None


def test_lines_are_named_at_their_ends_and_marks_in_the_key():
    picture = chart_picture(spec_of(monthly(*CALM, OUTLIER, target=Decimal(8))))
    said = {role: " ".join(one.text for one in picture.words if one.role == role) for role in ("end", "key")}
    assert said["end"] == "Upper limit 18.77% Mean 13.69% Lower limit 8.61% Target 8.0%"
    assert said["key"] == "A measure Improving Concerning"


def test_limits_that_end_before_the_newest_figures_are_named_in_the_key():
    facts = monthly(*CALM, 20, 21, 20, decisions=(decided(ChartDecisionKind.REBASE, 12),))
    picture = chart_picture(spec_of(facts))
    assert not [one for one in picture.words if one.role == "end"]
    key = [one.text for one in picture.words if one.role == "key"]
    assert key == ["No change beyond chance", "Mean", "Control limits", "New limits"]


def test_the_alternative_says_the_finding_and_what_is_shown():
    spec = spec_of(monthly(10, None, 12, target=Decimal(8)))
    assert chart_picture(spec).alternative == (
        f"{spec.title}. A measure, Kent: 2 figures from September 2025 to November 2025, between 10.0% and 12.0%. "
        "Also shown: Target 8.0%."
    )


def test_the_template_draws_all_of_it_with_its_alternative_first_and_text_as_text():
    facts = monthly(*CALM, OUTLIER, title="<b>A & B</b>", target=Decimal(8))
    picture = chart_picture(spec_of(facts))
    svg = ElementTree.fromstring(render_to_string("indicators/_chart_picture.html", {"picture": picture}))  # noqa: S314
    assert (svg[0].tag, svg[0].text) == ("title", picture.alternative)
    assert [one.get("d") for one in svg.iter("path")] == [one.path for one in (*picture.strokes, *picture.shapes)]
    assert [one.text for one in svg.iter("text")] == [one.text for one in picture.words]


@given(st.lists(st.decimals(-500, 50_000, places=2), min_size=1, max_size=5), st.integers(0, 2))
def test_an_axis_holds_every_value_and_names_two_to_seven_round_ones(values, decimals):
    low, high = reach_of_values(values, decimals)
    named = round_values(low, high, decimals)
    assert low <= min(values) <= max(values) <= high
    assert 2 <= len(named) <= 7
    assert low <= named[0] <= named[-1] <= high
    assert len({after - before for before, after in zip(named, named[1:], strict=False)}) == 1
    assert low >= 0 or min(values) < 0


@given(st.lists(st.dates(datetime(1990, 1, 1).date(), datetime(2040, 1, 1).date()), min_size=1, max_size=3))  # noqa: DTZ001
def test_an_axis_of_time_names_up_to_eight_days_within_it(days):
    low, high = reach_of_days(days)
    named = [day for day, _ in named_days(days)]
    assert low < min(days).toordinal() <= max(days).toordinal() < high
    assert 1 <= len(named) <= 8
    assert all(low <= day.toordinal() <= high for day in named)


@given(st.lists(st.tuples(st.text("abc ", min_size=1, max_size=90), st.integers(0, 300)), max_size=6))
def test_labels_keep_apart_and_within(labels):
    said = [(text.strip() or "a", wanted) for text, wanted in labels]
    bottom = max(Decimal(190), room_for(text for text, _ in said))
    placed = moved_apart([end_label(text, Decimal(wanted)) for text, wanted in said], Decimal(0), bottom)
    edges = [(one.middle - one.height / 2, one.middle + one.height / 2) for one in placed]
    assert len(placed) == len(said)
    assert all(top >= 0 and end <= bottom for top, end in edges)
    assert all(end <= top for (_, end), (top, _) in zip(edges, edges[1:], strict=False))
