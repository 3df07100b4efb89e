"""Jobs of the indicators: one service call."""

from uuid import UUID, uuid4

import structlog
from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from indicators.models import ImportRun
from indicators.services import findings
from indicators.services.import_jobs import work_on_import
from indicators.services.imports import sweep_imports

logger = structlog.get_logger(__name__)


@shared_task
def refresh_findings() -> None:
    """Make the findings that are due. Sent when figures land, and every few seconds for whatever was left behind."""
    findings.refresh_findings(now=timezone.now())


def send_findings() -> None:
    """Have the findings made once the figures are committed. Without a broker they wait for the sweep."""
    try:
        refresh_findings.delay_on_commit()
    except OperationalError:
        logger.warning("findings.not_sent", exc_info=True)


@shared_task
def work_on_import_run(run_id: str) -> None:
    """Read one file of figures, or bring it in, unless somebody else is at it or there is nothing to do."""
    if work_on_import(run_id=UUID(run_id), owner=uuid4().hex, clock=timezone.now):
        send_findings()


@shared_task
def sweep_import_runs() -> None:
    """Send every file left behind again, whatever became of its message or its worker."""
    for run_id in sweep_imports(now=timezone.now()):
        work_on_import_run.delay(str(run_id))


def send_import(run: ImportRun) -> None:
    """Send a file to the workers once its row is committed. Without a broker it waits for the sweep."""
    try:
        work_on_import_run.delay_on_commit(str(run.pk))
    except OperationalError:
        logger.warning("import_run.not_sent", run=str(run.pk), exc_info=True)
