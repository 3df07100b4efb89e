"""The shared document of the demonstration, with agencies that have signed up and others that have not."""

from datetime import UTC, datetime

import pytest

from assurance.models import Agency, Document, SignUp
from assurance.rules.roles import Role
from assurance.services.demo_documents import SIGNED, TITLE, documents_steps
from assurance.services.demo_returns import BUSINESS_TEAM
from tests.factories.assurance import person_with
from tests.factories.demo_people import live_through, the_people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_it_is_signed_by_some_and_waits_for_some_agencies(framework, sign_in):
    person_with(Role.BUSINESS_TEAM, email=f"{BUSINESS_TEAM}@demo.example")
    live_through(documents_steps(the_people(), NOW), now=NOW)
    document = Document.objects.get(title=TITLE)
    assert document.is_signed
    assert SignUp.objects.count() == len(SIGNED)
    lead = person_with(Role.PARTNER_LEAD, agency=Agency.objects.get(slug="kent-police"))
    said = sign_in(lead).get(f"/documents/{document.slug}/").content.decode()
    assert f"/documents/{document.slug}/sign/kent-police/" in said
    assert "Corporate Director" in said
