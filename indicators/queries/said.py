"""What findings say on the dashboard: as they were stored when figures landed, or made anew for a past moment."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.db.models import F

from indicators.models import Area, Measure, SeriesFinding
from indicators.queries.moments import Moment
from indicators.queries.series import series_facts
from indicators.rules.change import Verdict
from indicators.rules.dashboard import Said
from indicators.rules.finding import Finding, find_all
from indicators.rules.series import SeriesFacts, SeriesKey
from indicators.rules.spc import Assurance, VariationIcon
from indicators.rules.vocabulary import Meaning


def said_today(measures: Collection[int], area: Area | None = None) -> dict[int, Said]:
    """What was found of each measure in an area, or in its own, by measure. One query, and no working out."""
    rows = SeriesFinding.objects.filter(measure__in=measures, area=area or F("measure__home_area"))
    return {row.measure_id: _stored(row) for row in rows.order_by()}


def facts_as_known(measures: Iterable[Measure], then: Moment) -> dict[SeriesKey, SeriesFacts]:
    """The series of each measure's own area with its target and decisions, as it was known at a moment."""
    return series_facts([(measure.pk, measure.home_area_id) for measure in measures], day=then.day, at=then.at)


def facts_ended_by(measures: Iterable[Measure], day: date) -> dict[SeriesKey, SeriesFacts]:
    """The same as it stands today, without what is about a time after a day, and with the target in force on it."""
    series = series_facts([(measure.pk, measure.home_area_id) for measure in measures], day=day)
    return {
        key: replace(facts, points=tuple(point for point in facts.points if point.period_end <= day))
        for key, facts in series.items()
    }


def said_of(facts: Iterable[SeriesFacts]) -> dict[int, Said]:
    """What is found of each series now, by measure."""
    return {key[0]: _found(finding) for key, finding in find_all({one.key: one for one in facts}).items()}


def _stored(row: SeriesFinding) -> Said:
    return Said(
        headline=row.headline,
        meaning=Meaning(row.meaning),
        variation=VariationIcon(row.variation) if row.variation else None,
        assurance=Assurance(row.assurance) if row.assurance else None,
        change=Verdict(row.change) if row.change else None,
        points=row.points,
        target=row.target,
        spark=tuple(row.spark),
    )


def _found(finding: Finding) -> Said:
    return Said(
        headline=finding.headline,
        meaning=finding.meaning,
        variation=finding.variation,
        assurance=finding.assurance,
        change=finding.change,
        points=finding.points,
        target=finding.target,
        spark=finding.spark,
    )
