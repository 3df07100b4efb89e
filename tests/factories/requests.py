"""Factories of data requests. Answers are saved and sent through the services, as they are in life."""

from datetime import UTC, datetime
from decimal import Decimal

import factory

from assurance.rules.roles import Role
from indicators.models import DataRequest
from indicators.rules.requests import period_asked
from indicators.rules.vocabulary import Frequency
from indicators.services.answers import save_answer, send_answer
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with
from tests.factories.indicators import MeasureFactory

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
FIGURES = {"numerator": Decimal(12), "denominator": Decimal(300)}
ANSWER = FIGURES | {"analysis": "More children were found"}


class AskedMeasureFactory(MeasureFactory):
    """A quarterly measure in per cent that an agency is asked for."""

    frequency = Frequency.QUARTERLY
    source_agency = factory.SubFactory(AgencyFactory)


class DataRequestFactory(factory.django.DjangoModelFactory):
    """A request for Quarter 2 of 2026/27, not answered."""

    class Meta:
        model = DataRequest

    period = factory.SubFactory(ReportingPeriodFactory)
    agency = factory.SubFactory(AgencyFactory)
    measure = factory.SubFactory(AskedMeasureFactory, source_agency=factory.SelfAttribute("..agency"))
    period_start = factory.LazyAttribute(lambda row: period_asked(row.measure.frequency, row.period.as_quarter)[0])
    period_end = factory.LazyAttribute(lambda row: period_asked(row.measure.frequency, row.period.as_quarter)[1])
    due_on = factory.LazyAttribute(lambda row: row.period.due_on)


def lead_of(agency):
    """A lead of the agency, who sends its figures."""
    return person_with(Role.PARTNER_LEAD, agency=agency)


def drafted(asked, by, **values):
    """The request with an answer in its draft, read anew."""
    asked.refresh_from_db()
    save_answer(asked=asked, version=asked.version, values=values or ANSWER, by=by, now=NOW)
    asked.refresh_from_db()
    return asked


def sent(asked, by, *, now=NOW, **values):
    """The request with its answer sent, read anew."""
    drafted(asked, by, **values)
    send_answer(asked=asked, version=asked.version, by=by, now=now)
    asked.refresh_from_db()
    return asked
