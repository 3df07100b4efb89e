"""Two people at the same moment, in real threads with connections of their own: nothing is lost (trust.md 4, 5, 7)."""

import shutil
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from assurance.models import ActivityEntry, EarlyWarning, EvidenceFile, ReturnItem, ReturnSubmission, StatusReturn
from assurance.rules.returns import ReturnState, Section
from assurance.rules.roles import Role
from assurance.services import activity
from assurance.services.drafts import SaveOutcome, add_item, save_item
from assurance.services.evidence import attach_file
from assurance.services.returns import accept_return, submit_return
from indicators.models import SeriesDue, SeriesFinding, Signal
from indicators.services import findings
from indicators.services.findings import recompute_all, refresh_findings
from reports.models import ReportRun
from reports.rules.kinds import Kind
from reports.services.runs import claim_run, request_report
from tests.assurance.test_evidence import PDF
from tests.factories.assurance import person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.returns import NOW, StatusReturnFactory, filled, section_of
from tests.services.databases import (
    POSTGRESQL,
    at_once,
    default_is,
    fresh_postgresql,
    listens,
    postgresql_settings,
    sqlite_settings,
)

NO_POSTGRESQL = pytest.mark.skipif(not listens(POSTGRESQL), reason="PostgreSQL does not answer on 127.0.0.1.")
WRITERS = 8
ENTRIES_EACH = 10


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.services, NO_POSTGRESQL])],
)
def template(request):
    """A migrated database of either kind, to be copied: the path of a SQLite file, or the name of the other."""
    return request.getfixturevalue("migrated" if request.param == "sqlite" else "migrated_postgresql")


@pytest.fixture(autouse=True)
def database(template, tmp_path, django_db_blocker):
    """A database of its own, on which transactions are real."""
    with django_db_blocker.unblock():
        if isinstance(template, str):
            with fresh_postgresql(template) as url, default_is(postgresql_settings(url)):
                yield
        else:
            with default_is(sqlite_settings(shutil.copy(template, tmp_path))):
                yield


@pytest.fixture
def team(database):
    """The Business Team."""
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def draft(team):
    """A draft that can be submitted."""
    return filled(StatusReturnFactory(agency__name="Kent Police", agency__category="police"))


@pytest.fixture
def lead(draft):
    """The agency's lead."""
    return person_with(Role.PARTNER_LEAD, agency=draft.agency)


@pytest.fixture
def item(draft):
    """A statement of the draft, version 1."""
    return ReturnItem.objects.get(section__status_return=draft, section__section=Section.NOT_GOING_WELL)


def outcomes(results, kind):
    """The results of this kind; whatever went wrong in another way fails the test."""
    unexpected = [one for one in results if isinstance(one, Exception) and not isinstance(one, ValidationError)]
    assert unexpected == []
    return [one for one in results if isinstance(one, kind)]


def test_of_two_who_save_the_same_version_one_wins_and_the_others_are_told(item, lead):
    texts = [f"Words of writer {number}" for number in range(WRITERS)]
    saving = [partial(save_item, item=item, version=1, values={"statement": text}, by=lead, now=NOW) for text in texts]
    results = outcomes(at_once(*saving), SaveOutcome)
    assert sum(result.saved for result in results) == 1
    assert {result.version for result in results} == {2}
    winner = next(text for text, result in zip(texts, results, strict=True) if result.saved)
    item.refresh_from_db()
    assert (item.statement, item.version) == (winner, 2)
    assert ActivityEntry.objects.filter(action="return.save_statement").count() == 1


def test_statements_added_at_once_all_stand_one_after_the_other(draft, lead):
    part = section_of(draft, Section.NEWS)
    outcomes(at_once(*[partial(add_item, section=part, by=lead, now=NOW)] * WRITERS), ReturnItem)
    assert [item.position for item in part.items.all()] == list(range(1, WRITERS + 1))


def test_two_who_submit_make_one_submission(draft, lead):
    results = at_once(*[partial(submit_return, status_return=draft, by=lead, now=NOW)] * 2)
    assert len(outcomes(results, ReturnSubmission)) == 1
    assert len(outcomes(results, ValidationError)) == 1
    draft.refresh_from_db()
    assert (draft.state, draft.submissions.count()) == (ReturnState.SUBMITTED, 1)


def test_what_is_saved_while_another_submits_is_in_the_submission_or_refused(item, draft, lead):
    saved, submission = at_once(
        partial(save_item, item=item, version=1, values={"statement": "In the nick of time"}, by=lead, now=NOW),
        partial(submit_return, status_return=draft, by=lead, now=NOW),
    )
    outcomes([saved, submission], object)
    assert isinstance(submission, ReturnSubmission)
    assert ("In the nick of time" in submission.content) == isinstance(saved, SaveOutcome)


def test_a_file_that_comes_while_another_submits_is_in_the_submission_or_refused(item, draft, lead):
    upload = SimpleUploadedFile("Late.pdf", PDF)
    attached, submission = at_once(
        partial(attach_file, item=item, upload=upload, by=lead, now=NOW),
        partial(submit_return, status_return=draft, by=lead, now=NOW),
    )
    outcomes([attached, submission], object)
    assert submission.files.count() == EvidenceFile.objects.count() == isinstance(attached, EvidenceFile)


def test_two_who_accept_leave_one_acceptance(draft, lead, team):
    submit_return(status_return=draft, by=lead, now=NOW)
    results = at_once(*[partial(accept_return, status_return=draft, by=team, now=NOW)] * 2)
    assert len(outcomes(results, ValidationError)) == 1
    assert StatusReturn.objects.get(pk=draft.pk).state == ReturnState.ACCEPTED
    assert ActivityEntry.objects.filter(action="return.accept").count() == 1


def test_the_log_stays_whole_under_many_writers(draft, lead):
    before = ActivityEntry.objects.count()

    def write():
        for _ in range(ENTRIES_EACH):
            activity.record(actor=lead, action="return.read", subject=draft, now=NOW)

    outcomes(at_once(*[write] * WRITERS), object)
    assert ActivityEntry.objects.count() == before + WRITERS * ENTRIES_EACH
    assert activity.chain_problems() == []


def test_two_presses_make_one_pack(draft, team):
    kind = Kind.EXECUTIVE_BOARD_PACK
    asking = [
        partial(request_report, kind=kind, period=draft.period, by=team, idempotency_key=str(number), now=NOW)
        for number in range(4)
    ]
    runs = outcomes(at_once(*asking), ReportRun)
    assert {run.pk for run in runs} == {ReportRun.objects.get().pk}
    assert len(runs) == len(asking)


def test_of_two_workers_one_takes_the_job(draft, team):
    run = request_report(kind=Kind.EXECUTIVE_BOARD_PACK, period=draft.period, by=team, idempotency_key="once", now=NOW)
    claiming = [partial(claim_run, run_id=run.pk, owner=f"worker {number}", now=NOW) for number in range(4)]
    claimed = outcomes(at_once(*claiming), ReportRun)
    assert [ReportRun.objects.get().lease_owner] == [one.lease_owner for one in claimed]


def test_workers_share_the_findings_and_miss_no_figure_that_lands_meanwhile(monkeypatch):
    """Every finding is made of all figures, every signal is kept once and every series warns once."""
    monkeypatch.setattr(findings, "CHUNK", 2)
    measures = [monthly_measure() for _ in range(8)]
    for measure in measures:
        land_months(measure, *CALM, OUTLIER)
    working = [partial(refresh_findings, now=NOW) for _ in range(4)]
    landing = [partial(land_months, measure, OUTLIER + 1, start=13) for measure in measures[::3]]
    results = at_once(*working, *landing)
    assert [result for result in results if isinstance(result, Exception)] == []
    refresh_findings(now=NOW)
    assert not SeriesDue.objects.exists()
    made = stored_findings()
    recompute_all(now=NOW)
    assert made == stored_findings()
    assert [points for _, points, _ in made] == [14, 13, 13, 14, 13, 13, 14, 13]
    assert EarlyWarning.objects.count() == len(measures)
    assert len(measures) <= Signal.objects.count() <= len(measures) + len(landing)
    assert set(Signal.objects.values_list("early_warning__origin", "measure__code")) == {
        (f"{measure.code}/{measure.home_area.slug}", measure.code) for measure in measures
    }


def stored_findings():
    return list(SeriesFinding.objects.order_by("measure").values_list("measure", "points", "headline"))


@pytest.mark.parametrize("table", ["assurance_activityentry", "assurance_returnsubmission"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_database_itself_refuses_to_change_what_is_kept(draft, lead, table, change):
    submit_return(status_return=draft, by=lead, now=NOW)
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))
