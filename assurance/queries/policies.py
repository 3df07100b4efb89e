"""Reading policies and their quality assurance (R145)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from assurance.models import Policy, PolicyAssurance, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.documents import ReviewStanding, review_standing
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell


def policies_visible_to(user: User) -> QuerySet[Policy]:
    """Every policy, those in force first, then by title; for those who may read plans and documents."""
    if not may(user, Permission.READ_PLAN):
        return Policy.objects.none()
    newest_first = Prefetch("assurance", PolicyAssurance.objects.select_related("by"))
    found = Policy.objects.select_related("group").prefetch_related(newest_first, "topics")
    return found.order_by(F("ended_on").desc(nulls_first=True), "title")


def policy_visible_to(user: User, pk: UUID) -> Policy | None:
    """One policy, or None."""
    return policies_visible_to(user).filter(pk=pk).first()


@dataclass(frozen=True)
class PolicyRow:
    """A policy with its newest quality assurance, if there is one, and how its review stands."""

    policy: Policy
    newest: PolicyAssurance | None
    review: ReviewStanding


def row_of(policy: Policy, today: date) -> PolicyRow:
    """A policy as list and page show it. One that has ended is reviewed no more."""
    ended = ReviewStanding("No longer in force", is_late=False)
    review = ended if policy.ended_on and policy.ended_on <= today else review_standing(policy.review_on, today)
    return PolicyRow(policy, next(iter(policy.assurance.all()), None), review)


def policy_rows(user: User, today: date) -> list[PolicyRow]:
    """Every policy, in the order of the list."""
    return [row_of(policy, today) for policy in policies_visible_to(user)]


def policies_due(user: User, today: date) -> int:
    """How many policies in force wait for their review, for those who keep them."""
    if not may(user, Permission.MANAGE_ASSURANCE):
        return 0
    return Policy.objects.filter(review_on__lte=today, ended_on=None).count()


def policy_table(user: User, today: date) -> Table:
    """The list as a table, each with its newest quality assurance."""
    headers = ["Policy", "Kept by", "Efficacy", "Assured on", "Evidence", "Impact", "Next review", "Standing"]
    headers += ["What it is about", "Published at", "Topics", "In force until"]
    return headers, [_cells(row) for row in policy_rows(user, today)]


def _cells(row: PolicyRow) -> list[Cell]:
    newest = row.newest
    said: list[Cell] = (
        [newest.get_efficacy_display(), newest.assured_on, newest.evidence, newest.impact]
        if newest
        else ["Not yet assured", None, "", ""]
    )
    policy = row.policy
    return [
        policy.title,
        policy.group.name,
        *said,
        policy.review_on,
        row.review.words,
        policy.about,
        policy.link,
        "; ".join(topic.title for topic in policy.topics.all()),
        policy.ended_on,
    ]
