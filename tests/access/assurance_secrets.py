"""What happens in the assurance cycle that not everybody may know of."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.models import DocumentVersion, Topic
from assurance.rules.challenges import ChallengeState
from assurance.rules.learning import RapidReviewState
from assurance.rules.plans import PlanKind, PlanState
from assurance.services.documents import edit_version
from assurance.services.funding import record_contribution
from assurance.services.item_files import add_file
from tests.access.meeting_secrets import at
from tests.access.people import GROUPS
from tests.access.world import NOW, PDF, World
from tests.factories import challenges, group_work, items, learning, plans, risks

DATED = date(2026, 11, 5)


def health_is_challenged(world: World) -> None:
    """One challenge in each state, and an action that came of one."""
    for state in ChallengeState:
        challenges.a_challenge(
            state,
            of=world.seats["health"],
            by=world.people["business_team"],
            answerer=world.authors["health"],
            settler=world.people["saas_chair"],
            title="SECRET challenge",
            now=NOW,
        )


def rapid_reviews(world: World) -> None:
    """One that is open, one decided, and a lesson of the latter given to nobody."""
    team = world.people["business_team"]
    for number, state in enumerate(RapidReviewState):
        learning.a_review(state, team=team, reference=f"SECRET-{number}")


def assurance_is_recorded(world: World) -> None:
    """An item, a risk with a control, an inspection, a lesson, and a yearly review of a forum."""
    team = world.people["business_team"]
    topics = Topic.objects.filter(slug__in=("repeat-referrals", "objective-1"))
    item = items.an_item(*topics, by=team, now=NOW, dated_on=DATED, title="SECRET item")
    add_file(item=item, upload=SimpleUploadedFile("SECRET.pdf", PDF), by=team, now=NOW)
    risk = risks.a_risk(by=team, title="SECRET risk")
    risks.a_control(risk, team, text="SECRET control")
    learning.an_inspection(team=team, title="SECRET inspection")
    learning.a_lesson(team=team, title="SECRET lesson")


def health_is_given_lessons(world: World) -> None:
    """A lesson it is to tell of."""
    team = world.people["business_team"]
    lesson = learning.a_lesson(team=team, title="SECRET lesson of health")
    learning.given(holder=world.seats["health"], lesson=lesson, team=team)


def forum_draws_up_a_plan(world: World) -> None:
    """A draft with a priority."""
    plans.a_plan(group=world.seats["forum"], team=world.people["business_team"], title="SECRET draft")


def saas_improves(world: World) -> None:
    """An improvement plan that is agreed, with a priority."""
    team, saas = world.people["business_team"], world.seats["saas"]
    plans.a_plan(PlanKind.IMPROVEMENT, PlanState.AGREED, group=saas, team=team, title="SECRET improvement")


def forum_is_told(world: World) -> None:
    """A task for a forum."""
    group_work.a_message(world.seats["forum"], by=world.people["business_team"], title="SECRET task")


def forum_inbox(world: World) -> str:
    """Where a forum reads what it is told."""
    return reverse("assurance:group_inbox", args=[world.seats["forum"].slug])


def document_is_drafted(world: World) -> None:
    """The draft of a document is worded otherwise."""
    address = world.things["a version"]["draft"]
    version = DocumentVersion.objects.get(document__slug=address["slug"], number=address["number"])
    words = {"label": "SECRET label", "text": "SECRET text", "link": "", "changes": ""}
    edit_version(version=version, **words, by=world.people["business_team"], now=NOW)


def health_contributes(world: World) -> None:
    """What it gives this year."""
    record_contribution(
        financial_year=2026,
        agency=world.seats["health"],
        agreed=Decimal(12_345),
        received=None,
        in_kind="SECRET gift",
        by=world.people["business_team"],
        now=NOW,
    )


def page(address: str) -> Callable[[World], str]:
    """A page whose address is the same in every world."""
    return lambda world: address


# What a Secret is made of: its name, what happens, who may know, one of them, and where it shows to them.
ROWS = (
    (
        "health is challenged",
        health_is_challenged,
        GROUPS["readers"],
        "health",
        page("/challenges/"),
    ),
    (
        "a rapid review is notified",
        rapid_reviews,
        GROUPS["review readers"],
        "board_observer",
        page("/rapid-reviews/"),
    ),
    (
        "assurance is recorded",
        assurance_is_recorded,
        GROUPS["assurance readers"],
        "saas_member",
        page("/assurance-items/"),
    ),
    (
        "health is given lessons",
        health_is_given_lessons,
        GROUPS["assurance readers"],
        "health",
        page("/lessons/ours/"),
    ),
    (
        "a forum draws up a plan",
        forum_draws_up_a_plan,
        GROUPS["forum preparers"] | GROUPS["log readers"],
        "group_chair",
        page("/plans/"),
    ),
    (
        "SAAS has an improvement plan",
        saas_improves,
        GROUPS["assurance readers"] | {"outside_reader"},
        "outside_reader",
        page("/plans/"),
    ),
    (
        "a forum is told things",
        forum_is_told,
        GROUPS["forum readers"],
        "group_chair",
        forum_inbox,
    ),
    (
        "a document is drafted",
        document_is_drafted,
        GROUPS["assurance keepers"] | GROUPS["log readers"],
        "saas_chair",
        at("assurance:document_version", "draft", "a version"),
    ),
    (
        "health contributes",
        health_contributes,
        GROUPS["funding readers"],
        "board_member",
        page("/funding/"),
    ),
)
