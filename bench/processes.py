"""What runs while measuring: started, waited for, weighed and ended."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.browser import BenchError
from kscmp.healthy import answers

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 600


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(**extra: str) -> dict[str, str]:
    """This process's environment without what would point the portal elsewhere."""
    ours = ("PORTAL_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "STATIC_ROOT", "GRANIAN_", "MAKE", "MFLAGS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | extra


def wait_until(answered, process: subprocess.Popen, what: str) -> None:
    """Wait for `answered()`. Raises BenchError when the process ends first, or the time is up."""
    deadline = time.monotonic() + START_SECONDS
    while not answered():
        if process.poll() is not None or time.monotonic() > deadline:
            raise BenchError(f"{what} did not start.")
        time.sleep(0.02)


def end(process: subprocess.Popen) -> None:
    """End a process and whatever shares its session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(30)


@contextlib.contextmanager
def portal(folder: Path, data: Path, log: Path, **extra: str) -> Iterator[tuple[int, int, float]]:
    """A portal started by `make run`: its port, its process id, and the seconds until it answered."""
    port = free_port()
    environment = clean_environment(**{"PORT": str(port), "PORTAL_DATA": str(data)} | extra)
    started = time.monotonic()
    with log.open("a") as output:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            wait_until(lambda: answers(port), process, f"The portal (see {log})")
            yield port, process.pid, time.monotonic() - started
        finally:
            end(process)


def descendants(pid: int) -> Iterator[int]:
    """The process ids that a process started, at any depth."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(int(child))


def command_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")[:-1]


def find(pid: int, word: str) -> int:
    """The last-born descendant with this word in its command: a server's worker rather than its parent."""
    found = [child for child in descendants(pid) if word in command_of(child)]
    if not found:
        raise BenchError(f"No {word} process runs.")
    return found[-1]


def peak_megabytes(pid: int) -> float:
    """The most memory the process has held so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def cpu_seconds(pid: int) -> float:
    """The processor time the process has used, in user and system mode."""
    # The clock Linux keeps of every process, to the nanosecond: `clock_getcpuclockid` of the C library.
    return time.clock_gettime(~pid << 3 | 2)


@contextlib.contextmanager
def empty_view(portal_pid: int) -> Iterator[tuple[int, int]]:
    """The empty view, served as the portal is: its port and its process id."""
    port = free_port()
    command = [
        f"--port={port}" if word.startswith("--port=") else word.replace("kscmp.wsgi:", "bench.empty:")
        for word in command_of(find(portal_pid, "granian"))
    ]
    environment = clean_environment()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_until(lambda: is_listening(port), process, "The empty view")
        yield port, process.pid
    finally:
        end(process)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
