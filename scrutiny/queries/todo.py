"""What of scrutiny needs a person: recommendations to answer, and declined ones to settle (R132)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from assurance.models import User
from assurance.permissions import may
from assurance.queries.todo import Todo
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from scrutiny.models import AccuracyCheck, Recommendation
from scrutiny.queries.recommendations import answered_by, unresolved
from scrutiny.queries.scope import checks_open_to, recommendations_visible_to
from scrutiny.rules.assessments import AssessmentKind, Response

# How many rows of a kind the first page shows: the list has them all.
ROWS_SHOWN = 10


def scrutiny_todo_for(user: User, today: date) -> list[Todo]:
    """What needs `user`: what is to be checked for accuracy, then recommendations, the oldest first."""
    found = unresolved(recommendations_visible_to(user)).order_by("assessment__published_at", "pk")
    to_answer = found.filter(answered_by(user), response="")[:ROWS_SHOWN]
    todo = [_check(check) for check in checks_open_to(user, today).order_by("closes_on", "pk")[:ROWS_SHOWN]]
    todo += _rows("Respond to a recommendation", to_answer)
    if may(user, Permission.SCRUTINISE):
        # One that was recommended again is its holder's to answer once more.
        declined = found.filter(response=Response.DECLINED, assessment__kind=AssessmentKind.SCRUTINY, later=None)
        declined = declined[:ROWS_SHOWN]
        todo += _rows("A recommendation is declined", declined)
    return todo


def _check(check: AccuracyCheck) -> Todo:
    return Todo(
        "Check parts of an independent scrutiny for accuracy",
        reverse("scrutiny:check_detail", args=[check.pk]),
        "For the leads of the three partners alone.",
        f"Open until {date_words(check.closes_on)}",
        False,
    )


def _rows(what: str, recommendations: Iterable[Recommendation]) -> list[Todo]:
    return [
        Todo(
            f"{what}: {one.text}",
            reverse("scrutiny:recommendation_detail", args=[one.pk]),
            f"For {one.holder.name}.",
            f"Published {date_words(one.assessment.published_at)}",
            False,
        )
        for one in recommendations
    ]
