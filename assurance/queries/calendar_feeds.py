"""What a calendar feed reads: whose address it is, and the meetings of the groups that person reads today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from assurance.models import CalendarFeed, Meeting, User
from assurance.queries.meetings import meetings_visible_to
from assurance.rules.meetings import MeetingMove

GOES_BACK = timedelta(days=366)
# What changes an event in somebody's calendar: each makes its number grow.
CHANGES = Q(events__move__in=(MeetingMove.MOVE, MeetingMove.CANCEL, MeetingMove.REARRANGE))


@dataclass(frozen=True)
class FeedMeeting:
    """A meeting in a feed, how often its time, place or standing has changed, and when that was last."""

    meeting: Meeting
    sequence: int
    changed_at: datetime


def feed_of(secret_sha256: str) -> CalendarFeed | None:
    """The feed whose secret has this hash and that has not been revoked, with its person; or None."""
    feeds = CalendarFeed.objects.select_related("person")
    return feeds.filter(secret_sha256=secret_sha256, revoked_at__isnull=True).first()


def own_feed(person: User) -> CalendarFeed | None:
    """The feed a person has now, or None."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()


def meetings_in_feed(person: User, now: datetime) -> list[FeedMeeting]:
    """The meetings of the groups whose meetings the person reads, those of the year that has passed among them."""
    meetings = meetings_visible_to(person).filter(starts_at__gte=now - GOES_BACK)
    counted = meetings.annotate(changes=Count("events", CHANGES), changed_at=Max("events__at"))
    return [FeedMeeting(each, each.changes, each.changed_at or each.starts_at) for each in counted]
