"""Processes that lay out parts: an answer, an error in words, or an end that is noticed; none outlives who asked."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reports.pdf import workers as module
from reports.pdf.work import Work
from reports.pdf.workers import Worker, WorkerDied, Workers
from tests.reports.processes import ROOT, eventually

SMALL = b'<!DOCTYPE html><html lang="en-GB"><head><title>Small</title></head><body><h1>Small</h1></body></html>'
# Many seconds of work.
LONG = SMALL.replace(b"</body>", b"<table>" + b"<tr><td>Cell</td></tr>" * 2_000 + b"</table></body>")
ASK_AND_WAIT = """
import sys
from reports.pdf.work import Work
from reports.pdf.workers import Worker
worker = Worker()
print(worker.process.pid, flush=True)
worker.ask(Work.PART, sys.stdin.buffer.read())
"""


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.end()


def running(pid):
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_it_answers_says_what_it_refuses_and_goes_on(worker):
    assert worker.ask(Work.PART, SMALL).startswith(b"%PDF")
    with pytest.raises(ValueError, match="what it may not have: file:///x"):
        worker.ask(Work.PART, SMALL.replace(b"<h1>", b'<img alt="x" src="file:///x"><h1>'))
    assert worker.ask(Work.FURNITURE, SMALL).startswith(b"%PDF")


def test_who_asked_to_stop_gets_the_pack_that_was_begun(worker):
    worker.ask(Work.PART, SMALL)
    for name in (signal.SIGINT, signal.SIGTERM):
        worker.process.send_signal(name)
    assert worker.ask(Work.PART, SMALL).startswith(b"%PDF")


def test_one_that_dies_is_an_error(worker):
    worker.ask(Work.PART, SMALL)
    worker.process.kill()
    worker.process.wait()
    with pytest.raises(WorkerDied):
        worker.ask(Work.PART, SMALL)


def test_one_that_dies_at_work_is_an_error_and_ends_the_others(monkeypatch):
    monkeypatch.setattr(module, "WORTH_PROCESSES", 0)
    with Workers(2) as workers:
        answers = workers.each({"long": (Work.PART, LONG), "short": (Work.PART, SMALL)})
        assert next(answers)[0] == "short"
        workers.started[0].process.kill()
        with pytest.raises(WorkerDied):
            next(answers)
        assert eventually(lambda: all(worker.process.poll() is not None for worker in workers.started), 10)


def test_what_comes_last_has_the_memory_for_itself(monkeypatch):
    monkeypatch.setattr(module, "WORTH_PROCESSES", 0)
    with Workers(2) as workers:
        assert len(dict(workers.each(dict.fromkeys(range(2), (Work.PART, SMALL))))) == 2
        first, second = workers.started
        assert workers.ask_last(Work.PART, SMALL).startswith(b"%PDF")
        assert sorted(worker.process.poll() is None for worker in (first, second)) == [False, True]


def test_what_breaks_in_one_is_an_error_too(worker):
    with pytest.raises(WorkerDied):
        worker.ask(Work.MERGE, b"[]")


def test_little_is_done_without_a_process():
    with Workers(2) as workers:
        ((key, data),) = workers.each({"small": (Work.PART, SMALL)})
        assert (key, data[:4], workers.started) == ("small", b"%PDF", [])


@pytest.mark.parametrize("work", [b"", LONG], ids=["idle", "at work"])
def test_none_outlives_who_asked_even_killed(work):
    """An idle one waits for a message whose sender is gone; the other is in the middle of a long part."""
    parent = subprocess.Popen(
        [sys.executable, "-c", ASK_AND_WAIT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        pid = int(parent.stdout.readline())
        if work:
            parent.stdin.write(work)
            parent.stdin.close()
            assert eventually(lambda: busy(pid)), "it has begun"
        assert running(pid)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
        if not work:
            parent.stdin.close()
    assert eventually(lambda: not running(pid), 5)


def busy(pid):
    """Whether it has computed for longer than its start takes."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(user) + int(system) > 1.5 * os.sysconf("SC_CLK_TCK")
