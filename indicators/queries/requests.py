"""Data requests as they are asked and chased: what is asked, who may know of it, who has sent (R52, trust.md 1, 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from assurance.models import Agency, ReportingPeriod, User
from assurance.permissions import agencies_where, may
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.tracker import lateness_in_words
from assurance.rules.wording import local_date
from assurance.rules.working_days import working_days_between
from indicators.models import DataRequest, Measure, RequestEvent
from indicators.rules.figures import count_in_words
from indicators.rules.periods import period_in_words
from indicators.rules.requests import (
    REQUEST_MOVE_WORDS,
    Answer,
    Question,
    RequestMove,
    figure_of,
    period_asked,
    state_for_others,
    thawed,
)
from indicators.rules.vocabulary import RequestState, Unit


def _requests() -> QuerySet[DataRequest]:
    return DataRequest.objects.select_related("period", "agency", "measure__home_area")


def requests_answered_by(user: User) -> QuerySet[DataRequest]:
    """The requests `user` answers: those to agencies whose figures they send. They alone read its drafts."""
    return _requests().filter(agency__in=agencies_where(user, Permission.SEND_FIGURES))


def requests_asked_by(user: User) -> QuerySet[DataRequest]:
    """The requests `user` asks and chases: all of them, or none."""
    return _requests() if may(user, Permission.MANAGE_INDICATORS) else _requests().none()


def requests_known_to(user: User) -> QuerySet[DataRequest]:
    """The requests `user` answers or asks."""
    if may(user, Permission.MANAGE_INDICATORS):
        return _requests()
    return requests_answered_by(user)


def requests_to_make(period: ReportingPeriod, today: date) -> list[DataRequest]:
    """
    What is still to be asked for a reporting period: a request, not saved, for each current measure with an agency.

    A figure that an earlier quarter asked for, such as that of the last whole year, is not asked for again.
    """
    measures = (
        Measure.objects.filter(is_current=True, source_agency__in=Agency.objects.on(today))
        .exclude(data_requests__period=period)
        .select_related("source_agency")
    )
    standing = DataRequest.objects.exclude(state=RequestState.WITHDRAWN)
    asked = set(standing.values_list("measure_id", "period_start", "period_end"))
    requests = []
    for measure in measures:
        start, end = period_asked(measure.frequency, period.as_quarter)
        if (measure.pk, start, end) not in asked:
            requests.append(
                DataRequest(
                    period=period,
                    measure=measure,
                    agency=measure.source_agency,
                    period_start=start,
                    period_end=end,
                    due_on=period.due_on,
                )
            )
    return requests


@dataclass(frozen=True)
class Sending:
    """What was sent at one time, in words, by whom and when, and why where it is a correction."""

    figure: str
    numerator: str
    denominator: str
    analysis: str
    change_reason: str
    is_correction: bool
    reason: str
    by: str
    at: datetime


def sendings_of(asked: DataRequest) -> list[Sending]:
    """All that was sent in answer to a request, the newest first."""
    events = asked.events.exclude(content="").select_related("by")
    return [_sending(asked.measure, event) for event in events]


def _sending(measure: Measure, event: RequestEvent) -> Sending:
    answer = thawed(event.content)
    return Sending(
        figure=figure_in_full(measure, answer),
        numerator=count_in_words(answer.numerator),
        denominator=count_in_words(answer.denominator),
        analysis=answer.analysis,
        change_reason=answer.change_reason,
        is_correction=event.move == RequestMove.SEND_CORRECTION,
        reason=event.reason,
        by=str(event.by),
        at=event.at,
    )


def figure_in_full(measure: Measure, answer: Answer) -> str:
    """The figure of an answer with its unit, or why there is none; blank when neither is given."""
    if answer.not_available:
        return f"Not available: {answer.not_available}"
    question = Question(Unit(measure.unit), measure.decimals)
    figure = figure_of(question, answer)
    return "" if figure is None else question.in_words(figure)


@dataclass(frozen=True)
class Turn:
    """One turn in a request's life: what was done, by whom, when and why."""

    words: str
    reason: str
    due_on: date | None
    by: str
    at: datetime


def turns_of(asked: DataRequest) -> list[Turn]:
    """What both sides know was done with a request, the newest first."""
    return [
        Turn(REQUEST_MOVE_WORDS[RequestMove(event.move)], event.reason, event.due_on, str(event.by), event.at)
        for event in asked.events.select_related("by")
    ]


@dataclass(frozen=True)
class TrackerLine:
    """One request on the tracker. `figure`, `analysis` and `change_reason` are what was sent, blank before."""

    asked: DataRequest
    period: str
    state: str
    lateness: str
    is_late: bool
    date_reason: str
    figure: str
    analysis: str
    change_reason: str

    @property
    def is_answered(self) -> bool:
        """Whether figures have come."""
        return self.asked.sent_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.asked.state == RequestState.WITHDRAWN


@dataclass(frozen=True)
class AgencyLines:
    """The requests to one agency, and how many of those that stand have been answered."""

    agency: str
    lines: tuple[TrackerLine, ...]
    answered: int
    standing: int


@dataclass(frozen=True)
class RequestTracker:
    """A period's requests by agency, how many stand and how many are outstanding, and how many can be asked yet."""

    agencies: tuple[AgencyLines, ...]
    count: int
    outstanding: int
    to_ask: int


def request_tracker(period: ReportingPeriod, today: date) -> RequestTracker:
    """Who has sent and who has not, and never whether a draft has been begun (trust.md 3)."""
    rows = (
        _requests()
        .filter(period=period)
        .prefetch_related(Prefetch("events", RequestEvent.objects.select_related("by")))
    )
    lines = [_line(row, today) for row in rows.order_by("agency__name", "measure__title")]
    agencies = tuple(
        _agency_lines(agency, tuple(group)) for agency, group in groupby(lines, key=lambda line: line.asked.agency.name)
    )
    to_ask = 0 if period.closed_at else len(requests_to_make(period, today))
    standing, answered = (sum(getattr(each, name) for each in agencies) for name in ("standing", "answered"))
    return RequestTracker(agencies, standing, standing - answered, to_ask)


def _agency_lines(agency: str, lines: tuple[TrackerLine, ...]) -> AgencyLines:
    answered = sum(line.is_answered for line in lines)
    return AgencyLines(agency, lines, answered, sum(not line.is_withdrawn for line in lines))


def _line(asked: DataRequest, today: date) -> TrackerLine:
    events = list(asked.events.all())
    late, is_withdrawn = days_late(asked), asked.state == RequestState.WITHDRAWN
    sent = next((thawed(event.content) for event in events if event.content), None)
    return TrackerLine(
        asked=asked,
        period=period_in_words(asked.period_start, asked.period_end),
        state=outer_state(asked),
        lateness="" if is_withdrawn else lateness_in_words(asked.due_on, today, late),
        is_late=bool(late) or (late is None and today > asked.due_on and not is_withdrawn),
        date_reason=next((event.reason for event in events if event.move == RequestMove.CHANGE_DATE), ""),
        figure=figure_in_full(asked.measure, sent) if sent else "",
        analysis=sent.analysis if sent else "",
        change_reason=sent.change_reason if sent else "",
    )


def outer_state(asked: DataRequest) -> str:
    """Where a request stands for everybody but its agency."""
    return state_for_others(
        asked.state, is_answered=asked.sent_at is not None, correction_asked=asked.correction_asked_at is not None
    )


def days_late(asked: DataRequest) -> int | None:
    """How many working days after the due date figures first came; None while they have not."""
    if asked.sent_at is None:
        return None
    return max(0, working_days_between(asked.due_on, local_date(asked.sent_at)))


def tracker_table(tracker: RequestTracker) -> Table:
    """The tracker as a table to take away."""
    headers = ["Agency", "Measure", "Period", "Status", "Time", "Due", "Due date changed because", "Last reminded"]
    headers += ["Sent", "Figure", "Analysis", "Why it has changed by more than 20%", HISTORY]
    rows: list[list[Cell]] = [
        [
            group.agency,
            line.asked.measure.title,
            line.period,
            line.state,
            line.lateness,
            line.asked.due_on,
            line.date_reason,
            _day(line.asked.reminded_at),
            _day(line.asked.sent_at),
            line.figure,
            line.analysis,
            line.change_reason,
            history_cell(line.asked.events.all()),
        ]
        for group in tracker.agencies
        for line in group.lines
    ]
    return headers, rows


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None


@dataclass(frozen=True)
class RequestPage:
    """One request as both sides know it, and what this person may do with it."""

    period: str
    state: str
    lateness: str
    sendings: tuple[Sending, ...]
    turns: tuple[Turn, ...]
    is_own: bool
    is_asker: bool
    is_withdrawn: bool
    may_correct: bool
    may_ask_correction: bool
    may_withdraw: bool


def request_page(asked: DataRequest, user: User) -> RequestPage:
    """What was sent in answer to a request and what was done with it, for its agency or for those who asked."""
    is_own = may(user, Permission.SEND_FIGURES, asked.agency)
    is_asker = may(user, Permission.MANAGE_INDICATORS)
    late = days_late(asked)
    return RequestPage(
        period=period_in_words(asked.period_start, asked.period_end),
        state=outer_state(asked),
        lateness="" if late is None else lateness_in_words(asked.due_on, asked.due_on, late),
        sendings=tuple(sendings_of(asked)),
        turns=tuple(turns_of(asked)),
        is_own=is_own,
        is_asker=is_asker,
        is_withdrawn=asked.state == RequestState.WITHDRAWN,
        may_correct=is_own and asked.state == RequestState.SENT,
        may_ask_correction=is_asker and asked.sent_at is not None and asked.correction_asked_at is None,
        may_withdraw=is_asker and asked.sent_at is None and asked.state == RequestState.DRAFT,
    )
