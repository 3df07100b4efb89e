"""
When drafts of packs are made by themselves, and when those who write in a report are reminded.

Both are counted back from the day papers are due: seven working days before the meeting (SAAS ToR 3.3).
"""

from datetime import date

from assurance.rules.clocks import papers_clock
from assurance.rules.working_days import is_working_day, working_days_before

# How many working days before papers are due a draft is made, and people are reminded of what they have not written.
DRAFT_BEFORE = 5
REMIND_BEFORE = 10


def draft_on(meeting_on: date) -> date:
    """The day on which a draft of the pack of that meeting is made: 25 March 2026 for 14 April 2026."""
    return working_days_before(papers_clock(meeting_on).due_on, DRAFT_BEFORE)


def is_drafted(meeting_on: date, today: date) -> bool:
    """Whether the draft of that meeting's pack is to be there by now; after the meeting none is made any more."""
    return draft_on(meeting_on) <= today <= meeting_on


def is_reminded(meeting_on: date, today: date) -> bool:
    """Whether those who write in a report for that meeting are reminded today: on working days, until it meets."""
    begins_on = working_days_before(papers_clock(meeting_on).due_on, REMIND_BEFORE)
    return is_working_day(today) and begins_on <= today <= meeting_on
