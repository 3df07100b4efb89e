"""The reference vectors of control charts, cut into single series."""

import json
from dataclasses import dataclass
from pathlib import Path

from indicators.rules.spc import ControlChart, control_chart

FILE = Path(__file__).parent.parent / "vectors" / "control_charts.jsonl"


@dataclass(frozen=True)
class Series:
    """One series of a vector: what goes in, and what the reference package answers (None: it refuses)."""

    name: str
    dates: list
    values: list
    options: dict
    points: dict | None
    groups: list
    summary: dict

    def chart(self) -> ControlChart:
        return control_chart(self.dates, self.values, **self.options)


def all_series() -> list[Series]:
    with FILE.open() as lines:
        return [series for line in lines for series in _series_of(json.loads(line))]


def _series_of(vector: dict) -> list[Series]:
    facets = vector["input"].get("facets")
    if not facets:
        return [_one(vector, None)]
    return [_one(vector, facet) for facet in sorted(set(facets))]


def _one(vector: dict, facet: str | None) -> Series:
    given, expected, options = vector["input"], vector["expected"], dict(vector["input"]["options"])
    for name, otherwise in (("target", None), ("rebase", [])):
        if isinstance(options[name], dict):
            options[name] = options[name].get(facet, otherwise)
    points = expected.get("points")
    summaries = expected.get("summary_by_facet", [{"facet": facet, **expected.get("summary", {})}])
    return Series(
        name=vector["id"] if facet is None else f"{vector['id']}/{facet}",
        dates=_of(facet, given.get("facets"), given["dates"]),
        values=_of(facet, given.get("facets"), given["values"]),
        options=options,
        points=points and {name: _of(facet, points.get("facet"), column) for name, column in points.items()},
        groups=[group for group in expected.get("groups", []) if group.get("facet") == facet],
        summary=next(summary for summary in summaries if summary.get("facet") == facet),
    )


def _of(facet: str | None, facets: list | None, column: list) -> list:
    if facets is None:
        return column
    return [item for item, its_facet in zip(column, facets, strict=True) if its_facet == facet]
