"""The calendar feed: when and where a person's groups meet, at a secret address, and nothing else (R20; trust.md 3)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from assurance.models import ActivityEntry, CalendarFeed, Membership
from assurance.rules.meetings import Held, MeetingKind, MeetingState, Occasion
from assurance.rules.roles import Role
from assurance.services import calendar_feeds as services
from assurance.services import meetings
from kscmp.request_log import RequestLog
from tests.assurance.counting import queries_of
from tests.factories.assurance import UserFactory, person_with
from tests.factories.meetings import STARTS_AT, a_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
PAGE = "/meetings/calendar/"
SUMMER = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
SAAS_MEETING = "Scrutiny, Assurance and Audit Sub-group meeting"


@pytest.fixture
def secret(member):
    return services.make_feed(by=member, now=NOW)


def address_of(secret):
    return reverse("assurance:calendar_feed", args=[secret])


def events(secret, now=NOW):
    return Calendar.from_ical(services.read_feed(secret=secret, now=now)).walk("VEVENT")


def titles(secret):
    return [str(event["summary"]) for event in events(secret)]


# What it says


def test_it_says_which_group_meets_when_and_where_and_nothing_else(secret):
    a_meeting(
        title="A matter of one child",
        kind=MeetingKind.EXTRAORDINARY,
        place="County Hall",
        held=Held.BOTH,
        minutes_long=90,
    )
    (event,) = events(secret)
    assert set(event) == {"UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "STATUS"}
    assert (event["summary"], event["location"], event["status"]) == (SAAS_MEETING, "County Hall", "CONFIRMED")
    assert (event["dtstart"].dt, event["dtend"].dt) == (STARTS_AT, STARTS_AT + timedelta(minutes=90))
    assert b"child" not in services.read_feed(secret=secret, now=NOW)


@pytest.mark.parametrize(("starts_at", "hour"), [(STARTS_AT, 10), (SUMMER, 10)])
def test_times_are_those_of_the_clock_in_kent_in_winter_and_in_summer(secret, starts_at, hour):
    a_meeting(starts_at=starts_at)
    (event,) = events(secret)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert (event["dtstart"].dt, event["dtstart"].dt.hour) == (starts_at, hour)
    content = services.read_feed(secret=secret, now=NOW).decode()
    assert f"DTSTART;TZID=Europe/London:{starts_at:%Y%m%d}T100000" in content
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/London"
    assert zone.to_tz(lookup_tzid=False).utcoffset(SUMMER.replace(tzinfo=None)) == timedelta(hours=1)
    assert zone.to_tz(lookup_tzid=False).utcoffset(STARTS_AT.replace(tzinfo=None)) == timedelta(0)


def test_a_meeting_keeps_its_name_and_its_number_grows_when_it_changes(secret):
    team = person_with(Role.BUSINESS_TEAM)
    meeting = a_meeting()
    (event,) = events(secret)
    assert (event["uid"], event["sequence"]) == (str(meeting.key), 0)
    later = Occasion(STARTS_AT + timedelta(days=7), 120)
    act = {"meeting": meeting, "seen": MeetingState.PLANNED, "why": "Why", "by": team}
    meetings.move_meeting(occasion=later, now=NOW, **act)
    (event,) = events(secret)
    assert (event["uid"], event["sequence"], event["dtstart"].dt) == (str(meeting.key), 1, later.starts_at)
    assert event["dtstamp"].dt == NOW
    meetings.cancel_meeting(now=NOW + timedelta(hours=1), **act)
    (event,) = events(secret)
    assert (event["uid"], event["sequence"], event["status"]) == (str(meeting.key), 2, "CANCELLED")


def test_a_rearranged_meeting_is_cancelled_and_the_new_one_has_a_name_of_its_own(secret):
    meeting = a_meeting()
    new = meetings.rearrange_meeting(
        meeting=meeting,
        seen=MeetingState.PLANNED,
        occasion=Occasion(STARTS_AT + timedelta(days=7), 120),
        why="Why",
        by=person_with(Role.SAAS_CHAIR),
        now=NOW,
    )
    assert {str(event["uid"]): str(event["status"]) for event in events(secret)} == {
        str(meeting.key): "CANCELLED",
        str(new.key): "CONFIRMED",
    }


def test_a_place_with_commas_and_line_ends_stays_one_line_of_the_feed(secret):
    place = "Room 1, County Hall; Maidstone\\\nBEGIN:VALARM"
    a_meeting(place=place)
    (event,) = events(secret)
    assert str(event["location"]) == place
    assert not Calendar.from_ical(services.read_feed(secret=secret, now=NOW)).walk("VALARM")


def test_meetings_of_more_than_a_year_ago_are_left_out(secret):
    a_meeting(MeetingState.HELD, starts_at=NOW - timedelta(days=400))
    a_meeting(MeetingState.HELD, starts_at=NOW - timedelta(days=300))
    assert len(events(secret)) == 1


# Whose meetings


def test_it_holds_the_meetings_of_the_groups_one_reads_and_of_no_other(secret):
    for group in ("saas", "board", "emerging-themes"):
        a_meeting(group=group)
    assert titles(secret) == [SAAS_MEETING]
    team = services.make_feed(by=person_with(Role.BUSINESS_TEAM), now=NOW)
    assert len(titles(team)) == 3


def test_the_right_is_asked_for_anew_at_every_fetch(member, secret):
    a_meeting()
    Membership.objects.filter(person=member).update(ends_on=NOW.date())
    assert titles(secret) == [SAAS_MEETING]
    assert events(secret, now=NOW + timedelta(days=1)) == []


def test_a_shut_account_has_no_feed(client, member, secret):
    member.is_active = False
    member.save()
    assert client.get(address_of(secret)).status_code == 404
    member.is_active = True
    member.save()
    assert services.read_feed(secret=secret, now=NOW) is None


# The secret


def test_only_a_hash_of_the_secret_is_kept_and_the_log_tells_that_it_was_made(member, secret):
    feed = CalendarFeed.objects.get()
    assert len(secret) >= 43
    assert secret not in str(vars(feed))
    assert feed.secret_sha256 == services.hash_of(secret)
    entry = ActivityEntry.objects.get(action="calendar_feed.make")
    assert (entry.actor, secret in entry.detail) == (member, False)


def test_a_new_address_ends_the_one_before_and_revoking_ends_the_last(client, member, secret):
    second = services.make_feed(by=member, now=NOW)
    assert client.get(address_of(secret)).status_code == 404
    assert client.get(address_of(second)).status_code == 200
    services.revoke_feed(by=member, now=NOW)
    assert client.get(address_of(second)).status_code == 404
    with pytest.raises(ValidationError, match="nothing to revoke"):
        services.revoke_feed(by=member, now=NOW)
    assert ActivityEntry.objects.filter(action="calendar_feed.revoke").count() == 1


def test_the_database_too_keeps_one_address_a_person(member, secret):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=member, secret_sha256="0" * 64, made_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=UserFactory(), secret_sha256=services.hash_of(secret), made_at=NOW)


def test_who_reads_no_meetings_makes_no_address():
    with pytest.raises(ValidationError, match="not a member of a group"):
        services.make_feed(by=person_with(Role.PARTNER_LEAD), now=NOW)


# Over the web


def test_the_feed_is_read_without_signing_in_and_leaves_nothing_behind(client, secret):
    a_meeting()
    answer = client.get(address_of(secret))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_whoever_is_signed_in_gets_the_feed_of_the_secret_and_not_their_own(sign_in, secret):
    a_meeting()
    a_meeting(group="board")
    client = sign_in(person_with(Role.BUSINESS_TEAM))
    assert client.get(address_of(secret)).content.count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_read_and_never_written(client, secret, method):
    assert getattr(client, method)(address_of(secret)).status_code == 405


def test_an_unknown_address_is_plainly_not_found_and_alike_whatever_it_is(client, member, secret):
    services.revoke_feed(by=member, now=NOW)
    answers = [client.get(address_of(each)) for each in (secret, "x" * 43)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content == b"Not found.\n"
    assert not any(answer.cookies for answer in answers)


def test_whoever_tries_addresses_is_soon_not_heard_any_more(client, secret):
    cache.clear()
    for number in range(20):
        assert client.get(address_of(f"{number:043}")).status_code == 404
    answer = client.get(address_of("x" * 43))
    assert (answer.status_code, answer.headers["Retry-After"], answer.content) == (429, "300", b"Too many requests.\n")
    assert client.get(address_of(secret)).status_code == 429
    assert client.get(address_of(secret), REMOTE_ADDR="192.0.2.1").status_code == 200
    cache.clear()


def test_the_address_does_not_reach_the_request_log(rf, secret):
    assert secret not in RequestLog.format_request(rf.get(address_of(secret)))


def test_a_feed_costs_the_same_with_3_meetings_and_30(client, secret):
    for number in range(3):
        a_meeting(starts_at=STARTS_AT + timedelta(days=number))
    with_3 = queries_of(client, address_of(secret))
    for number in range(3, 30):
        a_meeting(starts_at=STARTS_AT + timedelta(days=number))
    assert queries_of(client, address_of(secret)) == with_3


# The page


def test_the_address_is_shown_once_and_can_be_renewed_and_revoked(sign_in, member):
    client = sign_in(member)
    assert "Make my calendar address" in client.get(PAGE).content.decode()
    shown = client.post(f"{PAGE}make/").content.decode()
    start = shown.index("/calendar/", shown.index("<code>"))
    address = shown[start : shown.index("</code>", start)]
    assert client.get(address).status_code == 200
    again = client.get(PAGE).content.decode()
    assert address not in again
    assert "Make a new address" in again
    assert "is revoked" in client.post(f"{PAGE}revoke/", follow=True).content.decode()
    assert client.get(address).status_code == 404
    assert "nothing to revoke" in client.post(f"{PAGE}revoke/", follow=True).content.decode()


def test_who_reads_no_meetings_is_refused_the_page(sign_in):
    client = sign_in(person_with(Role.PARTNER_LEAD))
    assert client.get(PAGE).status_code == client.post(f"{PAGE}make/").status_code == 403
