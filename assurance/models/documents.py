"""Governing and shared documents in versions, their reviews, and the agencies that signed up (R109, R147)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from assurance.rules.documents import (
    KIND_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    DocumentKind,
    ReviewOutcome,
    VersionState,
)


class Document(models.Model):
    """
    A document the Partnership works by. `is_signed` says whether every agency is asked to sign up to it.

    `review_months` is how often it is reviewed: twelve by default (SAAS ToR 7.1).
    """

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=240)
    kind = models.CharField(max_length=20, choices=choices(KIND_WORDS))
    group = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="documents"
    )
    about = models.TextField("what it is", blank=True)
    is_signed = models.BooleanField("agencies sign up to it", default=False)
    review_months = models.PositiveSmallIntegerField(default=12)
    review_on = models.DateField("next review", null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            one_of("kind", DocumentKind, "document_kind_is_known"),
            models.CheckConstraint(condition=Q(review_months__gte=1), name="document_review_within_months"),
        ]

    def __str__(self):
        return self.title


class DocumentVersion(models.Model):
    """
    One version of a document: its text or where it is published, and who agreed it.

    `agreed_by` is the group that agreed it, by `decision` if there was a portal then; both blank while that is not
    recorded, as of what was in force before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField("its date or number as printed", max_length=60)
    text = models.TextField(blank=True)
    link = models.URLField(blank=True)
    changes = models.TextField("what is different", blank=True)
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(VersionState.DRAFT))
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField("the group that agreed it", max_length=160, blank=True)
    decision = models.ForeignKey("assurance.Decision", models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            one_of("state", VersionState, "document_version_state_is_known"),
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=str(VersionState.IN_FORCE)), name="document_one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=str(VersionState.DRAFT)), name="document_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, agreed_by="") | (Q(agreed_on__isnull=False) & ~Q(agreed_by="")),
                name="document_version_agreed_on_a_day_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.document}, {self.label}"


class DocumentReview(models.Model):
    """A review of a document, on its day or earlier because the law changed (SAAS ToR 7.1). Insert-only."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=choices(OUTCOME_WORDS))
    text = models.TextField("what the review found")
    is_early = models.BooleanField("earlier than due, because legislation or guidance changed", default=False)
    review_on = models.DateField("next review")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-reviewed_on", "-at"]
        constraints = [
            one_of("outcome", ReviewOutcome, "document_review_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(review_on__gt=models.F("reviewed_on")), name="document_next_review_after_this"
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()


class SignUp(models.Model):
    """An agency's signing up to a version of a shared document (R109). Insert-only."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="sign_ups")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="sign_ups")
    signed_on = models.DateField()
    signed_by = models.CharField("who signed for the agency, by post", max_length=160)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency__name"]
        constraints = [models.UniqueConstraint(fields=["version", "agency"], name="sign_up_once_a_version")]

    def __str__(self):
        return f"{self.agency}"
