"""Each indicator at length: its finding in words, its chart, and its newest figures with their limits (R60 to R64)."""

from collections.abc import Iterator, Sequence

from assurance.rules.wording import counted, date_words
from indicators.queries.pack_charts import Further, ItemChart, item_charts
from indicators.queries.rows import Row
from indicators.rules.vocabulary import Meaning
from reports.queries.packs import PackContext
from reports.rules.blocks import Block, Blocks, Cell, Entry, Lead, Prose, Table, Tag, Tone, columns, parts
from reports.rules.chart_blocks import chart_block
from reports.rules.prose import bullets, verb

TONES = {
    Meaning.CONCERNING: Tone.AMBER,
    Meaning.IMPROVING: Tone.GREEN,
    Meaning.NEITHER: Tone.BLUE,
}


def build(context: PackContext) -> Blocks:
    """An entry and a chart for each item that has figures, as the dashboard chooses them; the others in a table."""
    up_to = context.period.as_quarter.ends_on
    shown, without = item_charts(context.reader, up_to=up_to, today=context.today)
    return Blocks(
        (
            Lead(_lead(shown, without, date_words(up_to))),
            *(block for one in shown for block in _told(one)),
            _without(without),
        )
    )


def _lead(shown: Sequence[ItemChart], without: Sequence[Row], up_to: str) -> str:
    if not shown and not without:
        return "No indicators have been set up yet."
    if not shown:
        return f"No item of Appendix 1 has figures for a period that had ended by {up_to}."
    lacking = f" {counted(len(without), 'item')} {verb(len(without), 'has', 'have')} none." * bool(without)
    shown_words = f"{counted(len(shown), 'item')} of Appendix 1 {verb(len(shown), 'has', 'have')} figures"
    return f"{shown_words} for periods that had ended by {up_to}, each with its chart.{lacking}"


def _told(one: ItemChart) -> Iterator[Block]:
    row, item = one.row, one.row.item
    figure, said = item.headline, row.said
    tags = [Tag(said.words, TONES.get(said.meaning, Tone.GREY))] if said else []
    if row.warnings:
        tags.append(Tag("Early warning open", Tone.RED))
    target = f"{row.target_words}: {row.outlook_words.lower()}" if row.target_words else ""
    yield Entry(
        title=f"{item.code} {item.wording}",
        tags=tuple(tags),
        about=figure.relation_sentence if figure else "",
        parts=parts(("Target", target)),
        anchor=f"item-{item.slug}",
    )
    if chart := chart_block(one.chart):
        yield chart
    if one.further:
        yield Prose(_further(one.further))


def _further(further: Sequence[Further]) -> str:
    """What the other figures of an item say: those beyond chance in words, the others counted."""
    changed = [one for one in further if one.meaning in TONES]
    others = len(further) - len(changed)
    said = bullets(f"{one.relation}: {one.headline}." for one in changed)
    shows = f"{counted(others, 'other figure')} of this item {verb(others, 'shows', 'show')}"
    rest = f"{shows} no change that can be told from chance."
    return "\n".join(filter(None, ("Also changed beyond chance:" * bool(said), said, rest * bool(others))))


def _without(rows: Sequence[Row]) -> Table:
    cells = tuple((Cell(f"{row.item.code} {row.item.wording}"), Cell(_why(row))) for row in rows)
    return Table("Items without figures", columns("Item of Appendix 1", "Why"), cells)


def _why(row: Row) -> str:
    agreed = row.judgements.agreed
    return f"Agreed by the partners: {agreed.words}, {date_words(agreed.judged_on)}." if agreed else row.item.measured
