"""What the Partnership has decided about a measure: targets, benchmarks, and how its chart is read (R65, R68)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.dated import DatedQuerySet, ends_after_it_starts
from indicators.models.areas import Area
from indicators.models.measures import Measure
from indicators.models.suite import choices
from indicators.rules.vocabulary import CHART_DECISION_WORDS


class Target(models.Model):
    """The value a measure's home area is to reach, from one day to another, with who set it and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="targets")
    value = models.DecimalField(max_digits=15, decimal_places=7)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    set_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "-starts_on"]
        constraints = [
            ends_after_it_starts("target"),
            models.UniqueConstraint(fields=["measure", "starts_on"], name="target_starts_once_a_day"),
            models.UniqueConstraint(
                fields=["measure"], condition=Q(ends_on__isnull=True), name="measure_has_one_target_today"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="target_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.measure}: {self.value} from {self.starts_on}"


class Benchmark(models.Model):
    """A value to read a measure against that no area's figures give, such as a national standard (R65)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="benchmarks")
    label = models.CharField("what it is called", max_length=120)
    value = models.DecimalField(max_digits=15, decimal_places=7)
    document = models.CharField("where it is from", max_length=240)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    set_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "label", "-starts_on"]
        constraints = [
            ends_after_it_starts("benchmark"),
            models.UniqueConstraint(fields=["measure", "label", "starts_on"], name="benchmark_starts_once_a_day"),
            models.UniqueConstraint(
                fields=["measure", "label"], condition=Q(ends_on__isnull=True), name="benchmark_once_today"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="benchmark_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.label}: {self.value}"


class ChartDecision(models.Model):
    """
    New limits from a day on (rebase), or a point kept out of them (ghost): with the reason and a name, on the chart.

    `on` is the first day of the new limits, or the last day of the period of the point. A decision can be taken back
    (`ended_at`), never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="chart_decisions")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=choices(CHART_DECISION_WORDS))
    on = models.DateField()
    reason = models.TextField()
    decided_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["measure", "area", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "area", "kind", "on"],
                condition=Q(ended_at__isnull=True),
                name="chart_decision_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in CHART_DECISION_WORDS]), name="chart_decision_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="chart_decision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="chart_decision_taken_back_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on}"
