"""The group work of the demonstration: yearly reviews, commissions, inboxes and commitments, each in several states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from assurance.models import (
    Agency,
    Commission,
    GroupMessage,
    GroupReview,
    Meeting,
    PartnershipGroup,
    Topic,
    User,
)
from assurance.rules.commitments import CommitmentKind
from assurance.rules.demo import MARK, Calendar
from assurance.rules.group_work import CommissionMove, CommissionState, MessageKind
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_after, working_days_before
from assurance.services.commissions import ask_commission, move_commission
from assurance.services.commitments import commit_agency
from assurance.services.demo_decisions import CHAIR_OF_BOARD, decide_at_board
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.group_messages import answer_message, send_message
from assurance.services.group_reviews import record_review, report_review

ACTS_AT, DECIDES_AT, ANSWERS_AT = time(11, 10), time(12, 10), time(14, 10)
COUNCILS, SAAS = "council-partnership-group", "saas"
DECIDED = "The commission of SAAS to the Council Partnership Group is ratified."
LEFT_OUT = "The decision on a commission of SAAS had been left out."


@dataclass(frozen=True)
class ReviewPlan:
    """A yearly review: of which group, how many working days ago, and whether it has been reported."""

    group: str
    days_ago: int
    findings: str
    recommendations: str
    is_reported: bool = True


@dataclass(frozen=True)
class MessagePlan:
    """What a group was sent, by whom, how many working days ago, and its answer so many days later, if it gave one."""

    group: str
    days_ago: int
    by: str
    kind: MessageKind
    title: str
    text: str
    topic: str = ""
    answer: str = ""


@dataclass(frozen=True)
class CommitmentPlan:
    """What an agency committed itself to, by whom, how many working days ago, due so many from today."""

    agency: str
    by: str
    days_ago: int
    due_in: int
    kind: CommitmentKind
    title: str
    what: str
    owner: str
    with_whom: str = ""


REVIEWS = (
    ReviewPlan(
        "policy-and-procedures",
        290,
        "Policies are kept up to date, and practitioners find them. Few agencies say how they know they are followed.",
        "Ask each agency to say how it knows, for two policies a year.",
    ),
    ReviewPlan(
        "emerging-themes",
        170,
        "The group sees new harm early and tells partners of it. It does not yet say what changed for children.",
        "Name for each theme what should be different for children, and come back to it after half a year.",
    ),
    ReviewPlan(
        COUNCILS,
        90,
        "Every district takes part. What housing officers see reaches the Front Door in nine districts of twelve.",
        "Bring the three districts in, and hear from families in temporary accommodation.",
    ),
    ReviewPlan(
        "education-safeguarding-group",
        30,
        "Schools are well represented, early years settings hardly.",
        "Invite two early years leads.",
        is_reported=False,
    ),
    ReviewPlan("health-safeguarding-group", 120, "Every provider takes part and shares its audits.", ""),
    ReviewPlan("sector-forum", 110, "Small organisations find it hard to send the same person twice.", ""),
)
MESSAGES = (
    MessagePlan(
        COUNCILS,
        60,
        BUSINESS_TEAM,
        MessageKind.TASK,
        "Bring two examples of joint assessments",
        "One that went well and one that did not, without names, to the audit in spring.",
        "transition-to-adult-services",
        "Both were chosen by the group and given to the audit team.",
    ),
    MessagePlan(
        COUNCILS,
        25,
        BUSINESS_TEAM,
        MessageKind.LEARNING,
        "What a national review says of children in temporary accommodation",
        "Its chapter on families who move between districts bears on what you reported. What should change here?",
        "information-sharing",
    ),
    MessagePlan(
        COUNCILS,
        12,
        CHAIR_OF_BOARD,
        MessageKind.FEEDBACK,
        "The Board has read your report",
        "It took up what you say of moves between districts, and asks to hear in a quarter whether notices are sent.",
    ),
    MessagePlan(
        SAAS,
        10,
        CHAIR_OF_BOARD,
        MessageKind.TASK,
        "Say which indicators are known too late to act on",
        "With what each partner would need in order to have them a month sooner.",
    ),
)
COMMITMENTS = (
    CommitmentPlan(
        "kent-police",
        "police.lead",
        40,
        45,
        CommitmentKind.JOINT,
        "Read return home interviews together each quarter",
        "Children who go missing again are seen by the same person.",
        "Head of Public Protection",
        "Kent County Council and the Council Partnership Group",
    ),
    CommitmentPlan(
        "kent-fire-and-rescue-service",
        "agency.representative",
        20,
        30,
        CommitmentKind.INTERNAL,
        "Say in each home safety visit who lives there",
        "What crews see of children reaches the Front Door the same day.",
        "Safeguarding Lead",
    ),
)


def group_work_steps(calendar: Calendar, people: People, now: datetime) -> Iterator[Step]:
    """What the groups do, and when, counted back from today."""
    today = local_date(now)
    *past, _ = calendar.periods
    met = [period.meeting_at for period in past if period.meeting_at <= now]
    yield from _review_steps(people, met, today)
    yield from _commission_steps(people, today)
    yield from _message_steps(people, today)
    yield from _commitment_steps(people, today)


def _ago(today: date, days: int, at: time) -> datetime:
    return datetime.combine(working_days_before(today, days), at, LONDON)


def _review_steps(people: People, met: Sequence[datetime], today: date) -> Iterator[Step]:
    for plan in REVIEWS:
        group = PartnershipGroup.objects.filter(slug=plan.group).first()
        if group is None:
            continue
        at = _ago(today, plan.days_ago, ACTS_AT)
        yield at, partial(_review, plan, group, people)
        met_at = next((moment for moment in met if local_date(moment) >= local_date(at)), None)
        if plan.is_reported and met_at is not None:
            reported_on = working_days_after(local_date(met_at), 1)
            yield datetime.combine(reported_on, ACTS_AT, LONDON), partial(_report, group, met_at, people)


def _review(plan: ReviewPlan, group: PartnershipGroup, people: People, *, now: datetime) -> None:
    record_review(
        group=group,
        reviewed_on=local_date(now),
        findings=f"{plan.findings} {MARK}",
        recommendations=plan.recommendations,
        by=people["saas.chair"],
        now=now,
    )


def _report(group: PartnershipGroup, met_at: datetime, people: People, *, now: datetime) -> None:
    """The first meeting of the Board after a review is where it was reported."""
    of_the_board = Meeting.objects.filter(group__level=PartnershipGroup.Level.BOARD).select_related("group")
    review = GroupReview.objects.get(group=group)
    meeting = of_the_board.get(starts_at=met_at)
    report_review(review=review, meeting=meeting, by=people[BUSINESS_TEAM], now=now)


def _commission_steps(people: People, today: date) -> Iterator[Step]:
    councils = PartnershipGroup.objects.get(slug=COUNCILS)
    ask = partial(_ask, people["saas.chair"], today)
    yield (
        _ago(today, 55, ACTS_AT),
        partial(ask, councils, "How families in temporary accommodation are followed when they move", 40),
    )
    yield _ago(today, 20, DECIDES_AT), partial(_ratify, people)
    themes = PartnershipGroup.objects.filter(slug="emerging-themes").first()
    if themes is not None:
        title = "Which children are drawn in by way of online games"
        yield _ago(today, 8, ACTS_AT), partial(ask, themes, title, 80)


def _ask(by: User, today: date, to_group: PartnershipGroup, title: str, due_in: int, *, now: datetime) -> None:
    ask_commission(
        from_group=PartnershipGroup.objects.get(slug=SAAS),
        to_group=to_group,
        title=title,
        what=f"SAAS has figures and no stories: the group knows the practice behind them. {MARK}",
        due_on=working_days_after(today, due_in),
        by=by,
        now=now,
    )


def _ratify(people: People, *, now: datetime) -> None:
    """The Board's decision is written into the minutes of its last meeting, where it had been left out."""
    decision = decide_at_board(DECIDED, left_out=LEFT_OUT, people=people, now=now)
    if decision is None:
        return
    move_commission(
        commission=Commission.objects.select_related("from_group", "to_group").get(to_group__slug=COUNCILS),
        move=CommissionMove.RATIFY,
        seen=CommissionState.AWAITING,
        decision=decision,
        by=people[BUSINESS_TEAM],
        now=now,
    )


def _message_steps(people: People, today: date) -> Iterator[Step]:
    for plan in MESSAGES:
        yield _ago(today, plan.days_ago, ACTS_AT), partial(_send, plan, people)
        if plan.answer:
            yield _ago(today, plan.days_ago - 10, ANSWERS_AT), partial(_answer, plan, people)


def _send(plan: MessagePlan, people: People, *, now: datetime) -> None:
    send_message(
        group=PartnershipGroup.objects.get(slug=plan.group),
        kind=plan.kind,
        title=plan.title,
        text=f"{plan.text} {MARK}",
        topic=Topic.objects.filter(slug=plan.topic).first(),
        by=people[plan.by],
        now=now,
    )


def _answer(plan: MessagePlan, people: People, *, now: datetime) -> None:
    message = GroupMessage.objects.select_related("group", "sent_by").get(title=plan.title)
    answer_message(message=message, answer=f"{plan.answer} {MARK}", by=people["group.chair"], now=now)


def _commitment_steps(people: People, today: date) -> Iterator[Step]:
    for plan in COMMITMENTS:
        agency = Agency.objects.filter(slug=plan.agency).first()
        if agency is not None and plan.by in people:
            yield _ago(today, plan.days_ago, ANSWERS_AT), partial(_commit, plan, agency, people, today)


def _commit(plan: CommitmentPlan, agency: Agency, people: People, today: date, *, now: datetime) -> None:
    commit_agency(
        agency=agency,
        kind=plan.kind,
        title=plan.title,
        what=f"{plan.what} {MARK}",
        with_whom=plan.with_whom,
        owner=plan.owner,
        due_on=working_days_after(today, plan.due_in),
        by=people[plan.by],
        now=now,
    )
