"""Which chart a series gets. It follows from the measure and is said with its reason (R63)."""

from dataclasses import dataclass
from typing import Unpack

import numpy as np

from indicators.rules.spc.charts import ControlChart
from indicators.rules.spc.counted import (
    Options,
    g_chart,
    gaps_between_events,
    p_chart,
    parts,
    run_chart,
    spread_beyond_chance,
)
from indicators.rules.spc.points import Bools, Column, Days, Floats, numbers
from indicators.rules.spc.vocabulary import ChartKind, Direction
from indicators.rules.spc.xmr import control_chart, one_series
from indicators.rules.vocabulary import Unit

FEWEST_POINTS = 12
# Shares that vary this many times as much as chance alone would make them are more than chance.
SPREAD_BEYOND_CHANCE = 1.2
RARE_SHARE = 0.5
OPPOSITE = {Direction.INCREASE: Direction.DECREASE, Direction.DECREASE: Direction.INCREASE}


@dataclass(frozen=True)
class ChartChoice:
    """A kind of chart and the sentence that says why."""

    kind: ChartKind
    reason: str


def choose_chart(
    values: Column,
    *,
    unit: Unit,
    numerators: Column | None = None,
    denominators: Column | None = None,
) -> ChartChoice:
    """
    The chart of a series in order of date, missing values as None.

    Percentages with their parts: p, or p′ where they vary at least 1.2 times as much as chance alone would make them.
    Counts that are nought in at least half of the periods: g. All others: XmR. Below 12 points: a run chart.
    """
    found = numbers(values)
    present = ~np.isnan(found)
    if present.sum() < FEWEST_POINTS:
        return ChartChoice(ChartKind.RUN, f"Too few points for control limits: {present.sum()} of {FEWEST_POINTS}.")
    if unit == Unit.COUNT and (found[present] == 0).mean() >= RARE_SHARE:
        return _rare(found)
    if unit != Unit.PERCENT:
        return ChartChoice(ChartKind.XMR, "Each figure is judged by how much it usually moves: XmR chart.")
    if numerators is None or denominators is None or not _is_made_of(present, numerators, denominators):
        return ChartChoice(
            ChartKind.XMR,
            "Not every percentage comes with its numerator and denominator, so they stand alone: XmR chart.",
        )
    return _shares(*parts(np.where(present, numbers(numerators), np.nan), denominators))


def draw_chart(
    kind: ChartKind,
    dates: Column,
    values: Column,
    *,
    numerators: Column = (),
    denominators: Column = (),
    **options: Unpack[Options],
) -> ControlChart:
    """
    The chart of a kind that `choose_chart` gives, of a series in its own unit and with its own direction.

    On a g chart the points are the gaps between the events, so the direction is turned round and a target falls away.
    """
    if kind in (ChartKind.P, ChartKind.P_PRIME):
        counted = np.where(np.isnan(numbers(values)), np.nan, numbers(numerators))
        return p_chart(dates, counted, denominators, prime=kind == ChartKind.P_PRIME, **options)
    if kind == ChartKind.G:
        direction = Direction(options["improvement_direction"])
        options["improvement_direction"], options["target"] = OPPOSITE.get(direction, direction), None
        return g_chart(*gaps_between_events(dates, values), **options)
    if kind == ChartKind.RUN:
        return run_chart(dates, values, **options)
    return control_chart(dates, values, **options)


def _is_made_of(present: Bools, numerators: Column, denominators: Column) -> bool:
    """Whether every percentage there is has parts that can be its own."""
    events, wholes = numbers(numerators)[present], numbers(denominators)[present]
    return bool(((events >= 0) & (events <= wholes) & (wholes > 0)).all())


def _rare(counts: Floats) -> ChartChoice:
    _, between = gaps_between_events(_any_days(counts), counts)
    gaps = int((~np.isnan(between)).sum())
    if gaps < FEWEST_POINTS:
        said = f"Too few events for control limits: {gaps} of {FEWEST_POINTS} gaps between them."
        return ChartChoice(ChartKind.RUN, said)
    return ChartChoice(
        ChartKind.G, "At least half of the periods have no event, so the periods between events are judged: g chart."
    )


def _shares(events: Floats, wholes: Floats) -> ChartChoice:
    points = one_series(_any_days(events), events / wholes, rebase=(), ghosts=())
    centre = np.nansum(events) / np.nansum(wholes)
    errors = np.sqrt(centre * (1 - centre) / wholes)
    sigma = float(spread_beyond_chance(events, wholes, errors, np.full(len(events), centre), points)[0])
    if sigma >= SPREAD_BEYOND_CHANCE:
        said = f"The percentages vary {sigma:.1f} times as much as chance alone would make them: p\N{PRIME} chart."
        return ChartChoice(ChartKind.P_PRIME, said)
    return ChartChoice(ChartKind.P, "The percentages vary no more than shares of wholes of their size do: p chart.")


def _any_days(of: Floats) -> Days:
    return np.arange(len(of)).astype("datetime64[D]")
