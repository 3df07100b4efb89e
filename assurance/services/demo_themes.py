"""The themes of the demonstration: one closed, one evaluated, one before the Executive Board, one that waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet

from assurance.models import Agency, Meeting, PartnershipGroup, Theme, Topic
from assurance.rules.demo import MARK, Calendar
from assurance.rules.meetings import MeetingState
from assurance.rules.themes import Domain, ThemeMove, ThemeReportKind, ThemeState
from assurance.rules.wording import LONDON, local_date
from assurance.services.actions import set_action
from assurance.services.demo_decisions import decide_at_board
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.themes import move_theme, plan_theme, record_theme_report

ANALYSIS, PROPOSAL, OUTCOMES = ThemeReportKind
AT = time(15, 10)
LEFT_OUT = "The decision on the theme had been left out."
COMING = "the meeting to come"


@dataclass(frozen=True)
class ReportPlan:
    """One of the three reports: what it found, and what it recommends."""

    kind: ThemeReportKind
    findings: str
    recommendations: str = ""
    to: str = ""


@dataclass(frozen=True)
class ThemePlan:
    """
    A theme, and its life: each step with the Executive Board meeting it is counted from and the days after that.

    Meetings are counted from the last that was held, -1, backwards. A step is a move, a report, or an action.
    """

    title: str
    why: str
    outcome: str
    domain: Domain
    group: str
    lead: str
    topics: tuple[str, ...]
    follows: str
    planned: tuple[int, int]
    steps: tuple[tuple[int, int, ThemeMove | ReportPlan | str], ...] = ()
    activity: str = ""
    difference: str = ""


MISSING = ThemePlan(
    title="Children who go missing three times or more",
    why="Children who go missing often are known to more than one agency, and no agency sees all of it.",
    outcome="Children who have gone missing twice are safe, and do not go missing a third time.",
    domain=Domain.PROTECTING,
    group="emerging-themes",
    lead="Head of Missing and Exploitation",
    topics=("missing-children", "missing-3-or-more-times"),
    follows="",
    planned=(-7, -75),
    steps=(
        (-7, -70, ThemeMove.BEGIN),
        (
            -7,
            1,
            ReportPlan(
                ANALYSIS,
                "The police and the Council count the same children differently. Return interviews are read late.",
                "Bring the two lists together. Read each return interview within a week.",
            ),
        ),
        (-7, 5, ThemeMove.PROPOSE),
        (
            -6,
            1,
            ReportPlan(
                PROPOSAL,
                "One list can be kept by the police and read by every agency.",
                "Name one worker for each child who has gone missing twice.",
            ),
        ),
        (-6, 22, ThemeMove.AGREE),
        (-6, 30, ThemeMove.IMPLEMENT),
        (-4, 10, ThemeMove.EVALUATE),
        (-3, -20, ThemeMove.REPORT),
        (
            -3,
            1,
            ReportPlan(
                OUTCOMES,
                "Every child who has gone missing twice has a named worker. Children say that they are asked once.",
                "Keep the list after the theme has ended.",
            ),
        ),
        (-3, 5, ThemeMove.CLOSE),
    ),
    activity="One list of children who go missing, and one named worker for each who has twice.",
    difference="Children say that one person knows them. Whether fewer go missing a third time cannot be told yet: the "
    "published figures are too few.",
)
REFERRALS = ThemePlan(
    title="Children who are referred again within a year",
    why="Re-referrals rise in some districts, and families say that they tell their story again each time.",
    outcome="Families have the help they need the first time, and are not referred again.",
    domain=Domain.PROTECTING,
    group="saas",
    lead="Head of the Front Door",
    topics=("repeat-referrals", "thresholds-and-referrals"),
    follows=MISSING.title,
    planned=(-7, -60),
    steps=(
        (-6, 35, ThemeMove.BEGIN),
        (
            -5,
            1,
            ReportPlan(
                ANALYSIS,
                "Most repeat referrals follow a closed case of domestic abuse.",
                "Look at how such cases are closed.",
            ),
        ),
        (-5, 5, ThemeMove.PROPOSE),
        (
            -4,
            1,
            ReportPlan(
                PROPOSAL,
                "A plan that outlasts the social worker's part keeps families in view.",
                "Agree one plan with early help and health before a case is closed.",
            ),
        ),
        (-4, 22, ThemeMove.AGREE),
        (-4, 40, ThemeMove.IMPLEMENT),
        (-2, 15, "Agree one closing plan with early help"),
        (-1, 10, ThemeMove.EVALUATE),
    ),
    activity="One closing plan, agreed with early help and health.",
)
SELF_HARM = ThemePlan(
    title="Children who harm themselves and wait for help",
    why="More children come to emergency departments after harming themselves, and many wait over three months.",
    outcome="Children who harm themselves are safe while they wait, and wait less long.",
    domain=Domain.PROTECTING,
    group="health-safeguarding-group",
    lead="Designated Nurse",
    topics=("self-harm-at-a-and-e", "camhs-wait-over-3-months", "lived-experience"),
    follows=REFERRALS.title,
    planned=(-6, 40),
    steps=(
        (-4, 45, ThemeMove.BEGIN),
        (
            -2,
            1,
            ReportPlan(
                ANALYSIS,
                "Schools often know first, and are told last.",
                "Tell schools, with consent, when a child has been seen.",
            ),
        ),
        (-2, 6, ThemeMove.PROPOSE),
        (
            -1,
            50,
            ReportPlan(
                PROPOSAL,
                "A safety plan written in the department can be shared with school and family.",
                "Share each plan within two days.",
                to=COMING,
            ),
        ),
    ),
)
TRANSITION = ThemePlan(
    title="Young people who move to adult services",
    why="Reviews say that help stops at eighteen, when risk does not.",
    outcome="Young people at risk keep a worker they know through their eighteenth birthday.",
    domain=Domain.INNOVATION,
    group="saas",
    lead="Head of Practice Improvement",
    topics=("transition-to-adult-services", "learning-from-reviews"),
    follows=SELF_HARM.title,
    planned=(-4, 60),
)
PLANS = (MISSING, REFERRALS, SELF_HARM, TRANSITION)
MEETINGS_NEEDED = 7


def themes_steps(calendar: Calendar, people: People, now: datetime) -> Iterator[Step]:
    """
    What becomes of the programme, and when, up to now.

    Needs seven meetings of the Executive Board that were held, with circulated minutes; without them, there is nothing.
    """
    *past, _ = calendar.periods
    met = [period.meeting_at for period in past if period.meeting_at <= now]
    if len(met) < MEETINGS_NEEDED:
        return
    for plan in PLANS:
        yield from ((at, act) for at, act in _steps(plan, met, people) if at <= now)


def _board_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(group__level=PartnershipGroup.Level.BOARD).select_related("group")


def _steps(plan: ThemePlan, met: Sequence[datetime], people: People) -> Iterator[Step]:
    number, days = plan.planned
    yield _at(met[number], days), partial(_plan, plan, people)
    for number, days, what in plan.steps:
        met_at = met[number]
        if isinstance(what, ReportPlan):
            yield _at(met_at, days), partial(_report, plan, what, met_at, people)
        elif isinstance(what, ThemeMove):
            yield _at(met_at, days), partial(_move, plan, what, met_at, people)
        else:
            yield _at(met_at, days), partial(_act, plan, what, people)


def _at(met_at: datetime, days: int) -> datetime:
    return datetime.combine(local_date(met_at) + timedelta(days=days), AT, LONDON)


def _theme(title: str) -> Theme:
    return Theme.objects.select_related("group").get(title=title)


def _plan(plan: ThemePlan, people: People, *, now: datetime) -> None:
    plan_theme(
        title=plan.title,
        why=f"{plan.why} {MARK}",
        outcome=f"{plan.outcome} {MARK}",
        domain=plan.domain,
        group=PartnershipGroup.objects.get(slug=plan.group),
        lead=plan.lead,
        follows=_theme(plan.follows) if plan.follows else None,
        topics=Topic.objects.filter(slug__in=plan.topics),
        by=people[BUSINESS_TEAM],
        now=now,
    )


def _report(plan: ThemePlan, report: ReportPlan, met_at: datetime, people: People, *, now: datetime) -> None:
    meeting = _board_meetings().get(starts_at=met_at)
    if report.to == COMING:
        coming = _board_meetings().filter(state__in=(MeetingState.PLANNED, MeetingState.CIRCULATED), starts_at__gt=now)
        meeting = coming.order_by("starts_at").first() or meeting
    record_theme_report(
        theme=_theme(plan.title),
        kind=report.kind,
        meeting=meeting,
        findings=f"{report.findings} {MARK}",
        recommendations=f"{report.recommendations} {MARK}",
        by=people[BUSINESS_TEAM],
        now=now,
    )


def _move(plan: ThemePlan, move: ThemeMove, met_at: datetime, people: People, *, now: datetime) -> None:
    theme, by = _theme(plan.title), people[BUSINESS_TEAM]
    words: dict[str, Any] = {}
    if move == ThemeMove.AGREE:
        agreed = f"The activity proposed for “{plan.title}” is agreed."
        decision = decide_at_board(agreed, left_out=LEFT_OUT, met_at=met_at, people=people, now=now)
        words = {"activity": f"{plan.activity} {MARK}", "decision": decision}
    elif move == ThemeMove.CLOSE:
        words = {"difference": f"{plan.difference} {MARK}"}
    move_theme(theme=theme, move=move, seen=ThemeState(theme.state), by=by, now=now, **words)


def _act(plan: ThemePlan, title: str, people: People, *, now: datetime) -> None:
    set_action(
        title=title,
        what=MARK,
        holder=Agency.objects.get(slug="kent-county-council"),
        owner=plan.lead,
        due_on=local_date(now) + timedelta(days=180),
        theme=_theme(plan.title),
        by=people[BUSINESS_TEAM],
        now=now,
    )
