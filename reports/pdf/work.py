"""What is done to lay out a report, apart from who does it: a process of its own, or the builder itself (ADR 21)."""

import json
from enum import IntEnum
from hashlib import sha256
from pathlib import Path

from reports.pdf.finish_part import finish_part
from reports.pdf.merge import merge
from reports.pdf.render import paint_plainly, render_furniture


class Work(IntEnum):
    """The kinds of work."""

    PART = 1
    FURNITURE = 2
    MERGE = 3


def do(work: Work, payload: bytes) -> bytes:
    """
    Return what the work gives: for the HTML of a part or of furniture its PDF, for an order to merge nothing.

    Raises ValueError when the report asks for what it may not have.
    """
    if work == Work.MERGE:
        carry_out(payload)
        return b""
    html = payload.decode()
    if work == Work.FURNITURE:
        return render_furniture(html)
    data, names = paint_plainly(html)
    return finish_part(data, link_names=names, mark=sha256(payload).hexdigest()[:12])


def order(*, parts: list[Path], frame: Path, labels: list[Path], out: Path) -> bytes:
    """The order to merge these files, as a payload."""
    paths = {"parts": [str(path) for path in parts], "labels": [str(path) for path in labels]}
    return json.dumps(paths | {"frame": str(frame), "out": str(out)}).encode()


def carry_out(payload: bytes) -> None:
    """Merge as the order says."""
    paths = json.loads(payload)
    merge(
        parts=[Path(path) for path in paths["parts"]],
        frame=Path(paths["frame"]),
        labels=[Path(path) for path in paths["labels"]],
        out=Path(paths["out"]),
    )
