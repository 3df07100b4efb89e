"""Building a pack: once, whole, from one snapshot, and the same again."""

import hashlib
import json
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from assurance.models import ActivityEntry, Notice
from assurance.rules.canonical import sha256_of
from assurance.rules.returns import Section
from reports.models import ReportRun, ReportSnapshot
from reports.pdf.validate import validate_pdf
from reports.rules.runs import LEASE, NOT_ACCEPTED, WENT_WRONG, RunStatus
from reports.services import build as module
from reports.services.build import build_report, marks_of, print_html
from reports.services.files import unfinished
from reports.services.lay_out import pages_of
from reports.services.runs import claim_run
from tests.factories.reports import NOW, ReportRunFactory, nothing, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]
RENDER_ELSEWHERE = """
import hashlib, json, sys
import django
django.setup()
from reports.services.build import print_html
from reports.services.lay_out import pages_of
html = print_html(sys.stdin.read(), json.loads(sys.argv[1]))
print(hashlib.sha256(pages_of(html, part="elsewhere", told=lambda done, sections: None)).hexdigest())
"""


@pytest.fixture
def run(quarter, business_team):
    return ReportRunFactory(period=quarter.period, requested_by=business_team)


def build(run, clock, owner="worker"):
    return build_report(run_id=run.pk, owner=owner, clock=clock)


def fail(*_, **__):
    raise RuntimeError("out of luck")


def files_below(folder):
    return sorted(path.name for path in folder.rglob("*.*") if path.is_file())


def text_of(run):
    with run.file.open("rb") as file:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def test_a_pack_is_built_stored_and_told_of(run, clock, stored_files):
    built = build(run, clock)
    data = built.file.read()
    assert built.status == RunStatus.DONE
    assert (sha256_of(data), len(data)) == (built.file_sha256, built.size)
    assert built.pages == len(PdfReader(BytesIO(data)).pages)
    assert validate_pdf(data) == []
    assert built.file.name == f"reports/2026q2/executive-board-pack-2026q2-{run.pk}-{built.file_sha256[:16]}.pdf"
    assert files_below(stored_files) == [built.file.name.rpartition("/")[2]]
    assert Notice.objects.filter(person=run.requested_by).count() == 1
    assert ActivityEntry.objects.filter(action="report.build").count() == 1


def test_the_pack_holds_the_police_return_and_says_healths_is_missing(run, clock):
    text = text_of(build(run, clock))
    assert "POLICE-NOT-WELL notifications arrive three days late" in text
    assert "Missing: Health (NHS Kent and Medway ICB)" in text
    assert "DRAFT-OF-HEALTH" not in text


def test_the_file_carries_the_time_of_the_snapshot_and_no_other(run, clock):
    data = build(run, clock).file.read()
    assert PdfReader(BytesIO(data)).metadata.creation_date == NOW


def test_what_is_built_is_not_built_again(run, clock):
    build(run, clock)
    assert build(run, clock, owner="another") is None
    assert ReportSnapshot.objects.count() == 1
    assert ActivityEntry.objects.filter(action="report.build").count() == 1


def test_another_process_makes_the_same_bytes_of_a_snapshot(run, clock):
    built = build(run, clock)
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    marks = json.dumps(marks_of(built, built.snapshot))
    command = [sys.executable, "-c", RENDER_ELSEWHERE, marks]
    content = built.snapshot.content
    done = subprocess.run(command, input=content, env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.split()[-1] == built.file_sha256


def test_a_snapshot_gives_the_same_pack_whatever_has_changed_since(quarter, run, clock):
    built = build(run, clock)
    nothing(quarter.health, Section.NOT_GOING_WELL, "Nothing")
    nothing(quarter.health, Section.MULTI_AGENCY_CONCERNS, "Nothing")
    sign(quarter.health)
    again = pages_of(
        print_html(built.snapshot.content, marks_of(built, built.snapshot)),
        part="again",
        told=lambda done, sections: None,
    )
    assert hashlib.sha256(again).hexdigest() == built.file_sha256


# When things go wrong


def test_an_error_is_another_attempts_chance_and_the_snapshot_is_kept(quarter, run, clock, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(module, "lay_out", fail)
        first = build(run, clock)
    assert (first.status, first.attempts) == (RunStatus.QUEUED, 1)
    nothing(quarter.health, Section.NOT_GOING_WELL, "Nothing")
    nothing(quarter.health, Section.MULTI_AGENCY_CONCERNS, "Nothing")
    sign(quarter.health)
    second = build(run, clock)
    assert (second.status, second.attempts, second.snapshot) == (RunStatus.DONE, 2, first.snapshot)
    assert "Missing: Health" in text_of(second)


def test_after_three_errors_the_run_fails_with_a_sentence(run, clock, monkeypatch):
    monkeypatch.setattr(module, "lay_out", fail)
    for _ in range(3):
        last = build(run, clock)
    assert (last.status, last.error, last.attempts) == (RunStatus.FAILED, WENT_WRONG, 3)
    assert build(run, clock) is None
    assert Notice.objects.get(person=run.requested_by).text.endswith("could not be built")


def test_an_error_while_the_snapshot_is_taken_leaves_none(run, clock, monkeypatch):
    monkeypatch.setattr("reports.services.snapshots.snapshot_content", fail)
    assert build(run, clock).snapshot is None
    assert not ReportSnapshot.objects.exists()


def test_a_file_that_is_not_accepted_is_not_published_and_not_tried_again(run, clock, monkeypatch, stored_files):
    monkeypatch.setattr(module, "validate_pdf", lambda data: ["PDF/UA-1: no title"])
    last = build(run, clock)
    assert (last.status, last.error, last.file.name) == (RunStatus.FAILED, NOT_ACCEPTED, "")
    assert files_below(stored_files) == []


def test_the_gate_lets_no_faulty_file_through(run, clock, monkeypatch):
    whole = module.print_html
    monkeypatch.setattr(module, "print_html", lambda *said: whole(*said).replace(' lang="en-GB"', ""))
    assert build(run, clock).error == NOT_ACCEPTED


def test_who_loses_the_lease_while_rendering_publishes_nothing(run, clock, monkeypatch):
    keep = module.lay_out

    def slow(**pages):
        data = keep(**pages)
        clock.pass_seconds(LEASE.total_seconds() + 1)
        assert claim_run(run_id=run.pk, owner="another", now=clock())
        return data

    monkeypatch.setattr(module, "lay_out", slow)
    assert build(run, clock, owner="slow") is None
    standing = ReportRun.objects.get(pk=run.pk)
    assert (standing.status, standing.lease_owner, standing.file.name) == (RunStatus.RUNNING, "another", "")
    assert not Notice.objects.filter(person=run.requested_by).exists()


def test_who_loses_the_lease_while_storing_leaves_the_row_to_the_other(run, clock, monkeypatch, stored_files):
    keep = module.store

    def slow(**file):
        name = keep(**file)
        clock.pass_seconds(LEASE.total_seconds() + 1)
        assert claim_run(run_id=run.pk, owner="another", now=clock())
        return name

    monkeypatch.setattr(module, "store", slow)
    assert build(run, clock, owner="slow") is None
    assert ReportRun.objects.get(pk=run.pk).status == RunStatus.RUNNING
    monkeypatch.setattr(module, "store", keep)
    clock.pass_seconds(LEASE.total_seconds() + 1)
    built = build(run, clock, owner="third")
    assert built.status == RunStatus.DONE
    assert files_below(stored_files) == [built.file.name.rpartition("/")[2]]


def test_half_files_of_killed_builders_go_when_the_run_is_done(run, clock):
    unfinished().mkdir(parents=True)
    (unfinished() / f"{run.pk}.killed").write_bytes(b"half")
    build(run, clock)
    assert list(unfinished().iterdir()) == []


def test_a_pack_without_any_return_is_a_pack(business_team, clock, pack_of):
    run = ReportRunFactory(requested_by=business_team)
    built = build(run, clock)
    assert built.status == RunStatus.DONE
    assert "No return has been submitted for this quarter" in text_of(built)


@pytest.mark.parametrize("times", [1, 40])
def test_long_and_hostile_words_are_laid_out_as_words(quarter, clock, times, business_team):
    words = '<img src="file:///etc/passwd"> {{ settings }} &amp; ' + "averyveryverylongwordwithoutanyspace" * times
    quarter.health.sections.get(section="going-well").items.update(statement=words, change="new")
    nothing(quarter.health, Section.NOT_GOING_WELL, words)
    nothing(quarter.health, Section.MULTI_AGENCY_CONCERNS, "- one\n- two\n\nNext")
    sign(quarter.health)
    built = build(ReportRunFactory(period=quarter.period, requested_by=business_team), clock)
    assert built.status == RunStatus.DONE
    assert '<img src="file:///etc/passwd"> {{ settings }} &amp;' in text_of(built)
