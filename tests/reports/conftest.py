"""What the tests of the reports share."""

import json

import pytest

from assurance.models import PartnershipGroup
from assurance.rules.roles import Role
from reports.queries.packs import pack_context
from reports.sections import snapshot_content
from tests.factories.assurance import PartnershipGroupFactory, person_with
from tests.factories.reports import NOW, Clock, quarter_of_returns


@pytest.fixture
def quarter(db):
    """Police and the Local Authority have submitted, Health has not."""
    return quarter_of_returns()


@pytest.fixture
def business_team(db):
    """Somebody of the Business Team, who may read what is the Executive Board's."""
    PartnershipGroupFactory(slug="executive-board", name="Executive Board", level=PartnershipGroup.Level.BOARD)
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def clock():
    """A clock set to a week after the returns were due."""
    return Clock()


@pytest.fixture
def stored_files(settings, tmp_path):
    """An empty folder for what the storage keeps."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(settings.MEDIA_ROOT)},
        }
    }
    return settings.MEDIA_ROOT


@pytest.fixture
def pack_of():
    """The pack of a period as its snapshot holds it, the sections by name."""

    def _pack_of(period, known_at=NOW):
        content = json.loads(json.dumps(snapshot_content(pack_context(period, known_at=known_at))))
        return content | {section["name"]: section["content"] for section in content["sections"]}

    return _pack_of
