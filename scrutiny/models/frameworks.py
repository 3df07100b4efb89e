"""Frameworks of scrutiny in versions: steps, rated questions, and context questions (R117 to R129)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from scrutiny.rules.frameworks import VERSION_WORDS, VersionState, attribution


class Framework(models.Model):
    """A framework, with the words in which its ratings are defined, and how it is cited."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=240)
    reference = models.TextField()
    green = models.TextField("what Green means")
    amber = models.TextField("what Amber means")
    red = models.TextField("what Red means")
    any_response = models.TextField("what every rating requires", blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class FrameworkVersion(models.Model):
    """
    One version of a framework. The first is its author's; a later one is frozen by who says that it is ready for use.

    `is_adapted` says that its steps or questions are no longer those of its author, which every print must say.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=choices(VERSION_WORDS), default=str(VersionState.DRAFT))
    is_adapted = models.BooleanField(default=False)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("what was changed, and why", blank=True)
    created_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["framework", "-number"]
        constraints = [
            one_of("state", VersionState, "framework_version_state_is_known"),
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_numbered_once"),
            models.CheckConstraint(
                condition=Q(state=str(VersionState.DRAFT), frozen_at__isnull=True)
                | Q(state=str(VersionState.FROZEN), frozen_at__isnull=False),
                name="framework_version_frozen_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.framework}, version {self.number}"

    @property
    def is_frozen(self):
        """Whether nothing of it can change any more."""
        return self.state == VersionState.FROZEN

    @property
    def cited(self):
        """How whatever is made with it says whose work it is (Six Steps, section 5)."""
        return attribution(self.framework.reference, is_adapted=self.is_adapted)


class FrameworkStep(models.Model):
    """A step of a version; its identity stays the same from version to version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="steps")
    identity = models.UUIDField(default=uuid.uuid4)
    title = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "identity"], name="framework_step_once")]

    def __str__(self):
        return self.title


class FrameworkQuestion(models.Model):
    """A question that is rated. `covers` names the parts of the arrangements it speaks to (R134)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(FrameworkStep, models.CASCADE, related_name="questions")
    identity = models.UUIDField(default=uuid.uuid4)
    text = models.TextField()
    covers = models.JSONField("what of the arrangements it covers", default=list, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["step", "position"]
        constraints = [
            models.UniqueConstraint(fields=["step", "identity"], name="framework_question_once"),
            models.CheckConstraint(condition=~Q(text=""), name="framework_question_asks_something"),
        ]

    def __str__(self):
        return self.text


class ContextQuestion(models.Model):
    """A question about the arrangements of scrutiny itself; it is answered in words (Six Steps, section 6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="context_questions")
    identity = models.UUIDField(default=uuid.uuid4)
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "identity"], name="context_question_once")]

    def __str__(self):
        return self.text


class ContextAnswer(models.Model):
    """An answer to a context question, dated. The newest stands; the earlier ones stay. Insert-only (R129)."""

    question = models.UUIDField("identity of the question", db_index=True)
    asked = models.TextField("the question as it was worded")
    text = models.TextField()
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="context_answer_says_something")]

    def __str__(self):
        return self.text[:60]
