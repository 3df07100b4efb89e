"""Writing, signing and taking back an agency's answers: versions, conflicts, routes, names, late, and who may."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from audits.models import (
    Answer,
    AnswerFile,
    AnswerSheet,
    AuditCase,
    FrozenSheet,
    QuestionVariant,
    SignedGrade,
    SurveyFigure,
)
from audits.queries.answers import (
    answer_lists,
    answers_link,
    content_for,
    drafts_of,
    keys_asked,
    problems_among,
    task_list,
)
from audits.queries.audits import audits_visible_to
from audits.queries.signed_answers import check_page, signed_version
from audits.rules.answers import ParticipantState
from audits.rules.audits import AuditKind, AuditState
from audits.rules.cases import CaseState
from audits.rules.frozen import read_sheet
from audits.rules.tools import Purpose, QuestionKind
from audits.services import answers as services
from audits.services.answer_files import attach_file, remove_file
from audits.services.answers import Written
from audits.services.signing import RECALLED, SIGNED, recall_answers, sign_answers
from tests.assurance.test_evidence import PDF
from tests.factories.audits import NOW, TODAY, an_audit, answerer, on_team, questions_of, runner

pytestmark = pytest.mark.django_db
ROUTE = {"told": "Team Manager, Children’s Social Work", "on": TODAY, "how": "By telephone: the plan is reviewed."}
WORDS = "The child asked to stay with their brother."


def question_for(part, kind=QuestionKind.TEXT, purpose=Purpose.VOICE):
    return next(one for one in questions_of(part.audit.tool, kind) if one.purpose == purpose)


def overall(part):
    return question_for(part, QuestionKind.GRADE, Purpose.OVERALL)


def write(sheet, question, by, version=0, now=NOW, **words):
    return services.save_answers(sheet=sheet, written=[Written(question.pk, version, **words)], by=by, now=now)


def fill(part, by, grade="good", words=WORDS):
    """Answer all that is required on every sheet, over whatever stands."""
    for sheet in part.sheets.all():
        stored = {answer.question_id: answer.version for answer in sheet.answers.all()}
        written = [
            Written(one.pk, stored.get(one.pk, 0), **({"value": grade} if one.kind == "grade" else {"text": words}))
            for one in questions_of(part.audit.tool)
            if one.is_required
        ]
        services.save_answers(sheet=sheet, written=written, by=by, now=NOW)


def problems_of(part):
    """Why the agency cannot sign as it stands."""
    return problems_among(part, content_for(part), drafts_of(part))


def upload(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


# Writing


def test_an_answer_is_saved_with_its_version_and_logged_without_its_words(sheet, writer, part):
    outcome = write(sheet, question_for(part), writer, text=WORDS)
    (answer,) = sheet.answers.all()
    assert (answer.text, answer.version, answer.changed_at) == (WORDS, 1, NOW)
    assert (dict(outcome.versions), outcome.conflicts) == ({answer.question_id: 1}, ())
    assert ActivityEntry.objects.filter(action="answer.save", subject_id=str(sheet.pk)).count() == 1
    assert not ActivityEntry.objects.filter(detail__contains="brother").exists()


def test_two_people_on_one_case_lose_nothing(sheet, writer, lead, part):
    voice, grade = question_for(part), overall(part)
    write(sheet, voice, writer, text="First")
    # On another question nobody is in anybody's way; on the same one the second is told, and what else they wrote kept.
    both = [Written(voice.pk, 0, text="Second"), Written(grade.pk, 0, value="good")]
    outcome = services.save_answers(sheet=sheet, written=both, by=lead, now=NOW)
    assert outcome.conflicts == (voice.pk,)
    assert dict(outcome.versions) == {grade.pk: 1}
    assert {answer.question_id: answer.text or answer.value for answer in sheet.answers.all()} == {
        voice.pk: "First",
        grade.pk: "good",
    }
    assert not write(sheet, voice, lead, version=1, text="Both").conflicts
    assert write(sheet, voice, writer, version=1, text="Late").conflicts


def test_the_same_words_again_are_no_change(sheet, writer, part):
    voice = question_for(part)
    write(sheet, voice, writer, text="First")
    outcome = write(sheet, voice, writer, version=0, text="First")
    assert (dict(outcome.versions), outcome.conflicts) == ({voice.pk: 1}, ())
    assert ActivityEntry.objects.filter(action="answer.save").count() == 1
    assert not write(sheet, overall(part), writer).conflicts
    assert sheet.answers.count() == 1


def test_what_an_agency_is_not_asked_is_not_taken(sheet, writer, part):
    voice, other = question_for(part), part.audit.participants.exclude(pk=part.pk).get()
    QuestionVariant.objects.create(question=voice, agency=part.agency, is_asked=False)
    QuestionVariant.objects.create(question=overall(part), agency=part.agency, text="Asked otherwise")
    QuestionVariant.objects.create(question=overall(part), agency=other.agency, is_asked=False)
    for one in (part, other):
        assert keys_asked(one) == {question.pk for question in content_for(one).questions}
    assert len(keys_asked(part)) == len(questions_of(part.audit.tool)) - 1
    with pytest.raises(ValidationError, match="not asked"):
        write(sheet, voice, writer, text="x")
    assert not Answer.objects.exists()


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.PARTNER_LEAD, Role.AGENCY_REPRESENTATIVE])
def test_nobody_from_outside_writes_signs_or_takes_back(role, sheet, part, lead):
    stranger = answerer(None, role) if role == Role.PARTNER_LEAD else runner() if role == Role.BUSINESS_TEAM else None
    stranger = stranger or answerer(part.agency if role == Role.AGENCY_REPRESENTATIVE else None, role)
    own, common = question_for(part), {"by": stranger, "now": NOW}
    for act in (
        lambda: write(sheet, own, stranger, text="x"),
        lambda: services.say_whether_known(sheet=sheet, version=1, is_known=False, unknown_because="x", **common),
        lambda: services.confirm_names(sheet=sheet, names=[], **common),
        lambda: services.record_route(sheet=sheet, **ROUTE, **common),
        lambda: attach_file(sheet=sheet, question=own.pk, upload=upload(), **common),
        lambda: sign_answers(participant=part, **common),
        lambda: recall_answers(participant=part, reason="x", **common),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_case_that_is_not_known_says_how_it_was_looked_for_and_is_not_answered(sheet, writer, part):
    say = {"sheet": sheet, "by": writer, "now": NOW}
    with pytest.raises(ValidationError, match="how you looked"):
        services.say_whether_known(version=1, is_known=False, unknown_because=" ", **say)
    write(sheet, overall(part), writer, value="inadequate")
    assert services.say_whether_known(version=1, is_known=False, unknown_because="Searched by reference.", **say).saved
    assert not services.say_whether_known(version=1, is_known=True, unknown_because="", **say).saved
    tasks = next(one for one in task_list(part).sheets if one.draft.key == sheet.pk)
    assert (tasks.progress.asked, tasks.route_missing) == (0, False)
    assert services.say_whether_known(version=2, is_known=True, unknown_because="ignored", **say).saved
    sheet.refresh_from_db()
    assert (sheet.is_known, sheet.unknown_because, sheet.version) == (True, "", 3)


# The child first


def test_an_inadequate_case_cannot_be_signed_before_the_childs_team_is_told(part, lead, sheet):
    fill(part, lead)
    write(sheet, overall(part), lead, version=1, value="inadequate")
    assert [one.draft.key for one in task_list(part).at_risk] == [sheet.pk]
    with pytest.raises(ValidationError, match="tell the child’s team"):
        sign_answers(participant=part, by=lead, now=NOW)
    for wrong in ({"told": " "}, {"how": ""}, {"on": TODAY + timedelta(days=1)}, {"how": "Told of 943 476 5919"}):
        with pytest.raises(ValidationError):
            services.record_route(sheet=sheet, by=lead, now=NOW, **ROUTE | wrong)
    services.record_route(sheet=sheet, by=lead, now=NOW, **ROUTE)
    assert task_list(part).at_risk == ()
    submission = sign_answers(participant=part, by=lead, now=NOW)
    (route,) = read_sheet(submission.sheets.get(sheet=sheet).content).routes
    assert (route.told, route.on) == (ROUTE["told"], TODAY.isoformat())
    assert not ActivityEntry.objects.filter(detail__contains="telephone").exists()


def test_an_agency_graded_as_a_whole_has_no_route():
    audit = an_audit(AuditState.COLLECTING, kind=AuditKind.SECTION_11, cases=0)
    part = audit.participants.first()
    lead, sheet = answerer(part.agency), part.sheets.get()
    fill(part, lead, grade="inadequate")
    assert problems_of(part) == []
    with pytest.raises(ValidationError):
        services.record_route(sheet=sheet, by=lead, now=NOW, **ROUTE)
    with pytest.raises(ValidationError):
        services.say_whether_known(sheet=sheet, version=1, is_known=False, unknown_because="x", by=lead, now=NOW)


# Names and identifiers


def test_an_identifier_blocks_signing_and_a_name_has_to_be_confirmed(part, lead, sheet):
    fill(part, lead)
    voice = question_for(part)
    write(sheet, voice, lead, version=1, text="NHS number 943 476 5919")
    with pytest.raises(ValidationError, match="an NHS number"):
        sign_answers(participant=part, by=lead, now=NOW)
    write(sheet, voice, lead, version=2, text="Zorblat Quimby was heard.")
    with pytest.raises(ValidationError, match="check that no person is named"):
        sign_answers(participant=part, by=lead, now=NOW)
    shown = next(one for one in check_page(part).sheets if one.key == sheet.pk)
    services.confirm_names(sheet=sheet, names=shown.names, by=lead, now=NOW)
    sheet.refresh_from_db()
    write(sheet, overall(part), lead, version=1, value="outstanding")
    assert problems_of(part) == []
    # Another name written since has to be looked at again, and nobody confirms what they were not shown.
    write(sheet, voice, lead, version=3, text="Zorblat Quimby and Wendel Frump were heard.")
    assert len(problems_of(part)) == 1
    with pytest.raises(ValidationError, match="since you looked"):
        services.confirm_names(sheet=sheet, names=shown.names, by=lead, now=NOW)


# Files


def test_a_file_is_kept_for_as_long_as_a_signed_version_names_it(part, lead, sheet):
    fill(part, lead)
    grade = overall(part)
    file = attach_file(sheet=sheet, question=grade.pk, upload=upload(), by=lead, now=NOW)
    loose = attach_file(sheet=sheet, question=question_for(part).pk, upload=upload("more.pdf"), by=lead, now=NOW)
    with pytest.raises(ValidationError):
        attach_file(sheet=sheet, question=grade.pk, upload=upload("plan.exe"), by=lead, now=NOW)
    remove_file(file=loose, by=lead, now=NOW)
    submission = sign_answers(participant=part, by=lead, now=NOW)
    frozen = submission.sheets.get(sheet=sheet)
    assert [one.name for answer in read_sheet(frozen.content).answers for one in answer.files] == ["plan.pdf"]
    assert list(frozen.files.all()) == [file]
    with pytest.raises(ValidationError, match="signed these answers"):
        remove_file(file=AnswerFile.objects.get(), by=lead, now=NOW)
    recall_answers(participant=part, reason="A correction", by=lead, now=NOW)
    remove_file(file=AnswerFile.objects.get(), by=lead, now=NOW)
    assert AnswerFile.objects.get().answer is None
    again = sign_answers(participant=part, by=lead, now=NOW)
    assert not again.sheets.filter(files__isnull=False).exists()


def test_uploading_does_not_stand_in_the_way_of_the_words(part, lead, sheet):
    attach_file(sheet=sheet, question=overall(part).pk, upload=upload(), by=lead, now=NOW)
    assert not write(sheet, overall(part), lead, value="good").conflicts


# Signing


@pytest.mark.parametrize(("day", "late"), [(date(2026, 11, 6), 0), (date(2026, 11, 9), 1), (date(2026, 11, 13), 5)])
def test_signing_freezes_every_sheet_and_records_how_late_it_was(day, late, part, lead):
    fill(part, lead)
    now = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC)
    submission = sign_answers(participant=part, by=lead, now=now)
    part.refresh_from_db()
    assert (part.state, part.standing, submission.working_days_late) == (ParticipantState.SIGNED, submission, late)
    sheets = [read_sheet(one.content) for one in submission.sheets.all()]
    assert [one.reference for one in sheets] == ["A01", "A02"]
    asked = [question.number for question in content_for(part).questions]
    assert all([answer.number for answer in one.answers] == asked for one in sheets)
    graded = questions_of(part.audit.tool, "grade")
    assert SignedGrade.objects.filter(submission=submission, value="good").count() == 2 * len(graded)
    assert [event.move for event in part.events.all()] == ["sign"]


def test_those_who_run_the_audit_are_told_that_an_agency_has_and_nothing_more(part, lead, audit):
    team, other = runner(), audit.participants.last().agency
    leader = answerer(other)
    on_team(audit, leader, other, is_lead=True)
    fill(part, lead)
    sign_answers(participant=part, by=lead, now=NOW)
    recall_answers(participant=part, reason="A correction", by=lead, now=NOW)
    for person in (team, leader):
        told = Notice.objects.filter(person=person).order_by("created_at", "pk")
        assert sorted(notice.text for notice in told) == sorted([SIGNED, RECALLED])
        assert not any(part.agency.name in notice.text or str(part.pk) in notice.url for notice in told)
    assert not Notice.objects.filter(person=lead).exists()


def test_a_signed_version_is_read_back_word_for_word_and_cannot_be_changed(part, lead, sheet):
    fill(part, lead)
    sign_answers(participant=part, by=lead, now=NOW)
    recall_answers(participant=part, reason="A correction", by=lead, now=NOW)
    write(sheet, question_for(part), lead, version=1, text="Something else")
    first = signed_version(part, 1)
    assert (first.stands, signed_version(part, 2)) == (False, None)
    said = [answer.text for read in first.sheets for one in read.sections for answer in one.answers if answer.text]
    assert WORDS in said
    assert "Something else" not in said
    for change in (lambda: FrozenSheet.objects.update(content="{}"), lambda: FrozenSheet.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_contributor_does_not_sign(part, lead, writer):
    fill(part, writer)
    with pytest.raises(PermissionDenied):
        sign_answers(participant=part, by=writer, now=NOW)


def test_the_case_that_was_replaced_is_neither_asked_nor_signed(part, lead, sheet):
    fill(part, lead)
    Answer.objects.filter(sheet=sheet).delete()
    AuditCase.objects.filter(pk=sheet.case_id).update(state=CaseState.REPLACED, note="The family moved away")
    submission = sign_answers(participant=part, by=lead, now=NOW)
    assert [read_sheet(one.content).reference for one in submission.sheets.all()] == ["A02"]


@pytest.mark.parametrize("state", [AuditState.MODERATING, AuditState.REPORTING, AuditState.FINAL])
def test_once_moderation_has_begun_nothing_is_written_signed_or_taken_back(state):
    audit = an_audit(state)
    part = audit.participants.first()
    lead, sheet = answerer(part.agency), part.sheets.first()
    for act in (
        lambda: write(sheet, question_for(part), lead, version=1, text="x"),
        lambda: services.record_route(sheet=sheet, by=lead, now=NOW, **ROUTE),
        lambda: attach_file(sheet=sheet, question=overall(part).pk, upload=upload(), by=lead, now=NOW),
        lambda: sign_answers(participant=part, by=lead, now=NOW),
        lambda: recall_answers(participant=part, reason="x", by=lead, now=NOW),
    ):
        with pytest.raises(ValidationError, match="[Mm]oderation has begun"):
            act()
    assert signed_version(part, 1).stands


# The staff survey


def test_survey_figures_stand_beside_the_grade_and_are_frozen_with_it():
    audit = an_audit(AuditState.COLLECTING, kind=AuditKind.SECTION_11, cases=0)
    part = audit.participants.first()
    lead = answerer(part.agency)
    standard = content_for(part).standards[0]
    save = {"participant": part, "standard": standard.pk, "by": lead, "now": NOW}
    figures = {"asked": 80, "answered": 50, "agreed": 34, "source": "Staff survey, May 2026"}
    assert services.save_survey(version=0, figures=figures, **save).version == 1
    assert not services.save_survey(version=0, figures=figures | {"agreed": 1}, **save).saved
    with pytest.raises(ValidationError, match="No more can have"):
        services.save_survey(version=1, figures=figures | {"agreed": 51}, **save)
    fill(part, lead)
    submission = sign_answers(participant=part, by=lead, now=NOW)
    (survey,) = read_sheet(submission.sheets.get().content).survey
    assert (survey.standard, survey.agreed, survey.answered) == (str(standard.identity), 34, 50)
    with pytest.raises(ValidationError, match="signed these answers"):
        services.save_survey(version=1, figures=figures, **save)
    assert SurveyFigure.objects.get().agreed == 34


def test_no_survey_is_asked_for_where_cases_are_graded(part, lead):
    standard = content_for(part).standards[0].pk
    figures = {"asked": 1, "answered": 1, "agreed": 1, "source": "x"}
    with pytest.raises(ValidationError, match="No survey"):
        services.save_survey(participant=part, standard=standard, version=0, figures=figures, by=lead, now=NOW)


# What is due


def test_what_is_due_is_listed_for_ones_own_agency_alone(audit, part, lead, sheet):
    write(sheet, question_for(part), lead, text=WORDS)
    (row,) = answer_lists(lead, TODAY).to_write
    assert (row.participant, row.answers, row.is_late) == (part, 1, False)
    assert answer_lists(lead, date(2026, 11, 9)).to_write[0].is_late
    assert answers_link(audit, lead).note == "Not submitted"
    assert answers_link(audit, runner()) is None
    fill(part, lead)
    sign_answers(participant=part, by=lead, now=NOW)
    lists = answer_lists(lead, TODAY)
    assert (lists.to_write, [one.participant for one in lists.others]) == ((), [part])
    for nobody in (runner(), answerer(None)):
        assert answer_lists(nobody, TODAY).to_write == answer_lists(nobody, TODAY).others == ()


def test_before_launch_there_is_nothing():
    audit = an_audit(AuditState.PLANNED)
    lead = answerer(audit.participants.first().agency)
    assert not audits_visible_to(lead).exists()
    assert answer_lists(lead, TODAY).to_write == ()


def test_the_task_list_costs_the_same_however_many_cases_there_are(part, lead):
    few = _queries_of(lambda: task_list(part))
    fill(part, lead)
    for order in range(3, 9):
        case = AuditCase.objects.create(audit=part.audit, reference=f"A{order:02}", order=order, state=CaseState.DRAWN)
        AnswerSheet.objects.create(participant=part, case=case)
    assert _queries_of(lambda: task_list(part)) == few
    assert len(task_list(part).sheets) == 8


def _queries_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)
