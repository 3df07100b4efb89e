"""
Bringing figures in: `python -m bench.importing`, on PostgreSQL and on SQLite, beside the limit of each.

The limit on PostgreSQL is what its own tools need for the same file in the same run: COPY of the raw text, every cell
checked by SQL, unknown codes and repeats looked for, and INSERT … SELECT into the same tables. Reading a workbook is
measured beside openpyxl. The files are made here, always the same ones.
"""

import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import openpyxl
import psycopg
import xlsxwriter

from bench import processes
from indicators.rules.importing.files import rows_of

ROWS = (100_000, 1_000_000)
WORKBOOK_ROWS = 20_000
ROUNDS = 3
WORKBOOK_OF = (["A", "B"], ["E1", "E2", "E3"])
SEED = 20_261_121
FIRST_YEAR = 1985
SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres:postgres@127.0.0.1:5432/postgres")
HEADER = ("measure", "area_code", "month", "numerator", "denominator", "value")
MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
BRING_IN = "from pathlib import Path; from bench.bring_in import main; main(Path({path!r}))"
WORLD = """
import json
from indicators.models import AreaCode, Measure
from indicators.services.mappings import load_mappings
from django.utils import timezone
measures = list(Measure.objects.filter(unit="percent").order_by("code").values_list("code", flat=True))
areas = AreaCode.objects.filter(scheme__in=["ons", "ods"], ends_on=None)
columns = {"numerator": "numerator", "denominator": "denominator", "value": "value"}
load_mappings(by=None, now=timezone.now(), mappings=[{
    "name": "bench", "title": "Made up", "source": "dfe-lait", "measure_column": "measure",
    "period": {"column": "month", "kinds": ["day"], "day": "month"}, "area": {"column": "area_code"},
    "measures": [{"code": code, **columns} for code in measures],
}])
print(json.dumps([measures, list(areas.order_by("code").values_list("code", flat=True))]))
"""


def say(name: str, value: str) -> None:
    print(f"{name:<44} {value}", flush=True)


def figures(count, measures, areas):
    """The rows of a file: every area of every measure, month by month, with made-up numbers."""
    chance = random.Random(SEED)
    for number in range(count):
        month, place = divmod(number, len(measures) * len(areas))
        measure, area = divmod(place, len(areas))
        below = chance.randint(20_000, 60_000)
        above = chance.randint(below // 4, below)
        day = date(FIRST_YEAR + month // 12, month % 12 + 1, 1)
        yield measures[measure], areas[area], f"{day:%d/%m/%Y}", above, below, f"{100 * above / below:.1f}"


def write_csv(path, rows):
    """The rows as CSV."""
    with path.open("w") as file:
        file.write(",".join(HEADER) + "\n")
        file.writelines(",".join(map(str, row)) + "\n" for row in rows)


def manage(environment, *arguments):
    """What a management command of the portal prints."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=processes.ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def measure_import(name, environment, folder):
    """Rows a second at the smaller size, and peak memory of the command at both."""
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "load_indicators", "--verbosity=0")
    measures, areas = json.loads(manage(environment, "shell", "--verbosity=0", "-c", WORLD))
    for count in ROWS:
        path = folder / f"{count}.csv"
        if not path.exists():
            write_csv(path, figures(count, measures, areas))
    timed = manage(environment, "shell", "--verbosity=0", "-c", BRING_IN.format(path=str(folder / f"{ROWS[0]}.csv")))
    say(f"{name}: import of {ROWS[0]:,} rows", timed.strip())
    for count in ROWS:
        say(f"{name}: command, {count:,} rows", command_cost(environment, folder / f"{count}.csv", count))


def command_cost(environment, path, count):
    """Seconds and peak memory of the command that brings a file in."""
    command = [sys.executable, "manage.py", "import_observations", path, "--mapping=bench"]
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=processes.ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit("import_observations failed.")
    seconds = time.monotonic() - started
    return f"{count / seconds:,.0f} rows/s from start to end, peak {usage.ru_maxrss / MEGABYTE:.0f} MB"


def measure_workbook(folder):
    """Rows a second of reading a workbook, inspection included, beside openpyxl's own way of reading large ones."""
    path = folder / "figures.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day_first = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADER)
        for number, (measure, area, month, *counts, value) in enumerate(figures(WORKBOOK_ROWS, *WORKBOOK_OF), start=1):
            sheet.write_row(number, 0, [measure, area])
            sheet.write_datetime(number, 2, date(*map(int, reversed(month.split("/")))), day_first)
            sheet.write_row(number, 3, [*counts, float(value)])
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds_of(lambda: read_here(path)))
        theirs.append(seconds_of(lambda: read_with_openpyxl(path)))
    rate, times = WORKBOOK_ROWS / statistics.median(ours), statistics.median(theirs) / statistics.median(ours)
    say(f"XLSX: {WORKBOOK_ROWS:,} rows", f"{rate:,.0f} rows/s, {times:.1f} x openpyxl")


def seconds_of(work):
    """Processor seconds of one piece of work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def read_here(path):
    """Every row as the portal reads it."""
    with path.open("rb") as file:
        expect_all(sum(len(block.cells) for block in rows_of(file)))


def read_with_openpyxl(path):
    """Every row as openpyxl reads it."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    expect_all(sum(1 for _ in book.active.iter_rows(values_only=True)))


def expect_all(rows):
    """Leave unless every row was read, the head included."""
    if rows != WORKBOOK_ROWS + 1:
        sys.exit(f"{rows} rows were read of {WORKBOOK_ROWS + 1}.")


def main() -> None:
    """Measure on every engine there is."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        folder = Path(temporary)
        measure_workbook(folder)
        demo = processes.clean_environment(PORTAL_MODE="demo", PORTAL_DATA=str(folder))
        measure_import("SQLite", demo, folder)
        if not processes.is_listening(5432):
            say("PostgreSQL", "not measured: none answers on 127.0.0.1")
            return
        name = f"portal_bench_{secrets.token_hex(4)}"
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
            try:
                measure_import("PostgreSQL", demo | {"DATABASE_URL": f"{SERVER.rpartition('/')[0]}/{name}"}, folder)
            finally:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}\n")
    main()
