"""
The meetings of a group that a report tells of: quorate or not, papers and minutes in time, who came (R29 to R37).

Who reads assurance knows these of SAAS (`assurance.queries.compliance_meetings`). Decisions, and which agency was
expected and came, are for those who read the group's meetings.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet

from assurance.models import Attendee, Meeting, PartnershipGroup, User
from assurance.permissions import may
from assurance.queries.attendance import is_recorded, quorum_of
from assurance.queries.decisions import decisions_visible_to
from assurance.rules.attendance import Presence, Standing
from assurance.rules.clocks import Clock, Lateness, lateness, minutes_clock, papers_clock
from assurance.rules.meetings import Circulated, MeetingKind, MeetingState
from assurance.rules.quorum import COUNTS, GROUP_WITH_A_QUORUM, PARTNERS, Quorum
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date


@dataclass(frozen=True)
class MeetingTold:
    """
    One meeting: `quorum` is None while attendance is not recorded, `minutes` before it is marked as held.

    `decisions` counts those in circulated minutes, and is None for a reader who does not read the meeting.
    """

    meeting: Meeting
    quorum: Quorum | None
    papers: Lateness
    minutes: Lateness | None
    decisions: int | None


@dataclass(frozen=True)
class Represented:
    """An agency, or a Safeguarding Partner: to how many meetings it was expected and came, and came by a substitute."""

    name: str
    expected: int
    came: int
    by_substitute: int


@dataclass(frozen=True)
class MeetingsTold:
    """
    The meetings, the earliest first, and who was represented.

    By agency where `is_read`, which says whether the reader reads the group's meetings; else the three Safeguarding
    Partners, of whom the quorum of each meeting says so.
    """

    group: PartnershipGroup
    meetings: tuple[MeetingTold, ...]
    represented: tuple[Represented, ...]
    is_read: bool


def meetings_told(
    user: User, group: PartnershipGroup, *, since: datetime | None, until: datetime, today: date
) -> MeetingsTold | None:
    """The meetings of a group in that time, or None for who may not know of them. A fixed number of queries."""
    reads = may(user, Permission.READ_MEETING, group)
    if not reads and not (group.slug == GROUP_WITH_A_QUORUM and may(user, Permission.READ_ASSURANCE)):
        return None
    found = list(_meetings(group, since, until))
    decided = _decisions(user, found)
    told = tuple(_told(one, decided.get(one.pk, 0) if reads else None, today) for one in found)
    represented = _agencies(found, today) if reads else _partners(told)
    return MeetingsTold(group, told, tuple(represented), reads)


def _meetings(group: PartnershipGroup, since: datetime | None, until: datetime) -> QuerySet[Meeting]:
    attendees = Attendee.objects.select_related("person", "agency", "substitutes_for").prefetch_related("agency__names")
    found = Meeting.objects.filter(group=group, starts_at__lte=until)
    found = found.exclude(state=MeetingState.CANCELLED).exclude(kind=MeetingKind.WORKING_GROUP)
    found = found.filter(starts_at__gte=since) if since else found
    related = found.select_related("group").order_by("starts_at")
    return related.prefetch_related("circulations", Prefetch("attendees", attendees.order_by("pk")))


def _decisions(user: User, meetings: Iterable[Meeting]) -> dict[int, int]:
    visible = decisions_visible_to(user).filter(meeting__in=[one.pk for one in meetings]).order_by()
    return dict(visible.values("meeting").annotate(number=Count("pk")).values_list("meeting", "number"))


def _told(meeting: Meeting, decisions: int | None, today: date) -> MeetingTold:
    attendees, day = list(meeting.attendees.all()), local_date(meeting.starts_at)
    was_held = meeting.state == MeetingState.HELD
    return MeetingTold(
        meeting=meeting,
        quorum=quorum_of(meeting, attendees, recorded=True) if is_recorded(attendees) else None,
        papers=_circulated(meeting, Circulated.PAPERS, papers_clock(day), today)
        or Lateness("never circulated", is_late=True),
        minutes=_minutes(meeting, minutes_clock(day), today) if was_held else None,
        decisions=decisions,
    )


def _minutes(meeting: Meeting, clock: Clock, today: date) -> Lateness:
    return _circulated(meeting, Circulated.MINUTES, clock, today) or lateness(clock.due_on, today, None)


def _circulated(meeting: Meeting, what: Circulated, clock: Clock, today: date) -> Lateness | None:
    out = min((one.at for one in meeting.circulations.all() if one.what == what), default=None)
    return lateness(clock.due_on, today, local_date(out)) if out else None


def _agencies(meetings: Iterable[Meeting], today: date) -> list[Represented]:
    """By agency, in the order of the alphabet: an agency came if one of those who count for it did."""
    names: dict[int, str] = {}
    expected: Counter[int] = Counter()
    came: Counter[int] = Counter()
    by_substitute: Counter[int] = Counter()
    for meeting in meetings:
        rows = [one for one in meeting.attendees.all() if one.agency_id and one.standing in COUNTS]
        if not is_recorded(rows):
            continue
        names |= {one.agency_id: one.agency.name_on(today) for one in rows if one.agency_id not in names}
        there = [one for one in rows if one.presence == Presence.PRESENT]
        members = {one.agency_id for one in there if one.standing == Standing.MEMBER}
        expected.update({one.agency_id for one in rows})
        came.update({one.agency_id for one in there})
        by_substitute.update({one.agency_id for one in there} - members)
    in_order = sorted(names, key=lambda pk: names[pk].casefold())
    return [Represented(names[pk], expected[pk], came[pk], by_substitute[pk]) for pk in in_order]


def _partners(told: Iterable[MeetingTold]) -> list[Represented]:
    known = [one.quorum for one in told if one.quorum]
    return [
        Represented(words, len(known), sum(words not in one.missing for one in known), 0)
        for words in PARTNERS.values()
        if known
    ]
