"""The rules of challenges: the moves, what each needs, dates, and who may not settle what they answered (R78)."""

from datetime import date

import pytest

from assurance.rules.challenges import (
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEEDS,
    NEXT_WORDS,
    RIGHTS,
    STATE_WORDS,
    ChallengeMove,
    ChallengeState,
    Said,
    after,
    answer_due,
    due_in_words,
    is_overdue,
    may_settle,
    moves_from,
    problems_of_move,
    problems_of_raising,
)

TODAY = date(2026, 11, 10)
RAISED, ANSWERED = ChallengeState.RAISED, ChallengeState.ANSWERED


def test_every_state_and_move_has_its_words():
    assert set(STATE_WORDS) == set(NEXT_WORDS) == set(ChallengeState)
    assert set(MOVE_WORDS) == set(MOVE_ASKS) == set(RIGHTS) == set(ChallengeMove)
    assert set(NEEDS) == {move for _, move in MOVES} == set(ChallengeMove) - {ChallengeMove.RAISE}


def test_an_answer_alone_closes_nothing():
    assert after(RAISED, ChallengeMove.CLOSE) is None
    assert after(RAISED, ChallengeMove.ANSWER) == ANSWERED
    assert moves_from(ChallengeState.ACCEPTED) == [ChallengeMove.CLOSE, ChallengeMove.ASK_AGAIN]
    assert moves_from(ChallengeState.CLOSED) == [ChallengeMove.REOPEN]


@pytest.mark.parametrize(
    ("move", "person", "answerers", "allowed"),
    [
        (ChallengeMove.CLOSE, 1, {1}, False),
        (ChallengeMove.ACCEPT, 1, {1, 2}, False),
        (ChallengeMove.CLOSE, 1, {2}, True),
        (ChallengeMove.ASK_AGAIN, 1, {1}, True),
        (ChallengeMove.REOPEN, 1, {1}, True),
        (ChallengeMove.ANSWER, 1, {1}, True),
    ],
)
def test_nobody_settles_what_they_answered(move, person, answerers, allowed):
    assert may_settle(move, person, answerers) is allowed


@pytest.mark.parametrize(
    ("move", "said", "problems"),
    [
        (ChallengeMove.ANSWER, Said(text=" "), ["Write the answer."]),
        (ChallengeMove.ANSWER, Said(text="We will"), []),
        (ChallengeMove.ACCEPT, Said(), []),
        (ChallengeMove.CLOSE, Said(text="Done"), ["Say what changed for children, and how you know."]),
        (ChallengeMove.ASK_AGAIN, Said(text="Why"), ["Enter the date by which it is answered."]),
        (
            ChallengeMove.ASK_AGAIN,
            Said(text="Why", answer_due_on=date(2026, 11, 9)),
            ["The date by which it is answered cannot be in the past."],
        ),
        (ChallengeMove.REOPEN, Said(text="Why", answer_due_on=TODAY), []),
    ],
)
def test_what_a_move_needs(move, said, problems):
    assert problems_of_move(move, said, today=TODAY) == problems


def test_what_raising_one_needs():
    assert problems_of_raising("A", "B", "C", TODAY, TODAY) == []
    assert len(problems_of_raising("", " ", "", date(2026, 1, 1), TODAY)) == 4


def test_ten_working_days_for_an_answer_without_bank_holidays():
    assert answer_due(TODAY) == date(2026, 11, 24)
    assert answer_due(date(2026, 12, 21)) == date(2027, 1, 7)


def test_when_an_answer_came_and_whether_in_time():
    due = date(2026, 11, 24)
    assert due_in_words(ANSWERED, due, TODAY, date(2026, 11, 20)) == "Answered 20 November 2026: on time"
    assert due_in_words(ANSWERED, due, TODAY, date(2026, 11, 26)) == "Answered 26 November 2026: 2 working days late"
    assert due_in_words(RAISED, due, date(2026, 11, 24), date(2026, 11, 2)).startswith("Answer due 24 November 2026")


@pytest.mark.parametrize(
    ("state", "today", "late", "words"),
    [
        (RAISED, date(2026, 11, 24), False, "Answer due 24 November 2026: due today"),
        (RAISED, date(2026, 11, 25), True, "Answer due 24 November 2026: 1 working day overdue"),
        (ANSWERED, date(2026, 11, 25), False, "Answer was due 24 November 2026"),
    ],
)
def test_when_an_answer_is_overdue(state, today, late, words):
    due = date(2026, 11, 24)
    assert is_overdue(state, due, today) is late
    assert due_in_words(state, due, today) == words
