"""
Writing the answers of a draft, their evidence and actions (R124, R126, R133).

Every save is checked against the version its writer saw. Nothing is logged of it: a draft is its authors' alone.
"""

from datetime import date, datetime
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from assurance.models import Agency, PartnershipGroup, User
from assurance.queries.actions import actions_visible_to
from assurance.rules.wording import local_date
from assurance.services.drafts import SaveOutcome
from scrutiny.models import AssessmentDraft, DraftAction, DraftAnswer, DraftEvidence
from scrutiny.queries.answers import TEXTS, holders_for
from scrutiny.queries.evidence import offer_of
from scrutiny.queries.keys import row_of
from scrutiny.rules.assessments import AssessmentKind, EvidenceKind
from scrutiny.services.drafts import lock_for_writing

FIELDS = ("rating", *TEXTS)
SOURCE_LENGTH = 240


@transaction.atomic
def save_answer(*, answer: DraftAnswer, version: int, values: dict[str, Any], by: User, now: datetime) -> SaveOutcome:
    """
    Save the fields of an answer that `values` names, unless somebody changed it since `version`.

    Who writes nothing new loses nothing and changes nothing: that counts as saved.
    """
    lock_for_writing(answer.draft_id, by)
    changes = {name: str(values[name]) for name in FIELDS if name in values}
    stored = DraftAnswer.objects.get(pk=answer.pk)
    if all(getattr(stored, name) == value for name, value in changes.items()):
        return SaveOutcome(True, stored.version)
    saved = DraftAnswer.objects.filter(pk=answer.pk, version=version).update(
        **changes, version=F("version") + 1, changed_at=now
    )
    return SaveOutcome(True, version + 1) if saved else SaveOutcome(False, stored.version)


# Evidence


@transaction.atomic
def pick_evidence(*, answer: DraftAnswer, key: str, by: User, now: datetime) -> DraftEvidence:
    """
    Something of the portal as evidence, with its words and date as they stand now. Picked twice it is there once.

    Raises ValidationError for what is not there, or is not for `by` to read.
    """
    lock_for_writing(answer.draft_id, by)
    offer = offer_of(by, key, today=local_date(now))
    if offer is None:
        raise ValidationError("This cannot be used as evidence any more. Look for it again.")
    return DraftEvidence.objects.get_or_create(
        answer=answer,
        kind=str(offer.kind),
        address=offer.address,
        words=offer.words,
        defaults={
            "source": shorten(offer.source, SOURCE_LENGTH, placeholder="…"),
            "dated_on": offer.dated_on,
            "item_id": offer.item,
        },
    )[0]


@transaction.atomic
def add_evidence(
    *, answer: DraftAnswer, words: str, source: str, dated_on: date | None, by: User, now: datetime
) -> DraftEvidence:
    """Evidence held elsewhere, in its author's words. Raises ValidationError for nothing, and for a day to come."""
    lock_for_writing(answer.draft_id, by)
    if not words.strip():
        raise ValidationError("Say what the evidence shows.")
    if dated_on and dated_on > local_date(now):
        raise ValidationError("The date of the evidence lies in the future.")
    return DraftEvidence.objects.create(
        answer=answer, kind=str(EvidenceKind.OTHER), words=words, source=source, dated_on=dated_on
    )


@transaction.atomic
def remove_evidence(*, answer: DraftAnswer, evidence: UUID, by: User, now: datetime) -> None:
    """Take a piece of evidence from an answer; nothing happens when it is gone already."""
    lock_for_writing(answer.draft_id, by)
    answer.evidence.filter(pk=evidence).delete()


# Actions


@transaction.atomic
def add_action(
    *,
    answer: DraftAnswer,
    title: str,
    outcome: str,
    holder: Agency | PartnershipGroup,
    owner: str,
    due_on: date,
    by: User,
    now: datetime,
    is_recommendation: bool = False,
) -> DraftAction:
    """A new action on an answer. It goes into the tracker when the assessment is published, and not before."""
    draft = lock_for_writing(answer.draft_id, by)
    action = DraftAction(answer=answer)
    return _write(action, draft, title, outcome, holder, owner, due_on, is_recommendation, now)


@transaction.atomic
def change_action(
    *,
    action: DraftAction,
    title: str,
    outcome: str,
    holder: Agency | PartnershipGroup,
    owner: str,
    due_on: date,
    by: User,
    now: datetime,
    is_recommendation: bool = False,
) -> DraftAction:
    """Other words, another holder or date. Raises ValidationError for one in the tracker, which is changed there."""
    draft = lock_for_writing(action.answer.draft_id, by)
    if action.existing_id:
        raise ValidationError("This action is in the tracker: it is changed there.")
    return _write(action, draft, title, outcome, holder, owner, due_on, is_recommendation, now)


def _write(
    action: DraftAction,
    draft: AssessmentDraft,
    title: str,
    outcome: str,
    holder: Agency | PartnershipGroup,
    owner: str,
    due_on: date,
    is_recommendation: bool,
    now: datetime,
) -> DraftAction:
    if not title.strip():
        raise ValidationError("Say in a few words what is to be done.")
    if due_on < local_date(now):
        raise ValidationError("The date by which it is done lies in the past.")
    if holder not in holders_for(draft, local_date(now)).values():
        raise ValidationError("This assessment cannot give actions to that agency or group.")
    action.title, action.outcome, action.owner, action.due_on = title, outcome, owner, due_on
    action.agency = holder if isinstance(holder, Agency) else None
    action.group = holder if isinstance(holder, PartnershipGroup) else None
    action.is_recommendation = is_recommendation and draft.kind == AssessmentKind.SCRUTINY
    action.save()
    return action


@transaction.atomic
def link_action(*, answer: DraftAnswer, action: str, by: User, now: datetime) -> DraftAction:
    """
    An action of the tracker, by its key, that does what this answer asks for. Linked twice it is there once.

    Raises ValidationError for one that is not there, or is not for `by` to read.
    """
    lock_for_writing(answer.draft_id, by)
    found = row_of(actions_visible_to(by).select_related(None).order_by(), action)
    if found is None:
        raise ValidationError("There is no such action in the tracker. Look for it again.")
    return DraftAction.objects.get_or_create(answer=answer, existing=found)[0]


@transaction.atomic
def remove_action(*, answer: DraftAnswer, action: UUID, by: User, now: datetime) -> None:
    """Take an action from an answer; what is in the tracker stays there."""
    lock_for_writing(answer.draft_id, by)
    answer.actions.filter(pk=action).delete()
