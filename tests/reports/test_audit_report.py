"""One final audit at length: what its frozen report says, and how what it advised stands now (R110 to R115, R138)."""

import pytest

from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.roles import Role
from assurance.services.actions import move_action
from audits.models import SettledGrade, ToolStandard
from audits.rules.answers import FindingKind
from audits.rules.audits import AuditKind, AuditMove, AuditState
from audits.rules.tools import QuestionKind
from audits.services.findings import save_finding
from audits.services.moves import move_audit
from reports.rules.kinds import Kind
from reports.sections import audit_report
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import NOW, a_tool, an_audit, publish, questions_of, reported, runner, written
from tests.factories.meetings import a_group
from tests.reports.about import ToldAbout, queries_about

pytestmark = pytest.mark.django_db
GOOD, POOR = "good", "requires-improvement"


def final(title="Neglect", **fields):
    """A final audit with a strength of its first standard, an area to improve of the whole, and a task."""
    audit, by = reported(title=title, **fields)
    standard = ToolStandard.objects.filter(section__version=audit.tool).first()
    words = {"audit": audit, "by": by, "now": NOW}
    save_finding(kind=FindingKind.STRENGTH, text="Plans name the child.", standard=standard, **words)
    written(audit, by)
    publish(audit, by)
    audit.refresh_from_db()
    return audit


def told(audit):
    return ToldAbout(audit_report, Kind.AUDIT_COMPOSITE, audit=audit)


def test_without_a_final_audit_it_says_so():
    assert ToldAbout(audit_report, Kind.EXECUTIVE_BOARD_PACK).lead == audit_report.NOT_TOLD
    said = told(an_audit(AuditState.MODERATING, title="Not final"))
    assert said.blocks == [{"kind": "lead", "text": audit_report.NOT_TOLD}]


def test_it_says_what_was_audited_why_by_whom_and_what_was_found():
    audit = final(lines="Is it seen early?\nIs it shared?")
    said = told(audit)
    assert said.lead == (
        "Overall, 2 of 2 cases met the standard. 1 recommendation was made, with 1 task for those who are to act. "
        "None of these is closed with the effect."
    )
    entry = said.entries["Neglect"]
    assert entry["about"] == "Multi-agency themed audit, 2 cases graded. Made final 2 November 2026"
    assert entry["text"] == "Referrals for neglect have risen for three quarters."
    assert said.part("Neglect", "Lines of enquiry") == "- Is it seen early?\n- Is it shared?"
    agencies = [one.agency.name for one in audit.participants.select_related("agency")]
    assert said.part("Neglect", "Agencies") == ", ".join(agencies)
    assert {"kind": "prose", "text": "Help comes late."} in said.blocks
    assert [block["title"] for block in said.of("subheading")][0] == "Summary"


def test_grades_are_counted_in_cases_and_no_percentage_is_given_of_fewer_than_twenty():
    said = told(final(cases=5))
    rows = said.tables["How many cases were settled at each grade"]
    assert len(rows) == len(questions_of(a_tool(frozen=True), QuestionKind.GRADE)) or rows
    assert all(row[2] == "5 of 5 cases" for row in rows)
    assert all(row[1] == "Good: 5" for row in rows)
    assert "%" not in said.text


def test_findings_stand_under_their_standard_the_whole_last():
    audit = final()
    text = ToolStandard.objects.filter(section__version=audit.tool).first().text
    said = told(audit)
    assert said.part(text, "Strength") == "- Plans name the child."
    assert said.part(audit_report.THE_WHOLE, "Area to improve") == "- Chronologies are missing."
    assert list(said.entries) == ["Neglect", text, audit_report.THE_WHOLE]


def test_each_recommendation_says_where_it_stands_today_and_what_saas_answered():
    audit = final()
    agency = audit.participants.first().agency
    row = ["1. Keep a chronology [Patterns are seen early]", "Chronology in every file"]
    row += [f"{agency.name} [Head of service, by 31 March 2027]"]
    assert told(audit).tables["Recommendations for action"] == [[*row, "Not started"]]
    assert "SAAS has not responded yet." in told(audit).text
    action = audit.recommendations.get().tasks.get().action
    by = person_with(Role.BUSINESS_TEAM)
    move_action(action=action, move=ActionMove.FINISH, seen=ActionState.OPEN, by=by, now=NOW, text="Done")
    chair, seen = person_with(Role.SAAS_CHAIR, group=a_group()), AuditState.FINAL
    move_audit(audit=audit, move=AuditMove.RESPOND, seen=seen, by=chair, now=NOW, text="SAAS accepts it.")
    said = told(audit)
    assert said.tables["Recommendations for action"] == [[*row, "Done, effect not yet seen"]]
    assert said.lead.endswith("None of these is closed with the effect.")
    done, changed = ActionState.DONE, "Chronologies are read aloud"
    move_action(action=action, move=ActionMove.CLOSE, seen=done, by=by, now=NOW, difference=changed)
    assert told(audit).lead.endswith("One of these is closed with the effect.")
    assert "SAAS’s response, 2 November 2026: SAAS accepts it." in said.text
    assert said.entries["Neglect"]["tags"][0]["text"] == "SAAS responded"


def test_where_agencies_are_graded_it_sets_their_own_grade_beside_the_settled_one_and_counts_what_stood():
    audit, by = reported(title="Section 11", kind=AuditKind.SECTION_11, cases=0)
    question = SettledGrade.objects.filter(audit=audit).order_by("participant__agency__name", "pk").first()
    SettledGrade.objects.filter(pk=question.pk).update(value=POOR)
    written(audit, by)
    publish(audit, by)
    said = told(audit)
    rows = said.tables["What each agency gave itself, and what was settled"]
    changed = [row for row in rows if row[1] != row[2]]
    assert [row[1:] for row in changed] == [["Good", "Requires improvement to be good"]]
    assert changed[0][0].startswith(f"{question.participant.agency.name}, question ")
    assert f"{len(rows) - 1} of {len(rows)} grades that agencies gave themselves were settled as given." in said.text


def test_what_is_written_after_it_was_final_is_not_told():
    audit, by = final(), runner()
    move_audit(audit=audit, move=AuditMove.REVISE, seen=AuditState.FINAL, by=by, now=NOW, text="A number was wrong")
    audit.refresh_from_db()
    save_finding(audit=audit, kind=FindingKind.IMPROVE, text="DRAFT-FINDING", by=by, now=NOW)
    assert "DRAFT-FINDING" not in told(audit).text
    publish(audit, by)
    said = told(audit)
    assert "DRAFT-FINDING" in said.text
    assert "Version 2, made final" in said.entries["Neglect"]["about"]


def test_a_re_audit_sets_each_standard_beside_what_was_found_before():
    tool = a_tool(frozen=True)
    earlier = an_audit(AuditState.FINAL, tool=tool, cases=5, title="Before")
    grade(earlier, [POOR] * 4 + [GOOD], [GOOD] * 5)
    again = an_audit(AuditState.REPORTING, tool=tool, cases=5, title="Again", earlier=earlier)
    grade(again, [GOOD] * 5, [POOR] * 3 + [GOOD] * 2)
    written(again, runner())
    publish(again, runner())
    rows = told(again).tables["Since the audit it repeats"]
    assert rows[0][1:3] == ["1 of 5 cases", "5 of 5 cases"]
    assert rows[0][3].startswith("Better")
    assert rows[1][3].startswith("Worse")
    assert "Since the audit it repeats" not in told(final("Neither")).tables


def grade(audit, *values):
    by, cases = runner(), list(audit.cases.order_by("order"))
    for question, grades in zip(questions_of(audit.tool, QuestionKind.GRADE), values, strict=False):
        SettledGrade.objects.bulk_create(
            SettledGrade(audit=audit, question=question, value=value, settled_by=by, settled_at=NOW, case=case)
            for case, value in zip(cases, grades, strict=True)
        )


def test_however_much_it_advised_and_however_many_cases_the_queries_are_as_many():
    agencies = [AgencyFactory()]

    def needed(number):
        audit, by = reported(title=f"Of {number}", agencies=agencies, cases=number)
        for _ in range(number):
            written(audit, by)
        publish(audit, by)
        return queries_about(audit_report, Kind.AUDIT_COMPOSITE, audit=audit)

    assert needed(3) == needed(30)
