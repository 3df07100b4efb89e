import subprocess
import sys
from pathlib import Path

import pytest

import install
import stamps


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout in a folder of its own, and the commands that set-up would run there."""
    for module in (install, stamps):
        monkeypatch.setattr(module, "ROOT", tmp_path)
        monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(install, "PACKAGES", tmp_path / "node_modules")
    (tmp_path / "requirements").mkdir()
    for name in ("base", "build", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (tmp_path / name).write_text(name)
    commands = []
    monkeypatch.setattr(install.subprocess, "run", lambda command, **options: commands.append(list(map(str, command))))
    return tmp_path, commands


def files_installed(commands):
    return [Path(command[-1]).name for command in commands]


def test_pip_brings_the_installer_and_the_installer_the_rest(checkout):
    _, commands = checkout
    install.install_pins("run")
    assert files_installed(commands) == ["build.txt", "base.txt"]
    assert commands[0][1:4] == ["-m", "pip", "install"]
    assert Path(commands[1][0]).name == "uv"
    assert all("--require-hashes" in command for command in commands)


def test_pins_are_installed_again_only_when_they_changed(checkout):
    folder, commands = checkout
    install.install_pins("run")
    commands.clear()
    install.install_pins("run")
    assert commands == []

    (folder / "requirements" / "base.txt").write_text("changed")
    install.install_pins("run")
    assert files_installed(commands) == ["base.txt"]


def test_what_the_tests_need_includes_what_the_portal_needs(checkout):
    _, commands = checkout
    install.install_pins("test")
    assert files_installed(commands) == ["build.txt", "dev.txt"]
    install.install_pins("run")
    assert len(commands) == 2


def test_packages_come_from_the_lock_and_only_when_it_changed(checkout):
    folder, commands = checkout
    install.install_packages()
    install.PACKAGES.mkdir()
    install.install_packages()
    assert [command[1:2] for command in commands] == [["ci"]]

    (folder / "package-lock.json").write_text("changed")
    install.install_packages()
    assert len(commands) == 2


def test_a_failed_step_stops_in_a_sentence(checkout, monkeypatch):
    def fail(command, **options):
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(install.subprocess, "run", fail)
    monkeypatch.setattr(install, "make_environment", lambda: None)
    with pytest.raises(SystemExit, match="Set-up stopped: .*pip install.* failed"):
        install.prepare("run")


def test_a_second_set_up_waits_for_the_first(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    other = (
        "import fcntl, os, sys, time\n"
        "fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "time.sleep(0.3)\n"
        "open(sys.argv[1] + '/done', 'w').close()\n"
    )
    with subprocess.Popen([sys.executable, "-c", other, tmp_path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        with install.one_at_a_time():
            assert (tmp_path / "done").exists()
    assert "Waiting for another set-up to finish" in capsys.readouterr().out


def test_an_unknown_level_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["install.py", "everything"])
    with pytest.raises(SystemExit, match="Say one of run, dev, test"):
        install.main()


@pytest.fixture
def environment(checkout, monkeypatch):
    """The environments that set-up makes; nothing is built."""
    folder, _ = checkout
    made = []
    monkeypatch.setattr(install, "VENV", folder / ".venv")
    monkeypatch.setattr(install.venv, "create", lambda where, **options: made.append(where))
    monkeypatch.setattr(install, "environment_version", lambda: sys.version_info[:2] if made else None)
    return made


def test_the_environment_is_made_once(environment):
    install.make_environment()
    install.make_environment()
    assert len(environment) == 1


def test_another_python_makes_another_environment(environment, monkeypatch):
    install.make_environment()
    monkeypatch.setattr(install, "environment_version", lambda: (3, 0))
    install.make_environment()
    assert len(environment) == 2


def test_a_checkout_that_was_moved_gets_a_new_environment(environment, monkeypatch):
    install.make_environment()
    monkeypatch.setattr(install, "ROOT", install.ROOT / "moved")
    install.make_environment()
    assert len(environment) == 2


def test_a_python_without_venv_is_given_it_or_stops_in_a_sentence(environment, monkeypatch):
    def refuse(where, **options):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(install.venv, "create", refuse)
    monkeypatch.setattr(install.system, "apt_install", lambda packages: False)
    with pytest.raises(SystemExit, match="cannot make environments"):
        install.make_environment()
