"""Who reads a pack may know all that it says: the reader it is made for may do nothing that one of them may not."""

import pytest

from assurance.models import PartnershipGroup
from assurance.permissions import least_reader, may, rights_of
from assurance.rules.roles import ROLES, Permission, Reach, Role, Seat
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


def reader_by(role, group):
    """Somebody with this role, on this group where the role is one of a group."""
    return person_with(role, group=group) if ROLES[role].seat == Seat.GROUP else person_with(role)


@pytest.mark.parametrize("role", Role)
def test_whoever_may_read_the_pack_may_do_all_that_its_reader_may(board, role):
    person = reader_by(role, board)
    least = rights_of(least_reader(Permission.READ_PACK, board))
    if may(person, Permission.READ_PACK, board):
        assert least <= rights_of(person)
    else:
        assert role not in READERS


def test_there_are_such_readers(board):
    assert set(READERS) == {
        Role.BUSINESS_TEAM,
        Role.BOARD_MEMBER,
        Role.BOARD_OBSERVER,
        Role.INDEPENDENT_SCRUTINEER,
        Role.INSPECTOR,
    }
    for role in READERS:
        assert may(reader_by(role, board), Permission.READ_PACK, board)


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
