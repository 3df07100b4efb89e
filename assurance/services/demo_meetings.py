"""The meetings of the demonstration, planned and marked as held by the real services at the times they tell of."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from assurance.models import Meeting, PartnershipGroup, User
from assurance.rules.demo import Calendar, MeetingPlan
from assurance.rules.meetings import MeetingState
from assurance.rules.wording import LONDON
from assurance.rules.working_days import working_days_before
from assurance.services.demo_returns import Step
from assurance.services.meetings import hold_meeting, plan_meeting

# A meeting is planned three months ahead or, where that was before the demonstration, on its first day.
PLANNED_BEFORE = 60
PLANS_AT = time(9, 45)
A_WORKING_GROUP_LATER = timedelta(days=30)
ENDS_AFTER = timedelta(hours=3)


def meeting_steps(calendar: Calendar, secretariat: User) -> Iterator[Step]:
    """What happens to the meetings, and when; those of the Executive Board are planned with their periods."""
    for plan in calendar.meetings:
        yield _planned_at(calendar, plan), partial(_plan, plan, secretariat)
        if not plan.is_to_come:
            at = plan.occasion.starts_at
            yield at + ENDS_AFTER, partial(_hold, plan.group, at, secretariat)
    *past, _ = calendar.periods
    for period in past:
        yield period.meeting_at + ENDS_AFTER, partial(_hold, "executive-board", period.meeting_at, secretariat)


def _planned_at(calendar: Calendar, plan: MeetingPlan) -> datetime:
    starts_at = plan.occasion.starts_at
    if plan.prepares:
        return starts_at - A_WORKING_GROUP_LATER
    ahead = datetime.combine(working_days_before(starts_at.date(), PLANNED_BEFORE), PLANS_AT, LONDON)
    return max(ahead, calendar.begins_at + timedelta(minutes=45))


def _plan(plan: MeetingPlan, secretariat: User, *, now: datetime) -> None:
    group = PartnershipGroup.objects.get(slug=plan.group)
    parent = Meeting.objects.get(group=group, starts_at=plan.prepares) if plan.prepares else None
    plan_meeting(
        group=group,
        kind=plan.kind,
        title=plan.title,
        occasion=plan.occasion,
        parent=parent,
        sure=True,
        by=secretariat,
        now=now,
    )


def _hold(group: str, starts_at: datetime, secretariat: User, *, now: datetime) -> None:
    meeting = Meeting.objects.select_related("group").get(group__slug=group, starts_at=starts_at)
    hold_meeting(meeting=meeting, seen=MeetingState(meeting.state), by=secretariat, now=now)
