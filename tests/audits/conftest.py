"""An audit in which agencies answer, one of them, its lead and another who writes, and its first sheet."""

import pytest

from assurance.rules.roles import Role
from audits.rules.audits import AuditState
from tests.factories.audits import an_audit, answerer


@pytest.fixture
def audit():
    return an_audit(AuditState.COLLECTING)


@pytest.fixture
def part(audit):
    return audit.participants.first()


@pytest.fixture
def lead(part):
    return answerer(part.agency)


@pytest.fixture
def writer(part):
    return answerer(part.agency, Role.AUDIT_TEAM_MEMBER)


@pytest.fixture
def sheet(part):
    return part.sheets.order_by("case__order").first()
