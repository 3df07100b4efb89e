"""Governing and shared documents: kept in versions, agreed, reviewed, signed up to (SAAS ToR 7.1, R109, R147)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import slugify

from assurance.models import (
    Agency,
    Decision,
    Document,
    DocumentReview,
    DocumentVersion,
    PartnershipGroup,
    SignUp,
    User,
)
from assurance.permissions import demand, may, people_who_may, refusal
from assurance.rules.documents import (
    DocumentKind,
    ReviewOutcome,
    VersionMove,
    VersionState,
    next_review,
    problems_of_agreement,
    version_after,
)
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.notices import notify

KEEPS = Permission.MANAGE_ASSURANCE
TO_SIGN = "There is a shared document for your agency to sign up to"


@transaction.atomic
def add_document(
    *,
    title: str,
    kind: DocumentKind,
    about: str,
    group: PartnershipGroup | None,
    is_signed: bool,
    review_months: int,
    by: User,
    now: datetime,
) -> Document:
    """A new document without a version. Raises ValidationError when one of that name is there."""
    demand(by, KEEPS)
    slug = slugify(title)[:80]
    if slug in ("", "add"):
        raise ValidationError("Enter a title that says what it is.")
    if Document.objects.filter(slug=slug).exists():
        raise ValidationError("There is a document of that title already.")
    document = Document.objects.create(
        slug=slug,
        title=title,
        kind=kind,
        about=about,
        group=group,
        is_signed=is_signed,
        review_months=review_months,
    )
    activity.record(actor=by, action="document.add", subject=document, detail={"slug": slug}, now=now)
    return document


@transaction.atomic
def edit_document(
    *,
    document: Document,
    title: str,
    kind: DocumentKind,
    about: str,
    group: PartnershipGroup | None,
    is_signed: bool,
    review_months: int,
    by: User,
    now: datetime,
) -> None:
    """Change what is said of a document; its address stays."""
    demand(by, KEEPS)
    Document.objects.filter(pk=document.pk).update(
        title=title, kind=kind, about=about, group=group, is_signed=is_signed, review_months=review_months
    )
    activity.record(actor=by, action="document.edit", subject=document, now=now)


@transaction.atomic
def add_version(
    *, document: Document, label: str, text: str, link: str, changes: str, by: User, now: datetime
) -> DocumentVersion:
    """
    The next version of a document, a draft until it is agreed.

    Raises ValidationError without text or link, or while another version waits to be agreed.
    """
    demand(by, KEEPS)
    _demand_words(text, link)
    held = Document.objects.select_for_update().get(pk=document.pk)
    numbers = held.versions.values_list("number", "state")
    if any(state == VersionState.DRAFT for _, state in numbers):
        raise ValidationError("Another version waits to be agreed: change that one.")
    version = DocumentVersion.objects.create(
        document=held,
        number=max((number for number, _ in numbers), default=0) + 1,
        label=label,
        text=text,
        link=link,
        changes=changes,
        added_by=by,
        added_at=now,
    )
    activity.record(actor=by, action="document.add_version", subject=held, detail={"version": version.number}, now=now)
    return version


@transaction.atomic
def edit_version(
    *, version: DocumentVersion, label: str, text: str, link: str, changes: str, by: User, now: datetime
) -> None:
    """Change a version that is not yet agreed. Raises ValidationError once it is: an agreed version stays as it is."""
    demand(by, KEEPS)
    _demand_words(text, link)
    waiting = DocumentVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT)
    if not waiting.update(label=label, text=text, link=link, changes=changes):
        raise ValidationError("This version has been agreed and stays as it is: add another.")
    detail = {"version": version.number}
    activity.record(actor=by, action="document.edit_version", subject=version.document, detail=detail, now=now)


@transaction.atomic
def agree_version(
    *,
    version: DocumentVersion,
    agreed_on: date,
    agreed_by: str,
    decision: Decision | None,
    by: User,
    now: datetime,
) -> None:
    """
    Record that a version was agreed: a draft comes into force and supersedes the one before; its next review is set.

    What was in force before the portal has its agreement recorded in the same way.
    Agencies asked to sign up are told. Raises ValidationError without a decision or who agreed it (SAAS ToR 7.1).
    """
    demand(by, KEEPS)
    problems = problems_of_agreement(
        agreed_on=agreed_on, today=local_date(now), has_decision=decision is not None, agreed_by=agreed_by
    )
    if problems:
        raise ValidationError(problems)
    document = Document.objects.select_for_update().get(pk=version.document_id)
    held = document.versions.get(pk=version.pk)
    state = version_after(VersionState(held.state), VersionMove.AGREE)
    if state is None or held.agreed_on is not None:
        raise ValidationError("Somebody else was first: this version has been agreed already.")
    if held.state == VersionState.DRAFT:
        _supersede(document)
    who = agreed_by.strip() or (decision.meeting.group.name if decision else "")
    document.versions.filter(pk=held.pk).update(state=state, agreed_on=agreed_on, agreed_by=who, decision=decision)
    document.review_on = next_review(agreed_on, document.review_months)
    document.save(update_fields=["review_on"])
    detail = {"version": version.number, "decision": str(decision.pk) if decision else ""}
    activity.record(actor=by, action="document.agree", subject=document, detail=detail, now=now)
    if document.is_signed:
        _ask_for_signatures(document, now)


def _supersede(document: Document) -> None:
    """Let the version in force give way to the one that is agreed."""
    superseded = version_after(VersionState.IN_FORCE, VersionMove.SUPERSEDE)
    document.versions.filter(state=VersionState.IN_FORCE).update(state=superseded)


@transaction.atomic
def record_review(
    *,
    document: Document,
    reviewed_on: date,
    outcome: ReviewOutcome,
    text: str,
    is_early: bool,
    by: User,
    now: datetime,
) -> DocumentReview:
    """A review of the document: yearly, or earlier because the law changed (SAAS ToR 7.1). The next one is set."""
    demand(by, KEEPS)
    if reviewed_on > local_date(now):
        raise ValidationError("The day of the review cannot be in the future.")
    if not text.strip():
        raise ValidationError("Say what the review found.")
    following = next_review(reviewed_on, document.review_months)
    review = DocumentReview(
        document=document,
        reviewed_on=reviewed_on,
        outcome=outcome,
        text=text,
        is_early=is_early,
        review_on=following,
        by=by,
        at=now,
    )
    review.save(force_insert=True)
    Document.objects.filter(pk=document.pk).update(review_on=following)
    activity.record(actor=by, action="document.review", subject=document, detail={"outcome": str(outcome)}, now=now)
    return review


@transaction.atomic
def sign_up(
    *, version: DocumentVersion, agency: Agency, signed_on: date, signed_by: str, by: User, now: datetime
) -> SignUp:
    """
    An agency signs up to the version in force: recorded by its lead, or by those who keep documents.

    Raises ValidationError for another version, a day to come, or an agency that has signed.
    """
    if not (may(by, KEEPS) or may(by, Permission.SIGN_RETURN, agency)):
        raise PermissionDenied(refusal(Permission.SIGN_RETURN))
    if signed_on > local_date(now):
        raise ValidationError("The day it was signed cannot be in the future.")
    current = DocumentVersion.objects.select_for_update().get(pk=version.pk)
    if current.state != VersionState.IN_FORCE or not version.document.is_signed:
        raise ValidationError("This version is not in force: sign up to the one that is.")
    if current.sign_ups.filter(agency=agency).exists():
        raise ValidationError(f"{agency.name} has signed up already.")
    signature = SignUp(version=current, agency=agency, signed_on=signed_on, signed_by=signed_by, by=by, at=now)
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(f"{agency.name} has signed up already.") from None
    detail = {"version": version.number, "agency": agency.slug}
    activity.record(actor=by, action="document.sign_up", subject=version.document, detail=detail, now=now)
    return signature


def _demand_words(text: str, link: str) -> None:
    if not text.strip() and not link.strip():
        raise ValidationError("Enter the text of the document, or the address at which it is published.")


def _ask_for_signatures(document: Document, now: datetime) -> None:
    url = reverse("assurance:document_detail", args=[document.slug])
    for agency in Agency.objects.on(local_date(now)):
        for person in people_who_may(Permission.SIGN_RETURN, agency):
            notify(person=person, text=TO_SIGN, url=url, permission=Permission.SIGN_RETURN, on=agency, now=now)
