"""What every test may use."""

import pytest
from django.core.management import call_command
from django.db import connection

from assurance.models.frozen import add_triggers, drop_triggers

INSERT_ONLY = [
    "assurance_actionupdate",
    "assurance_activityentry",
    "assurance_circulation",
    "assurance_escalationevent",
    "assurance_meetingevent",
    "assurance_minutesevent",
    "assurance_returnsubmission",
    "assurance_warningevent",
    "indicators_batch",
    "indicators_commentary",
    "indicators_judgement",
    "indicators_observation",
    "indicators_requestevent",
    "indicators_signal",
    "indicators_suitechange",
    "reports_reportsnapshot",
]


@pytest.fixture
def framework(db):
    """The real framework: agencies, groups, posts, glossary, as `load_framework` brings them."""
    call_command("load_framework", verbosity=0)


@pytest.fixture
def sign_in(client):
    """Sign a person in without the form, and return the test client."""

    def _sign_in(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return _sign_in


@pytest.fixture(autouse=True)
def insert_only_tables_can_be_emptied(request):
    """A transactional test ends with its tables emptied row by row on SQLite: let that pass the triggers."""
    marker = request.node.get_closest_marker("django_db")
    transactional = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if transactional:
        request.getfixturevalue("transactional_db")
    yield
    if transactional and connection.vendor == "sqlite":
        _empty_insert_only_tables()


def _empty_insert_only_tables():
    with connection.schema_editor() as editor:
        for table in INSERT_ONLY:
            drop_triggers(editor, table)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        for table in INSERT_ONLY:
            add_triggers(editor, table)
