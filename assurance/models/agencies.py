"""Safeguarding Partners and Relevant Agencies, under the names they had at the time (R1, R4 to R6, C4)."""

from django.db import models

from assurance.models.dated import DatedQuerySet, ends_after_it_starts
from assurance.models.permission_names import AGENCY_PERMISSIONS


class PartnerCategory(models.TextChoices):
    """The three Safeguarding Partners, with shared and equal duty; listed by name, so that no order ranks them (R2)."""

    HEALTH = "health", "Health"
    LOCAL_AUTHORITY = "local_authority", "Local Authority"
    POLICE = "police", "Police"


class Agency(models.Model):
    """An organisation of the Partnership: one of the three Safeguarding Partners, or a Relevant Agency."""

    slug = models.SlugField(unique=True)
    name = models.CharField("name today", max_length=160)
    short_name = models.CharField(max_length=60)
    category = models.CharField("Safeguarding Partner", max_length=20, choices=PartnerCategory, blank=True)
    role = models.TextField("what it does", blank=True)
    represented_by = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="represents_agencies"
    )
    asked_each_quarter = models.BooleanField("is asked for a status return each quarter", default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    source = models.CharField("where it is laid down", max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        permissions = AGENCY_PERMISSIONS
        default_permissions = ()
        constraints = [
            ends_after_it_starts("agency"),
            models.CheckConstraint(
                condition=models.Q(category__in=["", *PartnerCategory.values]), name="agency_category_is_one_of_three"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(ends_on__isnull=False),
                name="agency_merged_has_ended",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_safeguarding_partner(self):
        """Whether the agency belongs to one of the three Safeguarding Partners."""
        return bool(self.category)

    def name_on(self, day):
        """The name the agency bore on `day` (C4); today's name for a day on which none is recorded."""
        return next((str(name) for name in self.names.all() if name.holds_on(day)), self.name)


class AgencyName(models.Model):
    """A name the agency bore for a time: a paper of 2019 prints the name of 2019."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    source = models.CharField("where it is laid down", max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_it_starts("agency_name"),
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(ends_on__isnull=True), name="agency_has_one_name_today"
            ),
        ]

    def __str__(self):
        return self.name

    def holds_on(self, day):
        """Whether the name was borne on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class AgencyDuty(models.Model):
    """How an agency stands against one of the three duties of a Relevant Agency (KCC 3.4, R6)."""

    class Duty(models.TextChoices):
        ACTS = "acts", "Acts in accordance with the arrangements"
        COLLABORATES = "collaborates", "Collaborates"
        FUNDS = "funds", "Contributes to the funding of the arrangements"

    class State(models.TextChoices):
        NOT_RECORDED = "not_recorded", "Not yet recorded"
        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not_met", "Not met"

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=20, choices=Duty)
    state = models.CharField(max_length=20, choices=State, default=State.NOT_RECORDED)
    note = models.TextField(blank=True)
    noted_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agency duties"
        ordering = ["duty"]
        constraints = [models.UniqueConstraint(fields=["agency", "duty"], name="agency_duty_recorded_once")]

    def __str__(self):
        return f"{self.agency}: {self.get_duty_display()}"
