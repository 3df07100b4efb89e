"""The life of a rapid review: notified, noted, decided within its time, and a decision taken back (KCC 3.5, C7)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import RapidReview, RapidReviewEvent, Topic, User
from assurance.permissions import demand, people_who_may
from assurance.rules.clocks import review_clock
from assurance.rules.learning import (
    REVIEW_RIGHTS,
    REVIEW_STATE_WORDS,
    Decided,
    RapidReviewMove,
    RapidReviewState,
    ReviewDecision,
    problems_of_notification,
    problems_of_review_move,
    review_after,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words, local_date
from assurance.services import activity
from assurance.services.notices import notify

# What the others are told who see to rapid reviews.
TOLD = {
    RapidReviewMove.NOTIFY: "A rapid review has been recorded and waits for a decision",
    RapidReviewMove.DECIDE: "The decision on a rapid review has been recorded",
    RapidReviewMove.CORRECT: "The decision on a rapid review has been taken back",
}


@transaction.atomic
def notify_review(
    *, reference: str, notified_on: date, by: User, now: datetime, topic: Topic | None = None
) -> RapidReview:
    """
    A new rapid review, due for its decision so many working days after its notification as the setting says today.

    Raises ValidationError for what is no reference of a case system, and for one that is recorded already.
    """
    demand(by, REVIEW_RIGHTS[RapidReviewMove.NOTIFY])
    reference = reference.strip().upper()
    if problems := problems_of_notification(reference, notified_on, local_date(now)):
        raise ValidationError(problems)
    if RapidReview.objects.filter(reference=reference).exists():
        raise ValidationError("A rapid review with this reference is recorded already.")
    due_on = review_clock(notified_on, settings.RAPID_REVIEW_WORKING_DAYS).due_on
    review = RapidReview.objects.create(reference=reference, notified_on=notified_on, due_on=due_on, topic=topic)
    RapidReviewEvent.objects.create(review=review, move=RapidReviewMove.NOTIFY, by=by, at=now)
    _record("review.notify", review, by, now)
    _tell(review, RapidReviewMove.NOTIFY, by, now)
    return review


@transaction.atomic
def move_review(
    *,
    review: RapidReview,
    move: RapidReviewMove,
    seen: RapidReviewState,
    by: User,
    now: datetime,
    text: str = "",
    decision: str = "",
    decided_on: date | None = None,
) -> None:
    """
    Make one move from the state that was `seen`: a note, the decision with its reasons, or taking that back.

    Raises ValidationError, with nothing changed, when the move cannot be made from there, when something was left
    unsaid, and when somebody else has moved the review in the meantime.
    """
    demand(by, REVIEW_RIGHTS[move])
    state = review_after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the rapid review is “{REVIEW_STATE_WORDS[seen]}”.")
    said = Decided(text=text, decision=decision, decided_on=decided_on)
    problems = problems_of_review_move(move, said, notified_on=review.notified_on, today=local_date(now))
    if problems:
        raise ValidationError(problems)
    _claim(review, seen, {"state": state} | _outcome(move, said))
    RapidReviewEvent.objects.create(review=review, move=move, text=text, by=by, at=now)
    _record(f"review.{move}", review, by, now)
    _tell(review, move, by, now)


@transaction.atomic
def correct_notification(*, review: RapidReview, notified_on: date, text: str, by: User, now: datetime) -> None:
    """
    Another day of notification, with the reason; its history keeps both, and the time for its decision moves with it.

    Raises ValidationError once it is decided: the decision is taken back first.
    """
    demand(by, Permission.MANAGE_REVIEW)
    if problems := problems_of_notification(review.reference, notified_on, local_date(now)):
        raise ValidationError(problems)
    if not text.strip():
        raise ValidationError("Say why the date is corrected.")
    if notified_on == review.notified_on:
        raise ValidationError(f"It was notified on {date_words(notified_on)} already: enter another date.")
    due_on = review_clock(notified_on, settings.RAPID_REVIEW_WORKING_DAYS).due_on
    _claim(review, RapidReviewState.OPEN, {"notified_on": notified_on, "due_on": due_on})
    was = f"Notified on {date_words(notified_on)}, not {date_words(review.notified_on)}."
    RapidReviewEvent.objects.create(
        review=review, move=RapidReviewMove.NOTE, text=f"{was} {text.strip()}", by=by, at=now
    )
    _record("review.correct_date", review, by, now)


@transaction.atomic
def note_reading(*, review: RapidReview, by: User, now: datetime) -> None:
    """Put in the activity log that somebody opened a rapid review (trust.md 5)."""
    demand(by, Permission.READ_REVIEW)
    _record("review.read", review, by, now)


def _outcome(move: RapidReviewMove, said: Decided) -> dict[str, Any]:
    if move == RapidReviewMove.DECIDE:
        return {"decision": said.decision, "decided_on": said.decided_on}
    if move == RapidReviewMove.CORRECT:
        return {"decision": str(ReviewDecision.NONE), "decided_on": None}
    return {}


def _claim(review: RapidReview, seen: RapidReviewState, values: dict[str, Any]) -> None:
    same = RapidReview.objects.filter(pk=review.pk, state=seen, notified_on=review.notified_on)
    if same.update(**values):
        return
    now_words = REVIEW_STATE_WORDS[
        RapidReviewState(RapidReview.objects.values_list("state", flat=True).get(pk=review.pk))
    ]
    raise ValidationError(
        f"Somebody else was first: the rapid review is now “{now_words}”. What you wrote is still here. Read what they "
        "said, then send yours if it still holds.",
        code="conflict",
    )


def _record(action: str, review: RapidReview, by: User, now: datetime) -> None:
    activity.record(actor=by, action=action, subject=review, now=now)


def _tell(review: RapidReview, move: RapidReviewMove, by: User, now: datetime) -> None:
    if move not in TOLD:
        return
    url = reverse("assurance:rapid_review_detail", args=[review.pk])
    for person in people_who_may(Permission.MANAGE_REVIEW).exclude(pk=by.pk):
        notify(person=person, text=TOLD[move], url=url, permission=Permission.READ_REVIEW, now=now)
