"""Series whose finding is out of date: whoever changes what it rests on says so here, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from indicators.models import SeriesDue

CHUNK = 2_000


def mark_due(series: Iterable[tuple[int, int]], *, now: datetime) -> None:
    """Note that the finding of each (measure, area) is to be made again: figures, targets or decisions have changed."""
    rows = [SeriesDue(measure_id=measure, area_id=area, since=now) for measure, area in sorted(set(series))]
    SeriesDue.objects.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["measure", "area"], update_fields=["since"]
    )
