"""The tracker, reminders and extensions (R49)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Notice
from assurance.queries.tracker import period_of, tracker
from assurance.rules.roles import Role
from assurance.rules.tracker import lateness_in_words
from assurance.services.tracker import extend_return, remind_outstanding
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with
from tests.factories.returns import NOW, StatusReturnFactory, filled, submitted

FRIDAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("today", "late", "words"),
    [
        (date(2026, 11, 10), None, "3 working days left"),
        (date(2026, 11, 12), None, "1 working day left"),
        (FRIDAY, None, "Due today"),
        (date(2026, 11, 14), None, "Overdue"),
        (date(2026, 11, 16), None, "1 working day overdue"),
        (date(2026, 11, 20), None, "5 working days overdue"),
        (date(2026, 11, 20), 0, "On time"),
        (date(2026, 11, 20), 2, "2 working days late"),
    ],
)
def test_lateness_in_words(today, late, words):
    """What the tracker says of a return due on Friday 13 November 2026."""
    assert lateness_in_words(FRIDAY, today, late) == words


pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    """Quarter 2 of 2026/27."""
    return ReportingPeriodFactory()


@pytest.fixture
def returns(period):
    """Police submitted; Health not; a Relevant Agency, not asked, not submitted."""
    police = StatusReturnFactory(period=period, agency=AgencyFactory(name="Kent Police", category="police"))
    health = StatusReturnFactory(period=period, agency=AgencyFactory(name="Health", category="health"))
    fire = StatusReturnFactory(period=period, agency=AgencyFactory(name="Fire"), is_required=False)
    return {"police": submitted(police), "health": health, "fire": fire}


def test_the_tracker_tells_who_has_not_submitted(period, returns):
    """Required first, the others after, and how many are outstanding."""
    board = tracker(period, NOW.date())
    assert [(row.owner_name, row.state_label, row.kind) for row in board.required] == [
        ("Health", "Not submitted", "Health"),
        ("Kent Police", "Submitted", "Police"),
    ]
    assert [(row.owner_name, row.kind) for row in board.others] == [("Fire", "Relevant agency")]
    assert board.outstanding == 1


def test_a_begun_draft_looks_like_an_untouched_one(period, returns):
    """The tracker is the same whether Health has written or not (trust.md 3)."""
    before = tracker(period, NOW.date())
    filled(returns["health"], marker="secret")
    assert tracker(period, NOW.date()) == before


def test_the_tracker_takes_the_same_queries_whatever_the_rows(period, returns, django_assert_num_queries):
    """Two: the returns, and their extensions."""
    for _ in range(5):
        StatusReturnFactory(period=period)
    with django_assert_num_queries(2):
        tracker(period, NOW.date())


def test_reminding_reaches_those_outstanding_alone(period, returns, team):
    """The lead and the contributor of Health; not the Police, who have submitted, nor those not asked."""
    lead = person_with(Role.PARTNER_LEAD, agency=returns["health"].agency)
    contributor = person_with(Role.PARTNER_CONTRIBUTOR, agency=returns["health"].agency)
    fire = person_with(Role.PARTNER_LEAD, agency=returns["fire"].agency)
    reminded = remind_outstanding(period=period, by=team, now=NOW)
    assert reminded == [returns["health"]]
    outstanding = Notice.objects.filter(text="Your status return for Quarter 2 2026/27 is outstanding")
    assert {notice.person for notice in outstanding} == {lead, contributor}
    assert not Notice.objects.filter(person=fire).exists()
    assert ActivityEntry.objects.filter(action="return.remind").count() == 1
    assert tracker(period, NOW.date()).required[0].reminded_at == NOW


def test_an_extension_moves_the_date_and_is_kept_with_its_reason(period, returns, team):
    """The tracker shows the reason; the agency is told."""
    lead = person_with(Role.PARTNER_LEAD, agency=returns["health"].agency)
    later = returns["health"].due_on + timedelta(days=7)
    extend_return(status_return=returns["health"], due_on=later, reason="New system", by=team, now=NOW)
    row = tracker(period, NOW.date()).required[0]
    assert (row.due_on, row.extension_reason) == (later, "New system")
    assert Notice.objects.filter(person=lead, text__contains="extended").exists()


def test_an_extension_goes_forward_and_has_a_reason(returns, team):
    """Earlier dates and blank reasons are refused in a sentence."""
    health = returns["health"]
    with pytest.raises(ValidationError, match="later than the date"):
        extend_return(status_return=health, due_on=health.due_on, reason="x", by=team, now=NOW)
    with pytest.raises(ValidationError, match="Say why"):
        extend_return(status_return=health, due_on=health.due_on + timedelta(1), reason=" ", by=team, now=NOW)


def test_a_submitted_return_is_not_extended(returns, team):
    """It has come: there is nothing to put off, whoever forges the address."""
    police = returns["police"]
    with pytest.raises(ValidationError, match="has been submitted"):
        extend_return(status_return=police, due_on=date(2027, 1, 4), reason="x", by=team, now=NOW)


def test_only_the_business_team_chases(period, returns):
    """A partner's lead neither reminds nor extends."""
    lead = person_with(Role.PARTNER_LEAD, agency=returns["health"].agency)
    with pytest.raises(PermissionDenied):
        remind_outstanding(period=period, by=lead, now=NOW)
    with pytest.raises(PermissionDenied):
        extend_return(status_return=returns["health"], due_on=date(2027, 1, 1), reason="x", by=lead, now=NOW)


@pytest.mark.parametrize("code", ["2026Q5", "nonsense", "2026Q2x", "", "٢٠٢٦Q2"])
def test_a_code_that_is_none_finds_no_period(period, code):
    """And does not break."""
    assert period_of(code) is None
