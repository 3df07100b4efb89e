"""Published assessments: frozen records, their ratings as rows, and the recommendations that follow (R127 to R132)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from scrutiny.rules.assessments import (
    KIND_WORDS,
    LOG_WORDS,
    READERS_WORDS,
    RESPONSE_WORDS,
    AssessmentKind,
    LogKind,
    Readers,
    Response,
)
from scrutiny.rules.frameworks import RATING_WORDS, Rating


class Assessment(models.Model):
    """
    An assessment as it was published: canonical JSON with its SHA-256, who and when. Insert-only.

    What its authors wrote besides stays in the draft, which nothing here leads to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=choices(KIND_WORDS))
    framework_version = models.ForeignKey("scrutiny.FrameworkVersion", models.PROTECT, related_name="assessments")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="assessments")
    title = models.CharField(max_length=240)
    capacity = models.CharField(max_length=240)
    scope = models.TextField()
    purpose = models.TextField()
    readers = models.CharField(max_length=12, choices=choices(READERS_WORDS))
    starts_on = models.DateField()
    ends_on = models.DateField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "pk"]
        constraints = [
            one_of("kind", AssessmentKind, "assessment_kind_is_known"),
            one_of("readers", Readers, "assessment_readers_are_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="assessment_period_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return self.title


class PublishedRating(models.Model):
    """One rating of a published assessment as a row, by the identity of its question. Insert-only."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="ratings")
    question = models.UUIDField("identity of the question", db_index=True)
    rating = models.CharField(max_length=10, choices=choices(RATING_WORDS))

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            one_of("rating", Rating, "published_rating_is_known"),
            models.UniqueConstraint(fields=["assessment", "question"], name="published_rating_once"),
        ]

    def __str__(self):
        return self.get_rating_display()


class Recommendation(models.Model):
    """
    A recommendation of a published assessment. Its holder says whether it is accepted; what is done is an action.

    One that is not resolved comes back in the next assessment (`earlier`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="recommendations")
    question = models.UUIDField("identity of the question")
    text = models.CharField(max_length=240)
    outcome = models.TextField("what should be different for children", blank=True)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(
        "assurance.Action", models.PROTECT, null=True, blank=True, related_name="scrutiny_recommendations"
    )
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    response = models.CharField(max_length=8, choices=choices(RESPONSE_WORDS), blank=True)

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            one_of("response", Response, "recommendation_response_is_known"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="scrutiny_of_an_agency_or_a_group"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def holder(self):
        """The agency or group that has to answer it; rights follow it."""
        return self.agency or self.group


class RecommendationResponse(models.Model):
    """
    What a partner made of a recommendation, with the reason for declining it, or that scrutiny accepts that it did.

    Insert-only; the newest stands.
    """

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="responses")
    response = models.CharField(max_length=8, choices=choices(RESPONSE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(response__in=[str(one) for one in Response if one]),
                name="recommendation_response_is_given",
            ),
            models.CheckConstraint(
                condition=Q(response=str(Response.ACCEPTED)) | ~Q(text=""), name="recommendation_declined_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.get_response_display()


class LogEntry(models.Model):
    """
    Something scrutiny did: a meeting observed, a visit, a conversation. Its author's alone until it is shared.

    Shared entries feed the annual report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=choices(LOG_WORDS))
    on = models.DateField()
    title = models.CharField(max_length=240)
    learned = models.TextField("what was learned", blank=True)
    covers = models.JSONField(default=list, blank=True)
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField("how many people took part", null=True, blank=True)
    author = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "pk"]
        verbose_name_plural = "log entries"
        constraints = [one_of("kind", LogKind, "log_entry_kind_is_known")]

    def __str__(self):
        return self.title
