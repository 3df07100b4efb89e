"""
A real portal for the browser: `manage.py runportal` with a data folder of its own, in demo mode.

The demonstration data are loaded once a run, into a template folder; every portal is started on a copy of it.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from kscmp.management.commands.runportal import end_with
from tests.shared import copy_database, once

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "static" / "build" / "css" / "portal.css"
DATABASE = "portal.sqlite3"
SAID = "runportal.out"
READY = "The portal is at"
START_SECONDS = 300
STOP_SECONDS = 20
# Anything of these would lead the portal away from its own folder.
NOT_INHERITED = (
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "MFA_REQUIRED",
    "OIDC_SERVER_URL",
    "REDIS_URL",
    "S3_BUCKET",
    "STATIC_ROOT",
)


class Portal:
    """A running portal: its address, its data folder, and its database as it was loaded."""

    def __init__(self, address: str, data: Path, template: Path) -> None:
        self.address = address
        self.data = data
        self.template = template

    def reset(self, kept: Path | None = None) -> None:
        """Put the database back to the demonstration data, or to what was kept, under the running processes."""
        copy_database(kept or self.template / DATABASE, self.data / DATABASE)

    def keep(self, name: str) -> Path:
        """The database as it is now, as a file to `reset` to."""
        copy_database(self.data / DATABASE, self.data / f"{name}.sqlite3")
        return self.data / f"{name}.sqlite3"

    def count(self, question: str) -> int:
        """The number that a question to the portal's own database gives."""
        with closing(sqlite3.connect(self.data / DATABASE, timeout=20)) as live:
            return live.execute(question).fetchone()[0]


@contextmanager
def running(data: Path, template: Path, environment: dict[str, str] | None = None) -> Iterator[Portal]:
    """A portal on a copy of the template, ended when the block ends; `environment` adds settings."""
    shutil.copytree(template, data)
    with started(data, environment or {}) as address:
        yield Portal(address, data, template)


def loaded(shared: Path, migrated: Path | None = None) -> Path:
    """The template: a data folder in which a portal has started once and loaded the demonstration data."""
    if not STYLES.exists():
        raise RuntimeError("The front-end assets are not built: run `make assets`.")
    return once(shared, "portal-template", partial(_load, migrated))


def _load(migrated: Path | None, data: Path) -> None:
    data.mkdir()
    if migrated:
        shutil.copy(migrated, data / DATABASE)
    with started(data, {}):
        pass


@contextmanager
def started(data: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a portal in that data folder, loaded if it is new, ended when the block ends."""
    data.mkdir(parents=True, exist_ok=True)
    address, process = _start(data, environment)
    try:
        yield address
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(data: Path, environment: dict[str, str]) -> tuple[str, subprocess.Popen[bytes]]:
    """The address and the process, once it says that it is ready. Raises RuntimeError with what it said instead."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    own = {"PORTAL_MODE": "demo", "PORTAL_DATA": str(data), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    said = data / SAID
    parent = os.getpid()
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "runportal"],
            cwd=ROOT,
            env=inherited | own | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: end_with(parent),
        )
    deadline = time.monotonic() + START_SECONDS
    while READY not in said.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError("The portal did not start:\n" + _last_words(data))
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}", process


def _last_words(data: Path) -> str:
    logs = [data / SAID, *sorted((data / "logs").glob("*.log"))]
    return "\n".join(f"{log.name}:\n{log.read_text()[-2000:]}" for log in logs)


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
