"""
The dashboard as figures grow: `python -m bench.dashboard` measures it at each size beside itself at the smallest.

On SQLite, and on PostgreSQL where one answers on 127.0.0.1. Every size is served by a portal of its own, at the same
time as the smallest one and the empty view, in shuffled rounds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import pages, processes
from bench.browser import Browser

SIZES = (10_000, 100_000, 1_000_000, 3_000_000)
READER = "saas.member@demo.example"
DATABASE = "portal_bench_{size}"
GROW = "from bench.grow import main; main({size})"
POSTGRESQL = "postgres://postgres@127.0.0.1:5432/{name}"


def say(name: str, value: str) -> None:
    print(f"{name:<44} {value}", flush=True)


class Sqlite:
    """Databases in files: the next size starts as a copy of the one before."""

    name = "SQLite"

    def __init__(self, root: Path) -> None:
        self.root = root

    def environment(self, size: int) -> dict[str, str]:
        return {"PORTAL_DATA": str(self.root / str(size))}

    def copy(self, smaller: int, size: int) -> None:
        shutil.copytree(self.root / str(smaller), self.root / str(size))

    def close(self) -> None:
        """Nothing outlives the folder."""


class PostgreSQL(Sqlite):
    """Databases of the server on this machine, made and dropped again."""

    name = "PostgreSQL"

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.made = [self.create(SIZES[0])]

    def environment(self, size: int) -> dict[str, str]:
        address = POSTGRESQL.format(name=DATABASE.format(size=size))
        return super().environment(size) | {"DATABASE_URL": address}

    def create(self, size: int, *options: str) -> str:
        name = DATABASE.format(size=size)
        subprocess.run(["dropdb", "--if-exists", *self.server, name], check=True, stderr=subprocess.DEVNULL)
        subprocess.run(["createdb", *self.server, *options, name], check=True)
        return name

    def copy(self, smaller: int, size: int) -> None:
        super().copy(smaller, size)
        self.made.append(self.create(size, f"--template={DATABASE.format(size=smaller)}"))

    def close(self) -> None:
        for name in self.made:
            subprocess.run(["dropdb", "--if-exists", "--force", *self.server, name], check=True)

    server = ("--host=127.0.0.1", "--username=postgres")


def answers_postgresql() -> bool:
    """Whether PostgreSQL's own tools are here and its server answers."""
    return bool(shutil.which("createdb")) and processes.is_listening(5432)


def grow(folder: Path, environment: dict[str, str], size: int) -> str:
    """Fill a database up to `size` figures; the findings made and the processor seconds they took, in words."""
    run = subprocess.run(
        [folder / ".venv/bin/python", "manage.py", "shell", "--verbosity=0", "-c", GROW.format(size=size)],
        cwd=folder,
        env=processes.clean_environment(**environment),
        check=True,
        capture_output=True,
        text=True,
    )
    series, seconds = run.stdout.split()[-2:]
    return f"{int(series):,} series, {int(series) / max(float(seconds), 0.001):,.0f} a second of processor"


def measure(folder: Path, engine: Sqlite, log: Path) -> None:
    """Print the dashboard's cost at every size: beside the empty view, and beside itself at the smallest size."""
    with processes.portal(folder, engine.root / str(SIZES[0]), log, **engine.environment(SIZES[0])):
        pass
    say(f"{engine.name}: findings at {SIZES[0]:,}", grow(folder, engine.environment(SIZES[0]), SIZES[0]))
    for smaller, size in zip(SIZES, SIZES[1:], strict=False):
        engine.copy(smaller, size)
        say(f"{engine.name}: findings at {size:,}", grow(folder, engine.environment(size), size))
    for size in SIZES[1:]:
        _beside_the_smallest(folder, engine, size, log)


def _beside_the_smallest(folder: Path, engine: Sqlite, size: int, log: Path) -> None:
    with ExitStack() as running:
        measured = []
        for each in (SIZES[0], size):
            data = engine.root / str(each)
            port, pid, _ = running.enter_context(processes.portal(folder, data, log, **engine.environment(each)))
            reader = Browser(port)
            reader.sign_in(READER)
            measured.append(pages.Page(f"{each:,}", "/indicators/", reader, processes.find(pid, "granian")))
        empty_port, empty_pid = running.enter_context(processes.empty_view(pid))
        empty = pages.Page("empty view", "/", Browser(empty_port), processes.find(empty_pid, "granian"))
        pages.measure([empty, *measured])
    smallest, grown = measured
    say(
        f"{engine.name}: dashboard at {size:,}",
        f"{grown.milliseconds:6.1f} ms, {grown.milliseconds / empty.milliseconds:5.1f} x the empty view, "
        f"{grown.milliseconds / smallest.milliseconds:4.2f} x itself at {SIZES[0]:,}",
    )


def main(folder: Path = processes.ROOT) -> None:
    """Measure on every engine there is."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        engines = [Sqlite] + [PostgreSQL] * answers_postgresql()
        for make in engines:
            root = Path(temporary) / make.name
            root.mkdir()
            engine = make(root)
            try:
                measure(folder, engine, Path(temporary) / "log")
            finally:
                engine.close()
        if len(engines) == 1:
            say("PostgreSQL", "not measured: none answers on 127.0.0.1")


if __name__ == "__main__":
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}\n")
    main()
