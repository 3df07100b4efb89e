"""The one command that runs the whole portal, run for real: it ends when any of the ways to end it happens."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from kscmp.healthy import answers

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 300
SECONDS = 30

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells a child that its parent died.")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(what, seconds=SECONDS):
    """Whether `what()` becomes true within the seconds given."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return False


def command_for(data, port):
    """The command, and what to run it with: demo mode on a data folder and port of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kscmp.settings",
        "PORTAL_MODE": "demo",
        "PORTAL_DATA": str(data),
        "PORT": str(port),
    }
    options = {"cwd": ROOT, "env": environment, "stdin": subprocess.DEVNULL, "text": True}
    return [sys.executable, "manage.py", "runportal"], options


def refusal(data, port):
    """What the command says when it does not start."""
    command, options = command_for(data, port)
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, **options)
    assert done.returncode == 1
    return done.stderr


def is_alive(pid):
    """Whether the process exists and is not merely waiting to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def started_by(pid):
    """The process ids that a process started and that still run, at any depth."""
    direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return direct + [deeper for child in direct for deeper in started_by(child)]


def children(pid):
    """The process ids of a portal's own three children, by what they are."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{child}/cmdline").read_text()
        name = next((name for name in ("granian", "worker", "beat") if name in command), None)
        if name:
            found[name] = int(child)
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory, portal_template):
    """A data folder that the tests of this module share, filled as the first start of a portal has filled it."""
    return shutil.copytree(portal_template, tmp_path_factory.mktemp("portal") / "data")


@dataclass
class Portal:
    """A portal as it runs: its command's process, its port, and the file that holds what it prints."""

    process: subprocess.Popen
    port: int
    output: Path

    def says(self, words):
        return eventually(lambda: words in self.output.read_text())


@pytest.fixture(scope="class")
def portal(data, tmp_path_factory):
    """A portal that answers, with its worker and beat, one for each class and each test outside one."""
    port, output = free_port(), tmp_path_factory.mktemp("printed") / "printed"
    command, options = command_for(data, port)
    with output.open("w") as file, subprocess.Popen(command, stdout=file, stderr=file, **options) as process:
        try:
            assert eventually(lambda: answers(port) or process.poll() is not None, START_SECONDS)
            assert process.poll() is None, output.read_text()
            assert eventually(lambda: len(children(process.pid)) == 3)
            yield Portal(process, port, output)
        finally:
            process.terminate()
            process.wait(SECONDS)


class TestWhileItRuns:
    def test_says_where_it_is_and_who_may_sign_in(self, portal):
        assert portal.says(f"The portal is at http://127.0.0.1:{portal.port}/")
        assert portal.says("@demo.example")

    def test_a_worker_and_a_beat_that_die_come_back(self, portal):
        before = children(portal.process.pid)
        for name in ("worker", "beat"):
            os.kill(before[name], signal.SIGKILL)

        def both_are_back():
            now = children(portal.process.pid)
            return now.keys() == before.keys() and all(now[name] != before[name] for name in ("worker", "beat"))

        assert eventually(both_are_back)
        assert children(portal.process.pid)["granian"] == before["granian"]

    def test_a_second_portal_on_the_same_data_is_refused(self, portal, data):
        assert "A portal is already running on" in refusal(data, free_port())

    def test_a_taken_port_is_refused(self, portal, tmp_path):
        assert f"Port {portal.port} is taken: choose another" in refusal(tmp_path / "data", portal.port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_the_command(portal, number):
    process = portal.process
    family = started_by(process.pid)
    os.kill(process.pid, number)
    process.wait(SECONDS)

    assert len(family) > 3
    assert eventually(lambda: not any(is_alive(pid) for pid in family))
    assert not answers(portal.port)
    if number != signal.SIGKILL:
        assert process.returncode == 0


def test_the_command_ends_when_the_web_server_does(portal, data):
    process = portal.process
    family = started_by(process.pid)
    os.kill(children(process.pid)["granian"], signal.SIGKILL)
    process.wait(SECONDS)

    assert process.returncode == 1
    assert portal.says(f"The web server ended: see {data / 'logs' / 'web.log'}.")
    assert eventually(lambda: not any(is_alive(pid) for pid in family))
