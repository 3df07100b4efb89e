"""Who asks: one person a role, those without any, and the words the table has for several of them."""

from datetime import date, timedelta

from assurance.models import User
from assurance.permissions import sync_grants
from assurance.rules.roles import ROLES, Role, Seat
from tests.factories.assurance import UserFactory, person_with

ANONYMOUS = "anonymous"
STRANGER = "stranger"
FORMER = "former"
CLOSED = "closed"
WITHOUT_ROLE = (ANONYMOUS, CLOSED, STRANGER, FORMER)
PEOPLE = (*WITHOUT_ROLE, *(str(role) for role in Role))

SIGNERS = {"partner_lead", "group_chair"}
WRITERS = SIGNERS | {"partner_contributor"}
OWNERS = WRITERS | {"agency_representative"}
SAAS = {"saas_chair", "saas_deputy", "saas_member"}
BOARD = {"board_member", "board_observer"}
WATCHERS = {"independent_scrutineer", "inspector"}
KEEPERS = {"business_team", "system_administrator"}
MEMBERS = {str(role) for role in Role}
SAAS_CHAIRS = {"saas_chair", "saas_deputy"}
FORUM = {"group_chair"}
TEAM = {"business_team"}

ASSURANCE_READERS = TEAM | BOARD | SAAS | WATCHERS

# What the table may say for one or more people.
GROUPS = {person: {person} for person in PEOPLE} | {
    "everyone": MEMBERS | {STRANGER, FORMER},
    "members": MEMBERS,
    "directory readers": MEMBERS - {"outside_reader"},
    "signers": SIGNERS,
    "writers": WRITERS,
    "owners": OWNERS,
    "readers": {"business_team"} | BOARD | SAAS | WATCHERS,
    "pack readers": {"business_team"} | BOARD | WATCHERS,
    "other pack readers": BOARD | WATCHERS,
    "other report readers": BOARD | SAAS | WATCHERS,
    "log readers": {"business_team"} | WATCHERS,
    "indicator readers": MEMBERS - {"system_administrator", "outside_reader"},
    "judgement agreers": {"business_team", "saas_chair", "saas_deputy"},
    "warning readers": {"business_team"} | BOARD | SAAS | WATCHERS,
    "warning raisers": {"business_team"} | SAAS,
    "warning handlers": {"business_team", "saas_chair", "saas_deputy"},
    "warning answerers": {"business_team", "board_member"},
    "figure senders": WRITERS - {"group_chair"},
    "meeting readers": TEAM | BOARD | SAAS | WATCHERS | FORUM,
    "meeting preparers": TEAM | SAAS_CHAIRS | {"board_member"} | FORUM,
    "saas": SAAS,
    "board": BOARD,
    "saas readers": TEAM | SAAS | WATCHERS,
    "board readers": TEAM | BOARD | WATCHERS,
    "forum readers": TEAM | FORUM | WATCHERS,
    "others than saas": BOARD | FORUM,
    "others than the board": SAAS | FORUM,
    "others than the forum": SAAS | BOARD,
    "saas preparers": TEAM | SAAS_CHAIRS,
    "board preparers": TEAM | {"board_member"},
    "forum preparers": TEAM | FORUM,
    "other preparers than saas": {"board_member"} | FORUM,
    "other preparers than the board": SAAS_CHAIRS | FORUM,
    "other preparers than the forum": SAAS_CHAIRS | {"board_member"},
    "saas invited": TEAM | SAAS | {"independent_scrutineer"},
    "board invited": TEAM | BOARD | {"independent_scrutineer"},
    "forum invited": TEAM | FORUM | {"independent_scrutineer"},
    "assurance readers": ASSURANCE_READERS,
    "assurance keepers": TEAM | SAAS_CHAIRS,
    "evidence recorders": TEAM | SAAS,
    "review readers": TEAM | BOARD | WATCHERS,
    "funding readers": TEAM | BOARD | WATCHERS,
    "plan readers": MEMBERS - {"system_administrator", "outside_reader"},
    "audit readers": ASSURANCE_READERS,
    "audit answerers": {"partner_lead", "partner_contributor", "audit_team_member"},
    "audit people": ASSURANCE_READERS | {"partner_lead", "partner_contributor", "audit_team_member"},
    "audit runners": TEAM | {"partner_contributor"},
    "audit comparers": TEAM | {"partner_contributor", "audit_team_member"},
    "challengers": TEAM | BOARD | SAAS | {"independent_scrutineer"},
    "keepers": KEEPERS,
    "other members": MEMBERS - KEEPERS - {"outside_reader"},
}


def make_people(*, agency, forum, board, saas, today: date) -> dict[str, User]:
    """Everybody but the anonymous visitor: an agency's people from `agency`, the group chair from `forum`."""
    groups = {"group_chair": forum, "outside_reader": saas} | dict.fromkeys(BOARD, board) | dict.fromkeys(SAAS, saas)
    people = {STRANGER: UserFactory(email="stranger@example.org", post_title="Nobody yet")}
    sync_grants(people[STRANGER], today=today)
    people[FORMER] = _with_role(Role.PARTNER_LEAD, FORMER, agency=agency, today=today - timedelta(days=1))
    people[FORMER].memberships.update(ends_on=today - timedelta(days=1))
    people[CLOSED] = _with_role(Role.BUSINESS_TEAM, CLOSED, today=today)
    for role in Role:
        seat = {Seat.AGENCY: {"agency": agency}, Seat.GROUP: {"group": groups.get(role)}}.get(ROLES[role].seat, {})
        people[role] = _with_role(role, role, today=today, **seat)
    return people


def _with_role(role, key, **details):
    return person_with(role, email=f"{key.replace('_', '.')}@example.org", post_title=f"Post of {key}", **details)
