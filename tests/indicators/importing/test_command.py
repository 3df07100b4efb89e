"""`manage.py import_observations` with the publishers' files as they are."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Observation
from tests.indicators.importing.make import RAW

pytestmark = pytest.mark.django_db
FACTORS = RAW / "dfe_cin_assessment_factors_2018_2025.csv"
C1 = RAW / "dfe_cin_referrals_2013_2025.csv"


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    """The findings wait for the sweep."""
    monkeypatch.setattr("indicators.management.commands.import_observations.send_findings", lambda: None)


def said(*arguments):
    """What the command says."""
    out, err = StringIO(), StringIO()
    call_command("import_observations", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_a_dry_run_says_what_a_file_would_bring_beside_the_shipped_figures(real_figures):
    before = Observation.objects.count()
    assert "277 new, 0 changed, 169 unchanged, 0 refused." in said(C1, "--dry-run")
    assert "0 new, 0 changed, 540 unchanged" in said(RAW / "nhse_ae_monthly_kent_trusts_2016_2026.csv", "--dry-run")
    assert "0 new, 0 changed, 4 unchanged" in said(RAW / "ae_april_2025_no_separators.csv", "--dry-run")
    assert "2752 new, 0 changed, 1664 unchanged" in said(FACTORS, "--dry-run")
    assert Observation.objects.count() == before


def test_a_partial_return_is_asked_about(suite):
    assert "West Sussex (Year ending March 2023): the denominator fell from 7,447 to 509." in said(FACTORS, "--dry-run")


def test_a_file_lands_once(suite):
    assert "446 new" in said(C1, "--mapping=dfe-children-in-need-c1")
    assert Observation.objects.count() == 446
    assert "0 new, 0 changed, 446 unchanged" in said(C1)
    assert Observation.objects.count() == 446


def test_a_wrong_cell_is_named_and_the_command_fails(suite, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(C1.read_text().replace("21.6", "21.6?", 1))
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was brought in: 1 cells or rows refused."):
        call_command("import_observations", str(wrong), stdout=StringIO(), stderr=err)
    assert "column J (rereferral_percent): “21.6?” is not a number." in err.getvalue()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "options", "sentence"),
    [
        ("x.csv", b"a,b\n1,2\n", [], "Say with --mapping how the columns of the file are read. There are: "),
        ("x.csv", b"a,b\n1,2\n", ["--mapping=none"], "Say with --mapping"),
        ("x.csv", b"", [], "The file is empty."),
        ("x.csv", b"a\x00", [], "it holds bytes that are no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(suite, tmp_path, name, content, options, sentence):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        said(tmp_path / name, *options)


def test_a_file_that_is_not_there_is_said_to_be_missing(suite, tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        said(tmp_path / "missing.csv")
