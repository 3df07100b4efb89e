"""A re-audit beside the audit it repeats: who reads it, what it says, and the actions it opens again (R115)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assurance.models import Action, Notice
from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.roles import Role
from assurance.services.actions import move_action
from audits.models import AuditReport, SettledGrade, ToolStandard
from audits.queries.reaudit import (
    OVERALL,
    matrices_of,
    reaudit_page,
    reaudit_table,
    reaudit_visible_to,
    rows_of,
    unimproved_actions,
)
from audits.rules.audits import AuditKind, AuditMove, AuditState
from audits.rules.reaudit import Change
from audits.rules.tools import Purpose, QuestionKind
from audits.services.findings import TaskWords, save_recommendation, save_task
from audits.services.moves import move_audit
from audits.services.publishing import publish
from audits.services.reaudit import REASON, reopen_unimproved
from tests.factories.assurance import person_with
from tests.factories.audits import DUE, NOW, a_tool, an_audit, answerer, on_team, questions_of, runner, written

pytestmark = pytest.mark.django_db
GOOD, POOR = "good", "requires-improvement"


def settle(audit, *values, by=None):
    """Settle the cases of an audit: `values` holds for each graded question in turn one grade a case."""
    by = by or runner()
    cases = list(audit.cases.order_by("order")) if audit.has_cases else list(audit.participants.all())
    name = "case" if audit.has_cases else "participant"
    for question, grades in zip(questions_of(audit.tool, QuestionKind.GRADE), values, strict=False):
        for one, value in zip(cases, grades, strict=True):
            SettledGrade.objects.create(
                audit=audit, question=question, value=value, settled_by=by, settled_at=NOW, **{name: one}
            )


def then_and_now(state=AuditState.FINAL, *, then=None, now=None, cases=5, **fields):
    """An audit and the one that repeats it with the same tool: two standards and the whole, five cases each."""
    tool = a_tool(frozen=True)
    earlier = an_audit(AuditState.FINAL, tool=tool, cases=cases, title="Neglect", **fields)
    later = an_audit(state, tool=tool, cases=cases, title="Neglect again", earlier=earlier, **fields)
    settle(earlier, *(then or ([POOR] * 4 + [GOOD], [POOR] * 3 + [GOOD] * 2, [POOR] * 5)))
    settle(later, *(now or ([GOOD] * 5, [POOR] * 3 + [GOOD] * 2, [GOOD] * 5)))
    return earlier, later


def advised(earlier, by, *, closed=True):
    """A recommendation with an action for each standard of the earlier audit, closed with its effect."""
    earlier.state = AuditState.REPORTING
    earlier.save()
    standards = ToolStandard.objects.filter(section__version=earlier.tool).order_by("section__position", "position")
    agency = earlier.participants.first().agency
    for standard in standards:
        words = {"by": by, "now": NOW}
        one = save_recommendation(
            audit=earlier, text=f"See to it: {standard}", outcome="Sooner help", standard=standard, **words
        )
        save_task(recommendation=one, words=TaskWords(str(standard), agency, "Head", DUE), **words)
    publish(earlier, by, NOW)
    earlier.state = AuditState.FINAL
    earlier.save()
    actions = {action.title: action for action in Action.objects.filter(audit_task__recommendation__audit=earlier)}
    for action in actions.values() if closed else ():
        close(action, by)
    return actions


def close(action, by, at=NOW):
    action.refresh_from_db()
    holder = answerer(action.agency)
    move_action(action=action, move=ActionMove.FINISH, seen=action.state, by=holder, now=at, text="Done.")
    action.refresh_from_db()
    move_action(action=action, move=ActionMove.CLOSE, seen=action.state, by=by, now=at, difference="Seen sooner.")
    action.refresh_from_db()


# The matrix


def test_each_standard_is_set_beside_itself_and_the_whole_comes_last():
    _, later = then_and_now()
    first, second, whole = rows_of(later)
    assert (first.then_words, first.now_words) == ("1 of 5 cases", "5 of 5 cases")
    assert first.comparison.change == Change.BETTER
    assert first.then.grades_words == "1 Good, 4 Requires improvement to be good"
    assert second.comparison.change == Change.SAME
    assert whole.key == OVERALL
    assert (whole.then_words, whole.now_words) == ("0 of 5 cases", "5 of 5 cases")
    page = reaudit_page(later, runner())
    assert page.counts == [("Better", 1), ("No change", 1), ("Worse", 0), ("Cannot be compared", 0)]


def test_a_standard_is_the_same_by_its_identity_in_whatever_version():
    earlier, later = then_and_now()
    tool = a_tool(standards=3, frozen=True, slug="another")
    old = ToolStandard.objects.get(section__version=earlier.tool, text="Standard 2 is met")
    new = ToolStandard.objects.filter(section__version=tool, text="Standard 1 is met")
    new.update(identity=old.identity, text="Standard 2, in other words")
    SettledGrade.objects.filter(audit=later).delete()
    later.tool = tool
    later.save()
    settle(later, [GOOD] * 5)
    rows = {row.text: row for row in rows_of(later)}
    assert rows["Standard 2, in other words"].comparison.change == Change.BETTER
    assert rows["Standard 1 is met"].now_words == "Not asked now"
    assert rows["Standard 3 is met"].then_words == "Not asked then"
    assert rows["Standard 3 is met"].now_words == "No cases graded"
    assert rows["Standard 3 is met"].comparison.change == Change.UNKNOWN


def test_audits_that_graded_different_things_are_not_compared(sign_in):
    earlier, later = then_and_now()
    later.kind = AuditKind.SECTION_11
    later.save()
    assert rows_of(later) == []
    said = sign_in(runner()).get(reverse("audits:reaudit_detail", args=[later.pk])).content.decode()
    assert "Nothing to set side by side" in said


def test_agencies_as_a_whole_are_counted_as_agencies():
    _, later = then_and_now(kind=AuditKind.SECTION_11, cases=0, agencies=2, then=([POOR, POOR],), now=([GOOD, POOR],))
    first, *_ = rows_of(later)
    assert first.now_words == "1 of 2 agencies"
    assert first.comparison.chance_words == "Too few to tell whether it is chance"


def test_more_cases_and_standards_cost_no_more_queries(django_assert_num_queries):
    _, small = then_and_now(cases=1, then=([POOR],), now=([GOOD],))
    with django_assert_num_queries(6):
        rows_of(small)
    tool = a_tool(standards=12, frozen=True, slug="long")
    earlier = an_audit(AuditState.FINAL, tool=tool, cases=20)
    later = an_audit(AuditState.FINAL, tool=tool, cases=20, earlier=earlier)
    for audit in (earlier, later):
        settle(audit, *([GOOD] * 20 for _ in range(13)))
    later.refresh_from_db()
    with django_assert_num_queries(6 + 3):  # the audits and their tools are read anew
        rows_of(later)
    with django_assert_num_queries(6):
        found = matrices_of([small, later, earlier])
    assert found == {small.pk: rows_of(small), later.pk: rows_of(later), earlier.pk: []}


# Who reads it


def test_it_is_for_those_who_read_both_reports_and_for_the_team_while_it_is_written(sign_in):
    earlier, later = then_and_now(AuditState.REPORTING)
    member, team = person_with(Role.SAAS_MEMBER), runner()
    lead = answerer(later.participants.first().agency)
    assert reaudit_visible_to(team, later.pk) == later
    for other in (member, lead, person_with(Role.PARTNER_LEAD)):
        assert reaudit_visible_to(other, later.pk) is None
    on_team(later, lead, later.participants.first().agency, is_lead=True)
    assert reaudit_visible_to(lead, later.pk) is None
    on_team(earlier, lead, later.participants.first().agency)
    assert reaudit_visible_to(lead, later.pk) == later
    later.state = AuditState.FINAL
    later.save()
    assert reaudit_visible_to(member, later.pk) == later
    assert reaudit_visible_to(person_with(Role.PARTNER_LEAD), later.pk) is None
    earlier.state = AuditState.REPORTING
    earlier.save()
    assert reaudit_visible_to(member, later.pk) is None
    client = sign_in(member)
    for name, more in (("reaudit_detail", ()), ("reaudit_download", ("csv",))):
        assert client.get(reverse(f"audits:{name}", args=[later.pk, *more])).status_code == 404
    assert client.get(reverse("audits:reaudit_detail", args=[earlier.pk])).status_code == 404


def test_the_page_and_the_table_say_the_same(sign_in):
    earlier, later = then_and_now()
    client = sign_in(person_with(Role.INSPECTOR))
    said = client.get(reverse("audits:reaudit_detail", args=[later.pk])).content.decode()
    for words in ("1 of 5 cases", "5 of 5 cases", "Better", "No change", "p = 0.048", "Fisher’s exact test"):
        assert words in said
    assert "%" not in said[said.index("<main") : said.index("</main>")]
    table = client.get(reverse("audits:reaudit_download", args=[later.pk, "csv"])).content.decode()
    assert "Standard 1 is met,1,5,5,5,Better" in table
    assert client.get(reverse("audits:reaudit_download", args=[later.pk, "xlsx"])).status_code == 200
    headers, rows = reaudit_table(rows_of(later))
    assert all(len(row) == len(headers) for row in rows)
    hub = client.get(reverse("audits:audit_detail", args=[later.pk])).content.decode()
    assert reverse("audits:reaudit_detail", args=[later.pk]) in hub


# What it sets going


def test_closed_actions_whose_standard_did_not_improve_are_opened_again():
    earlier, later = then_and_now(AuditState.REPORTING)
    team = runner()
    actions = advised(earlier, team)
    lead = answerer(earlier.participants.last().agency)
    Action.objects.filter(title="Standard 2 is met").update(agency=earlier.participants.last().agency)
    Notice.objects.all().delete()
    shown = reaudit_page(later, team)
    assert [action.title for action in shown.actions] == ["Standard 2 is met"]
    assert reopen_unimproved(audit=later, by=team, now=NOW + timedelta(days=1)) == 1
    for action in actions.values():
        action.refresh_from_db()
    assert actions["Standard 2 is met"].state != ActionState.CLOSED
    assert actions["Standard 1 is met"].state == ActionState.CLOSED
    assert actions["The child is at the centre of the work"].state == ActionState.CLOSED
    update = actions["Standard 2 is met"].updates.last()
    assert (update.move, update.text, update.by) == (ActionMove.REOPEN, REASON, team)
    assert later.title not in update.text
    assert Notice.objects.filter(person=lead).count() == 1
    assert reopen_unimproved(audit=later, by=team, now=NOW + timedelta(days=1)) == 0


def test_open_actions_and_audits_that_repeat_none_are_left_alone():
    earlier, later = then_and_now(AuditState.REPORTING)
    team = runner()
    actions = advised(earlier, team, closed=False)
    assert reopen_unimproved(audit=later, by=team, now=NOW) == 0
    assert reopen_unimproved(audit=earlier, by=team, now=NOW) == 0
    assert {action.updates.count() for action in actions.values()} == {1}


def test_making_the_report_final_opens_them_even_for_a_lead_who_manages_no_actions():
    earlier, later = then_and_now(AuditState.REPORTING)
    team = runner()
    actions = advised(earlier, team)
    agency = later.participants.first().agency
    lead = answerer(agency)
    on_team(later, lead, agency, is_lead=True)
    written(later, lead)
    move_audit(audit=later, move=AuditMove.PUBLISH, seen=AuditState.REPORTING, by=lead, now=NOW + timedelta(days=1))
    action = actions["Standard 2 is met"]
    action.refresh_from_db()
    assert action.state != ActionState.CLOSED


def test_what_was_closed_again_in_the_knowledge_of_the_re_audit_stays_closed_when_its_report_is_revised():
    earlier, later = then_and_now(AuditState.REPORTING)
    team = runner()
    actions = advised(earlier, team)
    published = NOW + timedelta(days=1)
    AuditReport.objects.create(
        audit=later, number=1, content="{}", sha256="0" * 64, published_by=team, published_at=published
    )
    assert reopen_unimproved(audit=later, by=team, now=published) == 1
    close(actions["Standard 2 is met"], team, at=published + timedelta(days=30))
    assert unimproved_actions(later, rows_of(later)) == []
    SettledGrade.objects.filter(audit=later, value=GOOD).update(value=POOR)
    found = [action.title for action in unimproved_actions(later, rows_of(later))]
    assert found == ["Standard 1 is met"]


def test_the_grade_of_the_whole_opens_nothing():
    whole = [POOR] * 5
    earlier, later = then_and_now(
        AuditState.REPORTING, then=([GOOD] * 5, [GOOD] * 5, whole), now=([GOOD] * 5, [GOOD] * 5, whole)
    )
    team = runner()
    advised(earlier, team)
    assert any(question.purpose == Purpose.OVERALL for question in questions_of(later.tool))
    assert reopen_unimproved(audit=later, by=team, now=NOW) == 0
