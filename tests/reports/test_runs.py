"""Asking for a report, and who holds it while it is built."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from reports.models import ReportRun, ReportSnapshot
from reports.rules.kinds import Kind
from reports.rules.runs import BROKEN_OFF, LEASE, MAX_ATTEMPTS, WENT_WRONG, RunStatus, Step
from reports.services import runs
from reports.services.runs import LeaseLost, Result
from tests.factories.assurance import ReportingPeriodFactory, person_with
from tests.factories.reports import NOW, ReportRunFactory

pytestmark = pytest.mark.django_db
A_WHILE = timedelta(seconds=1)
LATER = NOW + LEASE + A_WHILE


@pytest.fixture
def period(db):
    return ReportingPeriodFactory()


def ask(period, by, key="a-press", now=NOW):
    kind = Kind.EXECUTIVE_BOARD_PACK
    return runs.request_report(kind=kind, period=period, by=by, idempotency_key=key, now=now)


def claimed(run, owner="worker", now=NOW):
    return runs.claim_run(run_id=run.pk, owner=owner, now=now)


def stored(run):
    return ReportRun.objects.get(pk=run.pk)


def result():
    snapshot = ReportSnapshot.objects.create(content="{}", sha256="0" * 64, taken_at=NOW)
    return Result(snapshot, "reports/a.pdf", "1" * 64, size=10, pages=2)


# Asking


def test_a_request_is_a_queued_row_for_the_group_that_meets(period, business_team):
    run = ask(period, business_team)
    assert (run.status, run.report.group, run.requested_by) == (RunStatus.QUEUED, period.meeting.group, business_team)
    assert ActivityEntry.objects.filter(action="report.request", subject_id=str(run.pk)).count() == 1


def test_a_double_click_makes_one_pack(period, business_team):
    assert ask(period, business_team) == ask(period, business_team)
    assert ReportRun.objects.count() == 1
    assert ActivityEntry.objects.filter(action="report.request").count() == 1


def test_the_same_press_leads_to_its_pack_even_after_that_has_ended(period, business_team):
    run = ask(period, business_team)
    runs.fail_run(run=claimed(run), error="It failed.", now=NOW)
    assert ask(period, business_team) == run


def test_a_pack_on_its_way_is_not_asked_for_twice(period, business_team):
    run = ask(period, business_team)
    assert ask(period, person_with(Role.BUSINESS_TEAM), key="another-press") == run


def test_once_it_has_ended_another_can_be_made(period, business_team):
    run = ask(period, business_team)
    runs.fail_run(run=claimed(run), error="It failed.", now=NOW)
    assert ask(period, business_team, key="another-press") != run


def test_a_key_serves_for_one_thing_and_one_person(period, business_team):
    ask(period, business_team)
    with pytest.raises(ValidationError, match="Load the page again"):
        ask(period, person_with(Role.BUSINESS_TEAM))
    with pytest.raises(ValidationError, match="Load the page again"):
        ask(ReportingPeriodFactory(quarter=3), business_team)


def test_only_who_builds_packs_may_ask(period):
    with pytest.raises(PermissionDenied):
        ask(period, person_with(Role.BOARD_MEMBER))
    assert not ReportRun.objects.exists()


def test_a_command_asks_without_a_person(period):
    assert ask(period, None).requested_by is None


def test_the_database_holds_to_one_at_a_time(period):
    ReportRunFactory(period=period)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRunFactory(period=period)


def test_who_presses_at_the_same_moment_gets_the_first_ones_pack(period, business_team, monkeypatch):
    first = ReportRunFactory(period=period)
    found = iter([None, first])
    monkeypatch.setattr(runs, "_already_asked_for", lambda *_: next(found))
    assert ask(period, business_team) == first


# Claiming


def test_a_claim_leases_the_run(period):
    run = claimed(ReportRunFactory(period=period))
    assert (run.status, run.lease_owner, run.lease_until, run.attempts) == (RunStatus.RUNNING, "worker", NOW + LEASE, 1)
    assert run.started_at == NOW


def test_two_workers_cannot_claim_the_same_run(period):
    run = ReportRunFactory(period=period)
    assert claimed(run, "one")
    assert claimed(run, "two") is None


def test_a_lease_that_ran_out_is_anybodys(period):
    run = ReportRunFactory(period=period)
    claimed(run, "one")
    assert claimed(run, "two", now=NOW + LEASE) is None
    taken = claimed(run, "two", now=LATER)
    assert (taken.lease_owner, taken.attempts, taken.started_at) == ("two", 2, NOW)


def test_what_has_ended_is_not_claimed(period):
    run = ReportRunFactory(period=period)
    runs.finish_run(run=claimed(run), result=result(), now=NOW)
    assert claimed(run, "two", now=LATER) is None


def test_a_fourth_attempt_is_not_made(period):
    run = ReportRunFactory(period=period)
    for number in range(MAX_ATTEMPTS):
        assert claimed(run, f"worker {number}", now=NOW + number * 2 * LEASE)
    assert claimed(run, "worker 4", now=NOW + 9 * LEASE) is None


def test_a_heartbeat_puts_the_end_of_the_lease_off(period):
    run = claimed(ReportRunFactory(period=period))
    assert runs.renew_lease(run_id=run.pk, owner="worker", now=NOW + A_WHILE)
    assert stored(run).lease_until == NOW + A_WHILE + LEASE
    assert claimed(run, "two", now=NOW + LEASE + A_WHILE) is None


def test_nobody_renews_anothers_lease(period):
    run = claimed(ReportRunFactory(period=period))
    assert not runs.renew_lease(run_id=run.pk, owner="somebody else", now=LATER)
    assert stored(run).lease_until == NOW + LEASE


# Writing under a lease


def test_a_step_is_told_and_renews_the_lease(period):
    run = claimed(ReportRunFactory(period=period))
    runs.begin_step(run=run, step=Step.LAY_OUT, now=NOW + A_WHILE)
    assert stored(run).progress == "Step 2 of 4: Laying out the pages"
    assert stored(run).lease_until == NOW + A_WHILE + LEASE


@pytest.mark.parametrize(
    "write",
    [
        lambda run: runs.begin_step(run=run, step=Step.CHECK, now=LATER),
        lambda run: runs.finish_run(run=run, result=result(), now=LATER),
        lambda run: runs.fail_run(run=run, error="Too late.", now=LATER),
        lambda run: runs.put_back_or_fail(run=run, error="Too late.", now=LATER),
    ],
    ids=["step", "finish", "fail", "put back"],
)
def test_who_has_lost_the_lease_changes_nothing(period, write):
    late = claimed(ReportRunFactory(period=period), "one")
    claimed(late, "two", now=LATER)
    before = ReportRun.objects.filter(pk=late.pk).values().get()
    entries, notices = ActivityEntry.objects.count(), Notice.objects.count()
    with pytest.raises(LeaseLost):
        write(late)
    assert ReportRun.objects.filter(pk=late.pk).values().get() == before
    assert (ActivityEntry.objects.count(), Notice.objects.count()) == (entries, notices)


def test_a_finished_run_has_its_file_and_its_asker_is_told(period, business_team):
    run = claimed(ReportRunFactory(period=period, requested_by=business_team))
    runs.finish_run(run=run, result=result(), now=NOW)
    run = stored(run)
    assert (run.status, run.file.name, run.pages, run.finished_at) == (RunStatus.DONE, "reports/a.pdf", 2, NOW)
    assert (run.lease_owner, run.lease_until) == ("", None)
    notice = Notice.objects.get(person=business_team)
    assert notice.text == "The draft of the Executive Board pack for Quarter 2 2026/27 is ready"
    assert (notice.url, notice.permission, notice.group) == (f"/packs/{run.pk}/", "read_pack", run.report.group)
    entry = ActivityEntry.objects.get(action="report.build")
    assert '"snapshot":"' + "0" * 64 in entry.detail


def test_a_failed_run_says_why_and_its_asker_is_told(period, business_team):
    run = claimed(ReportRunFactory(period=period, requested_by=business_team))
    runs.fail_run(run=run, error="It failed.", now=NOW)
    assert (stored(run).status, stored(run).error) == (RunStatus.FAILED, "It failed.")
    notice = Notice.objects.get(person=business_team)
    assert (notice.text, notice.permission) == (
        "The draft of the Executive Board pack for Quarter 2 2026/27 could not be built",
        "build_pack",
    )
    assert ActivityEntry.objects.filter(action="report.fail").count() == 1


def test_nobody_is_told_when_a_command_asked(period):
    run = claimed(ReportRunFactory(period=period, requested_by=None))
    runs.finish_run(run=run, result=result(), now=NOW)
    assert not Notice.objects.exists()


def test_an_error_puts_a_run_back_twice_and_then_fails_it(period):
    run = ReportRunFactory(period=period)
    for attempt in range(1, MAX_ATTEMPTS):
        runs.put_back_or_fail(run=claimed(run), error=WENT_WRONG, now=NOW)
        assert (stored(run).status, stored(run).attempts, stored(run).step) == (RunStatus.QUEUED, attempt, 0)
    runs.put_back_or_fail(run=claimed(run), error=WENT_WRONG, now=NOW)
    assert (stored(run).status, stored(run).error) == (RunStatus.FAILED, WENT_WRONG)


# The sweep


def test_the_sweep_sends_what_was_left_behind_and_nothing_else(period):
    def run(quarter, **fields):
        return ReportRunFactory(period=ReportingPeriodFactory(quarter=quarter), **fields)

    patient = timedelta(seconds=16)
    forgotten = run(1, created_at=NOW - patient)
    run(2, created_at=NOW - timedelta(seconds=14))
    broken_off = claimed(run(3, created_at=NOW - patient), now=NOW - LEASE - A_WHILE)
    claimed(run(4, created_at=NOW - patient), now=NOW)
    assert set(runs.sweep_runs(now=NOW)) == {forgotten.pk, broken_off.pk}


def test_what_has_ended_is_never_swept(period):
    run = claimed(ReportRunFactory(period=period))
    runs.fail_run(run=run, error="It failed.", now=NOW)
    assert runs.sweep_runs(now=NOW + timedelta(days=1)) == []


def test_a_run_broken_off_three_times_is_failed_with_a_sentence(period, business_team):
    run = ReportRunFactory(period=period, requested_by=business_team)
    for number in range(MAX_ATTEMPTS):
        claimed(run, f"worker {number}", now=NOW + number * 2 * LEASE)
    assert runs.sweep_runs(now=NOW + 9 * LEASE) == []
    assert (stored(run).status, stored(run).error) == (RunStatus.FAILED, BROKEN_OFF)
    assert Notice.objects.filter(person=business_team).count() == 1


# What the database itself holds to


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "running"},
        {"status": "running", "lease_owner": "worker"},
        {"lease_owner": "worker"},
        {"status": "done"},
        {"status": "done", "file": "a.pdf", "file_sha256": "1" * 64, "pages": 1, "finished_at": NOW},
        {"file": "a.pdf"},
        {"status": "failed", "finished_at": NOW},
        {"error": "It failed."},
        {"status": "gone"},
        {"edition": "secret"},
        {"edition": "issued"},
    ],
    ids=str,
)
def test_a_run_cannot_contradict_itself(period, wrong):
    run = ReportRunFactory(period=period)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRun.objects.filter(pk=run.pk).update(**wrong)


def test_a_key_is_used_once(period):
    ReportRunFactory(period=period, idempotency_key="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRunFactory(period=ReportingPeriodFactory(quarter=3), idempotency_key="one")


def test_a_snapshot_can_neither_be_changed_nor_removed(db):
    snapshot = result().snapshot
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportSnapshot.objects.filter(pk=snapshot.pk).update(content="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        snapshot.delete()


def test_a_runs_address_tells_nothing_of_other_runs(period):
    assert isinstance(ReportRunFactory(period=period).pk, type(uuid4()))
