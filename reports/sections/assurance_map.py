"""The assurance map: what assures of each priority, indicator and risk, tier by tier, and where nothing does (R85)."""

from collections.abc import Iterator
from datetime import date

from assurance.queries.assurance_map import MapFilters, MapPage, ShownRow, ShownTier, map_page
from assurance.rules.assurance_map import ROWS_NOUNS, ROWS_WORDS, Row, Rows
from assurance.rules.evidence_tiers import STRENGTH_WORDS, Freshness, Tier, freshness_words
from assurance.rules.wording import date_words
from reports.queries.packs import PackContext
from reports.rules.blocks import Block, Blocks, Cell, Lead, Prose, Subheading, Table, columns
from reports.rules.prose import listed, number_in_words, verb

SHOWN = (Rows.PRIORITIES, Rows.INDICATORS, Rows.RISKS)
TIER_NAMES = {Tier.OPERATIONAL: "first tier", Tier.STRATEGIC: "second tier", Tier.INDEPENDENT: "third tier"}
NOTHING = "There is no priority, indicator or risk yet to be sure of."


def build(context: PackContext) -> Blocks:
    """How many rows lack assurance from a tier, then each row with its newest assurance from each of the three."""
    pages = {rows: map_page(context.reader, MapFilters(rows=rows), context.today) for rows in SHOWN}
    pages = {rows: page for rows, page in pages.items() if page.rows}
    return Blocks(
        (
            Lead(_lead([shown.row for page in pages.values() for shown in page.rows], list(pages))),
            *(block for rows, page in pages.items() for block in _map(rows, page, context.today)),
        )
    )


def _lead(rows: list[Row], kinds: list[Rows]) -> str:
    if not rows:
        return NOTHING
    of_all = f"{len(rows)} {listed([ROWS_NOUNS[kind][1] for kind in kinds])}"
    lacking, none = sum(not row.is_full for row in rows), sum(not row.tiers for row in rows)
    if not lacking:
        return f"All of the {of_all} have current assurance from all three tiers."
    said = f"{lacking} of the {of_all} {verb(lacking, 'lacks', 'lack')} current assurance from at least one tier"
    return f"{said}; {number_in_words(none)} {verb(none, 'has', 'have')} none at all."


def _map(rows: Rows, page: MapPage, today: date) -> Iterator[Block]:
    yield Subheading(ROWS_WORDS[rows], f"map-{rows}")
    yield Prose(f"{page.summary} {_gaps(rows, page)}")
    titles = columns(ROWS_NOUNS[rows][0].capitalize(), *(words for _, words in page.tiers))
    lines = tuple(_row(shown, today) for shown in page.rows)
    yield Table(f"Newest assurance by tier: {ROWS_WORDS[rows].lower()}", titles, lines)


def _gaps(rows: Rows, page: MapPage) -> str:
    """How many rows lack current assurance, tier by tier."""
    lacking = [(tier, sum(tier not in shown.row.tiers for shown in page.rows)) for tier in Tier]
    told = listed([f"{number_in_words(count)} from the {TIER_NAMES[tier]}" for tier, count in lacking])
    return f"{ROWS_WORDS[rows]} without current assurance: {told}."


def _row(shown: ShownRow, today: date) -> tuple[Cell, ...]:
    return Cell(shown.row.subject.title), *(_tier(tier, today) for tier in shown.tiers)


def _tier(tier: ShownTier, today: date) -> Cell:
    """The newest item that is current under this tier, or else the newest there is; "None" without one."""
    held = [(one.cell.freshness != Freshness.STALE, one.cell.held) for one in tier.cells if one.cell.held]
    if not held:
        return Cell("None")
    _, newest = max(held, key=lambda one: (one[0], one[1].dated_on, one[1].current_until, one[1].item))
    fresh = freshness_words(newest.current_until, today)
    return Cell(STRENGTH_WORDS[newest.strength], f"{newest.title}, {date_words(newest.dated_on)}. {fresh}")
