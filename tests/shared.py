"""What is dear to build: built once a run, by whichever worker needs it first, and copied by the others."""

import fcntl
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from tests.services.databases import (
    SQLITE_OPTIONS,
    create_postgresql,
    default_is,
    postgresql_settings,
    sqlite_settings,
    url_of,
)


def once(folder: Path, name: str, build: Callable[[Path], object]) -> Path:
    """The file or folder `name`: there already, or built under another name and put there when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    done, building = folder / name, folder / f"{name}.building"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(building, ignore_errors=True)
            building.unlink(missing_ok=True)
            build(building)
            building.rename(done)
    return done


def migrate_into(path: Path) -> None:
    """Make a SQLite file and run every migration on it."""
    with default_is(sqlite_settings(path)):
        call_command("migrate", interactive=False, verbosity=0)


def migrate_postgresql_into(path: Path) -> None:
    """Make a PostgreSQL database, run every migration on it, and write down its name."""
    name = create_postgresql()
    with default_is(postgresql_settings(url_of(name))):
        call_command("migrate", interactive=False, verbosity=0)
    path.write_text(name)


def copy_database(source: sqlite3.Connection | Path, target: sqlite3.Connection | Path) -> None:
    """Copy a whole SQLite database, whoever else has it open; a path is opened for it and closed again."""
    if isinstance(source, Path):
        with closing(sqlite3.connect(source, timeout=20)) as opened:
            copy_database(opened, target)
    elif isinstance(target, Path):
        with closing(sqlite3.connect(target, timeout=20)) as opened:
            copy_database(source, opened)
    else:
        source.backup(target)


@contextmanager
def in_memory(template: Path) -> Iterator[None]:
    """Django's database is a copy of a SQLite file, in memory, and changes to it are gone with the block."""
    with default_is({"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": SQLITE_OPTIONS}):
        connection.ensure_connection()
        copy_database(template, connection.connection)
        yield


@contextmanager
def nothing_follows() -> Iterator[None]:
    """One transaction, after whose commit nothing is done: no message is sent to a worker, no mail."""
    with transaction.atomic():
        yield
        connection.run_on_commit = []
