"""What people write in a report: narrative in versions, findings, and recommendations for action (R136, R138, R139)."""

import uuid

from django.db import models
from django.db.models import Q


class Narrative(models.Model):
    """
    One text of a report being written: a part (foreword, impact, statement) or a commentary on a section.

    `text` is the draft that saves itself, nobody's but those who may write it; a report takes the newest version.
    `version` counts the saves, so that one person does not write over another.
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="narratives")
    name = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="narrative_once_a_report")]

    def __str__(self):
        return f"{self.name} of {self.report}"


class NarrativeVersion(models.Model):
    """A finished wording of a narrative, which reports made from then on hold. Insert-only."""

    narrative = models.ForeignKey(Narrative, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    finished_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    finished_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["narrative", "number"], name="narrative_version_numbered_once")]

    def __str__(self):
        return f"{self.narrative}, version {self.number}"


class ReportFinding(models.Model):
    """What was found, with the evidence for it: kept apart from what is to be done (R138)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="findings")
    text = models.TextField("what was found")
    evidence = models.TextField("what it rests on", blank=True)
    place = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="report_finding_says_something")]

    def __str__(self):
        return self.text


class ReportRecommendation(models.Model):
    """What should be done, by which agency or group and by when: an action when the report is issued (R138)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="recommendations")
    text = models.CharField("what is recommended", max_length=240)
    outcome = models.TextField("what should change for children", blank=True)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField("who sees to it, by post", max_length=160, blank=True)
    due_on = models.DateField()
    place = models.PositiveSmallIntegerField()
    action = models.OneToOneField(
        "assurance.Action", models.PROTECT, null=True, blank=True, related_name="report_recommendation"
    )
    written_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True),
                name="report_recommendation_of_an_agency_or_a_group",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def holder(self):
        """The agency or group to which it goes."""
        return self.agency or self.group
