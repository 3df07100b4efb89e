"""Demonstration accounts have a public password: they open nothing outside the demonstration."""

import pytest
from django.urls import reverse

from tests.factories.assurance import UserFactory

pytestmark = pytest.mark.django_db


def sign_in_with_password(client, person):
    """Post the sign-in form."""
    return client.post(reverse("account_login"), {"login": person.email, "password": "a long enough password"})


@pytest.mark.parametrize(
    ("demo_mode", "is_demo", "gets_in"), [(True, True, True), (False, True, False), (False, False, True)]
)
def test_who_gets_in(client, settings, demo_mode, is_demo, gets_in):
    """In the demonstration everybody; elsewhere real accounts alone."""
    settings.DEMO = demo_mode
    person = UserFactory(is_demo=is_demo)
    sign_in_with_password(client, person)
    assert ("_auth_user_id" in client.session) is gets_in
