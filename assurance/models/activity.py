"""The activity log: insert-only and hash-chained (trust.md 5, R18)."""

from django.db import models


class ActivityEntry(models.Model):
    """Who did what to which row, when: identifiers and hashes, never content."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey("assurance.User", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    detail = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = "activity entries"
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="activity_subject")]

    def __str__(self):
        return f"{self.sequence}: {self.action}"


class ActivityHead(models.Model):
    """Where the chain ends. Its one row is locked while an entry is added, and tells when the last ones were cut."""

    sequence = models.PositiveBigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self):
        return f"Head at {self.sequence}"
