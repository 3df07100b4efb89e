"""What a membership can be of, to choose from."""

from datetime import date

from django.db.models import QuerySet

from assurance.models import Agency, PartnershipGroup, User
from assurance.permissions import may
from assurance.queries.agencies import current_agencies
from assurance.queries.groups import current_groups
from assurance.rules.roles import ROLES, Permission, Role, Seat

Level = PartnershipGroup.Level


def roles_given_by(user: User) -> list[Role]:
    """The roles `user` may give and end: the administrator's with accounts, every other with people."""
    people, accounts = may(user, Permission.MANAGE_PEOPLE), may(user, Permission.MANAGE_ACCOUNTS)
    return [role for role in Role if (accounts if role == Role.SYSTEM_ADMINISTRATOR else people)]


def seats_offered(role: Role, today: date) -> QuerySet[Agency] | QuerySet[PartnershipGroup]:
    """The agencies or groups of today in which the role makes sense; the Partnership alone for roles of the whole."""
    if ROLES[role].seat == Seat.AGENCY:
        return current_agencies(today)
    if ROLES[role].seat == Seat.PARTNERSHIP:
        return PartnershipGroup.objects.filter(level=Level.PARTNERSHIP)
    groups = current_groups(today)
    if role in (Role.BOARD_MEMBER, Role.BOARD_OBSERVER):
        return groups.filter(level=Level.BOARD)
    if role in (Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.SAAS_MEMBER):
        return groups.filter(slug="saas")
    return groups.exclude(level=Level.BOARD).exclude(slug="saas")


def sub_groups(today: date) -> QuerySet[PartnershipGroup]:
    """The sub-groups whose chairs report to SAAS (ToR 4.1): every sub-group but SAAS itself."""
    return current_groups(today).filter(level=Level.SUB_GROUP).exclude(slug="saas")
