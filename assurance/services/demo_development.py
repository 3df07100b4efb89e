"""Policies, training and funding of the demonstration: made up, of posts and never of people."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from assurance.models import Agency, Course, PartnershipGroup, Policy, Topic, User
from assurance.queries.plans import current_priorities
from assurance.rules.demo import DOMAIN, MARK
from assurance.rules.development import Adequacy, CourseKind, Efficacy
from assurance.rules.periods import latest_quarters
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_before
from assurance.services.courses import add_course, record_impact, record_take_up
from assurance.services.funding import judge_funding, record_contribution
from assurance.services.policies import add_policy, assure_policy

TEAM, KEEPER_OF_POLICIES = "business.team", "policy-and-procedures"
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


def load_demo_development(*, now: datetime) -> None:
    """Load policies, courses and this year's funding, once."""
    if Policy.objects.exists() or Course.objects.exists():
        return
    team = User.objects.get(email=f"{TEAM}@{DOMAIN}")
    for policy in POLICIES:
        _policy(policy, team, now)
    for course in COURSES:
        _course(course, team, now)
    _funding(team, now)


def _ago(now: datetime, days: int) -> datetime:
    return datetime.combine(working_days_before(local_date(now), days), time(11), LONDON)


def _policy(plan: PolicyPlan, team: User, now: datetime) -> None:
    group = PartnershipGroup.objects.get(slug=KEEPER_OF_POLICIES)
    topics = list(Topic.objects.filter(slug=plan.topic))
    added = _ago(now, 150)
    review_on = local_date(added) + YEAR
    policy = add_policy(
        title=plan.title, group=group, about="", link="", topics=topics, review_on=review_on, by=team, now=added
    )
    if plan.assured_ago is None:
        return
    at = _ago(now, plan.assured_ago)
    assure_policy(
        policy=policy,
        assured_on=local_date(at),
        efficacy=plan.efficacy,
        evidence=plan.evidence,
        impact=f"{plan.impact} {MARK}",
        review_on=local_date(at) + YEAR,
        by=team,
        now=at,
    )


def _course(plan: CoursePlan, team: User, now: datetime) -> None:
    today, agencies = local_date(now), Agency.objects.exclude(category="").order_by("name")
    course = add_course(
        title=plan.title,
        kind=plan.kind,
        need=plan.need,
        priority=current_priorities(today).filter(topics__slug=plan.topic).first(),
        topics=list(Topic.objects.filter(slug=plan.topic)),
        lesson=None,
        by=team,
        now=_ago(now, 140),
    )
    quarters = latest_quarters(today, len(plan.completed) + 1)[:0:-1]
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
                now=_ago(now, 12),
            )
    record_impact(
        course=course,
        seen_on=local_date(_ago(now, 20)),
        practice=plan.practice,
        outcomes=plan.outcomes,
        source=f"{plan.source} {MARK}",
        by=team,
        now=_ago(now, 11),
    )


def _funding(team: User, now: datetime) -> None:
    year = latest_quarters(local_date(now), 1)[0].financial_year
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
                now=_ago(now, 100),
            )
    judge_funding(
        financial_year=year,
        adequacy=Adequacy.PARTLY,
        budget=BUDGET,
        text=WHY,
        decision=None,
        by=team,
        now=_ago(now, 60),
    )
