"""Who came to the meetings of the demonstration: replied, substituted and recorded by the real services, in time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from assurance.models import Attendee, Meeting, User
from assurance.rules.attendance import Presence, Reply
from assurance.rules.demo import Calendar
from assurance.rules.demo_attendance import AttendancePlan, InputPlan, SubstitutePlan
from assurance.rules.meetings import Held, MeetingKind, MeetingState, Occasion
from assurance.rules.wording import local_date
from assurance.services.attendance import confirm_substitute, reply, take_attendance
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.meetings import hold_meeting, rearrange_meeting
from assurance.services.member_inputs import save_input, send_input

SAAS = "saas"
BOARD = "executive-board"
# In the order of the chair: the first of them who came was in it (SAAS ToR 2.1, 2.2). The documents name no chair of
# the Executive Board, so its member took it.
CHAIRS = ("saas.chair", "saas.deputy", "board.member")
REPLIES_BEFORE = timedelta(days=21)
CONFIRMED_BEFORE = timedelta(days=19)
TAKEN_AFTER = timedelta(hours=2)
HELD_AFTER = timedelta(hours=3)
REARRANGED_AFTER = timedelta(hours=4)
REARRANGED_REPLIES_BEFORE = timedelta(days=2)


def attendance_steps(calendar: Calendar, plans: Sequence[AttendancePlan], people: People) -> Iterator[Step]:
    """What people reply to the meetings of SAAS and who came, and when; to all else everybody on the list came."""
    by_time = {plan.starts_at: plan for plan in plans}
    *past, _ = calendar.periods
    for period in past:
        yield period.meeting_at + TAKEN_AFTER, partial(_take, AttendancePlan(period.meeting_at), people, group=BOARD)
    for meeting in calendar.meetings:
        starts_at = meeting.occasion.starts_at
        if meeting.kind == MeetingKind.WORKING_GROUP:
            plan = AttendancePlan(starts_at)
            yield starts_at + TAKEN_AFTER, partial(_take, plan, people, group=meeting.group)
            continue
        plan = by_time.get(starts_at) or AttendancePlan(starts_at)
        yield from _before(plan, people, REPLIES_BEFORE)
        if not meeting.is_to_come:
            yield starts_at + TAKEN_AFTER, partial(_take, plan, people)
        if plan.rearranged_to:
            yield from _rearranged(plan, plan.rearranged_to, people)


def _before(plan: AttendancePlan, people: People, ahead: timedelta) -> Iterator[Step]:
    yield plan.starts_at - ahead, partial(_reply, plan, people)
    if plan.substitutes:
        yield plan.starts_at - CONFIRMED_BEFORE, partial(_confirm, plan, people)
    for one in plan.inputs:
        yield plan.starts_at - ahead, partial(_send, plan, one, people)


def _rearranged(plan: AttendancePlan, to: datetime, people: People) -> Iterator[Step]:
    new = AttendancePlan(to)
    yield plan.starts_at + REARRANGED_AFTER, partial(_rearrange, plan, to, people[BUSINESS_TEAM])
    yield from _before(new, people, REARRANGED_REPLIES_BEFORE)
    yield to + TAKEN_AFTER, partial(_take, new, people)
    yield to + HELD_AFTER, partial(_hold, new, people[BUSINESS_TEAM])


def _meeting(plan: AttendancePlan, group: str = SAAS) -> Meeting:
    return Meeting.objects.select_related("group").get(group__slug=group, starts_at=plan.starts_at)


def _reply(plan: AttendancePlan, people: People, *, now: datetime) -> None:
    meeting = _meeting(plan)
    keys = {person.pk: key for key, person in people.items()}
    stands_in = {one.stands_in_for: one for one in plan.substitutes}
    for attendee in meeting.attendees.filter(person__in=keys).select_related("person", "agency"):
        key = keys[attendee.person_id]
        if key not in plan.silent:
            _answer(attendee, people[key], key in plan.apologies, stands_in.get(key), now)


def _answer(attendee: Attendee, by: User, is_sorry: bool, sends: SubstitutePlan | None, now: datetime) -> None:
    if sends:
        words = {"post": sends.post, "reason": sends.reason}
        reply(attendee=attendee, answer=Reply.SENDS_SUBSTITUTE, by=by, now=now, **words)
    else:
        reply(attendee=attendee, answer=Reply.APOLOGIES if is_sorry else Reply.COMING, by=by, now=now)


def _confirm(plan: AttendancePlan, people: People, *, now: datetime) -> None:
    said = {people[one.stands_in_for].pk: one.is_able for one in plan.substitutes if one.is_able is not None}
    for attendee in _meeting(plan).attendees.filter(substitutes_for__person__in=said).select_related("substitutes_for"):
        is_able = said[attendee.substitutes_for.person_id]
        confirm_substitute(attendee=attendee, is_able=is_able, by=people[BUSINESS_TEAM], now=now)


def _send(plan: AttendancePlan, one: InputPlan, people: People, *, now: datetime) -> None:
    meeting, author = _meeting(plan), people[one.author]
    save_input(meeting=meeting, version=0, values=one.texts, by=author, now=now)
    send_input(meeting=meeting, by=author, now=now)


def _take(plan: AttendancePlan, people: People, *, now: datetime, group: str = SAAS) -> None:
    """Everybody came who said so, and everybody who said nothing; in the chair is the chair, or else the deputy."""
    meeting = _meeting(plan, group)
    absent = (Reply.APOLOGIES, Reply.SENDS_SUBSTITUTE)
    rows = list(meeting.attendees.all())
    presences = {row.pk: Presence.ABSENT if row.reply in absent else Presence.PRESENT for row in rows}
    there = {row.person_id: row.pk for row in rows if presences[row.pk] == Presence.PRESENT}
    in_chair = next((there[people[key].pk] for key in CHAIRS if people[key].pk in there), None)
    take_attendance(
        seen="",
        meeting=meeting,
        presences=presences,
        in_chair=in_chair,
        by=people[BUSINESS_TEAM],
        now=now,
        today=local_date(now),
    )


def _rearrange(plan: AttendancePlan, to: datetime, by: User, *, now: datetime) -> None:
    meeting = _meeting(plan)
    seen, occasion = MeetingState(meeting.state), Occasion(to, held=Held(meeting.held), place=meeting.place)
    rearrange_meeting(meeting=meeting, seen=seen, occasion=occasion, why=plan.why, sure=True, by=by, now=now)


def _hold(plan: AttendancePlan, by: User, *, now: datetime) -> None:
    meeting = _meeting(plan)
    hold_meeting(meeting=meeting, seen=MeetingState(meeting.state), by=by, now=now)
