"""Measures as they were at a moment: title, unit, polarity and the rest, before whatever was changed since (R70)."""

from collections.abc import Iterable
from datetime import datetime

from indicators.models import Measure, SuiteChange
from indicators.rules.changes import ChangeKind
from indicators.rules.measure_history import before_change


def as_known(measures: Iterable[Measure], at: datetime) -> list[Measure]:
    """The same measures, not to be saved, with what their fields held at a moment. One query."""
    by_key = {measure.pk: measure for measure in measures}
    since = SuiteChange.objects.filter(measure__in=list(by_key), changed_at__gt=at).order_by("-changed_at", "-pk")
    for pk, kind, what in since.values_list("measure", "kind", "what"):
        for field, value in before_change(ChangeKind(kind), what).items():
            setattr(by_key[pk], field, value)
    return list(by_key.values())
