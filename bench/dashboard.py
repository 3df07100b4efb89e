"""
The dashboard as figures grow: at each size beside itself at the smallest, and beside an empty view.

Every size is a portal of its own, served at the same time as the smallest one and the empty views, and asked in
shuffled rounds. Figures are made by SQL, always the same ones; their findings by the portal (`bench.grow`).
"""

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import databases, pages, processes
from bench.browser import Browser
from bench.findings import hold, say

SIZES = (10_000, 100_000, 1_000_000, 3_000_000)
READER = "saas.member@demo.example"
GROW = "from bench.grow import main; main({size})"
DASHBOARD = "/indicators/"
# Another address each time, so that nothing kept is shown: what the first reader after a change waits for.
FIRST_LOOK = "/indicators/?looked={number}"
# No middleware, session or person; and all of them, around a view that does nothing.
EMPTY, EMPTY_BEHIND_MIDDLEWARE = "/", "/healthz"
MOST_TIMES_EMPTY, MOST_GROWTH = 20, 1.2


def grow(engine: databases.Sqlite, size: int) -> str:
    """Fill a database up to `size` figures; the findings made and the processor seconds they took, in words."""
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", GROW.format(size=size)],
        cwd=processes.ROOT,
        env=processes.clean_environment(**engine.environment(str(size))),
        check=True,
        capture_output=True,
        text=True,
    )
    series, seconds = run.stdout.split()[-2:]
    return f"{int(series):,} series due, {int(series) / max(float(seconds), 0.001):,.0f} a second of processor"


def fill(engine: databases.Sqlite, log: Path) -> None:
    """A database of every size, each grown from a copy of the one before."""
    first = str(SIZES[0])
    engine.create(first)
    with processes.portal(processes.ROOT, engine.root / first, log, **engine.environment(first)):
        pass
    for place, size in enumerate(SIZES):
        if place:
            engine.copy(str(SIZES[place - 1]), str(size))
        say(f"{engine.name}: findings up to {size:,} figures", grow(engine, size))


def measure(engine: databases.Sqlite, size: int, log: Path) -> None:
    """Print what the dashboard costs at one size, beside the smallest and the empty views in the same rounds."""
    with ExitStack() as running:
        ports = {}
        for each in {SIZES[0], size}:
            folder = engine.root / str(each)
            started = processes.portal(processes.ROOT, folder, log, **engine.environment(str(each)))
            ports[each] = running.enter_context(started)[:2]
        empty_port, empty_pid = running.enter_context(processes.empty_view(ports[size][1]))
        looked = {each: _pages(*where) for each, where in ports.items()}
        behind = pages.Page("", EMPTY_BEHIND_MIDDLEWARE, looked[size][0].browser, looked[size][0].server)
        empty = pages.Page("", EMPTY, Browser(empty_port), processes.find(empty_pid, "granian"))
        pages.measure([empty, behind, *(page for of_size in looked.values() for page in of_size)])
    _tell(engine, size, looked[size], looked[SIZES[0]], (empty, behind))


def _pages(port: int, pid: int) -> list[pages.Page]:
    reader, web = Browser(port), processes.find(pid, "granian")
    reader.sign_in(READER)
    return [pages.Page("", address, reader, web) for address in (DASHBOARD, FIRST_LOOK)]


def _tell(
    engine: databases.Sqlite,
    size: int,
    grown: list[pages.Page],
    smallest: list[pages.Page],
    empty: tuple[pages.Page, pages.Page],
) -> None:
    nothing, behind = empty
    for what, page, first in zip(("dashboard", "its first look after a change"), grown, smallest, strict=True):
        times, growth = page.milliseconds / nothing.milliseconds, page.milliseconds / first.milliseconds
        used, used_first = page.processor_milliseconds, first.processor_milliseconds
        say(
            f"{engine.name}, {size:,}: {what}",
            f"{page.milliseconds:6.1f} ms, {times:5.1f} x the empty view, "
            f"{page.milliseconds / behind.milliseconds:4.1f} x one behind the middleware, "
            f"{growth:4.2f} x itself at {SIZES[0]:,}; of processor {used:.1f} ms, "
            f"{used / nothing.processor_milliseconds:.1f} x, {used / behind.processor_milliseconds:.1f} x and "
            f"{used / used_first:.2f} x",
        )
        if what == "dashboard":
            hold(f"{engine.name}, {size:,}: {what}, times the empty view", times, at_most=MOST_TIMES_EMPTY)
        if size == SIZES[-1]:
            hold(f"{engine.name}, {size:,}: {what}, times at {SIZES[0]:,}", growth, at_most=MOST_GROWTH)


def main() -> None:
    """Measure on every engine there is."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        log = Path(temporary) / "log"
        for kind in databases.engines():
            with databases.made(kind, Path(temporary)) as engine:
                fill(engine, log)
                for size in SIZES:
                    measure(engine, size, log)
