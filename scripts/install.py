"""Set the portal up in its own folder: environment, pinned packages, Node, front-end assets, system libraries.

Usage: install.py [run|dev|test]. Each step is skipped while its inputs are unchanged, so a second run takes no time.
Two set-ups at once wait for each other.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import assets
import system
from stamps import ROOT, STAMPS, VENV, digest_of, is_fresh, mark

LEVELS = ("run", "dev", "test")
PYTHON = VENV / "bin" / "python"
PACKAGES = ROOT / "node_modules"


def say(what: str) -> None:
    print(f"  {what}", flush=True)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the checkout's lock, waiting for another set-up to finish."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up to finish")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def environment_version() -> tuple[int, ...] | None:
    """The Python version of the environment as it stands, or None when it is missing or broken."""
    try:
        probe = "import pip, sys; print(*sys.version_info[:2])"
        answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(part) for part in answer.stdout.split())


def create_environment() -> bool:
    """Make an empty `.venv`; returns whether it could be done, which Debian allows only with a package of its own."""
    try:
        venv.create(VENV, clear=True, symlinks=True, with_pip=True)
    except subprocess.CalledProcessError:
        return False
    return True


def make_environment() -> None:
    """Make `.venv`, or make it again when it is broken, was moved, or another Python is asked for."""
    digest = digest_of([], str(ROOT))
    moved = (STAMPS / "environment").exists() and not is_fresh("environment", digest)
    if not moved and environment_version() == sys.version_info[:2]:
        mark("environment", digest)
        return
    version = ".".join(map(str, sys.version_info[:2]))
    say(f"Making .venv with Python {version}")
    system.require(f"Python {version} cannot make environments", create_environment, (f"python{version}-venv",))
    mark("environment", digest)


def install_pins(level: str) -> None:
    """Install the pinned Python packages, checking every hash: pip brings uv and Node, uv the rest."""
    base, build, dev = (ROOT / "requirements" / f"{name}.txt" for name in ("base", "build", "dev"))
    steps = [("build", [build])] + ([("base", [base])] if level == "run" else [("dev", [dev])])
    for step, files in steps:
        digest = digest_of(files)
        if is_fresh(step, digest):
            continue
        say(f"Installing the pinned Python packages ({step})")
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        uv = [VENV / "bin" / "uv", "pip", "install", f"--python={PYTHON}"]
        command = [*(pip if step == "build" else uv), "--quiet", "--require-hashes", "-r", *files]
        subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
        mark(step, digest)
        if step == "dev":
            mark("base", digest_of([base]))


def install_packages() -> None:
    """Install the front-end packages from the lock, with the environment's own Node."""
    digest = digest_of([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    if PACKAGES.is_dir() and is_fresh("packages", digest):
        return
    say("Installing the front-end packages")
    command = [VENV / "bin" / "npm", "ci", "--omit=optional", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    mark("packages", digest)


def check_system(level: str) -> None:
    """Make sure that what only the operating system can give is there."""
    digest = digest_of([ROOT / "requirements" / "base.txt", Path(system.__file__)])
    if not is_fresh("pdf", digest):
        system.require_pdf()
        mark("pdf", digest)
    if level == "test":
        system.require_browser()


def prepare(level: str) -> None:
    """Everything the level needs, in order. Stops the program with a sentence when a step cannot be done."""
    with one_at_a_time():
        try:
            make_environment()
            install_pins(level)
            check_system(level)
            install_packages()
            if assets.build():
                say("Built the front-end assets")
        except subprocess.CalledProcessError as error:
            sys.exit(f"Set-up stopped: {' '.join(map(str, error.cmd))} failed.")
        except assets.AssetError as error:
            sys.exit(f"Set-up stopped: {error}")


def main() -> None:
    level = sys.argv[1] if len(sys.argv) > 1 else "run"
    if level not in LEVELS:
        sys.exit(f"Say one of {', '.join(LEVELS)}.")
    prepare(level)


if __name__ == "__main__":
    main()
