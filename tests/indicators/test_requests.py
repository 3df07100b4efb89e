"""Asking for figures, chasing them, and what the database refuses (R52)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import Role
from indicators.models import Batch, Commentary, DataRequest, RequestEvent
from indicators.queries.requests import request_tracker, tracker_table
from indicators.queries.todo import figures_to_chase, figures_to_send
from indicators.rules.requests import RequestMove
from indicators.rules.vocabulary import Frequency, RequestState
from indicators.services.requests import (
    ask_for_correction,
    ask_for_figures,
    change_due_date,
    remind_agencies,
)
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with
from tests.factories.indicators import MeasureFactory, SourceFactory
from tests.factories.requests import NOW, TODAY, AskedMeasureFactory, DataRequestFactory, drafted, lead_of, sent

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


def test_asking_makes_a_request_for_each_measure_with_an_agency(period, team, police, lead):
    """For its newest whole period, due with the returns; a published or retired measure is not asked for."""
    monthly = AskedMeasureFactory(source_agency=police, frequency=Frequency.MONTHLY)
    unsettled = AskedMeasureFactory(source_agency=police, frequency="")
    MeasureFactory()
    AskedMeasureFactory(source_agency=police, is_current=False)
    AskedMeasureFactory(source_agency=AgencyFactory(ends_on=TODAY - timedelta(days=1)))
    made = {request.measure: request for request in ask(period, team)}
    assert {measure: (one.period_start, one.period_end) for measure, one in made.items()} == {
        monthly: (date(2026, 9, 1), date(2026, 9, 30)),
        unsettled: (date(2026, 7, 1), date(2026, 9, 30)),
    }
    assert {(one.agency, one.due_on, one.state) for one in made.values()} == {(police, period.due_on, "draft")}
    assert Notice.objects.get(person=lead).text == "Figures are asked for, due 19 November 2026"
    assert ActivityEntry.objects.filter(action="request.ask").count() == 1


def test_asking_twice_is_asking_once(period, team, police, lead):
    """Nothing new, no second notice; a measure that has come since is asked for."""
    AskedMeasureFactory(source_agency=police)
    ask(period, team)
    assert ask(period, team) == []
    assert (DataRequest.objects.count(), Notice.objects.count()) == (1, 1)
    AskedMeasureFactory(source_agency=police)
    assert len(ask(period, team)) == 1


def test_a_figure_of_the_year_is_asked_for_once(period, team, police):
    """The next quarter does not ask for it again while no newer year has ended."""
    AskedMeasureFactory(source_agency=police, frequency=Frequency.ANNUAL)
    assert len(ask(period, team)) == 1
    assert ask(ReportingPeriodFactory(quarter=3), team) == []
    assert len(ask(ReportingPeriodFactory(quarter=4), team)) == 1


def test_nothing_is_asked_for_a_closed_period(period, team, police):
    """The sentence says so."""
    AskedMeasureFactory(source_agency=police)
    period.closed_at = NOW
    period.save()
    with pytest.raises(ValidationError, match="is closed"):
        ask(period, team)


def test_only_those_who_manage_the_indicators_ask_and_chase(period, asked, lead):
    """An agency's lead does not."""
    for attempt in (
        lambda: ask(period, lead),
        lambda: remind_agencies(period=period, by=lead, now=NOW),
        lambda: change_due_date(asked=asked, due_on=LATER, reason="x", by=lead, now=NOW),
        lambda: ask_for_correction(asked=asked, reason="x", by=lead, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_the_tracker_tells_who_has_sent_what(period, asked, police, lead):
    """By agency, with the figure and its analysis once they have come, and how late."""
    other = DataRequestFactory(period=period, agency=AgencyFactory(name="Ambulance"))
    sent(asked, lead)
    board = request_tracker(period, period.due_on + timedelta(days=1))
    assert [(group.agency, group.answered) for group in board.agencies] == [("Ambulance", 0), ("Kent Police", 1)]
    (waiting,), (came,) = (group.lines for group in board.agencies)
    assert (waiting.asked, waiting.state, waiting.figure, waiting.lateness) == (
        other, "Not sent", "", "1 working day overdue"
    )  # fmt: skip
    assert (came.state, came.figure, came.analysis, came.lateness) == (
        "Sent", "4.0%", "More children were found", "On time"
    )  # fmt: skip
    assert (board.count, board.outstanding, waiting.is_late, came.is_late) == (2, 1, True, False)
    headers, rows = tracker_table(board)
    assert dict(zip(headers, rows[1], strict=True))["Figure"] == "4.0%"


def test_a_begun_draft_looks_like_an_untouched_one(period, asked, lead, team):
    """To those who asked, before anything was sent and while a correction is written (trust.md 3)."""
    before = [(line.state, line.figure, line.lateness) for line in request_tracker(period, TODAY).agencies[0].lines]
    drafted(asked, lead)
    lines = request_tracker(period, TODAY).agencies[0].lines
    assert [(line.state, line.figure, line.lateness) for line in lines] == before


def test_the_tracker_takes_the_same_queries_whatever_the_rows(period, asked, lead, django_assert_num_queries):
    """The requests, their events, the measures that could be asked, and what has been."""
    for _ in range(4):
        DataRequestFactory(period=period)
    sent(asked, lead)
    with django_assert_num_queries(4):
        request_tracker(period, TODAY)


def test_reminding_reaches_the_agencies_that_have_not_sent(period, asked, police, lead, team):
    """Each person once, whatever the number of figures; not those who have sent."""
    DataRequestFactory(period=period, agency=police)
    done = DataRequestFactory(period=period)
    other = lead_of(done.agency)
    sent(done, other)
    Notice.objects.all().delete()
    assert remind_agencies(period=period, by=team, now=NOW) == [police]
    assert Notice.objects.get().person == lead
    assert Notice.objects.get().text == "Figures for Quarter 2 2026/27 are outstanding"
    assert ActivityEntry.objects.filter(action="request.remind").count() == 2
    asked.refresh_from_db()
    done.refresh_from_db()
    assert (asked.reminded_at, done.reminded_at) == (NOW, None)


def test_a_changed_date_is_kept_with_its_reason(period, asked, lead, team):
    """The tracker shows it, and the agency is told."""
    change_due_date(asked=asked, due_on=LATER, reason="A new system", by=team, now=NOW)
    line = request_tracker(period, TODAY).agencies[0].lines[0]
    assert (line.asked.due_on, line.date_reason) == (LATER, "A new system")
    event = RequestEvent.objects.get()
    assert (event.move, event.due_on, event.by) == (RequestMove.CHANGE_DATE, LATER, team)
    assert Notice.objects.get(person=lead).text == "The date your figures are due has changed"


@pytest.mark.parametrize(
    ("due_on", "reason", "said"),
    [
        (LATER, " ", "Say why"),
        (date(2026, 12, 5), "x", "not a working day"),
        (date(2026, 11, 19), "x", "due on that day already"),
    ],
)
def test_a_date_is_changed_for_a_reason_to_a_working_day(asked, team, due_on, reason, said):
    """Anything else is refused in a sentence."""
    with pytest.raises(ValidationError, match=said):
        change_due_date(asked=asked, due_on=due_on, reason=reason, by=team, now=NOW)


def test_the_date_of_what_was_sent_is_not_changed(asked, lead, team):
    """Nor can what was not sent be corrected."""
    with pytest.raises(ValidationError, match="nothing to correct"):
        ask_for_correction(asked=asked, reason="x", by=team, now=NOW)
    sent(asked, lead)
    with pytest.raises(ValidationError, match="no date to change"):
        change_due_date(asked=asked, due_on=LATER, reason="x", by=team, now=NOW)


def test_home_counts_what_is_to_send_and_what_is_outstanding(period, asked, police, lead, team):
    """One row an agency and quarter for its people, one a quarter for those who ask; none for a stranger."""
    later = DataRequestFactory(period=period, agency=police)
    change_due_date(asked=later, due_on=LATER, reason="x", by=team, now=NOW)
    DataRequestFactory(period=period)
    (row,) = figures_to_send(lead, TODAY)
    assert row.title == "2 figures to send for Quarter 2 2026/27, Kent Police"
    assert (row.when, row.is_late) == ("Due 19 November 2026: 7 working days left", False)
    (chase,) = figures_to_chase(team, period.due_on + timedelta(days=1))
    assert (chase.title, chase.is_late) == ("3 figures outstanding for Quarter 2 2026/27", True)
    sent(asked, lead)
    assert figures_to_send(lead, TODAY)[0].title.startswith("1 figure to send")
    assert (figures_to_send(team, TODAY), figures_to_chase(lead, TODAY)) == ([], [])


def test_what_is_outstanding_of_a_closed_period_is_not_chased(period, asked, lead, team):
    """It can still be sent."""
    period.closed_at = NOW
    period.save()
    assert figures_to_chase(team, TODAY) == []
    assert len(figures_to_send(lead, TODAY)) == 1


@pytest.fixture
def batch():
    """A batch."""
    return Batch.objects.create(source=SourceFactory(), file_name="f", sha256="0" * 64, recorded_at=NOW)


def refused(write, *names):
    """The named constraint (on SQLite, which names no unique constraint, its table) refuses."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    assert any(name in str(refusal.value) for name in names), refusal.value


def test_a_measure_is_asked_for_once_a_period(asked):
    """By whomever."""
    again = {"measure": asked.measure, "period": asked.period}
    refused(lambda: DataRequestFactory(**again), "data_request_once_a_period", "datarequest.period_id")


def test_a_request_is_for_a_period_that_does_not_end_before_it_starts(asked):
    """Not even a day."""
    first = asked.period_start
    refused(
        lambda: DataRequestFactory(period_start=first, period_end=first - timedelta(days=1)),
        "data_request_period_ends_after_it_starts",
    )


@pytest.mark.parametrize(
    "fields", [{"state": RequestState.SENT}, {"state": RequestState.SENT, "sent_at": NOW}, {"state": "lost"}]
)
def test_what_is_sent_was_sent_by_somebody(asked, fields):
    """At a time; and there is no other state."""
    rows = DataRequest.objects.filter(pk=asked.pk)
    refused(lambda: rows.update(**fields), "data_request_sent_by_somebody")


def test_a_correction_is_asked_of_what_was_sent(asked, lead):
    """And leaves it in draft."""
    rows = DataRequest.objects.filter(pk=asked.pk)
    refused(lambda: rows.update(correction_asked_at=NOW), "data_request_correction_is_of_what_was_sent")
    sent(asked, lead)
    refused(lambda: rows.update(correction_asked_at=NOW), "data_request_correction_is_of_what_was_sent")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"move": "lost", "reason": "x"}, "request_event_move_known"),
        ({"move": RequestMove.SEND, "content": "{}"}, "request_event_sends_a_batch"),
        ({"move": RequestMove.ASK_CORRECTION, "reason": "x", "content": "{}"}, "request_event_sends_a_batch"),
        ({"move": RequestMove.CHANGE_DATE, "reason": "x"}, "request_event_has_the_new_date"),
        ({"move": RequestMove.ASK_CORRECTION, "reason": "x", "due_on": LATER}, "request_event_has_the_new_date"),
        ({"move": RequestMove.ASK_CORRECTION}, "request_event_says_why"),
    ],
)
def test_a_turn_is_what_it_says(asked, team, fields, name):
    """A sending has a batch, a changed date the date, everything else a reason."""
    refused(lambda: RequestEvent.objects.create(request=asked, by=team, at=NOW, **fields), name)


def test_a_sending_without_content_is_refused(asked, team, batch):
    """What was sent is in it."""
    write = {"request": asked, "move": RequestMove.SEND, "batch": batch, "by": team, "at": NOW}
    refused(lambda: RequestEvent.objects.create(**write), "request_event_sends_a_batch")
    RequestEvent.objects.create(**write, content="{}")
    refused(lambda: RequestEvent.objects.create(**write, content="{}"), "requestevent.batch_id", "batch_id")


@pytest.mark.parametrize("model", [RequestEvent, Commentary])
def test_what_was_sent_cannot_be_changed_or_removed(asked, lead, model):
    """The tables only grow (trust.md 4)."""
    sent(asked, lead)
    assert model.objects.count() == 1
    refused(lambda: model.objects.update(**{"by" if model is RequestEvent else "written_by": lead}), "insert-only")
    refused(lambda: model.objects.all()._raw_delete("default"), "insert-only")
