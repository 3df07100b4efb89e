"""The indicators of a theme before and after: as known when it began, and when it ended or today (R98)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from assurance.models import Theme, ThemeEvent, Topic, User
from assurance.queries.tables import Table
from assurance.queries.themes import theme_visible_to
from assurance.rules.tables import Cell
from assurance.rules.themes import ENDED, ThemeMove
from assurance.rules.wording import date_words, local_date
from indicators.models import Indicator, Measure
from indicators.queries.figures import measures_visible_to, newest_of
from indicators.queries.items import indicators_visible_to
from indicators.queries.judgements import Judgements, latest_judgements
from indicators.queries.said import said_of
from indicators.queries.series import series_facts
from indicators.rules.before_after import BeforeAfter, before_and_after
from indicators.rules.series import SeriesFacts, SeriesKey, SeriesPoint
from indicators.rules.vocabulary import RELATION_SENTENCES, Relation

NO_FIGURE = "No figure"
ENDING = (ThemeMove.CLOSE, ThemeMove.DROP)
Facts = Mapping[SeriesKey, SeriesFacts]


@dataclass(frozen=True)
class ThemeFigure:
    """
    One indicator of the theme: its figure then and now, what changed, and what the figures say now.

    `measure` and what follows from it is blank for an indicator without figures; `judged_before` and `judged_after` are
    what the partners had agreed of it.
    """

    wording: str
    slug: str
    measure: str
    code: str
    relation: str
    area: str
    before: str
    before_period: str
    after: str
    after_period: str
    change: BeforeAfter | None
    finding: str
    judged_before: str
    judged_after: str


@dataclass(frozen=True)
class ThemeFigures:
    """The figures of a theme; `begun` (blank before it begins) and `ended` say in words as of when they are."""

    theme: Theme
    begun: str
    ended: str
    rows: tuple[ThemeFigure, ...]
    uncounted: tuple[Topic, ...]
    attributions: tuple[str, ...]


@dataclass(frozen=True)
class _Between:
    """The moments the figures are shown as of: `since` is None before it begins, `until` None while it goes on."""

    since: datetime | None
    until: datetime | None
    today: date

    @property
    def last_day(self) -> date:
        return local_date(self.until) if self.until else self.today


def theme_figures_visible_to(user: User, pk: UUID, *, today: date) -> ThemeFigures | None:
    """
    The figures of a theme before and after, or None when there is none that `user` may see.

    Nothing is stored for it: both sides are looked up as they were known. The number of queries does not grow.
    """
    theme = theme_visible_to(user, pk)
    if theme is None:
        return None
    between = _between(theme, today)
    topics = list(theme.topics.all())
    indicators = list(indicators_visible_to(user).filter(topic__in=topics).order_by("domain", "position", "pk"))
    measures = list(measures_visible_to(user).filter(indicator__in=indicators).exclude(relation=Relation.CONTEXT))
    keys = [(measure.pk, measure.home_area_id) for measure in measures]
    then = series_facts(keys, day=local_date(between.since), at=between.since) if between.since else {}
    now = series_facts(keys, day=between.last_day, at=between.until)
    leading = _leading(measures, then, now)
    return ThemeFigures(
        theme=theme,
        begun=date_words(between.since) if between.since else "",
        ended=date_words(between.until) if between.until else f"today, {date_words(today)}",
        rows=tuple(_rows(user, indicators, leading, then, now, between)),
        uncounted=tuple(topic for topic in topics if topic.pk not in {one.topic_id for one in indicators}),
        attributions=_attributions(leading.values(), now),
    )


def theme_figures_table(figures: ThemeFigures) -> Table:
    """The same as a table to download."""
    headers = [
        "Indicator",
        "Measure",
        "How close it is",
        "Area",
        "Figure when it began",
        "Period",
        "Figure when it ended, or now",
        "Period of that",
        "Change",
        "What it means",
        "Whether it is beyond chance",
        "Finding",
        "Judged when it began",
        "Judged when it ended, or now",
    ]
    return headers, [_table_row(row) for row in figures.rows]


def _between(theme: Theme, today: date) -> _Between:
    since, until = None, None
    for event in ThemeEvent.objects.filter(theme=theme):
        if event.move == ThemeMove.BEGIN:
            since, until = event.at, None
        elif event.move in ENDING:
            until = event.at
        elif event.move == ThemeMove.TAKE_UP:
            since, until = None, None
    return _Between(since, until if theme.state in ENDED else None, today)


def _leading(measures: Iterable[Measure], then: Facts, now: Facts) -> dict[int, Measure]:
    """The measure closest to each indicator that had a figure at either time, by indicator."""
    of_indicator: dict[int, list[Measure]] = defaultdict(list)
    for measure in measures:
        key = (measure.pk, measure.home_area_id)
        if any(facts[key].latest for facts in (then, now) if key in facts):
            of_indicator[measure.indicator_id].append(measure)
    order = list(Relation)
    return {
        pk: min(several, key=lambda one: (not one.is_current, order.index(Relation(one.relation)), one.position))
        for pk, several in of_indicator.items()
    }


def _rows(
    user: User,
    indicators: list[Indicator],
    leading: Mapping[int, Measure],
    then: Facts,
    now: Facts,
    between: _Between,
) -> Iterable[ThemeFigure]:
    keys = {(measure.pk, measure.home_area_id) for measure in leading.values()}
    said = said_of(facts for key, facts in now.items() if key in keys)
    judged_then = latest_judgements(user, indicators, as_at=local_date(between.since)) if between.since else {}
    judged_now = latest_judgements(user, indicators, as_at=between.last_day)
    for indicator in indicators:
        measure = leading.get(indicator.pk)
        key = (measure.pk, measure.home_area_id) if measure else None
        yield _row(
            indicator,
            measure,
            then.get(key) if key else None,
            now[key] if key else None,
            said[measure.pk].headline if measure and measure.pk in said else "",
            (_judged(judged_then.get(indicator.pk)), _judged(judged_now.get(indicator.pk))),
        )


def _row(
    indicator: Indicator,
    measure: Measure | None,
    then: SeriesFacts | None,
    now: SeriesFacts | None,
    finding: str,
    judged: tuple[str, str],
) -> ThemeFigure:
    before, after = then.latest if then else None, now.latest if now else None
    return ThemeFigure(
        wording=indicator.wording,
        slug=indicator.slug,
        measure=now.title if now else "",
        code=now.code if now else "",
        relation=RELATION_SENTENCES[Relation(measure.relation)] if measure else "",
        area=now.area if now else "",
        before=_value(then, before),
        before_period=before.period if before else "",
        after=_value(now, after),
        after_period=after.period if after else "",
        change=before_and_after(then, now) if then and now else None,
        finding=finding,
        judged_before=judged[0],
        judged_after=judged[1],
    )


def _value(facts: SeriesFacts | None, point: SeriesPoint | None) -> str:
    return facts.in_words(point.known) if facts and point else NO_FIGURE


def _judged(judgements: Judgements | None) -> str:
    agreed = judgements.agreed if judgements else None
    return f"{agreed.words}, {date_words(agreed.judged_on)}" if agreed else ""


def _attributions(measures: Iterable[Measure], now: Facts) -> tuple[str, ...]:
    """What the licences of the figures' sources ask to be printed, each once."""
    shown = list(measures)
    keys = {(measure.pk, measure.home_area_id) for measure in shown}
    newest = newest_of(shown, [facts for key, facts in now.items() if key in keys])
    found = {one.observation.batch.source.attribution for one in newest.values()}
    return tuple(sorted(attribution for attribution in found if attribution))


def _table_row(row: ThemeFigure) -> list[Cell]:
    change = row.change
    return [
        row.wording,
        row.measure,
        row.relation,
        row.area,
        row.before,
        row.before_period,
        row.after,
        row.after_period,
        change.moved if change else "",
        change.words if change else "",
        change.sentence if change else "",
        row.finding,
        row.judged_before,
        row.judged_after,
    ]
