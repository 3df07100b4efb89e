"""The list of who belongs at a meeting, their replies and substitutes, and who came (R29 to R37)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Agency, Attendee, Meeting, User
from assurance.permissions import demand, may, refusal
from assurance.queries.attendance import (
    is_guest,
    is_recorded,
    list_problem,
    recorded_meanwhile,
    reply_problem,
    taking_problem,
)
from assurance.queries.expected import expected_at, meetings_to_keep_in_step
from assurance.rules.attendance import (
    GUESTS,
    Presence,
    Reply,
    Standing,
)
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.notices import notify

REPLIED_FOR_YOU = "The Business Team has recorded your reply to a meeting"
TAKEN = "Somebody else has recorded the attendance meanwhile. Compare theirs with yours, then save what is right."


# The list follows the memberships until the papers go out


@transaction.atomic
def keep_in_step(*, meeting: Meeting, by: User | None, now: datetime) -> None:
    """
    Make the list that of the memberships on the day of the meeting, unless its papers have gone out.

    Called when a meeting is planned or moved, when memberships change, and last before its papers go out.
    """
    if meeting.state in (MeetingState.PLANNED, MeetingState.AGREED):
        _match(meeting, by, now)


@transaction.atomic
def keep_all_in_step(*, by: User | None, now: datetime) -> None:
    """The same of every meeting to come: call it wherever a membership changes."""
    for meeting in meetings_to_keep_in_step().filter(starts_at__gte=now):
        _match(meeting, by, now)


@transaction.atomic
def ask_again(*, meeting: Meeting, by: User, now: datetime) -> set[int]:
    """
    The meeting has another time, to which nobody has replied yet: every reply goes, and with it who was to stand in.

    Returns the keys of the people to ask: whose reply went, and once the papers are out everybody who is invited. When
    attendance has been taken the list stays as it is, and nobody is asked.
    """
    if is_recorded(meeting.attendees.all()):
        return set()
    meeting.attendees.filter(standing=Standing.SUBSTITUTE).delete()
    replied = meeting.attendees.exclude(reply=Reply.NONE)
    invited = meeting.attendees.exclude(standing=Standing.SECRETARIAT)
    asked = invited if meeting.state == MeetingState.CIRCULATED else replied
    people = set(asked.exclude(person=None).values_list("person", flat=True))
    if number := replied.update(reply=Reply.NONE, replied_at=None):
        activity.record(actor=by, action="attendance.ask_again", subject=meeting, detail={"replies": number}, now=now)
    return people


@transaction.atomic
def refresh_list(*, meeting: Meeting, by: User, now: datetime) -> None:
    """Bring the list up to date by hand, after the papers went out: members come and go until attendance is taken."""
    locked = _locked_list(meeting, by)
    if is_recorded(locked.attendees.all()):
        raise ValidationError("Attendance has been recorded: the list stays as it was on the day.")
    _match(locked, by, now)


def _match(meeting: Meeting, by: User | None, now: datetime) -> None:
    wanted = expected_at(meeting, local_date(now))
    rows = {row.person_id: row for row in meeting.attendees.filter(person__isnull=False)}
    gone = [row.pk for person, row in rows.items() if person not in wanted]
    new = []
    changed = 0
    for person, one in wanted.items():
        values = {"post": one.post, "agency": one.agency, "standing": str(one.standing)}
        if person not in rows:
            new.append(Attendee(meeting=meeting, person=one.person, **values))
        elif any(getattr(rows[person], name) != value for name, value in values.items()):
            changed += Attendee.objects.filter(pk=rows[person].pk).update(**values)
    Attendee.objects.filter(substitutes_for__in=gone).delete()
    Attendee.objects.filter(pk__in=gone).delete()
    Attendee.objects.bulk_create(new)
    if new or gone or changed:
        detail = {"added": len(new), "changed": changed, "removed": len(gone)}
        activity.record(actor=by, action="attendance.expect", subject=meeting, detail=detail, now=now)


# Replies and substitutes


@transaction.atomic
def reply(
    *,
    attendee: Attendee,
    answer: Reply,
    by: User,
    now: datetime,
    post: str = "",
    agency: Agency | None = None,
    reason: str = "",
) -> None:
    """
    Whether somebody comes: said by themselves, or recorded by the secretariat for them.

    A member who sends a substitute says who comes, of which agency (their own without `agency`), and the exceptional
    reason (SAAS ToR 3.6, R35). Raises ValidationError with a sentence when something is left unsaid.
    """
    meeting = _locked(attendee.meeting)
    _check_reply(meeting, attendee, answer, by)
    if answer == Reply.SENDS_SUBSTITUTE:
        _put_substitute(attendee, post, agency or attendee.agency, reason, now)
    else:
        Attendee.objects.filter(substitutes_for=attendee).delete()
    Attendee.objects.filter(pk=attendee.pk).update(reply=answer, replied_at=now)
    for_another = attendee.person_id != by.pk
    detail = {"reply": str(answer), "for_another": for_another}
    activity.record(actor=by, action="attendance.reply", subject=attendee, detail=detail, now=now)
    if for_another and attendee.person and may_be_told(attendee.person, meeting):
        url = reverse("assurance:attendance_reply", args=[meeting.key])
        right: dict[str, Any] = {"permission": Permission.READ_MEETING, "on": meeting.group}
        notify(person=attendee.person, text=REPLIED_FOR_YOU, url=url, now=now, **right)


def may_be_told(person: User, meeting: Meeting) -> bool:
    """Whether a notice about the meeting would reach them: they may read it, and it is still to come."""
    return meeting.state != MeetingState.HELD and may(person, Permission.READ_MEETING, meeting.group)


def _check_reply(meeting: Meeting, attendee: Attendee, answer: Reply, by: User) -> None:
    runs = may(by, Permission.RUN_MEETING, meeting.group)
    if not runs and (attendee.person_id != by.pk or not may(by, Permission.READ_MEETING, meeting.group)):
        raise PermissionDenied(refusal(Permission.RUN_MEETING))
    if problem := list_problem(meeting) if runs else reply_problem(meeting):
        raise ValidationError(problem)
    if answer == Reply.NONE:
        raise ValidationError("Choose whether you are coming.")
    if answer == Reply.SENDS_SUBSTITUTE and attendee.standing != Standing.MEMBER:
        raise ValidationError("Only a member sends a substitute (SAAS ToR 3.6). Choose coming, or apologies.")


def _put_substitute(attendee: Attendee, post: str, agency: Agency | None, reason: str, now: datetime) -> None:
    """The one who stands in; another post or agency is another substitute, whom nobody has confirmed yet."""
    if not post.strip() or not reason.strip():
        raise ValidationError("Give the post of the substitute, and the exceptional reason.")
    there = attendee.substitutes.first()
    values = {"post": post, "agency": agency, "reason": reason, "reply": Reply.COMING, "replied_at": now}
    if there is None:
        standing = str(Standing.SUBSTITUTE)
        Attendee.objects.create(meeting=attendee.meeting, standing=standing, substitutes_for=attendee, **values)
        return
    if (there.post, there.agency) != (post, agency):
        values |= {"can_contribute": None, "confirmed_by": None, "confirmed_at": None, "presence": ""}
        values |= {"is_in_chair": False}
    Attendee.objects.filter(pk=there.pk).update(**values)


@transaction.atomic
def confirm_substitute(*, attendee: Attendee, is_able: bool, by: User, now: datetime) -> None:
    """Record whether a substitute can contribute and commission work; secretariat or chair say so (SAAS ToR 3.6)."""
    if not may(by, Permission.CHAIR_MEETING, attendee.meeting.group):
        demand(by, Permission.RUN_MEETING, attendee.meeting.group)
    meeting = _locked(attendee.meeting)
    _check_open(meeting)
    if attendee.standing != Standing.SUBSTITUTE:
        raise ValidationError("Only a substitute is confirmed.")
    Attendee.objects.filter(pk=attendee.pk).update(can_contribute=is_able, confirmed_by=by, confirmed_at=now)
    detail = {"is_able": is_able}
    activity.record(actor=by, action="attendance.confirm_substitute", subject=attendee, detail=detail, now=now)


# Guests


@transaction.atomic
def add_guest(
    *, meeting: Meeting, post: str, standing: Standing, agency: Agency | None, by: User, now: datetime
) -> Attendee:
    """Put somebody on the list who belongs to no membership, by post: in attendance, or as an observer."""
    locked = _locked_list(meeting, by)
    if not post.strip():
        raise ValidationError("Enter the post of whoever attends.")
    if standing not in GUESTS:
        raise ValidationError("Choose whether they are in attendance or observe.")
    guest = Attendee.objects.create(
        meeting=locked, post=post, standing=standing, agency=agency, reply=Reply.COMING, replied_at=now
    )
    activity.record(actor=by, action="attendance.add_guest", subject=guest, now=now)
    return guest


@transaction.atomic
def remove_guest(*, attendee: Attendee, by: User, now: datetime) -> None:
    """Take a guest off the list again. Members, and those who stand in for them, stay on it."""
    _locked_list(attendee.meeting, by)
    if not is_guest(attendee):
        raise ValidationError("Only somebody who was put on the list as a guest can be taken off it.")
    activity.record(actor=by, action="attendance.remove_guest", subject=attendee, now=now)
    attendee.delete()


# Who came


@transaction.atomic
def take_attendance(
    *,
    meeting: Meeting,
    presences: Mapping[UUID, Presence],
    in_chair: UUID | None,
    seen: str,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """
    Record who was there and who was in the chair, of everybody on the list at once (R29).

    `seen` is the fingerprint of what was recorded when its writer began. Raises ValidationError, with nothing changed,
    when somebody is left out, when nobody present was in the chair, when a member is recorded as present beside their
    substitute, and (code "conflict") when somebody else has recorded something else meanwhile.
    """
    demand(by, Permission.RUN_MEETING, meeting.group)
    locked = _locked(meeting)
    if problem := taking_problem(locked, today):
        raise ValidationError(problem)
    rows = {row.pk: row for row in locked.attendees.all()}
    _check_presences(rows, presences, in_chair)
    if recorded_meanwhile(rows.values(), presences, in_chair, seen):
        raise ValidationError(TAKEN, code="conflict")
    locked.attendees.update(is_in_chair=False)
    for pk in rows:
        Attendee.objects.filter(pk=pk).update(presence=presences[pk], is_in_chair=pk == in_chair)
    present = [presence for presence in presences.values() if presence == Presence.PRESENT]
    detail = {"listed": len(rows), "present": len(present)}
    activity.record(actor=by, action="attendance.take", subject=locked, detail=detail, now=now)


def _check_presences(rows: Mapping[UUID, Attendee], presences: Mapping[UUID, Presence], in_chair: UUID | None) -> None:
    if not rows:
        raise ValidationError("Nobody is on the list: bring it up to date first.")
    if set(presences) != set(rows) or not all(presences.values()):
        raise ValidationError("Somebody on the list is left out: say of everybody whether they were present.")
    there = {pk for pk, presence in presences.items() if presence == Presence.PRESENT}
    if there and in_chair is None:
        raise ValidationError("Say who was in the chair: whoever it was is not counted towards the quorum.")
    if in_chair is not None and in_chair not in there:
        raise ValidationError("Whoever was in the chair was present: record both.")
    problems = [
        f"{rows[pk].post} stands in for {member.post}: record one of them as absent."
        for pk in there
        if (member := rows.get(rows[pk].substitutes_for_id)) and member.pk in there
    ]
    if problems:
        raise ValidationError(problems)


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)


def _locked_list(meeting: Meeting, by: User) -> Meeting:
    """The meeting, locked, if `by` keeps its list and it can still be changed."""
    demand(by, Permission.RUN_MEETING, meeting.group)
    locked = _locked(meeting)
    _check_open(locked)
    return locked


def _check_open(meeting: Meeting) -> None:
    if problem := list_problem(meeting):
        raise ValidationError(problem)
