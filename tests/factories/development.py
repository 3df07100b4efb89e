"""Factories of policies and courses, made by the services."""

from datetime import UTC, date, datetime

from assurance.rules.development import CourseKind
from assurance.rules.roles import Role
from assurance.services.courses import add_course
from assurance.services.policies import add_policy
from tests.factories.assurance import PartnershipGroupFactory, partnership, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
REVIEW_ON = date(2027, 6, 1)


def a_policy(*, team=None, **details):
    """A policy in force, not yet quality assured."""
    partnership()
    usual = {"title": "Escalation policy", "about": "", "link": "", "topics": [], "review_on": REVIEW_ON}
    group = details.pop("group", None) or PartnershipGroupFactory()
    team = team or person_with(Role.BUSINESS_TEAM)
    return add_policy(**{**usual, **details}, group=group, by=team, now=NOW)


def a_course(*, team=None, **details):
    """A course nobody has taken up yet."""
    partnership()
    usual = {
        "title": "Professional curiosity",
        "kind": CourseKind.FACE_TO_FACE,
        "need": "Two practice reviews found it wanting.",
        "priority": None,
        "topics": [],
        "lesson": None,
    }
    return add_course(**{**usual, **details}, by=team or person_with(Role.BUSINESS_TEAM), now=NOW)
