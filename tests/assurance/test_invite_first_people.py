"""The first people of a new portal."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from assurance.models import User
from assurance.permissions import may
from assurance.rules.roles import Permission
from tests.factories.assurance import partnership

pytestmark = pytest.mark.django_db


def test_the_first_account_is_invited_and_has_its_rights():
    """An account without a password, a mail with a link, and the right to invite the rest."""
    partnership()
    call_command("invite_first_people", "first@example.org", verbosity=0)
    person = User.objects.get(email="first@example.org")
    assert not person.has_usable_password()
    assert may(person, Permission.MANAGE_PEOPLE)
    assert mail.outbox[0].to == ["first@example.org"]


def test_twice_is_refused_in_a_sentence():
    """And changes nothing."""
    partnership()
    call_command("invite_first_people", "first@example.org", verbosity=0)
    with pytest.raises(CommandError, match="has an account already"):
        call_command("invite_first_people", "first@example.org", verbosity=0)
    assert len(mail.outbox) == 1


def test_without_the_framework_it_says_what_to_do():
    """The Partnership has to be there first."""
    with pytest.raises(CommandError, match="load_framework"):
        call_command("invite_first_people", "first@example.org", verbosity=0)
    assert not User.objects.exists()
