"""The accounts of the demonstration, for the sign-in page and the command line."""

from dataclasses import dataclass

from django.db.models import Prefetch

from assurance.models import ActivityEntry, Membership, User
from assurance.rules.demo import IN_POST_TITLES
from assurance.rules.roles import ROLES, Role, Seat

LOADED = "demonstration.load"


@dataclass(frozen=True)
class DemoAccount:
    """An account anybody may try: its post, its address, and what it is to whom: "Partner lead, Kent Police"."""

    label: str
    email: str
    what: str


def demo_accounts() -> list[DemoAccount]:
    """Every active account of the demonstration, in the order in which they were made."""
    memberships = Prefetch("memberships", Membership.objects.select_related("agency", "group").order_by("pk"))
    people = User.objects.filter(is_demo=True, is_active=True).order_by("pk").prefetch_related(memberships)
    return [
        DemoAccount(person.post_title.removesuffix(IN_POST_TITLES), person.email, _what(person)) for person in people
    ]


def demo_is_loaded() -> bool:
    """Whether the demonstration has been loaded, whatever has been done with it since."""
    return ActivityEntry.objects.filter(action=LOADED).exists()


def _what(person: User) -> str:
    # A renewed membership says the same again.
    return "; ".join(dict.fromkeys(_membership_words(membership) for membership in person.memberships.all()))


def _membership_words(membership: Membership) -> str:
    if ROLES[Role(membership.role)].seat == Seat.PARTNERSHIP:
        return membership.role_label
    return f"{membership.role_label}, {membership.seat.short_name}"
