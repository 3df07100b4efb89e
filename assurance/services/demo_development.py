"""Policies, training and funding of the demonstration: made up, of posts and never of people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial

from assurance.models import Agency, Course, PartnershipGroup, Policy, Topic, User
from assurance.queries.plans import current_priorities
from assurance.rules.demo import MARK
from assurance.rules.development import Adequacy, CourseKind, Efficacy
from assurance.rules.periods import Quarter, latest_quarters
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_before
from assurance.services.courses import add_course, record_impact, record_take_up
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.funding import judge_funding, record_contribution
from assurance.services.policies import add_policy, assure_policy

KEEPER_OF_POLICIES = "policy-and-procedures"
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class PolicyPlan:
    """A policy: its topic, how many working days ago it was quality assured (None: not yet), and what that found."""

    title: str
    topic: str
    assured_ago: int | None = None
    efficacy: Efficacy = Efficacy.NOT_KNOWN
    evidence: str = ""
    impact: str = ""


@dataclass(frozen=True)
class CoursePlan:
    """A course: its topic, how many completed it in each of the last quarters, and what it changed."""

    title: str
    kind: CourseKind
    topic: str
    need: str
    completed: tuple[int, ...]
    practice: str = ""
    outcomes: str = ""
    source: str = ""


POLICIES = (
    PolicyPlan(
        "Professional disagreement and escalation",
        "information-sharing",
        40,
        Efficacy.PARTLY,
        "Twenty escalations of the last year were read: fourteen were settled within five working days.",
        "Disputes about thresholds reach a manager sooner; children still wait where the dispute is out of hours.",
    ),
    PolicyPlan(
        "Children who go missing: return home interviews",
        "missing-children",
        90,
        Efficacy.EFFECTIVE,
        "A dip-sample of interviews, and what thirty young people said of theirs.",
        "Interviews are offered by one known worker, and what is said reaches the plan.",
    ),
    PolicyPlan("Pre-birth assessment", "child-protection-process"),
)
COURSES = (
    CoursePlan(
        "Working with exploitation",
        CourseKind.FACE_TO_FACE,
        "criminal-and-child-sexual-exploitation",
        "Two local reviews and the figures on children missing three or more times.",
        (18, 24, 21, 30),
        "Mapping meetings name places and peers, not the child alone.",
        "Young people in the dip-sample could say who their one worker was.",
        "A follow-up survey after three months and a dip-sample of twenty files.",
    ),
    CoursePlan(
        "Sharing information lawfully",
        CourseKind.E_LEARNING,
        "information-sharing",
        "Concerns about multi-agency working in the status returns of three quarters.",
        (96, 140, 121, 133),
        "Referrals state the reason for sharing; strategy discussions begin with what each agency knows.",
        "",
        "Questions put to managers six weeks later.",
    ),
)
# What each agency gives in the year that runs, in pounds: agreed, and received so far.
SHARES = (
    ("kent-county-council", 186_000, 93_000, "Two posts and rooms"),
    ("kent-police", 62_000, 62_000, ""),
    ("nhs-kent-and-medway", 74_500, 37_250, "The designated nurse’s time for audits"),
    ("district-councils", 12_000, None, "Venues for training"),
)
BUDGET = Decimal(360_000)
WHY = f"It covers the team and the audits as planned, and leaves no money for an analyst. {MARK}"


def development_steps(people: People, now: datetime) -> Iterator[Step]:
    """What becomes of policies, courses and this year's funding, and when."""
    team = people[BUSINESS_TEAM]
    for policy in POLICIES:
        yield _ago(now, 150), partial(_add_policy, policy, team)
        if policy.assured_ago is not None:
            yield _ago(now, policy.assured_ago), partial(_assure_policy, policy, team)
    for course in COURSES:
        quarters = latest_quarters(local_date(now), len(course.completed) + 1)[:0:-1]
        yield _ago(now, 140), partial(_add_course, course, team)
        yield _ago(now, 12), partial(_take_up, course, quarters, team)
        yield _ago(now, 11), partial(_impact, course, _ago(now, 20), team)
    year = latest_quarters(local_date(now), 1)[0].financial_year
    yield _ago(now, 100), partial(_contribute, year, team)
    yield (
        _ago(now, 60),
        partial(
            judge_funding,
            financial_year=year,
            adequacy=Adequacy.PARTLY,
            budget=BUDGET,
            text=WHY,
            decision=None,
            by=team,
        ),
    )


def _ago(now: datetime, days: int) -> datetime:
    return datetime.combine(working_days_before(local_date(now), days), time(11), LONDON)


def _add_policy(plan: PolicyPlan, team: User, *, now: datetime) -> None:
    group = PartnershipGroup.objects.get(slug=KEEPER_OF_POLICIES)
    topics = list(Topic.objects.filter(slug=plan.topic))
    review_on = local_date(now) + YEAR
    add_policy(title=plan.title, group=group, about="", link="", topics=topics, review_on=review_on, by=team, now=now)


def _assure_policy(plan: PolicyPlan, team: User, *, now: datetime) -> None:
    assure_policy(
        policy=Policy.objects.get(title=plan.title),
        assured_on=local_date(now),
        efficacy=plan.efficacy,
        evidence=plan.evidence,
        impact=f"{plan.impact} {MARK}",
        review_on=local_date(now) + YEAR,
        by=team,
        now=now,
    )


def _add_course(plan: CoursePlan, team: User, *, now: datetime) -> None:
    add_course(
        title=plan.title,
        kind=plan.kind,
        need=plan.need,
        priority=current_priorities(local_date(now)).filter(topics__slug=plan.topic).first(),
        topics=list(Topic.objects.filter(slug=plan.topic)),
        lesson=None,
        by=team,
        now=now,
    )


def _take_up(plan: CoursePlan, quarters: Sequence[Quarter], team: User, *, now: datetime) -> None:
    course, agencies = _course(plan), Agency.objects.exclude(category="").order_by("name")
    for quarter, number in zip(quarters, plan.completed, strict=True):
        for share, agency in enumerate(agencies, start=2):
            completed = number // share
            record_take_up(
                course=course,
                agency=agency,
                quarter=quarter,
                completed=completed,
                booked=completed + 3,
                by=team,
                now=now,
            )


def _impact(plan: CoursePlan, seen_at: datetime, team: User, *, now: datetime) -> None:
    record_impact(
        course=_course(plan),
        seen_on=local_date(seen_at),
        practice=plan.practice,
        outcomes=plan.outcomes,
        source=f"{plan.source} {MARK}",
        by=team,
        now=now,
    )


def _course(plan: CoursePlan) -> Course:
    return Course.objects.get(title=plan.title)


def _contribute(year: int, team: User, *, now: datetime) -> None:
    agencies = {agency.slug: agency for agency in Agency.objects.filter(slug__in=[share[0] for share in SHARES])}
    for slug, agreed, received, in_kind in SHARES:
        if slug in agencies:
            record_contribution(
                financial_year=year,
                agency=agencies[slug],
                agreed=Decimal(agreed),
                received=None if received is None else Decimal(received),
                in_kind=in_kind,
                by=team,
                now=now,
            )
