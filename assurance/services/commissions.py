"""Work one group commissions from another: asked, ratified by the Executive Board or not, done (SAAS ToR 5.3, R102)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Commission, CommissionEvent, Decision, Meeting, PartnershipGroup, User
from assurance.permissions import people_who_may, refusal
from assurance.queries.commissions import may_make
from assurance.rules.group_work import (
    COMMISSION_RIGHTS,
    COMMISSION_WORDS,
    CommissionMove,
    CommissionState,
    DecisionFacts,
    Said,
    commission_after,
    problems_of_commission,
    problems_of_commission_move,
)
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.forward_plan import demand_planner
from assurance.services.notices import notify

ASKED = "A commission between groups waits for the Executive Board’s decision"
# What the chairs of the group that asked, and of the group that was asked, are told of a move.
TOLD_ASKERS = {
    CommissionMove.RATIFY: "A commission of your group has been ratified by the Executive Board",
    CommissionMove.REFUSE: "A commission of your group has not been ratified by the Executive Board",
    CommissionMove.FINISH: "Work your group commissioned is done",
}
TOLD_ASKED = {
    CommissionMove.RATIFY: "Your group has been commissioned to do work",
    CommissionMove.WITHDRAW: "Work commissioned from your group has been withdrawn",
}


@transaction.atomic
def ask_commission(
    *,
    from_group: PartnershipGroup,
    to_group: PartnershipGroup,
    title: str,
    what: str,
    due_on: date,
    by: User,
    now: datetime,
    meeting: Meeting | None = None,
) -> Commission:
    """
    Commission work from another group. It waits for the Executive Board: "always be ratified" (SAAS ToR 5.3).

    `meeting` is the asking group's, at which it was decided to ask. Raises ValidationError for another group's meeting.
    """
    demand_planner(by, from_group)
    if from_group == to_group:
        raise ValidationError("Choose another group.")
    if meeting is not None and meeting.group_id != from_group.pk:
        raise ValidationError(f"Choose a meeting of {from_group.short_name}.")
    if problems := problems_of_commission(title, what, due_on, local_date(now)):
        raise ValidationError(problems)
    commission = Commission(from_group=from_group, to_group=to_group, title=title, what=what, due_on=due_on)
    commission.meeting = meeting
    commission.save(force_insert=True)
    CommissionEvent.objects.create(commission=commission, move=CommissionMove.ASK, by=by, at=now)
    detail = {"from": from_group.slug, "to": to_group.slug, "due_on": due_on.isoformat()}
    activity.record(actor=by, action="commission.ask", subject=commission, detail=detail, now=now)
    for board in PartnershipGroup.objects.filter(level=PartnershipGroup.Level.BOARD):
        _tell(commission, people_who_may(Permission.RUN_MEETING, board).exclude(pk=by.pk), ASKED, from_group, now)
    return commission


@transaction.atomic
def move_commission(
    *,
    commission: Commission,
    move: CommissionMove,
    seen: CommissionState,
    by: User,
    now: datetime,
    text: str = "",
    result: str = "",
    decision: Decision | None = None,
) -> None:
    """
    Make one move from the state that was `seen`; ratifying and refusing take the Board's `decision`, finishing its
    `result`.

    Raises ValidationError, with nothing changed, when the move cannot be made from there, when something was left
    unsaid, and when somebody else has moved the commission in the meantime.
    """
    if not may_make(by, move, commission):
        raise PermissionDenied(refusal(COMMISSION_RIGHTS[move][1][0]))
    state = commission_after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the commission is “{COMMISSION_WORDS[seen]}”.")
    if problems := problems_of_commission_move(move, Said(text, result, _facts(decision))):
        raise ValidationError(problems)
    values: dict[str, Any] = {"state": state}
    values |= {"decision": decision} if decision else {}
    values |= {"result": result} if result else {}
    _claim(commission, seen, values)
    CommissionEvent.objects.create(commission=commission, move=move, text=text or result, by=by, at=now)
    detail = {"decision": str(decision.pk)} if decision else {}
    activity.record(actor=by, action=f"commission.{move}", subject=commission, detail=detail, now=now)
    _tell_of_move(commission, move, by, now)


def _facts(decision: Decision | None) -> DecisionFacts | None:
    if decision is None:
        return None
    meeting = decision.meeting
    return DecisionFacts(meeting.group.level == PartnershipGroup.Level.BOARD, meeting.state == MeetingState.HELD)


def _claim(commission: Commission, seen: CommissionState, values: dict[str, Any]) -> None:
    if Commission.objects.filter(pk=commission.pk, state=seen).update(**values):
        return
    stored = Commission.objects.values_list("state", flat=True).get(pk=commission.pk)
    raise ValidationError(
        f"Somebody else was first: the commission is now “{COMMISSION_WORDS[CommissionState(stored)]}”. What you wrote "
        "is still here. Read what they said, then send yours if it still holds.",
        code="conflict",
    )


def _tell_of_move(commission: Commission, move: CommissionMove, by: User, now: datetime) -> None:
    for told, group in ((TOLD_ASKERS, commission.from_group), (TOLD_ASKED, commission.to_group)):
        if move in told:
            chairs = people_who_may(Permission.CHAIR_MEETING, group).exclude(pk=by.pk)
            _tell(commission, chairs, told[move], group, now)


def _tell(commission: Commission, people: Iterable[User], text: str, group: PartnershipGroup, now: datetime) -> None:
    url = reverse("assurance:commission_detail", args=[commission.pk])
    for person in people:
        notify(person=person, text=text, url=url, permission=Permission.READ_MEETING, on=group, now=now)
