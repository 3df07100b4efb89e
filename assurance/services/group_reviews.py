"""SAAS's annual reviews of the other sub-groups and of the forums, and their report to the Board (SAF 8, R101)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import GroupReview, Meeting, PartnershipGroup, User
from assurance.permissions import demand, people_who_may
from assurance.queries.group_reviews import is_reviewed
from assurance.rules.group_work import DecisionFacts, problems_of_report, problems_of_review
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words, local_date
from assurance.services import activity
from assurance.services.notices import notify

RECORDED = "A group has been reviewed: its review waits to be reported to the Executive Board"


@transaction.atomic
def record_review(
    *, group: PartnershipGroup, reviewed_on: date, findings: str, by: User, now: datetime, recommendations: str = ""
) -> GroupReview:
    """
    Record the review of a sub-group or a forum. It stands as it is recorded; the next is due a year later.

    Raises ValidationError for a group SAAS does not review, and for a second review of the same day.
    """
    demand(by, Permission.MANAGE_ASSURANCE)
    if not is_reviewed(group):
        raise ValidationError("SAAS reviews the other sub-groups and the forums.")
    if problems := problems_of_review(reviewed_on, findings, group.starts_on, local_date(now)):
        raise ValidationError(problems)
    PartnershipGroup.objects.select_for_update().get(pk=group.pk)  # two of one day are not recorded side by side
    if GroupReview.objects.filter(group=group, reviewed_on=reviewed_on).exists():
        raise ValidationError(f"A review of {group.short_name} on {date_words(reviewed_on)} has been recorded already.")
    review = GroupReview(group=group, reviewed_on=reviewed_on, findings=findings, recommendations=recommendations)
    review.by, review.at = by, now
    review.save(force_insert=True)
    activity.record(actor=by, action="group_review.record", subject=review, detail={"group": group.slug}, now=now)
    url = reverse("assurance:group_review_detail", args=[review.pk])
    for person in people_who_may(Permission.MANAGE_ASSURANCE).exclude(pk=by.pk):
        notify(person=person, text=RECORDED, url=url, permission=Permission.READ_ASSURANCE, now=now)
    return review


@transaction.atomic
def report_review(*, review: GroupReview, meeting: Meeting, by: User, now: datetime) -> None:
    """Say, once, to which meeting of the Executive Board a review was reported."""
    demand(by, Permission.MANAGE_ASSURANCE)
    facts = DecisionFacts(
        meeting.group.level == PartnershipGroup.Level.BOARD, was_held=meeting.state == MeetingState.HELD
    )
    if problems := problems_of_report(review.reviewed_on, local_date(meeting.starts_at), facts):
        raise ValidationError(problems)
    if not GroupReview.objects.filter(pk=review.pk, meeting=None).update(meeting=meeting):
        raise ValidationError("It has been recorded already to which meeting this review was reported.")
    activity.record(
        actor=by, action="group_review.report", subject=review, detail={"meeting": str(meeting.key)}, now=now
    )
