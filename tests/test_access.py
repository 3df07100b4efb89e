"""Every address asked by everybody, against one table of who gets what (trust.md 1). The table is access/table.txt."""

import pytest
from django.urls import reverse

from tests.access import written
from tests.access.answers import ask, clients_of, hidden_fields
from tests.access.assurance import SENT_AS_SHOWN
from tests.access.built import the_world
from tests.access.forms import form_of
from tests.access.people import ANONYMOUS, FORMER, PEOPLE
from tests.access.routes import is_shut_to, routes
from tests.access.share import asked_about
from tests.access.table import table
from tests.access.things import NONE_SUCH

# Apps whose every form is sent with what its page showed.
SHOWN_FIRST = ("audits:", "scrutiny:")
WITHOUT_EFFECT = ("refused", "unknown", "no such method", "kept")


@pytest.fixture(scope="module")
def world(shared, migrated, django_db_blocker):
    """The world, this module's own."""
    with django_db_blocker.unblock(), the_world(shared, migrated) as world:
        yield world


@pytest.fixture(scope="module")
def clients(world):
    """A browser for everybody."""
    return clients_of(world.people)


def test_every_address_has_a_row_and_every_row_an_address():
    assert {route.name for route in routes()} == set(table())


def test_every_view_declares_who_may_open_it():
    undeclared = {route.name for route in routes() if not route.declares_its_permission}
    assert undeclared == {row.name for row in table().values() if row.checked_by_allauth}


def test_addresses_have_names_of_their_own():
    names = [route.name for route in routes()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", table())
def test_everybody_gets_what_the_table_says(world, clients, name):
    row = table()[name]
    wrong = [
        difference
        for method in ("GET", "POST")
        for person in PEOPLE
        for difference in _differences(world, clients[person], row, person, method)
    ]
    assert not wrong, "\n".join(wrong)


def _differences(world, client, row, person, method):
    """Where the portal's answers to one person differ from the table, in words."""
    answers = {}
    for whose in _asked_for(world, row, person, method):
        url = reverse(row.name, kwargs=world.address(row.kind, whose, person))
        query, fields = form_of(row.name, person, world) if method == "POST" else ("", {})
        as_shown = row.name in SENT_AS_SHOWN | written.SENT_AS_SHOWN or row.name.startswith(SHOWN_FIRST)
        if method == "POST" and as_shown and row.expected(person, "GET", whose) == "page":
            fields = hidden_fields(ask(client, "GET", url)) | fields
        answer = answers[whose] = ask(client, method, url + query, fields)
        expected = row.expected(person, method, whose)
        asked = f"{person}: {method} {whose}"
        if answer.word != expected:
            yield f"{asked}: {answer.word}, and the table says {expected}"
        if answer.word in WITHOUT_EFFECT and answer.wrote and person != FORMER:
            yield f"{asked}: {answer.word}, and yet something was written"
        if answer.word == "refused" and "ask " not in answer.text:
            yield f"{asked}: the refusal does not say whom to ask"
        if answer.word == "unknown" and NONE_SUCH in answers and answer.body != answers[NONE_SUCH].body:
            yield f"{asked}: can be told from a thing that does not exist"


def _asked_for(world, row, person, method):
    """
    What this person asks about, what does not exist first.

    One thing will do where nothing may be asked that way, and one that exists where the door itself is shut.
    """
    asked = asked_about(world, row.name, person, method)
    if not row.lines[method]:
        return asked[:1]
    return asked[-1:] if is_shut_to(row.name, world.people.get(person)) else asked


def test_who_has_not_signed_in_learns_nothing_of_what_exists(world, clients):
    """The way to the sign-in page is the same for a return that exists and for one that does not."""
    for whose, address in world.things["a return"].items():
        if not whose.startswith("own"):
            answer = ask(clients[ANONYMOUS], "GET", reverse("assurance:return_detail", kwargs=address))
            assert (answer.word, answer.body) == ("sign in", b"")
