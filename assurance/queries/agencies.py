"""Reading the directory of agencies: open to everybody who may read the directory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from assurance.models import Agency, AgencyDuty, AgencyName, GroupName, Membership, Post, PostHolding, User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import date_words


def agencies_visible_to(user: User) -> QuerySet[Agency]:
    """Every agency, present and former, for those who may read the directory."""
    if not may(user, Permission.READ_DIRECTORY):
        return Agency.objects.none()
    return Agency.objects.select_related("represented_by", "merged_into")


def current_agencies(today: date) -> QuerySet[Agency]:
    """The agencies of today, to choose from."""
    return Agency.objects.on(today)


@dataclass(frozen=True)
class AgencyLists:
    """The agencies as the list shows them: Safeguarding Partners, Relevant Agencies, and those that have ended."""

    partners: list[Agency]
    relevant: list[Agency]
    former: list[Agency]


def agencies_listed(user: User, today: date) -> AgencyLists:
    """The agencies `user` may see, each list by name, so that no order ranks a partner before another (R2)."""
    posts = Prefetch("posts", _posts(today))
    agencies = list(agencies_visible_to(user).prefetch_related(posts, "duties", "names"))
    former = [agency for agency in agencies if agency.ends_on and agency.ends_on < today]
    current = [agency for agency in agencies if agency not in former]
    return AgencyLists(
        partners=[agency for agency in current if agency.is_safeguarding_partner],
        relevant=[agency for agency in current if not agency.is_safeguarding_partner],
        former=former,
    )


@dataclass(frozen=True)
class AgencyPage:
    """All that an agency's page shows."""

    agency: Agency
    is_former: bool
    names: list[AgencyName]
    duties: list[AgencyDuty]
    posts: list[Post]
    members: list[Membership]
    representatives: list[Membership]
    merged_from: list[Agency]


def agency_page(agency: Agency, today: date) -> AgencyPage:
    """An agency with its names in time, duties, posts, and the people of today."""
    memberships = (
        Membership.objects.on(today).filter(person__is_active=True).select_related("person", "agency", "group")
    )
    return AgencyPage(
        agency=agency,
        is_former=bool(agency.ends_on and agency.ends_on < today),
        names=list(agency.names.all()),
        duties=list(agency.duties.all()),
        posts=list(_posts(today).filter(agency=agency)),
        members=list(memberships.filter(agency=agency)),
        representatives=list(memberships.filter(representing=agency)),
        merged_from=list(agency.merged_from.all()),
    )


def outlasting(agency: Agency, today: date) -> list[Membership]:
    """The memberships and representations that would end with an agency ended today."""
    its_own = Q(agency=agency) | Q(representing=agency)
    lasting = Membership.objects.filter(its_own).exclude(ends_on__lte=today)
    return list(lasting.select_related("person", "agency", "group"))


def agency_table(user: User, today: date) -> Table:
    """The agencies as a table to download, with their duties, posts and names in time."""
    lists = agencies_listed(user, today)
    headers = ["Agency", "Kind", "Role", "Represented by", "From", "Until", "Merged into", "Source"]
    headers += ["Short name", "Asked for a return each quarter", "Duties", "Posts", "Names in time"]
    rows: list[list[Cell]] = [
        [
            agency.name,
            agency.get_category_display() if agency.category else "Relevant Agency",
            agency.role,
            agency.represented_by.name if agency.represented_by else "",
            agency.starts_on,
            agency.ends_on,
            agency.merged_into.name if agency.merged_into else "",
            agency.source,
            agency.short_name,
            "Yes" if agency.asked_each_quarter else "No",
            "" if agency.is_safeguarding_partner else "\n".join(map(_duty_words, agency.duties.all())),
            posts_words(agency.posts.all()),
            names_words(agency.names.all()),
        ]
        for agency in [*lists.partners, *lists.relevant, *lists.former]
    ]
    return headers, rows


def _duty_words(duty: AgencyDuty) -> str:
    noted = f", {date_words(duty.noted_on)}" if duty.noted_on else ""
    return ": ".join(filter(None, (f"{duty.get_duty_display()}: {duty.get_state_display()}{noted}", duty.note)))


def posts_words(posts: Iterable[Post]) -> str:
    """Posts with whoever holds each today (their `current`), a line each, and where the post is laid down."""
    return "\n".join(
        f"{post.title} ({post.get_kind_display()}): {', '.join(str(one.person) for one in post.current) or 'nobody'}"
        + (f" ({post.source})" if post.source else "")
        for post in posts
    )


def names_words(names: Iterable[AgencyName | GroupName]) -> str:
    """The names something bore in time, a line each, with what was noted of it and where it is laid down."""
    return "\n".join(map(_name_words, names))


def _name_words(name: AgencyName | GroupName) -> str:
    until = f"until {date_words(name.ends_on)}" if name.ends_on else "until today"
    said = " ".join(filter(None, (getattr(name, "note", ""), f"({name.source})" if name.source else "")))
    return f"{name.name}, from {date_words(name.starts_on)} {until}" + (f": {said}" if said else "")


def _posts(today: date) -> QuerySet[Post]:
    """Posts with their holders; `current` lists the holder of today, if any."""
    holdings = PostHolding.objects.select_related("person")
    return Post.objects.prefetch_related(
        Prefetch("holdings", holdings), Prefetch("holdings", holdings.on(today), to_attr="current")
    )
