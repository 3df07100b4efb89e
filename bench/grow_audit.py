"""
One large audit in moderation, always the same one: `main()` writes it in bulk and prints its key and that of a case.

Run it where Django is set up: `manage.py shell -c "from bench.grow_audit import main; main()"`.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from assurance.models import Agency, PartnershipGroup, User
from assurance.rules.canonical import sha256_of
from audits.models import (
    AnswerSheet,
    AnswerSubmission,
    Audit,
    AuditCase,
    AuditTool,
    FrozenSheet,
    Participant,
    SignedGrade,
    ToolGrade,
    ToolQuestion,
    ToolSection,
    ToolStandard,
    ToolVersion,
)
from audits.rules.answers import ParticipantState
from audits.rules.audits import AuditState
from audits.rules.cases import CaseState
from audits.rules.frozen import FrozenAnswer, SheetWords, write_sheet
from audits.rules.tools import DEFAULT_GRADES, Purpose, QuestionKind, VersionState

CASES, AGENCIES, QUESTIONS = 200, 12, 40
WORDS = "The referral was acted on the same day, and what the school knew was asked for at the second visit. " * 3


def tool(now, questions):
    """A tool of as many graded questions, ten a section, the last of them the grade of the whole."""
    version = ToolVersion.objects.create(
        tool=AuditTool.objects.create(slug="bench", title="Bench"),
        number=1,
        state=VersionState.FROZEN,
        created_at=now,
        frozen_at=now,
    )
    for place, grade in enumerate(DEFAULT_GRADES, start=1):
        ToolGrade.objects.create(
            version=version, slug=grade.slug, label=grade.label, position=place, is_neutral=grade.is_neutral
        )
    for place in range(questions):
        section, _ = ToolSection.objects.get_or_create(version=version, title="Part", position=place // 10 + 1)
        standard = ToolStandard.objects.create(section=section, text=f"Standard {place}", position=place)
        purpose = Purpose.OVERALL if place == questions - 1 else Purpose.STANDARD
        ToolQuestion.objects.create(
            standard=standard, kind=QuestionKind.GRADE, purpose=purpose, text=f"How well is it met? {place}", position=1
        )
    return version


def agencies(today, number):
    """As many made-up agencies."""
    Agency.objects.bulk_create(
        Agency(slug=f"bench-{n}", name=f"Bench {n}", short_name=f"Bench {n}", starts_on=today) for n in range(number)
    )
    return Agency.objects.filter(slug__startswith="bench-")


def words_of(agency, case, questions, number):
    """One sheet: a grade and words for every question, which differ from agency to agency."""
    answers = tuple(
        FrozenAnswer(
            question=str(question.pk),
            number="",
            asked=question.text,
            kind=question.kind,
            purpose=question.purpose,
            standard=str(question.standard.identity),
            value=(grade := DEFAULT_GRADES[(number * 7 + case.order * 3 + place) % 11 % len(DEFAULT_GRADES)]).slug,
            label=grade.label,
            text=WORDS,
            evidence=WORDS,
        )
        for place, question in enumerate(questions)
    )
    return SheetWords(agency.slug, case.reference, True, "", answers)


def sign(participant, cases, questions, number, by, now):
    """The answers of one agency to every case, as it signed them."""
    submission = AnswerSubmission.objects.create(
        participant=participant, number=1, sha256="0" * 64, submitted_by=by, submitted_at=now
    )
    sheets = AnswerSheet.objects.bulk_create(AnswerSheet(participant=participant, case=case) for case in cases)
    frozen, grades = [], []
    for sheet in sheets:
        words = words_of(participant.agency, sheet.case, questions, number)
        content = write_sheet(words)
        frozen.append(FrozenSheet(submission=submission, sheet=sheet, content=content, sha256=sha256_of(content)))
        grades += [
            SignedGrade(submission=submission, sheet=sheet, question=question, value=answer.value)
            for question, answer in zip(questions, words.answers, strict=True)
        ]
    FrozenSheet.objects.bulk_create(frozen)
    SignedGrade.objects.bulk_create(grades, batch_size=2000)
    Participant.objects.filter(pk=participant.pk).update(state=ParticipantState.SIGNED, standing=submission)


@transaction.atomic
def main(cases=CASES, asked=AGENCIES, questions=QUESTIONS):
    """Write the audit, and print its key and that of a case in its middle."""
    now, today, by = timezone.now(), date(2026, 10, 5), User.objects.order_by("pk").first()
    version = tool(now, questions)
    audit = Audit.objects.create(
        title="Bench",
        why="To measure",
        outcome="None",
        group=PartnershipGroup.objects.order_by("pk").first(),
        lead="Nobody",
        tool=version,
        state=AuditState.MODERATING,
        **dict.fromkeys(("starts_on", "answers_due_on", "moderation_on", "report_due_on"), today),
        created_by=by,
        created_at=now,
    )
    drawn = AuditCase.objects.bulk_create(
        AuditCase(audit=audit, reference=f"A{n:03}", order=n, state=CaseState.DRAWN) for n in range(1, cases + 1)
    )
    order = ("standard__section__position", "standard__position")
    found = ToolQuestion.objects.filter(standard__section__version=version)
    ordered = list(found.select_related("standard").order_by(*order))
    for number, agency in enumerate(agencies(today, asked)):
        sign(Participant.objects.create(audit=audit, agency=agency), drawn, ordered, number, by, now)
    print(audit.pk, drawn[cases // 2].pk)
