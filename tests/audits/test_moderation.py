"""Moderation: what is read beside what, settling grades, and finishing only when every grade is settled (R112)."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from audits.models import Answer, AuditCase, Discussion, SettledGrade, SignedGrade, ToolQuestion
from audits.queries.moderation import agreement, moderation_link, overview, overview_table, settling_problems, units_of
from audits.queries.moderation_pages import unit_page
from audits.rules.audits import SIDE_BY_SIDE, AuditKind, AuditMove, AuditState
from audits.rules.cases import CaseState
from audits.rules.frozen import FrozenRoute, FrozenSurvey
from audits.rules.tools import Purpose, QuestionKind
from audits.services.moderation import accept_agreed, save_discussion, settle_grade
from audits.services.moves import move_audit
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import NOW, a_tool, an_audit, answerer, on_team, questions_of, runner, signed

pytestmark = pytest.mark.django_db
S = AuditState


def by_agency(grades):
    """Give each agency's grade by the place of its name: `by_agency("good", "inadequate")`."""

    def grade(participant, case, question):
        names = sorted(one.agency.name for one in participant.audit.participants.all())
        return grades[names.index(participant.agency.name)]

    return grade


def in_moderation(*grades, **fields):
    return an_audit(S.MODERATING, agencies=len(grades), grade=by_agency(grades), **fields)


def collected(*, frozen_as=None, grade="good", **fields):
    """An audit in moderation whose agencies signed words of their own: `frozen_as` changes those of the first."""
    audit = an_audit(S.COLLECTING, **fields)
    for place, participant in enumerate(audit.participants.all()):
        signed(participant, grade, frozen_as=None if place else frozen_as)
    audit.state = S.MODERATING
    audit.save()
    return audit


def first(audit):
    return units_of(audit)[0]


def boards(audit, by):
    return unit_page(audit, first(audit).pk, by).boards


def settle(audit, board, by, **values):
    settled = {"value": "good", "reason": "", "version": 0, "unit": first(audit)} | values
    return settle_grade(audit=audit, question=board.question.pk, by=by, now=NOW, **settled)


def test_the_grades_of_all_agencies_stand_side_by_side_with_their_words():
    audit, by = in_moderation("good", "inadequate", "not-applicable"), runner()
    page = unit_page(audit, first(audit).pk, by)
    names = list(page.agencies)
    board = page.boards[0]
    assert {lane.grade.slug: lane.agencies for lane in board.lanes if lane.agencies} == {
        "good": (names[0],),
        "inadequate": (names[1],),
        "not-applicable": (names[2],),
    }
    assert board.words == "The two agencies gave different grades."
    assert board.apart == "2 steps apart: Good to Inadequate"
    assert board.settled is None
    voice, impact = page.voice
    assert (voice.question.purpose, impact.question.purpose) == (Purpose.VOICE, Purpose.IMPACT)
    assert [one.agency for one in voice.said] == names
    assert [one.text.startswith("Words of") for one in voice.said] == [True, True, True]
    assert [board.question.number for board in page.boards] == ["1.1", "1.3", "2.3"]


def test_what_an_agency_writes_after_signing_is_not_read():
    audit, by = in_moderation("good", "good"), runner()
    before = unit_page(audit, first(audit).pk, by)
    Answer.objects.update(value="inadequate", text="A draft", evidence="A draft")
    after = unit_page(audit, first(audit).pk, by)
    assert [board.lanes for board in after.boards] == [board.lanes for board in before.boards]
    assert after.voice == before.voice
    assert overview(audit).rows[0].differ == 0


def test_an_earlier_version_of_an_agencys_answers_is_not_read():
    audit, by = in_moderation("good", "good"), runner()
    signed(audit.participants.first(), "inadequate")
    page = unit_page(audit, first(audit).pk, by)
    assert sorted(len(lane.agencies) for lane in page.boards[0].lanes) == [0, 0, 0, 0, 1, 1]
    assert overview(audit).rows[0].differ == 3


def test_an_agency_that_does_not_know_the_case_is_named_with_how_it_looked():
    def frozen_as(words):
        return replace(words, is_known=False, unknown_because="No record in any system.", answers=())

    audit, by = collected(frozen_as=frozen_as), runner()
    page = unit_page(audit, first(audit).pk, by)
    assert page.unknown_to == ((audit.participants.first().agency.name, "No record in any system."),)
    assert page.boards[0].words == "One agency graded this: there is nothing to compare."


def test_a_case_that_was_replaced_or_is_of_another_audit_is_not_moderated():
    audit, by = in_moderation("good", "good"), runner()
    other = in_moderation("good", "good", title="Another", tool=audit.tool)
    assert unit_page(audit, first(other).pk, by) is None
    case = first(audit)
    AuditCase.objects.filter(pk=case.pk).update(state=CaseState.REPLACED, note="Moved away")
    assert unit_page(audit, case.pk, by) is None
    assert len(overview(audit).rows) == 1


def test_settling_leaves_the_agencies_grades_as_they_are_and_is_logged():
    audit, by = in_moderation("good", "inadequate"), runner()
    board = boards(audit, by)[0]
    given = list(SignedGrade.objects.order_by("pk").values())
    outcome = settle(audit, board, by, value="requires-improvement", reason="Two visits were not recorded.")
    assert (outcome.saved, outcome.version) == (True, 1)
    row = SettledGrade.objects.get()
    assert (row.case, row.value, row.settled_by, row.settled_at) == (first(audit), "requires-improvement", by, NOW)
    assert list(SignedGrade.objects.order_by("pk").values()) == given
    entry = ActivityEntry.objects.get(action="audit.settle_grade")
    assert (entry.subject_id, entry.detail) == (str(row.pk), '{"version":1}')
    board = boards(audit, by)[0]
    assert (board.settled_label, board.is_changed) == ("Requires improvement to be good", True)


def test_two_people_settle_one_grade_and_the_second_is_told():
    audit, by, other = in_moderation("good", "good"), runner(), runner()
    board = boards(audit, by)[0]
    assert settle(audit, board, by).saved
    refused = settle(audit, board, other, value="outstanding", reason="Better than good.")
    assert (refused.saved, refused.version) == (False, 1)
    assert settle(audit, board, other, value="outstanding", reason="Better than good.", version=1).saved
    assert not settle(audit, board, by, version=1).saved
    row = SettledGrade.objects.get()
    assert (row.value, row.version, row.settled_by) == ("outstanding", 2, other)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"value": "inadequate"}, "Say why it is settled so"),
        ({"value": "inadequate", "reason": " \n"}, "Say why it is settled so"),
        ({"value": "superb", "reason": "Because."}, "Choose one of the grades"),
        ({"value": "yes", "reason": "Because."}, "Choose one of the grades"),
        ({"value": "inadequate", "reason": "See 943 476 5919."}, "what looks like an NHS number"),
    ],
)
def test_what_cannot_be_settled_is_refused_in_a_sentence(values, sentence):
    audit, by = in_moderation("good", "good"), runner()
    with pytest.raises(ValidationError, match=sentence):
        settle(audit, boards(audit, by)[0], by, **values)
    assert not SettledGrade.objects.exists()


def test_a_question_in_words_or_of_another_tool_is_not_settled():
    audit, by = in_moderation("good", "good"), runner()
    others = [questions_of(audit.tool, QuestionKind.TEXT)[0], questions_of(a_tool(slug="other"), QuestionKind.GRADE)[0]]
    for question in others:
        with pytest.raises(ValidationError, match="not graded in this audit"):
            settle_grade(
                audit=audit, unit=first(audit), question=question.pk, value="good", reason="", version=0, by=by, now=NOW
            )


@pytest.mark.parametrize("state", sorted(SIDE_BY_SIDE - {S.MODERATING}))
def test_after_moderation_nothing_can_be_written(state):
    audit, by = an_audit(state), runner()
    assert not unit_page(audit, first(audit).pk, by).may_write
    with pytest.raises(ValidationError, match="during moderation alone"):
        settle(audit, boards(audit, by)[0], by)
    with pytest.raises(ValidationError, match="during moderation alone"):
        accept_agreed(audit=audit, unit=first(audit), by=by, now=NOW)
    with pytest.raises(ValidationError, match="during moderation alone"):
        save_discussion(audit=audit, unit=first(audit), version=0, values={"practitioners": "X"}, by=by, now=NOW)


def test_only_who_runs_the_audit_settles():
    audit = in_moderation("good", "good")
    agency = audit.participants.first().agency
    member, lead = answerer(agency, Role.AUDIT_TEAM_MEMBER), answerer(agency)
    on_team(audit, member, agency)
    on_team(audit, lead, agency, is_lead=True)
    board = boards(audit, lead)[0]
    for stranger in (member, person_with(Role.SAAS_CHAIR), answerer(audit.participants.last().agency)):
        with pytest.raises(PermissionDenied):
            settle(audit, board, stranger)
        with pytest.raises(PermissionDenied):
            accept_agreed(audit=audit, unit=first(audit), by=stranger, now=NOW)
        with pytest.raises(PermissionDenied):
            save_discussion(audit=audit, unit=first(audit), version=0, values={}, by=stranger, now=NOW)
    assert not unit_page(audit, first(audit).pk, member).may_write
    assert settle(audit, board, lead).saved


def test_what_all_agree_on_is_settled_together_and_nothing_that_was_settled_is_touched():
    audit, by = in_moderation("good", "good", "not-applicable"), runner()
    kept = boards(audit, by)[0]
    settle(audit, kept, by, value="outstanding", reason="Better than good.")
    assert unit_page(audit, first(audit).pk, by).to_accept == 2
    assert accept_agreed(audit=audit, unit=first(audit), by=by, now=NOW) == 2
    values = dict(SettledGrade.objects.values_list("question", "value"))
    assert values.pop(kept.question.pk) == "outstanding"
    assert set(values.values()) == {"good"}
    assert accept_agreed(audit=audit, unit=first(audit), by=by, now=NOW) == 0
    assert SettledGrade.objects.filter(case=units_of(audit)[1]).count() == 0


def test_what_one_agency_alone_graded_is_not_settled_with_the_rest():
    audit, by = in_moderation("good", "insufficient-evidence"), runner()
    assert accept_agreed(audit=audit, unit=first(audit), by=by, now=NOW) == 0


def test_what_was_said_is_kept_and_two_people_lose_nothing():
    audit, by = in_moderation("good", "good"), runner()
    said = {"audit": audit, "unit": first(audit), "by": by, "now": NOW}
    assert save_discussion(**said, version=0, values={"practitioners": "We met late."}).version == 1
    refused = save_discussion(**said, version=0, values={"practitioners": "Another"})
    assert (refused.saved, refused.version) == (False, 1)
    assert save_discussion(**said, version=1, values={"good_practice": "A joint visit."}).saved
    row = Discussion.objects.get()
    assert (row.practitioners, row.good_practice, row.version) == ("We met late.", "A joint visit.", 2)
    with pytest.raises(ValidationError, match="NHS number"):
        save_discussion(**said, version=2, values={"practitioners": "Child 943 476 5919"})
    assert unit_page(audit, first(audit).pk, by).discussion == row


def test_cases_on_which_agencies_differ_most_come_first():
    def grade(participant, case, question):
        second = participant == participant.audit.participants.last()
        if case.reference == "A02" and second:
            return "inadequate"
        if case.reference == "A03" and second and question.purpose == Purpose.OVERALL:
            return "requires-improvement"
        return "good"

    audit = an_audit(S.MODERATING, cases=3, grade=grade)
    rows = overview(audit).rows
    assert [(row.settled.name, row.differ, row.apart_words) for row in rows] == [
        ("Case A02", 3, "2 steps apart"),
        ("Case A03", 1, "One step apart"),
        ("Case A01", 0, ""),
    ]
    assert [(row.compared, row.settled.done, row.settled.of) for row in rows] == [(3, 0, 3)] * 3
    table = overview_table(audit)
    assert table[1][0] == ["Case A02", "", 0, 3, 3, 2]


def test_moderation_is_finished_only_when_every_grade_is_settled():
    audit, by = in_moderation("good", "good", cases=2), runner()
    assert settling_problems(audit) == [
        "Case A01: 1.1, 1.3 and 2.3 are not settled.",
        "Case A02: 1.1, 1.3 and 2.3 are not settled.",
    ]
    with pytest.raises(ValidationError, match=r"1\.1, 1\.3 and 2\.3 are not settled"):
        move_audit(audit=audit, move=AuditMove.SETTLE, seen=S.MODERATING, by=by, now=NOW)
    for unit in units_of(audit):
        accept_agreed(audit=audit, unit=unit, by=by, now=NOW)
    assert settling_problems(audit) == []
    assert overview(audit).units_done == 2
    move_audit(audit=audit, move=AuditMove.SETTLE, seen=S.MODERATING, by=by, now=NOW)
    assert audit.state == S.REPORTING


def test_neutral_answers_need_no_settling_but_the_grade_of_the_whole_does():
    audit = in_moderation("not-applicable", "insufficient-evidence", cases=1)
    assert settling_problems(audit) == ["Case A01: 2.3 is not settled."]


def test_a_case_that_nobody_knows_does_not_stand_in_the_way():
    audit = in_moderation("good", "good", cases=1)
    AuditCase.objects.create(audit=audit, reference="A09", order=9, state=CaseState.DRAWN)
    assert [problem.split(":")[0] for problem in settling_problems(audit)] == ["Case A01"]


def test_agreement_over_the_cases_leaves_out_the_neutral_and_says_when_there_are_too_few():
    audit = in_moderation("good", "good", "not-applicable", cases=2)
    found = agreement(audit)
    assert found[0].question.purpose == Purpose.OVERALL
    assert [one.question.number for one in found] == ["2.3", "1.1", "1.3"]
    assert {one.found.same_words for one in found} == {"2 of 2 cases"}
    assert {one.found.alpha for one in found} == {None}


def test_agreement_is_measured_from_as_many_cases_as_it_takes():
    def grade(participant, case, question):
        return "good" if int(case.reference[1:]) % 2 else "inadequate"

    audit = an_audit(S.MODERATING, cases=8, grade=grade, tool=a_tool(1, frozen=True))
    assert {one.found.alpha for one in agreement(audit)} == {1.0}
    assert {one.found.needed for one in agreement(audit)} == {8}


def test_agencies_as_a_whole_are_settled_beside_their_own_grade_the_others_and_the_survey():
    def frozen_as(words):
        return replace(words, survey=(FrozenSurvey(words.answers[0].standard, 80, 50, 34, "Staff survey, May 2026"),))

    def grade(participant, case, question):
        if question.kind == QuestionKind.GRADE:
            return "good" if participant == participant.audit.participants.first() else "inadequate"
        return ""

    audit = collected(kind=AuditKind.SECTION_11, grade=grade, frozen_as=frozen_as)
    by, unit = runner(), first(audit)
    page = unit_page(audit, unit.pk, by)
    board = page.boards[0]
    assert page.name == unit.agency.name
    assert (board.given, board.words) == (("good",), "Graded itself Good. So did none of 1 other agency.")
    assert [lane.own for lane in board.lanes] == ["", page.name, "", "", "", ""]
    assert [len(lane.agencies) for lane in board.lanes] == [0, 0, 0, 1, 0, 0]
    surveys = [one.survey for section in page.sections for one in section.standards]
    assert surveys == ["34 of 50 who answered agreed (68%). 80 were asked. Staff survey, May 2026.", "", ""]
    assert settle(audit, board, by, value="requires-improvement", reason="The audits of supervision are missing.").saved
    row = overview(audit).rows[0]
    assert (row.settled.name, row.differ, row.apart, row.settled.done, row.settled.of) == (page.name, 1, 1, 1, 3)
    assert SettledGrade.objects.get().participant == unit
    assert settling_problems(audit)[0] == f"{unit.agency.name}: 1.3 and 2.3 are not settled."


def test_yes_partly_and_no_are_settled_on_their_own_scale():
    tool = a_tool(1, frozen=True)
    ToolQuestion.objects.filter(kind=QuestionKind.GRADE, purpose="").update(kind=QuestionKind.JUDGEMENT)

    def grade(participant, case, question):
        return "partly" if question.kind == QuestionKind.JUDGEMENT else "good"

    audit, by = an_audit(S.MODERATING, tool=tool, cases=1, grade=grade), runner()
    board = boards(audit, by)[0]
    assert board.words == "Both agencies gave the same grade: Partly."
    assert [label for _, label in board.choices] == ["Yes", "Partly", "No", "Not applicable", "Insufficient evidence"]
    assert settle(audit, board, by, value="partly").saved
    assert agreement(audit)[1].found.same_words == "1 of 1 case"


@pytest.mark.parametrize("routes", [(), (FrozenRoute("The duty manager", "2026-10-30", "By telephone"),)])
def test_a_grade_settled_as_at_risk_warns_while_no_agency_told_the_childs_team(routes):
    audit, by = collected(frozen_as=lambda words: replace(words, routes=routes)), runner()
    assert not unit_page(audit, first(audit).pk, by).untold
    settle(audit, boards(audit, by)[0], by, value="inadequate", reason="Nobody saw the child for a year.")
    page = unit_page(audit, first(audit).pk, by)
    assert page.untold is not bool(routes)
    assert [(one.told, one.day) for one in page.routes] == [(one.told, date(2026, 10, 30)) for one in routes]


def test_agencies_that_had_not_signed_are_named():
    audit = in_moderation("good", "good")
    late = AgencyFactory()
    audit.participants.create(agency=late)
    assert overview(audit).unsigned == (late.name,)
    assert unit_page(audit, first(audit).pk, runner()).unsigned == (late.name,)


@pytest.mark.parametrize("state", list(S))
def test_the_way_from_the_audit_leads_those_who_compare_alone(state):
    audit = an_audit(state)
    assert (moderation_link(audit, runner()) is not None) is (state in SIDE_BY_SIDE)
    assert moderation_link(audit, answerer(audit.participants.first().agency)) is None
    assert moderation_link(audit, person_with(Role.SAAS_CHAIR)) is None
