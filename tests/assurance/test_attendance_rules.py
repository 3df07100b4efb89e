"""The rules of attendance: in what standing somebody attends, when what can be done, substitution that is repeated."""

from datetime import date

import pytest

from assurance.models import MemberInput
from assurance.rules.attendance import (
    CHAIR_ROLES,
    EXPECTED_AS,
    INPUT_WORDS,
    PRESENCE_WORDS,
    REPLY_WORDS,
    STANDING_WORDS,
    Presence,
    Recorded,
    Reply,
    Standing,
    fingerprint,
    often_substituted,
    problem_of_input,
    problem_of_list,
    problem_of_reply,
    problem_of_taking,
    standing_of,
)
from assurance.rules.meetings import MeetingState, MinutesState
from assurance.rules.roles import ROLES, Role, Seat

DAY = date(2026, 11, 26)
OPEN = [MeetingState.PLANNED, MeetingState.AGREED, MeetingState.CIRCULATED]


def test_every_value_has_its_words():
    for words, values in ((REPLY_WORDS, Reply), (PRESENCE_WORDS, Presence), (STANDING_WORDS, Standing)):
        assert list(words) == list(values)


def test_every_role_in_a_group_has_a_standing_there():
    in_groups = {role for role, rule in ROLES.items() if rule.seat == Seat.GROUP} - {Role.OUTSIDE_READER}
    assert set(EXPECTED_AS) == in_groups | {Role.BUSINESS_TEAM, Role.INDEPENDENT_SCRUTINEER}
    assert set(CHAIR_ROLES) < in_groups


@pytest.mark.parametrize(
    ("roles", "standing"),
    [
        ([Role.SAAS_MEMBER], Standing.MEMBER),
        ([Role.SAAS_MEMBER, Role.INDEPENDENT_SCRUTINEER], Standing.SCRUTINEER),
        ([Role.BUSINESS_TEAM, Role.SAAS_MEMBER], Standing.SECRETARIAT),
        ([Role.BOARD_OBSERVER], Standing.OBSERVER),
        ([Role.BOARD_OBSERVER, Role.BOARD_MEMBER], Standing.MEMBER),
    ],
)
def test_who_has_several_roles_attends_as_the_one_that_counts_least(roles, standing):
    """R32: the Independent Scrutineer and the Business Team never count, whatever else they are."""
    assert standing_of(roles) == standing_of(reversed(roles)) == standing


def test_who_has_no_role_there_has_no_standing():
    with pytest.raises(StopIteration):
        standing_of([Role.PARTNER_LEAD])


def test_replies_and_input_are_open_until_the_meeting_is_held_or_cancelled():
    for problem_of in (problem_of_reply, problem_of_input):
        assert [state for state in MeetingState if not problem_of(state)] == OPEN
        assert problem_of(MeetingState.HELD) != problem_of(MeetingState.CANCELLED)


@pytest.mark.parametrize(
    ("state", "minutes", "today", "word"),
    [
        (MeetingState.CIRCULATED, None, date(2026, 11, 25), "26 November 2026"),
        (MeetingState.CIRCULATED, None, DAY, ""),
        (MeetingState.PLANNED, None, DAY, ""),
        (MeetingState.HELD, MinutesState.DRAFT, date(2026, 12, 20), ""),
        (MeetingState.HELD, MinutesState.APPROVED, DAY, "open the minutes for correction"),
        (MeetingState.HELD, MinutesState.CIRCULATED, DAY, "open the minutes for correction"),
        (MeetingState.CANCELLED, None, DAY, "cancelled"),
    ],
)
def test_attendance_is_taken_from_the_day_on_until_the_minutes_are_approved(state, minutes, today, word):
    problem = problem_of_taking(state, minutes, DAY, today)
    assert word in problem
    assert bool(problem) == bool(word)


def test_the_list_is_open_while_minutes_are_a_draft():
    assert [state for state in (None, *MinutesState) if not problem_of_list(state)] == [None, MinutesState.DRAFT]


def test_replies_end_when_attendance_is_recorded_and_a_cancelled_list_stays():
    assert "Attendance has been recorded" in problem_of_reply(MeetingState.CIRCULATED, recorded=True)
    assert "its list stays" in problem_of_list(None, MeetingState.CANCELLED)


def test_a_fingerprint_tells_what_was_recorded_in_whatever_order():
    first, second = Recorded("a", Presence.PRESENT, is_in_chair=True), Recorded("b", Presence.ABSENT, is_in_chair=False)
    assert fingerprint([first, second]) == fingerprint([second, first]) != fingerprint([first])
    assert fingerprint([Recorded("a", Presence.NOT_RECORDED, is_in_chair=False)]) == fingerprint([]) == ""


@pytest.mark.parametrize(
    ("sent", "times"),
    [
        ([], 0),
        ([True], 0),
        ([True, False, False, False], 0),
        ([True, False, False, True], 2),
        ([True, True, True, True], 4),
        ([False, False, False, True, True, True], 0),
        ([True, False, False, False, True], 0),
    ],
)
def test_substitution_is_repeated_from_the_second_time_in_four_meetings(sent, times):
    """SAAS ToR 3.6, R37: "only acceptable as an exception"."""
    assert often_substituted(sent) == times


def test_an_input_has_the_five_fields_of_the_terms_of_reference():
    """SAAS ToR 4.3; R40, R41."""
    fields = {field.name for field in MemberInput._meta.fields}
    assert len(INPUT_WORDS) == 5
    assert set(INPUT_WORDS) < fields
