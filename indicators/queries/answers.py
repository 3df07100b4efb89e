"""Data requests as their agency answers them: its list, the draft, the last figure beside it, the pasted grid (R52)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Subquery, prefetch_related_objects

from assurance.models import ReportingPeriod, User
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.canonical import sha256_of
from assurance.rules.tables import Cell
from assurance.rules.tracker import lateness_in_words
from indicators.models import CurrentObservation, DataRequest, Observation, RequestEvent
from indicators.queries.requests import days_late, figure_in_full, requests_answered_by
from indicators.rules.answer_doubts import Told, answer_queries
from indicators.rules.figures import count_in_words
from indicators.rules.importing.problems import Problem
from indicators.rules.pasted import Askable, read_grid
from indicators.rules.periods import period_in_words
from indicators.rules.requests import (
    Answer,
    AnswerProblem,
    Question,
    RequestMove,
    answer_problems,
    change_question,
    figure_of,
    state_for_its_agency,
)
from indicators.rules.vocabulary import RequestState, Status, Unit

UNTOUCHED = 1


def answer_of(asked: DataRequest) -> Answer:
    """The answer in draft."""
    return Answer(
        asked.value,
        asked.numerator,
        asked.denominator,
        asked.not_available,
        asked.analysis,
        asked.change_reason,
    )


def questions_of(requests: Iterable[DataRequest]) -> dict[Any, Question]:
    """What each request asks, with the last published figure before its period; by the request's key."""
    listed = list(requests)
    before = figures_before(listed)
    return {asked.pk: _question(asked, before.get(asked.pk)) for asked in listed}


def figures_before(listed: Sequence[DataRequest]) -> dict[Any, Observation]:
    """The last published figure before the period of each request that has one, by the request's key. Two queries."""
    before = (
        CurrentObservation.objects.filter(
            measure=OuterRef("measure"),
            area=OuterRef("measure__home_area"),
            period_end__lt=OuterRef("period_end"),
            observation__status=Status.PUBLISHED,
        )
        .order_by(F("period_end").desc(), F("period_start").desc())
        .values("observation")[:1]
    )
    found = dict(
        DataRequest.objects.filter(pk__in=[asked.pk for asked in listed])
        .annotate(before=Subquery(before))
        .values_list("pk", "before")
    )
    figures = Observation.objects.in_bulk([pk for pk in found.values() if pk])
    return {request: figures[observation] for request, observation in found.items() if observation}


def question_of(asked: DataRequest) -> Question:
    """What one request asks."""
    return questions_of([asked])[asked.pk]


def _queries(asked: DataRequest, question: Question, answer: Answer, before: Observation | None) -> list[str]:
    told = before and Told(before.period_start, before.period_end, before.value, before.numerator, before.denominator)
    asked_for = (asked.period_start, asked.period_end)
    return answer_queries(question, answer, area=asked.measure.home_area.name, asked_for=asked_for, before=told)


def _question(asked: DataRequest, before: Observation | None) -> Question:
    unit, decimals = Unit(asked.measure.unit), asked.measure.decimals
    if before is None:
        return Question(unit, decimals)
    return Question(unit, decimals, before.value, period_in_words(before.period_start, before.period_end))


def problems_before_sending(asked: DataRequest, question: Question) -> list[AnswerProblem]:
    """Why the draft cannot be sent as it stands; empty when it can."""
    problems = answer_problems(question, answer_of(asked))
    if asked.sent_at and not asked.correction_reason:
        problems.append(AnswerProblem("correction_reason", "Say why what was sent is corrected"))
    return problems


def inner_state(asked: DataRequest) -> str:
    """Where a request stands for its own agency."""
    return state_for_its_agency(
        asked.state,
        is_answered=asked.sent_at is not None,
        correction_asked=asked.correction_asked_at is not None,
        is_begun=asked.version > UNTOUCHED,
    )


@dataclass(frozen=True)
class OwnRequest:
    """A request as its agency's list shows it."""

    asked: DataRequest
    period: str
    state: str
    lateness: str
    is_late: bool
    last_figure: str
    last_period: str
    figure: str

    @property
    def is_to_send(self) -> bool:
        """Whether something is still to be sent."""
        return self.asked.state == RequestState.DRAFT


@dataclass(frozen=True)
class OwnList:
    """
    The requests of one's agencies: those to send, the most pressing first, those sent, the newest first, and those that
    were withdrawn.
    """

    to_send: tuple[OwnRequest, ...]
    sent: tuple[OwnRequest, ...]
    withdrawn: tuple[OwnRequest, ...]
    pastable: tuple[ReportingPeriod, ...]


def own_list(user: User, today: date) -> OwnList:
    """What `user` is asked for, with drafts: nobody else reads it (trust.md 3)."""
    rows = _own_rows(user, today)
    to_send = tuple(row for row in rows if row.is_to_send)
    sent = tuple(row for row in reversed(rows) if row.asked.state == RequestState.SENT)
    withdrawn = tuple(row for row in reversed(rows) if row.asked.state == RequestState.WITHDRAWN)
    periods = {row.asked.period_id: row.asked.period for row in to_send}
    return OwnList(to_send, sent, withdrawn, tuple(periods.values()))


def _own_rows(user: User, today: date) -> list[OwnRequest]:
    requests = list(requests_answered_by(user).order_by("due_on", "agency__name", "measure__title"))
    questions = questions_of(requests)
    return [_own(asked, questions[asked.pk], today) for asked in requests]


def _own(asked: DataRequest, question: Question, today: date) -> OwnRequest:
    late = days_late(asked)
    return OwnRequest(
        asked=asked,
        period=period_in_words(asked.period_start, asked.period_end),
        state=inner_state(asked),
        lateness=lateness_in_words(asked.due_on, today, late),
        is_late=bool(late) or (late is None and today > asked.due_on),
        last_figure="" if question.before is None else question.in_words(question.before),
        last_period=question.before_period,
        figure=figure_in_full(asked.measure, answer_of(asked)),
    )


def own_table(user: User, today: date) -> Table:
    """The requests of one's agencies as a table to take away, drafts included."""
    headers = ["Agency", "Measure", "Code", "Period", "Status", "Due", "Numerator", "Denominator", "Figure"]
    headers += ["Analysis", "Why it has changed by more than 20%", "Last figure", "Last period"]
    headers += ["Why there is no figure", "Why it is corrected", HISTORY]
    found = _own_rows(user, today)
    events = Prefetch("events", RequestEvent.objects.select_related("by"))
    prefetch_related_objects([row.asked for row in found], events)
    rows: list[list[Cell]] = [
        [
            row.asked.agency.name,
            row.asked.measure.title,
            row.asked.measure.code,
            row.period,
            row.state,
            row.asked.due_on,
            row.asked.numerator,
            row.asked.denominator,
            row.figure,
            row.asked.analysis,
            row.asked.change_reason,
            row.last_figure,
            row.last_period,
            row.asked.not_available,
            row.asked.correction_reason,
            history_cell(row.asked.events.all()),
        ]
        for row in found
    ]
    return headers, rows


@dataclass(frozen=True)
class AnswerPage:
    """What stands around a draft: the last figure, what the parts make, what is asked of it, and what is in its way."""

    asked: DataRequest
    period: str
    state: str
    question: Question
    last_figure: str
    numerator: str
    denominator: str
    figure: str
    change_question: str
    queries: tuple[str, ...]
    problems: tuple[AnswerProblem, ...]
    asked_why: str
    joined_with: str
    can_drop: bool


def answer_page(asked: DataRequest) -> AnswerPage:
    """The draft of one request with all that is said of it."""
    before = figures_before([asked]).get(asked.pk)
    question, answer = _question(asked, before), answer_of(asked)
    wanted = asked.events.filter(move=RequestMove.ASK_CORRECTION).first() if asked.correction_asked_at else None
    return AnswerPage(
        asked=asked,
        period=period_in_words(asked.period_start, asked.period_end),
        state=inner_state(asked),
        question=question,
        last_figure="" if question.before is None else question.in_words(question.before),
        numerator=count_in_words(answer.numerator),
        denominator=count_in_words(answer.denominator),
        figure=figure_in_full(asked.measure, answer),
        change_question=change_question(question, figure_of(question, answer)),
        queries=tuple(_queries(asked, question, answer, before)),
        problems=tuple(problems_before_sending(asked, question)),
        asked_why=wanted.reason if wanted else "",
        joined_with=", ".join(asked.measure.joined_with.values_list("name", flat=True)),
        can_drop=asked.sent_at is not None and wanted is None,
    )


def answer_initial(asked: DataRequest) -> dict[str, Any]:
    """What the draft's form shows first. Figures of an earlier period are never among it (experience.md, Behaviour)."""
    return stored_texts(asked) | {"version": asked.version}


def stored_request(asked: DataRequest) -> DataRequest:
    """The request as it is stored now."""
    return DataRequest.objects.select_related("period", "agency", "measure__home_area").get(pk=asked.pk)


def stored_texts(asked: DataRequest) -> dict[str, str]:
    """The draft's fields as stored, in words, by the names of the form's fields."""
    return {
        "value": number_in_words(asked.value),
        "numerator": number_in_words(asked.numerator),
        "denominator": number_in_words(asked.denominator),
        "not_available": asked.not_available,
        "analysis": asked.analysis,
        "change_reason": asked.change_reason,
        "correction_reason": asked.correction_reason,
    }


def number_in_words(number: Decimal | None) -> str:
    """A number as it is typed, without the noughts it is kept with; blank for None."""
    return "" if number is None else f"{number.normalize():,f}"


@dataclass(frozen=True)
class PreviewRow:
    """A row of a pasted grid: the request it answers, what its draft would hold, and what is asked of that."""

    row: int
    asked: DataRequest
    answer: Answer
    numerator: str
    denominator: str
    figure: str
    last_figure: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A pasted grid as it was read. `stamp` tells whether the drafts are still those the preview was made from."""

    rows: tuple[PreviewRow, ...]
    problems: tuple[Problem, ...]
    stamp: str


def pastable_requests(user: User, period: ReportingPeriod) -> list[DataRequest]:
    """The requests of a reporting period that `user` answers, sent ones included, withdrawn ones not."""
    standing = requests_answered_by(user).filter(period=period).exclude(state=RequestState.WITHDRAWN)
    return list(standing.order_by("agency__name", "measure__title"))


def preview(requests: Sequence[DataRequest], text: str) -> Preview:
    """What the pasted text would fill in, and every cell that cannot be read."""
    grid = read_grid(text, [_askable(asked) for asked in requests])
    by_key = {str(asked.pk): asked for asked in requests}
    before = figures_before(requests)
    rows = tuple(
        _preview_row(filled.row, asked, filled.answer, before.get(asked.pk))
        for filled in grid.filled
        for asked in [by_key[filled.key]]
    )
    stamp = sha256_of(" ".join(f"{row.asked.pk}:{row.asked.version}" for row in rows))
    return Preview(rows, grid.problems, stamp)


def _askable(asked: DataRequest) -> Askable:
    return Askable(
        key=str(asked.pk),
        title=asked.measure.title,
        code=asked.measure.code,
        unit=Unit(asked.measure.unit),
        draft=answer_of(asked),
        is_sent=asked.state == RequestState.SENT,
    )


def _preview_row(number: int, asked: DataRequest, answer: Answer, before: Observation | None) -> PreviewRow:
    question = _question(asked, before)
    remarks = [problem.sentence for problem in answer_problems(question, answer)]
    return PreviewRow(
        row=number,
        asked=asked,
        answer=answer,
        numerator=count_in_words(answer.numerator),
        denominator=count_in_words(answer.denominator),
        figure=figure_in_full(asked.measure, answer),
        last_figure="" if question.before is None else question.in_words(question.before),
        remarks=(*remarks, *_queries(asked, question, answer, before)),
    )
