"""The pages of an indicator and of a measure, and their queries."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from assurance.models import Agency, EarlyWarning
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningState
from indicators.models import Area, Commentary, Signal
from indicators.queries.indicators import indicator_visible_to, measure_visible_to, series_visible_to
from indicators.rules.vocabulary import Kind, Relation, Status
from indicators.services.findings import refresh_findings
from tests.factories.assurance import AgencyFactory, UserFactory, person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import (
    NOW,
    AreaFactory,
    BenchmarkFactory,
    ChartDecisionFactory,
    IndicatorFactory,
    JudgementFactory,
    MeasureFactory,
    TargetFactory,
    figure,
    land,
    neighbours_of,
)
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db
YEAR_BEFORE = {"start": date(2023, 4, 1), "end": date(2024, 3, 31)}


def _page(reader, indicator):
    return indicator_visible_to(reader, indicator.slug, today=TODAY)


def _chart(reader, measure):
    return _page(reader, measure.indicator).measure.chart


def words_of(chart):
    return [point.words for point in chart.points]


@pytest.fixture
def worsening(db):
    """A measure whose newest figure is beyond chance, to the worse, with its signal and warning."""
    measure = monthly_measure()
    land_months(measure, *CALM, OUTLIER)
    refresh_findings(now=NOW)
    return measure


def test_the_chart_has_every_figure_with_its_parts_and_source(reader):
    measure = MeasureFactory()
    land(
        figure(measure, "23.3", **YEAR_BEFORE),
        figure(measure, "21.6", numerator=Decimal(5194), denominator=Decimal(24035)),
    )
    chart = _chart(reader, measure)
    assert words_of(chart) == ["23.3%", "21.6%"]
    assert dict(zip(chart.columns, chart.rows[0][1], strict=True)) == {
        "Value": "21.6%",
        "Numerator": "5,194",
        "Denominator": "24,035",
    }
    assert (chart.sources, chart.attributions) == (("A publisher: A release",), ("Contains figures of a publisher.",))


def test_a_withheld_point_is_listed_with_its_reason_and_note(reader):
    measure = MeasureFactory()
    land(figure(measure, symbol="c", note="Fewer than 6."))
    [point] = _chart(reader, measure).points
    assert (point.words, point.note) == ("Suppressed by the publisher (c)", "Fewer than 6.")


def test_a_withdrawn_point_is_not_listed(reader):
    measure = MeasureFactory()
    land(figure(measure, "1"), figure(measure, "2", **YEAR_BEFORE))
    land(figure(measure, status=Status.WITHDRAWN))
    assert words_of(_chart(reader, measure)) == ["2.0%"]


def test_a_corrected_point_is_listed_once_as_it_stands(reader):
    measure = MeasureFactory()
    land(figure(measure, "1"))
    land(figure(measure, "2"))
    assert words_of(_chart(reader, measure)) == ["2.0%"]


def test_the_chart_is_that_of_the_stored_finding(reader, worsening):
    chart, finding = _chart(reader, worsening), worsening.findings.get()
    assert (chart.title, chart.kind, chart.meaning) == (finding.headline, finding.chart_kind, finding.meaning)
    assert round(chart.points[-1].upper, 1) == round(Decimal(finding.upper_limit), 1)


def test_only_the_figures_of_this_indicator_are_shown_the_closest_first(reader):
    indicator = IndicatorFactory()
    proxy = MeasureFactory(indicator=indicator, relation=Relation.PROXY, position=1)
    near = MeasureFactory(indicator=indicator, relation=Relation.NEAR, position=2)
    other = MeasureFactory()
    land(figure(proxy, "1"), figure(near, "2"), figure(other, "3"))
    refresh_findings(now=NOW)
    page = _page(reader, indicator)
    assert page.measure.code == near.code
    assert [(one.code, one.relation, one.said.points) for one in page.others] == [(proxy.code, "Proxy", 1)]


@pytest.fixture
def kent():
    """Kent within England, with a neighbour and a district."""
    england = AreaFactory(name="England", kind=Area.Kind.NATION)
    kent = AreaFactory(name="Kent", within=england)
    neighbours_of(kent, [AreaFactory(name="Essex")])
    AreaFactory(name="Thanet", kind=Area.Kind.DISTRICT, within=kent)
    return kent


def _of_all_areas(measure, kent, **fields):
    areas = Area.objects.exclude(kind=Area.Kind.DISTRICT)
    counts = {"numerator": Decimal(216), "denominator": Decimal(1000)}
    return [figure(measure, "21.6", area=area, **counts, **fields) for area in areas]


def test_kent_stands_beside_the_others_for_the_period_of_its_latest_figure(reader, kent):
    measure = MeasureFactory(home_area=kent)
    BenchmarkFactory(measure=measure, value=Decimal("20.25"))
    land(*_of_all_areas(measure, kent), figure(measure, "50", area=kent.within, **YEAR_BEFORE))
    areas = _page(reader, measure.indicator).measure.areas
    assert areas.period == "Year ending March 2025"
    assert [(row.name, row.words) for row in areas.rows] == [
        ("Kent", "21.6%"),
        ("England", "21.6%"),
        ("Statistical neighbours", "21.6%"),
        ("National standard", "20.25%"),
        ("Essex", "21.6%"),
    ]
    assert areas.sentences[0].startswith("No different from England (21.6%)")


def test_england_and_benchmarks_are_lines_of_the_chart(reader, kent):
    measure = MeasureFactory(home_area=kent)
    BenchmarkFactory(measure=measure, value=Decimal("20.25"))
    land(*_of_all_areas(measure, kent))
    assert [(line.label, line.values) for line in _chart(reader, measure).lines] == [
        ("England", (Decimal("21.6"),)),
        ("National standard", (Decimal("20.25"),)),
    ]


def test_districts_are_listed_when_there_are_figures(reader, sign_in, kent):
    measure = MeasureFactory(home_area=kent)
    land(*_of_all_areas(measure, kent))
    client = sign_in(reader)
    url = f"/indicators/{measure.indicator.slug}/"
    assert "No figures for districts yet." in client.get(url).content.decode()
    land(figure(measure, "30", area=Area.objects.get(name="Thanet")))
    assert [row.name for row in _page(reader, measure.indicator).measure.parts] == ["Thanet"]
    assert "No figures for districts yet." not in client.get(url).content.decode()


def test_the_commentary_that_stands_is_the_newest_of_each_period_and_agency(reader):
    measure = MeasureFactory()
    land(figure(measure, "1"))
    row = measure.observations.get()
    agency, author = AgencyFactory(name="Kent Police"), UserFactory()
    for hour, analysis in enumerate(["First words", "Second words"]):
        Commentary.objects.create(
            measure=measure,
            area=measure.home_area,
            period_start=row.period_start,
            period_end=row.period_end,
            agency=agency,
            batch=row.batch,
            analysis=analysis,
            change_reason="A new team",
            written_by=author,
            written_at=NOW.replace(hour=10 + hour),
        )
    [comment] = _page(reader, measure.indicator).measure.comments
    assert (comment.agency, comment.period, comment.analysis, comment.change_reason) == (
        "Kent Police",
        "Year ending March 2025",
        "Second words",
        "A new team",
    )


def test_a_signal_is_told_with_the_warning_it_became(reader, sign_in, worsening):
    [signal] = _page(reader, worsening.indicator).measure.signals
    warning = EarlyWarning.objects.get()
    assert (signal.words, signal.warning, signal.warning_state) == ("Concerning", warning.pk, "Waiting for SAAS")
    assert (
        f"/warnings/{warning.pk}/" in sign_in(reader).get(f"/indicators/{worsening.indicator.slug}/").content.decode()
    )


def test_who_may_not_read_warnings_is_told_of_the_signal_alone(sign_in, worsening):
    lead = person_with(Role.PARTNER_LEAD)
    [signal] = _page(lead, worsening.indicator).measure.signals
    assert (signal.words, signal.warning, signal.warning_title, signal.warning_state) == ("Concerning", None, "", "")
    assert "/warnings/" not in sign_in(lead).get(f"/indicators/{worsening.indicator.slug}/").content.decode()
    assert Signal.objects.exclude(early_warning=None).exists()


def test_targets_benchmarks_and_decisions_say_who_and_why(reader, worsening):
    TargetFactory(measure=worsening, value=Decimal("18.50"), reason="Asked for by SAAS")
    BenchmarkFactory(measure=worsening)
    ended = UserFactory(name="B. Person")
    ChartDecisionFactory(measure=worsening, ended_at=NOW, ended_by=ended, end_reason="Not needed", on=date(2026, 1, 1))
    target, benchmark, decision = _page(reader, worsening.indicator).measure.decided
    assert (target.what, target.holds, target.reason) == ("Target 18.5%", "From 1 April 2026", "Asked for by SAAS")
    assert benchmark.what == "Benchmark 18.5%: National standard (A circular)"
    assert decision.ended == "Taken back on 20 November 2026 by B. Person: Not needed"


def test_a_decision_is_on_the_chart_with_its_reason_and_name(reader, sign_in, worsening):
    ChartDecisionFactory(measure=worsening, on=date(2026, 9, 1), reason="A new way of counting")
    page = sign_in(reader).get(f"/indicators/{worsening.indicator.slug}/").content.decode()
    assert "<strong>New limits from this day, 1 September 2026.</strong> A new way of counting" in page


def test_judgements_are_kept_apart(reader):
    indicator = IndicatorFactory()
    JudgementFactory(indicator=indicator, narrative="What we agreed")
    JudgementFactory(indicator=indicator, agency=AgencyFactory(name="Kent Police"), narrative="What the police say")
    page = _page(person_with(Role.SAAS_MEMBER), indicator)
    assert page.judgements.agreed.narrative == "What we agreed"
    assert [(one.agency, one.narrative) for one in page.judgements.partners] == [("Kent Police", "What the police say")]


def test_a_partners_judgement_is_not_for_everybody(sign_in):
    indicator = IndicatorFactory()
    JudgementFactory(indicator=indicator, agency=AgencyFactory(name="Kent Police"), narrative="What the police say")
    page = sign_in(person_with(Role.PARTNER_LEAD)).get(f"/indicators/{indicator.slug}/").content.decode()
    assert "What the police say" not in page
    assert "Each partner" not in page


def test_the_questions_to_ask_are_those_of_the_definition_in_force(reader, sign_in):
    indicator = IndicatorFactory(definition__challenge_questions="Why did it rise?\n\nWho is missing?")
    assert _page(reader, indicator).definition.challenge_questions == ("Why did it rise?", "Who is missing?")
    assert "Why did it rise?" in sign_in(reader).get(f"/indicators/{indicator.slug}/").content.decode()


def test_what_is_not_agreed_says_so_and_what_is_agreed_is_shown(reader):
    agency = AgencyFactory(name="Kent Police")
    indicator = IndicatorFactory(
        definition__source_agency=Agency.objects.get(pk=agency.pk),
        definition__polarity="higher_is_worse",
        definition__dissemination_threshold=6,
    )
    fields = dict(_page(reader, indicator).definition.fields)
    assert fields["Source agency"] == "Kent Police"
    assert fields["Better when"] == "Higher is worse"
    assert fields["Smallest count that may leave the Partnership"] == "6"
    assert fields["Numerator"] == fields["Owner"] == "Not yet agreed"


def test_a_judgement_is_not_asked_for_a_numerator(reader):
    fields = dict(_page(reader, IndicatorFactory(kind=Kind.JUDGEMENT)).definition.fields)
    assert set(fields) == {"How often", "Owner"}


def test_definitions_are_listed_newest_first_with_their_dates(reader, suite):
    page = indicator_visible_to(reader, "repeat-referrals", today=TODAY)
    assert [(one.in_effect, one.wording) for one in page.definitions] == [
        ("From 17 September 2019", "Repeat referrals (within 12 months)"),
        ("22 May 2019 to 16 September 2019", "Repeat re-referrals within 12 months"),
    ]


def test_a_retired_indicator_says_so_and_keeps_its_page(reader, sign_in):
    indicator = IndicatorFactory(definition__ends_on=date(2026, 1, 1))
    assert "no longer part of the suite" in sign_in(reader).get(f"/indicators/{indicator.slug}/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(reader, kent, django_assert_num_queries):
    indicator = IndicatorFactory()

    def count(expected):
        reader.__dict__.pop("_grants_held", None)
        with django_assert_num_queries(expected):
            _page(reader, indicator)

    measure, other = MeasureFactory.create_batch(2, indicator=indicator, home_area=kent)
    land(*_of_all_areas(measure, kent), figure(other, "1"))
    refresh_findings(now=NOW)
    count(29)
    for other in MeasureFactory.create_batch(4, indicator=indicator, home_area=kent):
        land(figure(other, "1"), figure(other, "2", **YEAR_BEFORE))
    land(*_of_all_areas(measure, kent, **YEAR_BEFORE))
    TargetFactory(measure=measure)
    ChartDecisionFactory(measure=measure)
    JudgementFactory(indicator=indicator)
    refresh_findings(now=NOW)
    count(29)


def test_who_may_not_read_indicators_finds_none(outsider):
    measure = MeasureFactory()
    land(figure(measure, "1"))
    assert _page(outsider, measure.indicator) is None
    assert measure_visible_to(outsider, measure.code, today=TODAY) is None
    assert series_visible_to(outsider, measure.code, today=TODAY) is None


def test_the_page_shows_finding_chart_table_and_where_it_is_from(reader, sign_in, worsening):
    page = sign_in(reader).get(f"/indicators/{worsening.indicator.slug}/").content.decode()
    chart = _chart(reader, worsening)
    for words in (
        f"{chart.title}</h2>",
        chart.paragraph,
        "View as a table",
        "Concerning: above the upper limit",
        "Last update 20 November 2026",
        "A publisher: A release",
        "Not yet agreed",
        "From 17 September 2019",
        f"/indicators/measures/{worsening.code}.csv",
        f"/indicators/measures/{worsening.code}.xlsx",
        "plotly-basic.min.js",
    ):
        assert words in page, words
    drawn = json.loads(re.search(r'<script id="chart-series"[^>]*>(.*?)</script>', page)[1])
    assert drawn["data"][3]["y"] == [float(value) for value in (*CALM, OUTLIER)]


def test_a_drawing_is_hidden_from_assistive_technology(reader, sign_in, worsening):
    page = sign_in(reader).get(f"/indicators/{worsening.indicator.slug}/").content.decode()
    drawings = re.findall(r"<div[^>]*data-chart[^>]*>", page)
    assert drawings
    assert all('aria-hidden="true"' in drawing for drawing in drawings)


def test_a_page_without_a_chart_loads_no_chart_library(reader, sign_in):
    assert "plotly" not in sign_in(reader).get(f"/indicators/{IndicatorFactory().slug}/").content.decode()


def test_an_item_without_figures_says_what_it_needs(reader, sign_in):
    page = sign_in(reader).get(f"/indicators/{IndicatorFactory().slug}/").content.decode()
    assert "No figures yet" in page
    assert "It needs returns from the partners" in page


def test_a_judgement_says_none_is_agreed(reader, sign_in):
    page = sign_in(reader).get(f"/indicators/{IndicatorFactory(kind=Kind.JUDGEMENT).slug}/").content.decode()
    assert "No judgement agreed yet" in page
    assert "How far is this in place?" in page
    assert "No figures yet" not in page


def test_a_measure_has_a_page_of_its_own(reader, sign_in, worsening):
    page = sign_in(reader).get(f"/indicators/measures/{worsening.code}/").content.decode()
    assert f"{_chart(reader, worsening).title}</h2>" in page
    assert f'href="/indicators/{worsening.indicator.slug}/"' in page


def test_a_measure_of_no_item_leads_back_to_the_dashboard(reader, sign_in):
    measure = MeasureFactory(indicator=None, relation=Relation.CONTEXT)
    page = sign_in(reader).get(f"/indicators/measures/{measure.code}/").content.decode()
    assert "Background figure" in page
    assert "No figures yet" in page


@pytest.mark.parametrize("path", ["nothing/", "measures/NOTHING/"])
def test_what_is_unknown_is_not_found(reader, sign_in, path):
    assert sign_in(reader).get(f"/indicators/{path}").status_code == 404


def test_who_may_not_read_indicators_is_refused(outsider, sign_in, worsening):
    client = sign_in(outsider)
    assert client.get(f"/indicators/{worsening.indicator.slug}/").status_code == 403
    assert client.get(f"/indicators/measures/{worsening.code}/").status_code == 403


def test_closed_warnings_say_so(reader, worsening):
    EarlyWarning.objects.update(state=WarningState.CLOSED, closed_at=NOW)
    assert _page(reader, worsening.indicator).measure.signals[0].warning_state == "Closed"
