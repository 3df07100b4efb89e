import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FINDER = Path(__file__).resolve().parent.parent.parent / "scripts" / "python"


@pytest.fixture
def machine(tmp_path):
    """A machine with no Python at all, and a checkout without an environment on it."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(FINDER, tmp_path / "scripts")
    path = tmp_path / "bin"
    path.mkdir()
    (path / "dirname").symlink_to(shutil.which("dirname"))

    def ask(**environment):
        command = [shutil.which("sh"), tmp_path / "scripts" / "python", "-c", "print('found')"]
        return subprocess.run(command, env={"PATH": str(path)} | environment, capture_output=True, text=True)

    return path, ask


def old_python(path):
    path.write_text("#!/bin/sh\nexit 1\n")
    path.chmod(0o755)


def test_a_machine_without_python_is_told_so_in_one_sentence(machine):
    _, ask = machine
    answer = ask()
    assert answer.returncode == 1
    assert answer.stderr.startswith("The portal needs Python 3.11 or later, and none was found")


def test_an_old_python3_is_passed_over_for_a_newer_one(machine):
    path, ask = machine
    old_python(path / "python3")
    assert ask().returncode == 1
    (path / "python3.12").symlink_to(sys.executable)
    assert ask().stdout == "found\n"


def test_an_old_python_asked_for_is_refused(machine):
    path, ask = machine
    old_python(path / "old")
    (path / "python3").symlink_to(sys.executable)
    answer = ask(PYTHON=str(path / "old"))
    assert answer.returncode == 1
    assert "is not that" in answer.stderr
    assert ask(PYTHON=sys.executable).stdout == "found\n"


def test_the_environment_comes_first(machine):
    path, ask = machine
    environment = path.parent / ".venv" / "bin"
    environment.mkdir(parents=True)
    (environment / "python").write_text('#!/bin/sh\n[ "$2" = "print(\'found\')" ] && echo environment\nexit 0\n')
    (environment / "python").chmod(0o755)
    (path / "python3").symlink_to(sys.executable)
    assert ask().stdout == "environment\n"


def test_help_names_every_target():
    root = FINDER.parent.parent
    done = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, env=os.environ)
    for target in ("run", "setup", "test", "check", "bench", "pins"):
        assert f"make {target} " in done.stdout
