"""The whole portal as one command, for the demo and for small installations without services.

Web server, worker and beat are children of this process and end with it, however it ends.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kscmp.healthy import answers

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 10
WATCH_SECONDS = 0.1
LOG_BYTES = 5 * 1024 * 1024
NOT_SERVED = ["*.scss"]
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int) -> None:
    """Have Linux end this process when its parent dies, were it by SIGKILL. Runs in the child, before its program."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def own_log(name: str) -> Path:
    """Where a child writes; the last run's log is put aside once it has grown large."""
    path = settings.PORTAL_DATA / "logs" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path


@dataclass
class Child:
    """One process of the portal, started again after a pause when it ends by itself."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    pause: float = 1.0

    def start(self) -> None:
        """Start the process in a session of its own, so that a Ctrl-C reaches it through us alone."""
        parent = os.getpid()
        with own_log(self.name).open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=settings.BASE_DIR,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: end_with(parent),
            )
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def restart_when_due(self) -> None:
        """Start an ended process again: at once if it had run for a while, else after a growing pause."""
        if time.monotonic() - self.started_at > self.pause:
            self.pause = min(self.pause * 2, 60.0) if time.monotonic() - self.started_at < 60 else 1.0
            self.start()

    def signal_group(self, number: int) -> None:
        """Send a signal to the process and to whatever it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def stop(children: list[Child]) -> None:
    """End every child: politely first, then by force."""
    for child in children:
        child.signal_group(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and not all(child.has_ended() for child in children):
        time.sleep(0.05)
    for child in children:
        child.signal_group(signal.SIGKILL)


@contextlib.contextmanager
def sole_use_of_data() -> Iterator[None]:
    """Hold the data folder's lock, so that two portals never share a broker file. Raises CommandError."""
    settings.PORTAL_DATA.mkdir(parents=True, exist_ok=True)
    with (settings.PORTAL_DATA / "portal.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"A portal is already running on {settings.PORTAL_DATA}: stop it, or set PORTAL_DATA to another folder."
            ) from None
        yield


def refuse_taken_port(port: int) -> None:
    """Raises CommandError when something listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(f"Port {port} is taken: choose another, such as PORT={port + 1}.") from None


def static_digest() -> str:
    """A digest of the names, sizes and dates of every static file there is."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([".*"]):
            found = os.stat(storage.path(name))
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Gather the static files into the data folder if any has changed since the last time."""
    stamp, digest = settings.PORTAL_DATA / "static.stamp", static_digest()
    if stamp.exists() and stamp.read_text() == digest and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, ignore_patterns=NOT_SERVED, verbosity=0)
    stamp.write_text(digest)


def children_for(port: int) -> list[Child]:
    """The portal's processes: the web server first, since it ends the command when it ends."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app=kscmp"]
    web = [*python, "granian", "--interface=wsgi", f"--host={HOST}", f"--port={port}", "--workers=1"]
    web += ["--blocking-threads=4", "--no-ws", "--workers-kill-timeout=5", "kscmp.wsgi:application"]
    worker = [*celery, "worker", "--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel=INFO", "--pidfile="]
    environment = {"PORTAL_DATA": str(settings.PORTAL_DATA), "PORT": str(port)}
    return [Child(name, command, environment) for name, command in (("web", web), ("worker", worker), ("beat", beat))]


class Command(BaseCommand):
    help = "Prepare the database and the demonstration data, then run web server, worker and beat until stopped."
    requires_system_checks = []  # they import every page, as the web server is about to do
    stopping = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *, port, **options):
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Until there are children, Ctrl-C simply ends the command.
        with sole_use_of_data():
            refuse_taken_port(port)
            self.prepare()
            self.run_children(children_for(port), port)

    def prepare(self):
        """Bring the database, what is loaded into it and the static files up to date."""
        call_command("prepare_portal", verbosity=0)
        collect_static()

    def run_children(self, children, port):
        """Start the children and watch over them until a signal comes or the web server ends."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
                signal.signal(number, self.stop_soon)
        try:
            self.start_all(children, port)
            while not self.stopping:
                time.sleep(WATCH_SECONDS)
                self.watch(children)
        finally:
            stop(children)

    def stop_soon(self, number, frame):
        """Take note of a signal. A bare flag: a lock, as in an Event, may be held by the very code interrupted."""
        self.stopping = True

    def start_all(self, children, port):
        """Start the web server alone, so that it answers soon, then the others, and say where the portal is."""
        web, *others = children
        web.start()
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            self.refuse_dead(web)
            if self.stopping:
                return
            time.sleep(0.05)
            if time.monotonic() > deadline:
                raise CommandError(f"The web server did not answer within {START_SECONDS} seconds: see its log.")
        for child in others:
            child.start()
        self.announce(f"http://{HOST}:{port}/")

    def watch(self, children):
        """Start a worker or beat that ended again; raises CommandError when the web server has ended."""
        web, *others = children
        self.refuse_dead(web)
        for child in others:
            if child.has_ended():
                child.restart_when_due()

    def refuse_dead(self, web):
        if web.has_ended():
            raise CommandError(f"The web server ended: see {settings.PORTAL_DATA / 'logs' / 'web.log'}.")

    def announce(self, address):
        """Print where the portal is, and in the demo who may sign in."""
        self.stdout.write(f"\nThe portal is at {address} (Ctrl-C stops it)\n\n")
        if settings.DEMO:
            call_command("load_demo", list_accounts=True, stdout=self.stdout)
        self.stdout.flush()
