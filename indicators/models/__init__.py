"""The models of the indicator suite, one module a noun."""

from indicators.models.areas import Area, AreaCode, AreaName, StatisticalNeighbour
from indicators.models.measures import Measure
from indicators.models.observations import Batch, CurrentObservation, LatestFigure, Observation, Source
from indicators.models.suite import Domain, Indicator, IndicatorDefinition, Objective

__all__ = [
    "Area",
    "AreaCode",
    "AreaName",
    "Batch",
    "CurrentObservation",
    "Domain",
    "Indicator",
    "IndicatorDefinition",
    "LatestFigure",
    "Measure",
    "Objective",
    "Observation",
    "Source",
    "StatisticalNeighbour",
]
