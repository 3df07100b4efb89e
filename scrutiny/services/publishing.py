"""
From a secret draft to a frozen record: the accuracy check, the three partners' agreement, and publishing (R127, R130).

Until a draft is published nothing about it goes into the activity log, which others read: its own events are its
history. Publishing writes one entry, of the record that everybody in its circle may then read.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Agency, Support, Topic, User
from assurance.permissions import demand, people_who_may, refusal
from assurance.rules.actions import ActionOrigin
from assurance.rules.canonical import sha256_of
from assurance.rules.evidence_tiers import Confidence, Strength
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.actions import make_action
from assurance.services.item_supports import Supports
from assurance.services.items import bring_item_up_to_date
from assurance.services.notices import notify
from audits.queries.identifiers import identifiers_refused, looked_at
from scrutiny.models import (
    AccuracyCheck,
    AccuracyComment,
    Assessment,
    AssessmentDraft,
    DraftAction,
    DraftEvent,
    JointAgreement,
    PublishedRating,
    Recommendation,
)
from scrutiny.queries.doubts import refusals_in
from scrutiny.queries.publishing import may_publish, publishing_problems, stamp_of_draft, words_of_draft
from scrutiny.queries.scope import drafts_of
from scrutiny.rules.assessments import (
    KIND_WORDS,
    STATE_WORDS,
    AssessmentKind,
    DraftMove,
    DraftState,
    EvidenceKind,
    Readers,
    after,
)
from scrutiny.rules.frameworks import RATING_WORDS, Rating
from scrutiny.rules.frozen import AssessmentWords, read_assessment, write_assessment
from scrutiny.services.recommendations import carry_on, tell_holders

SHARED = "Parts of an independent scrutiny are shared with your agency to be checked for accuracy"
LINKS = ("topic", "priority", "theme", "risk")
# The tool of SAF Figure 1 under which a published assessment is kept as an item of assurance.
TOOLS = {
    AssessmentKind.SCRUTINY: "independent-scrutiny",
    AssessmentKind.JOINT: "assurance-events-internal",
    AssessmentKind.AGENCY: "assurance-events-internal",
}


def _locked(draft: AssessmentDraft, by: User, move: DraftMove) -> AssessmentDraft:
    """The draft, locked, if `by` writes in it and it may make this move now. Raises otherwise, with a sentence."""
    found = AssessmentDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk, pk__in=drafts_of(by)).first()
    if found is None:
        raise PermissionDenied(refusal(Permission.SCRUTINISE))
    if after(DraftState(found.state), move) is None:
        raise ValidationError(f"That cannot be done now: the draft is “{STATE_WORDS[DraftState(found.state)]}”.")
    return found


def _move(draft: AssessmentDraft, move: DraftMove, by: User, now: datetime, text: str = "") -> None:
    draft.state = str(after(DraftState(draft.state), move))
    draft.save(update_fields=["state"])
    DraftEvent(draft=draft, move=move, text=text, by=by, at=now).save(force_insert=True)


@transaction.atomic
def share_parts(
    *, draft: AssessmentDraft, questions: Collection[str], closes_on: date, by: User, now: datetime
) -> AccuracyCheck:
    """
    Share the answers to chosen questions (by identity) with the three partners until a date, frozen as they are.

    Of independent scrutiny alone. Nothing else of the draft can be seen: no summary, no other answer, no count of them.
    """
    locked = _locked(draft, by, DraftMove.SHARE)
    if locked.kind != AssessmentKind.SCRUTINY:
        raise ValidationError("Only independent scrutiny is shared with the partners to be checked for accuracy.")
    words = words_of_draft(locked)
    chosen = tuple(answer for answer in words.answers if answer.question in questions)
    today = local_date(now)
    if not chosen:
        raise ValidationError("Choose at least one answer to share.")
    if refused := refusals_in(chosen):
        raise ValidationError(refused)
    if closes_on < today:
        raise ValidationError("The day on which the check closes cannot be in the past.")
    steps = tuple(step for step in words.steps if any(answer.step == step.identity for answer in chosen))
    shared = AssessmentWords(
        replace(words.head, summary=""), steps, tuple(replace(answer, actions=()) for answer in chosen)
    )
    content = write_assessment(shared)
    check = AccuracyCheck.objects.create(
        draft=locked,
        content=content,
        sha256=sha256_of(content),
        opens_on=today,
        closes_on=closes_on,
        shared_by=by,
        shared_at=now,
    )
    _move(locked, DraftMove.SHARE, by, now)
    draft.state = locked.state
    _tell_partners(by, now)
    return check


def _tell_partners(by: User, now: datetime) -> None:
    # To the list, which is there when the check is closed, too.
    url = reverse("scrutiny:check_list")
    for agency in Agency.objects.exclude(category="").filter(ends_on=None):
        for person in people_who_may(Permission.SIGN_ASSESSMENT, agency).exclude(pk=by.pk):
            notify(person=person, text=SHARED, url=url, permission=Permission.SIGN_ASSESSMENT, on=agency, now=now)


@transaction.atomic
def comment_on(
    *, check: AccuracyCheck, question: UUID, agency: Agency, text: str, by: User, now: datetime
) -> AccuracyComment:
    """What a partner says of the accuracy of one shared answer; it is kept beside the assessment."""
    demand(by, Permission.SIGN_ASSESSMENT, agency)
    locked = AccuracyCheck.objects.select_for_update().get(pk=check.pk)
    today = local_date(now)
    if locked.closed_at or not locked.opens_on <= today <= locked.closes_on:
        raise ValidationError("The check is closed, so nothing more can be said in it. What you wrote is still here.")
    if read_assessment(locked.content).answer_to(str(question)) is None:
        raise ValidationError("That answer was not shared.")
    if not text.strip():
        raise ValidationError("Say what is not accurate, and how you know.")
    if refused := identifiers_refused(looked_at(text)):
        raise ValidationError(refused)
    return AccuracyComment.objects.create(check_of=locked, question=question, agency=agency, text=text, by=by, at=now)


@transaction.atomic
def close_check(*, draft: AssessmentDraft, by: User, now: datetime) -> None:
    """End the accuracy check, so that the draft can be published, or dropped."""
    locked = _locked(draft, by, DraftMove.CLOSE_CHECK)
    AccuracyCheck.objects.filter(draft=locked, closed_at=None).update(closed_at=now)
    _move(locked, DraftMove.CLOSE_CHECK, by, now)
    draft.state = locked.state


@transaction.atomic
def agree_to(*, draft: AssessmentDraft, agency: Agency, seen: str, by: User, now: datetime) -> None:
    """
    Record that one partner agrees to the joint self-assessment as it was `seen` (its stamp).

    Raises ValidationError when it has changed since, and PermissionDenied for who does not sign for that partner.
    """
    locked = _locked(draft, by, DraftMove.PUBLISH)
    demand(by, Permission.SIGN_ASSESSMENT, agency)
    if locked.kind != AssessmentKind.JOINT or not agency.is_safeguarding_partner:
        raise ValidationError("Only a joint self-assessment is agreed by the three partners.")
    if stamp_of_draft(locked) != seen:
        raise ValidationError("It has been changed since you read it. Read it again before you agree.", code="conflict")
    if not locked.agreements.filter(agency=agency, sha256=seen).exists():
        JointAgreement.objects.create(draft=locked, agency=agency, sha256=seen, by=by, at=now)


@transaction.atomic
def publish_draft(*, draft: AssessmentDraft, seen: str, by: User, now: datetime) -> Assessment:
    """
    Copy the draft as it was `seen` into a frozen record; its actions go into the tracker, and its holders are told.

    Raises ValidationError when it has changed since, or something is missing, and PermissionDenied for who may not.
    """
    locked = _locked(draft, by, DraftMove.PUBLISH)
    if not may_publish(by, locked):
        raise PermissionDenied(refusal(Permission.SIGN_ASSESSMENT))
    words = words_of_draft(locked)
    content = write_assessment(words)
    stamp = sha256_of(content)
    if stamp != seen:
        raise ValidationError(
            "It has been changed since you read it. Read it again before you publish.", code="conflict"
        )
    if problems := publishing_problems(locked, words, stamp):
        raise ValidationError(problems)
    assessment = _record(locked, content, stamp, by, now)
    PublishedRating.objects.bulk_create(
        PublishedRating(assessment=assessment, question=UUID(one.question), rating=one.rating) for one in words.answers
    )
    _set_actions(assessment, locked, by, now)
    carry_on(assessment=assessment, draft=locked, by=by)
    tell_holders(assessment=assessment, by=by, now=now)
    _keep_item(assessment, words, by, now)
    _move(locked, DraftMove.PUBLISH, by, now)
    draft.state = locked.state
    activity.record(actor=by, action="assessment.publish", subject=assessment, detail={"sha256": stamp}, now=now)
    return assessment


def _record(draft: AssessmentDraft, content: str, stamp: str, by: User, now: datetime) -> Assessment:
    return Assessment.objects.create(
        kind=draft.kind,
        framework_version=draft.version,
        agency=draft.agency,
        title=draft.title,
        capacity=draft.capacity,
        scope=draft.scope,
        purpose=draft.purpose,
        readers=draft.readers,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        content=content,
        sha256=stamp,
        published_by=by,
        published_at=now,
    )


def _set_actions(assessment: Assessment, draft: AssessmentDraft, by: User, now: datetime) -> None:
    """A new action in the tracker for each of the draft's that is none yet; the recommendations with theirs."""
    found = DraftAction.objects.filter(answer__draft=draft, existing=None)
    for one in found.select_related("answer__question", "agency", "group"):
        recommended = _recommended(assessment, one) if one.is_recommendation else None
        action = make_action(
            title=one.title,
            what=one.outcome,
            holder=one.agency or one.group,
            owner=one.owner,
            due_on=one.due_on,
            origin=ActionOrigin.SCRUTINY,
            source_words=assessment.title if recommended else "",
            address=reverse("scrutiny:recommendation_detail", args=[recommended.pk]) if recommended else "",
            by=by,
            now=now,
        )
        if recommended:
            recommended.action = action
            recommended.save(force_insert=True)


def _recommended(assessment: Assessment, one: DraftAction) -> Recommendation:
    return Recommendation(
        assessment=assessment,
        question=one.answer.question.identity,
        text=one.title,
        outcome=one.outcome,
        agency=one.agency,
        group=one.group,
    )


def _keep_item(assessment: Assessment, words: AssessmentWords, by: User, now: datetime) -> None:
    """An item of assurance, where its readers are those who read assurance; it tells the ratings and no more."""
    if assessment.readers == Readers.BOARD:
        return
    counts = {rating: sum(one.rating == rating for one in words.answers) for rating in Rating}
    told = ", ".join(f"{counts[rating]} {RATING_WORDS[rating]}" for rating in (Rating.GREEN, Rating.AMBER, Rating.RED))
    bring_item_up_to_date(
        origin=f"scrutiny:{assessment.pk}",
        tool_slug=TOOLS[AssessmentKind(assessment.kind)],
        title=assessment.title,
        finding=f"{len(words.answers)} questions rated: {told}.",
        dated_on=local_date(now),
        strength=_strength(counts, len(words.answers)),
        confidence=Confidence.HIGH if assessment.kind == AssessmentKind.SCRUTINY else Confidence.MEDIUM,
        supports=_supported(words),
        agency=assessment.agency,
        source=KIND_WORDS[AssessmentKind(assessment.kind)],
        address=reverse("scrutiny:assessment_detail", args=[assessment.pk]),
        by=by,
        now=now,
    )


def _supported(words: AssessmentWords) -> Supports:
    """What the evidence it cites gives assurance of: the topics of indicators, and what cited items support (R91)."""
    cited = [one for answer in words.answers for one in answer.evidence]
    slugs = {one.address.split("/")[2] for one in cited if one.kind == EvidenceKind.INDICATOR}
    held = Support.objects.filter(item__in={one.item for one in cited if one.item})
    linked = {name: frozenset(held.exclude(**{name: None}).values_list(name, flat=True)) for name in LINKS}
    topics = linked["topic"] | frozenset(Topic.objects.filter(slug__in=slugs).values_list("pk", flat=True))
    return Supports(topics, linked["priority"], linked["theme"], linked["risk"])


def _strength(counts: dict[Rating, int], total: int) -> Strength:
    """All Green: substantial; no Red and more Green than Amber: partial; some Green: little; else none (C10)."""
    if counts[Rating.GREEN] == total:
        return Strength.SUBSTANTIAL
    if not counts[Rating.RED] and counts[Rating.GREEN] >= counts[Rating.AMBER]:
        return Strength.PARTIAL
    return Strength.LITTLE if counts[Rating.GREEN] else Strength.NONE
