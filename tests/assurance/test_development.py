"""Policies, training and funding: in place, taken up, and what difference it makes (R145, R146, R149)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assurance.models import (
    AssuranceItem,
    AssuranceTool,
    Contribution,
    Course,
    CourseImpact,
    CourseTakeUp,
    FundingJudgement,
    Policy,
    PolicyAssurance,
)
from assurance.queries.courses import course_rows, course_table
from assurance.queries.funding import funding_page, funding_table
from assurance.queries.policies import policies_due, policy_rows, policy_table
from assurance.rules.development import Adequacy, CourseKind, Efficacy, funds_in_words, funds_of, pounds
from assurance.rules.periods import Quarter, latest_quarters
from assurance.rules.roles import Role
from assurance.services import courses, funding, policies
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, TopicFactory, partnership, person_with
from tests.factories.development import NOW, a_course, a_policy

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ASSURANCE = {
    "assured_on": date(2026, 10, 1),
    "efficacy": Efficacy.PARTLY,
    "evidence": "A dip-sample of 20 escalations",
    "impact": "Disputes are settled in days",
    "review_on": date(2027, 10, 1),
}
IMPACT = {"seen_on": TODAY, "practice": "Curious questions", "outcomes": "Heard sooner", "source": "A survey"}
SHARE = {"financial_year": 2026, "agreed": Decimal(90_000), "received": Decimal(45_000), "in_kind": "A room"}
JUDGEMENT = {"financial_year": 2026, "adequacy": Adequacy.PARTLY, "budget": Decimal(100_000), "text": "No analyst"}


@pytest.fixture
def tools():
    """The two tools whose items are made by themselves."""
    return [
        AssuranceTool.objects.create(slug=slug, title=slug, tier=tier, element="qualitative")
        for slug, tier in (("established-policy", "1"), ("training-feedback", "2"))
    ]


# Rules


@pytest.mark.parametrize(
    ("amount", "words"),
    [(None, ""), (Decimal(0), "£0"), (Decimal("12500.00"), "£12,500"), (Decimal("0.5"), "£0.50")],
)
def test_pounds_are_read_as_people_read_them(amount, words):
    assert pounds(amount) == words


def test_the_latest_quarters_begin_with_today_s():
    assert [one.code for one in latest_quarters(date(2026, 4, 1), 3)] == ["2026Q1", "2025Q4", "2025Q3"]


@given(st.lists(st.tuples(st.decimals(0, 10**6, places=2), st.none() | st.decimals(0, 10**6, places=2)), max_size=9))
def test_funds_are_the_sums_and_what_is_short_completes_them(rows):
    funds = funds_of(rows, Decimal(500_000))
    assert funds.agreed == sum((agreed for agreed, _ in rows), Decimal(0))
    assert funds.agreed + funds.short >= Decimal(500_000)
    assert funds.short == 0 or funds.agreed + funds.short == Decimal(500_000)


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (None, "£90,000 is agreed; no budget is on record."),
        (Decimal(100_000), "£90,000 is agreed, £10,000 short of the budget of £100,000."),
        (Decimal(90_000), "£90,000 is agreed, which meets the budget of £90,000."),
    ],
)
def test_what_funding_comes_to_is_said(budget, words):
    assert funds_in_words(funds_of([(Decimal(90_000), None)], budget)) == words


# Policies


def test_quality_assurance_sets_the_next_review_and_becomes_evidence(team, tools):
    topic = TopicFactory()
    policy = a_policy(team=team, topics=[topic])
    policies.assure_policy(policy=policy, **ASSURANCE, by=team, now=NOW)
    policy.refresh_from_db()
    assert policy.review_on == date(2027, 10, 1)
    item = AssuranceItem.objects.get()
    assert (item.origin, item.strength, item.dated_on) == (f"policy:{policy.pk}", "partial", date(2026, 10, 1))
    assert [one.topic for one in item.supports.all()] == [topic]
    policies.assure_policy(
        policy=policy, **{**ASSURANCE, "efficacy": Efficacy.EFFECTIVE, "assured_on": TODAY}, by=team, now=NOW
    )
    item.refresh_from_db()
    assert (item.strength, AssuranceItem.objects.count()) == ("substantial", 1)
    assert policy_rows(team, TODAY)[0].newest.efficacy == "effective"
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyAssurance.objects.update(impact="None")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"assured_on": date(2027, 1, 1)}, "in the future"),
        ({"evidence": " "}, "what the evidence is"),
        ({"impact": " "}, "what impact"),
        ({"review_on": date(2026, 10, 1)}, "after this one"),
    ],
)
def test_quality_assurance_has_evidence_and_impact(wrong, sentence, team):
    with pytest.raises(ValidationError, match=sentence):
        policies.assure_policy(policy=a_policy(team=team), **{**ASSURANCE, **wrong}, by=team, now=NOW)


def test_policies_whose_review_has_come_wait_for_those_who_keep_them(team):
    a_policy(team=team, review_on=TODAY)
    a_policy(team=team, title="Another")
    assert policies_due(team, TODAY) == 1
    assert policies_due(person_with(Role.SAAS_MEMBER), TODAY) == 0


# Training


def test_take_up_is_one_figure_an_agency_and_quarter(team):
    course, agency = a_course(team=team), AgencyFactory(name="Kent Police")
    for completed in (12, 14):
        take_up(course, agency, team, completed=completed)
    assert CourseTakeUp.objects.get().completed == 14
    assert course_rows(team, TODAY)[0].completed == 14
    assert course_table(team, TODAY)[1][0][3:7] == ["Kent Police", "Quarter 2 2026/27", 20, 14]


def take_up(course, agency, by, **details):
    words = {"quarter": Quarter(2026, 2), "completed": 12, "booked": 20} | details
    return courses.record_take_up(course=course, agency=agency, **words, by=by, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"completed": 21}, "No more can have completed"), ({"quarter": Quarter(2027, 1)}, "has not begun")],
)
def test_take_up_that_cannot_be_is_refused(wrong, sentence, team):
    with pytest.raises(ValidationError, match=sentence):
        take_up(a_course(team=team), AgencyFactory(), team, **wrong)


def test_what_a_course_changed_becomes_evidence(team, tools):
    course = a_course(team=team, topics=[TopicFactory()])
    courses.record_impact(course=course, **{**IMPACT, "outcomes": ""}, by=team, now=NOW)
    assert AssuranceItem.objects.get().strength == "little"
    courses.record_impact(course=course, **IMPACT, by=team, now=NOW)
    assert AssuranceItem.objects.get().strength == "partial"
    with pytest.raises(ValidationError, match="how that is known"):
        courses.record_impact(course=course, **{**IMPACT, "source": " "}, by=team, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        CourseImpact.objects.all().delete()


# Funding


def test_a_contribution_is_once_a_year_and_replaced(team):
    agency = AgencyFactory(name="Kent Police")
    partnership()
    for agreed in (Decimal(80_000), Decimal(90_000)):
        funding.record_contribution(**{**SHARE, "agreed": agreed}, agency=agency, by=team, now=NOW)
    assert Contribution.objects.get().agreed == 90_000
    funding.judge_funding(**JUDGEMENT, decision=None, by=team, now=NOW)
    page = funding_page(team, 2026, TODAY)
    assert page.words == "£90,000 is agreed, £10,000 short of the budget of £100,000."
    assert (page.judgement.adequacy, page.silent) == ("partly", [])
    share, judged = funding_table(page)[1]
    assert share == ["Kent Police", Decimal("90000.00"), Decimal("45000.00"), "A room", None, "", ""]
    words = f"10 November 2026, {team}: Adequate in part. No analyst"
    assert judged[4:] == [Decimal("100000.00"), words, "Not yet decided by the Executive Board"]
    with pytest.raises(DatabaseError), transaction.atomic():
        FundingJudgement.objects.update(text="Enough")


def test_funding_is_for_those_who_read_it(team):
    partnership()
    assert funding_page(person_with(Role.PARTNER_LEAD), 2026, TODAY) is None
    assert funding_page(person_with(Role.BOARD_MEMBER), 2026, TODAY)


@pytest.mark.parametrize(
    ("service", "wrong", "sentence"),
    [
        (funding.record_contribution, {**SHARE, "agreed": Decimal(-1)}, "less than nothing"),
        (funding.judge_funding, {**JUDGEMENT, "decision": None, "budget": Decimal(-1)}, "less than nothing"),
        (funding.judge_funding, {**JUDGEMENT, "decision": None, "text": " "}, "Say why"),
    ],
)
def test_funding_that_cannot_be_is_refused(service, wrong, sentence, team):
    agency = {"agency": AgencyFactory()} if service == funding.record_contribution else {}
    with pytest.raises(ValidationError, match=sentence):
        service(**wrong, **agency, by=team, now=NOW)


# Who may


@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.PARTNER_LEAD, Role.BOARD_MEMBER, Role.INSPECTOR])
def test_others_change_nothing(role, team):
    by = person_with(role)
    acts = (
        lambda: a_policy(team=by),
        lambda: a_course(team=by),
        lambda: policies.assure_policy(policy=a_policy(team=team), **ASSURANCE, by=by, now=NOW),
        lambda: courses.record_impact(course=a_course(team=team), **IMPACT, by=by, now=NOW),
        lambda: funding.record_contribution(**SHARE, agency=AgencyFactory(), by=by, now=NOW),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


# The database


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (CourseTakeUp, {"quarter": 5, "completed": 1}),
        (CourseTakeUp, {"quarter": 1, "completed": 2, "booked": 1}),
        (CourseImpact, {"practice": "", "source": "A"}),
        (PolicyAssurance, {"evidence": "", "impact": "A"}),
        (PolicyAssurance, {"efficacy": "good"}),
        (PolicyAssurance, {"review_on": TODAY}),
        (Contribution, {"agreed": -1}),
        (FundingJudgement, {"budget": -1}),
        (FundingJudgement, {"adequacy": "plenty"}),
        (Course, {"need": ""}),
        (Course, {"kind": "tele"}),
    ],
)
def test_the_database_refuses_what_cannot_be(model, values, team):
    at = {"by": team, "at": NOW}
    usual = {
        CourseTakeUp: lambda: {"course": a_course(team=team), "agency": AgencyFactory(), "financial_year": 2026},
        CourseImpact: lambda: {"course": a_course(team=team), "seen_on": TODAY, **at},
        PolicyAssurance: lambda: {**ASSURANCE, "assured_on": TODAY, "policy": a_policy(team=team), **at},
        Contribution: lambda: {"agency": AgencyFactory(), "financial_year": 2026},
        FundingJudgement: lambda: {**JUDGEMENT, **at},
        Course: lambda: {"title": "A", "kind": CourseKind.E_LEARNING, "need": "A"},
    }
    known = usual[model]()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**{**known, **values})


# Pages


def test_the_business_team_keeps_policies_on_its_pages(sign_in, team, tools):
    client, group = sign_in(team), PartnershipGroupFactory(slug="policy", short_name="Policy and Procedures")
    assert "No policies yet" in client.get("/policies/").content.decode()
    words = {"title": "Escalation policy", "group": group.slug, "about": "", "link": ""}
    review = {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2027"}
    assert "Enter the date of its next review" in client.post("/policies/add/", words).content.decode()
    assert client.post("/policies/add/", words | review).status_code == 302
    address = f"/policies/{Policy.objects.get().pk}/"
    assurance = {"assured_on_day": "1", "assured_on_month": "10", "assured_on_year": "2026", "efficacy": "partly"}
    assert client.get(f"{address}assure/").status_code == 200
    said = {"evidence": "A dip-sample", "impact": "Settled in days", **assurance, **review}
    assert client.post(f"{address}assure/", said).status_code == 302
    assert "Partly effective" in client.get(address).content.decode()
    ended = {"ended_on_day": "1", "ended_on_month": "11", "ended_on_year": "2026"}
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", words | review | ended).status_code == 302
    assert "No longer in force" in client.get("/policies/").content.decode()
    assert b"Settled in days" in client.get("/policies/download.csv").content
    assert len(policy_table(team, TODAY)[1]) == 1


def test_the_business_team_keeps_training_on_its_pages(sign_in, team, tools):
    client = sign_in(team)
    AgencyFactory(slug="kent-police", name="Kent Police")
    assert "No courses yet" in client.get("/training/").content.decode()
    words = {"title": "Curiosity", "kind": "e_learning", "need": "Two reviews", "priority": "", "lesson": ""}
    assert client.post("/training/add/", words).status_code == 302
    address = f"/training/{Course.objects.get().pk}/"
    figures = {"agency": "kent-police", "quarter": "2026Q2", "completed": "12", "booked": "20"}
    assert "Enter a whole number" in client.post(f"{address}take-up/", {**figures, "booked": "x"}).content.decode()
    assert client.post(f"{address}take-up/", figures).status_code == 302
    seen = {"seen_on_day": "1", "seen_on_month": "11", "seen_on_year": "2026"}
    said = {"practice": "Curious questions", "outcomes": "", "source": "A survey"}
    assert client.post(f"{address}impact/", said | seen).status_code == 302
    page = client.get(address).content.decode()
    assert "Kent Police" in page
    assert "Not yet known." in page
    assert client.post(f"{address}change/", words | {"title": "Being curious"}).status_code == 302
    assert "Being curious" in client.get("/training/").content.decode()
    assert client.get("/training/download.xlsx").status_code == 200


def test_the_business_team_keeps_funding_on_its_pages(sign_in, team):
    client = sign_in(team)
    AgencyFactory(slug="kent-police", name="Kent Police")
    assert "Nothing recorded" in client.get("/funding/").content.decode()
    assert "Nothing recorded" in client.get("/funding/2026/").content.decode()
    share = {"agreed": "£90,000", "received": "", "in_kind": ""}
    assert "Enter an amount in pounds" in client.post("/funding/2026/kent-police/", {"agreed": "much"}).content.decode()
    assert client.post("/funding/2026/kent-police/", share).status_code == 302
    judgement = {"budget": "100,000", "adequacy": "partly", "text": "No analyst", "decision": ""}
    assert client.post("/funding/2026/judge/", judgement).status_code == 302
    page = client.get("/funding/2026/").content.decode()
    assert "£10,000 short of the budget" in page
    assert "Not yet decided by the Executive Board" in page
    assert client.get("/funding/2026/download.csv").status_code == 200
    for address in ("/funding/1999/", "/funding/2026/nobody/", "/funding/2098/download.csv"):
        assert client.get(address).status_code == 404
    assert sign_in(person_with(Role.PARTNER_LEAD)).get("/funding/2026/").status_code == 403


def test_the_lists_ask_as_often_however_long_they_are(sign_in, team):
    client, agency = sign_in(team), AgencyFactory()

    def add(number):
        for each in range(number):
            a_policy(team=team, title=f"Policy {Policy.objects.count()} {each}")
            take_up(a_course(team=team, title=f"Course {Course.objects.count()} {each}"), agency, team)

    add(2)
    few = [queries_of(client, address) for address in ("/policies/", "/training/")]
    add(6)
    assert [queries_of(client, address) for address in ("/policies/", "/training/")] == few
