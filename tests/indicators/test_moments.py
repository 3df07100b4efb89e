"""The figures as they were known on a day, or at a meeting (R70)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from assurance.models import Topic
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningMove, WarningState
from indicators.models import IndicatorDefinition
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.indicators import indicator_visible_to, measure_visible_to, series_visible_to
from indicators.queries.moments import meetings_to_look_back_to, moment_of
from indicators.queries.suite_texts import measure_texts
from indicators.rules.changes import fingerprint
from indicators.rules.vocabulary import Meaning
from indicators.services.findings import refresh_findings
from indicators.services.measure_changes import FIELDS, change_measure, retire_measure
from tests.factories.assurance import MeetingFactory, PartnershipGroupFactory, person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import ChartDecisionFactory, JudgementFactory, TargetFactory
from tests.factories.warnings import a_warning, make
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)
MEETING = datetime(2026, 9, 17, 13, 0, tzinfo=UTC)
AFTER = datetime(2026, 9, 17, 15, 0, tzinfo=UTC)
DAY = date(2026, 9, 17)
THEN = f"?as_at={DAY.isoformat()}"


@pytest.fixture
def meeting(db):
    """A meeting of SAAS on 17 September at 2pm."""
    saas = PartnershipGroupFactory(slug="saas")
    return MeetingFactory(group=saas, starts_at=MEETING)


@pytest.fixture
def measure(meeting):
    """Calm figures known before the meeting, and one beyond chance, a target and a judgement recorded after it."""
    measure = monthly_measure(title="Referrals")
    land_months(measure, *CALM, now=BEFORE)
    land_months(measure, OUTLIER, start=12, now=AFTER)
    TargetFactory(measure=measure, value=Decimal(5), set_at=AFTER)
    JudgementFactory(indicator=measure.indicator, recorded_at=datetime(2026, 9, 18, 9, 0, tzinfo=UTC))
    refresh_findings(now=AFTER)
    return measure


def row_then(reader, day=DAY):
    board = dashboard_visible_to(reader, today=TODAY, then=moment_of(reader, day))
    return board.domains[0].rows[0]


def test_the_moment_of_a_day_is_the_meeting_on_it(reader, meeting):
    moment = moment_of(reader, DAY)
    assert moment.at == MEETING
    assert moment.words == f"As reviewed at the meeting of {meeting.group} on 17 September 2026 at 2pm"


def test_else_it_is_the_end_of_the_day(reader, meeting):
    moment = moment_of(reader, date(2026, 9, 16))
    assert moment.words == "As known at the end of 16 September 2026"
    assert moment.at.astimezone(UTC).isoformat(timespec="seconds") == "2026-09-16T22:59:59+00:00"


def test_other_groups_meetings_reviewed_nothing(reader):
    MeetingFactory(group=PartnershipGroupFactory(), starts_at=MEETING)
    assert moment_of(reader, DAY).at != MEETING


def test_meetings_that_were_are_offered_the_newest_first(reader, meeting):
    board = MeetingFactory(starts_at=datetime(2026, 10, 8, 9, 0, tzinfo=UTC))
    MeetingFactory(starts_at=datetime(2026, 12, 8, 9, 0, tzinfo=UTC))
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert meetings_to_look_back_to(reader, now=now) == [
        ("2026-10-08", f"{board.group}, 8 October 2026"),
        ("2026-09-17", f"{meeting.group}, 17 September 2026"),
    ]


def test_what_came_in_after_the_meeting_had_begun_is_left_out(reader, measure):
    row = row_then(reader)
    assert (row.item.headline.words, row.said.words, row.target_words) == ("13.0%", "No change beyond chance", "")
    assert row.judgements.agreed is None
    assert row.warnings == ()


def test_today_shows_it_all(reader, measure):
    row = dashboard_visible_to(reader, today=TODAY).domains[0].rows[0]
    assert (row.item.headline.words, row.said.words, row.target_words) == ("40.0%", "Concerning", "5.0%")
    assert row.judgements.agreed
    assert len(row.warnings) == 1


def test_as_at_today_says_what_the_stored_findings_say(reader, measure):
    today = dashboard_visible_to(reader, today=TODAY).domains
    assert dashboard_visible_to(reader, today=TODAY, then=moment_of(reader, TODAY)).domains == today


def test_a_warning_that_was_closed_since_was_open_then(reader, measure):
    warning = a_warning(WarningState.ACCEPTED, topic=measure.indicator.topic, now=BEFORE)
    make(WarningMove.CLOSE, warning, person_with(Role.BUSINESS_TEAM), now=AFTER)
    assert row_then(reader).warnings == (warning.pk,)
    assert warning.pk not in dashboard_visible_to(reader, today=TODAY).domains[0].rows[0].warnings


def test_a_definition_recorded_later_was_not_known(reader, measure):
    indicator = measure.indicator
    IndicatorDefinition.objects.filter(indicator=indicator).update(ends_on=date(2026, 8, 31))
    IndicatorDefinition.objects.create(
        indicator=indicator,
        starts_on=date(2026, 9, 1),
        document="A later paper",
        wording="Words of later",
        recorded_at=AFTER,
    )
    page = indicator_visible_to(reader, indicator.slug, today=TODAY, then=moment_of(reader, DAY))
    assert [one.wording for one in page.definitions] == [indicator.slug]
    assert page.item.wording == indicator.wording


def test_the_page_of_then_has_the_chart_targets_and_decisions_of_then(reader, measure):
    ChartDecisionFactory(measure=measure, on=date(2026, 1, 1), decided_at=AFTER)
    page = indicator_visible_to(reader, measure.indicator.slug, today=TODAY, then=moment_of(reader, DAY))
    assert len(page.measure.chart.points) == 12
    assert (page.measure.chart.target, page.measure.decided, page.measure.signals) == (None, (), ())
    assert page.measure.chart.as_at == DAY


@pytest.mark.parametrize("path", ["", "{slug}/", "measures/{code}/"])
def test_a_page_of_the_past_says_so_and_leads_back_to_today(reader, sign_in, meeting, measure, path):
    address = f"/indicators/{path.format(slug=measure.indicator.slug, code=measure.code)}"
    page = sign_in(reader).get(address + THEN).content.decode()
    assert f"As reviewed at the meeting of {meeting.group} on 17 September 2026 at 2pm" in page
    assert f'href="{address}">See it as it is today' in page
    assert "40.0%" not in page


def test_links_of_the_past_stay_in_the_past(reader, sign_in, measure):
    page = sign_in(reader).get(f"/indicators/{THEN}").content.decode()
    assert f"/indicators/{measure.indicator.slug}/{THEN}" in page
    assert f"/indicators/indicators.csv{THEN}" in page


@pytest.mark.parametrize(
    ("path", "name"),
    [("indicators.csv", "indicators"), ("measures/{code}.csv", "{file}")],
)
def test_files_of_the_past_hold_what_was_known_and_say_so_in_their_name(reader, sign_in, measure, path, name):
    answer = sign_in(reader).get(f"/indicators/{path.format(code=measure.code)}{THEN}")
    file = measure.code.lower().replace("_", "-")
    assert f'"{name.format(file=file)}-as-at-2026-09-17.csv"' in answer.headers["Content-Disposition"]
    assert "40.0" not in answer.content.decode()


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "0001-01-01", "2999-01-01", "17/09/2026"])
def test_a_day_that_is_none_is_not_found(reader, sign_in, text):
    assert sign_in(reader).get("/indicators/", {"as_at": text}).status_code == 404


def test_a_day_can_be_typed(reader, sign_in, measure):
    typed = {"on_day": "17", "on_month": "9", "on_year": "2026"}
    answer = sign_in(reader).get("/indicators/", typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/indicators/{THEN}")


def test_a_day_to_come_is_refused_in_words(reader, sign_in, measure):
    typed = {"on_day": "17", "on_month": "9", "on_year": "2027"}
    assert "The day must be today or in the past" in sign_in(reader).get("/indicators/", typed).content.decode()


def test_who_may_not_read_warnings_reads_none_of_the_past(measure):
    lead = person_with(Role.PARTNER_LEAD)
    board = dashboard_visible_to(lead, today=TODAY, then=moment_of(lead, TODAY))
    assert board.warned is None
    assert all(row.warnings == () for domain in board.domains for row in domain.rows)


@pytest.fixture
def renamed(measure):
    """The measure with another title and polarity since the meeting, and retired the day after."""
    values = {field: getattr(measure, field) for field in FIELDS} | {
        "title": "Contacts",
        "polarity": "higher_is_better",
    }
    team = person_with(Role.BUSINESS_TEAM)
    seen = fingerprint(measure_texts(measure))
    change_measure(measure=measure, joined_with=[], reason="Agreed", seen=seen, by=team, now=AFTER, **values)
    retire_measure(measure=measure, reason="Why", by=team, now=AFTER + timedelta(days=1))
    refresh_findings(now=AFTER + timedelta(days=1))
    return measure


def test_a_measure_is_what_it_was_then(reader, renamed):
    before = moment_of(reader, DAY)
    assert row_then(reader).item.headline.title == "Referrals"
    page = indicator_visible_to(reader, renamed.indicator.slug, today=TODAY, then=before)
    assert (page.measure.title, page.measure.polarity, page.measure.chart.measure) == (
        "Referrals",
        "Higher is worse",
        "Referrals",
    )
    found = measure_visible_to(reader, renamed.code, today=TODAY, then=before)
    assert (found.measure.title, found.measure.chart.measure) == ("Referrals", "Referrals")
    assert series_visible_to(reader, renamed.code, today=TODAY, then=before).measure == "Referrals"
    after = measure_visible_to(reader, renamed.code, today=TODAY)
    assert (after.measure.title, after.measure.polarity) == ("Contacts", "Higher is better")


def test_what_a_figure_meant_then_is_said_by_the_polarity_of_then(reader, renamed):
    """Of the day after, it is that of the new polarity."""
    evening = moment_of(reader, DAY + timedelta(days=1))
    assert row_then(reader, DAY).said.words == "No change beyond chance"
    chart = series_visible_to(reader, renamed.code, today=TODAY, then=evening)
    assert chart.points[-1].meaning == Meaning.IMPROVING


def test_a_measure_retired_since_was_on_the_dashboard_then(reader, renamed):
    assert row_then(reader).item.headline.title == "Referrals"
    assert dashboard_visible_to(reader, today=TODAY).domains[0].rows[0].item.headline is None


def test_a_measures_page_of_then_names_the_item_as_it_was_called(reader, measure):
    indicator = measure.indicator
    called = indicator.wording
    IndicatorDefinition.objects.filter(indicator=indicator).update(ends_on=date(2026, 9, 30))
    IndicatorDefinition.objects.create(
        indicator=indicator, starts_on=date(2026, 10, 1), document="A paper", wording="Other words", recorded_at=AFTER
    )
    Topic.objects.filter(pk=indicator.topic_id).update(title="Other words")
    assert measure_visible_to(reader, measure.code, today=TODAY, then=moment_of(reader, DAY)).item == called
    assert measure_visible_to(reader, measure.code, today=TODAY).item == "Other words"
