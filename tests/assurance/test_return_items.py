"""A signed return is an item of assurance that says nothing of what is in it, for as long as it stands."""

import pytest

from assurance.models import AssuranceItem, StatusReturn
from assurance.rules.returns import Section
from assurance.rules.roles import Role
from assurance.services.returns import accept_return, recall_return, reopen_return, submit_return
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.items import ToolFactory
from tests.factories.returns import NOW, ReturnItemFactory, StatusReturnFactory, filled, section_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tools():
    ToolFactory(slug="management-information", element="quantitative", fresh_months=6)
    ToolFactory(slug="qualitative-information", tier="2")


def a_return(category="police"):
    return StatusReturnFactory(agency=AgencyFactory(name="Kent Police", category=category))


def coded(status_return, *topics):
    """A statement in the draft for each topic."""
    for topic in topics:
        ReturnItemFactory(section=section_of(status_return, Section.GOING_WELL), topic=topic)


def test_a_partners_return_is_its_judgement_of_what_its_statements_are_about():
    first, second = TopicFactory(), TopicFactory()
    status_return = a_return()
    coded(status_return, first, second, first)
    submitted(status_return, marker="Secret")
    item = AssuranceItem.objects.get()
    assert (item.tool.slug, item.element, item.strength) == ("management-information", "judgement", "partial")
    assert (item.agency, item.dated_on) == (status_return.agency, NOW.date())
    assert {support.topic for support in item.supports.all()} == {first, second}
    assert item.title == "Status return of Kent Police, Quarter 2 2026/27"
    assert "Secret" not in " ".join((item.title, item.finding, item.source))
    assert item.address == f"/returns/{status_return.pk}/"


def test_a_relevant_agencys_return_is_qualitative_information():
    submitted(a_return(category=""))
    item = AssuranceItem.objects.get()
    assert (item.tool.slug, item.element, item.tier) == ("qualitative-information", "qualitative", "2")


def test_a_return_that_is_recalled_takes_its_item_along_and_brings_it_back_as_signed_again():
    kept, dropped, new = TopicFactory(), TopicFactory(), TopicFactory()
    status_return = a_return()
    coded(status_return, kept, dropped)
    lead = person_with(Role.PARTNER_LEAD, agency=status_return.agency)
    submitted(status_return, by=lead)
    recall_return(status_return=status_return, by=lead, now=NOW)
    assert AssuranceItem.objects.get().withdrawn_at == NOW
    coded(status_return, new)
    section_of(status_return, Section.GOING_WELL).items.filter(topic=dropped).delete()
    submit_return(status_return=status_return, by=lead, now=NOW)
    item = AssuranceItem.objects.get()
    assert item.withdrawn_at is None
    assert {support.topic for support in item.supports.all()} == {kept, new}


def test_an_accepted_return_keeps_its_item_and_a_reopened_one_does_not():
    status_return, team = submitted(a_return()), person_with(Role.BUSINESS_TEAM)
    accept_return(status_return=status_return, by=team, now=NOW)
    assert AssuranceItem.objects.get().withdrawn_at is None
    reopen_return(status_return=status_return, reason="A figure is wrong", by=team, now=NOW)
    assert AssuranceItem.objects.get().withdrawn_at == NOW


def test_a_return_is_signed_though_no_tools_are_loaded():
    from_nothing = filled(a_return())
    AssuranceItem.objects.all().delete()
    ToolFactory._meta.model.objects.all().delete()
    lead = person_with(Role.PARTNER_LEAD, agency=from_nothing.agency)
    submit_return(status_return=from_nothing, by=lead, now=NOW)
    assert StatusReturn.objects.get(pk=from_nothing.pk).state == "submitted"
