"""The indicator table of an Executive Board pack (R135)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assurance.rules.wording import date_words
from indicators.models import Indicator, Judgement
from indicators.queries.figures import attributions_of, every_measure, newest_of
from indicators.queries.items import Item, domains_of, every_indicator, with_definition
from indicators.queries.judgements import Judged, judged_of
from indicators.queries.said import facts_ended_by, said_of
from indicators.rules.chart_spec import as_set, as_set_words
from indicators.rules.dashboard import OUTLOOK_WORDS, Said, outlook_of
from indicators.rules.vocabulary import Kind, Polarity, Unit


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
    variation: str = ""
    method: str = ""
    target: str = ""
    outlook: str = ""
    judgement: str = ""
    judged_on: str = ""


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
    measures = list(every_measure().filter(is_current=True))
    series = facts_ended_by(measures, period_end)
    indicators = list(with_definition(every_indicator().in_use_on(period_end), period_end))
    domains = domains_of(indicators, measures, newest_of(measures, series.values()), today=period_end)
    leading = [item.measure for domain in domains for item in domain.items if item.measure]
    said = said_of(series[measure.pk, measure.home_area_id] for measure in leading)
    judged = _agreed(indicators, period_end)
    return PackTable(
        domains=tuple(
            PackDomain(
                number=domain.number,
                title=domain.title,
                rationale=domain.rationale,
                lead_in=domain.lead_in,
                has_numbers=domain.has_numbers,
                rows=tuple(_row(item, said, judged.get(item.indicator)) for item in domain.items),
            )
            for domain in domains
        ),
        attributions=attributions_of(item.headline for domain in domains for item in domain.items if item.headline),
    )


def _agreed(indicators: Iterable[Indicator], day: date) -> dict[int, Judged]:
    """The newest judgement the partners agreed of each indicator. One query."""
    kinds = {indicator.pk: Kind(indicator.kind) for indicator in indicators}
    agreed = Judgement.objects.filter(indicator__in=kinds, agency=None)
    rows = agreed.select_related("agency", "recorded_by").order_by("judged_on", "recorded_at", "pk")
    return {row.indicator_id: judged_of(row, kinds[row.indicator_id], today=day) for row in rows}


def _row(item: Item, said: Mapping[int, Said], judged: Judged | None) -> PackRow:
    row = PackRow(
        code=item.code,
        wording=item.wording,
        measured=item.measured if item.has_number or not judged else judged.words,
        judgement=f"{judged.words} ({judged.rating.capitalize() or 'not yet rated'})" if judged else "",
        judged_on=date_words(judged.judged_on) if judged else "",
    )
    figure, measure = item.headline, item.measure
    if figure is None or measure is None:
        return row
    one = said[measure.pk]
    polarity = Polarity(measure.polarity) if measure.polarity else None
    return replace(
        row,
        figure=figure.title,
        relation=figure.relation,
        area=figure.area,
        value=figure.words,
        period=figure.period,
        nation=figure.nation.words,
        region=figure.region.words,
        neighbours=figure.neighbours.words,
        source=figure.source,
        variation=one.words,
        method=one.method,
        target="" if one.target is None else as_set_words(as_set(one.target, measure.decimals), Unit(measure.unit)),
        outlook=OUTLOOK_WORDS[outlook_of(one, figure.value, polarity)],
    )
