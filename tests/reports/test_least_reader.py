"""Who reads a pack may know all that it says: the reader it is made for may do nothing that one of them may not."""

import pytest

from assurance.models import PartnershipGroup
from assurance.permissions import least_reader, may, rights_of
from assurance.rules.roles import ROLES, Permission, Reach, Role, Seat, sits_on
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, partnership, person_with

pytestmark = pytest.mark.django_db
READERS = [
    role
    for role, rule in ROLES.items()
    if {(Permission.READ_PACK, Reach.OWN), (Permission.READ_PACK, Reach.EVERYWHERE)} & rule.may
]


@pytest.fixture
def board():
    """The Executive Board, among other groups and agencies."""
    partnership()
    for _ in range(2):
        AgencyFactory(category="police")
        PartnershipGroupFactory()
    AgencyFactory(ends_on="2025-03-31")
    return PartnershipGroupFactory(slug="executive-board", name="Executive Board", level=PartnershipGroup.Level.BOARD)


@pytest.fixture
def saas(board):
    """The sub-group that scrutinises."""
    return PartnershipGroupFactory(slug="saas", name="SAAS", level=PartnershipGroup.Level.SUB_GROUP)


def reader_by(role, *groups):
    """Somebody with this role, on that of these groups on which it sits where the role is one of a group."""
    if ROLES[role].seat != Seat.GROUP:
        return person_with(role)
    seats = [group for group in groups if sits_on(role, slug=group.slug, level=group.level)]
    return person_with(role, group=seats[0] if seats else PartnershipGroupFactory())


@pytest.mark.parametrize("read", ["board", "saas", "both"])
@pytest.mark.parametrize("role", Role)
def test_whoever_may_read_the_pack_may_do_all_that_its_reader_may(board, saas, role, read):
    groups = {"board": [board], "saas": [saas], "both": [board, saas]}[read]
    person = reader_by(role, board, saas)
    if any(may(person, Permission.READ_PACK, group) for group in groups):
        assert rights_of(least_reader(Permission.READ_PACK, *groups)) <= rights_of(person)


def test_there_are_such_readers(board, saas):
    watching = {Role.BUSINESS_TEAM, Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR}
    of_board, of_saas = (
        {role for role in READERS if may(reader_by(role, group), Permission.READ_PACK, group)}
        for group in (board, saas)
    )
    assert of_board == watching | {Role.BOARD_MEMBER, Role.BOARD_OBSERVER}
    assert of_saas == watching | {Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.SAAS_MEMBER}


def test_what_two_groups_read_holds_what_both_may_know(board, saas):
    both = rights_of(least_reader(Permission.READ_PACK, board, saas))
    assert both <= rights_of(least_reader(Permission.READ_PACK, board))
    assert both <= rights_of(least_reader(Permission.READ_PACK, saas))
    assert may(least_reader(Permission.READ_PACK, board), Permission.READ_REVIEW)
    assert not may(least_reader(Permission.READ_PACK, saas), Permission.READ_REVIEW)


@pytest.mark.parametrize(
    "permission",
    [
        Permission.READ_ASSURANCE,
        Permission.READ_PLAN,
        Permission.READ_AUDIT,
        Permission.READ_WARNING,
        Permission.READ_REVIEW,
    ],
)
def test_its_reader_may_know_of_the_partnership(board, permission):
    assert may(least_reader(Permission.READ_PACK, board), permission)


@pytest.mark.parametrize("permission", [Permission.READ_ACTION, Permission.READ_CHALLENGE, Permission.READ_RETURN])
def test_its_reader_may_know_of_every_agency_and_group(board, permission):
    least = least_reader(Permission.READ_PACK, board)
    for seat in (*AgencyFactory._meta.model.objects.all(), *PartnershipGroup.objects.all()):
        assert may(least, permission, seat)


def test_its_reader_changes_nothing_and_knows_nothing_secret(board):
    least = least_reader(Permission.READ_PACK, board)
    assert not [held for held, _, _ in rights_of(least) if not held.startswith("read_")]
    assert not may(least, Permission.READ_MEETING, PartnershipGroupFactory())
    assert not may(least, Permission.READ_ACTIVITY)
