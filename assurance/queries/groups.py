"""Reading the directory of groups and their posts: open to everybody who may read the directory."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from assurance.models import Agency, GroupName, Membership, PartnershipGroup, Post, PostHolding, User
from assurance.permissions import may
from assurance.queries.agencies import names_words, posts_words
from assurance.queries.tables import Table
from assurance.rules.roles import Permission, Role
from assurance.rules.tables import Cell

CHAIRS = (Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.GROUP_CHAIR)


def groups_visible_to(user: User) -> QuerySet[PartnershipGroup]:
    """Every group, present and former, for those who may read the directory."""
    return PartnershipGroup.objects.all() if may(user, Permission.READ_DIRECTORY) else PartnershipGroup.objects.none()


def current_groups(today: date) -> QuerySet[PartnershipGroup]:
    """The groups of today but the Partnership itself, to choose from."""
    return PartnershipGroup.objects.on(today).exclude(level=PartnershipGroup.Level.PARTNERSHIP)


def posts_visible_to(user: User) -> QuerySet[Post]:
    """Every post with its agency or group, for those who may read the directory."""
    posts = Post.objects.select_related("agency", "group")
    return posts if may(user, Permission.READ_DIRECTORY) else posts.none()


@dataclass(frozen=True)
class GroupLevel:
    """The groups of one level, with its heading."""

    heading: str
    groups: list[PartnershipGroup]


HEADINGS = {
    PartnershipGroup.Level.PARTNERSHIP: "The Partnership",
    PartnershipGroup.Level.BOARD: "Board",
    PartnershipGroup.Level.SUB_GROUP: "Sub-groups",
    PartnershipGroup.Level.FORUM: "Partnership forums",
    PartnershipGroup.Level.BUSINESS_SUPPORT: "Business support functions",
    PartnershipGroup.Level.LINKED: "Linked partnerships",
}


def groups_listed(user: User, today: date) -> list[GroupLevel]:
    """The groups `user` may see by level, as in the plan on a page, the ended last. Each has its `chairs`."""
    chairs = Membership.objects.on(today).filter(role__in=CHAIRS, person__is_active=True).select_related("person")
    held = PostHolding.objects.on(today).select_related("person")
    posts = Prefetch("posts", Post.objects.prefetch_related(Prefetch("holdings", held, to_attr="current")))
    found = groups_visible_to(user).prefetch_related(Prefetch("memberships", chairs, to_attr="chairs"), posts, "names")
    groups = list(found)
    former = [group for group in groups if group.ends_on and group.ends_on < today]
    levels = [
        GroupLevel(heading, [group for group in groups if group.level == level and group not in former])
        for level, heading in HEADINGS.items()
    ]
    return [level for level in [*levels, GroupLevel("Former groups", former)] if level.groups]


@dataclass(frozen=True)
class GroupPage:
    """All that a group's page shows."""

    group: PartnershipGroup
    is_former: bool
    names: list[GroupName]
    posts: list[Post]
    members: list[Membership]
    agencies: list[Agency]


def group_page(group: PartnershipGroup, today: date) -> GroupPage:
    """A group with its names in time, posts, members of today, and the agencies it represents."""
    holdings = PostHolding.objects.select_related("person")
    posts = group.posts.prefetch_related(
        Prefetch("holdings", holdings), Prefetch("holdings", holdings.on(today), to_attr="current")
    )
    members = group.memberships.on(today).filter(person__is_active=True)
    return GroupPage(
        group=group,
        is_former=bool(group.ends_on and group.ends_on < today),
        names=list(group.names.all()),
        posts=list(posts),
        members=list(members.select_related("person", "representing", "speaks_for_chair_of")),
        agencies=list(Agency.objects.on(today).filter(represented_by=group)),
    )


def members_outlasting(group: PartnershipGroup, today: date) -> list[Membership]:
    """The memberships that would end with a group ended today."""
    return list(group.memberships.exclude(ends_on__lte=today).select_related("person", "agency", "group"))


def group_table(user: User, today: date) -> Table:
    """The groups as a table to download, with their posts and names in time."""
    headers = ["Group", "Level", "Area", "Meets", "Chair", "Roles", "From", "Until", "Source"]
    headers += ["Short name", "Represents", "Asked for a return each quarter", "Posts", "Names in time"]
    rows: list[list[Cell]] = [
        [
            group.name,
            group.get_level_display(),
            group.get_area_display(),
            group.meets,
            ", ".join(str(membership.person) for membership in group.chairs),
            "; ".join(group.role_lines),
            group.starts_on,
            group.ends_on,
            group.source,
            group.short_name,
            group.get_represents_display() if group.represents else "",
            "Yes" if group.asked_each_quarter else "No",
            posts_words(group.posts.all()),
            names_words(group.names.all()),
        ]
        for level in groups_listed(user, today)
        for group in level.groups
    ]
    return headers, rows
