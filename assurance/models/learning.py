"""Rapid reviews, lessons given and what changed, inspections and their recommendations (R87, R105, R143, R144)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.learning import (
    CHANGE_WORDS,
    DECISION_WORDS,
    GIVEN_WORDS,
    INSPECTORATE_WORDS,
    REVIEW_MOVE_WORDS,
    REVIEW_STATE_WORDS,
    SOURCE_WORDS,
    ChangeKind,
    GivenState,
    Inspectorate,
    LessonSource,
    RapidReviewMove,
    RapidReviewState,
    ReviewDecision,
)


class RapidReview(models.Model):
    """
    One rapid review: when it was notified, by when it must be decided, and what was decided (KCC 3.5).

    `reference` is the case system's own: nothing about a child is held here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    notified_on = models.DateField()
    due_on = models.DateField()
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=choices(REVIEW_STATE_WORDS), default=str(RapidReviewState.OPEN))
    decision = models.CharField(max_length=16, choices=choices(DECISION_WORDS), blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-notified_on", "reference"]
        constraints = [
            one_of("state", RapidReviewState, "rapid_review_state_is_known"),
            one_of("decision", ReviewDecision, "rapid_review_decision_is_known"),
            models.CheckConstraint(condition=Q(due_on__gte=F("notified_on")), name="rapid_review_due_after_notified"),
            models.CheckConstraint(
                condition=Q(state=str(RapidReviewState.OPEN), decision="", decided_on__isnull=True)
                | (Q(state=str(RapidReviewState.DECIDED), decided_on__isnull=False) & ~Q(decision="")),
                name="rapid_review_decided_with_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("notified_on")),
                name="rapid_review_decided_after_notified",
            ),
        ]

    def __str__(self):
        return self.reference


class RapidReviewEvent(models.Model):
    """One step of a rapid review. Insert-only."""

    review = models.ForeignKey(RapidReview, models.PROTECT, related_name="events")
    move = models.CharField(max_length=8, choices=choices(REVIEW_MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", RapidReviewMove, "rapid_review_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()


class Lesson(models.Model):
    """One lesson, where it comes from, and whom it is for. `link` leads to what is held elsewhere (R148)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240)
    what = models.TextField("what was learned")
    change = models.TextField("what should change in training, policy, practice or outcomes")
    source = models.CharField(max_length=12, choices=choices(SOURCE_WORDS))
    review_title = models.CharField("the review or panel it comes from", max_length=240)
    published_on = models.DateField(null=True, blank=True)
    link = models.URLField(blank=True)
    rapid_review = models.ForeignKey(RapidReview, models.PROTECT, null=True, blank=True, related_name="lessons")
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="lessons")
    theme = models.ForeignKey("assurance.Theme", models.PROTECT, null=True, blank=True, related_name="lessons")
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [one_of("source", LessonSource, "lesson_source_is_known")]

    def __str__(self):
        return self.title


class LessonGiven(models.Model):
    """A lesson given to an agency or a group, and how far that has come with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="given")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="lessons")
    group = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    due_on = models.DateField("by when it tells what changed")
    state = models.CharField(max_length=8, choices=choices(GIVEN_WORDS), default=str(GivenState.GIVEN))
    given_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "lessons given"
        ordering = ["due_on", "pk"]
        constraints = [
            one_of("state", GivenState, "lesson_given_state_is_known"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="lesson_given_to_an_agency_or_a_group"
            ),
            models.UniqueConstraint(
                fields=["lesson", "agency"], condition=Q(agency__isnull=False), name="lesson_given_once_an_agency"
            ),
            models.UniqueConstraint(
                fields=["lesson", "group"], condition=Q(group__isnull=False), name="lesson_given_once_a_group"
            ),
        ]

    def __str__(self):
        return f"{self.lesson}"

    @property
    def holder(self):
        """The agency or group it was given to; rights follow it."""
        return self.agency or self.group


class LessonChange(models.Model):
    """What a lesson led to in an agency or group: in training, policy, practice or outcomes. Insert-only."""

    given = models.ForeignKey(LessonGiven, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=choices(CHANGE_WORDS))
    text = models.TextField("what changed, and how you know")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("kind", ChangeKind, "lesson_change_kind_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="lesson_change_says_what"),
        ]

    def __str__(self):
        return self.get_kind_display()


class Inspection(models.Model):
    """An inspection of a partner or of the Partnership, and what it found (SAF Figures 1 and 2, R87)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspectorate = models.CharField(max_length=12, choices=choices(INSPECTORATE_WORDS))
    title = models.CharField(max_length=240)
    agencies = models.ManyToManyField("assurance.Agency", blank=True, related_name="inspections")
    inspected_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    judgement = models.CharField("overall judgement as published", max_length=160, blank=True)
    strengths = models.TextField(blank=True)
    improve = models.TextField("areas for improvement", blank=True)
    link = models.URLField(blank=True)
    topics = models.ManyToManyField("assurance.Topic", blank=True, related_name="inspections")
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-inspected_on", "title"]
        constraints = [
            one_of("inspectorate", Inspectorate, "inspection_inspectorate_is_known"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("inspected_on")),
                name="inspection_published_after_it_began",
            ),
        ]

    def __str__(self):
        return self.title


class InspectionRecommendation(models.Model):
    """One recommendation of an inspection; what is done about it are actions in the one tracker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="recommendations")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "position"], name="inspection_recommendation_once"),
            models.CheckConstraint(condition=~Q(text=""), name="inspection_recommendation_says_what"),
        ]

    def __str__(self):
        return self.text[:60]
