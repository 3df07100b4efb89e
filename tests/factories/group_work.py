"""Factories of group work: a review, a commission in any state, a message; brought there by the services."""

from datetime import UTC, date, datetime, timedelta

from assurance.models import Commission, Decision
from assurance.rules.group_work import CommissionMove, CommissionState, MessageKind
from assurance.rules.meetings import MeetingState
from assurance.services.commissions import ask_commission, move_commission
from assurance.services.group_messages import send_message
from assurance.services.group_reviews import record_review
from tests.factories.assurance import PartnershipGroupFactory
from tests.factories.meetings import a_group, a_meeting
from tests.factories.minutes import the_team

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
MET_AT = datetime(2026, 9, 17, 9, 0, tzinfo=UTC)
DUE_ON = date(2027, 3, 31)
# What each move is told, enough for it to be made; those of the Board take a decision besides.
WORDS = {
    CommissionMove.RATIFY: {},
    CommissionMove.REFUSE: {"text": "The group has no time for it this year"},
    CommissionMove.FINISH: {"result": "Discussions start late where nobody is on call"},
    CommissionMove.WITHDRAW: {"text": "The audit has answered it"},
}
WAY_TO = {
    CommissionState.AWAITING: (),
    CommissionState.RATIFIED: (CommissionMove.RATIFY,),
    CommissionState.REFUSED: (CommissionMove.REFUSE,),
    CommissionState.DONE: (CommissionMove.RATIFY, CommissionMove.FINISH),
    CommissionState.WITHDRAWN: (CommissionMove.WITHDRAW,),
}


def a_forum(**fields):
    """A forum."""
    return PartnershipGroupFactory(level="forum", **fields)


def board_decision(text="The commission is ratified", *, state=MeetingState.HELD, group="board", starts_at=MET_AT):
    """A decision of a meeting of the Executive Board that was held."""
    group = a_group(group)
    meeting = group.meetings.filter(starts_at=starts_at).first() or a_meeting(state, group=group, starts_at=starts_at)
    return Decision.objects.create(meeting=meeting, text=text, recorded_by=the_team(), recorded_at=NOW)


def a_commission(state=CommissionState.AWAITING, *, to=None, by=None, now=NOW, **details):
    """A commission of SAAS in this state, asked and brought there by the Business Team; of a forum unless told."""
    a_group("board")
    from_group, to_group = a_group("saas"), to or a_forum()
    team = the_team(by)
    details = {"title": "Why discussions start late", "what": "To understand the issue", "due_on": DUE_ON} | details
    commission = ask_commission(from_group=from_group, to_group=to_group, by=team, now=now, **details)
    for number, move in enumerate(WAY_TO[state], start=1):
        make(move, commission, team, now=now + timedelta(minutes=number))
    return commission


def make(move, commission, by, *, now=NOW, **words):
    """Make a move with words that are enough for it, and read the commission again."""
    state = CommissionState(Commission.objects.get(pk=commission.pk).state)
    words = {**WORDS[move], **words}
    if move in (CommissionMove.RATIFY, CommissionMove.REFUSE) and "decision" not in words:
        words["decision"] = board_decision()
    move_commission(commission=commission, move=move, seen=state, by=by, now=now, **words)
    commission.refresh_from_db()
    return commission


def a_message(group, *, kind=MessageKind.TASK, by=None, now=NOW, title="Bring two cases", **details):
    """A message to a group from the Business Team."""
    details = {"text": "Choose them with the audit team"} | details
    return send_message(group=group, kind=kind, title=title, by=by or the_team(), now=now, **details)


def a_review(group, *, reviewed_on=date(2026, 6, 1), by=None, now=NOW, findings="It meets, and what it finds is used"):
    """A yearly review of a group."""
    return record_review(group=group, reviewed_on=reviewed_on, findings=findings, by=by or the_team(), now=now)
