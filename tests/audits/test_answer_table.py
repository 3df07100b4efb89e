"""What the agencies found as a file, and what the programme's file tells of an audit: to whom, and no more."""

import csv
import io

import pytest
from django.urls import reverse

from assurance.rules.roles import Role
from audits.models import AuditEvent, AuditReason, AuditTraining, Discussion, SettledGrade
from audits.queries.moderation import units_of
from audits.rules.audits import AuditMove, AuditState
from audits.rules.reasons import Reason
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.audits import NOW, TODAY, an_audit, on_team, questions_of, runner

pytestmark = pytest.mark.django_db


def rows_of(client, name, *args):
    answer = client.get(reverse(name, args=[*args, "csv"]))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_answer_comes_out_beside_what_was_settled_and_said(sign_in):
    audit, team = an_audit(AuditState.MODERATING, cases=1), runner()
    case, question = units_of(audit)[0], questions_of(audit.tool, "grade")[0]
    SettledGrade.objects.create(
        audit=audit, case=case, question=question, value="good", reason="=Both agree", settled_by=team, settled_at=NOW
    )
    Discussion.objects.create(
        audit=audit, case=case, practitioners="Visits are short", good_practice="", changed_at=NOW
    )
    rows = rows_of(sign_in(team), "audits:moderation_answers", audit.pk)
    answers = [row for row in rows if row["What it is"] == "Answer"]
    assert len(answers) == 2 * len(questions_of(audit.tool))
    agencies = {part.agency.name for part in audit.participants.all()}
    assert {row["Agency or person"] for row in answers} == agencies
    assert any(row["Words"].startswith("Words of") for row in answers)
    (settled,) = [row for row in rows if row["What it is"] == "Settled in moderation"]
    assert (settled["Question"], settled["Answer"], settled["Words"]) == (question.text, "Good", "'=Both agree")
    assert [row["Words"] for row in rows if row["What it is"] == "What practitioners said"] == ["Visits are short"]


def test_the_file_of_answers_takes_as_many_queries_for_many_cases_as_for_one(sign_in):
    audits, client = [an_audit(AuditState.MODERATING, cases=cases) for cases in (1, 4)], sign_in(runner())
    few, many = (queries_of(client, reverse("audits:moderation_answers", args=[one.pk, "csv"])) for one in audits)
    assert few == many


def test_the_programmes_file_tells_why_who_and_what_happened(sign_in):
    audit, team = an_audit(AuditState.MODERATING), runner()
    on_team(audit, team)
    AuditTraining.objects.create(person=team, title="Auditing well", on=TODAY, recorded_by=team, recorded_at=NOW)
    AuditReason.objects.create(audit=audit, kind=Reason.OTHER, text="Two reviews named it")
    for move, words in ((AuditMove.LOOK_AGAIN, "Only for those who compare"), (AuditMove.LAUNCH, "For everybody")):
        AuditEvent.objects.create(audit=audit, move=move, text=words, by=team, at=NOW)
    (row,) = rows_of(sign_in(team), "audits:audit_download")
    assert "Two reviews named it" in row["Reasons for the theme"]
    assert "Auditing well" in row["Team, and its training to audit"]
    assert "Only for those who compare" in row["What happened, and what was said"]
    (row,) = rows_of(sign_in(person_with(Role.INSPECTOR)), "audits:audit_download")
    assert "Only for those who compare" not in row["What happened, and what was said"]
    assert "For everybody" in row["What happened, and what was said"]
