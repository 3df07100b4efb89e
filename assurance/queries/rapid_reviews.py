"""Reading rapid reviews: for those with the right alone; to everybody else they do not exist (KCC 3.5, R143)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Min, Prefetch, Q, QuerySet, Value, When

from assurance.models import RapidReview, RapidReviewEvent, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.clocks import Clock, Lateness, review_clock
from assurance.rules.learning import (
    REVIEW_NEXT_WORDS,
    REVIEW_RIGHTS,
    RapidReviewMove,
    RapidReviewState,
    review_moves_from,
    review_stands,
)
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.working_days import working_days_between

OVERDUE, DECIDED_LATE = "overdue", "decided_late"
OPEN_FIRST = Case(When(state=RapidReviewState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())


@dataclass(frozen=True)
class ReviewFilters:
    """What the list is narrowed to: a state, "overdue" or "decided_late", and a decision; blank for any."""

    state: str = ""
    decision: str = ""


def reviews_visible_to(user: User) -> QuerySet[RapidReview]:
    """Every rapid review for those who may read them, those that wait for a decision first; none for anybody else."""
    if not may(user, Permission.READ_REVIEW):
        return RapidReview.objects.none()
    return RapidReview.objects.select_related("topic").order_by(OPEN_FIRST, "-notified_on", "reference")


def review_visible_to(user: User, pk: UUID) -> RapidReview | None:
    """One rapid review, or None."""
    return reviews_visible_to(user).filter(pk=pk).first()


def reviews_found(user: User, filters: ReviewFilters, today: date) -> QuerySet[RapidReview]:
    """The rapid reviews that match every filter, in the same order."""
    found = reviews_visible_to(user)
    if filters.state == OVERDUE:
        found = found.filter(state=RapidReviewState.OPEN, due_on__lt=today)
    elif filters.state == DECIDED_LATE:
        found = found.filter(decided_on__gt=F("due_on"))
    elif filters.state:
        found = found.filter(state=filters.state)
    return found.filter(decision=filters.decision) if filters.decision else found


@dataclass(frozen=True)
class ReviewCounts:
    """The figures at the head of the list."""

    open: int
    overdue: int
    on_time: int
    late: int


def counts(user: User, today: date) -> ReviewCounts:
    """How many wait for a decision, how many of those are overdue, and how many were decided on time and late."""
    waiting = Q(state=RapidReviewState.OPEN)
    found = (
        reviews_visible_to(user)
        .order_by()
        .aggregate(
            open=Count("pk", waiting),
            overdue=Count("pk", waiting & Q(due_on__lt=today)),
            on_time=Count("pk", Q(decided_on__lte=F("due_on"))),
            late=Count("pk", Q(decided_on__gt=F("due_on"))),
        )
    )
    return ReviewCounts(**found)


@dataclass(frozen=True)
class ReviewRow:
    """A rapid review with how it stands against the day its decision was due."""

    review: RapidReview
    stands: Lateness


def rows(reviews: Iterable[RapidReview], today: date) -> list[ReviewRow]:
    """Rapid reviews as a list shows them."""
    return [ReviewRow(one, _stands(one, today)) for one in reviews]


@dataclass(frozen=True)
class ReviewPage:
    """One rapid review as its page shows it: its clock with the days skipped, its history, and what may be done."""

    row: ReviewRow
    clock: Clock
    events: tuple[RapidReviewEvent, ...]
    moves: tuple[RapidReviewMove, ...]
    reasons: str
    next_words: str
    may_correct_date: bool


def review_page(review: RapidReview, user: User, today: date) -> ReviewPage:
    """The page of a rapid review `user` may read, with the moves that are theirs to make now."""
    state = RapidReviewState(review.state)
    events = tuple(review.events.select_related("by"))
    manages = may(user, Permission.MANAGE_REVIEW)
    return ReviewPage(
        row=rows([review], today)[0],
        clock=review_clock(review.notified_on, working_days_between(review.notified_on, review.due_on)),
        events=events,
        moves=tuple(move for move in review_moves_from(state) if may(user, REVIEW_RIGHTS[move])),
        reasons=_reasons(review, events),
        next_words=REVIEW_NEXT_WORDS[state],
        may_correct_date=manages and state == RapidReviewState.OPEN,
    )


@dataclass(frozen=True)
class DueReviews:
    """Rapid reviews that wait for a decision: how many, how many are overdue, and the first day one is due."""

    number: int
    overdue: int
    first: date | None


def due_rapid_reviews(user: User, today: date) -> DueReviews:
    """What waits for a decision, for those who record it."""
    found = reviews_visible_to(user).order_by().filter(state=RapidReviewState.OPEN)
    if not may(user, Permission.MANAGE_REVIEW):
        found = found.none()
    return DueReviews(
        **found.aggregate(number=Count("pk"), overdue=Count("pk", Q(due_on__lt=today)), first=Min("due_on"))
    )


def review_table(user: User, filters: ReviewFilters, today: date) -> Table:
    """The rapid reviews found as a table to download."""
    headers = [
        "Reference",
        "About",
        "Notified on",
        "Decision due",
        "State",
        "How it stands",
        "Decision",
        "Decided on",
        "Reasons for the decision",
    ]
    found = reviews_found(user, filters, today).prefetch_related(Prefetch("events", RapidReviewEvent.objects.all()))
    return headers, [_table_row(row) for row in rows(found, today)]


def _table_row(row: ReviewRow) -> list[Cell]:
    review = row.review
    return [
        review.reference,
        review.topic.title if review.topic else "",
        review.notified_on,
        review.due_on,
        review.get_state_display(),
        row.stands.words,
        review.get_decision_display(),
        review.decided_on,
        _reasons(review, review.events.all()),
    ]


def _stands(review: RapidReview, today: date) -> Lateness:
    return review_stands(RapidReviewState(review.state), review.due_on, review.decided_on, today)


def _reasons(review: RapidReview, events: Iterable[RapidReviewEvent]) -> str:
    if review.state != RapidReviewState.DECIDED:
        return ""
    return next((one.text for one in reversed(list(events)) if one.move == RapidReviewMove.DECIDE), "")
