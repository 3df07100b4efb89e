"""Appendix 1 in the portal, word for word (R53 to R57, C5, C6)."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from assurance.models import ActivityEntry, Topic
from indicators.models import Area, Domain, Indicator, IndicatorDefinition, Measure, Objective, Source
from indicators.rules.vocabulary import Kind, Relation

OBJECTIVES = [
    "Children are protected",
    "Children are prevented from the risk of harm",
    "Children are supported to recover from harmful situations",
    "Services improve through learning",
]
DOMAINS = {
    1: ("Leadership and Governance", "Leadership is key to the effectiveness of the arrangements", ""),
    2: (
        "Helping and Protecting Children",
        "Multi-agency working is necessary to ensure effectiveness of the arrangements",
        "Extent to which the safeguarding partners understand and is sighted on what is being done to address concerns "
        "in relation to...",
    ),
    3: (
        "Innovation and Improvement",
        "Joint efforts to improve the effectiveness of the arrangements depend on a shared understanding of what good "
        "practice looks like",
        "",
    ),
}
APPENDIX_1 = {
    1: [
        "Extent to which key priorities for the next 2/3 years to drive the activities of the partnership have been "
        "developed",
        "Extent to which a delivery plan with responsible leads has been developed",
        "Extent to which monitoring and evaluation of the impact of change takes place",
        "Extent to which the system of challenge between the safeguarding partners, the Scrutiny and Challenge "
        "Sub-group and the Independent Scrutineer has the right impact",
        "Extent to which a good working relationship with other boards with complimentary roles exist",
        "Extent to which funding contributions by the safeguarding partners is adequate",
    ],
    2: [
        "Risk of CSE",
        "CYP missing education",
        "CYP missing 3 or more times",
        "Repeat referrals (within 12 months)",
        "CYP known to have 3 or more risk factors opened to key agencies an indication",
        "CYP in households where parents affected by MH/Substance misuse",
        "Cohort experiencing ACE",
        "CYP on CAMHS waiting list over 3 months",
        "CYP aged 0-4 attendance at A&E",
        "CYP attending A&E for self-harm or suicidal intentions/attempt",
        "CYP referred to SARC",
        "DANs that lead to a referral to CSWS",
        "Online abuse incidents involving CYP (as victim and perpetrator)",
        "CYP who receive youth caution/non-conviction resolution",
        "Cases referred to MARAC where CYP in household",
        "CYP affected by gang membership/activity",
    ],
    3: [
        "Extent to which operational and strategic staff are provided with the right level of training and support",
        "Extent to which the voice of children and families shape service development and practice improvement",
        "Extent to which evidence from local and national practice reviews is used to improve multi-agency practice",
        "Extent to which the scrutiny and Challenge Sub-group and the Independent Scrutineer identify emerging risks "
        "and issues, and how these are addressed",
    ],
}
PLAN_ON_A_PAGE = [
    "Key priorities 2/3 year set out",
    "Delivery plan developed",
    "Monitoring and evaluation take place",
    "System of challenge which has the right impact",
    "Good working relationship with other boards",
    "Funding contribution is adequate",
    "The risk of CSE",
    "CYP missing education",
    "CYP missing 3 or more times in 6 months",
    "Repeat re-referrals within 12 months",
    "CYP known to have 3 or more risk factors (open to YJ,CIC and CME)",
    "CYP in households where parents affected by MH/substance misuse",
    "CYP on CAMHS waiting list over 3 months",
    "CYP aged 0-4 attendance at A&E",
    "CYP attending A&E for self-harm or suicidal intentions/attempt",
    "CYP referred to SARC",
    "DANs that lead to referral to CSWS",
    "Online abuse incidents involving CYP (as victim or perpetrator)",
    "CYP who receive youth caution/non conviction resolution",
    "Referral to MARAC where CYP in household",
    "CYP affected by gang membership/activity",
    "Right level of training and support",
    "Voice of children and families",
    "Practice reviews used to improve multi-agency working",
    "Identification of emerging risks",
]

pytestmark = pytest.mark.usefixtures("suite")


def test_the_four_objectives_word_for_word():
    assert list(Objective.objects.values_list("title", flat=True)) == OBJECTIVES


def test_the_three_domains_with_their_rationales_word_for_word():
    rows = {domain.number: (domain.title, domain.rationale, domain.lead_in) for domain in Domain.objects.all()}
    assert rows == DOMAINS


@pytest.mark.parametrize(("number", "count"), [(1, 6), (2, 16), (3, 4)])
def test_the_items_of_a_domain_word_for_word_and_in_order(number, count):
    items = Indicator.objects.filter(domain__number=number).select_related("topic")
    assert [item.wording for item in items] == APPENDIX_1[number]
    assert [item.position for item in items] == list(range(1, count + 1))


def test_the_wording_today_is_that_of_the_definition_in_effect():
    for definition in IndicatorDefinition.objects.filter(ends_on=None).select_related("indicator__topic"):
        assert definition.wording == definition.indicator.wording


def test_the_plan_on_a_page_is_kept_as_the_version_before():
    earlier = IndicatorDefinition.objects.exclude(ends_on=None).order_by("indicator__domain", "indicator__position")
    assert [definition.wording for definition in earlier] == PLAN_ON_A_PAGE
    now = IndicatorDefinition.objects.filter(ends_on=None)
    assert {definition.ends_on < then.starts_on for definition in earlier for then in now} == {True}


def test_only_the_ace_cohort_waits_for_its_wording():
    waiting = IndicatorDefinition.objects.filter(wording_to_be_confirmed=True)
    assert [definition.wording for definition in waiting] == ["Cohort experiencing ACE"]


def test_domain_2_carries_numbers_beside_judgements_and_the_others_judgements():
    kinds = set(Indicator.objects.values_list("domain__number", "kind"))
    assert kinds == {(1, Kind.JUDGEMENT), (2, Kind.NUMBER_AND_JUDGEMENT), (3, Kind.JUDGEMENT)}


def test_nothing_is_filled_in_that_nobody_has_agreed():
    blank = {"numerator", "denominator", "counts", "unit", "polarity", "frequency", "roll_up", "owner"}
    for definition in IndicatorDefinition.objects.all():
        assert {getattr(definition, name) for name in blank} == {""}
        assert (definition.source_agency, definition.dissemination_threshold) == (None, None)
        assert definition.is_early_warning is False


def test_every_indicator_is_a_topic_returns_can_be_about():
    topics = Topic.objects.filter(kind=Topic.Kind.INDICATOR)
    assert list(topics.values_list("title", flat=True)) == [item for items in APPENDIX_1.values() for item in items]
    assert set(topics.values_list("slug", flat=True)) == set(Indicator.objects.values_list("slug", flat=True))


def test_the_57_measures_and_the_population_hang_below_the_items_they_feed():
    assert Measure.objects.count() == 58
    assert Measure.objects.filter(indicator=None).count() == 11
    assert not Measure.objects.filter(indicator__domain__number__in=(1, 3)).exists()
    direct = Measure.objects.filter(relation=Relation.DIRECT)
    assert [(measure.code, measure.indicator.slug) for measure in direct] == [("REREF_12M", "repeat-referrals")]


def test_kent_has_its_districts_region_nation_and_ten_neighbours_in_each_model():
    kent = Area.objects.get(slug="kent")
    assert kent.parts.count() == 12
    assert (kent.within.name, kent.within.within.name) == ("South East", "England")
    newest = kent.statistical_neighbours.filter(model=2025)
    assert [row.neighbour.name for row in newest] == [
        "Essex", "East Sussex", "Devon", "Bexley", "Suffolk", "Norfolk", "Nottinghamshire", "West Sussex", "Bedford",
        "Somerset",
    ]  # fmt: skip
    assert kent.statistical_neighbours.filter(model=2021).count() == 10


def test_a_code_of_before_reorganisation_leads_to_the_same_area():
    codes = Area.objects.get(slug="somerset").codes.filter(scheme="ons")
    by_day = {day: codes.on(datetime(*day, tzinfo=UTC).date()).get().code for day in [(2023, 3, 31), (2023, 4, 1)]}
    assert by_day == {(2023, 3, 31): "E10000027", (2023, 4, 1): "E06000066"}


def test_every_source_has_a_licence_and_an_attribution():
    assert Source.objects.count() == 13
    assert set(Source.objects.values_list("licence", flat=True)) == {"Open Government Licence v3.0"}
    assert all(source.attribution for source in Source.objects.all())


def test_loading_again_adds_nothing_and_leaves_what_the_business_team_has_changed(django_assert_max_num_queries):
    definition = IndicatorDefinition.objects.get(indicator__slug="risk-of-cse", ends_on=None)
    definition.owner = "A post"
    definition.save()
    Measure.objects.filter(code="REREF_12M").update(title="Another title")
    before = _counts()
    with django_assert_max_num_queries(30):
        call_command("load_indicators", verbosity=0)
    assert _counts() == before
    definition.refresh_from_db()
    assert definition.owner == "A post"
    assert Measure.objects.get(code="REREF_12M").title == "Another title"


def test_an_item_that_is_missing_is_added_again():
    Measure.objects.filter(indicator__slug="referred-to-sarc").delete()
    indicator = Indicator.objects.get(slug="referred-to-sarc")
    indicator.definitions.all().delete()
    indicator.delete()
    call_command("load_indicators", verbosity=0)
    assert Indicator.objects.get(slug="referred-to-sarc").measures.count() == 2


def test_loading_is_logged_with_identifiers_alone():
    entry = ActivityEntry.objects.get(action="indicator.load")
    assert entry.detail.count(",") == 25
    assert "CSE" not in entry.detail


def _counts():
    models = (Objective, Domain, Indicator, IndicatorDefinition, Measure, Area, Source, Topic, ActivityEntry)
    return [model.objects.count() for model in models]
