"""The rules of actions: their moves, what each needs, and how one stands against its date (R39)."""

from datetime import date

import pytest

from assurance.rules.actions import (
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEEDS,
    NEXT_WORDS,
    ORIGIN_WORDS,
    RIGHTS,
    STATE_WORDS,
    ActionMove,
    ActionOrigin,
    ActionState,
    Said,
    after,
    due_in_words,
    is_overdue,
    moves_from,
    problems_of_move,
)

TODAY = date(2026, 11, 20)  # a Friday


def test_every_table_names_every_member():
    assert set(STATE_WORDS) == set(NEXT_WORDS) == set(ActionState)
    assert set(MOVE_WORDS) == set(MOVE_ASKS) == set(RIGHTS) == set(ActionMove)
    assert set(NEEDS) == set(ActionMove) - {ActionMove.SET}
    assert set(ORIGIN_WORDS) == set(ActionOrigin)
    assert {state for state, _ in MOVES} == set(ActionState)


def test_an_action_is_closed_from_done_alone_and_with_its_effect():
    """What was done is not yet its effect (SIX s.3)."""
    assert [state for state, move in MOVES if move == ActionMove.CLOSE] == [ActionState.DONE]
    assert problems_of_move(ActionMove.CLOSE, Said(text="Done")) == ["Say what changed for children, and how you know."]
    assert problems_of_move(ActionMove.CLOSE, Said(difference="  ")) != []
    assert problems_of_move(ActionMove.CLOSE, Said(difference="Fewer children wait")) == []


@pytest.mark.parametrize("move", [move for move in NEEDS if "text" in NEEDS[move]])
def test_these_moves_need_words(move):
    said = {"due_on": date(2026, 12, 1)} if move == ActionMove.MOVE_DATE else {}
    assert problems_of_move(move, Said(text=" ", **said), today=TODAY) == [f"{NEEDS[move]['text']}."]
    assert problems_of_move(move, Said(text="Because", **said), today=TODAY) == []


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        (None, ["Enter the new date."]),
        (date(2026, 11, 19), ["The new date cannot be in the past."]),
        (date(2026, 11, 20), []),
        (date(2026, 12, 4), ["The action is due 4 December 2026 already: enter another date."]),
        (date(2027, 1, 29), []),
    ],
)
def test_another_date_is_another_and_not_past(new, problem):
    said = Said(text="Because", due_on=new)
    assert problems_of_move(ActionMove.MOVE_DATE, said, due_on=date(2026, 12, 4), today=TODAY) == problem


def test_moves_are_offered_in_the_order_of_an_actions_life():
    assert moves_from(ActionState.DONE) == [ActionMove.UPDATE, ActionMove.CLOSE, ActionMove.REOPEN]
    assert moves_from(ActionState.CLOSED) == moves_from(ActionState.DROPPED) == [ActionMove.REOPEN]
    assert after(ActionState.CLOSED, ActionMove.FINISH) is None


@pytest.mark.parametrize(
    ("state", "due_on", "words", "overdue"),
    [
        (ActionState.OPEN, date(2026, 12, 4), "Due 4 December 2026: 10 working days left", False),
        (ActionState.UNDER_WAY, date(2026, 11, 20), "Due today, 20 November 2026", False),
        (ActionState.OPEN, date(2026, 11, 17), "Due 17 November 2026: 3 working days overdue", True),
        (ActionState.DONE, date(2026, 11, 17), "Was due 17 November 2026", False),
        (ActionState.CLOSED, date(2026, 12, 4), "Due 4 December 2026", False),
    ],
)
def test_how_an_action_stands_against_its_date(state, due_on, words, overdue):
    assert due_in_words(state, due_on, TODAY) == words
    assert is_overdue(state, due_on, TODAY) is overdue
