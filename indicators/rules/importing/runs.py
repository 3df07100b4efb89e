"""
The life of a file on its way in: uploaded, read, shown, confirmed, landed; dropped before, or undone after.

Reading and landing are work: whoever does it holds a lease on the row, and one whose lease has run out belongs to
nobody until the next takes it up (ADR 4).
"""

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from indicators.rules.vocabulary import ImportState

LEASE = timedelta(seconds=60)
# Landing is one transaction, in which the lease cannot be renewed.
LANDING_LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 3
MOST_BYTES = 50 * 1024 * 1024
MOST_NAMED = 200
WORKING = frozenset({ImportState.READING, ImportState.LANDING})


class Move(StrEnum):
    """What can happen to a file on its way in."""

    READ = "read"
    SHOW = "show"
    CONFIRM = "confirm"
    LAND = "land"
    FAIL = "fail"
    DROP = "drop"
    UNDO = "undo"


MOVES = MappingProxyType(
    {
        (ImportState.UPLOADED, Move.READ): ImportState.READING,
        (ImportState.PREVIEWED, Move.READ): ImportState.READING,
        (ImportState.FAILED, Move.READ): ImportState.READING,
        (ImportState.READING, Move.SHOW): ImportState.PREVIEWED,
        (ImportState.PREVIEWED, Move.CONFIRM): ImportState.LANDING,
        (ImportState.LANDING, Move.LAND): ImportState.LANDED,
        (ImportState.READING, Move.FAIL): ImportState.FAILED,
        (ImportState.LANDING, Move.FAIL): ImportState.FAILED,
        (ImportState.UPLOADED, Move.DROP): ImportState.DROPPED,
        (ImportState.PREVIEWED, Move.DROP): ImportState.DROPPED,
        (ImportState.FAILED, Move.DROP): ImportState.DROPPED,
        (ImportState.LANDED, Move.UNDO): ImportState.UNDONE,
    }
)

READING_WORDS = "Reading the file"
LANDING_WORDS = "Bringing the figures in"
WENT_WRONG = (
    "The file could not be dealt with: something went wrong three times in a row. No figure has been brought in. Try "
    "again later; if it fails again, give the system administrator the reference on this page."
)
NOTHING_CHANGED = "The file says what the portal knows already: there is nothing to bring in."


def can(state: str, move: Move) -> bool:
    """Whether a file in this state can make the move."""
    return (ImportState(state), move) in MOVES


def after(move: Move) -> ImportState:
    """The state the move leads to; each leads to one alone, wherever it starts."""
    (state,) = {target for (_, possible), target in MOVES.items() if possible == move}
    return state


def before(move: Move) -> frozenset[ImportState]:
    """The states from which a file may make the move."""
    return frozenset(state for state, possible in MOVES if possible == move)


def progress_in_words(state: str, words: str, done: int, total: int) -> str:
    """How far the work is: "Reading the file: 12,000 of 40,000 rows", or "Waiting to start"."""
    if not words:
        return "Waiting to start"
    if state == ImportState.READING and done:
        return f"{words}: {done:,} of {total:,} rows" if total else f"{words}: {done:,} rows"
    return words
