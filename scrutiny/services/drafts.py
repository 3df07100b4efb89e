"""
Beginning a draft, its head, and dropping it (R127, R130).

Nothing about a draft is written to the activity log, the notices or the logs: its own events are its history, and its
authors' alone (trust.md 3).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from assurance.models import Agency, User
from assurance.permissions import refusal
from assurance.rules.roles import Permission
from assurance.services.drafts import SaveOutcome
from scrutiny.models import AssessmentDraft, DraftAnswer, DraftEvent, FrameworkVersion
from scrutiny.queries.drafts import co_authors_offered, kinds_offered, open_draft_like
from scrutiny.queries.frameworks import framework_words
from scrutiny.queries.scope import OPEN_STATES, drafts_of
from scrutiny.rules.assessments import AssessmentKind, DraftMove, DraftState, Readers, after

NOT_READY = "This version of the framework can still be changed. Choose one that is ready for use."
PERIOD = "The last day of the period lies before its first."
STILL_HERE = "Your text is still on this page."


class Head(TypedDict):
    """What stands at the head of an assessment, by the names of its fields."""

    title: str
    capacity: str
    scope: str
    purpose: str
    readers: Readers
    starts_on: date
    ends_on: date


@transaction.atomic
def begin_draft(
    *,
    kind: AssessmentKind,
    agency: Agency | None,
    version: FrameworkVersion,
    by: User,
    now: datetime,
    authors: Iterable[User] = (),
    **head: Unpack[Head],
) -> AssessmentDraft:
    """
    A new draft with a blank answer a question of a version that is ready for use. Nothing that others see changes.

    Raises PermissionDenied for an assessment `by` may not make, ValidationError for a period that ends before it
    begins, a version that can still be changed, and a second self-assessment beside one that is being written.
    """
    _demand_beginning(kind, agency, version, by)
    draft = AssessmentDraft.objects.create(
        kind=str(kind), agency=agency, version=version, begun_by=by, begun_at=now, **_kept(head)
    )
    _set_authors(draft, authors, by)
    DraftAnswer.objects.bulk_create(
        DraftAnswer(draft=draft, question_id=question.pk) for question in framework_words(version).questions
    )
    DraftEvent.objects.create(draft=draft, move=DraftMove.BEGIN, by=by, at=now)
    return draft


def _demand_beginning(kind: AssessmentKind, agency: Agency | None, version: FrameworkVersion, by: User) -> None:
    """Raise unless `by` may begin this kind of assessment, now, with this version."""
    if not any(offer.kind == kind and offer.agency == agency for offer in kinds_offered(by)):
        raise PermissionDenied(refusal(Permission.SELF_ASSESS))
    if open_draft_like(kind, agency, by):
        raise ValidationError("This self-assessment is being written already: go on with that one, or drop it first.")
    if not version.is_frozen:
        raise ValidationError(NOT_READY)


def _kept(head: Head) -> dict[str, Any]:
    """A head as it is stored. Raises ValidationError for a period that ends before it begins."""
    if head["ends_on"] < head["starts_on"]:
        raise ValidationError(PERIOD)
    return {**head, "readers": str(head["readers"])}


@transaction.atomic
def save_head(
    *,
    draft: AssessmentDraft,
    version: int,
    by: User,
    now: datetime,
    summary: str = "",
    authors: Iterable[User] = (),
    **head: Unpack[Head],
) -> SaveOutcome:
    """Save a draft's head unless it changed since `version`. Raises ValidationError for a period that is none."""
    lock_for_writing(draft.pk, by)
    saved = AssessmentDraft.objects.filter(pk=draft.pk, version_number=version).update(
        **_kept(head), summary=summary, version_number=F("version_number") + 1
    )
    if not saved:
        return SaveOutcome(False, AssessmentDraft.objects.values_list("version_number", flat=True).get(pk=draft.pk))
    _set_authors(draft, authors, by)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def drop_draft(*, draft: AssessmentDraft, by: User, now: datetime) -> None:
    """Drop a draft: nothing in it can be changed or published any more. Its authors can still read it."""
    locked = lock_for_writing(draft.pk, by)
    if after(DraftState(locked.state), DraftMove.DROP) is None:
        raise ValidationError("Close the accuracy check first: parts of this draft are shared with the partners.")
    AssessmentDraft.objects.filter(pk=locked.pk).update(state=str(DraftState.DROPPED))
    DraftEvent.objects.create(draft=locked, move=DraftMove.DROP, by=by, at=now)


def lock_for_writing(draft: UUID, by: User) -> AssessmentDraft:
    """
    A draft, locked until the transaction ends, if `by` may write in it now.

    Raises PermissionDenied for anybody but its authors, ValidationError once it is published or dropped.
    """
    found = drafts_of(by).select_for_update(of=("self",)).filter(pk=draft).first()
    if found is None:
        raise PermissionDenied(refusal(Permission.SELF_ASSESS))
    if found.state not in OPEN_STATES:
        words = DraftState(found.state).value
        raise ValidationError(f"This assessment is {words}: nothing in it can be changed any more. {STILL_HERE}")
    return found


def _set_authors(draft: AssessmentDraft, authors: Iterable[User], by: User) -> None:
    """Of independent scrutiny the authors are named, whoever says so among them; of others they follow from rights."""
    if draft.kind != AssessmentKind.SCRUTINY:
        return
    wanted = {author.pk for author in authors}
    others = co_authors_offered(by).filter(pk__in=wanted)
    if wanted - {by.pk} - set(others.values_list("pk", flat=True)):
        raise ValidationError("Only scrutineers can write independent scrutiny.")
    draft.authors.set([by, *others])
