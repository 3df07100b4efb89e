"""The rules of early warnings: which move leads where, what it needs, and how occurrences follow one another."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.roles import Permission
from assurance.rules.warnings import (
    KIND_WORDS,
    LEVEL_WORDS,
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEEDS,
    NEXT_WORDS,
    REASON_WORDS,
    RIGHTS,
    STATE_WORDS,
    EscalationReason,
    PracticeLevel,
    Said,
    WarningKind,
    WarningMove,
    WarningState,
    after,
    moves_from,
    occurrences,
    problems_of_move,
)

TODAY = date(2026, 12, 11)
ESCALATED_ON = date(2026, 11, 10)
MADE = [move for move in WarningMove if move != WarningMove.RAISE]


def said(move, **words):
    """Words that are enough for a move, but for those given."""
    enough = {name: TODAY if name == "answered_on" else "Words" for name in NEEDS[move]}
    if "reason" in enough:
        enough["reason"] = EscalationReason.CANNOT_BE_RESOLVED
    return Said(**{**enough, **words})


def problems(move, spoken):
    return problems_of_move(move, spoken, escalated_on=ESCALATED_ON, today=TODAY)


def test_the_seven_types_and_the_two_reasons_are_those_of_the_terms_of_reference():
    assert list(KIND_WORDS.values()) == [
        "Weak performance",
        "Declining performance",
        "Emerging risk",
        "Emerging issue",
        "Latent concern",
        "Recurring concern",
        "Area for improvement",
    ]
    assert len(REASON_WORDS) == 2


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (KIND_WORDS, WarningKind),
        (STATE_WORDS, WarningState),
        (NEXT_WORDS, WarningState),
        (MOVE_WORDS, WarningMove),
        (REASON_WORDS, EscalationReason),
        (LEVEL_WORDS, PracticeLevel),
        (MOVE_ASKS, MADE),
        (RIGHTS, MADE),
        (NEEDS, MADE),
    ],
)
def test_every_value_has_its_words(words, values):
    assert list(words) == list(values)


def test_every_open_warning_can_reach_its_end_and_a_closed_one_is_reopened_alone():
    assert moves_from(WarningState.CLOSED) == [WarningMove.REOPEN]
    for state in WarningState:
        reached, new = set(), {state}
        while new:
            reached |= new
            new = {led for (start, _), led in MOVES.items() if start in reached} - reached
        assert reached == set(WarningState)


def test_only_the_boards_answer_leads_out_of_escalation():
    assert moves_from(WarningState.ESCALATED) == [WarningMove.ANSWER]
    assert after(WarningState.ESCALATED, WarningMove.ANSWER) == WarningState.ANSWERED
    assert {state for (state, move) in MOVES if move == WarningMove.ANSWER} == {WarningState.ESCALATED}
    assert RIGHTS[WarningMove.ANSWER] == Permission.ANSWER_WARNING


def test_what_nobody_has_taken_up_is_not_closed():
    assert after(WarningState.RAISED, WarningMove.CLOSE) is None


@pytest.mark.parametrize("move", MADE)
def test_a_move_with_all_its_words_has_no_problem(move):
    assert problems(move, said(move)) == []


@pytest.mark.parametrize(("move", "name"), [(move, name) for move in MADE for name in NEEDS[move]])
def test_each_thing_left_out_is_named(move, name):
    for blank in (None,) if name == "answered_on" else ("", " \n"):
        assert problems(move, said(move, **{name: blank})) == [f"{NEEDS[move][name]}."]


def test_closing_needs_both_what_was_done_and_what_changed():
    assert len(problems(WarningMove.CLOSE, Said())) == 2


@given(st.text(max_size=30).filter(lambda text: text.strip() and text not in set(EscalationReason)))
def test_no_other_reason_is_one(reason):
    assert len(problems(WarningMove.ESCALATE, said(WarningMove.ESCALATE, reason=reason))) == 1


@given(st.dates())
def test_an_answer_is_of_a_day_from_escalation_to_today(day):
    found = problems(WarningMove.ANSWER, said(WarningMove.ANSWER, answered_on=day))
    assert (found == []) == (ESCALATED_ON <= day <= TODAY)


def test_the_first_and_the_last_day_of_an_answer():
    for day, fits in ((ESCALATED_ON, True), (TODAY, True), (TODAY + timedelta(1), False)):
        assert (problems(WarningMove.ANSWER, said(WarningMove.ANSWER, answered_on=day)) == []) is fits


def test_occurrences_lie_before_and_after_the_nearest_first():
    one, two, three, four, fork, alone = (UUID(int=number) for number in range(6))
    earlier = {two: one, three: two, four: three, fork: two}
    assert occurrences(two, earlier) == ([one], [three, fork, four])
    assert occurrences(four, earlier) == ([three, two, one], [])
    assert occurrences(one, earlier) == ([], [two, three, fork, four])
    assert occurrences(alone, earlier) == ([], [])
