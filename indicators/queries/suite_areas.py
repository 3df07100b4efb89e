"""The areas figures are about: their codes and names in time, what they lie within, whom they resemble (C4)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from assurance.models import User
from assurance.permissions import may
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from indicators.models import Area, AreaCode, StatisticalNeighbour, SuiteChange
from indicators.queries.suite import changes_visible_to


@dataclass(frozen=True)
class AreaKind:
    """The areas of one kind, by name, each with its codes of today as `codes_today`."""

    label: str
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class NeighbourModel:
    """The statistical neighbours of an area in the model of one year, the likest first."""

    year: int
    neighbours: tuple[Area, ...]


@dataclass(frozen=True)
class AreaPage:
    """All that is kept of one area."""

    area: Area
    parts: tuple[Area, ...]
    models: tuple[NeighbourModel, ...]
    changes: tuple[SuiteChange, ...]


def areas_visible_to(user: User) -> QuerySet[Area]:
    """Every area, for those who read indicators."""
    if not may(user, Permission.READ_INDICATORS):
        return Area.objects.none()
    return Area.objects.select_related("within")


def areas_listed(user: User, *, today: date) -> tuple[AreaKind, ...]:
    """The areas by kind, from the widest to the narrowest."""
    codes = Prefetch("codes", AreaCode.objects.on(today), to_attr="codes_today")
    of_kind = defaultdict(list)
    for area in areas_visible_to(user).prefetch_related(codes):
        of_kind[area.kind].append(area)
    return tuple(AreaKind(kind.label, tuple(of_kind[kind])) for kind in Area.Kind if of_kind[kind])


def area_table(user: User) -> Table:
    """Every code an area has, or had, as a table to download."""
    headers = ["Area", "Kind", "Lies within", "Scheme", "Code", "From", "Until"]
    rows: list[list[Cell]] = [
        [
            area.name,
            area.get_kind_display(),
            area.within.name if area.within else "",
            code.get_scheme_display(),
            code.code,
            code.starts_on,
            code.ends_on,
        ]
        for area in areas_visible_to(user).prefetch_related("codes")
        for code in area.codes.all()
    ]
    return headers, rows


def area_page(user: User, area: Area) -> AreaPage:
    """The page of one area of `areas_visible_to`."""
    of_model = defaultdict(list)
    for row in StatisticalNeighbour.objects.filter(area=area).select_related("neighbour"):
        of_model[row.model].append(row.neighbour)
    return AreaPage(
        area=area,
        parts=tuple(area.parts.all()),
        models=tuple(NeighbourModel(year, tuple(neighbours)) for year, neighbours in of_model.items()),
        changes=tuple(changes_visible_to(user).filter(area=area)),
    )
