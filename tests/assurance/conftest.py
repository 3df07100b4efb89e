"""People and groups with which many of these tests begin. A file that needs another by the same name makes its own."""

import pytest

from assurance.rules.roles import Role
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.meetings import a_group


@pytest.fixture
def team(db):
    """Somebody of the Business Team."""
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def chair(db):
    """The chair of SAAS."""
    return person_with(Role.SAAS_CHAIR)


@pytest.fixture
def member(db):
    """A member of SAAS."""
    return person_with(Role.SAAS_MEMBER)


@pytest.fixture
def police(db):
    """Kent Police, a Safeguarding Partner."""
    return AgencyFactory(slug="kent-police", name="Kent Police")


@pytest.fixture
def groups(db):
    """SAAS, the Executive Board and a sub-group. They come before people: some rights reach every group."""
    return [a_group(name) for name in ("saas", "board", "emerging-themes")]
