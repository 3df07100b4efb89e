"""
Bringing figures in, at every size, on SQLite and PostgreSQL, beside the limit of the latter; and reading a workbook.

The limit is what PostgreSQL's own tools need for the same file in the same run: COPY of the raw text, every cell
checked by SQL, unknown codes and repeats looked for, and INSERT … SELECT into the same tables. A ratio is our rows a
second by theirs, so 1 is as fast. The workbook is read beside openpyxl. The files are made here, always the same ones.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import xlsxwriter

from bench import databases, processes
from bench.findings import hold, say
from indicators.rules.importing.files import rows_of
from indicators.rules.importing.workbooks import rows_as_text

# How often a file of so many rows is brought in to be timed.
ROUNDS = {10_000: 5, 100_000: 3, 1_000_000: 1, 3_000_000: 1}
LEAST_OF_LIMIT, MOST_GROWTH, LEAST_TIMES_OPENPYXL = 0.7, 1.2, 5
WORKBOOK_ROWS, WORKBOOK_ROUNDS = 20_000, 9
WORKBOOK_OF = (["A", "B"], ["E1", "E2", "E3"])
SEED = 20_261_121
FIRST_YEAR = 1985
HEADER = ("measure", "area_code", "month", "numerator", "denominator", "value")
MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
BRING_IN = "from pathlib import Path; from bench.bring_in import main; main(Path({path!r}), {rounds})"
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


def measure_import(engine, folder):
    """Rows a second at every size, beside the limit where there is one, and the peak memory of the command."""
    engine.create("import")
    environment = processes.clean_environment(**engine.environment("import"))
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "load_indicators", "--verbosity=0")
    measures, areas = json.loads(manage(environment, "shell", "--verbosity=0", "-c", WORLD))
    paths = {count: folder / f"{count}.csv" for count in ROUNDS}
    for count, path in paths.items():
        if not path.exists():
            write_csv(path, figures(count, measures, areas))
        script = BRING_IN.format(path=str(path), rounds=ROUNDS[count])
        tell(engine, json.loads(manage(environment, "shell", "--verbosity=0", "-c", script)))
    # After the others, for what these bring in stays.
    peaks = [command_cost(engine, environment, path, count) for count, path in paths.items()]
    hold(
        f"{engine.name}: import, peak memory at most rows by that at fewest", peaks[-1] / peaks[0], at_most=MOST_GROWTH
    )


def tell(engine, found):
    """Print what one size cost."""
    rows, (seconds, used) = found["rows"], found["ours"]
    said = f"{rows / seconds:,.0f} rows/s, {rows / used:,.0f} a second of processor"
    if found["limit"]:
        wall, processor = found["limit"]
        said += f"; {wall / seconds:.2f} ({processor / used:.2f} by processor) of COPY with checks"
        hold(f"{engine.name}: import of {rows:,}, of COPY with checks", wall / seconds, at_least=LEAST_OF_LIMIT)
    say(f"{engine.name}: import of {rows:,} rows", said)


def command_cost(engine, environment, path, count):
    """Print the rows a second of the command that brings a file in, start and questions included; its peak memory."""
    command = [sys.executable, "manage.py", "import_observations", path, "--mapping=bench"]
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=processes.ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit("import_observations failed.")
    peak = usage.ru_maxrss / MEGABYTE
    rate = count / (time.monotonic() - started)
    say(
        f"{engine.name}: import by command, {count:,} rows",
        f"{rate:,.0f} rows/s from start to end, peak {peak:.0f} MB",
    )
    return peak


def measure_workbook(folder):
    """Rows a second of reading a workbook, inspection included, beside openpyxl's own way of reading large ones."""
    path = folder / "figures.xlsx"
    write_workbook(path)
    rounds = [
        [seconds_of(lambda work=work: work(path)) for work in (read_here, read_with_openpyxl, same_with_openpyxl)]
        for _ in range(WORKBOOK_ROUNDS)
    ]
    ours, theirs, same = (statistics.median(each) for each in zip(*rounds, strict=True))
    say(
        f"XLSX: {WORKBOOK_ROWS:,} rows to text, inspection included",
        f"{WORKBOOK_ROWS / ours:,.0f} rows/s of processor, {theirs / ours:.1f} x openpyxl's reading alone, "
        f"{same / ours:.1f} x openpyxl to the same text",
    )
    hold("XLSX: times openpyxl's reading alone", theirs / ours, at_least=LEAST_TIMES_OPENPYXL)
    hold("XLSX: times openpyxl to the same text", same / ours, at_least=LEAST_TIMES_OPENPYXL)


def write_workbook(path):
    """The rows as a workbook, its texts shared as Excel writes them. Its memory is free again before the measuring."""
    with xlsxwriter.Workbook(path) as book:
        sheet, day_first = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADER)
        for number, (measure, area, month, *counts, value) in enumerate(figures(WORKBOOK_ROWS, *WORKBOOK_OF), start=1):
            sheet.write_row(number, 0, [measure, area])
            sheet.write_datetime(number, 2, date(*map(int, reversed(month.split("/")))), day_first)
            sheet.write_row(number, 3, [*counts, float(value)])


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
    """Every row as openpyxl reads it, in its way for large workbooks."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    expect_all(sum(1 for _ in book.active.iter_rows(values_only=True)))


def same_with_openpyxl(path):
    """Every row as openpyxl reads it, its cells made the same text by the portal's own code."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheet = SimpleNamespace(start=None, iter_rows=lambda: book.active.iter_rows(values_only=True))
    expect_all(sum(1 for _ in rows_as_text(sheet, {})))


def expect_all(rows):
    """Leave unless every row was read, the head included."""
    if rows != WORKBOOK_ROWS + 1:
        sys.exit(f"{rows} rows were read of {WORKBOOK_ROWS + 1}.")


def workbooks() -> None:
    """Measure the reading of a workbook."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        measure_workbook(Path(temporary))


def main() -> None:
    """Measure the import on every engine there is."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        for kind in databases.engines():
            with databases.made(kind, Path(temporary)) as engine:
                measure_import(engine, Path(temporary))
