"""
Processor time of the control charts of 10,000 series of 40 points in one call.

Beside it, in the same run, the same method series by series with pandas, which is how the reference packages work.
Those themselves are not run here: their time is what others measured.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from bench.findings import hold, say
from indicators.rules.spc import ControlCharts, control_charts

SERIES, POINTS, SEED = 10_000, 40, 20261121
ROUNDS = 7
ONE_BY_ONE = 500
# NHSRplotthedots and nhspy-plotthedots, the same number of series and points.
REFERENCE_SECONDS = (33, 40)
LEAST_TIMES = 200


def make() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Series around different levels, some with a shift, and their options."""
    random = np.random.default_rng(SEED)
    level = np.repeat(random.uniform(10, 90, SERIES), POINTS)
    shift = np.where(
        np.tile(np.arange(POINTS) >= 25, SERIES), np.repeat(random.choice([0, 0, 0, 6], SERIES), POINTS), 0
    )
    frame = pd.DataFrame(
        {
            "series": np.repeat(np.arange(SERIES), POINTS),
            "date": np.tile(pd.date_range("2016-03-31", periods=POINTS, freq="QE"), SERIES),
            "value": (level + shift + random.normal(0, 4, SERIES * POINTS)).round(2),
        }
    )
    options = pd.DataFrame({"improvement_direction": "increase", "target": level[::POINTS].round()})
    return frame, options


def processor_seconds(work: Callable[[], object], rounds: int) -> float:
    """The median over the rounds, after one that warms up."""
    work()
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def with_pandas(values: pd.Series) -> pd.DataFrame:
    """One series, by the rules of XmR charts, said in pandas."""
    mean, ranges = values.mean(), values.diff().abs()
    average = ranges[ranges < 3.267 * ranges.mean()].mean()
    distance = (values - mean).abs()
    side = np.sign(values - mean).where(distance > 1e-9 * values.abs(), 0)
    outside = distance > 2.66 * average
    close = ~outside & (distance > 2 * 2.66 / 3 * average)
    trend = in_any_window(np.sign(values.diff()).rolling(6).sum().abs() == 6, 7)
    three = (close.rolling(3).sum() >= 2) & (side.rolling(3).sum().abs() == 3)
    run = in_any_window(side.rolling(7).sum().abs() == 7, 7)
    rules = [outside, trend, in_any_window(three, 3) & close, run]
    return pd.DataFrame(
        {
            "mean": mean,
            "lpl": mean - 2.66 * average,
            "upl": mean + 2.66 * average,
            "rule": np.select(rules, [1, 2, 3, 4]),
        }
    )


def in_any_window(ends: pd.Series, length: int) -> pd.Series:
    """Whether a point lies in a window of this length that ends where `ends` says."""
    return ends[::-1].astype(float).rolling(length, min_periods=1).max()[::-1] > 0


def one_by_one(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([with_pandas(series["value"]) for _, series in frame.groupby("series")])


def check(charts: ControlCharts, plain: pd.DataFrame) -> None:
    """Both ways must say the same, or the comparison is none."""
    rows = len(plain)
    for limit in ("mean", "lpl", "upl"):
        np.testing.assert_allclose(getattr(charts.limits, limit)[:rows], plain[limit], rtol=1e-9)
    np.testing.assert_array_equal(charts.special_cause_flag[:rows], plain["rule"] > 0)


def main() -> None:
    frame, options = make()
    some = frame[frame["series"] < ONE_BY_ONE]
    check(control_charts(frame, options), one_by_one(some))
    ours = processor_seconds(lambda: control_charts(frame, options), ROUNDS)
    theirs = processor_seconds(lambda: one_by_one(some), 1) * SERIES / ONE_BY_ONE
    low, high = REFERENCE_SECONDS
    say(f"control charts, {SERIES:,} x {POINTS}, in one call", f"{ours * 1000:.0f} ms of processor")
    say(f"the same with pandas, {ONE_BY_ONE} scaled up", f"{theirs:.1f} s of processor ({theirs / ours:.0f} x)")
    say(
        "reference packages, as stated elsewhere, not run here",
        f"{low} to {high} s of processor ({low / ours:.0f} to {high / ours:.0f} x)",
    )
    hold("charts: times faster than the faster reference package", low / ours, at_least=LEAST_TIMES)
