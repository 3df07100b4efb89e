"""Actions: set, moved on by those who hold them and by the Business Team, closed with their effect (R39)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import get_resolver
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from assurance import tasks
from assurance.models import Action, ActionUpdate, ActivityEntry, Challenge, Notice, Plan, Priority
from assurance.queries.action_sources import SOURCES, origin_of, reads_challenge, reads_priority, source_name
from assurance.queries.actions import (
    ActionFilters,
    actions_found,
    actions_visible_to,
    awaiting_effect,
    carried_to,
    due_of_my_agency,
)
from assurance.rules.actions import ENDED, MOVES, NEEDS, RIGHTS, ActionMove, ActionOrigin, ActionState
from assurance.rules.meetings import MeetingState
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import ROLES, Permission, Role
from assurance.services import actions as services
from tests.assurance.machines import RolledBack, run
from tests.factories.actions import DUE_ON, NOW, WAY_TO, WORDS, an_action, make
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, partnership, person_with
from tests.factories.meetings import a_meeting
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)
TODAY = date(2026, 12, 20)


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


@pytest.fixture
def lead(police):
    return person_with(Role.PARTNER_LEAD, agency=police, post_title="Head of Public Protection")


# Setting


def test_an_action_keeps_what_it_came_from_and_is_told_to_those_who_hold_it(team, police, lead):
    representative = person_with(Role.AGENCY_REPRESENTATIVE, agency=police)
    warning = a_warning()
    action = an_action(holder=police, team=team, origin=ActionOrigin.WARNING, warning=warning, owner="A post")
    kept = Action.objects.get()
    assert (kept.state, kept.holder, kept.origin, kept.warning) == ("open", police, "warning", warning)
    assert [(one.move, one.by, one.at) for one in kept.updates.all()] == [("set", team, NOW)]
    entry = ActivityEntry.objects.get(action="action.set")
    assert (entry.actor, entry.subject_id) == (team, str(action.pk))
    assert "Dip-sample" not in entry.detail
    assert notices_of(lead) == ["An action has been set for your agency or group"]
    assert notices_of(representative) == []
    assert not any("action" in notice for notice in notices_of(team))


def test_the_chair_of_a_group_is_told_of_its_actions(team):
    group = PartnershipGroupFactory(slug="saas", name="SAAS")
    chair, member = person_with(Role.SAAS_CHAIR, group=group), person_with(Role.SAAS_MEMBER, group=group)
    an_action(holder=group, team=team)
    assert len(notices_of(chair)) == 1
    assert notices_of(member) == []


def test_its_origin_follows_from_what_it_came_from(team, police):
    meeting = a_meeting(MeetingState.HELD)
    for source, origin in (
        ({"warning": a_warning()}, ActionOrigin.WARNING),
        ({"meeting": meeting}, ActionOrigin.MEETING),
        ({"warning": a_warning(), "meeting": meeting}, ActionOrigin.WARNING),
        ({"warning": None}, ActionOrigin.OTHER),
    ):
        assert an_action(holder=police, team=team, **source).origin == origin
    with pytest.raises(TypeError, match="does not come from set_at"):
        an_action(holder=police, team=team, set_at=meeting)
    with pytest.raises(LookupError):
        source_name(meeting)


def pages():
    """The names of the addresses of the ground floor."""
    return {f"assurance:{name}" for name in get_resolver().namespace_dict["assurance"][1].reverse_dict}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_noun_actions_come_from_has_a_link_and_a_page(name):
    assert Action._meta.get_field(name).related_model
    assert SOURCES[name].page in pages()


def test_a_priority_is_named_to_those_who_read_its_plan(lead):
    group = PartnershipGroupFactory(slug="saas", name="SAAS")
    team, board, chair = (
        person_with(Role.BUSINESS_TEAM),
        person_with(Role.BOARD_MEMBER),
        person_with(Role.SAAS_CHAIR, group=group),
    )
    for kind, state, readers in (
        (PlanKind.STRATEGIC, PlanState.DRAFT, {chair, team}),
        (PlanKind.STRATEGIC, PlanState.AGREED, {chair, team, board, lead}),
        (PlanKind.IMPROVEMENT, PlanState.AGREED, {chair, team, board}),
    ):
        priority = Priority(plan=Plan(group=group, kind=kind, state=state))
        assert {one for one in (chair, team, board, lead) if reads_priority(one, priority)} == readers


def test_a_challenge_is_named_to_those_who_read_the_challenges_of_whoever_was_challenged(lead, police):
    assert reads_challenge(lead, Challenge(agency=police))
    assert not reads_challenge(lead, Challenge(agency=AgencyFactory()))


def test_an_action_says_what_is_to_be_done(team):
    with pytest.raises(ValidationError, match="what is to be done"):
        an_action(team=team, title="  ")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BUSINESS_TEAM}))
def test_nobody_but_the_business_team_sets_one(role, police):
    person = person_with(role, agency=police) if ROLES[role].seat == "agency" else person_with(role)
    with pytest.raises(PermissionDenied):
        services.set_action(title="A", holder=police, due_on=DUE_ON, by=person, now=NOW)


# Moves


@pytest.mark.parametrize("state", list(ActionState))
@pytest.mark.parametrize("move", list(NEEDS))
def test_every_move_from_every_state_does_what_the_table_says(state, move, team):
    action = an_action(state, team=team)
    history = action.updates.count()
    if (state, move) in MOVES:
        make(move, action, team, now=LATER)
        assert action.state == MOVES[state, move]
        update = action.updates.last()
        assert (update.move, update.by, update.at) == (move, team, LATER)
        assert {name: getattr(update, name) for name in WORDS[move]} == WORDS[move]
        assert action.due_on == WORDS[move].get("due_on", DUE_ON)
        assert ActivityEntry.objects.order_by("sequence").last().action == f"action.{move}"
    else:
        with pytest.raises(ValidationError, match="That cannot be done now"):
            make(move, action, team, now=LATER)
        action.refresh_from_db()
        assert (action.state, action.updates.count()) == (state, history)


@pytest.mark.parametrize(("move", "missing"), [(move, name) for move in NEEDS for name in NEEDS[move]])
def test_what_has_to_be_said_is_asked_for(move, missing, team):
    state = next(state for state, made in MOVES if made == move)
    action = an_action(state, team=team)
    blank = None if missing == "due_on" else "  "
    with pytest.raises(ValidationError) as refused:
        make(move, action, team, now=LATER, **{missing: blank})
    assert f"{NEEDS[move][missing]}." in refused.value.messages
    action.refresh_from_db()
    assert action.state == state


def test_its_holder_tells_of_progress_and_the_business_team_of_its_effect(team, police, lead):
    action = an_action(holder=police, team=team)
    make(ActionMove.UPDATE, action, lead)
    make(ActionMove.FINISH, action, lead)
    assert notices_of(team) == ["An action is done and waits for its effect"]
    with pytest.raises(PermissionDenied):
        make(ActionMove.CLOSE, action, lead)
    make(ActionMove.CLOSE, action, team)
    assert notices_of(lead)[-1] == "An action of your agency or group has been closed with its effect"


def test_another_agency_moves_nothing(team, police):
    action = an_action(holder=police, team=team)
    other = person_with(Role.PARTNER_LEAD)
    for move in (ActionMove.UPDATE, ActionMove.FINISH):
        with pytest.raises(PermissionDenied):
            make(move, action, other)


def test_of_two_at_once_the_second_is_told(team, police, lead):
    action = an_action(holder=police, team=team)
    seen_by_the_second = Action.objects.get(pk=action.pk)
    make(ActionMove.FINISH, action, lead)
    with pytest.raises(ValidationError, match="Somebody else was first") as conflict:
        services.move_action(
            action=seen_by_the_second, move=ActionMove.DROP, seen=ActionState.OPEN, by=team, now=LATER, text="Because"
        )
    assert conflict.value.code == "conflict"
    assert not ActionUpdate.objects.filter(move="drop").exists()


def test_its_history_cannot_be_changed(team):
    action = an_action(ActionState.DONE, team=team)
    for change in (lambda: action.updates.update(text="Other"), lambda: action.updates.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# Reminders


def test_those_with_overdue_actions_are_reminded_once_a_day(team, police, lead):
    for number in range(3):
        an_action(holder=police, team=team, title=f"Overdue {number}")
    an_action(ActionState.DONE, holder=police, team=team)
    an_action(holder=police, team=team, due_on=date(2027, 6, 1))
    before = len(notices_of(lead))
    assert services.remind_overdue(by=team, now=LATER) == 3
    assert notices_of(lead)[before:] == [services.OVERDUE]
    assert set(Action.objects.exclude(reminded_at=None).values_list("title", flat=True)) == {
        "Overdue 0",
        "Overdue 1",
        "Overdue 2",
    }
    assert services.remind_overdue(by=team, now=LATER + timedelta(hours=2)) == 0
    assert services.remind_overdue(by=team, now=LATER + timedelta(days=1)) == 3
    with pytest.raises(PermissionDenied):
        services.remind_overdue(by=lead, now=LATER)


def test_the_portal_reminds_by_itself_once_on_a_working_day(team, police, lead):
    an_action(holder=police, team=team)
    before, saturday = len(notices_of(lead)), datetime(2027, 1, 9, 8, 0, tzinfo=UTC)
    for hours, reminded in ((0, 0), (48, 1), (50, 0), (72, 1)):
        assert services.remind_overdue(by=None, now=saturday + timedelta(hours=hours)) == reminded
    assert notices_of(lead)[before:] == [services.OVERDUE] * 2
    assert ActivityEntry.objects.filter(action="action.remind", actor=None).count() == 2
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.remind_of_overdue_actions.name in scheduled
    tasks.remind_of_overdue_actions()


def test_a_new_date_takes_the_reminder_back(team):
    action = an_action(team=team)
    services.remind_overdue(by=team, now=LATER)
    action.refresh_from_db()
    make(ActionMove.MOVE_DATE, action, team, now=LATER)
    assert action.reminded_at is None


# Reading


def test_one_reads_the_actions_of_ones_own_agency_and_watchers_those_of_all(team, police, lead):
    mine, group = an_action(holder=police, team=team), PartnershipGroupFactory(slug="emerging-themes")
    other, groups = an_action(team=team), an_action(holder=group, team=team)
    assert list(actions_visible_to(lead)) == [mine]
    assert list(actions_visible_to(person_with(Role.GROUP_CHAIR, group=group))) == [groups]
    for role in (Role.BUSINESS_TEAM, Role.BOARD_OBSERVER, Role.SAAS_MEMBER, Role.INSPECTOR):
        assert set(actions_visible_to(person_with(role))) == {mine, other, groups}
    assert not actions_visible_to(person_with(Role.SYSTEM_ADMINISTRATOR)).exists()


def test_the_tracker_is_narrowed(team, police, lead):
    saas = PartnershipGroupFactory(slug="saas", name="SAAS")
    late = an_action(holder=police, team=team, title="Late", owner="Head of Public Protection")
    later = an_action(holder=police, team=team, title="Later", due_on=date(2027, 3, 1))
    review = {"origin": ActionOrigin.REVIEW, "due_on": DUE_ON + timedelta(days=1)}
    done = an_action(ActionState.DONE, holder=saas, team=team, title="Done", **review)
    closed = an_action(ActionState.CLOSED, holder=saas, team=team, title="Closed")

    def found(user=team, **filters):
        return list(actions_found(user, ActionFilters(**filters), TODAY))

    assert found() == [late, done, later, closed]
    assert found(state="open") == [late, done, later]
    assert found(state="overdue") == [late]
    assert found(state="closed") == [closed]
    assert found(origin="review") == [done]
    assert found(holder="group:saas") == [done, closed]
    assert found(holder="agency:kent-police", state="overdue") == [late]
    assert found(holder="nonsense:pk") == [late, done, later, closed]
    assert found(lead, whose="agency") == [late, later]
    assert found(lead, whose="mine") == [late]
    assert found(whose="agency") == found(whose="mine") == []


def test_what_an_action_came_from_is_told_to_those_who_may_read_it(team, police, lead):
    warning = a_warning(title="Strategy discussions start late")
    action = an_action(holder=police, team=team, origin=ActionOrigin.WARNING, warning=warning)
    assert origin_of(action, team) == (f"Early warning: {warning.title}", f"/warnings/{warning.pk}/")
    assert origin_of(action, lead) == ("Early warning", "")
    meeting = a_meeting(MeetingState.HELD)
    action = an_action(holder=police, team=team, origin=ActionOrigin.MEETING, meeting=meeting)
    assert origin_of(action, team) == ("SAAS meeting of 26 November 2026", f"/meetings/{meeting.key}/minutes/")
    assert origin_of(action, lead) == ("Meeting", "")


def test_what_waits_for_whom(team, police, lead):
    an_action(holder=police, team=team)
    an_action(holder=police, team=team, due_on=date(2027, 6, 1))
    an_action(ActionState.DONE, holder=police, team=team)
    an_action(team=team)
    due = due_of_my_agency(lead, TODAY, TODAY)
    assert (due.number, due.overdue, due.first) == (1, 1, DUE_ON)
    assert due_of_my_agency(team, TODAY, TODAY).number == 0
    assert (awaiting_effect(team), awaiting_effect(lead)) == (1, 1)


def test_open_actions_go_on_to_the_groups_next_meeting(team, police):
    """R39: decisions and actions carry to the next meeting."""
    first = a_meeting(MeetingState.HELD, starts_at=datetime(2026, 9, 10, 10, 0, tzinfo=NOW.tzinfo))
    following = a_meeting(starts_at=datetime(2026, 12, 15, 10, 0, tzinfo=NOW.tzinfo))
    board = a_meeting(group="board", starts_at=datetime(2026, 12, 17, 10, 0, tzinfo=NOW.tzinfo))
    fixed = {"team": team, "origin": ActionOrigin.MEETING, "meeting": first, "holder": police}
    open_one, done = an_action(title="Open", **fixed), an_action(ActionState.DONE, title="Done", **fixed)
    an_action(ActionState.CLOSED, **fixed)
    an_action(ActionState.DROPPED, **fixed)
    held = an_action(title="Held by SAAS", team=team, holder=following.group)
    an_action(title="Elsewhere", team=team)
    carried = carried_to(following)
    assert {row.action for row in carried.actions} == {open_one, done, held}
    assert carried.lines[0].startswith("Action: ")
    assert "Kent Police. Due 4 December 2026: 7 working days overdue" in " ".join(carried.lines)
    assert carried_to(board).is_empty
    assert {row.action for row in carried_to(first).actions} == set()


# The whole life


class ActionsLife(RolledBack):
    """Any moves in any order: the state is always what the table says, and nothing is lost of the history."""

    @initialize()
    def begin(self):
        partnership()
        self.team = person_with(Role.BUSINESS_TEAM)
        self.action = an_action(team=self.team)
        self.state, self.made, self.days = ActionState.OPEN, [ActionMove.SET], 0

    @rule(move=st.sampled_from(list(NEEDS)), says=st.booleans())
    def make_one(self, move, says):
        self.days += 1
        words = dict(WORDS[move])
        if move == ActionMove.MOVE_DATE:
            words["due_on"] = (NOW + timedelta(days=self.days + 60)).date()
        if not says:
            words = dict.fromkeys(words, "") | ({"due_on": None} if "due_on" in words else {})
        allowed = (self.state, move) in MOVES and says
        try:
            make(move, self.action, self.team, now=NOW + timedelta(days=self.days), **words)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.state = MOVES[self.state, move]
            self.made.append(move)

    @precondition(lambda self: self.state == ActionState.CLOSED)
    @rule()
    def closed_has_its_effect(self):
        assert self.action.updates.filter(move="close").last().difference

    @invariant()
    def agrees(self):
        if hasattr(self, "action"):
            self.action.refresh_from_db()
            assert self.action.state == self.state
            assert self.action.is_open is (self.state not in ENDED)
            assert [update.move for update in self.action.updates.all()] == self.made


def test_any_moves_in_any_order():
    run(ActionsLife)


def test_every_right_is_held_by_somebody():
    held = {permission for rule in ROLES.values() for permission, _ in rule.may}
    assert set(RIGHTS.values()) <= held
    assert Permission.MANAGE_ACTION not in {permission for permission, _ in ROLES[Role.PARTNER_LEAD].may}
    assert set(WAY_TO) == set(ActionState)
