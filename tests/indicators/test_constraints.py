"""What the database itself refuses, one test a constraint."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from indicators.models import (
    AreaCode,
    AreaName,
    Batch,
    ChartDecision,
    CurrentObservation,
    Domain,
    Indicator,
    IndicatorDefinition,
    LatestFigure,
    Objective,
    Observation,
    StatisticalNeighbour,
)
from indicators.rules.vocabulary import Relation, Status
from tests.factories.assurance import UserFactory
from tests.factories.indicators import (
    NOW,
    AreaFactory,
    BenchmarkFactory,
    ChartDecisionFactory,
    DomainFactory,
    IndicatorFactory,
    JudgementFactory,
    MeasureFactory,
    SourceFactory,
    SuiteChangeFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
START, END = date(2024, 4, 1), date(2025, 3, 31)


@pytest.fixture
def refused():
    """Expect the named constraint (on SQLite, which names no unique constraint, its table) to refuse."""

    def _refused(make, *names):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            make()
        assert any(name in str(refusal.value) for name in names), refusal.value

    return _refused


@pytest.fixture
def batch():
    return Batch.objects.create(source=SourceFactory(), file_name="f.csv", sha256="0" * 64, recorded_at=NOW)


@pytest.fixture
def observe(batch):
    """Write an observation as no service would let one be written."""
    measure = MeasureFactory()

    def _observe(**fields):
        usual = {
            "measure": measure, "area": measure.home_area, "period_start": START, "period_end": END,
            "value": Decimal("21.6"), "status": Status.PUBLISHED, "batch": batch,
        }  # fmt: skip
        return Observation.objects.create(**{**usual, **fields})

    return _observe


def test_there_are_three_domains_and_four_objectives(refused):
    refused(lambda: Domain.objects.create(number=4, title="x", rationale="x"), "domain_one_of_three")
    refused(lambda: Domain.objects.create(number=0, title="x", rationale="x"), "domain_one_of_three")
    refused(lambda: Objective.objects.create(number=5, title="x"), "objective_one_of_four")


def test_a_domain_number_is_given_once(refused):
    DomainFactory()
    refused(lambda: Domain.objects.create(number=2, title="x", rationale="x"), "indicators_domain.number", "number")


def test_two_items_do_not_share_a_place_in_their_domain(refused):
    first = IndicatorFactory()
    refused(
        lambda: IndicatorFactory(domain=first.domain, position=first.position),
        "indicators_indicator.position",
        "indicator_position_once_a_domain",
    )


def test_a_part_may_have_the_place_of_an_item_but_not_of_another_part(refused):
    whole = IndicatorFactory()
    IndicatorFactory(domain=whole.domain, position=whole.position, parent=whole)
    refused(
        lambda: IndicatorFactory(domain=whole.domain, position=whole.position, parent=whole),
        "indicators_indicator.position",
        "indicator_position_once_a_parent",
    )


def test_an_item_is_not_part_of_itself(refused):
    item = IndicatorFactory()
    refused(lambda: Indicator.objects.filter(pk=item.pk).update(parent=item), "indicator_not_its_own_part")


def test_an_item_is_of_a_known_kind(refused):
    refused(lambda: IndicatorFactory(kind="guess"), "indicator_kind_known")


def test_an_item_has_one_definition_today(refused):
    item = IndicatorFactory()
    refused(
        lambda: _definition(item, starts_on=date(2020, 1, 1)),
        "indicators_indicatordefinition.indicator_id",
        "indicator_has_one_definition_today",
    )


def test_two_definitions_of_an_item_do_not_start_on_one_day(refused):
    item = IndicatorFactory()
    refused(
        lambda: _definition(item, starts_on=date(2019, 9, 17), ends_on=date(2019, 12, 31)),
        "indicators_indicatordefinition.starts_on",
        "definition_starts_once_a_day",
    )


def test_a_definition_does_not_end_before_it_starts(refused):
    item = IndicatorFactory()
    refused(
        lambda: _definition(item, starts_on=date(2019, 1, 2), ends_on=date(2019, 1, 1)),
        "definition_ends_after_it_starts",
    )


def test_an_area_does_not_lie_within_itself(refused):
    area = AreaFactory()
    refused(lambda: type(area).objects.filter(pk=area.pk).update(within=area), "area_not_within_itself")


def test_a_code_belongs_to_one_area(refused):
    AreaFactory(code="E1")
    refused(lambda: AreaFactory(code="E1"), "indicators_areacode.code", "area_code_belongs_to_one_area")


def test_an_area_has_one_code_of_a_scheme_and_one_name_today(refused):
    area = AreaFactory()
    refused(
        lambda: AreaCode.objects.create(area=area, scheme="ons", code="E2"),
        "indicators_areacode.area_id",
        "area_has_one_code_today",
    )
    AreaName.objects.create(area=area, name="One")
    refused(
        lambda: AreaName.objects.create(area=area, name="Two"),
        "indicators_areaname.area_id",
        "area_has_one_name_today",
    )


@pytest.mark.parametrize(
    ("model", "fields", "name"),
    [(AreaCode, {"scheme": "ods", "code": "Q"}, "area_code"), (AreaName, {"name": "N"}, "area_name")],
)
def test_a_code_or_name_does_not_end_before_it_starts(refused, model, fields, name):
    dates = {"starts_on": date(2020, 1, 2), "ends_on": date(2020, 1, 1)}
    refused(lambda: model.objects.create(area=AreaFactory(), **fields, **dates), f"{name}_ends_after_it_starts")


def test_an_area_is_not_its_own_neighbour_and_has_each_rank_and_neighbour_once(refused):
    area, one, two = AreaFactory(), AreaFactory(), AreaFactory()

    def neighbour(of, rank):
        return StatisticalNeighbour.objects.create(area=area, model=2025, rank=rank, neighbour=of)

    neighbour(one, 1)
    refused(lambda: neighbour(area, 2), "neighbour_is_another_area")
    refused(lambda: neighbour(two, 1), "indicators_statisticalneighbour.rank", "neighbour_rank_once")
    refused(lambda: neighbour(one, 2), "indicators_statisticalneighbour.neighbour_id", "neighbour_once_a_model")


def test_a_measure_of_no_item_is_background(refused):
    MeasureFactory(indicator=None, relation=Relation.CONTEXT)
    refused(lambda: MeasureFactory(indicator=None, relation=Relation.DIRECT), "measure_without_an_item_is_context")


def test_two_measures_do_not_share_a_place_below_their_item(refused):
    first = MeasureFactory()
    refused(
        lambda: MeasureFactory(indicator=first.indicator, position=first.position),
        "indicators_measure.position",
        "measure_position_once_an_indicator",
    )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"relation": "cousin"}, "measure_relation_known"),
        ({"unit": "furlongs"}, "measure_unit_known"),
        ({"decimals": 8}, "measure_shows_no_more_than_is_kept"),
    ],
)
def test_a_measure_says_what_it_is_in_known_words(refused, fields, name):
    refused(lambda: MeasureFactory(**fields), name)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"period_end": date(2024, 3, 31)}, "observation_period_ends_after_it_starts"),
        ({"status": "rumoured", "value": None}, "observation_status_known"),
        ({"value": None}, "observation_has_a_value_or_a_reason"),
        ({"status": Status.SUPPRESSED}, "observation_has_a_value_or_a_reason"),
        ({"status": Status.SUPPRESSED, "value": None, "numerator": 1}, "observation_has_a_value_or_a_reason"),
        ({"symbol": "c"}, "observation_with_a_value_has_no_symbol"),
        ({"status": Status.WITHDRAWN, "value": None}, "observation_withdrawn_was_there"),
        ({"numerator": -1}, "observation_counts_are_not_negative"),
        ({"denominator": -1}, "observation_counts_are_not_negative"),
    ],
)
def test_an_observation_is_whole_and_possible(refused, observe, fields, name):
    refused(lambda: observe(**fields), name)


def test_a_point_begins_once(refused, observe):
    observe()
    refused(observe, "indicators_observation.measure_id", "observation_point_begins_once")


def test_an_observation_is_superseded_once(refused, observe):
    first = observe()
    observe(supersedes=first)
    refused(lambda: observe(supersedes=first), "indicators_observation.supersedes_id", "supersedes_id")


def test_observations_are_neither_changed_nor_removed(refused, observe):
    row = observe()
    refused(lambda: Observation.objects.filter(pk=row.pk).update(value=1), "insert-only")
    refused(lambda: Observation.objects.filter(pk=row.pk).delete(), "insert-only")


def test_batches_are_neither_changed_nor_removed(refused, batch):
    refused(lambda: Batch.objects.filter(pk=batch.pk).update(sha256="f" * 64), "insert-only")
    refused(lambda: Batch.objects.filter(pk=batch.pk).delete(), "insert-only")


def test_a_point_has_one_current_observation_and_a_series_one_latest_figure(refused, observe):
    first = observe()
    second = observe(supersedes=first)
    point = {"measure": first.measure, "area": first.area, "period_start": START, "period_end": END}
    CurrentObservation.objects.create(observation=first, **point)
    refused(
        lambda: CurrentObservation.objects.create(observation=second, **point),
        "indicators_currentobservation.measure_id",
        "current_observation_once_a_point",
    )
    series = {"measure": first.measure, "area": first.area, "observation": first}
    LatestFigure.objects.create(**series)
    refused(
        lambda: LatestFigure.objects.create(**series),
        "indicators_latestfigure.measure_id",
        "latest_figure_once_a_series",
    )


def test_a_target_ends_after_it_starts_starts_once_a_day_and_stands_alone(refused):
    target = TargetFactory()
    day = {"measure": target.measure, "ends_on": date(2026, 3, 31)}
    refused(lambda: TargetFactory(**day), "target_ends_after_it_starts")
    refused(
        lambda: TargetFactory(measure=target.measure, ends_on=date(2026, 4, 2)),
        "indicators_target.starts_on",
        "target_starts_once_a_day",
    )
    refused(
        lambda: TargetFactory(measure=target.measure, starts_on=date(2026, 5, 1)),
        "indicators_target.measure_id",
        "measure_has_one_target_today",
    )


def test_a_benchmark_ends_after_it_starts_starts_once_a_day_and_stands_alone_under_its_name(refused):
    benchmark = BenchmarkFactory()
    BenchmarkFactory(measure=benchmark.measure, label="Another")
    same = {"measure": benchmark.measure, "label": benchmark.label}
    refused(lambda: BenchmarkFactory(ends_on=date(2026, 3, 31)), "benchmark_ends_after_it_starts")
    refused(
        lambda: BenchmarkFactory(ends_on=date(2026, 4, 2), **same),
        "indicators_benchmark.starts_on",
        "benchmark_starts_once_a_day",
    )
    refused(
        lambda: BenchmarkFactory(starts_on=date(2026, 5, 1), **same),
        "indicators_benchmark.label",
        "benchmark_once_today",
    )


@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (TargetFactory, "target_has_a_reason"),
        (BenchmarkFactory, "benchmark_has_a_reason"),
        (ChartDecisionFactory, "chart_decision_has_a_reason"),
        (SuiteChangeFactory, "suite_change_has_a_reason"),
    ],
)
def test_what_is_decided_has_a_reason(refused, factory, name):
    refused(lambda: factory(reason=""), name)


def test_a_chart_is_decided_once_a_day_until_the_decision_is_taken_back(refused):
    decision = ChartDecisionFactory()
    same = {"measure": decision.measure, "area": decision.area}
    refused(lambda: ChartDecisionFactory(**same), "indicators_chartdecision.measure_id", "chart_decision_once_a_day")
    ChartDecision.objects.update(ended_at=NOW, ended_by=decision.decided_by, end_reason="Wrong")
    ChartDecisionFactory(**same)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "guess"}, "chart_decision_kind_is_known"),
        ({"ended_at": NOW, "end_reason": "Wrong"}, "chart_decision_taken_back_with_a_reason"),
        ({"end_reason": "Wrong"}, "chart_decision_taken_back_with_a_reason"),
    ],
)
def test_a_decision_is_of_a_known_kind_and_taken_back_whole(refused, fields, name):
    refused(lambda: ChartDecisionFactory(**fields), name)


def test_a_decision_is_not_taken_back_without_a_reason(refused):
    back = {"ended_at": NOW, "ended_by": UserFactory()}
    refused(lambda: ChartDecisionFactory(**back), "chart_decision_taken_back_with_a_reason")


def test_a_judgement_is_known_and_has_a_narrative(refused):
    refused(lambda: JudgementFactory(extent="maybe"), "judgement_extent_is_known")
    refused(lambda: JudgementFactory(narrative=""), "judgement_has_a_narrative")


@pytest.mark.parametrize("factory", [JudgementFactory, SuiteChangeFactory])
def test_judgements_and_the_history_of_the_suite_are_neither_changed_nor_removed(refused, factory):
    row = factory()
    rows = type(row).objects.filter(pk=row.pk)
    refused(lambda: rows.update(id=row.pk), "insert-only")
    refused(rows.delete, "insert-only")


def test_a_change_is_of_a_known_kind_and_of_one_thing(refused):
    refused(lambda: SuiteChangeFactory(kind="guess"), "suite_change_kind_is_known")
    refused(lambda: SuiteChangeFactory(measure=None), "suite_change_is_of_one_thing")
    refused(lambda: SuiteChangeFactory(area=AreaFactory()), "suite_change_is_of_one_thing")
    refused(lambda: SuiteChangeFactory(measure=None, area=AreaFactory(), indicator=IndicatorFactory()),
            "suite_change_is_of_one_thing")  # fmt: skip


def _definition(indicator, **fields):
    return IndicatorDefinition.objects.create(indicator=indicator, document="d", wording="w", **fields)
