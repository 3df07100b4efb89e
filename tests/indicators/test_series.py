"""Series: their points as they stand and as they were known, what is missing between them, and what was decided."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from assurance.rules.roles import Role
from indicators.models import Benchmark, ChartDecision, Target
from indicators.queries.series import benchmarks_on, decisions_at, points_as_known, series_facts, standing_points
from indicators.rules.series import DAYS_OF, SeriesFacts, SeriesPoint, origin_of
from indicators.rules.vocabulary import ChartDecisionKind, Frequency, Polarity, Relation, Status, Unit
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, figure, land

DAY = timedelta(days=1)
MARCH = date(2025, 3, 31)


@pytest.fixture
def measure(db):
    return MeasureFactory(frequency=Frequency.ANNUAL, polarity=Polarity.HIGHER_IS_WORSE)


def values(points):
    return [None if point.value is None else int(point.value) for point in points]


def test_a_series_is_shown_as_it_was_known_at_any_moment(measure):
    key = (measure.pk, measure.home_area_id)
    land(figure(measure, "20"), now=NOW)
    land(figure(measure, "30"), now=NOW + DAY)
    land(figure(measure, "30"), figure(measure, "40", start=date(2025, 4, 1), end=date(2026, 3, 31)), now=NOW + 2 * DAY)
    land(figure(measure, status=Status.WITHDRAWN), now=NOW + 3 * DAY)
    known = {
        days: values(points_as_known([key], NOW + days * DAY).get(key, ())) for days in (-1, 0, 0.5, 1, 2, 2.5, 3, 9)
    }
    assert known == {-1: [], 0: [20], 0.5: [20], 1: [30], 2: [30, 40], 2.5: [30, 40], 3: [40], 9: [40]}
    assert standing_points([key]) == points_as_known([key], NOW + 9 * DAY)


def test_points_are_in_order_and_keep_why_there_is_no_value(measure):
    key = (measure.pk, measure.home_area_id)
    land(
        figure(measure, "8", start=date(2025, 4, 1), end=date(2026, 3, 31), numerator=Decimal(8), note="provisional"),
        figure(measure, symbol="c"),
    )
    withheld, shown = standing_points([key])[key]
    assert (withheld.value, withheld.status, withheld.symbol) == (None, Status.SUPPRESSED, "c")
    assert withheld.words(Unit.PERCENT, 1) == "Suppressed by the publisher (c)"
    assert (shown.numerator, shown.note, shown.recorded_at) == (8, "provisional", NOW)
    assert (shown.words(Unit.PERCENT, 1), shown.period) == ("8.0%", "Year ending March 2026")


@pytest.mark.parametrize("at", [None, NOW])
def test_a_thousand_series_take_as_many_queries_as_one(measure, at, django_assert_max_num_queries):
    measures = [measure, *MeasureFactory.create_batch(2, home_area=measure.home_area)]
    areas = [measure.home_area, *AreaFactory.create_batch(2)]
    land(*(figure(one, "5", area=area) for one in measures for area in areas))
    keys = [(one.pk, area.pk) for one in measures for area in areas] + [(MeasureFactory().pk, areas[0].pk)]
    with django_assert_max_num_queries(6):
        facts = series_facts(keys, day=MARCH, at=at)
    assert [len(facts[key].points) for key in keys] == [1] * 9 + [0]
    assert [facts[key].is_home for key in keys] == [True, False, False] * 3 + [False]


def test_only_the_series_asked_for_are_read(measure):
    elsewhere, other = AreaFactory(), MeasureFactory()
    land(
        figure(measure, "5"),
        figure(measure, "6", area=elsewhere),
        figure(other, "7"),
        figure(other, "8", area=elsewhere),
    )
    keys = [(measure.pk, measure.home_area_id), (other.pk, elsewhere.pk)]
    assert {key: values(points) for key, points in standing_points(keys).items()} == {keys[0]: [5], keys[1]: [8]}


def test_the_target_is_that_of_the_day_and_of_the_home_area_alone(measure):
    person, elsewhere = person_with(Role.BUSINESS_TEAM), AreaFactory()
    common = {"measure": measure, "reason": "Agreed", "set_by": person}
    Target.objects.create(value=20, starts_on=date(2024, 4, 1), ends_on=MARCH, set_at=NOW, **common)
    Target.objects.create(value=18, starts_on=MARCH + DAY, set_at=NOW + DAY, **common)
    home, away = (measure.pk, measure.home_area_id), (measure.pk, elsewhere.pk)

    def target(day, at=None):
        return series_facts([home], day=day, at=at)[home].target

    assert [target(day) for day in (date(2024, 3, 31), date(2024, 4, 1), MARCH, MARCH + DAY)] == [None, 20, 20, 18]
    assert target(MARCH + DAY, at=NOW) is None
    assert target(MARCH + DAY, at=NOW + DAY) == 18
    assert series_facts([away], day=MARCH)[away].target is None


def test_decisions_hold_from_when_they_are_taken_until_they_are_taken_back(measure):
    person = person_with(Role.BUSINESS_TEAM)
    key = (measure.pk, measure.home_area_id)
    common = {"measure": measure, "area": measure.home_area, "decided_by": person, "reason": "A new form"}
    ChartDecision.objects.create(kind=ChartDecisionKind.REBASE, on=MARCH, decided_at=NOW, **common)
    ChartDecision.objects.create(
        kind=ChartDecisionKind.GHOST,
        on=date(2020, 3, 31),
        decided_at=NOW,
        ended_at=NOW + DAY,
        ended_by=person,
        end_reason="A mistake",
        **common,
    )
    now = decisions_at([key])[key]
    assert [(one.kind, one.on, one.reason, one.by) for one in now] == [("rebase", MARCH, "A new form", str(person))]
    kinds = {days: [one.kind for one in decisions_at([key], NOW + days * DAY).get(key, ())] for days in (-1, 0, 0.5, 1)}
    assert kinds == {-1: [], 0: ["ghost", "rebase"], 0.5: ["ghost", "rebase"], 1: ["rebase"]}
    assert series_facts([key], day=MARCH)[key].decisions == now


def test_benchmarks_are_those_of_the_day(measure):
    person = person_with(Role.BUSINESS_TEAM)
    common = {"measure": measure, "document": "A standard", "reason": "Agreed", "set_by": person, "set_at": NOW}
    for label, value, ends_on in (("National standard", 10, None), ("Older standard", 12, MARCH)):
        Benchmark.objects.create(label=label, value=value, starts_on=date(2024, 4, 1), ends_on=ends_on, **common)
    found = {
        day: [one.label for one in benchmarks_on([measure.pk], day).get(measure.pk, [])]
        for day in (date(2024, 3, 31), MARCH, MARCH + DAY)
    }
    assert list(found.values()) == [[], ["National standard", "Older standard"], ["National standard"]]


# What is missing between the points


def series(*periods, frequency=Frequency.MONTHLY, **fields):
    """The facts of a series with a value for each (first day, last day)."""
    points = tuple(
        SeriesPoint(start, end, Decimal(number), None, None, Status.PUBLISHED, "", "", number, datetime.now(UTC))
        for number, (start, end) in enumerate(periods)
    )
    about = {
        "key": (1, 1),
        "code": "A_MEASURE",
        "title": "A measure",
        "unit": Unit.PERCENT,
        "decimals": 1,
        "polarity": Polarity.HIGHER_IS_WORSE,
        "frequency": frequency,
        "relation": Relation.DIRECT,
        "area": "Kent",
        "area_slug": "kent",
        "is_home": True,
    }
    return SeriesFacts(**about | fields, points=points)


def day(text):
    return date.fromisoformat(text)


def spans(*pairs):
    return [tuple(day(text) for text in pair.split("/")) for pair in pairs]


@pytest.mark.parametrize(
    ("frequency", "periods", "gaps"),
    [
        ("monthly", ("2019-02-01/2019-02-28", "2019-03-01/2019-03-31"), ()),
        ("monthly", ("2019-03-01/2019-03-31", "2020-04-01/2020-04-30"), ("2019-04-01/2020-03-31",)),
        ("monthly", ("2024-01-01/2024-01-31", "2024-03-01/2024-03-31"), ("2024-02-01/2024-02-29",)),
        ("quarterly", ("2024-01-01/2024-03-31", "2024-07-01/2024-09-30"), ("2024-04-01/2024-06-30",)),
        ("quarterly", ("2024-01-01/2024-03-31", "2024-04-01/2024-06-30"), ()),
        ("annual", ("2023-03-31/2023-03-31", "2024-03-31/2024-03-31"), ()),
        ("annual", ("2023-03-31/2023-03-31", "2025-03-31/2025-03-31"), ("2023-04-01/2025-03-30",)),
        ("annual", ("2022-12-01/2023-02-28", "2023-12-01/2024-02-29"), ()),
        ("academic_year", ("2018-09-01/2019-08-31", "2020-09-01/2021-08-31"), ("2019-09-01/2020-08-31",)),
        ("weekly", ("2024-09-09/2024-09-13", "2024-09-16/2024-09-20"), ()),
        ("weekly", ("2024-10-21/2024-10-25", "2024-11-04/2024-11-08"), ("2024-10-26/2024-11-03",)),
        ("fortnightly", ("2024-09-09/2024-09-20", "2024-09-23/2024-10-11"), ()),
        ("fortnightly", ("2024-10-07/2024-10-18", "2024-10-28/2024-11-15"), ()),
        ("fortnightly", ("2024-07-01/2024-07-12", "2024-09-09/2024-09-20"), ("2024-07-13/2024-09-08",)),
        (None, ("2020-03-01/2020-03-31", "2025-04-01/2025-04-30"), ()),
    ],
)
def test_a_period_is_missing_where_one_would_have_fitted(frequency, periods, gaps):
    found = series(*spans(*periods), frequency=Frequency(frequency) if frequency else None)
    assert list(found.gaps) == spans(*gaps)


def test_rolling_periods_overlap_and_are_compared_with_the_last_that_does_not():
    rolling = series(*spans("2024-01-01/2024-03-31", "2024-02-01/2024-04-30", "2024-04-01/2024-06-30"))
    assert rolling.overlap
    assert rolling.before.period_end == day("2024-03-31")
    following = series(*spans("2024-01-01/2024-01-31", "2024-02-01/2024-02-29"))
    assert not following.overlap
    assert following.before.period_end == day("2024-01-31")
    assert series(*spans("2024-01-01/2024-01-31")).before is None
    assert series().latest is None


@pytest.mark.parametrize(
    ("frequency", "days", "news"),
    [
        (Frequency.ANNUAL, 913, True),
        (Frequency.ANNUAL, 914, False),
        (Frequency.MONTHLY, 243, True),
        (Frequency.MONTHLY, 244, False),
        (None, 913, True),
        (None, 914, False),
    ],
)
def test_a_figure_is_news_for_two_of_its_periods_and_half_a_year(frequency, days, news):
    facts = series(*spans("2024-03-01/2024-03-31"), frequency=frequency)
    assert facts.is_news(day("2024-03-31") + timedelta(days=days)) is news
    assert not series().is_news(MARCH)


def test_every_frequency_has_a_length():
    assert set(DAYS_OF) == set(Frequency)


def test_a_series_has_one_name_for_its_warnings():
    assert origin_of("REREF_12M", "kent") == "REREF_12M/kent"
