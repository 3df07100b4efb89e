"""What is actually counted and published, and how close it comes to the item it hangs under."""

from django.db import models
from django.db.models import Q

from indicators.models.areas import Area
from indicators.models.suite import Indicator, choices
from indicators.rules.vocabulary import FREQUENCY_WORDS, POLARITY_WORDS, RELATION_WORDS, UNIT_WORDS, Relation


class Measure(models.Model):
    """
    One series of figures. An indicator may have several, each direct, near, proxy or context; some belong to no item.

    `source_agency` is asked for it each period; without one it is published by others. Figures of several agencies put
    together (R61) name those they are `joined_with`.

    `home_area` is the area whose figure stands for Kent: Kent itself, or the NHS body the figures are published for.
    """

    code = models.SlugField(unique=True, max_length=40)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="measures")
    relation = models.CharField(max_length=8, choices=choices(RELATION_WORDS))
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=16, choices=choices(UNIT_WORDS))
    decimals = models.PositiveSmallIntegerField("decimal places shown", default=0)
    numerator = models.TextField(blank=True)
    denominator = models.TextField(blank=True)
    polarity = models.CharField(max_length=20, choices=choices(POLARITY_WORDS), blank=True)
    frequency = models.CharField(max_length=16, choices=choices(FREQUENCY_WORDS), blank=True)
    home_area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    data_note = models.TextField(blank=True)
    source_agency = models.ForeignKey(
        "assurance.Agency", models.PROTECT, null=True, blank=True, related_name="measures", verbose_name="agency asked"
    )
    joined_with = models.ManyToManyField("assurance.Agency", blank=True, related_name="+")
    is_current = models.BooleanField("still in use", default=True)

    class Meta:
        ordering = ["indicator", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "position"],
                condition=Q(indicator__isnull=False),
                name="measure_position_once_an_indicator",
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | Q(relation=str(Relation.CONTEXT)),
                name="measure_without_an_item_is_context",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=[str(relation) for relation in Relation]), name="measure_relation_known"
            ),
            models.CheckConstraint(condition=Q(unit__in=[str(unit) for unit in UNIT_WORDS]), name="measure_unit_known"),
            models.CheckConstraint(condition=Q(decimals__lte=7), name="measure_shows_no_more_than_is_kept"),
        ]

    def __str__(self):
        return self.title
