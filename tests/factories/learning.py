"""Factories of learning: rapid reviews, lessons and inspections, each brought to where it stands by the services."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.utils.timezone import localdate

from assurance.models import LessonGiven, RapidReview
from assurance.permissions import sync_grants
from assurance.rules.learning import (
    ChangeKind,
    GivenState,
    Inspectorate,
    LessonSource,
    RapidReviewMove,
    RapidReviewState,
    ReviewDecision,
)
from assurance.rules.roles import Role
from assurance.services.inspections import record_inspection
from assurance.services.lessons import give_lesson, record_lesson, take_up_lesson, tell_of_change
from assurance.services.rapid_reviews import move_review, notify_review
from tests.factories.assurance import AgencyFactory, partnership, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
NOTIFIED_ON = date(2026, 11, 3)
DUE_ON = date(2027, 1, 29)
NUMBERS = count(1)
# What each move is told, enough for it to be made.
WORDS = {
    RapidReviewMove.NOTE: {"text": "The chronology is drawn up"},
    RapidReviewMove.DECIDE: {
        "text": "The criteria are met",
        "decision": str(ReviewDecision.LOCAL_REVIEW),
        "decided_on": date(2026, 11, 10),
    },
    RapidReviewMove.CORRECT: {"text": "It was entered for another review"},
}
CHANGES = {ChangeKind.TRAINING: "The course has a new part", ChangeKind.OUTCOMES: "Children are seen alone"}


def a_team():
    """The Business Team, with rights that reach every agency and group there is by now."""
    partnership()
    return person_with(Role.BUSINESS_TEAM)


def a_review(state=RapidReviewState.OPEN, *, team=None, now=NOW, **details):
    """A rapid review in this state."""
    team = team or a_team()
    details = {"reference": f"RR-2026-{next(NUMBERS):03}", "notified_on": NOTIFIED_ON} | details
    review = notify_review(by=team, now=now, **details)
    return review if state == RapidReviewState.OPEN else move(RapidReviewMove.DECIDE, review, team, now=now)


def move(made, review, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the review again."""
    seen = RapidReviewState(RapidReview.objects.get(pk=review.pk).state)
    move_review(review=review, move=made, seen=seen, by=by, now=now, **{**WORDS[made], **words})
    review.refresh_from_db()
    return review


def a_lesson(*, team=None, now=NOW, **details):
    """A lesson of a local practice review, given to nobody yet."""
    details = {
        "title": "Ask who else lives in the home",
        "what": "Nobody asked who else lived there",
        "change": "Every assessment names the adults in the home",
        "source": str(LessonSource.LOCAL),
        "review_title": "Local review B",
    } | details
    return record_lesson(by=team or a_team(), now=now, **details)


def given(state=GivenState.GIVEN, *, holder=None, lesson=None, team=None, now=NOW, due_on=DUE_ON):
    """A lesson as an agency, or another holder, was given it, in this state."""
    partnership()
    holder, team = holder or AgencyFactory(), team or a_team()
    sync_grants(team, today=localdate())  # its rights reach every agency and group, the newest too
    lesson = lesson or a_lesson(team=team, now=now)
    give_lesson(lesson=lesson, holders=[holder], due_on=due_on, by=team, now=now)
    found = LessonGiven.objects.get(lesson=lesson, **{"agency" if hasattr(holder, "category") else "group": holder})
    if state == GivenState.TAKEN_UP:
        take_up_lesson(given=found, by=team, now=now + timedelta(minutes=1))
    elif state == GivenState.CHANGED:
        tell_of_change(given=found, texts=CHANGES, by=team, now=now + timedelta(minutes=1))
    found.refresh_from_db()
    return found


def an_inspection(*, team=None, now=NOW, **found):
    """An inspection with one recommendation, published."""
    found = {
        "inspectorate": str(Inspectorate.OFSTED),
        "title": "Inspection of services",
        "inspected_on": date(2026, 9, 1),
        "published_on": date(2026, 10, 1),
        "judgement": "Requires improvement",
        "recommendations": ["See children alone"],
    } | found
    return record_inspection(by=team or a_team(), now=now, **found)
