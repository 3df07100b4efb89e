"""The pages of plans and priorities: what each person sees, writes and is refused; what is shown on forward plans."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from assurance.models import Action, Plan, Priority, PriorityReview
from assurance.queries import plans as queries
from assurance.rules.plans import PlanKind, PlanMove, PlanState
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.actions import an_action
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, TopicFactory, partnership, person_with
from tests.factories.items import an_item, supporting
from tests.factories.learning import an_inspection
from tests.factories.plans import a_board_decision, a_plan, a_review, make, the_team
from tests.factories.risks import a_risk
from tests.factories.themes import a_theme

pytestmark = pytest.mark.django_db
STRATEGIC, WORK, IMPROVEMENT = PlanKind
DRAFT, AGREED, CLOSED = PlanState
LIST = "/plans/"
DAYS = {
    "starts_on_day": "1",
    "starts_on_month": "4",
    "starts_on_year": "2026",
    "ends_on_day": "31",
    "ends_on_month": "3",
    "ends_on_year": "2090",
}
RUNS = {"starts_on": date(2026, 4, 1), "ends_on": date(2090, 3, 31)}
PRIORITY = {"title": "Children are heard", "outcome": "Children say they are heard", "lead": "Head of Voice"}


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, address, **words):
    return client.post(address, words, follow=True).content.decode()


@pytest.fixture
def group():
    return PartnershipGroupFactory(slug="emerging-themes", name="Emerging Themes", short_name="Themes")


@pytest.fixture
def team(group):
    partnership()
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def chair(group):
    return person_with(Role.GROUP_CHAIR, group=group)


def test_the_list_is_by_kind_and_says_how_each_stands(team, group, sign_in):
    strategic = a_plan(STRATEGIC, AGREED, team=team, title="Strategic plan 2026 to 2090", **RUNS)
    a_review(strategic.priorities.get(), team=team)
    a_plan(IMPROVEMENT, AGREED, group=group, team=team, title="After the inspection", starts_on=date(2026, 4, 1))
    a_plan(group=group, team=team, title="Not yet agreed")
    client = sign_in(team)
    said = page(client)
    assert said.index("Strategic plan 2026 to 2090") < said.index("Not yet agreed") < said.index("After the inspection")
    for words in ("In force until 31 March 2090", "1 on course", "1 not yet reviewed", "Not reviewed for April 2026"):
        assert words in said.lower() or words in said
    assert "Draw up a strategic plan" in said
    lead = sign_in(person_with(Role.PARTNER_LEAD))
    seen = page(lead)
    assert "Strategic plan 2026 to 2090" in seen
    for words in ("After the inspection", "Not yet agreed", "Draw up"):
        assert words not in seen
    assert "No plan matches" in page(lead, state="closed")


def test_every_reader_has_an_empty_list_that_says_what_comes(team, group, sign_in):
    assert "No plans yet" in page(sign_in(person_with(Role.PARTNER_LEAD)))
    assert "No improvement plan yet" in page(sign_in(person_with(Role.OUTSIDE_READER, group=group)))
    assert sign_in(person_with(Role.SYSTEM_ADMINISTRATOR)).get(LIST).status_code == 403


def test_a_plan_costs_the_same_however_long(team, group, sign_in):
    plan = a_plan(IMPROVEMENT, AGREED, group=group, team=team, priorities=3, **RUNS)
    addresses = (LIST, f"/plans/{plan.pk}/", f"/plans/{plan.pk}/download.csv", "/plans/download.csv")
    client = sign_in(team)
    an_action(team=team, priority=plan.priorities.first())
    a_review(plan.priorities.first(), team=team)
    few = [queries_of(client, address) for address in addresses]
    for priority in plan.priorities.all():
        for month in (4, 5):
            an_action(holder=AgencyFactory(), team=team, priority=priority)
            a_review(priority, team=team, month=date(2026, month, 1))
    for _ in range(3):
        a_plan(state=AGREED, group=group, team=team)
    assert [queries_of(client, address) for address in addresses] == few


def test_a_chair_writes_a_work_plan_and_has_it_agreed(chair, team, group, sign_in):
    client = sign_in(chair)
    said = post(client, "/plans/draw-up/work/", group=group.slug, title="", **DAYS)
    assert "Say what the plan is called" in said
    said = post(client, "/plans/draw-up/work/", group=group.slug, title="Work plan 2026/27", **DAYS)
    assert "Only those who keep it see it until it is agreed" in said
    assert "Add a priority" in said  # the plan's own page
    plan = Plan.objects.get()
    at = f"/plans/{plan.pk}/"
    assert "Add a priority first" in post(client, f"{at}agree/", seen="draft")
    said = post(client, f"{at}priorities/add/", **PRIORITY | {"outcome": ""})
    assert "Say what is to be different for children" in said
    assert "Head of Voice" in said
    post(client, f"{at}priorities/add/", **PRIORITY, topics=[TopicFactory(slug="voice").slug])
    priority = Priority.objects.get()
    seen = queries.fingerprint_of(priority)
    post(client, f"/priorities/{priority.pk}/change/", seen=seen, **PRIORITY | {"title": "Every child is heard"})
    words = {"title": "Work plan of the year", "lead": "Chair of Themes", **DAYS}
    post(client, f"{at}change/", seen=queries.fingerprint_of(plan), **words)
    assert "The plan is agreed" in post(client, f"{at}agree/", seen="draft")
    said = page(client, at)
    for words in ("Work plan of the year", "Every child is heard", "Led by Head of Voice", "Chair of Themes"):
        assert words in said
    assert "Open it for changes first" in page(client, f"{at}change/")
    assert "Open it for changes first" in page(client, f"/priorities/{priority.pk}/change/")
    assert "Say why it is opened for changes" in post(client, f"{at}reopen/", seen="agreed", text="")
    assert "open for changes" in post(client, f"{at}reopen/", seen="agreed", text="The lead has changed")
    post(client, f"/priorities/{priority.pk}/take-out/")
    assert "No longer in the plan (1)" in page(client, at)
    post(client, f"/priorities/{priority.pk}/put-back/")
    assert Priority.objects.get().is_current


def test_after_a_conflict_nothing_written_is_lost(team, group, sign_in):
    plan = a_plan(state=AGREED, group=group, team=team)
    make(PlanMove.CLOSE, plan, team)
    make(PlanMove.REOPEN, plan, team)
    said = post(sign_in(team), f"/plans/{plan.pk}/close/", seen="agreed", text="Words of mine")
    assert "Somebody else was first" in said
    assert "Words of mine" in said


def test_words_somebody_else_has_changed_are_not_written_over_unseen(chair, group, sign_in, team):
    plan = a_plan(group=group, team=team)
    priority = plan.priorities.get()
    client = sign_in(chair)
    for row, address, words in (
        (plan, f"/plans/{plan.pk}/change/", {"title": "Mine", **DAYS}),
        (priority, f"/priorities/{priority.pk}/change/", PRIORITY | {"title": "Mine"}),
    ):
        seen = queries.fingerprint_of(row)
        post(client, address, **words | {"title": "Theirs", "seen": seen})
        row.refresh_from_db()
        said = post(client, address, **words, seen=seen)
        assert "Somebody else has changed this while you wrote" in said
        assert 'value="Mine"' in said
        assert type(row).objects.get().title == "Theirs"
        theirs = queries.fingerprint_of(row)
        assert f'name="seen" value="{theirs}"' in said
        post(client, address, **words, seen=theirs)
        assert type(row).objects.get().title == "Mine"


def test_the_strategic_plan_is_agreed_with_a_decision_of_the_board(team, sign_in):
    partnership()
    decision = a_board_decision()
    other = a_board_decision(group="saas")
    client = sign_in(the_team(team))
    said = post(client, "/plans/draw-up/strategic/", group=partnership().slug, title="Strategic plan", **DAYS)
    assert "The plan is drawn up" in said
    plan = Plan.objects.get()
    post(client, f"/plans/{plan.pk}/priorities/add/", **PRIORITY)
    address = f"/plans/{plan.pk}/agree/"
    assert "19 March 2026: The plan is agreed" in page(client, address)
    for chosen in ("", other.pk):
        said = post(client, address, seen="draft", decision=chosen)
        assert Plan.objects.get().state == DRAFT
    assert "There is a problem" in said
    said = post(client, address, seen="draft", decision=decision.pk)
    assert "Agreed by decision of" in said
    assert "Executive Board, 19 March 2026" in said
    overlapping = post(client, "/plans/draw-up/strategic/", group=partnership().slug, title="Another", **DAYS)
    assert "two strategic plans may not overlap in time" in overlapping


def test_how_a_priority_stands_is_told_by_saas_with_what_changed_for_children(team, sign_in):
    saas = PartnershipGroupFactory(slug="saas", name="SAAS", short_name="SAAS")
    saas_chair = person_with(Role.SAAS_CHAIR, group=saas)
    priority = a_plan(STRATEGIC, AGREED, team=team, **RUNS).priorities.get()
    address = f"/priorities/{priority.pk}/review/"
    assert '<option value="saas" selected>' in page(sign_in(the_team(team)), address)
    client = sign_in(saas_chair)
    month = localdate().replace(day=1).isoformat()
    words = {"month": month, "progress": "achieved", "done": "Files are read", "group": "saas"}
    said = post(client, address, **words)
    assert "else it is not achieved" in said
    assert "Files are read" in said
    assert "The review is recorded." in post(client, address, **words, difference="Seen within a day, say two audits")
    assert PriorityReview.objects.get().group == saas
    said = page(client, f"/priorities/{priority.pk}/")
    for words in ("Achieved", "Seen within a day", "Reported by SAAS", "Say how it stands"):
        assert words in said
    member = sign_in(person_with(Role.SAAS_MEMBER, group=saas))
    assert "Say how it stands" not in page(member, f"/priorities/{priority.pk}/")
    assert member.get(address).status_code == 403


def test_a_plan_that_has_not_begun_is_not_reviewed(team, group, sign_in):
    starts_on = localdate() + timedelta(days=400)
    plan = a_plan(state=AGREED, group=group, team=team, starts_on=starts_on, ends_on=starts_on + timedelta(days=365))
    priority = plan.priorities.get()
    client = sign_in(team)
    assert "once it is agreed and has begun" in page(client, f"/priorities/{priority.pk}/review/")
    assert "Say how it stands" not in page(client, f"/plans/{plan.pk}/")


def test_a_milestone_is_an_action_of_the_one_tracker(team, group, sign_in):
    police = AgencyFactory(slug="kent-police", name="Kent Police")
    priority = a_plan(state=AGREED, group=group, team=team).priorities.get()
    due = {"due_on_day": "5", "due_on_month": "1", "due_on_year": "2020"}
    client = sign_in(the_team(team))
    post(client, f"/priorities/{priority.pk}/action/", title="Read twenty files", holder="agency:kent-police", **due)
    action = Action.objects.get()
    assert (action.priority, action.origin, action.holder) == (priority, "plan", police)
    for address in (f"/priorities/{priority.pk}/", f"/plans/{priority.plan_id}/"):
        said = page(client, address)
        assert f'<a class="govuk-link" href="/actions/{action.pk}/">Read twenty files</a>' in said
        assert "working days overdue" in said
    other = page(sign_in(person_with(Role.PARTNER_LEAD)), f"/plans/{priority.plan_id}/")
    assert "Read twenty files" in other
    assert f"/actions/{action.pk}/" not in other


def test_a_priority_leads_to_what_serves_it_as_far_as_one_may_read_it(team, group, sign_in):
    priority = a_plan(STRATEGIC, AGREED, team=team, **RUNS).priorities.get()
    theme, risk = a_theme(team=team, priority=priority), a_risk(by=team, priority=priority)
    item = an_item(supports=supporting(priorities=frozenset({priority.pk})))
    links = [f"/themes/{theme.pk}/", f"/risks/{risk.pk}/", f"/assurance-items/{item.pk}/"]
    for role, expected in ((Role.SAAS_MEMBER, [True, True, True]), (Role.PARTNER_LEAD, [True, False, False])):
        said = page(sign_in(person_with(role)), f"/priorities/{priority.pk}/")
        assert [link in said for link in links] == expected


def test_an_outside_reader_opens_one_groups_improvement_plans_and_nothing_else(team, group, sign_in):
    mine = a_plan(IMPROVEMENT, AGREED, group=group, team=team, title="After the inspection", **RUNS)
    others = [
        a_plan(IMPROVEMENT, AGREED, team=team),
        a_plan(IMPROVEMENT, group=group, team=team),
        a_plan(state=AGREED, group=group, team=team),
        a_plan(STRATEGIC, AGREED, team=team),
    ]
    client = sign_in(person_with(Role.OUTSIDE_READER, group=group))
    said = page(client)
    assert "The improvement plans you have been asked to read" in said
    listed = said.partition("<main")[2].replace("/plans/download", "")
    assert listed.count('href="/plans/') == listed.count(f'href="/plans/{mine.pk}/"') == 1
    assert "without a review" in page(client, f"/plans/{mine.pk}/")
    kept = page(sign_in(the_team(team)), f"/plans/{mine.pk}/")
    assert f'/priorities/{mine.priorities.get().pk}/review/?month=2026-04-01"' in kept
    client = sign_in(person_with(Role.OUTSIDE_READER, group=group))
    assert client.get(f"/priorities/{mine.priorities.get().pk}/").status_code == 200
    assert client.get(f"/plans/{mine.pk}/download.csv").status_code == 200
    for plan in others:
        assert client.get(f"/plans/{plan.pk}/").status_code == 404
        assert client.get(f"/plans/{plan.pk}/download.csv").status_code == 404
        assert client.get(f"/priorities/{plan.priorities.get().pk}/").status_code == 404


def test_a_plan_leads_to_the_inspection_it_answers_for_those_who_read_inspections(team, group, sign_in):
    found = an_inspection(title="Inspection of the front door")
    plan = a_plan(IMPROVEMENT, AGREED, group=group, team=team, inspection=found, **RUNS)
    link = f'href="/inspections/{found.pk}/"'
    assert link in page(sign_in(person_with(Role.INSPECTOR)), f"/plans/{plan.pk}/")
    said = page(sign_in(person_with(Role.OUTSIDE_READER, group=group)), f"/plans/{plan.pk}/")
    assert "Inspection of the front door" in said
    assert link not in said


def test_earlier_reviews_are_folded(team, group, sign_in):
    plan = a_plan(IMPROVEMENT, AGREED, group=group, team=team, **RUNS)
    address = f"/priorities/{plan.priorities.get().pk}/"
    for month in (4, 5, 6):
        a_review(plan.priorities.get(), team=team, month=date(2026, month, 1))
    assert "Earlier reviews" not in page(sign_in(the_team(team)), address)
    a_review(plan.priorities.get(), team=team, month=date(2026, 7, 1))
    seen, _, folded = page(sign_in(the_team(team)), address).partition("Earlier reviews (1)")
    assert "July 2026" in seen
    assert "April 2026" in folded


def test_who_reads_and_may_not_keep_is_refused_and_who_may_not_know_finds_nothing(team, group, chair, sign_in):
    draft, agreed = a_plan(group=group, team=team), a_plan(state=AGREED, group=group, team=team)
    stranger = sign_in(person_with(Role.GROUP_CHAIR, group=PartnershipGroupFactory()))
    for address in ("", "change/", "agree/", "priorities/add/"):
        assert stranger.get(f"/plans/{draft.pk}/{address}").status_code == 404
    for address in ("reopen/", "close/"):
        answer = stranger.post(f"/plans/{agreed.pk}/{address}", {"seen": "agreed", "text": "Words"})
        assert answer.status_code == 403
    priority = agreed.priorities.get()
    assert stranger.post(f"/priorities/{priority.pk}/take-out/").status_code == 403
    assert stranger.get(f"/priorities/{priority.pk}/review/").status_code == 403
    assert stranger.get("/plans/draw-up/strategic/").status_code == 403
    said = post(sign_in(chair), f"/priorities/{priority.pk}/take-out/")
    assert "open it for changes first" in said
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(f"/plans/{agreed.pk}/reopen/").status_code == 403


def test_files_of_plans_open(team, group, sign_in):
    plan = a_plan(state=AGREED, group=group, team=team)
    client = sign_in(team)
    for address in ("/plans/download", f"/plans/{plan.pk}/download"):
        for suffix in ("csv", "xlsx"):
            assert client.get(f"{address}.{suffix}").status_code == 200
    assert "Priority 1" in client.get(f"/plans/{plan.pk}/download.csv").content.decode()


def test_the_forward_plan_is_informed_by_the_priorities(team, group, sign_in):
    """SAF section 8: forward plans are "informed by the priorities agreed by the Partnership Executive Board"."""
    saas = PartnershipGroupFactory(slug="saas", name="SAAS", short_name="SAAS")
    member, address = person_with(Role.SAAS_MEMBER, group=saas), "/forward-plans/saas/"
    plan = a_plan(STRATEGIC, team=team, **RUNS)
    client = sign_in(member)
    before = client.get(address)
    assert before.status_code == 200
    assert "The priorities of the Partnership" not in before.content.decode()
    make(PlanMove.AGREE, plan, team, now=datetime(2026, 4, 1, 10, tzinfo=UTC))
    said = page(client, address)
    shown = f'href="/priorities/{plan.priorities.get().pk}/">Priority 1</a>'
    assert shown in said
    work, improvement = (a_plan(kind, AGREED, group=saas, team=team) for kind in (WORK, IMPROVEMENT))
    assert shown in page(client, f"/plans/{work.pk}/")
    outside = sign_in(person_with(Role.OUTSIDE_READER, group=saas))
    assert shown not in page(outside, f"/plans/{improvement.pk}/")
