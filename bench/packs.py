"""
Packs laid out in parts beside one pass of WeasyPrint and beside Chromium, from about 10 to about 640 pages.

The document is the demonstration's pack; longer ones repeat its sections under other names. Every way is a process of
its own, in turn with the others; memory is what the process and those it started hold together, asked all the time.
`PACK_SIZES="10 40"` measures some sizes alone.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from pikepdf import Pdf

from bench import databases, processes
from bench.findings import hold, say

PERIOD, PAGES_OF_THE_PACK = "2026Q2", 65
PRINT = "from bench.print_pack import main; main({folder!r}, {period!r})"
SIZES = {10: 3, 40: 3, 160: 1, 640: 1}
PROCESSES = 2
MOST_OF_ONE_PASS, MOST_CHANGED, MOST_MEGABYTES = 0.7, 0.15, 400
ANCHOR = re.compile(r'( id="| data-target="#| href="#)([^"]+)"')
ENTRIES = re.compile(r'(<nav class="contents">.*?<ol>)(.*)(</ol>\s*</nav>)', re.DOTALL)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ONE_PASS, NOTHING_KEPT, ONE_CHANGED = "one pass", "in parts, nothing kept", "in parts, one section changed"
IN_CHROMIUM = "Chromium --print-to-pdf"


@dataclass
class Cost:
    """What the rounds of one way took: seconds, processor seconds, and megabytes of the largest process and of all."""

    rounds: list[dict[str, float]] = field(default_factory=list)

    def median(self, of: str) -> float:
        return statistics.median(each[of] for each in self.rounds)


def repeated(html: str, copies: int) -> str:
    """The document with its sections so many times, each time under other anchors, and all of them in the contents."""
    before, opening, rest = html.partition("<main>")
    main, closing, after = rest.rpartition("</main>")
    entries = ENTRIES.search(before)
    sections = "".join(renamed(main, copy) for copy in range(copies))
    contents = "".join(renamed(entries[2], copy) for copy in range(copies))
    before = before.replace(entries[0], f"{entries[1]}{contents}{entries[3]}")
    return f"{before}{opening}{sections}{closing}{after}"


def renamed(html: str, copy: int) -> str:
    return ANCHOR.sub(rf'\g<1>\g<2>-{copy}"', html) if copy else html


def changed(html: str, number: int) -> str:
    """The same at another moment, and with a word more in a section of middling length."""
    html = html.replace("Draft of the moment", f"Draft of moment {number}")
    html = re.sub(r'(name="dcterms.created" content="\d{4})', rf"\g<1>-01-0{number % 9 + 1}T00:00:00Z", html, count=1)
    sections = sorted(re.findall(r"<section\b.*?</section>", html, re.DOTALL), key=len)
    middling = sections[len(sections) // 2]
    return html.replace(middling, middling.replace("</section>", f"<p>Change {number}.</p></section>"))


class Watch:
    """Asks again and again how much memory a process and those it started hold."""

    def __init__(self, pid: int) -> None:
        self.pid, self.largest, self.together = pid, 0.0, 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self) -> None:
        while not self.over.wait(0.05):
            try:
                held = [megabytes(pid) for pid in (self.pid, *processes.descendants(self.pid))]
            except (OSError, IndexError):  # it ended while it was asked
                continue
            self.largest = max(self.largest, *(whole for whole, _ in held))
            self.together = max(self.together, sum(share for _, share in held))

    def end(self) -> dict[str, float]:
        self.over.set()
        self.thread.join()
        return {"largest": self.largest, "together": self.together}


def megabytes(pid: int) -> tuple[float, float]:
    """What a process holds: with all that it shares with others, and with its share of that."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    whole, share = (int(rollup.split(f"\n{name}:")[1].split()[0]) / 1024 for name in ("Rss", "Pss"))
    return whole, share


class Laying:
    """One document and the ways to lay it out."""

    def __init__(self, html: str, folder: Path) -> None:
        self.html, self.folder = html, folder
        self.costs: dict[str, Cost] = {}
        self.number = 0

    def once(self, way: str) -> None:
        """One round of a way."""
        self.number += 1
        document, shelf = self.folder / "document.html", self.folder / "shelf"
        if way == NOTHING_KEPT:
            shutil.rmtree(shelf, ignore_errors=True)
        document.write_text(changed(self.html, self.number) if way == ONE_CHANGED else self.html)
        out = self.folder / f"{way}.pdf"
        if way == IN_CHROMIUM:
            cost = self._chromium(document, out)
        else:
            arguments = [way, document, shelf, str(PROCESSES), out]
            cost = self._run([sys.executable, "-m", "bench.lay_out_once", *map(str, arguments)])
        self.costs.setdefault(way, Cost()).rounds.append(cost)

    def _run(self, command: list[str]) -> dict[str, float]:
        process = subprocess.Popen(command, cwd=processes.ROOT, stdout=subprocess.PIPE, text=True)
        watch = Watch(process.pid)
        output, _ = process.communicate()
        memory = watch.end()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return json.loads(output.splitlines()[-1]) | memory

    def _chromium(self, document: Path, out: Path) -> dict[str, float]:
        static = (processes.ROOT / "static").as_uri()
        document.write_text(self.html.replace('href="static:', f'href="{static}/'))
        command = [
            chromium(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={self.folder / 'profile'}",
        ]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={out}", document.as_uri()]
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        watch = Watch(process.pid)
        _, _, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "processor": usage.ru_utime + usage.ru_stime} | watch.end()

    def pages(self) -> int:
        with Pdf.open(self.folder / f"{NOTHING_KEPT}.pdf") as pdf:
            return len(pdf.pages)

    def ratio(self, way: str, to: str, of: str = "seconds") -> float:
        return self.costs[way].median(of) / self.costs[to].median(of)


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def documents(folder: Path) -> dict[str, str]:
    """The print documents of the demonstration, by name."""
    engine = databases.Sqlite(folder)
    engine.create("packs")
    environment = processes.clean_environment(**engine.environment("packs"))
    manage = [sys.executable, "manage.py"]
    for command in (
        ["prepare_portal"],
        ["shell", "--verbosity=0", "-c", PRINT.format(folder=str(folder), period=PERIOD)],
    ):
        subprocess.run([*manage, *command], cwd=processes.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return {name: (folder / f"{name}.html").read_text() for name in ("whole", "few")}


def tell(laying: Laying, size: int) -> None:
    """Print what each way took, and note the ratios beside their targets."""
    pages = laying.pages()
    for way, cost in laying.costs.items():
        memory = f"{cost.median('largest'):.0f} MB in the largest process, {cost.median('together'):.0f} in all"
        took = f"{cost.median('seconds'):6.1f} s, {cost.median('processor'):6.1f} s of processor"
        say(f"{pages} pages: {way}", f"{took}, {memory} ({laying.ratio(way, ONE_PASS):.2f} of one pass)")
    if size >= min(40, max(SIZES)):
        hold(f"{pages} pages: in parts to one pass", laying.ratio(NOTHING_KEPT, ONE_PASS), at_most=MOST_OF_ONE_PASS)
        hold(
            f"{pages} pages: one section changed to one pass", laying.ratio(ONE_CHANGED, ONE_PASS), at_most=MOST_CHANGED
        )
    for way in (NOTHING_KEPT, ONE_CHANGED):
        for of, words in (("largest", "the largest process"), ("together", "all processes")):
            hold(f"{pages} pages: {way}, MB of {words}", laying.costs[way].median(of), at_most=MOST_MEGABYTES)


def main() -> None:
    """Measure every size, the ways in turn."""
    sizes = [int(size) for size in os.environ.get("PACK_SIZES", "").split()] or list(SIZES)
    ways = [ONE_PASS, NOTHING_KEPT, ONE_CHANGED, *([IN_CHROMIUM] if chromium() else [])]
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        folder = Path(temporary)
        found = documents(folder)
        for size in sizes:
            copies = round(size / PAGES_OF_THE_PACK)
            laying = Laying(repeated(found["whole"], copies) if copies else found["few"], folder)
            for _ in range(SIZES.get(size, 1)):
                for way in ways:
                    laying.once(way)
            say(f"load while {size} pages were laid out", f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} processors")
            tell(laying, size)
