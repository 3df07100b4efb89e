"""Audits in a pack: where each is, and what the final reports found, in counts of cases (R110 to R115)."""

from datetime import timedelta

import pytest

from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.roles import Role
from assurance.services.actions import move_action
from audits.models import SettledGrade
from audits.rules.answers import FindingKind
from audits.rules.audits import AuditMove, AuditState
from audits.rules.tools import QuestionKind
from audits.services.findings import save_finding
from audits.services.moves import move_audit
from reports.sections import audits
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import (
    NOW,
    a_tool,
    an_audit,
    publish,
    questions_of,
    reported,
    runner,
    settled,
    signed,
    written,
)
from tests.factories.meetings import a_group
from tests.reports.told import LAST_PACK, Told, queries_of

pytestmark = pytest.mark.django_db
GOOD, POOR = "good", "requires-improvement"


def final(title="Neglect", *, state=AuditState.FINAL, **fields):
    """A final audit with a finding of each kind, a recommendation and its task."""
    audit, by = reported(title=title, **fields)
    words = {"audit": audit, "by": by, "now": NOW}
    save_finding(kind=FindingKind.STRENGTH, text="Plans name\nthe child.", **words)
    save_finding(kind=FindingKind.PRACTICE, text="One named worker.", **words)
    written(audit, by)
    publish(audit, by)
    audit.refresh_from_db()
    if state == AuditState.RESPONDED:
        respond(audit)
    return audit


def respond(audit, now=NOW, text="SAAS accepts every recommendation."):
    by = person_with(Role.SAAS_CHAIR, group=a_group())
    move_audit(audit=audit, move=AuditMove.RESPOND, seen=AuditState.FINAL, by=by, now=now, text=text)
    audit.refresh_from_db()


def test_without_an_audit_it_says_so():
    told = Told(audits)
    assert told.blocks == [{"kind": "lead", "text": "No audit is on the programme."}]


def test_audits_in_progress_say_where_they_are_who_has_submitted_and_what_comes_next():
    an_audit(title="Planned one", starts_on=NOW.date() + timedelta(days=60), **dates_after(60))
    asked = an_audit(AuditState.COLLECTING, title="Under way", agencies=3, **dates_after(20))
    signed(asked.participants.first())
    an_audit(AuditState.CANCELLED, title="Given up")
    told = Told(audits)
    assert told.lead == "1 audit is under way, one planned. 1 audit is behind its date. No report is final."
    why = "Referrals for neglect have risen for three quarters."
    assert told.tables["Audits in progress"] == [
        [
            f"Under way [{why}]",
            "Agencies are answering",
            "1 of 3 agencies submitted",
            "Answers due 22 November 2026: 4 working days overdue",
        ],
        [
            f"Planned one [{why}]",
            "Planned",
            "2 agencies",
            "Launch 1 January 2027: 23 working days left",
        ],
    ]


def dates_after(days):
    day = NOW.date() + timedelta(days=days)
    return {"answers_due_on": day, "moderation_on": day, "report_due_on": day}


def test_a_final_report_tells_what_was_found_and_what_is_done_about_it():
    audit = final(state=AuditState.RESPONDED)
    told = Told(audits)
    assert told.lead == "No audit is under way, none planned. 1 report is final."
    entry = told.entries["Neglect"]
    assert entry["text"] == "Overall, 2 of 2 cases met the standard.\nHelp comes late."
    assert entry["tags"][0]["text"] == "SAAS responded"
    assert entry["about"] == "Multi-agency themed audit, 2 cases graded. Made final 2 November 2026."
    assert told.part("Neglect", "Strengths") == "- Plans name the child."
    assert told.part("Neglect", "Areas to improve") == "- Chronologies are missing."
    assert told.part("Neglect", "Good practice to share") == "- One named worker."
    assert told.part("Neglect", "SAAS’s response") == "2 November 2026: SAAS accepts every recommendation."
    agency = audit.participants.first().agency
    assert told.tables["Recommendations: Neglect"] == [
        [
            "1. Keep a chronology [Patterns are seen early]",
            "Chronology in every file",
            f"{agency.name} [Head of service]",
            "31 March 2027 [Not started]",
        ]
    ]


def test_the_task_says_how_its_action_stands_today():
    audit = final()
    action = audit.recommendations.get().tasks.get().action
    by = person_with(Role.BUSINESS_TEAM)
    move_action(action=action, move=ActionMove.FINISH, seen=ActionState(action.state), by=by, now=NOW, text="Done")
    action.refresh_from_db()
    told = Told(audits)
    assert told.tables["Recommendations: Neglect"][0][3] == f"31 March 2027 [{action.get_state_display()}]"
    assert told.part("Neglect", "SAAS’s response") == "SAAS has not responded yet."


def test_it_counts_cases_and_gives_no_percentage_of_fewer_than_twenty():
    final("Few", cases=5)
    told = Told(audits)
    assert "5 of 5 cases" in told.entries["Few"]["text"]
    assert "%" not in told.text


def test_what_was_final_before_the_last_pack_is_not_told_again_until_saas_responds():
    old, _ = final("Told already"), final("News")
    before, after = NOW - timedelta(days=1), NOW + timedelta(days=1)
    assert set(Told(audits, since=before).entries) == {"Told already", "News"}
    told = Told(audits, since=after)
    assert told.entries == {}
    assert told.lead.endswith("Since the last pack no report was made final, and SAAS has responded to none.")
    respond(old, now=NOW + timedelta(days=2))
    told = Told(audits, since=after)
    assert set(told.entries) == {"Told already"}
    assert told.lead.endswith("Since the last pack 1 report was made final or has SAAS’s response.")


def test_a_report_that_is_written_again_is_not_told_and_then_by_its_newest_version():
    audit, by = final(), runner()
    move_audit(audit=audit, move=AuditMove.REVISE, seen=AuditState.FINAL, by=by, now=NOW, text="A number was wrong")
    audit.refresh_from_db()
    save_finding(audit=audit, kind=FindingKind.IMPROVE, text="DRAFT-FINDING", by=by, now=NOW)
    told = Told(audits)
    assert told.entries == {}
    assert "DRAFT-FINDING" not in told.text
    publish(audit, by)
    told = Told(audits)
    assert "DRAFT-FINDING" in told.part("Neglect", "Areas to improve")
    assert told.entries["Neglect"]["about"].endswith("Version 2, made final 2 November 2026.")


def test_what_is_being_answered_moderated_or_written_is_not_told():
    for state in (AuditState.COLLECTING, AuditState.MODERATING, AuditState.REPORTING):
        audit = an_audit(state, title=state)
        settled(audit)
        save = runner()
        if state == AuditState.REPORTING:
            written(audit, save)
    told = Told(audits)
    for secret in ("Help comes late", "Chronologies are missing", "Words of", "Keep a chronology"):
        assert secret not in told.text


def test_a_re_audit_says_in_words_what_changed():
    tool = a_tool(frozen=True)
    earlier = an_audit(AuditState.FINAL, tool=tool, cases=5, title="Neglect before")
    grade(earlier, [POOR] * 4 + [GOOD], [GOOD] * 5, [POOR] * 5)
    again, by = reported_with(tool, earlier)
    publish(again, by)
    told = Told(audits, since=LAST_PACK)
    said = told.part("Neglect again", "Since the audit it repeats").splitlines()
    assert said[0] == "Of 2 standards: one better, one worse."
    assert said[1].startswith("- Worse: Standard 2 is met. 5 of 5 cases then, 2 of 5 cases now.")
    assert said[2].startswith("- Better: Standard 1 is met. 1 of 5 cases then, 5 of 5 cases now.")
    assert said[3].startswith("- Better: The grade of the whole. 0 of 5 cases then, 5 of 5 cases now.")


def reported_with(tool, earlier):
    audit, by = an_audit(AuditState.REPORTING, tool=tool, cases=5, title="Neglect again", earlier=earlier), runner()
    grade(audit, [GOOD] * 5, [POOR] * 3 + [GOOD] * 2, [GOOD] * 5)
    written(audit, by)
    return audit, by


def grade(audit, *values):
    by, cases = runner(), list(audit.cases.order_by("order"))
    for question, grades in zip(questions_of(audit.tool, QuestionKind.GRADE), values, strict=False):
        SettledGrade.objects.bulk_create(
            SettledGrade(audit=audit, question=question, value=value, settled_by=by, settled_at=NOW, case=case)
            for case, value in zip(cases, grades, strict=True)
        )


def test_however_many_audits_there_are_the_queries_are_as_many():
    agencies = [AgencyFactory()]
    earlier = final("The first", agencies=agencies, cases=1)

    def several(number):
        for place in range(number):
            final(f"Final {place}", agencies=agencies, cases=1, earlier=earlier, state=AuditState.RESPONDED)
            an_audit(AuditState.COLLECTING, agencies=agencies, cases=1)

    several(3)
    few = queries_of(audits)
    several(27)
    assert queries_of(audits) == few
