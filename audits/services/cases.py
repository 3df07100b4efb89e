"""The cases of an audit: its sampling frame, the random draw, and putting one case in the place of another (R116)."""

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import User
from assurance.services import activity
from audits.models import Audit, AuditCase, CaseDraw, Participant, ParticipantEvent
from audits.queries.cases import frame_fingerprint
from audits.queries.identifiers import identifiers_refused, looked_at
from audits.rules.answers import ParticipantMove, ParticipantState
from audits.rules.audits import STATE_WORDS, AuditState
from audits.rules.cases import REPLACES, CaseState, Frame, draw, frame_sha256, problems_of_draw
from audits.services.audit_notices import tell_agency
from audits.services.launch import make_sheets
from audits.services.moves import demand_running
from audits.services.participants import lock_before_launch

NO_CASES = "In an audit of this kind agencies are graded as a whole: it has no cases."
CHANGED_MEANWHILE = (
    "Somebody else has changed the frame or drawn from it meanwhile. What you wrote is still here: look at the cases "
    "as they are now, then save yours if it still holds."
)
REPLACED = "A case of an audit was replaced: your agency has another to answer"
TAKEN_OUT = "A case of an audit was taken out: your agency need not answer it"
SIGN_AGAIN = "A case was replaced, so the answers have to be signed again."
LAST_ONE = "This is the only case left in the audit, and none is in reserve."


@transaction.atomic
def set_frame(*, audit: Audit, frame: Frame, criteria: str, seen: str, by: User, now: datetime) -> None:
    """
    Make this the sampling frame, with the criteria by which it was put together.

    Other references make a draw from the last frame void: it stays recorded, and the cases have to be drawn again.
    `seen` is the fingerprint of what its writer saw. Raises ValidationError for a frame with problems, for criteria
    that could tell who a child is, once the audit is launched, and when somebody else was first.
    """
    locked = _with_cases(lock_before_launch(audit, by))
    if frame_fingerprint(locked) != seen:
        raise ValidationError(CHANGED_MEANWHILE, code="conflict")
    refused = identifiers_refused(looked_at(criteria))
    if problems := [*frame.problems, *([refused] if refused else [])]:
        raise ValidationError(problems)
    _list_cases(locked, {case.reference: case.stratum for case in frame.cases})
    detail = {"cases": len(frame.cases), "frame_sha256": frame_sha256(case.reference for case in frame.cases)}
    locked.criteria = audit.criteria = criteria
    locked.save(update_fields=["criteria"])
    activity.record(actor=by, action="audit.set_frame", subject=locked, detail=detail, now=now)


@transaction.atomic
def draw_cases(*, audit: Audit, number: int, reserve: int, by: User, now: datetime) -> CaseDraw:
    """
    Draw cases from the frame at random, with a seed of 64 random bits that is recorded with the draw.

    A new draw takes the place of the last; both stay recorded. Raises ValidationError when the frame is too small, and
    once the audit is launched.
    """
    locked = _with_cases(lock_before_launch(audit, by))
    cases = {case.reference: case for case in locked.cases.select_for_update()}
    if problems := problems_of_draw(number, reserve, len(cases)):
        raise ValidationError(problems)
    seed = secrets.token_hex(8)
    drawn = draw(cases, seed=seed, number=number, reserve=reserve)
    for case in cases.values():
        case.state, case.order, case.note = CaseState.FRAME, None, ""
    for order, reference in enumerate((*drawn.drawn, *drawn.reserve), start=1):
        state = CaseState.DRAWN if order <= number else CaseState.RESERVE
        cases[reference].state, cases[reference].order = state, order
    AuditCase.objects.bulk_update(cases.values(), ["state", "order", "note"], batch_size=200)
    made = CaseDraw(audit=locked, seed=seed, number=number, reserve=reserve, by=by, at=now)
    made.frame_size, made.frame_sha256 = len(cases), frame_sha256(cases)
    made.save(force_insert=True)
    detail = {"seed": seed, "number": number, "reserve": reserve, "frame_sha256": made.frame_sha256}
    activity.record(actor=by, action="audit.draw_cases", subject=locked, detail=detail, now=now)
    return made


@transaction.atomic
def replace_case(*, case: AuditCase, reason: str, by: User, now: datetime) -> AuditCase | None:
    """
    Take a drawn case out, with the reason, and put the next in reserve in its place; which that is, or None.

    While agencies answer, the sheets of the case are closed: what was written on them is kept and counts for nothing.
    Each agency gets a sheet for the new case, and one that had signed has to sign again. When nothing is left in
    reserve the audit goes on with one case fewer, but not without any. Raises ValidationError.
    """
    audit = Audit.objects.select_for_update().get(pk=case.audit_id)
    demand_running(by, audit)
    case = AuditCase.objects.select_for_update().get(pk=case.pk)
    _demand_replaceable(audit, case, reason)
    substitute = audit.cases.filter(state=CaseState.RESERVE).order_by("order").first()
    if substitute is None and audit.cases.filter(state=CaseState.DRAWN).count() == 1:
        raise ValidationError(LAST_ONE)
    case.state, case.note = CaseState.REPLACED, reason
    case.save(update_fields=["state", "note"])
    if substitute:
        substitute.state = CaseState.DRAWN
        substitute.save(update_fields=["state"])
    if audit.state == AuditState.COLLECTING:
        _ask_anew(audit, substitute, by, now)
    detail = {"substitute": str(substitute.pk) if substitute else None}
    activity.record(actor=by, action="audit.replace_case", subject=case, detail=detail, now=now)
    return substitute


def _demand_replaceable(audit: Audit, case: AuditCase, reason: str) -> None:
    state = AuditState(audit.state)
    if state not in REPLACES:
        raise ValidationError(
            f"A case can be replaced until moderation begins: the audit is now “{STATE_WORDS[state]}”."
        )
    if case.state != CaseState.DRAWN:
        raise ValidationError("This case is no longer in the audit: somebody else may have replaced it.")
    if not reason.strip():
        raise ValidationError("Say why it is replaced.")
    if refused := identifiers_refused(looked_at(reason)):
        raise ValidationError(refused)


def _ask_anew(audit: Audit, substitute: AuditCase | None, by: User, now: datetime) -> None:
    participants = list(audit.participants.select_for_update(of=("self",)).select_related("agency"))
    if substitute:
        make_sheets(participants, [substitute])
    for participant in participants:
        if participant.is_signed and substitute:
            _open_again(participant, by, now)
        tell_agency(participant, REPLACED if substitute else TAKEN_OUT, by, now)


def _open_again(participant: Participant, by: User, now: datetime) -> None:
    Participant.objects.filter(pk=participant.pk).update(state=ParticipantState.WRITING, standing=None)
    event = ParticipantEvent(participant=participant, move=ParticipantMove.RECALL, text=SIGN_AGAIN, by=by, at=now)
    event.save(force_insert=True)


def _with_cases(audit: Audit) -> Audit:
    if not audit.has_cases:
        raise ValidationError(NO_CASES)
    return audit


def _list_cases(audit: Audit, kinds: dict[str, str]) -> None:
    """Bring the rows in line with these references; a draw stands for as long as they are the same ones."""
    rows = {case.reference: case for case in audit.cases.all()}
    if set(rows) != set(kinds):
        audit.cases.all().delete()
        AuditCase.objects.bulk_create(
            AuditCase(audit=audit, reference=reference, stratum=kind) for reference, kind in kinds.items()
        )
        return
    for reference, case in rows.items():
        case.stratum = kinds[reference]
    AuditCase.objects.bulk_update(rows.values(), ["stratum"], batch_size=200)
