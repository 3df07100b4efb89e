"""Signals: what the newest figure of a series says beyond chance, kept once, and what is warned of (R71 to R73)."""

from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten

from django.utils.timezone import localdate

from assurance.models import EarlyWarning
from assurance.rules.warnings import WarningKind
from assurance.services.warnings import raise_warning
from indicators.models import Measure, Signal
from indicators.queries.charts import chart_of_finding
from indicators.rules.finding import RULES_VERSION, Finding
from indicators.rules.frozen_chart import frozen_chart
from indicators.rules.series import origin_of
from indicators.rules.vocabulary import Meaning, Relation

TITLE_LENGTH = 240
BEYOND_CHANCE = "Chance alone would hardly do that; the figures do not say why."


def record_signals(*, findings: Iterable[Finding], now: datetime) -> None:
    """
    Keep a signal for each finding beyond chance whose latest figure has none yet, and raise what has to be warned of.

    Call it in the transaction that writes the findings.
    """
    new = _new(findings)
    measures = Measure.objects.select_related("indicator__topic", "home_area__within__within").in_bulk(
        [finding.facts.key[0] for finding in new.values()]
    )
    signals = []
    for pk, finding in new.items():
        measure, area = finding.facts.key
        signals.append(
            Signal(
                measure_id=measure,
                area_id=area,
                observation_id=pk,
                meaning=Meaning.CONCERNING if finding.misses_target else finding.meaning,
                rules_met="\n".join(finding.rules_met),
                headline=finding.headline,
                rules_version=RULES_VERSION,
                seen_at=now,
                early_warning=_warning(finding, measures[measure], now),
            )
        )
    Signal.objects.bulk_create(signals)


def _new(findings: Iterable[Finding]) -> dict[int, Finding]:
    """The findings that are signals, by the observation they are about, without those kept before."""
    beyond = {
        finding.latest.observation: finding for finding in findings if finding.is_signal and finding.latest is not None
    }
    kept = Signal.objects.filter(observation__in=list(beyond), rules_version=RULES_VERSION)
    for observation in kept.values_list("observation", flat=True):
        del beyond[observation]
    return beyond


def _warning(finding: Finding, measure: Measure, now: datetime) -> EarlyWarning | None:
    """The early warning that a signal belongs to: the one open for its series, or else a new one; None for no cause."""
    kind = _kind(finding)
    if kind is None or not _warns(finding, measure, now):
        return None
    facts = finding.facts
    return raise_warning(
        topic=measure.indicator.topic,
        kind=kind,
        title=shorten(finding.headline, TITLE_LENGTH, placeholder="…"),
        what=_what(finding, measure),
        finding=finding.headline,
        chart=frozen_chart(chart_of_finding(measure, finding, day=localdate(now))),
        origin=origin_of(facts.code, facts.area_slug),
        by=None,
        now=now,
    )


def _kind(finding: Finding) -> WarningKind | None:
    """What kind of warning a finding is worth: what improves, or stays as it was, is worth none."""
    if finding.meaning == Meaning.CONCERNING:
        return WarningKind.DECLINING_PERFORMANCE
    if finding.misses_target:
        return WarningKind.WEAK_PERFORMANCE
    return WarningKind.EMERGING_ISSUE if finding.meaning == Meaning.NEITHER else None


def _warns(finding: Finding, measure: Measure, now: datetime) -> bool:
    """Whether the series is one to warn of: Kent's own, of an indicator, more than background, and news."""
    facts = finding.facts
    feeds_an_indicator = measure.indicator_id is not None and facts.relation != Relation.CONTEXT
    return facts.is_home and feeds_an_indicator and measure.is_current and facts.is_news(localdate(now))


def _what(finding: Finding, measure: Measure) -> str:
    relation = {
        Relation.DIRECT: "It measures",
        Relation.NEAR: "It is close to",
        Relation.PROXY: "It stands in for",
    }[finding.facts.relation]
    hardly = "" if finding.meaning == Meaning.COMMON else f" {BEYOND_CHANCE}"
    return f"{finding.paragraph}{hardly}\n\n{relation} this item of Appendix 1: {measure.indicator.wording}"
