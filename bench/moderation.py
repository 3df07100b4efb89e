"""
Moderation of a large audit, 200 cases by 12 agencies by 40 questions: its pages beside an empty view in the same run.

The rows are made in bulk (`bench.grow_audit`); the pages are the portal's own, asked by the Business Team.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from bench import databases, pages, processes
from bench.browser import Browser
from bench.findings import hold, say

READER = "business.team@demo.example"
GROW = "from bench.grow_audit import main; main()"
SIZE = "200 x 12 x 40"
ROUNDS = 2
# What each page shows, by its address below the audit's moderation; the most times the processor time of an empty view
# that it may take. A page this long waits for others' turns on a busy machine, so wall time says less.
ADDRESSES = {"one case": "{case}/", "every case": "", "agreement": "agreement/"}
MOST_TIMES_EMPTY = {"one case": 500}


def grow(engine: databases.Sqlite, name: str) -> tuple[str, str]:
    """Write the audit; its key and a case's."""
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", GROW],
        cwd=processes.ROOT,
        env=processes.clean_environment(**engine.environment(name)),
        check=True,
        capture_output=True,
        text=True,
    )
    audit, case = run.stdout.split()[-2:]
    return audit, case


def measure(engine: databases.Sqlite, log: Path) -> None:
    """Print what each page costs."""
    name = "moderation"
    engine.create(name)
    with processes.portal(processes.ROOT, engine.root / name, log, **engine.environment(name)) as (port, pid, _):
        audit, case = grow(engine, name)
        reader, web = Browser(port), processes.find(pid, "granian")
        reader.sign_in(READER)
        shown = [
            pages.Page(what, f"/audits/{audit}/moderation/{address.format(case=case)}", reader, web)
            for what, address in ADDRESSES.items()
        ]
        with processes.empty_view(pid) as (empty_port, empty_pid):
            empty = pages.Page("empty view", "/", Browser(empty_port), processes.find(empty_pid, "granian"))
            pages.measure([empty, *shown], ROUNDS)
        for page in shown:
            _tell(engine, page, empty)
        say(f"{engine.name}: peak memory of the web server", f"{processes.peak_megabytes(web):.0f} MB")


def _tell(engine: databases.Sqlite, page: pages.Page, empty: pages.Page) -> None:
    times = page.milliseconds / empty.milliseconds
    processor = page.processor_milliseconds / empty.processor_milliseconds
    say(
        f"{engine.name}, {SIZE}: {page.name}",
        f"{page.milliseconds:6.1f} ms ({page.processor_milliseconds:.1f} of processor), {times:5.1f} x the empty view, "
        f"{processor:5.1f} x its processor time",
    )
    if page.name in MOST_TIMES_EMPTY:
        target = f"{engine.name}, {SIZE}: {page.name}, times the processor time of the empty view"
        hold(target, processor, at_most=MOST_TIMES_EMPTY[page.name])


def main() -> None:
    """Measure on every engine there is."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        for kind in databases.engines():
            with databases.made(kind, Path(temporary)) as engine:
                measure(engine, Path(temporary) / "log")
