"""Items of assurance support a main objective: recorded, filtered, used again; and nothing else is about one (R54)."""

import pytest
from django.utils.timezone import localdate

from assurance.forms.items import SupportForm
from assurance.forms.returns import topic_choices
from assurance.models import AssuranceItem, Topic
from assurance.queries import drafts, themes, warnings
from assurance.queries.items import ItemFilters, item_table, items_found, supported_by_items
from assurance.queries.supports import supports_offered
from assurance.rules.roles import Role
from audits.queries import programme
from audits.services.tools import _topic_names
from tests.assurance.counting import queries_of
from tests.factories.assurance import TopicFactory, person_with
from tests.factories.items import ToolFactory, an_indicator, an_item
from tests.factories.items import an_objective as objective

pytestmark = pytest.mark.django_db
LIST = "/assurance-items/"


def page(client, address=LIST, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def recorded(**changes):
    """What the form of a new item sends."""
    day = localdate()
    return {
        "tool": "single-agency-audits",
        "title": "Dip sample",
        "finding": "Nine in ten began in time",
        "dated_on_day": day.day,
        "dated_on_month": day.month,
        "dated_on_year": day.year,
        "strength": "partial",
        "confidence": "high",
        "purposes": ["operation"],
        "voice": "",
    } | changes


def test_an_item_is_recorded_for_an_objective_and_says_so(member, sign_in):
    ToolFactory(slug="single-agency-audits")
    protected = objective(1, title="Children are protected")
    client = sign_in(member)
    assert "Children are protected" in page(client, f"{LIST}record/")
    said = client.post(f"{LIST}record/", recorded(objectives=[protected.slug]), follow=True).content.decode()
    assert "The item is recorded." in said
    shown = said.partition("What it gives assurance of")[2]
    assert "Children are protected" in shown
    assert ">Objective<" in shown
    assert list(AssuranceItem.objects.get().supports.values_list("topic", flat=True)) == [protected.pk]


def test_an_item_is_used_again_for_an_objective(member, sign_in):
    item, protected = an_item(by=member), objective(1, title="Children are protected")
    said = sign_in(member).post(f"{LIST}{item.pk}/support/", {"objectives": [protected.slug]}, follow=True)
    assert "It supports these, too." in said.content.decode()
    assert item.supports.filter(topic=protected).exists()


def test_the_address_may_name_an_objective_or_a_subject(member, sign_in):
    TopicFactory(slug="sharing")
    client = sign_in(member)
    for slug in (objective(1).slug, "sharing"):
        assert f'value="{slug}" checked' in page(client, f"{LIST}record/", about=f"topic:{slug}")


def test_the_list_and_its_file_are_narrowed_to_an_objective(member, sign_in):
    protected = objective(1, title="Children are protected")
    an_item(protected, title="Of the objective", by=member)
    an_item(an_indicator(), title="Of an indicator", by=member)
    narrowed = ItemFilters(about=f"topic:{protected.slug}")
    assert [one.title for one in items_found(member, narrowed, localdate())] == ["Of the objective"]
    assert ("Objectives", [(f"topic:{protected.slug}", "Children are protected")]) in supported_by_items(member)
    headers, (row,) = item_table(member, narrowed, localdate())
    assert row[headers.index("Gives assurance of")] == "Objective: Children are protected"
    said = page(sign_in(member), about=f"topic:{protected.slug}")
    assert ">Of the objective<" in said
    assert ">Of an indicator<" not in said


def test_objectives_stand_first_and_cost_the_form_nothing_more_however_many(member, sign_in):
    ToolFactory(slug="single-agency-audits")
    objective(1)
    an_indicator()
    client = sign_in(member)
    few = queries_of(client, f"{LIST}record/")
    for number in (2, 3, 4):
        objective(number)
    assert queries_of(client, f"{LIST}record/") == few
    form = SupportForm(offered=supports_offered(localdate()))
    assert list(form.fields)[:2] == ["objectives", "indicators"]
    assert [one.title for one in form.fields["objectives"].queryset] == [
        f"Objective {number}" for number in range(1, 5)
    ]


def test_nothing_but_items_of_assurance_is_about_an_objective():
    named = {objective(1).slug}
    theme, indicator = TopicFactory(slug="sharing"), an_indicator(slug="missing")
    both = {theme.slug, indicator.slug}
    today, team = localdate(), person_with(Role.BUSINESS_TEAM)
    assert {one.slug for one in drafts.topics_offered()} == both
    assert {one.slug for one in warnings.topics_offered()} == both
    assert {one.slug for one in themes.topics_offered()} == both
    assert {one.slug for one in programme.offered(team, today).topics} == both
    assert set(_topic_names().values()) == both
    assert {one.slug for one in supports_offered(today).topics} == both | named
    groups = topic_choices(Topic.objects.all(), key="slug")[1:]
    assert {slug for _, rows in groups for slug, _ in rows} == both


def test_an_inspector_reads_what_supports_an_objective_and_changes_nothing(sign_in):
    item = an_item(objective(1, title="Children are protected"))
    client = sign_in(person_with(Role.INSPECTOR))
    assert "Children are protected" in page(client, f"{LIST}{item.pk}/")
    assert client.post(f"{LIST}{item.pk}/support/", {"objectives": ["objective-1"]}).status_code == 403
    assert client.get(f"{LIST}record/").status_code == 403
