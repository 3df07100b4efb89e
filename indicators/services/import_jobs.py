"""The work on a file of figures, one attempt at a time: reading it for the preview, or bringing it in."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from indicators.models import Area, Batch, ImportRun, Measure
from indicators.rules.figures import figure_in_words, reason_in_words
from indicators.rules.importing.mapping import read_mapping
from indicators.rules.importing.problems import FileRefused
from indicators.rules.importing.runs import LANDING_LEASE, LANDING_WORDS, READING_WORDS
from indicators.rules.periods import period_in_words
from indicators.rules.vocabulary import ImportState, Status, Unit
from indicators.services.import_files import Change, LaidOut, Outcome, file_laid_out
from indicators.services.imports import (
    NOT_WHOLE,
    LeaseLost,
    claim_import,
    fail_import,
    finish_import,
    put_back_or_fail,
    report_progress,
    show_preview,
)
from indicators.services.landing import Stage

Clock = Callable[[], datetime]
MOST_SHOWN = 100

logger = structlog.get_logger(__name__)


def work_on_import(*, run_id: UUID, owner: str, clock: Clock) -> bool:
    """
    One attempt at what the run waits for; whether figures were brought in.

    A file that cannot be read fails the run with the reason, another error leaves it for another attempt.
    """
    run = claim_import(run_id=run_id, owner=owner, now=clock())
    if run is None:
        return False
    try:
        return _attempt(run, clock)
    except LeaseLost:
        logger.warning("import_run.lease_lost", run=str(run.pk))
        return False


def _attempt(run: ImportRun, clock: Clock) -> bool:
    try:
        with run.file.open("rb") as file:
            mapping = read_mapping(run.columns)
            with file_laid_out(
                file=file, name=run.file_name, mapping=mapping, progress=_progress_of(run, clock)
            ) as laid_out:
                if run.state == ImportState.READING:
                    show_preview(run=run, preview=preview_of(laid_out), now=clock())
                    return False
                return _land(run, laid_out.stage, laid_out.outcome, clock)
    except FileRefused as problem:
        fail_import(run=run, error=str(problem), now=clock())
    except LeaseLost:
        raise
    except Exception:
        # Whatever it was, the next attempt may get through; the log says what it was.
        logger.exception("import_run.error", run=str(run.pk), attempt=run.attempts)
        put_back_or_fail(run=run, now=clock())
    return False


def _progress_of(run: ImportRun, clock: Clock) -> Callable[[int], None]:
    words = READING_WORDS if run.state == ImportState.READING else LANDING_WORDS
    return lambda rows: report_progress(run=run, words=words, done=rows, now=clock())


def _land(run: ImportRun, stage: Stage, outcome: Outcome, clock: Clock) -> bool:
    if outcome.refused_count:
        fail_import(run=run, error=NOT_WHOLE, now=clock())
        return False
    report_progress(run=run, words=LANDING_WORDS, done=outcome.rows, now=clock(), lease=LANDING_LEASE)
    now = clock()
    batch = Batch(
        source=run.source, file_name=run.file_name, sha256=run.sha256, recorded_at=now, recorded_by=run.uploaded_by
    )
    with transaction.atomic():
        landing = stage.land(batch)
        finish_import(run=run, batch=next(iter(landing.batches), None), now=now)
    return True


def preview_of(laid_out: LaidOut) -> dict[str, Any]:
    """What a person is shown before confirming, as JSON can hold it: counts, sentences, and rows of changes."""
    outcome, landing = laid_out.outcome, laid_out.stage.compare()
    doubts = [] if outcome.refused else laid_out.doubts()
    changes = laid_out.changes()[:MOST_SHOWN]
    measures = Measure.objects.in_bulk({change.measure for change in changes})
    areas = Area.objects.in_bulk({change.area for change in changes})
    return {
        "rows": outcome.rows,
        "figures": outcome.figures,
        "added": landing.added,
        "corrected": landing.corrected,
        "unchanged": landing.unchanged,
        "refused": list(outcome.refused),
        "refused_count": outcome.refused_count,
        "skipped": [{"reason": reason, "count": count} for reason, count in sorted(outcome.skipped.items())],
        "doubts": doubts[:MOST_SHOWN],
        "doubts_count": len(doubts),
        "changes": [_shown(change, measures[change.measure], areas[change.area]) for change in changes],
    }


def _shown(change: Change, measure: Measure, area: Area) -> dict[str, Any]:
    return {
        "row": change.row,
        "measure": measure.title,
        "area": area.name,
        "period": period_in_words(change.period_start, change.period_end),
        "now": _in_words(measure, change.value, change.status, change.symbol),
        "before": _in_words(measure, change.stood, change.stood_status, change.stood_symbol),
    }


def _in_words(measure: Measure, value: Decimal | None, status: str, symbol: str) -> str:
    if not status:
        return ""
    if value is None:
        return reason_in_words(Status(status), symbol)
    return figure_in_words(value, Unit(measure.unit), measure.decimals)
