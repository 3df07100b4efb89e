"""The item of assurance of an indicator: what its closest figures say, kept with their finding (SAF 4, R81 to R85)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse

from assurance.rules.evidence_tiers import Element
from assurance.services.items import ItemOfRecord, Supports, bring_items_up_to_date, withdraw_items_of
from indicators.models import Indicator, SeriesFinding
from indicators.rules.assurance_items import confidence_in, strength_of
from indicators.rules.gaps import DAYS_ALLOWED
from indicators.rules.spc import Assurance
from indicators.rules.vocabulary import Frequency, Meaning, Relation

# Figures that an agency of the Partnership is asked for, and figures that others publish (SAF Figure 1).
ASKED, PUBLISHED = "management-information", "dashboard"
CLOSEST = list(Relation)


def origin_of_indicator(slug: str) -> str:
    """The name under which the item of an indicator is kept."""
    return f"indicator:{slug}"


def keep_items_of_indicators(measures: Iterable[int], now: datetime) -> None:
    """
    Bring the items up to date of the indicators these measures feed, in a fixed number of queries.

    Each indicator has one, of its closest figures for Kent that are more than background; without such figures it is
    taken out. Call it in the transaction that writes the findings.
    """
    indicators = dict(
        Indicator.objects.filter(measures__in=set(measures)).order_by().distinct().values_list("pk", "slug")
    )
    if not indicators:
        return
    leading = _leading(indicators)
    bring_items_up_to_date(records=[_record(finding) for finding in leading.values()], now=now)
    gone = [origin_of_indicator(slug) for pk, slug in indicators.items() if pk not in leading]
    if gone:
        withdraw_items_of(origins=gone, now=now)


def _leading(indicators: Iterable[int]) -> dict[int, SeriesFinding]:
    """By indicator, the finding of its closest figures for Kent."""
    findings = (
        SeriesFinding.objects.filter(
            measure__indicator__in=list(indicators),
            measure__is_current=True,
            area=F("measure__home_area"),
            observation__isnull=False,
        )
        .exclude(measure__relation=Relation.CONTEXT)
        .select_related("measure__indicator", "measure__source_agency", "observation")
    )
    found: dict[int, SeriesFinding] = {}
    for finding in sorted(findings, key=_closeness, reverse=True):
        found[finding.measure.indicator_id] = finding
    return found


def _closeness(finding: SeriesFinding) -> tuple[int, int]:
    return CLOSEST.index(Relation(finding.measure.relation)), finding.measure.position


def _record(finding: SeriesFinding) -> ItemOfRecord:
    measure, period_end = finding.measure, finding.observation.period_end
    frequency = Frequency(measure.frequency) if measure.frequency else Frequency.ANNUAL
    return ItemOfRecord(
        origin=origin_of_indicator(measure.indicator.slug),
        tool_slug=ASKED if measure.source_agency else PUBLISHED,
        title=f"Figures: {measure.title}",
        finding=finding.headline,
        dated_on=period_end,
        current_until=period_end + timedelta(days=DAYS_ALLOWED[frequency]),
        strength=strength_of(Meaning(finding.meaning), Assurance(finding.assurance) if finding.assurance else None),
        confidence=confidence_in(Relation(measure.relation), a_chart_speaks=bool(finding.variation)),
        supports=Supports(topics=frozenset({measure.indicator.topic_id})),
        element=Element.QUANTITATIVE,
        agency=measure.source_agency,
        source="Figures an agency was asked for" if measure.source_agency else "Published figures",
        address=reverse("indicators:indicator_detail", args=[measure.indicator.slug]),
    )
