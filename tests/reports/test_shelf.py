"""Parts that are kept: found by what they are made of, whole or not at all, and gone when not needed."""

import os
from datetime import timedelta

import pytest

from reports.pdf import shelf as module
from reports.pdf.render import PrintAssets
from reports.pdf.shelf import Shelf, remove_unused
from reports.pdf.work import Work
from reports.services.lay_out import remove_unused_parts
from tests.factories.reports import NOW

HTML = '<link rel="stylesheet" href="static:css/one.css">'


@pytest.fixture
def styled(tmp_path, monkeypatch):
    """A style sheet that names a picture, in a folder of assets of its own."""
    folder = tmp_path / "static"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "one.css").write_text('a { background: url("static:icon.svg") }')
    (folder / "css" / "other.css").write_text("")
    (folder / "icon.svg").write_text("<svg/>")
    monkeypatch.setattr("reports.pdf.render.ASSETS", folder)
    return folder


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "parts")


def test_a_part_is_found_again_by_its_key_alone(shelf):
    path = shelf.keep("key", b"data")
    assert shelf.find("key") == path
    assert shelf.find("another") is None
    assert path.read_bytes() == b"data"
    assert [each.name for each in shelf.folder.iterdir()] == [path.name]


def test_nobody_else_on_the_machine_reads_it(shelf):
    path = shelf.keep("key", b"data")
    assert (path.stat().st_mode & 0o077, shelf.folder.stat().st_mode & 0o077) == (0, 0)


@pytest.mark.parametrize("damaged", [b"", b"dat", b"datA"])
def test_what_is_not_what_its_name_says_is_not_found(shelf, damaged):
    shelf.keep("key", b"data").write_bytes(damaged)
    assert shelf.find("key") is None
    assert list(shelf.folder.iterdir()) == []


@pytest.mark.parametrize("changed", ["css/one.css", "icon.svg"])
def test_another_style_or_picture_is_another_part(styled, tmp_path, changed):
    before = Shelf(tmp_path).key(Work.PART, HTML)
    with (styled / changed).open("a") as file:
        file.write(" ")
    assert Shelf(tmp_path).key(Work.PART, HTML) != before


def test_other_words_work_or_renderer_make_another_part_and_nothing_else_does(styled, tmp_path, monkeypatch):
    key = Shelf(tmp_path).key(Work.PART, HTML)
    (styled / "css" / "other.css").write_text("changed")
    assert Shelf(tmp_path).key(Work.PART, HTML) == key
    assert Shelf(tmp_path).key(Work.PART, f"{HTML} ") != key
    assert Shelf(tmp_path).key(Work.FURNITURE, HTML) != key
    monkeypatch.setattr(module, "MADE_BY", f"{module.MADE_BY}.1")
    assert Shelf(tmp_path).key(Work.PART, HTML) != key


def test_an_address_that_is_no_asset_is_no_reason_to_open_it(shelf):
    assert shelf.key(Work.PART, "static:../manage.py") != shelf.key(Work.PART, "static:../settings.py")
    assert "static:../manage.py" not in PrintAssets().files


def test_parts_not_needed_go_and_what_is_found_is_needed(shelf):
    old, needed = shelf.keep("old", b"old"), shelf.keep("needed", b"needed")
    half = shelf.folder / "half.unfinished"
    half.write_bytes(b"ha")
    for path in (old, needed, half):
        os.utime(path, (0, 0))
    assert shelf.find("needed")
    assert remove_unused(shelf.folder, before=NOW.replace(year=2000)) == 2
    assert [path.name for path in shelf.folder.iterdir()] == [needed.name]


def test_the_settings_say_how_long_parts_are_kept(shelf, settings):
    settings.PACK_PARTS, settings.PACK_PARTS_DAYS = shelf.folder, 3
    assert remove_unused_parts(now=NOW) == 0, "no folder yet"
    for days in (2, 4):
        used = (NOW - timedelta(days=days)).timestamp()
        os.utime(shelf.keep(f"{days}", b"part"), (used, used))
    assert remove_unused_parts(now=NOW) == 1
    assert shelf.find("2")
