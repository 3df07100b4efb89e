"""Whether the process runs, and whether it can work."""

import pytest
from django.db import OperationalError
from health_check.exceptions import ServiceUnavailable
from kombu.exceptions import OperationalError as BrokerError

from kscmp import health

ALL_WELL = {"database": "ok", "migrations": "ok", "broker": "ok", "storage": "ok"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The migrations are looked at anew."""
    health.migrations_applied.cache_clear()


def test_the_process_answers_without_database_or_session(client, django_assert_num_queries):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.django_db
def test_all_that_the_portal_needs_is_there(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, ALL_WELL)


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["?format=openmetrics", "?format=rss"])
def test_no_other_form_of_the_answer_says_more(client, wish):
    assert client.get(f"/readyz{wish}", HTTP_ACCEPT="text/html").json() == ALL_WELL


def broken(error):
    def run(self):
        raise error

    return run


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(ALL_WELL))
@pytest.mark.parametrize(
    "error", [ServiceUnavailable("10.0.0.7 refused"), OperationalError("password of portal"), OSError("/srv")]
)
def test_what_fails_is_named_and_nothing_else_is_said(client, monkeypatch, name, error):
    monkeypatch.setattr(health.CHECKS[name], "run", broken(error))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ALL_WELL | {name: "failed"})
    assert str(error) not in answer.content.decode()


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_noticed(client, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise BrokerError("refused")

    monkeypatch.setattr("kombu.Connection.ensure_connection", refuse)
    assert client.get("/readyz").json()["broker"] == "failed"


@pytest.mark.django_db
def test_a_pending_migration_is_noticed_and_an_applied_one_remembered(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("assurance", "0009")])
    assert client.get("/readyz").json()["migrations"] == "failed"
    monkeypatch.undo()
    assert client.get("/readyz").json()["migrations"] == "ok"
    monkeypatch.setattr(health.MigrationExecutor, "__init__", lambda *args: pytest.fail("looked again"))
    assert client.get("/readyz").json()["migrations"] == "ok"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client, path):
    assert client.post(path).status_code == 405
