"""The groups of the Partnership, from the Executive Board to the business-support functions (R7, R8)."""

from django.db import models

from assurance.models.dated import DatedQuerySet, ends_after_it_starts
from assurance.models.permission_names import GROUP_PERMISSIONS


class PartnershipGroup(models.Model):
    """A board, sub-group, forum or support function. One row, of level `partnership`, is the Partnership itself."""

    class Level(models.TextChoices):
        PARTNERSHIP = "partnership", "The Partnership"
        BOARD = "board", "Board"
        SUB_GROUP = "sub_group", "Sub-group"
        FORUM = "forum", "Forum"
        BUSINESS_SUPPORT = "business_support", "Business support"
        LINKED = "linked", "Linked partnership"

    class Area(models.TextChoices):
        KENT = "kent", "Kent"
        KENT_AND_MEDWAY = "kent_and_medway", "Kent and Medway"

    class Represents(models.TextChoices):
        NOBODY = "", "No agency is required"
        PARTNERS = "partners", "The three Safeguarding Partners"
        EVERY_AGENCY = "every_agency", "Every Safeguarding Partner and Relevant Agency"

    slug = models.SlugField(unique=True)
    name = models.CharField("name today", max_length=160)
    short_name = models.CharField(max_length=60)
    level = models.CharField(max_length=20, choices=Level)
    area = models.CharField(max_length=20, choices=Area, default=Area.KENT)
    roles = models.TextField("its roles, one a line", blank=True)
    represents = models.CharField("agencies it must have", max_length=20, choices=Represents, blank=True)
    meets = models.CharField("how often it meets", max_length=60, blank=True)
    asked_each_quarter = models.BooleanField("is asked for a status return each quarter", default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField("where it is laid down", max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = GROUP_PERMISSIONS
        default_permissions = ()
        constraints = [
            ends_after_it_starts("group"),
            models.UniqueConstraint(
                fields=["level"], condition=models.Q(level="partnership"), name="group_one_partnership"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def role_lines(self):
        """The group's roles in the plan on a page, as a list of sentences."""
        return [line for line in self.roles.splitlines() if line.strip()]

    def name_on(self, day):
        """The name the group bore on `day` (C1); today's name for a day on which none is recorded."""
        return next((str(name) for name in self.names.all() if name.holds_on(day)), self.name)


class GroupName(models.Model):
    """A name or rule of the group in an earlier document, with the dates it held (C1, C2)."""

    group = models.ForeignKey(PartnershipGroup, models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    source = models.CharField("where it is laid down", max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_it_starts("group_name"),
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(ends_on__isnull=True), name="group_has_one_name_today"
            ),
        ]

    def __str__(self):
        return self.name

    def holds_on(self, day):
        """Whether the name was borne on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
