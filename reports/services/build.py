"""Building a report: snapshot, pages, check, file, and only then the word that it is ready (design: "Jobs")."""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from types import MappingProxyType
from uuid import UUID

import structlog
from django.template.loader import render_to_string
from pikepdf import Pdf

from assurance.rules.canonical import sha256_of
from reports.models import ReportRun, ReportSnapshot
from reports.pdf.validate import validate_pdf
from reports.queries.runs import RUN_ROWS
from reports.queries.snapshots import read_snapshot
from reports.rules.life import WATERMARKS, Edition, version_words
from reports.rules.runs import NOT_ACCEPTED, WENT_WRONG, Step, stored_name
from reports.services.files import remove_unfinished, store
from reports.services.folder import folder_file
from reports.services.heartbeat import heartbeat
from reports.services.lay_out import lay_out
from reports.services.runs import LeaseLost, Result, begin_step, claim_run, fail_run, finish_run, put_back_or_fail
from reports.services.snapshots import take_snapshot

Clock = Callable[[], datetime]
TEMPLATE = "reports/pdf/report.html"
NO_MARKS: Mapping[str, str] = MappingProxyType({})

logger = structlog.get_logger(__name__)


def build_report(*, run_id: UUID, owner: str, clock: Clock) -> ReportRun | None:
    """
    One attempt at building the run: the run as it stands afterwards, or None when it was, or has become, another's.

    An error puts the run back for another attempt, up to three; a file that does not pass the check fails it at once,
    because the same snapshot gives the same file again. `clock` tells the time whenever it is asked.
    """
    run = claim_run(run_id=run_id, owner=owner, now=clock())
    if run is None:
        return None
    try:
        _attempt(run, clock)
    except LeaseLost:
        logger.warning("report_run.lease_lost", run=str(run.pk))
        return None
    remove_unfinished(parts=f"{run.pk}.*")
    return ReportRun.objects.select_related(*RUN_ROWS).get(pk=run.pk)


def _attempt(run: ReportRun, clock: Clock) -> None:
    try:
        _build(run, clock)
    except LeaseLost:
        raise
    except Exception:
        # Whatever it was, the next attempt may get through; the log says what it was.
        logger.exception("report_run.error", run=str(run.pk), attempt=run.attempts)
        put_back_or_fail(run=run, error=WENT_WRONG, now=clock())


def _build(run: ReportRun, clock: Clock) -> None:
    snapshot = take_snapshot(run=run, now=clock())
    with heartbeat(run_id=run.pk, owner=run.lease_owner, clock=clock):
        begin_step(run=run, step=Step.LAY_OUT, now=clock())
        html = print_html(snapshot.content, marks_of(run, snapshot), Edition(run.edition))
        data = lay_out(run=run, html=html, clock=clock)
        begin_step(run=run, step=Step.CHECK, now=clock())
        problems = validate_pdf(data)
        if problems:
            logger.error("report_run.not_accepted", run=str(run.pk), problems=problems)
            fail_run(run=run, error=NOT_ACCEPTED, now=clock())
            return
        pages = page_count(data)
        begin_step(run=run, step=Step.STORE, now=clock())
        if run.report.rule.is_folder:
            data = folder_file(run, snapshot, data)
        sha256 = sha256_of(data)
        name = stored_name(run.kind, run.period.code, str(run.pk), sha256)
        file = store(name=name, data=data, part=f"{run.pk}.{run.lease_owner}")
    result = Result(snapshot, file, sha256, size=len(data), pages=pages)
    finish_run(run=run, result=result, now=clock())


def print_html(content: str, marks: Mapping[str, str] = NO_MARKS, edition: Edition = Edition.ISSUED) -> str:
    """The print document of a snapshot, from its content, marks and edition alone: the same give the same document."""
    report = read_snapshot(content, templates="reports/pdf", edition=edition) | marks
    return render_to_string(TEMPLATE, {"report": report})


def marks_of(run: ReportRun, snapshot: ReportSnapshot) -> dict[str, str]:
    """What stands on every page of a run's file: its `version`, and the `watermark` of a draft."""
    edition = Edition(run.edition)
    at = run.issue.issued_at if run.issue else snapshot.taken_at
    number = run.issue.number if run.issue else None
    return {"version": version_words(edition, at, number), "watermark": WATERMARKS[edition]}


def page_count(data: bytes) -> int:
    """How many pages a PDF has."""
    with Pdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)
