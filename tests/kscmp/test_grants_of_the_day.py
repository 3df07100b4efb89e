"""Access ends with the day a membership ends, without anybody doing anything."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assurance.models import User
from assurance.rules.roles import Role
from tests.factories.assurance import person_with

pytestmark = pytest.mark.django_db


def test_the_first_request_of_a_day_ends_what_has_ended(sign_in):
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    person = person_with(Role.BUSINESS_TEAM, starts_on=date(2020, 1, 1), ends_on=yesterday, today=yesterday)
    assert person.grants_synced_on == yesterday
    page = sign_in(person).get("/").content.decode()
    assert "Tracker" not in page
    assert User.objects.get(pk=person.pk).grants_synced_on == today


def test_later_requests_of_the_day_derive_nothing_again(sign_in, monkeypatch):
    client = sign_in(person_with(Role.BUSINESS_TEAM))
    client.get("/")
    monkeypatch.setattr("assurance.permissions.sync_grants", lambda *args, **kwargs: pytest.fail("derived again"))
    assert client.get("/").status_code == 200
