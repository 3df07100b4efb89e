"""
The learning of the demonstration: rapid reviews by reference alone, lessons of every source, two inspections.

Of the inspection of 2010 nothing is told but what the County Council's own report of November 2011 quotes of it. All
else is made up, says so, and names no review, no child and no finding of an inspectorate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from types import MappingProxyType

from assurance.models import Agency, Inspection, Lesson, LessonGiven, PartnershipGroup, RapidReview, Topic, User
from assurance.rules.demo import MARK
from assurance.rules.learning import (
    ChangeKind,
    Inspectorate,
    LessonSource,
    RapidReviewMove,
    RapidReviewState,
    ReviewDecision,
)
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_after, working_days_before
from assurance.services.actions import set_action
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.inspections import record_inspection
from assurance.services.lessons import give_lesson, record_lesson, remind_overdue, take_up_lesson, tell_of_change
from assurance.services.rapid_reviews import move_review, notify_review

# Who tells for each agency or group; for a group without an account of its own, the Business Team.
TELLS = MappingProxyType(
    {
        "kent-police": "police.lead",
        "kent-county-council": "local.authority.lead",
        "nhs-kent-and-medway": "health.lead",
        "education": "education.lead",
    }
)
RECORDS_AT, GIVES_AT, DECIDES_AT, TELLS_AT, REMINDS_AT = (
    time(10, 5),
    time(10, 25),
    time(11, 5),
    time(14, 5),
    time(9, 50),
)
FIRST = "DEMO-RR-01"


@dataclass(frozen=True)
class ReviewPlan:
    """A rapid review: notified so many working days ago, and decided so many days ago, if it is."""

    reference: str
    notified: int
    decided: int = 0
    decision: ReviewDecision = ReviewDecision.NONE
    reasons: str = ""


REVIEWS = (
    ReviewPlan(
        FIRST, 150, 138, ReviewDecision.LOCAL_REVIEW, "The criteria are met, and there is learning for every agency."
    ),
    ReviewPlan(
        "DEMO-RR-02", 96, 77, ReviewDecision.NO_REVIEW, "What there is to learn is known, and is given as lessons."
    ),
    ReviewPlan("DEMO-RR-03", 40, 28, ReviewDecision.NATIONAL_PANEL, "It raises questions for the whole country."),
    ReviewPlan("DEMO-RR-04", 17),
    ReviewPlan("DEMO-RR-05", 6),
)


@dataclass(frozen=True)
class GivenPlan:
    """To whom a lesson was given, due so many working days after that, and what was told of it so many days ago."""

    holder: str
    due: int
    told: tuple[tuple[int, ChangeKind, str], ...] = ()
    taken_up: int = 0


@dataclass(frozen=True)
class LessonPlan:
    """A lesson recorded so many working days ago, what it says, where it comes from, and to whom it was given."""

    recorded: int
    title: str
    what: str
    change: str
    source: LessonSource
    review_title: str
    topic: str
    given: tuple[GivenPlan, ...] = ()
    link: str = ""
    review: str = ""


TRAINING, POLICY = ChangeKind.TRAINING, ChangeKind.POLICY
PRACTICE, OUTCOMES = ChangeKind.PRACTICE, ChangeKind.OUTCOMES
LESSONS = (
    LessonPlan(
        170,
        "Ask who else lives in the home",
        "Assessments named the parents and left out other adults whom children met every day.",
        "Every assessment names each adult in the home, and checks what agencies know of them.",
        LessonSource.LEGACY,
        "A serious case review of the Kent Safeguarding Children Board",
        "child-protection-process",
        (
            GivenPlan(
                "kent-county-council",
                60,
                (
                    (128, POLICY, "The assessment form asks for each adult, and cannot be signed without."),
                    (118, TRAINING, "The course for new staff has a part on it."),
                    (
                        52,
                        OUTCOMES,
                        "The latest dip-sample found children asked whom they live with.",
                    ),
                ),
                taken_up=160,
            ),
            GivenPlan("kent-police", 60, ((122, PRACTICE, "Officers note every adult at the address."),)),
        ),
    ),
    LessonPlan(
        125,
        "A child who stays away is a child to be asked",
        "Absence was counted as a matter of attendance, and nobody asked why.",
        "Schools and social workers ask each child why, and share what they hear.",
        LessonSource.NATIONAL,
        "A national review of the Child Safeguarding Practice Review Panel",
        "missing-children",
        (
            GivenPlan(
                "education",
                70,
                (
                    (70, TRAINING, "Leads in every area were briefed."),
                    (9, PRACTICE, "Schools ring at once."),
                ),
            ),
            GivenPlan("kent-police", 70),
            GivenPlan("council-partnership-group", 130),
        ),
    ),
    LessonPlan(
        90,
        "Safe sleep is everybody’s message",
        "Families heard it from one service and not from the others they met.",
        "Whoever visits a family with a baby gives the same advice, and asks where the baby sleeps away from home.",
        LessonSource.CHILD_DEATH,
        "Child Death Overview Panel",
        "learning-from-reviews",
        (
            GivenPlan(
                "nhs-kent-and-medway",
                80,
                (
                    (45, POLICY, "The advice stands in the pathway of every provider."),
                    (5, OUTCOMES, "Parents who were asked could say what is safe away from home, too."),
                ),
            ),
            GivenPlan("kent-county-council", 100, taken_up=60),
        ),
        link="https://ecdop.example/learning",
    ),
    LessonPlan(
        70,
        "Say in the meeting what is not known",
        "Agencies took silence for agreement, and gaps in what was known were not written down.",
        "Each strategy discussion ends with what is not known, and who finds it out.",
        LessonSource.RAPID,
        "",
        "information-sharing",
        (GivenPlan("kent-police", 90, taken_up=55), GivenPlan("nhs-kent-and-medway", 50)),
        review="DEMO-RR-02",
    ),
    LessonPlan(
        4,
        "Plans that move with the young person",
        "Plans stopped when a young person turned to services for adults.",
        "A plan names who holds it on the day after the birthday.",
        LessonSource.LOCAL,
        "A local child safeguarding practice review",
        "transition-to-adult-services",
    ),
)
OF_2010 = "Announced inspection of safeguarding and looked after children services"
INADEQUATE = "Overall effectiveness of safeguarding services: inadequate. Capacity for improvement: inadequate."
SAID_IN_2010 = (
    "“A serious lack of concerted action by the partnership to address the disjointed arrangements between child "
    "protection services and other key services.”\n"
    "Of the Kent Safeguarding Children Board: not all agencies represented on it; work needed to re-align missing "
    "children guidance to clarify thresholds; an effective quality assurance framework to be developed.\n"
    "Quoted from the County Council’s report of November 2011."
)
JOINT = "Joint targeted area inspection (demonstration)"
RECOMMENDED = (
    ("Hear what children say at the first contact with the Front Door.", "kent-county-council", 50),
    ("Agree how health information reaches every strategy discussion.", "nhs-kent-and-medway", -5),
    ("Tell those who refer what became of it.", "", 0),
)


def learning_steps(people: People, now: datetime) -> Iterator[Step]:
    """What is learned, and when."""
    yield from _review_steps(now, people)
    yield from _lesson_steps(now, people)
    yield from _inspection_steps(now, people)
    yield _moment(now, 2, REMINDS_AT), partial(remind_overdue, by=people[BUSINESS_TEAM])


def _moment(now: datetime, days_ago: int, at: time) -> datetime:
    return datetime.combine(working_days_before(local_date(now), days_ago), at, LONDON)


def _review_steps(now: datetime, people: People) -> Iterator[Step]:
    by = people[BUSINESS_TEAM]
    for plan in REVIEWS:
        at = _moment(now, plan.notified, RECORDS_AT)
        yield at, partial(notify_review, reference=plan.reference, notified_on=local_date(at), by=by)
        if plan.decided:
            yield _moment(now, plan.decided, DECIDES_AT), partial(_decide, plan, by)


def _decide(plan: ReviewPlan, by: User, *, now: datetime) -> None:
    move_review(
        review=RapidReview.objects.get(reference=plan.reference),
        move=RapidReviewMove.DECIDE,
        seen=RapidReviewState.OPEN,
        decision=str(plan.decision),
        decided_on=local_date(now),
        text=f"{plan.reasons} {MARK}",
        by=by,
        now=now,
    )


def _lesson_steps(now: datetime, people: People) -> Iterator[Step]:
    for plan in LESSONS:
        yield _moment(now, plan.recorded, RECORDS_AT), partial(_learn, plan, people[BUSINESS_TEAM])
        for given in plan.given:
            yield _moment(now, plan.recorded, GIVES_AT), partial(_give, plan, given, people[BUSINESS_TEAM])
            by = people[TELLS.get(given.holder, BUSINESS_TEAM)]
            if given.taken_up:
                yield _moment(now, given.taken_up, TELLS_AT), partial(_take_up, plan, given, by)
            for days_ago, kind, text in given.told:
                yield _moment(now, days_ago, TELLS_AT), partial(_tell, plan, given, {kind: f"{text} {MARK}"}, by)


def _learn(plan: LessonPlan, by: User, *, now: datetime) -> None:
    record_lesson(
        title=plan.title,
        what=f"{plan.what} {MARK}",
        change=plan.change,
        source=str(plan.source),
        review_title=plan.review_title,
        link=plan.link,
        rapid_review=RapidReview.objects.filter(reference=plan.review).first(),
        topic=Topic.objects.filter(slug=plan.topic).first(),
        by=by,
        now=now,
    )


def _give(plan: LessonPlan, given: GivenPlan, by: User, *, now: datetime) -> None:
    due_on = working_days_after(local_date(now), given.due)
    give_lesson(lesson=_lesson(plan), holders=[_seat(given.holder)], due_on=due_on, by=by, now=now)


def _take_up(plan: LessonPlan, given: GivenPlan, by: User, *, now: datetime) -> None:
    take_up_lesson(given=_given(plan, given), by=by, now=now)


def _tell(plan: LessonPlan, given: GivenPlan, texts: dict[ChangeKind, str], by: User, *, now: datetime) -> None:
    tell_of_change(given=_given(plan, given), texts=texts, by=by, now=now)


def _inspection_steps(now: datetime, people: People) -> Iterator[Step]:
    yield _moment(now, 175, RECORDS_AT), partial(_record_2010, people[BUSINESS_TEAM])
    yield _moment(now, 30, RECORDS_AT), partial(_record_joint, people[BUSINESS_TEAM])


def _record_2010(by: User, *, now: datetime) -> None:
    record_inspection(
        inspectorate=str(Inspectorate.OFSTED),
        title=OF_2010,
        agencies=Agency.objects.filter(slug="kent-county-council"),
        inspected_on=date(2010, 10, 11),
        judgement=INADEQUATE,
        improve=SAID_IN_2010,
        by=by,
        now=now,
    )


def _record_joint(by: User, *, now: datetime) -> None:
    record_inspection(
        inspectorate=str(Inspectorate.JTAI),
        title=JOINT,
        agencies=Agency.objects.filter(slug__in=("kent-county-council", "kent-police", "nhs-kent-and-medway")),
        topics=Topic.objects.filter(slug__in=("thresholds-and-referrals", "information-sharing")),
        inspected_on=working_days_before(local_date(now), 8),
        improve=f"What was said at the end of the visit, until the letter is published. {MARK}",
        recommendations=[text for text, _, _ in RECOMMENDED],
        by=by,
        now=now,
    )
    found = Inspection.objects.get(title=JOINT).recommendations.all()
    for recommendation, (text, holder, due) in zip(found, RECOMMENDED, strict=True):
        if holder:
            set_action(
                title=text.removesuffix("."),
                what=MARK,
                holder=_seat(holder),
                due_on=working_days_after(local_date(now), 30 + due),
                recommendation=recommendation,
                by=by,
                now=now,
            )


def _lesson(plan: LessonPlan) -> Lesson:
    return Lesson.objects.get(title=plan.title)


def _given(plan: LessonPlan, given: GivenPlan) -> LessonGiven:
    seat = _seat(given.holder)
    holder = {"agency": seat} if isinstance(seat, Agency) else {"group": seat}
    return LessonGiven.objects.select_related("agency", "group").get(lesson=_lesson(plan), **holder)


def _seat(slug: str) -> Agency | PartnershipGroup:
    group = PartnershipGroup.objects.filter(slug=slug).first()
    return group or Agency.objects.get(slug=slug)
