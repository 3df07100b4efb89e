"""Series for the tests of findings: as facts for the rules, or landed through the service."""

from calendar import monthrange
from datetime import UTC, date, datetime
from decimal import Decimal

from indicators.models import SeriesFinding
from indicators.rules.series import SeriesFacts, SeriesPoint
from indicators.rules.vocabulary import Frequency, Polarity, Relation, Status, Unit
from tests.factories.indicators import MeasureFactory, figure, land

RECORDED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
# Twelve months with no special cause, and a thirteenth far above them.
CALM = (10, 12, 11, 13, 10, 12, 11, 13, 10, 12, 11, 13)
OUTLIER = 40


def month(number, first=date(2025, 9, 1)):
    """The first and last day of the month that lies `number` months after `first`."""
    months = first.year * 12 + first.month - 1 + number
    year, of_year = months // 12, months % 12 + 1
    return date(year, of_year, 1), date(year, of_year, monthrange(year, of_year)[1])


def year_to_march(year):
    """The first and last day of the year that ends in March of `year`."""
    return date(year - 1, 4, 1), date(year, 3, 31)


def point(value, period, **fields):
    """A point of a series; None is suppressed. `counts` gives numerator and denominator."""
    numerator, denominator = fields.pop("counts", (None, None))
    row = {
        "period_start": period[0],
        "period_end": period[1],
        "value": None if value is None else Decimal(str(value)),
        "numerator": None if numerator is None else Decimal(numerator),
        "denominator": None if denominator is None else Decimal(denominator),
        "status": Status.SUPPRESSED if value is None else Status.PUBLISHED,
        "symbol": "c" if value is None else "",
        "note": "",
        "observation": 0,
        "recorded_at": RECORDED,
    }
    return SeriesPoint(**row | fields)


def facts_of(points, **fields):
    """A monthly percentage of Kent of which less is better, with these points."""
    about = {
        "key": (1, 1),
        "code": "A_MEASURE",
        "title": "A measure",
        "unit": Unit.PERCENT,
        "decimals": 1,
        "polarity": Polarity.HIGHER_IS_WORSE,
        "frequency": Frequency.MONTHLY,
        "relation": Relation.DIRECT,
        "area": "Kent",
        "area_slug": "kent",
        "is_home": True,
    }
    return SeriesFacts(**about | fields, points=tuple(points))


def monthly(*values, **fields):
    """The facts of a series with a value a month."""
    return facts_of([point(value, month(number)) for number, value in enumerate(values)], **fields)


def yearly(*counts, first=2018, unit=Unit.PERCENT, **fields):
    """The facts of a series with a numerator and a denominator a year."""
    times = 100 if unit == Unit.PERCENT else 10_000
    points = [
        point(Decimal(count) / of * times, year_to_march(first + number), counts=(count, of))
        for number, (count, of) in enumerate(counts)
    ]
    return facts_of(points, frequency=Frequency.ANNUAL, unit=unit, **fields)


def monthly_measure(**fields):
    """A measure that comes each month and of which less is better."""
    return MeasureFactory(**{"frequency": Frequency.MONTHLY, "polarity": Polarity.HIGHER_IS_WORSE} | fields)


def land_months(measure, *values, start=0, area=None, **landing):
    """Let a value a month land for a measure, from the month `start` on."""
    rows = []
    for number, value in enumerate(values, start):
        first, last = month(number)
        rows.append(figure(measure, None if value is None else str(value), area=area, start=first, end=last))
    return land(*rows, **landing)


def finding_of(measure, area=None):
    """The stored finding of a measure."""
    return SeriesFinding.objects.get(measure=measure, area=area or measure.home_area)
