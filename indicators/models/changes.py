"""The history of the suite: every change to an indicator, a measure or an area, with who, when and why (R68)."""

import uuid

from django.db import models
from django.db.models import Q

from indicators.models.areas import Area
from indicators.models.measures import Measure
from indicators.models.suite import Indicator, choices
from indicators.rules.changes import CHANGE_WORDS


class SuiteChange(models.Model):
    """
    One change to one indicator, measure or area. Insert-only.

    `what` lists what became different as [what it is, what it was, what it is now], in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="changes")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="changes")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="changes")
    kind = models.CharField(max_length=24, choices=choices(CHANGE_WORDS))
    what = models.JSONField(default=list)
    reason = models.TextField()
    changed_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, measure__isnull=True, area__isnull=True)
                | Q(indicator__isnull=True, measure__isnull=False, area__isnull=True)
                | Q(indicator__isnull=True, measure__isnull=True, area__isnull=False),
                name="suite_change_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in CHANGE_WORDS]), name="suite_change_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suite_change_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.indicator or self.measure or self.area}"
