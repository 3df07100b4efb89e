"""What a report says, frozen: insert-only, canonical JSON with its SHA-256 (R142)."""

from django.db import models


class ReportSnapshot(models.Model):
    """Everything one report holds, as it was known at one moment. Page and PDF are made from it alone."""

    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self):
        return f"Snapshot {self.sha256[:12]}"
