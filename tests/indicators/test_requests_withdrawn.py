"""Data requests that are withdrawn: with a reason, when nobody waits for the figure any more."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from indicators.models import DataRequest
from indicators.queries.answers import own_list, pastable_requests
from indicators.queries.requests import request_tracker
from indicators.queries.todo import figures_to_chase, figures_to_send
from indicators.rules.requests import RequestMove
from indicators.rules.vocabulary import Frequency, RequestState
from indicators.services.answers import open_correction, save_answer, send_answer
from indicators.services.measure_changes import retire_measure
from indicators.services.requests import (
    ask_for_figures,
    change_due_date,
    remind_agencies,
    withdraw_request,
)
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with
from tests.factories.requests import ANSWER, NOW, TODAY, AskedMeasureFactory, DataRequestFactory, drafted, lead_of, sent

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 4)


@pytest.fixture
def period():
    """Quarter 2 of 2026/27."""
    return ReportingPeriodFactory()


@pytest.fixture
def team():
    """The Business Team."""
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def police():
    """An agency."""
    return AgencyFactory(name="Kent Police")


@pytest.fixture
def lead(police):
    """Who sends its figures."""
    return lead_of(police)


@pytest.fixture
def asked(period, police):
    """A request to it."""
    return DataRequestFactory(period=period, agency=police)


def ask(period, by, today=TODAY):
    """The requests made."""
    return ask_for_figures(period=period, by=by, now=NOW, today=today)


def test_a_request_is_withdrawn_with_a_reason_and_its_agency_is_told(asked, team, lead):
    drafted(asked, lead)
    withdraw_request(asked=asked, reason="Not counted any more", by=team, now=NOW)
    asked.refresh_from_db()
    event = asked.events.get()
    assert (asked.state, event.move, event.reason) == (
        RequestState.WITHDRAWN,
        RequestMove.WITHDRAW,
        "Not counted any more",
    )
    assert Notice.objects.get(person=lead).text == "A figure you were asked for is no longer needed"
    assert ActivityEntry.objects.filter(action="request.withdraw", subject_id=str(asked.pk)).exists()
    assert asked.analysis  # the agency's own words are left as they are


def test_nobody_waits_for_what_is_withdrawn(period, asked, team, lead):
    withdraw_request(asked=asked, reason="Why", by=team, now=NOW)
    tracker = request_tracker(period, LATER)
    (line,) = tracker.agencies[0].lines
    assert (tracker.count, tracker.outstanding, tracker.to_ask) == (0, 0, 0)
    assert (line.state, line.lateness, line.is_late) == ("Withdrawn", "", False)
    assert figures_to_send(lead, TODAY) == figures_to_chase(team, TODAY) == []
    assert remind_agencies(period=period, by=team, now=NOW) == []
    assert pastable_requests(lead, period) == []
    own = own_list(lead, TODAY)
    assert (own.to_send, own.sent, [row.asked for row in own.withdrawn]) == ((), (), [asked])


def test_a_later_quarter_may_ask_again_for_what_was_withdrawn(period, team, police, lead):
    yearly = AskedMeasureFactory(source_agency=police, frequency=Frequency.ANNUAL)
    (asked,) = ask(period, team)
    withdraw_request(asked=asked, reason="Why", by=team, now=NOW)
    assert ask(period, team) == []
    (again,) = ask(ReportingPeriodFactory(quarter=3), team)
    assert (again.measure, again.period_end) == (yearly, asked.period_end)


@pytest.mark.parametrize("act", ["withdraw", "change date", "save", "send", "correct"])
def test_nothing_is_done_with_a_request_that_was_withdrawn(act, asked, team, lead):
    withdraw_request(asked=asked, reason="Why", by=team, now=NOW)
    asked.refresh_from_db()
    acts = {
        "withdraw": lambda: withdraw_request(asked=asked, reason="Why", by=team, now=NOW),
        "change date": lambda: change_due_date(asked=asked, due_on=LATER, reason="Why", by=team, now=NOW),
        "save": lambda: save_answer(asked=asked, version=asked.version, values=ANSWER, by=lead, now=NOW),
        "send": lambda: send_answer(asked=asked, version=asked.version, by=lead, now=NOW),
        "correct": lambda: open_correction(asked=asked, reason="Why", by=lead, now=NOW),
    }
    with pytest.raises(ValidationError, match=r"has been withdrawn|no longer asked for"):
        acts[act]()


def test_what_was_sent_is_not_withdrawn(asked, team, lead):
    sent(asked, lead)
    with pytest.raises(ValidationError, match="The figures have been sent"):
        withdraw_request(asked=asked, reason="Why", by=team, now=NOW)


def test_withdrawing_needs_a_reason_and_the_business_team(asked, team, lead):
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_request(asked=asked, reason=" ", by=team, now=NOW)
    with pytest.raises(PermissionDenied):
        withdraw_request(asked=asked, reason="Why", by=lead, now=NOW)


def test_retiring_a_measure_withdraws_what_is_still_asked_for(asked, period, team, lead):
    other = DataRequestFactory(period=period, agency=asked.agency)
    answered = sent(
        DataRequestFactory(agency=asked.agency, measure=asked.measure, period=ReportingPeriodFactory(quarter=1)),
        lead,
    )
    retire_measure(measure=asked.measure, reason="Replaced by another", by=team, now=NOW)
    states = dict(DataRequest.objects.values_list("pk", "state"))
    assert states == {asked.pk: "withdrawn", answered.pk: "sent", other.pk: "draft"}
    assert asked.events.get().reason == "Replaced by another"


def test_the_business_team_withdraws_a_request_on_its_page_and_the_agency_reads_why(asked, team, lead, sign_in):
    detail = f"/indicators/requests/{asked.pk}/"
    client = sign_in(team)
    assert f"{detail}withdraw/" in client.get("/indicators/requests/tracker/").content.decode()
    page = client.get(f"{detail}withdraw/").content.decode()
    assert "Withdraw this request?" in page
    client.post(f"{detail}withdraw/", {"reason": "Counted elsewhere"})
    tracker = client.get("/indicators/requests/tracker/").content.decode()
    assert "Read why" in tracker
    assert f"{detail}withdraw/" not in tracker
    client = sign_in(lead)
    assert detail in client.get("/indicators/requests/").content.decode()
    for part in ("", "answer/", "check/"):
        page = client.get(detail + part, follow=True).content.decode()
        assert "This figure is no longer asked for" in page
        assert "Counted elsewhere" in page
