"""Factories of early warnings and good practice."""

from datetime import UTC, date, datetime, timedelta

import factory

from assurance.models import EarlyWarning, GoodPractice
from assurance.rules.roles import Role
from assurance.rules.warnings import EscalationReason, PracticeLevel, WarningKind, WarningMove, WarningState
from assurance.services.warnings import move_warning, raise_warning
from tests.factories.assurance import TopicFactory, UserFactory, partnership, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
# What each move is told, enough for it to be made.
WORDS = {
    WarningMove.ACCEPT: {},
    WarningMove.EXPLAIN: {"text": "A new way of counting"},
    WarningMove.ESCALATE: {
        "reason": str(EscalationReason.NEEDS_STRATEGIC_LEADERSHIP),
        "text": "The Board is asked to bring three budgets together",
    },
    WarningMove.ANSWER: {"answered_on": date(2026, 11, 10), "text": "The Board has agreed one budget"},
    WarningMove.CLOSE: {"text": "One duty desk was opened", "difference": "Strategy discussions start within an hour"},
    WarningMove.REOPEN: {"text": "It has begun again"},
}
WAY_TO = {
    WarningState.RAISED: (),
    WarningState.ACCEPTED: (WarningMove.ACCEPT,),
    WarningState.EXPLAINED: (WarningMove.EXPLAIN,),
    WarningState.ESCALATED: (WarningMove.ESCALATE,),
    WarningState.ANSWERED: (WarningMove.ESCALATE, WarningMove.ANSWER),
    WarningState.CLOSED: (WarningMove.ACCEPT, WarningMove.CLOSE),
}


def a_warning(state=WarningState.RAISED, *, by=None, team=None, now=NOW, **details):
    """A warning in this state, brought there by the Business Team; the portal's own without `by`."""
    partnership()
    details = {
        "kind": WarningKind.DECLINING_PERFORMANCE,
        "title": "Re-referrals rise",
        "what": "Children come back within a year",
    } | details
    warning = raise_warning(topic=details.pop("topic", None) or TopicFactory(), by=by, now=now, **details)
    team = team or (person_with(Role.BUSINESS_TEAM) if WAY_TO[state] else None)
    for number, move in enumerate(WAY_TO[state], start=1):
        make(move, warning, team, now=now + timedelta(minutes=number))
    return warning


def make(move, warning, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the warning again."""
    state = WarningState(EarlyWarning.objects.get(pk=warning.pk).state)
    move_warning(warning=warning, move=move, seen=state, by=by, now=now, **{**WORDS[move], **words})
    warning.refresh_from_db()
    return warning


class GoodPracticeFactory(factory.django.DjangoModelFactory):
    """Good practice that stands recorded."""

    class Meta:
        model = GoodPractice

    topic = factory.SubFactory(TopicFactory)
    level = PracticeLevel.GOOD
    title = factory.Sequence(lambda n: f"Practice {n}")
    what = "Each family has one named worker"
    difference = "Children say that they are asked once"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW
