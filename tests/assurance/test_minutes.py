"""Minutes: begun once the meeting has begun, approved by the chair, circulated frozen, late or on time (R26, R28)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.models import ActivityEntry, AgendaItem, Circulation, Decision, MinuteEntry, Minutes, Notice
from assurance.queries.actions import carried_to
from assurance.queries.decisions import decisions_visible_to
from assurance.queries.minutes import due_on, minutes_summary
from assurance.queries.minutes_content import frozen, minutes_page
from assurance.rules.canonical import sha256_of
from assurance.rules.meetings import MINUTES_MOVES, DecisionState, MeetingState, MinutesMove, MinutesState
from assurance.rules.minutes import read_minutes
from assurance.rules.roles import Role
from assurance.services import decisions
from assurance.services import minutes as services
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.meetings import a_group, a_meeting
from tests.factories.minutes import HELD_AT, NOW, a_held_meeting, some_minutes, the_team

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)
LATER = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
MOVES = {
    MinutesMove.APPROVE: services.approve_minutes,
    MinutesMove.CORRECT: services.correct_minutes,
    MinutesMove.CIRCULATE: services.circulate_minutes,
}


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


@pytest.fixture
def saas():
    return a_group("saas")


@pytest.fixture
def team(saas):
    return the_team()


@pytest.fixture
def chair(saas):
    return person_with(Role.SAAS_CHAIR, group=saas, post_title="Chair of SAAS")


@pytest.fixture
def member(saas):
    return person_with(Role.SAAS_MEMBER, group=saas)


# Beginning and writing


def test_minutes_have_an_entry_an_item_and_one_besides(team):
    meeting = a_held_meeting("Data dashboards", "Voice of children")
    minutes = services.begin_minutes(meeting=meeting, by=team, now=NOW)
    assert (minutes.state, minutes.entries.count()) == ("draft", 3)
    assert minutes.entries.filter(item=None).count() == 1
    assert services.begin_minutes(meeting=meeting, by=team, now=NOW) == minutes
    assert [event.move for event in minutes.events.all()] == ["begin"]


def test_they_are_begun_once_the_meeting_has_begun(team):
    meeting = a_meeting(MeetingState.CIRCULATED, starts_at=HELD_AT)
    with pytest.raises(ValidationError, match="once the meeting has begun"):
        services.begin_minutes(meeting=meeting, by=team, now=HELD_AT - timedelta(minutes=1))
    assert services.begin_minutes(meeting=meeting, by=team, now=HELD_AT).state == "draft"
    cancelled = a_meeting(MeetingState.CANCELLED, starts_at=HELD_AT + timedelta(days=1))
    with pytest.raises(ValidationError, match="cancelled"):
        services.begin_minutes(meeting=cancelled, by=team, now=NOW + timedelta(days=9))


@pytest.mark.parametrize("role", [Role.SAAS_CHAIR, Role.SAAS_MEMBER, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR])
def test_nobody_but_the_secretariat_writes_them(role, team):
    """R29: ordinary members cannot; nor can the chair, who approves them."""
    minutes, person = some_minutes(team=team), person_with(role)
    with pytest.raises(PermissionDenied):
        services.begin_minutes(meeting=minutes.meeting, by=person, now=NOW)
    with pytest.raises(PermissionDenied):
        services.save_entry(entry=minutes.entries.first(), version=1, discussion="Words", by=person, now=NOW)
    with pytest.raises(PermissionDenied):
        decisions.record_decision(minutes=minutes, text="Words", by=person, now=NOW)


def test_an_observer_of_the_board_decides_nothing(team):
    """R13: the Lead Member may comment at the Executive Board, and cannot record a decision there."""
    board = a_group("board")
    observer, board_member = (person_with(role, group=board) for role in (Role.BOARD_OBSERVER, Role.BOARD_MEMBER))
    minutes = some_minutes(meeting=a_held_meeting(group="board"), team=the_team(team))
    for move in (services.approve_minutes, services.correct_minutes, services.circulate_minutes):
        with pytest.raises(PermissionDenied):
            move(minutes=minutes, seen=MinutesState.DRAFT, text="Words", by=observer, now=NOW)
    with pytest.raises(PermissionDenied):
        decisions.record_decision(minutes=minutes, text="Words", by=observer, now=NOW)
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, by=board_member, now=NOW)


def test_of_two_who_write_at_once_the_second_loses_nothing(team):
    entry = some_minutes(team=team).entries.first()
    assert services.save_entry(entry=entry, version=1, discussion="First", by=team, now=NOW).version == 2
    outcome = services.save_entry(entry=entry, version=1, discussion="Second", by=team, now=NOW)
    assert (outcome.saved, outcome.version) == (False, 2)
    assert MinuteEntry.objects.get(pk=entry.pk).discussion == "First"


def test_what_is_approved_is_not_written_in(team):
    minutes = some_minutes(MinutesState.APPROVED, team=team)
    with pytest.raises(ValidationError, match="open them for correction"):
        services.save_entry(entry=minutes.entries.first(), version=1, discussion="Words", by=team, now=NOW)
    with pytest.raises(ValidationError, match="open them for correction"):
        decisions.record_decision(minutes=minutes, text="Words", by=team, now=NOW)
    with pytest.raises(ValidationError, match="open them for correction"):
        decisions.set_action_in_minutes(
            minutes=minutes, title="A", holder=minutes.meeting.group, due_on=TODAY, by=team, now=NOW
        )


def test_an_item_that_came_later_is_minuted_too(team):
    minutes = some_minutes(MinutesState.APPROVED, team=team)
    AgendaItem.objects.create(meeting=minutes.meeting, position=9, title="Any other business")
    services.correct_minutes(minutes=minutes, seen=MinutesState.APPROVED, text="An item was left out", by=team, now=NOW)
    assert minutes.entries.filter(item__title="Any other business").exists()


# Approving


def test_the_secretariat_asks_the_chair_to_approve(team, chair, member):
    minutes = some_minutes(team=team)
    services.ask_approval(minutes=minutes, by=team, now=NOW)
    assert notices_of(chair)[-1:] == [services.READY]
    assert services.READY not in notices_of(member) + notices_of(team)
    notice = Notice.objects.get(person=chair, text=services.READY)
    assert (notice.url, notice.group) == (f"/meetings/{minutes.meeting.key}/minutes/", minutes.meeting.group)
    entry = ActivityEntry.objects.get(action="minutes.ask_approval")
    assert (entry.actor, entry.subject_id) == (team, str(minutes.pk))
    page = minutes_page(minutes.meeting, minutes, team, TODAY)
    assert (page.may_ask, page.asked) == (True, "The chair was asked to approve them on 27 March 2026 at 9am.")
    assert not minutes_page(minutes.meeting, minutes, chair, TODAY).may_ask
    with pytest.raises(PermissionDenied):
        services.ask_approval(minutes=minutes, by=chair, now=NOW)


def test_minutes_that_are_approved_or_without_a_chair_ask_nobody(team):
    minutes = some_minutes(team=team)
    with pytest.raises(ValidationError, match="Nobody with an account chairs this group"):
        services.ask_approval(minutes=minutes, by=team, now=NOW)
    person_with(Role.SAAS_CHAIR, group=minutes.meeting.group)
    services.ask_approval(minutes=minutes, by=team, now=NOW)
    approved = some_minutes(MinutesState.APPROVED, meeting=minutes.meeting, team=team)
    with pytest.raises(ValidationError, match="open them for correction"):
        services.ask_approval(minutes=approved, by=team, now=NOW)
    seen, later = MinutesState.APPROVED, NOW + timedelta(days=1)
    services.correct_minutes(minutes=approved, seen=seen, text="A slip", by=team, now=later)
    approved.refresh_from_db()
    assert minutes_page(approved.meeting, approved, team, TODAY).asked == ""


def test_minutes_are_offered_from_the_start_of_the_meeting_on(team):
    coming = a_meeting(MeetingState.CIRCULATED, starts_at=HELD_AT)
    before, begun = (minutes_summary(coming, team, HELD_AT + timedelta(minutes=shift)) for shift in (-1, 0))
    assert (before.link, before.due_words) == ("", "Due 13 April 2026.")
    assert (begun.link, begun.due_words) == ("Write the minutes", "Due 13 April 2026: 10 working days left.")
    due = datetime(2026, 4, 13, 9, 0, tzinfo=UTC)
    assert minutes_summary(coming, team, due).due_words == "Due today, 13 April 2026."


def test_the_chair_approves_and_the_minutes_say_who_and_when(team, chair):
    """R28: minutes show "draft" until approved, with who and when."""
    minutes = some_minutes(team=team)
    assert frozen(minutes.meeting).is_draft
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, by=chair, now=NOW)
    assert frozen(minutes.meeting).approved == "Approved by Chair of SAAS on 27 March 2026 at 9am."
    assert notices_of(team)[-1] == services.APPROVED


def test_the_secretariat_records_how_and_when_the_chair_approved(team):
    minutes = some_minutes(team=team)
    with pytest.raises(ValidationError, match="how and when the chair approved"):
        services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, by=team, now=NOW)
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, text="By e-mail on 27 March", by=team, now=NOW)
    assert frozen(minutes.meeting).approved.endswith("By e-mail on 27 March")


def test_a_correction_makes_them_a_draft_that_is_approved_anew(team, chair):
    minutes = some_minutes(MinutesState.CIRCULATED, team=team)
    with pytest.raises(ValidationError, match="what has to be put right"):
        services.correct_minutes(minutes=minutes, seen=MinutesState.CIRCULATED, text=" ", by=chair, now=NOW)
    services.correct_minutes(minutes=minutes, seen=MinutesState.CIRCULATED, text="A name of a post", by=chair, now=NOW)
    assert frozen(minutes.meeting).is_draft
    assert notices_of(team)[-1] == services.CORRECTED
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, by=chair, now=NOW)
    services.circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=NOW)
    first, second = Circulation.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)


# Circulating


def test_nothing_goes_out_that_the_chair_has_not_approved(team):
    with pytest.raises(ValidationError, match="has not approved"):
        services.circulate_minutes(minutes=some_minutes(team=team), seen=MinutesState.DRAFT, by=team, now=NOW)


def test_circulation_freezes_what_was_minuted(team, member):
    police = AgencyFactory(name="Kent Police")
    minutes = some_minutes(team=team)
    entry = minutes.entries.get(item__isnull=False)
    services.save_entry(entry=entry, version=1, discussion="Trends were read", by=team, now=NOW)
    decision = decisions.record_decision(
        minutes=minutes,
        item=entry.item,
        text="One list",
        agency=police,
        due_on=TODAY,
        dissent="A post",
        by=team,
        now=NOW,
    )
    the_team(team)
    decisions.set_action_in_minutes(
        minutes=minutes, item=entry.item, title="Make it", holder=police, due_on=TODAY, by=team, now=NOW
    )
    decisions.record_dispute(
        minutes=minutes, item=entry.item, title="Who keeps it", what="Both", agencies=[police], by=team, now=NOW
    )
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, text="By e-mail", by=team, now=NOW)
    circulation = services.circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=NOW)
    assert circulation.sha256 == sha256_of(circulation.content)
    Decision.objects.filter(pk=decision.pk).update(text="Another")
    kept = read_minutes(circulation.content).entries[0]
    assert (kept.heading, kept.discussion) == ("1. Data dashboards", "Trends were read")
    assert [(one.text, one.owner, one.due_words, one.dissent) for one in kept.decisions] == [
        ("One list", "Kent Police", "1 April 2026", "A post")
    ]
    assert [(one.title, one.holder) for one in kept.actions] == [("Make it", "Kent Police")]
    assert kept.disputes == ("Who keeps it",)
    assert notices_of(member) == [services.FIRST]
    for change in (lambda: Circulation.objects.update(content="{}"), lambda: Circulation.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("at", "late", "words"),
    [
        (datetime(2026, 4, 13, 22, 30, tzinfo=UTC), False, "They were due 13 April 2026: on time."),
        (datetime(2026, 4, 14, 9, 0, tzinfo=UTC), True, "They were due 13 April 2026: 1 working day late."),
    ],
)
def test_minutes_are_due_ten_working_days_after_the_meeting(team, member, at, late, words):
    """R26: Thursday 26 March 2026, and ten working days later Monday 13 April 2026, Easter between."""
    minutes = some_minutes(MinutesState.APPROVED, team=team)
    assert due_on(minutes.meeting) == date(2026, 4, 13)
    circulation = services.circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=at)
    assert circulation.due_on == date(2026, 4, 13)
    summary = minutes_summary(minutes.meeting, member, NOW)
    assert (summary.is_late, summary.due_words) == (late, words)


def test_a_correction_later_does_not_make_them_late(team, member):
    minutes = some_minutes(MinutesState.CIRCULATED, team=team)
    later = NOW + timedelta(days=90)
    services.correct_minutes(minutes=minutes, seen=MinutesState.CIRCULATED, text="A slip", by=team, now=later)
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, text="By e-mail", by=team, now=later)
    services.circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=later)
    assert not minutes_summary(minutes.meeting, member, NOW).is_late
    assert notices_of(member)[-1] == services.AGAIN


# Who may know


def test_members_do_not_learn_that_a_draft_has_been_begun(team, chair, member):
    meeting = a_held_meeting()
    before = minutes_summary(meeting, member, LATER)
    some_minutes(meeting=meeting, team=team)
    assert minutes_summary(meeting, member, LATER) == before
    assert (before.tag, before.link) == ("Not circulated", "")
    assert minutes_summary(meeting, chair, LATER).tag == "Draft"


def test_decisions_are_read_once_the_minutes_are_circulated(team, chair, member):
    minutes = some_minutes(team=team)
    decision = decisions.record_decision(minutes=minutes, text="One list", by=team, now=NOW)
    assert not decisions_visible_to(member).exists()
    assert list(decisions_visible_to(chair)) == list(decisions_visible_to(team)) == [decision]
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, by=chair, now=NOW)
    assert not decisions_visible_to(member).exists()
    services.circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=NOW)
    assert list(decisions_visible_to(member)) == [decision]
    assert not decisions_visible_to(person_with(Role.PARTNER_LEAD)).exists()


# What becomes of decisions


def test_a_decision_goes_on_to_the_next_meeting_until_it_is_carried_out(team):
    """R39: decisions have an owner agency, due date, status and outcome, and carry to the next meeting."""
    police = AgencyFactory(name="Kent Police")
    minutes = some_minutes(team=team)
    decision = decisions.record_decision(
        minutes=minutes, text="One list", agency=police, due_on=TODAY, by=team, now=NOW
    )
    following = a_meeting(starts_at=HELD_AT + timedelta(days=90))
    assert carried_to(following).lines == ("Decision: One list (Kent Police, due 1 April 2026)",)
    with pytest.raises(ValidationError, match="what came of the decision"):
        settle(decision, DecisionState.STANDS, DecisionState.CARRIED_OUT, "", team)
    settle(decision, DecisionState.STANDS, DecisionState.CARRIED_OUT, "There is one list", team)
    assert carried_to(following).is_empty
    with pytest.raises(ValidationError, match="Somebody else was first"):
        settle(decision, DecisionState.STANDS, DecisionState.OVERTAKEN, "Late", team)
    settle(decision, DecisionState.CARRIED_OUT, DecisionState.STANDS, "", team)
    assert len(carried_to(following).decisions) == 1
    with pytest.raises(PermissionDenied):
        settle(decision, DecisionState.STANDS, DecisionState.OVERTAKEN, "Words", person_with(Role.SAAS_CHAIR))


def settle(decision, seen, state, outcome, by):
    decisions.settle_decision(decision=decision, seen=seen, state=state, outcome=outcome, by=by, now=NOW)


def test_a_decision_is_changed_and_taken_out_of_a_draft_alone(team):
    minutes = some_minutes(team=team)
    decision = decisions.record_decision(minutes=minutes, text="One list", by=team, now=NOW)
    decisions.change_decision(decision=decision, minutes=minutes, text="Two lists", by=team, now=NOW)
    assert Decision.objects.get().text == "Two lists"
    with pytest.raises(ValidationError, match="Write down what was decided"):
        decisions.change_decision(decision=decision, minutes=minutes, text=" ", by=team, now=NOW)
    services.approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, text="By e-mail", by=team, now=NOW)
    with pytest.raises(ValidationError, match="open them for correction"):
        decisions.remove_decision(decision=decision, minutes=minutes, by=team, now=NOW)
    services.correct_minutes(minutes=minutes, seen=MinutesState.APPROVED, text="A slip", by=team, now=NOW)
    decisions.remove_decision(decision=decision, minutes=minutes, by=team, now=NOW)
    assert not Decision.objects.exists()
    assert ActivityEntry.objects.filter(action="decision.remove").count() == 1


def test_the_page_offers_the_moves_that_are_ones_own(team, chair):
    minutes = some_minutes(team=team)
    page = minutes_page(minutes.meeting, minutes, chair, TODAY)
    assert (page.moves, page.writes, page.clock.words) == ((MinutesMove.APPROVE,), False, "6 working days left")
    minutes = some_minutes(MinutesState.APPROVED, meeting=minutes.meeting, team=team)
    assert minutes_page(minutes.meeting, minutes, chair, TODAY).moves == (MinutesMove.CORRECT,)
    assert minutes_page(minutes.meeting, minutes, team, TODAY).moves == (MinutesMove.CORRECT, MinutesMove.CIRCULATE)


# The whole life


class MinutesLife(RolledBack):
    """Any moves in any order: the state is what the table says, and there is a frozen version a circulation."""

    @initialize()
    def begin(self):
        self.team = the_team()
        self.minutes = some_minutes(team=self.team)
        self.state, self.circulated = MinutesState.DRAFT, 0

    @rule(move=st.sampled_from(list(MOVES)), seen=st.sampled_from(list(MinutesState)))
    def make_one(self, move, seen):
        allowed = seen == self.state and (seen, move) in MINUTES_MOVES
        try:
            MOVES[move](minutes=self.minutes, seen=seen, text="Words", by=self.team, now=NOW)
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.state = MINUTES_MOVES[seen, move]
            self.circulated += move == MinutesMove.CIRCULATE

    @invariant()
    def agrees(self):
        if hasattr(self, "minutes"):
            assert Minutes.objects.get().state == self.state
            versions = list(Circulation.objects.order_by("number"))
            assert [one.number for one in versions] == list(range(1, self.circulated + 1))
            assert all(read_minutes(one.content).approved for one in versions)


def test_any_moves_in_any_order():
    run(MinutesLife)
