"""How far the partners are sighted, and how far a thing is in place: dated judgements (R58, R59)."""

import uuid

from django.db import models
from django.db.models import Q

from indicators.models.suite import Indicator, choices
from indicators.rules.vocabulary import EXTENT_WORDS


class Judgement(models.Model):
    """
    What one partner (`agency`), or the partners together (no agency), judged of an item on a day. Insert-only.

    The newest of an indicator and agency stands; the earlier ones are its history.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="judgements")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="judgements")
    extent = models.CharField(max_length=12, choices=choices(EXTENT_WORDS))
    narrative = models.TextField()
    evidence = models.TextField()
    judged_on = models.DateField()
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "agency", "-judged_on", "-recorded_at"]
        indexes = [models.Index(fields=["indicator", "agency", "judged_on"], name="judgement_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(extent__in=[str(extent) for extent in EXTENT_WORDS]), name="judgement_extent_is_known"
            ),
            models.CheckConstraint(condition=~Q(narrative=""), name="judgement_has_a_narrative"),
        ]

    def __str__(self):
        return f"{self.get_extent_display()}, {self.judged_on}"
