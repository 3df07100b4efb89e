"""Databases to measure on, of every engine there is here: made for one run, and gone after it."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.findings import say

SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres:postgres@127.0.0.1:5432/postgres")


class Sqlite:
    """Databases in files, each in a data folder of its own below `root`."""

    name = "SQLite"

    def __init__(self, root: Path) -> None:
        self.root = root / self.name

    def environment(self, database: str) -> dict[str, str]:
        """What a portal on this database is started with."""
        return {"PORTAL_MODE": "demo", "PORTAL_DATA": str(self.root / database)}

    def create(self, database: str) -> None:
        """Make an empty database."""
        (self.root / database).mkdir(parents=True)

    def copy(self, old: str, new: str) -> None:
        """Make a database that holds what another does, which nobody may be using."""
        shutil.copytree(self.root / old, self.root / new)

    def drop(self) -> None:
        """Remove whatever was made."""
        shutil.rmtree(self.root, ignore_errors=True)


class PostgreSQL(Sqlite):
    """Databases of the server on this machine, under names that nobody else uses; their folders hold the files."""

    name = "PostgreSQL"

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.prefix = f"portal_bench_{secrets.token_hex(4)}_"
        self.made: list[str] = []

    def environment(self, database: str) -> dict[str, str]:
        address = f"{SERVER.rpartition('/')[0]}/{self.prefix}{database}"
        return super().environment(database) | {"DATABASE_URL": address}

    def create(self, database: str) -> None:
        super().create(database)
        self._make(database)

    def copy(self, old: str, new: str) -> None:
        super().copy(old, new)
        self._make(new, f' TEMPLATE "{self.prefix}{old}"')

    def drop(self) -> None:
        super().drop()
        with psycopg.connect(SERVER, autocommit=True) as server:
            for name in self.made:
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _make(self, database: str, options: str = "") -> None:
        name = self.prefix + database
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"{options}')
        self.made.append(name)


def answers() -> bool:
    """Whether a PostgreSQL server answers here and lets us in."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def made(kind: type[Sqlite], root: Path) -> Iterator[Sqlite]:
    """An engine, of whose databases nothing is left in the end."""
    engine = kind(root)
    try:
        yield engine
    finally:
        engine.drop()


def engines() -> list[type[Sqlite]]:
    """SQLite, and PostgreSQL where it answers; says so where it does not."""
    if answers():
        return [Sqlite, PostgreSQL]
    say("PostgreSQL", "not measured: none answers on 127.0.0.1")
    return [Sqlite]
