"""Appendix 1 loaded, and indicators added, split and retired by the Business Team (R53 to R57, R68)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from assurance.models import Topic, User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words
from assurance.services import activity
from indicators.models import Domain, Indicator, IndicatorDefinition, Measure, Objective
from indicators.rules.changes import ChangeKind
from indicators.rules.framework import DomainText, IndicatorText, SuiteText, kind_in
from indicators.services.changes import findings_are_due, note_change
from indicators.services.definitions import newest_definition

# Words that are addresses of their own, which no indicator may have.
TAKEN = frozenset({"suite", "judgements", "requests", "imports", "gaps"})
LONGEST_SLUG = 70


@transaction.atomic
def load_suite(*, suite: SuiteText, by: User | None, now: datetime) -> int:
    """Add the objectives, domains, indicators and wordings that are missing; how many indicators that were."""
    objectives = {one.number: one for one in Objective.objects.select_related("topic")}
    for number, title in suite.objectives:
        _keep_topic(objectives.get(number) or Objective.objects.create(number=number, title=title))
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


def _keep_topic(objective: Objective) -> None:
    """The topic of an objective, by which items support it: made once, and called as the objective is."""
    if objective.topic is None:
        slug = f"objective-{objective.number}"
        known = {"kind": Topic.Kind.OBJECTIVE, "title": objective.title, "position": objective.number}
        objective.topic, _ = Topic.objects.get_or_create(slug=slug, defaults=known)
        objective.save(update_fields=["topic"])
    if objective.topic.title != objective.title:
        Topic.objects.filter(pk=objective.topic.pk).update(title=objective.title)


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


@transaction.atomic
def add_indicator(
    *,
    domain: Domain,
    wording: str,
    document: str,
    starts_on: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
) -> Indicator:
    """A new indicator at the end of a domain, of which nothing but the wording is agreed yet (C10)."""
    demand(by, Permission.MANAGE_INDICATORS)
    _refuse_day_to_come(starts_on, today)
    Domain.objects.select_for_update().get(pk=domain.pk)
    _refuse_known(wording)
    last = Indicator.objects.filter(domain=domain, parent=None).aggregate(last=Max("position"))["last"]
    indicator = _new_indicator(domain, None, (last or 0) + 1, wording)
    _first_definition(indicator, document, starts_on, reason, by, now)
    what = [("Wording", "", wording), ("In effect from", "", date_words(starts_on))]
    note_change(about=indicator, kind=ChangeKind.INDICATOR_ADDED, what=what, reason=reason, by=by, now=now)
    return indicator


@transaction.atomic
def split_indicator(
    *,
    indicator: Indicator,
    wordings: Sequence[str],
    starts_on: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
) -> list[Indicator]:
    """
    The parts of an indicator, each an indicator below it that serves the same objectives (R56).

    The indicator stays, with its figures and judgements. Raises ValidationError for a part of a part, and for a single
    part where there is no other.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    _refuse_split(indicator, wordings, starts_on, today)
    first = (indicator.parts.aggregate(last=Max("position"))["last"] or 0) + 1
    parts = []
    for position, wording in enumerate(wordings, start=first):
        _refuse_known(wording)
        part = _new_indicator(indicator.domain, indicator, position, wording)
        part.objectives.set(indicator.objectives.all())
        _first_definition(part, "", starts_on, reason, by, now)
        parts.append(part)
    what = [("Part", "", wording) for wording in wordings]
    note_change(about=indicator, kind=ChangeKind.INDICATOR_SPLIT, what=what, reason=reason, by=by, now=now)
    return parts


@transaction.atomic
def retire_indicator(
    *, indicator: Indicator, first_day_out: date, reason: str, by: User, now: datetime, today: date
) -> int:
    """
    Take an indicator out of the suite from a day on, and its measures with it; how many measures those were.

    Its definitions, figures and judgements stay to be read. Raises ValidationError while it has parts in use.
    """
    demand(by, Permission.MANAGE_INDICATORS)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    measures = list(indicator.measures.select_for_update().filter(is_current=True).order_by("pk"))
    last = newest_definition(indicator)
    _refuse_retiring(indicator, last, first_day_out, today)
    last.ends_on = first_day_out - timedelta(days=1)
    last.save(update_fields=["ends_on"])
    Topic.objects.filter(pk=indicator.topic_id).update(is_current=False)
    what = [("Last day in use", "", date_words(last.ends_on))]
    note_change(about=indicator, kind=ChangeKind.INDICATOR_RETIRED, what=what, reason=reason, by=by, now=now)
    Measure.objects.filter(pk__in=[measure.pk for measure in measures]).update(is_current=False)
    for measure in measures:
        note_change(about=measure, kind=ChangeKind.MEASURE_RETIRED, reason=reason, by=by, now=now)
    findings_are_due(measures=measures, now=now)
    return len(measures)


def _new_indicator(domain: Domain, parent: Indicator | None, position: int, wording: str) -> Indicator:
    slug = _free_slug(wording)
    # A part stands with what it is part of where returns list their topics.
    place = domain.number * 100 + (parent.position if parent else position)
    topic = Topic.objects.create(slug=slug, kind=Topic.Kind.INDICATOR, title=wording, position=place)
    kind = parent.kind if parent else kind_in(domain.number)
    return Indicator.objects.create(topic=topic, slug=slug, domain=domain, parent=parent, position=position, kind=kind)


def _free_slug(wording: str) -> str:
    base = slugify(wording)[:LONGEST_SLUG].strip("-") or "indicator"
    taken = {*TAKEN, *Topic.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    taken.update(Indicator.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _first_definition(
    indicator: Indicator, document: str, starts_on: date, reason: str, by: User, now: datetime
) -> None:
    IndicatorDefinition.objects.create(
        indicator=indicator,
        wording=indicator.wording,
        document=document,
        starts_on=starts_on,
        reason=reason,
        recorded_by=by,
        recorded_at=now,
    )


def _refuse_known(wording: str) -> None:
    known = IndicatorDefinition.objects.filter(ends_on=None, wording__iexact=wording)
    if known.exists():
        raise ValidationError(f"There is an indicator worded “{wording}” already.")


def _refuse_day_to_come(day: date, today: date) -> None:
    if day > today:
        raise ValidationError("The first day cannot lie in the future: record it on the day.")


def _refuse_split(indicator: Indicator, wordings: Sequence[str], starts_on: date, today: date) -> None:
    _refuse_day_to_come(starts_on, today)
    if indicator.parent_id:
        raise ValidationError("This is a part of an indicator already, and cannot be split further.")
    if newest_definition(indicator).ends_on:
        raise ValidationError("This indicator is no longer in use, and cannot be split.")
    if len({wording.casefold() for wording in wordings}) != len(wordings):
        raise ValidationError("Two parts have the same wording.")
    if len(wordings) + indicator.parts.count() < 2:
        raise ValidationError("Name at least two parts, one a line.")


def _refuse_retiring(indicator: Indicator, last: IndicatorDefinition, first_day_out: date, today: date) -> None:
    if last.ends_on:
        raise ValidationError(f"This indicator is not in use any more: its last day was {date_words(last.ends_on)}.")
    _refuse_day_to_come(first_day_out, today)
    if first_day_out <= last.starts_on:
        raise ValidationError(f"The present definition holds from {date_words(last.starts_on)}: give a later day.")
    if indicator.parts.in_use_on(today).exists():
        raise ValidationError("Retire its parts first: they are still in use.")
