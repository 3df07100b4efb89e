"""
A person's calendar feed: the meetings of their groups at a secret address, in iCalendar (RFC 5545).

The feed says when and where a group meets and nothing else, for a calendar program keeps what it reads where the portal
cannot see. Of the address only a hash is kept. The right to read is asked for anew at every fetch (trust.md 3).
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from icalendar import Calendar, Event

from assurance.models import CalendarFeed, Meeting, User
from assurance.permissions import may_somewhere, refresh_grants
from assurance.queries.calendar_feeds import FeedMeeting, feed_of, meetings_in_feed
from assurance.rules.canonical import sha256_of
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import LONDON
from assurance.services import activity

PRODUCT = "-//Kent Safeguarding Children Multi-agency Partnership//Assurance portal//EN"
NAME = "KSCMP meetings"
REFRESH = timedelta(hours=6)


@transaction.atomic
def make_feed(*, by: User, now: datetime) -> str:
    """A new secret for `by`, to be shown once. The address they had before, if any, is revoked with this."""
    if not may_somewhere(by, Permission.READ_MEETING):
        raise ValidationError("You are not a member of a group whose meetings can be followed.")
    _revoke(by, now)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(person=by, secret_sha256=hash_of(secret), made_at=now)
    activity.record(actor=by, action="calendar_feed.make", subject=feed, now=now)
    return secret


@transaction.atomic
def revoke_feed(*, by: User, now: datetime) -> None:
    """End the address of `by`: from now on it is unknown."""
    feed = _revoke(by, now)
    if feed is None:
        raise ValidationError("You have no calendar address, so there is nothing to revoke.")
    activity.record(actor=by, action="calendar_feed.revoke", subject=feed, now=now)


def _revoke(person: User, now: datetime) -> CalendarFeed | None:
    feed = CalendarFeed.objects.select_for_update().filter(person=person, revoked_at__isnull=True).first()
    if feed is not None:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
    return feed


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has 256 bits of chance, so that a plain hash gives nothing away."""
    return sha256_of(secret)


@transaction.atomic
def read_feed(*, secret: str, now: datetime) -> bytes | None:
    """
    The calendar behind a secret as its person may read it today; None when there is none, or the account is shut.

    The address of a shut account ends with the first fetch: should the account open again, a new one is made.
    """
    feed = feed_of(hash_of(secret))
    if feed is None:
        return None
    if not feed.person.is_active:
        _revoke(feed.person, now)
        return None
    refresh_grants(feed.person, today=localdate(now))
    return calendar_of(meetings_in_feed(feed.person, now))


def calendar_of(meetings: Iterable[FeedMeeting]) -> bytes:
    """The meetings as iCalendar, with the rules of Europe/London's clock in it."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for each in meetings:
        calendar.add_component(_event(each.meeting, each.sequence, each.changed_at))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(meeting: Meeting, sequence: int, changed_at: datetime) -> Event:
    event = Event()
    starts_at = meeting.starts_at.astimezone(LONDON)
    event.add("uid", str(meeting.key))
    event.add("sequence", sequence)
    event.add("dtstamp", changed_at)
    event.add("summary", f"{meeting.group.name} meeting")
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=meeting.minutes_long))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    return event
