"""Keeping a lease alive while the builder is busy with something that takes long."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import structlog
from django.db import DatabaseError, connection

from reports.rules.runs import HEARTBEAT_SECONDS
from reports.services.runs import renew_lease

logger = structlog.get_logger(__name__)


@contextmanager
def heartbeat(
    *, run_id: UUID, owner: str, clock: Callable[[], datetime], seconds: float = HEARTBEAT_SECONDS
) -> Iterator[None]:
    """
    Renew the lease of `owner` every so many seconds, in a thread of its own, until the block is left.

    The thread ends by itself once the lease is lost. What the builder writes next then raises LeaseLost.
    """
    stopping = threading.Event()
    thread = threading.Thread(target=_beat, args=(run_id, owner, clock, seconds, stopping), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _beat(run_id: UUID, owner: str, clock: Callable[[], datetime], seconds: float, stopping: threading.Event) -> None:
    try:
        while not stopping.wait(seconds):
            try:
                if not renew_lease(run_id=run_id, owner=owner, now=clock()):
                    return
            except DatabaseError:
                # One missed beat costs nothing: the lease outlasts several.
                logger.warning("report_run.missed_heartbeat", run=str(run_id), exc_info=True)
    finally:
        # A thread has a connection of its own, which nobody else would give back.
        connection.close()
