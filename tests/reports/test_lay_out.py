"""Laying out the pages of a run: told section by section, left when the run is no longer ours, not done twice."""

import pytest

from reports.models import ReportRun
from reports.rules.runs import LEASE, RunStatus, Step
from reports.services import build as building
from reports.services import lay_out as module
from reports.services.build import build_report
from reports.services.files import unfinished
from reports.services.runs import cancel_run, claim_run
from tests.factories.reports import ReportRunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]


@pytest.fixture(autouse=True)
def parts(settings, tmp_path):
    """No part has been laid out before."""
    settings.PACK_PARTS = tmp_path / "parts"
    return settings.PACK_PARTS


@pytest.fixture
def run(quarter, business_team):
    return ReportRunFactory(period=quarter.period, requested_by=business_team, sections=["missing_returns", "risks"])


@pytest.fixture
def after_each(monkeypatch):
    """Have something done after every telling how far the pages are."""

    def _after_each(done):
        write = module.write_as_owner

        def write_and_do(**values):
            write(**values)
            done()

        monkeypatch.setattr(module, "write_as_owner", write_and_do)

    return _after_each


def build(run, clock, owner="worker"):
    return build_report(run_id=run.pk, owner=owner, clock=clock)


def test_every_section_finished_is_told_and_renews_the_lease(run, clock, after_each):
    rows = []

    def note():
        rows.append(ReportRun.objects.get(pk=run.pk))
        clock.pass_seconds(5)

    after_each(note)
    build(run, clock)
    sections = len(rows[-1].sections)
    assert rows[-1].step_words == f"Laying out the pages: {sections} of {sections} sections"
    assert {row.step for row in rows} == {Step.LAY_OUT}
    assert rows[-1].lease_until - rows[0].lease_until == 5 * (len(rows) - 1) * (LEASE / LEASE.total_seconds())


@pytest.mark.parametrize("how", ["cancelled", "lost"])
def test_a_run_no_longer_ours_is_left_between_two_sections(run, clock, after_each, business_team, monkeypatch, how):
    def end():
        if how == "cancelled":
            cancel_run(run=run, by=business_team, now=clock())
        else:
            clock.pass_seconds(LEASE.total_seconds() + 1)
            assert claim_run(run_id=run.pk, owner="another", now=clock())

    checked = []
    monkeypatch.setattr(building, "validate_pdf", lambda data: checked.append(data) or [])
    after_each(end)
    assert build(run, clock) is None
    assert checked == []
    standing = ReportRun.objects.get(pk=run.pk)
    assert standing.status == (RunStatus.CANCELLED if how == "cancelled" else RunStatus.RUNNING)
    assert list(unfinished().iterdir()) == []


def test_the_next_attempt_uses_what_the_first_laid_out(run, clock, parts, monkeypatch):
    def fail(data):
        raise RuntimeError("out of luck")

    with monkeypatch.context() as patch:
        patch.setattr(building, "validate_pdf", fail)
        assert build(run, clock).status == RunStatus.QUEUED
    laid_out = {path: path.stat().st_ino for path in parts.iterdir()}
    assert build(run, clock).status == RunStatus.DONE
    assert {path: path.stat().st_ino for path in parts.iterdir()} == laid_out
