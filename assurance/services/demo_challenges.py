"""The challenges of the demonstration: one closed with its effect and come up again, and one in every other state."""

from dataclasses import dataclass
from datetime import datetime, time
from operator import itemgetter
from types import MappingProxyType
from typing import TypedDict

from assurance.models import Agency, Challenge, Meeting, PartnershipGroup, Topic, User
from assurance.rules.challenges import ChallengeMove, ChallengeState, answer_due
from assurance.rules.demo import DOMAIN, MARK
from assurance.rules.meetings import MeetingState
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_before
from assurance.services.challenges import Seat, move_challenge, raise_challenge, remind_overdue

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


def load_demo_challenges(*, now: datetime) -> None:
    """Live through the challenges, once: what visitors have changed since is left alone."""
    if Challenge.objects.filter(title=OUT_OF_HOURS).exists():
        return
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    steps = []
    for plan in CHALLENGES:
        steps.append((_moment(now, plan.days_ago, RAISES_AT), _raise, plan, people, None))
        for days_ago, move, said in plan.told:
            steps.append((_moment(now, days_ago, MOVES_AT), _move, plan, people, (move, said)))
    for at, step, *told in sorted(steps, key=itemgetter(0)):
        step(*told, at)
    remind_overdue(by=people["business.team"], now=_moment(now, 2, REMINDS_AT))


def _moment(now: datetime, working_days: int, at: time) -> datetime:
    return datetime.combine(working_days_before(local_date(now), working_days), at, LONDON)


def _raise(plan: ChallengePlan, people: dict[str, User], _: None, at: datetime) -> None:
    held = Meeting.objects.filter(group__slug="saas", state=MeetingState.HELD, starts_at__lt=at)
    raise_challenge(
        title=plan.title,
        what=f"{plan.what} {MARK}",
        asks=plan.asks,
        challenged=_seat(plan.of),
        answer_due_on=answer_due(local_date(at)),
        topic=Topic.objects.filter(slug=plan.topic).first(),
        meeting=held.order_by("-starts_at").first() if plan.at_a_meeting else None,
        earlier=Challenge.objects.filter(title=plan.takes_up).first() if plan.takes_up else None,
        by=people[plan.by],
        now=at,
    )


def _move(plan: ChallengePlan, people: dict[str, User], told: tuple[ChallengeMove, Said], at: datetime) -> None:
    move, said = told
    challenge = Challenge.objects.get(title=plan.title)
    move_challenge(
        challenge=challenge,
        move=move,
        seen=ChallengeState(challenge.state),
        by=people[ANSWERS[plan.of] if move == ANSWER else SETTLES],
        now=at,
        text=f"{said['text']} {MARK}" if "text" in said else "",
        effect=f"{said['effect']} {MARK}" if "effect" in said else "",
    )


def _seat(slug: str) -> Seat:
    return PartnershipGroup.objects.filter(slug=slug).first() or Agency.objects.get(slug=slug)
