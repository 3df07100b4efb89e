"""What a meeting decided, what it set agencies to do, and disputes, written beside the agenda (R29, R39, R43)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from assurance.models import Action, Agency, AgendaItem, Decision, Escalation, Minutes, User
from assurance.permissions import demand
from assurance.rules.meetings import DECISION_WORDS, DecisionState, problem_of_settling
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.actions import Seat, set_action
from assurance.services.escalations import open_escalation
from assurance.services.minutes import lock_draft

SETTLED = {
    DecisionState.STANDS: "decision.stand",
    DecisionState.CARRIED_OUT: "decision.carry_out",
    DecisionState.OVERTAKEN: "decision.overtake",
}


@transaction.atomic
def record_decision(
    *,
    minutes: Minutes,
    text: str,
    by: User,
    now: datetime,
    item: AgendaItem | None = None,
    agency: Agency | None = None,
    due_on: date | None = None,
    dissent: str = "",
) -> Decision:
    """
    What the meeting decided to an item, or besides: the secretariat writes it down while the minutes are a draft.

    `agency` sees to it. Nobody without the right to run the group's meetings records a decision (R13, R29).
    """
    locked = lock_draft(minutes, by)
    _demand_text(text)
    decision = Decision(meeting=locked.meeting, item=item, text=text, agency=agency, due_on=due_on, dissent=dissent)
    decision.recorded_by, decision.recorded_at = by, now
    decision.save(force_insert=True)
    activity.record(actor=by, action="decision.record", subject=decision, now=now)
    return decision


@transaction.atomic
def change_decision(
    *,
    decision: Decision,
    minutes: Minutes,
    text: str,
    by: User,
    now: datetime,
    item: AgendaItem | None = None,
    agency: Agency | None = None,
    due_on: date | None = None,
    dissent: str = "",
) -> None:
    """Change what was written down of a decision, while the minutes are a draft."""
    lock_draft(minutes, by)
    _demand_text(text)
    values: dict[str, Any] = {"text": text, "item": item, "agency": agency, "due_on": due_on, "dissent": dissent}
    Decision.objects.filter(pk=decision.pk).update(**values)
    activity.record(actor=by, action="decision.change", subject=decision, now=now)


@transaction.atomic
def remove_decision(*, decision: Decision, minutes: Minutes, by: User, now: datetime) -> None:
    """
    Take a decision out of the draft. What was circulated keeps it.

    Raises ValidationError when a plan, a theme, a commission or a document was agreed by it.
    """
    lock_draft(minutes, by)
    activity.record(actor=by, action="decision.remove", subject=decision, now=now)
    try:
        decision.delete()
    except ProtectedError:
        raise ValidationError("Something was agreed by this decision, so it stays: change its words.") from None


@transaction.atomic
def settle_decision(
    *, decision: Decision, seen: DecisionState, state: DecisionState, outcome: str, by: User, now: datetime
) -> None:
    """
    Say what has become of a decision (R39): carried out or overtaken, with what came of it; or that it stands again.

    Raises ValidationError without an outcome, when nothing has become of it, and when somebody else was first.
    """
    demand(by, Permission.RUN_MEETING, decision.meeting.group)
    if problem := problem_of_settling(seen, state, outcome):
        raise ValidationError(problem)
    settled = Decision.objects.filter(pk=decision.pk, state=seen).update(state=state, outcome=outcome)
    if not settled:
        now_words = DECISION_WORDS[DecisionState(Decision.objects.values_list("state", flat=True).get(pk=decision.pk))]
        raise ValidationError(f"Somebody else was first: the decision is now “{now_words}”.", code="conflict")
    activity.record(actor=by, action=SETTLED[state], subject=decision, now=now)


@transaction.atomic
def set_action_in_minutes(
    *,
    minutes: Minutes,
    title: str,
    holder: Seat,
    due_on: date,
    by: User,
    now: datetime,
    what: str = "",
    owner: str = "",
    item: AgendaItem | None = None,
) -> Action:
    """An action the meeting set, at once on the tracker of those who hold it: they do not wait for the minutes."""
    locked = lock_draft(minutes, by)
    return set_action(
        title=title,
        what=what,
        holder=holder,
        owner=owner,
        due_on=due_on,
        meeting=locked.meeting,
        item=item,
        by=by,
        now=now,
    )


@transaction.atomic
def record_dispute(
    *,
    minutes: Minutes,
    title: str,
    what: str,
    agencies: Iterable[Agency],
    by: User,
    now: datetime,
    item: AgendaItem | None = None,
) -> Escalation:
    """A dispute recorded in the minutes opens an escalation (SAAS ToR 6.1, R43)."""
    meeting = lock_draft(minutes, by).meeting
    return open_escalation(title=title, what=what, agencies=agencies, meeting=meeting, item=item, by=by, now=now)


def _demand_text(text: str) -> None:
    if not text.strip():
        raise ValidationError("Write down what was decided.")
