"""Statistical process control: limits, special causes and assurance of a series, for one series or for thousands."""

from indicators.rules.spc.charts import ControlChart, ControlCharts, Group
from indicators.rules.spc.choice import FEWEST_POINTS, ChartChoice, choose_chart, draw_chart
from indicators.rules.spc.counted import c_chart, g_chart, gaps_between_events, p_chart, run_chart, t_chart, u_chart
from indicators.rules.spc.vocabulary import (
    Assurance,
    AssuranceIcon,
    ChartKind,
    Direction,
    NoLimits,
    PointType,
    SpecialCause,
    VariationIcon,
)
from indicators.rules.spc.xmr import control_chart, control_charts

__all__ = [
    "FEWEST_POINTS",
    "Assurance",
    "AssuranceIcon",
    "ChartChoice",
    "ChartKind",
    "ControlChart",
    "ControlCharts",
    "Direction",
    "Group",
    "NoLimits",
    "PointType",
    "SpecialCause",
    "VariationIcon",
    "c_chart",
    "choose_chart",
    "control_chart",
    "control_charts",
    "draw_chart",
    "g_chart",
    "gaps_between_events",
    "p_chart",
    "run_chart",
    "t_chart",
    "u_chart",
]
