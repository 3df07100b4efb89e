"""The risk register of the demonstration: five risks with controls, the assurance on them, and reviews over a year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial

from assurance.models import Agency, AssuranceItem, Control, Risk, Topic, User
from assurance.queries.plans import current_priorities
from assurance.rules.demo import MARK
from assurance.rules.risks import ControlView, RiskMove, RiskState, Score, next_review
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_before
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.risk_controls import add_control, assure_control
from assurance.services.risks import move_risk, raise_risk

ENTERS_AT, REVIEWS_AT, CONTROLS_AT, ASSURES_AT = time(10, 10), time(15, 10), time(10, 15), time(15, 20)
WORKS, PARTLY = ControlView.WORKS, ControlView.PARTLY


@dataclass(frozen=True)
class ControlPlan:
    """A control: what, who sees to it, and what items of the risk’s topic are said to say of it, the newest first."""

    text: str
    owner: str
    views: tuple[ControlView, ...] = ()


@dataclass(frozen=True)
class RiskPlan:
    """A risk: whose, about what, its three scores, its controls, and each review so many working days ago."""

    title: str
    cause: str
    effect: str
    owner: str
    agency: str
    topic: str
    scores: tuple[Score, Score, Score]
    controls: tuple[ControlPlan, ...] = ()
    reviews: tuple[tuple[int, Score, str], ...] = ()
    closed: str = field(default="")


RISKS = (
    RiskPlan(
        "Children who go missing are not asked alone why they went",
        "Return interviews depend on few workers, and fall away at weekends.",
        "What makes a child run stays unknown, and whoever exploits them is not found.",
        "Head of Missing and Exploitation",
        "kent-county-council",
        "missing-children",
        (Score(5, 4), Score(4, 4), Score(2, 4)),
        (
            ControlPlan("A rota of workers for weekends and evenings.", "Manager of the missing team", (WORKS, PARTLY)),
            ControlPlan("A monthly list of children without an interview goes to every agency.", "Business manager"),
        ),
        (
            (180, Score(4, 4), "The rota is not yet full."),
            (90, Score(3, 4), "The rota holds, and fewer children are left without an interview."),
            (20, Score(3, 4), "It holds still; voices of children are to be heard before the target is met."),
        ),
    ),
    RiskPlan(
        "Health information is missing when it is decided whether a child is at risk",
        "Records are kept in several systems, and nobody is asked at night.",
        "A child is left where they are hurt, or taken from a home that was safe.",
        "Designated Nurse for Safeguarding Children",
        "nhs-kent-and-medway",
        "information-sharing",
        (Score(5, 5), Score(4, 5), Score(2, 5)),
        (ControlPlan("A named nurse joins each discussion by telephone.", "Designated Nurse", (PARTLY,)),),
        (
            (150, Score(4, 5), "The nurse joins by day, not yet at night."),
            (12, Score(4, 4), "Nights are covered on most days of the week."),
        ),
    ),
    RiskPlan(
        "Referrers stop referring because they hear nothing back",
        "Replies are written by hand and come late.",
        "Children come to notice later than they could have.",
        "Head of the Front Door",
        "kent-county-council",
        "thresholds-and-referrals",
        (Score(4, 3), Score(3, 3), Score(2, 2)),
        (ControlPlan("Each decision sends a reply by itself.", "Systems manager", (WORKS,)),),
        ((40, Score(3, 3), "Replies go out; forums are to be asked whether they help."),),
    ),
    RiskPlan(
        "Children exploited across the county’s border are known to nobody as a whole",
        "Each force and council sees a part.",
        "Whoever exploits them moves on, and takes them along.",
        "Head of Public Protection",
        "kent-police",
        "criminal-and-child-sexual-exploitation",
        (Score(4, 5), Score(4, 5), Score(3, 4)),
        reviews=((45, Score(4, 5), "Talks with the neighbouring forces and councils have begun."),),
    ),
    RiskPlan(
        "Two referral forms send children two ways",
        "The region and the county each had a form.",
        "Children were passed between services before anybody saw them.",
        "Head of the Front Door",
        "kent-county-council",
        "thresholds-and-referrals",
        (Score(3, 3), Score(2, 2), Score(1, 2)),
        (ControlPlan("One form for all, checked at the Front Door.", "Head of the Front Door"),),
        closed="One form is in use everywhere, so no child is sent two ways.",
    ),
)
ENTERED_AGO, CONTROLLED_AGO, ASSURED_AGO, CLOSED_AGO = 240, 235, 15, 30


def risks_steps(people: People, now: datetime) -> Iterator[Step]:
    """What becomes of the register, and when. The assurance on its controls is of the items there are by then."""
    by = people[BUSINESS_TEAM]
    for number, plan in enumerate(RISKS):
        later = timedelta(minutes=number)
        yield _moment(now, ENTERED_AGO, ENTERS_AT) + later, partial(_enter, plan, by)
        yield _moment(now, CONTROLLED_AGO, CONTROLS_AT) + later, partial(_control, plan, by)
        for days_ago, score, text in plan.reviews:
            yield _moment(now, days_ago, REVIEWS_AT) + later, partial(_review, plan, score, text, by)
        yield _moment(now, ASSURED_AGO, ASSURES_AT) + later, partial(_assure, plan, by)
        if plan.closed:
            yield _moment(now, CLOSED_AGO, REVIEWS_AT) + later, partial(_close, plan, by)


def _moment(now: datetime, working_days: int, at: time) -> datetime:
    return datetime.combine(working_days_before(local_date(now), working_days), at, LONDON)


def _enter(plan: RiskPlan, by: User, *, now: datetime) -> None:
    inherent, current, target = plan.scores
    raise_risk(
        title=plan.title,
        cause=f"{plan.cause} {MARK}",
        effect=plan.effect,
        owner=plan.owner,
        holder=Agency.objects.get(slug=plan.agency),
        priority=current_priorities(local_date(now)).filter(topics__slug=plan.topic).first(),
        topics=Topic.objects.filter(slug=plan.topic),
        inherent=inherent,
        current=current,
        target=target,
        review_on=next_review(local_date(now), current),
        by=by,
        now=now,
    )


def _risk(plan: RiskPlan) -> Risk:
    return Risk.objects.get(title=plan.title)


def _control(plan: RiskPlan, by: User, *, now: datetime) -> None:
    for control in plan.controls:
        add_control(risk=_risk(plan), text=f"{control.text} {MARK}", owner=control.owner, by=by, now=now)


def _review(plan: RiskPlan, score: Score, text: str, by: User, *, now: datetime) -> None:
    move_risk(
        risk=_risk(plan),
        move=RiskMove.REVIEW,
        seen=RiskState.OPEN,
        text=f"{text} {MARK}",
        current=score,
        review_on=next_review(local_date(now), score),
        by=by,
        now=now,
    )


def _close(plan: RiskPlan, by: User, *, now: datetime) -> None:
    text = f"{plan.closed} {MARK}"
    move_risk(risk=_risk(plan), move=RiskMove.CLOSE, seen=RiskState.OPEN, text=text, by=by, now=now)


def _assure(plan: RiskPlan, by: User, *, now: datetime) -> None:
    """Items about the same topic, one of each tier as far as there are any, speak of its controls."""
    items = AssuranceItem.objects.filter(
        supports__topic__slug=plan.topic, withdrawn_at=None, dated_on__lte=local_date(now)
    ).order_by("-tier", "-dated_on", "pk")
    by_tier = list({item.tier: item for item in reversed(items)}.values())
    for planned in plan.controls:
        control = Control.objects.get(risk__title=plan.title, text=f"{planned.text} {MARK}")
        for view, item in zip(planned.views, by_tier, strict=False):
            note = f"Not everywhere yet. {MARK}" if view == PARTLY else ""
            assure_control(control=control, item=item, view=view, note=note, by=by, now=now)
