"""The challenges of the demonstration: one closed with its effect and come up again, and one in every other state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from types import MappingProxyType
from typing import TypedDict

from assurance.models import Agency, Challenge, Meeting, PartnershipGroup, Topic, User
from assurance.rules.challenges import ChallengeMove, ChallengeState, answer_due
from assurance.rules.demo import MARK
from assurance.rules.meetings import MeetingState
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_before
from assurance.services.challenges import Seat, move_challenge, raise_challenge, remind_overdue
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step

RAISES_AT, MOVES_AT, REMINDS_AT = time(11, 20), time(14, 20), time(9, 40)
# Whoever answers for each, and the chair who settles what they answered.
ANSWERS = MappingProxyType(
    {
        "kent-police": "police.lead",
        "nhs-kent-and-medway": "health.lead",
        "kent-county-council": "local.authority.lead",
    }
)
SETTLES = "saas.chair"


class Said(TypedDict, total=False):
    """What a move is told."""

    text: str
    effect: str


@dataclass(frozen=True)
class ChallengePlan:
    """A challenge: raised so many working days ago by whom, of whom, and what became of it, and when."""

    days_ago: int
    by: str
    of: str
    topic: str
    title: str
    what: str
    asks: str
    told: tuple[tuple[int, ChallengeMove, Said], ...] = ()
    takes_up: str = ""
    at_a_meeting: bool = False


ANSWER, ACCEPT, CLOSE = ChallengeMove.ANSWER, ChallengeMove.ACCEPT, ChallengeMove.CLOSE
OUT_OF_HOURS = "Strategy discussions held out of hours leave agencies out"
CHALLENGES = (
    ChallengePlan(
        210,
        "independent.scrutineer",
        "kent-police",
        "child-protection-process",
        OUT_OF_HOURS,
        "The dip-sample read at SAAS shows discussions at night that began before every agency had joined.",
        "Children are seen sooner, and what is decided about them rests on what every agency knows.",
        (
            (202, ANSWER, {"text": "The duty desk now rings every agency before a discussion begins."}),
            (198, ACCEPT, {"text": "The next dip-sample will show whether that has held."}),
            (
                120,
                CLOSE,
                {"effect": "The next dip-sample found every agency present, and children seen on the same night."},
            ),
        ),
        at_a_meeting=True,
    ),
    ChallengePlan(
        60,
        "board.observer",
        "nhs-kent-and-medway",
        "information-sharing",
        "Health information comes after decisions are made",
        "Members of the County Council hear it from families, and the returns of two quarters say the same.",
        "Nobody decides about a child without knowing what health workers know.",
        (
            (51, ANSWER, {"text": "A named nurse joins each discussion by telephone, and sends what is known before."}),
            (46, ACCEPT, {"text": "Members ask for what families say of it in the spring."}),
        ),
    ),
    ChallengePlan(
        24,
        "saas.member",
        "kent-county-council",
        "thresholds-and-referrals",
        "Referrers are not told what became of a referral",
        "Schools and health visitors say so in three forums, and the returns show the same concern again.",
        "Whoever refers a child knows what happens next and what is theirs to do.",
        ((16, ANSWER, {"text": "A reply goes out with every decision from the first of next month."}),),
        at_a_meeting=True,
    ),
    ChallengePlan(
        19,
        "independent.scrutineer",
        "education",
        "missing-children",
        "Children who miss school are not asked why",
        "What children told their forum is not found in the records that were read.",
        "Each child who comes back is asked, and what they say changes what is done.",
    ),
    ChallengePlan(
        6,
        SETTLES,
        "kent-police",
        "child-protection-process",
        "Agencies are left out of discussions at the weekend",
        "Members report it again, for Saturdays and Sundays this time.",
        "Children are as safe at the weekend as on any other day.",
        takes_up=OUT_OF_HOURS,
    ),
    ChallengePlan(
        3,
        "board.member",
        "council-partnership-group",
        "lived-experience",
        "Forums do not hear what became of what they said",
        "Notes of the forums ask the same question at each meeting.",
        "Children who speak to a forum hear what was done with their words.",
    ),
)


def challenges_steps(people: People, now: datetime) -> Iterator[Step]:
    """What becomes of the challenges, and when."""
    for plan in CHALLENGES:
        yield _moment(now, plan.days_ago, RAISES_AT), partial(_raise, plan, people[plan.by])
        for days_ago, move, said in plan.told:
            by = people[ANSWERS[plan.of] if move == ANSWER else SETTLES]
            yield _moment(now, days_ago, MOVES_AT), partial(_move, plan, move, said, by)
    yield _moment(now, 2, REMINDS_AT), partial(remind_overdue, by=people[BUSINESS_TEAM])


def _moment(now: datetime, working_days: int, at: time) -> datetime:
    return datetime.combine(working_days_before(local_date(now), working_days), at, LONDON)


def _raise(plan: ChallengePlan, by: User, *, now: datetime) -> None:
    held = Meeting.objects.filter(group__slug="saas", state=MeetingState.HELD, starts_at__lt=now)
    raise_challenge(
        title=plan.title,
        what=f"{plan.what} {MARK}",
        asks=plan.asks,
        challenged=_seat(plan.of),
        answer_due_on=answer_due(local_date(now)),
        topic=Topic.objects.filter(slug=plan.topic).first(),
        meeting=held.order_by("-starts_at").first() if plan.at_a_meeting else None,
        earlier=Challenge.objects.filter(title=plan.takes_up).first() if plan.takes_up else None,
        by=by,
        now=now,
    )


def _move(plan: ChallengePlan, move: ChallengeMove, said: Said, by: User, *, now: datetime) -> None:
    challenge = Challenge.objects.get(title=plan.title)
    move_challenge(
        challenge=challenge,
        move=move,
        seen=ChallengeState(challenge.state),
        by=by,
        now=now,
        text=f"{said['text']} {MARK}" if "text" in said else "",
        effect=f"{said['effect']} {MARK}" if "effect" in said else "",
    )


def _seat(slug: str) -> Seat:
    return PartnershipGroup.objects.filter(slug=slug).first() or Agency.objects.get(slug=slug)
