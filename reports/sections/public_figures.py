"""
The figures of the indicators as far as they may leave the partnership (trust.md 6; R53 to R60).

Every number is one that the public edition of its measure shows: it was released with all areas and periods, and this
prints some of them. So whoever has both knows no more than whoever has that edition.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from assurance.rules.wording import counted, date_words
from indicators.queries.public import PublicItem, PublicPoint, public_items, public_rows
from indicators.rules.disclosure import HIDDEN
from indicators.rules.figures import figure_in_words
from indicators.rules.public import Printed, PublicRow
from indicators.rules.vocabulary import Unit
from reports.queries.packs import PackContext
from reports.rules.blocks import Blocks, Cell, Lead, Prose, Table, columns
from reports.rules.prose import verb
from reports.rules.public import NotShown

# The newest periods an item is shown with.
PERIODS = 3
COLUMNS = columns("Figure", "Newest period", "The one before", "The one before that")
LEGEND = (
    "c: held back. It is a small count, or a small count could be worked out from it. The last section says of each "
    "figure how many numbers are not shown."
)
NONE_EARLIER = "No earlier figure"

Shown = tuple[PublicItem, list[tuple[PublicPoint, PublicRow]]]


def build(context: PackContext) -> tuple[Blocks, tuple[NotShown, ...]]:
    """The newest figures of each item up to the end of the quarter, and how many numbers of them are held back."""
    up_to = context.period.as_quarter.ends_on
    shown = [(item, _newest(item, up_to)) for item in public_items(up_to=up_to, today=context.today)]
    if not shown:
        return Blocks((Lead(f"No indicator has a figure for a period that had ended by {date_words(up_to)}."),)), ()
    return Blocks((*_begin(shown, up_to), *_tables(shown), *_licences(shown))), tuple(_not_shown(shown))


def held_back_since(frozen: Mapping[str, Any], *, up_to: date, today: date) -> tuple[str, ...]:
    """
    The titles of figures that a section shows as it was frozen, and that may not leave the partnership today.

    So it is when the threshold of a definition has been raised since, or a figure came that gives another away.
    """
    rows = [row for block in frozen["body"] if block["kind"] == "table" for row in block["rows"]]
    shown = [(head["text"], cell["note"]) for head, *cells in rows for cell in cells if cell["text"][:1].isdigit()]
    hidden = [
        (item.series.measure.title, point.period)
        for item in public_items(up_to=up_to, today=today)
        for point, row in _own(item, up_to)
        if row.value in (None, HIDDEN)
    ]
    found = [
        title
        for title, note in shown
        for other, period in hidden
        if title == other and re.match(rf"{re.escape(period)}(?:$|[:,])", note)
    ]
    return tuple(dict.fromkeys(found))


def _newest(item: PublicItem, up_to: date) -> list[tuple[PublicPoint, PublicRow]]:
    """What is printed of the newest periods of the item's own area that had ended by then, the newest first."""
    return sorted(_own(item, up_to), key=lambda pair: (pair[0].group.end, pair[0].group.start), reverse=True)[:PERIODS]


def _own(item: PublicItem, up_to: date) -> list[tuple[PublicPoint, PublicRow]]:
    home = item.series.measure.home_area.slug
    rows = public_rows(item.series)
    return [(point, row) for point, row in rows if point.group.area == home and point.group.end <= up_to]


def _begin(shown: Sequence[Shown], up_to: date) -> Iterator[Lead | Prose]:
    number = len(shown)
    has = verb(number, "has", "have")
    yield Lead(f"{counted(number, 'indicator')} {has} a figure for a period that had ended by {date_words(up_to)}.")
    yield Prose(LEGEND)


def _tables(shown: Sequence[Shown]) -> Iterator[Table]:
    for domain, of_domain in groupby(shown, key=lambda pair: pair[0].domain):
        yield Table(domain, COLUMNS, tuple(_line(item, rows) for item, rows in of_domain))


def _line(item: PublicItem, rows: Sequence[tuple[PublicPoint, PublicRow]]) -> tuple[Cell, ...]:
    measure = item.series.measure
    about = f"For indicator {item.code}, “{item.wording}”. {item.relation} Area: {measure.home_area.name}."
    cells = [_cell(item, point, row) for point, row in rows]
    return (Cell(measure.title, about), *cells, *[Cell(NONE_EARLIER)] * (PERIODS - len(cells)))


def _cell(item: PublicItem, point: PublicPoint, row: PublicRow) -> Cell:
    measure = item.series.measure
    made_of = [_number(part) for part in (row.numerator, row.denominator) if part is not None]
    of = f": {' of '.join(made_of)}" if len(made_of) == 2 else f", of {made_of[0]}" if row.denominator else ""
    text = _value(row.value, Unit(measure.unit), measure.decimals) if row.value is not None else row.held_back
    return Cell(text, f"{point.period}{of}")


def _value(value: Printed, unit: Unit, decimals: int) -> str:
    return value if isinstance(value, str) else figure_in_words(Decimal(value or 0), unit, decimals)


def _number(number: Printed) -> str:
    return number if isinstance(number, str) else f"{number:,}"


def _licences(shown: Iterable[Shown]) -> Iterator[Prose]:
    yield from map(Prose, sorted({point.attribution for _, rows in shown for point, _ in rows if point.attribution}))


def _not_shown(shown: Iterable[Shown]) -> Iterator[NotShown]:
    """By figure and reason, how many of the numbers a reader looks for are not there."""
    for item, rows in shown:
        why: dict[str, int] = defaultdict(int)
        for _, row in rows:
            hidden = [row.value, row.numerator, row.denominator].count(HIDDEN) or int(row.value is None)
            if hidden:
                why[row.held_back] += hidden
        yield from (NotShown(item.series.measure.title, number, reason) for reason, number in why.items())
