"""Figures landing: observations appended, and the pointers to what stands today and what is newest brought along."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from assurance.models import User
from assurance.services import activity
from indicators.models import Area, AreaCode, Batch, CurrentObservation, LatestFigure, Measure, Observation, Source
from indicators.rules.periods import period_in_words
from indicators.rules.published import PublishedFigure, problems_of
from indicators.rules.vocabulary import Status

CHUNK = 2_000
CONTENT = ("numerator", "denominator", "value", "status", "symbol", "note")

Point = tuple[int, int, date, date]


@dataclass(frozen=True)
class Landing:
    """What came of a file: points that are new, that correct an earlier figure, and that say what was known."""

    added: int = 0
    corrected: int = 0
    unchanged: int = 0

    def __add__(self, other: "Landing") -> "Landing":
        return Landing(self.added + other.added, self.corrected + other.corrected, self.unchanged + other.unchanged)


@transaction.atomic
def record_published(
    *, figures: Sequence[PublishedFigure], file_name: str, sha256: str, by: User | None, now: datetime
) -> Landing:
    """
    Append a file of published figures, one batch a source; nothing when this very file has landed before.

    Whole or not at all: raises ValidationError naming every figure that is impossible, twice in the file, or of a
    source, measure or area that is not known.
    """
    if Batch.objects.filter(sha256=sha256).exists():
        return Landing(unchanged=len(figures))
    _refuse_impossible(figures)
    names = _Names()
    by_source: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        by_source[figure.source].append(figure)
    names.refuse_unknown(figures)
    landed = Landing()
    for slug, rows in sorted(by_source.items()):
        batch = Batch(source=names.sources[slug], file_name=file_name, sha256=sha256, recorded_at=now, recorded_by=by)
        points = {names.point(row): row for row in rows}
        landed += _land(batch, points)
    return landed


class _Names:
    """What the codes in a file stand for."""

    def __init__(self) -> None:
        self.sources = {source.slug: source for source in Source.objects.all()}
        self.measures = dict(Measure.objects.values_list("code", "pk"))
        schemes = (AreaCode.Scheme.ONS, AreaCode.Scheme.ODS, AreaCode.Scheme.PORTAL)
        self.areas = dict(AreaCode.objects.filter(scheme__in=schemes).values_list("code", "area"))

    def point(self, figure: PublishedFigure) -> Point:
        """The series and period of a figure."""
        return self.measures[figure.measure], self.areas[figure.area], figure.period_start, figure.period_end

    def refuse_unknown(self, figures: Sequence[PublishedFigure]) -> None:
        """Raise ValidationError naming every source, measure and area that is not known."""
        problems = []
        for noun, known, used in (
            ("source", self.sources.keys(), {figure.source for figure in figures}),
            ("measure", self.measures.keys(), {figure.measure for figure in figures}),
            ("area", self.areas.keys(), {figure.area for figure in figures}),
        ):
            problems += [f"There is no {noun} {name}." for name in sorted(used - known)]
        if problems:
            raise ValidationError(problems)


def _refuse_impossible(figures: Sequence[PublishedFigure]) -> None:
    problems = []
    seen = set()
    for figure in figures:
        point = (figure.measure, figure.area, figure.period_start, figure.period_end)
        found = problems_of(figure)
        if point in seen:
            found.append("It is in the file twice.")
        seen.add(point)
        problems += [f"{_label(figure)}: {problem}" for problem in found]
    if problems:
        raise ValidationError(problems)


def _label(figure: PublishedFigure) -> str:
    if figure.period_end < figure.period_start:
        return f"{figure.measure}, {figure.area}"
    return f"{figure.measure}, {figure.area}, {period_in_words(figure.period_start, figure.period_end)}"


def _land(batch: Batch, points: dict[Point, PublishedFigure]) -> Landing:
    measures = {measure for measure, *_ in points}
    # Whoever lands figures of the same measures waits here, so that no pointer is worked out from half of them.
    list(Measure.objects.select_for_update().filter(pk__in=measures).order_by("pk").values_list("pk"))
    standing = _standing(points)
    fresh = {
        point: figure
        for point, figure in points.items()
        if point not in standing or _content(figure) != _content(standing[point])
    }
    corrected = len(fresh.keys() & standing.keys())
    if fresh:
        batch.save(force_insert=True)
        _append(batch, fresh, standing)
        _refresh_latest({(measure, area) for measure, area, *_ in fresh})
        detail = {"sha256": batch.sha256, "added": len(fresh) - corrected, "corrected": corrected}
        activity.record(
            actor=batch.recorded_by, action="figures.record", subject=batch, detail=detail, now=batch.recorded_at
        )
    return Landing(len(fresh) - corrected, corrected, len(points) - len(fresh))


def _standing(points: dict[Point, PublishedFigure]) -> dict[Point, Observation]:
    """The observation that stands today for each of `points` that has one."""
    areas: dict[int, set[int]] = defaultdict(set)
    for measure, area, *_ in points:
        areas[measure].add(area)
    ends = [figure.period_end for figure in points.values()]
    found = {}
    for measure, of_measure in areas.items():
        rows = CurrentObservation.objects.filter(
            measure=measure, area__in=of_measure, period_end__range=(min(ends), max(ends))
        ).select_related("observation")
        for row in rows:
            point = (row.measure_id, row.area_id, row.period_start, row.period_end)
            if point in points:
                found[point] = row.observation
    return found


def _content(row: PublishedFigure | Observation) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in CONTENT)


def _append(batch: Batch, fresh: dict[Point, PublishedFigure], standing: dict[Point, Observation]) -> None:
    rows = []
    for point, figure in fresh.items():
        measure, area, start, end = point
        content = {name: getattr(figure, name) for name in CONTENT}
        rows.append(
            Observation(
                measure_id=measure,
                area_id=area,
                period_start=start,
                period_end=end,
                batch=batch,
                supersedes=standing.get(point),
                **content,
            )
        )
    for start in range(0, len(rows), CHUNK):
        written = Observation.objects.bulk_create(rows[start : start + CHUNK])
        CurrentObservation.objects.bulk_create(
            [_pointer(observation) for observation in written],
            update_conflicts=True,
            unique_fields=["measure", "area", "period_end", "period_start"],
            update_fields=["observation"],
        )


def _pointer(observation: Observation) -> CurrentObservation:
    return CurrentObservation(
        measure_id=observation.measure_id,
        area_id=observation.area_id,
        period_start=observation.period_start,
        period_end=observation.period_end,
        observation=observation,
    )


def _refresh_latest(series: set[tuple[int, int]]) -> None:
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
