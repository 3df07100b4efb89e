"""The page of a theme's indicators before and after: both sides looked up, nothing stored twice (R98)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assurance.rules.roles import Role
from assurance.rules.themes import ThemeMove, ThemeState
from indicators.queries.theme_figures import theme_figures_visible_to
from tests.assurance.counting import queries_of
from tests.factories.assurance import TopicFactory, person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import IndicatorFactory, JudgementFactory, MeasureFactory
from tests.factories.themes import NOW, a_keeper, a_theme, make

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=1)
AFTER = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@pytest.fixture
def measure(db):
    """Calm figures known when the theme began, one far above them before it ended, another after."""
    measure = monthly_measure(title="Referrals")
    land_months(measure, *CALM, now=BEFORE)
    return measure


def address_of(theme, ending="/"):
    return f"/indicators/themes/{theme.pk}/figures{ending}"


def figures(reader, theme):
    return theme_figures_visible_to(reader, theme.pk, today=TODAY)


def test_the_figure_known_at_the_beginning_stands_beside_that_of_today(reader, measure):
    theme = a_theme(ThemeState.GATHERING, topics=[measure.indicator.topic, TopicFactory(title="Lived experience")])
    land_months(measure, OUTLIER, start=12, now=AFTER)
    found = figures(reader, theme)
    row = found.rows[0]
    assert (found.begun, found.ended) == ("1 September 2026", "today, 21 November 2026")
    assert (row.before, row.before_period) == ("13.0%", "August 2026")
    assert (row.after, row.after_period) == ("40.0%", "September 2026")
    assert row.change.moved == "Rose from 13.0% to 40.0%"
    assert row.finding.startswith("Referrals rose to 40.0%")
    assert [topic.title for topic in found.uncounted] == ["Lived experience"]


def test_what_came_after_the_end_is_left_out(reader, measure):
    theme = a_theme(ThemeState.CLOSED, topics=[measure.indicator.topic])
    land_months(measure, OUTLIER, start=12, now=AFTER)
    row = figures(reader, theme).rows[0]
    assert (row.before, row.after, row.change.sentence) == (
        "13.0%",
        "13.0%",
        "No newer figure has come since the theme began.",
    )


def test_a_theme_taken_up_again_begins_anew(reader, measure):
    team = a_keeper()
    theme = a_theme(ThemeState.GATHERING, team=team, topics=[measure.indicator.topic])
    land_months(measure, OUTLIER, start=12, now=AFTER)
    for hours, move in enumerate((ThemeMove.DROP, ThemeMove.TAKE_UP), start=1):
        make(move, theme, team, now=AFTER + timedelta(hours=hours))
    assert (figures(reader, theme).begun, figures(reader, theme).rows[0].change) == ("", None)
    make(ThemeMove.BEGIN, theme, team, now=AFTER + timedelta(hours=3))
    assert figures(reader, theme).rows[0].before == "40.0%"


def test_judgements_stand_beside_the_figures_as_they_stood_then(reader, measure):
    JudgementFactory(indicator=measure.indicator, judged_on=date(2026, 8, 1), recorded_at=BEFORE, extent="not_yet")
    theme = a_theme(ThemeState.GATHERING, topics=[measure.indicator.topic])
    JudgementFactory(indicator=measure.indicator, judged_on=date(2026, 10, 1), recorded_at=AFTER, extent="fully")
    row = figures(reader, theme).rows[0]
    assert row.judged_before.endswith("1 August 2026")
    assert row.judged_after.endswith("1 October 2026")
    assert row.judged_before != row.judged_after


def test_the_closest_measure_speaks_and_background_never(reader):
    indicator = IndicatorFactory()
    near = MeasureFactory(indicator=indicator, relation="near", title="Near")
    direct = MeasureFactory(indicator=indicator, relation="direct", title="Direct", is_current=False)
    context = MeasureFactory(indicator=indicator, relation="context", title="Context")
    for each in (near, direct, context):
        land_months(each, 10, now=BEFORE)
    assert figures(reader, a_theme(topics=[indicator.topic])).rows[0].measure == "Near"


def test_the_page_says_it_in_words_and_as_a_file(reader, measure, sign_in):
    theme = a_theme(ThemeState.GATHERING, topics=[measure.indicator.topic])
    client = sign_in(reader)
    land_months(measure, OUTLIER, start=12, now=AFTER)
    said = client.get(address_of(theme)).content.decode()
    for words in ("13.0%", "August 2026", "40.0%", "Rose from 13.0% to 40.0%", "Contains figures of a publisher."):
        assert words in said
    file = client.get(address_of(theme, ".csv")).content.decode()
    assert "Rose from 13.0% to 40.0%" in file
    assert client.get(address_of(theme, ".xlsx")).status_code == 200


def test_a_theme_without_indicators_or_not_begun_says_so(reader, sign_in):
    said = sign_in(reader).get(address_of(a_theme())).content.decode()
    assert "No indicator informs this theme" in said
    assert "The theme has not begun" in said


def test_who_may_not_know_of_it_finds_nothing(reader, outsider, sign_in):
    theme = a_theme()
    assert sign_in(outsider).get(address_of(theme)).status_code == 403
    assert figures(outsider, theme) is None
    missing = "/indicators/themes/3f0f3d2c-3a57-4c28-8d3e-3c0c9a0b1f11/figures"
    for ending in ("/", ".csv"):
        assert sign_in(reader).get(missing + ending).status_code == 404
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(address_of(theme)).status_code == 200


def test_the_page_takes_as_many_queries_with_many_indicators(reader, sign_in):
    client, team = sign_in(reader), a_keeper()
    first = monthly_measure()
    land_months(first, *CALM, now=BEFORE)
    theme = a_theme(ThemeState.IMPLEMENTING, team=team, topics=[first.indicator.topic])
    few = queries_of(client, address_of(theme))
    for _ in range(3):
        another = monthly_measure()
        land_months(another, *CALM, now=BEFORE)
        theme.topics.add(another.indicator.topic)
    assert queries_of(client, address_of(theme)) == few
