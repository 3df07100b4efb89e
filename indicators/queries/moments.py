"""The moments the figures can be looked at as they were known: any day, and the meetings that reviewed them (R70)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from assurance.models import Meeting, PartnershipGroup, User
from assurance.permissions import may
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON, date_time_words, date_words, local_date

SAAS = "saas"


@dataclass(frozen=True)
class Moment:
    """A day in the past, the moment of it as of which things are shown, and that moment in words."""

    day: date
    at: datetime
    words: str


def meetings_to_look_back_to(user: User, *, now: datetime) -> list[tuple[str, str]]:
    """The meetings of SAAS and the Executive Board so far, the newest first: day and words, to choose from."""
    return [
        (local_date(meeting.starts_at).isoformat(), f"{meeting.group}, {date_words(meeting.starts_at)}")
        for meeting in _meetings(user).filter(starts_at__lte=now).order_by("-starts_at")
    ]


def moment_of(user: User, day: date) -> Moment:
    """
    The moment a day is shown as of: when SAAS or the Executive Board met on it, else its end.

    What came in after a meeting had begun was not before it.
    """
    midnight = datetime.combine(day, time(), tzinfo=LONDON)
    of_the_day = Q(starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))
    meeting = _meetings(user).filter(of_the_day).first()
    if meeting is None:
        end = datetime.combine(day, time.max, tzinfo=LONDON)
        return Moment(day, end, f"As known at the end of {date_words(day)}")
    words = f"As reviewed at the meeting of {meeting.group} on {date_time_words(meeting.starts_at)}"
    return Moment(day, meeting.starts_at, words)


def _meetings(user: User) -> QuerySet[Meeting]:
    if not may(user, Permission.READ_DIRECTORY):
        return Meeting.objects.none()
    reviewing = Q(group__level=PartnershipGroup.Level.BOARD) | Q(group__slug=SAAS)
    return Meeting.objects.filter(reviewing).select_related("group")
