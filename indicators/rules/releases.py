"""
When the published figures could first be read, so that the demonstration knows of each no sooner than its readers did.

`sources.toml` says of each source how many months after a period its figures are out at the latest, and why. The day is
the last of that month: the copies the figures were taken from do not say on which day each was published.
"""

import calendar
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.rules.published import PublishedFigure


@dataclass(frozen=True)
class Release:
    """Figures that were out on a day and, as far as is known, not before."""

    day: date
    figures: tuple[PublishedFigure, ...]


def read_months_to_release(text: str) -> dict[str, int]:
    """How many months after a period its figures are out at the latest, by the slug of each source."""
    return {source["slug"]: source["months_to_release"] for source in tomllib.loads(text)["sources"]}


def released_on(period_end: date, months: int) -> date:
    """The last day of the month that lies so many months after the one a period ends in."""
    years, month = divmod(period_end.month - 1 + months, 12)
    year = period_end.year + years
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def releases_of(figures: Iterable[PublishedFigure], months: Mapping[str, int], *, begins: date) -> list[Release]:
    """The figures by the day they were out, in order; what was out before the day it all `begins` is of that day."""
    by_day: dict[date, list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        by_day[max(begins, released_on(figure.period_end, months[figure.source]))].append(figure)
    return [Release(day, tuple(by_day[day])) for day in sorted(by_day)]
