"""Measures added below an indicator, changed, moved, retired and taken up again by the Business Team (R61, R68)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from assurance.models import Agency, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from indicators.models import Indicator, LatestFigure, Measure
from indicators.queries.suite_texts import measure_texts
from indicators.rules.changes import ChangeKind, differences, fingerprint
from indicators.rules.vocabulary import Relation
from indicators.services.changes import findings_are_due, note_change
from indicators.services.requests import withdraw_requests_for

FIELDS = (
    "title",
    "relation",
    "unit",
    "decimals",
    "polarity",
    "frequency",
    "numerator",
    "denominator",
    "home_area",
    "source_agency",
    "data_note",
)


@transaction.atomic
def add_measure(
    *,
    indicator: Indicator | None,
    code: str,
    joined_with: Iterable[Agency],
    reason: str,
    by: User,
    now: datetime,
    **values: object,
) -> Measure:
    """A new measure below an indicator or, without one, among the background. Files name it by its code."""
    demand(by, Permission.MANAGE_INDICATORS)
    if Measure.objects.filter(code__iexact=code).exists():
        raise ValidationError(f"There is a measure with the code {code} already.")
    measure = Measure(code=code, **{field: values[field] for field in FIELDS})
    _place(measure, indicator, measure.relation)
    measure.save(force_insert=True)
    measure.joined_with.set(_others(measure, joined_with))
    what = [(label, "", text) for label, text in measure_texts(measure) if text]
    note_change(about=measure, kind=ChangeKind.MEASURE_ADDED, what=what, reason=reason, by=by, now=now)
    return measure


@transaction.atomic
def change_measure(
    *,
    measure: Measure,
    joined_with: Iterable[Agency],
    reason: str,
    seen: str,
    by: User,
    now: datetime,
    **values: object,
) -> None:
    """
    Change what a measure is called, who is asked for it and how it is read. Its findings are made again.

    `seen` is the fingerprint of what the person had before them. Raises ValidationError when it has been changed since,
    when nothing is different, and for another unit once there are figures: they would mean another thing.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    changed = _locked(measure)
    before = measure_texts(changed)
    if seen != fingerprint(before):
        raise ValidationError(
            "Somebody has changed this measure since you opened this page. What you wrote is kept below: compare it "
            "with the measure’s history, then save again."
        )
    if values["unit"] != changed.unit and LatestFigure.objects.filter(measure=changed).exists():
        raise ValidationError(
            f"Its figures are in another unit ({changed.get_unit_display()}): retire this measure and add a new one."
        )
    for field in FIELDS:
        setattr(changed, field, values[field])
    _refuse_relation(changed.indicator, changed.relation)
    changed.save(update_fields=FIELDS)
    changed.joined_with.set(_others(changed, joined_with))
    what = differences(before, measure_texts(changed))
    if not what:
        raise ValidationError("Nothing is different: change something, or go back.")
    note_change(about=changed, kind=ChangeKind.MEASURE_CHANGED, what=what, reason=reason, by=by, now=now)
    findings_are_due(measures=[changed], now=now)


@transaction.atomic
def move_measure(
    *, measure: Measure, indicator: Indicator | None, relation: str, reason: str, by: User, now: datetime
) -> None:
    """Hang a measure below another indicator, at its end, or among the background. Its figures come along."""
    demand(by, Permission.MANAGE_INDICATORS)
    moved = _locked(measure)
    before = _whereabouts(moved)
    if moved.indicator == indicator:
        raise ValidationError("It hangs there already: choose another indicator, or go back.")
    _place(moved, indicator, relation)
    moved.relation = relation
    moved.save(update_fields=["indicator", "position", "relation"])
    what = differences(before, _whereabouts(moved))
    note_change(about=moved, kind=ChangeKind.MEASURE_MOVED, what=what, reason=reason, by=by, now=now)
    findings_are_due(measures=[moved], now=now)


@transaction.atomic
def retire_measure(*, measure: Measure, reason: str, by: User, now: datetime) -> None:
    """
    Ask for a measure no more and leave it out of the dashboard. Its figures stay to be read.

    Requests for it that have not been answered are withdrawn, with the same reason.
    """
    _set_current(measure, False, ChangeKind.MEASURE_RETIRED, reason, by, now)
    withdraw_requests_for(measure=measure, reason=reason, by=by, now=now)


@transaction.atomic
def restore_measure(*, measure: Measure, reason: str, by: User, now: datetime) -> None:
    """Take a retired measure up again."""
    _set_current(measure, True, ChangeKind.MEASURE_RESTORED, reason, by, now)


def _set_current(measure: Measure, is_current: bool, kind: ChangeKind, reason: str, by: User, now: datetime) -> None:
    demand(by, Permission.MANAGE_INDICATORS)
    changed = _locked(measure)
    if changed.is_current == is_current:
        state = "in use" if is_current else "retired"
        raise ValidationError(f"This measure is {state} already.")
    changed.is_current = is_current
    changed.save(update_fields=["is_current"])
    note_change(about=changed, kind=kind, reason=reason, by=by, now=now)
    findings_are_due(measures=[changed], now=now)


def _locked(measure: Measure) -> Measure:
    rows = Measure.objects.select_for_update(of=("self",)).select_related("indicator", "home_area", "source_agency")
    return rows.get(pk=measure.pk)


def _place(measure: Measure, indicator: Indicator | None, relation: str) -> None:
    """Put the measure last below the indicator."""
    _refuse_relation(indicator, relation)
    if indicator:
        Indicator.objects.select_for_update().get(pk=indicator.pk)
    last = Measure.objects.filter(indicator=indicator).aggregate(last=Max("position"))["last"]
    measure.indicator, measure.position = indicator, (last or 0) + 1


def _refuse_relation(indicator: Indicator | None, relation: str) -> None:
    if indicator is None and relation != Relation.CONTEXT:
        raise ValidationError("A measure that belongs to no indicator can only be context.")


def _others(measure: Measure, agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies whose figures are joined with those of the one asked."""
    return [agency for agency in agencies if agency != measure.source_agency]


def _whereabouts(measure: Measure) -> list[tuple[str, str]]:
    indicator = measure.indicator.wording if measure.indicator else "Background"
    return [("Indicator", indicator), ("How close it is to the item", measure.get_relation_display())]
