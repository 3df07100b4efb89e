"""When drafts are made by themselves, and when people are reminded: counted back from the day papers are due."""

from datetime import date, timedelta

import pytest

from reports.rules.schedule import draft_on, is_drafted, is_reminded

# A meeting on 14 April 2026: papers are due on 1 April, before Easter.
MEETING = date(2026, 4, 14)


@pytest.mark.parametrize(
    ("meeting_on", "day"),
    [
        (MEETING, date(2026, 3, 25)),
        (date(2026, 12, 10), date(2026, 11, 24)),
        (date(2027, 1, 6), date(2026, 12, 16)),
    ],
)
def test_a_draft_is_made_five_working_days_before_papers_are_due(meeting_on, day):
    assert draft_on(meeting_on) == day


@pytest.mark.parametrize(
    ("today", "is_due"),
    [
        (date(2026, 3, 24), False),
        (date(2026, 3, 25), True),
        (date(2026, 4, 5), True),
        (MEETING, True),
        (MEETING + timedelta(days=1), False),
    ],
)
def test_what_was_missed_is_made_up_for_until_the_meeting(today, is_due):
    assert is_drafted(MEETING, today) is is_due


@pytest.mark.parametrize(
    ("today", "is_due"),
    [
        (date(2026, 3, 17), False),
        (date(2026, 3, 18), True),
        (date(2026, 3, 21), False),  # a Saturday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 7), True),
        (MEETING, True),
        (date(2026, 4, 15), False),
    ],
)
def test_people_are_reminded_on_working_days_from_ten_before_papers_are_due(today, is_due):
    assert is_reminded(MEETING, today) is is_due
