"""The rules of meetings and of their year: which move leads where, gaps, SAAS before the Board (R20 to R23)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.calendars import cautions, gap_words, gaps, meets_quarterly, out_of_order, quarters_of, year_words
from assurance.rules.meetings import (
    CIRCULATED_WORDS,
    DECISION_WORDS,
    HELD_WORDS,
    KIND_WORDS,
    MINUTES_MOVE_WORDS,
    MINUTES_STATE_WORDS,
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEEDS,
    NEXT_WORDS,
    PLAN_RIGHTS,
    RIGHTS,
    STATE_WORDS,
    Circulated,
    DecisionState,
    Held,
    MeetingKind,
    MeetingMove,
    MeetingState,
    MinutesMove,
    MinutesState,
    Occasion,
    after,
    has_clocks,
    problem_of_hold,
    problems_of_plan,
)
from assurance.rules.periods import Quarter, quarter_containing
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
SAAS_AT = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
BOARD_AT = datetime(2026, 12, 17, 10, 0, tzinfo=UTC)
STARTS_ON = date(2019, 9, 17)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (KIND_WORDS, MeetingKind),
        (HELD_WORDS, Held),
        (STATE_WORDS, MeetingState),
        (NEXT_WORDS, MeetingState),
        (MOVE_WORDS, MeetingMove),
        (RIGHTS, MeetingMove),
        (PLAN_RIGHTS, MeetingKind),
        (MINUTES_STATE_WORDS, MinutesState),
        (MINUTES_MOVE_WORDS, MinutesMove),
        (DECISION_WORDS, DecisionState),
        (CIRCULATED_WORDS, Circulated),
    ],
)
def test_every_value_has_its_words(words, values):
    assert set(words) == set(values)


def test_an_agenda_is_circulated_only_once_it_was_agreed():
    """SAAS ToR 2.3, R27."""
    assert [state for state, move in MOVES if move == MeetingMove.CIRCULATE] == [MeetingState.AGREED]


def test_what_is_over_cannot_be_moved_and_a_cancelled_meeting_stays_cancelled():
    assert {state for state, _ in MOVES} == set(MeetingState) - {MeetingState.CANCELLED}
    assert [move for state, move in MOVES if state == MeetingState.HELD] == [MeetingMove.REARRANGE]
    assert after(MeetingState.HELD, MeetingMove.REARRANGE) == MeetingState.HELD


def test_every_move_offered_as_a_button_is_one_of_the_table():
    assert set(MOVE_ASKS) <= {move for _, move in MOVES}
    assert set(NEEDS) == {MeetingMove.MOVE, MeetingMove.CANCEL, MeetingMove.REARRANGE}


def test_the_chair_convenes_an_extraordinary_meeting_and_the_secretariat_plans_the_year():
    """SAAS ToR 3.1, 3.4; R22, R29."""
    assert Permission.CHAIR_MEETING in PLAN_RIGHTS[MeetingKind.EXTRAORDINARY]
    assert PLAN_RIGHTS[MeetingKind.ORDINARY] == (Permission.RUN_MEETING,)


def test_only_a_working_group_is_free_of_the_clocks():
    assert [kind for kind in MeetingKind if not has_clocks(kind)] == [MeetingKind.WORKING_GROUP]


@pytest.mark.parametrize(
    ("kind", "said", "problems"),
    [
        (MeetingKind.ORDINARY, {}, []),
        (MeetingKind.EXTRAORDINARY, {}, ["Say why an extraordinary meeting is called."]),
        (MeetingKind.EXTRAORDINARY, {"why": " \n"}, ["Say why an extraordinary meeting is called."]),
        (MeetingKind.EXTRAORDINARY, {"why": "A child has died"}, []),
        (
            MeetingKind.WORKING_GROUP,
            {},
            ["Say what the working group is about.", "Choose the meeting that the working group prepares."],
        ),
        (MeetingKind.WORKING_GROUP, {"title": "Figures", "has_parent": True}, []),
    ],
)
def test_a_kind_of_meeting_says_what_it_has_to(kind, said, problems):
    assert problems_of_plan(kind, **{"title": "", "why": "", "has_parent": False, **said}) == problems


def test_a_meeting_is_held_once_it_has_begun():
    assert problem_of_hold(NOW, NOW) == ""
    assert problem_of_hold(NOW + timedelta(minutes=1), NOW) == "A meeting can be marked as held once it has begun."


@pytest.mark.parametrize(
    ("minutes_later", "overlaps"), [(-120, False), (-119, True), (0, True), (119, True), (120, False)]
)
def test_two_meetings_overlap_when_they_share_a_minute(minutes_later, overlaps):
    first = Occasion(SAAS_AT, 120)
    second = Occasion(SAAS_AT + timedelta(minutes=minutes_later), 120)
    assert first.overlaps(second) is second.overlaps(first) is overlaps


# R20: the year and its gaps


def test_a_financial_year_has_four_quarters_and_a_name():
    assert [quarter.code for quarter in quarters_of(2026)] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert (year_words(2026), year_words(1999)) == ("2026/27", "1999/00")


@pytest.mark.parametrize(
    ("meets", "quarterly"), [("Quarterly", True), (" quarterly, in Kent", True), ("Monthly", False)]
)
def test_how_often_a_group_meets_is_read_from_its_words(meets, quarterly):
    assert meets_quarterly(meets) is quarterly
    assert not meets_quarterly("")


def gaps_of(*days, starts_on=STARTS_ON, ends_on=None):
    return [quarter.number for quarter in gaps(days, quarters_of(2026), starts_on=starts_on, ends_on=ends_on)]


def test_each_quarter_without_an_ordinary_meeting_is_a_gap():
    assert gaps_of() == [1, 2, 3, 4]
    assert gaps_of(date(2026, 4, 1), date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31)) == []
    assert gaps_of(date(2026, 3, 31), date(2026, 10, 1), date(2026, 11, 1)) == [1, 2, 4]


def test_a_quarter_in_which_the_group_did_not_yet_or_no_longer_exist_is_no_gap():
    assert gaps_of(starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31)) == [2, 3]
    assert gaps_of(starts_on=date(2026, 7, 2), ends_on=date(2026, 12, 30)) == []


@given(st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31))))
def test_a_quarter_is_a_gap_or_has_a_meeting_and_never_both(days):
    found = gaps(days, quarters_of(2026), starts_on=STARTS_ON, ends_on=None)
    for quarter in quarters_of(2026):
        has_one = any(quarter.starts_on <= day <= quarter.ends_on for day in days)
        assert (quarter in found) is not has_one


def test_a_gap_that_is_past_was_missed_and_one_to_come_can_be_planned():
    quarter = Quarter(2026, 3)
    assert gap_words(quarter, date(2026, 12, 31)) == "No ordinary meeting is planned"
    assert gap_words(quarter, date(2027, 1, 1)) == "No ordinary meeting was held"


# R21: SAAS before the Board it informs


def words_of(saas, board):
    return [problem.words for problem in out_of_order(saas, board)]


def test_saas_before_the_board_is_in_order():
    assert words_of([SAAS_AT], [BOARD_AT]) == []
    assert words_of([SAAS_AT], []) == []


def test_saas_on_or_after_the_day_of_the_board_it_informs_is_told():
    assert words_of([BOARD_AT + timedelta(days=1)], [BOARD_AT]) == [
        "SAAS meets on 18 December 2026, which is not before the Executive Board of 17 December 2026 that it is to "
        "inform. Move one of the two."
    ]
    assert len(words_of([BOARD_AT], [BOARD_AT])) == 1


def test_a_board_without_a_saas_meeting_since_the_board_before_is_told():
    september = datetime(2026, 9, 17, 9, 0, tzinfo=UTC)
    august = datetime(2026, 8, 27, 9, 0, tzinfo=UTC)
    assert words_of([august], [september, BOARD_AT]) == [
        "No SAAS meeting comes before the Executive Board of 17 December 2026, so SAAS cannot inform it. Plan one."
    ]
    assert words_of([august, SAAS_AT], [BOARD_AT, september]) == []


def test_the_first_board_looks_back_no_further_than_the_quarter_before():
    assert words_of([datetime(2026, 7, 1, 9, 0, tzinfo=UTC)], [BOARD_AT]) == []
    assert len(words_of([datetime(2026, 6, 30, 9, 0, tzinfo=UTC)], [BOARD_AT])) == 1


MOMENTS = st.datetimes(datetime(2025, 4, 1), datetime(2028, 3, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(MOMENTS, max_size=8), st.lists(MOMENTS, unique=True, max_size=8))
def test_a_board_is_in_order_exactly_when_saas_met_since_the_one_before(saas, board):
    told = {problem.board_at for problem in out_of_order(saas, board)}
    for at in board:
        earlier = [other for other in board if other < at]
        quarter_before = quarter_containing(local_date(at)).previous
        informing = [
            meeting
            for meeting in saas
            if meeting < at
            and local_date(meeting) >= quarter_before.starts_on
            and not any(meeting <= other for other in earlier)
        ]
        assert (at in told) is not bool(informing)


# Days to think twice about


@pytest.mark.parametrize(
    ("starts_at", "words"),
    [
        (SAAS_AT, []),
        (
            datetime(2026, 11, 28, 10, 0, tzinfo=UTC),
            ["Saturday 28 November 2026 is not a working day in England: it is a weekend."],
        ),
        (
            datetime(2026, 12, 25, 10, 0, tzinfo=UTC),
            ["Friday 25 December 2026 is not a working day in England: it is a bank holiday (Christmas Day)."],
        ),
        (NOW - timedelta(hours=1), ["10 November 2026 at 9am has passed."]),
    ],
)
def test_a_weekend_a_bank_holiday_and_the_past_are_to_be_thought_over(starts_at, words):
    assert cautions(starts_at, NOW) == words


def test_the_day_is_that_of_the_clock_in_kent():
    """Half past eleven on a Sunday evening in July is half past midnight on the Monday in Kent."""
    assert cautions(datetime(2027, 7, 4, 23, 30, tzinfo=UTC), NOW) == []
