"""Figures landing: append, supersede, withdraw, and the pointers that go along."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from indicators.models import Batch, CurrentObservation, LatestFigure, Observation
from indicators.rules.vocabulary import Status
from indicators.services.landing import Landing
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, SourceFactory, figure, land

pytestmark = pytest.mark.django_db
YEAR_24 = {"start": date(2023, 4, 1), "end": date(2024, 3, 31)}


def test_new_figures_are_appended_and_stand():
    measure = MeasureFactory()
    landed = land(
        figure(measure, "21.6", numerator=Decimal(5194), denominator=Decimal(24035)), figure(measure, "23.3", **YEAR_24)
    )
    assert landed == Landing(added=2)
    row = CurrentObservation.objects.get(period_end=date(2025, 3, 31)).observation
    assert (row.value, row.numerator, row.denominator) == (Decimal("21.6"), Decimal(5194), Decimal(24035))
    assert row.supersedes is None


def test_the_batch_says_from_where_when_and_by_whom():
    person = person_with(Role.BUSINESS_TEAM)
    land(figure(MeasureFactory(), "1"), sha256="a" * 64, by=person)
    batch = Batch.objects.get()
    assert (batch.source.slug, batch.sha256, batch.recorded_at, batch.recorded_by) == (
        "a-source",
        "a" * 64,
        NOW,
        person,
    )


def test_landing_is_logged_with_counts_and_hash_alone():
    land(figure(MeasureFactory(), "1"), sha256="a" * 64)
    entry = ActivityEntry.objects.get(action="figures.record")
    assert entry.detail == f'{{"added":1,"corrected":0,"sha256":"{"a" * 64}"}}'


def test_the_same_file_lands_once():
    rows = [figure(MeasureFactory(), "1")]
    land(*rows, sha256="a" * 64)
    assert land(*rows, sha256="a" * 64) == Landing(unchanged=1)
    assert (Observation.objects.count(), Batch.objects.count()) == (1, 1)


def test_a_file_that_says_what_is_known_leaves_no_trace():
    measure = MeasureFactory()
    land(figure(measure, "21.6"))
    assert land(figure(measure, "21.60")) == Landing(unchanged=1)
    assert (Observation.objects.count(), Batch.objects.count()) == (1, 1)


def test_a_correction_supersedes_and_the_earlier_figure_stays():
    measure = MeasureFactory()
    land(figure(measure, "21.6"))
    assert land(figure(measure, "21.9")) == Landing(corrected=1)
    assert land(figure(measure, symbol="c")) == Landing(corrected=1)
    chain = list(Observation.objects.order_by("pk"))
    assert [row.value for row in chain] == [Decimal("21.6"), Decimal("21.9"), None]
    assert [row.supersedes for row in chain] == [None, chain[0], chain[1]]
    assert CurrentObservation.objects.get().observation == chain[-1]


def test_a_changed_note_alone_is_a_correction():
    measure = MeasureFactory()
    land(figure(measure, "21.6"))
    assert land(figure(measure, "21.6", note="Revised coding.")) == Landing(corrected=1)


def test_the_newest_point_leads_whatever_the_order_of_landing():
    measure = MeasureFactory()
    land(figure(measure, "21.6"))
    land(figure(measure, "23.3", **YEAR_24))
    assert _latest(measure) == (Decimal("21.6"), Decimal("21.6"))


def test_a_withheld_newest_point_keeps_the_last_value_beside_it():
    measure = MeasureFactory()
    land(figure(measure, symbol="c"), figure(measure, "23.3", **YEAR_24))
    assert _latest(measure) == (None, Decimal("23.3"))


def test_a_series_never_published_has_no_last_value():
    measure = MeasureFactory()
    land(figure(measure, symbol="x"))
    assert _latest(measure) == (None, None)


def test_a_withdrawn_point_is_out_of_the_series_and_may_come_back():
    measure = MeasureFactory()
    newest, before = figure(measure, "99"), figure(measure, "23.3", **YEAR_24)
    land(newest, before)
    gone = replace(newest, value=None, status=Status.WITHDRAWN)
    assert land(gone) == Landing(corrected=1)
    assert _latest(measure) == (Decimal("23.3"), Decimal("23.3"))
    assert land(figure(measure, "9.9")) == Landing(corrected=1)
    assert _latest(measure) == (Decimal("9.9"), Decimal("9.9"))


def test_a_series_withdrawn_whole_has_no_latest_figure():
    measure = MeasureFactory()
    land(figure(measure, "99"))
    land(replace(figure(measure, "99"), value=None, status=Status.WITHDRAWN))
    assert not LatestFigure.objects.exists()


def test_each_source_has_a_batch_of_its_own():
    measure = MeasureFactory()
    SourceFactory(slug="another")
    land(figure(measure, "1"), figure(measure, "2", source="another", **YEAR_24))
    assert set(Batch.objects.values_list("source__slug", flat=True)) == {"a-source", "another"}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"source": "nobody"}, "There is no source nobody."),
        ({"measure": "NOTHING"}, "There is no measure NOTHING."),
        ({"area": "Nowhere"}, "There is no area Nowhere."),
        ({"numerator": Decimal(-1)}, "A numerator or denominator cannot be negative."),
        ({"period_end": date(2020, 1, 1)}, "The period ends before it starts."),
    ],
)
def test_a_file_with_one_wrong_row_lands_nothing_and_says_why(wrong, problem):
    measure = MeasureFactory()
    with pytest.raises(ValidationError, match=problem):
        land(figure(measure, "23.3", **YEAR_24), replace(figure(measure, "21.6"), **wrong))
    assert not Observation.objects.exists()


def test_a_point_twice_in_a_file_is_refused_by_name():
    measure = MeasureFactory(code="TWICE")
    with pytest.raises(ValidationError, match="TWICE, X-area-.*, Year ending March 2025: It is in the file twice."):
        land(figure(measure, "21.6"), figure(measure, "21.7"))


def test_an_earlier_code_of_an_area_finds_it():
    area = AreaFactory(code="E1")
    area.codes.create(scheme="ons", code="E0", ends_on=date(2020, 3, 31))
    measure = MeasureFactory(home_area=area)
    land(figure(measure, "1", **YEAR_24), replace(figure(measure, "2"), area="E0"))
    assert Observation.objects.filter(area=area).count() == 2


def test_landing_reads_no_more_for_more_rows(django_assert_max_num_queries):
    measure = MeasureFactory()
    rows = [
        figure(measure, str(day), start=date(2020, 1, 1) + timedelta(day), end=date(2020, 1, 1) + timedelta(day))
        for day in range(200)
    ]
    with django_assert_max_num_queries(40):
        land(*rows)


def test_a_batch_of_several_chunks_is_whole(monkeypatch):
    monkeypatch.setattr("indicators.services.landing.CHUNK", 3)
    measure = MeasureFactory()
    days = [date(2010, 1, 1) + timedelta(number) for number in range(10)]
    assert land(*[figure(measure, "1", start=day, end=day) for day in days]) == Landing(added=10)
    assert CurrentObservation.objects.count() == Observation.objects.count() == 10


values = st.one_of(st.none(), st.decimals(0, 100, places=1))
steps = st.lists(st.tuples(st.integers(0, 2), values, st.booleans()), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_roll_up_equals_a_full_recompute(steps):
    measure = MeasureFactory()
    for number, (years, value, withdraw) in enumerate(steps):
        row = figure(
            measure,
            value,
            start=date(2020 + years, 4, 1),
            end=date(2021 + years, 3, 31),
            symbol="" if value is not None else "x",
        )
        land(row, sha256=f"{measure.pk}-{number}")
        if withdraw:
            gone = replace(row, value=None, symbol="", status=Status.WITHDRAWN)
            land(gone, sha256=f"{measure.pk}-{number}-gone")
    standing = [
        row
        for row in Observation.objects.filter(measure=measure, superseded_by=None).order_by("period_end")
        if row.status != Status.WITHDRAWN
    ]
    published = [row for row in standing if row.status == Status.PUBLISHED]
    latest = LatestFigure.objects.filter(measure=measure).first()
    found = (latest.observation, latest.published) if latest else (None, None)
    assert found == (standing[-1] if standing else None, published[-1] if published else None)
    ends = set(CurrentObservation.objects.filter(measure=measure).values_list("observation", flat=True))
    assert ends == set(Observation.objects.filter(measure=measure, superseded_by=None).values_list("pk", flat=True))


def _latest(measure):
    row = LatestFigure.objects.get(measure=measure, area=measure.home_area)
    return row.observation.value, row.published.value if row.published else None
