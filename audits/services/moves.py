"""
The moves of an audit: whose each is, what stands in its way, and what it brings about besides.

A gate is a query that tells, in sentences, what is still missing; a hold keeps others from changing what the gate
looks at; an effect is a service that does in the same transaction what the move sets going. Each move has at most one
of each.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from assurance.models import Meeting, User
from assurance.permissions import demand, refusal
from assurance.rules.roles import Permission
from assurance.services import activity
from audits.models import Audit, AuditEvent
from audits.queries.audits import runs
from audits.queries.launch import launch_problems
from audits.queries.moderation import settling_problems
from audits.queries.reports import publishing_problems
from audits.rules.answers import ParticipantState
from audits.rules.audits import RIGHTS, STATE_WORDS, AuditMove, AuditState, after, problems_of_move
from audits.services.audit_notices import tell_cancelled
from audits.services.launch import hold_tool, launch
from audits.services.publishing import publish, respond, revise

Gate = Callable[[Audit], list[str]]
Effect = Callable[[Audit, User, datetime], None]

GATES: dict[AuditMove, Gate] = {
    AuditMove.LAUNCH: launch_problems,
    AuditMove.SETTLE: settling_problems,
    AuditMove.PUBLISH: publishing_problems,
}
HOLDS: dict[AuditMove, Callable[[Audit], None]] = {AuditMove.LAUNCH: hold_tool}
EFFECTS: dict[AuditMove, Effect] = {
    AuditMove.LAUNCH: launch,
    AuditMove.PUBLISH: publish,
    AuditMove.RESPOND: respond,
    AuditMove.REVISE: revise,
    AuditMove.CANCEL: tell_cancelled,
}


@transaction.atomic
def move_audit(
    *,
    audit: Audit,
    move: AuditMove,
    seen: AuditState,
    by: User,
    now: datetime,
    text: str = "",
    meeting: Meeting | None = None,
) -> None:
    """
    Make one move from the state that was `seen`, with what it brings about.

    Raises PermissionDenied when it is not for `by` to make, and ValidationError, with nothing changed, when it cannot
    be made from there, when something is missing or unsaid, and when somebody else moved the audit in the meantime.
    """
    demand_move(audit=audit, move=move, by=by)
    state = after(seen, move)
    if state is None:
        raise ValidationError(f"That cannot be done now: the audit is “{STATE_WORDS[seen]}”.")
    locked = Audit.objects.select_for_update().get(pk=audit.pk)
    _same_as_seen(locked, seen)
    if hold := HOLDS.get(move):
        hold(locked)
    unsigned = locked.participants.exclude(state=ParticipantState.SIGNED).count()
    if problems := problems_of_move(move, text, unsigned=unsigned) + missing_for(locked, move):
        raise ValidationError(problems)
    locked.state = audit.state = str(state)
    locked.save(update_fields=["state"])
    AuditEvent(audit=locked, move=move, text=text, meeting=meeting, by=by, at=now).save(force_insert=True)
    activity.record(actor=by, action=f"audit.{move}", subject=locked, now=now)
    if effect := EFFECTS.get(move):
        effect(locked, by, now)


def demand_running(by: User, audit: Audit) -> None:
    """Raise PermissionDenied, with a sentence saying whom to ask, unless `by` runs this audit."""
    if not runs(by, audit):
        raise PermissionDenied(refusal(Permission.MANAGE_AUDIT))


def missing_for(audit: Audit, move: AuditMove) -> list[str]:
    """What a move still waits for beside what is said with it, a sentence each."""
    gate = GATES.get(move)
    return gate(audit) if gate else []


def demand_move(*, audit: Audit, move: AuditMove, by: User) -> None:
    """Raise PermissionDenied, with a sentence saying whom to ask, unless the move is for `by` to make."""
    if move in RIGHTS:
        demand(by, RIGHTS[move])
    else:
        demand_running(by, audit)


def _same_as_seen(audit: Audit, seen: AuditState) -> None:
    if audit.state != seen:
        raise ValidationError(
            f"Somebody else was first: the audit is now “{STATE_WORDS[AuditState(audit.state)]}”. What you wrote is "
            "still here.",
            code="conflict",
        )
