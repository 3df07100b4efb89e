import platform
import shutil

import pytest

import system


@pytest.fixture
def fake_apt(tmp_path, monkeypatch):
    """An apt-get that writes down how it is called and can install only after an update."""
    log = tmp_path / "calls"
    script = tmp_path / "apt-get"
    script.write_text(f'#!/bin/sh\necho "$@" >> {log}\n[ "$1" = update ] || grep -q update {log}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return log


def test_nothing_is_installed_when_all_is_there(fake_apt):
    system.require("Needed", lambda: True, ("thing",))
    assert not fake_apt.exists()


def test_root_on_debian_installs_and_fetches_the_lists_when_need_be(fake_apt, monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    answers = iter([False, True])
    system.require("Needed", lambda: next(answers), ("thing",))
    commands = [line.split()[0] for line in fake_apt.read_text().splitlines()]
    assert commands == ["install", "update", "install"]


def test_others_are_told_the_one_command(fake_apt, monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(SystemExit) as stop:
        system.require("The PDF needs Pango", lambda: False, system.PDF_PACKAGES)
    assert "The PDF needs Pango. Type this" in str(stop.value)
    assert "sudo apt-get install --yes libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation" in str(stop.value)
    assert not fake_apt.exists()


def test_an_install_that_did_not_help_still_stops(fake_apt, monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="Needed"):
        system.require("Needed", lambda: False, ("thing",))


def test_this_machine_can_make_pdfs():
    assert system.pdf_ready()
