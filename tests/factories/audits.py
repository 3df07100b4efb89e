"""Factories of audits: a tool, and an audit in any state, made of rows so that each part can be tested by itself."""

from datetime import UTC, date, datetime
from uuid import UUID

from assurance.models import Agency
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Role
from audits.models import (
    Answer,
    AnswerSheet,
    AnswerSubmission,
    Audit,
    AuditCase,
    AuditTeamMember,
    AuditTool,
    FrozenSheet,
    Participant,
    SettledGrade,
    SignedGrade,
    ToolGrade,
    ToolQuestion,
    ToolSection,
    ToolStandard,
    ToolVersion,
)
from audits.queries.reports import report_visible_to
from audits.rules.answers import FindingKind, ParticipantState, TextPart
from audits.rules.audits import LAUNCHED, SIDE_BY_SIDE, AuditMove, AuditState
from audits.rules.cases import CaseState
from audits.rules.frozen import FrozenAnswer, SheetWords, write_sheet
from audits.rules.tools import ALWAYS_ASKED, DEFAULT_GRADES, JUDGEMENT_WORDS, QuestionKind, VersionState
from audits.services.findings import TaskWords, save_finding, save_recommendation, save_task, save_text
from audits.services.moves import move_audit
from tests.factories.assurance import AgencyFactory, UserFactory, partnership, person_with
from tests.factories.meetings import a_group

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DUE = date(2027, 3, 31)


def a_tool(standards=2, *, frozen=False, slug="a-tool", copied_from=None):
    """A version of a tool: one section of standards with a grade and words each, and one of what is always asked."""
    tool, _ = AuditTool.objects.get_or_create(slug=slug, defaults={"title": f"The tool {slug}"})
    version = ToolVersion.objects.create(
        tool=tool,
        number=tool.versions.count() + 1,
        created_at=NOW,
        copied_from=copied_from,
        state=VersionState.FROZEN if frozen else VersionState.DRAFT,
        frozen_at=NOW if frozen else None,
    )
    for position, grade in enumerate(DEFAULT_GRADES, start=1):
        ToolGrade.objects.create(
            version=version,
            slug=grade.slug,
            label=grade.label,
            meaning=grade.meaning,
            position=position,
            meets=grade.meets,
            is_neutral=grade.is_neutral,
            needs_route=grade.needs_route,
        )
    section = ToolSection.objects.create(version=version, title="Assessment and planning", position=1)
    for position in range(1, standards + 1):
        standard = ToolStandard.objects.create(section=section, text=f"Standard {position} is met", position=position)
        ToolQuestion.objects.create(
            standard=standard, kind=QuestionKind.GRADE, text=f"How well is standard {position} met?", position=1
        )
        ToolQuestion.objects.create(
            standard=standard, kind=QuestionKind.TEXT, text="How do you know?", position=2, is_required=False
        )
    last = ToolSection.objects.create(version=version, title="The child", position=2)
    whole = ToolStandard.objects.create(section=last, text="The child is at the centre of the work", position=1)
    for position, (purpose, (kind, text)) in enumerate(ALWAYS_ASKED.items(), start=1):
        ToolQuestion.objects.create(standard=whole, kind=kind, purpose=purpose, text=text, position=position)
    return version


def questions_of(version, kind=None):
    """The questions of a version in the order of its pages; those of one kind alone if it is given."""
    found = ToolQuestion.objects.filter(standard__section__version=version).order_by(
        "standard__section__position", "standard__position", "position"
    )
    return list(found.filter(kind=kind) if kind else found)


def an_audit(state=AuditState.PLANNED, *, agencies=2, cases=2, grade="good", tool=None, **fields):
    """
    An audit in `state`, with its agencies and drawn cases; from launch on with sheets, from moderation on signed.

    Every agency has given every grade question `grade`, or what `grade(participant, case, question)` says.
    """
    partnership()
    values = {
        "title": "Neglect: how early is it seen?",
        "why": "Referrals for neglect have risen for three quarters.",
        "outcome": "Children are helped before harm is lasting.",
        "group": fields.pop("group", None) or a_group(),
        "lead": "Quality assurance manager",
        "starts_on": date(2026, 10, 5),
        "answers_due_on": date(2026, 11, 6),
        "moderation_on": date(2026, 11, 19),
        "report_due_on": date(2026, 12, 11),
        "created_by": fields.pop("created_by", None) or UserFactory(),
        "created_at": NOW,
    } | fields
    audit = Audit.objects.create(tool=tool or a_tool(frozen=state in LAUNCHED), state=state, **values)
    found = agencies if isinstance(agencies, list) else [AgencyFactory() for _ in range(agencies)]
    for agency in found:
        Participant.objects.create(audit=audit, agency=agency)
    for order in range(1, cases + 1):
        AuditCase.objects.create(audit=audit, reference=f"A{order:02}", order=order, state=CaseState.DRAWN)
    if state in LAUNCHED:
        make_sheets(audit)
    if state in SIDE_BY_SIDE:
        for participant in audit.participants.all():
            signed(participant, grade)
    return audit


def make_sheets(audit):
    """A sheet for each agency and drawn case; or one for each agency where agencies are graded."""
    cases = list(audit.cases.filter(state=CaseState.DRAWN)) if audit.has_cases else [None]
    for participant in audit.participants.all():
        for case in cases:
            AnswerSheet.objects.create(participant=participant, case=case)


def signed(participant, grade="good", frozen_as=None):
    """
    Answer every question of every sheet, and sign.

    A grade that is a function answers yes, partly and no, too. `frozen_as` may change the words of a sheet.
    """
    questions = questions_of(participant.audit.tool)
    labels = {one.slug: one.label for one in participant.audit.tool.grades.all()}
    number = participant.submissions.count() + 1
    submission = AnswerSubmission.objects.create(
        participant=participant, number=number, sha256="0" * 64, submitted_by=UserFactory(), submitted_at=NOW
    )
    for sheet in participant.sheets.select_related("case"):
        answers = []
        for place, question in enumerate(questions, start=1):
            value = _value(participant, sheet.case, question, grade)
            text = "" if value else f"Words of {participant.agency} on {question.text}"
            Answer.objects.update_or_create(sheet=sheet, question=question, defaults={"value": value, "text": text})
            answers.append(_frozen(question, place, value, labels, text))
        words = SheetWords(participant.agency.slug, str(sheet.case or ""), True, "", tuple(answers))
        words = frozen_as(words) if frozen_as else words
        content = write_sheet(words)
        FrozenSheet.objects.create(submission=submission, sheet=sheet, content=content, sha256=sha256_of(content))
        SignedGrade.objects.bulk_create(
            SignedGrade(submission=submission, sheet=sheet, question_id=UUID(one.question), value=one.value)
            for one in words.answers
            if one.value
        )
    Participant.objects.filter(pk=participant.pk).update(state=ParticipantState.SIGNED, standing=submission)
    participant.refresh_from_db()
    return submission


def _value(participant, case, question, grade):
    if callable(grade):
        is_graded = question.kind in (QuestionKind.GRADE, QuestionKind.JUDGEMENT)
        return grade(participant, case, question) if is_graded else ""
    return grade if question.kind == QuestionKind.GRADE else ""


def _frozen(question, place, value, labels, text):
    return FrozenAnswer(
        question=str(question.pk),
        number=str(place),
        asked=question.text,
        kind=question.kind,
        purpose=question.purpose,
        standard=str(question.standard.identity),
        value=value,
        label=labels.get(value, "") or JUDGEMENT_WORDS.get(value, ""),
        text=text,
        evidence="",
    )


def answerer(agency, role=Role.PARTNER_LEAD):
    """Somebody who answers for an agency; as partner lead they sign, too."""
    return person_with(role, agency=agency)


def on_team(audit, person, agency=None, *, is_lead=False):
    """Put somebody on the team of an audit."""
    return AuditTeamMember.objects.create(
        audit=audit, person=person, agency=agency, is_lead=is_lead, joined_on=audit.starts_on
    )


def runner():
    """Somebody of the Business Team, who runs every audit."""
    return person_with(Role.BUSINESS_TEAM)


def an_agency(slug):
    """The agency with this slug, made if there is none."""
    return Agency.objects.filter(slug=slug).first() or AgencyFactory(slug=slug)


def settled(audit, value="good", by=None):
    """Settle every graded question of every case, or of every agency, at one grade."""
    by = by or runner()
    name, subjects = ("case", audit.cases.all()) if audit.has_cases else ("participant", audit.participants.all())
    for question in questions_of(audit.tool, QuestionKind.GRADE):
        for subject in subjects:
            SettledGrade.objects.create(
                audit=audit, question=question, value=value, settled_by=by, settled_at=NOW, **{name: subject}
            )


def reported(**fields):
    """An audit whose report is being written, and who runs it."""
    audit = an_audit(AuditState.REPORTING, **fields)
    settled(audit)
    return audit, runner()


def written(audit, by, holder=None):
    """Write all that a report needs."""
    words = {"by": by, "now": NOW}
    save_text(audit=audit, part=TextPart.SUMMARY, version=0, text="Help comes late.", **words)
    save_finding(audit=audit, kind=FindingKind.IMPROVE, text="Chronologies are missing.", **words)
    advised = save_recommendation(audit=audit, text="Keep a chronology", outcome="Patterns are seen early", **words)
    holder = holder or audit.participants.first().agency
    task = save_task(
        recommendation=advised, words=TaskWords("Chronology in every file", holder, "Head of service", DUE), **words
    )
    return advised, task


def publish(audit, by):
    move_audit(audit=audit, move=AuditMove.PUBLISH, seen=AuditState.REPORTING, by=by, now=NOW)
    return report_visible_to(by, audit.pk)
