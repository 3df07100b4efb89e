"""Notices: what needs a person's attention, on screen and mirrored by an e-mail without content (trust.md 12)."""

import uuid

from django.db import models


class Notice(models.Model):
    """One notice to one person. `permission` on `agency` or `group` is checked again before it is mailed or shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # a counted number would tell of others
    person = models.ForeignKey("assurance.User", models.CASCADE, related_name="notices")
    text = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    permission = models.CharField(max_length=40)
    agency = models.ForeignKey("assurance.Agency", models.CASCADE, null=True, blank=True, related_name="+")
    group = models.ForeignKey("assurance.PartnershipGroup", models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_unread")]

    def __str__(self):
        return self.text
