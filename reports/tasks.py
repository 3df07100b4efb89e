"""Jobs of the reports: an id in, one service call."""

from uuid import UUID, uuid4

import structlog
from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from reports.models import ReportRun
from reports.services.build import build_report
from reports.services.lay_out import remove_unused_parts
from reports.services.runs import sweep_runs
from reports.services.schedule import prepare_drafts, remind_writers

logger = structlog.get_logger(__name__)


@shared_task
def build_report_run(run_id: str) -> None:
    """Build one report, unless somebody else is at it or it has ended."""
    build_report(run_id=UUID(run_id), owner=uuid4().hex, clock=timezone.now)


@shared_task
def sweep_report_runs() -> None:
    """Send every run left behind again, whatever became of its message or its worker; remove parts of packs unused."""
    for run_id in sweep_runs(now=timezone.now()):
        build_report_run.delay(str(run_id))
    remove_unused_parts(now=timezone.now())


@shared_task
def prepare_packs() -> None:
    """Have a draft of each pack built whose papers fall due; once a meeting, however often this runs."""
    for run in prepare_drafts(now=timezone.now()):
        send_run(run)


@shared_task
def remind_of_texts() -> None:
    """Remind those who are asked for a part of a report that is missing; nobody twice of the same one."""
    remind_writers(now=timezone.now())


def send_run(run: ReportRun) -> None:
    """Send a run to the workers once its row is committed. Without a broker it waits for the sweep."""
    try:
        build_report_run.delay_on_commit(str(run.pk))
    except OperationalError:
        logger.warning("report_run.not_sent", run=str(run.pk), exc_info=True)
