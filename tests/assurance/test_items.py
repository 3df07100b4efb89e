"""Items of assurance: recorded by hand, made of records, supporting more, withdrawn; who may read them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, AssuranceItem, Priority
from assurance.queries.items import due_items, item_visible_to, items_visible_to
from assurance.rules.evidence_tiers import Confidence, Element, Purpose, Strength, Tier
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import Role
from assurance.services.item_supports import NOTHING, Supports, add_supports, remove_support
from assurance.services.items import (
    ItemOfRecord,
    bring_item_up_to_date,
    bring_items_up_to_date,
    withdraw_item,
    withdraw_items_of,
)
from tests.factories.assurance import TopicFactory, UserFactory, person_with
from tests.factories.items import DATED, NOW, TODAY, ToolFactory, a_risk, an_item, supporting
from tests.factories.plans import a_plan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def tool():
    return ToolFactory(slug="dashboard", tier=Tier.STRATEGIC, element=Element.QUANTITATIVE, fresh_months=6)


def record(origin="record:1", **details):
    """What a record says of its item."""
    return {
        "origin": origin,
        "tool_slug": "dashboard",
        "title": "Figures",
        "finding": "It rose",
        "dated_on": DATED,
        "strength": Strength.PARTIAL,
        "confidence": Confidence.HIGH,
    } | details


def bring(now=NOW, **details):
    return bring_item_up_to_date(now=now, **record(**details))


def links(item):
    return {str(support) for support in item.supports.all()}


# By hand


def test_an_item_takes_what_its_tool_has_and_supports_many_things(tool):
    topic, risk = TopicFactory(title="A topic"), a_risk()
    plan = a_plan(PlanKind.STRATEGIC, PlanState.AGREED)
    priority = Priority.objects.get(plan=plan)
    supports = Supports(topics=frozenset({topic.pk}), priorities=frozenset({priority.pk}), risks=frozenset({risk.pk}))
    item = an_item(tool=tool, supports=supports)
    assert (item.tier, item.element, item.current_until) == ("2", "quantitative", date(2027, 5, 1))
    assert (item.of_operation, item.of_system, item.of_standards) == (True, False, False)
    assert links(item) == {"A topic", "Priority 1", "Risk 1"}
    assert ActivityEntry.objects.get(action="item.record").subject_id == str(item.pk)


def test_an_item_may_differ_from_its_tool(tool):
    item = an_item(tool=tool, tier=Tier.INDEPENDENT, element=Element.JUDGEMENT, current_until=TODAY)
    assert (item.tier, item.element, item.current_until) == ("3", "judgement", TODAY)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"finding": " "}, "Say in a few words what it is, and what it says."),
        ({"dated_on": TODAY + DAY}, "The date of an item cannot be in the future."),
        ({"current_until": DATED - DAY}, "An item cannot stop being current before its own date."),
        ({"supports": NOTHING}, "Choose at least one thing that it gives assurance of."),
    ],
)
def test_what_an_item_cannot_be(details, sentence):
    with pytest.raises(ValidationError, match=sentence):
        an_item(**details)
    assert not AssuranceItem.objects.exists()


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.INDEPENDENT_SCRUTINEER, Role.PARTNER_LEAD])
def test_who_reads_or_does_not_even_read_records_nothing(role):
    with pytest.raises(PermissionDenied):
        an_item(by=person_with(role))


# Of records


def test_the_item_of_a_record_is_made_once_and_brought_up_to_date(tool):
    first, second = TopicFactory(), TopicFactory()
    made = bring(supports=supporting(first))
    assert (made.tier, made.of_standards, made.of_system, made.recorded_by) == ("2", True, False, None)
    later = bring(NOW + DAY, finding="It fell", supports=supporting(second), no_longer=supporting(first))
    assert later.pk == made.pk
    item = AssuranceItem.objects.get()
    assert (item.finding, item.recorded_at) == ("It fell", NOW + DAY)
    assert links(item) == {second.title}


def test_a_record_that_has_not_changed_writes_nothing(tool):
    bring()
    before = ActivityEntry.objects.count()
    bring(NOW + DAY)
    assert AssuranceItem.objects.get().recorded_at == NOW
    assert ActivityEntry.objects.count() == before


def test_what_people_let_it_support_besides_stays(tool):
    item = bring(supports=supporting(TopicFactory(title="Its own")))
    other = TopicFactory(title="Another")
    add_supports(item=item, supports=supporting(other), by=person_with(Role.SAAS_MEMBER), now=NOW)
    bring(NOW + DAY, finding="It fell")
    assert links(item) == {"Its own", "Another"}


def test_many_records_take_as_many_queries_as_one(tool, django_assert_num_queries):
    topic = TopicFactory()

    def several(*numbers):
        words = [record(f"record:{number}", supports=supporting(topic)) for number in numbers]
        return [ItemOfRecord(**one) for one in words]

    bring_items_up_to_date(records=several(0), now=NOW)
    with django_assert_num_queries(12):
        bring_items_up_to_date(records=several(1), now=NOW)
    with django_assert_num_queries(12):
        bring_items_up_to_date(records=several(*range(2, 30)), now=NOW)


def test_a_record_is_kept_though_no_tools_are_loaded():
    assert bring() is None


def test_the_item_of_a_record_that_no_longer_stands_is_out_until_it_stands_again(tool):
    item = bring()
    withdraw_items_of(origins=["record:1", "record:2"], now=NOW)
    item.refresh_from_db()
    assert (item.withdrawn_at, item.withdrawn_by) == (NOW, None)
    bring(NOW + DAY)
    item.refresh_from_db()
    assert (item.withdrawn_at, item.withdrawn_reason) == (None, "")


def test_what_a_person_withdrew_stays_withdrawn_until_there_is_something_newer(tool):
    item = bring()
    withdraw_item(item=item, reason="Counted twice", by=person_with(Role.SAAS_CHAIR), now=NOW)
    bring(NOW + DAY, finding="It fell")
    item.refresh_from_db()
    assert (item.withdrawn_reason, item.finding) == ("Counted twice", "It rose")
    bring(NOW + DAY, finding="It fell", dated_on=DATED + DAY)
    item.refresh_from_db()
    assert (item.withdrawn_at, item.finding) == (None, "It fell")


# Used again, and withdrawn


def test_what_it_supports_already_is_not_added_twice():
    topic, member = TopicFactory(), person_with(Role.SAAS_MEMBER)
    item = an_item(topic)
    with pytest.raises(ValidationError, match="all of that already"):
        add_supports(item=item, supports=supporting(topic), by=member, now=NOW)
    add_supports(item=item, supports=supporting(topic, TopicFactory()), by=member, now=NOW)
    assert item.supports.count() == 2


def test_the_last_support_stays_and_others_are_taken_off_by_those_who_manage():
    chair = person_with(Role.SAAS_CHAIR)
    item = an_item(TopicFactory(), TopicFactory())
    first, last = item.supports.all()
    with pytest.raises(PermissionDenied):
        remove_support(support=first, by=person_with(Role.SAAS_MEMBER), now=NOW)
    remove_support(support=first, by=chair, now=NOW)
    with pytest.raises(ValidationError, match="withdraw the item instead"):
        remove_support(support=last, by=chair, now=NOW)


def test_its_recorder_or_those_who_manage_withdraw_an_item_once_with_a_reason():
    member, chair = person_with(Role.SAAS_MEMBER), person_with(Role.SAAS_CHAIR)
    item, other = an_item(by=member), an_item(by=person_with(Role.SAAS_MEMBER))
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_item(item=item, reason=" ", by=member, now=NOW)
    withdraw_item(item=item, reason="Counted twice", by=member, now=NOW)
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_item(item=item, reason="Again", by=chair, now=NOW)
    with pytest.raises(PermissionDenied):
        withdraw_item(item=other, reason="Not mine", by=member, now=NOW)
    withdraw_item(item=other, reason="Counted twice", by=chair, now=NOW)
    assert not items_visible_to(chair).exists()
    assert item_visible_to(chair, item.pk).withdrawn_reason == "Counted twice"
    with pytest.raises(ValidationError, match="has been withdrawn"):
        add_supports(item=item, supports=supporting(TopicFactory()), by=chair, now=NOW)


def test_who_reads_items():
    an_item()
    for role in (Role.SAAS_MEMBER, Role.BOARD_OBSERVER, Role.INSPECTOR, Role.INDEPENDENT_SCRUTINEER):
        assert items_visible_to(person_with(role)).count() == 1
    for role in (Role.PARTNER_LEAD, Role.GROUP_CHAIR, Role.OUTSIDE_READER, Role.SYSTEM_ADMINISTRATOR):
        assert not items_visible_to(person_with(role)).exists()
    assert not items_visible_to(UserFactory()).exists()


def test_what_one_recorded_and_should_soon_renew():
    member = person_with(Role.SAAS_MEMBER)
    an_item(by=member, current_until=TODAY + 20 * DAY)
    an_item(by=member, current_until=TODAY + 10 * DAY)
    an_item(by=member, current_until=TODAY + 200 * DAY)
    an_item(current_until=TODAY + DAY)
    due = due_items(member, TODAY)
    assert (due.number, due.first) == (2, TODAY + 10 * DAY)
    assert due_items(person_with(Role.BOARD_MEMBER), TODAY).number == 0


def test_purposes_may_be_said_of_a_record(tool):
    item = bring(purposes=frozenset({Purpose.SYSTEM}))
    assert (item.of_operation, item.of_system, item.of_standards) == (False, True, False)
