"""Membership coverage: which required agencies have nobody, and who speaks for whom (R10 to R12, R14)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from assurance.models import Agency, Membership, PartnershipGroup
from assurance.queries.memberships import sub_groups
from assurance.queries.tables import Table
from assurance.rules.roles import Role
from assurance.rules.tables import Cell

Represents = PartnershipGroup.Represents


@dataclass(frozen=True)
class Place:
    """An agency's place in a group: who represents it, and whether anybody who does lacks the statement of ToR 4.1."""

    agency: Agency
    members: list[Membership]

    @property
    def is_missing(self) -> bool:
        """Whether nobody represents the agency."""
        return not self.members

    @property
    def without_authority(self) -> list[Membership]:
        """The representatives of whom it is not stated that they may present and commission work."""
        return [membership for membership in self.members if not membership.has_authority]


@dataclass(frozen=True)
class Update:
    """Who gives a sub-group's update: its chair, or an agency representative named to do so instead (ToR 4.1)."""

    group: PartnershipGroup
    chairs: list[Membership]
    spokespeople: list[Membership]

    @property
    def is_missing(self) -> bool:
        """Whether nobody gives the update."""
        return not (self.chairs or self.spokespeople)


@dataclass(frozen=True)
class Others:
    """Members who belong to a group for another reason than an agency, under their heading."""

    heading: str
    members: list[Membership]
    is_expected: bool

    @property
    def is_missing(self) -> bool:
        """Whether the group should have somebody here and has nobody."""
        return self.is_expected and not self.members


@dataclass(frozen=True)
class GroupCoverage:
    """One group's coverage. `places` has a line for every agency it must have; `updates` is for SAAS alone."""

    group: PartnershipGroup
    places: list[Place]
    updates: list[Update]
    others: list[Others]

    @property
    def missing(self) -> int:
        """How many required agencies have nobody."""
        return sum(place.is_missing for place in self.places)

    @property
    def without_authority(self) -> int:
        """How many representatives lack the statement of authority."""
        return sum(len(place.without_authority) for place in self.places)


def coverage(today: date) -> list[GroupCoverage]:
    """The coverage of every group that must have agencies, the Executive Board first."""
    groups = list(PartnershipGroup.objects.on(today).exclude(represents="").order_by("level", "name"))
    agencies = list(Agency.objects.on(today))
    memberships = list(
        Membership.objects.on(today)
        .filter(person__is_active=True)
        .select_related("person", "group", "representing", "speaks_for_chair_of")
    )
    reporting = list(sub_groups(today))
    return [_coverage(group, agencies, memberships, reporting) for group in groups]


def _coverage(
    group: PartnershipGroup, agencies: list[Agency], memberships: list[Membership], reporting: list[PartnershipGroup]
) -> GroupCoverage:
    everybody = group.represents == Represents.EVERY_AGENCY
    own = [membership for membership in memberships if membership.group_id == group.pk]
    representing = defaultdict(list)
    for membership in own:
        representing[membership.representing_id].append(membership)
    required = [agency for agency in agencies if everybody or agency.is_safeguarding_partner]
    return GroupCoverage(
        group=group,
        places=[Place(agency, representing[agency.pk]) for agency in required],
        updates=[_update(each, own, memberships) for each in reporting] if everybody else [],
        others=_others(own, memberships, everybody),
    )


def _update(sub_group: PartnershipGroup, own: list[Membership], memberships: list[Membership]) -> Update:
    return Update(
        group=sub_group,
        chairs=[each for each in memberships if each.role == Role.GROUP_CHAIR and each.group_id == sub_group.pk],
        spokespeople=[each for each in own if each.speaks_for_chair_of_id == sub_group.pk],
    )


def _others(own: list[Membership], memberships: list[Membership], everybody: bool) -> list[Others]:
    """Lay, voluntary-sector and elected members; for SAAS also the rest of the strategic quartet (ToR 4.1, SAF 1)."""
    kinds = Membership.Capacity
    others = [
        Others("Elected Members", [each for each in own if each.capacity == kinds.ELECTED_MEMBER], everybody),
        Others("Lay members", [each for each in own if each.capacity == kinds.LAY], False),
        Others("Voluntary sector", [each for each in own if each.capacity == kinds.VOLUNTARY_SECTOR], False),
    ]
    if not everybody:
        return others
    return [
        *others,
        Others("Independent Scrutineer", [e for e in memberships if e.role == Role.INDEPENDENT_SCRUTINEER], True),
        Others("Business Team", [each for each in memberships if each.role == Role.BUSINESS_TEAM], True),
    ]


def coverage_table(today: date) -> Table:
    """Every required place as a table to download, a row a representative or gap."""
    headers = ["Group", "Agency", "Representative", "Post", "Authority stated"]
    rows: list[list[Cell]] = []
    for each in coverage(today):
        for place in each.places:
            if place.is_missing:
                rows.append([each.group.name, place.agency.name, "Nobody", "", ""])
            rows += [
                [
                    each.group.name,
                    place.agency.name,
                    str(m.person),
                    m.person.post_title,
                    "Yes" if m.has_authority else "No",
                ]
                for m in place.members
            ]
    return headers, rows
