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
from indicators.queries.public import PublicPoint, PublicSeries, public_rows, public_series_visible_to
from indicators.rules.public import PublicRow
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
    file = table_file(
        name=f"{code.lower().replace('_', '-')}-public",
        suffix=suffix,
        title=series.measure.title,
        headers=HEADERS,
        rows=[_row(series, point, row) for point, row in public_rows(series)],
    )
    detail = {"suffix": suffix, "sha256": hashlib.sha256(file.content).hexdigest()}
    activity.record(actor=by, action="measure.publish", subject=series.measure, detail=detail, now=now)
    return file


def _row(series: PublicSeries, point: PublicPoint, row: PublicRow) -> tuple[Cell, ...]:
    return (
        series.measure.title,
        point.area,
        point.period,
        point.group.start,
        point.group.end,
        row.value,
        UNIT_WORDS[Unit(series.measure.unit)],
        row.numerator,
        row.denominator,
        row.held_back,
        point.source,
        point.attribution,
    )
