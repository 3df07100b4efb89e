"""
Findings made when figures, targets or decisions change: read by the pages, never worked out there (R62 to R64).

`SeriesDue` is the queue. A chunk of it is worked off in one transaction that writes the findings and takes the rows off
the queue, so a killed worker leaves the queue as it was and nothing is written by half or twice.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from assurance.services import activity
from indicators.models import LatestFigure, Measure, SeriesDue, SeriesFinding
from indicators.queries.series import series_facts, targets_on
from indicators.rules.finding import Finding, find_all
from indicators.rules.series import SeriesKey
from indicators.services.due import mark_due
from indicators.services.indicator_items import keep_items_of_indicators
from indicators.services.signals import record_signals

CHUNK = 200
SERIES = ("measure_id", "area_id")
KEY = ("measure", "area")
REST = [field.name for field in SeriesFinding._meta.concrete_fields if field.name not in ("id", *KEY)]


def refresh_findings(*, now: datetime, limit: int | None = None) -> int:
    """
    Make the findings that are due, at most `limit` of them, and raise what they warn of; how many were made.

    Series that somebody else is working on are left to them.
    """
    _mark_turned_targets(now)
    made = 0
    while limit is None or made < limit:
        done = _refresh_chunk(now, CHUNK if limit is None else min(CHUNK, limit - made))
        if not done:
            break
        made += done
    return made


def recompute_all(*, now: datetime) -> int:
    """Make every finding anew from the figures; how many were made. What is right already stays as it is."""
    known = [model.objects.order_by().values_list(*SERIES) for model in (LatestFigure, SeriesFinding)]
    keys = {key for keys in known for key in keys.iterator()}
    mark_due(keys, now=now)
    return refresh_findings(now=now)


def _mark_turned_targets(now: datetime) -> None:
    """A target begins or ends with the day and nobody is there to say so: note the findings that name another."""
    aimed_at = Q(target__isnull=False) | Q(measure__targets__isnull=False)
    rows = SeriesFinding.objects.filter(aimed_at, area=F("measure__home_area")).order_by()
    found = list(rows.values_list(*SERIES, "target").distinct())
    in_force = targets_on({measure for measure, *_ in found}, localdate(now))
    turned = [
        (measure, area)
        for measure, area, target in found
        if target != (in_force[measure].value if measure in in_force else None)
    ]
    if turned:
        mark_due(turned, now=now)


def _refresh_chunk(now: datetime, size: int) -> int:
    """The first findings that are due and that nobody else is making; how many were made."""
    waiting = list(SeriesDue.objects.order_by(*SERIES).values_list("pk", "measure")[:size])
    if not waiting:
        return 0
    with transaction.atomic():
        due = _claim(waiting)
        keys = [(row.measure_id, row.area_id) for row in due]
        findings = find_all(series_facts(keys, day=localdate(now)))
        _write(findings, now)
        SeriesDue.objects.filter(pk__in=[row.pk for row in due]).delete()
        record_signals(findings=findings.values(), now=now)
        keep_items_of_indicators({measure for measure, _ in keys}, now)
        if keys:
            detail = {"series": len(keys)}
            activity.record(actor=None, action="findings.refresh", subject=Measure(keys[0][0]), detail=detail, now=now)
    return len(due)


def _claim(waiting: Collection[tuple[int, int]]) -> list[SeriesDue]:
    """
    The rows of the queue that are free, locked until the findings are written.

    Whoever lands figures of a measure holds its row, and is left to finish first; whoever marks a series due meanwhile
    waits, and marks it anew.
    """
    measures = Measure.objects.select_for_update(skip_locked=True, no_key=True).filter(
        pk__in={measure for _, measure in waiting}
    )
    free = list(measures.order_by("pk").values_list("pk", flat=True))
    due = SeriesDue.objects.select_for_update(skip_locked=True).filter(
        pk__in=[pk for pk, _ in waiting], measure__in=free
    )
    return list(due.order_by(*SERIES))


def _write(findings: dict[SeriesKey, Finding], now: datetime) -> None:
    SeriesFinding.objects.bulk_create(
        [_row(key, finding, now) for key, finding in findings.items()],
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=REST,
    )


def _row(key: SeriesKey, finding: Finding, now: datetime) -> SeriesFinding:
    measure, area = key
    return SeriesFinding(
        measure_id=measure,
        area_id=area,
        observation_id=finding.latest.observation if finding.latest else None,
        chart_kind=finding.chart_kind,
        chart_reason=finding.chart_reason,
        points=finding.points,
        mean=finding.mean,
        lower_limit=finding.lower_limit,
        upper_limit=finding.upper_limit,
        target=finding.target,
        variation=finding.variation or "",
        assurance=finding.assurance or "",
        meaning=finding.meaning,
        change=finding.change or "",
        change_sentence=finding.change_sentence,
        headline=finding.headline,
        spark=list(finding.spark),
        rules_version=finding.rules_version,
        computed_at=now,
    )
