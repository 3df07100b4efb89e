"""What the tests of the indicators share."""

from datetime import date

import pytest
from django.core.management import call_command

from assurance.rules.roles import Role
from tests.factories.assurance import person_with

TODAY = date(2026, 11, 21)


@pytest.fixture
def suite(db):
    """Appendix 1, areas, sources and measures, as `load_indicators` brings them."""
    call_command("load_indicators", verbosity=0)


@pytest.fixture
def real_figures(suite):
    """The published figures, as `load_figures` brings them."""
    call_command("load_figures", verbosity=0)


@pytest.fixture
def reader(db):
    """A person who may read indicators."""
    return person_with(Role.SAAS_MEMBER)


@pytest.fixture
def outsider(db):
    """A person who may not: the system administrator, who sees no content."""
    return person_with(Role.SYSTEM_ADMINISTRATOR)
