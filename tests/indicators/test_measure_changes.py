"""Measures added, changed, moved, retired and taken up again (R61, R68)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from indicators.models import Measure, SeriesDue, SuiteChange
from indicators.queries.suite_texts import measure_texts
from indicators.rules.changes import ChangeKind, fingerprint
from indicators.rules.vocabulary import Polarity, Relation, Unit
from indicators.services.measure_changes import (
    FIELDS,
    add_measure,
    change_measure,
    move_measure,
    restore_measure,
    retire_measure,
)
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.indicators import NOW, AreaFactory, IndicatorFactory, MeasureFactory, figure, land

pytestmark = pytest.mark.django_db
REASON = "Agreed by SAAS"
NEW = {
    "title": "Children missing three times", "relation": Relation.NEAR, "unit": Unit.COUNT, "decimals": 0,
    "polarity": Polarity.HIGHER_IS_WORSE, "frequency": "monthly", "numerator": "Children", "denominator": "",
    "source_agency": None, "data_note": "",
}  # fmt: skip


@pytest.fixture
def team(db):
    return person_with(Role.BUSINESS_TEAM)


def add(indicator, by, code="MISSING_3", **values):
    fields = {**NEW, "home_area": AreaFactory(), "joined_with": [], "reason": REASON, **values}
    return add_measure(indicator=indicator, code=code, **fields, by=by, now=NOW)


def change(measure, by, *, seen=None, joined_with=None, **values):
    fields = {name: getattr(measure, name) for name in FIELDS} | {"reason": REASON} | values
    joined = list(measure.joined_with.all()) if joined_with is None else joined_with
    seen = fingerprint(measure_texts(measure)) if seen is None else seen
    change_measure(measure=measure, seen=seen, joined_with=joined, **fields, by=by, now=NOW)
    measure.refresh_from_db()


def test_a_new_measure_comes_last_below_its_indicator_with_whom_it_is_joined(team):
    police, council = AgencyFactory(name="Kent Police"), AgencyFactory(name="Kent County Council")
    first = MeasureFactory(position=3)
    added = add(first.indicator, team, source_agency=police, joined_with=[police, council])
    assert (added.position, added.code, added.is_current) == (4, "MISSING_3", True)
    assert list(added.joined_with.all()) == [council]
    noted = SuiteChange.objects.get()
    assert (noted.kind, noted.measure, noted.reason) == (ChangeKind.MEASURE_ADDED, added, REASON)
    assert ["Joined with", "", "Kent County Council"] in noted.what
    assert ActivityEntry.objects.latest("sequence").action == "suite.measure_added"


def test_a_code_is_given_once_whatever_its_capitals(team):
    MeasureFactory(code="MISSING_3")
    with pytest.raises(ValidationError, match="a measure with the code missing_3 already"):
        add(IndicatorFactory(), team, "missing_3")


def test_what_is_different_of_a_measure_is_noted_and_its_findings_are_made_again(team):
    measure = MeasureFactory()
    district = AreaFactory()
    land(figure(measure, "21.6"), figure(measure, "22", area=district))
    SeriesDue.objects.all().delete()
    change(measure, team, polarity=Polarity.HIGHER_IS_WORSE, title="Another title")
    assert (measure.title, measure.polarity) == ("Another title", Polarity.HIGHER_IS_WORSE)
    assert sorted(row[0] for row in SuiteChange.objects.get().what) == ["Better when", "Title"]
    assert set(SeriesDue.objects.values_list("measure", "area")) == {
        (measure.pk, measure.home_area_id), (measure.pk, district.pk),
    }  # fmt: skip


def test_whom_a_measure_is_joined_with_can_change_alone(team):
    measure, agency = MeasureFactory(), AgencyFactory(name="Kent Police")
    change(measure, team, joined_with=[agency])
    assert SuiteChange.objects.get().what == [["Joined with", "", "Kent Police"]]


def test_a_change_that_is_none_is_refused_and_so_is_one_of_what_was_not_seen(team):
    measure = MeasureFactory()
    with pytest.raises(ValidationError, match="Nothing is different"):
        change(measure, team)
    seen = fingerprint(measure_texts(measure))
    change(measure, team, title="Another title")
    with pytest.raises(ValidationError, match="Somebody has changed this measure"):
        change(measure, team, seen=seen, title="A third title")


def test_a_measure_with_figures_keeps_its_unit(team):
    measure = MeasureFactory(unit=Unit.PERCENT)
    change(measure, team, unit=Unit.DAYS)
    land(figure(measure, "21.6"))
    with pytest.raises(ValidationError, match="Its figures are in another unit"):
        change(measure, team, unit=Unit.PERCENT)


def test_a_measure_moves_below_another_indicator_with_its_figures(team):
    measure, other = MeasureFactory(), MeasureFactory(position=7)
    land(figure(measure, "21.6"))
    move_measure(
        measure=measure, indicator=other.indicator, relation=Relation.PROXY, reason=REASON, by=team, now=NOW
    )  # fmt: skip
    moved = Measure.objects.get(pk=measure.pk)
    assert (moved.indicator, moved.position, moved.relation) == (other.indicator, 8, Relation.PROXY)
    assert SuiteChange.objects.get().what == [
        ["Indicator", measure.indicator.wording, other.indicator.wording],
        ["How close it is to the item", "Direct", "Proxy"],
    ]  # fmt: skip


def test_a_measure_of_no_indicator_is_context_alone(team):
    measure = MeasureFactory()
    where = {"measure": measure, "indicator": None, "reason": REASON, "by": team, "now": NOW}
    with pytest.raises(ValidationError, match="can only be context"):
        move_measure(relation=Relation.DIRECT, **where)
    move_measure(relation=Relation.CONTEXT, **where)
    with pytest.raises(ValidationError, match="hangs there already"):
        move_measure(relation=Relation.CONTEXT, **where)
    measure.refresh_from_db()
    with pytest.raises(ValidationError, match="can only be context"):
        change(measure, team, relation=Relation.NEAR)


def test_a_measure_is_retired_and_taken_up_again(team):
    measure = MeasureFactory()
    act = {"measure": measure, "reason": REASON, "by": team, "now": NOW}
    with pytest.raises(ValidationError, match="in use already"):
        restore_measure(**act)
    retire_measure(**act)
    assert not Measure.objects.get().is_current
    with pytest.raises(ValidationError, match="retired already"):
        retire_measure(**act)
    restore_measure(**act)
    assert Measure.objects.get().is_current
    assert SuiteChange.objects.count() == 2


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.SYSTEM_ADMINISTRATOR])
def test_the_business_team_alone_changes_measures(role):
    person, measure = person_with(role), MeasureFactory()
    act = {"measure": measure, "reason": REASON, "by": person, "now": NOW}
    for forbidden in (
        lambda: add(measure.indicator, person),
        lambda: change(measure, person, title="Another title"),
        lambda: move_measure(indicator=None, relation=Relation.CONTEXT, **act),
        lambda: retire_measure(**act),
        lambda: restore_measure(**act),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()
    assert not SuiteChange.objects.exists()


# The pages


def test_the_business_team_adds_and_changes_a_measure_on_its_pages(sign_in, team):
    item, client = IndicatorFactory(slug="missing"), sign_in(team)
    area, agency = AreaFactory(slug="kent", name="Kent"), AgencyFactory(slug="kent-police", name="Kent Police")
    fields = {"title": "Missing three times", "code": "MISSING 3", "relation": "near", "unit": "count",
              "decimals": "0", "home_area": "kent", "source_agency": "kent-police", "reason": REASON}  # fmt: skip
    refused = client.post("/indicators/suite/items/missing/measures/add/", fields)
    assert "The code must have letters, digits, - and _ only" in refused.text
    assert "Missing three times" in refused.text
    client.post("/indicators/suite/items/missing/measures/add/", fields | {"code": "MISSING_3"})
    measure = item.measures.get()
    assert (measure.home_area, measure.source_agency) == (area, agency)
    path = "/indicators/suite/measures/MISSING_3/"
    seen = {"seen": fingerprint(measure_texts(measure))}
    page = client.post(f"{path}change/", fields | seen | {"polarity": "higher_is_worse"}, follow=True)
    assert "The measure is changed." in page.text
    assert "Better when: Higher is worse" in page.text


def test_a_measure_is_moved_and_retired_on_its_pages(sign_in, team):
    measure, client = MeasureFactory(), sign_in(team)
    path = f"/indicators/suite/measures/{measure.code}/"
    client.post(f"{path}move/", {"indicator": "background", "relation": "context", "reason": REASON})
    assert Measure.objects.get().indicator is None
    assert "no longer in use" in client.post(f"{path}retire/", {"reason": REASON}, follow=True).text
    assert "The measure is in use." in client.post(f"{path}restore/", {"reason": REASON}, follow=True).text
