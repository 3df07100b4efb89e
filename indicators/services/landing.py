"""
Figures laid out beside the table of observations, compared with what stands, and landed in one go.

They come through a temporary table of the database session: `COPY` on PostgreSQL, plain inserts on SQLite. Everything
after that is the same SQL on both. Nothing of it is seen by others before `land`, which is one transaction.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.db import DatabaseError, connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from assurance.services import activity
from indicators.models import Area, Batch, CurrentObservation, LatestFigure, Measure
from indicators.rules.vocabulary import Status
from indicators.services import landing_sql as sql
from indicators.services.due import mark_due

CHUNK = 5_000
NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Series = set[tuple[int, int]]


class Row(NamedTuple):
    """One figure on its way in: where it stands in its file, how early it is taken, its point, and its content."""

    row: int
    column: int
    rank: int
    measure: int
    area: int
    period_start: date
    period_end: date
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    status: str
    symbol: str
    note: str


class Contradiction(NamedTuple):
    """A figure, by row and column, that differs from what row `other` says of the same point."""

    row: int
    column: int
    other: int


@dataclass(frozen=True)
class Repeats:
    """Figures of a point that stands in the file more than once: said again, preferred less, and contradictions."""

    repeated: int = 0
    preferred_less: int = 0
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True)
class Landing:
    """What came of a file: points that are new, that correct an earlier figure, and that say what was known."""

    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    batches: tuple[Batch, ...] = field(default=(), compare=False)

    def __add__(self, other: "Landing") -> "Landing":
        return Landing(
            self.added + other.added,
            self.corrected + other.corrected,
            self.unchanged + other.unchanged,
            self.batches + other.batches,
        )


class Stage:
    """The temporary table, for as long as it is entered. One at a time in a session."""

    def __init__(self) -> None:
        self.rows = 0

    def __enter__(self) -> Self:
        self._run(sql.DROP)
        self._run(sql.CREATE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After an error of the database nothing more can be said to it here; the next to enter drops the table.
        if kind is None or not issubclass(kind, DatabaseError):
            self._run(sql.DROP)

    def add(self, rows: Iterable[Row]) -> None:
        """Lay out rows beside those that are there."""
        left = iter(rows)
        while chunk := list(islice(left, CHUNK)):
            numbered = enumerate(chunk, start=self.rows)
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    with cursor.copy(sql.COPY) as copy:
                        copy.write("".join([_copied(place, row) for place, row in numbered]))
                else:
                    cursor.executemany(sql.INSERT, [(place, *map(_stored, row)) for place, row in numbered])
            self.rows += len(chunk)

    def add_previous(self, batch: Batch) -> None:
        """Lay out what stood before each figure of a batch that still stands; withdrawn where there was nothing."""
        self.rows += self._run(sql.PREVIOUS, [str(Status.WITHDRAWN), batch.pk])

    def settle_repeats(self, most: int) -> Repeats:
        """Keep one figure a point, the preferred one; up to `most` contradictions are named."""
        self._run(sql.INDEX)
        if connection.vendor == "postgresql":
            self._run(sql.ANALYZE)
        if not self._fetch(sql.ANY_REPEAT):
            return Repeats()
        counts = dict(self._fetch(sql.differing(sql.COUNT_REPEATS)))
        named = self._fetch(sql.differing(sql.CONTRADICTIONS) + " LIMIT %s", [most])
        self.rows -= self._run(sql.DELETE_REPEATS)
        return Repeats(
            counts.get("repeated", 0), counts.get("preferred_less", 0), tuple(Contradiction(*row) for row in named)
        )

    def compare(self) -> Landing:
        """What landing would come to."""
        counts = dict(self._fetch(sql.differing(sql.COMPARE)))
        return Landing(counts.get("added", 0), counts.get("corrected", 0), counts.get("unchanged", 0))

    def fresh(self, most: int) -> list[tuple[Any, ...]]:
        """
        Up to `most` of the figures that are new or corrected, the corrected first.

        Each is row, measure, area, period_start, period_end, value, status, symbol, and then the value, status and
        symbol that stand today, or three times None.
        """
        corrected = self._fetch(sql.differing(sql.CORRECTED), [most])
        return corrected + self._fetch(sql.differing(sql.ADDED), [most - len(corrected)])

    def points(self, measure: int) -> list[tuple[Any, ...]]:
        """
        The points of one measure that are staged, or stand in a series that is, by area and period.

        Each is area, whether fresh, period_start, period_end, numerator, denominator, value.
        """
        return self._fetch(sql.differing(sql.POINTS), [measure, measure, str(Status.PUBLISHED)])

    def measures(self) -> list[int]:
        """The measures that figures are staged of."""
        return [measure for (measure,) in self._fetch(sql.MEASURES)]

    def land(self, batch: Batch) -> Landing:
        """
        Append what is new or corrects what stands, as `batch`, which is kept only when there is something of either.

        The pointers to what stands and what is newest come along, the series' findings are due again, and the log
        says so: all in one transaction.
        """
        with transaction.atomic():
            return self._land(batch)

    def _land(self, batch: Batch) -> Landing:
        # Whoever lands figures of the same measures waits here, so that no pointer is worked out from half of them.
        list(Measure.objects.select_for_update().filter(pk__in=self.measures()).order_by("pk").values_list("pk"))
        if not self._fetch(sql.differing(sql.ANY_FRESH)):
            return Landing(unchanged=self.rows)
        if batch.pk is None:
            batch.save(force_insert=True)
        fresh = self._run(sql.differing(sql.APPEND), [batch.pk])
        self._run(sql.POINT, [batch.pk])
        ((corrected,),) = self._fetch(sql.CORRECTED_IN, [batch.pk])
        series = {(measure, area) for measure, area in self._fetch(sql.SERIES, [batch.pk])}
        refresh_latest(series)
        mark_due(series, now=batch.recorded_at)
        detail = {"sha256": batch.sha256, "added": fresh - corrected, "corrected": corrected}
        activity.record(
            actor=batch.recorded_by, action="figures.record", subject=batch, detail=detail, now=batch.recorded_at
        )
        return Landing(fresh - corrected, corrected, self.rows - fresh, (batch,))

    def _run(self, statement: str, parameters: list[object] | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount

    def _fetch(self, statement: str, parameters: list[object] | None = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()


def _copied(place: int, row: Row) -> str:
    file_row, column, rank, measure, area, start, end, above, below, value, status, symbol, note = row
    return (
        f"{place}\t{file_row}\t{column}\t{rank}\t{measure}\t{area}\t{start}\t{end}"
        f"\t{NULL if above is None else above}\t{NULL if below is None else below}\t{NULL if value is None else value}"
        f"\t{status}\t{symbol}\t{note.translate(ESCAPES) if note else note}\n"
    )


def _stored(value: object) -> object:
    return value if value is None or isinstance(value, int) else str(value)


def refresh_latest(series: Series) -> None:
    """Point `LatestFigure` of each (measure, area) at its newest standing observation, and the newest with a value."""
    areas: dict[int, set[int]] = defaultdict(set)
    for measure, area in series:
        areas[measure].add(area)
    for measure, of_measure in areas.items():
        standing = CurrentObservation.objects.filter(measure=measure, area=OuterRef("pk")).exclude(
            observation__status=Status.WITHDRAWN
        )
        rows = Area.objects.filter(pk__in=of_measure).annotate(
            newest=_newest(standing), published=_newest(standing.filter(observation__status=Status.PUBLISHED))
        )
        found = [
            LatestFigure(measure_id=measure, area_id=pk, observation_id=newest, published_id=published)
            for pk, newest, published in rows.values_list("pk", "newest", "published")
            if newest
        ]
        LatestFigure.objects.filter(measure=measure, area__in=of_measure - {row.area_id for row in found}).delete()
        LatestFigure.objects.bulk_create(
            found,
            update_conflicts=True,
            unique_fields=["measure", "area"],
            update_fields=["observation", "published"],
        )


def _newest(standing: QuerySet[CurrentObservation]) -> Subquery:
    return Subquery(standing.order_by(F("period_end").desc(), F("period_start").desc()).values("observation")[:1])
