"""The agendas of the demonstration: those of past SAAS meetings circulated, the coming one drafted, and its plan."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial

from assurance.models import ForwardPlanItem, Meeting, PartnershipGroup, User
from assurance.rules.agendas import AREAS, ItemWords, RequestKind, StandingArea
from assurance.rules.demo import MARK, Calendar
from assurance.rules.meetings import MeetingState
from assurance.rules.wording import LONDON
from assurance.rules.working_days import working_days_before
from assurance.services.agenda_requests import ask
from assurance.services.agendas import add_item, agree_agenda, build_agenda
from assurance.services.circulations import circulate_papers
from assurance.services.demo_returns import Step
from assurance.services.forward_plan import PlanWords, plan_item
from assurance.services.papers import take_live_paper

SAAS, BOARD = "saas", "executive-board"
AREAS_A_MEETING = 4
# Working days before the meeting: the agenda is put together, agreed by the chair, and circulated in time.
BUILT, AGREED, CIRCULATED = 11, 10, 8
AT = time(14)
PLANNED = (
    ("Re-referrals: what brings families back", StandingArea.DASHBOARDS, "Data analyst"),
    ("Hearing children in care: what the fora say", StandingArea.VOICE, "Chair of the Business Group"),
    ("Readiness for a joint targeted area inspection", StandingArea.INSPECTION_READINESS, "Director of Quality"),
)
LATER = ("Effect of the new neglect procedures", StandingArea.POLICIES, "Chair of Policy and Procedures")


def agenda_steps(calendar: Calendar, secretariat: User) -> Iterator[Step]:
    """What happens to the agendas of SAAS, and when."""
    saas = [plan for plan in calendar.meetings if plan.group == SAAS and not plan.prepares]
    for number, plan in enumerate(saas):
        starts_at = plan.occasion.starts_at
        day = partial(_before, starts_at.date())
        if plan.is_to_come:
            yield day(BUILT), partial(_prepare, starts_at, secretariat)
            continue
        yield day(BUILT), partial(_build, starts_at, number, secretariat)
        yield day(AGREED), partial(_agree, starts_at, secretariat)
        yield day(CIRCULATED), partial(_circulate, starts_at, secretariat)


def _before(day: date, working_days: int) -> datetime:
    return datetime.combine(working_days_before(day, working_days), AT, LONDON)


def _meeting(starts_at: datetime) -> Meeting | None:
    return Meeting.objects.select_related("group").filter(group__slug=SAAS, starts_at=starts_at).first()


def _build(starts_at: datetime, number: int, secretariat: User, *, now: datetime) -> None:
    meeting = _meeting(starts_at)
    if meeting is None:
        return
    areas = [AREAS[(number * AREAS_A_MEETING + step) % len(AREAS)] for step in range(AREAS_A_MEETING)]
    first, *_ = build_agenda(meeting=meeting, areas=areas, by=secretariat, now=now)
    take_live_paper(item=first, source="returns", by=secretariat, now=now)


def _agree(starts_at: datetime, secretariat: User, *, now: datetime) -> None:
    meeting = _meeting(starts_at)
    if meeting is not None:
        text = f"The chair agreed by e-mail. {MARK}"
        agree_agenda(meeting=meeting, seen=MeetingState(meeting.state), text=text, by=secretariat, now=now)


def _circulate(starts_at: datetime, secretariat: User, *, now: datetime) -> None:
    meeting = _meeting(starts_at)
    if meeting is not None:
        circulate_papers(meeting=meeting, seen=MeetingState(meeting.state), by=secretariat, now=now)


def _prepare(starts_at: datetime, secretariat: User, *, now: datetime) -> None:
    """The coming meeting: what is planned, what the Board asks, and a draft that waits for the chair's agreement."""
    meeting = _meeting(starts_at)
    if meeting is None:
        return
    planned = [_plan(meeting, one, secretariat, now) for one in PLANNED]
    _plan(None, LATER, secretariat, now)
    _ask_the_board(meeting, secretariat, now)
    areas = (StandingArea.PRIORITIES, StandingArea.STRENGTHS)
    item, *_ = build_agenda(meeting=meeting, planned=planned[:2], areas=areas, by=secretariat, now=now)
    for source in ("dashboard", "warnings"):
        take_live_paper(item=item, source=source, by=secretariat, now=now)
    words = ItemWords("Other business", minutes_allotted=5, lead="Chair of SAAS")
    add_item(meeting=meeting, words=words, by=secretariat, now=now)


def _plan(
    meeting: Meeting | None, words: tuple[str, StandingArea, str], secretariat: User, now: datetime
) -> ForwardPlanItem:
    title, area, lead = words
    group = PartnershipGroup.objects.get(slug=SAAS)
    plan = PlanWords(title, why=MARK, area=area, lead=lead, meeting=meeting)
    return plan_item(group=group, words=plan, by=secretariat, now=now)


def _ask_the_board(meeting: Meeting, secretariat: User, now: datetime) -> None:
    """SAAS's chair is to report at the Board that follows, where one is planned already (SAAS ToR 5.4)."""
    board = Meeting.objects.filter(group__slug=BOARD, starts_at__gt=meeting.starts_at).select_related("group").first()
    if board is not None:
        ask(
            kind=RequestKind.ITEM,
            from_group=meeting.group,
            to_group=board.group,
            meeting=board,
            title="Progress towards the agreed priorities, by the chair of SAAS",
            why=MARK,
            by=secretariat,
            now=now,
        )
