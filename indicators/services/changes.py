"""Every change to the suite noted in its own transaction: in its history with the reason, and in the log (R68)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError

from assurance.models import User
from assurance.services import activity
from indicators.models import Area, Indicator, LatestFigure, Measure, SuiteChange
from indicators.rules.changes import ChangeKind, Difference
from indicators.services.due import mark_due


def note_change(
    *,
    about: Indicator | Measure | Area,
    kind: ChangeKind,
    what: Iterable[Difference] = (),
    reason: str,
    by: User,
    now: datetime,
) -> SuiteChange:
    """The new entry of the history. Call it within the transaction of the change. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError("Give the reason for the change.")
    change = SuiteChange.objects.create(
        **{about._meta.model_name: about},
        kind=kind,
        what=[list(difference) for difference in what],
        reason=reason,
        changed_by=by,
        changed_at=now,
    )
    activity.record(actor=by, action=f"suite.{kind}", subject=about, detail={"change": str(change.pk)}, now=now)
    return change


def findings_are_due(*, measures: Iterable[Measure], now: datetime) -> None:
    """Have the finding of every series of these measures made again."""
    series = LatestFigure.objects.filter(measure__in=measures).order_by().values_list("measure", "area")
    mark_due(series, now=now)
