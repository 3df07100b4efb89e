"""
One file brought in and taken back, over and over, where Django is set up (`manage.py shell`): `main(path, rounds)`.

Prints as JSON how many rows that were, the seconds and processor seconds of the import, and on PostgreSQL those of the
limit: what the database's own tools need for the same.
Looking for what is hard to believe is not part of either: it is done for the preview.
"""

import json
import statistics
import sys
import time
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from bench.processes import cpu_seconds
from indicators.models import Batch, Source
from indicators.queries.imports import mappings
from indicators.rules.importing.mapping import read_mapping
from indicators.services import landing_sql
from indicators.services.due import mark_due
from indicators.services.import_files import file_laid_out
from indicators.services.landing import refresh_latest

RAW = """
CREATE TEMPORARY TABLE raw (measure text, area_code text, month text, numerator text, denominator text, value text)
"""
CHECKS = """
SELECT COUNT(*) FILTER (WHERE m.id IS NULL OR a.area_id IS NULL
    OR r.month !~ '^[0-9]{2}/[0-9]{2}/[0-9]{4}$'
    OR r.numerator !~ '^[0-9]+(\\.[0-9]+)?$' OR r.denominator !~ '^[0-9]+(\\.[0-9]+)?$'
    OR r.value !~ '^-?[0-9]+(\\.[0-9]+)?$')
FROM raw r
LEFT JOIN indicators_measure m ON m.code = r.measure
LEFT JOIN indicators_areacode a ON a.code = r.area_code AND a.scheme IN ('ons', 'ods', 'portal')
"""
REPEATS = "SELECT 1 FROM raw GROUP BY measure, area_code, month HAVING COUNT(*) > 1 LIMIT 1"
APPEND = """
INSERT INTO indicators_observation (measure_id, area_id, period_start, period_end, numerator, denominator, value,
    status, symbol, note, batch_id, supersedes_id)
SELECT m.id, a.area_id, p.starts, p.ends, r.numerator::numeric, r.denominator::numeric, r.value::numeric,
    'published', '', '', %s, c.observation_id
FROM raw r
JOIN indicators_measure m ON m.code = r.measure
JOIN indicators_areacode a ON a.code = r.area_code AND a.scheme IN ('ons', 'ods', 'portal')
CROSS JOIN LATERAL (SELECT to_date(r.month, 'DD/MM/YYYY') AS starts,
    (to_date(r.month, 'DD/MM/YYYY') + interval '1 month' - interval '1 day')::date AS ends) p
LEFT JOIN indicators_currentobservation c ON c.measure_id = m.id AND c.area_id = a.area_id
    AND c.period_end = p.ends AND c.period_start = p.starts
LEFT JOIN indicators_observation o ON o.id = c.observation_id
WHERE o.id IS NULL OR o.value IS DISTINCT FROM r.value::numeric
"""


@contextmanager
def empty_tables():
    """Do it once and take it back, so that every round finds the same tables."""
    with transaction.atomic():
        yield
        connection.cursor().execute(
            "SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1"
        )
        transaction.set_rollback(True)


def bring_in(path, columns):
    """Read, check and land the file; how many figures that were."""
    mapping = read_mapping(columns)
    with (
        empty_tables(),
        path.open("rb") as file,
        file_laid_out(file=file, name=path.name, mapping=mapping) as laid_out,
    ):
        if laid_out.outcome.refused:
            sys.exit(laid_out.outcome.refused[0])
        return laid_out.stage.land(new_batch(path)).added


def copy_in(path):
    """The same with the database's own tools: COPY, checks, INSERT … SELECT, and the rows kept beside."""
    with empty_tables(), connection.cursor() as cursor:
        cursor.execute(RAW)
        with cursor.copy("COPY raw FROM STDIN (FORMAT csv, HEADER)") as copy, path.open("rb") as file:
            while block := file.read(1 << 16):
                copy.write(block)
        cursor.execute("ANALYZE raw")
        cursor.execute(CHECKS)
        cursor.execute(REPEATS) if not cursor.fetchone()[0] else sys.exit("The file is wrong.")
        batch = new_batch(path)
        batch.save()
        cursor.execute(APPEND, [batch.pk])
        cursor.execute(landing_sql.POINT, [batch.pk])
        cursor.execute(landing_sql.SERIES, [batch.pk])
        series = set(cursor.fetchall())
        refresh_latest(series)
        mark_due(series, now=batch.recorded_at)


def new_batch(path):
    """A batch that is not kept yet."""
    source = Source.objects.get(slug="dfe-lait")
    return Batch(source=source, file_name=path.name, sha256="0" * 64, recorded_at=timezone.now())


def processor_seconds():
    """What this process has used so far and, on PostgreSQL, the one that serves it."""
    used = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            used += cpu_seconds(cursor.fetchone()[0])
    return used


def cost(work):
    """What a piece of work gives back, its seconds, and those of processors."""
    began, used = time.perf_counter(), processor_seconds()
    result = work()
    return result, time.perf_counter() - began, processor_seconds() - used


def main(path, rounds):
    """Import and limit in turn, so that a busy moment hits both."""
    columns = mappings().get(slug="bench").columns
    ours, limits = [], []
    for _ in range(rounds):
        if connection.vendor == "postgresql":
            limits.append(cost(lambda: copy_in(path)))
        ours.append(cost(lambda: bring_in(path, columns)))
    found = {"rows": ours[0][0], "ours": middle(ours), "limit": middle(limits) if limits else None}
    print(json.dumps(found))


def middle(costs):
    """The median seconds and the median processor seconds of some rounds."""
    return [statistics.median(each[place] for each in costs) for place in (1, 2)]
