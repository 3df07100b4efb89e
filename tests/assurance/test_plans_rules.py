"""The rules of plans: whose they are, when they may be agreed, which months are asked for, what achieved means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.plans import (
    KIND_WORDS,
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEEDS,
    NEXT_WORDS,
    PROGRESS_WORDS,
    STATE_WORDS,
    Agreeing,
    PlanKind,
    PlanMove,
    PlanState,
    Progress,
    Span,
    after,
    missing_months,
    months_asked,
    months_in_words,
    months_told,
    moves_from,
    problems_of_agreeing,
    problems_of_plan,
    problems_of_review,
    problems_of_words,
    progress_in_words,
    standing_in_words,
)

SPAN = Span("Strategic plan 2026 to 2029", date(2026, 4, 1), date(2029, 3, 31))
STRATEGIC, WORK, IMPROVEMENT = PlanKind


def test_every_state_and_move_has_its_words():
    for words, names in (
        (KIND_WORDS, PlanKind),
        (STATE_WORDS, PlanState),
        (NEXT_WORDS, PlanState),
        (MOVE_WORDS, PlanMove),
        (MOVE_ASKS, PlanMove),
        (PROGRESS_WORDS, Progress),
    ):
        assert set(words) == set(names)
    assert set(NEEDS) == {move for _, move in MOVES} == set(PlanMove) - {PlanMove.DRAW_UP}


def test_an_agreed_plan_changes_only_by_being_opened_again():
    assert moves_from(PlanState.DRAFT) == [PlanMove.AGREE]
    assert moves_from(PlanState.AGREED) == [PlanMove.CLOSE, PlanMove.REOPEN]
    assert moves_from(PlanState.CLOSED) == [PlanMove.REOPEN]
    assert after(PlanState.CLOSED, PlanMove.REOPEN) == PlanState.DRAFT
    assert after(PlanState.DRAFT, PlanMove.CLOSE) is None
    assert problems_of_words(PlanMove.REOPEN, "  ") == ["Say why it is opened for changes."]
    assert problems_of_words(PlanMove.CLOSE, "") == ["Say what came of it, and what changed for children."]
    assert problems_of_words(PlanMove.AGREE, "") == []


@pytest.mark.parametrize(
    ("kind", "of_partnership", "refused"),
    [
        (STRATEGIC, True, ""),
        (STRATEGIC, False, "the Partnership’s own"),
        (WORK, False, ""),
        (WORK, True, "belongs to a group"),
        (IMPROVEMENT, True, ""),
        (IMPROVEMENT, False, ""),
    ],
)
def test_whose_plan_may_be_of_which_kind(kind, of_partnership, refused):
    found = problems_of_plan(kind, SPAN, of_partnership=of_partnership)
    assert (refused in " ".join(found)) if refused else not found


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2029, 3, 31), date(2032, 3, 31), True),
        (date(2029, 4, 1), date(2032, 3, 31), False),
        (date(2024, 4, 1), date(2026, 4, 1), True),
        (date(2024, 4, 1), date(2026, 3, 31), False),
        (date(2027, 1, 1), date(2027, 2, 1), True),
        (date(2025, 1, 1), date(2030, 1, 1), True),
    ],
)
def test_two_strategic_plans_may_not_overlap_in_time(starts_on, ends_on, overlaps):
    other = Span("The next one", starts_on, ends_on)
    found = problems_of_plan(STRATEGIC, other, of_partnership=True, agreed=[SPAN])
    assert bool(found) is overlaps
    if overlaps:
        assert "“Strategic plan 2026 to 2029” is agreed for 1 April 2026 to 31 March 2029" in found[0]
    assert problems_of_plan(WORK, other, of_partnership=False, agreed=[SPAN]) == []


def test_a_plan_has_a_name_and_ends_after_it_starts():
    found = problems_of_plan(WORK, Span(" ", SPAN.starts_on, SPAN.starts_on), of_partnership=False)
    assert found == ["Say what the plan is called.", "The last day must be after the first day."]


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        (Agreeing(STRATEGIC, 3, board_decided=True), []),
        (Agreeing(STRATEGIC, 3), ["Choose the decision"]),
        (Agreeing(STRATEGIC, 3, board_decided=False), ["a meeting of the Executive Board that has been held"]),
        (Agreeing(WORK, 1, lead="Chair of SAAS"), []),
        (Agreeing(WORK, 0, lead=" "), ["Add a priority first", "the chair of the group"]),
        (Agreeing(IMPROVEMENT, 1), []),
    ],
)
def test_when_a_plan_may_be_agreed(facts, refused):
    found = problems_of_agreeing(facts)
    assert len(found) == len(refused)
    assert all(words in sentence for words, sentence in zip(refused, found, strict=True))


def test_achieved_only_with_what_changed_for_children():
    fixed = {"month": date(2026, 10, 1), "done": "Files are read", "today": date(2026, 11, 21)}
    assert problems_of_review(SPAN, progress=Progress.ON_COURSE, difference="", **fixed) == []
    [found] = problems_of_review(SPAN, progress=Progress.ACHIEVED, difference=" ", **fixed)
    assert "only with what changed for children" in found
    assert problems_of_review(SPAN, progress=Progress.ACHIEVED, difference="Seen sooner", **fixed) == []
    for month in (date(2026, 3, 1), date(2026, 12, 1), date(2026, 10, 2)):
        found = problems_of_review(SPAN, progress=Progress.AT_RISK, difference="", **fixed | {"month": month})
        assert found == ["Choose a month in which the plan has run."]
    assert problems_of_review(SPAN, progress=Progress.AT_RISK, difference="", **fixed | {"done": ""}) == [
        "Say what was done."
    ]


def test_a_month_is_asked_for_once_it_is_over_and_whole():
    assert months_asked(date(2026, 9, 1), date(2027, 8, 31), date(2026, 11, 30)) == [
        date(2026, 9, 1),
        date(2026, 10, 1),
    ]
    assert months_asked(date(2026, 9, 2), date(2027, 8, 31), date(2026, 12, 1)) == [
        date(2026, 10, 1),
        date(2026, 11, 1),
    ]
    assert months_asked(date(2026, 11, 15), date(2026, 12, 20), date(2027, 6, 1)) == [date(2026, 12, 1)]
    assert months_asked(date(2027, 1, 1), date(2027, 8, 31), date(2026, 12, 1)) == []
    assert missing_months([date(2026, 9, 1), date(2026, 10, 1)], [date(2026, 10, 1)]) == [date(2026, 9, 1)]


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.dates(date(2020, 1, 2), date(2032, 1, 1)),
    st.dates(date(2019, 1, 1), date(2033, 1, 1)),
)
def test_every_month_asked_for_can_be_told_of(starts_on, ends_on, today):
    asked, told = months_asked(starts_on, ends_on, today), months_told(starts_on, ends_on, today)
    assert set(asked) <= set(told)
    assert all(month.day == 1 for month in told)
    assert told == sorted(told, reverse=True)


def test_words_of_how_a_plan_stands():
    assert progress_in_words([Progress.AT_RISK, None, Progress.ON_COURSE, Progress.ON_COURSE]) == (
        "2 on course, 1 at risk, 1 not yet reviewed"
    )
    assert progress_in_words([]) == ""
    assert months_in_words([date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]) == (
        "August 2026, September 2026 and October 2026"
    )
    assert months_in_words([date(2026, 8, 1)]) == "August 2026"
    assert months_in_words([]) == ""
    for state, today, words in (
        (PlanState.AGREED, date(2026, 3, 31), "Agreed, begins 1 April 2026"),
        (PlanState.AGREED, date(2029, 3, 31), "In force until 31 March 2029"),
        (PlanState.AGREED, date(2029, 4, 1), "Ended 31 March 2029, not yet closed"),
        (PlanState.DRAFT, date(2027, 1, 1), "Being drawn up"),
        (PlanState.CLOSED, date(2027, 1, 1), "Closed"),
    ):
        assert standing_in_words(state, SPAN, today) == words
