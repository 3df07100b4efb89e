"""The life of a meeting: who makes which move, who was first, and the whole life in any order (R20 to R29)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from assurance.models import ActivityEntry, Meeting, MeetingEvent
from assurance.rules.meetings import MOVES, RIGHTS, Held, MeetingMove, MeetingState, Occasion, after
from assurance.rules.roles import ROLES, Permission, Role
from assurance.services import meetings as services
from assurance.services.meeting_moves import make_move
from tests.factories.assurance import UserFactory, partnership, person_with
from tests.factories.meetings import STARTS_AT, WAY_TO, a_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]
NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
THEN = Occasion(STARTS_AT, 90, Held.BOTH, "Room 2, County Hall")
LATER = replace(THEN, starts_at=STARTS_AT + timedelta(days=7))


def roles_with(*permissions):
    return {role for role in Role if set(permissions) & {held for held, _ in ROLES[role].may}}


# Who may, and who was first


@pytest.mark.parametrize("move", sorted({move for _, move in MOVES} - {MeetingMove.REARRANGE}))
def test_a_move_is_made_by_those_with_the_right_and_refused_to_everybody_else(move):
    permitted = roles_with(*RIGHTS[move]) & {Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_DEPUTY}
    state = next(state for state, each in MOVES if each == move)
    partnership()
    for number, role in enumerate(Role):
        meeting = a_meeting(state, starts_at=STARTS_AT + timedelta(days=number))
        act = {"meeting": meeting, "move": move, "seen": state, "by": person_with(role), "now": NOW, "text": "Why"}
        if role in permitted:
            make_move(**act)
        else:
            with pytest.raises(PermissionDenied):
                make_move(**act)
        assert Meeting.objects.get(pk=meeting.pk).state == (after(state, move) if role in permitted else state)


def test_of_two_who_saw_the_same_state_the_second_is_told(team, chair):
    meeting = a_meeting()
    copy = Meeting.objects.get()
    services.cancel_meeting(meeting=meeting, seen=MeetingState.PLANNED, why="Why", by=chair, now=NOW)
    with pytest.raises(ValidationError, match="the meeting is now “Cancelled”") as refused:
        services.move_meeting(meeting=copy, seen=MeetingState.PLANNED, occasion=LATER, why="Why", by=team, now=NOW)
    assert refused.value.code == "conflict"
    assert Meeting.objects.get().starts_at == STARTS_AT


def test_the_history_of_a_meeting_cannot_be_changed_or_removed():
    event = a_meeting().events.get()
    for act in (lambda: MeetingEvent.objects.filter(pk=event.pk).update(text="Other"), event.delete):
        with pytest.raises(Exception, match="insert-only|cannot|never"), transaction.atomic():
            act()


# The whole life, in any order


class Life(RuleBasedStateMachine):
    """Anybody tries any move from any state they believe they saw; what is kept follows the table alone."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.people = {role: person_with(role) for role in (Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER)}
        self.meeting = a_meeting(starts_at=datetime(2026, 11, 26, 9, 0, tzinfo=UTC), by=UserFactory())
        self.state, self.made, self.days = MeetingState.PLANNED, [MeetingMove.PLAN], 0
        self.now = NOW

    @rule(
        move=st.sampled_from(sorted(set(MeetingMove) - {MeetingMove.PLAN})),
        role=st.sampled_from([Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER]),
        stale=st.booleans(),
        other=st.sampled_from(sorted(MeetingState)),
    )
    def try_a_move(self, move, role, stale, other):
        seen = other if stale else self.state
        by = self.people[role]
        allowed = bool(set(RIGHTS[move]) & {held for held, _ in ROLES[role].may})
        leads_to = after(seen, move)
        refused = seen != self.state or leads_to is None or not allowed
        refused = refused or (move == MeetingMove.HOLD and self.now < self.meeting.starts_at)
        refused = refused or (move == MeetingMove.REARRANGE and seen == MeetingState.HELD)
        try:
            with transaction.atomic():
                self.make(move, seen, by)
        except (ValidationError, PermissionDenied):
            assert refused
        else:
            assert not refused
            self.state = leads_to
            self.made.append(move)
        self.meeting = Meeting.objects.get(pk=self.meeting.pk)

    def make(self, move, seen, by):
        act = {"meeting": self.meeting, "seen": seen, "by": by, "now": self.now}
        self.days += 1
        new = Occasion(datetime(2027, 1, 1, 10, 0, tzinfo=UTC) + timedelta(days=self.days), 60)
        if move == MeetingMove.MOVE:
            place = replace(services.occasion_of(self.meeting), place=f"Room {self.days}")
            services.move_meeting(occasion=place, why="Why", sure=True, **act)
        elif move == MeetingMove.REARRANGE:
            services.rearrange_meeting(occasion=new, why="Why", sure=True, **act)
        elif move == MeetingMove.CANCEL:
            services.cancel_meeting(why="Why", **act)
        elif move == MeetingMove.HOLD:
            services.hold_meeting(**act)
        else:
            make_move(move=move, text="Why", **act)

    @rule(hours=st.integers(min_value=1, max_value=600))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @invariant()
    def the_state_and_the_history_are_what_was_made(self):
        kept = Meeting.objects.get(pk=self.meeting.pk)
        assert kept.state == self.state
        assert sorted(event.move for event in kept.events.all()) == sorted(self.made)
        entries = ActivityEntry.objects.filter(action__startswith="meeting.", subject_id=str(kept.pk))
        assert entries.count() == len(self.made) - 1  # the factory logs nothing

    @invariant()
    def a_rearranged_meeting_has_one_other_and_only_then(self):
        assert Meeting.objects.filter(instead_of=self.meeting).count() == self.made.count(MeetingMove.REARRANGE) <= 1

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


def test_whatever_is_tried_a_meeting_follows_the_table():
    run_state_machine_as_test(Life, settings=settings(max_examples=40, stateful_step_count=15, deadline=None))


def test_the_factory_brings_a_meeting_to_its_state_by_moves_of_the_table():
    for state, moves in WAY_TO.items():
        reached = MeetingState.PLANNED
        for move in moves:
            reached = after(reached, move)
        assert reached == state


def test_those_who_run_and_chair_are_the_ones_the_documents_name():
    """SAAS ToR 2.1, 2.2, 3.4."""
    assert roles_with(Permission.RUN_MEETING) == {Role.BUSINESS_TEAM}
    assert roles_with(Permission.CHAIR_MEETING) == {
        Role.SAAS_CHAIR,
        Role.SAAS_DEPUTY,
        Role.GROUP_CHAIR,
        Role.BOARD_MEMBER,
    }
