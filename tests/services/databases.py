"""Databases of their own for tests that need real connections: a SQLite file, or a fresh PostgreSQL database."""

import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import psycopg
from django.apps import apps
from django.db import connections

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres:postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379").rstrip("/")
SECONDS = 60
Settings = dict[str, Any]
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def listens(url: str) -> bool:
    """Whether something answers at the address of a service."""
    address = urlsplit(url)
    try:
        with socket.create_connection((address.hostname, address.port), timeout=2):
            return True
    except OSError:
        return False


@contextmanager
def fresh_postgresql(template: str = "template0") -> Iterator[str]:
    """The URL of a new PostgreSQL database, empty or a copy of another, dropped afterwards."""
    name = create_postgresql(template)
    try:
        yield url_of(name)
    finally:
        drop_postgresql(name)


def create_postgresql(template: str = "template0") -> str:
    """The name of a new PostgreSQL database, empty or a copy of another."""
    name = f"portal_test_{secrets.token_hex(4)}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def drop_postgresql(name: str) -> None:
    """Remove a PostgreSQL database, whoever is still connected."""
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def url_of(name: str) -> str:
    """The address of a PostgreSQL database."""
    return POSTGRESQL.rpartition("/")[0] + f"/{name}"


def sqlite_settings(path: Path) -> Settings:
    """Django's settings for a SQLite file, as the embedded portal has them."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": SQLITE_OPTIONS}


def postgresql_settings(url: str) -> Settings:
    """Django's settings for a PostgreSQL database, through the pool that production has."""
    options = {"pool": {"min_size": 1, "max_size": 10, "timeout": 15}}
    return {**environ.Env.db_url_config(url), "OPTIONS": options, "CONN_MAX_AGE": 0}


@contextmanager
def default_is(settings: Settings) -> Iterator[None]:
    """Django's database is the one of these settings, for every thread."""
    usual, of_tests = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**of_tests, **settings}
    connections["default"] = connections.create_connection("default")
    _forget_kinds()
    try:
        yield
    finally:
        connections["default"].close()
        if connections["default"].vendor == "postgresql":
            connections["default"].close_pool()
        connections.settings["default"] = of_tests
        connections["default"] = usual
        _forget_kinds()


def _forget_kinds() -> None:
    """Another database may number the kinds of rows differently."""
    apps.get_model("contenttypes", "ContentType").objects.clear_cache()


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Do all of these at the same moment, each in a thread with its own connection; what each returned or raised."""
    start = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def act(number: int, action: Callable[[], object]) -> None:
        start.wait()
        try:
            results[number] = action()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=pair, daemon=True) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    return results
