"""
A chart over time as the figure that Plotly draws: a plain dict, with no number in it that the chart has not.

It is made here and not where pages are made, so that a warning can keep the drawing as it was when it was raised.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from indicators.rules.chart_spec import OUT_OF_LIMITS, ChartPoint, ChartSpec
from indicators.rules.figures import SUFFIXES
from indicators.rules.vocabulary import MEANING_WORDS, ChartDecisionKind, Meaning, Unit

BLUE, TEAL, PURPLE, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
INK, GREY, PALE = "#0b0c0c", "#505a5f", "#e1e7ec"
# A point's meaning by shape and colour; the key under the drawing and the table say it in words.
MARKERS = {
    None: {"symbol": "circle", "color": BLUE, "size": 8},
    Meaning.COMMON: {"symbol": "circle", "color": BLUE, "size": 8},
    Meaning.IMPROVING: {"symbol": "square", "color": TEAL, "size": 11},
    Meaning.CONCERNING: {"symbol": "diamond", "color": ORANGE, "size": 13},
    Meaning.NEITHER: {"symbol": "hexagon2", "color": PURPLE, "size": 13},
}
GHOST = {"symbol": "circle-open", "color": GREY, "size": 10}
SHORT_SUFFIXES = SUFFIXES | {Unit.PER_10000: "", Unit.PER_100000: "", Unit.DAYS: ""}
LIMIT_DASH, TARGET_DASH, LINE_DASHES = "6px,4px", "12px,4px,2px,4px", ("2px,3px", "2px,3px,8px,3px", "14px,4px")
# Where points stand close together their marks are smaller.
MANY_POINTS, CROWDED = 40, 0.65
Figure = dict[str, Any]


def series_figure(chart: ChartSpec) -> Figure:
    """The chart over time."""
    return {"data": list(_traces(chart)), "layout": _layout(chart)}


def _traces(chart: ChartSpec) -> Iterable[Figure]:
    if chart.has_limits:
        yield _straight(chart, "Upper limit", [point.upper for point in chart.points], GREY, LIMIT_DASH)
        yield _straight(chart, "Lower limit", [point.lower for point in chart.points], GREY, LIMIT_DASH)
        yield _straight(chart, "Mean", [point.mean for point in chart.points], GREY, "solid")
    if chart.target is not None:
        yield _straight(chart, "Target", [chart.target] * len(chart.points), PURPLE, TARGET_DASH)
    for line, dash in zip(chart.lines, LINE_DASHES, strict=False):
        yield _straight(chart, line.label, list(line.values), TEAL, dash)
    yield _values(chart)
    for meaning in (None, *chart.meanings):
        shown = [point for point in chart.points if point.meaning == meaning and not point.is_ghost]
        name = MEANING_WORDS[meaning] if meaning else chart.measure
        yield from _marked(name, shown, MARKERS[meaning], among=len(chart.points))
    ghosts = [point for point in chart.points if point.is_ghost]
    yield from _marked(OUT_OF_LIMITS, ghosts, GHOST, among=len(chart.points))


def _straight(chart: ChartSpec, name: str, values: list[Decimal | None], colour: str, dash: str) -> Figure:
    """A line that stops and begins anew where new limits begin."""
    days: list[str] = []
    heights: list[float | None] = []
    stretch = chart.points[0].stretch if chart.points else 0
    for point, value in zip(chart.points, values, strict=True):
        if point.stretch != stretch:
            days.append(point.start.isoformat())
            heights.append(None)
        stretch = point.stretch
        days.append(point.end.isoformat())
        heights.append(number(value))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": days,
        "y": heights,
        "line": {"color": colour, "width": 2 if colour == TEAL else 1.5, "dash": dash},
        "hoverinfo": "skip",
    }


def _values(chart: ChartSpec) -> Figure:
    """The series as a line, broken where a figure is missing or withheld."""
    days: list[str] = []
    heights: list[float | None] = []
    for point in chart.points:
        if point.follows_gap:
            days.append(point.start.isoformat())
            heights.append(None)
        days.append(point.end.isoformat())
        heights.append(number(point.value))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": chart.measure,
        "x": days,
        "y": heights,
        "connectgaps": False,
        "line": {"color": BLUE, "width": 2},
        "hoverinfo": "skip",
    }


def _marked(name: str, points: list[ChartPoint], marker: Figure, *, among: int) -> Iterable[Figure]:
    valued = [point for point in points if point.value is not None]
    if not valued:
        return
    size = marker["size"] if among <= MANY_POINTS else round(marker["size"] * CROWDED)
    yield {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [point.end.isoformat() for point in valued],
        "y": [number(point.value) for point in valued],
        "text": [f"{point.period}: {point.words}" + f"<br>{point.says}" * bool(point.says) for point in valued],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": marker
        | {"size": size, "opacity": 1, "line": {"color": "#ffffff" if marker["size"] < 9 else INK, "width": 1}},
    }


def _layout(chart: ChartSpec) -> Figure:
    layout = plain_layout()
    layout["xaxis"] |= {"type": "date", "tickformat": "%b<br>%Y", "nticks": 8}
    layout["yaxis"] |= {
        "showgrid": True,
        "gridcolor": PALE,
        "rangemode": "nonnegative",
        "nticks": 7,
        "tickformat": ",",
        "ticksuffix": SHORT_SUFFIXES[chart.unit],
    }
    rebases = [note.on.isoformat() for note in chart.notes if note.kind == ChartDecisionKind.REBASE]
    return layout | {"shapes": [_new_limits(day) for day in rebases]}


def plain_layout() -> Figure:
    """The look that every drawing has in common."""
    font = {"family": "Arial, sans-serif", "size": 14, "color": INK}
    axis = {"fixedrange": True, "automargin": True, "showgrid": False, "zeroline": False}
    return {
        "font": font,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": INK, "font": font, "align": "left"},
        "margin": {"l": 8, "r": 14, "t": 14, "b": 8},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "xaxis": axis | {"ticks": "outside", "tickcolor": GREY, "linecolor": GREY, "showline": True},
        "yaxis": axis | {},
    }


def _new_limits(day: str) -> Figure:
    line = {"color": INK, "width": 1, "dash": "1px,3px"}
    return {"type": "line", "x0": day, "x1": day, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def number(value: Decimal | None) -> float | None:
    """A number as JSON has it."""
    return None if value is None else float(value)
