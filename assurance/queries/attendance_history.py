"""Who came to a group's latest meetings, who sent apologies or a substitute, and who did so repeatedly (R37)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assurance.models import Attendee, Meeting, PartnershipGroup, User
from assurance.permissions import groups_where
from assurance.queries.tables import Table
from assurance.rules.attendance import (
    MEETINGS_LOOKED_BACK,
    STANDING_WORDS,
    Presence,
    Reply,
    Standing,
    often_substituted,
)
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date, short_date_words

MEETINGS_SHOWN = 8
LISTED = list(STANDING_WORDS.values())


def group_met_by(user: User, slug: str) -> PartnershipGroup | None:
    """A group whose meetings `user` reads, or None."""
    return groups_where(user, Permission.READ_MEETING).filter(slug=slug).first()


@dataclass(frozen=True)
class Substituted:
    """A member who sent a substitute repeatedly: how often, to how many of the latest meetings."""

    post: str
    times: int
    meetings: int


def substituted_often(group: PartnershipGroup, *, until: datetime | None = None) -> list[Substituted]:
    """
    The members who sent a substitute to two or more of the group's latest four meetings (SAAS ToR 3.6, R37).

    `until` is the moment of the last of them; without it they are the latest that were held.
    """
    meetings = _meetings(group).exclude(state=MeetingState.CANCELLED)
    meetings = meetings.filter(starts_at__lte=until) if until else meetings.filter(state=MeetingState.HELD)
    latest = list(meetings.values_list("pk", flat=True)[:MEETINGS_LOOKED_BACK])
    rows = list(Attendee.objects.filter(meeting__in=latest, person__isnull=False, standing=Standing.MEMBER))
    stood_in = _stood_in_for(latest)
    sent = {row.person_id: [False] * len(latest) for row in rows}
    for row in rows:
        sent[row.person_id][latest.index(row.meeting_id)] = row.pk in stood_in
    posts = {row.person_id: row.post for row in rows}
    often = {person: often_substituted(times) for person, times in sent.items()}
    return sorted(
        (Substituted(posts[person], times, len(latest)) for person, times in often.items() if times),
        key=lambda one: one.post,
    )


def _meetings(group: PartnershipGroup) -> QuerySet[Meeting]:
    return Meeting.objects.filter(group=group).exclude(kind=MeetingKind.WORKING_GROUP).order_by("-starts_at")


def _stood_in_for(meetings: list[int]) -> dict[object, str]:
    """Who stood in, by the key of the member's row; not those who did not come in the end."""
    rows = Attendee.objects.filter(meeting__in=meetings, substitutes_for__isnull=False)
    return dict(rows.exclude(presence=Presence.ABSENT).values_list("substitutes_for", "post"))


@dataclass(frozen=True)
class HistoryRow:
    """One person's attendance: a cell a meeting, newest first, and how many they came to."""

    post: str
    agency: str
    standing: str
    cells: tuple[str, ...]
    came: str


@dataclass(frozen=True)
class AttendanceHistory:
    """The group's latest meetings, newest first, with everybody's attendance, and who sent substitutes repeatedly."""

    meetings: tuple[Meeting, ...]
    rows: tuple[HistoryRow, ...]
    often: tuple[Substituted, ...]
    looked_back: int


def attendance_history(group: PartnershipGroup) -> AttendanceHistory:
    """Who came to the latest eight meetings that were held. The caller has checked who may read of them."""
    meetings = list(_meetings(group).filter(state=MeetingState.HELD)[:MEETINGS_SHOWN])
    keys = [meeting.pk for meeting in meetings]
    stood_in = _stood_in_for(keys)
    of_person: dict[int, dict[int, Attendee]] = defaultdict(dict)
    rows = Attendee.objects.filter(meeting__in=keys, person__isnull=False).select_related("agency")
    for row in rows.order_by("meeting__starts_at"):
        of_person[row.person_id][row.meeting_id] = row
    found = [_row(keys, rows, stood_in) for rows in of_person.values()]
    found.sort(key=lambda row: (LISTED.index(row.standing), row.post.lower()))
    return AttendanceHistory(tuple(meetings), tuple(found), tuple(substituted_often(group)), MEETINGS_LOOKED_BACK)


def _row(keys: list[int], rows: dict[int, Attendee], stood_in: dict[object, str]) -> HistoryRow:
    latest = list(rows.values())[-1]
    came = sum(row.presence == Presence.PRESENT for row in rows.values())
    return HistoryRow(
        post=latest.post,
        agency=latest.agency.short_name if latest.agency else "",
        standing=STANDING_WORDS[Standing(latest.standing)],
        cells=tuple(_cell(rows.get(key), stood_in) for key in keys),
        came=f"{came} of {len(rows)}",
    )


def _cell(row: Attendee | None, stood_in: dict[object, str]) -> str:
    if row is None:
        return "Not expected"
    if row.presence == Presence.PRESENT:
        return "Present, in the chair" if row.is_in_chair else "Present"
    if row.pk in stood_in:
        return f"Substitute: {stood_in[row.pk]}"
    if row.presence == Presence.ABSENT:
        return "Apologies" if row.reply in (Reply.APOLOGIES, Reply.SENDS_SUBSTITUTE) else "Absent"
    return "Not recorded"


def history_table(group: PartnershipGroup) -> Table:
    """The same as a table to download."""
    history = attendance_history(group)
    days = [short_date_words(local_date(meeting.starts_at)) for meeting in history.meetings]
    headers = ["Who", "Agency", "Standing", *days, "Came to"]
    rows: list[list[Cell]] = [[row.post, row.agency, row.standing, *row.cells, row.came] for row in history.rows]
    return headers, rows
