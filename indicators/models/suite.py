"""Appendix 1 of the Scrutiny and Assurance Framework: domains, objectives, indicators and their dated definitions."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from assurance.models.dated import DatedQuerySet, ends_after_it_starts
from indicators.rules.vocabulary import (
    COUNTED_WORDS,
    FREQUENCY_WORDS,
    KIND_WORDS,
    POLARITY_WORDS,
    ROLL_UP_WORDS,
    UNIT_WORDS,
)


def choices(words):
    """A table of words as Django wants choices."""
    return [(str(value), label) for value, label in words.items()]


class Domain(models.Model):
    """One of the three domains, with its rationale (R53)."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)
    rationale = models.TextField()
    lead_in = models.TextField("words its items complete", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="domain_one_of_three"),
        ]

    def __str__(self):
        return self.title


class Objective(models.Model):
    """
    One of the four main objectives (R54).

    Items of assurance support it through its topic, which has the same title; there is none for an objective of before
    that until the suite is loaded again.
    """

    topic = models.OneToOneField("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="objective")
    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=4), name="objective_one_of_four"),
        ]

    def __str__(self):
        return self.title


class IndicatorQuerySet(models.QuerySet):
    """Indicators, of which those are in use on a day that have a definition in effect on it."""

    def in_use_on(self, day):
        """The indicators of the suite as it was on `day`."""
        return self.filter(Exists(IndicatorDefinition.objects.on(day).filter(indicator=OuterRef("pk"))))


class Indicator(models.Model):
    """
    An item of Appendix 1, or a part it has been split into.

    Its wording today is the title of its topic, so that returns and figures name it alike; every wording it has had
    is in its definitions. One that is retired has a last definition that has ended.
    """

    topic = models.OneToOneField("assurance.Topic", models.PROTECT, related_name="indicator")
    slug = models.SlugField(unique=True, max_length=80)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=choices(KIND_WORDS))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    objectives = models.ManyToManyField(Objective, blank=True, related_name="indicators")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["domain", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "position"], condition=Q(parent__isnull=True), name="indicator_position_once_a_domain"
            ),
            models.UniqueConstraint(
                fields=["parent", "position"],
                condition=Q(parent__isnull=False),
                name="indicator_position_once_a_parent",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="indicator_not_its_own_part"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in KIND_WORDS]), name="indicator_kind_known"
            ),
        ]

    def __str__(self):
        return self.slug

    @property
    def wording(self):
        """The wording today."""
        return self.topic.title

    @property
    def place(self):
        """Its place in Appendix 1 as numbers that sort: (2, 13), and (2, 13, 1) for the first part of that item."""
        if self.parent is None:
            return self.domain.number, self.position
        return self.domain.number, self.parent.position, self.position


class IndicatorDefinition(models.Model):
    """
    What an indicator was defined to be from one day to another (C6, R60, R68).

    An empty field means "not yet agreed": nothing is filled in that the Partnership has not settled (C10).
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="definitions")
    starts_on = models.DateField("in effect from")
    ends_on = models.DateField("in effect to", null=True, blank=True)
    document = models.CharField("where it is from", max_length=160)
    wording = models.TextField()
    wording_to_be_confirmed = models.BooleanField(default=False)
    numerator = models.TextField(blank=True)
    denominator = models.TextField(blank=True)
    counts = models.CharField("what is counted", max_length=16, choices=choices(COUNTED_WORDS), blank=True)
    unit = models.CharField(max_length=16, choices=choices(UNIT_WORDS), blank=True)
    polarity = models.CharField(max_length=20, choices=choices(POLARITY_WORDS), blank=True)
    frequency = models.CharField(max_length=16, choices=choices(FREQUENCY_WORDS), blank=True)
    roll_up = models.CharField(max_length=16, choices=choices(ROLL_UP_WORDS), blank=True)
    source_agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField("post that owns it", max_length=160, blank=True)
    dissemination_threshold = models.PositiveSmallIntegerField(
        "smallest number of children that may leave the Partnership", null=True, blank=True
    )
    is_early_warning = models.BooleanField("early warning indicator", default=False)
    challenge_questions = models.TextField("two to four questions to ask of the figure, one a line", blank=True)
    data_notes = models.TextField(blank=True)
    reason = models.TextField("why it was changed", blank=True)
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "-starts_on"]
        constraints = [
            ends_after_it_starts("definition"),
            models.UniqueConstraint(fields=["indicator", "starts_on"], name="definition_starts_once_a_day"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(ends_on__isnull=True), name="indicator_has_one_definition_today"
            ),
        ]

    def __str__(self):
        return f"{self.indicator} from {self.starts_on}"
