"""Indicators added, split and retired, with their history kept (R56, R68)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Topic
from assurance.rules.roles import Role
from indicators.models import Domain, Indicator, Measure, Objective, SeriesDue, SuiteChange
from indicators.queries.suite import changes_table, indicators_offered, suite_item_page, suite_table, suite_visible_to
from indicators.rules.changes import ChangeKind
from indicators.rules.vocabulary import Kind, Relation
from indicators.services.suite import add_indicator, retire_indicator, split_indicator
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, DomainFactory, IndicatorFactory, MeasureFactory, figure, land

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
START = date(2026, 4, 1)
REASON = "Agreed by SAAS"


@pytest.fixture
def team(db):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def domain():
    return DomainFactory()


def add(domain, by, wording="Children missing from care", **values):
    fields = {"document": "Minutes", "starts_on": START, "reason": REASON} | values
    return add_indicator(domain=domain, wording=wording, **fields, by=by, now=NOW, today=TODAY)


def split(indicator, by, wordings=("As a victim", "As a perpetrator"), **values):
    fields = {"starts_on": START, "reason": REASON} | values
    return split_indicator(indicator=indicator, wordings=list(wordings), **fields, by=by, now=NOW, today=TODAY)


def retire(indicator, by, first_day_out=TODAY, **values):
    fields = {"reason": REASON} | values
    return retire_indicator(
        indicator=indicator, first_day_out=first_day_out, **fields, by=by, now=NOW, today=TODAY
    )  # fmt: skip


# Adding


def test_a_new_indicator_comes_last_in_its_domain_with_nothing_but_its_wording_agreed(domain, team):
    IndicatorFactory(domain=domain, position=16)
    added = add(domain, team)
    definition = added.definitions.get()
    assert (added.position, added.kind, added.parent) == (17, Kind.NUMBER_AND_JUDGEMENT, None)
    assert (definition.wording, definition.starts_on, definition.owner) == ("Children missing from care", START, "")
    assert (added.topic.title, added.topic.kind) == ("Children missing from care", Topic.Kind.INDICATOR)
    noted = SuiteChange.objects.get()
    assert (noted.kind, noted.indicator, noted.reason) == (ChangeKind.INDICATOR_ADDED, added, REASON)
    assert ActivityEntry.objects.latest("sequence").action == "suite.indicator_added"


def test_an_indicator_of_another_domain_is_judged_and_not_counted(team):
    assert add(DomainFactory(number=1, title="Leadership"), team).kind == Kind.JUDGEMENT


@pytest.mark.parametrize("wording", ["Suite", "Judgements", "requests", "???"])
def test_no_indicator_takes_the_address_of_another_page(sign_in, domain, team, wording):
    slug = add(domain, team, wording).slug
    assert slug not in {"suite", "judgements", "requests", ""}


def test_a_wording_used_before_gets_an_address_of_its_own_once_the_other_is_retired(domain, team):
    first = add(domain, team)
    with pytest.raises(ValidationError, match="worded “children missing from care” already"):
        add(domain, team, "children missing from care")
    retire(first, team)
    assert add(domain, team).slug == "children-missing-from-care-2"


def test_an_indicator_does_not_begin_in_the_future(domain, team):
    with pytest.raises(ValidationError, match="cannot lie in the future"):
        add(domain, team, starts_on=TODAY + timedelta(days=1))
    assert not Indicator.objects.exists()


# Splitting


def test_online_abuse_is_split_into_victim_and_perpetrator(team):
    whole = IndicatorFactory(position=13, slug="online-abuse")
    whole.objectives.add(Objective.objects.create(number=1, title="Children are protected"))
    parts = split(whole, team)
    assert [(part.parent, part.position, part.wording) for part in parts] == [
        (whole, 1, "As a victim"), (whole, 2, "As a perpetrator"),
    ]  # fmt: skip
    assert [part.place for part in parts] == [(2, 13, 1), (2, 13, 2)]
    assert [part.objectives.count() for part in parts] == [1, 1]
    assert whole.definitions.get().ends_on is None
    page = suite_item_page(team, whole, today=TODAY)
    assert [part.code for part in page.parts] == ["2.13.1", "2.13.2"]
    assert SuiteChange.objects.get().what == [["Part", "", "As a victim"], ["Part", "", "As a perpetrator"]]


def test_a_further_part_comes_after_those_there_are(team):
    whole = IndicatorFactory()
    split(whole, team)
    assert [part.position for part in split(whole, team, ["As a bystander"])] == [3]


@pytest.mark.parametrize(
    ("wordings", "sentence"),
    [(["One"], "at least two parts"), (["One", "one"], "same wording")],
)
def test_a_split_that_is_none_is_refused(team, wordings, sentence):
    with pytest.raises(ValidationError, match=sentence):
        split(IndicatorFactory(), team, wordings)
    assert not Indicator.objects.exclude(parent=None).exists()


def test_a_part_is_not_split_and_neither_is_what_is_no_longer_in_use(team):
    part = split(IndicatorFactory(), team)[0]
    with pytest.raises(ValidationError, match="part of an indicator already"):
        split(part, team, ["One", "Two"])
    retire(part, team)
    gone = IndicatorFactory()
    retire(gone, team)
    with pytest.raises(ValidationError, match="no longer in use"):
        split(gone, team)


# Retiring


def test_a_retired_indicator_is_out_of_the_suite_with_its_measures_and_stays_to_be_read(team):
    measure = MeasureFactory()
    item = measure.indicator
    land(figure(measure, "21.6"))
    SeriesDue.objects.all().delete()
    assert retire(item, team) == 1
    item.topic.refresh_from_db()
    assert (item.topic.is_current, item.definitions.get().ends_on) == (False, TODAY - timedelta(days=1))
    assert not Measure.objects.get(pk=measure.pk).is_current
    assert SeriesDue.objects.get().measure == measure
    assert list(Indicator.objects.in_use_on(TODAY)) == []
    assert list(Indicator.objects.in_use_on(TODAY - timedelta(days=1))) == [item]
    suite = suite_visible_to(team, today=TODAY)
    assert (suite.domains[0].items, suite.retired, suite.retired_measures) == ((), (item,), (measure,))
    assert [row.kind for row in suite_item_page(team, item, today=TODAY).changes] != []
    assert {row.kind for row in SuiteChange.objects.all()} == {
        ChangeKind.INDICATOR_RETIRED, ChangeKind.MEASURE_RETIRED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first_day_out", "sentence"),
    [(TODAY + timedelta(days=1), "cannot lie in the future"), (date(2019, 9, 17), "holds from 17 September 2019")],
)
def test_an_indicator_is_not_retired_on_a_day_it_cannot_be(team, first_day_out, sentence):
    with pytest.raises(ValidationError, match=sentence):
        retire(IndicatorFactory(), team, first_day_out)


def test_an_indicator_is_not_retired_twice_nor_before_its_parts(team):
    whole = IndicatorFactory()
    parts = split(whole, team)
    with pytest.raises(ValidationError, match="Retire its parts first"):
        retire(whole, team)
    for part in parts:
        retire(part, team)
    retire(whole, team)
    with pytest.raises(ValidationError, match="its last day was 19 November 2026"):
        retire(whole, team)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_the_business_team_alone_changes_the_suite(domain, role):
    person, item = person_with(role), IndicatorFactory(domain=domain)
    for act in (lambda: add(domain, person), lambda: split(item, person), lambda: retire(item, person)):
        with pytest.raises(PermissionDenied):
            act()
    assert Indicator.objects.count() == 1


# Reading


def test_the_suite_says_of_every_indicator_what_is_agreed_and_its_measures_the_closest_first(reader, domain):
    item = IndicatorFactory(domain=domain, definition__owner="Head of Service", definition__is_early_warning=True)
    MeasureFactory(indicator=item, relation=Relation.PROXY, title="A proxy", position=1)
    MeasureFactory(indicator=item, relation=Relation.DIRECT, title="The thing itself", position=2)
    background = MeasureFactory(indicator=None, relation=Relation.CONTEXT)
    suite = suite_visible_to(reader, today=TODAY)
    found = suite.domains[0].items[0]
    assert (found.state, found.owner, found.is_early_warning) == ("Partly agreed", "Head of Service", True)
    assert [measure.title for measure in found.measures] == ["The thing itself", "A proxy"]
    assert suite.background == (background,)
    headers, rows = suite_table(reader, today=TODAY)
    assert [row[6] for row in rows] == ["The thing itself", "A proxy", background.title]
    assert {len(row) for row in rows} == {len(headers)}


def test_the_suite_takes_as_many_queries_for_many_rows_as_for_one(reader, domain, django_assert_max_num_queries):
    for _ in range(4):
        MeasureFactory(indicator=IndicatorFactory(domain=domain))
    suite_visible_to(reader, today=TODAY)
    with django_assert_max_num_queries(6):
        suite_visible_to(reader, today=TODAY)


def test_who_may_not_read_indicators_sees_no_suite_and_no_history(outsider, domain, team):
    retire(MeasureFactory(indicator=IndicatorFactory(domain=domain)).indicator, team)
    suite = suite_visible_to(outsider, today=TODAY)
    assert (suite.domains, suite.background, suite.retired, suite.retired_measures) == ((), (), (), ())
    assert changes_table(outsider)[1] == []
    assert indicators_offered(outsider, today=TODAY) == []


def test_the_history_is_a_table_with_a_row_for_each_thing_that_is_different(reader, domain, team):
    add(domain, team)
    headers, rows = changes_table(reader)
    assert [row[2:] for row in rows] == [
        ["Indicator added", "Children missing from care", "Wording", "", "Children missing from care", REASON],
        ["Indicator added", "Children missing from care", "In effect from", "", "1 April 2026", REASON],
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(headers)}


# The pages


def test_the_business_team_adds_splits_and_retires_on_its_pages(sign_in, team, domain):
    client, day = sign_in(team), {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026"}
    added = client.post("/indicators/suite/domains/2/add/", {"wording": "Online abuse", "reason": REASON} | day,
                        follow=True)  # fmt: skip
    assert "The indicator is added." in added.text
    path = "/indicators/suite/items/online-abuse/"
    client.post(f"{path}split/", {"wordings": "- As a victim\n- As a perpetrator", "reason": REASON} | day)
    assert "As a perpetrator" in client.get(path).text
    out = {"first_day_out_day": "1", "first_day_out_month": "5", "first_day_out_year": "2026"}
    client.post("/indicators/suite/items/as-a-victim/retire/", {"reason": "Told apart no more"} | out)
    assert "Its last day in use was" in client.get("/indicators/suite/items/as-a-victim/").text
    overview = client.get("/indicators/suite/").text
    assert overview.index("As a perpetrator") < overview.index("No longer in use") < overview.index("As a victim")
    assert client.get("/indicators/suite/history.csv").text.count("Told apart no more") == 1


def test_a_reader_sees_the_suite_and_its_history_without_ways_to_change_it(sign_in, reader, domain):
    item = IndicatorFactory(domain=domain)
    client = sign_in(reader)
    pages = [client.get(path).text for path in ("/indicators/suite/", f"/indicators/suite/items/{item.slug}/")]
    assert [words for words in (">Change<", ">Retire<", "/add/", "/definition/") if words in "".join(pages)] == []
    assert client.get(f"/indicators/suite/items/{item.slug}/retire/").status_code == 403
    assert Domain.objects.count() == 1
