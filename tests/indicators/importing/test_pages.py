"""The pages of bringing figures in, as the Business Team goes through them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.rules.roles import Role
from indicators import tasks
from indicators.models import ImportMapping, ImportRun, Observation
from indicators.rules.vocabulary import ImportState
from indicators.services.import_jobs import work_on_import
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, SourceFactory
from tests.indicators.importing.make import BASIC, HEADER

pytestmark = pytest.mark.django_db
GOOD = f"{HEADER}\n2024,E10000016,200,1000,20\n2025,E10000016,210,1000,21\n".encode()


@pytest.fixture(autouse=True)
def worker(settings, tmp_path, monkeypatch):
    """Uploads go to a folder of the test's own, and what is sent to a worker is done at once."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    monkeypatch.setattr(
        tasks.work_on_import_run,
        "delay_on_commit",
        lambda pk: work_on_import(run_id=pk, owner="a worker", clock=lambda: NOW),
    )
    monkeypatch.setattr(tasks.refresh_findings, "delay_on_commit", lambda: None)


@pytest.fixture
def team(sign_in):
    """The Business Team's browser."""
    MeasureFactory(code="SHARE", title="A share", home_area=AreaFactory(name="Kent", code="E10000016"))
    return sign_in(person_with(Role.BUSINESS_TEAM))


@pytest.fixture
def mapping():
    """A mapping kept for the source."""
    return ImportMapping.objects.create(
        slug="basic", title="A layout", source=SourceFactory(), columns=BASIC, changed_at=NOW
    )


def upload(team, content=GOOD, name="figures.csv"):
    """Upload a file; the answer."""
    data = {"source": SourceFactory().pk, "upload": SimpleUploadedFile(name, content)}
    return team.post(reverse("indicators:import_upload"), data)


def at(name, run):
    """An address of the file."""
    return reverse(f"indicators:import_{name}", args=[run.pk])


def text(answer):
    """The page as text."""
    return answer.content.decode()


def test_an_empty_list_says_what_will_appear(team):
    assert "No file yet" in text(team.get(reverse("indicators:import_list")))


def test_the_whole_way_in_and_out_again(team, mapping):
    run = ImportRun.objects.get(pk=upload(team).url.split("/")[-2])
    page = text(team.get(at("detail", run)))
    assert "A layout" in page
    assert "Read the file" in page
    page = text(team.post(at("read", run), {"mapping": mapping.pk}, follow=True))
    assert "What it holds" in page
    assert "Bring these figures in" in page
    assert "20.0%" in page
    page = text(team.post(at("confirm", run), follow=True))
    assert "Brought in" in page
    assert Observation.objects.count() == 2
    assert "figures.csv" in text(team.get(reverse("indicators:import_list")))
    assert "Undone" in text(team.post(at("undo", run), follow=True))
    assert Observation.objects.count() == 4


def test_a_file_that_cannot_be_read_whole_cannot_be_confirmed(team, mapping):
    upload(team, GOOD + b"2023,E10000016,1,2,12O\n")
    run = ImportRun.objects.get()
    page = text(team.post(at("read", run), {"mapping": mapping.pk}, follow=True))
    assert "Row 4, column E (value): “12O” is not a number." in page
    assert "Bring these figures in" not in page
    assert "whole or not at all" in text(team.post(at("confirm", run), follow=True))


def test_what_is_no_table_is_refused_on_the_form(team):
    page = text(upload(team, b"%PDF\x00"))
    assert "it holds bytes that are no text" in page
    assert not ImportRun.objects.exists()


def test_a_name_cannot_bring_in_markup(team, mapping):
    upload(team, name="<script>x.csv")
    page = text(team.get(at("detail", ImportRun.objects.get())))
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


ANSWERS = {
    "title": "Our own layout",
    "header_row": "1",
    "period_column": "A",
    "kind": "year",
    "year": "financial",
    "area_column": "B",
    "unknown": "refuse",
    "blank": "refused",
    "measure_1": "SHARE",
    "value_1": "E",
    "numerator_1": "C",
    "denominator_1": "D",
}


def test_columns_can_be_set_out_and_are_remembered_for_the_source(team):
    upload(team)
    run = ImportRun.objects.get()
    page = text(team.get(at("columns", run)))
    assert "A: year" in page
    page = text(team.post(at("columns", run), ANSWERS, follow=True))
    assert "Bring these figures in" in page
    upload(team)
    again = ImportRun.objects.exclude(pk=run.pk).get()
    assert "Our own layout" in text(team.get(at("detail", again)))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"year": ""}, "The mapping does not say what a year means."),
        ({"value_1": "", "numerator_1": ""}, "Choose the column of the value"),
        ({"measure_1": ""}, "Choose the measure"),
    ],
)
def test_a_layout_that_makes_no_sense_comes_back_with_what_was_chosen(team, wrong, sentence):
    upload(team)
    page = text(team.post(at("columns", ImportRun.objects.get()), ANSWERS | wrong))
    assert sentence in page
    assert "Our own layout" in page


def test_a_layout_must_be_chosen(team, mapping):
    upload(team)
    assert "Choose how the columns are read" in text(team.post(at("read", ImportRun.objects.get()), {}))


def test_progress_answers_with_nothing_while_nothing_has_changed(team, mapping):
    upload(team)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=ImportState.READING, step_words="Reading the file", done=4000)
    page = text(team.get(at("progress", run)))
    assert "Reading the file: 4,000 rows" in page
    run.refresh_from_db()
    assert f"seen={run.progress_key}" in page
    assert team.get(at("progress", run), {"seen": run.progress_key}).status_code == 204


def test_a_file_left_out_is_said_to_be(team, mapping):
    upload(team)
    assert "Not brought in" in text(team.post(at("drop", ImportRun.objects.get()), follow=True))


def test_the_list_is_a_file_too(team, mapping):
    upload(team)
    answer = team.get(reverse("indicators:import_list_file", args=["csv"]))
    assert b"figures.csv" in answer.content


def test_the_list_costs_the_same_for_many_files(team, mapping, django_assert_max_num_queries):
    for _ in range(5):
        upload(team)
    with django_assert_max_num_queries(25):
        team.get(reverse("indicators:import_list"))


def test_others_are_told_whom_to_ask(team, mapping, sign_in):
    upload(team)
    run = ImportRun.objects.get()
    member = sign_in(person_with(Role.SAAS_MEMBER))
    assert member.get(at("detail", run)).status_code == 403
    assert member.post(at("confirm", run)).status_code == 403
