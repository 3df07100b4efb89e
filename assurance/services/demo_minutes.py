"""The minutes of the demonstration: short, approved by the chair, circulated; with decisions, actions, two disputes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import TypedDict

from assurance.models import Action, Agency, AgendaItem, Decision, Escalation, Meeting, Minutes, PartnershipGroup, User
from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.demo import MARK, Calendar
from assurance.rules.escalations import EscalationMove, EscalationState
from assurance.rules.meetings import DecisionState, MeetingKind, MinutesState
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_after
from assurance.services.actions import Seat, move_action
from assurance.services.decisions import record_decision, record_dispute, set_action_in_minutes, settle_decision
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.escalations import move_escalation
from assurance.services.minutes import approve_minutes, begin_minutes, circulate_minutes, save_entry

SAAS, BOARD = "saas", "executive-board"
# Working days after the meeting; one meeting's minutes went out late, and the portal says so.
WRITTEN, APPROVED, CIRCULATED, LATE = 1, 5, 8, 12
WRITES_AT, APPROVES_AT, CIRCULATES_AT, TELLS_AT = time(11), time(12), time(12, 30), time(14)
LATE_MEETING = 3
CHAIRS = MappingProxyType({SAAS: "saas.chair", BOARD: "board.member"})
TELLS = MappingProxyType(
    {
        "kent-police": "police.lead",
        "kent-county-council": "local.authority.lead",
        "nhs-kent-and-medway": "health.lead",
        "education": "education.lead",
    }
)
SAID = f"Members read the papers and said what they see in their own agency. {MARK}"
RECEIVED = f"The Board received the pack of the quarter and heard the chair of SAAS. {MARK}"
DISPUTES = MappingProxyType(
    {4: ("Who chairs strategy discussions out of hours", True), 7: ("Who holds the list", False)}
)


class Fixed(TypedDict):
    """What every service that writes in minutes is told."""

    minutes: Minutes
    item: AgendaItem | None
    by: User
    now: datetime


@dataclass(frozen=True)
class ActionPlan:
    """An action of a SAAS meeting: whose, due so many working days after it, and what was said of it, and when."""

    meeting: int
    title: str
    holder: str
    owner: str
    due: int
    told: tuple[tuple[int, ActionMove, str], ...] = ()


DONE, EFFECT, TOLD, DROPPED = ActionMove.FINISH, ActionMove.CLOSE, ActionMove.UPDATE, ActionMove.DROP
ACTIONS = (
    ActionPlan(
        0,
        "Dip-sample strategy discussions held out of hours",
        "kent-police",
        "Head of Public Protection",
        40,
        (
            (20, TOLD, "The files are chosen."),
            (38, DONE, "The files are read and the findings shared."),
            (100, EFFECT, ""),
        ),
    ),
    ActionPlan(
        1,
        "Agree one point of contact a school",
        "education",
        "Lead for safeguarding in schools",
        45,
        ((44, DONE, "Every area has named its contact."), (120, EFFECT, "")),
    ),
    ActionPlan(
        2,
        "Bring two referral forms together",
        "kent-county-council",
        "Head of the Front Door",
        60,
        ((50, DROPPED, "The regional form replaces both."),),
    ),
    ActionPlan(
        5,
        "Dip-sample health information in strategy discussions",
        "nhs-kent-and-medway",
        "Designated Nurse",
        90,
        ((30, TOLD, "The files are chosen."), (85, DONE, "The files are read and the findings shared.")),
    ),
    ActionPlan(
        6,
        "Dip-sample return home interviews",
        "kent-county-council",
        "Head of Missing and Exploitation",
        90,
        ((60, TOLD, "Half of the files are read."),),
    ),
    ActionPlan(7, "Say how voices of children reached the last review", SAAS, "Chair of SAAS", 65),
    ActionPlan(7, "Dip-sample decisions not to begin enquiries", "kent-police", "Head of Public Protection", 90),
    ActionPlan(7, "Tell schools what happens to a referral", "education", "Lead for safeguarding in schools", 45),
)
CHANGED = f"The next dip-sample found the new way in use, and children were seen sooner. {MARK}"


def minutes_steps(calendar: Calendar, rearranged: Iterable[datetime], people: People) -> Iterator[Step]:
    """What is minuted of the meetings that were held, and when; the working group's minutes are still a draft."""
    saas = [plan for plan in calendar.meetings if plan.group == SAAS and not plan.is_to_come]
    full = [plan for plan in saas if plan.kind == MeetingKind.ORDINARY]
    for number, plan in enumerate(full):
        yield from _meeting_steps(SAAS, plan.occasion.starts_at, number, people)
    for starts_at in rearranged:
        yield from _meeting_steps(SAAS, starts_at, None, people)
    for plan in saas:
        if plan.kind == MeetingKind.WORKING_GROUP:
            starts_at = plan.occasion.starts_at
            yield _after(starts_at, WRITTEN, WRITES_AT), partial(_write, SAAS, starts_at, None, people)
    *past, _ = calendar.periods
    for period in past:
        yield from _meeting_steps(BOARD, period.meeting_at, None, people)
    yield from _action_steps([plan.occasion.starts_at for plan in full], people)


def _meeting_steps(group: str, starts_at: datetime, number: int | None, people: People) -> Iterator[Step]:
    at = partial(_after, starts_at)
    yield at(WRITTEN, WRITES_AT), partial(_write, group, starts_at, number, people)
    yield at(APPROVED, APPROVES_AT), partial(_approve, group, starts_at, people[CHAIRS[group]])
    days = LATE if number == LATE_MEETING else CIRCULATED
    yield at(days, CIRCULATES_AT), partial(_circulate, group, starts_at, people[BUSINESS_TEAM])


def _action_steps(meetings: list[datetime], people: People) -> Iterator[Step]:
    for plan in ACTIONS:
        if plan.meeting < len(meetings):
            for days, move, text in plan.told:
                at = _after(meetings[plan.meeting], days, TELLS_AT)
                yield at, partial(_tell, plan, meetings[plan.meeting], move, text, people)
    for before, following in pairwise(meetings):
        yield _after(following, WRITTEN, TELLS_AT), partial(_settle, before, people[BUSINESS_TEAM])
    for number, (title, is_resolved) in DISPUTES.items():
        if is_resolved and number < len(meetings):
            yield _after(meetings[number], 30, TELLS_AT), partial(_resolve, title, people[BUSINESS_TEAM])


def _after(starts_at: datetime, working_days: int, at: time) -> datetime:
    return datetime.combine(working_days_after(local_date(starts_at), working_days), at, LONDON)


def _meeting(group: str, starts_at: datetime) -> Meeting | None:
    return Meeting.objects.select_related("group").filter(group__slug=group, starts_at=starts_at).first()


def _minutes(group: str, starts_at: datetime) -> Minutes | None:
    return (
        Minutes.objects.select_related("meeting__group")
        .filter(meeting__group__slug=group, meeting__starts_at=starts_at)
        .first()
    )


def _write(group: str, starts_at: datetime, number: int | None, people: People, *, now: datetime) -> None:
    meeting, by = _meeting(group, starts_at), people[BUSINESS_TEAM]
    if meeting is None:
        return
    minutes = begin_minutes(meeting=meeting, by=by, now=now)
    entries = list(minutes.entries.select_related("item"))
    for entry in entries:
        if entry.item or len(entries) == 1:
            words = SAID if group == SAAS else RECEIVED
            save_entry(entry=entry, version=entry.version, discussion=words, by=by, now=now)
    if number is None:
        return
    item = next((entry.item for entry in entries if entry.item), None)
    fixed: Fixed = {"minutes": minutes, "item": item, "by": by, "now": now}
    _decide(meeting, number, fixed)
    for plan in ACTIONS:
        if plan.meeting == number:
            due_on = working_days_after(local_date(starts_at), plan.due)
            set_action_in_minutes(
                title=plan.title, what=MARK, holder=_seat(plan.holder), owner=plan.owner, due_on=due_on, **fixed
            )
    if number in DISPUTES:
        parties = Agency.objects.filter(slug__in=("kent-police", "kent-county-council"))
        record_dispute(
            title=DISPUTES[number][0], what=f"Each says that the other does. {MARK}", agencies=parties, **fixed
        )


def _decide(meeting: Meeting, number: int, fixed: Fixed) -> None:
    due_on = working_days_after(local_date(meeting.starts_at), 60)
    owner = Agency.objects.filter(slug=list(TELLS)[number % len(TELLS)]).first()
    text = f"The figures of this item come back to the next meeting with what agencies make of them. {MARK}"
    record_decision(text=text, agency=owner, due_on=due_on, **fixed)


def _settle(starts_at: datetime, by: User, *, now: datetime) -> None:
    """Say of what one meeting decided that it was carried out, once the next has met."""
    for decision in Decision.objects.filter(meeting__group__slug=SAAS, meeting__starts_at=starts_at):
        settle_decision(
            decision=decision,
            seen=DecisionState.STANDS,
            state=DecisionState.CARRIED_OUT,
            outcome=f"The figures came back to the next meeting. {MARK}",
            by=by,
            now=now,
        )


def _approve(group: str, starts_at: datetime, chair: User, *, now: datetime) -> None:
    minutes = _minutes(group, starts_at)
    if minutes is not None:
        approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, by=chair, now=now)


def _circulate(group: str, starts_at: datetime, by: User, *, now: datetime) -> None:
    minutes = _minutes(group, starts_at)
    if minutes is not None:
        circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=by, now=now)


def _tell(plan: ActionPlan, starts_at: datetime, move: ActionMove, text: str, people: People, *, now: datetime) -> None:
    action = Action.objects.filter(title=plan.title, meeting__starts_at=starts_at).first()
    if action is None:
        return
    by = people[TELLS[plan.holder] if move in (DONE, TOLD) else BUSINESS_TEAM]
    words = {"difference": CHANGED} if move == EFFECT else {"text": f"{text} {MARK}"}
    move_action(action=action, move=move, seen=ActionState(action.state), by=by, now=now, **words)


def _resolve(title: str, by: User, *, now: datetime) -> None:
    escalation = Escalation.objects.filter(title=title, state=EscalationState.OPEN).first()
    if escalation is not None:
        text = f"The agencies agreed in writing who does what. {MARK}"
        move_escalation(
            escalation=escalation,
            move=EscalationMove.RESOLVE,
            seen=EscalationState.OPEN,
            text=text,
            by=by,
            now=now,
        )


def _seat(slug: str) -> Seat:
    group = PartnershipGroup.objects.filter(slug=slug).first()
    return group or Agency.objects.get(slug=slug)
