"""
Beginning a draft, its head, and dropping it (R127, R130).

Nothing about a draft is written to the activity log, the notices or the logs: its own events are its history, and its
authors' alone (trust.md 3).
"""

from collections.abc import Iterable
from datetime import date, datetime
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
from scrutiny.rules.framework_content import problems_of_framework
from scrutiny.services.frameworks import freeze_version

PERIOD = "The last day of the period lies before its first."
STILL_HERE = "Your text is still on this page."


@transaction.atomic
def begin_draft(
    *,
    kind: AssessmentKind,
    agency: Agency | None,
    version: FrameworkVersion,
    title: str,
    capacity: str,
    scope: str,
    purpose: str,
    readers: Readers,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
    authors: Iterable[User] = (),
) -> AssessmentDraft:
    """
    A new draft with a blank answer a question, made with this version of a framework, which can change no more.

    Raises PermissionDenied for an assessment `by` may not make, ValidationError for a period that ends before it
    begins, a version nobody can answer, and a second self-assessment beside one that is still being written.
    """
    if not any(offer.kind == kind and offer.agency == agency for offer in kinds_offered(by)):
        raise PermissionDenied(refusal(Permission.SELF_ASSESS))
    if ends_on < starts_on:
        raise ValidationError(PERIOD)
    if open_draft_like(kind, agency, by):
        raise ValidationError("This self-assessment is being written already: go on with that one, or drop it first.")
    locked = _made_fast(version, now)
    draft = AssessmentDraft.objects.create(
        kind=str(kind),
        agency=agency,
        version=locked,
        title=title,
        capacity=capacity,
        scope=scope,
        purpose=purpose,
        readers=str(readers),
        starts_on=starts_on,
        ends_on=ends_on,
        begun_by=by,
        begun_at=now,
    )
    _set_authors(draft, authors, by)
    DraftAnswer.objects.bulk_create(
        DraftAnswer(draft=draft, question_id=question.pk) for question in framework_words(locked).questions
    )
    DraftEvent.objects.create(draft=draft, move=DraftMove.BEGIN, by=by, at=now)
    return draft


def _made_fast(version: FrameworkVersion, now: datetime) -> FrameworkVersion:
    """This version, which can change no more from now on; ValidationError if nobody could answer it."""
    locked = FrameworkVersion.objects.select_for_update(of=("self",)).select_related("framework").get(pk=version.pk)
    if problems := problems_of_framework(framework_words(locked)):
        raise ValidationError(problems)
    freeze_version(locked, now)
    return locked


@transaction.atomic
def save_head(
    *,
    draft: AssessmentDraft,
    version: int,
    title: str,
    capacity: str,
    scope: str,
    purpose: str,
    readers: Readers,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
    summary: str = "",
    authors: Iterable[User] = (),
) -> SaveOutcome:
    """Save a draft's head unless it changed since `version`. Raises ValidationError for a period that is none."""
    lock_for_writing(draft.pk, by)
    if ends_on < starts_on:
        raise ValidationError(PERIOD)
    saved = AssessmentDraft.objects.filter(pk=draft.pk, version_number=version).update(
        title=title,
        capacity=capacity,
        scope=scope,
        purpose=purpose,
        readers=str(readers),
        starts_on=starts_on,
        ends_on=ends_on,
        summary=summary,
        version_number=F("version_number") + 1,
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
    AssessmentDraft.objects.select_for_update().filter(pk=draft).first()
    found = drafts_of(by).filter(pk=draft).first()
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
