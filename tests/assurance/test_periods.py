"""Reporting periods: opened for a Board meeting, dates in working days, closed and reopened (R45, R48, R51)."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assurance.models import ActivityEntry, Agency, Notice, PartnershipGroup, ReportingPeriod, StatusReturn
from assurance.queries.periods import period_visible_to, periods_listed, quarters_offered, standing
from assurance.rules.periods import (
    Quarter,
    proposed_due,
    proposed_opening,
    quarter_containing,
    quarter_of,
)
from assurance.rules.returns import HEADINGS_OF, Reporter
from assurance.rules.roles import Role
from assurance.rules.working_days import is_working_day, working_days_between
from assurance.services import periods as services
from assurance.services.tracker import extend_return
from tests.assurance.counting import queries_of
from tests.factories.assurance import (
    AgencyFactory,
    MeetingFactory,
    ReportingPeriodFactory,
    UserFactory,
    person_with,
)

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MEETING = datetime(2026, 12, 10, 10, 0, tzinfo=UTC)
DATES = {"meeting_at": MEETING, "opens_on": date(2026, 10, 29), "due_on": date(2026, 11, 19)}
Q2 = Quarter(2026, 2)


@pytest.fixture
def team(db):
    return person_with(Role.BUSINESS_TEAM, today=TODAY)


@pytest.fixture
def period(framework, team):
    return services.open_period(quarter=Q2, **DATES, by=team, now=NOW)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


@pytest.mark.parametrize(
    ("quarter", "starts_on", "ends_on", "words"),
    [
        (Quarter(2026, 1), date(2026, 4, 1), date(2026, 6, 30), "Quarter 1 2026/27 (April to June 2026)"),
        (Quarter(2026, 4), date(2027, 1, 1), date(2027, 3, 31), "Quarter 4 2026/27 (January to March 2027)"),
        (Quarter(2099, 3), date(2099, 10, 1), date(2099, 12, 31), "Quarter 3 2099/00 (October to December 2099)"),
    ],
)
def test_quarters_are_those_of_the_financial_year(quarter, starts_on, ends_on, words):
    assert (quarter.starts_on, quarter.ends_on, quarter.words) == (starts_on, ends_on, words)


@given(st.dates(min_value=date(2001, 1, 1), max_value=date(2098, 12, 31)))
def test_every_day_lies_in_the_quarter_that_contains_it(on):
    quarter = quarter_containing(on)
    assert quarter.starts_on <= on <= quarter.ends_on
    assert quarter.next.previous == quarter == quarter.previous.next
    assert quarter.next.starts_on == quarter.ends_on + timedelta(days=1)
    assert quarter_of(quarter.code) == quarter


@pytest.mark.parametrize("code", ["2026Q5", "2026Q0", "2026q2", "26Q2", "1926Q2", "2026Q22", "", "²026Q1"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match="is not a quarter"):
        quarter_of(code)
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        Quarter(2026, 5)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2034, 12, 31)))
def test_proposed_dates_are_working_days_in_order(meeting_on):
    opening, due = proposed_opening(meeting_on), proposed_due(meeting_on)
    assert opening < due < meeting_on
    assert is_working_day(opening)
    assert is_working_day(due)
    assert working_days_between(opening, due) == 15


def test_the_dates_proposed_for_a_meeting():
    assert proposed_opening(MEETING.date()) == DATES["opens_on"]
    assert proposed_due(MEETING.date()) == DATES["due_on"]


def test_opening_asks_every_current_agency_and_forum(period):
    returns = StatusReturn.objects.filter(period=period)
    asked = {row.owner.slug for row in returns if row.is_required}
    others = {row.owner.slug for row in returns if not row.is_required}
    assert asked == {"kent-police", "kent-county-council", "nhs-kent-and-medway"}
    assert others == {
        "education",
        "health-provider-trusts",
        "additional-social-care",
        "district-councils",
        "probation-service",
        "cafcass",
        "kent-fire-and-rescue-service",
        "health-safeguarding-group",
        "education-safeguarding-group",
        "council-partnership-group",
        "sector-forum",
    }
    assert {(row.state, row.due_on) for row in returns} == {("draft", DATES["due_on"])}
    for row in returns:
        form = HEADINGS_OF[Reporter.AGENCY if row.agency else Reporter.GROUP]
        assert sorted(row.sections.values_list("section", flat=True)) == sorted(form)


def test_the_period_belongs_to_an_executive_board_meeting(period, team):
    assert (period.meeting.group.slug, period.meeting.starts_at) == ("executive-board", MEETING)
    assert period.code == "2026Q2"
    entry = ActivityEntry.objects.get(action="period.open")
    assert (entry.actor, entry.detail) == (team, '{"returns":14}')


def test_those_asked_are_told_without_content(framework, team):
    lead = person_with(Role.PARTNER_LEAD, agency=Agency.objects.get(slug="kent-police"))
    person_with(Role.PARTNER_LEAD, agency=Agency.objects.get(slug="cafcass"))
    services.open_period(quarter=Q2, **DATES, by=team, now=NOW)
    notice = Notice.objects.get()
    assert notice.person == lead
    assert notice.text == "A status return is asked for, due 19 November 2026"
    assert notice.url == reverse("assurance:return_detail", args=[lead.memberships.get().agency.returns.get().pk])


def test_a_group_that_is_asked_each_quarter_must_submit(framework, team):
    PartnershipGroup.objects.filter(slug="emerging-themes").update(asked_each_quarter=True)
    period = services.open_period(quarter=Q2, **DATES, by=team, now=NOW)
    assert period.returns.get(group__slug="emerging-themes").is_required


def test_a_quarter_is_opened_once(period, team):
    with pytest.raises(ValidationError, match="has been opened already"):
        services.open_period(quarter=Q2, **DATES, by=team, now=NOW)
    with pytest.raises(ValidationError, match="belongs to another reporting period"):
        services.open_period(quarter=Q2.next, **DATES, by=team, now=NOW)
    assert StatusReturn.objects.count() == 14
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportingPeriod.objects.create(financial_year=2026, quarter=2, meeting=MeetingFactory(), **_dates())
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportingPeriod.objects.create(financial_year=2026, quarter=5, meeting=MeetingFactory(), **_dates())


def _dates():
    return {"opens_on": DATES["opens_on"], "due_on": DATES["due_on"]}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": date(2026, 10, 28)}, "cannot be due before they are asked for"),
        ({"due_on": date(2026, 12, 11)}, "due by the day the Executive Board meets"),
        ({"due_on": date(2026, 11, 21)}, "21 November 2026 is not a working day in England"),
    ],
)
def test_dates_that_do_not_fit_are_refused(framework, team, changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        services.open_period(quarter=Q2, **{**DATES, **changes}, by=team, now=NOW)
    assert not ReportingPeriod.objects.exists()
    assert not StatusReturn.objects.exists()


def test_the_meeting_day_is_a_day_in_kent(framework, team):
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    dates = {"meeting_at": late, "opens_on": date(2026, 6, 1), "due_on": date(2026, 7, 2)}
    assert services.open_period(quarter=Q2, **dates, by=team, now=NOW).due_on == date(2026, 7, 2)


def test_changed_dates_move_returns_that_have_none_of_their_own(period, team):
    police, health = (period.returns.get(agency__slug=slug) for slug in ("kent-police", "nhs-kent-and-medway"))
    extend_return(status_return=health, due_on=date(2026, 11, 24), reason="Restructure", by=team, now=NOW)
    fire = AgencyFactory(name="Newcomer")
    moved = datetime(2026, 12, 15, 14, 0, tzinfo=UTC)
    services.change_period(
        period=period,
        meeting_at=moved,
        opens_on=DATES["opens_on"],
        due_on=date(2026, 11, 23),
        reason="The Board moved",
        by=team,
        now=NOW,
    )
    for row in (police, health, period, period.meeting):
        row.refresh_from_db()
    assert (police.due_on, health.due_on, period.due_on) == (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 23))
    assert period.meeting.starts_at == moved
    assert period.returns.get(agency=fire).due_on == date(2026, 11, 23)
    event = period.events.get()
    assert (event.move, event.reason, event.by) == ("change_dates", "The Board moved", team)
    assert "Board" not in ActivityEntry.objects.get(action="period.change_dates").detail


def test_dates_are_not_moved_onto_another_meeting(period, team):
    other = MeetingFactory(group=period.meeting.group, starts_at=datetime(2027, 3, 11, 10, 0, tzinfo=UTC))
    with pytest.raises(ValidationError, match="another meeting at that time"):
        services.change_period(period=period, **{**DATES, "meeting_at": other.starts_at}, reason="x", by=team, now=NOW)


def test_closing_and_reopening_keep_their_reasons(period, team):
    services.close_period(period=period, reason="Pack is out", by=team, now=NOW)
    period.refresh_from_db()
    assert period.closed_at == NOW
    with pytest.raises(ValidationError, match="closed already"):
        services.close_period(period=period, reason="Again", by=team, now=NOW)
    services.reopen_period(period=period, reason="Health is late", by=team, now=NOW)
    period.refresh_from_db()
    assert period.closed_at is None
    with pytest.raises(ValidationError, match="open already"):
        services.reopen_period(period=period, reason="Again", by=team, now=NOW)
    assert [(event.move, event.reason) for event in period.events.all()] == [
        ("reopen", "Health is late"),
        ("close", "Pack is out"),
    ]
    actions = set(ActivityEntry.objects.values_list("action", flat=True))
    assert {"period.close", "period.reopen"} <= actions


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_happens(period, team, reason):
    with pytest.raises(ValidationError, match="Say why"):
        services.close_period(period=period, reason=reason, by=team, now=NOW)
    assert ReportingPeriod.objects.get().closed_at is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_only_the_business_team_keeps_periods(framework, role):
    by, period = person_with(role), ReportingPeriodFactory()
    with pytest.raises(PermissionDenied):
        services.open_period(quarter=Q2.next, **DATES, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        services.change_period(period=period, **DATES, reason="x", by=by, now=NOW)
    for service in (services.close_period, services.reopen_period):
        with pytest.raises(PermissionDenied):
            service(period=period, reason="x", by=by, now=NOW)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 10, 28), "Not yet open"),
        (date(2026, 10, 29), "Open"),
        (date(2026, 11, 19), "Open"),
        (date(2026, 11, 20), "Open, past its due date"),
    ],
)
def test_where_a_period_stands(period, today, words):
    assert standing(period, today) == words
    period.closed_at = NOW
    assert standing(period, today) == "Closed"


def test_quarters_are_offered_from_a_year_ago_to_a_year_ahead_unless_opened(period):
    codes = [quarter.code for quarter in quarters_offered(TODAY)]
    assert codes == ["2025Q3", "2025Q4", "2026Q1", "2026Q3", "2026Q4", "2027Q1", "2027Q2", "2027Q3"]


def test_who_belongs_to_nothing_sees_no_period(period, team):
    nobody = UserFactory()
    assert periods_listed(nobody, TODAY) == []
    assert period_visible_to(nobody, "2026Q2") is None
    assert period_visible_to(team, "2026Q2") == period
    assert period_visible_to(team, "2026Q9") is None


def test_opening_one_on_screen_proposes_the_dates(framework, sign_in, team):
    client, address = sign_in(team), reverse("assurance:period_create")
    assert "Choose a quarter" in client.get(address).content.decode()
    assert "Enter the meeting date" in client.get(address, {"step": "next", "quarter": "2026Q2"}).content.decode()
    quarter = quarters_offered(timezone.localdate())[0]
    query = {"quarter": quarter.code, "meeting_time": "2:30pm", **day("meeting_on", MEETING.date())}
    page = client.get(address, query).content.decode()
    assert "10 December 2026 at 2:30pm" in page
    assert 'name="opens_on_day" type="text" value="29"' in page
    assert 'name="due_on_day" type="text" value="19"' in page
    where = f"{address}?{urlencode(query)}"
    answers = {**day("opens_on", date(2026, 10, 29)), **day("due_on", date(2026, 11, 20))}
    answer = client.post(where, answers, follow=True)
    assert f"{quarter.words} is open." in answer.content.decode()
    period = ReportingPeriod.objects.get()
    assert (period.due_on, period.meeting.starts_at) == (date(2026, 11, 20), datetime(2026, 12, 10, 14, 30, tzinfo=UTC))


def test_what_the_service_refuses_is_said_on_the_page(framework, sign_in, team):
    quarter = quarters_offered(timezone.localdate())[0]
    where = reverse("assurance:period_create") + (
        f"?quarter={quarter.code}&meeting_time=10am&meeting_on_day=10&meeting_on_month=12&meeting_on_year=2026"
    )
    client = sign_in(team)
    page = client.post(
        where, {**day("opens_on", date(2026, 11, 2)), **day("due_on", date(2026, 10, 29))}
    ).content.decode()
    assert "must be on or after the opening date" in page
    page = client.post(
        where, {**day("opens_on", date(2026, 11, 2)), **day("due_on", date(2026, 11, 22))}
    ).content.decode()
    assert "22 November 2026 is not a working day in England" in page


def test_keeping_one_on_screen(period, sign_in, team):
    client = sign_in(team)
    at = {name: reverse(f"assurance:period_{name}", args=["2026Q2"]) for name in ("detail", "edit", "close", "reopen")}
    assert 'value="10am"' in client.get(at["edit"]).content.decode()
    answers = {
        **day("meeting_on", date(2026, 12, 11)),
        "meeting_time": "11am",
        **day("opens_on", date(2026, 10, 29)),
        **day("due_on", date(2026, 11, 20)),
        "reason": "The chair is away",
    }
    client.post(at["edit"], answers)
    period.refresh_from_db()
    period.meeting.refresh_from_db()
    assert (period.due_on, period.meeting.starts_at) == (date(2026, 11, 20), datetime(2026, 12, 11, 11, 0, tzinfo=UTC))
    client.post(at["close"], {"reason": "The pack is out"})
    page = client.get(at["detail"]).content.decode()
    assert "The chair is away" in page
    assert "The pack is out" in page
    assert "Reopen the period" in page
    client.post(at["reopen"], {"reason": "Health is late"})
    period.refresh_from_db()
    assert period.closed_at is None


def test_the_list_and_its_empty_state(framework, sign_in, team):
    client = sign_in(person_with(Role.PARTNER_LEAD))
    assert "No reporting period yet" in client.get(reverse("assurance:period_list")).content.decode()
    services.open_period(quarter=Q2, **DATES, by=team, now=NOW)
    page = client.get(reverse("assurance:period_list")).content.decode()
    assert "Quarter 2 2026/27 (July to September 2026)" in page
    assert "Open a reporting period" not in page
    detail = client.get(reverse("assurance:period_detail", args=["2026Q2"])).content.decode()
    assert "Change the dates" not in detail
    assert client.get("/periods/2026Q9/").status_code == 404


@pytest.mark.parametrize("name", ["period_create", "period_edit", "period_close", "period_reopen"])
def test_a_partner_lead_keeps_none(period, sign_in, name):
    arguments = [] if name == "period_create" else ["2026Q2"]
    answer = sign_in(person_with(Role.PARTNER_LEAD)).post(reverse(f"assurance:{name}", args=arguments))
    assert answer.status_code == 403


def test_the_list_costs_the_same_queries_however_many_periods_there_are(period, sign_in, team):
    client, address = sign_in(team), reverse("assurance:period_list")
    few = queries_of(client, address)
    for year in range(2020, 2026):
        ReportingPeriodFactory(financial_year=year, quarter=1)
    assert queries_of(client, address) == few


def test_the_periods_are_downloaded(period, sign_in, team):
    rows = (
        sign_in(team).get(reverse("assurance:period_download", args=["csv"])).content.decode("utf-8-sig").splitlines()
    )
    assert rows[1].startswith("2026Q2,2026-07-01,2026-09-30,2026-10-29,2026-11-19,2026-12-10T10:00:00")
