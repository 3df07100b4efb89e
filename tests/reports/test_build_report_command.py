"""`manage.py build_report`: the same pack without browser, worker and broker."""

import re
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from reports.models import ReportRun
from reports.pdf.validate import validate_pdf
from reports.rules.runs import NOT_ACCEPTED, WENT_WRONG, RunStatus
from reports.services import build
from reports.services.runs import claim_run
from tests.factories.reports import ReportRunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]


def call(out, kind="executive_board_pack", period="2026Q2"):
    said = StringIO()
    call_command("build_report", kind, period=period, out=out, stdout=said)
    return said.getvalue()


def test_it_writes_the_pack_and_prints_path_pages_and_seconds(quarter, tmp_path):
    said = call(tmp_path)
    path = tmp_path / "executive-board-pack-2026q2-draft.pdf"
    run = ReportRun.objects.get()
    assert re.fullmatch(rf"{path}\n{run.pages} pages, \d+\.\d seconds\n", said)
    assert path.read_bytes() == run.file.read()
    assert validate_pdf(path.read_bytes()) == []
    assert [file.name for file in tmp_path.glob("*.p*")] == [path.name]


def test_it_builds_a_pack_that_only_waits_for_a_worker(quarter, tmp_path):
    waiting = ReportRunFactory(period=quarter.period)
    call(tmp_path)
    assert ReportRun.objects.get().pk == waiting.pk


def test_it_does_not_build_what_a_worker_is_building(quarter, tmp_path, clock, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", clock)
    claim_run(run_id=ReportRunFactory(period=quarter.period).pk, owner=uuid4().hex, now=clock())
    with pytest.raises(CommandError, match="being built at this moment"):
        call(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"kind": "annual_report"},
            "There is no report called annual_report: choose executive_board_pack or",
        ),
        ({"period": "2031Q1"}, "There is no reporting period 2031Q1"),
        ({"period": "spring"}, "There is no reporting period spring"),
    ],
)
def test_what_it_cannot_do_it_says_in_a_sentence(quarter, tmp_path, wrong, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call(tmp_path, **wrong)
    assert not ReportRun.objects.exists()


def test_a_folder_that_is_not_there_is_said_before_anything_is_built(quarter, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call(tmp_path / "nowhere")
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    ("function", "stand_in", "sentence", "attempts"),
    [
        ("validate_pdf", lambda data: ["PDF/UA-1: no title"], NOT_ACCEPTED, 1),
        ("lay_out", lambda **_: 1 / 0, WENT_WRONG, 3),
    ],
)
def test_a_pack_that_fails_is_a_sentence_with_a_reference(
    quarter, tmp_path, monkeypatch, function, stand_in, sentence, attempts
):
    monkeypatch.setattr(build, function, stand_in)
    with pytest.raises(CommandError, match=re.escape(sentence)) as error:
        call(tmp_path)
    run = ReportRun.objects.get()
    assert (run.status, run.attempts) == (RunStatus.FAILED, attempts)
    assert f"Reference: {run.pk}" in str(error.value)
    assert error.value.returncode == 1
    assert list(tmp_path.glob("*.p*")) == []
