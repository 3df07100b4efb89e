"""
A chart as the picture that is printed, made of the same `ChartSpec` as the browser's drawing, number for number.

It needs no script, and every place in it is rounded, so that the same chart is the same picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assurance.rules.wording import counted
from indicators.rules.axes import Scale, named_days, reach_of_days, reach_of_values, round_values
from indicators.rules.chart_spec import ChartPoint, ChartSpec
from indicators.rules.drawing import LINE_DASHES, SHORT_SUFFIXES
from indicators.rules.end_labels import LINE_HEIGHT, EndLabel, end_label, moved_apart, room_for
from indicators.rules.picture import (
    AXIS,
    COMMON,
    GHOST,
    GRID,
    LEADER,
    LOWER,
    MEAN,
    REBASE,
    TARGET,
    UPPER,
    VALUES,
    ChartPicture,
    Place,
    Shape,
    Stroke,
    Words,
    marks,
    stroke,
    words_at,
)
from indicators.rules.picture_key import LETTER, key_of
from indicators.rules.vocabulary import ChartDecisionKind

WIDTH, EDGE, TOP = Decimal(680), Decimal(4), Decimal(24)
# The least height of the drawing itself, the room below it for months, and beside it for the words of its lines.
HEIGHT, BELOW, BESIDE = Decimal(170), Decimal(50), Decimal(142)
Runs = list[list[Place]]


@dataclass(frozen=True)
class Line:
    """A line of the chart beside its values: what it is, its name, and its value at each point."""

    role: str
    name: str
    values: Sequence[Decimal | None]

    def end(self, points: Sequence[ChartPoint]) -> Decimal | None:
        """The last value, where it is of the newest limits: what can be said at the line's end."""
        found = [(point, value) for point, value in zip(points, self.values, strict=True) if value is not None]
        return found[-1][1] if found and found[-1][0].stretch == points[-1].stretch else None


@dataclass(frozen=True)
class Canvas:
    """Where things lie: the days across, the values up."""

    days: Scale
    values: Scale

    def place(self, point: ChartPoint, value: Decimal) -> Place:
        """Where a value of a point lies."""
        return self.days.place(Decimal(point.end.toordinal())), self.values.place(value)


def chart_picture(spec: ChartSpec) -> ChartPicture | None:
    """The picture of a chart; None while it has no value to draw."""
    if not spec.has_values:
        return None
    lines = tuple(_lines(spec))
    ends = {line.role: (line, end) for line in lines if (end := line.end(spec.points)) is not None}
    said = {role: f"{line.name} {_short(spec, end)}" for role, (line, end) in ends.items()}
    canvas = _canvas(spec, lines, said)
    bottom, right = canvas.values.start, canvas.days.end
    labels = moved_apart(
        [end_label(said[role], canvas.values.place(end)) for role, (_, end) in ends.items()], TOP - 6, bottom + 6
    )
    key = key_of(spec, said, top=bottom + BELOW, width=WIDTH)
    return ChartPicture(
        width=str(WIDTH),
        height=str(bottom + BELOW + key.height - 8),
        alternative=alternative(spec),
        strokes=(*_frame(spec, canvas), *_drawn(spec, lines, canvas), *_leaders(labels, right), *key.strokes),
        shapes=(*_marks(spec, canvas), *key.shapes),
        words=(*_named(spec, canvas), *_beside(labels, right), *key.words),
    )


def alternative(spec: ChartSpec) -> str:
    """What the picture says to those who do not see it: its finding, and what it shows from when to when."""
    valued = [point for point in spec.points if point.value is not None]
    values = [point.value for point in valued if point.value is not None]
    lowest, highest = spec.in_words(min(values)), spec.in_words(max(values))
    until = f"from {valued[0].period} to {valued[-1].period}, between {lowest} and {highest}"
    beside = [words for mark, words in spec.key if mark != COMMON]
    shown = f" Also shown: {', '.join(beside)}." if beside else ""
    return f"{spec.title}. {spec.measure}, {spec.area}: {counted(len(valued), 'figure')} {until}.{shown}"


def _lines(spec: ChartSpec) -> Iterator[Line]:
    points = spec.points
    if spec.has_limits:
        yield Line(UPPER, "Upper limit", [point.upper for point in points])
        yield Line(LOWER, "Lower limit", [point.lower for point in points])
        yield Line(MEAN, "Mean", [point.mean for point in points])
    if spec.target is not None:
        yield Line(TARGET, "Target", [spec.target] * len(points))
    for number, line in enumerate(spec.lines[: len(LINE_DASHES)], start=1):
        yield Line(f"line-{number}", line.label, line.values)


def _short(spec: ChartSpec, value: Decimal) -> str:
    return f"{value:,}{SHORT_SUFFIXES[spec.unit]}"


def _canvas(spec: ChartSpec, lines: Sequence[Line], said: Mapping[str, str]) -> Canvas:
    every = [point.value for point in spec.points] + [value for line in lines for value in line.values]
    low, high = reach_of_values([value for value in every if value is not None], spec.decimals)
    widest = max(len(_short(spec, value)) for value in round_values(low, high, spec.decimals))
    first, last = reach_of_days(_days(spec))
    left, right = EDGE + LETTER * widest + 8, WIDTH - (BESIDE if said else EDGE * 4)
    return Canvas(Scale(first, last, left, right), Scale(low, high, TOP + max(HEIGHT, room_for(said.values())), TOP))


def _frame(spec: ChartSpec, canvas: Canvas) -> Iterator[Stroke]:
    """The lines of the values, the axis of the days, and where limits begin anew."""
    left, right, top, bottom = canvas.days.start, canvas.days.end, canvas.values.end, canvas.values.start
    heights = [canvas.values.place(value) for value in _values_named(spec, canvas)]
    yield stroke(GRID, *([(left, height), (right, height)] for height in heights))
    named = [canvas.days.place(Decimal(day.toordinal())) for day, _ in named_days(_days(spec))]
    yield stroke(AXIS, [(left, bottom), (right, bottom)], *([(x, bottom), (x, bottom + 4)] for x in named))
    for day in _rebases(spec):
        x = canvas.days.place(Decimal(day.toordinal()))
        yield stroke(REBASE, [(x, top), (x, bottom)])


def _days(spec: ChartSpec) -> list[date]:
    return [point.end for point in spec.points] + _rebases(spec)


def _rebases(spec: ChartSpec) -> list[date]:
    return [note.on for note in spec.notes if note.kind == ChartDecisionKind.REBASE]


def _values_named(spec: ChartSpec, canvas: Canvas) -> tuple[Decimal, ...]:
    return round_values(canvas.values.low, canvas.values.high, spec.decimals)


def _named(spec: ChartSpec, canvas: Canvas) -> Iterator[Words]:
    """The unit, and the words along both axes."""
    yield words_at("unit", (EDGE, TOP - 12), spec.unit_words)
    left, bottom = canvas.days.start, canvas.values.start
    for value in _values_named(spec, canvas):
        yield words_at("value", (left - 6, canvas.values.place(value) + 4), _short(spec, value), "end")
    for day, words in named_days(_days(spec)):
        for number, text in enumerate(words):
            place = canvas.days.place(Decimal(day.toordinal())), bottom + 16 + LINE_HEIGHT * number
            yield words_at("day", place, text, "middle")


def _drawn(spec: ChartSpec, lines: Sequence[Line], canvas: Canvas) -> Iterator[Stroke]:
    """The lines beside the values, broken where limits begin anew, and the values, broken where one is missing."""
    stretches = [point.stretch for point in spec.points]
    begins = [before != after for before, after in zip(stretches, [*stretches[:1], *stretches], strict=False)]
    for line in lines:
        if runs := _runs(spec, line.values, begins, canvas):
            yield stroke(line.role, *runs)
    values = [point.value for point in spec.points]
    yield stroke(VALUES, *_runs(spec, values, [point.follows_gap for point in spec.points], canvas))


def _runs(spec: ChartSpec, values: Sequence[Decimal | None], begins: Sequence[bool], canvas: Canvas) -> Runs:
    runs: Runs = []
    is_new = True
    for point, value, anew in zip(spec.points, values, begins, strict=True):
        if value is None:
            is_new = True
            continue
        if is_new or anew:
            runs.append([])
        runs[-1].append(canvas.place(point, value))
        is_new = False
    return runs


def _marks(spec: ChartSpec, canvas: Canvas) -> Iterator[Shape]:
    found: dict[str, list[Place]] = {}
    for point in spec.points:
        if point.value is not None:
            role = GHOST if point.is_ghost else point.meaning or COMMON
            found.setdefault(role, []).append(canvas.place(point, point.value))
    for role in sorted(found, key=[COMMON, *spec.meanings, GHOST].index):
        yield marks(role, found[role], among=len(spec.points))


def _leaders(labels: Sequence[EndLabel], right: Decimal) -> Iterator[Stroke]:
    if labels:
        yield stroke(LEADER, *([(right, one.wanted), (right + 8, one.middle)] for one in labels))


def _beside(labels: Sequence[EndLabel], right: Decimal) -> Iterator[Words]:
    for label in labels:
        first = label.middle - label.height / 2 + LINE_HEIGHT - 3
        for number, text in enumerate(label.lines):
            yield words_at("end", (right + 11, first + LINE_HEIGHT * number), text)
