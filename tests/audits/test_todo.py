"""What of the audits stands on whose first page, and by when."""

from datetime import date, timedelta

import pytest

from assurance.rules.roles import Role
from audits.models import Audit
from audits.queries.todo import audits_todo_for
from audits.rules.audits import AuditState
from tests.factories.assurance import person_with
from tests.factories.audits import TODAY, an_audit, answerer, runner, signed

pytestmark = pytest.mark.django_db
S = AuditState


def titles(person, today=TODAY):
    return [row.title for row in audits_todo_for(person, today)]


def test_an_agency_reads_on_its_first_page_what_it_has_to_answer_until_it_has_signed():
    audit = an_audit(S.COLLECTING)
    participant = audit.participants.first()
    person = answerer(participant.agency)
    [row] = audits_todo_for(person, date(2026, 11, 9))
    assert row.title == f"Your agency has an audit to answer: {audit.title}"
    assert row.is_late
    assert row.url == f"/audits/answers/{participant.pk}/"
    signed(participant)
    assert titles(person) == []


def test_those_who_run_an_audit_read_what_it_waits_for():
    team = runner()
    audit = an_audit(S.COLLECTING)
    assert titles(team) == [f"2 agencies have not submitted: {audit.title}"]
    for participant in audit.participants.all():
        signed(participant)
    assert titles(team, date(2026, 10, 6)) == [f"Moderation can begin: {audit.title}"]
    for state, title, day in (
        (S.PLANNED, "Launch the audit", audit.starts_on),
        (S.MODERATING, "Moderate the audit", audit.moderation_on),
        (S.REPORTING, "Write the report", audit.report_due_on),
    ):
        Audit.objects.update(state=state)
        assert titles(team, day) == [f"{title}: {audit.title}"]
        assert titles(team, day - timedelta(days=30)) == []
        assert titles(person_with(Role.SAAS_CHAIR), day) == []
    Audit.objects.update(state=S.FINAL)
    assert titles(team) == []
    assert titles(person_with(Role.SAAS_CHAIR)) == [f"An audit waits for SAAS’s response: {audit.title}"]
