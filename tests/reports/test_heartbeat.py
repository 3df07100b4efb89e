"""The lease lives as long as its builder, and no longer."""

import threading
import time

import pytest
from django.db import DatabaseError

from reports.models import ReportRun
from reports.rules.runs import LEASE
from reports.services import heartbeat as module
from reports.services.heartbeat import heartbeat
from reports.services.runs import claim_run, renew_lease
from tests.factories.reports import NOW, ReportRunFactory

OFTEN = 0.01


def wait_until(holds):
    """Whether it holds within five seconds."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(OFTEN)
    return False


class Lease:
    """Stands in for the row: counts the renewals, and answers each as told."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.renewals = 0

    def __call__(self, *, run_id, owner, now):
        """Renew."""
        self.renewals += 1
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def beating(monkeypatch, clock):
    """A heartbeat over a lease that answers as told."""

    def _beating(lease, seconds=OFTEN):
        monkeypatch.setattr(module, "renew_lease", lease)
        return heartbeat(run_id=None, owner="worker", clock=clock, seconds=seconds)

    return _beating


@pytest.mark.django_db(transaction=True)
def test_it_renews_the_lease_while_the_builder_is_busy(monkeypatch, clock):
    """The row is read after the heart has stopped: two connections to SQLite in memory lock each other out."""
    renewed = []

    def noting(**lease):
        renewed.append(renew_lease(**lease))
        return renewed[-1]

    monkeypatch.setattr(module, "renew_lease", noting)
    run = ReportRunFactory()
    claim_run(run_id=run.pk, owner="worker", now=NOW)
    clock.pass_seconds(10)
    with heartbeat(run_id=run.pk, owner="worker", clock=clock, seconds=OFTEN):
        assert wait_until(lambda: renewed)
    assert ReportRun.objects.get(pk=run.pk).lease_until == clock.now + LEASE


def test_it_goes_on_until_the_builder_is_done_and_ends_with_it(beating):
    lease, before = Lease(), threading.active_count()
    with beating(lease):
        assert wait_until(lambda: lease.renewals >= 3)
    renewals = lease.renewals
    assert threading.active_count() == before
    time.sleep(5 * OFTEN)
    assert lease.renewals == renewals


def test_it_ends_when_the_builder_fails(beating):
    before = threading.active_count()
    with pytest.raises(RuntimeError), beating(Lease()):
        raise RuntimeError
    assert threading.active_count() == before


def test_it_stops_when_the_lease_is_lost(beating):
    lease = Lease(False)
    with beating(lease):
        assert wait_until(lambda: lease.renewals)
        time.sleep(5 * OFTEN)
    assert lease.renewals == 1


def test_a_missed_beat_is_not_the_end(beating):
    lease = Lease(DatabaseError("locked"))
    with beating(lease):
        assert wait_until(lambda: lease.renewals >= 2)


def test_a_short_job_needs_none(beating):
    lease = Lease()
    with beating(lease, seconds=60):
        pass
    assert lease.renewals == 0


def test_the_thread_gives_its_connection_back(beating, monkeypatch):
    closed_by = []

    class Connection:
        """Notes which thread closes it."""

        def close(self):
            """Close."""
            closed_by.append(threading.current_thread())

    monkeypatch.setattr(module, "connection", Connection())
    with beating(Lease()):
        pass
    assert len(closed_by) == 1
    assert closed_by[0] is not threading.main_thread()
