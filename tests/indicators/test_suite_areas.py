"""Areas added, renamed and given other codes, with what they were before kept (C4, R68)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.rules.roles import Role
from indicators.models import Area, AreaCode, AreaName, SeriesDue, SuiteChange
from indicators.queries.suite_areas import area_page, area_table, areas_listed
from indicators.rules.changes import ChangeKind
from indicators.services.areas import add_area, recode_area, record_neighbours, rename_area
from tests.factories.assurance import person_with
from tests.factories.indicators import NOW, AreaFactory, MeasureFactory, figure, land, neighbours_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
REASON = "Local government reorganisation"
START = date(2026, 4, 1)


@pytest.fixture
def team(db):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def kent():
    area = AreaFactory(slug="kent", name="Kent", code="E10000016")
    AreaName.objects.create(area=area, name="Kent")
    return area


def add(by, **values):
    fields = {"name": "East Kent", "kind": Area.Kind.UNITARY, "within": None, "scheme": "ons", "code": "E06000099"}
    return add_area(**fields | {"reason": REASON} | values, by=by, now=NOW)


def recode(area, by, code="E06000099", starts_on=START, scheme="ons"):
    recode_area(
        area=area, scheme=scheme, code=code, starts_on=starts_on, reason=REASON, by=by, now=NOW, today=TODAY
    )  # fmt: skip


def rename(area, by, name="Kent and Medway", starts_on=START):
    rename_area(area=area, name=name, starts_on=starts_on, reason=REASON, by=by, now=NOW, today=TODAY)


def test_a_new_area_has_its_name_and_code_and_lies_within_another(team, kent):
    added = add(team, within=kent)
    assert (added.slug, added.within) == ("east-kent", kent)
    assert (added.names.get().name, added.codes.get().code) == ("East Kent", "E06000099")
    noted = SuiteChange.objects.get()
    assert (noted.kind, noted.area, ["Lies within", "", "Kent"] in noted.what) == (ChangeKind.AREA_ADDED, added, True)


def test_a_name_and_a_code_belong_to_one_area(team, kent):
    with pytest.raises(ValidationError, match="an area called “Kent” already"):
        add(team, name="Kent")
    with pytest.raises(ValidationError, match="E10000016 belongs to Kent"):
        add(team, code="E10000016")
    with pytest.raises(ValidationError, match="belongs to Kent"):
        recode(AreaFactory(), team, "e10000016")


def test_a_new_name_holds_from_its_day_and_findings_that_name_the_area_are_made_again(team, kent):
    measure = MeasureFactory(home_area=kent)
    land(figure(measure, "20"))
    SeriesDue.objects.all().delete()
    rename(kent, team)
    kent.refresh_from_db()
    assert kent.name == "Kent and Medway"
    by_day = {day: kent.names.on(day).get().name for day in (date(2026, 3, 31), START)}
    assert list(by_day.values()) == ["Kent", "Kent and Medway"]
    assert SeriesDue.objects.get().area == kent


def test_figures_under_the_old_code_still_find_the_area(team, kent):
    recode(kent, team)
    by_day = {day: kent.codes.on(day).get().code for day in (date(2026, 3, 31), START)}
    assert list(by_day.values()) == ["E10000016", "E06000099"]
    assert AreaCode.objects.get(code="E10000016").area == kent


def test_a_code_does_not_begin_while_one_of_before_holds(team, kent):
    kent.codes.update(ends_on=date(2026, 5, 31))
    with pytest.raises(ValidationError, match="“E10000016” holds until 31 May 2026"):
        recode(kent, team)
    recode(kent, team, starts_on=date(2026, 6, 1))
    assert kent.codes.get(ends_on=None).starts_on == date(2026, 6, 1)


def test_a_code_of_another_scheme_stands_beside_the_first(team, kent):
    recode(kent, team, "886", scheme="dfe")
    assert kent.codes.on(TODAY).count() == 2


@pytest.mark.parametrize(("starts_on", "sentence"), [
    (TODAY + timedelta(days=1), "cannot lie in the future"), (START, "holds from 1 April 2026: give a later day"),
])  # fmt: skip
def test_a_name_or_code_is_refused_on_a_day_it_cannot_have(team, kent, starts_on, sentence):
    rename(kent, team)
    recode(kent, team)
    with pytest.raises(ValidationError, match=sentence):
        rename(kent, team, "A third name", starts_on)
    with pytest.raises(ValidationError, match=sentence):
        recode(kent, team, "E06000100", starts_on)


def name_neighbours(area, by, names, model=2026):
    record_neighbours(area=area, model=model, names=names, reason=REASON, by=by, now=NOW, today=TODAY)


def test_the_neighbours_of_a_year_are_recorded_and_put_in_place_of_those_before(team, kent):
    essex, devon = AreaFactory(name="Essex"), AreaFactory(name="Devon")
    name_neighbours(kent, team, ["essex", "Devon"])
    name_neighbours(kent, team, ["Devon", "Essex"])
    rows = kent.statistical_neighbours.order_by("rank")
    assert [(row.model, row.rank, row.neighbour) for row in rows] == [(2026, 1, devon), (2026, 2, essex)]
    assert ["Model of 2026", "Essex\nDevon", "Devon\nEssex"] in [row.what[0] for row in SuiteChange.objects.all()]
    with pytest.raises(ValidationError, match="its neighbours already"):
        name_neighbours(kent, team, ["Devon", "Essex"])


@pytest.mark.parametrize(
    ("names", "model", "sentence"),
    [
        (["Atlantis"], 2026, "no other area called “Atlantis”"),
        (["Kent"], 2026, "no other area called “Kent”"),
        (["Essex", "essex"], 2026, "named twice"),
        (["Essex"], 2027, "no model of 2027 yet"),
    ],
)
def test_neighbours_that_cannot_be_are_refused(team, kent, names, model, sentence):
    AreaFactory(name="Essex")
    with pytest.raises(ValidationError, match=sentence):
        name_neighbours(kent, team, names, model)


def test_the_name_it_has_is_no_new_name(team, kent):
    with pytest.raises(ValidationError, match="its name already"):
        rename(kent, team, "Kent")


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.SYSTEM_ADMINISTRATOR])
def test_the_business_team_alone_changes_areas(role, kent):
    person = person_with(role)
    for forbidden in (
        lambda: add(person),
        lambda: rename(kent, person),
        lambda: recode(kent, person),
        lambda: name_neighbours(kent, person, ["Essex"]),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()


def test_an_area_s_page_shows_its_neighbours_by_model_and_what_lies_within(reader, kent):
    essex, devon = AreaFactory(name="Essex"), AreaFactory(name="Devon")
    neighbours_of(kent, [essex, devon])
    neighbours_of(kent, [devon], model=2021)
    dover = AreaFactory(kind=Area.Kind.DISTRICT, within=kent)
    page = area_page(reader, kent)
    assert [(model.year, model.neighbours) for model in page.models] == [(2025, (essex, devon)), (2021, (devon,))]
    assert page.parts == (dover,)


def test_areas_are_listed_by_kind_to_those_who_read_indicators(reader, outsider, kent):
    AreaFactory(kind=Area.Kind.DISTRICT, within=kent)
    listed = areas_listed(reader, today=TODAY)
    assert [kind.label for kind in listed] == ["County", "District"]
    assert [code.code for code in listed[0].areas[0].codes_today] == ["E10000016"]
    assert areas_listed(outsider, today=TODAY) == ()
    headers, rows = area_table(reader)
    assert [row[1:5] for row in rows if row[0] == "Kent"] == [
        ["County", "", "Office for National Statistics", "E10000016"]
    ]
    assert {len(row) for row in rows} == {len(headers)}


def test_an_area_is_added_renamed_and_recoded_on_its_pages(sign_in, team, kent):
    client = sign_in(team)
    fields = {"name": "East Kent", "kind": "unitary", "within": "kent", "scheme": "ons", "code": "E06000099",
              "reason": REASON}  # fmt: skip
    assert "The area is added." in client.post("/indicators/suite/areas/add/", fields, follow=True).text
    day = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026", "reason": REASON}
    client.post("/indicators/suite/areas/east-kent/rename/", day | {"name": "Kent East"})
    client.post("/indicators/suite/areas/east-kent/code/", day | {"scheme": "ons", "code": "E06000100"})
    client.post("/indicators/suite/areas/east-kent/neighbours/", {"model": "2026", "names": "- Kent", "reason": REASON})
    page = client.get("/indicators/suite/areas/east-kent/").text
    assert "Model of 2026" in page
    assert all(words in page for words in ("Kent East", "East Kent", "E06000099", "E06000100", "31 Mar 2026", REASON))
