"""Every field a person can enter comes out in at least one file: table.txt says which, and here it is found there."""

from collections.abc import Iterator

import pytest

from reports.rules.kinds import Kind
from tests.access.answers import clients_of
from tests.access.built import the_world
from tests.access.table import table as addresses
from tests.exports.changed import comes_out
from tests.exports.fetched import READERS, REPORT, Exports, goes_on
from tests.exports.planted import a_row_of_everything, fields_of, is_text, numbered, our_models, plant, unguarded
from tests.exports.table import AS, EVERYWHERE, GAP, Place, place_of, table

# How many fields are in no file yet. It may only become less: with a column for one of them, take one off.
GAPS = 31


def places() -> Iterator[tuple]:
    """Every field of our models with its place."""
    for model in our_models():
        for field in fields_of(model):
            yield model, field, place_of(model._meta.label, field.name)


def tried() -> list[tuple]:
    """The fields that are looked for in a file."""
    return [(model, field, place.where) for model, field, place in places() if place.is_export and place.tried]


@pytest.fixture(scope="module")
def exports(shared, migrated, django_db_blocker):
    """The files of a world in which every field has a value of its own, and which has gone on since."""
    with django_db_blocker.unblock(), the_world(shared, migrated) as world:
        clients = clients_of({name: world.people[name] for name in (*READERS, "closed")})
        unguarded()
        a_row_of_everything(world)
        plant((model, field) for model, field, _ in tried())
        goes_on(world)
        yield Exports(world, clients)


def test_every_field_is_listed_and_every_listed_field_exists():
    there = {(model._meta.label, field.name) for model in our_models() for field in fields_of(model)}
    names = {name for _, name in there}
    unlisted = sorted(f"{model}.{name}" for model, name in there if place_of(model, name) is None)
    assert unlisted == [], "say in table.txt where they come out, or why they do not"
    listed = {(model, name) for model, fields in table().items() if model != EVERYWHERE for name in fields}
    assert sorted(listed - there) == []
    assert sorted(set(table()[EVERYWHERE]) - names) == []


def test_every_place_is_a_file_or_a_reason():
    files = {name for name, row in addresses().items() if row.lines["GET"]} | {REPORT + str(kind) for kind in Kind}
    found = {place.where for fields in table().values() for place in fields.values() if place.is_export}
    assert found - files == set()


def test_what_comes_out_as_something_else_does():
    others = {place.where.removeprefix(AS) for fields in table().values() for place in fields.values() if place.is_copy}
    without = [model for model in others if not any(place.is_export for place in table()[model].values())]
    assert without == []


def test_the_gaps_are_as_many_as_are_known():
    gaps = [f"{model._meta.label}.{field.name}" for model, field, place in places() if place.where == GAP]
    assert len(gaps) == GAPS, "\n".join(gaps)


def test_what_is_written_comes_out(exports):
    tokens = numbered()
    missing = [
        f"{model._meta.label}.{field.name} is not in {where}"
        for model, field, where in tried()
        if is_text(field) and tokens[model._meta.label, field.name] not in exports.text(where)
    ]
    assert missing == [], "\n".join(missing)


def test_dates_numbers_and_choices_come_out(exports):
    missing = [
        f"{model._meta.label}.{field.name} is not told by {where}"
        for model, field, where in tried()
        if not is_text(field) and not comes_out(exports, model, field, where)
    ]
    assert missing == [], "\n".join(missing)


def test_a_field_without_a_place_is_noticed():
    assert place_of("assurance.Challenge", "a_new_field") is None
    assert place_of("assurance.Challenge", "title") == Place("assurance:challenge_download", tried=True)
    assert not place_of("assurance.User", "password").is_export
