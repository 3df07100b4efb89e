"""What a series says, worked out once when figures land, and the signals seen in it (R62 to R64, R71)."""

from django.db import models
from django.db.models import Q

from indicators.models.areas import Area
from indicators.models.measures import Measure
from indicators.models.observations import Observation
from indicators.models.suite import choices
from indicators.rules.vocabulary import MEANING_WORDS


class SeriesDue(models.Model):
    """A series whose finding is out of date: written with the figures, gone when the finding is. Nothing is lost."""

    measure = models.ForeignKey(Measure, models.CASCADE, db_index=False, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, db_index=False, related_name="+")
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series due"
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "area"], name="series_due_once")]

    def __str__(self):
        return f"{self.measure_id}/{self.area_id}"


class SeriesFinding(models.Model):
    """
    The finding of one series, in words and in the numbers behind them: read by the dashboard, never worked out there.

    Could be thrown away and made again from the observations: the rules' version says by which rules it was made.
    `variation` and the limits are empty where no control chart speaks, `change` where one does.
    """

    measure = models.ForeignKey(Measure, models.PROTECT, db_index=False, related_name="findings")
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="+")
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")
    chart_kind = models.CharField(max_length=12)
    chart_reason = models.TextField()
    points = models.PositiveIntegerField("points with a value")
    mean = models.FloatField(null=True, blank=True)
    lower_limit = models.FloatField(null=True, blank=True)
    upper_limit = models.FloatField(null=True, blank=True)
    target = models.DecimalField(max_digits=15, decimal_places=7, null=True, blank=True)
    variation = models.CharField(max_length=24)
    assurance = models.CharField(max_length=24, blank=True)
    meaning = models.CharField(max_length=12, choices=choices(MEANING_WORDS))
    change = models.CharField(max_length=24, blank=True)
    change_sentence = models.TextField(blank=True)
    headline = models.CharField("the finding as a sentence", max_length=300)
    spark = models.JSONField("the last values, for the small picture", default=list)
    rules_version = models.CharField(max_length=16)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["measure", "area"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "area"], name="series_finding_once_a_series"),
            models.CheckConstraint(
                condition=Q(meaning__in=[str(meaning) for meaning in MEANING_WORDS]),
                name="series_finding_meaning_is_known",
            ),
        ]

    def __str__(self):
        return self.headline


class Signal(models.Model):
    """
    A variation beyond chance at the newest point of a series, as it was seen when the point landed. Insert-only.

    `rules_met` names every rule that was met, one a line; several rules on one series are one warning.
    """

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="signals")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="signals")
    meaning = models.CharField(max_length=12, choices=choices(MEANING_WORDS))
    rules_met = models.TextField()
    headline = models.CharField(max_length=300)
    rules_version = models.CharField(max_length=16)
    seen_at = models.DateTimeField()
    early_warning = models.ForeignKey(
        "assurance.EarlyWarning", models.PROTECT, null=True, blank=True, related_name="signals"
    )

    class Meta:
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "rules_version"], name="signal_once_a_point"),
            models.CheckConstraint(
                condition=Q(meaning__in=[str(meaning) for meaning in MEANING_WORDS]), name="signal_meaning_is_known"
            ),
        ]

    def __str__(self):
        return self.headline
