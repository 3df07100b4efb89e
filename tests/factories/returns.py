"""Factories of status returns."""

from datetime import UTC, datetime

import factory

from assurance.models import ReturnItem, ReturnSection, StatusReturn
from assurance.rules.returns import HEADINGS_OF, Reporter, Section
from assurance.rules.roles import Role
from assurance.services.returns import submit_return
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)


class StatusReturnFactory(factory.django.DjangoModelFactory):
    """
    An agency's empty draft for Quarter 2 of 2026/27, with its sections.

    For a group's give `agency=None, group=…`; `its_sections=…` for other sections than opening a period makes.
    """

    class Meta:
        model = StatusReturn
        skip_postgeneration_save = True

    agency = factory.SubFactory(AgencyFactory)
    period = factory.SubFactory(ReportingPeriodFactory)
    is_required = True
    due_on = factory.LazyAttribute(lambda row: row.period.due_on)

    @factory.post_generation
    def its_sections(self, create, extracted, **kwargs):
        """One row a section, as opening a period makes them."""
        sections = extracted or HEADINGS_OF[self.reporter]
        ReturnSection.objects.bulk_create(ReturnSection(status_return=self, section=section) for section in sections)


class ReturnItemFactory(factory.django.DjangoModelFactory):
    """A statement; give `section` as a ReturnSection."""

    class Meta:
        model = ReturnItem

    position = factory.Sequence(lambda n: n + 1)
    statement = factory.Sequence(lambda n: f"Statement {n}")
    action = "What is being done"
    change = "new"


def section_of(status_return, section):
    """One section of a draft."""
    return status_return.sections.get(section=section)


def filled(status_return, marker="Demonstration"):
    """The draft with one statement under each of the Framework's headings, so that it can be submitted."""
    held = set(status_return.sections.values_list("section", flat=True))
    agencys = (Section.GOING_WELL, Section.NOT_GOING_WELL, Section.MULTI_AGENCY_CONCERNS)
    for section in agencys if held.issuperset(agencys) else HEADINGS_OF[Reporter.GROUP]:
        ReturnItemFactory(
            section=section_of(status_return, section),
            statement=f"{marker} statement",
            action=f"{marker} action",
        )
    return status_return


def submitted(status_return, marker="Demonstration", now=NOW, by=None):
    """The draft filled and signed by its agency's lead, or its group's chair."""
    lead = by or (
        person_with(Role.PARTNER_LEAD, agency=status_return.agency)
        if status_return.agency
        else person_with(Role.GROUP_CHAIR, group=status_return.group)
    )
    filled(status_return, marker)
    submit_return(status_return=status_return, by=lead, now=now)
    status_return.refresh_from_db()
    return status_return
