"""The plans of the demonstration: a strategic plan the Board agreed, work plans, an improvement plan with a gap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from assurance.models import Action, Agency, PartnershipGroup, Plan, Priority, Topic
from assurance.rules.actions import ActionMove, ActionOrigin, ActionState
from assurance.rules.demo import MARK
from assurance.rules.periods import quarter_containing
from assurance.rules.plans import PlanKind, PlanMove, PlanState, Progress
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_after, working_days_before
from assurance.services.actions import move_action, set_action
from assurance.services.demo_decisions import decide_at_board
from assurance.services.demo_returns import People, Step
from assurance.services.plans import draw_up_plan, move_plan, review_priority, save_priority

DRAWS_UP_AT, AGREES_AT, REVIEWS_AT, SETS_AT, TELLS_AT = (
    time(10, 5),
    time(10, 20),
    time(11, 5),
    time(10, 40),
    time(14, 5),
)
STRATEGIC, WORK, IMPROVEMENT = PlanKind
COUNCIL, SAAS = "council-partnership-group", "saas"
DECIDED = "The strategic plan is agreed, with its priorities, for the three years it names."
LEFT_OUT = "The decision on the strategic plan had been left out."


@dataclass(frozen=True)
class MilestonePlan:
    """An action of a priority: whose, due so many months from now, and whether and how it was done."""

    title: str
    holder: str
    owner: str
    due_in: int
    done: str = ""
    effect: str = ""


@dataclass(frozen=True)
class PriorityPlan:
    """A priority, and how it stood so many months ago: what was done, what changed for children."""

    title: str
    outcome: str
    lead: str
    agency: str
    links: str
    topics: tuple[str, ...]
    stood: tuple[tuple[int, Progress, str, str], ...] = ()
    milestones: tuple[MilestonePlan, ...] = ()


@dataclass(frozen=True)
class PlanPlan:
    """A plan: whose, from when to when, who draws it up, and its priorities."""

    kind: PlanKind
    group: str
    title: str
    why: str
    by: str
    lead: str
    starts_on: date
    ends_on: date
    priorities: tuple[PriorityPlan, ...]
    is_agreed: bool = True


VOICE = PriorityPlan(
    "Children shape what is done for them",
    "Children say that they were asked, that they were heard, and what came of it.",
    "Director of Children’s Services",
    "kent-county-council",
    "Health and wellbeing board: what young people say of waiting for help. Safeguarding adults board: families in "
    "which an adult needs care.",
    ("lived-experience", "frontline-practice"),
    (
        (13, Progress.ON_COURSE, "Six forums were asked what they would change first.", ""),
        (7, Progress.AT_RISK, "Four of nine agencies record what children say in one place.", ""),
        (
            1,
            Progress.ON_COURSE,
            "Eight of nine agencies now do.",
            "In the last review of files, seven children in ten could be heard in the plan made for them; it was four.",
        ),
    ),
    (
        MilestonePlan("Ask every forum what it would change first", SAAS, "Chair of SAAS", -12, "Six were asked."),
        MilestonePlan("Record what children say in one place", "education", "Lead for safeguarding in schools", 2),
    ),
)
EXPLOITATION = PriorityPlan(
    "Children at risk of exploitation are found sooner",
    "A child who is being drawn in is seen by somebody who acts, before harm is done.",
    "Head of Public Protection",
    "kent-police",
    "Community safety partnership: the plan on serious violence and on places where children are drawn in.",
    ("criminal-and-child-sexual-exploitation", "missing-children", "contextual-safeguarding"),
    (
        (13, Progress.NOT_STARTED, "The screening tools of three agencies were laid side by side.", ""),
        (7, Progress.ON_COURSE, "One screening tool is in use in every district.", ""),
        (
            1,
            Progress.ON_COURSE,
            "The tool was dip-sampled in four districts.",
            "Children were known to be at risk five weeks earlier than in the year before, on average.",
        ),
    ),
    (
        MilestonePlan(
            "Bring one screening tool into use",
            "kent-police",
            "Head of Public Protection",
            -8,
            "It is in use in every district.",
            "Children are known to be at risk weeks earlier than before.",
        ),
        MilestonePlan("Dip-sample return home interviews", "kent-county-council", "Head of Missing", -1),
    ),
)
SHARING = PriorityPlan(
    "What one agency knows of a child, those who decide know",
    "No decision about a child’s safety is taken without what health, schools and the police know.",
    "Designated Nurse",
    "nhs-kent-and-medway",
    "Safeguarding adults board: one agreement on sharing information about families.",
    ("information-sharing", "child-protection-process"),
    (
        (13, Progress.ON_COURSE, "The agreement on sharing was signed by the three Safeguarding Partners.", ""),
        (7, Progress.AT_RISK, "Out of hours, health information still comes late.", ""),
        (1, Progress.OFF_COURSE, "Two districts have no arrangement for nights and weekends.", ""),
    ),
    (MilestonePlan("Agree who is rung at night, district by district", "nhs-kent-and-medway", "Designated Nurse", 1),),
)
HEARD = PriorityPlan(
    "District councils act on what housing officers see",
    "A child in a home that housing officers worry about is seen by children’s services within days.",
    "Chair of the Council Partnership Group",
    "",
    "Community safety partnership: neighbourhood teams.",
    ("thresholds-and-referrals",),
    ((3, Progress.ON_COURSE, "Nine of twelve districts have named a safeguarding lead in housing.", ""),),
    (
        MilestonePlan("Name a safeguarding lead in housing in every district", COUNCIL, "Chair of the group", 3),
        MilestonePlan("Read the referrals of one month together", COUNCIL, "Chair of the group", -1),
    ),
)
FRONT_DOOR = PriorityPlan(
    "Every referral is decided the same day",
    "No child waits overnight for somebody to decide whether they are safe.",
    "Head of the Front Door",
    "kent-county-council",
    "",
    ("thresholds-and-referrals",),
    tuple(
        (ago, progress, "The decisions of the month were read with partners.", difference)
        for ago, progress, difference in (
            (5, Progress.OFF_COURSE, ""),
            (4, Progress.AT_RISK, ""),
            (3, Progress.AT_RISK, ""),
            (1, Progress.ON_COURSE, "Nineteen in twenty were decided on the day; it was three in four."),
        )
    ),
    (MilestonePlan("Staff the front door until ten at night", "kent-county-council", "Head of the Front Door", 2),),
)
DISCUSSIONS = PriorityPlan(
    "Every agency is in every strategy discussion",
    "What is decided about a child rests on what police, health and social care know together.",
    "Head of Public Protection",
    "kent-police",
    "",
    ("child-protection-process",),
    tuple(
        (ago, Progress.AT_RISK, "The discussions of the month were counted, and who was there.", "")
        for ago in (5, 4, 3, 2, 1)
    ),
    (MilestonePlan("Ring every agency before a discussion begins", "kent-police", "Head of Public Protection", -2),),
)
NEXT_YEAR = PriorityPlan(
    "Families in temporary homes are not lost from sight",
    "A child who is moved to another district is known there on the day of the move.",
    "Chair of the Council Partnership Group",
    "",
    "",
    ("information-sharing",),
)


def plans_steps(people: People, now: datetime) -> Iterator[Step]:
    """
    What becomes of the plans, and when.

    When the strategic plan is agreed, a meeting of the Executive Board needs to have circulated its minutes.
    """
    for plan in _plans(local_date(now)):
        yield from _steps(plan, people, now)


def _plans(today: date) -> list[PlanPlan]:
    year = quarter_containing(today).financial_year
    return [_strategic_plan(year), _improvement_plan(today), *_work_plans(year)]


def _strategic_plan(year: int) -> PlanPlan:
    return PlanPlan(
        STRATEGIC,
        PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP).slug,
        f"Strategic plan {year - 1} to {year + 2}",
        "What the Partnership will have changed for children, and who leads.",
        "business.team",
        "The three Safeguarding Partners together",
        date(year - 1, 4, 1),
        date(year + 2, 3, 31),
        (VOICE, EXPLOITATION, SHARING),
    )


def _improvement_plan(today: date) -> PlanPlan:
    return PlanPlan(
        IMPROVEMENT,
        SAAS,
        "Improvement plan after the joint inspection of the front door",
        "What the inspection asked for, reviewed every month until it has been done and has held.",
        "saas.chair",
        "Chair of SAAS",
        _months_from(today, -6),
        _months_from(today, 13) - timedelta(days=1),
        (FRONT_DOOR, DISCUSSIONS),
    )


def _work_plans(year: int) -> Iterator[PlanPlan]:
    """One that is agreed, and the next, still a draft."""
    for begins, priority, why, is_agreed in (
        (year, HEARD, "What the district councils do together for the priorities of the Partnership.", True),
        (year + 1, NEXT_YEAR, "What the district councils take on next, to be agreed in the spring.", False),
    ):
        title = f"Work plan {begins}/{(begins + 1) % 100:02d}"
        days = date(begins, 4, 1), date(begins + 1, 3, 31)
        yield PlanPlan(WORK, COUNCIL, title, why, "group.chair", "", *days, (priority,), is_agreed)


def _steps(plan: PlanPlan, people: People, now: datetime) -> Iterator[Step]:
    if not plan.is_agreed:
        yield _at(working_days_before(local_date(now), 5), DRAWS_UP_AT), partial(_draw_up, plan, people)
        return
    yield _at(working_days_before(plan.starts_on, 15), DRAWS_UP_AT), partial(_draw_up, plan, people)
    yield _at(working_days_after(plan.starts_on, 5), AGREES_AT), partial(_agree, plan, people)
    for each in plan.priorities:
        for milestone in each.milestones:
            yield from _milestone_steps(plan, each, milestone, people, now)
        for ago, *said in each.stood:
            month = _months_from(local_date(now), -ago)
            if month >= plan.starts_on:
                at = _at(working_days_after(_months_from(month, 1), 3), REVIEWS_AT)
                yield at, partial(_review, plan, each, month, said, people)


def _milestone_steps(
    plan: PlanPlan, each: PriorityPlan, milestone: MilestonePlan, people: People, now: datetime
) -> Iterator[Step]:
    due_on = _months_from(local_date(now), milestone.due_in).replace(day=15)
    yield _at(working_days_after(plan.starts_on, 6), SETS_AT), partial(_set, plan, each, milestone, due_on, people)
    for days, move, text in ((1, ActionMove.FINISH, milestone.done), (60, ActionMove.CLOSE, milestone.effect)):
        if text:
            yield _at(working_days_after(due_on, days), TELLS_AT), partial(_tell, milestone, move, text, people)


def _draw_up(plan: PlanPlan, people: People, *, now: datetime) -> None:
    by = people[plan.by]
    drawn = draw_up_plan(
        kind=plan.kind,
        group=PartnershipGroup.objects.get(slug=plan.group),
        title=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        why=f"{plan.why} {MARK}",
        lead=plan.lead,
        by=by,
        now=now,
    )
    for each in plan.priorities:
        save_priority(
            plan=drawn,
            title=each.title,
            outcome=f"{each.outcome} {MARK}",
            lead=each.lead,
            agency=Agency.objects.filter(slug=each.agency).first(),
            links=each.links,
            topics=Topic.objects.filter(slug__in=each.topics),
            by=by,
            now=now,
        )


def _agree(plan: PlanPlan, people: People, *, now: datetime) -> None:
    decision = None
    if plan.kind == STRATEGIC:
        decision = decide_at_board(DECIDED, left_out=LEFT_OUT, people=people, now=now)
    drafted = Plan.objects.select_related("group").get(title=plan.title)
    by = people[plan.by]
    move_plan(plan=drafted, move=PlanMove.AGREE, seen=PlanState.DRAFT, decision=decision, by=by, now=now)


def _set(
    plan: PlanPlan, each: PriorityPlan, milestone: MilestonePlan, due_on: date, people: People, *, now: datetime
) -> None:
    holder = PartnershipGroup.objects.filter(slug=milestone.holder).first()
    set_action(
        title=milestone.title,
        what=MARK,
        holder=holder or Agency.objects.get(slug=milestone.holder),
        owner=milestone.owner,
        due_on=due_on,
        priority=Priority.objects.get(plan__title=plan.title, title=each.title),
        by=people["business.team"],
        now=now,
    )


def _tell(milestone: MilestonePlan, move: ActionMove, text: str, people: People, *, now: datetime) -> None:
    action = Action.objects.get(title=milestone.title, origin=ActionOrigin.PLAN)
    said = {"difference": f"{text} {MARK}"} if move == ActionMove.CLOSE else {"text": f"{text} {MARK}"}
    move_action(action=action, move=move, seen=ActionState(action.state), by=people["business.team"], now=now, **said)


def _review(
    plan: PlanPlan,
    each: PriorityPlan,
    month: date,
    said: tuple[Progress, str, str],
    people: People,
    *,
    now: datetime,
) -> None:
    progress, done, difference = said
    review_priority(
        priority=Priority.objects.select_related("plan__group").get(plan__title=plan.title, title=each.title),
        month=month,
        progress=progress,
        done=f"{done} {MARK}",
        difference=difference,
        group=PartnershipGroup.objects.get(slug=SAAS if plan.kind == STRATEGIC else plan.group),
        by=people["saas.chair" if plan.kind == STRATEGIC else plan.by],
        now=now,
    )


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON)


def _months_from(day: date, months: int) -> date:
    """The first day of the month so many months after the month of a day."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
