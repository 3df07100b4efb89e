"""
Figures by the million, always the same ones: `main(size)` fills the database of the settings up to that size.

Run it where Django is set up: `manage.py shell -c "from bench.grow import main; main(100_000)"`.

Series of forty quarters of made-up areas below every measure, written by plain SQL that SQLite and PostgreSQL both
understand, with the rows the portal keeps beside them; their findings are then made by the portal itself.
"""

import time
from datetime import date, timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.utils import timezone

from indicators.models import Area, Batch, Measure, Observation, SeriesDue, Source
from indicators.services.findings import refresh_findings

POINTS = 40
FIRST_QUARTER = date(2016, 7, 1)
SERIES_A_ROUND = 2_000

OBSERVATIONS = """
INSERT INTO indicators_observation
    (measure_id, area_id, period_start, period_end, numerator, denominator, value, status, symbol, note, batch_id)
SELECT m.id, a.id, q.starts, q.ends, NULL, NULL,
       CAST((m.id * 7919 + a.id * 104729 + q.n * 1299709) %% 1000 AS numeric) / 10, 'published', '', '', %s
FROM indicators_measure m CROSS JOIN indicators_area a CROSS JOIN bench_quarter q
WHERE a.slug BETWEEN %s AND %s
"""
CURRENT = """
INSERT INTO indicators_currentobservation (measure_id, area_id, period_end, period_start, observation_id)
SELECT measure_id, area_id, period_end, period_start, id FROM indicators_observation WHERE batch_id = %s
"""
LATEST = """
INSERT INTO indicators_latestfigure (measure_id, area_id, observation_id, published_id)
SELECT measure_id, area_id, id, id FROM indicators_observation WHERE batch_id = %s AND period_end = %s
"""
DUE = """
INSERT INTO indicators_seriesdue (measure_id, area_id, since)
SELECT measure_id, area_id, %s FROM indicators_observation WHERE batch_id = %s AND period_end = %s
"""


def quarters():
    """The quarters as rows: number, first day, last day."""
    starts = [date(FIRST_QUARTER.year + (6 + 3 * n) // 12, (6 + 3 * n) % 12 + 1, 1) for n in range(POINTS + 1)]
    return [(n, starts[n], starts[n + 1] - timedelta(days=1)) for n in range(POINTS)]


@transaction.atomic
def add_figures(missing, now):
    """Add at least `missing` figures, a batch of their own."""
    areas = -(-missing // (POINTS * Measure.objects.count()))
    first = Area.objects.filter(slug__startswith="bench-").count()
    names = [f"bench-{number:06d}" for number in range(first, first + areas)]
    Area.objects.bulk_create(Area(slug=name, name=name, kind=Area.Kind.DERIVED) for name in names)
    batch = Batch.objects.create(
        source=Source.objects.order_by("pk").first(),
        file_name="bench",
        sha256=sha256(names[0].encode()).hexdigest(),
        recorded_at=now,
    )
    rows = quarters()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_quarter (n integer, starts date, ends date)")
        cursor.executemany("INSERT INTO bench_quarter VALUES (%s, %s, %s)", rows)
        cursor.execute(OBSERVATIONS, [batch.pk, names[0], names[-1]])
        cursor.execute(CURRENT, [batch.pk])
        cursor.execute(LATEST, [batch.pk, rows[-1][2]])
        cursor.execute(DUE, [now, batch.pk, rows[-1][2]])
        cursor.execute("DROP TABLE bench_quarter")


def main(size):
    """Grow to the size asked for, and print how many findings that made, in how many seconds of processor."""
    now = timezone.now()
    missing = size - Observation.objects.count()
    if missing > 0:
        add_figures(missing, now)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    due, started = SeriesDue.objects.count(), time.process_time()
    while refresh_findings(now=now, limit=SERIES_A_ROUND):
        pass
    print(f"{due} {time.process_time() - started:.3f}")
