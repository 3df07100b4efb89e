"""Reading a printed picture by its own axes, and setting it beside what the browser draws of the same chart."""

import re
from collections import defaultdict
from datetime import datetime
from itertools import groupby

import pytest

from indicators.rules.chart_picture import chart_picture
from indicators.rules.drawing import series_figure
from indicators.rules.vocabulary import MEANING_WORDS

# Places are rounded to a tenth, and the axes are read between two such places.
NEAR = 0.35
ROLES = {"Upper limit": "upper", "Lower limit": "lower", "Mean": "mean", "Target": "target", "A measure": "values"}
MARKS = {words: meaning for meaning, words in MEANING_WORDS.items()}
MARKS |= {"A measure": "common", "Kept out of the limits": "ghost"}


class Read:
    """What can be read off a picture: the numbers and days of its lines and marks, by its own axes."""

    def __init__(self, picture):
        self.picture = picture
        axis = next(one for one in picture.strokes if one.role == "axis")
        self.bottom = points_of(axis.path)[0][0][1]
        ticks = [(number_of(one.text), float(one.y) - 4) for one in picture.words if one.role == "value"]
        self.value, self.height = scale(ticks[0], ticks[-1])
        named = [(x, " ".join(one.text for one in words)) for x, words in groupby(of_days(picture), lambda one: one.x)]
        days = [(day_of(text), float(x)) for x, text in named]
        self.day, self.across = scale(days[0], days[-1]) if len(days) > 1 else (None, None)

    def runs(self, role):
        """The vertices of a line in the drawing itself, a list a run."""
        for one in self.picture.strokes:
            if one.role == role and points_of(one.path)[0][0][1] <= self.bottom:
                return points_of(one.path)
        return []

    def rebases(self):
        """The lines that say where limits begin anew."""
        found = [points_of(one.path)[0] for one in self.picture.strokes if one.role == "rebase"]
        return [run for run in found if run[-1][1] <= self.bottom]

    def marks(self):
        """The middle of each mark, by what it means."""
        found = defaultdict(list)
        for one in self.picture.shapes:
            for outline in points_of(one.path):
                middle = tuple((min(axis) + max(axis)) / 2 for axis in zip(*outline, strict=True))
                if middle[1] <= self.bottom:
                    found[one.role].append(middle)
        return found


def of_days(picture):
    return sorted((one for one in picture.words if one.role == "day"), key=lambda one: float(one.x))


def number_of(text):
    return float(text.replace(",", "").removesuffix("%"))


def day_of(text):
    shapes = {1: "%Y", 2: "%b %Y", 3: "%d %b %Y"}
    return datetime.strptime(text, shapes[len(text.split())]).toordinal()  # noqa: DTZ007


def scale(one, other):
    """From a number to its place and back, by two ticks."""
    (value, place), (other_value, other_place) = one, other
    slope = (other_place - place) / (other_value - value)
    return lambda at: value + (at - place) / slope, lambda number: place + (number - value) * slope


def points_of(path):
    """The places a path goes through, a list a run; the places an arc ends at are among them."""
    runs = []
    for run in path.split("M")[1:]:
        ends = re.sub(r"A\S+ \S+ 0 1 1 ", "L", run.removesuffix("Z")).split("L")
        runs.append([tuple(float(number) for number in end.split()) for end in ends])
    return runs


def drawn_runs(trace):
    """The same of a line that Plotly draws."""
    pairs = zip(trace["x"], trace["y"], strict=True)
    groups = groupby(pairs, lambda pair: pair[1] is None)
    return [list(run) for is_break, run in groups if not is_break]


def assert_same(read, places, drawn):
    assert len(places) == len(drawn)
    for (x, y), (day, number) in zip(places, drawn, strict=True):
        assert y == pytest.approx(read.height(number), abs=NEAR)
        if read.across:
            assert x == pytest.approx(read.across(datetime.fromisoformat(day).toordinal()), abs=NEAR)


def assert_agrees(spec):
    """Line for line and mark for mark: the numbers and days of the browser's drawing, and no others."""
    picture, figure = chart_picture(spec), series_figure(spec)
    read = Read(picture)
    roles = ROLES | {line.label: f"line-{number}" for number, line in enumerate(spec.lines, start=1)}
    roles |= {spec.measure: "values"}
    lines = {roles[trace["name"]]: drawn_runs(trace) for trace in figure["data"] if trace["mode"] == "lines"}
    for role, runs in lines.items():
        ours = read.runs(role)
        assert len(ours) == len(runs), role
        for places, drawn in zip(ours, runs, strict=True):
            assert_same(read, places, drawn)
    extra = {one.role for one in picture.strokes} - set(lines) - {"grid", "axis", "leader", "rebase"}
    assert extra == set()
    marks = read.marks()
    words = MARKS | {spec.measure: "common"}
    drawn_marks = defaultdict(list)
    for trace in figure["data"]:
        if trace["mode"] == "markers":
            drawn_marks[words[trace["name"]]] += list(zip(trace["x"], trace["y"], strict=True))
    assert set(marks) == set(drawn_marks)
    for role, places in marks.items():
        assert_same(read, sorted(places), sorted(drawn_marks[role]))
    assert [run[0][0] for run in read.rebases()] == [
        pytest.approx(read.across(datetime.fromisoformat(one["x0"]).toordinal()), abs=NEAR)
        for one in figure["layout"]["shapes"]
    ]
