"""Choices of sections that the Business Team keeps, to make the next pack the same way (R136)."""

from django.db import models

from assurance.models.choices import choices
from reports.rules.kinds import KIND_LABELS


class PackTemplate(models.Model):
    """A choice of sections in their order, under a name; `sections` are their names (`reports.sections.SECTIONS`)."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=32, choices=choices(KIND_LABELS))
    sections = models.JSONField()
    saved_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
