"""Having a public edition made: who may, when not, what is confirmed, and what becomes of it."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from indicators.models import IndicatorDefinition
from reports.models import ReportIssue, ReportRun, ReportSnapshot
from reports.queries.runs import issues_readable_by, runs_visible_to
from reports.rules.life import Edition
from reports.rules.runs import RunStatus
from reports.services import issues, publishing
from reports.services.publishing import publish_issue
from reports.services.runs import cancel_run, claim_run, fail_run
from tests.factories.assurance import person_with
from tests.factories.publishing import TODAY, a_yearly_report, draft_of, issued_year, small_figures
from tests.factories.reports import NOW, ReportRunFactory, finished, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]


@pytest.fixture
def people(quarter):
    """A yearly report that may be issued, and who writes in it."""
    return a_yearly_report(quarter.period)


@pytest.fixture
def version(people):
    """Its first version, as its run."""
    return issued_year(people)


def publish(version, by, **said):
    return publish_issue(issue=version.issue, by=by, now=NOW, **{"has_read": True} | said)


def failed(run):
    fail_run(run=claim_run(run_id=run.pk, owner="worker", now=NOW), error="It failed.", now=NOW)


def refused(version, by):
    """The sentence with which publishing is refused; nothing is asked for."""
    before = ReportRun.objects.filter(edition=Edition.PUBLIC).count()
    with pytest.raises(ValidationError) as refusal:
        publish(version, by)
    assert ReportRun.objects.filter(edition=Edition.PUBLIC).count() == before
    return refusal.value.messages[0]


def test_it_is_made_of_the_snapshot_of_its_version_and_logged_with_what_was_read(version, people):
    run = publish(version, people.team)
    assert (run.edition, run.issue, run.snapshot) == (Edition.PUBLIC, version.issue, version.snapshot)
    entry = ActivityEntry.objects.get(action="report.publish")
    assert (entry.actor, entry.subject_id) == (people.team, str(version.issue_id))
    assert version.snapshot.sha256 in entry.detail
    assert finished(run).version_words == "Version 1, issued 26 November 2026, public edition"
    (told,) = Notice.objects.filter(text__startswith="The public edition of version 1 of the Yearly report")
    assert (told.person, told.text.endswith("is ready")) == (people.team, True)


def test_the_business_team_alone_publishes(version):
    for role in set(Role) - {Role.BUSINESS_TEAM}:
        with pytest.raises(PermissionDenied):
            publish(version, person_with(role))
    assert not ReportRun.objects.filter(edition=Edition.PUBLIC).exists()


def test_who_has_not_read_it_does_not_publish_it(version, people):
    with pytest.raises(ValidationError, match="Confirm that you have read every text"):
        publish(version, people.team, has_read=False)
    assert not ActivityEntry.objects.filter(action="report.publish").exists()


def test_it_is_made_once(version, people):
    run = publish(version, people.team)
    assert "being built" in refused(version, people.team)
    finished(run)
    assert refused(version, people.team) == publishing.MADE_ALREADY


def test_what_is_withdrawn_is_not_published(version, people):
    issues.withdraw_issue(issue=version.issue, because="A figure was wrong.", by=people.team, now=NOW)
    assert refused(version, people.team) == publishing.WITHDRAWN


def test_what_cannot_be_read_yet_is_not_published(people):
    issue = issues.issue_report(run=draft_of(people), by=people.team, now=NOW)
    run = issue.runs.get()
    assert "being built" in refused(run, people.team)
    cancel_run(run=run, by=people.team, now=NOW)
    assert refused(run, people.team) == publishing.NOT_THERE


def test_a_report_of_another_kind_is_not_published(quarter, business_team):
    run = issued(finished(ReportRunFactory(period=quarter.period)), business_team)
    assert refused(run, business_team) == publishing.NOT_PUBLISHED


def older(version):
    """The version as it would be had it been made before there were public editions."""
    content = json.loads(version.snapshot.content)
    del content["public"]
    snapshot = ReportSnapshot.objects.create(content=json.dumps(content), sha256="0" * 64, taken_at=NOW)
    ReportIssue.objects.filter(pk=version.issue_id).update(snapshot=snapshot)
    version.issue.refresh_from_db()
    return version


def test_a_version_from_before_there_were_public_editions_is_not_published(version, people, sign_in):
    assert refused(older(version), people.team) == publishing.BEFORE
    page = sign_in(people.team).get(f"/reports/versions/{version.issue_id}/publish/", follow=True).content.decode()
    assert publishing.BEFORE in page


def test_a_number_that_may_not_leave_any_more_is_not_published(people):
    measure, count = small_figures()
    version = issued(draft_of(people, sections=["impact", "statement", "indicators"]), people.team)
    assert publishing.problem_publishing(version.issue, TODAY) == ""
    definitions = IndicatorDefinition.objects.filter(indicator=count.indicator)
    definitions.update(dissemination_threshold=41)
    assert publishing.problem_publishing(version.issue, TODAY) == ""
    definitions.update(dissemination_threshold=42)
    assert refused(version, people.team) == publishing.HELD_BACK_NOW.format(count.title)
    IndicatorDefinition.objects.update(dissemination_threshold=5_000)
    both = "”, “".join((measure.title, count.title))
    assert refused(version, people.team) == publishing.HELD_BACK_NOW.format(both)


def test_one_that_failed_is_tried_again_as_what_it_was(version, people, sign_in):
    client = sign_in(people.team)
    run = publish(version, people.team)
    failed(run)
    page = client.get(f"/packs/{run.pk}/").content.decode()
    assert '<input type="hidden" name="edition" value="public">' in page
    response = client.post(f"/reports/versions/{version.issue_id}/build/", {"edition": "public"})
    again = version.issue.runs.get(edition=Edition.PUBLIC, status=RunStatus.QUEUED)
    assert response.url == f"/packs/{again.pk}/"
    assert finished(again).snapshot == version.snapshot
    page = client.post(f"/reports/versions/{version.issue_id}/build/", {"edition": "public"}, follow=True)
    assert "there already" in page.content.decode()


def test_nobody_gets_round_reading_it_by_trying_again(version, people):
    with pytest.raises(ValidationError, match="Nobody has asked"):
        issues.build_again(issue=version.issue, by=people.team, now=NOW, edition=Edition.PUBLIC)


# Who reads it


def test_who_may_read_the_version_may_read_its_public_edition_when_it_is_done(version, people, sign_in):
    readers = [person_with(role) for role in (Role.BOARD_MEMBER, Role.BOARD_OBSERVER, Role.INSPECTOR)]
    run = publish(version, people.team)
    assert [list(runs_visible_to(reader)) for reader in readers] == [[version]] * 3
    run = finished(run)
    ReportRun.objects.filter(pk=run.pk).update(created_at=NOW + timedelta(minutes=1))
    for reader in readers:
        assert list(runs_visible_to(reader)) == [run, version]
        assert list(issues_readable_by(reader)) == [version]
        assert "Public edition" in sign_in(reader).get(f"/reports/{version.report_id}/").content.decode()


def test_others_get_nothing_of_it(version, people, sign_in):
    run = finished(publish(version, people.team))
    for role, status in ((Role.SAAS_MEMBER, 404), (Role.PARTNER_LEAD, 403)):
        client = sign_in(person_with(role))
        for address in ("page/", "download/", "pack.docx"):
            assert client.get(f"/packs/{run.pk}/{address}").status_code == status


# Pages


def test_from_the_version_to_its_public_edition_through_the_pages(version, people, sign_in):
    client, home = sign_in(people.team), f"/reports/{version.report_id}/"
    address = f"/reports/versions/{version.issue_id}/publish/"
    assert address in client.get(home).content.decode()
    page = client.get(address).content.decode()
    for words in (
        "Look at these sentences again",
        "Two mothers told us that one worker was enough.",
        "What parents say",
        "I have seen what is said here.",
        "Parts of the report that are not in this edition",
        "Status returns are written in confidence between the partners.",
        "Commentaries on sections",
    ):
        assert words in page, words
    for words in ("SECRET", "POLICE-"):
        assert words not in page, words
    page = client.post(address).content.decode()
    assert "Confirm that you have read every text, and that nothing in it identifies a child" in page
    page = client.post(address, {"has_read": "on"}, follow=True).content.decode()
    assert "The public edition of version 1 is being built." in page
    run = ReportRun.objects.get(edition=Edition.PUBLIC)
    assert f"/packs/{run.pk}/" in page
    assert address not in page
    finished(run)
    page = client.get(home).content.decode()
    for suffix in ("page/", "download/", "pack.docx", "pack.xlsx"):
        assert f"/packs/{run.pk}/{suffix}" in page
    assert address not in page
    assert publishing.MADE_ALREADY in client.get(address, follow=True).content.decode()
    issues.withdraw_issue(issue=version.issue, because="A figure was wrong.", by=people.team, now=NOW)
    assert "A figure was wrong." in client.get(f"/packs/{run.pk}/page/").content.decode()


def test_sentences_to_look_at_are_named_before_the_version_is_issued(people, quarter, sign_in):
    client = sign_in(people.team)
    page = client.get(f"/packs/{draft_of(people).pk}/issue/").content.decode()
    assert "Look at these sentences again" in page
    assert "Two mothers told us that one worker was enough." in page
    pack = finished(ReportRunFactory(period=quarter.period))
    assert "Look at these sentences again" not in client.get(f"/packs/{pack.pk}/issue/").content.decode()


def test_what_was_refused_meanwhile_comes_back_with_the_page(version, people, sign_in):
    issues.withdraw_issue(issue=version.issue, because="A figure was wrong.", by=people.team, now=NOW)
    answer = sign_in(people.team).post(f"/reports/versions/{version.issue_id}/publish/", {"has_read": "on"})
    assert publishing.WITHDRAWN in answer.content.decode()
    assert not ReportRun.objects.filter(edition=Edition.PUBLIC).exists()


def test_another_version_can_be_published_too(version, people):
    finished(publish(version, people.team))
    newer = issued(draft_of(people, created_at=NOW + timedelta(hours=1)), people.team, why="There is news.")
    run = publish(newer, people.team)
    assert run.issue == newer.issue
    assert finished(run).version_words.startswith("Version 2,")
