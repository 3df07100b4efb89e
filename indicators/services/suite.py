"""Appendix 1 written into the portal (R53 to R57). What is there already is the Business Team's and is left alone."""

from datetime import datetime

from django.db import transaction

from assurance.models import Topic, User
from assurance.services import activity
from indicators.models import Domain, Indicator, IndicatorDefinition, Objective
from indicators.rules.framework import DomainText, IndicatorText, SuiteText


@transaction.atomic
def load_suite(*, suite: SuiteText, by: User | None, now: datetime) -> int:
    """Add the objectives, domains, indicators and wordings that are missing; how many indicators that were."""
    for number, title in suite.objectives:
        Objective.objects.get_or_create(number=number, defaults={"title": title})
    known = set(Indicator.objects.values_list("slug", flat=True))
    added = []
    for domain in suite.domains:
        row = _domain(domain)
        for item in domain.indicators:
            if item.slug not in known:
                added.append(_add_indicator(row, item))
    if added:
        detail = {"added": [indicator.pk for indicator in added]}
        activity.record(actor=by, action="indicator.load", subject=added[0], detail=detail, now=now)
    return len(added)


def _domain(domain: DomainText) -> Domain:
    row, _ = Domain.objects.get_or_create(
        number=domain.number,
        defaults={"title": domain.title, "rationale": domain.rationale, "lead_in": domain.lead_in},
    )
    return row


def _add_indicator(domain: Domain, item: IndicatorText) -> Indicator:
    topic, _ = Topic.objects.get_or_create(
        slug=item.slug,
        defaults={
            "kind": Topic.Kind.INDICATOR,
            "title": item.wording,
            "position": domain.number * 100 + item.position,
        },
    )
    indicator = Indicator.objects.create(
        topic=topic, slug=item.slug, domain=domain, position=item.position, kind=item.kind
    )
    IndicatorDefinition.objects.bulk_create(
        IndicatorDefinition(
            indicator=indicator,
            document=definition.document,
            starts_on=definition.starts_on,
            ends_on=definition.ends_on,
            wording=definition.wording,
            wording_to_be_confirmed=definition.wording_to_be_confirmed,
            data_notes=definition.data_notes,
        )
        for definition in item.definitions
    )
    return indicator
