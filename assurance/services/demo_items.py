"""The evidence of the demonstration: items of every tier and element, both voices; some are stale, one withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from assurance.models import Agency, AssuranceItem, AssuranceTool, PartnershipGroup, Topic, User
from assurance.queries.plans import current_priorities
from assurance.rules.demo import MARK
from assurance.rules.evidence_tiers import Confidence, Element, Purpose, Strength, Voice
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_before
from assurance.services.demo_returns import People, Step
from assurance.services.item_supports import Supports
from assurance.services.items import record_item, withdraw_item

RECORDS_AT, WITHDRAWS_AT = time(10, 40), time(15, 40)
TEAM, MEMBER = "business.team", "saas.member"
# Working days from the date of an item to the day it is recorded.
RECORDED_AFTER = 8
SUBSTANTIAL, PARTIAL, LITTLE, NONE = Strength
HIGH, MEDIUM, LOW = Confidence
OPERATION, SYSTEM, STANDARDS = Purpose
CHILD, PRACTITIONER = Voice.CHILD_AND_FAMILY, Voice.PRACTITIONER
QUANTITATIVE, QUALITATIVE, JUDGEMENT = Element


@dataclass(frozen=True)
class ItemPlan:
    """An item: from which tool, so many working days old, what it says, of what, and how much it can be relied on."""

    days_ago: int
    tool: str
    title: str
    finding: str
    topics: tuple[str, ...]
    strength: Strength
    confidence: Confidence
    purposes: tuple[Purpose, ...]
    voice: Voice = Voice.NONE
    holder: str = ""
    element: Element | None = None
    by: str = TEAM
    serves_a_priority: bool = False
    withdrawn: str = ""


MISSING = ("missing-3-or-more-times", "missing-children", "missing-education")
EXPLOITATION = ("risk-of-cse", "criminal-and-child-sexual-exploitation", "gang-membership-or-activity")
ITEMS = (
    ItemPlan(
        30,
        "young-persons-forums",
        "What young people say of being missing",
        "Young people of the forum say that being asked why, by somebody they know, matters more than how soon.",
        MISSING,
        PARTIAL,
        MEDIUM,
        (OPERATION, SYSTEM),
        CHILD,
        "kent-county-council",
        serves_a_priority=True,
    ),
    ItemPlan(
        52,
        "complaints-and-feedback",
        "What families complain of, half a year",
        "Most complaints are of waiting without word. Nine in ten were answered in time.",
        ("camhs-wait-over-3-months", "voice-of-children-and-families", "lived-experience", "objective-3"),
        LITTLE,
        MEDIUM,
        (OPERATION,),
        CHILD,
        "nhs-kent-and-medway",
    ),
    ItemPlan(
        310,
        "qualitative-information",
        "Parents of children with a plan, as heard by a forum",
        "Parents knew what was expected of them; fewer knew what they could expect.",
        ("child-protection-process", "voice-of-children-and-families"),
        PARTIAL,
        LOW,
        (OPERATION,),
        CHILD,
        "council-partnership-group",
    ),
    ItemPlan(
        44,
        "workforce-surveys",
        "Survey of the workforce on thresholds",
        "Seven in ten say that they know when to refer; in early years, fewer than half.",
        ("thresholds-and-referrals", "repeat-referrals", "training-and-support"),
        PARTIAL,
        MEDIUM,
        (OPERATION,),
        PRACTITIONER,
        by=MEMBER,
        serves_a_priority=True,
    ),
    ItemPlan(
        75,
        "training-feedback",
        "What practitioners took away from training on exploitation",
        "Three months on, practitioners can say what they now do otherwise; managers confirm it for half of them.",
        ("training-and-support", "multi-agency-training", "risk-of-cse", "objective-4"),
        PARTIAL,
        MEDIUM,
        (OPERATION, STANDARDS),
        PRACTITIONER,
    ),
    ItemPlan(
        28,
        "single-agency-audits",
        "Dip sample of strategy discussions out of hours",
        "Of the discussions read, most began in time and with all three partners.",
        ("child-protection-process", "information-sharing", "marac-with-child-in-household", "objective-1"),
        PARTIAL,
        HIGH,
        (OPERATION,),
        holder="kent-police",
        by=MEMBER,
    ),
    ItemPlan(
        330,
        "focus-groups",
        "Focus groups of school nurses",
        "School nurses see self-harm early, and do not always know whom to tell.",
        ("self-harm-at-a-and-e", "frontline-practice"),
        PARTIAL,
        LOW,
        (OPERATION,),
        PRACTITIONER,
        "nhs-kent-and-medway",
    ),
    ItemPlan(
        60,
        "multi-agency-audit",
        "Themed audit of children missing from education",
        "Plans name the school and the parent; the health of the child is in half of them.",
        ("missing-education", "information-sharing", "frontline-practice"),
        PARTIAL,
        HIGH,
        (STANDARDS, SYSTEM),
        serves_a_priority=True,
    ),
    ItemPlan(
        120,
        "section-11-reviews",
        "Section 11 review of the partners",
        "Every agency meets the standards on recruitment. Two have yet to show how children shape their service.",
        ("voice-of-children-and-families", "training-and-support", "delivery-plan"),
        SUBSTANTIAL,
        HIGH,
        (STANDARDS,),
    ),
    ItemPlan(
        150,
        "peer-review",
        "Peer review of exploitation panels",
        "Panels share what they know quickly. What becomes of a child after the panel is not followed.",
        EXPLOITATION,
        PARTIAL,
        MEDIUM,
        (SYSTEM, STANDARDS),
    ),
    ItemPlan(
        410,
        "practice-reviews",
        "What three national reviews say of online abuse",
        "The same three lessons come up: see the device, ask the child, tell the school.",
        ("online-abuse", "practice-reviews", "learning-from-reviews"),
        PARTIAL,
        HIGH,
        (SYSTEM,),
        withdrawn="It was recorded a second time with the lessons themselves.",
    ),
    ItemPlan(
        100,
        "annual-report-action-plan",
        "Action plan of the last annual report, at half time",
        "Six in ten actions are done. Those on monitoring the effect of change lag.",
        ("monitoring-and-evaluation", "delivery-plan", "key-priorities", "objective-4"),
        LITTLE,
        HIGH,
        (SYSTEM,),
    ),
    ItemPlan(
        200,
        "benchmarks",
        "Re-referrals beside statistical neighbours",
        "Kent lies in the middle of its neighbours, as it did the year before.",
        ("repeat-referrals",),
        PARTIAL,
        MEDIUM,
        (STANDARDS,),
    ),
    ItemPlan(
        40,
        "independent-scrutiny",
        "The scrutineer’s visit to the front door",
        "Decisions are timely, and reasons are written down. Partners’ voices are heard less after five o’clock.",
        ("thresholds-and-referrals", "repeat-referrals", "emerging-risks", "system-of-challenge", "objective-1"),
        PARTIAL,
        HIGH,
        (SYSTEM, OPERATION),
        serves_a_priority=True,
    ),
    ItemPlan(
        240,
        "agency-inspections",
        "Joint inspection of the response to exploitation",
        "Partners know the children most at risk. Health is not always in the room.",
        EXPLOITATION,
        PARTIAL,
        HIGH,
        (STANDARDS, SYSTEM),
        holder="kent-police",
    ),
    ItemPlan(
        560,
        "lga-peer-reviews",
        "Peer challenge of leadership across the partnership",
        "Leaders know each other and their priorities. Challenge is polite, and seldom changes anything.",
        ("system-of-challenge", "key-priorities", "relationship-with-other-boards"),
        LITTLE,
        HIGH,
        (SYSTEM,),
    ),
    ItemPlan(
        380,
        "annual-report",
        "What the inspectorates said of partners in the year",
        "No inspectorate asked for priority action. Two asked for better records of why decisions were made.",
        ("monitoring-and-evaluation", "frontline-practice"),
        PARTIAL,
        HIGH,
        (STANDARDS,),
    ),
    ItemPlan(
        18,
        "management-information",
        "Waits for mental health services, as each provider counts them",
        "Longest waits fell at two providers of three; the third began to count anew.",
        ("camhs-wait-over-3-months",),
        PARTIAL,
        MEDIUM,
        (OPERATION,),
        holder="nhs-kent-and-medway",
        element=QUANTITATIVE,
        by=MEMBER,
        serves_a_priority=True,
    ),
)


def items_steps(people: People, now: datetime) -> Iterator[Step]:
    """
    Which items are recorded, and when, over the last two years; one is withdrawn.

    They come before the risks, whose controls use items, and after the plans, whose priorities some items serve.
    """
    for plan in ITEMS:
        dated_on = working_days_before(local_date(now), plan.days_ago)
        recorded_on = working_days_before(local_date(now), plan.days_ago - RECORDED_AFTER)
        yield datetime.combine(recorded_on, RECORDS_AT, LONDON), partial(_record, plan, dated_on, people[plan.by])
        if plan.withdrawn:
            yield datetime.combine(recorded_on, WITHDRAWS_AT, LONDON), partial(_withdraw, plan, people[TEAM])


def _record(plan: ItemPlan, dated_on: date, by: User, *, now: datetime) -> None:
    topics = Topic.objects.filter(slug__in=plan.topics).values_list("pk", flat=True)
    first = current_priorities(local_date(now)).first() if plan.serves_a_priority else None
    record_item(
        tool=AssuranceTool.objects.get(slug=plan.tool),
        title=plan.title,
        finding=f"{plan.finding} {MARK}",
        dated_on=dated_on,
        strength=plan.strength,
        confidence=plan.confidence,
        supports=Supports(topics=frozenset(topics), priorities=frozenset({first.pk} if first else ())),
        purposes=plan.purposes,
        voice=plan.voice,
        agency=Agency.objects.filter(slug=plan.holder).first(),
        group=PartnershipGroup.objects.filter(slug=plan.holder).first(),
        element=plan.element,
        by=by,
        now=now,
    )


def _withdraw(plan: ItemPlan, by: User, *, now: datetime) -> None:
    item = AssuranceItem.objects.get(tool__slug=plan.tool, title=plan.title)
    withdraw_item(item=item, reason=f"{plan.withdrawn} {MARK}", by=by, now=now)
