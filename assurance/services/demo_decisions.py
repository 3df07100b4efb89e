"""What the Executive Board of the demonstration decided, written into its minutes, where it had been left out."""

from datetime import datetime

from assurance.models import Decision, Minutes, PartnershipGroup
from assurance.rules.demo import MARK
from assurance.rules.meetings import MinutesState
from assurance.services.decisions import record_decision
from assurance.services.demo_returns import BUSINESS_TEAM, People
from assurance.services.minutes import approve_minutes, circulate_minutes, correct_minutes

CHAIR_OF_BOARD = "board.member"


def decide_at_board(
    text: str, *, left_out: str, met_at: datetime | None = None, people: People, now: datetime
) -> Decision | None:
    """
    A decision in the minutes of the Board's meeting at `met_at`, or of its last; they are corrected and go out again.

    `left_out` is the reason for the correction. None where no such minutes have been circulated.
    """
    circulated = Minutes.objects.filter(state=MinutesState.CIRCULATED, meeting__starts_at__lt=now)
    found = circulated.filter(meeting__group__level=PartnershipGroup.Level.BOARD)
    found = found.filter(meeting__starts_at=met_at) if met_at else found.order_by("-meeting__starts_at")
    minutes = found.select_related("meeting__group").first()
    if minutes is None:
        return None
    team = people[BUSINESS_TEAM]
    correct_minutes(minutes=minutes, seen=MinutesState.CIRCULATED, text=left_out, by=team, now=now)
    decision = record_decision(minutes=minutes, text=f"{text} {MARK}", by=team, now=now)
    approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, by=people[CHAIR_OF_BOARD], now=now)
    circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=now)
    return decision
