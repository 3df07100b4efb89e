"""The pages of the report: written by who runs the audit, read by who may, and by nobody else."""

import pytest
from django.urls import reverse

from assurance.rules.roles import Role
from audits.models import AuditRecommendation, Finding, RecommendationTask
from audits.rules.answers import TextPart
from audits.rules.audits import AuditState
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import an_audit, answerer, on_team, publish, reported, runner, settled, written

pytestmark = pytest.mark.django_db


def page(client, person, name, *args):
    client.force_login(person)
    return client.get(reverse(f"audits:{name}", args=args))


def text_of(response):
    return response.content.decode()


def test_the_report_is_written_and_made_final_on_its_pages(client):
    audit, by = reported()
    client.force_login(by)
    write = reverse("audits:report_write", args=[audit.pk])
    assert "Write the summary." in text_of(client.get(write))
    part = reverse("audits:report_part", args=[audit.pk, "summary"])
    assert client.post(part, {"version": 0, "text": "Help comes late."}).status_code == 302
    add = reverse("audits:finding_add", args=[audit.pk])
    assert client.post(add, {"kind": "improve", "text": "Chronologies are missing."}).status_code == 302
    add = reverse("audits:recommendation_add", args=[audit.pk])
    sent = client.post(add, {"text": "Keep a chronology", "outcome": "Patterns are seen early"})
    assert sent.url == reverse("audits:recommendation_task", args=[AuditRecommendation.objects.get().pk])
    agency = AgencyFactory()
    due = {"due_on_day": "31", "due_on_month": "3", "due_on_year": "2027"}
    words = {"title": "Chronology in every file", "holder": f"agency:{agency.slug}", "owner": "Head of service"}
    assert client.post(sent.url, words | due).status_code == 302
    assert "Everything a report needs is here" in text_of(client.get(write))
    publish(audit, by)
    shown = text_of(page(client, by, "report_detail", audit.pk))
    for words in (
        "Help comes late.",
        "Chronologies are missing.",
        "Patterns are seen early",
        "2 of 2 cases",
        agency.name,
    ):
        assert words in shown
    assert client.get(write).status_code == 404


def test_a_stale_save_of_a_part_shows_both_texts(client):
    audit, by = reported()
    client.force_login(by)
    part = reverse("audits:report_part", args=[audit.pk, "limits"])
    client.post(part, {"version": 0, "text": "The first text"})
    stale = client.post(part, {"version": 0, "text": "The second text"})
    assert stale.status_code == 409
    assert "The first text" in text_of(stale)
    assert "The second text" in text_of(stale)
    saved = client.post(part, {"version": 0, "text": "x"}, headers={"X-Autosave": "1"})
    assert saved.status_code == 409
    saved = client.post(part, {"version": 1, "text": "Third"}, headers={"X-Autosave": "1"})
    assert saved.json()["version"] == 2


def test_what_could_identify_a_child_keeps_the_words_and_says_so(client):
    audit, by = reported()
    client.force_login(by)
    sent = client.post(
        reverse("audits:finding_add", args=[audit.pk]), {"kind": "improve", "text": "Known as 943 476 5919"}
    )
    assert "NHS number" in text_of(sent)
    assert "Known as" in text_of(sent)
    assert not Finding.objects.exists()


def test_findings_and_recommendations_are_changed_and_taken_out(client):
    audit, by = reported()
    written(audit, by)
    client.force_login(by)
    finding, task = Finding.objects.get(), RecommendationTask.objects.get()
    client.post(
        reverse("audits:finding_change", args=[finding.pk]),
        {"version": finding.version, "kind": "strength", "text": "Chronologies are kept."},
    )
    finding.refresh_from_db()
    assert (finding.kind, finding.text) == ("strength", "Chronologies are kept.")
    client.post(reverse("audits:finding_remove", args=[finding.pk]))
    client.post(reverse("audits:task_remove", args=[task.pk]))
    client.post(reverse("audits:recommendation_remove", args=[task.recommendation_id]))
    assert not Finding.objects.exists()
    assert not AuditRecommendation.objects.exists()


def test_the_draft_is_for_the_team_and_the_final_report_for_its_readers(client):
    audit, by = reported()
    written(audit, by)
    agency = audit.participants.first().agency
    lead, member = answerer(agency), answerer(AgencyFactory())
    on_team(audit, member, member.memberships.get().agency)
    saas = person_with(Role.SAAS_MEMBER)
    drafts = {person: page(client, person, "report_draft", audit.pk).status_code for person in (by, member, lead, saas)}
    assert drafts == {by: 200, member: 200, lead: 404, saas: 404}
    assert page(client, member, "report_write", audit.pk).status_code == 404
    assert page(client, saas, "report_detail", audit.pk).status_code == 404
    publish(audit, by)
    assert page(client, by, "report_draft", audit.pk).status_code == 404
    for person in (by, member, lead, saas):
        assert page(client, person, "report_detail", audit.pk).status_code == 200
    assert page(client, answerer(AgencyFactory()), "report_detail", audit.pk).status_code == 404


def test_an_earlier_version_stays_and_says_that_it_is_one(client):
    audit, by = reported()
    written(audit, by)
    publish(audit, by)
    client.force_login(by)
    client.post(reverse("audits:audit_revise", args=[audit.pk]), {"seen": "final", "text": "A number was wrong"})
    assert page(client, by, "report_detail", audit.pk).status_code == 404
    publish(audit, by)
    assert "earlier version" in text_of(page(client, by, "report_version", audit.pk, 1))
    assert "earlier version" not in text_of(page(client, by, "report_detail", audit.pk))


def test_the_briefing_is_there_when_it_was_written(client):
    audit, by = reported()
    written(audit, by)
    publish(audit, by)
    assert page(client, by, "briefing", audit.pk).status_code == 404
    other = an_audit(AuditState.REPORTING)
    settled(other)
    written(other, by)
    client.force_login(by)
    client.post(reverse("audits:report_part", args=[other.pk, TextPart.BRIEFING]), {"version": 0, "text": "Ask twice."})
    publish(other, by)
    assert "Ask twice." in text_of(page(client, by, "briefing", other.pk))


def test_where_agencies_are_graded_both_grades_stand_side_by_side(client):
    audit, by = an_audit(AuditState.REPORTING, kind="section_11", cases=0), runner()
    settled(audit, "requires-improvement", by)
    written(audit, by)
    publish(audit, by)
    shown = text_of(page(client, by, "report_detail", audit.pk))
    assert "What each agency gave itself, and what was settled" in shown
    assert "Requires improvement to be good" in shown
    assert "2 of 2 agencies" not in shown


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_results_can_be_taken_away(client, suffix):
    audit, by = reported()
    written(audit, by)
    publish(audit, by)
    client.force_login(by)
    answer = client.get(f"/audits/{audit.pk}/report/results.{suffix}")
    assert answer.status_code == 200
    if suffix == "csv":
        assert "Good,2,2" in text_of(answer)
