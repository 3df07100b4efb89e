"""A chart of an indicator as a block: its picture, and the figures in it as they are read and as plain numbers."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from indicators.rules.chart_picture import chart_picture
from indicators.rules.chart_spec import ChartSpec
from reports.rules.blocks import Chart, Column, Reading

# How many of the newest figures are printed below the picture.
NEWEST = 8
MEANS = "What it means"
RATE = re.compile(r" per [\d,]+$")


def chart_block(spec: ChartSpec) -> Chart | None:
    """The block of a chart; None while it has no value to draw."""
    picture = chart_picture(spec)
    if picture is None:
        return None
    table = list(_table(spec))
    rows = list(zip(*(readings for _, readings in table), strict=True))[::-1]
    sources = "".join(f" {source}." for source in spec.sources)
    return Chart(
        title=spec.title,
        text=spec.paragraph,
        picture=picture,
        caption=f"{spec.measure}, {spec.area}. {spec.unit_words}, {spec.kind_words}.{sources}",
        measure=spec.measure,
        columns=tuple(column for column, _ in table),
        rows=tuple(rows[:NEWEST]),
        earlier=tuple(rows[NEWEST:]),
    )


def _table(spec: ChartSpec) -> Iterator[tuple[Column, list[Reading]]]:
    """The columns with their readings, the oldest first; those of which no point has anything are left out."""
    points = spec.points
    yield Column("Period"), [Reading(point.period) for point in points]
    yield (
        Column("Value", is_numeric=True),
        [Reading(point.words, "" if point.value is None else str(point.value)) for point in points],
    )
    beside: list[tuple[str, Sequence[Decimal | None]]] = [
        ("Lower limit", [point.lower for point in points]),
        ("Mean", [point.mean for point in points]),
        ("Upper limit", [point.upper for point in points]),
        *((line.label, line.values) for line in spec.lines),
    ]
    for title, values in beside:
        if any(value is not None for value in values):
            yield Column(title, is_numeric=True), [_reading(spec, value) for value in values]
    if any(point.says for point in points):
        yield Column(MEANS), [Reading(point.says) for point in points]


def _reading(spec: ChartSpec, value: Decimal | None) -> Reading:
    """A line's figure; what it is a rate of is said beside the value, and once in a row is enough."""
    return Reading("") if value is None else Reading(RATE.sub("", spec.in_words(value)), str(value))
