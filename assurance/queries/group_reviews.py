"""Reading SAAS's annual reviews of groups: which are due, one review, the table to take away (SAF 8, R101)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from assurance.models import GroupReview, Meeting, PartnershipGroup, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.group_work import is_review_overdue, review_due
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.tracker import due_in_words
from assurance.rules.wording import date_words, local_date

SAAS = "saas"
REVIEWED = (PartnershipGroup.Level.SUB_GROUP, PartnershipGroup.Level.FORUM)


def is_reviewed(group: PartnershipGroup) -> bool:
    """Whether SAAS reviews the group each year: every sub-group but itself, and every forum."""
    return group.level in REVIEWED and group.slug != SAAS


def groups_reviewed(today: date) -> QuerySet[PartnershipGroup]:
    """The groups of today that SAAS reviews, by name."""
    return PartnershipGroup.objects.on(today).filter(level__in=REVIEWED).exclude(slug=SAAS).order_by("name")


def reviews_visible_to(user: User) -> QuerySet[GroupReview]:
    """Every review, the newest first, for those who read assurance."""
    if not may(user, Permission.READ_ASSURANCE):
        return GroupReview.objects.none()
    return GroupReview.objects.select_related("group", "meeting__group", "by")


def review_visible_to(user: User, pk: UUID) -> GroupReview | None:
    """One review, or None."""
    return reviews_visible_to(user).filter(pk=pk).first()


def group_to_review(slug: str, today: date) -> PartnershipGroup | None:
    """A group of today that SAAS reviews, or None."""
    return groups_reviewed(today).filter(slug=slug).first()


def board_meetings_since(day: date) -> QuerySet[Meeting]:
    """The meetings of the Executive Board held on a day or later, the latest first: where a review can be reported."""
    held = Meeting.objects.filter(group__level=PartnershipGroup.Level.BOARD, state=MeetingState.HELD)
    return held.filter(starts_at__date__gte=day).select_related("group").order_by("-starts_at")


@dataclass(frozen=True)
class ReviewRow:
    """A group with its last review (None before the first), when the next is due, and how that stands in words."""

    group: PartnershipGroup
    last: GroupReview | None
    due_on: date
    due_words: str
    is_late: bool
    reported: str
    record_url: str


def review_rows(user: User, today: date) -> list[ReviewRow]:
    """Every group SAAS reviews, the one due first at the top; in a fixed number of queries."""
    latest: dict[int, GroupReview] = {}
    for review in reviews_visible_to(user).order_by("reviewed_on", "at"):
        latest[review.group_id] = review
    manages = may(user, Permission.MANAGE_ASSURANCE)
    rows = [_row(group, latest.get(group.pk), today, manages) for group in groups_reviewed(today)]
    return sorted(rows, key=lambda row: (row.due_on, row.group.name))


def _row(group: PartnershipGroup, last: GroupReview | None, today: date, manages: bool) -> ReviewRow:
    due_on = review_due(last.reviewed_on if last else None, group.starts_on)
    return ReviewRow(
        group=group,
        last=last,
        due_on=due_on,
        due_words=due_in_words(due_on, today),
        is_late=is_review_overdue(due_on, today),
        reported=_reported(last),
        record_url=reverse("assurance:group_review_record", args=[group.slug]) if manages else "",
    )


def next_reviews(today: date) -> dict[int, date]:
    """
    When each group of today that SAAS reviews is next due, by the group's key.

    That a group is reviewed each year, and when, is no secret; what a review found is for those who read assurance.
    """
    pairs = GroupReview.objects.order_by("reviewed_on").values_list("group", "reviewed_on")
    last = dict(pairs)
    return {group.pk: review_due(last.get(group.pk), group.starts_on) for group in groups_reviewed(today)}


def _reported(review: GroupReview | None) -> str:
    if review is None:
        return ""
    return f"Executive Board, {date_words(review.meeting.starts_at)}" if review.meeting else "Not yet reported"


@dataclass(frozen=True)
class ReviewPage:
    """One review as its page shows it, the others of the same group, and where it is said to have been reported."""

    review: GroupReview
    reported: str
    others: tuple[GroupReview, ...]
    report_url: str


def review_page(review: GroupReview, user: User) -> ReviewPage:
    """The page of a review `user` may read."""
    manages = may(user, Permission.MANAGE_ASSURANCE)
    return ReviewPage(
        review=review,
        reported=_reported(review),
        others=tuple(reviews_visible_to(user).filter(group=review.group).exclude(pk=review.pk)),
        report_url=reverse("assurance:group_review_report", args=[review.pk]) if manages and not review.meeting else "",
    )


def review_table(user: User, today: date) -> Table:
    """Every group SAAS reviews with its last review, as a table to download."""
    headers = [
        "Group",
        "Level",
        "Last reviewed",
        "Next due",
        "Overdue",
        "Findings",
        "Recommendations for action",
        "Reported to the Executive Board on",
    ]
    return headers, [_table_row(row) for row in review_rows(user, today)]


def _table_row(row: ReviewRow) -> list[Cell]:
    last = row.last
    return [
        row.group.name,
        row.group.get_level_display(),
        last.reviewed_on if last else None,
        row.due_on,
        "Yes" if row.is_late else "No",
        last.findings if last else "",
        last.recommendations if last else "",
        local_date(last.meeting.starts_at) if last and last.meeting else None,
    ]


@dataclass(frozen=True)
class DueReviews:
    """Reviews that wait for those who manage assurance: how many are overdue, the first date, how many unreported."""

    overdue: int
    first: date | None
    unreported: int


def due_group_reviews(user: User, today: date) -> DueReviews:
    """What of the yearly reviews waits for `user`; nothing for those who do not manage assurance."""
    if not may(user, Permission.MANAGE_ASSURANCE):
        return DueReviews(0, None, 0)
    late = [day for day in next_reviews(today).values() if is_review_overdue(day, today)]
    return DueReviews(len(late), min(late, default=None), reviews_visible_to(user).filter(meeting=None).count())
