"""
A draft as it would be published, and what stands in the way (R124, R126, R130).

Only its authors come here: `words_of_draft` is called for drafts of `drafts_of(user)` and by the services.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from assurance.models import Agency, User
from assurance.permissions import agencies_where, may
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from scrutiny.models import AccuracyCheck, AssessmentDraft, DraftAction, DraftEvidence, JointAgreement
from scrutiny.queries.doubts import doubts_of, refusal
from scrutiny.queries.drafts import Asked, asked_of
from scrutiny.queries.frameworks import framework_words
from scrutiny.queries.scope import checks_open_to, drafts_of
from scrutiny.rules.answering import problems_of_answers
from scrutiny.rules.assessments import AssessmentKind, DraftState
from scrutiny.rules.frameworks import attribution
from scrutiny.rules.frozen import (
    AssessmentWords,
    FrozenAction,
    FrozenAnswer,
    FrozenEvidence,
    FrozenHead,
    FrozenStep,
    read_assessment,
    write_assessment,
)


def words_of_draft(draft: AssessmentDraft) -> AssessmentWords:
    """The assessment as it would be published now. A fixed number of queries."""
    words = framework_words(draft.version)
    head = FrozenHead(
        kind=draft.kind,
        title=draft.title,
        capacity=draft.capacity,
        scope=draft.scope,
        purpose=draft.purpose,
        readers=draft.readers,
        starts_on=draft.starts_on.isoformat(),
        ends_on=draft.ends_on.isoformat(),
        framework=words.slug,
        framework_title=words.title,
        framework_version=draft.version.number,
        is_adapted=draft.version.is_adapted,
        reference=attribution(words.reference, is_adapted=draft.version.is_adapted),
        red=words.red,
        amber=words.amber,
        green=words.green,
        any_response=words.any_response,
        agency=draft.agency.slug if draft.agency else "",
        agency_name=draft.agency.name if draft.agency else "",
        summary=draft.summary,
    )
    steps = tuple(FrozenStep(str(step.identity), step.number, step.title) for step in words.steps)
    return AssessmentWords(head, steps, tuple(_answer(one) for one in asked_of(draft, words)))


def _answer(asked: Asked) -> FrozenAnswer:
    answer = asked.answer
    return FrozenAnswer(
        question=str(asked.question.identity),
        step=str(asked.step.identity),
        number=asked.question.number,
        text=asked.question.text,
        rating=answer.rating,
        rationale=answer.rationale,
        outcome=answer.outcome,
        children=answer.children,
        families=answer.families,
        practitioners=answer.practitioners,
        evidence=tuple(_evidence(one) for one in answer.evidence.all()),
        actions=tuple(_action(one) for one in answer.actions.all()),
    )


def _evidence(one: DraftEvidence) -> FrozenEvidence:
    return FrozenEvidence(
        kind=one.kind,
        words=one.words,
        source=one.source,
        dated_on=one.dated_on.isoformat() if one.dated_on else "",
        address=one.address,
        item=str(one.item_id or ""),
    )


def _action(one: DraftAction) -> FrozenAction:
    if one.existing:
        known = one.existing
        return FrozenAction(
            title=known.title,
            holder=known.holder.slug,
            holder_name=known.holder.name,
            owner=known.owner,
            due_on=known.due_on.isoformat(),
            existing=str(known.pk),
        )
    holder = one.agency or one.group
    return FrozenAction(
        title=one.title,
        outcome=one.outcome,
        holder=holder.slug if holder else "",
        holder_name=holder.name if holder else "",
        owner=one.owner,
        due_on=one.due_on.isoformat() if one.due_on else "",
        is_recommendation=one.is_recommendation,
    )


def stamp_of_draft(draft: AssessmentDraft) -> str:
    """The SHA-256 of what would be published now: partners agree to this and to nothing written since."""
    return sha256_of(write_assessment(words_of_draft(draft)))


def partners() -> QuerySet[Agency]:
    """The three Safeguarding Partners of today, by name: none before the others (R2)."""
    return Agency.objects.exclude(category="").filter(ends_on=None).order_by("name")


def agreed_by(draft: AssessmentDraft, stamp: str) -> set[int]:
    """The keys of the partners who agree to a joint self-assessment as it stands."""
    return set(JointAgreement.objects.filter(draft=draft, sha256=stamp).values_list("agency", flat=True))


def publishing_problems(draft: AssessmentDraft, words: AssessmentWords, stamp: str) -> list[str]:
    """Every reason, a sentence each, why the draft cannot be published as its `words` stand; empty when it can."""
    asked = asked_of(draft)
    problems = [] if draft.summary.strip() else ["Write the summary."]
    problems += [sentence for _, sentence in problems_of_answers((one.question.number, one.answered) for one in asked)]
    problems += [refusal(one.where, one.refused) for one in doubts_of(draft, words) if one.refused]
    if draft.kind == AssessmentKind.JOINT:
        agreed = agreed_by(draft, stamp)
        problems += [
            f"{agency.name} has not agreed to it as it stands." for agency in partners().exclude(pk__in=agreed)
        ]
    return problems


def may_publish(user: User, draft: AssessmentDraft) -> bool:
    """Whether publishing is for `user`: a scrutineer's own, else for who signs for the agency, or for one of three."""
    if not drafts_of(user).filter(pk=draft.pk).exists():
        return False
    if draft.kind == AssessmentKind.SCRUTINY:
        return True
    if draft.kind == AssessmentKind.AGENCY:
        return may(user, Permission.SIGN_ASSESSMENT, draft.agency)
    return signs_for(user).exists()


def signs_for(user: User) -> QuerySet[Agency]:
    """The Safeguarding Partners for which `user` signs."""
    return agencies_where(user, Permission.SIGN_ASSESSMENT).exclude(category="").order_by("name")


@dataclass(frozen=True)
class CheckRow:
    """A check as the list shows it: the title as it was shared, and for which days."""

    pk: UUID
    title: str
    shared_at: datetime
    closes_on: date


def check_rows(user: User, today: date) -> list[CheckRow]:
    """The checks `user` may comment on today."""
    return [
        CheckRow(one.pk, read_assessment(one.content).head.title, one.shared_at, one.closes_on)
        for one in checks_open_to(user, today)
    ]


def check_open_to(user: User, pk: UUID, today: date) -> AccuracyCheck | None:
    """An accuracy check `user` may read and comment on today, or None."""
    return checks_open_to(user, today).select_related("draft").filter(pk=pk).first()


def checks_of(draft: AssessmentDraft) -> QuerySet[AccuracyCheck]:
    """The accuracy checks of a draft with what was said in them, for its authors."""
    return draft.checks.prefetch_related("comments__agency", "comments__by")


def open_check(draft: AssessmentDraft) -> AccuracyCheck | None:
    """The check that is going on, or None."""
    return checks_of(draft).filter(closed_at=None).first() if draft.state == DraftState.CHECKING else None
