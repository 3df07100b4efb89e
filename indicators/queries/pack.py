"""The indicator table of an Executive Board pack (R135)."""

from dataclasses import dataclass
from datetime import date

from indicators.queries.dashboard import Item, domains_of, every_indicator, with_definition
from indicators.queries.figures import attributions_of, every_measure, figures_of, newest_figures_up_to


@dataclass(frozen=True)
class PackRow:
    """An item of Appendix 1 with its closest figure, every cell as printed; without a figure the cells are empty."""

    code: str
    wording: str
    measured: str
    figure: str = ""
    relation: str = ""
    area: str = ""
    value: str = ""
    period: str = ""
    nation: str = ""
    region: str = ""
    neighbours: str = ""
    source: str = ""


@dataclass(frozen=True)
class PackDomain:
    """A domain of Appendix 1 with one row an item."""

    number: int
    title: str
    rationale: str
    lead_in: str
    has_numbers: bool
    rows: tuple[PackRow, ...]


@dataclass(frozen=True)
class PackTable:
    """The indicator table of a pack: text alone, so that `dataclasses.asdict` of it is ready for a snapshot."""

    domains: tuple[PackDomain, ...]
    attributions: tuple[str, ...]


def pack_table(*, period_end: date) -> PackTable:
    """
    Every item with the newest figure for a period that had ended by `period_end`, in the order of Appendix 1.

    For the pack alone: it asks for no person, for a pack must not depend on who has it built, and is scoped by who may
    read it. The same rows give the same table: nothing in it depends on the clock.
    """
    measures = list(every_measure())
    found = figures_of(measures, newest_figures_up_to(measures, period_end), today=period_end)
    domains = domains_of(with_definition(every_indicator(), period_end), measures, found)
    return PackTable(
        domains=tuple(
            PackDomain(
                number=domain.number,
                title=domain.title,
                rationale=domain.rationale,
                lead_in=domain.lead_in,
                has_numbers=domain.has_numbers,
                rows=tuple(_row(item) for item in domain.items),
            )
            for domain in domains
        ),
        attributions=attributions_of(item.headline for domain in domains for item in domain.items if item.headline),
    )


def _row(item: Item) -> PackRow:
    figure = item.headline
    if figure is None:
        return PackRow(item.code, item.wording, item.measured)
    return PackRow(
        code=item.code,
        wording=item.wording,
        measured=item.measured,
        figure=figure.title,
        relation=figure.relation,
        area=figure.area,
        value=figure.words,
        period=figure.period,
        nation=figure.nation.words,
        region=figure.region.words,
        neighbours=figure.neighbours.words,
        source=figure.source,
    )
