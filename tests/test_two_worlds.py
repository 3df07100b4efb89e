"""
Two worlds that differ only in what a person may not know of look the same to that person (trust.md 2).

For every role: every page, export and link in the world as it is, and again in one where other people's secrets have
happened first. The bytes must be the same, counts, order and numbers in addresses included.
"""

from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.access.answers import ask, client_of, clients_of
from tests.access.built import the_world
from tests.access.people import ANONYMOUS, CLOSED, PEOPLE
from tests.access.secrets import SECRETS, things_everybody_may_know
from tests.access.tour import addresses, mails_to, tour

# The deputy of SAAS has the rights of its chair to the letter (tests/assurance/test_roles.py).
READERS = [person for person in PEOPLE if person not in (ANONYMOUS, CLOSED, "saas_deputy")]


@pytest.fixture(scope="module")
def world(shared, migrated, django_db_blocker):
    """The world, this module's own."""
    with django_db_blocker.unblock(), the_world(shared, migrated) as world:
        yield world


@pytest.fixture(scope="module")
def clients(world):
    """A browser for everybody, and for another agency's lead."""
    return clients_of(world.people) | {"health": client_of(world.authors["health"])}


@contextmanager
def rolled_back():
    """A world of its own."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("person", READERS)
def test_what_one_may_not_know_of_changes_nothing_one_sees(world, clients, person):
    worlds = []
    for secrets in ((), [secret for secret in SECRETS if person not in secret.known_to]):
        with rolled_back():
            for secret in secrets:
                secret.happens(world)
            things_everybody_may_know(world)
            starts = addresses(world, person)
            worlds.append((tour(clients[person], starts), mails_to(world.people[person])))
    (pages, mails), (pages_with_secrets, mails_with_secrets) = worlds
    differing = [url for url in {**pages, **pages_with_secrets} if pages.get(url) != pages_with_secrets.get(url)]
    assert differing == []
    assert mails == mails_with_secrets
    assert not any(b"SECRET" in body for body in pages_with_secrets.values())


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.name)
def test_every_secret_shows_to_somebody_who_may_know(world, clients, secret):
    """Or the worlds would be the same, and the test above would prove nothing."""
    url = secret.shows_at(world)
    before = ask(clients[secret.witness], "GET", url)
    with rolled_back():
        secret.happens(world)
        after = ask(clients[secret.witness], "GET", url)
    assert (before.status, before.body) != (after.status, after.body)
