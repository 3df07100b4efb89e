"""The world of the access tests as a module has it: built once a run, in a database of its own."""

import functools
import logging
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.db import connection
from django.template.base import Template

from reports.pdf import render
from tests.access.answers import clock_stopped
from tests.access.things import file_things
from tests.access.world import NOW, World, build_world
from tests.shared import copy_database, in_memory, nothing_follows, once

DATABASE, FILES, WORLD = "world.sqlite3", "files", "world.pickle"


@contextmanager
def the_world(shared: Path, migrated: Path) -> Iterator[World]:
    """
    The world at NOW, with the clock stopped.

    It is the module's own: what a test does not roll back, the next one sees. It is not kept in a transaction of its
    own, because in one that has ever made a table SQLite reads the whole schema again after every rollback within.
    """
    built = once(shared, "world", functools.partial(_build, migrated))
    shutil.copytree(built / FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
    with in_memory(built / DATABASE), clock_stopped(NOW), unwatched():
        yield pickle.loads((built / WORLD).read_bytes())  # noqa: S301 - our own, of this very run


@contextmanager
def unwatched() -> Iterator[None]:
    """Without what only costs time here."""
    with refusals_unlogged(), templates_unwatched(), documents_laid_out_once():
        yield


@contextmanager
def refusals_unlogged() -> Iterator[None]:
    """Thousands are refused here, and pytest would format the traceback of each."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(level)


@contextmanager
def templates_unwatched() -> Iterator[None]:
    """Nobody asks here which templates made a page, and Django's test client would copy the context of each."""
    with mock.patch.object(Template, "_render", _rendered):
        yield


@contextmanager
def documents_laid_out_once() -> Iterator[None]:
    """The same document gives the same PDF (tests/reports/test_build.py): a role is not laid out what another was."""
    paint, finish = functools.cache(render.paint), render.finish_pdf
    finished = functools.cache(lambda data, names: finish(data, link_names=dict(names)))
    with (
        mock.patch.object(render, "paint", paint),
        mock.patch.object(render, "finish_pdf", lambda data, link_names: finished(data, tuple(link_names.items()))),
    ):
        yield


def _rendered(template, context):
    return template.nodelist.render(context)


def _build(migrated: Path, folder: Path) -> None:
    folder.mkdir()
    with in_memory(migrated), clock_stopped(NOW):
        with nothing_follows():
            world = build_world()
            file_things(world)
        copy_database(connection.connection, folder / DATABASE)
    shutil.copytree(settings.MEDIA_ROOT, folder / FILES)
    (folder / WORLD).write_bytes(pickle.dumps(world))
