"""A row of the dashboard, which rows a reader asked to see, and the counts at its head."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from assurance.rules.wording import counted
from indicators.queries.items import Item
from indicators.queries.judgements import Judgements
from indicators.rules.dashboard import (
    OUTLOOK_NOTES,
    OUTLOOK_WORDS,
    DashboardFilters,
    Flag,
    Having,
    Outlook,
    Said,
)
from indicators.rules.sparkline import Spark
from indicators.rules.vocabulary import EXTENT_WORDS, MEANING_WORDS, Extent, Meaning

BEYOND_CHANCE = (Meaning.CONCERNING, Meaning.IMPROVING, Meaning.NEITHER)
OF_TARGETS = (Outlook.WILL_MISS, Outlook.EITHER, Outlook.WILL_MEET, Outlook.MISSES_NOW, Outlook.MEETS_NOW)


@dataclass(frozen=True)
class Row:
    """
    An item with its newest figure, what its finding says, what is judged, and its open early warnings.

    `said` is None for an item without figures. `warnings` are the keys of those the reader may read, the newest first.
    """

    item: Item
    domain: int
    said: Said | None
    outlook: Outlook
    target: Decimal | None
    target_words: str
    spark: Spark | None
    judgements: Judgements
    warnings: tuple[UUID, ...]

    @property
    def outlook_words(self) -> str:
        """How the figure stands to its target."""
        return OUTLOOK_WORDS[self.outlook]

    @property
    def outlook_note(self) -> str:
        """On what that rests."""
        return OUTLOOK_NOTES.get(self.outlook, "")

    @property
    def partners_judged(self) -> str:
        """How many partners have judged it, of those whose judgements the reader may read: "2 partners judged"."""
        number = len(self.judgements.partners)
        return f"{counted(number, 'partner')} judged" if number else ""

    @property
    def having(self) -> Having:
        """What it has in the way of figures."""
        if self.item.headline is None or not self.item.headline.has_ever_had_a_value:
            return Having.NOTHING
        return Having.STALE if self.item.headline.is_stale else Having.FIGURES


def passes(row: Row, wanted: DashboardFilters) -> bool:
    """Whether a row is among those asked for. Items that are only judged have no figures to lack."""
    tests = {
        "domain": lambda: str(row.domain) == wanted.domain,
        "agency": lambda: wanted.agency in row.item.agencies,
        "signal": lambda: bool(row.said and row.said.meaning == wanted.signal),
        "target": lambda: row.item.has_number and row.outlook == wanted.target,
        "flag": lambda: bool(row.warnings) if wanted.flag == Flag.WARNING else row.item.is_early_warning,
        "data": lambda: row.item.has_number and _has(row, wanted.data),
    }
    return all(test() for name, test in tests.items() if getattr(wanted, name))


def _has(row: Row, wanted: str) -> bool:
    return row.having != Having.NOTHING if wanted == Having.FIGURES else row.having == wanted


@dataclass(frozen=True)
class Count:
    """How many items something holds for, in words, the icon beside it, and the filter that shows them."""

    number: int
    words: str
    icon: str = ""
    asks: str = ""


@dataclass(frozen=True)
class Answer:
    """One of the questions the dashboard answers at its head, with its counts and what they are out of."""

    question: str
    counts: tuple[Count, ...]
    out_of: str


def answers_of(rows: Sequence[Row]) -> tuple[Answer, ...]:
    """What has changed beyond chance, which targets will be met, what is judged, and what has no figures."""
    counted_items = [row for row in rows if row.item.has_number]
    return (
        _changes(counted_items),
        _targets(counted_items),
        _judgements(rows),
        _data(counted_items),
    )


def _changes(rows: Sequence[Row]) -> Answer:
    said = [row.said.meaning for row in rows if row.said]
    found = Counter(said)
    counts = [
        Count(found[meaning], MEANING_WORDS[meaning].lower(), meaning, f"signal={meaning}")
        for meaning in BEYOND_CHANCE
        if found[meaning] or meaning != Meaning.NEITHER
    ]
    cannot_tell = f", and {found[Meaning.CANNOT_TELL]} cannot be told" if found[Meaning.CANNOT_TELL] else ""
    return Answer("Changed beyond chance", tuple(counts), f"of {counted(len(said), 'item')} with figures{cannot_tell}")


def _targets(rows: Sequence[Row]) -> Answer:
    found = Counter(row.outlook for row in rows)
    set_for = len(rows) - found[Outlook.NO_TARGET]
    counts = [
        Count(found[outlook], OUTLOOK_WORDS[outlook].lower(), outlook, f"target={outlook}")
        for outlook in OF_TARGETS
        if found[outlook] or outlook in (Outlook.WILL_MISS, Outlook.WILL_MEET)
    ]
    return Answer("Targets", tuple(counts), f"{set_for} of {counted(len(rows), 'counted item')} have a target")


def _judgements(rows: Sequence[Row]) -> Answer:
    found = Counter(row.judgements.agreed.extent for row in rows if row.judgements.agreed)
    counts = [Count(found[extent], EXTENT_WORDS[extent].lower()) for extent in Extent if found[extent]]
    return Answer(
        "Agreed by the partners",
        tuple(counts) or (Count(0, "judged yet"),),
        f"{found.total()} of {counted(len(rows), 'item')} judged",
    )


def _data(rows: Sequence[Row]) -> Answer:
    found = Counter(row.having for row in rows)
    counts = (
        Count(found[Having.NOTHING], "without any figure", asks=f"data={Having.NOTHING}"),
        Count(found[Having.STALE], "out of date", asks=f"data={Having.STALE}"),
    )
    return Answer("Gaps in the data", counts, f"of {counted(len(rows), 'counted item')}")


def warned_of(rows: Iterable[Row]) -> int:
    """How many items have an open early warning."""
    return sum(bool(row.warnings) for row in rows)
