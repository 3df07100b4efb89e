"""The home page: what needs a person, what is late first, what they were asked to read, and where things are."""

import re
from datetime import date

import pytest

from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.roles import Role
from tests.factories.assurance import UserFactory, partnership, person_with
from tests.factories.meetings import a_group
from tests.factories.plans import a_plan, the_team

pytestmark = pytest.mark.django_db
RUNS = {"starts_on": date(2026, 4, 1), "ends_on": date(2090, 3, 31)}


def home_of(person, sign_in):
    return sign_in(person).get("/").content.decode()


@pytest.fixture
def saas():
    partnership()
    return a_group()


def test_what_is_late_comes_first_and_says_so_in_a_word(saas, sign_in):
    team = the_team()
    a_plan(PlanKind.IMPROVEMENT, PlanState.AGREED, group=saas, team=team, title="After the inspection", **RUNS)
    said = home_of(the_team(team), sign_in)
    first = re.search(r'<li class="app-todo__item">.*?</li>', said, re.DOTALL)[0]
    assert "After the inspection" in first
    assert '<p class="app-todo__when app-late">Overdue</p>' in first


def test_an_outside_reader_finds_the_plans_they_were_asked_to_read(saas, sign_in):
    team = the_team()
    mine = a_plan(PlanKind.IMPROVEMENT, PlanState.AGREED, group=saas, team=team, title="After the inspection", **RUNS)
    a_plan(PlanKind.IMPROVEMENT, PlanState.AGREED, team=team, title="Of another group", **RUNS)
    said = home_of(person_with(Role.OUTSIDE_READER, group=saas), sign_in)
    assert "Plans you have been asked to read" in said
    assert f'href="/plans/{mine.pk}/">After the inspection</a>' in said
    assert "Of another group" not in said
    assert "Nothing needs you now" not in said
    for other in (person_with(Role.INSPECTOR), UserFactory()):
        said = home_of(other, sign_in)
        assert "Plans you have been asked to read" not in said
        assert "Nothing needs you now" in said


def test_every_place_one_may_open_is_led_to_and_no_other(saas, sign_in):
    said = home_of(person_with(Role.INSPECTOR), sign_in)
    for address in ("/assurance-map/", "/compliance/", "/plans/", "/inspections/", "/glossary/"):
        assert f'<li><a class="govuk-link" href="{address}">' in said
    said = home_of(person_with(Role.OUTSIDE_READER, group=saas), sign_in)
    assert 'href="/plans/">Plans</a>' in said
    assert 'href="/glossary/"' not in said
    assert "Where things are" not in home_of(UserFactory(), sign_in)
