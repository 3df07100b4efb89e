"""A file of published figures landing: one batch a source, whole or not at all."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from assurance.models import User
from indicators.models import AreaCode, Batch, Measure, Source
from indicators.rules.periods import period_in_words
from indicators.rules.published import PublishedFigure, problems_of
from indicators.services.landing import Landing, Row, Stage

CONTENT = ("numerator", "denominator", "value", "status", "symbol", "note")


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
    # All of them before the first entry of the log: whoever makes findings holds a measure and then waits for the log.
    measures = Measure.objects.select_for_update().filter(code__in={figure.measure for figure in figures})
    list(measures.order_by("pk").values_list("pk"))
    landed = Landing()
    for slug, rows in sorted(by_source.items()):
        batch = Batch(source=names.sources[slug], file_name=file_name, sha256=sha256, recorded_at=now, recorded_by=by)
        with Stage() as stage:
            stage.add(names.row(row) for row in rows)
            landed += stage.land(batch)
    return landed


@transaction.atomic
def record_sent(*, batch: Batch, measure: Measure, figure: PublishedFigure) -> Landing:
    """
    Append the figure an agency has sent, about the measure's home area, in a `batch` that is kept already (R52).

    Raises ValidationError when the figure is impossible.
    """
    _refuse_impossible([figure])
    with Stage() as stage:
        stage.add([_laid_out(figure, measure.pk, measure.home_area_id)])
        return stage.land(batch)


def _laid_out(figure: PublishedFigure, measure: int, area: int) -> Row:
    return Row(
        row=0,
        column=0,
        rank=0,
        measure=measure,
        area=area,
        period_start=figure.period_start,
        period_end=figure.period_end,
        **{name: getattr(figure, name) for name in CONTENT},
    )


class _Names:
    """What the codes in a file stand for."""

    def __init__(self) -> None:
        self.sources = {source.slug: source for source in Source.objects.all()}
        self.measures = dict(Measure.objects.values_list("code", "pk"))
        schemes = (AreaCode.Scheme.ONS, AreaCode.Scheme.ODS, AreaCode.Scheme.PORTAL)
        self.areas = dict(AreaCode.objects.filter(scheme__in=schemes).values_list("code", "area"))

    def row(self, figure: PublishedFigure) -> Row:
        """The figure as it is laid out to land."""
        return _laid_out(figure, self.measures[figure.measure], self.areas[figure.area])

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
