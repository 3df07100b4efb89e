"""What a pack shows of each item of Appendix 1: the dashboard up to the end of a quarter, and the charts behind it."""

from dataclasses import dataclass
from datetime import date

from assurance.models import User
from indicators.models import Measure
from indicators.queries.charts import charts_of_findings
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.rows import Row
from indicators.queries.said import facts_ended_by
from indicators.rules.chart_spec import ChartSpec
from indicators.rules.finding import Finding, find_all
from indicators.rules.vocabulary import RELATION_WORDS, Meaning, Relation


@dataclass(frozen=True)
class Further:
    """Another figure of an item beside the one it is known by: how close it comes, and its finding."""

    relation: str
    headline: str
    meaning: Meaning


@dataclass(frozen=True)
class ItemChart:
    """An item with its row of the dashboard, the chart of the figure it is known by, and what the others say."""

    row: Row
    chart: ChartSpec
    further: tuple[Further, ...]


def item_charts(user: User, *, up_to: date, today: date) -> tuple[tuple[ItemChart, ...], tuple[Row, ...]]:
    """
    The items of the dashboard that have figures, each with its chart, and the rows of those that have none.

    The figures are of periods that had ended on the day `up_to`. The number of queries does not grow with the items.
    """
    domains = dashboard_visible_to(user, today=today, up_to=up_to).domains
    rows = [row for domain in domains for row in domain.rows]
    measures = {measure.pk: measure for row in rows for measure in row.item.measures}
    found = {key[0]: one for key, one in find_all(facts_ended_by(measures.values(), up_to)).items()}
    leading = [row.item.measure for row in rows if row.item.measure]
    charts = charts_of_findings([(measure, found[measure.pk]) for measure in leading], day=up_to)
    shown = tuple(
        ItemChart(row, charts[row.item.measure.pk], _further(row.item.measures, row.item.measure, found))
        for row in rows
        if row.item.measure
    )
    return shown, tuple(row for row in rows if not row.item.measure)


def _further(measures: tuple[Measure, ...], leading: Measure, found: dict[int, Finding]) -> tuple[Further, ...]:
    return tuple(
        Further(RELATION_WORDS[Relation(measure.relation)], found[measure.pk].headline, found[measure.pk].meaning)
        for measure in measures
        if measure.pk != leading.pk
    )
