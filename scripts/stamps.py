"""Stamps: a step of the set-up is skipped while the contents it was made from are unchanged.

A stamp is a file under `.venv/stamps/` that holds the SHA-256 of a step's inputs. It lives in the environment
so that deleting `.venv` makes everything again.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"


def digest_of(paths: Iterable[Path], *extra: str) -> str:
    """The SHA-256 of the named files' names and contents, in a fixed order, and of any extra text."""
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_fresh(step: str, digest: str) -> bool:
    """Whether the step was last done with inputs of this digest."""
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text() == digest


def mark(step: str, digest: str) -> None:
    """Record that the step was done with inputs of this digest."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(digest)
