"""Plans: drawn up, agreed by those who may, reviewed, changed only once opened again; who reads which (R96, R97)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.models import ActivityEntry, Notice, Plan, PlanEvent, Priority
from assurance.queries.action_sources import reads_priority
from assurance.queries.plan_pages import plan_page, plan_row, plan_table
from assurance.queries.plans import (
    PlanFilters,
    board_decisions,
    current_priorities,
    groups_that_plan,
    plans_found,
    plans_visible_to,
    priorities_shown,
    priorities_visible_to,
)
from assurance.rules.activity import DRAFT_ACTIONS
from assurance.rules.meetings import MeetingState
from assurance.rules.plans import MOVES, NEEDS, PlanKind, PlanMove, PlanState
from assurance.rules.roles import ROLES, Role
from assurance.services import plans as services
from tests.assurance.machines import RolledBack, run
from tests.factories.actions import an_action
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, TopicFactory, partnership, person_with
from tests.factories.plans import (
    ENDS_ON,
    NOW,
    STARTS_ON,
    WAY_TO,
    WORDS,
    a_board_decision,
    a_plan,
    a_priority,
    a_review,
    make,
    the_team,
)

pytestmark = pytest.mark.django_db
STRATEGIC, WORK, IMPROVEMENT = PlanKind
DRAFT, AGREED, CLOSED = PlanState
TODAY = date(2026, 7, 20)


@pytest.fixture
def team():
    partnership()
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def group():
    return PartnershipGroupFactory(slug="emerging-themes", name="Emerging Themes", short_name="Themes")


@pytest.fixture
def chair(group):
    return person_with(Role.GROUP_CHAIR, group=group, post_title="Director of a partner")


def notices_of(person):
    return list(Notice.objects.filter(person=person).values_list("text", flat=True))


# Drawing up, and changing a draft


def test_the_chair_of_a_group_answers_for_its_work_plan(team, group, chair):
    plan = a_plan(group=group, team=team)
    assert (plan.state, plan.lead) == ("draft", "Chair of Themes")
    assert list(plan_page(plan, team, TODAY).chairs) == ["Director of a partner"]
    assert a_plan(group=group, team=team, lead="Deputy chair").lead == "Deputy chair"
    assert a_plan(IMPROVEMENT, group=group, team=team).lead == ""


def test_a_chair_draws_up_for_their_own_group_alone(group, chair, team):
    fixed = {"title": "A plan", "starts_on": STARTS_ON, "ends_on": ENDS_ON, "by": chair, "now": NOW}
    services.draw_up_plan(kind=WORK, group=group, **fixed)
    for kind, other in ((WORK, PartnershipGroupFactory()), (STRATEGIC, partnership())):
        with pytest.raises(PermissionDenied):
            services.draw_up_plan(kind=kind, group=other, **fixed)
    assert list(groups_that_plan(chair, WORK, TODAY)) == [group]
    assert not groups_that_plan(chair, STRATEGIC, TODAY).exists()
    assert list(groups_that_plan(the_team(team), STRATEGIC, TODAY)) == [partnership()]


def test_a_plan_that_is_agreed_is_changed_only_once_it_is_opened_with_a_reason(team):
    plan = a_plan(state=AGREED, team=team)
    priority = plan.priorities.get()
    words = {"title": "Other", "outcome": "Other", "lead": "A post", "by": team, "now": NOW}
    for change in (
        lambda: services.save_priority(plan=plan, **words),
        lambda: services.save_priority(plan=plan, priority=priority, **words),
        lambda: services.take_out_priority(priority=priority, by=team, now=NOW),
    ):
        with pytest.raises(ValidationError, match="open it for changes first"):
            change()
    with pytest.raises(ValidationError, match="Somebody else was first"):
        services.revise_plan(plan=plan, title="Other", starts_on=STARTS_ON, ends_on=ENDS_ON, by=team, now=NOW)
    with pytest.raises(ValidationError, match="Say why it is opened"):
        make(PlanMove.REOPEN, plan, team, text=" ")
    make(PlanMove.REOPEN, plan, team, now=NOW + timedelta(days=1))
    services.save_priority(plan=plan, priority=priority, **words)
    assert Priority.objects.get().title == "Other"
    assert [(one.move, one.text) for one in plan.events.all()][-1] == ("reopen", WORDS[PlanMove.REOPEN]["text"])


def test_what_was_agreed_stands_in_the_history(team):
    plan = a_plan(STRATEGIC, AGREED, team=team, priorities=2)
    text = plan.events.get(move="agree").text
    for words in ("Executive Board, 19 March 2026", "1 April 2026 to 31 March 2029", "- Priority 1\n- Priority 2"):
        assert words in text
    make(PlanMove.REOPEN, plan, team)
    assert plan.decision is None


def test_a_priority_names_its_outcome_and_is_in_a_plan_once(team):
    plan = a_plan(team=team, priorities=0)
    topic = TopicFactory()
    first = a_priority(plan, team=team, topics=[topic])
    assert (first.position, list(first.topics.all())) == (1, [topic])
    for words, refused in (
        ({"outcome": " ", "title": "Another"}, "different for children"),
        ({"lead": "", "title": "Another"}, "which post leads it"),
        ({}, "a priority of this plan already"),
    ):
        with pytest.raises(ValidationError, match=refused):
            a_priority(plan, team=team, **words)


def test_a_priority_taken_out_is_gone_only_while_nothing_hangs_on_it(team):
    plan = a_plan(team=team, priorities=3)
    unused, used, last = plan.priorities.all()
    an_action(team=team, priority=used)
    assert services.take_out_priority(priority=unused, by=team, now=NOW) is False
    assert services.take_out_priority(priority=used, by=team, now=NOW) is True
    assert set(plan.priorities.values_list("title", "is_current")) == {("Priority 2", False), ("Priority 3", True)}
    services.put_back_priority(priority=used, by=team, now=NOW)
    make(PlanMove.AGREE, plan, team)
    make(PlanMove.REOPEN, plan, team)
    assert services.take_out_priority(priority=last, by=team, now=NOW) is True
    assert [row.priority for row in plan_row(plan, team, TODAY).set_aside] == [last]
    a_priority(plan, team=team, title="Priority 3")
    with pytest.raises(ValidationError, match="already"):
        services.put_back_priority(priority=last, by=team, now=NOW)


# Agreeing


def test_the_strategic_plan_is_agreed_by_a_board_that_has_met(team):
    plan = a_plan(STRATEGIC, team=team)
    for decision, refused in (
        (None, "Choose the decision"),
        (a_board_decision(group="saas"), "a meeting of the Executive Board that has been held"),
        (a_board_decision(state=MeetingState.CIRCULATED, starts_at=NOW), "that has been held"),
    ):
        with pytest.raises(ValidationError, match=refused):
            services.move_plan(plan=plan, move=PlanMove.AGREE, seen=DRAFT, decision=decision, by=team, now=NOW)
    assert Plan.objects.get().state == DRAFT
    make(PlanMove.AGREE, plan, team, decision=a_board_decision())
    assert plan.decision.text == "The plan is agreed"


def test_the_decisions_offered_are_those_of_the_board_that_met(team):
    offered = a_board_decision()
    a_board_decision(group="saas")
    a_board_decision(state=MeetingState.CIRCULATED, starts_at=NOW)
    assert list(board_decisions(the_team(team))) == [offered]


def test_two_strategic_plans_may_not_overlap(team):
    drafted = a_plan(STRATEGIC, team=team, title="The next plan", starts_on=date(2028, 4, 1), ends_on=date(2031, 3, 31))
    standing = a_plan(STRATEGIC, AGREED, team=team)
    with pytest.raises(ValidationError, match="may not overlap in time"):
        a_plan(STRATEGIC, team=team)
    with pytest.raises(ValidationError, match="“strategic plan” is agreed for 1 April 2026 to 31 March 2029"):
        make(PlanMove.AGREE, drafted, team)
    make(PlanMove.CLOSE, standing, team)
    make(PlanMove.AGREE, drafted, team)


def test_those_who_answer_for_a_plan_are_told(team, group, chair):
    saas = PartnershipGroupFactory(slug="saas", name="SAAS")
    saas_chair = person_with(Role.SAAS_CHAIR, group=saas)
    a_plan(state=AGREED, group=group, team=team)
    a_plan(STRATEGIC, AGREED, team=team)
    assert notices_of(chair) == [services.TOLD[WORK]]
    assert notices_of(saas_chair) == [services.TOLD[STRATEGIC]]
    assert not notices_of(team)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BUSINESS_TEAM, Role.GROUP_CHAIR}))
def test_nobody_else_keeps_a_groups_plan(role, team, group):
    plan = a_plan(group=group, team=team)
    person = person_with(role, group=group) if ROLES[role].seat == "group" and "saas" not in role else person_with(role)
    with pytest.raises(PermissionDenied):
        make(PlanMove.AGREE, plan, person)


def test_of_two_at_once_the_second_is_told(team):
    plan = a_plan(state=AGREED, team=team)
    second = Plan.objects.get()
    make(PlanMove.REOPEN, plan, team)
    with pytest.raises(ValidationError, match="Somebody else was first: the plan is now “Being drawn up”") as conflict:
        services.move_plan(plan=second, move=PlanMove.CLOSE, seen=AGREED, text="Done", by=team, now=NOW)
    assert conflict.value.code == "conflict"
    assert not PlanEvent.objects.filter(move="close").exists()


def test_its_history_cannot_be_changed(team):
    plan = a_plan(state=AGREED, team=team)
    review = a_review(plan.priorities.get(), team=team)
    for change in (
        lambda: plan.events.update(text="Other"),
        lambda: plan.events.all().delete(),
        lambda: type(review).objects.update(done="Other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_done_in_a_draft_is_nobodys_to_read_in_the_log(team):
    plan = a_plan(state=AGREED, team=team)
    a_review(plan.priorities.get(), team=team)
    logged = list(ActivityEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert logged == ["plan.draw_up", "priority.add", "plan.agree", "priority.review"]
    assert [action for action in logged if action not in DRAFT_ACTIONS] == ["plan.agree", "priority.review"]
    assert "first files" not in ActivityEntry.objects.get(action="priority.review").detail


# Reading

EVERYBODY = {(STRATEGIC, AGREED), (STRATEGIC, CLOSED), (WORK, AGREED), (WORK, CLOSED)}
ASSURED = EVERYBODY | {(IMPROVEMENT, AGREED), (IMPROVEMENT, CLOSED)}
ALL = {(kind, state) for kind in PlanKind for state in PlanState}
READS = dict.fromkeys(Role, EVERYBODY) | {
    Role.BUSINESS_TEAM: ALL,
    Role.GROUP_CHAIR: ALL - {(STRATEGIC, DRAFT)},
    Role.OUTSIDE_READER: {(IMPROVEMENT, AGREED)},
    Role.SYSTEM_ADMINISTRATOR: set(),
    **dict.fromkeys(
        (
            Role.BOARD_MEMBER,
            Role.BOARD_OBSERVER,
            Role.SAAS_CHAIR,
            Role.SAAS_DEPUTY,
            Role.SAAS_MEMBER,
            Role.INDEPENDENT_SCRUTINEER,
            Role.INSPECTOR,
        ),
        ASSURED,
    ),
}


def test_who_reads_which_plan(team, group):
    plans = [a_plan(kind, state, group=None if kind == STRATEGIC else group, team=team) for kind, state in _safely()]
    for role, expected in READS.items():
        own = {"group": group} if role in (Role.GROUP_CHAIR, Role.OUTSIDE_READER) else {}
        person = person_with(role, **own)
        found = plans_visible_to(person)
        assert {(plan.kind, plan.state) for plan in found} == expected, role
        assert {one.plan for one in priorities_visible_to(person)} == set(found)
        if role != Role.OUTSIDE_READER:
            told = {plan for plan in plans if reads_priority(person, plan.priorities.get())}
            assert told == set(found), role


def _safely():
    """Every kind in every state, the agreed strategic plan last: it would stand in the way of the others."""
    return sorted(ALL, key=lambda pair: pair == (STRATEGIC, AGREED))


def test_an_outside_reader_has_the_agreed_improvement_plans_of_one_group_and_nothing_else(team, group):
    mine = a_plan(IMPROVEMENT, AGREED, group=group, team=team)
    a_plan(IMPROVEMENT, AGREED, team=team)
    agency = AgencyFactory(name="Kent Police")
    an_action(holder=agency, team=team, priority=mine.priorities.get(), title="Read twenty files")
    reader = person_with(Role.OUTSIDE_READER, group=group)
    assert list(plans_visible_to(reader)) == [mine]
    [milestone] = plan_row(mine, reader, TODAY).priorities[0].milestones
    assert (milestone.action.title, milestone.url) == ("Read twenty files", "")
    assert plan_row(mine, the_team(team), TODAY).priorities[0].milestones[0].url
    assert not priorities_shown(reader, TODAY).exists()
    ended = person_with(Role.OUTSIDE_READER, group=group, ends_on=date(2025, 1, 1))
    assert not plans_visible_to(ended).exists()


def test_the_priorities_in_force_are_those_of_the_agreed_strategic_plan(team):
    plan = a_plan(STRATEGIC, AGREED, team=team, priorities=2)
    a_plan(state=AGREED, team=team)
    titles = ["Priority 1", "Priority 2"]
    for day, expected in (
        (STARTS_ON, titles),
        (ENDS_ON, titles),
        (STARTS_ON - timedelta(days=1), []),
        (ENDS_ON + timedelta(days=1), []),
    ):
        assert [one.title for one in current_priorities(day)] == expected
    assert priorities_shown(person_with(Role.PARTNER_LEAD), TODAY).count() == 2
    make(PlanMove.REOPEN, plan, team)
    assert not current_priorities(TODAY).exists()


def test_the_list_is_by_kind_the_ones_in_force_first(team):
    past = a_plan(state=CLOSED, team=team, title="Closed", starts_on=date(2026, 5, 1))
    to_come = a_plan(state=AGREED, team=team, title="To come", starts_on=date(2027, 4, 1))
    running = a_plan(state=AGREED, team=team, title="Running")
    strategic, improvement = a_plan(STRATEGIC, AGREED, team=team), a_plan(IMPROVEMENT, team=team)
    the_team(team)

    def found(**filters):
        return list(plans_found(team, PlanFilters(**filters), TODAY))

    assert found() == [strategic, running, to_come, past, improvement]
    assert found(kind="work", state="agreed") == [running, to_come]
    assert found(group=past.group.slug) == [past]


def test_a_plan_is_taken_away_with_priorities_and_milestones(team):
    plan = a_plan(state=AGREED, team=team, priorities=2)
    first = plan.priorities.first()
    a_review(first, team=team, difference="Seen sooner")
    for day, title in enumerate(("One", "Two"), start=1):
        an_action(team=team, priority=first, title=title, due_on=date(2026, 12, day))
    headers, rows = plan_table(plan, team, TODAY)
    assert {len(row) for row in rows} == {len(headers)}
    milestone = headers.index("Milestone")
    assert [(row[0], row[5], row[8], row[milestone]) for row in rows] == [
        ("Priority 1", "On course", "Seen sooner", "One"),
        ("Priority 1", "On course", "Seen sooner", "Two"),
        ("Priority 2", "Not yet reviewed", "", ""),
    ]


# The whole life


class PlansLife(RolledBack):
    """Any moves in any order: the state is always what the table says, and nothing is lost of the history."""

    @initialize(kind=st.sampled_from(list(PlanKind)))
    def begin(self, kind):
        self.team = the_team()
        self.plan = a_plan(kind, team=self.team)
        self.state, self.made, self.minutes = DRAFT, [PlanMove.DRAW_UP], 0

    @rule(move=st.sampled_from(list(NEEDS)), says=st.booleans())
    def make_one(self, move, says):
        self.minutes += 1
        words = {} if says else dict.fromkeys(WORDS[move], " ")
        allowed = (self.state, move) in MOVES and (says or not NEEDS[move])
        try:
            make(move, self.plan, self.team, now=NOW + timedelta(minutes=self.minutes), **words)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.state = MOVES[self.state, move]
            self.made.append(move)

    @invariant()
    def agrees(self):
        if hasattr(self, "plan"):
            self.plan.refresh_from_db()
            assert self.plan.state == self.state
            assert [event.move for event in self.plan.events.all()] == self.made
            decided = self.plan.kind == STRATEGIC and self.state != DRAFT
            assert (self.plan.decision is not None) is decided


def test_any_moves_in_any_order():
    assert set(WAY_TO) == set(PlanState)
    run(PlansLife)
