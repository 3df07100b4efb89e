"""An agency's answers in draft, its files, and the versions it signed (R111, R17; trust.md 3, 4)."""

import uuid

from django.db import models
from django.db.models import Q


class AnswerSheet(models.Model):
    """
    What one agency answers about one case, or (without a case) about itself.

    It is made at launch. A case the agency does not know is said so, with how that was looked for, and not answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey("audits.Participant", models.PROTECT, related_name="sheets")
    case = models.ForeignKey("audits.AuditCase", models.PROTECT, null=True, blank=True, related_name="sheets")
    is_known = models.BooleanField("the agency knows this case", default=True)
    unknown_because = models.TextField("how it was looked for", blank=True)
    names_checked = models.BooleanField("somebody has checked that no person is named", default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["participant", "case__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "case"], condition=Q(case__isnull=False), name="sheet_once_a_case"
            ),
            models.UniqueConstraint(
                fields=["participant"], condition=Q(case__isnull=True), name="sheet_once_without_a_case"
            ),
        ]

    def __str__(self):
        return f"{self.case or self.participant}"


class Answer(models.Model):
    """
    The answer to one question on one sheet, in draft.

    `value` is a grade's slug, a judgement, or a number as text; `text` the words; each save is checked by `version`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(AnswerSheet, models.CASCADE, related_name="answers")
    question = models.ForeignKey("audits.ToolQuestion", models.PROTECT, related_name="+")
    value = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "question"], name="answer_once_a_question")]

    def __str__(self):
        return self.value or self.text[:60]


class AnswerFile(models.Model):
    """A file uploaded as evidence for an answer. It stays if a signed version names it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(AnswerSheet, models.PROTECT, related_name="files")
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, related_name="files")
    file = models.FileField(upload_to="audits/%Y/%m", max_length=200)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["uploaded_at", "pk"]

    def __str__(self):
        return self.name


class RouteTaken(models.Model):
    """That the child's own team was told, outside the audit, of a case graded as at risk (R116). Insert-only."""

    sheet = models.ForeignKey(AnswerSheet, models.PROTECT, related_name="routes")
    told = models.CharField("who was told, by post", max_length=160)
    on = models.DateField()
    how = models.TextField("how, and what was agreed")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "routes taken"
        constraints = [models.CheckConstraint(condition=~Q(told="") & ~Q(how=""), name="route_says_who_and_how")]

    def __str__(self):
        return self.told


class AnswerSubmission(models.Model):
    """An agency's answers as it signed them: insert-only, who and when, and a hash over its sheets."""

    participant = models.ForeignKey("audits.Participant", models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    working_days_late = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "number"], name="answer_submission_numbered_once")
        ]

    def __str__(self):
        return f"Version {self.number}"


class FrozenSheet(models.Model):
    """One sheet of a signed version: canonical JSON with its SHA-256. Insert-only."""

    submission = models.ForeignKey(AnswerSubmission, models.PROTECT, related_name="sheets")
    sheet = models.ForeignKey(AnswerSheet, models.PROTECT, related_name="frozen")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    files = models.ManyToManyField(AnswerFile, related_name="frozen_in")

    class Meta:
        ordering = ["submission", "sheet__case__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "sheet"], name="frozen_sheet_once")]

    def __str__(self):
        return f"{self.sheet}"


class SignedGrade(models.Model):
    """One grade of a signed version as a row, so that grades can be counted without reading the sheets. Insert-only."""

    submission = models.ForeignKey(AnswerSubmission, models.PROTECT, related_name="grades")
    sheet = models.ForeignKey(AnswerSheet, models.PROTECT, related_name="+")
    question = models.ForeignKey("audits.ToolQuestion", models.PROTECT, related_name="+")
    value = models.CharField(max_length=40)

    class Meta:
        ordering = ["submission", "sheet", "question"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "sheet", "question"], name="signed_grade_once"),
            models.CheckConstraint(condition=~Q(value=""), name="signed_grade_is_given"),
        ]

    def __str__(self):
        return self.value


class SurveyFigure(models.Model):
    """What an agency's staff survey says about a standard: how many were asked, answered, and agreed (R88)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey("audits.Participant", models.PROTECT, related_name="survey_figures")
    standard = models.ForeignKey("audits.ToolStandard", models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    agreed = models.PositiveIntegerField()
    source = models.CharField("which survey, and when", max_length=240)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["participant", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "standard"], name="survey_figure_once_a_standard"),
            models.CheckConstraint(
                condition=Q(answered__lte=models.F("asked")) & Q(agreed__lte=models.F("answered")),
                name="survey_figure_parts_within_the_whole",
            ),
        ]

    def __str__(self):
        return f"{self.agreed} of {self.answered}"
