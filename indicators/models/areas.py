"""The places and bodies figures are about, under the codes and names they had at the time (C4)."""

from django.db import models
from django.db.models import F, Q


class DatedSinceEverQuerySet(models.QuerySet):
    """Rows with `starts_on` and `ends_on`, where an empty start means "as far back as is known"."""

    def on(self, day):
        """The rows that hold on `day`."""
        started = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        return self.filter(started, Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def ends_after_any_start(name):
    """The constraint that a row with both dates does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
        name=f"{name}_ends_after_it_starts",
    )


class Area(models.Model):
    """A county, district, region, nation or NHS body that figures are published for."""

    class Kind(models.TextChoices):
        NATION = "nation", "Nation"
        REGION = "region", "Region"
        COUNTY = "county", "County"
        UNITARY = "unitary", "Unitary authority"
        LONDON_BOROUGH = "london_borough", "London borough"
        DISTRICT = "district", "District"
        ICB = "icb", "Integrated care board"
        TRUST = "trust", "NHS trust"
        DERIVED = "derived", "Several bodies added up"

    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField("name today", max_length=120)
    within = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(within__isnull=True) | ~Q(within=F("pk")), name="area_not_within_itself"
            ),
        ]

    def __str__(self):
        return self.name


class AreaName(models.Model):
    """A name the area bore for a time."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedSinceEverQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on"]
        constraints = [
            ends_after_any_start("area_name"),
            models.UniqueConstraint(fields=["area"], condition=Q(ends_on__isnull=True), name="area_has_one_name_today"),
        ]

    def __str__(self):
        return self.name


class AreaCode(models.Model):
    """A code publishers use, or used, for the area. A code is never given to another area."""

    class Scheme(models.TextChoices):
        ONS = "ons", "Office for National Statistics"
        ODS = "ods", "NHS Organisation Data Service"
        DFE = "dfe", "Department for Education local authority number"
        PORTAL = "portal", "Made up here for a derived area"

    area = models.ForeignKey(Area, models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=8, choices=Scheme)
    code = models.CharField(max_length=16)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedSinceEverQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            ends_after_any_start("area_code"),
            models.UniqueConstraint(fields=["scheme", "code"], name="area_code_belongs_to_one_area"),
            models.UniqueConstraint(
                fields=["area", "scheme"], condition=Q(ends_on__isnull=True), name="area_has_one_code_today"
            ),
        ]

    def __str__(self):
        return self.code


class StatisticalNeighbour(models.Model):
    """An authority like this one, by rank, in one year's model of the Department for Education."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="statistical_neighbours")
    model = models.PositiveSmallIntegerField("year of the model")
    rank = models.PositiveSmallIntegerField()
    neighbour = models.ForeignKey(Area, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["area", "-model", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["area", "model", "rank"], name="neighbour_rank_once"),
            models.UniqueConstraint(fields=["area", "model", "neighbour"], name="neighbour_once_a_model"),
            models.CheckConstraint(condition=~Q(neighbour=F("area")), name="neighbour_is_another_area"),
        ]

    def __str__(self):
        return f"{self.area}: {self.rank} of {self.model}"
