"""Signals and the warnings they become: once, of Kent's own figures, while they are news."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from assurance.models import EarlyWarning, Notice
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningKind, WarningState
from indicators.models import Area, Signal, Target
from indicators.queries.indicators import series_visible_to
from indicators.rules.drawing import series_figure
from indicators.rules.vocabulary import Frequency, Polarity, Relation
from indicators.services.due import mark_due
from indicators.services.findings import recompute_all, refresh_findings
from tests.factories.assurance import person_with
from tests.factories.findings import CALM, OUTLIER, land_months, month, monthly_measure
from tests.factories.indicators import NOW, AreaFactory, BenchmarkFactory, IndicatorFactory, figure, land

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RISING = (*CALM, OUTLIER)
# When the thirteenth month has just ended.
THEN = NOW


def close(warning):
    EarlyWarning.objects.filter(pk=warning.pk).update(state=WarningState.CLOSED, closed_at=NOW)


@pytest.fixture
def measure(db):
    return monthly_measure(title="Referrals")


def test_a_worsening_figure_is_a_signal_and_a_warning_that_waits_for_saas(measure):
    land_months(measure, *RISING)
    refresh_findings(now=THEN)
    signal, warning = Signal.objects.get(), EarlyWarning.objects.get()
    assert signal.early_warning == warning
    assert (signal.meaning, signal.observation.value, signal.seen_at) == ("concerning", OUTLIER, THEN)
    assert signal.rules_met == "The latest figure is above the upper control limit."
    assert signal.headline == "Referrals rose to 40.0%: special cause variation, concerning"
    assert (warning.kind, warning.state) == (WarningKind.DECLINING_PERFORMANCE, WarningState.RAISED)
    assert (warning.topic, warning.origin) == (measure.indicator.topic, f"{measure.code}/{measure.home_area.slug}")
    assert (warning.title, warning.finding, warning.raised_by) == (signal.headline, signal.headline, None)
    rule = "The latest figure is above the upper control limit. Chance alone would hardly do that;"
    assert rule in warning.what
    assert f"It measures this item of Appendix 1: {measure.indicator.wording}" in warning.what


def test_the_warning_keeps_the_chart_as_it_was(measure):
    land_months(measure, *RISING)
    refresh_findings(now=THEN)
    land_months(measure, 12, start=12)
    refresh_findings(now=THEN + DAY)
    chart = EarlyWarning.objects.get().chart
    assert chart["headers"] == ["Period", "Value", "Mean", "Lower limit", "Upper limit", "What it means"]
    assert chart["rows"][0][:2] == ["September 2026", "40.0%"]
    assert (chart["caption"], chart["source"]) == (f"Referrals, {measure.home_area.name}", "A publisher: A release")
    last = chart["points"][-1]
    assert (last["start"], last["end"], last["value"], last["meaning"]) == (
        "2026-09-01",
        "2026-09-30",
        "40.0",
        "concerning",
    )
    assert Decimal(last["lower"]) < Decimal(last["mean"]) < Decimal(last["upper"]) < 40


def test_the_warning_keeps_the_drawing_that_the_page_had_then(measure, reader):
    """England's line and the benchmark among it; what comes later changes nothing of it."""
    england = AreaFactory(slug="england", kind="nation", name="England")
    Area.objects.filter(pk=measure.home_area_id).update(within=england)
    land(figure(measure, "11.0", area=england, start=date(2026, 9, 1), end=date(2026, 9, 30)))
    BenchmarkFactory(measure=measure, label="A standard", value=Decimal("9.5"))
    land_months(measure, *RISING)
    refresh_findings(now=THEN)
    seen = series_visible_to(reader, measure.code, today=THEN.date())
    land_months(measure, 12, start=12)
    refresh_findings(now=THEN + DAY)
    chart = EarlyWarning.objects.get().chart
    assert chart["figure"] == json.loads(json.dumps(series_figure(seen)))
    assert {one["name"] for one in chart["figure"]["data"]} >= {"England", "A standard", "Concerning", "Mean"}
    assert chart["key"] == [list(mark) for mark in seen.key]
    assert chart["drawn_as"] == "Percentage, XmR chart"


@pytest.mark.parametrize(
    ("polarity", "values", "kind"),
    [
        (Polarity.HIGHER_IS_WORSE, RISING, WarningKind.DECLINING_PERFORMANCE),
        (Polarity.HIGHER_IS_BETTER, (*CALM, 1), WarningKind.DECLINING_PERFORMANCE),
        (Polarity.NO_JUDGEMENT, RISING, WarningKind.EMERGING_ISSUE),
        ("", (*CALM, 1), WarningKind.EMERGING_ISSUE),
        (Polarity.HIGHER_IS_BETTER, RISING, None),
        (Polarity.HIGHER_IS_WORSE, CALM, None),
        (Polarity.HIGHER_IS_WORSE, (*RISING, 12), None),
    ],
)
def test_what_is_worth_a_warning_and_of_which_kind(polarity, values, kind):
    land_months(monthly_measure(polarity=polarity), *values)
    refresh_findings(now=THEN)
    assert list(EarlyWarning.objects.values_list("kind", flat=True)) == ([kind] if kind else [])
    assert Signal.objects.exists() == (values != CALM and values[-1] != 12)


def test_a_target_that_will_be_missed_is_weak_performance(measure):
    land_months(measure, *CALM)
    refresh_findings(now=THEN)
    person = person_with(Role.BUSINESS_TEAM)
    Target.objects.create(measure=measure, value=2, starts_on=NOW, reason="Agreed", set_by=person, set_at=NOW)
    mark_due([(measure.pk, measure.home_area_id)], now=NOW)
    refresh_findings(now=THEN)
    assert Signal.objects.get().rules_met.startswith("The target lies beyond the control limits")
    assert (Signal.objects.get().meaning, EarlyWarning.objects.get().kind) == ("concerning", "weak_performance")
    assert "Chance alone would hardly" not in EarlyWarning.objects.get().what


def test_a_step_beyond_chance_warns_too(measure):
    for number, count in enumerate((100, 300), 12):
        start, end = month(number)
        counts = {"numerator": Decimal(count), "denominator": Decimal(1000)}
        land(figure(measure, str(count / 10), start=start, end=end, **counts))
    refresh_findings(now=THEN)
    rule = "Higher than the month before, beyond what chance would explain (difference 20.0 percentage points, "
    assert Signal.objects.get().rules_met.startswith(rule)
    assert EarlyWarning.objects.get().kind == WarningKind.DECLINING_PERFORMANCE


def test_seven_figures_one_way_warn_before_there_are_limits(measure):
    land_months(measure, *range(10, 17), start=6)
    refresh_findings(now=THEN)
    warning = EarlyWarning.objects.get()
    assert warning.signals.get().rules_met == "The last 7 figures have each been higher than the one before."
    assert warning.chart["rows"][0] == [
        "September 2026",
        "16.0%",
        "Concerning: the last of seven figures that went one way",
    ]


@pytest.mark.parametrize(
    "why",
    ["another area", "context", "no item", "no longer used", "years old"],
)
def test_what_is_not_kents_own_news_is_a_signal_and_no_warning(why):
    fields = {
        "context": {"relation": Relation.CONTEXT},
        "no item": {"relation": Relation.CONTEXT, "indicator": None},
        "no longer used": {"is_current": False},
    }.get(why, {})
    measure = monthly_measure(**fields)
    land_months(measure, *RISING, area=AreaFactory() if why == "another area" else None)
    refresh_findings(now=THEN + 400 * DAY if why == "years old" else THEN)
    assert Signal.objects.get().early_warning is None
    assert not EarlyWarning.objects.exists()


def test_a_signal_is_kept_once_however_often_it_is_found(measure):
    land_months(measure, *RISING)
    for _ in range(3):
        recompute_all(now=THEN)
        call_command("recompute_findings", verbosity=0)
    assert (Signal.objects.count(), EarlyWarning.objects.count()) == (1, 1)


def test_further_signals_join_the_open_warning_and_after_it_is_closed_the_concern_recurs(measure):
    land_months(measure, *RISING)
    refresh_findings(now=THEN)
    first = EarlyWarning.objects.get()
    land_months(measure, 41, start=13)
    refresh_findings(now=THEN + DAY)
    assert [signal.early_warning for signal in Signal.objects.all()] == [first, first]
    close(first)
    land_months(measure, 60, start=14)
    refresh_findings(now=THEN + 2 * DAY)
    second = EarlyWarning.objects.exclude(pk=first.pk).get()
    assert (second.kind, second.earlier) == (WarningKind.RECURRING_CONCERN, first)
    assert Signal.objects.first().early_warning == second


def test_a_corrected_figure_is_a_figure_of_its_own(measure):
    land_months(measure, *RISING)
    refresh_findings(now=THEN)
    land_months(measure, 45, start=12)
    refresh_findings(now=THEN)
    assert sorted(Signal.objects.values_list("observation__value", flat=True)) == [40, 45]
    assert EarlyWarning.objects.count() == 1


@pytest.mark.usefixtures("framework")
def test_those_who_handle_warnings_are_told_once_and_without_content():
    chair, member = person_with(Role.SAAS_CHAIR), person_with(Role.SAAS_MEMBER)
    item = IndicatorFactory()
    for number in range(3):
        land_months(monthly_measure(indicator=item, title=f"Secret {number}"), *RISING)
    refresh_findings(now=THEN)
    assert EarlyWarning.objects.count() == 3
    notice = Notice.objects.get(person=chair)
    assert "Secret" not in notice.text
    assert not Notice.objects.filter(person=member).exists()


def test_an_annual_figure_is_news_for_two_years_and_a_half(measure):
    annual = monthly_measure(frequency=Frequency.ANNUAL)
    for year, count in ((2023, 100), (2024, 300)):
        counts = {"numerator": Decimal(count), "denominator": Decimal(1000)}
        land(figure(annual, str(count / 10), start=date(year - 1, 4, 1), end=date(year, 3, 31), **counts))
    refresh_findings(now=THEN)
    assert (Signal.objects.count(), EarlyWarning.objects.count()) == (1, 0)
