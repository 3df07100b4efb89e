"""Cases and agencies of an audit, and its launch: what is settled before, and what the launch sets going."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from audits.models import AnswerSheet, AuditCase, CaseDraw, Participant, ToolVersion
from audits.queries.answers import sheets_of
from audits.queries.cases import case_page, case_table, frame_fingerprint
from audits.queries.launch import launch_checks, launch_problems
from audits.rules.answers import ParticipantState
from audits.rules.audits import AuditKind, AuditMove, AuditState
from audits.rules.cases import CaseState, draw, frame_sha256, read_frame
from audits.services.cases import draw_cases, replace_case, set_frame
from audits.services.moves import move_audit
from audits.services.participants import choose_agencies
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import NOW, a_tool, an_audit, answerer, on_team, runner, signed

pytestmark = pytest.mark.django_db
FRAME = "\n".join(f"A{number:02}, {'Under 5' if number % 2 else 'Over 5'}" for number in range(1, 13))


def an_empty_audit(**fields):
    return an_audit(cases=0, **fields)


def framed(audit, by, text=FRAME, criteria="Every child on a plan for neglect."):
    set_frame(audit=audit, frame=read_frame(text), criteria=criteria, seen=frame_fingerprint(audit), by=by, now=NOW)


def drawn(audit, by, number=3, reserve=2):
    return draw_cases(audit=audit, number=number, reserve=reserve, by=by, now=NOW)


def in_order(audit, state):
    return list(audit.cases.filter(state=state).order_by("order").values_list("reference", flat=True))


def launch(audit, by):
    move_audit(audit=audit, move=AuditMove.LAUNCH, seen=AuditState.PLANNED, by=by, now=NOW)


def last_entry():
    return ActivityEntry.objects.order_by("-sequence").first()


# The frame and the draw


def test_a_draw_is_recorded_so_that_anybody_finds_the_same_cases():
    audit, team = an_empty_audit(), runner()
    framed(audit, team)
    made = drawn(audit, team)
    references = list(audit.cases.values_list("reference", flat=True))
    found = draw(references, seed=made.seed, number=made.number, reserve=made.reserve)
    assert in_order(audit, CaseState.DRAWN) == list(found.drawn)
    assert in_order(audit, CaseState.RESERVE) == list(found.reserve)
    assert (made.frame_size, made.frame_sha256) == (12, frame_sha256(references))
    assert audit.cases.filter(state=CaseState.FRAME, order=None).count() == 7
    assert last_entry().action == "audit.draw_cases"
    assert made.seed in last_entry().detail
    headers, rows = case_table(audit)
    by_key = sorted(rows, key=lambda row: row[5])
    assert [row[1] for row in by_key][:5] == [*found.drawn, *found.reserve]
    assert made.seed in headers[5]


def test_a_new_draw_takes_the_place_of_the_last_and_both_stay_recorded():
    audit, team = an_empty_audit(), runner()
    framed(audit, team)
    first = drawn(audit, team)
    replace_case(case=audit.cases.get(order=1), reason="Two agencies hold nothing.", by=team, now=NOW)
    second = drawn(audit, team, number=4, reserve=0)
    assert first.seed != second.seed
    assert CaseDraw.objects.filter(audit=audit).count() == 2
    page = case_page(audit)
    assert page.draw == second
    assert len(page.drawn) == 4
    assert not page.reserve
    assert not page.replaced


def test_other_references_make_the_draw_void_and_other_kinds_do_not():
    audit, team = an_empty_audit(), runner()
    framed(audit, team)
    made = drawn(audit, team)
    before = in_order(audit, CaseState.DRAWN)
    framed(audit, team, FRAME.replace("Under 5", "Under five"), criteria="Every child on a plan.")
    assert in_order(audit, CaseState.DRAWN) == before
    assert audit.cases.filter(stratum="Under five").count() == 6
    framed(audit, team, f"{FRAME}\nB01")
    assert not in_order(audit, CaseState.DRAWN)
    page = case_page(audit)
    assert page.draw is None
    assert page.draws == (made,)
    assert launch_problems(audit) == ["The cases are not drawn yet."]


def test_a_frame_with_a_problem_is_refused_whole():
    audit, team = an_empty_audit(), runner()
    framed(audit, team)
    for text, criteria in ((f"{FRAME}\nAmy", ""), (FRAME, "The child born 12/03/2014.")):
        with pytest.raises(ValidationError):
            framed(audit, team, text, criteria)
    assert audit.cases.count() == 12
    audit.refresh_from_db()
    assert audit.criteria == "Every child on a plan for neglect."


def test_who_saves_a_frame_that_somebody_else_has_changed_is_told():
    audit, team = an_empty_audit(), runner()
    seen = frame_fingerprint(audit)
    framed(audit, team)
    with pytest.raises(ValidationError) as refused:
        set_frame(audit=audit, frame=read_frame("B01"), criteria="", seen=seen, by=team, now=NOW)
    assert refused.value.code == "conflict"
    assert audit.cases.count() == 12


def test_no_more_is_drawn_than_there_is():
    audit, team = an_empty_audit(), runner()
    with pytest.raises(ValidationError, match="no sampling frame"):
        drawn(audit, team)
    framed(audit, team)
    with pytest.raises(ValidationError, match="13 cannot be drawn"):
        drawn(audit, team, number=10, reserve=3)
    assert not CaseDraw.objects.exists()


@pytest.mark.parametrize("state", [state for state in AuditState if state != AuditState.PLANNED])
def test_frame_draw_and_agencies_stand_from_the_launch_on(state):
    audit, team = an_audit(state), runner()
    for act in (
        lambda: framed(audit, team),
        lambda: drawn(audit, team, number=1, reserve=0),
        lambda: choose_agencies(audit=audit, agencies=[], by=team, now=NOW),
    ):
        with pytest.raises(ValidationError, match="until the audit is launched"):
            act()
    assert audit.cases.count() == 2
    assert audit.participants.count() == 2


def test_where_agencies_are_graded_there_are_no_cases():
    audit, team = an_empty_audit(kind=AuditKind.SECTION_11), runner()
    for act in (lambda: framed(audit, team), lambda: drawn(audit, team)):
        with pytest.raises(ValidationError, match="has no cases"):
            act()


@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.PARTNER_LEAD, Role.INSPECTOR, Role.BOARD_MEMBER])
def test_only_those_who_run_an_audit_touch_its_cases(role):
    audit = an_audit()
    other = person_with(role)
    case = audit.cases.first()
    for act in (
        lambda: framed(audit, other),
        lambda: drawn(audit, other),
        lambda: replace_case(case=case, reason="No.", by=other, now=NOW),
        lambda: choose_agencies(audit=audit, agencies=[], by=other, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_lead_of_the_audit_does():
    audit = an_empty_audit()
    agency = audit.participants.first().agency
    lead = answerer(agency)
    on_team(audit, lead, agency, is_lead=True)
    framed(audit, lead)
    drawn(audit, lead)
    assert len(in_order(audit, CaseState.DRAWN)) == 3


# Replacing a case


@pytest.mark.parametrize("state", [AuditState.PLANNED, AuditState.COLLECTING])
def test_the_next_in_reserve_takes_the_place_of_a_case_with_the_reason(state):
    audit, team = an_audit(state), runner()
    reserve = [
        AuditCase.objects.create(audit=audit, reference=f"R0{order}", order=order, state=CaseState.RESERVE)
        for order in (4, 3)
    ]
    gone = audit.cases.get(reference="A01")
    assert replace_case(case=gone, reason="Two agencies hold nothing.", by=team, now=NOW) == reserve[1]
    assert in_order(audit, CaseState.DRAWN) == ["A02", "R03"]
    gone.refresh_from_db()
    assert (gone.state, gone.note) == (CaseState.REPLACED, "Two agencies hold nothing.")
    assert last_entry().action == "audit.replace_case"
    assert "Two agencies" not in last_entry().detail
    with pytest.raises(ValidationError, match="no longer in the audit"):
        replace_case(case=gone, reason="Again.", by=team, now=NOW)


def test_while_agencies_answer_each_gets_the_new_case_and_who_signed_signs_again():
    audit, team = an_audit(AuditState.COLLECTING), runner()
    AuditCase.objects.create(audit=audit, reference="R01", order=3, state=CaseState.RESERVE)
    first, second = audit.participants.all()
    leads = [answerer(first.agency), answerer(second.agency)]
    signed(first)
    gone = audit.cases.get(reference="A01")
    replace_case(case=gone, reason="Two agencies hold nothing.", by=team, now=NOW)
    for participant in (first, second):
        participant.refresh_from_db()
        assert participant.state == ParticipantState.WRITING
        assert participant.standing is None
        assert [sheet.case.reference for sheet in sheets_of(participant)] == ["A02", "R01"]
    assert AnswerSheet.objects.get(case=gone, participant=first).answers.exists()
    assert first.submissions.count() == 1
    assert first.events.count() == 1
    assert second.events.count() == 0
    assert set(Notice.objects.values_list("person", flat=True)) == {lead.pk for lead in leads}
    assert not any("A01" in notice.text for notice in Notice.objects.all())


def test_with_nothing_in_reserve_the_audit_goes_on_with_one_case_fewer_but_not_without_any():
    audit, team = an_audit(AuditState.COLLECTING), runner()
    participant = audit.participants.first()
    signed(participant)
    assert replace_case(case=audit.cases.get(order=1), reason="In court.", by=team, now=NOW) is None
    participant.refresh_from_db()
    assert participant.is_signed
    with pytest.raises(ValidationError, match="only case left"):
        replace_case(case=audit.cases.get(order=2), reason="In court.", by=team, now=NOW)


@pytest.mark.parametrize("state", [AuditState.MODERATING, AuditState.REPORTING, AuditState.FINAL])
def test_once_answers_lie_side_by_side_no_case_is_replaced(state):
    audit, team = an_audit(state), runner()
    with pytest.raises(ValidationError, match="until moderation begins"):
        replace_case(case=audit.cases.first(), reason="It is awkward.", by=team, now=NOW)


@pytest.mark.parametrize(("reason", "says"), [(" ", "Say why"), ("The child, born 12/03/2014, moved.", "of birth")])
def test_a_case_is_replaced_with_a_reason_that_tells_nobody_who_the_child_is(reason, says):
    audit, team = an_audit(), runner()
    with pytest.raises(ValidationError, match=says):
        replace_case(case=audit.cases.first(), reason=reason, by=team, now=NOW)


# Agencies


def test_an_audit_asks_exactly_the_agencies_that_are_chosen():
    audit, team = an_audit(), runner()
    kept, left_out = [participant.agency for participant in audit.participants.all()]
    new = AgencyFactory()
    before = audit.participants.get(agency=kept).pk
    choose_agencies(audit=audit, agencies=[kept, new], by=team, now=NOW)
    assert set(Participant.objects.filter(audit=audit).values_list("agency", flat=True)) == {kept.pk, new.pk}
    assert audit.participants.get(agency=kept).pk == before
    assert left_out.slug not in last_entry().detail
    number = ActivityEntry.objects.count()
    choose_agencies(audit=audit, agencies=[new, kept], by=team, now=NOW)
    assert ActivityEntry.objects.count() == number


def test_a_single_agency_audit_is_of_one():
    audit, team = an_audit(kind=AuditKind.SINGLE_AGENCY), runner()
    agencies = [participant.agency for participant in audit.participants.all()]
    assert launch_problems(audit) == ["A single-agency audit is of one agency. Choose which."]
    with pytest.raises(ValidationError, match="of one agency"):
        choose_agencies(audit=audit, agencies=agencies, by=team, now=NOW)
    choose_agencies(audit=audit, agencies=agencies[:1], by=team, now=NOW)
    assert launch_problems(audit) == []


# The launch


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, []),
        ({"agencies": 0}, ["No agency is chosen yet."]),
        ({"cases": 0}, ["No sampling frame is listed yet."]),
        ({"kind": AuditKind.SECTION_11, "cases": 0}, []),
        ({"lead": " "}, ["Nobody leads it yet."]),
        ({"agencies": 0, "cases": 0}, ["No agency is chosen yet.", "No sampling frame is listed yet."]),
    ],
)
def test_what_is_missing_is_said_and_keeps_the_audit_from_its_launch(fields, missing):
    audit, team = an_audit(**fields), runner()
    assert launch_problems(audit) == missing
    if missing:
        with pytest.raises(ValidationError) as refused:
            launch(audit, team)
        assert refused.value.messages == missing
        audit.refresh_from_db()
        assert audit.state == AuditState.PLANNED
        assert not AnswerSheet.objects.exists()
    else:
        launch(audit, team)
        assert audit.state == AuditState.COLLECTING


def test_an_audit_without_a_tool_or_with_an_unfinished_one_is_not_launched():
    audit = an_audit()
    audit.tool.sections.all().delete()
    assert launch_problems(audit)
    audit.tool = None
    assert launch_problems(audit) == ["No tool is chosen yet."]


def test_an_agency_the_tool_asks_nothing_is_named():
    audit = an_audit()
    agency = audit.participants.first().agency
    for section in audit.tool.sections.all():
        for standard in section.standards.all():
            for question in standard.questions.all():
                question.variants.create(agency=agency, is_asked=False)
    assert f"The tool asks {agency.name} nothing. Leave it out, or change the tool." in launch_problems(audit)


def test_what_deserves_a_second_thought_keeps_nothing_from_its_launch():
    audit = an_audit(criteria="")
    notes = [note for check in launch_checks(audit) for note in check.notes]
    assert len([note for note in notes if note.startswith("Nobody has an account")]) == 2
    assert len(notes) == 4
    for participant in audit.participants.all():
        answerer(participant.agency)
    assert len([note for check in launch_checks(audit) for note in check.notes]) == 2
    assert launch_problems(audit) == []


def test_a_launch_freezes_the_tool_makes_the_sheets_and_tells_who_answers():
    audit, team = an_audit(), runner()
    AuditCase.objects.create(audit=audit, reference="R01", order=3, state=CaseState.RESERVE)
    leads = {answerer(participant.agency): participant for participant in audit.participants.all()}
    launch(audit, team)
    tool = ToolVersion.objects.get(pk=audit.tool_id)
    assert (tool.is_frozen, tool.frozen_at) == (True, NOW)
    for lead, participant in leads.items():
        assert [sheet.case.reference for sheet in sheets_of(participant)] == ["A01", "A02"]
        notice = Notice.objects.get(person=lead)
        assert notice.url == reverse("audits:participant_detail", args=[participant.pk])
        assert audit.title not in notice.text
    actions = list(ActivityEntry.objects.order_by("-sequence").values_list("action", flat=True)[:2])
    assert actions == ["tool.freeze", "audit.launch"]


def test_a_tool_that_another_audit_froze_stays_as_it_was_frozen():
    tool = a_tool(frozen=True)
    audit, team = an_audit(tool=tool), runner()
    ToolVersion.objects.filter(pk=tool.pk).update(frozen_at=NOW.replace(year=2025))
    launch(audit, team)
    assert ToolVersion.objects.get(pk=tool.pk).frozen_at.year == 2025


def test_where_agencies_are_graded_each_gets_one_sheet():
    audit, team = an_audit(kind=AuditKind.BENCHMARK, cases=0), runner()
    launch(audit, team)
    assert [sheet.case for sheet in AnswerSheet.objects.all()] == [None, None]


def test_nobody_is_asked_by_a_day_that_has_passed():
    audit, team = an_audit(), runner()
    with pytest.raises(ValidationError, match="has passed"):
        move_audit(audit=audit, move=AuditMove.LAUNCH, seen=AuditState.PLANNED, by=team, now=NOW.replace(month=12))
    audit.refresh_from_db()
    assert audit.state == AuditState.PLANNED
    assert not AnswerSheet.objects.exists()
    last = launch_checks(audit, NOW.replace(month=12).date())[-1]
    assert last.problems
    assert not launch_checks(audit, NOW.date())[-1].problems
