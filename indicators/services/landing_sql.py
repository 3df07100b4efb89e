"""The SQL of landing figures: the same on PostgreSQL and SQLite but for how values that may be null are compared."""

from django.db import connection

DROP = "DROP TABLE IF EXISTS figures_in"
CREATE = """
CREATE TEMPORARY TABLE figures_in (
    place integer NOT NULL PRIMARY KEY, file_row integer NOT NULL, file_column integer NOT NULL, rank integer NOT NULL,
    measure_id bigint NOT NULL, area_id bigint NOT NULL, period_start date NOT NULL, period_end date NOT NULL,
    numerator decimal(15, 2), denominator decimal(15, 2), value decimal(15, 7),
    status varchar(16) NOT NULL, symbol varchar(8) NOT NULL, note text NOT NULL
)"""
COPY = "COPY figures_in FROM STDIN"
INSERT = "INSERT INTO figures_in VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
INDEX = "CREATE INDEX figures_in_point ON figures_in (measure_id, area_id, period_end, period_start)"
ANALYZE = "ANALYZE figures_in"
MEASURES = "SELECT DISTINCT measure_id FROM figures_in ORDER BY measure_id"

# What stood before each observation of a batch that is still the last of its chain.
PREVIOUS = """
INSERT INTO figures_in
SELECT o.id, 0, 0, 0, o.measure_id, o.area_id, o.period_start, o.period_end,
    p.numerator, p.denominator, p.value, COALESCE(p.status, %s), COALESCE(p.symbol, ''), COALESCE(p.note, '')
FROM indicators_observation o
JOIN indicators_currentobservation c ON c.observation_id = o.id
LEFT JOIN indicators_observation p ON p.id = o.supersedes_id
WHERE o.batch_id = %s"""

ANY_REPEAT = """
SELECT 1 FROM figures_in GROUP BY measure_id, area_id, period_start, period_end HAVING COUNT(*) > 1 LIMIT 1"""
_ORDERED = """
WITH ordered AS (
    SELECT place, ROW_NUMBER() OVER points AS turn, FIRST_VALUE(place) OVER points AS first_place
    FROM figures_in
    WINDOW points AS (PARTITION BY measure_id, area_id, period_start, period_end ORDER BY rank, place)
)"""
_REPEATS = """
FROM ordered JOIN figures_in s ON s.place = ordered.place JOIN figures_in o ON o.place = ordered.first_place
WHERE ordered.turn > 1"""
COUNT_REPEATS = (
    _ORDERED
    + """
SELECT CASE WHEN NOT (DIFFERING) THEN 'repeated' WHEN s.rank > o.rank THEN 'preferred_less' ELSE 'contradicted' END
    AS verdict, COUNT(*)"""
    + _REPEATS
    + " GROUP BY verdict"
)
CONTRADICTIONS = (
    _ORDERED
    + " SELECT s.file_row, s.file_column, o.file_row"
    + _REPEATS
    + " AND s.rank = o.rank AND (DIFFERING) ORDER BY s.file_row, s.file_column"
)
DELETE_REPEATS = """
DELETE FROM figures_in WHERE place IN (
    SELECT place FROM (
        SELECT place, ROW_NUMBER() OVER (
            PARTITION BY measure_id, area_id, period_start, period_end ORDER BY rank, place
        ) AS turn
        FROM figures_in
    ) AS ordered
    WHERE turn > 1
)"""

_BESIDE_WHAT_STANDS = """
FROM figures_in s
LEFT JOIN indicators_currentobservation c ON c.measure_id = s.measure_id AND c.area_id = s.area_id
    AND c.period_end = s.period_end AND c.period_start = s.period_start
LEFT JOIN indicators_observation o ON o.id = c.observation_id"""
COMPARE = """
SELECT CASE WHEN o.id IS NULL THEN 'added' WHEN DIFFERING THEN 'corrected' ELSE 'unchanged' END AS verdict, COUNT(*)
BESIDE_WHAT_STANDS
GROUP BY verdict"""
_FRESH = """
SELECT s.file_row, s.measure_id, s.area_id, s.period_start, s.period_end, s.value, s.status, s.symbol,
    o.value, o.status, o.symbol
BESIDE_WHAT_STANDS
WHERE CONDITION ORDER BY s.place LIMIT %s"""
CORRECTED = _FRESH.replace("CONDITION", "o.id IS NOT NULL AND (DIFFERING)")
ADDED = _FRESH.replace("CONDITION", "o.id IS NULL")
ANY_FRESH = """
SELECT 1
BESIDE_WHAT_STANDS
WHERE o.id IS NULL OR (DIFFERING) LIMIT 1"""
CORRECTED_IN = "SELECT COUNT(*) FROM indicators_observation WHERE batch_id = %s AND supersedes_id IS NOT NULL"
APPEND = """
INSERT INTO indicators_observation (measure_id, area_id, period_start, period_end, numerator, denominator, value,
    status, symbol, note, batch_id, supersedes_id)
SELECT s.measure_id, s.area_id, s.period_start, s.period_end, s.numerator, s.denominator, s.value,
    s.status, s.symbol, s.note, %s, o.id
BESIDE_WHAT_STANDS
WHERE o.id IS NULL OR (DIFFERING)"""
POINT = """
INSERT INTO indicators_currentobservation (measure_id, area_id, period_end, period_start, observation_id)
SELECT measure_id, area_id, period_end, period_start, id FROM indicators_observation WHERE batch_id = %s
ON CONFLICT (measure_id, area_id, period_end, period_start) DO UPDATE SET observation_id = excluded.observation_id"""
SERIES = "SELECT DISTINCT measure_id, area_id FROM indicators_observation WHERE batch_id = %s"

POINTS = """
SELECT s.area_id, CASE WHEN o.id IS NULL OR (DIFFERING) THEN 1 ELSE 0 END, s.period_start, s.period_end,
    CAST(s.numerator AS double precision), CAST(s.denominator AS double precision), CAST(s.value AS double precision)
BESIDE_WHAT_STANDS
WHERE s.measure_id = %s
UNION ALL
SELECT o.area_id, 0, o.period_start, o.period_end,
    CAST(o.numerator AS double precision), CAST(o.denominator AS double precision), CAST(o.value AS double precision)
FROM indicators_currentobservation c JOIN indicators_observation o ON o.id = c.observation_id
WHERE c.measure_id = %s AND o.status = %s AND NOT EXISTS (
    SELECT 1 FROM figures_in s WHERE s.measure_id = c.measure_id AND s.area_id = c.area_id
        AND s.period_end = c.period_end AND s.period_start = c.period_start
)
ORDER BY 1, 4, 3"""

_CONTENT = ("numerator", "denominator", "value", "status", "symbol", "note")


def differing(statement: str) -> str:
    """
    The statement with `BESIDE_WHAT_STANDS` put as the join of the figures `s` to the observations `o` that stand, and
    `DIFFERING` as: the content of the one is not that of the other, a null being equal to a null.
    """
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    comparison = " OR ".join(f"s.{name} {differs} o.{name}" for name in _CONTENT)
    return statement.replace("BESIDE_WHAT_STANDS", _BESIDE_WHAT_STANDS).replace("DIFFERING", comparison)
