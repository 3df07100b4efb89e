"""Targets, benchmarks and decisions about charts: dated rows with who and why (R65, R68)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from indicators.models import Benchmark, ChartDecision, SeriesDue, SuiteChange, Target
from indicators.queries.measures import measure_page, points_offered
from indicators.queries.suite_texts import value_in_words
from indicators.rules.changes import ChangeKind
from indicators.rules.vocabulary import ChartDecisionKind, Unit
from indicators.services.decisions import decide_chart, end_benchmark, end_target, set_benchmark, set_target, take_back
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, figure, land

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
REASON = "Agreed by SAAS"
REBASE, GHOST = ChartDecisionKind.REBASE, ChartDecisionKind.GHOST


@pytest.fixture
def team(db):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def measure():
    """A measure with the figures of three years in Kent."""
    measure = MeasureFactory(home_area=AreaFactory(slug="kent", name="Kent"))
    years = [2023, 2024, 2025]
    land(*(figure(measure, "20", start=date(year - 1, 4, 1), end=date(year, 3, 31)) for year in years))
    SeriesDue.objects.all().delete()
    return measure


def aim(measure, by, value="18.5", starts_on=date(2026, 4, 1), **values):
    fields = {"reason": REASON} | values
    return set_target(
        measure=measure, value=Decimal(value), starts_on=starts_on, **fields, by=by, now=NOW, today=TODAY
    )  # fmt: skip


def compare(measure, by, value="15", starts_on=date(2026, 4, 1), label="National standard"):
    return set_benchmark(
        measure=measure, label=label, value=Decimal(value), document="A circular", starts_on=starts_on,
        reason=REASON, by=by, now=NOW, today=TODAY,
    )  # fmt: skip


def decide(measure, by, kind=REBASE, on=date(2024, 4, 1), area=None):
    return decide_chart(
        measure=measure, area=area or measure.home_area, kind=kind, on=on, reason=REASON, by=by, now=NOW, today=TODAY
    )


def due():
    return set(SeriesDue.objects.values_list("measure", "area"))


# Targets


def test_a_new_target_ends_the_one_before_and_the_finding_is_made_again(measure, team):
    aim(measure, team, "20", date(2025, 4, 1))
    aim(measure, team)
    before, now = measure.targets.order_by("starts_on")
    assert (before.ends_on, now.ends_on, now.value) == (date(2026, 3, 31), None, Decimal("18.5"))
    assert (now.reason, now.set_by, now.set_at) == (REASON, team, NOW)
    assert due() == {(measure.pk, measure.home_area_id)}
    noted = SuiteChange.objects.get(what__0__1="20.0%")
    assert (noted.kind, noted.what[0]) == (ChangeKind.TARGET_SET, ["Target", "20.0%", "18.5%"])
    assert ActivityEntry.objects.latest("sequence").action == "suite.target_set"


@pytest.mark.parametrize(
    ("value", "starts_on", "sentence"),
    [
        ("18", TODAY + timedelta(days=1), "cannot lie in the future"),
        ("18", date(2025, 4, 1), "holds from 1 April 2025: give a later day"),
        ("20", date(2026, 4, 1), "This is its value already"),
        ("-1", date(2026, 4, 1), "less than nought"),
        ("101", date(2026, 4, 1), "more than 100"),
    ],
)
def test_a_target_that_cannot_be_is_refused(measure, team, value, starts_on, sentence):
    aim(measure, team, "20", date(2025, 4, 1))
    with pytest.raises(ValidationError, match=sentence):
        aim(measure, team, value, starts_on)
    assert Target.objects.get().ends_on is None


def test_a_number_may_be_aimed_at_above_100(team):
    assert aim(MeasureFactory(unit=Unit.COUNT), team, "150").value == 150


def test_a_target_is_ended_once_with_a_day_before_today(measure, team):
    target = aim(measure, team)
    end = {"target": target, "reason": "No target is agreed", "by": team, "now": NOW, "today": TODAY}
    for last_day, sentence in ((TODAY, "before today"), (date(2026, 3, 31), "began on 1 April 2026")):
        with pytest.raises(ValidationError, match=sentence):
            end_target(last_day=last_day, **end)
    SeriesDue.objects.all().delete()
    end_target(last_day=date(2026, 9, 30), **end)
    assert Target.objects.get().ends_on == date(2026, 9, 30)
    assert due() == {(measure.pk, measure.home_area_id)}
    with pytest.raises(ValidationError, match="a last day already: 30 September 2026"):
        end_target(last_day=date(2026, 9, 30), **end)
    with pytest.raises(ValidationError, match="holds until 30 September 2026"):
        aim(measure, team, "17", date(2026, 9, 30))
    assert aim(measure, team, starts_on=date(2026, 10, 1)).ends_on is None
    assert ["Target", "18.5%", "None from 1 October 2026"] in SuiteChange.objects.get(kind="target_ended").what


# Benchmarks


def test_benchmarks_of_different_names_stand_side_by_side_and_one_of_the_same_name_gives_way(measure, team):
    compare(measure, team, "15", date(2025, 4, 1))
    compare(measure, team, "12", label="Ofsted’s line")
    compare(measure, team, "14", label="national standard")
    rows = {(row.label, row.value, row.ends_on) for row in Benchmark.objects.all()}
    assert rows == {
        ("National standard", 15, date(2026, 3, 31)), ("National standard", 14, None), ("Ofsted’s line", 12, None),
    }  # fmt: skip


def test_a_benchmark_is_ended(measure, team):
    benchmark = compare(measure, team)
    end_benchmark(
        benchmark=benchmark, last_day=date(2026, 9, 30), reason=REASON, by=team, now=NOW, today=TODAY
    )  # fmt: skip
    assert Benchmark.objects.get().ends_on == date(2026, 9, 30)
    assert SuiteChange.objects.filter(kind=ChangeKind.BENCHMARK_ENDED).exists()


@pytest.mark.parametrize(
    ("value", "words"), [("18.5", "18.5%"), ("18", "18.0%"), ("18.2500000", "18.25%"), ("100", "100.0%")]
)
def test_a_target_is_shown_with_every_decimal_that_was_typed(measure, value, words):
    assert value_in_words(measure, Decimal(value)) == words


# Decisions about charts


def test_new_limits_and_a_point_kept_out_are_recorded_with_the_reason_and_the_name(measure, team):
    rebase = decide(measure, team)
    ghost = decide(measure, team, GHOST, date(2024, 3, 31))
    assert {(row.kind, row.on, row.reason, row.decided_by) for row in ChartDecision.objects.all()} == {
        (REBASE, date(2024, 4, 1), REASON, team), (GHOST, date(2024, 3, 31), REASON, team),
    }  # fmt: skip
    assert due() == {(measure.pk, measure.home_area_id)}
    assert (rebase.area, ghost.ended_at) == (measure.home_area, None)


@pytest.mark.parametrize(
    ("kind", "on", "sentence"),
    [
        (GHOST, date(2024, 3, 30), "Kent has no figure for a period that ends on 30 March 2024"),
        (REBASE, TODAY + timedelta(days=1), "cannot begin in the future"),
        (REBASE, date(2023, 3, 31), "Kent has none on one side of 31 March 2023"),
        (REBASE, date(2025, 4, 1), "Kent has none on one side of 1 April 2025"),
    ],
)
def test_a_decision_is_about_a_day_the_series_has(measure, team, kind, on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        decide(measure, team, kind, on)


def test_a_decision_is_about_the_figures_of_its_own_area(measure, team):
    with pytest.raises(ValidationError, match="Dover has no figure"):
        decide(measure, team, GHOST, date(2024, 3, 31), AreaFactory(name="Dover"))


def test_a_decision_taken_back_stays_with_both_reasons_and_can_be_taken_anew(measure, team):
    decision = decide(measure, team)
    with pytest.raises(ValidationError, match="decided already"):
        decide(measure, team)
    SeriesDue.objects.all().delete()
    take_back(decision=decision, reason="The change did not last", by=team, now=NOW)
    decision.refresh_from_db()
    assert (decision.reason, decision.end_reason, decision.ended_by) == (REASON, "The change did not last", team)
    assert due() == {(measure.pk, measure.home_area_id)}
    with pytest.raises(ValidationError, match="taken back already"):
        take_back(decision=decision, reason=REASON, by=team, now=NOW)
    decide(measure, team)
    assert len(measure_page(team, measure).decisions) == 2


def test_the_points_offered_are_those_with_a_value_the_newest_first(measure):
    land(figure(measure, None, symbol="c", start=date(2025, 4, 1), end=date(2026, 3, 31)))
    offered = points_offered(measure, measure.home_area)
    assert [day for day, _ in offered] == ["2025-03-31", "2024-03-31", "2023-03-31"]
    assert offered[0][1].endswith(": 20.0%")


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.SYSTEM_ADMINISTRATOR])
def test_the_business_team_alone_decides(measure, team, role):
    target, benchmark, decision = aim(measure, team), compare(measure, team), decide(measure, team)
    person = person_with(role)
    end = {"last_day": date(2026, 9, 30), "reason": REASON, "by": person, "now": NOW, "today": TODAY}
    for forbidden in (
        lambda: aim(measure, person, "1", TODAY),
        lambda: end_target(target=target, **end),
        lambda: compare(measure, person, "1", TODAY),
        lambda: end_benchmark(benchmark=benchmark, **end),
        lambda: decide(measure, person, GHOST, date(2024, 3, 31)),
        lambda: take_back(decision=decision, reason=REASON, by=person, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()


# The pages


def test_a_target_and_a_benchmark_are_set_on_their_pages(sign_in, team, measure):
    client, path = sign_in(team), f"/indicators/suite/measures/{measure.code}/"
    day = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026", "reason": REASON}
    refused = client.post(f"{path}target/", day | {"value": "about 20"})
    assert "about 20" in refused.text
    assert "Error:" in refused.text
    client.post(f"{path}target/", day | {"value": "18.5"})
    client.post(f"{path}benchmark/", day | {"value": "15", "label": "National standard", "document": "A circular"})
    page = client.get(path).text
    assert "18.5%" in page
    assert "National standard: 15.0%" in page
    last = {"last_day_day": "30", "last_day_month": "9", "last_day_year": "2026", "reason": "No longer agreed"}
    for kind, row in (("targets", Target.objects.get()), ("benchmarks", Benchmark.objects.get())):
        client.post(f"/indicators/suite/{kind}/{row.pk}/end/", last)
    assert {Target.objects.get().ends_on, Benchmark.objects.get().ends_on} == {date(2026, 9, 30)}


def test_a_chart_is_decided_on_its_page_and_the_decision_taken_back(sign_in, team, measure):
    client, path = sign_in(team), f"/indicators/suite/measures/{measure.code}/chart/"
    assert "Choose the point" in client.post(path, {"kind": "ghost", "reason": REASON}).text
    assert "Enter the first day" in client.post(path, {"kind": "rebase", "reason": REASON}).text
    client.post(path, {"kind": "ghost", "point": "2024-03-31", "reason": REASON})
    decision = ChartDecision.objects.get()
    answer = client.post(f"/indicators/suite/decisions/{decision.pk}/take-back/", {"reason": "Wrong"}, follow=True)
    assert "The decision is taken back." in answer.text


def test_a_chart_of_another_area_is_decided_from_its_address(sign_in, team, measure):
    dover = AreaFactory(slug="dover", name="Dover")
    land(figure(measure, "30", area=dover))
    client, path = sign_in(team), f"/indicators/suite/measures/{measure.code}/chart/"
    assert ": 30.0%" in client.get(f"{path}?area=dover").text
    client.post(f"{path}?area=dover", {"kind": "ghost", "point": "2025-03-31", "reason": REASON})
    assert ChartDecision.objects.get().area == dover
    assert client.get(f"{path}?area=none-such").status_code == 404
