"""Storing a finished report such that it is there whole or not at all (design: "Jobs")."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, default_storage


class FinishedFile(File):
    """
    A file complete on this machine's disk, for a storage to take.

    Its `temporary_file_path` is what makes a storage on a local folder rename it into place. A storage such as S3
    sends its content as one object, which appears when the last byte has arrived.
    """

    def temporary_file_path(self) -> str:
        """Where the file lies until the storage has it."""
        return str(self.file.name)


def store(*, name: str, data: bytes, part: str, storage: Storage = default_storage) -> str:
    """
    Store `data` under `name` and return the name it got. `name` holds the content's hash: what is there is left alone.

    Written to a temporary file called `part` first, flushed to the disk, and only then moved or sent.
    """
    if storage.exists(name):
        return name
    with _complete_file(part, data) as complete:
        stored = storage.save(name, complete)
    with suppress(NotImplementedError):  # a storage without folders
        _flush_folder(Path(storage.path(stored)).parent)
    return stored


@contextmanager
def _complete_file(part: str, data: bytes) -> Iterator[FinishedFile]:
    folder = unfinished()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / part
    try:
        with path.open("w+b") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            yield FinishedFile(file, name=path.name)
    finally:
        path.unlink(missing_ok=True)


def unfinished() -> Path:
    """Where files lie that are not complete yet: on the disk of the local storage, so that a rename suffices."""
    return Path(settings.MEDIA_ROOT) / "unfinished"


def remove_unfinished(*, parts: str) -> None:
    """Remove the temporary files whose names match `parts`, left behind by builders that were killed."""
    for left_behind in unfinished().glob(parts):
        left_behind.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """A rename is on the disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
