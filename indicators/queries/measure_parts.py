"""Everything a page shows of one measure: its chart, other areas, commentary, signals, targets and decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from assurance.models import EarlyWarning, User
from assurance.permissions import may
from assurance.rules.roles import Permission
from assurance.rules.wording import date_words, local_date
from indicators.models import Area, Benchmark, ChartDecision, Commentary, Measure, Signal, Target
from indicators.queries.areas import areas_of
from indicators.queries.charts import chart_of
from indicators.queries.moments import Moment
from indicators.rules.area_chart import AreaChart, AreaRow
from indicators.rules.chart_spec import ChartSpec, as_set, as_set_words
from indicators.rules.periods import period_in_words
from indicators.rules.vocabulary import (
    MEANING_WORDS,
    POLARITY_WORDS,
    RELATION_SENTENCES,
    Meaning,
    Polarity,
    Relation,
    Unit,
)

COMMENTS_SHOWN = 6
SIGNALS_SHOWN = 12


@dataclass(frozen=True)
class Comment:
    """What an agency says a figure means, and why it changed."""

    agency: str
    period: str
    analysis: str
    change_reason: str
    written_by: str
    written_on: date


@dataclass(frozen=True)
class SeenSignal:
    """A variation beyond chance when its figure landed, and what was done; blank to who may not read warnings."""

    seen_on: date
    meaning: Meaning
    words: str
    headline: str
    rules: tuple[str, ...]
    warning: UUID | None
    warning_title: str
    warning_state: str


@dataclass(frozen=True)
class Decided:
    """A target, a benchmark or a decision about the chart: what, from when to when, why, and who."""

    what: str
    holds: str
    reason: str
    by: str
    on: date
    ended: str


@dataclass(frozen=True)
class MeasurePart:
    """
    One measure as a page shows it. `chart` is None while there are no figures.

    `parts` are the areas within its own: districts for a county, trusts for those added up.
    """

    code: str
    title: str
    relation_sentence: str
    numerator: str
    denominator: str
    polarity: str
    data_note: str
    chart: ChartSpec | None
    areas: AreaChart | None
    parts: tuple[AreaRow, ...]
    has_districts: bool
    comments: tuple[Comment, ...]
    signals: tuple[SeenSignal, ...]
    decided: tuple[Decided, ...]

    @property
    def parts_have_intervals(self) -> bool:
        """Whether any of its parts has an interval."""
        return any(row.interval for row in self.parts)


def measure_part(user: User, measure: Measure, *, today: date, then: Moment | None = None) -> MeasurePart:
    """A measure from `measures_visible_to(user)` with all that stands beside its figures. A fixed number of queries."""
    chart = chart_of(measure, today=today, then=then)
    areas, parts = areas_of(measure, chart, today=today, then=then) if chart else (None, ())
    return MeasurePart(
        code=measure.code,
        title=measure.title,
        relation_sentence=RELATION_SENTENCES[Relation(measure.relation)],
        numerator=measure.numerator,
        denominator=measure.denominator,
        polarity=POLARITY_WORDS[Polarity(measure.polarity)] if measure.polarity else "",
        data_note=measure.data_note,
        chart=chart,
        areas=areas,
        parts=parts,
        has_districts=measure.home_area.kind == Area.Kind.COUNTY,
        comments=tuple(_comments(measure, then)),
        signals=tuple(_signals(user, measure, then)),
        decided=(*_targets(measure, then), *_benchmarks(measure, then), *_decisions(measure, then)),
    )


def _comments(measure: Measure, then: Moment | None) -> Iterable[Comment]:
    """The commentary of the newest periods: of each period and agency what was written last."""
    rows = Commentary.objects.filter(measure=measure, area=measure.home_area).select_related("agency", "written_by")
    if then is not None:
        rows = rows.filter(written_at__lte=then.at)
    newest: dict[tuple[date, int], Commentary] = {}
    for row in rows.order_by("-period_end", "agency__name", "-written_at"):
        newest.setdefault((row.period_end, row.agency_id), row)
    for row in list(newest.values())[:COMMENTS_SHOWN]:
        yield Comment(
            agency=row.agency.name,
            period=period_in_words(row.period_start, row.period_end),
            analysis=row.analysis,
            change_reason=row.change_reason,
            written_by=str(row.written_by),
            written_on=local_date(row.written_at),
        )


def _signals(user: User, measure: Measure, then: Moment | None) -> Iterable[SeenSignal]:
    rows = Signal.objects.filter(measure=measure, area=measure.home_area).select_related("early_warning")
    if then is not None:
        rows = rows.filter(seen_at__lte=then.at)
    reads_warnings = may(user, Permission.READ_WARNING)
    for row in rows[:SIGNALS_SHOWN]:
        warning = row.early_warning if reads_warnings else None
        yield SeenSignal(
            seen_on=local_date(row.seen_at),
            meaning=Meaning(row.meaning),
            words=MEANING_WORDS[Meaning(row.meaning)],
            headline=row.headline,
            rules=tuple(row.rules_met.splitlines()),
            warning=warning.pk if warning else None,
            warning_title=warning.title if warning else "",
            warning_state=_state(warning, then) if warning else "",
        )


def _state(warning: EarlyWarning, then: Moment | None) -> str:
    """Where a warning stands, or stood: of the past only whether it was open is said."""
    if then is None:
        return warning.get_state_display()
    return "Closed" if warning.closed_at and warning.closed_at <= then.at else "Open"


def _targets(measure: Measure, then: Moment | None) -> Iterable[Decided]:
    rows = Target.objects.filter(measure=measure).select_related("set_by")
    for row in rows.filter(set_at__lte=then.at) if then else rows:
        yield Decided(
            what=f"Target {_words(measure, row.value)}",
            holds=_holds(row.starts_on, row.ends_on, then),
            reason=row.reason,
            by=str(row.set_by),
            on=local_date(row.set_at),
            ended="",
        )


def _benchmarks(measure: Measure, then: Moment | None) -> Iterable[Decided]:
    rows = Benchmark.objects.filter(measure=measure).select_related("set_by")
    for row in rows.filter(set_at__lte=then.at) if then else rows:
        yield Decided(
            what=f"Benchmark {_words(measure, row.value)}: {row.label} ({row.document})",
            holds=_holds(row.starts_on, row.ends_on, then),
            reason=row.reason,
            by=str(row.set_by),
            on=local_date(row.set_at),
            ended="",
        )


def _decisions(measure: Measure, then: Moment | None) -> Iterable[Decided]:
    rows = ChartDecision.objects.filter(measure=measure, area=measure.home_area)
    if then is not None:
        rows = rows.filter(Q(decided_at__lte=then.at))
    for row in rows.select_related("decided_by", "ended_by").order_by("-on", "-decided_at"):
        is_ended = row.ended_at is not None and (then is None or row.ended_at <= then.at)
        yield Decided(
            what=row.get_kind_display(),
            holds=date_words(row.on),
            reason=row.reason,
            by=str(row.decided_by),
            on=local_date(row.decided_at),
            ended=f"Taken back on {date_words(row.ended_at)} by {row.ended_by}: {row.end_reason}" if is_ended else "",
        )


def _words(measure: Measure, value: Decimal) -> str:
    return as_set_words(as_set(value, measure.decimals), Unit(measure.unit))


def _holds(starts_on: date, ends_on: date | None, then: Moment | None) -> str:
    """From when to when; of an end that lay ahead at a moment nothing is said."""
    if ends_on is None or (then is not None and ends_on > then.day):
        return f"From {date_words(starts_on)}"
    return f"{date_words(starts_on)} to {date_words(ends_on)}"
