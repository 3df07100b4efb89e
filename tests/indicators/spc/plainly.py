"""The method of `indicators.rules.spc`, said again point by point as one would by hand: slow, and plain to check."""

from statistics import fmean


def equal(one, other, scale):
    return abs(one - other) <= 1e-9 * abs(one) + 1e-12 * scale


def sign_of(one, other, scale):
    """1 when `one` is above `other`, -1 below, 0 when equal; None when either is missing."""
    if one is None or other is None:
        return None
    return 0 if equal(one, other, scale) else 1 if one > other else -1


def labels(dates, values, *, screen=True, fix=None, rebase=(), ghosts=()):
    """The special cause of each point, and the mean and upper limit of each, in order of date."""
    rows = sorted(zip(dates, values, strict=True))
    starts = {min((day for day, _ in rows if day >= wanted), default=None) for wanted in rebase}
    groups = []
    for day, value in rows:
        if not groups or day in starts:
            groups.append([])
        groups[-1].append(None if day in ghosts else value)
    found = [_group(group, screen, len(group) if fix is None else fix) for group in groups]
    return [row for group in found for row in group]


def _group(values, screen, fix):
    counted = [value for value in values[:fix] if value is not None]
    ranges = [
        abs(one - other) for one, other in zip(values[1:fix], values[:fix], strict=False) if None not in (one, other)
    ]
    scale = max((abs(value) for value in values if value is not None), default=0)
    mean = fmean(counted) if counted else None
    average = fmean(ranges) if ranges else None
    nothing = 1e-12 * max((abs(value) for value in counted), default=0)
    silent = False
    if screen and average is not None:
        kept = [value for value in ranges if value < 3.267 * (1 - 1e-9) * average]
        was, average = average, fmean(kept) if kept else None
        silent = was > nothing and average is not None and average <= nothing
        average = None if silent or was <= nothing else average
    upper, near = (None, None) if average is None else (mean + 2.66 * average, mean + 2 * 2.66 / 3 * average)
    sides = [sign_of(value, mean, scale) for value in values]
    outside = [near is not None and sign_of(_folded(value, mean), upper, scale) == 1 for value in values]
    close = [
        near is not None and not out and sign_of(_folded(value, mean), near, scale) == 1
        for value, out in zip(values, outside, strict=True)
    ]
    steps = [None] + [sign_of(one, other, scale) for one, other in zip(values[1:], values, strict=False)]
    label = ["Common Cause" if silent else _label(place, sides, outside, close, steps) for place in range(len(values))]
    return [(said, mean, upper) for said in label]


def _folded(value, mean):
    """The value mirrored above the mean, so that one limit does for both."""
    return None if value is None else mean + abs(value - mean)


def _windows(place, length, count):
    """Every stretch of `length` places that holds `place`, below `count`."""
    for first in range(max(0, place - length + 1), min(place, count - length) + 1):
        yield range(first, first + length)


def _in_trend(place, steps):
    return any(
        abs(sum(steps[at] or 0 for at in window[1:])) == 6 and None not in [steps[at] for at in window[1:]]
        for window in _windows(place, 7, len(steps))
    )


def _label(place, sides, outside, close, steps):
    side, count = sides[place], len(sides)
    if outside[place]:
        return "Above UCL" if side == 1 else "Below LCL"
    if _in_trend(place, steps):
        step = steps[place]
        if place + 1 < count and steps[place + 1] and _in_trend(place + 1, steps):
            step = steps[place + 1]
        return f"7 Point Trend ({'Increasing' if step == 1 else 'Decreasing'})"
    for window in _windows(place, 3, count):
        if close[place] and sum(close[at] for at in window) >= 2 and {sides[at] for at in window} in ({1}, {-1}):
            return f"2 in 3 {'Above' if side == 1 else 'Below'} CL"
    if side and any({sides[at] for at in window} == {side} for window in _windows(place, 7, count)):
        return f"7 Points {'Above' if side == 1 else 'Below'} CL"
    return "Common Cause"
