"""Audit tools in versions: sections, standards, questions, grades, and what an agency is asked otherwise (R111)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from audits.rules.audits import KIND_WORDS as AUDIT_KIND_WORDS
from audits.rules.audits import AuditKind
from audits.rules.tools import KIND_WORDS, PURPOSE_WORDS, VERSION_WORDS, Purpose, QuestionKind, VersionState


class AuditTool(models.Model):
    """A set of questions for audits, in versions. `note` says what it rests on and what has still to be agreed."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=240)
    kind = models.CharField(max_length=16, choices=choices(AUDIT_KIND_WORDS), default=str(AuditKind.THEMED))
    note = models.TextField(blank=True)
    is_starting_point = models.BooleanField("shipped with the portal, to be agreed", default=False)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
        constraints = [one_of("kind", AuditKind, "audit_tool_kind_is_known")]

    def __str__(self):
        return self.title


class ToolVersion(models.Model):
    """One version of a tool. It is frozen when an audit is launched with it. `copied_from` is what it began as."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tool = models.ForeignKey(AuditTool, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=choices(VERSION_WORDS), default=str(VersionState.DRAFT))
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["tool", "-number"]
        constraints = [
            one_of("state", VersionState, "tool_version_state_is_known"),
            models.UniqueConstraint(fields=["tool", "number"], name="tool_version_numbered_once"),
            models.CheckConstraint(
                condition=Q(state=str(VersionState.DRAFT), frozen_at__isnull=True)
                | Q(state=str(VersionState.FROZEN), frozen_at__isnull=False),
                name="tool_version_frozen_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.tool}, version {self.number}"

    @property
    def is_frozen(self):
        """Whether nothing of it can change any more."""
        return self.state == VersionState.FROZEN


class ToolGrade(models.Model):
    """One grade of a version's scale, best first; what each flag says is told by `GradeRule`."""

    version = models.ForeignKey(ToolVersion, models.CASCADE, related_name="grades")
    slug = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    meaning = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    meets = models.BooleanField("a standard so graded is met", default=False)
    is_neutral = models.BooleanField("says nothing about practice", default=False)
    needs_route = models.BooleanField("the child’s team must be told", default=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "slug"], name="tool_grade_once"),
            models.CheckConstraint(
                condition=Q(is_neutral=False) | Q(meets=False, needs_route=False),
                name="tool_grade_neutral_says_nothing",
            ),
        ]

    def __str__(self):
        return self.label


class ToolSection(models.Model):
    """A part of a version: a heading with standards below it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ToolVersion, models.CASCADE, related_name="sections")
    title = models.CharField(max_length=240)
    guidance = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]

    def __str__(self):
        return self.title


class ToolStandard(models.Model):
    """
    What good practice is, in one sentence.

    `identity` stays the same from version to version, so that a re-audit can be set beside the audit (R115).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    section = models.ForeignKey(ToolSection, models.CASCADE, related_name="standards")
    identity = models.UUIDField(default=uuid.uuid4)
    text = models.TextField()
    source = models.CharField("where it is laid down", max_length=240, blank=True)
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "identity"], name="tool_standard_once_a_section"),
            models.CheckConstraint(condition=~Q(text=""), name="tool_standard_says_what"),
        ]

    def __str__(self):
        return self.text


class ToolQuestion(models.Model):
    """One question under a standard. `number` is the one it bears on every page and print: 3.2."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standard = models.ForeignKey(ToolStandard, models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=12, choices=choices(KIND_WORDS))
    purpose = models.CharField(max_length=8, choices=choices(PURPOSE_WORDS), blank=True)
    text = models.TextField()
    guidance = models.TextField(blank=True)
    needs_evidence = models.BooleanField("evidence has to be given", default=False)
    is_required = models.BooleanField("has to be answered", default=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["standard", "position"]
        constraints = [
            one_of("kind", QuestionKind, "tool_question_kind_is_known"),
            one_of("purpose", Purpose, "tool_question_purpose_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="tool_question_asks_something"),
            models.CheckConstraint(
                condition=~Q(purpose=str(Purpose.OVERALL)) | Q(kind=str(QuestionKind.GRADE)),
                name="tool_question_overall_is_a_grade",
            ),
        ]

    def __str__(self):
        return self.text


class QuestionVariant(models.Model):
    """What one agency is asked instead: other words, or nothing."""

    question = models.ForeignKey(ToolQuestion, models.CASCADE, related_name="variants")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    guidance = models.TextField(blank=True)
    is_asked = models.BooleanField("the agency is asked this", default=True)

    class Meta:
        ordering = ["question", "agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["question", "agency"], name="question_variant_once_an_agency"),
            models.CheckConstraint(condition=Q(is_asked=False) | ~Q(text=""), name="question_variant_says_what"),
        ]

    def __str__(self):
        return f"{self.agency}"
