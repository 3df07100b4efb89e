"""The four main objectives as topics: made and kept by the suite, served by indicators, on the map of assurance."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from assurance.models import Topic
from assurance.queries.assurance_map import MapFilters, map_page, map_table
from assurance.rules.assurance_map import Rows
from assurance.rules.evidence_tiers import Tier
from assurance.rules.roles import Role
from indicators.models import Indicator, Objective
from indicators.queries.objectives import topics_serving
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.indicators import IndicatorFactory
from tests.factories.items import NOW, ToolFactory, an_item, an_objective

pytestmark = pytest.mark.django_db
MAP = "/assurance-map/?of=objectives"
OBJECTIVES = MapFilters(Rows.OBJECTIVES)


def an_objective_of_the_suite(number=1, title="Children are protected"):
    return Objective.objects.create(number=number, title=title, topic=an_objective(number, title=title))


def serving(*objectives, **fields):
    """The topic of an indicator that serves these."""
    indicator = IndicatorFactory(**fields)
    indicator.objectives.add(*objectives)
    return indicator.topic


def current(*topics, tier=Tier.OPERATIONAL, **details):
    """An item that is current on the day of the test."""
    known = {"dated_on": localdate() - timedelta(days=10), "now": NOW.replace(year=2090)}
    return an_item(*topics, tool=ToolFactory(slug=f"tool-{tier}"), tier=tier, **known | details)


def tiers_of(reader):
    return [(row.row.subject.title, set(row.row.tiers)) for row in map_page(reader, OBJECTIVES, localdate()).rows]


# The suite


@pytest.mark.usefixtures("suite")
def test_loading_the_suite_makes_a_topic_of_each_objective():
    topics = Topic.objects.filter(kind=Topic.Kind.OBJECTIVE)
    assert list(topics.values_list("slug", "title", "position")) == [
        (f"objective-{one.number}", one.title, one.number) for one in Objective.objects.all()
    ]
    assert [one.topic for one in Objective.objects.select_related("topic")] == list(topics)


@pytest.mark.usefixtures("suite")
def test_an_objective_renamed_in_the_suite_is_renamed_for_items_of_assurance_too():
    Objective.objects.filter(number=2).update(title="Children come to no harm")
    call_command("load_indicators", verbosity=0)
    assert Topic.objects.get(slug="objective-2").title == "Children come to no harm"
    assert not Objective.objects.exclude(title=F("topic__title")).exists()
    assert Topic.objects.filter(kind=Topic.Kind.OBJECTIVE).count() == 4


def test_a_suite_of_before_gets_its_topics_when_it_is_loaded_again():
    Objective.objects.create(number=1, title="Children are safe")
    call_command("load_indicators", verbosity=0)
    assert Objective.objects.get(number=1).topic.title == "Children are safe"


def test_a_topic_is_of_one_objective_alone():
    topic = an_objective_of_the_suite().topic
    with pytest.raises(IntegrityError), transaction.atomic():
        Objective.objects.create(number=2, title="Another", topic=topic)


def test_indicators_in_use_serve_objectives(django_assert_num_queries):
    one, two = an_objective_of_the_suite(), an_objective_of_the_suite(2, "Another")
    first, both = serving(one), serving(one, two)
    retired = serving(one)
    Topic.objects.filter(pk=retired.pk).update(is_current=False)
    with django_assert_num_queries(1):
        assert topics_serving([one.topic_id, two.topic_id]) == {
            one.topic_id: [first.pk, both.pk],
            two.topic_id: [both.pk],
        }


# The map


def test_an_objective_is_assured_by_its_own_items_and_by_those_of_its_indicators_each_once(reader):
    one, two = an_objective_of_the_suite(), an_objective_of_the_suite(2, "Services improve")
    indicator = serving(one)
    both = current(one.topic, indicator, by=reader)
    current(indicator, tier=Tier.STRATEGIC, by=reader)
    current(IndicatorFactory().topic, tier=Tier.INDEPENDENT, by=reader)
    assert tiers_of(reader) == [
        ("Children are protected", {Tier.OPERATIONAL, Tier.STRATEGIC}), ("Services improve", set()),
    ]  # fmt: skip
    cell = map_page(reader, OBJECTIVES, localdate()).rows[0].tiers[0].cells[1]
    assert (cell.cell.held.item, cell.others) == (str(both.pk), 0)
    # An item of the second leaves the first as it is; an indicator that no longer serves gives nothing.
    current(two.topic, tier=Tier.INDEPENDENT, by=reader)
    Indicator.objects.get(topic=indicator).objectives.clear()
    assert tiers_of(reader) == [
        ("Children are protected", {Tier.OPERATIONAL}),
        ("Services improve", {Tier.INDEPENDENT}),
    ]


def test_the_map_says_how_an_objective_is_assured_and_is_the_same_as_list_and_file(reader, sign_in):
    current(serving(an_objective_of_the_suite()), by=reader, title="Dip sample")
    client = sign_in(reader)
    said = client.get(MAP).content.decode()
    assert "supports the objective itself, or an indicator that serves the objective" in said
    assert "None of 1 objective has current assurance from all three tiers; none has none." in said
    listed = client.get(f"{MAP}&as=list").content.decode()
    for text in (said, listed):
        assert "Children are protected" in text
        assert "Dip sample" in text
    headers, (row,) = map_table(reader, OBJECTIVES, localdate())
    assert (row[0], row.count("None"), row[-1]) == ("Children are protected", 8, 1)
    for suffix in ("csv", "xlsx"):
        assert client.get(f"/assurance-map/download.{suffix}?of=objectives").status_code == 200
    assert "Children are protected" in client.get("/assurance-map/download.csv?of=objectives").content.decode()


def test_a_blank_of_an_objective_leads_to_the_forward_plan_without_a_topic(sign_in):
    an_objective_of_the_suite()
    url = map_page(person_with(Role.SAAS_CHAIR), OBJECTIVES, localdate()).rows[0].tiers[2].plan_url
    assert "Children+are+protected" in url
    assert "topic=" not in url


def test_the_map_of_objectives_costs_the_same_however_much_there_is(reader, sign_in):
    one = an_objective_of_the_suite()
    current(serving(one), by=reader)
    client = sign_in(reader)
    few = queries_of(client, MAP)
    for number in (2, 3, 4):
        other = an_objective_of_the_suite(number, f"Objective {number}")
        current(serving(one, other), serving(other), by=reader)
    assert queries_of(client, MAP) == few


def test_the_inspector_reads_the_map_of_objectives_and_a_partner_does_not(sign_in):
    an_objective_of_the_suite()
    assert "Children are protected" in sign_in(person_with(Role.INSPECTOR)).get(MAP).content.decode()
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(MAP).status_code == 403
