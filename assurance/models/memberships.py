"""Who belongs to which agency or group, in which role, from when to when: where every right comes from."""

from django.db import models
from django.db.models import Q

from assurance.models.dated import DatedQuerySet, ends_after_it_starts
from assurance.rules.roles import ROLES, Role

SEATS_THAT_END = [str(role) for role, rule in ROLES.items() if rule.must_end]


class Membership(models.Model):
    """A person's role in an agency or a group. It ends with its last day and is kept for ever."""

    class Capacity(models.TextChoices):
        AGENCY = "", "For an agency"
        ELECTED_MEMBER = "elected_member", "Elected Member"
        LAY = "lay", "Lay member"
        VOLUNTARY_SECTOR = "voluntary_sector", "Voluntary sector"

    person = models.ForeignKey("assurance.User", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(str(role), rule.label) for role, rule in ROLES.items()])
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="memberships")
    group = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    representing = models.ForeignKey(
        "assurance.Agency", models.PROTECT, null=True, blank=True, related_name="representatives"
    )
    speaks_for_chair_of = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="spokespeople"
    )
    capacity = models.CharField(max_length=20, choices=Capacity, blank=True)
    has_authority = models.BooleanField(
        "can reflect the agency's data processes and has authority to present and commission work", default=False
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "person__email", "role"]
        constraints = [
            ends_after_it_starts("membership"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="membership_of_an_agency_or_a_group"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=SEATS_THAT_END) | Q(ends_on__isnull=False), name="membership_inspector_ends"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[str(role) for role in Role]), name="membership_role_is_in_the_table"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.role_label}, {self.seat}"

    @property
    def seat(self):
        """The agency or group the membership belongs to."""
        return self.agency or self.group

    @property
    def role_label(self):
        """The role in words."""
        return ROLES[Role(self.role)].label
