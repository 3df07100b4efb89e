"""What is hard to believe about an agency's answer: the same questions as of figures in files, and none in its way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from indicators.rules.importing.plausible import Points, doubts_about
from indicators.rules.requests import Answer, Question, figure_of


@dataclass(frozen=True)
class Told:
    """A figure and its parts as they were told for a period."""

    starts: date
    ends: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def answer_queries(
    question: Question, answer: Answer, *, area: str, asked_for: tuple[date, date], before: Told | None
) -> list[str]:
    """What to ask about an answer before it is sent, a sentence each. `before` is the last figure there was."""
    figure = figure_of(question, answer)
    told = [Told(*asked_for, figure, answer.numerator, answer.denominator)]
    if before is not None:
        told.insert(0, before)
    doubts = doubts_about(_points(question, told), {0: area})
    queries = [sentence[:1].upper() + sentence[1:] for _, sentence in doubts]
    if figure is not None and figure < 0:
        queries.append("The figure is less than nought.")
    return queries


def _points(question: Question, told: list[Told]) -> Points:
    last = len(told) - 1
    return Points(
        unit=question.unit,
        area=np.zeros(len(told), dtype=np.int64),
        nation=np.zeros(len(told), dtype=np.bool_),
        fresh=np.array([place == last for place in range(len(told))]),
        starts=[one.starts for one in told],
        ends=[one.ends for one in told],
        numerator=_numbers([one.numerator for one in told]),
        denominator=_numbers([one.denominator for one in told]),
        value=_numbers([one.value for one in told]),
    )


def _numbers(found: list[Decimal | None]) -> NDArray[np.float64]:
    return np.array([np.nan if number is None else float(number) for number in found])
