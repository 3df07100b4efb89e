"""The meetings whose papers fall due, each with the quarter that its pack is about."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from assurance.models import Meeting, ReportingPeriod
from assurance.rules.calendars import SAAS
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.wording import LONDON, local_date
from reports.models import Report
from reports.rules.kinds import Kind
from reports.rules.schedule import is_drafted, is_reminded

# The papers of these meetings are still to be sent out.
AHEAD = (str(MeetingState.PLANNED), str(MeetingState.AGREED))
# No clock begins longer before a meeting.
LOOK_AHEAD = timedelta(days=60)

Due = tuple[Kind, Meeting, ReportingPeriod]


def drafts_due(today: date) -> list[Due]:
    """The packs of which a draft is to be there by today, the earliest meeting first."""
    board = _meetings(today).filter(reporting_period__isnull=False).select_related("reporting_period__meeting__group")
    due: list[Due] = [(Kind.EXECUTIVE_BOARD_PACK, meeting, meeting.reporting_period) for meeting in board]
    periods = list(ReportingPeriod.objects.select_related("meeting__group").order_by("meeting__starts_at"))
    for meeting in _meetings(today).filter(group__slug=SAAS).exclude(kind=str(MeetingKind.WORKING_GROUP)):
        informed = [period for period in periods if period.meeting.starts_at >= meeting.starts_at]
        due += [(Kind.SAAS_PAPERS, meeting, period) for period in informed[:1]]
    due = [one for one in due if is_drafted(local_date(one[1].starts_at), today)]
    return sorted(due, key=lambda one: (one[1].starts_at, one[0]))


def reports_to_remind_of(today: date) -> QuerySet[Report]:
    """The reports for meetings of whose writers are reminded today."""
    days = {
        period.pk: local_date(period.meeting.starts_at)
        for period in ReportingPeriod.objects.filter(meeting__in=_meetings(today)).select_related("meeting")
    }
    periods = [pk for pk, meeting_on in days.items() if is_reminded(meeting_on, today)]
    return Report.objects.filter(period__in=periods).select_related("period__meeting__group", "group", "by_group")


def _meetings(today: date) -> QuerySet[Meeting]:
    begins = datetime.combine(today, time(), LONDON)
    found = Meeting.objects.filter(state__in=AHEAD, starts_at__gte=begins, starts_at__lt=begins + LOOK_AHEAD)
    return found.order_by("starts_at", "pk")
