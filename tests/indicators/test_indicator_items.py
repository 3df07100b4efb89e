"""The item of assurance of an indicator: what its closest figures say, brought up to date with their finding."""

from datetime import date, timedelta

import pytest

from assurance.models import AssuranceItem
from assurance.rules.evidence_tiers import Confidence, Strength
from indicators.models import Measure
from indicators.rules.assurance_items import confidence_in, strength_of
from indicators.rules.spc import Assurance
from indicators.rules.vocabulary import Meaning, Relation, Status
from indicators.services.findings import refresh_findings
from tests.factories.assurance import AgencyFactory
from tests.factories.findings import CALM, OUTLIER, finding_of, land_months, monthly_measure
from tests.factories.indicators import NOW, AreaFactory, figure, land
from tests.factories.items import ToolFactory

DAY = timedelta(days=1)


@pytest.fixture
def measure(db):
    ToolFactory(slug="dashboard", tier="2", element="quantitative")
    ToolFactory(slug="management-information")
    return monthly_measure(title="Referrals")


@pytest.mark.parametrize(
    ("meaning", "assurance", "strength"),
    [
        (Meaning.CONCERNING, Assurance.FAILS, Strength.NONE),
        (Meaning.CONCERNING, Assurance.PASSES, Strength.LITTLE),
        (Meaning.CONCERNING, None, Strength.LITTLE),
        (Meaning.COMMON, Assurance.FAILS, Strength.LITTLE),
        (Meaning.IMPROVING, Assurance.FAILS, Strength.LITTLE),
        (Meaning.CANNOT_TELL, None, Strength.LITTLE),
        (Meaning.IMPROVING, None, Strength.SUBSTANTIAL),
        (Meaning.COMMON, Assurance.PASSES, Strength.SUBSTANTIAL),
        (Meaning.COMMON, Assurance.INCONSISTENT, Strength.PARTIAL),
        (Meaning.COMMON, None, Strength.PARTIAL),
        (Meaning.NEITHER, None, Strength.PARTIAL),
    ],
)
def test_the_strength_of_what_a_chart_says(meaning, assurance, strength):
    assert strength_of(meaning, assurance) == strength


def test_closer_figures_and_a_chart_that_speaks_are_surer():
    spoken = [confidence_in(relation, a_chart_speaks=True) for relation in Relation]
    assert spoken == [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW, Confidence.LOW]
    silent = [confidence_in(relation, a_chart_speaks=False) for relation in Relation]
    assert silent == [Confidence.MEDIUM, Confidence.LOW, Confidence.LOW, Confidence.LOW]


def test_figures_that_land_make_the_indicators_one_item_and_keep_it_up_to_date(measure):
    land_months(measure, *CALM)
    refresh_findings(now=NOW)
    item = AssuranceItem.objects.get()
    assert item.origin == f"indicator:{measure.indicator.slug}"
    assert (item.tool.slug, item.element, item.finding) == ("dashboard", "quantitative", finding_of(measure).headline)
    assert (item.strength, item.confidence) == ("partial", "high")
    assert (item.dated_on, item.current_until) == (date(2026, 8, 31), date(2026, 12, 1))
    assert [support.topic for support in item.supports.all()] == [measure.indicator.topic]
    land_months(measure, OUTLIER, start=12)
    refresh_findings(now=NOW + DAY)
    item = AssuranceItem.objects.get()
    assert (item.strength, item.dated_on, item.finding) == ("little", date(2026, 9, 30), finding_of(measure).headline)


def test_the_closest_figures_for_kent_speak(measure):
    near = monthly_measure(title="Near", indicator=measure.indicator, relation=Relation.NEAR, position=0)
    for one in (measure, near):
        land_months(one, *CALM)
    land_months(measure, *CALM, area=AreaFactory())
    refresh_findings(now=NOW)
    assert AssuranceItem.objects.get().title == "Figures: Referrals"
    Measure.objects.filter(pk=measure.pk).update(is_current=False)
    land_months(near, 9, start=12)
    refresh_findings(now=NOW + DAY)
    assert AssuranceItem.objects.get().title == "Figures: Near"


def test_figures_of_an_agency_are_management_information(measure):
    agency = AgencyFactory()
    Measure.objects.filter(pk=measure.pk).update(source_agency=agency)
    land_months(measure, *CALM)
    refresh_findings(now=NOW)
    item = AssuranceItem.objects.get()
    assert (item.tool.slug, item.tier, item.agency) == ("management-information", "1", agency)


def test_an_indicator_whose_figures_are_all_withdrawn_has_no_item_that_stands(measure):
    land_months(measure, 10)
    refresh_findings(now=NOW)
    land(figure(measure, start=date(2025, 9, 1), end=date(2025, 9, 30), status=Status.WITHDRAWN))
    refresh_findings(now=NOW + DAY)
    assert AssuranceItem.objects.get().withdrawn_at == NOW + DAY


def test_background_makes_no_item(measure):
    Measure.objects.filter(pk=measure.pk).update(relation=Relation.CONTEXT)
    land_months(measure, *CALM)
    refresh_findings(now=NOW)
    assert not AssuranceItem.objects.exists()


def test_many_indicators_take_as_many_queries_as_one(measure, django_assert_num_queries):
    land_months(measure, *CALM)
    with django_assert_num_queries(33):
        refresh_findings(now=NOW)
    for _ in range(10):
        land_months(monthly_measure(), *CALM)
    with django_assert_num_queries(33):
        refresh_findings(now=NOW)
    assert AssuranceItem.objects.count() == 11
