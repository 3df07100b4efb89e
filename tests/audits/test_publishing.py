"""Writing the report and making it final: frozen, actions in the tracker, assurance on the map, SAAS's response."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assurance.models import Action, AssuranceItem, Notice
from assurance.permissions import sync_everyone
from assurance.queries.action_sources import origin_of
from assurance.rules.actions import ActionOrigin
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Role
from assurance.services.framework import load_framework
from audits.models import AuditReport, RecommendationTask
from audits.queries.reports import publishing_problems, report_visible_to, report_words
from audits.rules.answers import FindingKind, TextPart
from audits.rules.audits import AuditMove, AuditState
from audits.rules.report import read_report
from audits.services.findings import (
    TaskWords,
    remove_finding,
    remove_recommendation,
    remove_task,
    save_finding,
    save_task,
    save_text,
)
from audits.services.moves import move_audit
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.audits import DUE, NOW, an_audit, answerer, on_team, publish, reported, runner, written

pytestmark = pytest.mark.django_db


def test_a_report_is_frozen_with_its_hash_and_what_it_counted():
    audit, by = reported(cases=3)
    written(audit, by)
    report = publish(audit, by)
    words = read_report(report.content)
    assert report.sha256 == sha256_of(report.content)
    assert words.graded == 3
    assert words.overall_words == "Overall, 3 of 3 cases met the standard."
    assert [(one.text, one.tasks[0].title) for one in words.recommendations] == [
        ("Keep a chronology", "Chronology in every file")
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditReport.objects.filter(pk=report.pk).update(content="{}")


def test_it_is_not_final_while_something_is_missing():
    audit, by = reported()
    with pytest.raises(ValidationError) as refused:
        publish(audit, by)
    assert refused.value.messages == publishing_problems(audit)
    audit.refresh_from_db()
    assert audit.state == AuditState.REPORTING
    assert not AuditReport.objects.exists()


def test_recommendations_become_actions_with_their_owners_once():
    audit, by = reported()
    _, task = written(audit, by)
    publish(audit, by)
    task.refresh_from_db()
    action = task.action
    assert (action.title, action.agency, action.owner, action.due_on, action.origin) == (
        "Chronology in every file",
        task.agency,
        "Head of service",
        DUE,
        ActionOrigin.AUDIT,
    )
    assert origin_of(action, by) == (f"Audit: {audit.title}", f"/audits/{audit.pk}/report/")
    move_audit(audit=audit, move=AuditMove.REVISE, seen=AuditState.FINAL, by=by, now=NOW, text="A number was wrong")
    publish(audit, by)
    assert Action.objects.count() == 1
    assert audit.reports.count() == 2


def test_where_an_action_came_from_opens_to_who_is_to_act_and_to_readers_of_audits_alone():
    audit, by = reported()
    holder = AgencyFactory()
    _, task = written(audit, by, holder=holder)
    publish(audit, by)
    task.refresh_from_db()
    acting, other = answerer(holder), answerer(AgencyFactory())
    assert origin_of(task.action, acting)[1]
    assert report_visible_to(acting, audit.pk)
    assert origin_of(task.action, other) == ("Audit", "")
    assert report_visible_to(other, audit.pk) is None
    assert report_visible_to(person_with(Role.SAAS_MEMBER), audit.pk)


def test_a_final_audit_is_an_item_of_assurance_and_none_while_it_is_revised():
    load_framework(now=NOW)
    sync_everyone(today=NOW.date())
    audit, by = reported()
    topic = TopicFactory()
    audit.topics.add(topic)
    written(audit, by)
    publish(audit, by)
    item = AssuranceItem.objects.get(origin=f"audit:{audit.pk}")
    assert item.finding == "Overall, 2 of 2 cases met the standard."
    assert (item.strength, item.confidence, item.tool.slug) == ("substantial", "high", "multi-agency-audit")
    assert [one.topic for one in item.supports.all()] == [topic]
    move_audit(audit=audit, move=AuditMove.REVISE, seen=AuditState.FINAL, by=by, now=NOW, text="A number was wrong")
    item.refresh_from_db()
    assert item.withdrawn_at
    publish(audit, by)
    item.refresh_from_db()
    assert item.withdrawn_at is None


def test_saas_responds_and_the_agencies_are_told():
    audit, by = reported()
    written(audit, by)
    lead = answerer(audit.participants.first().agency)
    chair = person_with(Role.SAAS_CHAIR)
    publish(audit, by)
    told = Notice.objects.filter(person=chair).get()
    assert "response" in told.text
    assert audit.title not in told.text
    words = {"audit": audit, "move": AuditMove.RESPOND, "seen": AuditState.FINAL, "now": NOW}
    with pytest.raises(PermissionDenied):
        move_audit(by=lead, text="We respond", **words)
    with pytest.raises(ValidationError):
        move_audit(by=chair, text=" ", **words)
    move_audit(by=chair, text="SAAS accepts every recommendation", **words)
    audit.refresh_from_db()
    assert audit.state == AuditState.RESPONDED
    assert Notice.objects.filter(person=lead, text="SAAS has responded to an audit").exists()


def test_taking_a_final_report_back_is_for_the_business_team():
    audit, by = reported()
    written(audit, by)
    agency = audit.participants.first().agency
    lead = answerer(agency)
    on_team(audit, lead, agency, is_lead=True)
    publish(audit, lead)
    with pytest.raises(PermissionDenied):
        move_audit(audit=audit, move=AuditMove.REVISE, seen=AuditState.FINAL, by=lead, now=NOW, text="Wrong")


@pytest.mark.parametrize("state", [state for state in AuditState if state != AuditState.REPORTING])
def test_the_report_is_written_between_moderation_and_its_end(state):
    audit, by = an_audit(state), runner()
    with pytest.raises(ValidationError):
        save_finding(audit=audit, kind=FindingKind.STRENGTH, text="Good", by=by, now=NOW)


def test_only_those_who_run_the_audit_write():
    audit, _ = reported()
    agency = audit.participants.first().agency
    member = answerer(agency)
    on_team(audit, member, agency)
    for by in (member, person_with(Role.SAAS_CHAIR), answerer(AgencyFactory())):
        with pytest.raises(PermissionDenied):
            save_text(audit=audit, part=TextPart.SUMMARY, version=0, text="Words", by=by, now=NOW)


def test_two_people_writing_lose_nothing():
    audit, by = reported()
    first = save_text(audit=audit, part=TextPart.SUMMARY, version=0, text="First", by=by, now=NOW)
    second = save_text(audit=audit, part=TextPart.SUMMARY, version=0, text="Second", by=by, now=NOW)
    assert (first.saved, second.saved, second.version) == (True, False, 1)
    words = {"audit": audit, "kind": FindingKind.STRENGTH, "by": by, "now": NOW}
    finding = save_finding(text="As it was", **words)
    save_finding(text="Changed", finding=finding, version=1, **words)
    with pytest.raises(ValidationError) as refused:
        save_finding(text="Changed by another", finding=finding, version=1, **words)
    assert refused.value.code == "conflict"
    finding.refresh_from_db()
    assert finding.text == "Changed"


def test_what_could_identify_a_child_is_refused():
    audit, by = reported()
    with pytest.raises(ValidationError):
        save_finding(audit=audit, kind=FindingKind.IMPROVE, text="NHS number 943 476 5919", by=by, now=NOW)
    save_text(audit=audit, part=TextPart.SUMMARY, version=0, text="NHS number 943 476 5919", by=by, now=NOW)
    assert "Take out what could identify a child: the part “summary”." in publishing_problems(audit)


def test_what_is_in_the_tracker_is_changed_there():
    audit, by = reported()
    advised, task = written(audit, by)
    publish(audit, by)
    move_audit(audit=audit, move=AuditMove.REVISE, seen=AuditState.FINAL, by=by, now=NOW, text="A number was wrong")
    task.refresh_from_db()
    for act in (
        lambda: remove_task(task=task, by=by, now=NOW),
        lambda: remove_recommendation(recommendation=advised, by=by, now=NOW),
        lambda: save_task(
            recommendation=advised, task=task, words=TaskWords("Other", task.holder, "Post", DUE), by=by, now=NOW
        ),
    ):
        with pytest.raises(ValidationError):
            act()
    assert RecommendationTask.objects.count() == 1


def test_what_is_not_yet_final_can_be_taken_out():
    audit, by = reported()
    advised, task = written(audit, by)
    remove_task(task=task, by=by, now=NOW)
    remove_recommendation(recommendation=advised, by=by, now=NOW)
    remove_finding(finding=audit.findings.get(), by=by, now=NOW)
    words = report_words(audit)
    assert (words.findings, words.recommendations) == ((), ())


def test_the_report_takes_as_many_queries_for_many_cases_as_for_few():
    few, _ = reported(cases=1, agencies=1)
    many, _ = reported(cases=12, agencies=6)
    with CaptureQueriesContext(connection) as of_few:
        report_words(few)
    with CaptureQueriesContext(connection) as of_many:
        report_words(many)
    assert len(of_few) == len(of_many)
