"""Factories of the indicators. Figures land through the service, as they do in life."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from indicators.models import (
    Area,
    AreaCode,
    Benchmark,
    ChartDecision,
    Domain,
    Indicator,
    IndicatorDefinition,
    Judgement,
    Measure,
    Source,
    StatisticalNeighbour,
    SuiteChange,
    Target,
)
from indicators.rules.changes import ChangeKind
from indicators.rules.figures import status_of
from indicators.rules.published import PublishedFigure
from indicators.rules.vocabulary import ChartDecisionKind, Extent, Kind, Relation, Unit
from indicators.services.observations import record_published
from tests.factories.assurance import TopicFactory, UserFactory

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class AreaFactory(factory.django.DjangoModelFactory):
    """A county, with its code of today."""

    class Meta:
        model = Area
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"area-{n}")
    name = factory.Sequence(lambda n: f"Area {n}")
    kind = Area.Kind.COUNTY

    @factory.post_generation
    def code(self, create, extracted, **kwargs):
        """The code publishers use; "X" and the slug unless told."""
        AreaCode.objects.create(area=self, scheme=AreaCode.Scheme.ONS, code=extracted or f"X-{self.slug}"[:16])


class SourceFactory(factory.django.DjangoModelFactory):
    """A publisher's release."""

    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "a-source"
    publisher = "A publisher"
    title = "A release"
    licence = "A licence"
    attribution = "Contains figures of a publisher."


class DomainFactory(factory.django.DjangoModelFactory):
    """Domain 2, whose items carry number and judgement."""

    class Meta:
        model = Domain
        django_get_or_create = ("number",)

    number = 2
    title = "Helping and Protecting Children"
    rationale = "A rationale"
    lead_in = "Extent to which..."


class IndicatorFactory(factory.django.DjangoModelFactory):
    """An item with its definition in effect since September 2019."""

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"item-{n}")
    domain = factory.SubFactory(DomainFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = Kind.NUMBER_AND_JUDGEMENT
    topic = factory.SubFactory(
        TopicFactory, slug=factory.SelfAttribute("..slug"), title=factory.SelfAttribute("..slug"), kind="indicator"
    )

    @factory.post_generation
    def definition(self, create, extracted, **kwargs):
        """Its definition, with whatever fields the test gives."""
        IndicatorDefinition.objects.create(
            **{
                "indicator": self,
                "starts_on": date(2019, 9, 17),
                "document": "A document",
                "wording": self.slug,
                **kwargs,
            }
        )


class MeasureFactory(factory.django.DjangoModelFactory):
    """A direct measure in per cent, of an area of its own."""

    class Meta:
        model = Measure

    code = factory.Sequence(lambda n: f"MEASURE_{n}")
    indicator = factory.SubFactory(IndicatorFactory)
    relation = Relation.DIRECT
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Measure {n}")
    unit = Unit.PERCENT
    decimals = 1
    home_area = factory.SubFactory(AreaFactory)


def figure(measure, value=None, *, area=None, start=date(2024, 4, 1), end=date(2025, 3, 31), **fields):
    """A row of a file of published figures. `value` may be text; without one the row is withheld."""
    value = None if value is None else Decimal(value)
    symbol = fields.pop("symbol", "")
    code = (area or measure.home_area).codes.get(ends_on__isnull=True).code
    row = {
        "source": "a-source",
        "measure": measure.code,
        "area": code,
        "period_start": start,
        "period_end": end,
        "numerator": None,
        "denominator": None,
        "value": value,
        "status": status_of(value, symbol),
        "symbol": symbol,
        "note": "",
    }
    return PublishedFigure(**{**row, **fields})


def land(*figures, sha256="", by=None, now=NOW):
    """Let figures land as one file."""
    SourceFactory()
    sha256 = sha256 or f"{abs(hash(figures)):064x}"[:64]
    return record_published(figures=figures, file_name="figures.csv", sha256=sha256, by=by, now=now)


def neighbours_of(area, neighbours, *, model=2025):
    """Make `neighbours` the statistical neighbours of `area`, by rank."""
    return [
        StatisticalNeighbour.objects.create(area=area, model=model, rank=rank, neighbour=neighbour)
        for rank, neighbour in enumerate(neighbours, start=1)
    ]


class JudgementFactory(factory.django.DjangoModelFactory):
    """The judgement the partners agreed; give `agency` for one partner's."""

    class Meta:
        model = Judgement

    indicator = factory.SubFactory(IndicatorFactory)
    extent = Extent.PARTLY
    narrative = "Why this is the judgement"
    evidence = "What shows it"
    judged_on = date(2026, 11, 1)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW


class TargetFactory(factory.django.DjangoModelFactory):
    """A target in force since April 2026."""

    class Meta:
        model = Target

    measure = factory.SubFactory(MeasureFactory)
    value = Decimal("18.5")
    starts_on = date(2026, 4, 1)
    reason = "Why this is the target"
    set_by = factory.SubFactory(UserFactory)
    set_at = NOW


class BenchmarkFactory(TargetFactory):
    """A benchmark in force since April 2026."""

    class Meta:
        model = Benchmark

    label = "National standard"
    document = "A circular"


class ChartDecisionFactory(factory.django.DjangoModelFactory):
    """New limits in the measure's home area from April 2024 on."""

    class Meta:
        model = ChartDecision

    measure = factory.SubFactory(MeasureFactory)
    area = factory.SelfAttribute("measure.home_area")
    kind = ChartDecisionKind.REBASE
    on = date(2024, 4, 1)
    reason = "Why the limits are new"
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW


class SuiteChangeFactory(factory.django.DjangoModelFactory):
    """A measure changed."""

    class Meta:
        model = SuiteChange

    measure = factory.SubFactory(MeasureFactory)
    kind = ChangeKind.MEASURE_CHANGED
    reason = "Why it was changed"
    changed_by = factory.SubFactory(UserFactory)
    changed_at = NOW
