"""Issuing a report: what it takes, that it is frozen, who may read what, and what is recorded after."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from docx import Document

from assurance.models import ActivityEntry, Notice
from assurance.rules.returns import Section
from assurance.rules.roles import Role
from reports.models import ReportApproval, ReportIssue, ReportPresentation, ReportRun, ReportShown
from reports.queries.life import needs_of, report_page
from reports.queries.runs import reports_visible_to, runs_visible_to
from reports.rules.kinds import Kind
from reports.rules.life import Approver, Audience, Body, Edition
from reports.rules.runs import RunStatus
from reports.services import issues
from reports.services.recommendations import add_recommendation
from reports.services.runs import LeaseLost, cancel_run, claim_run, finish_run
from tests.factories.assurance import PartnershipGroupFactory, ReportingPeriodFactory, person_with
from tests.factories.reports import NOW, ReportRunFactory, finished, issued, nothing, sign, state
from tests.factories.written import asked
from tests.reports.test_runs import result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]
TODAY = date(2026, 11, 26)


@pytest.fixture
def draft(quarter, business_team):
    """A finished draft of the Board's pack."""
    return finished(ReportRunFactory(period=quarter.period, requested_by=business_team))


@pytest.fixture
def yearly(quarter, business_team):
    """A finished draft of the yearly report."""
    return finished(ReportRunFactory(period=quarter.period, kind=Kind.YEARLY_REPORT, requested_by=business_team))


def another(draft):
    """A later draft of the same report."""
    run = finished(ReportRunFactory(report=draft.report, created_at=NOW + timedelta(hours=1)))
    return run


# Issuing


def test_issuing_freezes_the_snapshot_of_the_draft_and_has_its_file_built(draft, business_team):
    issue = issues.issue_report(run=draft, by=business_team, now=NOW)
    assert (issue.number, issue.snapshot, issue.issued_by, issue.issued_at) == (1, draft.snapshot, business_team, NOW)
    run = issue.runs.get()
    assert (run.edition, run.snapshot, run.status) == (Edition.ISSUED, draft.snapshot, RunStatus.QUEUED)
    assert finished(run).snapshot == draft.snapshot
    assert run.version_words == "Version 1, issued 26 November 2026"
    assert ActivityEntry.objects.filter(action="report.issue", subject_id=str(issue.pk)).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_only_the_business_team_issues(draft, role):
    for act in (
        lambda by: issues.issue_report(run=draft, by=by, now=NOW),
        lambda by: issues.show_draft(run=draft, audience=Audience.BOARD, by=by, now=NOW),
        lambda by: cancel_run(run=draft, by=by, now=NOW),
        lambda by: issues.build_again(issue=ReportIssue(report=draft.report), by=by, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act(person_with(role))
    assert not ReportIssue.objects.exists()


def test_a_draft_is_issued_once_and_never_behind_a_newer_one(draft, business_team):
    newer = another(draft)
    with pytest.raises(ValidationError, match="newer draft"):
        issues.issue_report(run=draft, by=business_team, now=NOW)
    issues.issue_report(run=newer, by=business_team, now=NOW)
    with pytest.raises(ValidationError, match="issued already"):
        issues.issue_report(run=newer, by=business_team, now=NOW)


def test_what_is_not_finished_cannot_be_issued(business_team, quarter):
    with pytest.raises(ValidationError, match="finished draft"):
        issues.issue_report(run=ReportRunFactory(period=quarter.period), by=business_team, now=NOW)


def test_another_version_says_why_and_what_differs(draft, business_team, quarter):
    issued(draft, business_team)
    for section in (Section.MULTI_AGENCY_CONCERNS, Section.HELP_WANTED):
        nothing(quarter.health, section, "HEALTH-NOTHING")
    state(quarter.health, Section.NOT_GOING_WELL, "HEALTH-NOT-WELL beds are far away", change="worse")
    sign(quarter.health)
    newer = another(draft)
    with pytest.raises(ValidationError, match="Say why"):
        issues.issue_report(run=newer, by=business_team, now=NOW, why=" ")
    issue = issues.issue_report(run=newer, by=business_team, now=NOW, why="Health has submitted.")
    assert (issue.number, issue.why) == (2, "Health has submitted.")
    differing = {one["section"]: one for one in issue.differences}
    assert any("HEALTH-NOT-WELL" in line for line in differing["Status returns"]["added"])
    assert differing["Status returns"]["what"] == "changed"
    assert any("NHS Kent and Medway" in line for line in differing["What is missing"]["removed"])
    assert "Funding" not in differing
    assert draft.report.issues.count() == 2


def test_a_version_has_its_number_once(draft, business_team):
    version = issued(draft, business_team).issue
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportIssue.objects.create(
            report=draft.report, number=1, draft=draft, snapshot=draft.snapshot, issued_by=business_team, issued_at=NOW
        )
    for wrong in ({"why": "A reason"}, {"withdrawn_at": NOW}, {"number": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportIssue.objects.filter(pk=version.pk).update(**wrong)


def test_no_version_is_issued_while_the_file_of_the_last_is_being_built(draft, business_team, sign_in):
    issues.issue_report(run=draft, by=business_team, now=NOW)
    newer = another(draft)
    said = sign_in(business_team).post(f"/packs/{newer.pk}/issue/", {"why": "There is news."}).content.decode()
    assert "The file of a version of this report is being built: wait until it is ready." in said
    assert draft.report.issues.count() == 1


def test_the_file_of_a_version_is_built_again_after_it_failed(draft, business_team, sign_in):
    client = sign_in(business_team)
    issue = issues.issue_report(run=draft, by=business_team, now=NOW)
    client.post(f"/packs/{issue.runs.get().pk}/cancel/")
    page = client.get(f"/packs/{issue.runs.get().pk}/").content.decode()
    assert f"/reports/versions/{issue.pk}/build/" in page
    response = client.post(f"/reports/versions/{issue.pk}/build/")
    run = issue.runs.get(status=RunStatus.QUEUED)
    assert response.url == f"/packs/{run.pk}/"
    assert (run.edition, run.snapshot, draft.report.issues.count()) == (Edition.ISSUED, draft.snapshot, 1)
    ReportRun.objects.filter(pk=run.pk).update(created_at=NOW + timedelta(minutes=1))
    finished(run)
    (shown,) = report_page(draft.report, business_team, TODAY).issued
    assert shown.run == run


def test_a_file_that_is_there_or_withdrawn_or_on_its_way_is_not_built_again(draft, business_team, sign_in):
    issue = issues.issue_report(run=draft, by=business_team, now=NOW)
    with pytest.raises(ValidationError, match="being built"):
        issues.build_again(issue=issue, by=business_team, now=NOW)
    finished(issue.runs.get())
    with pytest.raises(ValidationError, match="there already"):
        issues.build_again(issue=issue, by=business_team, now=NOW)
    issues.withdraw_issue(issue=issue, because="A figure was wrong.", by=business_team, now=NOW)
    with pytest.raises(ValidationError, match="withdrawn"):
        issues.build_again(issue=issue, by=business_team, now=NOW)
    page = sign_in(business_team).post(f"/reports/versions/{issue.pk}/build/", follow=True).content.decode()
    assert "This version is withdrawn: issue another one instead." in page
    assert issue.runs.count() == 1


# Who reads what


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.BOARD_OBSERVER, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR])
def test_readers_see_what_was_issued_and_no_draft(draft, business_team, role):
    reader = person_with(role)
    assert not reports_visible_to(reader).exists()
    version = issued(draft, business_team)
    assert list(runs_visible_to(reader)) == [version]
    assert list(reports_visible_to(reader)) == [draft.report]


def test_a_draft_shown_to_the_scrutineer_is_read_by_the_scrutineer_alone(yearly, business_team):
    scrutineer, member = person_with(Role.INDEPENDENT_SCRUTINEER), person_with(Role.BOARD_MEMBER)
    issues.show_draft(run=yearly, audience=Audience.SCRUTINEER, by=business_team, now=NOW)
    assert list(runs_visible_to(scrutineer)) == [yearly]
    assert not runs_visible_to(member).exists()
    assert Notice.objects.filter(person=scrutineer, text__startswith="A draft of the Yearly report").exists()
    with pytest.raises(ValidationError, match="already"):
        issues.show_draft(run=yearly, audience=Audience.SCRUTINEER, by=business_team, now=NOW)


def test_the_chair_of_saas_reads_a_draft_of_what_saas_reports_when_it_is_shown(quarter, business_team):
    saas = PartnershipGroupFactory(slug="saas", name="SAAS")
    chair, member = (person_with(role, group=saas) for role in (Role.SAAS_CHAIR, Role.SAAS_MEMBER))
    run = finished(ReportRunFactory(period=quarter.period, kind=Kind.ANNUAL_SCRUTINY_REPORT))
    issues.show_draft(run=run, audience=Audience.SAAS_CHAIRS, by=business_team, now=NOW)
    assert list(runs_visible_to(chair)) == [run]
    assert not runs_visible_to(member).exists()
    assert Notice.objects.get(person=chair).group == saas


def test_a_version_that_is_withdrawn_stays_to_be_read_and_says_why(draft, business_team, sign_in):
    version = issued(draft, business_team)
    with pytest.raises(ValidationError, match="Say why"):
        issues.withdraw_issue(issue=version.issue, because=" ", by=business_team, now=NOW)
    issues.withdraw_issue(issue=version.issue, because="A figure was wrong.", by=business_team, now=NOW)
    with pytest.raises(ValidationError, match="already"):
        issues.withdraw_issue(issue=version.issue, because="Again.", by=business_team, now=NOW)
    client = sign_in(person_with(Role.BOARD_MEMBER))
    assert "A figure was wrong." in client.get(f"/packs/{version.pk}/page/").content.decode()
    assert "A figure was wrong." in client.get(f"/reports/{draft.report.pk}/").content.decode()


# What a yearly report needs


def test_the_yearly_report_is_not_issued_before_its_words_the_scrutineer_and_an_approval(yearly, business_team):
    assert len(needs_of(yearly)) == 4
    with pytest.raises(ValidationError, match="Nobody has approved"):
        issues.issue_report(run=yearly, by=business_team, now=NOW)
    issues.show_draft(run=yearly, audience=Audience.SCRUTINEER, by=business_team, now=NOW)
    issues.record_approval(
        run=yearly, approver=Approver.BOARD, approved_on=TODAY, how="At the meeting", by=business_team, now=NOW
    )
    assert all("missing from this draft" in need for need in needs_of(yearly))


@pytest.mark.parametrize(
    ("wrong", "said"), [({"how": " "}, "Say how"), ({"approved_on": TODAY + timedelta(days=1)}, "still to come")]
)
def test_an_approval_says_how_and_is_not_of_a_day_to_come(yearly, business_team, wrong, said):
    asked = {"run": yearly, "approver": Approver.BOARD, "approved_on": TODAY, "how": "At the meeting"} | wrong
    with pytest.raises(ValidationError, match=said):
        issues.record_approval(**asked, by=business_team, now=NOW)
    assert not ReportApproval.objects.exists()


def test_presentations_are_on_record_and_another_body_is_named(draft, business_team):
    issue = issued(draft, business_team).issue
    said = {"issue": issue, "presented_on": TODAY, "by": business_team, "now": NOW}
    issues.record_presentation(**said, body=Body.COUNTY_COUNCIL, note="")
    with pytest.raises(ValidationError, match="Say which body"):
        issues.record_presentation(**said, body=Body.OTHER, note="")
    assert [one.get_body_display() for one in ReportPresentation.objects.all()] == ["County Council"]


def test_what_was_shown_approved_and_presented_cannot_be_changed(draft, business_team):
    issues.show_draft(run=draft, audience=Audience.BOARD, by=business_team, now=NOW)
    issues.record_approval(
        run=draft, approver=Approver.BOARD_CHAIR, approved_on=TODAY, how="By mail", by=business_team, now=NOW
    )
    issue = issued(draft, business_team).issue
    issues.record_presentation(issue=issue, body=Body.CABINET, presented_on=TODAY, note="", by=business_team, now=NOW)
    for model, change in ((ReportShown, "audience"), (ReportApproval, "how"), (ReportPresentation, "note")):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**{change: "other"})
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.get().delete()


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ReportShown, {"audience": "everybody"}),
        (ReportApproval, {"approver": "nobody", "approved_on": TODAY, "how": "x"}),
    ],
)
def test_only_known_audiences_and_approvers_are_recorded(draft, business_team, model, values):
    who = (
        {"shown_by": business_team, "shown_at": NOW}
        if model is ReportShown
        else {
            "recorded_by": business_team,
            "recorded_at": NOW,
        }
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(run=draft, **values, **who)


# Read receipts


def test_the_distribution_list_says_who_has_opened_it_by_the_activity_log(draft, business_team, sign_in):
    member = person_with(Role.BOARD_MEMBER)
    observer = person_with(Role.BOARD_OBSERVER)
    version = issued(draft, business_team)
    assert Notice.objects.filter(person=member, text__endswith="is there to read").exists()
    sign_in(member).get(f"/packs/{version.pk}/page/")
    (one,) = report_page(draft.report, business_team, TODAY).issued
    opened = {reading.person: reading.first_at is not None for reading in one.readings}
    assert (opened[member], opened[observer]) == (True, False)
    assert one.readings[0].first_at is None
    assert "Executive Board member" in {reading.roles for reading in one.readings}
    assert report_page(draft.report, member, TODAY).issued[0].readings == ()


# Cancelling


def test_a_cancelled_run_is_not_finished_by_its_builder(quarter, business_team):
    run = claim_run(run_id=ReportRunFactory(period=quarter.period).pk, owner="worker", now=NOW)
    cancel_run(run=run, by=business_team, now=NOW)
    with pytest.raises(LeaseLost):
        finish_run(run=run, result=result(), now=NOW)
    run.refresh_from_db()
    assert (run.status, run.lease_owner, run.file.name) == (RunStatus.CANCELLED, "", "")
    with pytest.raises(ValidationError, match="ended already"):
        cancel_run(run=run, by=business_team, now=NOW)


def test_after_a_cancelled_one_another_can_be_asked_for(quarter, business_team, sign_in):
    run = ReportRunFactory(period=quarter.period)
    client = sign_in(business_team)
    assert "This was cancelled" in client.post(f"/packs/{run.pk}/cancel/", follow=True).content.decode()
    assert ReportRunFactory(report=run.report).status == RunStatus.QUEUED


# Pages


def test_from_draft_to_presentation_through_the_pages(draft, business_team, sign_in):
    client, home = sign_in(business_team), f"/reports/{draft.report.pk}/"
    assert "Issue the newest draft" in client.get(home).content.decode()
    day = {"approved_on_day": "25", "approved_on_month": "11", "approved_on_year": "2025"}
    said = {"approver": "board", "how": "At the meeting of 25 November", **day}
    page = client.post(f"/packs/{draft.pk}/approve/", said, follow=True).content.decode()
    assert "Approved by: The Executive Board, 25 November 2025" in page
    page = client.post(f"/packs/{draft.pk}/show/", {"audience": "board"}, follow=True).content.decode()
    assert "Shown to: The members of the Executive Board" in page
    page = client.post(f"/packs/{draft.pk}/issue/", follow=True).content.decode()
    assert "Version 1 is issued." in page
    issue = ReportIssue.objects.get()
    finished(issue.runs.get())
    day = {"presented_on_day": "26", "presented_on_month": "11", "presented_on_year": "2025"}
    page = client.post(f"/reports/versions/{issue.pk}/present/", {"body": "county_council", **day}, follow=True)
    assert "County Council, 26 November 2025" in page.content.decode()
    assert "Who has read it" in client.get(f"/reports/versions/{issue.pk}/").content.decode()
    page = client.post(f"/reports/versions/{issue.pk}/withdraw/", {"because": "A figure was wrong."}, follow=True)
    assert "Version 1 is withdrawn." in page.content.decode()


def test_the_page_says_so_when_recommendations_changed_after_the_draft(draft, business_team, sign_in):
    client, home = sign_in(business_team), f"/reports/{draft.report.pk}/"
    assert "Issue the newest draft" in client.get(home).content.decode()
    add_recommendation(report=draft.report, asked=asked(), by=business_team, now=NOW)
    for url in (home, f"/packs/{draft.pk}/issue/"):
        assert "The recommendations were changed after this draft was made." in client.get(url).content.decode()
    assert "Issue the newest draft" not in client.get(home).content.decode()


def test_a_word_file_says_whether_it_is_a_draft_or_which_version(draft, business_team, sign_in):
    client, version = sign_in(business_team), issued(draft, business_team)
    for run, words in ((draft, "Draft of 26 November 2026"), (version, "Version 1, issued 26 November 2026")):
        document = Document(io.BytesIO(client.get(f"/packs/{run.pk}/pack.docx").content))
        assert any(words in paragraph.text for paragraph in document.paragraphs[:6])


def test_the_register_tells_what_became_of_every_report(draft, business_team, sign_in):
    show = {"run": draft, "by": business_team, "now": NOW}
    issues.show_draft(audience=Audience.SCRUTINEER, **show)
    issues.record_approval(approver=Approver.BOARD, approved_on=TODAY, how="At the meeting", **show)
    issue = issued(draft, business_team).issue
    said = {"issue": issue, "by": business_team, "now": NOW}
    issues.record_presentation(body=Body.CABINET, presented_on=TODAY, note="Noted", **said)
    issues.withdraw_issue(because="A figure was wrong.", **said)
    team, member = (register(sign_in, person) for person in (business_team, person_with(Role.BOARD_MEMBER)))
    of_the_version = {
        ("Version 1", "Issued by", str(business_team), "2026-11-26", ""),
        ("Version 1", "Presented to", "Cabinet", "2026-11-26", "Noted"),
        ("Version 1", "Withdrawn by", str(business_team), "2026-11-26", "A figure was wrong."),
    }
    of_the_draft = {
        (draft.version_words, "Approved by", "The Executive Board", "2026-11-26", "At the meeting"),
        (draft.version_words, "Shown to", "The Independent Scrutineer", "2026-11-26", ""),
    }
    assert (team, member) == (of_the_version | of_the_draft, of_the_version)


def register(sign_in, person):
    """The rows of the register that this person takes away, from the version on."""
    text = sign_in(person).get("/packs/register.csv?kind=executive_board_pack").content.decode("utf-8-sig")
    return {tuple(row[3:]) for row in list(csv.reader(io.StringIO(text)))[1:]}


def test_the_list_of_a_kind_costs_the_same_however_long(quarter, business_team, sign_in):
    client = sign_in(business_team)

    def asked(numbers):
        for number in numbers:
            issued(finished(ReportRunFactory(period=ReportingPeriodFactory(quarter=number))), business_team)
        client.get("/packs/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/packs/?kind=executive_board_pack").content.decode()
        return len(queries), page.count(">Issued</strong>")

    (few, one), (many, three) = asked([1]), asked([3, 4])
    assert (one, three) == (1, 3)
    assert few == many
    assert "No report yet" in client.get("/packs/?kind=yearly_report").content.decode()
