"""A file on its way in, from upload to undo: through the services and the job, as a worker does it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from indicators.models import Batch, CurrentObservation, ImportMapping, ImportRun, Observation
from indicators.rules.importing.runs import LEASE, MAX_ATTEMPTS, MOVES, Move, after, before, can, progress_in_words
from indicators.rules.vocabulary import ImportState, Status
from indicators.services import import_jobs
from indicators.services.import_jobs import work_on_import
from indicators.services.imports import (
    LeaseLost,
    claim_import,
    confirm_import,
    drop_import,
    report_progress,
    request_reading,
    sweep_imports,
    undo_import,
    upload_file,
)
from indicators.services.mappings import keep_mapping, load_mappings
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, SourceFactory
from tests.indicators.importing.make import BASIC, HEADER

pytestmark = pytest.mark.django_db
GOOD = "2024,E10000016,200,1000,20\n2025,E10000016,210,1000,21\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Uploads go to a folder of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def team():
    """A person who may bring figures in."""
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def mapping(team):
    """The basic mapping, its measure and its area."""
    SourceFactory()
    MeasureFactory(code="SHARE", title="A share", home_area=AreaFactory(name="Kent", code="E10000016"))
    return keep_mapping(columns=BASIC, by=team, now=NOW)


def uploaded(team, text=GOOD, name="figures.csv"):
    """A file that has been uploaded."""
    content = text if isinstance(text, bytes) else f"{HEADER}\n{text}".encode()
    return upload_file(upload=SimpleUploadedFile(name, content), source=SourceFactory(), by=team, now=NOW)


def work(run, clock=lambda: NOW):
    """Let a worker do what the run waits for."""
    work_on_import(run_id=run.pk, owner="a worker", clock=clock)
    run.refresh_from_db()
    return run


def previewed(team, mapping, text=GOOD):
    """A file that has been read."""
    run = uploaded(team, text)
    request_reading(run=run, mapping=mapping, by=team, now=NOW)
    return work(run)


def landed(team, mapping, text=GOOD):
    """A file whose figures have been brought in."""
    run = previewed(team, mapping, text)
    confirm_import(run=run, by=team, now=NOW)
    return work(run)


def test_a_file_is_shown_before_anything_lands(team, mapping):
    run = previewed(team, mapping)
    assert run.state == ImportState.PREVIEWED
    assert {name: run.preview[name] for name in ("rows", "added", "corrected", "unchanged", "refused_count")} == {
        "rows": 2,
        "added": 2,
        "corrected": 0,
        "unchanged": 0,
        "refused_count": 0,
    }
    assert run.preview["changes"][0] == {
        "row": 2,
        "measure": "A share",
        "area": "Kent",
        "period": "Year ending March 2024",
        "now": "20.0%",
        "before": "",
    }
    assert not Observation.objects.exists()
    assert Notice.objects.filter(person=team).count() == 1


def test_what_was_shown_and_confirmed_lands_and_says_so(team, mapping):
    run = landed(team, mapping)
    assert run.state == ImportState.LANDED
    assert (run.batch.sha256, run.batch.recorded_by, run.batch.file_name) == (run.sha256, team, "figures.csv")
    assert Observation.objects.count() == 2
    assert list(
        ActivityEntry.objects.filter(action__startswith="import.").order_by("pk").values_list("action", flat=True)
    ) == [
        "import.upload",
        "import.read",
        "import.confirm",
        "import.land",
    ]


def test_corrections_show_what_stands_beside_them(team, mapping):
    landed(team, mapping)
    run = previewed(team, mapping, "2024,E10000016,c,1000,c\n2025,E10000016,210,1000,21")
    (change,) = run.preview["changes"]
    assert (change["now"], change["before"]) == ("suppressed by the publisher (c)", "20.0%")
    assert (run.preview["corrected"], run.preview["unchanged"]) == (1, 1)


def test_doubts_are_shown_and_block_nothing(team, mapping):
    run = previewed(team, mapping, "2024,E10000016,200,10000,2\n2025,E10000016,3000,10000,30")
    assert run.preview["doubts"] == [
        "A share: Kent (Year ending March 2025): the value rose tenfold or more: 2, then 30."
    ]
    assert run.can_be_confirmed


def test_a_file_with_one_wrong_cell_can_only_be_looked_at(team, mapping):
    run = previewed(team, mapping, GOOD + "2023,E10000016,1,2,12O")
    assert run.preview["refused"] == ["Row 4, column E (value): “12O” is not a number."]
    assert not run.can_be_confirmed
    with pytest.raises(ValidationError, match="whole or not at all"):
        confirm_import(run=run, by=team, now=NOW)


def test_contradictions_within_a_file_are_refused_by_row(team, mapping):
    run = previewed(team, mapping, GOOD + "2025,E10000016,1,2,50")
    assert run.preview["refused"] == [
        "Row 4, column E (value): row 3 gives another figure for the same measure, area and period."
    ]


def test_a_file_that_says_what_is_known_has_nothing_to_confirm(team, mapping):
    landed(team, mapping)
    run = previewed(team, mapping)
    assert not run.can_be_confirmed
    with pytest.raises(ValidationError, match="nothing to bring in"):
        confirm_import(run=run, by=team, now=NOW)


def test_a_file_that_does_not_fit_fails_with_the_reason_and_can_be_read_another_way(team, mapping):
    run = uploaded(team, b"a,b\n1,2\n")
    request_reading(run=run, mapping=mapping, by=team, now=NOW)
    work(run)
    assert run.state == ImportState.FAILED
    assert run.error.startswith("The columns “year”, “code”")
    assert run.can_be_read


def test_undoing_puts_back_what_stood(team, mapping):
    landed(team, mapping)
    run = landed(team, mapping, "2025,E10000016,220,1000,22\n2026,E10000016,230,1000,23")
    undo_import(run=run, by=team, now=NOW)
    standing = CurrentObservation.objects.order_by("period_end").select_related("observation")
    assert [row.observation.value for row in standing] == [20, 21, None]
    assert standing[2].observation.status == Status.WITHDRAWN
    assert run.state == ImportState.UNDONE
    assert Batch.objects.get(undoes=run.batch).recorded_by == team
    with pytest.raises(ValidationError, match="has moved on"):
        undo_import(run=run, by=team, now=NOW)


def test_a_file_left_out_is_kept_no_longer(team, mapping, files, django_capture_on_commit_callbacks):
    run = uploaded(team)
    assert len(list(files.rglob(str(run.pk)))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        drop_import(run=run, by=team, now=NOW)
    assert (run.state, run.file.name) == (ImportState.DROPPED, "")
    assert list(files.rglob(str(run.pk))) == []


@pytest.mark.parametrize("service", [confirm_import, drop_import, undo_import])
def test_only_those_who_manage_indicators_move_a_file_on(team, mapping, service):
    run = landed(team, mapping)
    with pytest.raises(PermissionDenied):
        service(run=run, by=person_with(Role.SAAS_MEMBER), now=NOW)


def test_only_those_who_manage_indicators_upload_and_keep_mappings(mapping):
    member = person_with(Role.SAAS_MEMBER)
    with pytest.raises(PermissionDenied):
        uploaded(member)
    with pytest.raises(PermissionDenied):
        keep_mapping(columns=BASIC, by=member, now=NOW)


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "empty"), (b"%PDF\x00", "no text"), (b"PK\x03\x04", "not one the")]
)
def test_what_is_no_table_is_not_kept(team, content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        uploaded(team, content)
    assert not ImportRun.objects.exists()


def test_a_file_too_large_is_not_kept(team, monkeypatch):
    monkeypatch.setattr("indicators.services.imports.MOST_BYTES", 10)
    with pytest.raises(ValidationError, match="larger than"):
        uploaded(team)


def test_the_name_a_person_gave_is_no_path(team, files):
    run = uploaded(team, name="../../etc/passwd")
    assert run.file_name == "passwd"
    assert run.file.name == f"imports/{run.pk}"


def test_a_mapping_kept_replaces_the_one_before_and_is_refused_when_wrong(team, mapping):
    again = keep_mapping(columns=BASIC | {"title": "Another title"}, by=team, now=NOW)
    assert (again.pk, ImportMapping.objects.get().title) == (mapping.pk, "Another title")
    with pytest.raises(ValidationError, match="which means nothing"):
        keep_mapping(columns=BASIC | {"x": 1}, by=team, now=NOW)
    with pytest.raises(ValidationError, match="source that the portal does not have"):
        keep_mapping(columns=BASIC | {"source": "nobody"}, by=team, now=NOW)


def test_shipped_mappings_are_added_and_never_changed(team, mapping):
    assert load_mappings(mappings=[BASIC | {"title": "Shipped"}], by=None, now=NOW) == 0
    assert load_mappings(mappings=[BASIC | {"name": "another"}], by=None, now=NOW) == 1
    mapping.refresh_from_db()
    assert mapping.title == "A file"


def reading(team, mapping):
    """A file that waits to be read."""
    run = uploaded(team)
    request_reading(run=run, mapping=mapping, by=team, now=NOW)
    return run


def test_one_worker_at_a_time(team, mapping):
    run = reading(team, mapping)
    assert claim_import(run_id=run.pk, owner="first", now=NOW)
    assert claim_import(run_id=run.pk, owner="second", now=NOW) is None
    assert claim_import(run_id=run.pk, owner="second", now=NOW + LEASE + timedelta(seconds=1))


def test_who_has_lost_the_lease_changes_nothing(team, mapping):
    run = reading(team, mapping)
    first = claim_import(run_id=run.pk, owner="first", now=NOW)
    claim_import(run_id=run.pk, owner="second", now=NOW + 2 * LEASE)
    with pytest.raises(LeaseLost):
        report_progress(run=first, words="x", done=1, now=NOW)


def test_a_worker_that_loses_its_lease_while_landing_lands_nothing(team, mapping, monkeypatch):
    run = previewed(team, mapping)
    confirm_import(run=run, by=team, now=NOW)

    def taken_over(**_):
        ImportRun.objects.filter(pk=run.pk).update(lease_owner="another")
        raise LeaseLost

    monkeypatch.setattr(import_jobs, "finish_import", taken_over)
    work(run)
    assert run.state == ImportState.LANDING
    assert not Observation.objects.exists()
    assert not Batch.objects.exists()


def test_an_error_leaves_the_file_for_another_attempt_and_the_third_fails_it(team, mapping, monkeypatch):
    run = reading(team, mapping)
    monkeypatch.setattr(import_jobs, "preview_of", lambda _: 1 / 0)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        work(run)
        assert run.attempts == attempt
    assert run.state == ImportState.FAILED
    assert "something went wrong three times" in run.error


def test_the_sweep_sends_what_was_left_behind_and_fails_what_has_had_its_attempts(team, mapping):
    waiting, given_up, busy = (reading(team, mapping) for _ in range(3))
    ImportRun.objects.filter(pk=given_up.pk).update(attempts=MAX_ATTEMPTS)
    claim_import(run_id=busy.pk, owner="a worker", now=NOW)
    assert sweep_imports(now=NOW) == [waiting.pk]
    given_up.refresh_from_db()
    assert given_up.state == ImportState.FAILED


def test_a_file_that_has_landed_is_not_landed_again(team, mapping):
    run = landed(team, mapping)
    assert work_on_import(run_id=run.pk, owner="another", clock=lambda: NOW) is False
    assert Observation.objects.count() == 2


def test_every_move_leads_somewhere_and_ends_are_ends():
    assert {after(move) for move in Move} <= set(ImportState)
    assert all(before(move) for move in Move)
    assert not any(can(state, move) for state in (ImportState.DROPPED, ImportState.UNDONE) for move in Move)
    assert len(MOVES) == 12


@pytest.mark.parametrize(
    ("state", "words", "done", "total", "said"),
    [
        ("reading", "", 0, 0, "Waiting to start"),
        ("reading", "Reading the file", 12000, 0, "Reading the file: 12,000 rows"),
        ("reading", "Reading the file", 12000, 40000, "Reading the file: 12,000 of 40,000 rows"),
        ("landing", "Bringing the figures in", 5, 5, "Bringing the figures in"),
    ],
)
def test_progress_is_said_in_words(state, words, done, total, said):
    assert progress_in_words(state, words, done, total) == said
