"""
`python -m reports.pdf.worker`: lays out parts of reports for the process that started it, and ends with it.

Works without Django: it reads messages from standard input and answers on standard output. It needs no settings, no
database and no network.
"""

import os
import queue
import signal
import sys
import threading
from typing import BinaryIO

from reports.pdf.frames import receive, send
from reports.pdf.work import Work, do

DONE, REFUSED = 0, 1


def main() -> None:
    """Do what is asked until the one who asks is gone."""
    # Whoever asked a builder to stop lets it finish its pack first; the builder ends this process by itself.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library may print must not get among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    while True:
        work, payload = asked.get()
        try:
            kind, answer = DONE, do(Work(work), payload)
        except ValueError as refused:
            kind, answer = REFUSED, str(refused).encode()
        send(answers, kind, answer)


def listen(stream: BinaryIO, asked: "queue.SimpleQueue[tuple[int, bytes]]") -> None:
    """Pass on what is asked; when the pipe closes, nobody waits for an answer any more, whatever is under way."""
    try:
        while True:
            asked.put(receive(stream))
    except EOFError:
        os._exit(0)


if __name__ == "__main__":
    main()
