"""Factories of minutes: of a meeting that was held, in any state; escalations and their stages."""

from datetime import UTC, datetime, timedelta

from django.utils.timezone import localdate

from assurance.models import AgendaItem, Escalation, EscalationStage, Minutes
from assurance.permissions import sync_grants
from assurance.rules.escalations import EscalationMove, EscalationState
from assurance.rules.meetings import MeetingState, MinutesState
from assurance.rules.roles import Role
from assurance.services.escalations import move_escalation, open_escalation
from assurance.services.minutes import approve_minutes, begin_minutes, circulate_minutes
from tests.factories.assurance import AgencyFactory, partnership, person_with
from tests.factories.meetings import a_meeting

# A Thursday: its minutes are due on 13 April 2026 (R26).
HELD_AT = datetime(2026, 3, 26, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
MOVE_WORDS = {
    EscalationMove.ADVANCE: {"text": "No agreement at this stage"},
    EscalationMove.NAME_ARBITER: {"arbiter": "Independent Scrutineer"},
    EscalationMove.NOTE: {"text": "Both sides have met"},
    EscalationMove.RESOLVE: {"text": "The duty desk leads, from 1 May"},
    EscalationMove.WITHDRAW: {"text": "It was a misunderstanding"},
    EscalationMove.REOPEN: {"text": "It has come up again"},
}


def the_team(team=None):
    """The Business Team with the rights of today; each call brings them up to date, as a new day would."""
    partnership()
    team = team or person_with(Role.BUSINESS_TEAM)
    sync_grants(team, today=localdate())
    return team


def a_held_meeting(*titles, group="saas", starts_at=HELD_AT):
    """A meeting that was held, with these items on its agenda."""
    meeting = a_meeting(MeetingState.HELD, group=group, starts_at=starts_at)
    for position, title in enumerate(titles or ("Data dashboards",), start=1):
        AgendaItem.objects.create(meeting=meeting, position=position, title=title)
    return meeting


def some_minutes(state=MinutesState.DRAFT, *, meeting=None, team=None, now=NOW):
    """The minutes of a meeting in this state, brought there by the Business Team."""
    meeting = meeting or a_held_meeting()
    team = the_team(team)
    minutes = begin_minutes(meeting=meeting, by=team, now=now)
    if state != MinutesState.DRAFT:
        how = "By e-mail"
        approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, text=how, by=team, now=now + timedelta(hours=1))
    if state == MinutesState.CIRCULATED:
        circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=now + timedelta(hours=2))
    return Minutes.objects.select_related("meeting__group").get(pk=minutes.pk)


def a_stage(position=1, **details):
    """A stage of the escalation process."""
    details = {"title": f"Stage {position}", "working_days": 5} | details
    return EscalationStage.objects.create(position=position, **details)


def an_escalation(state=EscalationState.OPEN, *, team=None, now=NOW, **details):
    """An escalation in this state."""
    team = the_team(team)
    details = {"title": "Who leads out of hours", "what": "Each side says the other does"} | details
    if details.get("agencies") is None:
        details["agencies"] = [AgencyFactory(), AgencyFactory()]
    escalation = open_escalation(by=team, now=now, **details)
    way = {EscalationState.RESOLVED: EscalationMove.RESOLVE, EscalationState.WITHDRAWN: EscalationMove.WITHDRAW}
    if state in way:
        take(way[state], escalation, team, now=now + timedelta(minutes=1))
    return escalation


def take(move, escalation, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the escalation again."""
    escalation.refresh_from_db()
    words = {**MOVE_WORDS[move], **words}
    state = EscalationState(Escalation.objects.get(pk=escalation.pk).state)
    move_escalation(escalation=escalation, move=move, seen=state, by=by, now=now, **words)
    escalation.refresh_from_db()
    return escalation
