"""Areas, sources and measures written into the portal. What is there already is left alone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from assurance.models import User
from assurance.services import activity
from indicators.models import Area, AreaCode, AreaName, Indicator, Measure, Source, StatisticalNeighbour
from indicators.rules.framework import SourceText, day_or_none

Rows = Sequence[dict[str, str]]


@transaction.atomic
def load_areas(*, areas: Rows, codes: Rows, neighbours: Rows, by: User | None, now: datetime) -> int:
    """Add the areas that are missing, with their codes, names and statistical neighbours; how many areas that were."""
    known = {area.slug: area for area in Area.objects.all()}
    added = []
    for row in areas:
        if row["slug"] not in known:
            within = known[row["within"]] if row["within"] else None
            area = Area.objects.create(slug=row["slug"], kind=row["kind"], name=row["name"], within=within)
            AreaName.objects.create(area=area, name=area.name)
            known[area.slug] = area
            added.append(area)
    AreaCode.objects.bulk_create(_missing_codes(codes, known))
    StatisticalNeighbour.objects.bulk_create(_missing_neighbours(neighbours, known))
    return _noted("area.load", added, by, now)


@transaction.atomic
def load_sources(*, sources: Sequence[SourceText], by: User | None, now: datetime) -> int:
    """Add the sources that are missing; how many that were."""
    known = set(Source.objects.values_list("slug", flat=True))
    added = [
        Source(
            slug=source.slug,
            publisher=source.publisher,
            title=source.title,
            licence=source.licence,
            licence_url=source.licence_url,
            attribution=source.attribution,
        )
        for source in sources
        if source.slug not in known
    ]
    return _noted("source.load", Source.objects.bulk_create(added), by, now)


@transaction.atomic
def load_measures(*, measures: Rows, by: User | None, now: datetime) -> int:
    """Add the measures that are missing below the items they feed; how many that were."""
    known = set(Measure.objects.values_list("code", flat=True))
    indicators = dict(Indicator.objects.values_list("slug", "pk"))
    areas = dict(Area.objects.values_list("slug", "pk"))
    added = []
    for row in measures:
        if row["code"] in known:
            continue
        measure = Measure.objects.create(
            code=row["code"],
            indicator_id=indicators[row["indicator"]] if row["indicator"] else None,
            relation=row["relation"],
            position=int(row["position"]),
            title=row["title"],
            unit=row["unit"],
            decimals=int(row["decimals"]),
            numerator=row["numerator"],
            denominator=row["denominator"],
            polarity=row["polarity"],
            frequency=row["frequency"],
            home_area_id=areas[row["home_area"]],
            data_note=row["data_note"],
        )
        added.append(measure)
    return _noted("measure.load", added, by, now)


def _noted(action: str, added: Sequence[Model], by: User | None, now: datetime) -> int:
    """How many rows were added, which one entry of the activity log then names."""
    if added:
        detail = {"added": [row.pk for row in added]}
        activity.record(actor=by, action=action, subject=added[0], detail=detail, now=now)
    return len(added)


def _missing_codes(codes: Rows, areas: dict[str, Area]) -> list[AreaCode]:
    known = set(AreaCode.objects.values_list("scheme", "code"))
    return [
        AreaCode(
            area=areas[row["area"]],
            scheme=row["scheme"],
            code=row["code"],
            starts_on=day_or_none(row["starts_on"]),
            ends_on=day_or_none(row["ends_on"]),
        )
        for row in codes
        if (row["scheme"], row["code"]) not in known
    ]


def _missing_neighbours(neighbours: Rows, areas: dict[str, Area]) -> list[StatisticalNeighbour]:
    known = set(StatisticalNeighbour.objects.values_list("area__slug", "model", "rank"))
    return [
        StatisticalNeighbour(
            area=areas[row["area"]],
            model=int(row["model"]),
            rank=int(row["rank"]),
            neighbour=areas[row["neighbour"]],
        )
        for row in neighbours
        if (row["area"], int(row["model"]), int(row["rank"])) not in known
    ]
