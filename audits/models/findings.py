"""Findings, recommendations that become actions, the frozen report, and SAAS's response (R112, R115, R138)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from audits.rules.answers import FINDING_WORDS, TEXT_WORDS, FindingKind, TextPart


class AuditText(models.Model):
    """One part of the report that is written by hand, in draft."""

    audit = models.ForeignKey("audits.Audit", models.CASCADE, related_name="texts")
    part = models.CharField(max_length=12, choices=choices(TEXT_WORDS))
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["audit", "pk"]
        constraints = [
            one_of("part", TextPart, "audit_text_part_is_known"),
            models.UniqueConstraint(fields=["audit", "part"], name="audit_text_once_a_part"),
        ]

    def __str__(self):
        return self.get_part_display()


class Finding(models.Model):
    """One finding: a strength, an area to improve, or good practice to share; of a standard or of the whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=8, choices=choices(FINDING_WORDS))
    text = models.TextField()
    standard = models.ForeignKey("audits.ToolStandard", models.PROTECT, null=True, blank=True, related_name="findings")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["audit", "position", "pk"]
        constraints = [
            one_of("kind", FindingKind, "finding_kind_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_what"),
        ]

    def __str__(self):
        return self.text[:60]


class AuditRecommendation(models.Model):
    """One recommendation, and what should be different for children once it is followed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="recommendations")
    text = models.TextField()
    outcome = models.TextField("what should be different for children")
    standard = models.ForeignKey(
        "audits.ToolStandard", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["audit", "position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text="") & ~Q(outcome=""), name="recommendation_says_what")]

    def __str__(self):
        return self.text[:60]


class RecommendationTask(models.Model):
    """
    What one agency or group is to do about a recommendation, who sees to it and by when.

    It becomes an action in the one tracker when the report is made final.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(AuditRecommendation, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=240)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField("who sees to it, by post", max_length=160)
    due_on = models.DateField()
    action = models.OneToOneField("assurance.Action", models.PROTECT, null=True, blank=True, related_name="audit_task")

    class Meta:
        ordering = ["recommendation", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="audit_task_of_an_agency_or_a_group"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def holder(self):
        """The agency or group that is to do it."""
        return self.agency or self.group


class AuditReport(models.Model):
    """The composite report as it was made final: canonical JSON with its SHA-256, who and when. Insert-only."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["audit", "number"], name="audit_report_numbered_once")]

    def __str__(self):
        return f"Version {self.number}"
