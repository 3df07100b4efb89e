"""What Plotly draws of a measure in the browser: plain dicts, with no number in them that the charts have not."""

from indicators.queries.measure_parts import MeasurePart
from indicators.rules.area_chart import AreaChart, AreaRow, Role
from indicators.rules.drawing import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    SHORT_SUFFIXES,
    TEAL,
    Figure,
    number,
    plain_layout,
    series_figure,
)

INNER_DASH, OUTER_DASH = "8px,4px", "2px,3px"
ROW_HEIGHT = 30
HOME_MARKER = {"symbol": "square", "color": BLUE, "size": 13}
OTHER_MARKER = {"symbol": "circle", "color": "#7a8790", "size": 8}
AREA_MARKERS = {
    Role.HOME: HOME_MARKER,
    Role.NATION: {"symbol": "diamond", "color": TEAL, "size": 13},
    Role.REGION: {"symbol": "hexagon2", "color": PURPLE, "size": 12},
    Role.AVERAGE: {"symbol": "triangle-up", "color": ORANGE, "size": 13},
    Role.BENCHMARK: {"symbol": "star", "color": INK, "size": 13},
}


def figures_of(measure: MeasurePart | None) -> dict[str, Figure]:
    """What is drawn of a measure: its series, and if there are any the other areas and the funnel of authorities."""
    if measure is None or measure.chart is None:
        return {}
    figures = {"series": series_figure(measure.chart)}
    if measure.areas:
        figures["areas"] = areas_figure(measure.areas)
        if measure.areas.funnel:
            figures["funnel"] = funnel_figure(measure.areas)
    return figures


def areas_figure(areas: AreaChart) -> Figure:
    """The areas one below the other, each with its interval."""
    rows = [row for row in areas.compared if row.value is not None]
    layout = plain_layout()
    layout["height"] = ROW_HEIGHT * len(rows) + 60
    layout["yaxis"] |= {"type": "category", "dtick": 1, "autorange": "reversed", "showgrid": True, "gridcolor": PALE}
    layout["xaxis"] |= {"rangemode": "tozero", "tickformat": ",", "ticksuffix": SHORT_SUFFIXES[areas.unit], "nticks": 6}
    return {"data": [_area(areas, row) for row in rows], "layout": layout}


def funnel_figure(areas: AreaChart) -> Figure:
    """The authorities by their size, with the limits around all of them together."""
    lines = areas.funnel
    layout = plain_layout()
    layout["xaxis"] |= {"tickformat": ",", "nticks": 5, "title": {"text": areas.of.capitalize() or "Denominator"}}
    layout["yaxis"] |= {"gridcolor": PALE, "showgrid": True, "ticksuffix": SHORT_SUFFIXES[areas.unit], "nticks": 7}
    if lines is None:
        return {"data": [], "layout": layout}
    limits = [
        (lines.lower_2s, INNER_DASH),
        (lines.upper_2s, INNER_DASH),
        (lines.lower_3s, OUTER_DASH),
        (lines.upper_3s, OUTER_DASH),
        ((lines.whole,) * len(lines.size), "solid"),
    ]
    drawn = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(lines.size),
            "y": list(values),
            "line": {"color": GREY, "width": 1.5, "dash": dash},
            "hoverinfo": "skip",
        }
        for values, dash in limits
    ]
    others = [row for row in areas.in_funnel if not row.is_home]
    home = [row for row in areas.in_funnel if row.is_home]
    return {"data": [*drawn, _dots(others, OTHER_MARKER), _dots(home, HOME_MARKER)], "layout": layout}


def _area(areas: AreaChart, row: AreaRow) -> Figure:
    marker = AREA_MARKERS.get(row.role, OTHER_MARKER)
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [number(row.value)],
        "y": [row.name],
        "text": [_area_words(row)],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": marker | {"opacity": 1},
        "cliponaxis": False,
    }
    if row.lower is not None and row.upper is not None and row.value is not None:
        above, below = float(row.upper - row.value), float(row.value - row.lower)
        trace["error_x"] = {"type": "data", "symmetric": False, "array": [above], "arrayminus": [below]}
        trace["error_x"] |= {"color": marker["color"], "thickness": 2, "width": 4}
    return trace


def _dots(rows: list[AreaRow], marker: Figure) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [number(row.denominator) for row in rows],
        "y": [number(row.value) for row in rows],
        "text": [_area_words(row) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": marker | {"opacity": 1},
    }


def _area_words(row: AreaRow) -> str:
    words = f"{row.name}: {row.words}"
    return "<br>".join([words, *(text for text in (row.interval, row.funnel) if text)])
