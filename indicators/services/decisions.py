"""What is decided about a measure: targets, benchmarks, and how its chart is read (R65, R68)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from indicators.models import Area, Benchmark, ChartDecision, CurrentObservation, Measure, Target
from indicators.queries.suite_texts import value_in_words
from indicators.rules.changes import ChangeKind, Difference
from indicators.rules.vocabulary import ChartDecisionKind, Status, Unit
from indicators.services.changes import note_change
from indicators.services.due import mark_due

Dated = Target | Benchmark


@transaction.atomic
def set_target(
    *, measure: Measure, value: Decimal, starts_on: date, reason: str, by: User, now: datetime, today: date
) -> Target:
    """The value the measure's home area is to reach, from a day on. The target before ends the day before."""
    demand(by, Permission.MANAGE_INDICATORS)
    _lock(measure)
    _refuse_value(measure, value)
    before = _give_way(measure.targets.order_by("-starts_on").first(), value, starts_on, today)
    target = Target.objects.create(
        measure=measure, value=value, starts_on=starts_on, reason=reason, set_by=by, set_at=now
    )
    what = _what("Target", measure, before, target)
    note_change(about=measure, kind=ChangeKind.TARGET_SET, what=what, reason=reason, by=by, now=now)
    mark_due([(measure.pk, measure.home_area_id)], now=now)
    return target


@transaction.atomic
def end_target(*, target: Target, last_day: date, reason: str, by: User, now: datetime, today: date) -> None:
    """End a target without another in its place."""
    demand(by, Permission.MANAGE_INDICATORS)
    measure = target.measure
    _lock(measure)
    _end(Target.objects.get(pk=target.pk), last_day, today)
    what = [("Target", value_in_words(measure, target.value), f"None from {date_words(last_day + timedelta(days=1))}")]
    note_change(about=measure, kind=ChangeKind.TARGET_ENDED, what=what, reason=reason, by=by, now=now)
    mark_due([(measure.pk, measure.home_area_id)], now=now)


@transaction.atomic
def set_benchmark(
    *,
    measure: Measure,
    label: str,
    value: Decimal,
    document: str,
    starts_on: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
) -> Benchmark:
    """A value to read the measure against, from a day on. One of the same name before it ends the day before."""
    demand(by, Permission.MANAGE_INDICATORS)
    _lock(measure)
    _refuse_value(measure, value)
    newest = measure.benchmarks.filter(label__iexact=label).order_by("-starts_on").first()
    before = _give_way(newest, value, starts_on, today)
    benchmark = Benchmark.objects.create(
        measure=measure,
        label=before.label if before else label,
        value=value,
        document=document,
        starts_on=starts_on,
        reason=reason,
        set_by=by,
        set_at=now,
    )
    what = _what(benchmark.label, measure, before, benchmark)
    note_change(about=measure, kind=ChangeKind.BENCHMARK_SET, what=what, reason=reason, by=by, now=now)
    return benchmark


@transaction.atomic
def end_benchmark(*, benchmark: Benchmark, last_day: date, reason: str, by: User, now: datetime, today: date) -> None:
    """End a benchmark without another in its place."""
    demand(by, Permission.MANAGE_INDICATORS)
    measure = benchmark.measure
    _lock(measure)
    _end(Benchmark.objects.get(pk=benchmark.pk), last_day, today)
    ended = f"None from {date_words(last_day + timedelta(days=1))}"
    what = [(benchmark.label, value_in_words(measure, benchmark.value), ended)]
    note_change(about=measure, kind=ChangeKind.BENCHMARK_ENDED, what=what, reason=reason, by=by, now=now)


@transaction.atomic
def decide_chart(
    *, measure: Measure, area: Area, kind: str, on: date, reason: str, by: User, now: datetime, today: date
) -> ChartDecision:
    """
    New limits from a day on, or a point kept out of them. Raises ValidationError where the series has no such day.

    `on` is the first day of the new limits, or the last day of the period of the point.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    _lock(measure)
    _refuse_day_of_chart(measure, area, kind, on, today)
    if ChartDecision.objects.filter(measure=measure, area=area, kind=kind, on=on, ended_at=None).exists():
        raise ValidationError("This has been decided already: take the decision back first to give another reason.")
    decision = ChartDecision.objects.create(
        measure=measure, area=area, kind=kind, on=on, reason=reason, decided_by=by, decided_at=now
    )
    what = [(decision.get_kind_display(), "", f"{date_words(on)}, {area.name}")]
    note_change(about=measure, kind=ChangeKind.CHART_DECIDED, what=what, reason=reason, by=by, now=now)
    mark_due([(measure.pk, area.pk)], now=now)
    return decision


@transaction.atomic
def take_back(*, decision: ChartDecision, reason: str, by: User, now: datetime) -> None:
    """Take a decision about a chart back. It stays in the history, with both reasons."""
    demand(by, Permission.MANAGE_INDICATORS)
    _lock(decision.measure)
    taken = ChartDecision.objects.select_related("measure", "area").get(pk=decision.pk)
    if taken.ended_at:
        raise ValidationError("This decision has been taken back already.")
    taken.ended_at, taken.ended_by, taken.end_reason = now, by, reason
    taken.save(update_fields=["ended_at", "ended_by", "end_reason"])
    what = [(taken.get_kind_display(), f"{date_words(taken.on)}, {taken.area.name}", "")]
    note_change(about=taken.measure, kind=ChangeKind.DECISION_TAKEN_BACK, what=what, reason=reason, by=by, now=now)
    mark_due([(taken.measure_id, taken.area_id)], now=now)


def _lock(measure: Measure) -> None:
    Measure.objects.select_for_update().get(pk=measure.pk)


def _refuse_value(measure: Measure, value: Decimal) -> None:
    if value < 0:
        raise ValidationError("The value cannot be less than nought.")
    if measure.unit == Unit.PERCENT and value > 100:
        raise ValidationError("A percentage cannot be more than 100.")


def _give_way(newest: Dated | None, value: Decimal, starts_on: date, today: date) -> Dated | None:
    """The newest there is, ended the day before `starts_on` if it still stood; None when there is none."""
    if starts_on > today:
        raise ValidationError("The first day cannot lie in the future: record it on the day it begins.")
    if newest is None:
        return None
    if starts_on <= newest.starts_on:
        day = date_words(newest.starts_on)
        raise ValidationError(f"The value before holds from {day}: give a later day for the new one.")
    if newest.ends_on and starts_on <= newest.ends_on:
        raise ValidationError(f"The value before holds until {date_words(newest.ends_on)}: give a later day.")
    if newest.ends_on is None:
        if value == newest.value:
            raise ValidationError("This is its value already: change it, or go back.")
        newest.ends_on = starts_on - timedelta(days=1)
        newest.save(update_fields=["ends_on"])
    return newest


def _end(row: Dated, last_day: date, today: date) -> None:
    if row.ends_on:
        raise ValidationError(f"It has a last day already: {date_words(row.ends_on)}.")
    if last_day >= today:
        raise ValidationError("Its last day must lie before today: end it on the day after.")
    if last_day < row.starts_on:
        raise ValidationError(f"It began on {date_words(row.starts_on)}: its last day cannot lie before that.")
    row.ends_on = last_day
    row.save(update_fields=["ends_on"])


def _refuse_day_of_chart(measure: Measure, area: Area, kind: str, on: date, today: date) -> None:
    series = CurrentObservation.objects.filter(measure=measure, area=area, observation__status=Status.PUBLISHED)
    if kind == ChartDecisionKind.GHOST:
        if not series.filter(period_end=on).exists():
            raise ValidationError(f"{area.name} has no figure for a period that ends on {date_words(on)}.")
        return
    if on > today:
        raise ValidationError("New limits cannot begin in the future.")
    if not series.filter(period_end__lt=on).exists() or not series.filter(period_end__gte=on).exists():
        raise ValidationError(
            f"New limits need figures before and after their first day: {area.name} has none on one side of "
            f"{date_words(on)}."
        )


def _what(label: str, measure: Measure, before: Dated | None, row: Dated) -> list[Difference]:
    return [
        (label, value_in_words(measure, before.value) if before else "", value_in_words(measure, row.value)),
        ("In effect from", "", date_words(row.starts_on)),
    ]
