"""The demonstration's data request."""

import pytest

from assurance.models import Notice
from assurance.rules.roles import Role
from indicators.models import DataRequest, Measure, Observation
from indicators.services.demo import CODE, ITEM, ask_demo_figures
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with
from tests.factories.indicators import AreaFactory, IndicatorFactory
from tests.factories.requests import NOW, TODAY, lead_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    """The quarter that is open."""
    return ReportingPeriodFactory()


@pytest.fixture
def lead():
    """The police's, with all that the request speaks of."""
    person_with(Role.BUSINESS_TEAM, email="business.team@demo.example")
    IndicatorFactory(slug=ITEM)
    AreaFactory(slug="kent")
    AgencyFactory(slug="kent-county-council")
    return lead_of(AgencyFactory(slug="kent-police"))


def test_the_police_are_asked_for_the_one_item_whose_data_the_documents_place(lead, period):
    """Once, unanswered: no figure is made up, and what a visitor does with it stays."""
    assert ask_demo_figures(now=NOW, today=TODAY)
    asked = DataRequest.objects.get()
    assert (asked.measure.code, asked.agency.slug, asked.period, asked.state) == (CODE, "kent-police", period, "draft")
    assert [agency.slug for agency in asked.measure.joined_with.all()] == ["kent-county-council"]
    assert not Observation.objects.exists()
    assert Notice.objects.get(person=lead).text.startswith("Figures are asked for")
    assert not ask_demo_figures(now=NOW, today=TODAY)
    assert DataRequest.objects.count() == 1


@pytest.mark.parametrize("is_there", [False, True])
def test_without_an_open_quarter_nothing_is_asked(lead, is_there):
    """Nor is a measure made."""
    if is_there:
        ReportingPeriodFactory(closed_at=NOW)
    assert not ask_demo_figures(now=NOW, today=TODAY)
    assert not Measure.objects.exists()
