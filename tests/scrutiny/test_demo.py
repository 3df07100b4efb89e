"""The scrutiny of the demonstration: everything is there, believable, in the order of time, and naming nobody."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from django.db import transaction

from assurance.models import Action, Agency, PartnershipGroup
from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.roles import Role
from assurance.services.activity import chain_problems
from assurance.services.framework import load_framework
from audits.queries.identifiers import looked_at
from scrutiny.models import (
    AccuracyCheck,
    Assessment,
    AssessmentDraft,
    ContextAnswer,
    FrameworkVersion,
    LogEntry,
    Recommendation,
)
from scrutiny.queries.compare import PAGES
from scrutiny.queries.context import context_pages
from scrutiny.queries.coverage import coverage_year
from scrutiny.queries.drafts import draft_lists
from scrutiny.queries.scope import checks_open_to
from scrutiny.rules.assessments import AssessmentKind, DraftState, Response
from scrutiny.rules.demo import read_assessment_story, year_of
from scrutiny.rules.frozen import read_assessment
from scrutiny.services.demo import DATA, LEADS, person, scrutiny_steps
from scrutiny.services.frameworks import load_frameworks
from tests.factories.actions import an_action
from tests.factories.assurance import person_with
from tests.factories.demo_people import live_through

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SCRUTINY, AGAIN = "Independent scrutiny of the arrangements 2025", "Independent scrutiny of the arrangements 2026"
PEOPLE = {
    "business.team": (Role.BUSINESS_TEAM, None),
    "independent.scrutineer": (Role.INDEPENDENT_SCRUTINEER, None),
    "local.authority.lead": (Role.PARTNER_LEAD, "kent-county-council"),
    "police.lead": (Role.PARTNER_LEAD, "kent-police"),
    "health.lead": (Role.PARTNER_LEAD, "nhs-kent-and-medway"),
    "education.lead": (Role.PARTNER_LEAD, "education"),
    "saas.chair": (Role.SAAS_CHAIR, "saas"),
    "saas.member": (Role.SAAS_MEMBER, "saas"),
    "board.member": (Role.BOARD_MEMBER, "executive-board"),
}
# The actions of other parts of the demonstration that answers link, and who holds them.
LINKED = {
    "A fresh look at every second extension, with a note of what changed": "kent-county-council",
    "Agree one point of contact a school": "education",
    "Agree who is rung at night, district by district": "nhs-kent-and-medway",
    "Ask about the other adults on every vulnerability report": "kent-police",
    "Ask every forum what it would change first": "saas",
    "Bring one screening tool into use": "kent-police",
    "Bring the one chronology into use in every district": "kent-county-council",
    "Dip-sample health information in strategy discussions": "nhs-kent-and-medway",
    "Give school nurses and health visitors one place to write it": "health-provider-trusts",
    "Record what children say in one place": "education",
    "Ring every agency before a discussion begins": "kent-police",
    "Tell designated leads in schools how to escalate, and when": "education",
    "Tell schools what happens to a referral": "education",
}


def seat_of(slug):
    return Agency.objects.filter(slug=slug).first() or PartnershipGroup.objects.filter(slug=slug).first()


@pytest.fixture(scope="module", autouse=True)
def took(django_db_setup, django_db_blocker):
    """The scrutiny of the demonstration, lived through once; how long it took. The module takes all of it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_framework(now=NOW - timedelta(days=900))
        load_frameworks(now=NOW - timedelta(days=900))
        for key, (role, slug) in PEOPLE.items():
            seat = seat_of(slug)
            where = {"agency" if isinstance(seat, Agency) else "group": seat} if seat else {}
            person_with(role, email=f"{key}@demo.example", **where)
        for title, slug in LINKED.items():
            an_action(holder=seat_of(slug), team=person("business.team"), title=title)
        began = process_time()
        live_through(scrutiny_steps(now=NOW), now=NOW)
        yield process_time() - began
        transaction.set_rollback(True)


def assessment(title):
    return Assessment.objects.get(title=title)


def recommended(title):
    return {one.text: one for one in Recommendation.objects.filter(assessment__title=title).select_related("action")}


# What is there


def test_it_takes_little_time(took):
    assert took < 6


def test_two_scrutinies_a_year_apart_and_the_partners_own_view_are_published():
    kinds = dict(Assessment.objects.values_list("title", "kind"))
    assert kinds == {
        SCRUTINY: AssessmentKind.SCRUTINY,
        AGAIN: AssessmentKind.SCRUTINY,
        "Joint self-assessment of the three partners 2026": AssessmentKind.JOINT,
        "Self-assessment of schools and colleges 2026": AssessmentKind.AGENCY,
    }
    apart = assessment(AGAIN).published_at - assessment(SCRUTINY).published_at
    assert timedelta(days=340) < apart < timedelta(days=380)
    for one in Assessment.objects.all():
        assert one.ratings.count() == 24
        assert all(answer.actions for answer in read_assessment(one.content).answers)


def test_ratings_moved_both_ways():
    was, now = (dict(assessment(title).ratings.values_list("question", "rating")) for title in (SCRUTINY, AGAIN))
    rank = {"red": 1, "amber": 2, "green": 3}
    moves = [rank[now[question]] - rank[was[question]] for question in now]
    assert (sum(one > 0 for one in moves), sum(one < 0 for one in moves)) == (5, 3)


def test_the_partners_see_it_otherwise_in_places_and_were_all_three_asked():
    joint = assessment("Joint self-assessment of the three partners 2026")
    theirs, ours = (dict(one.ratings.values_list("question", "rating")) for one in (joint, assessment(AGAIN)))
    assert sum(theirs[question] != ours[question] for question in ours) >= 6
    draft = AssessmentDraft.objects.get(kind=AssessmentKind.JOINT)
    assert draft.agreements.count() == len(LEADS)


def test_recommendations_are_accepted_in_part_or_not_and_one_had_its_effect():
    first, again = recommended(SCRUTINY), recommended(AGAIN)
    budget = first["Agree one budget for the plan, three years ahead"]
    assert budget.action.state == ActionState.CLOSED
    assert budget.action.updates.get(move=ActionMove.CLOSE).difference
    post = first["Put a post of its own to rapid reviews"]
    assert (post.response, post.action.state) == (Response.SETTLED, ActionState.DROPPED)
    outreach = "Agree an outreach strategy with those whom harm touches most"
    assert first[outreach].response == Response.DECLINED
    assert (again[outreach].earlier, again[outreach].response) == (first[outreach], Response.NONE)
    assert {one.response for one in again.values()} == {Response.NONE, Response.ACCEPTED, Response.PARTLY}


def test_the_accuracy_check_changed_words():
    words = read_assessment(assessment(AGAIN).content)
    check = AccuracyCheck.objects.get(draft__title=AGAIN)
    shared = read_assessment(check.content)
    answer = next(one for one in shared.answers if one.number == "6.3")
    assert "four of eleven" in answer.rationale
    assert "six of eleven" in words.answer_to(answer.question).rationale
    assert check.comments.count() == 2


def test_one_draft_is_written_and_parts_of_another_are_checked_now():
    scrutineer, lead = person("independent.scrutineer"), person("police.lead")
    states = {row.draft.state for row in draft_lists(scrutineer).open}
    assert states == {DraftState.WRITING, DraftState.CHECKING}
    (check,) = checks_open_to(lead, NOW.date())
    assert check.comments.get().agency.slug == "kent-police"
    assert draft_lists(person("business.team")).open == ()


def test_the_log_of_a_year_covers_every_part_of_the_arrangements():
    assert LogEntry.objects.filter(shared_at=None).count() == 1
    shown = coverage_year(person("saas.member"), NOW.year)
    assert all(area.log for area in shown.areas)


def test_every_context_question_is_answered_and_one_was_answered_again():
    (page,) = context_pages(person("saas.member"))
    assert page.answered == len(page.rows) == 18
    assert [row.number for row in page.rows if row.earlier] == [16]
    assert ContextAnswer.objects.count() == 19


def test_a_version_of_the_six_steps_is_being_adapted():
    version = FrameworkVersion.objects.get(number=2)
    assert version.is_adapted
    assert not version.is_frozen
    assert FrameworkVersion.objects.get(number=1).is_frozen


@pytest.mark.parametrize("what", ["pair", "movement", "years", "agencies"])
def test_every_comparison_has_something_to_show(what):
    page = PAGES[what](person("saas.member"), {}, NOW.date())
    assert not getattr(page, "problem", "")


def test_everything_came_to_pass_in_the_order_of_time_and_the_log_holds():
    assert chain_problems() == []
    for one in Recommendation.objects.exclude(action=None).select_related("action", "assessment"):
        moments = list(one.action.updates.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert all(answer.at >= one.assessment.published_at for answer in one.responses.all())


@pytest.mark.parametrize(
    ("today", "years_ago", "ends"),
    [("2026-11-20", 0, "2026-09-30"), ("2026-11-20", 1, "2025-09-30"), ("2027-03-01", 0, "2026-09-30")],
)
def test_the_year_is_the_last_that_is_over(today, years_ago, ends):
    first, last = year_of(datetime.fromisoformat(today).date(), years_ago)
    assert last.isoformat() == ends
    assert first.year == last.year - 1


# What its words may not say


def every_word():
    texts = [text for path in sorted(DATA.glob("*.toml")) for text in strings_in(tomllib.loads(path.read_text()))]
    assert len(texts) > 300
    return texts


def strings_in(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings_in(inner)]
    return [value] if isinstance(value, str) else []


def test_nothing_in_it_could_tell_who_a_child_is():
    assert looked_at(*every_word()).identifiers == ()


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a person", r"\b(Mr|Mrs|Ms|Miss|Dr|Cllr|PC|DC|DS|DI|Sir|Dame)\b\.?"),
        ("an incident", r"(?i)\b(killed|murder\w*|stabbed|died|death|suicide|rape\w*)\b"),
        ("a percentage", r"\d ?%|\bper ?cent\b"),
        ("a text left unfinished", r"(?i)lorem|todo|tbc|xxx|\.\.\."),
    ],
)
def test_nothing_invented_is_written(what, pattern):
    assert [text for text in every_word() if re.search(pattern, text)] == [], what


def test_what_stands_in_the_open_says_that_it_is_a_demonstration():
    for one in Assessment.objects.all():
        assert one.scope.endswith("Demonstration text.")
        assert "Demonstration text: no real" in read_assessment(one.content).head.summary
    assert all("Demonstration text." in one.learned for one in LogEntry.objects.all())
    assert all("Demonstration text." in one.text for one in ContextAnswer.objects.all())


def test_every_published_story_answers_all_questions_with_what_its_rating_needs():
    for path in DATA.glob("[0-9]*.toml"):
        story = read_assessment_story(path.read_text(encoding="utf-8"))
        if "published" in story.days:
            assert len(story.answers) == 24
            assert all(bool(one.action) != bool(one.link) for one in story.answers), path.name


def test_its_own_actions_are_in_the_tracker_once():
    titles = list(Action.objects.filter(origin="scrutiny").values_list("title", flat=True))
    assert len(titles) == len(set(titles))
