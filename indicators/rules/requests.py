"""Data requests: which period is asked for, and what an answer must hold before it is sent (R52, R66)."""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from assurance.rules.canonical import canonical_json
from assurance.rules.periods import Quarter
from indicators.rules.figures import figure_in_words
from indicators.rules.published import VALUE_PLACES
from indicators.rules.vocabulary import REQUEST_STATE_WORDS, Frequency, RequestState, Unit

NUMBERS = ("value", "numerator", "denominator")
BIG_CHANGE = Decimal("0.2")
# What a part of a whole is told of: 12 in 300 is 4 in 100.
PER = {Unit.PERCENT: Decimal(100), Unit.PER_10000: Decimal(10_000), Unit.PER_100000: Decimal(100_000)}
WEEKS = {Frequency.WEEKLY: 1, Frequency.FORTNIGHTLY: 2}
YEAR_ENDS = {Frequency.ANNUAL: (3, 31), Frequency.ACADEMIC_YEAR: (8, 31)}


class RequestMove(StrEnum):
    """What is done with a request that both sides know of."""

    SEND = "send"
    ASK_CORRECTION = "ask_correction"
    SEND_CORRECTION = "send_correction"
    CHANGE_DATE = "change_date"
    WITHDRAW = "withdraw"


REQUEST_MOVE_WORDS = {
    RequestMove.SEND: "Sent",
    RequestMove.ASK_CORRECTION: "Correction asked for",
    RequestMove.SEND_CORRECTION: "Correction sent",
    RequestMove.CHANGE_DATE: "Due date changed",
    RequestMove.WITHDRAW: "Withdrawn",
}


def period_asked(frequency: str, quarter: Quarter) -> tuple[date, date]:
    """
    First and last day of the newest whole period that ended by the quarter's end: what a measure is asked for.

    A week runs from Monday to Sunday, a year from April, an academic year from September. Without a frequency it is the
    quarter.
    """
    last = quarter.ends_on
    if weeks := WEEKS.get(Frequency(frequency)) if frequency else None:
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        return sunday - timedelta(days=7 * weeks - 1), sunday
    if frequency == Frequency.MONTHLY:
        return last.replace(day=1), last
    if frequency in YEAR_ENDS:
        month, day = YEAR_ENDS[Frequency(frequency)]
        ended = date(last.year, month, day)
        ended = ended if ended <= last else date(last.year - 1, month, day)
        return date(ended.year - 1, ended.month + 1, 1), ended
    return quarter.starts_on, last


@dataclass(frozen=True)
class Answer:
    """What an agency answers: a figure by its value or its parts, or why there is none, and its own words on it."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_available: str = ""
    analysis: str = ""
    change_reason: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked: in which unit, shown with how many decimals, and the last figure there was, if any."""

    unit: Unit
    decimals: int
    before: Decimal | None = None
    before_period: str = ""

    @property
    def has_parts(self) -> bool:
        """Whether the figure is so many of so many, so that numerator and denominator are asked for too."""
        return self.unit in PER

    def in_words(self, value: Decimal) -> str:
        """A figure in the unit that is asked for."""
        return figure_in_words(value, self.unit, self.decimals)


@dataclass(frozen=True)
class AnswerProblem:
    """Why an answer cannot be sent yet: a sentence, and the field where it is put right."""

    field: str
    sentence: str


def worked_out(unit: Unit, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The value that follows from its parts, to the places that are kept; None when it does not follow."""
    if unit not in PER or numerator is None or not denominator:
        return None
    return (numerator * PER[unit] / denominator).quantize(Decimal(1).scaleb(-VALUE_PLACES), rounding=ROUND_HALF_UP)


def figure_of(question: Question, answer: Answer) -> Decimal | None:
    """The figure of an answer: worked out from its parts where both are given, else the value as typed."""
    found = worked_out(question.unit, answer.numerator, answer.denominator)
    return answer.value if found is None else found


def agrees(value: Decimal, exact: Decimal, decimals: int) -> bool:
    """
    Whether `value` is `exact` but for rounding.

    It may be rounded to as many places as it is typed with, and never to fewer than the `decimals` that are shown: 22
    is not 21.6 where one decimal is shown, and 21.57 is not 21.6.
    """
    exponent = value.normalize().as_tuple().exponent
    places = max(decimals, -exponent if isinstance(exponent, int) else 0)
    return abs(value - exact) <= Decimal(5).scaleb(-places - 1)


def is_big_change(before: Decimal | None, now: Decimal | None) -> bool:
    """Whether a figure differs by more than 20% from the one before. From nought, any other figure does."""
    if before is None or now is None:
        return False
    return abs(now - before) > abs(before) * BIG_CHANGE


def change_in_words(before: Decimal, now: Decimal) -> str:
    """How far a figure is from the one before: "40% higher", "25% lower"; from nought, "higher" or "lower"."""
    if not before:
        return "higher" if now > 0 else "lower"
    percent = (abs(now - before) / abs(before) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{percent:,}% {'higher' if now > before else 'lower'}"


def change_question(question: Question, figure: Decimal | None) -> str:
    """What is asked when a figure has changed by more than 20%; blank when it has not (R52)."""
    before = question.before
    if before is None or figure is None or not is_big_change(before, figure):
        return ""
    then = f"{question.in_words(before)} ({question.before_period})"
    return f"The figure is {change_in_words(before, figure)} than {then}. Why has it changed by more than 20%?"


def answer_problems(question: Question, answer: Answer) -> list[AnswerProblem]:
    """Why an answer cannot be sent as it stands; empty when it can. A figure never goes without its analysis (R52)."""
    has_figure = any(number is not None for number in (answer.value, answer.numerator, answer.denominator))
    if answer.not_available:
        if has_figure:
            return [AnswerProblem("not_available", "Give a figure, or say why there is none: not both")]
        return []
    problems = _part_problems(question, answer)
    figure = figure_of(question, answer)
    if figure is None and not problems:
        problems.append(AnswerProblem("value", "Enter the figure, or say why it is not available"))
    if not answer.analysis:
        problems.append(AnswerProblem("analysis", "Say what the figure means: a figure is not sent without it"))
    if change_question(question, figure) and not answer.change_reason:
        problems.append(AnswerProblem("change_reason", "Say why the figure has changed by more than 20%"))
    return problems


def _part_problems(question: Question, answer: Answer) -> list[AnswerProblem]:
    problems = []
    if answer.numerator is not None and answer.numerator < 0:
        problems.append(AnswerProblem("numerator", "The numerator cannot be less than nought"))
    if answer.denominator is not None and answer.denominator < 0:
        problems.append(AnswerProblem("denominator", "The denominator cannot be less than nought"))
    if answer.denominator == 0:
        nought = "The denominator is nought, so there is no figure: leave the figures blank and say why"
        problems.append(AnswerProblem("denominator", nought))
    exact = worked_out(question.unit, answer.numerator, answer.denominator)
    if exact is not None and answer.value is not None and not agrees(answer.value, exact, question.decimals):
        problems.append(
            AnswerProblem(
                "value",
                f"The value and its parts do not agree: the numerator and denominator make {question.in_words(exact)}",
            )
        )
    return problems


def state_for_others(state: str, *, is_answered: bool, correction_asked: bool) -> str:
    """Where a request stands for everybody but its agency, who alone know of its drafts (trust.md 3)."""
    if state == RequestState.WITHDRAWN:
        return "Withdrawn"
    if not is_answered:
        return "Not sent"
    return "Correction asked for" if correction_asked else "Sent"


def state_for_its_agency(state: str, *, is_answered: bool, correction_asked: bool, is_begun: bool) -> str:
    """Where a request stands for the people of the agency that was asked."""
    if state != RequestState.DRAFT:
        return REQUEST_STATE_WORDS[RequestState(state)]
    if is_answered:
        return "Correction asked for" if correction_asked else "Correction in draft"
    return "Draft" if is_begun else "Not started"


def frozen_content(answer: Answer, *, request: str, number: int) -> str:
    """What is sent as canonical JSON, with the request and which of its sendings it is: never the same text twice."""
    told = {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(answer).items()}
    return canonical_json({"request": request, "number": number, "answer": told})


def thawed(content: str) -> Answer:
    """The answer that was frozen as `content`."""
    told = json.loads(content)["answer"]
    numbers = {name: None if told[name] is None else Decimal(told[name]) for name in NUMBERS}
    return Answer(**{**told, **numbers})
