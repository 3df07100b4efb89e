"""Reading early warnings: the list with its filters, one warning with its history, the table to take away."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Min, Prefetch, QuerySet, Value, When

from assurance.models import EarlyWarning, Topic, User, WarningEvent
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.warnings import (
    NEXT_WORDS,
    REASON_WORDS,
    RIGHTS,
    EscalationReason,
    WarningMove,
    WarningState,
    moves_from,
    occurrences,
)
from assurance.rules.wording import date_words, local_date

OPEN = "open"
BY_THE_PORTAL = "The portal"
OPEN_FIRST = Case(When(state=WarningState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())


@dataclass(frozen=True)
class WarningFilters:
    """What the list is narrowed to: a state or "open", a kind, a topic's slug; blank for any."""

    state: str = ""
    kind: str = ""
    topic: str = ""


def warnings_visible_to(user: User) -> QuerySet[EarlyWarning]:
    """Every warning, the open ones first, then the newest, for those who may read them; with topic and raiser."""
    if not may(user, Permission.READ_WARNING):
        return EarlyWarning.objects.none()
    return EarlyWarning.objects.select_related("topic", "raised_by").order_by(OPEN_FIRST, "-raised_at", "-pk")


def warnings_found(user: User, filters: WarningFilters) -> QuerySet[EarlyWarning]:
    """The warnings that match every filter, in the same order."""
    found = warnings_visible_to(user)
    if filters.state == OPEN:
        found = found.exclude(state=WarningState.CLOSED)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    return found.filter(topic__slug=filters.topic) if filters.topic else found


def warning_visible_to(user: User, pk: UUID) -> EarlyWarning | None:
    """One warning, or None."""
    return warnings_visible_to(user).filter(pk=pk).first()


def topics_warned_of(user: User) -> QuerySet[Topic]:
    """The topics that warnings are about, for the filter."""
    return Topic.objects.filter(pk__in=warnings_visible_to(user).order_by().values("topic"))


def topics_offered() -> QuerySet[Topic]:
    """What a new warning, or good practice, may be about."""
    return Topic.objects.named().filter(is_current=True)


@dataclass(frozen=True)
class Standing:
    """How many warnings stand in one state, and since when the longest of them has been known."""

    number: int = 0
    since: datetime | None = None


def standings(user: User) -> dict[WarningState, Standing]:
    """How many warnings stand in each state, for those who may read them."""
    rows = warnings_visible_to(user).order_by().values("state").annotate(number=Count("pk"), since=Min("raised_at"))
    found = {row["state"]: Standing(row["number"], row["since"]) for row in rows}
    return {state: found.get(state, Standing()) for state in WarningState}


@dataclass(frozen=True)
class WarningCounts:
    """The figures at the head of the list."""

    open: int
    raised: int
    escalated: int
    answered: int


def counts(user: User) -> WarningCounts:
    """How many are open, how many of those wait for SAAS, are with the Executive Board and have come back from it."""
    number = {state: standing.number for state, standing in standings(user).items()}
    return WarningCounts(
        open=sum(number.values()) - number[WarningState.CLOSED],
        raised=number[WarningState.RAISED],
        escalated=number[WarningState.ESCALATED],
        answered=number[WarningState.ANSWERED],
    )


@dataclass(frozen=True)
class FrozenChart:
    """
    The chart of a warning, as it was when it was raised: its table, and the drawing of that with its key.

    All of it is blank without a chart; the drawing alone is where the chart was kept before drawings were.
    """

    caption: str = ""
    drawn_as: str = ""
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    source: str = ""
    key: tuple[tuple[str, ...], ...] = ()
    figure: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WarningPage:
    """One warning as its page shows it: its history, what may be done now and by whom, and where it came up before."""

    warning: EarlyWarning
    events: tuple[WarningEvent, ...]
    moves: tuple[WarningMove, ...]
    chart: FrozenChart
    earlier: tuple[EarlyWarning, ...]
    later: tuple[EarlyWarning, ...]

    @property
    def next_words(self) -> str:
        """What happens to it next."""
        return NEXT_WORDS[WarningState(self.warning.state)]

    @property
    def escalation(self) -> WarningEvent | None:
        """How it was last escalated, while the Executive Board's answer is awaited."""
        return _last(self.events, WarningMove.ESCALATE) if self.warning.state == WarningState.ESCALATED else None


def warning_page(warning: EarlyWarning, user: User) -> WarningPage:
    """The page of a warning `user` may read, with the moves that are theirs to make now."""
    moves = moves_from(WarningState(warning.state))
    links = dict(warnings_visible_to(user).exclude(earlier=None).order_by().values_list("pk", "earlier"))
    before, after = occurrences(warning.pk, links)
    found = warnings_visible_to(user).in_bulk([*before, *after])
    return WarningPage(
        warning=warning,
        events=tuple(warning.events.select_related("by")),
        moves=tuple(move for move in moves if may(user, RIGHTS[move])),
        chart=_frozen_chart(warning.chart or {}),
        earlier=tuple(found[pk] for pk in before),
        later=tuple(found[pk] for pk in after),
    )


def _frozen_chart(chart: dict[str, Any]) -> FrozenChart:
    return FrozenChart(
        caption=str(chart.get("caption", "")),
        drawn_as=str(chart.get("drawn_as", "")),
        headers=tuple(map(str, chart.get("headers", ()))),
        rows=_texts(chart.get("rows", ())),
        source=str(chart.get("source", "")),
        key=_texts(chart.get("key", ())),
        figure=chart.get("figure", {}),
    )


def _texts(rows: Iterable[Iterable[Any]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, row)) for row in rows)


@dataclass(frozen=True)
class Answer:
    """One dated answer of the Executive Board, and when it was written down."""

    given_on: date
    text: str
    recorded_at: datetime


@dataclass(frozen=True)
class WarningStory:
    """A warning with what has become of it: why and when it was last escalated, every answer, how it was closed."""

    warning: EarlyWarning
    reason: str
    escalated_on: date | None
    asked: str
    answers: tuple[Answer, ...]
    done: str
    difference: str


def with_events(warnings: QuerySet[EarlyWarning]) -> QuerySet[EarlyWarning]:
    """The same warnings with their topic, raiser, earlier occurrence and history, in a fixed number of queries."""
    related = warnings.select_related("topic", "raised_by", "earlier")
    return related.prefetch_related(Prefetch("events", WarningEvent.objects.all()))


def stories(warnings: Iterable[EarlyWarning]) -> list[WarningStory]:
    """The stories of warnings that were read `with_events`."""
    return [_story(warning) for warning in warnings]


def _story(warning: EarlyWarning) -> WarningStory:
    events = list(warning.events.all())
    escalation = _last(events, WarningMove.ESCALATE)
    closed = None if warning.is_open else _last(events, WarningMove.CLOSE)
    return WarningStory(
        warning=warning,
        reason=REASON_WORDS[EscalationReason(escalation.reason)] if escalation else "",
        escalated_on=local_date(escalation.at) if escalation else None,
        asked=escalation.text if escalation else "",
        answers=tuple(
            Answer(event.answered_on, event.text, event.at)
            for event in events
            if event.move == WarningMove.ANSWER and event.answered_on
        ),
        done=closed.text if closed else "",
        difference=closed.difference if closed else "",
    )


def _last(events: Iterable[WarningEvent], move: WarningMove) -> WarningEvent | None:
    return next((event for event in reversed(list(events)) if event.move == move), None)


def warning_table(user: User, filters: WarningFilters) -> Table:
    """The warnings found as a table to download, with what has become of each."""
    headers = [
        "Early warning",
        "Type",
        "About",
        "State",
        "Raised on",
        "Raised by",
        "What is seen, and why it matters for children",
        "What the figures said",
        "Earlier occurrence",
        "Escalated on",
        "Escalated because",
        "What the Executive Board was told",
        "The Executive Board’s answers",
        "Closed on",
        "What was done",
        "What changed for children",
    ]
    return headers, [_table_row(story) for story in stories(with_events(warnings_found(user, filters)))]


def _table_row(story: WarningStory) -> list[Cell]:
    warning = story.warning
    return [
        warning.title,
        warning.get_kind_display(),
        warning.topic.title,
        warning.get_state_display(),
        local_date(warning.raised_at),
        str(warning.raised_by or BY_THE_PORTAL),
        warning.what,
        warning.finding,
        f"{warning.earlier.title} ({date_words(warning.earlier.raised_at)})" if warning.earlier else "",
        story.escalated_on,
        story.reason,
        story.asked,
        "\n".join(f"{date_words(answer.given_on)}: {answer.text}" for answer in story.answers),
        local_date(warning.closed_at) if warning.closed_at else None,
        story.done,
        story.difference,
    ]
