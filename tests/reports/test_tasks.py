"""The jobs: an id in, one service call, under the names the schedule knows them by."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from kscmp.celery import app
from reports import tasks
from reports.models import ReportRun
from reports.rules.runs import RunStatus
from tests.factories.assurance import ReportingPeriodFactory, partnership
from tests.factories.reports import ReportRunFactory

pytestmark = pytest.mark.django_db


def test_the_schedule_names_a_task_there_is():
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    repeated = {tasks.sweep_report_runs.name, tasks.prepare_packs.name, tasks.remind_of_texts.name}
    assert repeated <= scheduled
    assert repeated <= set(app.tasks)
    assert {"reports.tasks.build_report_run", "reports.tasks.sweep_report_runs"} <= set(app.tasks)


def test_the_sweep_sends_what_was_left_behind_again(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.build_report_run, "delay", sent.append)
    left_behind = ReportRunFactory(created_at=timezone.now() - timedelta(minutes=1))
    tasks.sweep_report_runs()
    assert sent == [str(left_behind.pk)]


def test_a_draft_that_falls_due_is_sent_to_the_workers(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.build_report_run, "delay_on_commit", sent.append)
    partnership()
    ReportingPeriodFactory(meeting__starts_at=timezone.now() + timedelta(days=3))
    for _ in range(2):
        tasks.prepare_packs()
    assert sent == [str(ReportRun.objects.get().pk)]


def test_the_sweep_removes_parts_of_packs_not_needed(settings, tmp_path):
    settings.PACK_PARTS = tmp_path
    for name in ("old", "new"):
        (tmp_path / name).write_bytes(b"part")
    os.utime(tmp_path / "old", (0, 0))
    tasks.sweep_report_runs()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_run_is_built_under_a_name_of_its_own_each_time(monkeypatch):
    owners = []
    monkeypatch.setattr(tasks, "build_report", lambda *, run_id, owner, clock: owners.append((run_id, owner)))
    run = ReportRunFactory()
    for _ in range(2):
        tasks.build_report_run(str(run.pk))
    assert {run_id for run_id, _ in owners} == {run.pk}
    assert len({owner for _, owner in owners}) == 2


def test_a_run_is_sent_once_its_row_is_committed(django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.build_report_run, "delay", sent.append)
    run = ReportRunFactory()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.send_run(run)
        assert sent == []
    assert sent == [str(run.pk)]


def test_a_broker_that_is_down_loses_nothing(monkeypatch):
    def down(run_id):
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.build_report_run, "delay_on_commit", down)
    run = ReportRunFactory()
    tasks.send_run(run)
    run.refresh_from_db()
    assert run.status == RunStatus.QUEUED
