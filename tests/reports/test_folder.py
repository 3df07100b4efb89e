"""The inspection folder: what is frozen goes in, what is not does not, and the same moment gives the same bytes."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest

from assurance.models import PartnershipGroup
from assurance.rules.roles import Role
from reports.models import ReportIssue
from reports.queries.folder import folder_items
from reports.queries.packs import reader_of
from reports.queries.runs import runs_visible_to
from reports.rules.folder import Shelf
from reports.rules.kinds import Kind
from reports.services import folder as folders
from reports.services.build import build_report
from reports.services.issues import withdraw_issue
from tests.factories.assurance import person_with
from tests.factories.reports import NOW, ReportRunFactory, finished, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]
LATER = NOW + timedelta(days=1)


@pytest.fixture
def folder(quarter, business_team):
    """A folder asked for, after the Board's pack was issued."""
    issued(finished(ReportRunFactory(period=quarter.period, requested_by=business_team)), business_team)
    return ReportRunFactory(period=quarter.period, kind=Kind.INSPECTION_FOLDER, requested_by=business_team)


def built(run, clock):
    clock.now = LATER
    run = build_report(run_id=run.pk, owner="worker", clock=clock)
    assert (run.status, run.error) == ("done", "")
    return run


def test_it_is_one_file_with_an_index_and_the_issued_pack_in_it(folder, clock):
    run = built(folder, clock)
    assert run.download_name == "inspection-folder-2026q2-draft.zip"
    with zipfile.ZipFile(io.BytesIO(run.file.read())) as opened:
        names = opened.namelist()
        rows = list(csv.DictReader(io.StringIO(opened.read("index.csv").decode("utf-8-sig"))))
        assert opened.read("overview.pdf").startswith(b"%PDF")
        index = opened.read("index.html").decode()
    assert "Executive Board pack, Quarter 2 2026/27, version 1" in index
    assert "OFFICIAL-SENSITIVE. As known at 27 November 2026 at 10:15am." in index
    assert names[:2] == ["index.html", "index.csv"]
    assert [row["File"] for row in rows] == names[2:]
    assert any(name.startswith("reports/") and "executive-board-pack" in name for name in names)


def test_the_same_snapshot_gives_the_same_bytes(folder, clock):
    run = built(folder, clock)
    overview = b"%PDF-1.7 the overview"
    first, second = (folders.folder_file(run, run.snapshot, overview) for _ in range(2))
    assert first == second


def test_what_happens_after_its_moment_changes_nothing_in_it(folder, clock, business_team):
    """Its snapshot names what is in it: a version withdrawn since stays, under the name it had."""
    run = built(folder, clock)
    before = folders.folder_file(run, run.snapshot, b"%PDF-1.7")
    issue = ReportIssue.objects.get()
    withdraw_issue(issue=issue, because="A figure was wrong.", by=business_team, now=LATER)
    assert folders.folder_file(run, run.snapshot, b"%PDF-1.7") == before
    assert folder_items(reader_of(folder.report), LATER) == ()


def test_what_is_frozen_after_its_moment_is_not_in_it(folder):
    reader = reader_of(folder.report)
    assert [item.shelf for item in folder_items(reader, LATER)] == [Shelf.REPORTS]
    assert folder_items(reader, NOW - timedelta(minutes=1)) == ()


@pytest.mark.parametrize(
    ("role", "reads"),
    [(Role.INSPECTOR, True), (Role.INDEPENDENT_SCRUTINEER, True), (Role.BOARD_MEMBER, False), (Role.SAAS_CHAIR, False)],
)
def test_it_is_for_those_who_read_everywhere(folder, clock, business_team, role, reads):
    run = issued(built(folder, clock), business_team)
    assert (run in runs_visible_to(person_with(role))) == reads
    assert folder.report.group.level == PartnershipGroup.Level.PARTNERSHIP
