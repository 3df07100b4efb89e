"""Storing a file whole or not at all."""

import os
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from reports.services.files import remove_unfinished, store, unfinished

DATA = b"%PDF the whole file"


class ObjectStore(Storage):
    """A storage of objects without folders, as S3 is: an object is there when it has been sent."""

    def __init__(self):
        self.objects = {}

    def _save(self, name, content):
        content.seek(0)
        sent = BytesIO()
        sent.writelines(content.chunks())
        self.objects[name] = sent.getvalue()
        return name

    def _open(self, name, mode="rb"):
        return ContentFile(self.objects[name])

    def exists(self, name):
        """Whether the object is there."""
        return name in self.objects


@pytest.fixture
def storage(stored_files):
    return FileSystemStorage(location=stored_files)


def test_the_file_is_there_whole(storage):
    name = store(name="reports/a.pdf", data=DATA, part="run.one", storage=storage)
    assert (name, storage.open(name).read()) == ("reports/a.pdf", DATA)
    assert list(unfinished().iterdir()) == []


def test_the_file_is_moved_into_place_and_never_written_there(storage, monkeypatch):
    moved = []
    rename = os.rename

    def watched(old, new):
        moved.append((os.path.basename(old), os.path.getsize(old)))
        rename(old, new)

    monkeypatch.setattr(os, "rename", watched)
    store(name="reports/a.pdf", data=DATA, part="run.one", storage=storage)
    assert moved == [("run.one", len(DATA))]


def test_nothing_is_moved_before_it_is_on_the_disk(storage, monkeypatch):
    done = []
    fsync, rename = os.fsync, os.rename
    monkeypatch.setattr(os, "fsync", lambda descriptor: (done.append("fsync"), fsync(descriptor)))
    monkeypatch.setattr(os, "rename", lambda old, new: (done.append("rename"), rename(old, new)))
    store(name="reports/a.pdf", data=DATA, part="run.one", storage=storage)
    assert done == ["fsync", "rename", "fsync"]


def test_what_is_broken_off_leaves_nothing_behind(storage, monkeypatch):
    def broken_off(old, new):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "rename", broken_off)
    with pytest.raises(KeyboardInterrupt):
        store(name="reports/a.pdf", data=DATA, part="run.one", storage=storage)
    assert not storage.exists("reports/a.pdf")
    assert list(unfinished().iterdir()) == []


def test_a_file_that_is_there_already_is_left_alone(storage):
    store(name="reports/a.pdf", data=DATA, part="run.one", storage=storage)
    assert store(name="reports/a.pdf", data=DATA, part="run.two", storage=storage) == "reports/a.pdf"
    assert storage.listdir("reports") == ([], ["a.pdf"])


def test_a_storage_without_folders_gets_the_file_too(stored_files):
    storage = ObjectStore()
    name = store(name="reports/a.pdf", data=DATA, part="run.one", storage=storage)
    assert storage.open(name).read() == DATA
    assert list(unfinished().iterdir()) == []


def test_what_killed_builders_left_behind_is_removed_for_one_run_alone(stored_files):
    unfinished().mkdir(parents=True)
    for part in ("run.one", "run.two", "other.one"):
        (unfinished() / part).write_bytes(b"half")
    remove_unfinished(parts="run.*")
    assert [path.name for path in unfinished().iterdir()] == ["other.one"]
