"""An agency signs its answers, and takes them back: a frozen, numbered version each time (R17, R111; trust.md 3, 4)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from assurance.models import User
from assurance.permissions import demand, people_who_may
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.roles import Permission
from assurance.rules.working_days import working_days_between
from assurance.services import activity
from assurance.services.notices import notify
from audits.models import (
    AnswerSubmission,
    Audit,
    FrozenSheet,
    Participant,
    ParticipantEvent,
    SignedGrade,
)
from audits.queries.answers import content_for, drafts_of, problems_among
from audits.queries.signed_answers import words_of
from audits.rules.answers import ParticipantMove, ParticipantState, can_recall, why_closed
from audits.rules.audits import AuditState
from audits.rules.frozen import SheetWords, write_sheet
from audits.rules.signing import CHOSEN, SheetDraft
from audits.rules.tool_content import ToolContent

SIGNED = "An agency has submitted its answers in an audit"
RECALLED = "An agency has taken back its answers in an audit"
TOO_LATE_TO_RECALL = "These answers cannot be taken back: moderation has begun, or they are not signed."


@transaction.atomic
def sign_answers(*, participant: Participant, by: User, now: datetime) -> AnswerSubmission:
    """
    Sign all an agency has answered: a frozen, hashed version that stands for it. Late is recorded, not refused.

    Raises ValidationError with a sentence for every reason why it cannot be signed.
    """
    locked = _locked(participant)
    demand(by, Permission.SIGN_AUDIT, locked.agency)
    if closed := why_closed(AuditState(locked.audit.state), ParticipantState(locked.state)):
        raise ValidationError(closed)
    content, drafts = content_for(locked), drafts_of(locked)
    if problems := problems_among(locked, content, drafts):
        raise ValidationError([problem.sentence for problem in problems])
    submission = _freeze(locked, content, drafts, by, now)
    _move(locked, ParticipantMove.SIGN, by, now, standing=submission)
    detail = {"version": submission.number, "sha256": submission.sha256}
    activity.record(actor=by, action="answer.sign", subject=locked, detail=detail, now=now)
    _tell(locked.audit, by, SIGNED, now)
    return submission


@transaction.atomic
def recall_answers(*, participant: Participant, reason: str, by: User, now: datetime) -> None:
    """Take signed answers back to change them, with the reason, until moderation begins. What was signed is kept."""
    locked = _locked(participant)
    demand(by, Permission.SIGN_AUDIT, locked.agency)
    if not can_recall(AuditState(locked.audit.state), ParticipantState(locked.state)):
        raise ValidationError(TOO_LATE_TO_RECALL)
    if not reason.strip():
        raise ValidationError("Say why you take them back.")
    _move(locked, ParticipantMove.RECALL, by, now, text=reason)
    activity.record(actor=by, action="answer.recall", subject=locked, now=now)
    _tell(locked.audit, by, RECALLED, now)


def _locked(participant: Participant) -> Participant:
    """The part, locked after its audit, as moderation locks it: of signing and moderation one is first."""
    audit = Audit.objects.select_for_update(of=("self",)).select_related("tool").get(pk=participant.audit_id)
    locked = Participant.objects.select_for_update(of=("self",)).select_related("agency").get(pk=participant.pk)
    locked.audit = audit
    return locked


def _move(
    participant: Participant,
    move: ParticipantMove,
    by: User,
    now: datetime,
    *,
    text: str = "",
    standing: AnswerSubmission | None = None,
) -> None:
    state = ParticipantState.SIGNED if standing else ParticipantState.WRITING
    Participant.objects.filter(pk=participant.pk).update(state=state, standing=standing)
    ParticipantEvent(participant=participant, move=move, text=text, by=by, at=now).save(force_insert=True)


def _tell(audit: Audit, by: User, text: str, now: datetime) -> None:
    """Those who run the audit are told that an agency has, and neither which nor what."""
    url = reverse("audits:audit_detail", args=[audit.pk])
    managers = list(people_who_may(Permission.MANAGE_AUDIT).exclude(pk=by.pk))
    for person in managers:
        notify(person=person, text=text, url=url, permission=Permission.MANAGE_AUDIT, now=now)
    told = {by.pk, *(person.pk for person in managers)}
    leads = audit.team.filter(is_lead=True, left_on=None, agency__isnull=False).select_related("person", "agency")
    for lead in leads.exclude(person__in=told):
        notify(person=lead.person, text=text, url=url, permission=Permission.ANSWER_AUDIT, on=lead.agency, now=now)


# Freezing


def _freeze(
    participant: Participant, content: ToolContent, drafts: list[SheetDraft], by: User, now: datetime
) -> AnswerSubmission:
    words = words_of(participant, content, drafts)
    texts = {key: write_sheet(sheet) for key, sheet in words.items()}
    hashes = {key: sha256_of(text) for key, text in texts.items()}
    submission = AnswerSubmission(
        participant=participant,
        number=participant.submissions.count() + 1,
        sha256=sha256_of(canonical_json([[str(key), one] for key, one in hashes.items()])),
        submitted_by=by,
        submitted_at=now,
        working_days_late=max(0, working_days_between(participant.audit.answers_due_on, localdate(now))),
    )
    submission.save(force_insert=True)
    rows = FrozenSheet.objects.bulk_create(
        FrozenSheet(submission=submission, sheet_id=key, content=texts[key], sha256=hashes[key]) for key in texts
    )
    named = {
        row.sheet_id: [UUID(file.key) for answer in words[row.sheet_id].answers for file in answer.files]
        for row in rows
    }
    FrozenSheet.files.through.objects.bulk_create(
        FrozenSheet.files.through(frozensheet_id=row.pk, answerfile_id=file)
        for row in rows
        for file in named[row.sheet_id]
    )
    SignedGrade.objects.bulk_create(_grades(submission, content, words))
    return submission


def _grades(submission: AnswerSubmission, content: ToolContent, words: dict[UUID, SheetWords]) -> Iterator[SignedGrade]:
    chosen = {str(question.pk): question.pk for question in content.questions if question.kind in CHOSEN}
    for key, sheet in words.items():
        for answer in sheet.answers:
            if answer.value and answer.question in chosen:
                yield SignedGrade(
                    submission=submission, sheet_id=key, question_id=chosen[answer.question], value=answer.value
                )
