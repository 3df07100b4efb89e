"""
A real portal for the browser: `manage.py runportal` with a data folder of its own, in demo mode.

The demonstration data are loaded once a run, into a template folder; every portal is started on a copy of it.
"""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kscmp.management.commands.runportal import end_with

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "static" / "build" / "css" / "portal.css"
DATABASE = "portal.sqlite3"
SAID = "runportal.out"
READY = "The portal is at"
START_SECONDS = 120
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
        _copy(kept or self.template / DATABASE, self.data / DATABASE)

    def keep(self, name: str) -> Path:
        """The database as it is now, as a file to `reset` to."""
        _copy(self.data / DATABASE, self.data / f"{name}.sqlite3")
        return self.data / f"{name}.sqlite3"

    def count(self, question: str) -> int:
        """The number that a question to the portal's own database gives."""
        with closing(_connect(self.data / DATABASE)) as live:
            return live.execute(question).fetchone()[0]


def _copy(source: Path, target: Path) -> None:
    with closing(_connect(source)) as one, closing(_connect(target)) as other:
        one.backup(other)


def _connect(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(database, timeout=20)


@contextmanager
def running(data: Path, template: Path, environment: dict[str, str] | None = None) -> Iterator[Portal]:
    """A portal on a copy of the template, ended when the block ends; `environment` adds settings."""
    prepare(template)
    shutil.copytree(template, data)
    with started(data, environment or {}) as address:
        yield Portal(address, data, template)


def prepare(template: Path) -> None:
    """Load the demonstration data into the template folder, as `make run` does; other workers wait, then find it."""
    if not STYLES.exists():
        raise RuntimeError("The front-end assets are not built: run `make assets`.")
    template.parent.mkdir(parents=True, exist_ok=True)
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template.exists():
            return
        loading = template.with_suffix(".loading")
        shutil.rmtree(loading, ignore_errors=True)
        with started(loading, {}):
            pass
        loading.rename(template)


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
