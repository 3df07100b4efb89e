"""What needs a person, by when (experience.md: home)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.queries.todo import todo_for
from assurance.rules.roles import Role
from assurance.services.returns import return_for_changes
from tests.factories.assurance import PartnershipGroupFactory, person_with
from tests.factories.returns import NOW, StatusReturnFactory, submitted

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)


@pytest.fixture
def draft():
    """The Police's draft."""
    return StatusReturnFactory(agency__name="Kent Police", agency__category="police")


def test_a_writer_sees_what_is_due_and_when(draft):
    """With the working days left; late is marked."""
    lead = person_with(Role.PARTNER_LEAD, agency=draft.agency)
    [row] = todo_for(lead, TODAY)
    assert row.title == "Quarter 2 2026/27 status return, Kent Police"
    assert (row.when, row.is_late) == ("Due 19 November 2026: 7 working days left", False)
    [row] = todo_for(lead, date(2026, 11, 23))
    assert (row.when, row.is_late) == ("Due 19 November 2026: 2 working days overdue", True)


def test_a_group_is_asked_for_its_report_under_five_headings(draft):
    group = StatusReturnFactory(agency=None, group=PartnershipGroupFactory(name="Sector Forum"), period=draft.period)
    [row] = todo_for(person_with(Role.GROUP_CHAIR, group=group.group), TODAY)
    assert row.title == "Quarter 2 2026/27 report, Sector Forum"
    assert row.note == "What your group knows of practice and of the lives of children, under five headings."


def test_a_submitted_return_needs_its_writer_no_more_and_the_business_team_now(draft):
    """Reading and accepting it; and sent back, it is the writer's again."""
    lead = person_with(Role.PARTNER_LEAD, agency=draft.agency)
    team = person_with(Role.BUSINESS_TEAM)
    assert [row.title for row in todo_for(team, TODAY)] == ["1 required return outstanding for Quarter 2 2026/27"]
    submitted(draft, by=lead)
    assert todo_for(lead, TODAY) == []
    assert [row.title for row in todo_for(team, TODAY)] == ["Read and accept the return of Kent Police"]
    return_for_changes(status_return=draft, reason="More", by=team, now=NOW)
    assert todo_for(lead, TODAY)[0].note == "The Business Team asks for changes."


def test_nobody_is_asked_for_what_is_not_theirs(draft):
    """Another agency's lead, a reader, and one who may submit but is not asked."""
    StatusReturnFactory(is_required=False, period=draft.period, agency__name="Fire")
    for role in (Role.PARTNER_LEAD, Role.SAAS_MEMBER, Role.INSPECTOR, Role.SYSTEM_ADMINISTRATOR):
        assert todo_for(person_with(role), TODAY) == []


def test_a_closed_period_asks_for_nothing(draft):
    """Nothing to write, nothing to chase."""
    draft.period.closed_at = NOW
    draft.period.save()
    assert todo_for(person_with(Role.PARTNER_LEAD, agency=draft.agency), TODAY) == []
    assert todo_for(person_with(Role.BUSINESS_TEAM), TODAY) == []


def test_the_list_takes_the_same_queries_whatever_the_rows(draft):
    """However many returns wait."""
    team = person_with(Role.BUSINESS_TEAM)
    submitted(StatusReturnFactory(period=draft.period))
    todo_for(team, TODAY)  # its rights are read once
    with CaptureQueriesContext(connection) as few:
        todo_for(team, TODAY)
    for _ in range(4):
        submitted(StatusReturnFactory(period=draft.period))
    with CaptureQueriesContext(connection) as many:
        todo_for(team, TODAY)
    assert len(many) == len(few)
