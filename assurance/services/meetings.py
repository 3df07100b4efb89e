"""The life of a meeting: planned, moved, cancelled, rearranged, held (R20 to R23, R34)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assurance.models import Meeting, PartnershipGroup, ReportingPeriod, User
from assurance.permissions import people_who_may
from assurance.queries.attendance import attendees_of, is_recorded, quorum_of
from assurance.queries.calendar import order_problems
from assurance.rules.calendars import cautions
from assurance.rules.meetings import (
    PLAN_RIGHTS,
    Held,
    MeetingKind,
    MeetingMove,
    MeetingState,
    Occasion,
    after,
    problem_of_hold,
    problems_of_plan,
)
from assurance.rules.quorum import Verdict
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words, local_date
from assurance.services.agendas import carry_agenda
from assurance.services.attendance import ask_again, keep_in_step
from assurance.services.forward_plan import cover_plan, release_plan
from assurance.services.meeting_moves import demand_any, make_move, note
from assurance.services.meeting_notices import tell_people

LONGEST = timedelta(days=1)


class Unsure(ValidationError):
    """Refused until whoever plans says that they are sure: a weekend, a bank holiday, SAAS after the Board."""


@transaction.atomic
def plan_meeting(
    *,
    group: PartnershipGroup,
    kind: MeetingKind,
    occasion: Occasion,
    by: User,
    now: datetime,
    title: str = "",
    why: str = "",
    parent: Meeting | None = None,
    sure: bool = False,
) -> Meeting:
    """
    A new meeting of a group; those who read the group's meetings are told.

    Raises Unsure for a time to think twice about, unless `sure`; ValidationError when the group meets then already, and
    when an extraordinary meeting or a working group lacks what it must say.
    """
    demand_any(by, PLAN_RIGHTS[kind], Meeting(group=group))
    problems = problems_of_plan(kind, title=title, why=why, has_parent=parent is not None)
    if parent is not None and (parent.group_id != group.pk or parent.kind == MeetingKind.WORKING_GROUP):
        problems.append(f"Choose a meeting of {group} that the working group prepares.")
    if problems:
        raise ValidationError(problems)
    meeting = Meeting(group=group, kind=kind, title=title, **_when_and_where(occasion))
    meeting.parent = parent if kind == MeetingKind.WORKING_GROUP else None
    _save(meeting, occasion, now=now, sure=sure)
    note(meeting=meeting, move=MeetingMove.PLAN, text=why, by=by, now=now)
    keep_in_step(meeting=meeting, by=by, now=now)
    _tell(meeting, f"A meeting of {group.short_name} is planned for {date_words(occasion.starts_at)}", by, now)
    return meeting


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    seen: MeetingState,
    occasion: Occasion,
    why: str,
    by: User,
    now: datetime,
    sure: bool = False,
) -> Meeting:
    """
    Change a meeting's time or place, with the reason; those who read the group's meetings are told.

    To another time nobody has replied yet: those invited are asked again.
    """
    if occasion == occasion_of(meeting):
        raise ValidationError("Change the time or the place, or go back.")
    if occasion.starts_at != meeting.starts_at:
        _check_no_period(meeting)
    make_move(meeting=meeting, move=MeetingMove.MOVE, seen=seen, by=by, now=now, text=why)
    check_time(meeting, occasion, now=now, sure=sure)
    _put(meeting, occasion, by, now)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, seen: MeetingState, why: str, by: User, now: datetime) -> Meeting:
    """Cancel a meeting, with the reason; those who read the group's meetings are told."""
    _check_no_period(meeting)
    make_move(meeting=meeting, move=MeetingMove.CANCEL, seen=seen, by=by, now=now, text=why)
    release_plan(meeting=meeting, to=None, by=by, now=now)
    _tell(meeting, f"A meeting of {meeting.group.short_name} is cancelled", by, now)
    return meeting


@transaction.atomic
def rearrange_meeting(
    *,
    meeting: Meeting,
    seen: MeetingState,
    occasion: Occasion,
    why: str,
    by: User,
    now: datetime,
    sure: bool = False,
    carry: bool = False,
) -> Meeting:
    """
    A new meeting instead of this one, linked with it (SAAS ToR 3.5, R34); its agenda is carried over if asked.

    Before it was held, this one is cancelled. One that was held is rearranged when it was not quorate, and stays held.
    """
    _check_rearranging(meeting, seen)
    make_move(meeting=meeting, move=MeetingMove.REARRANGE, seen=seen, by=by, now=now, text=why)
    new = Meeting(group=meeting.group, kind=meeting.kind, title=meeting.title, parent=meeting.parent)
    new.instead_of = meeting
    for name, value in _when_and_where(occasion).items():
        setattr(new, name, value)
    _save(new, occasion, now=now, sure=sure)
    note(
        meeting=new,
        move=MeetingMove.PLAN,
        text=f"Instead of the meeting of {date_words(meeting.starts_at)}. {why}",
        by=by,
        now=now,
    )
    keep_in_step(meeting=new, by=by, now=now)
    if seen != MeetingState.HELD:
        release_plan(meeting=meeting, to=new, by=by, now=now)
    if carry:
        carry_agenda(meeting=meeting, to=new, by=by, now=now)
    _tell(new, f"A meeting of {new.group.short_name} is rearranged to {date_words(new.starts_at)}", by, now)
    return new


@transaction.atomic
def hold_meeting(*, meeting: Meeting, seen: MeetingState, by: User, now: datetime) -> Meeting:
    """Mark a meeting as held, once it has begun. Its agenda and papers may never have gone out: that is shown."""
    if problem := problem_of_hold(meeting.starts_at, now):
        raise ValidationError(problem)
    make_move(meeting=meeting, move=MeetingMove.HOLD, seen=seen, by=by, now=now)
    cover_plan(meeting=meeting, by=by, now=now)
    return meeting


@transaction.atomic
def move_with_period(*, meeting: Meeting, starts_at: datetime, reason: str, by: User, now: datetime) -> None:
    """Move the meeting of a reporting period with the period's other dates. The caller has checked the right."""
    if after(MeetingState(meeting.state), MeetingMove.MOVE) is None:
        raise ValidationError(f"The meeting is “{meeting.get_state_display()}”: its day can no longer be changed.")
    note(meeting=meeting, move=MeetingMove.MOVE, text=reason, by=by, now=now)
    _put(meeting, replace(occasion_of(meeting), starts_at=starts_at), by, now)


def note_of_period(*, meeting: Meeting, by: User, now: datetime) -> None:
    """Note that a meeting was planned with the reporting period that informs it. Call it in that transaction."""
    note(meeting=meeting, move=MeetingMove.PLAN, text="With its reporting period.", by=by, now=now)


def check_time(meeting: Meeting, occasion: Occasion, *, now: datetime, sure: bool) -> None:
    """Raise ValidationError when the group meets then already or is no more; Unsure for a time to think twice about."""
    group = meeting.group
    if group.ends_on and local_date(occasion.starts_at) > group.ends_on:
        raise ValidationError(f"{group} ended on {date_words(group.ends_on)}.")
    near = (occasion.starts_at - LONGEST, occasion.ends_at)
    others = Meeting.objects.filter(group=group, starts_at__range=near).exclude(state=MeetingState.CANCELLED)
    if any(occasion_of(other).overlaps(occasion) for other in others.exclude(pk=meeting.pk)):
        raise ValidationError(f"{group} has another meeting at that time already.")
    doubts = [*cautions(occasion.starts_at, now), *order_problems(meeting, occasion)]
    if doubts and not sure:
        raise Unsure(doubts)


def place(meeting: Meeting, occasion: Occasion) -> None:
    """Give a meeting its time and place. Raises ValidationError when somebody else has just taken that time."""
    values = _when_and_where(occasion)
    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**values)
    except IntegrityError as clash:
        raise ValidationError(f"{meeting.group} has another meeting at that time already.") from clash
    for name, value in values.items():
        setattr(meeting, name, value)


def _put(meeting: Meeting, occasion: Occasion, by: User, now: datetime) -> None:
    """Put a meeting at its other time and place, and tell its readers; those invited to another time, to reply."""
    is_other_time = occasion.starts_at != meeting.starts_at
    place(meeting, occasion)
    keep_in_step(meeting=meeting, by=by, now=now)
    readers, of = people_who_may(Permission.READ_MEETING, meeting.group), f"A meeting of {meeting.group.short_name}"
    asked = readers.filter(pk__in=ask_again(meeting=meeting, by=by, now=now) if is_other_time else ())
    told = {"meeting": meeting, "by": by, "now": now}
    reply_url = reverse("assurance:attendance_reply", args=[meeting.key])
    tell_people(asked, text=f"{of} has another time: say whether you are coming", url=reply_url, **told)
    others = readers.exclude(pk__in=asked.values("pk"))
    tell_people(others, text=f"{of} has another time or place", url=_url(meeting), **told)


def occasion_of(meeting: Meeting) -> Occasion:
    """When and where a meeting takes place, as a value."""
    return Occasion(meeting.starts_at, meeting.minutes_long, Held(meeting.held), meeting.place)


def _check_rearranging(meeting: Meeting, seen: MeetingState) -> None:
    if seen == MeetingState.HELD and not _was_not_quorate(meeting):
        raise ValidationError("Only a meeting that was not quorate is rearranged once it was held.")
    if seen != MeetingState.HELD:
        _check_no_period(meeting)
    if Meeting.objects.filter(instead_of=meeting).exists():
        raise ValidationError("This meeting has been rearranged already.")


def _was_not_quorate(meeting: Meeting) -> bool:
    attendees = list(attendees_of(meeting))
    if not is_recorded(attendees):
        return False
    return quorum_of(meeting, attendees, recorded=True).verdict == Verdict.NOT_QUORATE


def _when_and_where(occasion: Occasion) -> dict[str, Any]:
    return {
        "starts_at": occasion.starts_at,
        "minutes_long": occasion.minutes_long,
        "held": occasion.held,
        "place": occasion.place,
    }


def _save(meeting: Meeting, occasion: Occasion, *, now: datetime, sure: bool) -> None:
    check_time(meeting, occasion, now=now, sure=sure)
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as clash:
        raise ValidationError(f"{meeting.group} has another meeting at that time already.") from clash


def _check_no_period(meeting: Meeting) -> None:
    """The returns of a period are asked for and due by its meeting's day: the two are changed together (R45)."""
    period = ReportingPeriod.objects.filter(meeting=meeting).first()
    if period is not None:
        raise ValidationError(
            f"The returns of {period.short_words} are asked for and due by this meeting. "
            "Change its date on the page of that reporting period, where those dates change with it."
        )


def _tell(meeting: Meeting, text: str, by: User, now: datetime) -> None:
    readers = people_who_may(Permission.READ_MEETING, meeting.group)
    tell_people(readers, meeting=meeting, text=text, url=_url(meeting), by=by, now=now)


def _url(meeting: Meeting) -> str:
    return reverse("assurance:meeting_detail", args=[meeting.key])
