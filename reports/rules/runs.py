"""
The life of a report run: queued, running under a lease, done or failed; at most three attempts.

A run is a row before it is a message. Whoever builds holds a lease on the row and renews it; a run whose lease has run
out belongs to nobody, and the next worker takes it up (ADR 9).
"""

from datetime import timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from reports.rules.kinds import RULES, Kind
from reports.rules.life import Edition

LEASE = timedelta(seconds=20)
HEARTBEAT_SECONDS = 5.0
# How long a queued run waits for its own message before the sweep sends another.
PATIENCE = timedelta(seconds=15)
MAX_ATTEMPTS = 3


class RunStatus(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATUS_LABELS = MappingProxyType(
    {
        RunStatus.QUEUED: "Waiting to start",
        RunStatus.RUNNING: "Being built",
        RunStatus.DONE: "Ready",
        RunStatus.FAILED: "Failed",
        RunStatus.CANCELLED: "Cancelled",
    }
)
ACTIVE = frozenset({RunStatus.QUEUED, RunStatus.RUNNING})


class Move(StrEnum):
    """What can happen to a run."""

    CLAIM = "claim"
    FINISH = "finish"
    PUT_BACK = "put_back"
    FAIL = "fail"
    CANCEL = "cancel"


# A running run may be claimed as well: by the next worker, once the lease of the last has run out.
MOVES = MappingProxyType(
    {
        (RunStatus.QUEUED, Move.CLAIM): RunStatus.RUNNING,
        (RunStatus.RUNNING, Move.CLAIM): RunStatus.RUNNING,
        (RunStatus.RUNNING, Move.FINISH): RunStatus.DONE,
        (RunStatus.RUNNING, Move.PUT_BACK): RunStatus.QUEUED,
        (RunStatus.RUNNING, Move.FAIL): RunStatus.FAILED,
        (RunStatus.QUEUED, Move.CANCEL): RunStatus.CANCELLED,
        (RunStatus.RUNNING, Move.CANCEL): RunStatus.CANCELLED,
    }
)


def before(move: Move) -> frozenset[RunStatus]:
    """The statuses from which a run may make the move."""
    return frozenset(status for status, possible in MOVES if possible == move)


def after(move: Move) -> RunStatus:
    """The status the move leads to; each leads to one alone, wherever it starts."""
    (status,) = {target for (_, possible), target in MOVES.items() if possible == move}
    return status


def after_an_error(attempts: int) -> Move:
    """What becomes of a run whose attempt went wrong: put back for another, or failed when there have been enough."""
    return Move.PUT_BACK if attempts < MAX_ATTEMPTS else Move.FAIL


class Step(IntEnum):
    """The steps of building a report, in their order."""

    GATHER = 1
    LAY_OUT = 2
    CHECK = 3
    STORE = 4


STEP_WORDS = MappingProxyType(
    {
        Step.GATHER: "Gathering the returns and figures",
        Step.LAY_OUT: "Laying out the pages",
        Step.CHECK: "Checking that a screen reader can read it",
        Step.STORE: "Storing the pack",
    }
)

BROKEN_OFF = (
    "The pack could not be built: the work was broken off three times before it was finished. No return and no figure "
    "is affected. Try again; if it fails again, give the system administrator the reference on this page."
)
WENT_WRONG = (
    "The pack could not be built: something went wrong three times in a row. No return and no figure is affected. "
    "Try again later; if it fails again, give the system administrator the reference on this page."
)
NOT_ACCEPTED = (
    "The pack was laid out but not published: the file did not pass the check for people who use a screen reader and "
    "for long keeping. Give the system administrator the reference on this page."
)


def progress_in_words(status: RunStatus, step: int, steps: int, words: str) -> str:
    """How far a run is: "Step 2 of 4: Laying out the pages", "Waiting to start", "Ready", "Failed"."""
    if status == RunStatus.RUNNING and step:
        return f"Step {step} of {steps}: {words}"
    return STATUS_LABELS[status]


def duration_words(seconds: float) -> str:
    """How long something usually takes: "less than half a minute", "about a minute", "about 3 minutes"."""
    if seconds < 30:
        return "less than half a minute"
    minutes = max(1, round(seconds / 60))
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


def file_name(kind: Kind, period_code: str, edition: Edition = Edition.DRAFT, number: int | None = None) -> str:
    """The name a reader's copy gets: "executive-board-pack-2026q2-draft.pdf", "…-2026q2-version-1.pdf"."""
    version = "draft" if number is None else f"version-{number}"
    public = "-public" if edition == Edition.PUBLIC else ""
    return f"{kind.replace('_', '-')}-{period_code.lower()}-{version}{public}.{suffix_of(kind)}"


def suffix_of(kind: Kind) -> str:
    """What the file of such a report is: "zip" for a folder, "pdf" for anything else."""
    return "zip" if RULES[kind].is_folder else "pdf"


def stored_name(kind: Kind, period_code: str, run_id: str, sha256: str) -> str:
    """
    Where the finished file is stored.

    The hash of the content is part of the name: a file of that name is that content, whoever put it there.
    """
    stem = f"{kind.replace('_', '-')}-{period_code.lower()}"
    return f"reports/{period_code.lower()}/{stem}-{run_id}-{sha256[:16]}.{suffix_of(kind)}"
