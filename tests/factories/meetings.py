"""Factories of meetings: one in any state, with the events that brought it there."""

from datetime import UTC, datetime, timedelta

from assurance.models import Meeting, MeetingEvent, PartnershipGroup
from assurance.rules.meetings import MeetingKind, MeetingMove, MeetingState
from tests.factories.assurance import PartnershipGroupFactory, UserFactory, partnership

# SAAS, three weeks before the Executive Board of ReportingPeriodFactory; a Thursday.
STARTS_AT = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
GROUPS = {
    "saas": {"name": "Scrutiny, Assurance and Audit Sub-group", "short_name": "SAAS", "meets": "Quarterly"},
    "board": {
        "slug": "executive-board",
        "name": "Partnership Executive Board",
        "short_name": "Executive Board",
        "level": PartnershipGroup.Level.BOARD,
        "meets": "Quarterly",
    },
}
WAY_TO = {
    MeetingState.PLANNED: (),
    MeetingState.AGREED: (MeetingMove.AGREE,),
    MeetingState.CIRCULATED: (MeetingMove.AGREE, MeetingMove.CIRCULATE),
    MeetingState.HELD: (MeetingMove.AGREE, MeetingMove.CIRCULATE, MeetingMove.HOLD),
    MeetingState.CANCELLED: (MeetingMove.CANCEL,),
}
SAID = {MeetingMove.CANCEL: "Too few can come"}


def a_group(name="saas"):
    """SAAS ("saas"), the Executive Board ("board"), or the group itself where one is given."""
    if isinstance(name, PartnershipGroup):
        return name
    details = {"slug": name, "name": name.capitalize()} | GROUPS.get(name, {})
    return PartnershipGroupFactory(**details)


def a_meeting(state=MeetingState.PLANNED, *, group="saas", starts_at=STARTS_AT, by=None, **fields):
    """
    A meeting of SAAS (`group="board"` for the Executive Board, or a group) in this state, with its events.

    What went out is not frozen here: a meeting that is to have circulated papers is brought there by the services.
    """
    partnership()
    by = by or UserFactory()
    fields = {"kind": MeetingKind.ORDINARY} | fields
    meeting = Meeting.objects.create(group=a_group(group), starts_at=starts_at, state=state, **fields)
    begun = starts_at - timedelta(days=60)
    for number, move in enumerate((MeetingMove.PLAN, *WAY_TO[state])):
        at = starts_at + timedelta(hours=3) if move == MeetingMove.HOLD else begun + timedelta(days=number)
        MeetingEvent.objects.create(meeting=meeting, move=move, text=SAID.get(move, ""), by=by, at=at)
    return meeting
