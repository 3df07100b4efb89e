"""The models of the indicator suite, one module a noun."""

from indicators.models.areas import Area, AreaCode, AreaName, StatisticalNeighbour
from indicators.models.changes import SuiteChange
from indicators.models.decisions import Benchmark, ChartDecision, Target
from indicators.models.findings import SeriesDue, SeriesFinding, Signal
from indicators.models.imports import ImportMapping, ImportRun
from indicators.models.judgements import Judgement
from indicators.models.measures import Measure
from indicators.models.observations import Batch, CurrentObservation, LatestFigure, Observation, Source
from indicators.models.requests import Commentary, DataRequest, RequestEvent
from indicators.models.suite import Domain, Indicator, IndicatorDefinition, Objective

__all__ = [
    "Area",
    "AreaCode",
    "AreaName",
    "Batch",
    "Benchmark",
    "ChartDecision",
    "Commentary",
    "CurrentObservation",
    "DataRequest",
    "Domain",
    "ImportMapping",
    "ImportRun",
    "Indicator",
    "IndicatorDefinition",
    "Judgement",
    "LatestFigure",
    "Measure",
    "Objective",
    "Observation",
    "RequestEvent",
    "SeriesDue",
    "SeriesFinding",
    "Signal",
    "Source",
    "StatisticalNeighbour",
    "SuiteChange",
    "Target",
]
