"""
Figures as they came in: append-only, each correction superseding what it corrects.

`Observation` and `Batch` only grow (the database refuses UPDATE and DELETE). The first observation of a point has no
`supersedes`, every later one supersedes exactly one, none is superseded twice: so the versions of a point are one
chain. `CurrentObservation` points at the end of each chain and `LatestFigure` at the newest point of each series; both
are written with the observations and only save reading work: they could be thrown away and made again.
"""

from django.db import models
from django.db.models import F, Q

from indicators.models.areas import Area
from indicators.models.measures import Measure
from indicators.models.suite import choices
from indicators.rules.vocabulary import STATUS_WORDS, Status

PUBLISHED, WITHDRAWN = str(Status.PUBLISHED), str(Status.WITHDRAWN)


class Source(models.Model):
    """Whose figures they are and under which licence they may be shown."""

    slug = models.SlugField(unique=True, max_length=60)
    publisher = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    licence = models.CharField(max_length=80)
    licence_url = models.URLField(blank=True)
    attribution = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["publisher", "title"]

    def __str__(self):
        return f"{self.publisher}: {self.title}"


class Batch(models.Model):
    """Figures of one source that came in together: from which file, when, by whom. Insert-only."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["sha256"], name="batch_sha256")]

    def __str__(self):
        return f"{self.source} from {self.file_name}"


class Observation(models.Model):
    """What was reported for one measure, area and period: a value, or why there is none. Insert-only."""

    measure = models.ForeignKey(Measure, models.PROTECT, db_index=False, related_name="observations")
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    numerator = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(max_digits=15, decimal_places=7, null=True, blank=True)
    status = models.CharField(max_length=16, choices=choices(STATUS_WORDS))
    symbol = models.CharField("what the publisher printed instead", max_length=8, blank=True)
    note = models.TextField(blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="observations")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    class Meta:
        ordering = ["measure", "area", "period_end", "period_start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "area", "period_start", "period_end"],
                condition=Q(supersedes__isnull=True),
                name="observation_point_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="observation_period_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[str(status) for status in Status]), name="observation_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=PUBLISHED, value__isnull=False)
                | (~Q(status=PUBLISHED) & Q(value__isnull=True, numerator__isnull=True)),
                name="observation_has_a_value_or_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=PUBLISHED) | Q(symbol=""), name="observation_with_a_value_has_no_symbol"
            ),
            models.CheckConstraint(
                condition=~Q(status=WITHDRAWN) | Q(supersedes__isnull=False),
                name="observation_withdrawn_was_there",
            ),
            models.CheckConstraint(
                condition=(Q(numerator__isnull=True) | Q(numerator__gte=0))
                & (Q(denominator__isnull=True) | Q(denominator__gte=0)),
                name="observation_counts_are_not_negative",
            ),
        ]

    def __str__(self):
        return f"{self.measure_id}/{self.area_id} {self.period_start} to {self.period_end}"


class CurrentObservation(models.Model):
    """The observation that stands for a point today. One index leads to it by series and period."""

    measure = models.ForeignKey(Measure, models.PROTECT, db_index=False, related_name="current_observations")
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="+")
    period_end = models.DateField()
    period_start = models.DateField()
    observation = models.OneToOneField(Observation, models.PROTECT, related_name="current")

    class Meta:
        ordering = ["measure", "area", "period_end", "period_start"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "area", "period_end", "period_start"], name="current_observation_once_a_point"
            ),
        ]

    def __str__(self):
        return f"{self.measure_id}/{self.area_id} {self.period_start} to {self.period_end}"


class LatestFigure(models.Model):
    """The newest point of a series, and the newest with a value. Written when figures land, read by the dashboard."""

    measure = models.ForeignKey(Measure, models.PROTECT, db_index=False, related_name="latest_figures")
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="+")
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="+")
    published = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["measure", "area"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "area"], name="latest_figure_once_a_series"),
        ]

    def __str__(self):
        return f"{self.measure_id}/{self.area_id}"
