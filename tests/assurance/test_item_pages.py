"""The pages of items: the list with its filters, recording, one item, using it again, withdrawing it, the voices."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from assurance.forms.layouts import BOXES_IN_SIGHT
from assurance.models import AssuranceItem, Priority
from assurance.queries.items import ItemFilters, item_table, items_found
from assurance.queries.topic_items import NEWEST, items_of_topic
from assurance.rules.evidence_tiers import Purpose, Tier, Voice
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import Role
from assurance.services.item_supports import Supports
from assurance.services.items import bring_item_up_to_date
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.indicators import IndicatorFactory
from tests.factories.items import NOW, ToolFactory, a_risk, an_indicator, an_item, supporting
from tests.factories.plans import a_plan

pytestmark = pytest.mark.django_db
LIST = "/assurance-items/"
DAY = timedelta(days=1)


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def recent(**details):
    """Dates that make an item current whenever the test runs."""
    return {"dated_on": localdate() - 10 * DAY, "now": NOW.replace(year=localdate().year + 1)} | details


# The list


def test_the_list_is_narrowed_by_every_filter(member, sign_in):
    police = AgencyFactory(slug="police", name="Police")
    missing = an_indicator(slug="missing", title="Children who go missing")
    audit = ToolFactory(slug="audit", tier=Tier.STRATEGIC)
    an_item(missing, title="First", agency=police, by=member, **recent())
    an_item(title="Second", tool=audit, voice=Voice.PRACTITIONER, purposes={Purpose.SYSTEM}, by=member, **recent())
    an_item(title="Third", by=member, **recent(current_until=localdate() - DAY))
    risk = a_risk()
    an_item(title="Fourth", by=member, supports=Supports(risks=frozenset({risk.pk})), **recent())

    def shown(**filters):
        found = items_found(member, ItemFilters(**filters), localdate())
        return [title for title in ("First", "Second", "Third", "Fourth") if title in {one.title for one in found}]

    assert len(shown()) == 4
    assert shown(tier="2") == ["Second"]
    assert shown(element="judgement") == []
    assert shown(tool="audit") == ["Second"]
    assert shown(voice="practitioner") == ["Second"]
    assert shown(holder="agency:police") == ["First"]
    assert shown(fresh="stale") == ["Third"]
    assert shown(fresh="current") == ["First", "Second", "Fourth"]
    assert shown(about="topic:missing") == ["First"]
    assert shown(about=f"risk:{risk.pk}") == ["Fourth"]
    assert shown(purpose="system") == ["Second"]
    client = sign_in(member)
    said = page(client, about=f"risk:{risk.pk}", fresh="current", tool="single-agency-audits")
    assert ">Fourth<" in said
    assert ">First<" not in said
    assert "4 items" in page(client, about="risk:nonsense")
    assert "No item matches" in page(client, element="judgement")


def test_an_empty_list_says_what_will_appear_and_who_may_records_one(member, sign_in):
    said = page(sign_in(member))
    assert "No items yet" in said
    assert "Record an item" in said
    assert "Record an item" not in page(sign_in(person_with(Role.BOARD_MEMBER)))


def test_the_list_costs_the_same_however_long(member, sign_in):
    topics = [TopicFactory() for _ in range(3)]
    client = sign_in(member)
    an_item(*topics, by=member)
    few = queries_of(client, LIST)
    for _ in range(27):
        an_item(*topics, by=member)
    assert queries_of(client, LIST) == few
    assert "28 items" in page(client)
    assert page(client, page=2).count("app-item-about") == 9


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.GROUP_CHAIR])
def test_who_does_not_read_assurance_opens_nothing_of_it(role, sign_in):
    item = an_item()
    client = sign_in(person_with(role))
    for address in (LIST, f"{LIST}{item.pk}/", f"{LIST}voices/", "/assurance-map/", "/assurance-tiers/"):
        assert client.get(address).status_code == 403


def test_the_items_can_be_taken_away(member, sign_in):
    an_item(TopicFactory(title="A topic"), by=member, title="=1+1", voice=Voice.PRACTITIONER)
    answer = sign_in(member).get(f"{LIST}download.csv")
    text = answer.content.decode()
    assert "'=1+1" in text
    assert "Subject of returns: A topic" in text
    headers, (row,) = item_table(member, ItemFilters(), localdate())
    assert len(headers) == len(row)
    assert sign_in(member).get(f"{LIST}download.xlsx").status_code == 200


# Recording


def recorded(**changes):
    """What the form of a new item sends."""
    day = localdate() - DAY
    return {
        "tool": "single-agency-audits",
        "title": "Dip sample",
        "finding": "Nine in ten began in time",
        "dated_on_day": day.day,
        "dated_on_month": day.month,
        "dated_on_year": day.year,
        "strength": "partial",
        "confidence": "high",
        "purposes": ["operation", "standards"],
        "voice": "",
    } | changes


def test_an_item_is_recorded_with_all_it_supports(member, sign_in):
    ToolFactory(slug="single-agency-audits")
    an_indicator(slug="missing")
    TopicFactory(slug="sharing")
    priority = Priority.objects.get(plan=a_plan(PlanKind.STRATEGIC, PlanState.AGREED))
    risk, police = a_risk(), AgencyFactory(slug="police")
    chosen = {
        "indicators": ["missing"],
        "subjects": ["sharing"],
        "priorities": [str(priority.pk)],
        "risks": [str(risk.pk)],
        "holder": "agency:police",
        "link": "https://example.org/paper",
    }
    said = sign_in(member).post(f"{LIST}record/", recorded(**chosen), follow=True).content.decode()
    assert "The item is recorded." in said
    assert "What it gives assurance of" in said  # the item's own page
    item = AssuranceItem.objects.get()
    assert item.supports.count() == 4
    assert (item.agency, item.of_standards, item.of_system, item.link) == (police, True, False, chosen["link"])


def test_what_is_missing_is_asked_for_and_what_was_written_stays(member, sign_in):
    ToolFactory(slug="single-agency-audits")
    an_indicator(slug="missing")
    said = sign_in(member).post(f"{LIST}record/", recorded(strength="", purposes=[])).content.decode()
    for sentence in (
        "Choose how much assurance it gives",
        "Choose at least one of the three",
        "Nine in ten began in time",
    ):
        assert sentence in said
    said = sign_in(member).post(f"{LIST}record/", recorded()).content.decode()
    assert "Choose at least one thing" in said
    assert not AssuranceItem.objects.exists()


def test_the_address_may_name_what_it_is_about(member, sign_in):
    an_indicator(slug="missing")
    said = page(sign_in(member), f"{LIST}record/", about="topic:missing", voice="practitioner")
    assert said.count("checked") == 2


def test_a_long_list_is_folded_until_something_in_it_is_chosen(member, sign_in):
    ToolFactory(slug="single-agency-audits")
    for number in range(BOXES_IN_SIGHT):
        an_indicator(slug=f"of-{number}")
    client = sign_in(member)
    assert "app-folded" not in page(client, f"{LIST}record/").partition("Where it comes from")[0]
    an_indicator(slug="missing")
    folded = '<details class="govuk-details app-folded"'
    assert f"{folded}>" in page(client, f"{LIST}record/").partition("Where it comes from")[0]
    said = page(client, f"{LIST}record/", about="topic:missing")
    assert said.count(f"{folded} open>") == 1
    for more, opened in (({"current_until_day": "1"}, "Tier, element"), ({}, "Indicators (9")):
        said = client.post(f"{LIST}record/", recorded(**more)).content.decode()
        assert said.count(f"{folded} open>") == 1
        assert opened in said.partition(f"{folded} open>")[2].partition("</summary>")[0]


# One item


def test_an_item_shows_what_it_supports_and_where_its_record_is(chair, sign_in):
    ToolFactory(slug="dashboard")
    police = AgencyFactory(slug="police", name="Police")
    item = bring_item_up_to_date(
        origin="return:1",
        tool_slug="dashboard",
        title="Status return",
        finding="It is there",
        dated_on=localdate(),
        strength="partial",
        confidence="medium",
        supports=supporting(an_indicator(slug="missing", title="Children who go missing"), TopicFactory()),
        agency=police,
        address="/returns/1/",
        now=NOW,
    )
    said = page(sign_in(person_with(Role.SAAS_CHAIR)), f"{LIST}{item.pk}/")
    for words in ("Children who go missing", "Partial assurance", "What it is made of", "Police", "Take off"):
        assert words in said
    # Whoever holds no right on the agency's returns is not led to one.
    said = page(sign_in(chair), f"{LIST}{item.pk}/")
    assert "What it is made of" not in said


def test_an_item_is_used_again_and_a_support_taken_off(chair, sign_in):
    item = an_item(TopicFactory(slug="first"), by=chair)
    TopicFactory(slug="second", title="Second")
    client = sign_in(chair)
    said = client.post(f"{LIST}{item.pk}/support/", {"subjects": ["second"]}, follow=True).content.decode()
    assert "It supports these, too." in said
    assert "Second" in said
    client.post(f"{LIST}{item.pk}/support/remove/", {"support": "topic:second"})
    assert item.supports.count() == 1
    said = client.post(f"{LIST}{item.pk}/support/remove/", {"support": "topic:first"}, follow=True).content.decode()
    assert "withdraw the item instead" in said
    assert client.post(f"{LIST}{item.pk}/support/remove/", {"support": "nonsense"}).status_code == 404


def test_an_item_is_withdrawn_by_its_recorder_and_says_so(member, sign_in):
    item, other = an_item(by=member), an_item()
    client = sign_in(member)
    assert client.get(f"{LIST}{other.pk}/withdraw/").status_code == 403
    assert "Say why" in client.post(f"{LIST}{item.pk}/withdraw/", {"reason": ""}).content.decode()
    said = client.post(f"{LIST}{item.pk}/withdraw/", {"reason": "Counted twice"}, follow=True).content.decode()
    assert "Counted twice" in said
    assert "Let it support more" not in said
    said = page(client, f"{LIST}{item.pk}/support/")
    assert "the item has been withdrawn" in said
    # What was written in the meantime is heard, and comes back with the reason why it is refused.
    TopicFactory(slug="second")
    said = client.post(f"{LIST}{item.pk}/support/", {"subjects": ["second"]}).content.decode()
    assert "It has been withdrawn: it gives assurance of nothing more." in said


# The voices


def test_the_voices_are_kept_apart_and_shown_by_what_they_are_about(member, sign_in):
    missing = an_indicator(slug="missing", title="Children who go missing")
    an_item(missing, by=member, voice=Voice.CHILD_AND_FAMILY, title="Young voices")
    an_item(missing, by=member, voice=Voice.CHILD_AND_FAMILY, title="Families")
    an_item(by=member, title="Nobody’s voice")
    said = page(sign_in(member), f"{LIST}voices/")
    child, _, practitioner = said.partition("Voice of practitioners</h2>")
    assert "Young voices" in child
    assert "2 items" in child
    assert "Not heard yet" in practitioner
    assert "Nobody’s voice" not in said


# Beside an indicator


def test_the_page_of_an_indicator_shows_its_items_to_those_who_read_assurance(member, sign_in):
    indicator = IndicatorFactory()
    assert items_of_topic(person_with(Role.PARTNER_LEAD), indicator.slug, localdate()) is None
    address = f"/indicators/{indicator.slug}/"
    client = sign_in(member)
    assert "No evidence of it yet" in page(client, address)
    for number in range(NEWEST + 1):
        an_item(indicator.topic, title=f"Item {number}", by=member, **recent())
    said = page(client, address)
    assert f"Every item of evidence of it ({NEWEST + 1})" in said
    assert said.count("Partial assurance") == NEWEST
    assert f"{LIST}record/?about=topic:{indicator.slug}" in said
    said = page(sign_in(person_with(Role.INSPECTOR)), address)
    assert "Assurance of this indicator" in said
    assert f"{LIST}record/" not in said
    assert "Assurance of this indicator" not in page(sign_in(person_with(Role.PARTNER_LEAD)), address)
