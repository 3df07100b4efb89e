"""Who is expected at a meeting, who replied what, who came, and whether it was quorate (R30 to R37)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from assurance.models import Agency, Attendee, Meeting, User
from assurance.permissions import may
from assurance.queries.attendance_history import Substituted, substituted_often
from assurance.queries.expected import expected_chair
from assurance.queries.meetings import meetings_visible_to
from assurance.queries.minutes import draft_state
from assurance.queries.tables import Table
from assurance.rules.attendance import (
    GUESTS,
    PRESENCE_WORDS,
    REPLY_WORDS,
    STANDING_WORDS,
    Presence,
    Recorded,
    Reply,
    Standing,
    fingerprint,
    problem_of_list,
    problem_of_reply,
    problem_of_taking,
)
from assurance.rules.meetings import MeetingKind, MeetingMove, MeetingState, after
from assurance.rules.quorum import (
    FORECAST_WORDS,
    VERDICT_WORDS,
    Attendance,
    Quorum,
    Verdict,
    forecast,
    lays_down_quorum,
    quorum,
    without_quorum,
)
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import counted, date_time_words, date_words, local_date

COLOURS = {
    Verdict.QUORATE: "green",
    Verdict.NOT_QUORATE: "red",
    Verdict.OPEN: "orange",
    Verdict.NOT_LAID_DOWN: "grey",
}
REPLY_COLOURS = {Reply.NONE: "grey", Reply.COMING: "green", Reply.APOLOGIES: "orange", Reply.SENDS_SUBSTITUTE: "blue"}
PRESENCE_COLOURS = {Presence.NOT_RECORDED: "grey", Presence.PRESENT: "green", Presence.ABSENT: "orange"}
LISTED = list(STANDING_WORDS)


def attendees_of(meeting: Meeting) -> QuerySet[Attendee]:
    """Everybody on a meeting's list, with person, agency under its names, whom they stand in for and who confirmed."""
    rows = meeting.attendees.select_related("person", "agency", "substitutes_for", "confirmed_by")
    return rows.prefetch_related("agency__names")


def attendee_of(meeting: Meeting, pk: UUID) -> Attendee | None:
    """One person on a meeting's list, or None. The caller has checked who may read the meeting."""
    return attendees_of(meeting).filter(pk=pk).first()


def own_attendee(meeting: Meeting, user: User) -> Attendee | None:
    """The reader's own place on the list, or None."""
    return attendees_of(meeting).filter(person=user).first()


def meeting_words(meeting: Meeting) -> str:
    """Which meeting it is: "SAAS, 26 November 2026 at 10am"."""
    return f"{meeting.group.short_name}, {date_time_words(meeting.starts_at)}"


def meetings_to_answer(user: User, today: date) -> QuerySet[Meeting]:
    """The meetings to come to which `user` is invited and has not replied: those whose papers have gone out."""
    unanswered = Attendee.objects.filter(person=user, reply=Reply.NONE).exclude(standing=Standing.SECRETARIAT)
    invited = meetings_visible_to(user).filter(state=MeetingState.CIRCULATED, starts_at__date__gte=today)
    return invited.filter(pk__in=unanswered.values("meeting")).order_by("starts_at")


def reply_initial(attendee: Attendee) -> dict[str, Any]:
    """What the form of a reply begins with: what was replied, and the substitute there is."""
    stands_in = attendee.substitutes.first()
    begins: dict[str, Any] = {"answer": attendee.reply}
    if stands_in:
        agency = None if stands_in.agency_id == attendee.agency_id else stands_in.agency_id
        begins |= {"post": stands_in.post, "agency": agency, "reason": stands_in.reason}
    return begins


def stands_in_words(attendee: Attendee) -> str:
    """For whom a substitute comes and why; blank for everybody else."""
    if attendee.substitutes_for is None:
        return ""
    return f"Stands in for {attendee.substitutes_for.post}. As an exception because: {attendee.reason}"


def who_was_in_chair(attendees: Iterable[Attendee]) -> Attendee | None:
    """Who was recorded as having been in the chair."""
    return next((one for one in attendees if one.is_in_chair), None)


def in_order(attendees: Iterable[Attendee]) -> list[Attendee]:
    """Members by post, each followed by who stands in for them; then the scrutineer, the Business Team, and others."""

    def place(one: Attendee) -> tuple[int, str, bool, str]:
        stood_for = one.substitutes_for
        standing = Standing(stood_for.standing if stood_for else one.standing)
        return LISTED.index(standing), (stood_for or one).post.lower(), stood_for is not None, one.post.lower()

    return sorted(attendees, key=place)


def agencies_to_stand_in_for(meeting: Meeting) -> QuerySet[Agency]:
    """The agencies of the day of the meeting, from which a substitute or guest may come."""
    return Agency.objects.on(local_date(meeting.starts_at))


def is_recorded(attendees: Iterable[Attendee]) -> bool:
    """Whether attendance has been taken."""
    return any(one.presence for one in attendees)


def recorded_as(attendees: Iterable[Attendee]) -> str:
    """What was recorded so far in one value, to tell whether somebody else has changed it; blank for nothing yet."""
    return fingerprint(Recorded(str(one.pk), Presence(one.presence), one.is_in_chair) for one in attendees)


def recorded_meanwhile(
    attendees: Iterable[Attendee], presences: Mapping[UUID, Presence], in_chair: UUID | None, seen: str
) -> bool:
    """Whether somebody else has recorded something else than this since it was `seen`."""
    stored = recorded_as(attendees)
    ours = fingerprint(Recorded(str(pk), presence, pk == in_chair) for pk, presence in presences.items())
    return stored not in (seen, ours)


def reply_problem(meeting: Meeting) -> str:
    """Why nobody replies to the meeting for themselves any more; blank while they do."""
    return problem_of_reply(MeetingState(meeting.state), recorded=is_recorded(meeting.attendees.all()))


def list_problem(meeting: Meeting) -> str:
    """Why the secretariat can no longer change the list; blank while it can."""
    return problem_of_list(draft_state(meeting), MeetingState(meeting.state))


def taking_problem(meeting: Meeting, today: date) -> str:
    """Why attendance cannot be recorded today; blank when it can."""
    state, minutes = MeetingState(meeting.state), draft_state(meeting)
    return problem_of_taking(state, minutes, local_date(meeting.starts_at), today)


def quorum_of(meeting: Meeting, attendees: list[Attendee], *, recorded: bool) -> Quorum:
    """Whether the meeting was quorate once attendance is `recorded`; what the replies say until then."""
    chair = who_was_in_chair(attendees) if recorded else expected_chair(meeting, attendees)
    people = [_attendance(one, is_in_chair=one == chair) for one in attendees]
    if not lays_down_quorum(meeting.group.slug, MeetingKind(meeting.kind)):
        return without_quorum(people, _is_there if recorded else _comes)
    return quorum(people) if recorded else forecast(people)


def _attendance(one: Attendee, *, is_in_chair: bool) -> Attendance:
    return Attendance(
        post=one.post,
        standing=Standing(one.standing),
        partner=one.agency.category if one.agency else "",
        reply=Reply(one.reply),
        presence=Presence(one.presence),
        is_in_chair=is_in_chair,
        stands_in_for=one.substitutes_for.post if one.substitutes_for else "",
        can_contribute=one.can_contribute,
    )


def _is_there(one: Attendance) -> bool:
    return one.presence == Presence.PRESENT


def _comes(one: Attendance) -> bool:
    return one.reply == Reply.COMING


@dataclass(frozen=True)
class AttendeeRow:
    """One person as the list shows them, with the addresses of what the reader may do about them; blank for none."""

    attendee: Attendee
    name: str
    agency: str
    standing: str
    words: str
    colour: str
    notes: tuple[str, ...]
    reply_url: str
    substitute_url: str
    confirm_url: str
    remove_url: str


@dataclass(frozen=True)
class AttendancePage:
    """Who is expected or came, what that means for the quorum, and what the reader may do now."""

    rows: tuple[AttendeeRow, ...]
    is_recorded: bool
    verdict: str
    colour: str
    reasons: tuple[str, ...]
    is_not_quorate: bool
    counts: str
    own: Attendee | None
    reply_url: str
    take_url: str
    guest_url: str
    refresh_url: str
    detail_url: str
    history_url: str
    rearrange_url: str
    rearranged: Meeting | None
    rearranged_url: str
    frozen_because: str
    often: tuple[Substituted, ...]


def attendance_page(meeting: Meeting, user: User, today: date) -> AttendancePage:
    """The attendance of a meeting for somebody who may read it."""
    attendees = in_order(attendees_of(meeting))
    recorded = is_recorded(attendees)
    found = quorum_of(meeting, attendees, recorded=recorded)
    state = MeetingState(meeting.state)
    runs, chairs = (may(user, right, meeting.group) for right in (Permission.RUN_MEETING, Permission.CHAIR_MEETING))
    frozen = problem_of_list(draft_state(meeting))
    is_open = state != MeetingState.CANCELLED and not frozen
    own = next((one for one in attendees if one.person_id == user.pk), None)
    taking = taking_problem(meeting, today)
    rearranged = Meeting.objects.filter(instead_of=meeting).select_related("group").first()
    refused = found.verdict == Verdict.NOT_QUORATE
    can_rearrange = (runs or chairs) and refused and rearranged is None and after(state, MeetingMove.REARRANGE)
    rights = {"recorded": recorded, "changes": runs and is_open, "confirms": (runs or chairs) and is_open}
    return AttendancePage(
        rows=tuple(_row(one, meeting, **rights) for one in attendees),
        is_recorded=recorded,
        verdict=(VERDICT_WORDS if recorded else FORECAST_WORDS)[found.verdict],
        colour=COLOURS[found.verdict],
        reasons=found.reasons,
        is_not_quorate=refused,
        counts=_counts(attendees, recorded=recorded),
        own=own,
        reply_url=_address(meeting, "reply") if own and not problem_of_reply(state, recorded=recorded) else "",
        take_url=_address(meeting, "take") if runs and not taking else "",
        guest_url=_address(meeting, "guest_add") if runs and is_open else "",
        refresh_url=_address(meeting, "refresh") if runs and is_open and not recorded else "",
        detail_url=_address(meeting, "detail"),
        history_url=reverse("assurance:attendance_history", args=[meeting.group.slug]),
        rearrange_url=reverse("assurance:meeting_rearrange", args=[meeting.key]) if can_rearrange else "",
        rearranged=rearranged,
        rearranged_url=reverse("assurance:meeting_detail", args=[rearranged.key]) if rearranged else "",
        frozen_because=frozen if runs else "",
        often=tuple(substituted_often(meeting.group, until=meeting.starts_at)),
    )


def _address(meeting: Meeting, name: str, *more: UUID) -> str:
    return reverse(f"assurance:attendance_{name}", args=[meeting.key, *more])


def _counts(attendees: list[Attendee], *, recorded: bool) -> str:
    if recorded:
        present = sum(one.presence == Presence.PRESENT for one in attendees)
        return f"{counted(present, 'person', 'people')} of {len(attendees)} on the list came."
    replied = [Reply(one.reply) for one in attendees]
    number = {reply: replied.count(reply) for reply in Reply}
    return (
        f"Of {counted(len(attendees), 'person', 'people')} on the list {number[Reply.COMING]} will come, "
        f"{number[Reply.APOLOGIES] + number[Reply.SENDS_SUBSTITUTE]} cannot, {number[Reply.NONE]} have not replied."
    )


def _row(one: Attendee, meeting: Meeting, *, recorded: bool, changes: bool, confirms: bool) -> AttendeeRow:
    words, colour = (
        (PRESENCE_WORDS[Presence(one.presence)], PRESENCE_COLOURS[Presence(one.presence)])
        if recorded
        else (REPLY_WORDS[Reply(one.reply)], REPLY_COLOURS[Reply(one.reply)])
    )
    stands_in = one.standing == Standing.SUBSTITUTE
    may_add = one.standing == Standing.MEMBER and one.presence == Presence.ABSENT
    return AttendeeRow(
        attendee=one,
        name=one.person.name if one.person else "",
        agency=one.agency.name_on(local_date(meeting.starts_at)) if one.agency else "",
        standing=STANDING_WORDS[Standing(one.standing)],
        words=words,
        colour=colour,
        notes=tuple(_notes(one, recorded=recorded)),
        reply_url=_address(meeting, "reply_for", one.pk) if changes and not recorded else "",
        substitute_url=_address(meeting, "reply_for", one.pk) if changes and recorded and may_add else "",
        confirm_url=_address(meeting, "confirm", one.pk) if confirms and stands_in else "",
        remove_url=_address(meeting, "guest_remove", one.pk) if changes and is_guest(one) else "",
    )


def is_guest(one: Attendee) -> bool:
    """Whether the secretariat put them on the list by post, and may take them off it."""
    return one.person_id is None and one.standing in GUESTS


def _notes(one: Attendee, *, recorded: bool) -> list[str]:
    notes = ["In the chair"] if one.is_in_chair else []
    if recorded and one.presence == Presence.ABSENT and one.reply in (Reply.APOLOGIES, Reply.SENDS_SUBSTITUTE):
        notes.append(REPLY_WORDS[Reply(one.reply)])
    if one.substitutes_for:
        notes += [
            f"Stands in for {one.substitutes_for.post}",
            f"As an exception because: {one.reason}",
            able_words(one),
        ]
    return notes


def able_words(one: Attendee) -> str:
    """Whether a substitute is confirmed able, by whom and when (SAAS ToR 3.6, R35)."""
    if one.can_contribute is None or one.confirmed_at is None:
        return "Not yet confirmed as able to contribute and to commission work in their own agency"
    able = "Able" if one.can_contribute else "Not able"
    said = f"{able} to contribute and to commission work in their own agency"
    return f"{said}, recorded by {one.confirmed_by} on {date_words(one.confirmed_at)}"


def attendance_table(meeting: Meeting) -> Table:
    """The list as a table to download."""
    day = local_date(meeting.starts_at)
    headers = ["Post", "Agency", "Standing", "Reply", "Presence", "In the chair", "Stands in for", "Reason", "Able"]
    rows: list[list[Cell]] = [
        [
            one.post,
            one.agency.name_on(day) if one.agency else "",
            STANDING_WORDS[Standing(one.standing)],
            REPLY_WORDS[Reply(one.reply)],
            PRESENCE_WORDS[Presence(one.presence)],
            "Yes" if one.is_in_chair else "",
            one.substitutes_for.post if one.substitutes_for else "",
            one.reason,
            able_words(one) if one.substitutes_for else "",
        ]
        for one in in_order(attendees_of(meeting))
    ]
    return headers, rows
