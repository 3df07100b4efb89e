"""Real processes for the tests of jobs: a portal with a database and a broker of its own, and workers one can kill."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres:postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/13")
WORKER = ["celery", "--app=kscmp", "worker", "--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
CELERY_CALL = ["celery", "--app=kscmp", "call"]
DATABASE = "portal.sqlite3"
RUN = "select status, step, attempts, lease_owner, file, error from reports_reportrun order by created_at desc limit 1"


@dataclass
class Row:
    """The newest report run, as its table has it."""

    status: str
    step: int
    attempts: int
    lease_owner: str
    file: str
    error: str


def eventually(holds, seconds=60):
    """Whether it holds within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


@dataclass
class Portal:
    """A portal's data folder and environment; its database is asked directly."""

    data: Path
    environment: dict = field(default_factory=dict)
    workers: list = field(default_factory=list)

    def options(self):
        """How every process of the portal is started."""
        own = {"PORTAL_MODE": "demo", "PORTAL_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "kscmp.settings"}
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {"cwd": ROOT, "env": inherited | own | self.environment, "stdin": subprocess.DEVNULL}

    def run(self, *command):
        """Run a Python command to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, *command], **self.options(), capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def script(self, text):
        """Run a script in the portal and return what it printed."""
        return self.run("-c", f"import django\ndjango.setup()\n{text}")

    def start_worker(self):
        """Start a worker in a session of its own, writing to a log of its own."""
        number = len(self.workers) + 1
        with (self.data / f"worker{number}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *WORKER, f"--hostname=worker{number}@test"],
                **self.options(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.workers.append(process)
        return process

    def kill(self, worker):
        """End a worker and whatever it started at once, as the machine's failure would."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def sweep(self):
        """Have the sweep run, by message, as the schedule does."""
        self.run("-m", *CELERY_CALL, "reports.tasks.sweep_report_runs")

    def connect(self):
        """A connection to the portal's database."""
        url = self.environment.get("DATABASE_URL")
        return psycopg.connect(url) if url else sqlite3.connect(self.data / DATABASE, timeout=20)

    def ask(self, question):
        """The rows a question to the database gives."""
        with closing(self.connect()) as connection:
            return connection.execute(question).fetchall()

    def row(self):
        """The newest run."""
        (row,) = self.ask(RUN)
        return Row(*row)

    def let_the_lease_run_out(self):
        """Put the lease's end into the past, as though its time had passed."""
        with closing(self.connect()) as connection:
            connection.execute(
                "update reports_reportrun set lease_until = '2020-01-01 00:00:00+00:00' where status = 'running'"
            )
            connection.commit()

    def files(self):
        """The names of the files the storage keeps, and of those not yet complete."""
        return sorted(path.name for path in (self.data / "files").rglob("*") if path.is_file())


def answers(url):
    """Whether something listens where the address points to."""
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=1).close()
    except OSError:
        return False
    return True


def production_services(name, fixture):
    """
    The environment of a portal on PostgreSQL, in a fresh database, and Redis. Skips where they do not answer.

    `fixture` gives one by name: the database to copy is only made where there is a PostgreSQL to make it in.
    """
    for url, what in ((POSTGRESQL, "PostgreSQL"), (REDIS, "Redis")):
        if not answers(url):
            pytest.skip(f"{what} does not answer at {urlsplit(url).hostname}:{urlsplit(url).port}.")
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f"create database {name} template {fixture('migrated_postgresql')}")
    return {"DATABASE_URL": urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{name}")), "REDIS_URL": REDIS}


def drop_database(name):
    """Remove the portal's database, whoever is still connected."""
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")
