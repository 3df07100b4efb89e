"""`python -m bench.disclosure [FACTOR]`: random tables released and attacked: how much is hidden, and how fast.

The tables and the readers who attack are those of the tests, with another seed and FACTOR (1) times as many tables.
"""

import sys
import time
from collections import Counter
from random import Random

from bench.findings import say
from indicators.rules.disclosure import HIDDEN, release
from tests.indicators.disclosure.attackers import Reader, narrowed
from tests.indicators.disclosure.tables import grid_of, sample
from tests.indicators.disclosure.test_attackers import SAMPLES

SEED = 20261121
LARGE = [(12, 5), (12, 10), (20, 12)]


def measure_sample(shape, how_many):
    """Release and attack tables of one shape; how many hidden counts were given away."""
    started = time.process_time()
    found = sample(SEED, shape, how_many)
    seconds = time.process_time() - started
    published = [(table, safe) for table, safe in found if not safe.withheld]
    readers = [Reader(safe.cells, safe.equations, safe.threshold, told=table.counts) for table, safe in published]
    given_away = sum(map(len, narrowed(readers)))
    cells = Counter(
        ("small" if 0 < table.counts[name] < table.threshold else "on top") if cell == HIDDEN else "shown"
        for table, safe in published
        for name, cell in safe.cells.items()
    )
    say(f"{how_many:,} of {shape.__name__}: given away", f"{given_away}")
    say("  withheld", f"{1 - len(published) / how_many:.2%} of tables")
    say("  cells small and hidden", f"{cells['small'] / cells.total():.1%}")
    say("  cells hidden on top of them", f"{cells['on top'] / cells.total():.1%}")
    say("  processor time a table", f"{seconds / how_many * 1000:.1f} ms")
    return given_away


def measure_large(rows, columns):
    """The time that one larger table takes."""
    table = grid_of(Random(SEED), rows, columns)
    started = time.process_time()
    safe = release(table)
    outcome = "withheld" if safe.withheld else f"{sum(cell == HIDDEN for cell in safe.cells.values())} hidden"
    seconds = time.process_time() - started
    say(f"{rows} rows by {columns} columns and margins", f"{seconds * 1000:.0f} ms ({outcome} of {len(table.counts)})")


if __name__ == "__main__":
    factor = float(sys.argv[1]) if len(sys.argv) > 1 else 1
    total = sum(measure_sample(shape, int(how_many * factor)) for shape, how_many in SAMPLES)
    for size in LARGE:
        measure_large(*size)
    sys.exit(bool(total))
