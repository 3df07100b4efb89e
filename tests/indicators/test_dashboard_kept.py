"""The dashboard is kept between changes: none may leave it as it was."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.utils import timezone

from assurance.rules.roles import Role
from assurance.rules.warnings import WarningMove
from indicators.rules.vocabulary import Extent
from indicators.services.decisions import set_target
from indicators.services.findings import refresh_findings
from indicators.services.judgements import agree_judgement
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import NOW
from tests.factories.warnings import a_warning, make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
JUDGED = {
    "extent": str(Extent.PARTLY),
    "narrative": "Partly sighted.",
    "evidence": "The deep dive.",
    "judged_on": TODAY,
}


@pytest.fixture(autouse=True)
def memory(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"fragments": {"BACKEND": backend, "LOCATION": "test of the dashboard"}}
    yield
    caches["fragments"].clear()


@pytest.fixture
def measure():
    """A measure with a finding."""
    found = monthly_measure()
    land_months(found, *CALM)
    refresh_findings(now=NOW)
    return found


@pytest.fixture
def look(sign_in):
    """The dashboard as a SAAS member sees it, without what differs from one answer to the next."""
    reader = person_with(Role.SAAS_MEMBER)

    def _look(**query):
        return sign_in(reader).get("/indicators/", query).context["content"]

    return _look


def test_it_is_made_once_while_nothing_changes(measure, look, django_assert_max_num_queries):
    first = look()
    with django_assert_max_num_queries(20):  # signing in among them
        assert look() == first


def test_a_new_figure_shows(measure, look):
    before = look()
    land_months(measure, OUTLIER, start=len(CALM))
    refresh_findings(now=NOW)
    assert look() != before


def test_a_target_shows(measure, look):
    before = look()
    team = person_with(Role.BUSINESS_TEAM)
    set_target(
        measure=measure,
        value=Decimal(10),
        starts_on=date(2026, 1, 1),
        reason="Agreed at the Board.",
        by=team,
        now=NOW,
        today=TODAY,
    )
    refresh_findings(now=NOW)
    assert "Target" in look()
    assert look() != before


def test_a_judgement_shows(measure, look):
    before = look()
    agree_judgement(indicator=measure.indicator, by=person_with(Role.SAAS_CHAIR), now=NOW, today=TODAY, **JUDGED)
    assert look() != before


def test_a_warning_shows_and_goes_when_it_is_closed(measure, look):
    before = look()
    warning = a_warning(topic=measure.indicator.topic)
    assert "Early warning open" in look()
    team = person_with(Role.BUSINESS_TEAM)
    for move in (WarningMove.ACCEPT, WarningMove.CLOSE):
        make(move, warning, team)
    assert look() == before


def test_what_is_asked_for_is_kept_apart(measure, look):
    everything = look()
    assert look(signal="concerning") != everything
    assert look() == everything


def test_who_may_not_read_warnings_never_gets_what_was_kept_for_one_who_may(measure, look, sign_in):
    a_warning(topic=measure.indicator.topic)
    assert "Early warning open" in look()
    lead = person_with(Role.PARTNER_LEAD, agency=AgencyFactory())
    assert "Early warning open" not in sign_in(lead).get("/indicators/").content.decode()
