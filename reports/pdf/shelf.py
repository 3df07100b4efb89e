"""Finished parts of reports, kept for the next time the same is to be laid out (ADR 21)."""

import os
import re
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from reports.pdf.render import ASSET_SCHEME, PrintAssets
from reports.pdf.work import Work

# To be raised with every change of what the code makes of the same HTML: older parts are then left alone.
LAYOUT = 2
MADE_BY = "/".join(str(each) for each in (LAYOUT, *map(version, ("weasyprint", "pydyf", "pikepdf"))))
ASSET = re.compile(rf"{ASSET_SCHEME}[\w./-]+")


class Shelf:
    """
    A folder of parts. A name holds what a part was made of and the hash of what it is, so that none is ever mistaken.

    Parts are as confidential as the reports they belong to. The folder is this machine's; losing it costs time alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.assets = PrintAssets()

    def key(self, work: Work, html: str) -> str:
        """What the part is made of, in 64 letters: the HTML, the assets it names, and what lays it out."""
        made_of = [f"{MADE_BY}/{work}".encode(), html.encode()]
        seen, waiting = set[str](), ASSET.findall(html)
        while waiting:
            name = waiting.pop()
            if name in self.assets.files and name not in seen:
                seen.add(name)
                data = self.assets.files[name].read_bytes()
                made_of += [name.encode(), data]
                waiting += ASSET.findall(data.decode(errors="ignore"))
        return sha256(b"".join(sha256(each).digest() for each in made_of)).hexdigest()

    def find(self, key: str) -> Path | None:
        """Where the part lies, and a note that it is still wanted; None when it is not there whole."""
        for path in self.folder.glob(f"{key}-*.pdf"):
            if path.name == _name(key, path.read_bytes()):
                os.utime(path)
                return path
            path.unlink(missing_ok=True)
        return None

    def keep(self, key: str, data: bytes) -> Path:
        """Keep a part and return where it lies. What was written by half is never found: its name says otherwise."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self.folder / f"{uuid4().hex}.unfinished"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        return unfinished.replace(self.folder / _name(key, data))


def _name(key: str, data: bytes) -> str:
    return f"{key}-{sha256(data).hexdigest()[:32]}.pdf"


def remove_unused(folder: Path, *, before: datetime) -> int:
    """Remove the parts not wanted since then, and say how many those were."""
    unused = [path for path in folder.glob("*") if path.stat().st_mtime < before.timestamp()]
    for path in unused:
        path.unlink(missing_ok=True)
    return len(unused)
