"""What groups owe and are owed, by the rules alone (SAAS ToR 4.3, 5.3; SAF 8)."""

from datetime import date

import pytest

from assurance.rules.commitments import CommitmentKind, commitment_words, problems_of_commitment
from assurance.rules.group_work import (
    COMMISSION_ASKS,
    COMMISSION_MOVE_WORDS,
    COMMISSION_NEEDS,
    COMMISSION_NEXT,
    COMMISSION_RIGHTS,
    COMMISSION_WORDS,
    NOT_THE_BOARDS,
    CommissionMove,
    CommissionState,
    DecisionFacts,
    Said,
    commission_after,
    commission_moves_from,
    is_commission_late,
    problems_of_commission,
    problems_of_commission_move,
    problems_of_report,
    problems_of_review,
    review_due,
)

TODAY = date(2026, 11, 10)
MOVES = {
    CommissionState.AWAITING: {
        CommissionMove.RATIFY: CommissionState.RATIFIED,
        CommissionMove.REFUSE: CommissionState.REFUSED,
        CommissionMove.WITHDRAW: CommissionState.WITHDRAWN,
    },
    CommissionState.RATIFIED: {
        CommissionMove.FINISH: CommissionState.DONE,
        CommissionMove.WITHDRAW: CommissionState.WITHDRAWN,
    },
}
BOARDS = DecisionFacts(is_the_boards=True, was_held=True)


@pytest.mark.parametrize("state", list(CommissionState))
def test_every_move_from_every_state(state):
    """No work is done before the Board has ratified it, and what has ended stays ended."""
    moves = {move: commission_after(state, move) for move in CommissionMove if commission_after(state, move)}
    assert moves == MOVES.get(state, {})
    assert commission_moves_from(state) == sorted(moves, key=list(CommissionMove).index)


def test_every_state_and_move_has_its_words_and_rights():
    """A reader never meets a bare code, and no move is without a right."""
    assert set(COMMISSION_WORDS) == set(COMMISSION_NEXT) == set(CommissionState)
    assert set(COMMISSION_MOVE_WORDS) == set(COMMISSION_ASKS) == set(COMMISSION_RIGHTS) == set(CommissionMove)
    assert set(COMMISSION_NEEDS) == set(CommissionMove) - {CommissionMove.ASK}
    assert COMMISSION_WORDS[CommissionState.AWAITING] == "Awaiting ratification"


@pytest.mark.parametrize(
    ("move", "said", "expected"),
    [
        (CommissionMove.RATIFY, Said(), ["Choose the Executive Board’s decision."]),
        (CommissionMove.RATIFY, Said(decision=BOARDS), []),
        (CommissionMove.RATIFY, Said(decision=DecisionFacts(is_the_boards=False, was_held=True)), [NOT_THE_BOARDS]),
        (CommissionMove.RATIFY, Said(decision=DecisionFacts(is_the_boards=True, was_held=False)), [NOT_THE_BOARDS]),
        (CommissionMove.REFUSE, Said(decision=BOARDS), ["Say why it was not ratified."]),
        (CommissionMove.FINISH, Said(result="  "), ["Say what came of the work."]),
        (CommissionMove.WITHDRAW, Said(text="Not needed"), []),
    ],
)
def test_what_a_move_needs(move, said, expected):
    """Only a decision of a Board meeting that was held ratifies (SAAS ToR 5.3)."""
    assert problems_of_commission_move(move, said) == expected


def test_what_asking_needs():
    """Words, and a day that is not past."""
    assert problems_of_commission("Why", "To understand", TODAY, TODAY) == []
    assert problems_of_commission(" ", "", date(2026, 11, 9), TODAY) == [
        "Say in a few words what is commissioned.",
        "Say what is asked, and why.",
        "The date by which it is done cannot be in the past.",
    ]


def test_only_ratified_work_is_late():
    """What waits for the Board is not the group's fault."""
    past = date(2026, 11, 9)
    assert is_commission_late(CommissionState.RATIFIED, past, TODAY)
    assert not is_commission_late(CommissionState.RATIFIED, TODAY, TODAY)
    assert not is_commission_late(CommissionState.AWAITING, past, TODAY)


@pytest.mark.parametrize(
    ("last", "starts_on", "expected"),
    [
        (None, date(2019, 9, 17), date(2020, 9, 17)),
        (date(2026, 6, 1), date(2019, 9, 17), date(2027, 6, 1)),
        (date(2024, 2, 29), date(2019, 9, 17), date(2025, 2, 28)),
    ],
)
def test_a_group_is_reviewed_annually(last, starts_on, expected):
    """A year after the last review, or after the group began (SAF 8)."""
    assert review_due(last, starts_on) == expected


def test_what_a_review_needs():
    """Findings, and a day between the group's first and today."""
    assert problems_of_review(TODAY, "It meets", date(2019, 9, 17), TODAY) == []
    assert problems_of_review(date(2019, 1, 1), " ", date(2019, 9, 17), TODAY) == [
        "Say what the review found.",
        "The group began on 17 September 2019: the review cannot be before that.",
    ]
    assert problems_of_review(date(2026, 11, 11), "It meets", date(2019, 9, 17), TODAY) == [
        "The day of the review cannot be in the future."
    ]


def test_a_review_is_reported_to_a_board_meeting_after_it():
    """To the Executive Board, at a meeting that was held, not before the review (SAF 8)."""
    reviewed_on = date(2026, 9, 1)
    assert problems_of_report(reviewed_on, date(2026, 9, 17), BOARDS) == []
    assert problems_of_report(reviewed_on, date(2026, 6, 18), BOARDS) == [
        "The Executive Board met before the review of 1 September 2026: choose a later meeting."
    ]
    assert problems_of_report(reviewed_on, date(2026, 9, 17), DecisionFacts(is_the_boards=False, was_held=True)) == [
        "A review is reported to a meeting of the Executive Board that has been held."
    ]


def test_a_commitment_says_of_which_kind_it_is():
    """Internal activity, or joint activity with somebody (SAAS ToR 4.3)."""
    assert problems_of_commitment(CommitmentKind.INTERNAL, "") == []
    assert problems_of_commitment(CommitmentKind.JOINT, " ") == ["Say with whom the agency acts."]
    assert commitment_words(CommitmentKind.INTERNAL, "", "") == "Activity within the agency."
    assert commitment_words(CommitmentKind.JOINT, "Kent Police", "Read files") == (
        "Joint activity with other agencies or groups: Kent Police.\n\nRead files"
    )
