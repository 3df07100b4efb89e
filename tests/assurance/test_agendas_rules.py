"""The rules of agendas: transition tables, order, the chair's agreement, the standing areas over a year (R27, R38)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assurance.rules.agendas import (
    AREA_SHORT,
    AREA_WORDS,
    AREAS,
    LONGEST_ITEM,
    PLAN_MOVES,
    PLAN_STATE_WORDS,
    REQUEST_MOVES,
    REQUEST_STATE_WORDS,
    ItemWords,
    PlanMove,
    PlanState,
    RequestMove,
    RequestState,
    StandingArea,
    Taken,
    agenda_problem,
    agreement_problem,
    coverage,
    item_problem,
    moved,
    plan_after,
    request_after,
)
from assurance.rules.meetings import MeetingState

ORDERS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def test_the_ten_standing_areas_are_those_of_the_terms_of_reference():
    assert len(AREAS) == 10
    assert AREA_WORDS[StandingArea.PRIORITIES] == "Reporting against the agreed KSCMP priorities and Strategic Plan"
    assert set(AREA_WORDS) == set(AREA_SHORT) == set(StandingArea)


class Plan(RuleBasedStateMachine):
    """An item of a forward plan through any steps: covered is left by carrying over alone, dropped by taking up."""

    def __init__(self):
        super().__init__()
        self.state = PlanState.PLANNED

    @rule(move=st.sampled_from(PlanMove))
    def step(self, move):
        """Try a step."""
        before, after = self.state, plan_after(self.state, move)
        assert not (before == PlanState.COVERED and after and move != PlanMove.CARRY_OVER)
        assert not (after == PlanState.COVERED and before != PlanState.ON_AGENDA)
        assert not (before == PlanState.DROPPED and after and move != PlanMove.TAKE_UP)
        self.state = after or before

    @invariant()
    def has_words(self):
        """A state is always one with words."""
        assert self.state in PLAN_STATE_WORDS


class Request(RuleBasedStateMachine):
    """A request between groups through any steps: what was declined stays so."""

    def __init__(self):
        super().__init__()
        self.state = RequestState.ASKED

    @rule(move=st.sampled_from(RequestMove))
    def step(self, move):
        """Try a step."""
        before, after = self.state, request_after(self.state, move)
        assert not (before == RequestState.DECLINED and after)
        assert not (after == RequestState.DECLINED and before != RequestState.ASKED)
        self.state = after or before

    @invariant()
    def has_words(self):
        """A state is always one with words."""
        assert self.state in REQUEST_STATE_WORDS


TestPlan = Plan.TestCase
TestRequest = Request.TestCase


def test_every_state_can_be_reached():
    assert {PlanState.PLANNED, *PLAN_MOVES.values()} == set(PlanState)
    assert {RequestState.ASKED, *REQUEST_MOVES.values()} == set(RequestState)


@pytest.mark.parametrize("state", MeetingState)
def test_an_agenda_is_changed_only_while_its_meeting_is_planned(state):
    assert bool(agenda_problem(state)) == (state != MeetingState.PLANNED)


@pytest.mark.parametrize(
    ("is_chair", "items", "how", "refused"),
    [
        (True, 1, "", ""),
        (True, 0, "", "nothing on this agenda"),
        (False, 1, " ", "how and when the chair agreed"),
        (False, 1, "By telephone on 12 November", ""),
        (False, 0, "By telephone on 12 November", "nothing on this agenda"),
    ],
)
def test_the_chairs_agreement_is_the_chairs_own_or_says_how_it_was_given(is_chair, items, how, refused):
    problem = agreement_problem(is_chair=is_chair, items=items, how=how)
    assert refused in problem
    assert bool(problem) == bool(refused)


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (ItemWords("An item"), False),
        (ItemWords("  "), True),
        (ItemWords("An item", minutes_allotted=0), True),
        (ItemWords("An item", minutes_allotted=1), False),
        (ItemWords("An item", minutes_allotted=LONGEST_ITEM), False),
        (ItemWords("An item", minutes_allotted=LONGEST_ITEM + 1), True),
    ],
)
def test_an_item_has_a_title_and_a_time_one_can_sit_through(words, refused):
    assert bool(item_problem(words)) == refused


@pytest.mark.parametrize(
    ("which", "up", "expected"),
    [("b", True, "bac"), ("b", False, "acb"), ("a", True, "abc"), ("c", False, "abc"), ("x", True, "abc")],
)
def test_an_item_moves_one_place(which, up, expected):
    assert moved("abc", which, up=up) == list(expected)


@given(order=ORDERS, which=st.sampled_from("abcdefghx"), up=st.booleans())
def test_moving_loses_nothing_and_moving_back_restores_the_order(order, which, up):
    there = moved(order, which, up=up)
    assert sorted(there) == sorted(order)
    assert there == order or moved(there, which, up=not up) == order


def test_the_furthest_a_standing_area_has_come_is_shown_and_blanks_stay_blank():
    taken = [
        Taken("voice", 1, PlanState.PLANNED),
        Taken("voice", 1, PlanState.COVERED),
        Taken("voice", 2, PlanState.PLANNED),
        Taken("scrutiny", 2, PlanState.ON_AGENDA),
        Taken("scrutiny", 9, PlanState.COVERED),
        Taken("policies", 1, PlanState.DROPPED),
    ]
    grid = coverage(taken, [1, 2])
    assert list(grid) == list(AREAS)
    assert grid[StandingArea.VOICE] == (PlanState.COVERED, PlanState.PLANNED)
    assert grid[StandingArea.SCRUTINY] == (None, PlanState.ON_AGENDA)
    assert grid[StandingArea.POLICIES] == (None, None)
