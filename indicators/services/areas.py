"""Areas added, renamed, given other codes and neighbours, with what was before kept (C4, R65, R68)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from indicators.models import Area, AreaCode, AreaName, LatestFigure, StatisticalNeighbour
from indicators.rules.changes import ChangeKind, differences
from indicators.services.changes import note_change
from indicators.services.due import mark_due


@transaction.atomic
def add_area(
    *, name: str, kind: str, within: Area | None, scheme: str, code: str, reason: str, by: User, now: datetime
) -> Area:
    """A new area with its name and the code publishers use for it."""
    demand(by, Permission.MANAGE_INDICATORS)
    slug = slugify(name)[:80]
    if not slug or Area.objects.filter(slug=slug).exists():
        raise ValidationError(f"There is an area called “{name}” already, or there was one. Give it another name.")
    _refuse_taken(scheme, code)
    area = Area.objects.create(slug=slug, kind=kind, name=name, within=within)
    AreaName.objects.create(area=area, name=name)
    AreaCode.objects.create(area=area, scheme=scheme, code=code)
    what = [("Name", "", name), ("Kind", "", area.get_kind_display()), ("Code", "", code)]
    if within:
        what.append(("Lies within", "", within.name))
    note_change(about=area, kind=ChangeKind.AREA_ADDED, what=what, reason=reason, by=by, now=now)
    return area


@transaction.atomic
def rename_area(*, area: Area, name: str, starts_on: date, reason: str, by: User, now: datetime, today: date) -> None:
    """Give an area a new name from a day on. Findings, which name it, are made again."""
    demand(by, Permission.MANAGE_INDICATORS)
    locked = Area.objects.select_for_update().get(pk=area.pk)
    if name == locked.name:
        raise ValidationError(f"“{name}” is its name already.")
    _succeed(locked.names.all(), starts_on, today)
    AreaName.objects.create(area=locked, name=name, starts_on=starts_on)
    what = [("Name", locked.name, name), ("In effect from", "", date_words(starts_on))]
    locked.name = name
    locked.save(update_fields=["name"])
    mark_due(LatestFigure.objects.filter(area=locked).order_by().values_list("measure", "area"), now=now)
    note_change(about=locked, kind=ChangeKind.AREA_RENAMED, what=what, reason=reason, by=by, now=now)


@transaction.atomic
def recode_area(
    *, area: Area, scheme: str, code: str, starts_on: date, reason: str, by: User, now: datetime, today: date
) -> None:
    """Give an area a new code of a scheme from a day on. Figures under the old code still find it."""
    demand(by, Permission.MANAGE_INDICATORS)
    locked = Area.objects.select_for_update().get(pk=area.pk)
    _refuse_taken(scheme, code)
    before = _succeed(locked.codes.filter(scheme=scheme), starts_on, today)
    added = AreaCode.objects.create(area=locked, scheme=scheme, code=code, starts_on=starts_on)
    what = [
        (added.get_scheme_display(), before, code),
        ("In effect from", "", date_words(starts_on)),
    ]
    note_change(about=locked, kind=ChangeKind.AREA_RECODED, what=what, reason=reason, by=by, now=now)


@transaction.atomic
def record_neighbours(
    *, area: Area, model: int, names: Sequence[str], reason: str, by: User, now: datetime, today: date
) -> None:
    """
    The statistical neighbours of an area in the model of a year, the likest first, in place of any recorded before.

    Raises ValidationError naming every neighbour that is no area, or that is named twice.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    locked = Area.objects.select_for_update().get(pk=area.pk)
    if model > today.year:
        raise ValidationError(f"There is no model of {model} yet.")
    neighbours = _areas_called(names, locked)
    rows = locked.statistical_neighbours.filter(model=model)
    before = _names(row.neighbour for row in rows.select_related("neighbour"))
    what = differences([(f"Model of {model}", before)], [(f"Model of {model}", _names(neighbours))])
    if not what:
        raise ValidationError("These are its neighbours already: change something, or go back.")
    rows.delete()
    StatisticalNeighbour.objects.bulk_create(
        StatisticalNeighbour(area=locked, model=model, rank=rank, neighbour=neighbour)
        for rank, neighbour in enumerate(neighbours, start=1)
    )
    note_change(about=locked, kind=ChangeKind.NEIGHBOURS_RECORDED, what=what, reason=reason, by=by, now=now)


def _areas_called(names: Sequence[str], area: Area) -> list[Area]:
    """The areas of these names of today, in this order."""
    known = {other.name.casefold(): other for other in Area.objects.exclude(pk=area.pk)}
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        raise ValidationError([f"There is no other area called “{name}”: add it first." for name in unknown])
    found = [known[name.casefold()] for name in names]
    if len(set(found)) < len(found):
        raise ValidationError("An area is named twice.")
    return found


def _names(areas: Iterable[Area]) -> str:
    return "\n".join(area.name for area in areas)


def _refuse_taken(scheme: str, code: str) -> None:
    taken = AreaCode.objects.filter(scheme=scheme, code__iexact=code).select_related("area").first()
    if taken:
        raise ValidationError(f"The code {code} belongs to {taken.area.name}, and is never given to another area.")


def _succeed(rows: QuerySet[AreaName] | QuerySet[AreaCode], starts_on: date, today: date) -> str:
    """End what held the day before `starts_on`; what that was, or nothing. Raises ValidationError for an overlap."""
    if starts_on > today:
        raise ValidationError("The first day cannot lie in the future: record it on the day it begins.")
    ended = rows.filter(ends_on__gte=starts_on).order_by("-ends_on").first()
    if ended:
        raise ValidationError(f"“{ended}” holds until {date_words(ended.ends_on)}: give a later day.")
    current = rows.filter(ends_on=None).first()
    if current is None:
        return ""
    if current.starts_on and starts_on <= current.starts_on:
        raise ValidationError(f"“{current}” holds from {date_words(current.starts_on)}: give a later day.")
    current.ends_on = starts_on - timedelta(days=1)
    current.save(update_fields=["ends_on"])
    return str(current)
