"""The dashboard: what has changed beyond chance, which targets will be met, and a line an item (R53 to R64)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assurance.rules.wording import counted, date_words
from indicators.queries.dashboard import DomainRows, dashboard_visible_to
from indicators.queries.rows import Row
from indicators.rules.dashboard import OUTLOOK_WORDS, Having, Outlook
from indicators.rules.vocabulary import MEANING_WORDS, Meaning
from reports.queries.packs import PackContext
from reports.rules.blocks import Block, Blocks, Cell, Lead, Prose, Table, Tone, columns
from reports.rules.prose import listed, number_in_words, verb

ITEM = "Item of Appendix 1"
# The worst first: what a reader looks for.
MEANINGS = (Meaning.CONCERNING, Meaning.IMPROVING, Meaning.NEITHER, Meaning.COMMON, Meaning.CANNOT_TELL)
OUTLOOKS = (
    Outlook.WILL_MISS,
    Outlook.MISSES_NOW,
    Outlook.EITHER,
    Outlook.MEETS_NOW,
    Outlook.WILL_MEET,
    Outlook.UNJUDGED,
)
TONES = {"green": Tone.GREEN, "amber": Tone.AMBER, "red": Tone.RED, "": Tone.GREY}
HOW_TO_READ = (
    "“No change beyond chance” means that ups and downs of this size are to be expected. Whether a target will be met "
    "is said for as long as nothing changes: where it lies within the limits of the chart, chance alone decides."
)


def build(context: PackContext) -> Blocks:
    """The items with the figures of periods that had ended with the quarter, in the words of the dashboard's page."""
    up_to = context.period.as_quarter.ends_on
    domains = dashboard_visible_to(context.reader, today=context.today, up_to=up_to).domains
    rows = [row for domain in domains for row in domain.rows]
    if not rows:
        return Blocks((Lead("No indicators have been set up yet."),))
    counted_rows = [row for row in rows if row.item.has_number]
    return Blocks(
        (
            Lead(_lead(counted_rows)),
            Prose(f"Figures of periods that had ended by {date_words(up_to)}. {HOW_TO_READ}"),
            _summary("What the latest figures say", _by_meaning(counted_rows)),
            _summary("Whether targets will be met", _by_outlook(counted_rows)),
            *_tables(domains),
        )
    )


def _lead(rows: Sequence[Row]) -> str:
    said = [row.said.meaning for row in rows if row.said]
    worse, better = said.count(Meaning.CONCERNING), said.count(Meaning.IMPROVING)
    missed = sum(row.outlook in (Outlook.WILL_MISS, Outlook.MISSES_NOW) for row in rows)
    targets = sum(row.outlook != Outlook.NO_TARGET for row in rows)
    lacking = sum(row.having == Having.NOTHING for row in rows)
    changed = (
        f"{number_in_words(worse)} {verb(worse, 'is', 'are')} worse beyond chance, {number_in_words(better)} better"
    )
    of_targets = (
        f" Of {counted(targets, 'target')} {number_in_words(missed)} {verb(missed, 'is', 'are')} missed or will be."
    )
    return (
        f"Of {counted(len(said), 'item')} with figures {changed}.{of_targets * bool(targets)} "
        f"{counted(lacking, 'counted item')} {verb(lacking, 'has', 'have')} no figures."
    )


def _by_meaning(rows: Iterable[Row]) -> Iterator[tuple[Cell, list[Row]]]:
    found = defaultdict(list)
    for row in rows:
        if row.said:
            found[row.said.meaning].append(row)
    for meaning in MEANINGS:
        yield Cell(MEANING_WORDS[meaning], icon=meaning.replace("_", "-")), found[meaning]


def _by_outlook(rows: Iterable[Row]) -> Iterator[tuple[Cell, list[Row]]]:
    found = defaultdict(list)
    for row in rows:
        found[row.outlook].append(row)
    for outlook in OUTLOOKS:
        if found[outlook]:
            yield Cell(OUTLOOK_WORDS[outlook], icon=_icon(outlook)), found[outlook]


def _summary(caption: str, counts: Iterable[tuple[Cell, list[Row]]]) -> Table:
    """How many items each holds for, and which."""
    rows = [(cell, Cell(str(len(of))), Cell(listed([row.item.code for row in of]))) for cell, of in counts]
    return Table(caption, columns("Finding", "Items", "Which", numeric=("Items",)), tuple(rows))


def _tables(domains: Iterable[DomainRows]) -> Iterator[Block]:
    for domain in domains:
        if domain.has_numbers:
            titles = columns(ITEM, "Latest", "Variation", "Target", "Agreed by the partners")
            yield Table(domain.title, titles, tuple(_counted(row) for row in domain.rows))
        else:
            titles = columns(ITEM, "Agreed by the partners")
            yield Table(domain.title, titles, tuple((_item(row), *_judged(row)) for row in domain.rows))


def _counted(row: Row) -> tuple[Cell, ...]:
    figure, said = row.item.headline, row.said
    if figure is None or said is None:
        return _item(row), Cell("No figures", row.item.measured), Cell(""), Cell(""), *_judged(row)
    latest = Cell(figure.words, f"{figure.period}. {figure.area}" if figure.is_elsewhere else figure.period)
    variation = Cell(said.words, said.method, icon=said.icon)
    return _item(row), latest, variation, _target(row), *_judged(row)


def _item(row: Row) -> Cell:
    figure = row.item.headline
    notes = [f"{figure.title} ({figure.relation.lower()})"] if figure else []
    return Cell(f"{row.item.code} {row.item.wording}", ". ".join(["Early warning open"] * bool(row.warnings) + notes))


def _target(row: Row) -> Cell:
    if row.target is None:
        return Cell(row.outlook_words)
    return Cell(row.outlook_words, f"Target {row.target_words}", icon=_icon(row.outlook))


def _judged(row: Row) -> tuple[Cell]:
    agreed = row.judgements.agreed
    if agreed is None:
        return (Cell("Not yet judged"),)
    old = ", over a year ago" if agreed.is_old else ""
    return (Cell(agreed.words, f"{date_words(agreed.judged_on)}{old}", TONES[agreed.rating]),)


def _icon(outlook: Outlook) -> str:
    return "" if outlook in (Outlook.UNJUDGED, Outlook.NO_TARGET) else str(outlook)
