"""Figures landing through the temporary table: the same on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from indicators.models import Batch, CurrentObservation, LatestFigure, Observation, SeriesDue
from indicators.rules.vocabulary import Status
from indicators.services.landing import Contradiction, Landing, Repeats, Row, Stage
from tests.factories.indicators import NOW, MeasureFactory, SourceFactory
from tests.services.databases import POSTGRESQL, default_is, fresh_postgresql, listens, postgresql_settings

BASE = Row(
    2, 4, 0, 0, 0, date(2024, 4, 1), date(2025, 3, 31), Decimal(5), Decimal(10), Decimal(50), "published", "", ""
)


@pytest.fixture(scope="module")
def postgresql(migrated_postgresql):
    """A PostgreSQL database with the portal's tables."""
    with fresh_postgresql(migrated_postgresql) as url:
        yield url


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgresql",
            marks=[
                pytest.mark.services,
                pytest.mark.skipif(not listens(POSTGRESQL), reason="PostgreSQL does not answer on 127.0.0.1"),
            ],
        ),
    ]
)
def measure(request, db):
    """A measure with an area, in a database of each kind in turn; what the test writes is taken back."""
    if request.param == "sqlite":
        yield MeasureFactory()
        return
    url = request.getfixturevalue("postgresql")
    with default_is(postgresql_settings(url)), transaction.atomic():
        yield MeasureFactory()
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def row(measure, **changes):
    """One figure of the measure, about its home area."""
    return BASE._replace(measure=measure.pk, area=measure.home_area_id, **changes)


def batch(**fields):
    """A batch that is not kept yet."""
    return Batch(source=SourceFactory(), file_name="f.csv", sha256="0" * 64, recorded_at=NOW, **fields)


def land(*rows):
    """Land these figures as one batch."""
    with Stage() as stage:
        stage.add(rows)
        return stage.land(batch())


def standing():
    """What stands, oldest period first."""
    return [
        each.observation for each in CurrentObservation.objects.order_by("period_end").select_related("observation")
    ]


def test_new_figures_land_whole_and_to_the_last_digit(measure):
    exact = row(measure, numerator=Decimal("452.72"), denominator=Decimal("9999999999999"), value=Decimal("33.3333333"))
    assert land(exact) == Landing(added=1)
    (found,) = standing()
    found.refresh_from_db()
    assert (found.numerator, found.denominator, found.value) == exact[7:10]
    assert (found.period_start, found.period_end, found.batch.file_name) == (
        date(2024, 4, 1),
        date(2025, 3, 31),
        "f.csv",
    )
    assert LatestFigure.objects.get().observation == found
    assert SeriesDue.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"value": Decimal("50.0000001")},
        {"numerator": None},
        {"denominator": None},
        {"note": "A note"},
        {"value": None, "numerator": None, "status": "suppressed", "symbol": "c"},
    ],
)
def test_any_difference_is_a_correction_that_supersedes(measure, change):
    land(row(measure))
    first = standing()[0]
    assert land(row(measure, **change)) == Landing(corrected=1)
    assert standing()[0].supersedes == first
    assert Observation.objects.count() == 2


def test_the_same_again_leaves_no_trace(measure):
    withheld = {"value": None, "numerator": None, "denominator": None, "status": "not_available", "symbol": "x"}
    rows = [row(measure), row(measure, period_end=date(2024, 4, 30), **withheld)]
    land(*rows)
    assert land(*rows) == Landing(unchanged=2)
    assert (Batch.objects.count(), Observation.objects.count()) == (1, 2)


def test_what_a_note_may_hold_arrives_as_it_is(measure):
    note = 'Back\\slash, "quotes", tab\tand line\nand \\N and \\. and ’'
    land(row(measure, note=note))
    assert standing()[0].note == note


def test_comparing_says_what_landing_will(measure):
    land(row(measure))
    with Stage() as stage:
        stage.add([row(measure, value=Decimal(51)), row(measure, period_end=date(2024, 4, 30))])
        assert stage.compare() == Landing(added=1, corrected=1)
        assert [found[0] for found in stage.fresh(10)] == [2, 2]
        assert [found[8] for found in stage.fresh(1)] == [50]
        assert stage.measures() == [measure.pk]
    assert Observation.objects.count() == 1


def test_the_points_of_a_measure_are_those_staged_and_those_they_join(measure):
    old, new = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31)}, {"value": Decimal(51)}
    land(row(measure, **old), row(measure))
    with Stage() as stage:
        stage.add([row(measure, **new)])
        assert [(int(found[1]), float(found[6])) for found in stage.points(measure.pk)] == [(0, 50), (1, 51)]


def test_repeats_are_settled_before_anything_lands(measure):
    april, may = {"period_end": date(2024, 4, 30)}, {"period_end": date(2024, 5, 31)}
    with Stage() as stage:
        stage.add([row(measure), row(measure, row=3)])
        stage.add([row(measure, **april, row=4, rank=1), row(measure, **april, row=5, value=Decimal(7))])
        stage.add([row(measure, **may, row=6), row(measure, **may, row=7, value=Decimal(8))])
        assert stage.settle_repeats(5) == Repeats(1, 1, (Contradiction(7, 4, 6),))
        assert stage.rows == 3
        assert stage.land(batch()) == Landing(added=3)
    assert [found.value for found in standing()] == [7, 50, 50]


def test_what_stood_before_a_batch_comes_back(measure):
    april = {"period_end": date(2024, 4, 30)}
    land(row(measure))
    (undone,) = land(row(measure, value=Decimal(51)), row(measure, **april)).batches
    with Stage() as stage:
        stage.add_previous(undone)
        assert stage.land(batch(undoes=undone)) == Landing(corrected=2)
    assert [(found.value, found.status) for found in standing()] == [(None, Status.WITHDRAWN), (50, Status.PUBLISHED)]


def test_a_figure_corrected_since_stays_as_it_is(measure):
    (undone,) = land(row(measure)).batches
    land(row(measure, value=Decimal(52)))
    with Stage() as stage:
        stage.add_previous(undone)
        assert stage.rows == 0
        assert stage.land(batch(undoes=undone)) == Landing()
    assert standing()[0].value == 52


def test_an_error_lands_nothing_and_the_next_file_lands(measure):
    def broken():
        yield row(measure)
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"), transaction.atomic(), Stage() as stage:
        stage.add(broken())
    assert land(row(measure)) == Landing(added=1)


def test_landings_add_up():
    first = replace(Landing(1, 2, 3), batches=(Batch(file_name="a"),))
    assert first + Landing(1, 1, 1) == Landing(2, 3, 4)
    assert [each.file_name for each in (first + Landing()).batches] == ["a"]
