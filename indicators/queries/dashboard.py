"""The dashboard: a row an item of Appendix 1, read from findings written when the figures landed (R53 to R64)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from uuid import UUID

from django.db.models import Prefetch, Q

from assurance.models import User
from assurance.permissions import may
from assurance.queries.warnings import warnings_visible_to
from assurance.rules.roles import Permission
from indicators.models import Area, Measure, Objective, StatisticalNeighbour
from indicators.queries.as_known import as_known
from indicators.queries.figures import Newest, measures_visible_to, newest_figures, newest_of
from indicators.queries.items import DomainItems, Item, domains_of, indicators_visible_to, with_definition
from indicators.queries.judgements import Judgements, latest_judgements
from indicators.queries.moments import Moment
from indicators.queries.rows import Answer, Row, answers_of, passes, warned_of
from indicators.queries.said import facts_as_known, facts_ended_by, said_of, said_today
from indicators.rules.chart_spec import as_set, as_set_words
from indicators.rules.dashboard import DashboardFilters, Outlook, Said, outlook_of
from indicators.rules.series import SeriesFacts, SeriesKey
from indicators.rules.sparkline import sparkline
from indicators.rules.vocabulary import RELATION_SENTENCES, Polarity, Unit

EVERYTHING = DashboardFilters()


@dataclass(frozen=True)
class DomainRows:
    """A domain with its rationale, and of its rows those that were asked for."""

    number: int
    title: str
    rationale: str
    lead_in: str
    has_numbers: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Background:
    """A figure that belongs to no item: its page, and its finding as a sentence."""

    code: str
    title: str
    headline: str


@dataclass(frozen=True)
class Dashboard:
    """
    The domains with the rows asked for, `shown` of `total`; the answers at its head are about all of them.

    `warned` counts the items with an open early warning, None for a reader who may not know of warnings. `area` is the
    area whose figures are shown, None for Kent and the NHS bodies that stand for it.
    """

    objectives: tuple[str, ...]
    answers: tuple[Answer, ...]
    warned: int | None
    domains: tuple[DomainRows, ...]
    shown: int
    total: int
    background: tuple[Background, ...]
    attributions: tuple[str, ...]
    area: Area | None
    domains_to_choose: tuple[tuple[str, str], ...]
    agencies_to_choose: tuple[tuple[str, str], ...]
    relation_sentences: tuple[str, ...] = tuple(RELATION_SENTENCES.values())


def dashboard_visible_to(
    user: User,
    *,
    today: date,
    filters: DashboardFilters = EVERYTHING,
    then: Moment | None = None,
    up_to: date | None = None,
) -> Dashboard:
    """The dashboard today, as it was at a moment, or of periods ended by `up_to`. Its queries do not grow with rows."""
    day, at = (then.day, then.at) if then else (up_to or today, None)
    area = None if then else _area_chosen(filters)
    measures = _measures(user, then)
    facts = _facts(measures, then, up_to)
    newest = newest_figures(measures, area) if facts is None else newest_of(measures, facts.values())
    indicators = list(with_definition(indicators_visible_to(user).in_use_on(day).order_by(), day, at))
    domains = domains_of(indicators, measures, newest, today=day, at=at)
    leading = [item.measure.pk for domain in domains for item in domain.items if item.measure]
    background = [measure.pk for measure in measures if measure.indicator_id is None and measure.pk in newest]
    wanted = {*leading, *background}
    said = said_today(wanted, area) if facts is None else said_of(facts[key] for key in facts if key[0] in wanted)
    judged_by = then.day if then else today
    around = Around(said, latest_judgements(user, indicators, as_at=judged_by), open_warnings(user, then))
    rows = {domain.number: [_row(item, domain, around) for item in domain.items] for domain in domains}
    every = [row for of_domain in rows.values() for row in of_domain]
    shown = tuple(_domain(domain, rows[domain.number], filters) for domain in domains)
    return Dashboard(
        objectives=tuple(Objective.objects.values_list("title", flat=True)) if domains else (),
        answers=answers_of(every),
        warned=warned_of(every) if may(user, Permission.READ_WARNING) else None,
        domains=tuple(domain for domain in shown if domain.rows),
        shown=sum(len(domain.rows) for domain in shown),
        total=len(every),
        background=tuple(_background(measure, said) for measure in measures if measure.pk in background),
        attributions=_attributions(newest[pk] for pk in wanted),
        area=area,
        domains_to_choose=tuple((str(domain.number), domain.title) for domain in domains),
        agencies_to_choose=_agencies(every),
    )


def _facts(measures: Iterable[Measure], then: Moment | None, up_to: date | None) -> dict[SeriesKey, SeriesFacts] | None:
    """The series the findings are to be made of; None where those that are stored say what is wanted."""
    if then:
        return facts_as_known(measures, then)
    return facts_ended_by(measures, up_to) if up_to else None


def open_warnings(user: User, then: Moment | None = None) -> dict[int, tuple[UUID, ...]]:
    """The warnings `user` may read that are open, or were at a moment, by topic, the newest first. One query."""
    found = warnings_visible_to(user).filter(closed_at=None)
    if then is not None:
        was_open = Q(closed_at=None) | Q(closed_at__gt=then.at)
        found = warnings_visible_to(user).filter(was_open, raised_at__lte=then.at)
    by_topic: dict[int, list[UUID]] = defaultdict(list)
    for topic, pk in found.order_by("-raised_at", "-pk").values_list("topic", "pk"):
        by_topic[topic].append(pk)
    return {topic: tuple(pks) for topic, pks in by_topic.items()}


def areas_to_choose(user: User) -> list[tuple[str, str]]:
    """Kent and the bodies that stand for it, what they lie within, its districts and neighbours. One query."""
    homes = measures_visible_to(user).order_by().values("home_area")
    within = Q(parts__in=homes) | Q(parts__parts__in=homes) | Q(within__in=homes)
    neighbours = StatisticalNeighbour.objects.filter(area__in=homes).values("neighbour")
    areas = Area.objects.filter(Q(pk__in=homes) | within | Q(pk__in=neighbours)).distinct().order_by("name")
    return list(areas.values_list("slug", "name"))


def _measures(user: User, then: Moment | None) -> list[Measure]:
    """The measures in use, in order, today or at a moment."""
    # Most measures share their area: it is read once, not joined to each.
    areas = Prefetch("home_area", Area.objects.select_related("within__within"))
    measures = measures_visible_to(user).select_related(None).select_related("source_agency").prefetch_related(areas)
    if then is None:
        return list(measures.filter(is_current=True).order_by("position"))
    return [measure for measure in as_known(measures.order_by("position"), then.at) if measure.is_current]


@dataclass(frozen=True)
class Around:
    """What stands beside the figures: what their findings say by measure, the judgements by indicator, the warnings."""

    said: Mapping[int, Said]
    judgements: Mapping[int, Judgements]
    warnings: Mapping[int, tuple[UUID, ...]]


def _area_chosen(filters: DashboardFilters) -> Area | None:
    return Area.objects.filter(slug=filters.area).first() if filters.area else None


def _row(item: Item, domain: DomainItems, around: Around) -> Row:
    measure, figure = item.measure, item.headline
    said = around.said.get(measure.pk) if measure else None
    polarity = Polarity(measure.polarity) if measure and measure.polarity else None
    target = as_set(said.target, measure.decimals) if said and measure and said.target is not None else None
    return Row(
        item=item,
        domain=domain.number,
        said=said,
        outlook=outlook_of(said, figure.value, polarity) if said and figure else Outlook.NO_TARGET,
        target=target,
        target_words="" if target is None or measure is None else as_set_words(target, Unit(measure.unit)),
        spark=sparkline(said.spark) if said else None,
        judgements=around.judgements[item.indicator],
        warnings=around.warnings.get(item.topic, ()),
    )


def _domain(domain: DomainItems, rows: Sequence[Row], filters: DashboardFilters) -> DomainRows:
    return DomainRows(
        number=domain.number,
        title=domain.title,
        rationale=domain.rationale,
        lead_in=domain.lead_in,
        has_numbers=domain.has_numbers,
        rows=tuple(row for row in rows if passes(row, filters)),
    )


def _agencies(rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """The agencies that figures come from, or are to come from, by name: slug and name."""
    found = {slug: name for row in rows for slug, name in row.item.agencies.items()}
    return tuple(sorted(found.items(), key=itemgetter(1)))


def _background(measure: Measure, said: Mapping[int, Said]) -> Background:
    return Background(measure.code, measure.title, said[measure.pk].headline if measure.pk in said else "")


def _attributions(newest: Iterable[Newest]) -> tuple[str, ...]:
    found = {one.observation.batch.source.attribution for one in newest}
    return tuple(sorted(attribution for attribution in found if attribution))
