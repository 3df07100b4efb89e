"""
`make bench`: set-up, start, pages, packs and memory; charts, import, workbooks and the dashboard as figures grow;
the moderation of a large audit; packs of 10 to 640 pages.

`make bench ARGS="charts workbooks"` measures those parts alone. The part "portal" measures what is committed, in a
fresh clone of its own; the others the code as it stands here, on databases made for the run. Wall times depend on what
else the machine does: trust ratios, which are of rounds in turn, and processor times.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from bench import charts, dashboard, importing, moderation, packs, pages, processes
from bench.browser import BenchError, Browser
from bench.findings import say, summary

BUSINESS_TEAM = "business.team@demo.example"
PARTNER_LEAD = "police.lead@demo.example"
WARM_STARTS = 3
PACK, PERIOD = "executive_board_pack", "2026Q2"
PACK_SECONDS = 300


def clone(folder: Path) -> None:
    """A fresh clone of what is committed here."""
    command = ["git", "clone", "--quiet", "--no-hardlinks", processes.ROOT, folder]
    subprocess.run(command, check=True)
    changes = ["git", "status", "--porcelain"]
    if subprocess.run(changes, cwd=processes.ROOT, capture_output=True, text=True, check=True).stdout:
        print("Note: changes that are not committed are not measured.")


def measure_starts(folder: Path, data: Path, log: Path) -> None:
    """Seconds from `make run` to the first answer: in the fresh clone, then with everything there."""
    with processes.portal(folder, data, log) as (_, _, seconds):
        say("cold start, from clone to answering", f"{seconds:.1f} s (package caches as they were)")
    warm = []
    for _ in range(WARM_STARTS):
        with processes.portal(folder, data, log) as (_, _, seconds):
            warm.append(seconds)
    say("warm start, median", f"{statistics.median(warm):.1f} s")


def measure_pack_command(folder: Path, data: Path, out: Path) -> None:
    """Seconds and memory of the command that builds a pack."""
    out.mkdir()
    command = [folder / ".venv/bin/python", "manage.py", "build_report", PACK, f"--period={PERIOD}", f"--out={out}"]
    environment = processes.clean_environment(PORTAL_DATA=str(data))
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise BenchError("build_report failed.")
    seconds = time.monotonic() - started
    say("pack by command", f"{seconds:.1f} s ({usage.ru_utime + usage.ru_stime:.1f} s of processor)")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    say("peak memory of that command", f"{usage.ru_maxrss / unit:.0f} MB")


def measure_pack_button(port: int, pid: int) -> None:
    """Seconds from the button to the finished pack, and the memory that took the worker."""
    team = Browser(port)
    team.sign_in(BUSINESS_TEAM)
    started = time.monotonic()
    sections = re.findall(r'name="sections"[^>]* value="(\w+)"', team.get("/packs/new/"))
    run = team.post("/packs/new/", "/packs/create/", period=PERIOD, sections=sections, token=str(uuid4()))
    while f"{run}download/" not in team.get(run):
        if time.monotonic() - started > PACK_SECONDS:
            raise BenchError("The worker did not finish the pack.")
        time.sleep(0.2)
    say("pack by button, until it can be downloaded", f"{time.monotonic() - started:.1f} s")
    say("peak memory of the worker", f"{processes.peak_megabytes(processes.find(pid, 'worker')):.0f} MB")


def measure_pages(port: int, pid: int) -> None:
    """The cost of the pages people open most, as a ratio to an empty view measured in the same rounds."""
    team, lead = Browser(port), Browser(port)
    team.sign_in(BUSINESS_TEAM)
    lead.sign_in(PARTNER_LEAD)
    wanted = {
        "home": (team, "/"),
        "tracker": (team, "/tracker/"),
        "return": (lead, lead.first_link("/returns/", r"/returns/[\w-]+/")),
    }
    with processes.empty_view(pid) as (empty_port, empty_pid):
        web, nothing = processes.find(pid, "granian"), processes.find(empty_pid, "granian")
        empty = pages.Page("empty view", "/", Browser(empty_port), nothing)
        measured = [pages.Page(name, address, browser, web) for name, (browser, address) in wanted.items()]
        pages.measure([empty, *measured])
    for page in [empty, *measured]:
        say(page.name, describe(page, empty))
    say("peak memory of the web server", f"{processes.peak_megabytes(web):.0f} MB")


def describe(page: pages.Page, empty: pages.Page) -> str:
    """One line for a page: each figure with its ratio to the empty view."""
    return (
        f"{page.rate:7.0f} requests/s (1/{empty.rate / page.rate:.1f})"
        f"{page.milliseconds:8.1f} ms ({page.milliseconds / empty.milliseconds:.1f} x)"
        f"{page.processor_milliseconds:8.1f} ms of processor"
        f" ({page.processor_milliseconds / empty.processor_milliseconds:.1f} x)"
    )


def measure_portal() -> None:
    """A portal from its clone to its packs."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        folder, data, log = (Path(temporary) / name for name in ("clone", "data", "log"))
        try:
            clone(folder)
            measure_starts(folder, data, log)
            with processes.portal(folder, data, log) as (port, pid, _):
                measure_pages(port, pid)
                measure_pack_button(port, pid)
            measure_pack_command(folder, data, Path(temporary) / "out")
        except BenchError:
            print(log.read_text() if log.exists() else "", file=sys.stderr)
            raise


PARTS = {
    "portal": measure_portal,
    "charts": charts.main,
    "workbooks": importing.workbooks,
    "import": importing.main,
    "dashboard": dashboard.main,
    "moderation": moderation.main,
    "packs": packs.main,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description="Measure the portal on this machine.")
    parser.add_argument("parts", nargs="*", help=f"any of {', '.join(PARTS)}; all of them when none is named")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := set(chosen) - PARTS.keys():
        parser.error(f"There is no part {', '.join(sorted(unknown))}.")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}\n")
    try:
        for name in chosen:
            PARTS[name]()
    except BenchError as error:
        sys.exit(str(error))
    summary()


if __name__ == "__main__":
    main()
