"""Inspections: what they found, their recommendations and what is done about each, the item they become (R87, R91)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from assurance.models import Action, AssuranceItem, Inspection, InspectionRecommendation
from assurance.queries.inspections import (
    InspectionFilters,
    due_inspections,
    inspection_page,
    inspection_table,
    inspections_found,
    inspections_visible_to,
    stamp_of,
    without_action,
)
from assurance.rules.actions import ActionState
from assurance.rules.roles import ROLES, Permission, Role
from assurance.services import inspections as services
from tests.assurance.counting import queries_of
from tests.factories.actions import an_action
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.learning import NOW, a_team, an_inspection

pytestmark = pytest.mark.django_db
LIST = "/inspections/"
TODAY = date(2026, 11, 20)
DUE = {"due_on_day": "5", "due_on_month": "1", "due_on_year": "2090"}
BEGAN = {"inspected_on_day": "1", "inspected_on_month": "9", "inspected_on_year": "2026"}
PUBLISHED = {"published_on_day": "1", "published_on_month": "10", "published_on_year": "2026"}


@pytest.fixture
def team(police):
    return a_team()


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def an_item():
    return AssuranceItem.objects.get(origin__startswith="inspection:")


# What is recorded


def test_recommendations_keep_their_order(team):
    inspection = an_inspection(team=team, recommendations=["First", " ", "Second"])
    services.add_recommendations(inspection=inspection, texts=["Third"], by=team, now=NOW)
    assert [(one.position, one.text) for one in inspection.recommendations.all()] == [
        (1, "First"),
        (2, "Second"),
        (3, "Third"),
    ]
    with pytest.raises(ValidationError, match="at least one recommendation"):
        services.add_recommendations(inspection=inspection, texts=[" "], by=team, now=NOW)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"title": " "}, "which inspection it is"),
        ({"published_on": date(2026, 8, 1)}, "before the inspection began"),
        ({"inspected_on": date(2026, 11, 11)}, "cannot be in the future"),
    ],
)
def test_an_inspection_that_cannot_be_is_refused(team, found, words):
    with pytest.raises(ValidationError, match=words):
        an_inspection(team=team, **found)
    assert not Inspection.objects.exists()


def test_what_somebody_else_has_changed_is_not_overwritten(team):
    inspection = an_inspection(team=team)
    seen, fixed = stamp_of(inspection), {"inspection": inspection, "by": team, "now": NOW}
    services.change_inspection(seen=seen, judgement="Good", **fixed)
    with pytest.raises(ValidationError, match="Somebody else has changed"):
        services.change_inspection(seen=seen, judgement="Inadequate", **fixed)
    one = inspection.recommendations.get()
    fixed = {"recommendation": one, "by": team, "now": NOW}
    services.change_recommendation(text="See each child alone", seen=one.text, **fixed)
    with pytest.raises(ValidationError, match="Somebody else has changed"):
        services.change_recommendation(text="Other words", seen=one.text, **fixed)
    with pytest.raises(ValidationError, match="Enter the recommendation"):
        services.change_recommendation(text=" ", seen="See each child alone", **fixed)
    assert (Inspection.objects.get().judgement, InspectionRecommendation.objects.get().text) == (
        "Good",
        "See each child alone",
    )


def test_a_recommendation_that_led_to_an_action_is_not_removed(team):
    inspection = an_inspection(team=team, recommendations=["First", "Second"])
    first, second = inspection.recommendations.all()
    an_action(team=team, recommendation=first)
    with pytest.raises(ValidationError, match="an action has come from it"):
        services.remove_recommendation(recommendation=first, by=team, now=NOW)
    services.remove_recommendation(recommendation=second, by=team, now=NOW)
    assert list(inspection.recommendations.all()) == [first]


def test_readers_change_nothing_and_others_read_nothing(team):
    inspection = an_inspection(team=team)
    member = person_with(Role.SAAS_MEMBER)
    for change in (
        lambda: an_inspection(team=member),
        lambda: services.change_inspection(inspection=inspection, seen="", by=member, now=NOW, title="A"),
        lambda: services.add_recommendations(inspection=inspection, texts=["A"], by=member, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            change()
    for role in Role:
        reads = Permission.READ_ASSURANCE in {permission for permission, _ in ROLES[role].may}
        assert inspections_visible_to(person_with(role)).exists() is reads


# The item it becomes


def test_a_published_inspection_is_an_item_of_the_third_tier(team, police):
    call_command("load_framework", verbosity=0)
    topic, other = TopicFactory(), TopicFactory()
    inspection = an_inspection(team=team, agencies=[police], topics=[topic], strengths="Staff know the children")
    item = an_item()
    assert (item.tier, item.strength, item.confidence, item.agency) == ("3", "partial", "high", police)
    assert item.finding == "Overall judgement as published: Requires improvement\nStrengths: Staff know the children"
    assert (item.dated_on, item.address) == (date(2026, 10, 1), f"{LIST}{inspection.pk}/")
    assert [support.topic for support in item.supports.all()] == [topic]
    services.change_inspection(
        inspection=inspection, seen=stamp_of(inspection), judgement="Inadequate", topics=[other], by=team, now=NOW
    )
    item = an_item()
    assert item.strength == "little"
    assert [support.topic for support in item.supports.all()] == [other]
    services.change_inspection(
        inspection=inspection, seen=stamp_of(Inspection.objects.get()), judgement="", by=team, now=NOW
    )
    assert an_item().withdrawn_at == NOW


def test_one_that_is_not_published_is_no_item_yet(team):
    call_command("load_framework", verbosity=0)
    an_inspection(team=team, published_on=None, judgement="")
    assert not AssuranceItem.objects.filter(origin__startswith="inspection:").exists()


# What is done about it


def test_what_is_done_about_each_recommendation_is_said_plainly(team, police):
    inspection = an_inspection(team=team, agencies=[police], recommendations=["A", "B", "C"])
    first, second, third = inspection.recommendations.all()
    an_action(team=team, recommendation=first)
    an_action(ActionState.CLOSED, team=team, recommendation=first)
    an_action(ActionState.DROPPED, team=team, recommendation=second)
    shown = inspection_page(inspection, team, TODAY)
    assert [row.words for row in shown.recommendations] == [
        "2 actions, 1 closed with an effect",
        "No action now: what was set has been dropped",
        "No action yet",
    ]
    assert set(without_action(team)) == {second, third}
    assert (shown.without_action, due_inspections(team), due_inspections(person_with(Role.SAAS_CHAIR))) == (2, 2, 0)
    assert len(inspection_table(team, InspectionFilters(), TODAY)[1]) == 3


def test_the_list_is_narrowed(team, police):
    first = an_inspection(team=team, agencies=[police], inspectorate="hmicfrs")
    second = an_inspection(team=team, published_on=None, judgement="", recommendations=[])

    def found(**filters):
        return set(inspections_found(team, InspectionFilters(**filters)))

    assert found() == {first, second}
    assert found(inspectorate="hmicfrs") == found(agency="kent-police") == found(standing="without_action") == {first}
    assert found(standing="not_published") == {second}


# Pages


def test_the_list_and_its_files_cost_the_same_however_long(team, police, sign_in):
    client = sign_in(team)
    assert "No inspections yet" in page(client)
    addresses = (LIST, f"{LIST}download.csv")

    def more(number):
        for _ in range(number):
            inspection = an_inspection(team=team, agencies=[police, AgencyFactory()], recommendations=["A", "B"])
            an_action(team=team, recommendation=inspection.recommendations.first())

    more(1)
    few = [queries_of(client, address) for address in addresses]
    more(7)
    assert [queries_of(client, address) for address in addresses] == few
    assert "8 recommendations have" in page(client)
    assert "No inspection matches" in page(client, inspectorate="cqc")
    assert client.get(f"{LIST}download.xlsx").status_code == 200


def test_an_inspection_is_recorded_published_and_followed_up_on_screen(team, police, sign_in):
    client, topic = sign_in(team), TopicFactory(slug="missing")
    sent = {
        "inspectorate": "hmicfrs",
        "title": "Child protection inspection",
        "agencies": ["kent-police"],
        "topics": [topic.slug],
        "recommendations": "• See children alone\n• Share the plan",
        **BEGAN,
    }
    said = client.post(f"{LIST}record/", sent | {"link": "nonsense"}).content.decode()
    assert "Enter a link like" in said
    assert "Share the plan" in said
    assert client.post(f"{LIST}record/", sent).status_code == 302
    inspection = Inspection.objects.get()
    address = f"{LIST}{inspection.pk}/"
    said = page(client, address)
    for words in ("Not yet published", "Kent Police", "Share the plan", "2 recommendations have"):
        assert words in said
    seen = page(client, f"{address}change/").partition('name="seen" value="')[2].partition('"')[0]
    sent |= {"judgement": "Good", "seen": seen} | PUBLISHED
    assert client.post(f"{address}change/", sent).status_code == 302
    said = client.post(f"{address}change/", sent | {"judgement": "Mine"}).content.decode()
    assert "Somebody else has changed the inspection" in said
    assert 'value="Mine"' in said
    assert client.post(f"{address}recommendations/", {"texts": "Third"}).status_code == 302
    first, second, third = inspection.recommendations.all()
    action = {"title": "Ask each child", "holder": "agency:kent-police"} | DUE
    assert client.post(f"/recommendations/{first.pk}/action/", action).status_code == 302
    found = Action.objects.get()
    assert (found.recommendation, found.origin) == (first, "inspection")
    assert "Ask each child" in page(client, address)
    said = page(client, f"/recommendations/{first.pk}/")
    assert "Ask each child" in said
    assert "Remove this recommendation" not in said
    sent = {"text": "Share each plan", "seen": second.text}
    assert client.post(f"/recommendations/{second.pk}/change/", sent).status_code == 302
    assert client.post(f"/recommendations/{third.pk}/remove/").status_code == 302
    assert [one.text for one in inspection.recommendations.all()] == ["See children alone", "Share each plan"]
    assert "an action has come" in client.post(f"/recommendations/{first.pk}/remove/", follow=True).content.decode()


def test_a_reader_sees_no_buttons_and_others_are_refused(team, sign_in):
    inspection = an_inspection(team=team)
    one = inspection.recommendations.get()
    member = sign_in(person_with(Role.SAAS_MEMBER))
    for address in (LIST, f"{LIST}{inspection.pk}/", f"/recommendations/{one.pk}/"):
        said = page(member, address)
        for words in ("Record an inspection", "Change what is recorded", "Change the words", "Set an action"):
            assert words not in said
    for address in (f"{LIST}record/", f"{LIST}{inspection.pk}/change/", f"/recommendations/{one.pk}/change/"):
        assert member.get(address).status_code == 403
    assert member.post(f"/recommendations/{one.pk}/remove/").status_code == 403
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(LIST).status_code == 403
    assert sign_in(team).get(f"{LIST}00000000-0000-0000-0000-000000000000/").status_code == 404
