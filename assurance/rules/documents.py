"""
Governing and shared documents: versions, agreement, annual review, and which agencies have signed up.

Source: SAAS ToR 1.1, 7.1; Framework, sections 1 and 3; KCC 5.1; KSCB (2011), Securing engagement (R109, R147).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.wording import date_words
from assurance.rules.working_days import working_days_between


class DocumentKind(StrEnum):
    """What sort of document it is."""

    TERMS_OF_REFERENCE = "terms_of_reference"
    FRAMEWORK = "framework"
    ARRANGEMENTS = "arrangements"
    PROTOCOL = "protocol"
    THRESHOLDS = "thresholds"
    OTHER = "other"


class VersionState(StrEnum):
    """Where a version of a document stands. What was in force before the portal may have no agreement on record."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class VersionMove(StrEnum):
    """One step in the life of a version."""

    AGREE = "agree"
    SUPERSEDE = "supersede"


class ReviewOutcome(StrEnum):
    """What a review of a document came to (SAAS ToR 7.1)."""

    STANDS = "stands"
    REVISE = "revise"


KIND_WORDS = MappingProxyType(
    {
        DocumentKind.TERMS_OF_REFERENCE: "Terms of reference",
        DocumentKind.FRAMEWORK: "Framework",
        DocumentKind.ARRANGEMENTS: "Published arrangements",
        DocumentKind.PROTOCOL: "Protocol",
        DocumentKind.THRESHOLDS: "Thresholds and criteria",
        DocumentKind.OTHER: "Other",
    }
)
STATE_WORDS = MappingProxyType(
    {VersionState.DRAFT: "Draft", VersionState.IN_FORCE: "In force", VersionState.SUPERSEDED: "Superseded"}
)
OUTCOME_WORDS = MappingProxyType(
    {ReviewOutcome.STANDS: "It stands as it is", ReviewOutcome.REVISE: "It is to be revised"}
)

# Where each step leads. What was in force before the portal has its agreement recorded later, and stays in force; the
# version that comes into force supersedes the one before (SAAS ToR 7.1).
VERSION_MOVES = MappingProxyType(
    {
        (VersionState.DRAFT, VersionMove.AGREE): VersionState.IN_FORCE,
        (VersionState.IN_FORCE, VersionMove.AGREE): VersionState.IN_FORCE,
        (VersionState.IN_FORCE, VersionMove.SUPERSEDE): VersionState.SUPERSEDED,
    }
)

# How many working days before its day a review is shown as coming.
REVIEW_SOON = 20


@dataclass(frozen=True)
class ReviewStanding:
    """How the review of a document stands, in words, and whether its day has passed."""

    words: str
    is_late: bool


def version_after(state: VersionState, move: VersionMove) -> VersionState | None:
    """The state a step leads to, or None when a version may not make it now."""
    return VERSION_MOVES.get((state, move))


def next_review(day: date, months: int) -> date:
    """The day `months` after `day`: the last of its month where that month is shorter (SAAS ToR 7.1: "annually")."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def review_standing(review_on: date | None, today: date) -> ReviewStanding:
    """Whether a review is set, coming, due or overdue."""
    if review_on is None:
        return ReviewStanding("No review is set", is_late=False)
    if review_on < today:
        return ReviewStanding(f"Review overdue since {date_words(review_on)}", is_late=True)
    if working_days_between(today, review_on) <= REVIEW_SOON:
        return ReviewStanding(f"Review due {date_words(review_on)}: soon", is_late=False)
    return ReviewStanding(f"Review due {date_words(review_on)}", is_late=False)


def problems_of_agreement(*, agreed_on: date, today: date, has_decision: bool, agreed_by: str) -> list[str]:
    """Every reason, a sentence each, why a version cannot be recorded as agreed (SAAS ToR 7.1)."""
    problems = []
    if agreed_on > today:
        problems.append("The day it was agreed cannot be in the future.")
    if not has_decision and not agreed_by.strip():
        problems.append("Choose the Executive Board’s decision, or say who agreed it before there was a portal.")
    return problems
