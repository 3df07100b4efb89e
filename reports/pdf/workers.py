"""Processes that lay out the parts of a report for the process that builds it (ADR 21)."""

import queue
import subprocess
import sys
from collections.abc import Hashable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar, cast

from reports.pdf.frames import receive, send
from reports.pdf.work import Work, do
from reports.pdf.worker import REFUSED

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "reports.pdf.worker"]
# The length of what takes some four seconds: two processes need one to start.
WORTH_PROCESSES = 80_000

Key = TypeVar("Key", bound=Hashable)


class WorkerDied(Exception):
    """A process that laid out a part ended before it had answered."""


class Worker:
    """One such process."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.asking = cast(BinaryIO, self.process.stdin)
        self.answering = cast(BinaryIO, self.process.stdout)

    def ask(self, work: Work, payload: bytes) -> bytes:
        """Return its answer. Raises ValueError with what it refuses, and WorkerDied."""
        try:
            send(self.asking, work, payload)
            kind, answer = receive(self.answering)
        except (EOFError, OSError) as error:
            raise WorkerDied("A process laying out a part of the report ended too early.") from error
        if kind == REFUSED:
            raise ValueError(answer.decode())
        return answer

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        with suppress(BrokenPipeError):  # something it was never to read
            self.asking.close()
        self.answering.close()


class Workers:
    """
    Up to so many processes, started when there is enough to do, and ended with the block.

    What is little is done in the process that asks.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.started: list[Worker] = []
        self.free: queue.SimpleQueue[Worker] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self.started:
            worker.end()

    def each(self, asked: Mapping[Key, tuple[Work, bytes]]) -> Iterator[tuple[Key, bytes]]:
        """Yield every answer under its key, as they come; the longest are begun with. Raises as `Worker.ask` does."""
        largest_first = sorted(asked, key=lambda key: len(asked[key][1]), reverse=True)
        self._start(min(self.most, len(asked)), sum(len(payload) for _, payload in asked.values()))
        if not self.started:
            yield from ((key, do(*asked[key])) for key in largest_first)
            return
        with ThreadPoolExecutor(len(self.started)) as threads:
            try:
                waiting = {threads.submit(self.ask, *asked[key]): key for key in largest_first}
                for answered in as_completed(waiting):
                    yield waiting[answered], answered.result()
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                for worker in self.started:
                    worker.process.kill()
                raise

    def ask(self, work: Work, payload: bytes) -> bytes:
        """Have one thing done, by a process if there is one. Raises as `Worker.ask` does."""
        if not self.started:
            return do(work, payload)
        worker = self.free.get()
        try:
            return worker.ask(work, payload)
        finally:
            self.free.put(worker)

    def ask_last(self, work: Work, payload: bytes) -> bytes:
        """The same for what comes last and takes memory: all processes but the one that does it are ended first."""
        while len(self.started) > 1:
            worker = self.free.get()
            self.started.remove(worker)
            worker.end()
        return self.ask(work, payload)

    def _start(self, useful: int, size: int) -> None:
        if size < WORTH_PROCESSES:
            return
        for _ in range(useful - len(self.started)):
            worker = Worker()
            self.started.append(worker)
            self.free.put(worker)
