"""The public edition of a measure: its figures in every area as far as they may leave the partnership (trust.md 6)."""

import hashlib
from datetime import date, datetime

from django.db import transaction

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.services import activity
from assurance.services.spreadsheets import TableFile, table_file
from indicators.queries.public import PublicPoint, PublicSeries, public_series_visible_to
from indicators.rules.disclosure import SafeTable
from indicators.rules.public import Group, public_row, release_figures
from indicators.rules.vocabulary import UNIT_WORDS, Unit

HEADERS = (
    "Figure",
    "Area",
    "Period",
    "First day",
    "Last day",
    "Value",
    "Unit",
    "Numerator",
    "Denominator",
    "Held back",
    "Source",
    "Licence",
)
NOT_COUNTED = "Not published: it is not known of how many children or events this figure was made."


@transaction.atomic
def public_file(*, by: User, code: str, suffix: str, today: date, now: datetime) -> TableFile | None:
    """
    The public edition of a measure as a table; None when it has no figures.

    Every figure goes through the disclosure boundary, those others have published too. Notes on figures are left out,
    for anything may stand in them. Raises PermissionDenied for who may not publish. Who made which edition is logged.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    series = public_series_visible_to(by, code, today=today)
    if series is None or not series.points:
        return None
    figures = [point.figure for point in series.points if point.figure]
    released = release_figures(figures, threshold=series.threshold, adds_up=series.adds_up)
    file = table_file(
        name=f"{code.lower().replace('_', '-')}-public",
        suffix=suffix,
        title=series.measure.title,
        headers=HEADERS,
        rows=[_row(series, point, released) for point in series.points],
    )
    detail = {"suffix": suffix, "sha256": hashlib.sha256(file.content).hexdigest()}
    activity.record(actor=by, action="measure.publish", subject=series.measure, detail=detail, now=now)
    return file


def _row(series: PublicSeries, point: PublicPoint, released: dict[Group, SafeTable]) -> tuple[Cell, ...]:
    value, numerator, denominator, held_back = None, None, None, point.words or NOT_COUNTED
    if point.figure and point.group in released:
        value, numerator, denominator, held_back = public_row(released[point.group], point.group)
        # One that was worked out from the percentage is nobody's figure.
        numerator = None if point.figure.numerator is None else numerator
    return (
        series.measure.title,
        point.area,
        point.period,
        point.group.start,
        point.group.end,
        value,
        UNIT_WORDS[Unit(series.measure.unit)],
        numerator,
        denominator,
        held_back,
        point.source,
        point.attribution,
    )
