"""Taking the snapshot a report is made of: once a run, in one consistent moment (design: "Jobs"; R142)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from assurance.rules.canonical import canonical_json, sha256_of
from reports.models import ReportRun, ReportSnapshot
from reports.queries.packs import pack_context
from reports.sections import snapshot_content
from reports.services.runs import write_as_owner


def take_snapshot(*, run: ReportRun, now: datetime) -> ReportSnapshot:
    """
    The run's snapshot: the one it has, or one taken now from what every table says at a single moment.

    Raises LeaseLost, and then no snapshot is kept.
    """
    if run.snapshot:
        return run.snapshot
    with single_moment():
        context = pack_context(run.period, known_at=now, report=run.report)
        content = canonical_json(snapshot_content(context, run.sections))
        snapshot = ReportSnapshot.objects.create(content=content, sha256=sha256_of(content), taken_at=now)
        write_as_owner(run=run, snapshot=snapshot)
    return snapshot


@contextmanager
def single_moment() -> Iterator[None]:
    """
    A transaction whose every read sees the same moment.

    PostgreSQL's default lets each query see what was committed before it, so half a pack could be older than the other
    half. SQLite's transactions are consistent as they are; the settings begin them IMMEDIATE.
    """
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
