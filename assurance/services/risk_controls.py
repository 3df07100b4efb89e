"""The controls of a risk: what is in place, who sees to it, and what each item of assurance says of it (R76, R85)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import AssuranceItem, Control, ControlAssurance, Risk, User
from assurance.permissions import demand
from assurance.rules.risks import KEEPS, ControlView, RiskState
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.risks import CLOSED


@transaction.atomic
def add_control(*, risk: Risk, text: str, owner: str, by: User, now: datetime) -> Control:
    """A new control of an open risk. Raises ValidationError unless it says what it is and who sees to it."""
    demand(by, KEEPS)
    if risk.state != RiskState.OPEN:
        raise ValidationError(CLOSED)
    if not text.strip() or not owner.strip():
        raise ValidationError("Say what the control is, and who sees to it, by post.")
    control = Control(risk=risk, text=text, owner=owner)
    control.save(force_insert=True)
    activity.record(actor=by, action="risk.add_control", subject=risk, detail={"control": str(control.pk)}, now=now)
    return control


@transaction.atomic
def end_control(*, control: Control, because: str, by: User, now: datetime) -> None:
    """Say that a control is no longer in place, and why. It stays on the page of its risk."""
    demand(by, KEEPS)
    if not because.strip():
        raise ValidationError("Say why the control is no longer in place.")
    ended = {"ended_on": local_date(now), "ended_because": because}
    if not Control.objects.filter(pk=control.pk, ended_on=None).update(**ended):
        raise ValidationError("Somebody else has ended this control already.")
    detail = {"control": str(control.pk)}
    activity.record(actor=by, action="risk.end_control", subject=control.risk, detail=detail, now=now)


@transaction.atomic
def assure_control(
    *, control: Control, item: AssuranceItem, view: ControlView, by: User, now: datetime, note: str = ""
) -> ControlAssurance:
    """
    What an item of assurance says of a control. Said again of the same item, the newest holds.

    Raises ValidationError for a control that has ended or an item that was withdrawn, and without a note where the
    control does not, or not wholly, work.
    """
    demand(by, KEEPS)
    if control.ended_on is not None or item.withdrawn_at is not None:
        raise ValidationError("The control has ended, or the item was withdrawn, meanwhile.")
    if view != ControlView.WORKS and not note.strip():
        raise ValidationError("Say what does not work, and what that means for children.")
    given = ControlAssurance(control=control, item=item, view=view, note=note, by=by, at=now)
    given.save(force_insert=True)
    detail = {"control": str(control.pk), "item": str(item.pk), "view": str(view)}
    activity.record(actor=by, action="risk.assure_control", subject=control.risk, detail=detail, now=now)
    return given
