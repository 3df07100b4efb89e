"""Moderation: the grade that was settled beside the untouched grades of the agencies, and what was said (R112)."""

import uuid

from django.db import models
from django.db.models import Q


class SettledGrade(models.Model):
    """
    The grade the moderation settled on for one question: of a case, or (where agencies are graded) of an agency.

    `reason` says why, wherever it differs from what any agency gave. The agencies' own grades are never touched.
    """

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="settled_grades")
    case = models.ForeignKey("audits.AuditCase", models.PROTECT, null=True, blank=True, related_name="settled_grades")
    participant = models.ForeignKey(
        "audits.Participant", models.PROTECT, null=True, blank=True, related_name="settled_grades"
    )
    question = models.ForeignKey("audits.ToolQuestion", models.PROTECT, related_name="+")
    value = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    settled_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["audit", "case__order", "participant__agency__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=True) ^ Q(participant__isnull=True),
                name="settled_grade_of_a_case_or_an_agency",
            ),
            models.UniqueConstraint(
                fields=["case", "question"], condition=Q(case__isnull=False), name="settled_grade_once_a_case"
            ),
            models.UniqueConstraint(
                fields=["participant", "question"],
                condition=Q(participant__isnull=False),
                name="settled_grade_once_an_agency",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="settled_grade_is_given"),
        ]

    def __str__(self):
        return self.value


class Discussion(models.Model):
    """What was said of a case, or of an agency, in moderation: practitioners' views, and good practice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="discussions")
    case = models.OneToOneField("audits.AuditCase", models.PROTECT, null=True, blank=True, related_name="discussion")
    participant = models.OneToOneField(
        "audits.Participant", models.PROTECT, null=True, blank=True, related_name="discussion"
    )
    practitioners = models.TextField("what practitioners said", blank=True)
    good_practice = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["audit", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=True) ^ Q(participant__isnull=True), name="discussion_of_a_case_or_an_agency"
            )
        ]

    def __str__(self):
        return f"{self.case or self.participant}"
