"""How sure a figure is: confidence intervals, comparisons, funnels and trends as public health practice makes them."""

from indicators.rules.intervals.comparisons import (
    Outcome,
    RateRatio,
    TwoProportions,
    against_benchmark,
    newcombe,
    rate_ratio,
    two_proportions,
)
from indicators.rules.intervals.counts import Interval, byar, exact_poisson, proportion, rate, wilson
from indicators.rules.intervals.funnels import (
    Funnel,
    FunnelArea,
    FunnelKind,
    FunnelLine,
    Significance,
    expected_events,
    funnel_axis,
    funnel_limits,
    funnel_significance,
    population_behind,
    proportion_limit,
)
from indicators.rules.intervals.standardised import (
    Mean,
    StandardisedRatio,
    directly_standardised_rate,
    indirectly_standardised_ratio,
    mean,
)
from indicators.rules.intervals.trends import RecentTrend, Trend, TrendPoint, recent_trend

__all__ = [
    "Funnel",
    "FunnelArea",
    "FunnelKind",
    "FunnelLine",
    "Interval",
    "Mean",
    "Outcome",
    "RateRatio",
    "RecentTrend",
    "Significance",
    "StandardisedRatio",
    "Trend",
    "TrendPoint",
    "TwoProportions",
    "against_benchmark",
    "byar",
    "directly_standardised_rate",
    "exact_poisson",
    "expected_events",
    "funnel_axis",
    "funnel_limits",
    "funnel_significance",
    "indirectly_standardised_ratio",
    "mean",
    "newcombe",
    "population_behind",
    "proportion",
    "proportion_limit",
    "rate",
    "rate_ratio",
    "recent_trend",
    "two_proportions",
    "wilson",
]
