"""The dashboard: its query, its page, and who may see what of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assurance.rules.roles import Role
from assurance.rules.warnings import WarningState
from indicators.models import Area, Indicator
from indicators.queries.dashboard import areas_to_choose, dashboard_visible_to
from indicators.rules.dashboard import DashboardFilters
from indicators.rules.vocabulary import Kind, Relation, Unit
from indicators.services.findings import refresh_findings
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.findings import CALM, OUTLIER, land_months, monthly_measure
from tests.factories.indicators import (
    NOW,
    AreaFactory,
    DomainFactory,
    IndicatorFactory,
    JudgementFactory,
    MeasureFactory,
    TargetFactory,
    figure,
    land,
    neighbours_of,
)
from tests.factories.warnings import a_warning
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.django_db
URL = "/indicators/"


@pytest.fixture
def kent():
    """Kent within the South East within England, with three statistical neighbours."""
    england = AreaFactory(name="England", kind=Area.Kind.NATION)
    south_east = AreaFactory(name="South East", kind=Area.Kind.REGION, within=england)
    kent = AreaFactory(name="Kent", within=south_east)
    neighbours_of(kent, AreaFactory.create_batch(3))
    return kent


@pytest.fixture
def worsening(kent):
    """A measure whose newest figure is beyond chance, to the worse, with its finding and its warning."""
    measure = monthly_measure(home_area=kent)
    land_months(measure, *CALM, OUTLIER)
    refresh_findings(now=NOW)
    return measure


def rows(reader, **filters):
    board = dashboard_visible_to(reader, today=TODAY, filters=DashboardFilters(**filters))
    return [row for domain in board.domains for row in domain.rows]


def row_of(reader, indicator):
    return next(row for row in rows(reader) if row.item.slug == indicator.slug)


def slugs(reader, **filters):
    return {row.item.slug for row in rows(reader, **filters)}


def test_a_row_says_what_the_finding_says(reader, worsening):
    row = row_of(reader, worsening.indicator)
    assert (row.said.icon, row.said.words, row.said.method) == (
        "concerning-high",
        "Concerning",
        "Control chart of 13 figures",
    )
    assert (row.item.headline.words, row.item.headline.period) == ("40.0%", "September 2026")
    assert row.said.headline.endswith("rose to 40.0%: special cause variation, concerning")
    assert row.spark.path.count("L") == 12


def test_while_the_finding_is_being_made_the_figure_is_there(reader, sign_in, kent):
    measure = MeasureFactory(home_area=kent)
    land(figure(measure, "21.6"))
    row = row_of(reader, measure.indicator)
    assert (row.said, row.item.headline.words) == (None, "21.6%")
    assert "Being worked out" in sign_in(reader).get(URL).content.decode()


def test_a_target_is_judged_by_the_chart(reader, kent):
    measure = monthly_measure(home_area=kent)
    TargetFactory(measure=measure, value=Decimal(5))
    land_months(measure, *CALM)
    refresh_findings(now=NOW)
    row = row_of(reader, measure.indicator)
    assert (row.target_words, row.outlook_words, row.outlook_note) == (
        "5.0%",
        "Will be missed",
        "while nothing changes",
    )


def test_a_target_of_nought_is_a_target(reader, kent):
    measure = monthly_measure(home_area=kent)
    TargetFactory(measure=measure, value=Decimal(0))
    land_months(measure, *CALM)
    refresh_findings(now=NOW)
    assert row_of(reader, measure.indicator).target_words == "0.0%"


def test_the_agreed_judgement_and_how_many_partners_judged(reader, kent):
    indicator = IndicatorFactory()
    JudgementFactory(indicator=indicator)
    for _ in range(2):
        JudgementFactory(indicator=indicator, agency=AgencyFactory())
    row = row_of(person_with(Role.SAAS_MEMBER), indicator)
    assert (row.judgements.agreed.words, row.partners_judged) == ("Partly sighted", "2 partners judged")


def test_partners_whose_judgements_one_may_not_read_are_not_counted(kent):
    indicator = IndicatorFactory()
    own = AgencyFactory()
    JudgementFactory(indicator=indicator, agency=own)
    JudgementFactory(indicator=indicator, agency=AgencyFactory())
    assert row_of(person_with(Role.PARTNER_LEAD, agency=own), indicator).partners_judged == "1 partner judged"
    assert row_of(person_with(Role.AUDIT_TEAM_MEMBER), indicator).partners_judged == ""


def test_open_early_warnings_are_flagged_for_those_who_may_read_them(reader, worsening, sign_in):
    a_warning(WarningState.CLOSED, topic=IndicatorFactory().topic)
    assert [len(row.warnings) for row in rows(reader)] == [1, 0]
    page = sign_in(reader).get(URL).content.decode()
    assert page.count("Early warning open") == 1
    assert 'href="?flag=warning"' in page


def test_who_may_not_read_warnings_sees_no_trace_of_them(worsening, sign_in):
    lead = person_with(Role.PARTNER_LEAD)
    board = dashboard_visible_to(lead, today=TODAY)
    assert (board.warned, [row.warnings for domain in board.domains for row in domain.rows]) == (None, [()])
    client = sign_in(lead)
    page = client.get(URL).content.decode()
    assert "Early warning open" not in page
    assert "With an open early warning" not in page
    assert len(slugs(lead, flag="warning")) == 0
    assert "1 of 1 item shown" not in client.get(f"{URL}?flag=warning").content.decode()
    assert "Early warnings open" not in client.get("/indicators/indicators.csv").content.decode()


def test_england_stands_beside_the_newest_figure_of_the_same_period(reader, kent):
    measure = MeasureFactory(home_area=kent)
    nation = kent.within.within
    land(
        figure(measure, "21.6"),
        figure(measure, "22.6", area=nation),
        figure(measure, "50.0", area=nation, start=date(2023, 4, 1), end=date(2024, 3, 31)),
    )
    headline = row_of(reader, measure.indicator).item.headline
    assert (headline.words, headline.period, headline.age) == ("21.6%", "Year ending March 2025", "1 year 7 months old")
    assert headline.nation.words == "22.6%"


@pytest.mark.parametrize(
    ("start", "end"), [(date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 3, 31))]
)
def test_another_period_is_never_compared(reader, kent, start, end):
    measure = MeasureFactory(home_area=kent)
    land(figure(measure, "21.6"), figure(measure, "22", area=kent.within.within, start=start, end=end))
    assert row_of(reader, measure.indicator).item.headline.nation.words == "No figure"


def test_plain_numbers_are_not_compared(reader, kent):
    measure = MeasureFactory(home_area=kent, unit=Unit.COUNT, decimals=0)
    land(figure(measure, "85439"), figure(measure, "2617822", area=kent.within))
    headline = row_of(reader, measure.indicator).item.headline
    assert headline.words == "85,439"
    assert {comparison.value for comparison in headline.comparisons} == {None}


def test_a_withheld_figure_says_why_and_what_was_last_known(reader, kent):
    measure = MeasureFactory(home_area=kent)
    land(figure(measure, symbol="c"), figure(measure, "23.3", start=date(2023, 4, 1), end=date(2024, 3, 31)))
    headline = row_of(reader, measure.indicator).item.headline
    assert headline.words == "Suppressed by the publisher (c)"
    assert headline.before == "23.3%, Year ending March 2024"


def test_the_closest_measure_leads_and_background_never_does(reader):
    indicator = IndicatorFactory()
    context = MeasureFactory(indicator=indicator, relation=Relation.CONTEXT, position=1)
    proxy = MeasureFactory(indicator=indicator, relation=Relation.PROXY, position=2)
    near = MeasureFactory(indicator=indicator, relation=Relation.NEAR, position=3)
    land(figure(context, "1"))
    item = row_of(reader, indicator).item
    assert (item.headline, item.further) == (None, 1)
    land(figure(proxy, "2"))
    assert row_of(reader, indicator).item.headline.code == proxy.code
    land(figure(near, "3"))
    item = row_of(reader, indicator).item
    assert [measure.code for measure in item.measures] == [near.code, proxy.code, context.code]
    assert item.measured == "Not measured directly: the nearest published figures are shown."


def test_a_measure_no_longer_in_use_leads_no_more(reader):
    indicator = IndicatorFactory()
    old = MeasureFactory(indicator=indicator, position=1, is_current=False)
    new = MeasureFactory(indicator=indicator, position=2)
    land(figure(old, "1"), figure(new, "2"))
    assert row_of(reader, indicator).item.headline.code == new.code


def test_a_direct_measure_that_never_had_a_value_does_not_make_an_item_measured(reader):
    measure = MeasureFactory(relation=Relation.DIRECT)
    land(figure(measure, symbol="x"))
    row = row_of(reader, measure.indicator)
    assert row.item.measured == "No figures yet: not published; this needs partner returns."
    assert row.having == "nothing"


@pytest.mark.parametrize(
    ("agreed", "state"),
    [
        ({}, "Not yet agreed"),
        ({"owner": "A post"}, "Partly agreed"),
        ({"owner": "A post", "frequency": "annual"}, "Agreed"),
    ],
)
def test_the_definition_of_a_judgement_needs_an_owner_and_a_frequency(reader, agreed, state):
    fields = {f"definition__{name}": value for name, value in agreed.items()}
    assert row_of(reader, IndicatorFactory(kind=Kind.JUDGEMENT, **fields)).item.definition == state


def test_the_definition_of_a_number_needs_more(reader):
    indicator = IndicatorFactory(definition__owner="A post", definition__frequency="annual")
    assert row_of(reader, indicator).item.definition == "Partly agreed"


def test_an_indicator_that_is_not_in_use_yet_has_no_row(reader):
    IndicatorFactory(definition__starts_on=date(2030, 1, 1))
    assert rows(reader) == []


def test_parts_follow_what_they_are_parts_of(reader):
    domain = DomainFactory()
    first = IndicatorFactory(domain=domain, position=1)
    second = IndicatorFactory(domain=domain, position=2)
    IndicatorFactory(domain=domain, position=2, parent=first)
    IndicatorFactory(domain=domain, position=1, parent=first)
    found = rows(reader)
    assert [row.item.code for row in found] == ["2.1", "2.1.1", "2.1.2", "2.2"]
    assert found[-1].item.slug == second.slug


def test_figures_of_no_item_are_background(reader):
    measure = MeasureFactory(indicator=None, relation=Relation.CONTEXT)
    land(figure(measure, "53"))
    refresh_findings(now=NOW)
    board = dashboard_visible_to(reader, today=TODAY)
    assert [(one.code, one.headline) for one in board.background] == [
        (measure.code, f"{measure.title} is 53.0%: the first figure there is")
    ]
    assert board.attributions == ("Contains figures of a publisher.",)


def test_the_questions_at_the_head_are_answered_in_counts(reader, worsening):
    IndicatorFactory()
    JudgementFactory(indicator=IndicatorFactory(domain=DomainFactory(number=3), kind=Kind.JUDGEMENT))
    answers = {answer.question: answer for answer in dashboard_visible_to(reader, today=TODAY).answers}
    said = {name: [(count.number, count.words) for count in answer.counts] for name, answer in answers.items()}
    assert said == {
        "Changed beyond chance": [(1, "concerning"), (0, "improving")],
        "Targets": [(0, "will be missed"), (0, "will be met")],
        "Agreed by the partners": [(1, "partly")],
        "Gaps in the data": [(1, "without any figure"), (0, "out of date")],
    }
    assert answers["Changed beyond chance"].out_of == "of 1 item with figures"
    assert answers["Agreed by the partners"].out_of == "1 of 3 items judged"


def test_the_figures_of_another_area_can_be_shown(reader, sign_in, kent):
    measure = MeasureFactory(home_area=kent)
    land(figure(measure, "21.6"), figure(measure, "22.6", area=kent.within.within))
    refresh_findings(now=NOW)
    [row] = rows(reader, area=kent.within.within.slug)
    assert (row.item.headline.words, row.item.headline.area) == ("22.6%", "England")
    page = sign_in(reader).get(f"{URL}?area={kent.within.within.slug}").content.decode()
    assert "The figures shown are those of England." in page


def test_areas_offered_are_kent_what_it_lies_within_its_districts_and_neighbours(reader, kent):
    MeasureFactory(home_area=kent)
    AreaFactory(name="Thanet", kind=Area.Kind.DISTRICT, within=kent)
    AreaFactory(name="Cumbria")
    names = [name for _, name in areas_to_choose(reader)]
    neighbours = [row.neighbour.name for row in kent.statistical_neighbours.all()]
    assert names == sorted(["England", "South East", "Kent", "Thanet", *neighbours])


def test_the_number_of_queries_does_not_grow_with_the_rows(reader, kent, django_assert_num_queries):
    def count(expected):
        reader.__dict__.pop("_grants_held", None)
        with django_assert_num_queries(expected):
            dashboard_visible_to(reader, today=TODAY)

    land(figure(MeasureFactory(home_area=kent), "1"))
    refresh_findings(now=NOW)
    count(14)
    measures = MeasureFactory.create_batch(6, home_area=kent)
    for measure in measures:
        JudgementFactory(indicator=measure.indicator)
        a_warning(topic=measure.indicator.topic)
    years = ((date(year, 4, 1), date(year + 1, 3, 31)) for year in (2022, 2023))
    land(*[figure(measure, "1", start=start, end=end) for start, end in years for measure in measures])
    refresh_findings(now=NOW)
    count(14)


def test_who_may_not_read_indicators_gets_nothing(outsider, kent):
    land(figure(MeasureFactory(home_area=kent), "1"))
    board = dashboard_visible_to(outsider, today=TODAY)
    assert (board.domains, board.background, board.objectives, board.total) == ((), (), (), 0)


def test_the_page_shows_domains_figures_and_what_is_missing(reader, sign_in, worsening):
    IndicatorFactory(definition__wording_to_be_confirmed=True)
    page = sign_in(reader).get(URL).content.decode()
    for words in (
        worsening.title,
        "40.0%",
        "September 2026",
        "Concerning",
        '<use href="#icon-concerning-high"/>',
        "No target",
        "Not yet judged",
        "No figures yet: not published; this needs partner returns.",
        "Wording to be confirmed",
        "Contains figures of a publisher.",
    ):
        assert words in page, words


def test_the_page_escapes_what_people_wrote(reader, sign_in, kent):
    land(figure(MeasureFactory(home_area=kent, title="<script>alert(1)</script>"), "1"))
    page = sign_in(reader).get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_without_indicators_the_page_says_when_there_will_be_some(reader, sign_in):
    assert "No indicators yet" in sign_in(reader).get(URL).content.decode()


def test_who_may_not_read_indicators_is_refused_in_words(outsider, sign_in):
    answer = sign_in(outsider).get(URL)
    assert answer.status_code == 403
    assert "ask the Business Team" in answer.content.decode()


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(URL).status_code == 302


def test_the_page_cannot_be_posted_to(reader, sign_in):
    assert sign_in(reader).post(URL).status_code == 405


def test_every_item_leads_to_its_page(reader, sign_in, suite):
    page = sign_in(reader).get(URL).content.decode()
    for slug in Indicator.objects.values_list("slug", flat=True):
        assert f'href="{reverse("indicators:indicator_detail", args=[slug])}"' in page
