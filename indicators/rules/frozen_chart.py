"""A chart as it is kept with a warning: plain values ready for JSON, to be read as a table and drawn as it was then."""

from decimal import Decimal
from typing import Any

from indicators.rules.chart_spec import ChartPoint, ChartSpec
from indicators.rules.drawing import series_figure
from indicators.rules.finding import RULES_VERSION


def frozen_chart(spec: ChartSpec) -> dict[str, Any]:
    """The chart as it is now: its table, caption and source in words, its numbers, its drawing and the key of that."""
    return {
        "caption": f"{spec.measure}, {spec.area}",
        "headers": ["Period", *spec.columns],
        "rows": [[period, *cells] for period, cells in spec.rows],
        "source": "; ".join(spec.sources),
        "title": spec.title,
        "kind": spec.kind,
        "drawn_as": f"{spec.unit_words}, {spec.kind_words}",
        "reason": spec.reason,
        "unit": spec.unit,
        "decimals": spec.decimals,
        "target": _text(spec.target),
        "notes": [
            {"kind": note.kind, "on": note.on.isoformat(), "reason": note.reason, "by": note.by} for note in spec.notes
        ],
        "points": [_point(point) for point in spec.points],
        "key": [list(mark) for mark in spec.key],
        "figure": series_figure(spec),
        "rules_version": RULES_VERSION,
    }


def _point(point: ChartPoint) -> dict[str, Any]:
    return {
        "start": point.start.isoformat(),
        "end": point.end.isoformat(),
        "value": _text(point.value),
        "mean": _text(point.mean),
        "lower": _text(point.lower),
        "upper": _text(point.upper),
        "meaning": point.meaning,
        "is_ghost": point.is_ghost,
        "follows_gap": point.follows_gap,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
