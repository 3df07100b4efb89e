"""What Plotly draws: every number of it is the chart's."""

from decimal import Decimal

from indicators.charts.figures import areas_figure, funnel_figure
from indicators.rules.chart_spec import chart_spec
from indicators.rules.drawing import MARKERS, series_figure
from indicators.rules.finding import find
from indicators.rules.series import Decision
from indicators.rules.vocabulary import ChartDecisionKind, Meaning
from tests.factories.findings import CALM, OUTLIER, RECORDED, facts_of, month, monthly, point
from tests.indicators.test_area_chart import ENGLAND, KENT, _others, chart


def drawn(facts, **options):
    return series_figure(chart_spec(facts, find(facts), **options))


def trace(figure, name, mode="lines"):
    return next(one for one in figure["data"] if one["name"] == name and one["mode"] == mode)


def test_the_line_holds_every_value_as_shown_and_breaks_where_one_is_withheld():
    line = trace(drawn(monthly("10.04", None, "12.06")), "A measure")
    assert line["y"] == [10.0, None, 12.1]
    assert line["x"] == [month(number)[1].isoformat() for number in range(3)]
    assert line["connectgaps"] is False


def test_the_line_breaks_in_a_gap():
    facts = facts_of([point(1, month(number)) for number in (0, 1, 5, 6)])
    assert trace(drawn(facts), "A measure")["y"] == [1.0, 1.0, None, 1.0, 1.0]


def test_meanings_differ_in_shape_and_in_colour():
    markers = [MARKERS[meaning] for meaning in (Meaning.COMMON, Meaning.IMPROVING, Meaning.CONCERNING, Meaning.NEITHER)]
    assert len({marker["symbol"] for marker in markers}) == len({marker["color"] for marker in markers}) == 4


def test_a_marked_point_says_in_words_what_it_means():
    marks = trace(drawn(monthly(*CALM, OUTLIER)), "Concerning", "markers")
    assert (marks["y"], marks["text"]) == ([40.0], ["September 2026: 40.0%<br>Concerning: above the upper limit"])
    assert marks["marker"]["symbol"] == "diamond"


def test_limits_mean_target_and_england_are_lines_of_their_own():
    england = {month(number): Decimal(9) for number in range(12)}
    figure = drawn(monthly(*CALM, target=Decimal(8)), lines={"England": england})
    assert {trace(figure, name)["y"][0] for name in ("Target", "England")} == {8.0, 9.0}
    assert [trace(figure, name)["y"][0] for name in ("Lower limit", "Mean", "Upper limit")] == [6.42, 11.5, 16.58]


def test_limits_begin_anew_at_a_rebase_which_is_marked():
    rebase = Decision(kind=ChartDecisionKind.REBASE, on=month(12)[0], reason="Why", by="A. Person", decided_at=RECORDED)
    figure = drawn(monthly(*CALM, *(20 + value for value in CALM), decisions=(rebase,)))
    mean = trace(figure, "Mean")["y"]
    assert (mean[0], mean[12], mean[-1]) == (11.5, None, 31.5)
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == ["2026-09-01"]


def test_nothing_in_a_drawing_can_be_reached_or_moved():
    layout = drawn(monthly(1, 2))["layout"]
    assert (layout["dragmode"], layout["xaxis"]["fixedrange"], layout["yaxis"]["fixedrange"]) == (False, True, True)


def test_areas_lie_one_below_the_other_with_their_intervals():
    figure = areas_figure(chart(KENT, ENGLAND))
    kent, england = figure["data"]
    assert (kent["y"], kent["x"], england["x"]) == (["Kent"], [21.6], [22.6])
    assert (round(kent["error_x"]["array"][0], 6), round(kent["error_x"]["arrayminus"][0], 6)) == (0.8, 0.8)
    assert kent["marker"]["symbol"] != england["marker"]["symbol"]


def test_the_funnel_shows_every_authority_once_and_home_apart():
    figure = funnel_figure(chart(KENT, ENGLAND, *_others(9)))
    *lines, others, home = figure["data"]
    assert len(lines) == 5
    assert (len(others["x"]), home["x"], home["y"]) == (9, [10_000.0], [21.6])
